"""A decision of one firm taken apart: every rule it calls, what went in, what came out.

The decision's own function runs again, uncompiled, with each rule it calls wrapped: nothing is
written twice, and what is shown is what was computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from sim.base.maths import happens
from sim.base.rules import RULES, Decision, RuleCard
from sim.base.state import State


@dataclass(frozen=True)
class Call:
    """One rule that a decision called: its card, the numbers it was given, its answer."""

    card: RuleCard
    arguments: dict[str, float]
    answer: float


@dataclass(frozen=True)
class Chance:
    """One question that chance answered.

    Attributes:
        draw: uniform between 0 and 1.
        probability: chance of a yes; the draw must lie below it.
        happened: the answer.
    """

    draw: float
    probability: float
    happened: bool


@dataclass(frozen=True)
class Trace:
    """One decision of one firm.

    Attributes:
        card: of the decision.
        inputs: what it read, by declared name.
        steps: rules and chances, in the order of their answers.
        outputs: what it wrote, by name.
    """

    card: RuleCard
    inputs: dict[str, float]
    steps: tuple[Call | Chance, ...]
    outputs: dict[str, float]


def trace(decision: Decision, state: State, row: int) -> Trace:
    """Take a decision apart for one firm; the state is read and not changed.

    Args:
        decision: which.
        state: as it is before the decision.
        row: the firm's.
    """
    card, inputs = RULES[decision.number], decision.inputs(state, row)
    steps: list[Call | Chance] = []
    results = _wrapped(card.function, steps)(*inputs.values())
    values = results if len(decision.writes) > 1 else (results,)
    outputs = dict(zip(decision.writes, values, strict=True))
    return Trace(card, inputs, tuple(steps), outputs)


def _wrapped(function: Callable[..., Any], steps: list[Call | Chance]) -> Callable[..., Any]:
    """The function with recorders in place of the rules and chances that its module names."""
    found: dict[str, Any] = dict(function.__globals__)
    by_name = {card.name: card for card in RULES.values()}
    for name in function.__code__.co_names:
        known = found.get(name)
        card = by_name.get(name)
        if known is happens:
            found[name] = _chance_recorder(steps)
        elif card is not None and getattr(known, "py_func", known) is card.function:
            found[name] = _rule_recorder(card, steps)
    return FunctionType(function.__code__, found, function.__name__, function.__defaults__)


def _rule_recorder(card: RuleCard, steps: list[Call | Chance]) -> Callable[..., Any]:
    inside = _wrapped(card.function, steps)
    names = card.function.__code__.co_varnames

    def record(*values: Any) -> Any:
        answer = inside(*values)
        steps.append(Call(card, dict(zip(names, values, strict=False)), answer))
        return answer

    return record


def _chance_recorder(steps: list[Call | Chance]) -> Callable[[float, float], bool]:
    def record(draw: float, index: float) -> bool:
        answer = bool(happens(draw, index))
        probability = 1.0 / (1.0 + math.exp(-max(min(index, 700.0), -700.0)))
        steps.append(Chance(float(draw), probability, answer))
        return answer

    return record
