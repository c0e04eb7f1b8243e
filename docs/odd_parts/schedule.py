"""The order of the year, read from `sim/city/year.py`: stages, steps, the rules that each uses."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from odd_parts.equations import BY_NAME, called
from sim.base.rules import RULES, Decision
from sim.city import year

STAGE = re.compile(r"^\s*# (\d+)\. (.*)$")
LAYERS = ("sim.city.", "sim.park.")  # what a step calls is followed within these


@dataclass(frozen=True)
class Step:
    """One call of the year.

    Attributes:
        stage: number of its stage.
        name: of the function or decision.
        decision: the decision that is put to every firm, if it is one.
        rules: numbers of the rules that it applies, a decision's own first.
        module: dotted name of the module that holds it.
        about: first line of its docstring; empty for a decision.
    """

    stage: int
    name: str
    decision: Decision | None
    rules: tuple[str, ...]
    module: str
    about: str


def _source(function: Callable[..., Any]) -> tuple[list[str], ast.FunctionDef]:
    lines = inspect.getsource(function).splitlines()
    (tree,) = ast.parse("\n".join(lines)).body
    assert isinstance(tree, ast.FunctionDef)
    return lines, tree


def stages() -> dict[int, str]:
    """The stages of the year by number, in the words of the comments that head them."""
    found = (STAGE.match(line) for line in _source(year.simulate_year)[0])
    return {int(one[1]): one[2].rstrip(".") for one in found if one}


def steps() -> list[Step]:
    """All steps in the order in which a year takes them."""
    lines, tree = _source(year.simulate_year)
    return list(_steps(lines, tree, 0))


def _steps(lines: list[str], tree: ast.FunctionDef, stage: int) -> Iterator[Step]:
    heads = {place: int(one[1]) for place, line in enumerate(lines, start=1)
             if (one := STAGE.match(line))}  # fmt: skip
    for statement in tree.body:
        now = max((heads[line] for line in heads if line < statement.lineno), default=stage)
        call = getattr(statement, "value", None)
        if not isinstance(call, ast.Call) or ast.unparse(call.func) == "_if_awake":
            continue
        name = ast.unparse(call.func)
        if name == "each_firm":
            yield _decided(now, ast.unparse(call.args[0]))
        elif any(ast.unparse(one) == "each_firm" for one in call.args):
            yield from _steps(*_source(getattr(year, name)), now)
        else:
            yield _called(now, name)


def _decided(stage: int, name: str) -> Step:
    decision = getattr(year, name)
    number = BY_NAME[name].number
    module = RULES[number].function.__module__
    return Step(stage, name, decision, (number, *_within([number])), module, "")


def _called(stage: int, name: str) -> Step:
    function = getattr(year, name)
    about = (inspect.getdoc(function) or "").splitlines()[0].rstrip(".")
    numbers = tuple(dict.fromkeys(_rules_of(function, set())))
    return Step(stage, name, None, tuple(dict.fromkeys((*numbers, *_within(numbers)))),
                function.__module__, about)  # fmt: skip


def _within(numbers: tuple[str, ...] | list[str]) -> list[str]:
    """The rules that rules call, and those that these call."""
    found: dict[str, None] = {}
    for number in numbers:
        for inner in called(RULES[number]):
            found |= dict.fromkeys((inner, *_within([inner])))
    return [number for number in found if number not in numbers]


def _rules_of(function: Any, seen: set[str]) -> Iterator[str]:
    """Numbers of the rules that a function of the city or a park applies, at any depth."""
    plain = getattr(function, "py_func", function)
    if not hasattr(plain, "__code__") or plain.__qualname__ in seen:
        return
    seen.add(plain.__qualname__)
    for name in _names(plain):
        held = plain.__globals__.get(name)
        if isinstance(held, Decision):
            yield held.number
        elif name in BY_NAME and callable(held):
            yield BY_NAME[name].number
        elif callable(held) and getattr(held, "__module__", "").startswith(LAYERS):
            yield from _rules_of(held, seen)


def _names(function: Any) -> list[str]:
    """Names that a function looks up, those of its comprehensions included."""
    found, codes = [], [function.__code__]
    while codes:
        code = codes.pop()
        found += code.co_names
        codes += [one for one in code.co_consts if inspect.iscode(one)]
    return list(dict.fromkeys(found))
