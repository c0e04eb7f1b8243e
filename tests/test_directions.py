"""The direction of one year's choices, on common draws, with state and prices held.

A state is copied, one thing is changed, the decisions are taken again. What feedbacks and
budgets do to the sign afterwards is reported elsewhere and asserted nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from helpers import defaults, scheduled, twin
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.levers import GRADES, LEVERS, NO_LIMIT
from sim.base.parameters import parameters as declared_parameters
from sim.base.rules import RULES
from sim.base.state import State
from sim.city.orders import order_clearing, order_treatment, tax_density
from sim.city.settlement import withdraw_or_redirect
from sim.city.sharing import share_out_subsidies
from sim.city.surroundings import (
    set_admission,
    set_gateways,
    set_levers,
)
from sim.firm.books import keep_books
from sim.firm.expansion import carry_out_investment, decide_expansion
from sim.firm.leaving import CLEARED, MARKET, decide_exit, decide_move
from sim.firm.upgrade import (
    carry_out_upgrade,
    connect_machines,
    decide_upgrade,
    receive_diagnosis,
)
from sim.policy.registry import instruments
from sim.scenario.load import load_scenario

STEPS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3)


def _upgraded(eve: State, change: Callable[[State], None]) -> np.ndarray:
    """Who upgrades this year once something is changed; shape: firms."""
    state = twin(eve)
    change(state)
    decide_upgrade.run(state)
    share_out_subsidies(state)
    carry_out_upgrade.run(state)
    return state.firms["upgraded"].copy()


def check_rising(found: Sequence[np.ndarray], may_rise: bool = True) -> None:
    """Nobody's answer falls from one step to the next (or rises, if `may_rise` is False), and
    at the last step somebody's differs from the first."""
    for before, after in pairwise(found):
        assert ((after >= before) if may_rise else (after <= before)).all()
    assert (found[0] != found[-1]).any(), "the change moved nobody: the test shows nothing"


# --- upgrading ----------------------------------------------------------------------------------


def _unbounded(state: State) -> None:
    state.scalars.update(subsidy_budget=NO_LIMIT, subsidy_selected=1.0)


def test_a_higher_subsidy_rate_never_means_fewer_upgrades(eve: State) -> None:
    def at(rate: float) -> np.ndarray:
        def change(state: State) -> None:
            _unbounded(state)
            state.grades["subsidy_rate"] = np.full(4, rate)

        return _upgraded(eve, change)

    check_rising([at(rate) for rate in STEPS])


def test_a_higher_subsidy_cap_never_means_fewer_upgrades(eve: State) -> None:
    def at(cap: float) -> np.ndarray:
        def change(state: State) -> None:
            _unbounded(state)
            state.grades["subsidy_rate"] = np.full(4, 0.3)
            state.scalars["subsidy_cap"] = cap

        return _upgraded(eve, change)

    check_rising([at(cap) for cap in (0.0, 10.0, 100.0, 1e3, NO_LIMIT)])


def test_more_projects_selected_never_mean_fewer_upgrades(eve: State) -> None:
    def at(share: float) -> np.ndarray:
        def change(state: State) -> None:
            _unbounded(state)
            state.grades["subsidy_rate"] = np.full(4, 0.3)
            state.scalars["subsidy_selected"] = share

        return _upgraded(eve, change)

    check_rising([at(share) for share in (0.0, 0.3, 0.7, 1.0)])


def test_dearer_power_for_worse_grades_never_means_fewer_upgrades(eve: State) -> None:
    def at(surcharge: float) -> np.ndarray:
        def change(state: State) -> None:
            _unbounded(state)  # with a budget, more applicants may push somebody out of the queue
            state.grades["electricity_surcharge"] = surcharge * np.arange(4.0)

        return _upgraded(eve, change)

    check_rising([at(surcharge) for surcharge in (0.0, 0.1, 0.5, 5.0)])


def test_a_dearer_project_never_means_more_upgrades(eve: State) -> None:
    def at(factor: float) -> np.ndarray:
        def change(state: State) -> None:
            state.grades["subsidy_rate"] = np.zeros(4)
            state.rungs["rung_cost"] = eve.rungs["rung_cost"] * factor

        return _upgraded(eve, change)

    check_rising([at(factor) for factor in (0.5, 1.0, 1.5, 3.0)], may_rise=False)


