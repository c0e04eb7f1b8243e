"""The twin without an instrument: what it adds, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.state import Array
from sim.base.units import FIRST_YEAR
from sim.compare.pairs import Difference, difference
from sim.compare.ratio import Ratio, ratio
from sim.compare.targets import PLAN, Target, outcomes, reached, targets
from sim.scenario.ensemble import Ensemble, run_ensembles
from sim.scenario.load import Scenario
from sim.scenario.sample import Sample

UPGRADES, VALUE_ADDED, COST = "upgrades", "value_added", "public_cost"


class Progress(Protocol):
    """Opened with a number of runs; what it gives is told of those finished."""

    def __call__(self, runs: int, /) -> AbstractContextManager[Any]:
        """Open it."""


@dataclass(frozen=True)
class Effect:
    """What an instrument adds to one figure: the scenario less its twin without it.

    Attributes:
        figure: upgrades (since 2016), value_added (of the last year), public_cost (net, since
            2016), or a target by name.
        target: whether it is a target, which may be called as an indicator is.
        unit: of the difference; a target's own.
        difference: over the pairs.
        chance: for a target, by how much the share of runs that reach it differs.
        cost: net public cost since 2016 per unit of the figure, 100m yuan; for a target per point,
            a point being one percent of its aim. None for the cost itself.
    """

    scenario: str
    instrument: str
    figure: str
    target: bool
    unit: str
    difference: Difference
    chance: float | None
    cost: Ratio | None


def without_instrument(scenario: Scenario, instrument: str) -> Scenario:
    """The same scenario with one instrument left out in all years."""
    kept = tuple(one for one in scenario.measures if one.name != instrument)
    doses = {name: own for name, own in scenario.resolved["instruments"].items()
             if name != instrument}  # fmt: skip
    return replace(scenario, measures=kept, resolved={**scenario.resolved, "instruments": doses})


def twin_effects(
    scenarios: Sequence[Scenario], sample: Sample, progress: Progress, **options: Any
) -> list[Effect]:
    """Run every scenario with and without each of its instruments on the same members.

    Args:
        scenarios: those with measures are looked at.
        sample: the members.
        progress: opened for each scenario.
        options: as for `run_ensembles`.

    Raises:
        InputError: every member failed.
    """
    rows: list[Effect] = []
    for scenario in scenarios:
        names = [one.name for one in scenario.measures]
        if not names:
            continue
        chosen = [scenario, *(without_instrument(scenario, name) for name in names)]
        with progress(len(sample.members) * len(chosen)) as tick:
            whole, *twins = run_ensembles(chosen, seeds=len(sample.members), sample=sample,
                                          progress=tick, **options)  # fmt: skip
        for name, twin in zip(names, twins, strict=True):
            rows.extend(effects(name, whole, twin))
    return rows


def effects(instrument: str, whole: Ensemble, twin: Ensemble) -> list[Effect]:
    """What an instrument adds, and at what cost.

    Args:
        instrument: its name.
        whole, twin: runs with and without it on the same members.
    """
    cost = _since_2016(whole, COST) - _since_2016(twin, COST)

    def effect(
        figure: str, unit: str, with_it: Array, without: Array, worth: float = 1.0,
        chance: float | None = None,
    ) -> Effect:  # fmt: skip
        price = None if figure == COST else ratio(cost, (with_it - without) * worth)
        return Effect(whole.scenario.name, instrument, figure, chance is not None, unit,
                      difference(with_it, without), chance, price)  # fmt: skip

    rows = [
        effect(name, INDICATOR[name].unit, of(whole, name), of(twin, name))
        for name, of in ((COST, _since_2016), (UPGRADES, _since_2016), (VALUE_ADDED, _last))
    ]
    for target in targets():
        pair = _reached_of(target, whole, twin) if target.group == PLAN else None
        if pair is not None and target.aim:
            with_it, without = pair
            chance = float(reached(with_it, target, whole.firms).mean()
                           - reached(without, target, twin.firms).mean())  # fmt: skip
            rows.append(effect(target.name, target.unit, with_it, without, point_worth(target),
                               chance))  # fmt: skip
    return rows


def point_worth(target: Target) -> float:
    """Points in one unit of a target: a point is one percent of its aim, in its direction."""
    assert target.aim is not None
    return 100.0 / abs(target.aim) * (1.0 if target.at_least else -1.0)


def _reached_of(target: Target, whole: Ensemble, twin: Ensemble) -> tuple[Array, Array] | None:
    with_it, without = outcomes(whole, target), outcomes(twin, target)
    return None if with_it is None or without is None else (with_it, without)


def _since_2016(ensemble: Ensemble, indicator: str) -> Array:
    later = [k for k, year in enumerate(ensemble.records[0].years) if year > FIRST_YEAR]
    return np.asarray(ensemble.values(indicator)[:, later].sum(axis=1))


def _last(ensemble: Ensemble, indicator: str) -> Array:
    return np.asarray(ensemble.values(indicator)[:, -1])
