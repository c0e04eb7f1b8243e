"""Directions of the land and entry instruments: one year's choices on common draws."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from helpers import defaults, scheduled, twin
from test_directions import check_rising

from sim.base.levers import GRADES, NO_LIMIT
from sim.base.state import State
from sim.city.entry import welcome_entrants
from sim.city.surroundings import set_admission, set_gateways, set_levers
from sim.city.year import pay_crossing_awards
from sim.firm.books import keep_books
from sim.firm.expansion import carry_out_investment, decide_expansion
from sim.firm.founding import RECRUITED
from sim.park.atlas import places
from sim.park.land import share_out_land, supply_land
from sim.park.rating import rated_supply
from sim.policy.registry import instruments
from sim.scenario.load import Scenario

WORST = GRADES.index("D")


def _decided(eve: State, change: Callable[[State], Any]) -> State:
    """A twin in which something is changed and expansion decided anew."""
    state = twin(eve)
    change(state)
    decide_expansion.run(state)
    return state


def _short_of_floors(state: State) -> None:
    """Everybody does well, plans to expand and has no spare floors."""
    state.firms["profit"] = np.abs(state.firms["profit"]) * 3.0
    state.firms["debt"] = 0.0
    state.sectors["land_density"] *= 0.3
    state.scalars["expansion_chance"] = 1.0


# --- prices, tenure and small projects -----------------------------------------------------------


def test_land_dearer_for_a_grade_lowers_what_that_grade_buys_and_no_other(eve: State) -> None:
    worst = eve.firms["grade"] == WORST

    def at(factor: float) -> np.ndarray:
        def change(state: State) -> None:
            _short_of_floors(state)  # as they are, hardly any firm of grade D would buy
            state.grades["land_access"] = np.ones(4)
            state.grades["land_price_factor"] = np.array([1.0, 1.0, 1.0, factor])

        return _decided(eve, change).firms["land_wanted"].copy()

    found = [at(factor) for factor in (0.5, 1.0, 2.0, 5.0)]
    check_rising(found, may_rise=False)
    assert all(np.array_equal(found[0][~worst], other[~worst]) for other in found)


def test_more_firms_that_lease_first_never_own_more_of_what_they_want(eve: State) -> None:
    def at(bound: float) -> np.ndarray:
        state = _decided(eve, lambda state: state.scalars.update(lease_first_below=bound))
        return state.firms["land_leased_wanted"].copy()

    check_rising([at(bound) for bound in (0.0, 1e4, 1e5, NO_LIMIT)])


@pytest.mark.parametrize(
    ("lever", "steps"),
    [("small_project_land", (0.0, 5.0, 20.0, 100.0)),
     ("small_project_investment", (0.0, 1e3, 5e3, 1e6))],
)  # fmt: skip
def test_no_plots_for_small_projects_means_less_land_for_firms_and_entrants(
    eve: State, lever: str, steps: tuple[float, ...]
) -> None:
    def entrants(bound: float) -> np.ndarray:
        state = twin(eve)
        state.scalars[lever] = bound
        before = welcome_entrants(state)
        small = state.firms["origin"][before:] < 3
        leased, wanted = (state.firms[name][before:][small]
                          for name in ("land_leased_wanted", "land_wanted"))  # fmt: skip
        assert (leased == wanted).all() and (leased > 0.0).any()
        return state.firms["land_wanted"][before:].copy()

    def incumbents(bound: float) -> np.ndarray:
        return _decided(eve, lambda s: s.scalars.update({lever: bound})).firms["land_wanted"].copy()

    check_rising([entrants(bound) for bound in steps], may_rise=False)
    check_rising([incumbents(bound) for bound in steps], may_rise=False)


def test_shared_floors_save_land_by_their_storeys(eve: State) -> None:
    def at(share: float, ratio: float) -> tuple[np.ndarray, np.ndarray]:
        state = twin(eve)
        state.scalars.update(small_park_entry=share, small_park_floor_ratio=ratio)
        before = welcome_entrants(state)
        firms = state.firms
        floors = firms["land_wanted"][before:] * firms["floor_ratio"][before:]
        return firms["land_wanted"][before:].copy(), floors.copy()

    steps = [at(0.0, 0.0), at(0.5, 0.0), at(1.0, 0.0), at(1.0, 4.0)]
    check_rising([land for land, _ in steps], may_rise=False)
    for _, floors in steps:
        assert np.allclose(floors, steps[0][1])


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_only_entrants_with_a_plot_of_their_own_are_held_to_the_bar(
    eve: State, share: float
) -> None:
    def applied(bar: float) -> tuple[np.ndarray, ...]:
        state = twin(eve)
        state.scalars.update(small_park_entry=share, small_park_floor_ratio=4.0,
                             standard_land_investment=bar)  # fmt: skip
        before = welcome_entrants(state)
        firms = state.firms
        return tuple(firms[name][before:].copy()
                     for name in ("land_wanted", "capital", "floor_ratio"))  # fmt: skip

    plots, capital, ratio = applied(0.0)
    asks, shares_floors = plots > 0.0, ratio == 4.0
    assert shares_floors.any() == (share > 0.0)
    per_mu = np.divide(capital, plots, out=np.zeros_like(plots), where=asks)
    bar = float(np.median(per_mu[asks]))
    found, _, _ = applied(bar)
    assert np.array_equal(found > 0.0, asks & (shares_floors | (per_mu >= bar)))
    assert np.array_equal(found[found > 0.0], plots[found > 0.0])


def test_higher_floors_are_built_only_where_the_rule_is_looser(eve: State) -> None:
    busiest = np.bincount(eve.firms["place"]).argmax()

    def at(factor: float) -> np.ndarray:
        def change(state: State) -> None:
            _short_of_floors(state)
            state.firms["floor_ratio"] = 2.4  # near the limit of 2.5
            state.sectors["land_density"] *= 0.03
            state.place_levers["floor_limit_factor"][busiest] = factor

        state = _decided(eve, change)
        carry_out_investment.run(state)
        return state.firms["floor_built"].copy()

    found = [at(factor) for factor in (1.0, 1.5, 3.0)]
    check_rising(found)
    elsewhere = eve.firms["place"] != busiest
    assert np.array_equal(found[0][elsewhere], found[-1][elsewhere])


def test_who_gets_no_plot_builds_upwards_as_far_as_the_rule_lets(eve: State) -> None:
    def built(served: float, limit: float = 1e6) -> np.ndarray:
        def change(state: State) -> None:
            _short_of_floors(state)
            state.scalars["upward_cost"] = 1e9  # no one prefers it to a plot

        state = _decided(eve, change)
        state.firms["land_granted"] = served * state.firms["land_wanted"]
        wanted = state.firms["land_wanted"] > 0.0
        assert wanted.any()
        state.place_levers["floor_limit_factor"][:] = limit
        carry_out_investment.run(state)
        return state.firms["floor_built"][wanted].copy()

    steps = [built(served) for served in (0.0, 0.5, 0.9)]
    check_rising(steps, may_rise=False)
    assert (steps[0] > 0.0).all()
    assert (built(0.0, limit=0.0) == 0.0).all()


# --- charges below scale, ratings of parks, queues ------------------------------------------------


def test_charges_below_scale_rise_with_their_part_and_stay_above_it(eve: State) -> None:
    small = eve.firms["above_scale"] == 0

    def at(part: float) -> np.ndarray:
        state = twin(eve)
        state.scalars["below_scale_charges"] = part
        keep_books.run(state)
        return state.firms["electricity_charge"].copy()

    found = [at(part) for part in (0.0, 0.5, 1.0, 3.0)]
    check_rising(found)
    assert found[0][small].max() == 0.0
    assert np.array_equal(found[0][~small], found[-1][~small]) and found[0][~small].max() > 0.0


def test_rated_supply_keeps_its_total_and_goes_to_places_that_pay(eve: State) -> None:
    state = twin(eve)
    plain = rated_supply(state).copy()
    state.scalars["park_rating_weight"] = 1.0
    rated, rating = rated_supply(state), state.places["tax_rating"]
    assert rated.sum() == pytest.approx(plain.sum()) and not np.allclose(rated, plain)
    per_plain = (rated / plain)[np.argsort(rating)]
    assert all(after >= before - 1e-12 for before, after in pairwise(per_plain))


def test_major_projects_stand_first_in_the_land_queue(eve: State) -> None:
    state = twin(eve)
    decide_expansion.run(state)
    state.firms["moves"] = 0
    major = (state.firms["capital_wanted"] >= 1e4) & (state.firms["land_wanted"] > 0.0)
    wanted = np.bincount(state.firms["place"][major],
                         (state.firms["land_wanted"] * state.firms["weight"])[major],
                         len(state.places))  # fmt: skip
    state.places["free_land"] = wanted  # enough for the major ones alone

    def served(least: float) -> np.ndarray:
        other = twin(state)
        other.scalars["major_project_investment"] = least
        share_out_land(other)
        return (other.firms["land_granted"] > 0.0)[major]

    with_rule, without = served(1e4), served(NO_LIMIT)
    assert with_rule.sum() > without.sum()
    # The last one of a place may miss by a rounding.
    missed = np.bincount(state.firms["place"][major][~with_rule], minlength=len(state.places))
    assert missed.max() <= 1


# --- which sectors a park admits (P17), and who needs a plot --------------------------------------


def test_sectors_that_a_park_refuses_go_elsewhere_in_the_district(eve: State) -> None:
    def entrants(strict: float) -> State:
        state = twin(eve)
        state.scalars["leading_sectors_only"] = strict
        set_admission(state)
        set_gateways(state)
        before = welcome_entrants(state)
        state.firms.keep(np.arange(len(state.firms)) >= before)
        return state

    free, strict = entrants(0.0), entrants(1.0)
    place, kinds = strict.firms["place"], strict.sectors.rows
    admits = strict.place_sectors["admits"]
    refused = admits[free.firms["place"] * kinds + free.firms["sector"]] == 0
    assert refused.any() and np.array_equal(place[~refused], free.firms["place"][~refused])
    assert (admits[place * kinds + strict.firms["sector"]] == 1).all()
    district = strict.places["district"]
    assert np.array_equal(district[place], district[free.firms["place"]])
    assert (strict.firms["land_wanted"][refused] > 0.0).any()


def test_who_rents_floors_promises_nothing_for_a_plot(eve: State) -> None:
    def wanted(bar: float, smallest: float) -> np.ndarray:
        state = twin(eve)
        state.scalars |= {"standard_land_tax": bar, "small_project_land": smallest}
        before = welcome_entrants(state)
        return state.firms["land_wanted"][before:].copy()

    assert (wanted(1e6, 0.0) == 0.0).all()
    floors = wanted(0.0, 1e6)
    assert (floors > 0.0).all() and np.array_equal(wanted(1e6, 1e6), floors)


def test_no_park_has_more_leading_sectors_than_the_plan_allows(baseline: Scenario) -> None:
    """Plan 5.7(2): two in the sub-areas of parks; the rule is `leading_sectors_only`."""
    for place in places():
        assert len(place.leading_sectors) <= (2 if place.is_park else 3), place.name
    kind = instruments()["standard_land"]
    assert "leading_sectors_only" in kind.doses() and "P17" in kind.evidence
    assert scheduled(kind, defaults(kind)).name == "standard_land"


# --- awards ---------------------------------------------------------------------------------------


def test_an_award_moves_small_firms_near_the_line_and_nobody_else(eve: State) -> None:
    firms, line = eve.firms, eve.scalars["line_real"]
    within = firms["revenue"] * (1.0 + eve.scalars["expansion_limit"]) >= line
    near = (firms["above_scale"] == 0) & (firms["revenue"] < line) & within

    def at(award: float) -> np.ndarray:
        state = _decided(eve, lambda state: state.scalars.update(crossing_award=award))
        return state.firms["capital_wanted"].copy()

    found = [at(award) for award in (0.0, 10.0, 100.0, 1e4)]
    check_rising(found)
    assert np.array_equal(found[0][~near], found[-1][~near])


def test_a_shorter_wait_brings_projects_forward_once(eve: State, baseline: Scenario) -> None:
    kind = instruments()["approval_times"]

    def at(days: float) -> tuple[np.ndarray, int, State]:
        state = twin(eve)
        set_levers(state, [*baseline.measures, scheduled(kind, {"days": days})])
        decide_expansion.run(state)
        wanted = (state.firms["capital_wanted"] > 0.0).astype(int)
        before = welcome_entrants(state)
        return wanted, len(state.firms) - before, state

    found = [at(days) for days in (200.0, 100.0, 80.0, 20.0)]
    check_rising([wanted for wanted, _, _ in found])
    numbers = [entrants for _, entrants, _ in found]
    assert numbers == sorted(numbers) and numbers[0] < numbers[-1]
    last = found[-1][2]
    assert last.scalars["pulled_forward"] == pytest.approx(1.0 + 80.0 / 365.0)
    set_levers(last, [scheduled(kind, {"days": 20.0})])
    assert last.scalars["pulled_forward"] == 1.0


def test_an_award_is_paid_once_to_firms_that_grew_here(eve: State) -> None:
    state = twin(eve)
    firms = state.firms
    firms["registered"] = firms["above_scale"] * (np.arange(len(firms)) % 2)
    firms["origin"][: len(firms) // 3] = RECRUITED
    firms["awarded"] = 0
    state.scalars["crossing_award"] = 10.0
    grown = firms["registered"] * (firms["origin"] < RECRUITED)
    assert 0 < grown.sum() < firms["registered"].sum()
    pay_crossing_awards(state)
    assert np.array_equal(firms["award_paid"], 10.0 * grown)
    pay_crossing_awards(state)
    assert firms["award_paid"].max() == 0.0


def test_who_was_above_scale_before_the_award_is_never_new(eve: State) -> None:
    state = twin(eve)
    firms = state.firms
    firms["awarded"] = 0
    state.scalars["crossing_award"] = 0.0
    pay_crossing_awards(state)
    state.scalars["crossing_award"] = 10.0
    firms["registered"] = firms["above_scale"]
    assert firms["registered"].any()
    pay_crossing_awards(state)
    assert firms["award_paid"].max() == 0.0


def test_land_held_for_nobody_is_free_again(eve: State) -> None:
    state = twin(eve)
    state.places["held_land"][:] = 5.0
    state.scalars["replacement_projects"] = 3.0
    supply_land(state)
    assert (state.places["held_land"] == 5.0).all()
    other = twin(state)
    other.scalars["replacement_projects"] = 0.0
    supply_land(state)
    supply_land(other)
    assert (other.places["held_land"] == 0.0).all()
    assert other.places["free_land"].sum() > state.places["free_land"].sum()