@pytest.mark.parametrize("column", ["hurdle", "peers", "diagnosed", "technology_gap"])
def test_what_favours_a_project_never_means_fewer_upgrades(eve: State, column: str) -> None:
    def at(share: float) -> np.ndarray:
        def change(state: State) -> None:
            state.grades["subsidy_rate"] = np.zeros(4)
            if column == "peers":
                state.place_sectors["peers"] = share
                state.places["place_peers"] = share
            elif column == "hurdle":
                state.firms["hurdle"] = eve.firms["hurdle"] * (0.3 + 3.0 * share)
            else:
                state.firms[column] = share

        return _upgraded(eve, change)

    check_rising([at(share) for share in (0.0, 1.0)])


def test_a_diagnosis_and_peers_never_keep_machines_off_the_network(eve: State) -> None:
    def at(share: float) -> np.ndarray:
        state = twin(eve)
        state.firms["diagnosed"] = share
        state.place_sectors["peers"] = share
        connect_machines.run(state)
        return state.firms["networked"].copy()

    check_rising([at(share) for share in (0.0, 1.0)])


def test_more_diagnoses_offered_never_mean_fewer_firms_diagnosed(eve: State) -> None:
    def at(coverage: float) -> np.ndarray:
        state = twin(eve)
        state.firms["diagnosed"] = 0
        state.scalars["diagnosis_coverage"] = coverage
        receive_diagnosis.run(state)
        return state.firms["diagnosed"].copy()

    check_rising([at(coverage) for coverage in (0.0, 0.2, 0.6, 1.0)])


# --- land ---------------------------------------------------------------------------------------


def _wanted(eve: State, change: Callable[[State], None], move: bool = True) -> np.ndarray:
    """Land each firm asks for once something is changed; shape: firms."""
    state = twin(eve)
    change(state)
    decide_expansion.run(state)
    if move:
        decide_move.run(state)
    else:
        state.firms["moves"] = 0
    withdraw_or_redirect.run(state)
    return state.firms["land_wanted"].copy()


FACTORS = (0.2, 0.5, 0.8, 1.0, 1.2, 2.0, 5.0, 20.0)


@pytest.mark.parametrize("move", [False, True])
def test_dearer_land_everywhere_never_means_more_land_wanted(eve: State, move: bool) -> None:
    def at(factor: float) -> np.ndarray:
        def change(state: State) -> None:
            state.places["land_price"] = eve.places["land_price"] * factor
            gateway_price = eve.place_sectors["park_land_price"]
            state.place_sectors["park_land_price"] = gateway_price * factor

        return _wanted(eve, change, move)

    check_rising([at(factor) for factor in FACTORS], may_rise=False)


def test_dearer_land_in_one_place_never_means_more_land_wanted_there(eve: State) -> None:
    busiest = np.bincount(eve.firms["place"]).argmax()

    def at(factor: float) -> np.ndarray:
        def change(state: State) -> None:
            state.places["land_price"][busiest] *= factor

        return _wanted(eve, change, move=False)

    check_rising([at(factor) for factor in FACTORS], may_rise=False)


@pytest.mark.parametrize("bar", ["standard_land_tax", "standard_land_investment"])
def test_a_higher_bar_never_means_more_land_wanted(eve: State, bar: str) -> None:
    def at(height: float) -> np.ndarray:
        return _wanted(eve, lambda state: state.scalars.update({bar: height}), move=False)

    check_rising([at(height) for height in (0.0, 5.0, 50.0, 1000.0)], may_rise=False)


def test_a_grade_without_access_wants_no_more_land(eve: State) -> None:
    def at(access: float) -> np.ndarray:
        def change(state: State) -> None:
            state.grades["land_access"] = np.full(4, access)

        return _wanted(eve, change, move=False)

    check_rising([at(0.0), at(1.0)])


# --- clearing and treatment ---------------------------------------------------------------------


def _low_left(eve: State, quota: float) -> float:
    """Firms still under the threshold once the orders are given."""
    state = twin(eve)
    state.firms["leaves"] = 0
    state.scalars.update(clearing_quota=quota, clearing_threshold=4.0)
    order_clearing(state)
    low = tax_density(state) < 4.0 * state.scalars["price_level"]
    left = low & (state.firms["leaves"] == 0)
    assert low.any()
    assert not ((state.firms["leaves"] == CLEARED) & ~low).any()
    return float(state.firms["weight"][left].sum())


def test_a_higher_clearing_quota_never_leaves_more_firms_under_the_threshold(eve: State) -> None:
    found = [_low_left(eve, quota) for quota in (0, 1, 5, 20, 21, 50, 77, 100, 500, 5000)]
    assert all(after <= before + 1e-9 for before, after in pairwise(found))
    assert found[-1] < found[0]


