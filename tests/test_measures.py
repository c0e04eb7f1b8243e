"""Measures that support or charge single firms: what each moves, whom, and what it books.

As in `test_directions`, one thing is changed on common draws and the decisions are taken again;
the table at the end runs whole instruments.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from helpers import scheduled, twin, years

import sim.firm
from sim.base.levers import CITY_LEVERS, LEVER, NO_LIMIT
from sim.base.rules import Decision
from sim.base.state import State
from sim.city.record import Record
from sim.city.run import run_city
from sim.city.sharing import limit_projects, share_out_subsidies
from sim.city.start import start
from sim.city.surroundings import (
    answer_energy_prices,
    set_levers,
)
from sim.city.year import simulate_year
from sim.firm.books import book_measures, keep_books
from sim.firm.expansion import carry_out_investment, decide_expansion
from sim.firm.finance import seek_credit
from sim.firm.production import answer_support, follow_trends
from sim.firm.recognition import recognise, reward_recognition
from sim.firm.support import earn_award, look_up_award, redeem_voucher
from sim.firm.upgrade import carry_out_upgrade, connect_machines, decide_upgrade
from sim.policy.registry import instruments
from sim.scenario.load import Scenario

SMALL_REVENUE = 4000.0


def changed(eve: State, *decisions: Decision, **levers: float) -> State:
    """A twin of the eve in which some levers are set and then some decisions taken."""
    state = twin(eve)
    assert set(levers) <= set(LEVER)
    state.scalars.update(levers)
    for decision in decisions:
        decision.run(state)
    return state


def upgraded(eve: State, **levers: float) -> np.ndarray:
    """Who upgrades this year under some levers; shape: firms."""
    state = changed(eve, look_up_award, seek_credit, decide_upgrade, **levers)
    share_out_subsidies(state)
    limit_projects(state)
    carry_out_upgrade.run(state)
    return state.firms["upgraded"].copy()


def check_never_falls(found: list[np.ndarray]) -> None:
    """Nobody's answer falls from one step to the next, and somebody's has risen at the end."""
    for before, after in pairwise(found):
        assert (after >= before).all()
    assert (found[-1] > found[0]).any(), "the change moved nobody: the test shows nothing"


# --- decisions that rest ------------------------------------------------------------------------


def resting() -> Iterator[Decision]:
    """The decisions that answer city levers."""
    for module in pkgutil.iter_modules(sim.firm.__path__):
        for member in vars(importlib.import_module(f"sim.firm.{module.name}")).values():
            if isinstance(member, Decision) and member.answers:
                yield member


RESTING = {decision.name: decision for decision in resting()}


def test_some_decisions_rest() -> None:
    assert {"seek_credit", "book_measures", "reward_recognition"} <= set(RESTING)


@pytest.mark.parametrize("name", RESTING)
def test_a_decision_may_rest_because_it_would_change_nothing(eve: State, name: str) -> None:
    """Whatever the levers that it reads without answering them."""
    decision = RESTING[name]
    silent = [lever.name for lever in CITY_LEVERS
              if lever.name in decision.reads and lever.name not in decision.answers]  # fmt: skip
    fresh = changed(eve, keep_books)
    for levers in [{}, *({lever: 0.5} for lever in silent)]:
        state = changed(fresh, decision, **levers)
        for column in decision.writes:
            if column == "unsecured_debt":
                continue  # a note for `take_loans`, which rests with the guarantee
            assert np.allclose(state.firms[column], fresh.firms[column], rtol=1e-12), column


def test_a_city_without_such_levers_is_the_same_with_all_decisions_awake(
    city: State, baseline: Scenario, run: Callable[..., Record]
) -> None:
    state = start(city, 1)
    state.scalars.update(baseline.parameters)
    state.awake |= {decision.number for decision in RESTING.values()}
    record = Record(1)
    record.take(state, baseline.measures)
    for _ in range(3):
        simulate_year(state, baseline.measures)
        record.take(state, baseline.measures)
    usual = run(baseline.measures)
    for awake, asleep in zip(record.indicators, usual.indicators, strict=True):
        for name, value in asleep.items():
            assert awake[name] == pytest.approx(value, rel=1e-9, abs=1e-9), name


def test_after_its_end_a_measure_pays_nothing_and_leaves_only_guarantees(
    city: State, parameters: dict[str, float]
) -> None:
    kinds = instruments()
    doses = {
        "interest_subsidy": {"share": 0.5, "years": 3.0},
        "ladder_awards": {"workshop": 1000.0, "smart_factory": 1000.0},
        "credit_guarantee": {"cap": 5000.0, "below_revenue": 1e6, "coverage": 1.0},
        "research_deduction": {"extra": 1.0, "response": 1.0},
        "energy_diagnosis": {"coverage": 1.0, "saving": 0.1, "cost": 5.0},
    }
    state = start(city, 1)
    state.scalars.update(parameters)
    measures = [scheduled(kinds[name], own) for name, own in doses.items()]
    flows = [entry.variable for one in measures for entry in one.ledger]
    for _ in range(3):
        simulate_year(state, measures)
    assert all(state.firms[name].any() for name in flows if name != "guarantee_loss")
    assert state.firms["research_boost"].any() and state.firms["guaranteed_debt"].any()
    loans = state.firms["subsidised_loans"].max()
    for _ in range(2):
        simulate_year(state, [])
    for name in [name for name in flows if name != "guarantee_loss"]:
        assert not state.firms[name].any(), name
    assert not state.firms["research_boost"].any() and not state.firms["extra_credit"].any()
    assert loans > 0.0 and not state.firms["subsidised_loans"].any()


# --- awards -------------------------------------------------------------------------------------


def test_a_higher_award_never_means_fewer_upgrades(eve: State) -> None:
    found = [upgraded(eve, workshop_award=award, smart_factory_award=award,
                      future_factory_award=award, subsidy_selected=0.0)
             for award in (0.0, 100.0, 1000.0, 1e5)]  # fmt: skip
    check_never_falls(found)


def test_an_award_is_for_a_higher_rung_of_an_eligible_grade_and_below_the_cost(eve: State) -> None:
    state = changed(eve, look_up_award, decide_upgrade, workshop_award=300.0,
                    smart_factory_award=400.0, future_factory_award=1e9)  # fmt: skip
    firms = state.firms
    climbs = (firms["candidate_rung"] >= 3) & (firms["candidate_rung"] > firms["rung"])
    eligible = state.grades["subsidy_eligible"][firms["grade"]] > 0.0
    assert (climbs & ~eligible).any() or eligible.all()
    assert np.array_equal(firms["ladder_award"] > 0.0, climbs & eligible)
    assert (firms["ladder_award"] <= firms["upgrade_cost"] * (1 + 1e-9)).all()
    for rung, award in ((3, 300.0), (4, 400.0)):
        there = (firms["ladder_award"] > 0.0) & (firms["candidate_rung"] == rung)
        assert (firms["ladder_award"][there] == award).all()


def test_nobody_is_paid_without_a_project(eve: State) -> None:
    state = changed(eve, look_up_award, decide_upgrade, earn_award, carry_out_upgrade,
                    workshop_award=300.0)  # fmt: skip
    paid = state.firms["ladder_award"] > 0.0
    assert paid.any() and (state.firms["upgraded"][paid] == 1).all()
    assert (state.firms["rung"][paid] == 3).all()


def test_an_award_is_earned_once(city: State, baseline: Scenario) -> None:
    kind = instruments()["ladder_awards"]
    awards = scheduled(kind, {"workshop": 1000.0, "smart_factory": 1000.0})
    seen: set[tuple[int, int]] = set()
    for year in years(city, [*baseline.measures, awards], baseline.parameters, 1, 2022):
        firms = year.state.firms
        paid = firms["ladder_award"] > 0.0
        rungs = set(zip(firms["key"][paid].tolist(), firms["rung"][paid].tolist(), strict=True))
        assert not rungs & seen
        seen |= rungs
    assert seen


@pytest.mark.parametrize("award", ["ladder_award", "recognition_award"])
def test_an_award_is_cash(eve: State, award: str) -> None:
    def debts(amount: float) -> np.ndarray:
        state = twin(eve)
        state.firms[award] = amount
        carry_out_investment.run(state)
        return -state.firms["debt"]

    check_never_falls([debts(amount) for amount in (0.0, 10.0, 500.0)])


# --- small firms --------------------------------------------------------------------------------


def test_a_larger_cloud_voucher_never_means_fewer_small_firms_connected(eve: State) -> None:
    def at(voucher: float) -> State:
        return changed(eve, connect_machines, redeem_voucher, cloud_voucher=voucher,
                       cloud_below_revenue=SMALL_REVENUE, cloud_effect=1.0)  # fmt: skip

    states = [at(voucher) for voucher in (0.0, 1.0, 3.0)]
    check_never_falls([state.firms["connected"].copy() for state in states])
    small = eve.firms["revenue"] < SMALL_REVENUE
    before, after = (state.firms["connected"] for state in (states[0], states[-1]))
    assert np.array_equal(before[~small], after[~small])
    paid = states[-1].firms["cloud_voucher_paid"]
    assert np.array_equal(paid, np.where(small & (after == 1), 3.0, 0.0))


def test_leasing_lets_only_firms_short_of_means_upgrade_more(eve: State) -> None:
    levers = {"leasing_below_revenue": 1e5, "subsidy_selected": 0.0}
    found = [upgraded(eve, leasing_share=share, **levers) for share in (0.0, 0.4, 0.9)]
    check_never_falls(found)
    new = found[-1] > found[0]
    assert (eve.firms["revenue"][new] < 1e5).all()
    rich = changed(eve, decide_upgrade, subsidy_selected=0.0)
    rich.firms["extra_credit"] = 1e9
    decide_upgrade.run(rich)
    assert (rich.firms["would_upgrade"][new] == 1).all(), "means were not what kept them back"


def test_a_dearer_lessor_never_means_more_upgrades(eve: State) -> None:
    levers = {"leasing_below_revenue": 1e6, "leasing_share": 0.9, "subsidy_selected": 0.0}
    found = [upgraded(eve, leasing_charge=charge, **levers) for charge in (2.0, 0.5, 0.0)]
    check_never_falls(found)


# --- capacity -----------------------------------------------------------------------------------


def test_more_service_companies_never_mean_fewer_projects(eve: State) -> None:
    state = changed(eve, decide_upgrade)
    state.firms["treated"] = (state.firms["grade"] == 3).astype(int)
    state.firms["treated"][300:] = 0
    ordered = float((state.firms["treated"] * state.firms["weight"]).sum())
    assert ordered > 0.0

    def at(capacity: float) -> np.ndarray:
        limited = twin(state)
        limited.scalars["project_capacity"] = capacity
        share_out_subsidies(limited)
        limit_projects(limited)
        carry_out_upgrade.run(limited)
        firms = limited.firms
        done = firms["upgraded"] == 1
        assert float(firms["weight"][done].sum()) <= max(capacity, ordered)
        assert (firms["subsidy_granted"][~done] == 0.0).all()
        assert (firms["upgraded"][state.firms["treated"] == 1] == 1).all()
        return done.copy()

    found = [float(state.firms["weight"][at(capacity)].sum())
             for capacity in (0.0, ordered, 2.0 * ordered, 4.0 * ordered, NO_LIMIT)]  # fmt: skip
    assert found == sorted(found) and found[0] == found[1] and found[-1] > found[-2] > found[1]


# --- credit -------------------------------------------------------------------------------------


def guaranteed(cap: float, bound: float = 1e6) -> dict[str, float]:
    return {"guarantee_cap": cap, "guarantee_below_revenue": bound, "guarantee_coverage": 1.0}


def test_a_higher_guarantee_never_means_fewer_upgrades_or_less_capital_wanted(eve: State) -> None:
    caps = (0.0, 50.0, 500.0, 5000.0)
    check_never_falls([upgraded(eve, subsidy_selected=0.0, **guaranteed(cap)) for cap in caps])
    wanted = [changed(eve, seek_credit, decide_expansion, **guaranteed(cap)) for cap in caps]
    check_never_falls([state.firms["capital_wanted"].copy() for state in wanted])


def in_debt(eve: State) -> State:
    """The same eve with twice the debt, so that credit binds many."""
    state = twin(eve)
    state.firms["debt"] = 2.0 * eve.firms["debt"]
    return state


def test_a_guarantee_helps_small_firms_more_than_large_ones(eve: State) -> None:
    """The same sum for everybody: more projects in proportion to those that were there."""
    tight = in_debt(eve)
    before = upgraded(tight, subsidy_selected=0.0)
    after = upgraded(tight, subsidy_selected=0.0, **guaranteed(300.0))
    revenue, weight = eve.firms["revenue"], eve.firms["weight"]

    def rise(group: np.ndarray) -> float:
        part = weight * group
        return float((after * part).sum() / (before * part).sum())

    middle = np.median(revenue)
    assert rise(revenue < middle) > rise(revenue >= 10.0 * middle) >= 1.0


def test_a_guarantee_below_a_bound_reaches_nobody_above_it(eve: State) -> None:
    tight = in_debt(eve)
    before = upgraded(tight, subsidy_selected=0.0)
    after = upgraded(tight, subsidy_selected=0.0, **guaranteed(5000.0, SMALL_REVENUE))
    assert (eve.firms["revenue"][before != after] < SMALL_REVENUE).all()
    assert (before != after).any()


def test_the_loan_quota_is_spread_over_above_scale_firms_and_no_more_than_itself(
    eve: State,
) -> None:
    state = changed(eve, seek_credit, loan_quota=1e6)
    firms = state.firms
    assert float((firms["extra_credit"] * firms["weight"]).sum()) == pytest.approx(1e6, rel=1e-6)
    assert (firms["extra_credit"][firms["above_scale"] == 0] == 0.0).all()
    quotas = (0.0, 1e5, 1e7)
    check_never_falls([upgraded(eve, subsidy_selected=0.0, loan_quota=q) for q in quotas])


def test_guaranteed_debt_stays_below_the_cap_and_only_failures_cost(
    city: State, baseline: Scenario
) -> None:
    kind, cap = instruments()["credit_guarantee"], 400.0
    doses = {"cap": cap, "below_revenue": 1e6, "coverage": 1.0, "public_share": 0.5}
    clearing = scheduled(instruments()["clearing"], {"threshold": 10.0, "quota": 500.0})
    measures = [*baseline.measures, scheduled(kind, doses), clearing]
    lost = 0.0
    for year in years(city, measures, baseline.parameters, 3, 2025):
        state = year.state
        # A cap in money of the year is worth less each year; older loans may exceed it.
        assert state.firms["guaranteed_debt"].max() <= cap
        if not year.before:
            continue
        last = dict(zip(year.before["firms"]["key"].tolist(),
                        year.before["firms"]["guaranteed_debt"].tolist(), strict=True))  # fmt: skip
        gone = state.departed
        for key, leaves, loss in zip(gone["key"].tolist(), gone["leaves"].tolist(),
                                     gone["guarantee_loss"].tolist(), strict=True):  # fmt: skip
            assert loss == 0.0 or leaves == 1
            assert loss <= 0.5 * cap
            lost += loss if last[key] > 0.0 else 0.0
        assert not state.firms["guarantee_loss"].any()
    assert lost > 0.0


def test_an_interest_subsidy_never_means_less_capital_wanted(eve: State) -> None:
    found = [changed(eve, decide_expansion, interest_subsidy=share) for share in (0.0, 0.5, 1.0)]
    check_never_falls([state.firms["capital_wanted"].copy() for state in found])
    free = eve.firms["debt"] == 0.0
    first, last = (state.firms["capital_wanted"] for state in (found[0], found[-1]))
    assert np.array_equal(first[free], last[free])


def test_an_interest_subsidy_never_means_fewer_upgrades(eve: State) -> None:
    in_debt = twin(eve)
    in_debt.firms["debt"] = np.where(eve.firms["age"] % 2 == 0, 0.0, in_debt.firms["debt"])
    levers = {"interest_subsidy_years": 5.0, "subsidy_selected": 0.0}
    found = [upgraded(in_debt, interest_subsidy=share, **levers) for share in (0.0, 0.5, 1.0)]
    check_never_falls(found)
    free = in_debt.firms["debt"] == 0.0
    assert free.any() and np.array_equal(found[0][free], found[-1][free])
    longer = upgraded(in_debt, interest_subsidy=1.0, **(levers | {"interest_subsidy_years": 10.0}))
    check_never_falls([found[-1], longer])


def test_interest_taken_over_shortens_the_payback_by_what_the_city_would_pay(eve: State) -> None:
    """As long as nobody leases, of a loan that runs off by a part over its years each year."""
    share, years = 0.4, 4.0
    bare, eased = (changed(eve, decide_upgrade, interest_subsidy=part, interest_subsidy_years=years,
                           subsidy_selected=0.0) for part in (0.0, share))  # fmt: skip
    firms, scalars = eve.firms, eve.scalars
    smallness = 1.0 - np.log(np.maximum(firms["revenue"], 1.0) / scalars["line_real"]) / 3.0
    premium = scalars["small_firm_premium"] * np.clip(smallness, 0.0, 1.0)
    rate = scalars["base_loan_rate"] + premium
    loan = np.clip(firms["debt"] / np.maximum(firms["capital"], 1.0), 0.0, 1.0)
    owed = [(1.0 - 1.0 / years) ** k for k in range(400)]
    part = share * rate * loan * sum(owed)
    known = bare.firms["upgrade_payback"] > 0.0
    wanted = bare.firms["upgrade_payback"] * np.maximum(1.0 - part, 0.0)
    assert np.allclose(eased.firms["upgrade_payback"][known], wanted[known], rtol=1e-6)
    assert (wanted < bare.firms["upgrade_payback"])[known & (loan > 0.0)].all()


def test_the_city_never_pays_more_interest_than_there_is(eve: State) -> None:
    state = twin(eve)
    state.firms["subsidised_loans"] = 1e9
    state.scalars["interest_subsidy"] = 0.4
    keep_books.run(state)
    whole = state.firms["interest"].copy()
    book_measures.run(state)
    assert np.allclose(state.firms["interest_subsidy_paid"], 0.4 * whole)
    assert np.allclose(state.firms["interest"], 0.6 * whole)


def test_only_sums_and_prices_are_deflated(city: State) -> None:
    state = start(city, 1)
    state.scalars["price_level"] = 1.25
    doses = {"energy_quota": {"price": 0.2, "response": 0.5},
             "cloud_vouchers": {"voucher": 2.0, "effect": 0.3},
             "service_capacity": {"projects_per_year": 100.0}}  # fmt: skip
    set_levers(state, [scheduled(instruments()[name], own) for name, own in doses.items()])
    found = {name: state.scalars[name] for name in (
        "energy_quota_price", "energy_quota_response", "cloud_voucher", "cloud_effect",
        "project_capacity")}  # fmt: skip
    assert found == pytest.approx({
        "energy_quota_price": 0.16, "energy_quota_response": 0.5, "cloud_voucher": 1.6,
        "cloud_effect": 0.3, "project_capacity": 100.0})  # fmt: skip


# --- energy -------------------------------------------------------------------------------------


def test_firms_above_the_benchmark_pay_those_below_gain(eve: State) -> None:
    plain = changed(eve, keep_books, book_measures)
    dear = changed(eve, keep_books, book_measures, energy_quota_price=0.2, energy_benchmark=0.9)
    trade, profit = dear.firms["energy_trade"], dear.firms["profit"] - plain.firms["profit"]
    assert (trade > 0.0).any() and (trade < 0.0).any()
    assert np.allclose(profit, -trade, atol=1e-6)
    intensity = eve.firms["electricity_intensity"]
    typical = eve.sectors["typical_electricity"][eve.firms["sector"]]
    index = eve.scalars["electricity_index"] * (1.0 + eve.scalars["energy_trend"])
    assert np.array_equal(trade > 0.0, intensity > 0.9 * typical * index)
    tight = changed(eve, keep_books, book_measures, energy_quota_price=0.2, energy_benchmark=0.8)
    assert (tight.firms["energy_trade"] > trade).all()


def test_permits_cost_what_is_emitted(eve: State) -> None:
    state = changed(eve, keep_books, book_measures, emission_price=0.1)
    assert np.allclose(state.firms["emission_payment"], 0.1 * state.firms["electricity"])


def test_a_price_on_energy_moves_intensity_once_and_back(eve: State) -> None:
    state = twin(eve)
    levels = []
    for price in (0.0, 0.2, 0.2, 0.0):
        state.scalars.update(energy_quota_price=price, energy_quota_response=0.5)
        answer_energy_prices(state)
        state.scalars["energy_level"] *= 1.0 + state.scalars["energy_response"]
        levels.append(state.scalars["energy_level"])
    assert levels[0] == 1.0 and levels[1] == pytest.approx(np.exp(-0.1)) == levels[2]
    assert levels[3] == pytest.approx(1.0)
    low, high = twin(eve), twin(eve)
    high.scalars["energy_response"] = -0.1
    for one in (low, high):
        follow_trends.run(one)
    assert np.allclose(high.firms["electricity_intensity"],
                       0.9 * low.firms["electricity_intensity"])  # fmt: skip


def test_a_lasting_price_on_energy_saves_once_for_incumbents_and_entrants(
    city: State, parameters: dict[str, float]
) -> None:
    quota = scheduled(instruments()["energy_quota"], {"price": 0.2, "response": 0.5})
    found = []
    for measures in ([], [quota]):
        for year in years(city, measures, parameters, 1, 2018):
            state = year.state
        firms = state.firms
        found.append(dict(zip(firms["key"].tolist(), firms["electricity_intensity"].tolist(),
                              strict=True)))  # fmt: skip
    price = 0.2 / state.scalars["price_level"]  # what a price of the year is worth
    both = sorted(set(found[0]) & set(found[1]))
    assert len(both) > len(city.firms) - 200 and max(both) > len(city.firms)
    ratios = np.array([found[1][key] / found[0][key] for key in both])
    # Prices of the levers are made real with the level at the beginning of the year.
    assert np.allclose(ratios, np.exp(-0.5 * price), rtol=2e-3)


def test_more_energy_diagnoses_never_mean_more_electricity(eve: State) -> None:
    def at(coverage: float) -> State:
        return changed(eve, answer_support, energy_diagnosis_coverage=coverage,
                       energy_diagnosis_saving=0.05, energy_diagnosis_price=5.0)  # fmt: skip

    states = [at(coverage) for coverage in (0.0, 0.3, 1.0)]
    check_never_falls([-state.firms["electricity_intensity"] for state in states])
    paid = states[-1].firms["energy_diagnosis_cost"]
    assert np.array_equal(paid, np.where(eve.firms["above_scale"] == 1, 5.0, 0.0))


# --- recognition and research -------------------------------------------------------------------

STATUSES = ("high_tech", "little_giant", "champion")


@pytest.mark.parametrize("status", STATUSES)
def test_fostering_never_means_fewer_recognised(eve: State, status: str) -> None:
    found = [changed(eve, recognise, **{f"{status}_fostering": f}) for f in (1.0, 3.0, 100.0)]
    check_never_falls([state.firms[status].copy() for state in found])


@pytest.mark.parametrize("status", STATUSES)
def test_an_award_goes_to_those_who_gain_the_status(eve: State, status: str) -> None:
    fostered = {f"{status}_fostering": 100.0, f"{status}_award": 30.0}
    state = changed(eve, reward_recognition, recognise, **fostered)
    gained = (state.firms[status] == 1) & (eve.firms[status] == 0)
    assert gained.any()
    assert np.array_equal(state.firms["recognition_award"], np.where(gained, 30.0, 0.0))


def test_a_grant_goes_to_fostered_firms_that_are_ready(eve: State) -> None:
    state = changed(eve, reward_recognition, recognise, champion_fostering=100.0,
                    fostering_grant=5.0)  # fmt: skip
    firms = state.firms
    gained = (firms["champion"] == 1) & (eve.firms["champion"] == 0)
    granted = firms["recognition_award"] == 5.0
    assert gained.any() and granted[gained].all() and not granted[eve.firms["champion"] == 1].any()
    assert (firms["recognition_award"][~granted] == 0.0).all()


def test_a_higher_deduction_never_means_less_research(eve: State) -> None:
    def at(extra: float) -> State:
        return changed(eve, answer_support, keep_books, book_measures, research_deduction=extra,
                       research_response=1.0)  # fmt: skip

    states = [at(extra) for extra in (0.0, 0.25, 1.0)]
    check_never_falls([state.firms["research_ratio"].copy() for state in states])
    check_never_falls([state.firms["research_tax_forgone"].copy() for state in states])
    losing = eve.firms["profit"] <= 0.0
    assert losing.any()
    research = states[-1].firms["research_ratio"]
    assert np.array_equal(research[losing], eve.firms["research_ratio"][losing])
    last = states[-1].firms
    assert (last["income_tax"] >= 0.0).all()
    assert np.allclose(last["income_tax"] + last["research_tax_forgone"],
                       states[0].firms["income_tax"])  # fmt: skip


def test_research_returns_to_its_trend_when_the_deduction_ends(eve: State) -> None:
    state = changed(eve, answer_support, research_deduction=0.25, research_response=1.0)
    assert state.firms["research_boost"].max() > 0.0
    state.scalars["research_deduction"] = 0.0
    answer_support.run(state)
    below = eve.firms["research_ratio"] < 0.25
    assert np.allclose(state.firms["research_ratio"][below], eve.firms["research_ratio"][below])


# --- whole instruments --------------------------------------------------------------------------

AIMS: list[tuple[str, dict[str, Any], str, int]] = [
    ("ladder_awards", {"workshop": 1000.0, "smart_factory": 1000.0}, "digital_workshops", 1),
    ("cloud_vouchers", {"voucher": 5.0, "below_revenue": 5000.0, "effect": 2.0},
     "networking_rate", 1),
    ("robot_leasing", {"share": 0.9, "below_revenue": 1e5}, "projects", 1),
    ("service_capacity", {"projects_per_year": 1000.0}, "projects", -1),
    ("credit_guarantee", {"cap": 2000.0, "below_revenue": 1e5, "coverage": 1.0}, "projects", 1),
    ("long_term_loans", {"new_loans": 5e6}, "projects", 1),
    ("interest_subsidy", {"share": 0.8}, "industrial_investment_cumulative", 1),
    ("energy_quota", {"price": 0.3, "response": 0.5}, "energy_per_value_added_index", -1),
    ("emission_permits", {"price": 0.2, "response": 0.5}, "energy_per_value_added_index", -1),
    ("energy_diagnosis", {"coverage": 0.5, "saving": 0.1}, "energy_per_value_added_index", -1),
    ("enterprise_ladder", {"high_tech_fostering": 4.0}, "high_tech_firms", 1),
    ("enterprise_ladder", {"little_giant_fostering": 4.0}, "little_giants", 1),
    ("enterprise_ladder", {"champion_fostering": 4.0}, "champions", 1),
    ("enterprise_ladder", {"champion_award": 500.0}, "public_cost", 1),
    ("research_deduction", {"extra": 1.0, "response": 1.0}, "research_ratio", 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "doses", "indicator", "sign"), AIMS)
def test_an_instrument_moves_what_it_is_for(
    name: str, doses: dict[str, Any], indicator: str, sign: int, city: State, baseline: Scenario
) -> None:
    """In each of three runs, beside the baseline, on the same draws."""
    measure = scheduled(instruments()[name], doses)
    for seed in (1, 2, 3):
        reached = [
            run_city(city, [*baseline.measures, *extra], parameters=baseline.parameters, seed=seed,
                     last_year=2020).indicators[-1][indicator]
            for extra in ([], [measure])
        ]  # fmt: skip
        assert sign * (reached[1] - reached[0]) > 0.0, seed


def test_every_firm_side_instrument_stands_in_the_table() -> None:
    answered = {lever for decision in RESTING.values() for lever in decision.reads}
    concerned = {kind.name for kind in instruments().values() if set(kind.writes) & answered}
    elsewhere = {"subsidy_veto", "upgrade_subsidy"}  # its commitment: test_ledger.py
    assert concerned <= {name for name, *_ in AIMS} | elsewhere
