"""Targets that do not go together, found by arithmetic on the table of targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from sim.base.moments import mean_growth, moments, published_pair
from sim.base.units import LAST_PUBLISHED_YEAR
from sim.compare.targets import GROWTH, PLAN, Target, targets

Kind = Literal[
    "growth_level", "quotient_growth", "quotient_level", "below_base", "two_aims", "later"
]  # fmt: skip
# Quotient, numerator, denominator; units of the numerator in one of the quotient's times the
# denominator's.
QUOTIENTS = (
    ("labour_productivity", "value_added", "employment", 10_000.0),
    ("value_added_per_mu", "value_added", "above_scale_land", 10_000.0),
)
# Two figures of one quantity this close to each other are the same figure, rounded.
SAME = 0.01
# What is implied of a third quantity is worth a word when it leaves the trend of 2015-2020 by so
# much over the plan's years.
STRIKING = 0.05


@dataclass(frozen=True)
class Conflict:
    """Two targets (or a target and its base) that say different things.

    Attributes:
        kind: growth_level: a growth target and a level target of one figure; quotient_growth and
            quotient_level: two targets that imply a third figure; below_base: an aim worse than
            where it starts; two_aims: two aims of one figure for one year; later: the step
            between two aims of different years.
        targets: the targets concerned.
        figure: the indicator that is implied, or the target's own.
        implied: what the first target (or both together) implies, in the figure's unit; a growth
            over the plan's years as a fraction for the quotients.
        against: what it stands against: the other aim, the base, the growth of 2015-2020.
        yearly: growth of a year, in percent, that the level target asks for; or of the later step.
        mixed: True where growth at constant prices meets figures at current ones.
    """

    kind: Kind
    targets: tuple[Target, ...]
    figure: str
    implied: float
    against: float | None
    yearly: float | None = None
    mixed: bool = False


def conflicts(group: str = PLAN) -> list[Conflict]:
    """All conflicts of a set of targets; steps to aims of other sets are among them."""
    plan = [one for one in targets() if one.group == group and one.aim is not None]
    return [
        *_growth_against_level(plan), *_quotients_of_growth(plan), *_quotients_of_levels(plan),
        *_below_base(plan), *_two_aims(plan), *_later_steps(plan),
    ]  # fmt: skip


def base_of(indicator: str) -> float | None:
    """The figure of 2020: published, or else the base that a level target of it names."""
    for moment in moments():
        if moment.indicator == indicator and moment.value_2020 is not None:
            return moment.value_2020
    for one in targets():
        if one.indicator == indicator and not one.growth and one.base:
            return float(one.base)
    return None


def _years(target: Target) -> int:
    return target.last_year - LAST_PUBLISHED_YEAR


def _growth_of(target: Target) -> float:
    """The growth factor over the plan's years that a growth target asks for."""
    assert target.aim is not None
    return float((1.0 + target.aim / 100.0) ** _years(target))


def _growth_against_level(plan: Sequence[Target]) -> Iterator[Conflict]:
    for pace in (one for one in plan if one.growth):
        name = pace.indicator.removesuffix(GROWTH)
        base = base_of(name)
        for level in plan:
            if level.indicator != name or level.last_year != pace.last_year or not base:
                continue
            assert level.aim is not None
            implied = base * _growth_of(pace)
            if abs(implied / level.aim - 1.0) > SAME:
                asked = mean_growth(level.aim / base, _years(level))
                mixed = level.nominal and not pace.nominal
                yield Conflict("growth_level", (pace, level), name, implied, level.aim, asked,
                               mixed)  # fmt: skip


def _trend(indicator: str) -> float | None:
    """Growth of a figure over 2015-2020, as a fraction."""
    pair = published_pair(indicator)
    return None if pair is None else pair[1] / pair[0] - 1.0


def _striking(implied: float, trend: float | None) -> bool:
    return abs(implied - (trend or 0.0)) > STRIKING


def _by_indicator(plan: Sequence[Target]) -> dict[str, Target]:
    """The first target of each indicator."""
    return {one.indicator: one for one in reversed(plan) if one.indicator}


def _quotients_of_growth(plan: Sequence[Target]) -> Iterator[Conflict]:
    known = _by_indicator(plan)
    for quotient, numerator, denominator, _ in QUOTIENTS:
        above, over = known.get(numerator + GROWTH), known.get(quotient + GROWTH)
        if above is not None and over is not None:
            implied = _growth_of(above) / _growth_of(over) - 1.0
            trend = _trend(denominator)
            if _striking(implied, trend):
                mixed = above.nominal != over.nominal
                yield Conflict("quotient_growth", (above, over), denominator, implied, trend,
                               mixed=mixed)  # fmt: skip


def _quotients_of_levels(plan: Sequence[Target]) -> Iterator[Conflict]:
    known = _by_indicator(plan)
    for quotient, numerator, denominator, units in QUOTIENTS:
        above, over, base = known.get(numerator), known.get(quotient), base_of(denominator)
        if above is not None and over is not None and base:
            assert above.aim is not None
            assert over.aim is not None
            implied = above.aim * units / over.aim / base - 1.0
            trend = _trend(denominator)
            if _striking(implied, trend):
                yield Conflict("quotient_level", (above, over), denominator, implied, trend)


def _below_base(plan: Sequence[Target]) -> Iterator[Conflict]:
    for one in plan:
        if one.kind not in ("share", "level") or one.base_year != str(LAST_PUBLISHED_YEAR):
            continue
        base, aim = float(one.base), one.aim
        assert aim is not None
        if (aim < base) if one.at_least else (aim > base):
            yield Conflict("below_base", (one,), one.indicator, aim, base)


def _two_aims(plan: Sequence[Target]) -> Iterator[Conflict]:
    for one, other in combinations([each for each in plan if each.represented], 2):
        same = one.indicator == other.indicator and one.last_year == other.last_year
        if one.indicator and same and one.aim != other.aim:
            assert one.aim is not None
            yield Conflict("two_aims", (one, other), one.indicator, one.aim, other.aim)


def _later_steps(plan: Sequence[Target]) -> Iterator[Conflict]:
    """An aim of the plan and a later one of the same sum of money: the step between them."""
    for one in plan:
        for other in targets():
            years = other.last_year - one.last_year
            same = one.indicator == other.indicator and one.unit == other.unit and one.nominal
            if not (one.indicator and same and years > 0 and one.aim and other.aim):
                continue
            base = base_of(one.indicator)
            if base:
                before = mean_growth(one.aim / base, _years(one))
                step = mean_growth(other.aim / one.aim, years)
                if abs(step - before) > 100.0 * STRIKING:
                    yield Conflict("later", (one, other), one.indicator, step, before)