def test_a_higher_clearing_threshold_never_clears_fewer_firms(eve: State) -> None:
    def at(threshold: float) -> np.ndarray:
        state = twin(eve)
        state.firms["leaves"] = 0
        state.scalars.update(clearing_quota=1e9, clearing_threshold=threshold)
        order_clearing(state)
        return state.firms["leaves"].copy()

    check_rising([at(threshold) for threshold in (0.0, 1.0, 3.0, 10.0)])


def test_a_higher_treatment_quota_never_treats_fewer_firms(eve: State) -> None:
    def at(quota: float) -> float:
        state = twin(eve)
        state.firms["leaves"] = 0
        state.scalars["treatment_quota"] = quota
        order_treatment(state)
        assert (state.firms["grade"][state.firms["treated"] == 1] == 3).all()
        return float((state.firms["treated"] * state.firms["weight"]).sum())

    found = [at(quota) for quota in (0, 10, 50, 249, 500, 3000)]
    assert all(after >= before - 1e-9 for before, after in pairwise(found))
    assert found[-1] > found[0]


# --- grades -------------------------------------------------------------------------------------


def _scenarios() -> list[str]:
    from sim.scenario.load import scenario_names

    return scenario_names()


@pytest.mark.parametrize("name", _scenarios())
def test_a_worse_grade_never_has_a_better_offer(eve: State, name: str) -> None:
    """Subsidy offered, charges, reliefs, land priority and access, grade by grade."""
    scenario, offers = load_scenario(name), {}
    for year in range(2016, 2026):
        state = twin(eve)
        state.year = year
        set_levers(state, scenario.measures)
        for grade in range(len(GRADES)):
            offers[grade] = _offer(state, grade)
        for grade in range(len(GRADES) - 1):
            for what, better in offers[grade].items():
                worse = offers[grade + 1][what]
                assert (worse <= better + 1e-9).all(), (what, year, GRADES[grade + 1])


def _offer(eve: State, grade: int) -> dict[str, np.ndarray]:
    """What the city offers each firm if it had this grade: more is better."""
    state = twin(eve)
    state.firms["grade"] = grade
    subsidy = RULES["U2"].function
    decide_upgrade.run(state)
    keep_books.run(state)
    offered = [
        subsidy(cost, state.grades["subsidy_rate"][grade], state.scalars["subsidy_cap"],
                state.grades["subsidy_eligible"][grade])
        for cost in state.firms["upgrade_cost"].tolist()
    ]  # fmt: skip
    firms = state.firms
    return {
        "subsidy": np.array(offered),
        "electricity": -firms["electricity_charge"],
        "water": -firms["water_charge"],
        "relief": firms["land_tax_relief_received"].copy(),
        "priority": np.array([-state.grades["land_priority"][grade]]),
        "access": np.array([state.grades["land_access"][grade]]),
        "land_price": np.array([-state.grades["land_price_factor"][grade]]),
    }


def test_the_offers_cover_every_lever_that_varies_over_grades(eve: State) -> None:
    """A new lever by grade must move an offer, or this file must learn of it."""
    blind = []
    for lever in (lever for lever in LEVERS if lever.over == "grade"):
        plain, changed = twin(eve), twin(eve)
        for state, value in ((plain, 0.0), (changed, 0.25)):
            state.grades["subsidy_rate"] = np.full(4, 0.1)
            state.grades["subsidy_eligible"] = np.ones(4)
            state.grades[lever.name] = np.full(4, value)
        before, after = _offer(plain, 1), _offer(changed, 1)
        if all(np.array_equal(before[what], after[what]) for what in before):
            blind.append(lever.name)
    assert blind == []


# --- leaving ------------------------------------------------------------------------------------


def test_better_and_larger_firms_never_leave_the_market_instead(eve: State) -> None:
    def at(column: str, factor: float) -> np.ndarray:
        state = twin(eve)
        state.scalars["exit_intercept"] += 3.0  # a bad year, so that many are on the edge
        state.firms[column] = eve.firms[column] * factor
        decide_exit.run(state)
        return (state.firms["leaves"] == MARKET).astype(int)

    for column in ("value_added", "revenue"):
        check_rising([at(column, factor) for factor in (0.2, 0.6, 1.0, 2.0, 6.0)], may_rise=False)


def test_a_loss_never_keeps_a_firm_in_the_market(eve: State) -> None:
    def at(profit: float) -> np.ndarray:
        state = twin(eve)
        state.scalars["exit_intercept"] += 3.0
        state.firms["profit"] = profit
        decide_exit.run(state)
        return (state.firms["leaves"] == MARKET).astype(int)

    check_rising([at(1.0), at(-1.0)])


