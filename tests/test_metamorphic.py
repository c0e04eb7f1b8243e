"""Changes of the city that must not change what happens in it: its money, its order, its borders.

Money counted in another unit is the same money; firms in another order are the same firms; a place
cut in two where nothing depends on the place is the same place. What each firm does is compared,
not sums alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from helpers import digest, random_policy, twin, years
from mutation.units import power_of, unit_of

from sim.base.indicators import INDICATOR
from sim.base.levers import LEVER, LeverBoard
from sim.base.maths import logarithm
from sim.base.parameters import parameters as declared
from sim.base.state import Columns, State
from sim.base.variables import FIRM
from sim.city.run import run_city
from sim.park.atlas import places
from sim.scenario.load import Scenario, load_scenario

FACTOR = 4.0  # a power of two: only logarithms and sums round otherwise than before
CLOSE = 1e-9
LAST_YEAR = 2019
# Counted from fixed sums of yuan (1 bn, 10 bn), so not in any unit but their own.
FIXED_IN_YUAN = {"firms_over_1bn", "firms_over_10bn"}


# --- money ----------------------------------------------------------------------------------------


class OtherMoney:
    """Measures whose levers are stated in another unit of money."""

    name = "other_money"

    def __init__(self, measures: Iterable[Any], factor: float):
        self.measures, self.factor = list(measures), factor
        self.ledger = tuple(entry for one in self.measures for entry in one.ledger)

    def apply(self, board: LeverBoard, year: int) -> None:
        for one in self.measures:
            one.apply(board, year)
        for name, lever in LEVER.items():
            factor = self.factor ** power_of(lever.unit, "yuan")
            values = board.values(name)
            values *= factor
            if name in board.local:
                board.local[name] *= factor


def _scale(columns: Columns, factor: float) -> None:
    for name in columns:
        power = power_of(unit_of(name), "yuan")
        if power:
            columns[name] = columns[name] * factor**power


def in_other_money(city: State, factor: float) -> tuple[State, dict[str, float]]:
    """The same city and its parameters with all money times `factor`."""
    state = twin(city)
    for columns in (state.firms, state.places, state.sectors, state.place_sectors, state.rungs):
        _scale(columns, factor)
    parameters = {name: float(city.scalars[name]) * factor ** power_of(card.unit, "yuan")
                  for name, card in declared().items()}  # fmt: skip
    state.scalars.update(parameters)
    state.scalars["line_real"] = city.scalars["line_real"] * factor
    # What money a firm makes of its money: the elasticity of capital takes its part of the change.
    shift = (1.0 - parameters["capital_elasticity"]) * logarithm(factor)
    state.firms["productivity"] = state.firms["productivity"] + shift
    return state, parameters


def _record(city: State, measures: Any, parameters: dict[str, float], seed: int) -> Any:
    return run_city(city, [measures], parameters=parameters, seed=seed, last_year=LAST_YEAR)


@pytest.mark.parametrize("policy", ["baseline", "full_plan", "random"])
def test_money_in_another_unit_is_the_same_money(tiny: State, policy: str) -> None:
    measures = (random_policy(np.random.default_rng(7)) if policy == "random"
                else load_scenario(policy).measures)  # fmt: skip
    plain = {name: float(tiny.scalars[name]) for name in declared()}
    before = _record(tiny, OtherMoney(measures, 1.0), plain, 5)
    other, parameters = in_other_money(tiny, FACTOR)
    after = _record(other, OtherMoney(measures, FACTOR), parameters, 5)
    for year, one, two in zip(before.years, before.indicators, after.indicators, strict=True):
        for name in set(one) - FIXED_IN_YUAN:
            power = power_of(INDICATOR[name].unit, "yuan")
            assert two[name] == pytest.approx(one[name] * FACTOR**power, rel=CLOSE, abs=1e-6), (
                year, name)  # fmt: skip
    assert len(before.ledger) == len(after.ledger) > 0
    for row, same in zip(before.ledger, after.ledger, strict=True):
        assert (row.year, row.item, row.firms) == (same.year, same.item, same.firms)
        assert same.amount == pytest.approx(row.amount * FACTOR, rel=CLOSE, abs=1e-2)


def test_a_sum_that_stays_in_the_old_money_is_noticed(tiny: State) -> None:
    """The test above can fail: one bound left in the old unit changes who does what."""
    measures = load_scenario("baseline").measures
    plain = {name: float(tiny.scalars[name]) for name in declared()}
    before = _record(tiny, OtherMoney(measures, 1.0), plain, 5)
    other, parameters = in_other_money(tiny, FACTOR)
    parameters["line_nominal"] = plain["line_nominal"]
    after = _record(other, OtherMoney(measures, FACTOR), parameters, 5)
    assert after.indicators[-1]["upgrades"] != before.indicators[-1]["upgrades"]


# --- order ----------------------------------------------------------------------------------------


def test_the_order_of_the_firms_changes_no_byte_of_a_record(
    tiny: State, parameters: dict[str, float], luck: np.random.Generator
) -> None:
    mixed, order = twin(tiny), luck.permutation(len(tiny.firms))
    for name in mixed.firms:
        mixed.firms[name] = tiny.firms[name][order]
    measures = random_policy(np.random.default_rng(11))
    found = [run_city(one, measures, parameters=parameters, seed=3, last_year=LAST_YEAR)
             for one in (tiny, mixed)]  # fmt: skip
    assert digest(found[0]) == digest(found[1])
    assert found[0].ledger == found[1].ledger


# --- borders --------------------------------------------------------------------------------------

# A place matters to its firms by these alone; without them it is a name.
NO_BORDERS = {
    "peer_slope": 0.0, "agglomeration_elasticity": 0.0, "land_scarcity_slope": 0.0,
    "births_per_year": 0.0, "crossings_per_year": 0.0, "recruited_per_year": 0.0,
}  # fmt: skip
AMPLE = 1e6  # mu of free land in each place: nobody queues
LAND = ("land_stock", "other_land", "modelled_land", "reserved_land", "held_land")


def _halves(city: State) -> tuple[int, int]:
    """Two parks of one district with most firms."""
    counts = np.bincount(city.firms["place"], minlength=len(city.places))
    ranked = sorted(np.flatnonzero(city.places["in_park"]), key=lambda row: -counts[row])
    for first in ranked:
        for second in ranked:
            if first != second and places()[first].district == places()[second].district:
                return int(first), int(second)
    raise AssertionError("no district has two parks")


def _apart(city: State) -> tuple[State, int, int]:
    """A city with two parks of one district side by side, land at one price and ample."""
    state = twin(city)
    first, second = _halves(city)
    for name in ("floor_price", "land_price"):  # one price: movers go to another park, if roomier
        state.places[name] = state.places[name][first]
    state.places["free_land"] = AMPLE
    state.places["land_stock"] = sum(state.places[name] for name in ("free_land", *LAND[1:]))
    return state, first, second


def _joined(city: State, first: int, second: int) -> State:
    """The same with no border between the two: all firms and all land in one."""
    state = twin(city)
    firms = state.firms["place"]
    firms[firms == second] = first
    for name in (*LAND, "free_land"):
        state.places[name][first] += state.places[name][second]
        state.places[name][second] = 0.0
    return state


def _by_key(state: State) -> dict[str, np.ndarray]:
    order = np.argsort(state.firms["key"])
    return {name: state.firms[name][order].copy() for name in state.firms}


def _carried_on(city: State, baseline: Scenario, changes: dict[str, float]) -> list[Any]:
    parameters = baseline.parameters | {name: float(city.scalars[name]) for name in declared()}
    return [_by_key(year.state) for year in
            years(city, baseline.measures, parameters | changes, 9, LAST_YEAR)]  # fmt: skip


def test_a_place_cut_in_two_is_the_same_place_where_borders_mean_nothing(
    city: State, baseline: Scenario
) -> None:
    apart, first, second = _apart(city)
    joined = _joined(apart, first, second)
    assert (apart.firms["place"] == second).sum() > 10
    cut, whole = (_carried_on(one, baseline, NO_BORDERS) for one in (apart, joined))
    assert len(cut[-1]["key"]) < len(cut[0]["key"])  # something happened
    for one, two in zip(cut, whole, strict=True):
        for name in set(FIRM) - {"place", "destination"}:
            assert np.array_equal(one[name], two[name]), name
        moved = (one["place"] != second) | np.isin(two["place"], [first])
        assert moved.all()


def test_the_border_is_felt_where_neighbours_count(city: State, baseline: Scenario) -> None:
    """The test above can fail: with peers and agglomeration the same cut changes what firms do."""
    apart, first, second = _apart(city)
    joined = _joined(apart, first, second)
    felt = {name: value for name, value in NO_BORDERS.items() if name.endswith("per_year")}
    cut, whole = (_carried_on(one, baseline, felt) for one in (apart, joined))
    assert len(cut[-1]["key"]) != len(whole[-1]["key"]) or not np.array_equal(
        cut[-1]["productivity"], whole[-1]["productivity"]
    )
