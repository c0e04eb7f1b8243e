"""Experiments in the simulated past: scenarios in which some places, or rates, come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.base.errors import InputError, unknown
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.resources import toml
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.explore.causal.staggered import NEVER
from sim.explore.expected import DESIGN
from sim.explore.firm_years import FirmYears
from sim.park.atlas import places
from sim.policy.low_efficiency import LowEfficiency
from sim.policy.registry import instruments
from sim.policy.upgrade_subsidy import UpgradeSubsidy
from sim.scenario.load import Scenario
from sim.scenario.parts import BY_PLACE
from sim.scenario.schedule import ALWAYS, Schedule, Value
from sim.scenario.scheduled import Part, ScheduledInstrument

FILE = "causal_checks.toml"
VETO = "subsidy_veto"  # a subsidy for everyone knows no grades


@dataclass(frozen=True)
class Design:
    """What the experiments are, as `calibration/causal_checks.toml` says.

    Attributes:
        rules: instruments that come to places one after another.
        orders: instruments of the per-mu rules that only the whole city can have.
        doses_of: the year whose doses the rules have.
        cohorts: first years under the rules.
        last_year: of the panel.
        subsidy_points: rate of the experiment with subsidies.
        subsidy_first, subsidy_last: its years.
        order_year: in which orders to low-efficiency firms are counted.
    """

    rules: tuple[str, ...]
    orders: tuple[str, ...]
    doses_of: int
    cohorts: tuple[int, ...]
    last_year: int
    subsidy_points: float
    subsidy_first: int
    subsidy_last: int
    order_year: int

    @property
    def years(self) -> tuple[int, ...]:
        """Of the panel."""
        return tuple(range(FIRST_YEAR, self.last_year + 1))


def design() -> Design:
    """The design as written.

    Raises:
        InputError: a key is missing, an instrument does not exist, or years make no sense.
    """
    where, written = f"calibration/{FILE}: [{DESIGN}]", toml(FILE).get(DESIGN, {})
    fields = Design.__dataclass_fields__
    for key in written:
        if key not in fields:
            raise unknown("key", key, fields).within(f"{where}: ")
    for key in fields:
        if key not in written:
            raise InputError(f"{where}: give {key}", f"{where}：请给出 {key}")
    given: Any = {key: tuple(value) if isinstance(value, list) else value
                  for key, value in written.items()}  # fmt: skip
    found = Design(**given)
    for name in (*found.rules, *found.orders):
        if name not in instruments():
            raise unknown("instrument", name, instruments()).within(f"{where}: ")
    asked = (FIRST_YEAR + 1, *found.cohorts, found.last_year, LAST_YEAR)
    if list(asked) != sorted(asked) or len(set(found.cohorts)) != len(found.cohorts):
        raise InputError(
            f"{where}: cohorts must rise, from {FIRST_YEAR + 1} to last_year",
            f"{where}：cohorts 须递增，且在 {FIRST_YEAR + 1} 至 last_year 之间",
        )
    return found


def without(scenario: Scenario, names: Sequence[str]) -> Scenario:
    """A scenario with some instruments left out in all years."""
    kept = tuple(one for one in scenario.measures if one.name not in names)
    return replace(scenario, name=f"{scenario.name}-without", measures=kept)


def staggered(scenario: Scenario, plan: Design, start: Array) -> Scenario:
    """A scenario whose rules come to each place in a year of its own, and whose orders never come.

    The rules have the scenario's own doses of one year, from the start on.

    Args:
        start: first year by place, or `NEVER`.

    Raises:
        InputError: the scenario has none of these rules in that year.
    """
    own = {one.name: one for one in scenario.measures}
    doses = {name: own[name].doses(plan.doses_of) for name in plan.rules if name in own}
    if not any(doses.values()):
        rules = ", ".join(plan.rules)
        raise InputError(
            f"scenario {scenario.name}: none of {rules} is in force in {plan.doses_of}; take one "
            "that has them, such as baseline",
            f"情景 {scenario.name}：{plan.doses_of}年没有实施 {rules} 中的任何一项；请改用已实施的"
            "情景，例如 baseline",
        )
    known = instruments()
    placed = tuple(ScheduledInstrument(known[name], {}, _parts(values, start))
                   for name, values in doses.items() if values)  # fmt: skip
    bare = without(scenario, (*plan.rules, *plan.orders))
    return replace(bare, name=f"{scenario.name}-staggered", measures=(*bare.measures, *placed))


def _parts(doses: Mapping[str, Any], start: Array) -> tuple[Part, ...]:
    begins = [(place.name, int(begun)) for place, begun in zip(places(), start, strict=True)]
    return tuple(
        Part(dose, BY_PLACE, name, Schedule(((begun, value),)))
        for dose, value in doses.items() for name, begun in begins if begun != NEVER
    )  # fmt: skip


def with_subsidy(scenario: Scenario, rate: float, first: int, chosen: Array | None) -> Scenario:
    """A scenario in which all above-scale investment has a subsidy from a year on.

    No selection, cap or budget, and no grade left out: the price of equipment alone changes.

    Args:
        rate: of cost.
        first: year.
        chosen: True by place where the rate holds; None: everywhere.
    """
    bare = without(scenario, (UpgradeSubsidy.name, VETO))
    grades: Value = tuple(rate for _ in GRADES)
    always = {"selected": 1.0, "equipment": 1.0, "cap": NO_LIMIT, "budget": NO_LIMIT}
    schedules = {name: Schedule(((ALWAYS, value),)) for name, value in always.items()}
    step = Schedule(((first, grades),))
    if chosen is None:
        subsidy = ScheduledInstrument(UpgradeSubsidy, {**schedules, "rate": step})
    else:
        parts = tuple(Part("rate", BY_PLACE, place.name, step)
                      for place, here in zip(places(), chosen, strict=True) if here)  # fmt: skip
        subsidy = ScheduledInstrument(UpgradeSubsidy, schedules, parts)
    return replace(bare, name=f"{scenario.name}-subsidy", measures=(*bare.measures, subsidy))


def for_money_alone(scenario: Scenario) -> Scenario:
    """A scenario whose firms have no slack to find: grades reach them by what they cost alone."""
    changes = {**scenario.resolved["parameters"], "slack_start": 0.0}
    return replace(scenario, name=f"{scenario.name}-money",
                   resolved={**scenario.resolved, "parameters": changes})  # fmt: skip


def with_land_returned(scenario: Scenario) -> Scenario:
    """A scenario whose low-efficiency firms give back as much land as the dose allows."""
    most = Schedule(((ALWAYS, LowEfficiency.doses()["land_returned"].high),))
    measures = tuple(
        replace(one, schedules={**one.schedules, "land_returned": most})
        if one.name == LowEfficiency.name else one
        for one in scenario.measures
    )  # fmt: skip
    return replace(scenario, name=f"{scenario.name}-land", measures=measures)


# --- who is first ---------------------------------------------------------------------------------


def in_order(order: Array, cohorts: Sequence[int]) -> Array:
    """First years under the rules by place, along an order; the last group gets none.

    Sub-areas and township blocks, which hold many more firms each, are shared out apart.

    Args:
        order: places, the first to get the rules first.
        cohorts: first years.
    """
    outside = np.array([not place.is_park for place in places()])
    start = np.full(len(places()), NEVER)
    for kind in (outside, ~outside):
        ranked = [place for place in order if kind[place]]
        for k, group in enumerate(np.array_split(np.array(ranked, dtype=np.int64),
                                                 len(cohorts) + 1)):  # fmt: skip
            start[group] = cohorts[k] if k < len(cohorts) else NEVER
    return start


def by_lot(luck: np.random.Generator) -> Array:
    """Places in random order."""
    return luck.permutation(len(places()))


def leaders_first(panel: FirmYears) -> Array:
    """Places by value added per mu of 2015, the highest first: where reform is tried out."""
    place, weight = panel.of(FIRST_YEAR, "place"), panel.of(FIRST_YEAR, "weight")
    made, land = (np.bincount(place, weight * panel.of(FIRST_YEAR, name), len(places()))
                  for name in ("value_added", "land"))  # fmt: skip
    return np.argsort(-made / np.maximum(land, 1e-9), kind="stable")
