"""All rules of the model as plain Python, so that one of them can be put in wrongly.

Rules call each other by name in one namespace: a mutant of one is what every other one calls. Only
the rules themselves stand here: exponential, logarithm and the like are Python's own.
"""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from statistics import NormalDist
from typing import Any

import sim.city.year  # noqa: F401  # brings every rule in
from sim.base.rules import RULES, Decision, RuleCard

TITLE = "<rule {}>"


def _clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def _exponential(x: float) -> float:
    return math.exp(_clip(x, -708.0, 709.0))


def _logarithm(x: float) -> float:
    return math.log(max(x, 1e-300))


def _laplace(draw: float, spread: float) -> float:
    size = -spread * math.sqrt(0.5) * math.log(1.0 - 2.0 * abs(draw - 0.5))
    return size if draw > 0.5 else -size


MATHS: dict[str, Any] = {
    "clip": _clip, "exponential": _exponential, "logarithm": _logarithm, "laplace": _laplace,
    "power": lambda base, exponent: _exponential(exponent * _logarithm(base)),
    "happens": lambda draw, index: _logarithm(draw / (1.0 - draw)) < index,
    "logistic": lambda x: 1.0 / (1.0 + _exponential(-x)),
    "normal": NormalDist().inv_cdf,
}  # fmt: skip


@cache
def tree_of(card: RuleCard) -> ast.FunctionDef:
    """The rule's syntax tree, its lines numbered as in its file, without decorators."""
    lines, first = inspect.getsourcelines(card.function)
    found = ast.parse(textwrap.dedent("".join(lines))).body[0]
    assert isinstance(found, ast.FunctionDef)
    found.decorator_list = []
    ast.increment_lineno(found, first - 1)
    return found


@cache
def decisions() -> dict[str, Decision]:
    """Decisions by the name of their rule."""
    import sys

    found = [value for name, module in list(sys.modules.items()) if name.startswith("sim.")
             for value in vars(module).values() if isinstance(value, Decision)]  # fmt: skip
    return {one.name: one for one in found}


class House:
    """The rules in one namespace."""

    def __init__(self) -> None:
        self.space: dict[str, Any] = dict(MATHS)
        for card in RULES.values():
            module = vars(inspect.getmodule(card.function))
            self.space |= {name: value for name, value in module.items()
                           if name.isupper() and isinstance(value, int | float)}  # fmt: skip
        for card in RULES.values():
            self.put(tree_of(card))

    @contextmanager
    def with_fault(self, tree: ast.FunctionDef) -> Iterator[None]:
        """This house with one rule put in wrongly; the right one comes back afterwards."""
        sound = self.space[tree.name]
        try:
            self.put(tree)
            yield
        finally:
            self.space[tree.name] = sound

    def put(self, tree: ast.FunctionDef) -> None:
        """Put a function in, in place of the one of its name."""
        whole = ast.fix_missing_locations(ast.Module([tree], []))
        exec(compile(whole, TITLE.format(tree.name), "exec"), self.space)

    def __getitem__(self, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = self.space[name]
        return found


@cache
def callers() -> dict[str, tuple[str, ...]]:
    """For each rule the rules that call it, directly or not, the nearest first."""
    names = {card.name for card in RULES.values()}
    direct: dict[str, set[str]] = {name: set() for name in names}
    for card in RULES.values():
        for node in ast.walk(tree_of(card)):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in names:
                direct[called.id].add(card.name)
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        reached: list[str] = []
        rim = sorted(direct[name])
        while rim:
            reached += rim
            rim = sorted({two for one in rim for two in direct[one]} - set(reached))
        found[name] = tuple(reached)
    return found