# --- the instruments, through their levers -------------------------------------------------------


def test_a_neutral_instrument_offers_what_no_instrument_offers(eve: State) -> None:
    bare, dressed = twin(eve), twin(eve)
    set_levers(bare, [])
    set_levers(dressed, [scheduled(kind, defaults(kind)) for kind in instruments().values()])
    for grade in range(len(GRADES)):
        before, after = _offer(bare, grade), _offer(dressed, grade)
        assert all(np.array_equal(before[what], after[what]) for what in before)


# --- the scalar rules, anywhere within their bounds -----------------------------------------------

RULE = {card.name: card.function for card in RULES.values()}


def bounded(name: str) -> st.SearchStrategy[float]:
    """Any value that a parameter may take."""
    item = declared_parameters()[name]
    return st.floats(item.low, item.high)


MONEY = st.floats(0.0, 1e7)
SHARE = st.floats(0.0, 1.0)
STEP = st.floats(0.0, 10.0)


@settings(max_examples=300, deadline=None)
@given(
    years_=st.floats(0.0, 1e3), dearer=STEP, hurdle=st.floats(0.1, 30.0), higher=STEP,
    revenue=MONEY, peers=SHARE, more=SHARE, slope=bounded("payback_slope"),
    size=bounded("size_slope"), peer=bounded("peer_slope"), told=bounded("diagnosis_effect"),
)  # fmt: skip
def test_adoption_index_has_the_right_signs(
    years_: float, dearer: float, hurdle: float, higher: float, revenue: float, peers: float,
    more: float, slope: float, size: float, peer: float, told: float,
) -> None:  # fmt: skip
    def index(y=years_, h=hurdle, p=peers, d=0) -> float:  # type: ignore[no-untyped-def]
        return float(RULE["adoption_index"](y, h, revenue, p, d, 0.0, slope, size, peer, told, 2e3))

    assert index(y=years_ + dearer) <= index()
    assert index(h=hurdle + higher) >= index()
    assert index(p=peers + more) >= index()
    assert index(d=1) >= index()


@settings(max_examples=300, deadline=None)
@given(cost=MONEY, more=MONEY, rate=SHARE, higher=SHARE, cap=st.floats(0.0, 1e6), eligible=SHARE)
def test_subsidy_amount_rises_with_rate_and_cost_and_respects_the_cap(
    cost: float, more: float, rate: float, higher: float, cap: float, eligible: float
) -> None:
    amount = RULE["subsidy_amount"]
    assert 0.0 <= amount(cost, rate, cap, eligible) <= cap
    assert amount(cost, rate, cap, eligible) <= cost
    assert amount(cost, min(rate + higher, 1.0), cap, eligible) >= amount(cost, rate, cap, eligible)
    assert amount(cost + more, rate, cap, eligible) >= amount(cost, rate, cap, eligible)
    assert amount(cost, rate, cap, 0.0) == 0.0


@settings(max_examples=300, deadline=None)
@given(use=st.tuples(MONEY, MONEY, MONEY), own=st.tuples(SHARE, SHARE, SHARE),
       better=st.tuples(SHARE, SHARE, SHARE))  # fmt: skip
def test_a_better_grade_is_never_worth_less_than_nothing(
    use: tuple[float, ...], own: tuple[float, ...], better: tuple[float, ...]
) -> None:
    saving = RULE["grade_saving"](
        *use, 3.0, 0.4, own[0], better[0], own[1], better[1], own[2], better[2]
    )
    assert saving >= 0.0


@settings(max_examples=300, deadline=None)
@given(relative=st.floats(-3, 3), better=STEP, revenue=MONEY, larger=MONEY,
       slope=bounded("exit_productivity_slope"), size=bounded("exit_size_slope"),
       loss=bounded("exit_loss_effect"))  # fmt: skip
def test_exit_falls_with_productivity_and_size(
    relative: float, better: float, revenue: float, larger: float, slope: float, size: float,
    loss: float,
) -> None:  # fmt: skip
    def index(p: float, r: float, losing: int) -> float:
        return float(RULE["exit_index"](p, r, losing, -4.0, slope, size, loss, 2e3))

    assert index(relative + better, revenue, 0) <= index(relative, revenue, 0)
    assert index(relative, revenue + larger, 0) <= index(relative, revenue, 0)
    assert index(relative, revenue, 1) >= index(relative, revenue, 0)


