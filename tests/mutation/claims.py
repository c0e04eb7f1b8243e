"""What can be claimed of a rule without writing it down again: directions, scales, cases, sums."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from mutation.house import House, decisions
from mutation.samples import samples_of

TINY = 1e-9
Values = dict[str, Any]


@dataclass
class Subject:
    """A rule under test: it is called with values by name."""

    name: str
    house: House
    outputs: tuple[str, ...] = ()
    samples: list[Values] = field(default_factory=list)
    base: list[tuple[float, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        decision = decisions().get(self.name)
        self.outputs = decision.writes if decision else ()
        declared = inspect.signature(self.house[self.name]).parameters
        whole = tuple(name for name, one in declared.items() if one.annotation in ("int", "bool"))
        self.samples = samples_of(self.name, tuple(self.arguments()), whole)
        self.base = [self.of(one) for one in self.samples]

    def arguments(self) -> list[str]:
        """Names of the rule's arguments."""
        return list(inspect.signature(self.house[self.name]).parameters)

    def of(self, values: Values) -> tuple[float, ...]:
        """What the rule gives."""
        found = self.house[self.name](**values)
        results = found if isinstance(found, tuple) else (found,)
        numbers = tuple(float(one) for one in results)
        assert all(math.isfinite(one) for one in numbers), f"{self.name} gives {numbers}"
        return numbers

    def column(self, out: str) -> int:
        """Where a result stands."""
        return self.outputs.index(out) if out else 0


Claim = Callable[[Subject], None]


def near(one: float, other: float, within: float = TINY) -> bool:
    """Equal but for rounding."""
    return math.isclose(one, other, rel_tol=within, abs_tol=within)


def _moves(out: str, names: tuple[str, ...], up: bool) -> Claim:
    def check(rule: Subject) -> None:
        place = rule.column(out)
        for name in names:
            moved = False
            for k, values in enumerate(rule.samples):
                other = rule.samples[k - 1][name]
                low, high = rule.base[k][place], rule.of(values | {name: other})[place]
                if other < values[name]:
                    low, high = high, low
                gap = (high - low) if up else (low - high)
                room = TINY * max(abs(low), abs(high), 1e-3)
                assert gap >= -room, f"{rule.name}: {out} against {name}"
                moved = moved or gap > 100 * room
            assert moved, f"{rule.name}: {out} never moves with {name}"

    return check


def rises(out: str, *names: str) -> Claim:
    """A result never falls as one of these rises, and rises somewhere with each."""
    return _moves(out, names, True)


def falls(out: str, *names: str) -> Claim:
    """A result never rises as one of these rises, and falls somewhere with each."""
    return _moves(out, names, False)


def scales(out: str, *names: str, power: float = 1.0) -> Claim:
    """Twice all of these is 2 to some power times the result."""

    def check(rule: Subject) -> None:
        place, seen = rule.column(out), False
        for values, base in zip(rule.samples, rule.base, strict=True):
            twice = rule.of(values | {name: 2.0 * values[name] for name in names})[place]
            assert near(twice, base[place] * 2.0**power), f"{rule.name}: {out} with {names}"
            seen = seen or base[place] != 0.0
        assert seen, f"{rule.name}: {out} is nought everywhere"

    return check


def _seen(rule: Subject, base: tuple[float, ...]) -> SimpleNamespace:
    """Results by name, and `all` of them."""
    named = dict(zip(rule.outputs, base, strict=True)) if rule.outputs else {}
    return SimpleNamespace(**named, all=base)


def always(what: str, holds: Callable[[Any, Any], bool]) -> Claim:
    """A relation of values `v` and results `o` holds for every sample."""

    def check(rule: Subject) -> None:
        for values, base in zip(rule.samples, rule.base, strict=True):
            assert holds(SimpleNamespace(**values), _seen(rule, base)), f"{rule.name}: {what}"

    return check


def sometimes(what: str, holds: Callable[[Any, Any], bool]) -> Claim:
    """A relation holds for at least one sample."""

    def check(rule: Subject) -> None:
        for values, base in zip(rule.samples, rule.base, strict=True):
            if holds(SimpleNamespace(**values), _seen(rule, base)):
                return
        raise AssertionError(f"{rule.name}: never {what}")

    return check


def case(expected: float | tuple[float, ...], *given: Any) -> Claim:
    """Worked by hand: these arguments in order give this."""
    wanted = expected if isinstance(expected, tuple) else (expected,)

    def check(rule: Subject) -> None:
        found = rule.of(dict(zip(rule.arguments(), given, strict=True)))
        assert len(found) == len(wanted)
        assert all(near(a, b) for a, b in zip(found, wanted, strict=True)), (
            f"{rule.name}{given} = {found}, by hand {wanted}"
        )

    return check


def given(what: str, changes: Values, holds: Callable[[Any, Any], bool]) -> Claim:
    """A relation holds for every sample in which these values are set, or worked out of it."""

    def check(rule: Subject) -> None:
        for values in rule.samples:
            own = SimpleNamespace(**values)
            changed = values | {name: one(own) if callable(one) else one
                                for name, one in changes.items()}  # fmt: skip
            results = _seen(rule, rule.of(changed))
            assert holds(SimpleNamespace(**changed), results), f"{rule.name}: {what}"

    return check


def at_edge(name: str, value: Callable[[Any], float], holds: Callable[[Any, Any], bool]) -> Claim:
    """A relation holds where one value stands exactly on a bound that depends on the others."""

    def check(rule: Subject) -> None:
        for values in rule.samples:
            changed = values | {name: value(SimpleNamespace(**values))}
            results = _seen(rule, rule.of(changed))
            assert holds(SimpleNamespace(**changed), results), f"{rule.name}: {name} on its bound"

    return check
