"""Rules as LaTeX: the equation of a rule is its source, printed; nobody types it twice.

Only what both GitHub's MathJax and docutils' MathML know is used. A line breaks between terms and
between arguments, never inside a fraction.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

import sim.city.year  # noqa: F401  # brings every rule in
from sim.base.rules import RULES, Decision, RuleCard

WIDTH = 88  # printed characters of a line, about
BREAK = "\0"  # where a line may break; removed when lines are filled
OPERATORS: dict[type[ast.AST], tuple[str, int]] = {
    ast.BitOr: (r" \lor ", 1), ast.BitAnd: (r" \land ", 2),
    ast.Lt: (" < ", 3), ast.LtE: (r" \le ", 3), ast.Gt: (" > ", 3), ast.GtE: (r" \ge ", 3),
    ast.Eq: (" = ", 3), ast.NotEq: (r" \ne ", 3),
    ast.Add: (" + ", 4), ast.Sub: (" - ", 4), ast.Mult: (r" \cdot ", 5), ast.Div: ("/", 5),
}  # fmt: skip
LOGIC, COMPARISON, SUM, PRODUCT, ATOM = 1, 3, 4, 5, 9
BY_NAME = {rule.name: rule for rule in RULES.values()}


def upright(name: str) -> str:
    """An identifier in upright letters, with its underscores; a result not used is a star."""
    if name == "_":
        return r"\ast"
    return r"\mathrm{" + name.replace("_", r"\_") + "}"


def _number(value: float) -> str:
    if isinstance(value, bool) or (value == int(value) and abs(value) < 1e6):
        return str(int(value))
    mantissa, _, exponent = f"{value:g}".partition("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else mantissa


class Printer:
    """Prints the expressions of one rule.

    Args:
        function: the rule; numbers that its module names are printed with their value.
    """

    def __init__(self, function: Callable[..., Any]):
        self._known = {
            name: value for name, value in vars(inspect.getmodule(function)).items()
            if isinstance(value, int | float) and name.isupper()
        }  # fmt: skip
        self.constants: dict[str, float] = {}

    def text(self, node: ast.expr, within: int = 0) -> str:
        """LaTeX of an expression; in parentheses if it binds less than what it stands in."""
        printed, binds = self.parts(node)
        return _enclosed(printed) if binds < within else printed

    def parts(self, node: ast.expr) -> tuple[str, int]:
        """LaTeX of an expression, and how strongly its outermost sign binds."""
        return getattr(self, f"_{type(node).__name__.lower()}")(node)  # type: ignore[no-any-return]

    def _name(self, node: ast.Name) -> tuple[str, int]:
        if node.id in self._known:
            self.constants[node.id] = self._known[node.id]
        return upright(node.id), ATOM

    def _constant(self, node: ast.Constant) -> tuple[str, int]:
        return _number(node.value), ATOM

    def _binop(self, node: ast.BinOp) -> tuple[str, int]:
        sign, binds = OPERATORS[type(node.op)]
        if isinstance(node.op, ast.Div):
            above, below = self.text(node.left), self.text(node.right)
            return rf"\frac{{{above}}}{{{below}}}".replace(BREAK, ""), ATOM
        if binds < COMPARISON:  # "a = 1 and b < 2" reads better with each part in parentheses
            left, right = self._part(node.left, node.op), self._part(node.right, node.op)
        else:
            left = self.text(node.left, binds)
            right = self.text(node.right, binds + isinstance(node.op, ast.Sub))
        may_break = BREAK if binds < PRODUCT else ""
        return f"{left}{may_break}{sign}{right}", binds

    def _part(self, node: ast.expr, of: ast.operator) -> str:
        same = isinstance(node, ast.BinOp) and isinstance(node.op, type(of))
        return self.text(node, LOGIC if same else SUM)

    def _compare(self, node: ast.Compare) -> tuple[str, int]:
        sign, binds = OPERATORS[type(node.ops[0])]
        left, right = self.text(node.left, SUM), self.text(node.comparators[0], SUM)
        return f"{left}{sign}{right}", binds

    def _unaryop(self, node: ast.UnaryOp) -> tuple[str, int]:
        sign = "-" if isinstance(node.op, ast.USub) else r"\lnot "
        return sign + self.text(node.operand, PRODUCT), PRODUCT if sign == "-" else ATOM

    def _ifexp(self, node: ast.IfExp) -> tuple[str, int]:
        rows, other = [], node
        while isinstance(other, ast.IfExp):
            rows.append(rf"{self.text(other.body)} & {self.text(other.test)}")
            other = other.orelse  # type: ignore[assignment]
        rows.append(rf"{self.text(other)} & \mathrm{{otherwise}}")
        return (r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}").replace(BREAK, ""), ATOM

    def _tuple(self, node: ast.Tuple) -> tuple[str, int]:
        return "(" + f",{BREAK} ".join(self.text(one) for one in node.elts) + ")", ATOM

    def _call(self, node: ast.Call) -> tuple[str, int]:
        name = ast.unparse(node.func)
        special = getattr(self, f"_call_{name}", None)
        if special is not None:
            return special(*node.args)
        listed = f",{BREAK} ".join(self.text(one) for one in node.args)
        return _function(name) + _enclosed(listed), ATOM

    def _call_int(self, truth: ast.expr) -> tuple[str, int]:
        return _truth(self.text(truth)), ATOM

    def _call_abs(self, of: ast.expr) -> tuple[str, int]:
        return rf"\lvert {self.text(of)} \rvert", ATOM

    def _call_power(self, base: ast.expr, exponent: ast.expr) -> tuple[str, int]:
        foot = self.text(base, ATOM)
        foot = foot if isinstance(base, ast.Name | ast.Constant) else _enclosed(foot)
        return rf"{foot}^{{{self.text(exponent)}}}".replace(BREAK, ""), ATOM

    def _call_happens(self, draw: ast.expr, index: ast.expr) -> tuple[str, int]:
        return rf"{self.text(draw)} < \Lambda{_enclosed(self.text(index))}", COMPARISON


def _enclosed(printed: str) -> str:
    """In parentheses, tall ones around what is tall; what is short does not break."""
    if _printed_width(printed) < WIDTH // 2:
        printed = printed.replace(BREAK, "")
    tall = r"\frac" in printed or r"\begin" in printed
    return rf"\left({printed}\right)" if tall and BREAK not in printed else f"({printed})"


def _truth(printed: str) -> str:
    """1 if it holds, else 0."""
    return f"[{printed}]"


def _function(name: str) -> str:
    """A function's name: mathematics where there is a sign for it."""
    signs = {"logarithm": r"\ln", "exponential": r"\exp", "max": r"\max", "min": r"\min",
             "normal": r"\Phi^{-1}"}  # fmt: skip
    return signs.get(name, upright(name))


