"""What runs come to: figures of targets, whether they are reached, costs, differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.state import Array
from sim.compare.targets import PLAN, Target, outcomes, reached, targets
from sim.explore.sensitivity.sample import Output
from sim.scenario.outcome import FIRST_PLAN_YEAR

COST = "public_cost"


@dataclass(frozen=True)
class _Years:
    years: list[int]


@dataclass(frozen=True)
class Series:
    """Runs of one scenario, as the audit of targets reads them.

    Attributes:
        years: recorded.
        names: indicators recorded.
        cube: shape: runs x years x indicators.
        firms: share of the smaller firms.
    """

    years: list[int]
    names: list[str]
    cube: Array
    firms: float

    @property
    def records(self) -> list[_Years]:
        """The years, where the audit looks for them."""
        return [_Years(self.years)]

    def values(self, indicator: str) -> Array:
        """An indicator of all runs and years."""
        found: Array = self.cube[:, :, self.names.index(indicator)]
        return found

    def has(self, target: Target) -> bool:
        """Whether the indicators that a target needs were kept."""
        name = target.indicator.removesuffix("_growth_rate")
        needed = {name} | ({"value_added", "real_value_added_index"}
                           if target.growth and not target.nominal else set())  # fmt: skip
        return FIRST_PLAN_YEAR - 1 in self.years and (
            name not in INDICATOR or needed <= set(self.names)
        )


def measured(series: Series, scenario: str) -> tuple[list[Output], Array]:
    """Outputs of a scenario's runs, and their values; shape: runs x outputs."""
    found: list[tuple[Output, Array]] = []
    for target in targets():
        if target.group != PLAN or target.aim is None or not series.has(target):
            continue
        values = outcomes(cast(Any, series), target)
        if values is None:
            continue
        met = np.where(np.isnan(values), np.nan, reached(values, target, series.firms))
        named = Output(target.name, "figure", scenario, "", target.zh, target.en, target.unit)
        found += [(named, values), (replace(named, kind="probability", unit="-"), met)]
    if COST in series.names and FIRST_PLAN_YEAR in series.years:
        first, item = series.years.index(FIRST_PLAN_YEAR), INDICATOR[COST]
        cost = Output(COST, "cost", scenario, "", item.zh, item.en, item.unit)
        found.append((cost, series.values(COST)[:, first:].sum(axis=1)))
    columns = [one for _, one in found]
    return [one for one, _ in found], np.column_stack(columns) if columns else np.empty((0, 0))


def with_differences(by_scenario: dict[str, tuple[list[Output], Array]]) -> tuple[
    tuple[Output, ...], Array
]:  # fmt: skip
    """Outputs of all scenarios, and of the others less the first, run by run.

    Returns:
        The outputs, and their values; shape: runs x outputs.
    """
    (base, (_, theirs)), *others = by_scenario.items()
    named = [one for own, _ in by_scenario.values() for one in own]
    values = [found for _, found in by_scenario.values()]
    for _, (own, mine) in others:
        named += [replace(one, against=base) for one in own]
        values.append(mine - theirs)
    return tuple(named), np.hstack(values)
