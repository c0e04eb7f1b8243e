"""Who books what: land costs, plots bought back, claw-backs, rents; and that firms see none of it.

Expectations are worked out here from the firms' and places' own columns, apart from the package's
choice of who is concerned.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from helpers import Year, digest, scheduled, twin, years

from sim.base.ledger import LAND_MONEY
from sim.base.parameters import parameters as declared
from sim.base.state import State
from sim.city.record import PLACE_FIGURES, Record, place_figures
from sim.city.run import run_city
from sim.policy.land_price_by_grade import LandPriceByGrade
from sim.policy.land_reactivation import LandReactivation
from sim.policy.land_recovery import LandRecovery
from sim.policy.land_supply import LandSupply
from sim.policy.low_efficiency import LowEfficiency
from sim.policy.park_clearance import ParkClearance
from sim.policy.upgrade_subsidy import UpgradeSubsidy
from sim.report.frames import PLACE_UNITS
from sim.scenario import stale
from sim.scenario.load import Scenario
from sim.scenario.outcome import cost
from sim.scenario.pert import with_ledger_prices
from sim.scenario.posterior import NEXT_COPY, posterior_folder, read_posterior
from sim.scenario.priors import names
from sim.scenario.sample import draw_members

EPSILON = 1e-9
LEDGER_ONLY = [item for item in declared().values() if item.read_by == "ledger"]
MARKET, RECOVERED, RELOCATED, LOW = 1, 6, 3, 1
YEARS_BOUND = 4.0


def _measures() -> list[Any]:
    """Measures that take land from firms, claw money back and price it by grade."""
    return [
        scheduled(LandSupply, {"mu_per_year": 3000.0}),
        scheduled(LandReactivation, {"mu_per_year": 8000.0}),
        scheduled(LandRecovery, {"tax_per_mu": 30.0, "years": 2.0, "forfeit": 0.3}),
        scheduled(LowEfficiency, {"quota": 300.0, "land_returned": 0.5}),
        scheduled(ParkClearance, {"places": ((0, 1.0), (3, 1.0)), "projects": 0.0}),
        scheduled(LandPriceByGrade, {"factor": (0.5, 0.8, 1.5, 3.0)}),
        scheduled(UpgradeSubsidy, {"rate": (0.3,) * 4, "selected": 1.0,
                                   "commitment_years": YEARS_BOUND}),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def world(city: State, parameters: dict[str, float]) -> list[Year]:
    """Years in which every kind of buy-back and claw-back happens, each with its own state."""
    return [Year(twin(year.state), year.rows, year.indicators, year.before)
            for year in years(city, _measures(), parameters, 3, 2020)]  # fmt: skip


def _amount(year: Year, instrument: str, item: str) -> float:
    (row,) = [row for row in year.rows if (row.instrument, row.item) == (instrument, item)]
    return row.amount


def _close(found: float, wanted: float) -> None:
    """Sums are exact to 2**-20 a term; a term here is a firm."""
    assert found == pytest.approx(wanted, rel=EPSILON, abs=0.01)


# --- land made ready and taken back ---------------------------------------------------------------


def test_land_made_ready_and_taken_back_costs_its_mu_by_place(
    world: list[Year], parameters: dict[str, float]
) -> None:
    per_mu, part = parameters["supply_cost_per_mu"], parameters["reactivation_price_part"]
    for year in world[1:]:
        now, then = year.state.places, year.before["places"]
        level = year.state.scalars["price_level"]
        ready = then["reserved_land"] - now["reserved_land"]
        assert ready.sum() > 0.0
        _close(_amount(year, "land_supply", "supply_cost"), per_mu * ready.sum() * level)
        wanted = part * (then["land_price"] * now["land_regained"]).sum() * level
        assert wanted > 0.0
        _close(_amount(year, "land_reactivation", "reactivation_cost"), wanted)


@pytest.mark.parametrize("item", LEDGER_ONLY, ids=lambda item: item.name)
def test_what_only_the_ledger_reads_moves_the_ledger_alone(
    city: State, parameters: dict[str, float], baseline: Scenario, item: Any
) -> None:
    def at(value: float) -> Record:
        return run_city(city, baseline.measures, parameters={**parameters, item.name: value},
                        seed=1, last_year=2018)  # fmt: skip

    low, high = at(item.low), at(item.high)
    assert sum(f["public_cost"] for f in high.indicators) > sum(
        f["public_cost"] for f in low.indicators
    )
    for record in (low, high):
        for figures in record.indicators:
            figures["public_cost"] = 0.0
    assert digest(low) == digest(high)


def test_no_money_for_land_is_left_in_cost_without_land(city: State, baseline: Scenario) -> None:
    record = run_city(city, baseline.measures, parameters=baseline.parameters, seed=1,
                      last_year=2022)  # fmt: skip
    rows = [row for row in record.ledger if row.year > 2020]
    land = {row.item for row in rows if row.item in LAND_MONEY and row.amount != 0.0}
    assert {"land_payment", "land_buyback", "supply_cost", "reactivation_cost"} <= land
    bare = math.fsum(row.amount for row in rows if row.item not in LAND_MONEY
                     and row.flow in ("paid", "forgone"))  # fmt: skip
    bare -= math.fsum(row.amount for row in rows if row.item not in LAND_MONEY
                      and row.flow in ("received", "clawed_back"))  # fmt: skip
    assert cost(record, land=False) == pytest.approx(bare / 1e4)
    assert cost(record, land=True) != pytest.approx(cost(record, land=False))


# --- plots bought back ----------------------------------------------------------------------------


def _who_ordered(state: State) -> dict[str, float]:
    """Money for land given up, by who ordered it, firm by firm."""
    found: dict[str, float] = defaultdict(float)
    firms, gone = state.firms, state.departed
    for k in range(len(firms)):
        paid = float(firms["land_buyback"][k] * firms["weight"][k])
        if firms["moves"][k] == RELOCATED:
            found["park_clearance"] += paid
        elif firms["moves"][k] > 0:
            found["land_account"] += paid
        elif firms["land_to_return"][k] > 0.0:
            treated = firms["treated"][k] == LOW
            found["low_efficiency" if treated else "land_recovery"] += paid
        else:
            assert paid == 0.0
    for k in range(gone["key"].shape[0]):
        paid = float(gone["land_buyback"][k] * gone["weight"][k])
        owner = {MARKET: "land_account", RECOVERED: "land_recovery"}.get(int(gone["leaves"][k]))
        assert owner is not None or paid == 0.0
        if owner is not None:
            found[owner] += paid
    return found


def test_plots_are_booked_to_who_ordered_them(world: list[Year]) -> None:
    seen: set[str] = set()
    for year in world[1:]:
        wanted, level = _who_ordered(year.state), year.state.scalars["price_level"]
        rows = {row.instrument: row.amount for row in year.rows if row.item == "land_buyback"}
        assert set(rows) == {"land_account", "land_recovery", "low_efficiency", "park_clearance"}
        for owner, amount in rows.items():
            _close(amount, wanted[owner] * level)
        seen |= {owner for owner, amount in rows.items() if amount > 0.0}
    assert len(seen) == 4


# --- claw-back ------------------------------------------------------------------------------------


def test_subsidies_are_earned_by_staying(world: list[Year]) -> None:
    """The unearned part by the definition, firm by firm over the years."""
    bound = 0
    for year in world[1:]:
        then, growth = year.before["firms"], year.state.scalars["deflator_growth"]
        last = dict(zip(then["key"].tolist(), then["bound_support"].tolist(), strict=True))
        firms = year.state.firms
        for key, now, paid in zip(firms["key"].tolist(), firms["bound_support"].tolist(),
                                  firms["subsidy_paid"].tolist(), strict=True):  # fmt: skip
            kept = last.get(key, 0.0) * (1.0 - 1.0 / YEARS_BOUND) / (1.0 + growth)
            assert now == pytest.approx(kept + paid, rel=EPSILON)
            bound += now > 0.0
    assert bound > 0


def test_who_leaves_too_soon_repays_what_the_city_still_owes_it_at_most(world: list[Year]) -> None:
    repaid_in_all = forfeited_in_all = 0.0
    for year in world[1:]:
        gone, level = year.state.departed, year.state.scalars["price_level"]
        repaid, kept = gone["support_repaid"], gone["plot_forfeited"]
        assert (repaid + kept <= gone["land_buyback"] * (1.0 + EPSILON)).all()
        assert (repaid[~np.isin(gone["leaves"], (MARKET, RECOVERED))] == 0.0).all()
        last = dict(zip(*(year.before["firms"][name].tolist()
                          for name in ("key", "bound_support")), strict=True))  # fmt: skip
        for key, amount, paid in zip(*(gone[name].tolist() for name in
                                       ("key", "support_repaid", "subsidy_paid")), strict=True):
            assert amount <= (last[key] + paid) * (1.0 + EPSILON)
        lost = gone["leaves"] == RECOVERED
        assert np.allclose(kept, np.where(lost, 0.3 * gone["land_buyback"], 0.0), rtol=EPSILON)
        assert not year.state.firms["support_repaid"].any()
        _close(_amount(year, "upgrade_subsidy", "support_repaid"),
               math.fsum((repaid * gone["weight"]).tolist()) * level)  # fmt: skip
        firms = year.state.firms
        ours = math.fsum((firms["plot_forfeited"] * firms["weight"]).tolist())
        theirs = math.fsum((kept * gone["weight"]).tolist())
        _close(_amount(year, "land_recovery", "plot_forfeited"), (ours + theirs) * level)
        repaid_in_all += float(repaid.sum())
        forfeited_in_all += ours
    assert repaid_in_all > 0.0 and forfeited_in_all > 0.0


def _with(doses: dict[str, Any], city: State, parameters: dict[str, float]) -> list[Year]:
    measures = [one for one in _measures() if one.name not in ("upgrade_subsidy", "land_recovery")]
    subsidy = {"rate": (0.3,) * 4, "selected": 1.0}
    recovery = {"tax_per_mu": 30.0, "years": 2.0}
    measures.append(scheduled(UpgradeSubsidy, subsidy | doses.get("subsidy", {})))
    measures.append(scheduled(LandRecovery, recovery | doses.get("recovery", {})))
    return [Year(twin(year.state), year.rows, year.indicators, year.before)
            for year in years(city, measures, parameters, 3, 2020)]  # fmt: skip


def test_a_longer_commitment_claws_more_back_and_costs_stayers_nothing(
    city: State, parameters: dict[str, float]
) -> None:
    worlds = [_with({"subsidy": {"commitment_years": n}}, city, parameters)
              for n in (0.0, 1.0, 9.0)]  # fmt: skip
    repaid = [sum(_amount(year, "upgrade_subsidy", "support_repaid") for year in world)
              for world in worlds]  # fmt: skip
    assert repaid[0] == 0.0 < repaid[1] < repaid[2]
    for world in worlds[1:]:
        for mine, usual in zip(world, worlds[0], strict=True):
            assert np.array_equal(mine.state.firms["debt"], usual.state.firms["debt"])


def test_what_the_city_keeps_of_a_plots_price_the_firm_still_owes(
    city: State, parameters: dict[str, float]
) -> None:
    plain, strict = (_with({"recovery": {"forfeit": part}}, city, parameters)
                     for part in (0.0, 1.0))  # fmt: skip
    for k, year in enumerate(plain):
        kept = strict[k].state.firms["plot_forfeited"]
        assert not year.state.firms["plot_forfeited"].any()
        assert np.array_equal(strict[k].state.firms["key"], year.state.firms["key"])
        more = strict[k].state.firms["debt"] - year.state.firms["debt"]
        if kept.any():  # the first year in which plots are recovered: nothing has come of it yet
            poorer = kept > 0.0
            assert (more[poorer] >= 0.0).all() and more[poorer].max() > 0.0
            assert (more[poorer] <= kept[poorer] * (1.0 + EPSILON)).all()
            assert (more[~poorer] == 0.0).all()
            return
    pytest.fail("no plot was recovered in part")


# --- rents and prices -----------------------------------------------------------------------------


def test_the_citys_land_revenue_is_what_firms_pay_for_land(world: list[Year]) -> None:
    leased_before = 0.0
    for year in world[1:]:
        state, firms = year.state, year.state.firms
        price = year.before["places"]["land_price"][firms["place"]]
        price = price * np.array((0.5, 0.8, 1.5, 3.0))[firms["grade"]]
        bought = np.where(firms["land_leased_wanted"] > 0.0, 0.0, firms["land_granted"])
        rent = firms["leased_land"] * price * state.scalars["lease_yield"]
        assert np.allclose(firms["land_payment"], bought * price + rent, rtol=EPSILON, atol=1e-12)
        wanted = math.fsum(((bought * price + rent) * firms["weight"]).tolist())
        _close(_amount(year, "land_account", "land_payment"), wanted * state.scalars["price_level"])
        entrants = firms["age"] == 1
        assert rent[entrants].sum() > 0.0 and rent[~entrants].sum() > 0.0
        leased_before += float(bought.sum())
    assert leased_before > 0.0


# --- land of a place ------------------------------------------------------------------------------


def test_a_places_land_adds_up_visibly(city: State, parameters: dict[str, float]) -> None:
    clearance = {"places": ((0, 1.0), (57, 0.5)), "sector": 3.0, "projects": 10.0}
    measures = [scheduled(ParkClearance, clearance), scheduled(LandSupply, {"mu_per_year": 3e3})]
    assert tuple(PLACE_UNITS) == PLACE_FIGURES
    held = 0.0
    for year in years(city, measures, parameters, 5, 2018):
        table = dict(zip(PLACE_FIGURES, place_figures(year.state), strict=True))
        parts = ("land", "free_land", "other_land", "reserved_land", "held_land")
        total = sum(table[name] for name in parts)
        assert np.allclose(total, table["land_stock"], rtol=EPSILON, atol=5e-3)
        held += float(table["held_land"].sum())
    assert held > 0.0


# --- what members carry ---------------------------------------------------------------------------


def test_members_draw_what_only_the_ledger_reads_inside_its_bounds() -> None:
    assert len(LEDGER_ONLY) >= 2
    drawn = with_ledger_prices([replace(draw_members("central", 1).members[0], seed=k)
                                for k in range(400)])  # fmt: skip
    for item in LEDGER_ONLY:
        assert item.name not in names()
        found = np.array([member.parameters[item.name] for member in drawn])
        assert item.low <= found.min() < found.max() <= item.high
        mean = (item.low + 4.0 * item.value + item.high) / 6.0  # of a PERT
        assert found.mean() == pytest.approx(mean, abs=4.0 * found.std() / 20.0)
        assert len(set(found.tolist())) > 390


def test_copies_of_a_member_have_prices_of_their_own() -> None:
    member = draw_members("prior", 1).members[0]
    assert {item.name for item in LEDGER_ONLY} <= set(member.parameters)
    copy = with_ledger_prices([replace(member, seed=member.seed + NEXT_COPY)])[0]
    for item in LEDGER_ONLY:
        assert copy.parameters[item.name] != member.parameters[item.name]
    assert with_ledger_prices([member])[0] == member


@pytest.mark.parametrize(("read_by", "asks_the_same"), [("ledger", True), ("rules", False)])
def test_a_price_of_the_ledger_is_no_question_to_the_fit(
    monkeypatch: pytest.MonkeyPatch, read_by: Any, asks_the_same: bool
) -> None:
    before = stale.question_hash()
    further = replace(LEDGER_ONLY[0], name="further", read_by=read_by)
    monkeypatch.setattr(stale, "parameters", lambda: {**declared(), "further": further})
    assert (stale.question_hash() == before) == asks_the_same


@pytest.fixture
def stale_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], bool]:
    """Whether a posterior is stale once the run of its check gives another figure."""
    posterior = read_posterior(posterior_folder())
    figures = dict(posterior.provenance.check.figures)
    about = posterior.provenance.model_copy(
        update={"source_hash": "another", "question_hash": stale.question_hash()}
    )

    def with_figure(name: str) -> bool:
        assert name in figures
        record = Record(1, indicators=[figures | {name: figures[name] + 1.0}])
        monkeypatch.setattr(stale, "run_member", lambda *_, **__: record)
        return stale.is_stale(replace(posterior, provenance=about))

    return with_figure


def test_another_way_of_booking_does_not_make_a_posterior_stale(
    stale_after: Callable[[str], bool],
) -> None:
    assert not stale_after("public_cost") and stale_after("value_added")