def _printed_width(latex: str) -> int:
    """About how many characters it takes on paper."""
    widest = max((sum(map(len, row.split("&"))) for row in latex.split(r"\\")), default=0)
    plain = re.sub(r"\\(begin|end)\{\w+\}|\\mathrm|\\frac|[{}]|\\(?=_)", "", latex)
    plain = re.sub(r"\\[a-zA-Z]+", "x", plain)
    return min(len(plain), widest) if r"\\" in latex else len(plain)


def _filled(left: str, right: str, relation: str) -> list[str]:
    """The lines of one equation."""
    lines, line = [], ""
    for piece in right.split(BREAK):
        if line and _printed_width(line + piece) > WIDTH - 14:
            lines.append(line)
            line = ""
        line += piece if line else piece.lstrip() if lines else piece
    lines.append(line)
    first = f"{left} &{relation} {lines[0]}"
    return [first, *(rf"&\quad {rest}" for rest in lines[1:])]


@cache
def _tree(number: str) -> ast.FunctionDef:
    """The source of a rule."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(RULES[number].function))).body
    assert isinstance(tree, ast.FunctionDef)
    return tree


def _statements(card: RuleCard) -> list[ast.stmt]:
    """The assignments and the result of a rule; an early return becomes a case of the result."""
    body = _tree(card.number).body
    for place, one in enumerate(body):
        if isinstance(one, ast.If):
            (early,) = one.body
            *between, last = body[place + 1 :]
            case = ast.IfExp(one.test, early.value, last.value)  # type: ignore[attr-defined]
            return [*body[:place], *between, ast.Return(case)]
    return body  # type: ignore[no-any-return]


def _results(card: RuleCard, written: tuple[str, ...]) -> tuple[list[str], str]:
    """What the result is called, and the sign between."""
    if written:
        return [upright(name) for name in written], r"\leftarrow"
    return [upright(card.name)], "="


def equation(card: RuleCard, written: tuple[str, ...] = ()) -> str:
    """The equation of a rule, as lines of an `aligned` block.

    Args:
        card: the rule.
        written: firm variables that a decision's results go to; an arrow stands for writing.
    """
    printer, lines = Printer(card.function), []
    for one in _statements(card):
        if isinstance(one, ast.Assign):
            targets, value = [upright(ast.unparse(one.targets[0]))], one.value
            if isinstance(one.targets[0], ast.Tuple):
                targets = [upright(ast.unparse(name)) for name in one.targets[0].elts]
            sign = "="
        else:
            (targets, sign), value = _results(card, written), one.value  # type: ignore
        lines += _equations(printer, targets, sign, value)
    lines += [rf"{upright(name)} &\equiv {_number(value)}"
              for name, value in printer.constants.items()]  # fmt: skip
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


def _equations(printer: Printer, targets: list[str], sign: str, value: ast.expr) -> list[str]:
    """One equation, or one for each of several results."""
    if isinstance(value, ast.Tuple) and len(value.elts) == len(targets):
        pairs = zip(targets, value.elts, strict=True)
        return [line for left, one in pairs for line in _equations(printer, [left], sign, one)]
    left = targets[0] if len(targets) == 1 else "(" + ", ".join(targets) + ")"
    printed, binds = printer.parts(value)
    return _filled(left, _truth(printed) if binds <= COMPARISON else printed, sign)


def called(card: RuleCard) -> list[str]:
    """Numbers of the rules that a rule calls, in their order in it."""
    names = [ast.unparse(node.func) for node in ast.walk(_tree(card.number))
             if isinstance(node, ast.Call)]  # fmt: skip
    return list(dict.fromkeys(BY_NAME[name].number for name in names if name in BY_NAME))


@cache
def decisions() -> dict[str, Decision]:
    """All decisions by the number of their rule, in the order of the numbers."""
    found = {}
    for card in sorted(RULES.values(), key=lambda card: (card.number[0], int(card.number[1:]))):
        held = getattr(inspect.getmodule(card.function), card.name)
        if isinstance(held, Decision):
            found[card.number] = held
    return found
