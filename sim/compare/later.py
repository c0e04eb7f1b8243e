"""Targets beyond the simulated years: where the runs end, and the growth needed from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.moments import mean_growth
from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.compare.targets import Target, outcomes, targets
from sim.scenario.ensemble import Ensemble


@dataclass(frozen=True)
class Distance:
    """How far the runs of a scenario are from a later target when they end.

    Nothing is simulated after that: what is needed is arithmetic, and no chance of success.

    Attributes:
        scenario: its name.
        year: the last year simulated.
        reached: median, 5% and 95% of the runs in that year, in the target's unit.
        needed: growth a year from there to the aim, in percent: the same three; nought or below
            where the aim is reached already.
        growth: median growth a year from 2020 to that year, in percent, to set it against.
        met: share of runs that are at the aim already.
    """

    scenario: str
    target: Target
    year: int
    reached: tuple[float, float, float]
    needed: tuple[float, float, float]
    growth: float
    met: float


def is_later(target: Target) -> bool:
    """Whether a target's year cannot be simulated, and its figure can be followed up to then."""
    follows = target.kind in ("level", "count") and not target.growth and not target.each_year
    return target.last_year > LAST_YEAR and target.represented and target.at_least and follows


def chosen_later(ensembles: Sequence[Ensemble]) -> list[Target]:
    """The later targets that any of the scenarios names."""
    wanted = {name for one in ensembles for name in one.scenario.targets}
    return [one for one in targets() if is_later(one) and wanted & {one.group, one.name}]


def distances(ensembles: Sequence[Ensemble]) -> list[Distance]:
    """Every later target that a scenario names, in all of them; none if no run goes past 2020."""
    year = ensembles[0].records[0].years[-1]
    if year <= LAST_PUBLISHED_YEAR:
        return []
    return [_distance(one, target, year) for target in chosen_later(ensembles)
            for one in ensembles]  # fmt: skip


def _distance(ensemble: Ensemble, target: Target, year: int) -> Distance:
    found, base = (outcomes(ensemble, target, at) for at in (year, LAST_PUBLISHED_YEAR))
    assert found is not None
    assert base is not None
    assert target.aim is not None
    needed = mean_growth(target.aim / np.maximum(found, 1.0), target.last_year - year)
    growth = mean_growth(found / np.maximum(base, 1.0), year - LAST_PUBLISHED_YEAR)
    return Distance(
        ensemble.scenario.name, target, year, _spread(found), _spread(needed),
        float(np.median(growth)), float((found >= target.aim).mean()),
    )  # fmt: skip


def _spread(values: Array) -> tuple[float, float, float]:
    median, five, ninety_five = np.quantile(values, [0.5, 0.05, 0.95])
    return float(median), float(five), float(ninety_five)
