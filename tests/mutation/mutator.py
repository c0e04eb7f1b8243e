"""Faults of one sign each, planted in a rule's syntax tree.

arithmetic: + and - for each other, * and / for each other.  comparison: the opposite, and with the
edge on the other side.  logic: and for or, a `not` left out.  constant: one more, or twice as much.
sign: of a constant, of a term.  extreme: min for max.  branch: always, never.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from mutation.house import tree_of
from sim.base.rules import RULES, RuleCard

SEED = 20152025
ARITHMETIC: dict[type[ast.AST], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
LOGIC: dict[type[ast.AST], type[ast.operator]] = {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}
OPPOSITE: dict[type[ast.AST], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}  # fmt: skip
EDGE: dict[type[ast.AST], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
SWAP = {"min": "max", "max": "min"}
Change = Callable[[ast.expr], ast.expr]


@dataclass(frozen=True)
class Mutant:
    """A rule with one fault.

    Attributes:
        kind: which kind of fault.
        line: in the rule's file.
        before, after: the expression without and with the fault.
        turn: which of the rule's mutants that read the same it is, from 1.
        place: number of the expression among the rule's nodes.
        change: what is done to it.
    """

    card: RuleCard
    kind: str
    line: int
    before: str
    after: str
    turn: int
    place: int
    change: Change

    def tree(self) -> ast.FunctionDef:
        """The rule's syntax tree with the fault in it."""
        tree = copy.deepcopy(tree_of(self.card))
        old = _body(tree)[self.place]
        assert isinstance(old, ast.expr)
        new = ast.copy_location(self.change(copy.deepcopy(old)), old)
        found: ast.FunctionDef = _Exchange(old, new).visit(tree)
        return found

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.card.function.__module__.replace('.', '/')}.py:{self.line}"

    @property
    def key(self) -> str:
        """What names it when lines have moved: rule, and both expressions."""
        again = f" ({self.turn})" if self.turn > 1 else ""
        return f"{self.card.number}: {self.before} -> {self.after}{again}"

    def __str__(self) -> str:
        return (f"{self.card.number:4} {self.where:32} {self.kind:10} {self.before}  ->  "
                f"{self.after}")  # fmt: skip


def _compare(node: ast.expr, operator: type[ast.cmpop]) -> ast.expr:
    assert isinstance(node, ast.Compare)
    return ast.Compare(node.left, [operator()], node.comparators)


def _binary(node: ast.expr, operator: type[ast.operator]) -> ast.expr:
    assert isinstance(node, ast.BinOp)
    return ast.BinOp(node.left, operator(), node.right)


def _more(value: float) -> ast.expr:
    return ast.Constant(value + 1 if isinstance(value, int) else (2.0 * value or 1.0))


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """The faults that an expression may have."""
    if isinstance(node, ast.BinOp):
        kind = type(node.op)
        if kind in ARITHMETIC:
            yield "arithmetic", lambda one: _binary(one, ARITHMETIC[kind])
        if kind in LOGIC:
            yield "logic", lambda one: _binary(one, LOGIC[kind])
    elif isinstance(node, ast.Compare):
        sort = type(node.ops[0])
        yield "comparison", lambda one: _compare(one, OPPOSITE[sort])
        if sort in EDGE:
            yield "edge", lambda one: _compare(one, EDGE[sort])
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield "constant", lambda one: _more(one.value)  # type: ignore[attr-defined]
        if node.value:
            yield "sign", lambda one: ast.UnaryOp(ast.USub(), one)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SWAP:
        yield "extreme", lambda one: ast.Call(
            ast.Name(SWAP[one.func.id], ast.Load()), one.args, [])  # type: ignore[attr-defined]
    elif isinstance(node, ast.UnaryOp):
        yield ("sign" if isinstance(node.op, ast.USub) else "logic"), lambda one: one.operand  # type: ignore[attr-defined]
    elif isinstance(node, ast.IfExp):
        yield "branch", lambda one: one.body  # type: ignore[attr-defined]
        yield "branch", lambda one: one.orelse  # type: ignore[attr-defined]


class _Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.expr, new: ast.expr):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


def _body(tree: ast.FunctionDef) -> list[ast.AST]:
    """All nodes of a function but its arguments and annotations."""
    return [node for statement in tree.body for node in ast.walk(statement)]


def mutants_of(card: RuleCard) -> list[Mutant]:
    """Every mutant of a rule."""
    found: list[Mutant] = []
    for place, node in enumerate(_body(tree_of(card))):
        for kind, change in _changes(node):
            assert isinstance(node, ast.expr)
            before, after = ast.unparse(node), ast.unparse(change(copy.deepcopy(node)))
            turn = 1 + sum((one.before, one.after) == (before, after) for one in found)
            found.append(Mutant(card, kind, node.lineno, before, after, turn, place, change))
    return found


def all_mutants() -> list[Mutant]:
    """Every mutant of every rule."""
    return [one for number in sorted(RULES) for one in mutants_of(RULES[number])]


def sample(count: int, seed: int = SEED) -> list[Mutant]:
    """So many mutants by lot, from all rules: one of each rule in turn until there are enough."""
    luck = np.random.default_rng(seed)
    piles = []
    for _, pile in groupby(all_mutants(), key=lambda one: one.card.number):
        mine = list(pile)
        piles.append([mine[k] for k in luck.permutation(len(mine))])
    found: list[Mutant] = []
    while len(found) < count and any(piles):
        found += [pile.pop() for pile in piles if pile]
    return found[:count]