@settings(max_examples=300, deadline=None)
@given(floor=MONEY, ratio=st.floats(0.5, 4.0), price=st.floats(0.0, 1e3), dearer=MONEY,
       reference=st.floats(1.0, 100.0), elasticity=bounded("land_price_elasticity"))  # fmt: skip
def test_land_demand_falls_with_the_price(
    floor: float, ratio: float, price: float, dearer: float, reference: float, elasticity: float
) -> None:
    demand = RULE["land_demand"]
    plain = demand(floor, ratio, price, reference, elasticity)
    assert 0.0 <= plain <= floor / ratio
    assert demand(floor, ratio, price + dearer, reference, elasticity) <= plain


@settings(max_examples=300, deadline=None)
@given(profit=st.floats(-1e6, 1e6), interest=MONEY, wear=MONEY, capital=MONEY, value=MONEY,
       dearer=MONEY)  # fmt: skip
def test_return_on_capital_never_rises_with_the_value_of_land(
    profit: float, interest: float, wear: float, capital: float, value: float, dearer: float
) -> None:
    plain = RULE["return_on_capital"](profit, interest, wear, capital, value)
    after = RULE["return_on_capital"](profit, interest, wear, capital, value + dearer)
    assert max(after, 0.0) <= max(plain, 0.0)


@settings(max_examples=300, deadline=None)
@given(price=st.floats(1.0, 500.0), floor=st.floats(1.0, 60.0), factor=st.floats(0.3, 5.0),
       more=STEP, used=SHARE, fuller=SHARE, premium=bounded("land_premium"),
       slope=bounded("land_scarcity_slope"), crowding=bounded("land_crowding"),
       speed=bounded("land_price_adjustment"))  # fmt: skip
def test_land_price_rises_with_floor_and_scarcity(
    price: float, floor: float, factor: float, more: float, used: float, fuller: float,
    premium: float, slope: float, crowding: float, speed: float,
) -> None:  # fmt: skip
    def next_price(f: float, o: float) -> float:
        return float(RULE["next_land_price"](price, floor, f, o, premium, slope, crowding, speed))

    tolerance = 1e-9 * price
    assert next_price(factor + more, used) >= next_price(factor, used) - tolerance
    assert next_price(factor, min(used + fuller, 1.0)) >= next_price(factor, used) - tolerance


# --- what a review found ------------------------------------------------------------------------


def test_no_room_no_expansion_whatever_a_firm_wants(eve: State) -> None:
    def capital(wish: float) -> np.ndarray:
        state = twin(eve)
        state.sectors["land_density"] = 1e-6
        state.firms["capital_wanted"] = wish
        state.place_levers["floor_limit_factor"][:] = 0.0
        carry_out_investment.run(state)
        return state.firms["capital"].copy()

    assert np.array_equal(capital(0.0), capital(1e6))


def test_charges_by_grade_never_lift_the_tax_that_the_rules_count(eve: State) -> None:
    def counted(surcharge: float) -> np.ndarray:
        state = twin(eve)
        state.grades["electricity_surcharge"] = np.full(4, surcharge)
        keep_books.run(state)
        return state.firms["tax_paid"].copy()

    check_rising([counted(surcharge) for surcharge in (0.0, 0.2, 0.5)], may_rise=False)


def test_relief_never_makes_a_firms_taxes_negative(eve: State) -> None:
    state = twin(eve)
    state.grades["land_tax_relief"] = np.ones(4)
    state.grades["electricity_surcharge"] = np.zeros(4)
    state.grades["water_surcharge"] = np.zeros(4)
    state.scalars["land_use_tax"] = 50.0
    keep_books.run(state)
    assert state.firms["taxes"].min() >= 0.0


def test_a_cleared_place_admits_nobody(eve: State) -> None:
    state = twin(eve)
    state.place_levers["park_clearance"] = np.zeros(len(state.places))
    state.place_levers["park_clearance"][3] = 1.0
    set_admission(state)
    set_gateways(state)
    admits = state.place_sectors["admits"].reshape(len(state.places), -1)
    assert admits[3].sum() == 0
    assert admits[2].sum() > 0
    assert not (state.place_sectors["gateway"] == 3).any()


def test_firms_deep_in_debt_leave_more_often(eve: State) -> None:
    def left(factor: float) -> np.ndarray:
        state = twin(eve)
        state.firms["debt"] = eve.firms["debt"] * factor
        decide_exit.run(state)
        return (state.firms["leaves"] == MARKET).astype(np.int64)

    check_rising([left(factor) for factor in (0.0, 1.0, 50.0)])
