"""What runs record beside the record: the ledger by place and grade, groups, projects."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from helpers import digest, random_policy, scheduled, snapshot, twin

from sim.base.ledger import LAND_ENTRIES
from sim.base.levers import GRADES
from sim.base.state import State
from sim.base.totals import UNIT
from sim.base.variables import PLACE
from sim.city.detail_groups import Classes, group_sums, project_sums, size_class
from sim.city.detail_ledger import TAX_ACCOUNT, LedgerWatch
from sim.city.details import GRADE_NAMES, GROUP_FIGURES, NEW, PROJECT_KINDS, LedgerCells, Wanted
from sim.city.measure import measure
from sim.city.record import LedgerRow, ledger_rows, place_figures
from sim.city.settlement import PAID_EARLY
from sim.city.start import start
from sim.city.year import simulate_year
from sim.compare.owners import ledger_columns, owner
from sim.park.atlas import districts, size_classes
from sim.policy.block_rectification import BlockRectification
from sim.policy.clearing import Clearing
from sim.policy.land_recovery import LandRecovery
from sim.policy.low_efficiency import LowEfficiency
from sim.policy.obsolete_capacity import ObsoleteCapacity
from sim.policy.park_clearance import ParkClearance
from sim.policy.recruited_projects import RecruitedProjects
from sim.policy.upgrade_subsidy import UpgradeSubsidy
from sim.scenario.ensemble import run_ensemble
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.one_run import PLAIN, run_member
from sim.scenario.sample import draw_members

EPSILON, LAST_YEAR = 1e-9, 2020


@dataclass
class Watched:
    """One year of a random world: before, after, its plain ledger, and its detailed one."""

    before: dict[str, Any]
    state: State
    plain: list[LedgerRow]
    cells: LedgerCells


def _of_year(cells: LedgerCells, year: int) -> LedgerCells:
    kept = cells.year == year
    return LedgerCells(cells.entries, *(getattr(cells, name)[kept] for name in
                                        ("year", "entry", "place", "grade", "firms", "amount")))


def _watch(city: State, parameters: dict[str, float], measures: list[Any], seed: int) -> Any:
    state = start(city, seed)
    state.scalars.update(parameters)
    watch, found = LedgerWatch(city, measures), []
    while state.year < LAST_YEAR:
        before = snapshot(state)
        simulate_year(state, measures)
        watch.look(state)
        found.append((before, twin(state), ledger_rows(state, measures)))
    cells = watch.cells()
    return [Watched(before, state, rows, _of_year(cells, state.year))
            for before, state, rows in found]  # fmt: skip


@pytest.fixture(scope="module")
def cleared(city: State, parameters: dict[str, float], baseline: Scenario) -> list[Watched]:
    """The baseline with everything by which land changes hands."""
    kept = [measure for measure in baseline.measures if measure.name != "low_efficiency"]
    measures = [
        *kept, scheduled(Clearing, {"threshold": 1.0, "quota": 300.0}),
        scheduled(ParkClearance, {"places": ((0, 1.0),), "sector": 3.0, "projects": 30.0}),
        scheduled(LowEfficiency, {"quota": 300.0, "land_returned": 0.5}),
        scheduled(ObsoleteCapacity, {"gap": 0.5, "quota": 200.0}),
        scheduled(BlockRectification, {"quota": 300.0, "closed": 0.5}),
        scheduled(LandRecovery, {"tax_per_mu": 30.0, "years": 2.0}),
        scheduled(RecruitedProjects, {"over_10bn": 20.0, "over_1bn": 100.0}),
    ]  # fmt: skip
    return _watch(city, parameters, measures, 5)


@pytest.fixture(scope="module", params=[0, 1, 2, "cleared"])
def world(
    request: pytest.FixtureRequest, city: State, parameters: dict[str, float],
    cleared: list[Watched],
) -> list[Watched]:  # fmt: skip
    """Random policy, or the world with clearing."""
    if request.param == "cleared":
        return cleared
    measures = random_policy(np.random.default_rng(100 + request.param))
    return _watch(city, parameters, measures, 7 + request.param)


def _sums(watched: Watched, unit: str) -> Iterator[tuple[Any, float, float]]:
    for k, entry in enumerate(watched.cells.entries):
        if entry.unit == unit:
            mine = watched.cells.entry == k
            yield (entry, math.fsum(watched.cells.firms[mine].tolist()),
                   math.fsum(watched.cells.amount[mine].tolist()))  # fmt: skip


def _cells_of(watched: Watched, flow: str, item: str) -> dict[tuple[int, int], float]:
    """Amounts by place and grade."""
    found: dict[tuple[int, int], float] = defaultdict(float)
    for k, entry in enumerate(watched.cells.entries):
        if (entry.flow, entry.item) == (flow, item):
            for row in np.flatnonzero(watched.cells.entry == k):
                cell = int(watched.cells.place[row]), int(watched.cells.grade[row])
                found[cell] += float(watched.cells.amount[row])
    return found


# --- money --------------------------------------------------------------------------------------


def test_the_detail_adds_up_to_the_plain_ledger(world: list[Watched]) -> None:
    for watched in world:
        money = [one for one in _sums(watched, "10k yuan") if one[0].instrument != TAX_ACCOUNT]
        assert len(money) == len(watched.plain) >= 10
        for (entry, firms, amount), row in zip(money, watched.plain, strict=True):
            assert (entry.instrument, entry.flow, entry.item) == (
                row.instrument, row.flow, row.item)  # fmt: skip
            assert amount == pytest.approx(row.amount, rel=EPSILON, abs=EPSILON)
            assert firms == pytest.approx(row.firms, rel=EPSILON, abs=EPSILON)
    assert sum(row.amount != 0.0 for watched in world for row in watched.plain) > 20


def test_taxes_add_up_to_the_firms_own_by_place_and_grade(world: list[Watched]) -> None:
    for watched in world:
        firms, price = watched.state.firms, watched.state.scalars["price_level"]
        known = set(watched.before["firms"]["key"].tolist())
        wanted: dict[tuple[int, int], list[float]] = defaultdict(list)
        for key, place, grade, tax, weight in zip(
            *(firms[name].tolist() for name in ("key", "place", "grade", "tax_paid", "weight")),
            strict=True,
        ):
            wanted[place, grade if key in known else NEW].append(tax * weight * price)
        found = _cells_of(watched, "received", "tax_paid")
        assert set(found) == {cell for cell, own in wanted.items() if any(own)}
        for cell, amount in found.items():
            assert amount == pytest.approx(math.fsum(wanted[cell]), rel=EPSILON,
                                           abs=2.0 * len(wanted[cell]) / UNIT)  # fmt: skip
        everything = math.fsum(math.fsum(own) for own in wanted.values())
        assert math.fsum(found.values()) == pytest.approx(everything, rel=EPSILON)


def test_what_is_paid_early_belongs_to_the_place_before_the_move(world: list[Watched]) -> None:
    moved = 0
    for watched in world:
        state, before = watched.state, watched.before["firms"]
        place = dict(zip(before["key"].tolist(), before["place"].tolist(), strict=True))
        for variable, flow in (("land_buyback", "paid"), ("subsidy_paid", "paid")):
            assert variable in PAID_EARLY
            wanted: dict[int, float] = defaultdict(float)
            for part in (state.firms, state.departed):
                amounts = part[variable] * part["weight"] * state.scalars["price_level"]
                for key, amount in zip(part["key"].tolist(), amounts.tolist(), strict=True):
                    wanted[place.get(key, -1)] += amount
            found: dict[int, float] = defaultdict(float)
            for (at, _), amount in _cells_of(watched, flow, variable).items():
                found[at] += amount
            for at in set(wanted) | set(found):
                assert found[at] == pytest.approx(wanted[at], rel=EPSILON, abs=1e-2)
        moved += int(((state.firms["moves"] > 0) & (state.firms["land_buyback"] > 0)).sum())
    assert moved > 0


# --- land ---------------------------------------------------------------------------------------


def _by_place(watched: Watched, *flows: str) -> np.ndarray:
    found = np.zeros(len(watched.state.places))
    for k, entry in enumerate(watched.cells.entries):
        if entry.unit == "mu" and entry.flow in flows:
            mine = watched.cells.entry == k
            np.add.at(found, watched.cells.place[mine], watched.cells.amount[mine])
    return found


def test_every_mu_of_each_place_is_accounted_for(world: list[Watched]) -> None:
    for watched in world:
        now, before = watched.state.places, watched.before["places"]
        came = _by_place(watched, "supplied", "regained", "freed")
        went = _by_place(watched, "lost", "granted")
        close = {"rtol": EPSILON, "atol": 1e-6}
        ready_before = before["free_land"] + before["held_land"]
        ready_now = now["free_land"] + now["held_land"]
        np.testing.assert_allclose(ready_before + came - went, ready_now, **close)
        used = before["modelled_land"] + _by_place(watched, "granted") - _by_place(watched, "freed")
        np.testing.assert_allclose(used, now["modelled_land"], **close)
        ready = before["reserved_land"] - _by_place(watched, "supplied")
        np.testing.assert_allclose(ready, now["reserved_land"], **close)
        other = before["other_land"] + _by_place(watched, "lost") - _by_place(watched, "regained")
        np.testing.assert_allclose(other, now["other_land"], **close)


def test_all_causes_of_land_occur(cleared: list[Watched]) -> None:
    seen = {(entry.flow, entry.item) for watched in cleared
            for entry, _, amount in _sums(watched, "mu") if amount > 0.0}  # fmt: skip
    assert {(land.flow, land.cause) for land in LAND_ENTRIES} == seen


def test_land_without_a_firm_has_no_grade_and_other_parts_have_one(world: list[Watched]) -> None:
    for watched in world:
        for k, entry in enumerate(watched.cells.entries):
            grades = set(watched.cells.grade[watched.cells.entry == k].tolist())
            free = entry.flow in ("supplied", "regained", "lost") or entry.item in PLACE
            assert grades <= ({len(GRADE_NAMES) - 1} if free else set(range(len(GRADES) + 1)))


def test_a_lever_belongs_to_the_instrument_that_writes_it() -> None:
    scenario = load_scenario("full_plan")
    run = run_ensemble(scenario, seeds=1, firms=0.02, workers=1, draws="central",
                       years=(2015, 2022), wanted=Wanted(ledger=True))  # fmt: skip
    columns = ledger_columns(run)
    details = run.records[0].details
    assert details is not None and details.ledger is not None
    owners = {(one.flow, one.item): owner(scenario, one) for one in details.ledger.entries}
    assert owners["supplied", "made_ready"] == "land_supply"
    assert owners["freed", "cleared"] == "clearing"
    assert owners["freed", "bought_out"] == "park_clearance"
    entry = next(one for one in details.ledger.entries if one.item == "bought_out")
    assert owner(load_scenario("plan_strict"), entry) == ""  # no clearance of parks in that one
    assert owners["granted", "expansion"] == "land_account"
    assert len(columns["amount"]) == len(columns["seed"]) > 100


# --- nothing changes, nothing is kept unasked ---------------------------------------------------


@pytest.mark.parametrize("name", ["full_plan", "no_policy"])
def test_watching_changes_no_byte(name: str) -> None:
    scenario, member = load_scenario(name), draw_members("central", 1).members[0]
    options: dict[str, Any] = {"firms": 0.02, "last_year": 2023}
    plain = run_member(scenario, member, **options)
    watched = run_member(scenario, member, **options, wanted=Wanted(ledger=True, groups=True))
    assert plain.details is None and watched.details is not None
    assert digest(plain) == digest(watched) and plain.ledger == watched.ledger
    assert run_member(scenario, member, **options, wanted=PLAIN).details is None


# --- groups -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def end(city: State, parameters: dict[str, float], baseline: Scenario) -> State:
    state = start(city, 3)
    state.scalars.update(parameters)
    while state.year < 2021:
        simulate_year(state, baseline.measures)
    return state


def test_groups_add_up_to_the_indicators(end: State, city: State) -> None:
    sums, wanted = group_sums(end, Classes(city)), measure(end)
    assert set(sums) == {"district", "size", "size_2015", "sector", "grade"}
    for table in sums.values():
        both = dict(zip(GROUP_FIGURES, table.sum(axis=(0, 1)), strict=True))
        above = dict(zip(GROUP_FIGURES, table[:, 1].sum(axis=0), strict=True))
        assert both["firms"] == pytest.approx(wanted["evaluated_firms"], rel=EPSILON)
        for figure, indicator, scale in (
            ("firms", "above_scale_firms", 1.0), ("employment", "employment", 1.0),
            ("output", "gross_output", 1e4), ("value_added", "value_added", 1e4),
            ("land", "above_scale_land", 1.0),
        ):  # fmt: skip
            assert above[figure] == pytest.approx(wanted[indicator] * scale, rel=EPSILON)


def test_districts_add_up_their_places(end: State, city: State) -> None:
    found = group_sums(end, Classes(city))["district"]
    at = end.places["district"]
    figures = place_figures(end)
    for k in range(len(districts())):
        assert found[k, 1, 0] == pytest.approx(figures[1, at == k].sum(), rel=EPSILON)
        assert found[k, 1, 3] == pytest.approx(figures[2, at == k].sum(), rel=EPSILON)
        assert found[k, :, 5].sum() == pytest.approx(figures[5, at == k].sum(), rel=EPSILON)


def test_size_classes_need_both_bounds(end: State) -> None:
    found = size_class(end.firms, end.scalars["price_level"])
    names = [one.name for one in size_classes()]
    assert names == ["large", "medium", "small", "micro"]
    sales = end.firms["revenue"] * end.scalars["price_level"]
    staff = end.firms["employment"]
    bounds = [(1000, 40000), (300, 2000), (20, 300), (0, 0)]
    for k in range(len(end.firms)):
        wanted = next(j for j, (people, money) in enumerate(bounds)
                      if staff[k] >= people and sales[k] >= money)  # fmt: skip
        assert found[k] == wanted
    assert len(set(found.tolist())) == 4


def test_the_large_class_is_the_models_own(end: State, parameters: dict[str, float]) -> None:
    large = size_classes()[0]
    assert large.least_staff == parameters["large_employment"]
    assert large.least_revenue == parameters["large_revenue_nominal"]


def test_classes_of_2015_hold_the_same_firms_for_ever(end: State, city: State) -> None:
    classes = Classes(city)
    then = dict(zip(city.firms["key"].tolist(), classes.of(city.firms).tolist(), strict=True))
    assert max(then.values()) < len(size_classes())
    now = classes.of(end.firms)
    for key, found in zip(end.firms["key"].tolist(), now.tolist(), strict=True):
        assert found == then.get(key, len(size_classes()))
    assert (now == len(size_classes())).any()


# --- deadweight ---------------------------------------------------------------------------------


def test_projects_add_up_to_what_is_committed(end: State, baseline: Scenario) -> None:
    found = project_sums(end)
    row = next(one for one in ledger_rows(end, baseline.measures) if one.item == "subsidy_due")
    assert found[:, 1].sum() == pytest.approx(row.amount, rel=EPSILON)
    assert found[:, 0].sum() == pytest.approx(row.firms, rel=EPSILON)
    assert row.firms > 0.0


def test_deadweight_is_what_the_same_year_without_subsidy_does(
    city: State, parameters: dict[str, float], baseline: Scenario
) -> None:
    """The tally against a second city whose year has no subsidy: same firms, same draws."""
    state = start(city, 14)
    state.scalars.update(parameters)
    replaced = ("upgrade_subsidy", "subsidy_veto", "low_efficiency")
    others = [one for one in baseline.measures if one.name not in replaced]
    others.append(scheduled(LowEfficiency, {"quota": 3000.0}))
    subsidy = scheduled(UpgradeSubsidy, {"rate": (0.3,) * 4, "selected": 1.0})
    while state.year < 2018:
        simulate_year(state, [*others, subsidy])
    bare = twin(state)
    simulate_year(state, [*others, subsidy])
    simulate_year(bare, others)
    without = set(bare.firms["key"][bare.firms["upgraded"] == 1].tolist())
    wanted = dict.fromkeys(PROJECT_KINDS, 0.0)
    firms = state.firms
    for row in np.flatnonzero(firms["subsidy_due"] > 0.0):
        if int(firms["key"][row]) not in without:
            kind = "additional"
        else:
            kind = "anyway" if firms["would_upgrade"][row] == 1 else "ordered"
        wanted[kind] += float(firms["weight"][row])
    found = dict(zip(PROJECT_KINDS, project_sums(state)[:, 0].tolist(), strict=True))
    assert found == pytest.approx(wanted)
    assert min(found.values()) > 0.0
