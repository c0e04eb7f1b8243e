"""Own firms in the city: what they replace, what stays, and that nothing tells of single ones."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from helpers import SMALL, digest
from own_tables import PLANTED, firms, write_settings
from rich.console import Console

import sim
from sim.base import disclosure
from sim.base.disclosure import OwnParts, hidden, limits
from sim.base.errors import InputError
from sim.base.own import OWN, SHOWN, is_own
from sim.base.state import State
from sim.city import detail_groups
from sim.city.detail_groups import Classes, group_sums
from sim.city.details import GROUP_FIGURES, Wanted
from sim.city.exchange import city_totals
from sim.city.hiding import hidden_districts, hidden_places
from sim.city.record import PLACE_FIGURES, Record
from sim.city.run import run_city
from sim.park.atlas import place_number, places, sectors
from sim.scenario.checks import population_rows
from sim.scenario.ensemble import run_ensemble
from sim.scenario.explain import explain_firm
from sim.scenario.load import Scenario
from sim.scenario.one_firm import follow_firm
from sim.scenario.one_run import population, run_member
from sim.scenario.own.load import own_firms
from sim.scenario.own.totals import change_of
from sim.scenario.sample import draw_members
from sim.scenario.traced import trace

YEAR, LAST = 2018, 2020
LAND = ("land", "free_land", "other_land", "reserved_land", "held_land")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Takes rows and settings, and has runs take the firms."""
    monkeypatch.delenv(SHOWN, raising=False)

    def take(rows: list[dict[str, Any]], settings: str = "") -> None:
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv(OWN, str(write_settings(folder, rows, settings)))

    return take


def run(parameters: dict[str, float], baseline: Scenario, last: int = LAST) -> Record:
    return run_city(population(parameters, SMALL), baseline.measures, parameters=parameters,
                    seed=1, last_year=last, future=baseline.future)  # fmt: skip


def own_sum(column: str) -> float:
    found = own_firms()
    assert found is not None
    return float(found.columns[column].sum())


# --- what comes and what goes -------------------------------------------------------------------


def test_a_table_of_2015_is_the_start_and_nothing_else_changes(
    own: Any, city: State, parameters: dict[str, float]
) -> None:
    own(firms(12, year=2015))
    mixed = population(parameters, SMALL)
    mine = is_own(mixed.firms["key"])
    assert mine.sum() == 12 and set(mixed.firms["weight"][mine]) == {1.0}
    for name in ("output", "value_added", "employment", "land"):
        assert mixed.firms[name][mine].sum() == pytest.approx(own_sum(name))
    assert mixed.firms["tax_paid"][mine].sum() == pytest.approx(own_sum("tax"))
    covered = np.isin(city.firms["place"], [place_number("cixi_longshan"),
                                            place_number("cixi_xiaolin")])  # fmt: skip
    stays = ~(covered & (city.firms["above_scale"] == 1))
    for name in city.firms:
        if name != "weight":
            assert sorted(mixed.firms[name][~mine]) == sorted(city.firms[name][stays]), name


def test_the_books_and_the_production_rule_close_for_own_firms(
    own: Any, parameters: dict[str, float]
) -> None:
    own(firms(12, year=2015, wages=1200.5, capital=9000.25, debt=3000.75, electricity=88.125))
    mixed = population(parameters, SMALL)
    mine = is_own(mixed.firms["key"])
    f = {name: mixed.firms[name][mine] for name in mixed.firms}
    parts = f["wages"] + f["depreciation"] + f["interest"] + f["taxes"] + f["profit"]
    assert parts == pytest.approx(f["value_added"])
    made = np.exp(f["productivity"] + f["transitory"]
                  + parameters["capital_elasticity"] * np.log(f["capital"])
                  + parameters["labour_elasticity"] * np.log(f["employment"]))  # fmt: skip
    assert made == pytest.approx(f["value_added"])
    assert f["wages"] == pytest.approx(1200.5) and f["capital"] == pytest.approx(9000.25)
    assert f["debt"] == pytest.approx(3000.75) and f["electricity"] == pytest.approx(88.125)


def test_coal_equivalent_ranks_firms_within_their_sector(
    own: Any, parameters: dict[str, float]
) -> None:
    rows = firms(12, year=2015, sector="automobiles")
    own(rows)
    plain = population(parameters, SMALL)
    before = plain.firms["electricity"][is_own(plain.firms["key"])].sum()
    own([{**row, "energy": 50.0 + 400.0 * (k % 2)} for k, row in enumerate(rows)])
    mixed = population(parameters, SMALL)
    mine = is_own(mixed.firms["key"])
    order = np.argsort(mixed.firms["key"][mine])
    used = (mixed.firms["electricity"] / mixed.firms["value_added"])[mine][order]
    assert np.all(used[1::2] > used[0::2])
    assert mixed.firms["electricity"][mine].sum() == pytest.approx(before, rel=0.05)


def test_a_later_table_takes_over_at_the_end_of_its_year(
    own: Any, parameters: dict[str, float], baseline: Scenario
) -> None:
    plain = run(parameters, baseline)
    own(firms(30, year=YEAR))
    mixed = run(parameters, baseline)
    at = YEAR - 2015
    assert plain.change is None and mixed.change is not None and mixed.change.own == 30
    assert mixed.indicators[:at] == plain.indicators[:at]
    for figures, other in zip(plain.places[:at], mixed.places[:at], strict=True):
        assert figures.tobytes() == other.tobytes()
    was, now = plain.indicators[at], mixed.indicators[at]
    flows = ("upgrades", "industrial_investment", "firms_entered", "firms_left_market")
    assert [now[name] for name in flows] == [was[name] for name in flows]
    assert [row for row in mixed.ledger if row.year == YEAR] == [
        row for row in plain.ledger if row.year == YEAR]  # fmt: skip
    linked = ("real_value_added_index", "energy_per_value_added_index",
              "water_per_value_added_index")  # fmt: skip
    assert [now[name] for name in linked] == pytest.approx([was[name] for name in linked])
    line = PLACE_FIGURES.index("value_added")
    place = mixed.places[at][line, [place_number("cixi_longshan"), place_number("cixi_xiaolin")]]
    assert place.sum() == pytest.approx(own_sum("value_added"))  # money of the table's year
    assert now["value_added"] - was["value_added"] == pytest.approx(
        mixed.change.after["value_added"] - mixed.change.before["value_added"])


def test_own_firms_live_on_as_others_do(
    own: Any, parameters: dict[str, float], baseline: Scenario
) -> None:
    own(firms(40, year=YEAR))
    seen: dict[int, np.ndarray[Any, Any]] = {}

    def look(state: State) -> None:
        mine = is_own(state.firms["key"])
        seen[state.year] = state.firms["value_added"][mine].copy()
        if state.year > YEAR:
            assert np.all(state.firms["score"][mine] > 0.0)

    run_city(population(parameters, SMALL), baseline.measures, parameters=parameters, seed=1,
             last_year=YEAR + 2, future=baseline.future, after_year=look)  # fmt: skip
    assert len(seen[YEAR]) == 0 and len(seen[YEAR + 1]) > 35
    growth = np.log(seen[YEAR + 1].mean() / (own_sum("value_added") / 40))
    assert abs(growth) < 0.25  # no jump in the first year on their own


def test_land_of_each_place_adds_up_every_year(
    own: Any, parameters: dict[str, float], baseline: Scenario
) -> None:
    own(firms(30, year=YEAR, land=900.0))
    record = run(parameters, baseline, 2021)
    for figures in record.places:
        parts = sum(figures[PLACE_FIGURES.index(name)] for name in LAND)
        assert parts == pytest.approx(figures[PLACE_FIGURES.index("land_stock")])


@pytest.mark.parametrize("year", [2015, YEAR])
def test_totals_are_kept_by_the_weights_of_other_firms(
    own: Any, parameters: dict[str, float], baseline: Scenario, year: int
) -> None:
    own(firms(30, year=year), 'totals = "kept"')
    change = run(parameters, baseline, max(year, 2016)).change
    assert change is not None
    for name in ("firms", "value_added", "output", "employment", "tax_paid", "land"):
        assert change.after[name] == pytest.approx(change.before[name], rel=0.002), name
    own(firms(30, year=year))
    changed = run(parameters, baseline, max(year, 2016)).change
    assert changed is not None
    assert changed.after["value_added"] != pytest.approx(changed.before["value_added"], rel=1e-5)


def test_totals_that_cannot_be_kept_are_refused(
    own: Any, parameters: dict[str, float]
) -> None:
    own(firms(900, year=2015, output=900_000.0, value_added=200_000.0, tax=9000.0, land=500.0,
              employment=3000), 'totals = "kept"')  # fmt: skip
    with pytest.raises(InputError, match="changed") as caught:
        population(parameters, SMALL)
    assert "自有企业" in caught.value.zh


@pytest.mark.parametrize("year", [2015, YEAR])
def test_a_district_may_be_taken_over_whole_even_where_no_own_firm_comes(
    own: Any, parameters: dict[str, float], baseline: Scenario, year: int
) -> None:
    small = [{**row, "output": 900.0 + k, "value_added": 210.0, "tax": 20.0, "land": 4.5,
              "employment": 15, "above_scale": "no", "code": f"S{k}", "name": f"s{k}"}
             for k, row in enumerate(firms(8, year=year))]  # fmt: skip
    own([*firms(20, year=year), *small], 'covers = ["cixi"]\nfirms = "all"')
    there: list[int] = []

    def look(state: State) -> None:
        if state.year == year + 1:
            home = np.array([place.district == "cixi" for place in places()])
            mine = is_own(state.firms["key"])
            old = home[state.firms["place"]] & ~mine & (state.firms["age"] > 1)
            came = state.firms["moves"][old] > 0
            there.extend([int(mine.sum()), int(old.sum() - came.sum())])

    run_city(population(parameters, SMALL), baseline.measures, parameters=parameters, seed=1,
             last_year=year + 2, future=baseline.future, after_year=look)  # fmt: skip
    assert there[0] > 22 and there[1] == 0


def test_what_is_said_of_the_totals_is_what_a_run_does(own: Any, baseline: Scenario) -> None:
    own(firms(12, year=2015))
    change, year = change_of("history")
    city = population(baseline.parameters)
    assert year == 2015 and change.after == city_totals(city)
    assert change.own == 12 and change.replaced > 12


# --- same bytes ---------------------------------------------------------------------------------


def test_same_seed_same_bytes_for_any_number_of_workers(own: Any) -> None:
    own(firms(12, year=YEAR))
    options: dict[str, Any] = {"seeds": 4, "firms": SMALL, "years": (2015, 2019),
                               "draws": "central"}  # fmt: skip
    one, two = (run_ensemble("baseline", workers=n, **options) for n in (1, 2))
    assert [digest(a) for a in one.records] == [digest(b) for b in two.records]


def test_without_own_firms_again_all_is_as_before(
    own: Any, parameters: dict[str, float], baseline: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(run(parameters, baseline))
    own(firms(12, year=YEAR))
    assert digest(run(parameters, baseline)) != before
    monkeypatch.delenv(OWN)
    assert digest(run(parameters, baseline)) == before


# --- nothing is told of single firms ------------------------------------------------------------


def cells(*values: list[float]) -> OwnParts:
    """A table whose cells hold own firms of these sizes."""
    where = np.repeat(np.arange(len(values)), [len(one) for one in values])
    return OwnParts.of(where, np.array([x for one in values for x in one])[:, None], len(values))


@pytest.mark.parametrize(("counts", "found"), [
    ([5, 0, 7], []), ([5, 1, 7], [0, 1]), ([2, 2, 9], [0, 1]), ([1, 1, 4, 9], [0, 1, 2]),
    ([0, 0], []), ([2, 0], [0]),
])  # fmt: skip
def test_what_is_hidden_cannot_be_told_from_the_rest(
    counts: list[int], found: list[int]
) -> None:
    here = hidden(cells(*([8.0] * count for count in counts)))
    assert np.flatnonzero(here).tolist() == found
    kept = np.array(counts)[~here]
    assert np.all((kept == 0) | (kept >= limits().least))


@pytest.mark.parametrize(("values", "tells"), [
    ([100.0, 10.0, 10.0, 9.0], True),  # whoever has the second tells the largest to 19%
    ([100.0, 10.0, 10.0, 10.0], False), ([100.0, 90.0, 19.0], True), ([100.0, 90.0, 21.0], False),
    ([-100.0, 90.0, 5.0], True),  # a loss is told as well
    ([7.0, 7.0, 0.0, 0.0], True), ([0.0, 0.0, 0.0], False), ([7.0, 7.0, 7.0], False), ([], False),
])  # fmt: skip
def test_a_sum_that_one_or_two_firms_make_up_tells_them(values: list[float], tells: bool) -> None:
    assert cells(values).tells().tolist() == [tells]
    assert cells([], values).by(np.array([0, 0]), 1).tells().tolist() == [tells]


def test_a_giant_hides_its_cell_and_what_would_tell_it_as_the_rest() -> None:
    giant, others = [100.0, 1.0, 1.0, 1.0], [20.0, 20.0, 20.0, 20.0]
    assert hidden(cells(others, giant, others, others)).tolist() == [True, True, False, False]
    small = [4.0, 4.0, 4.0, 4.0]  # one of them is not enough: two are hidden beside the giant
    assert hidden(cells(giant, small, small, others)).tolist() == [True, True, True, False]


def test_cells_together_are_what_all_their_firms_are() -> None:
    luck = np.random.default_rng(5)
    for _ in range(200):
        values = [list(luck.lognormal(0.0, 2.0, luck.integers(0, 5))) for _ in range(6)]
        chosen = luck.integers(0, 2, 6) == 1
        found = cells(*values).together(chosen)
        flat = cells([x for one, yes in zip(values, chosen, strict=True) if yes for x in one])
        for name in ("firms", "count", "total", "first", "second"):
            assert getattr(found, name).ravel() == pytest.approx(getattr(flat, name).ravel()), name


@pytest.mark.parametrize("key", ["least", "within"])
@pytest.mark.parametrize("value", ["x", True, -1, 1.5, None])
def test_limits_that_cannot_be_used_are_refused(
    key: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"least": {"value": 3}, "within": {"value": 0.2}}
    monkeypatch.setattr(disclosure, "shipped_toml", lambda name: {**good, key: {"value": value}})
    with pytest.raises(InputError, match=rf"disclosure.toml: \[{key}\]: give value") as refused:
        limits.__wrapped__()
    assert f"[{key}]：value" in refused.value.zh


def _tells_a_firm(state: State, some: list[int]) -> bool:
    """Whether the figures of some places, added up, would tell an own firm."""
    firms = state.firms
    rows = np.flatnonzero(is_own(firms["key"]) & np.isin(firms["place"], some))
    upper = firms["above_scale"][rows]
    values = [firms["land"][rows], *(firms[name][rows] * upper for name in
              ("value_added", "employment", "tax_paid"))]  # fmt: skip
    return any(cells(list(one)).tells()[0] for one in values)


def _adds_up(state: State) -> tuple[int, int]:
    """Nothing that is shown of places tells an own firm, nor what is left of their districts.

    Returns:
        Districts that are hidden, and places that are in other districts.
    """
    firms, homes = state.firms, state.places["district"]
    own = is_own(firms["key"])
    places_hidden, districts_hidden = hidden_places(state), hidden_districts(state)
    here = list(np.unique(firms["place"][own]))
    if _tells_a_firm(state, here):  # by the city's totals: nothing can be done but hide all
        assert all(places_hidden[k] for k in here)
        return 0, 0
    sets = [[k] for k in here if not places_hidden[k]]
    for one in np.unique(homes[here]):
        mine = [k for k in here if homes[k] == one and places_hidden[k]]
        if not districts_hidden[one]:
            sets.append(mine)
        else:
            assert mine == [k for k in here if homes[k] == one]
    sets.append([k for k in here if districts_hidden[homes[k]]])
    for some in sets:
        assert not _tells_a_firm(state, some), some
    return int(districts_hidden.sum()), int((places_hidden & ~districts_hidden[homes]).sum())


def _as_if_own(city: State, luck: np.random.Generator) -> State:
    """A city some of whose firms, in some places, pass for own ones; with giants among them."""
    state = dataclasses.replace(city, firms=city.firms.copy())
    homes = luck.permutation(len(state.places))[: luck.integers(3, 40)]
    chosen = np.flatnonzero(np.isin(state.firms["place"], homes))
    chosen = luck.permutation(chosen)[: luck.integers(20, 200)]
    state.firms["key"][chosen] = 1_000_000_000 + np.arange(chosen.shape[0])
    giants = luck.permutation(chosen)[: luck.integers(0, 6)]
    for name in ("land", "value_added"):
        state.firms[name][giants] *= 3.0
    return state


def test_places_are_hidden_within_their_districts_too(city: State) -> None:
    luck = np.random.default_rng(8)
    found = np.array([_adds_up(_as_if_own(city, luck)) for _ in range(60)])
    assert ((found > 0).sum(axis=0) > 10).all()


def test_a_hidden_district_is_hidden_where_groups_are_told(
    city: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detail_groups, "hides", lambda state: True)
    luck, classes, seen = np.random.default_rng(9), Classes(city), 0
    for _ in range(20):
        state = _as_if_own(city, luck)
        places_of = hidden_districts(state)
        told = group_sums(state, classes)["district"]
        assert np.isnan(told[places_of]).all()
        seen += int(places_of.any() and np.isfinite(told).any())
    assert seen > 5


def test_a_giant_among_four_firms_hides_its_place_its_groups_and_its_cells(
    own: Any, baseline: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    (member,) = draw_members("central", 1).members
    giant = {"value_added": 90_000.0, "output": 400_000.0, "tax": 9_000.0, "land": 900.0,
             "employment": 4_000}  # fmt: skip
    others = firms(40, year=2015, place="cixi_longshan", value_added=20_000.0, output=90_000.0,
                   tax=2_000.0, land=90.0, employment=500, sector="automobiles")  # fmt: skip
    four = [{**row, "code": f"B{k}", "name": f"b{k}", "place": "wangchun_gaoqiao",
             "sector": "key_basic_parts", **(giant if k == 0 else {})}
            for k, row in enumerate(firms(4, year=2015))]  # fmt: skip
    own([*others, *four])
    few = place_number("wangchun_gaoqiao")
    sector = [one.name for one in sectors()].index("key_basic_parts")

    def seen() -> tuple[float, float, float]:
        record = run_member(baseline, member, firms=SMALL, last_year=2016,
                            wanted=Wanted(ledger=True, groups=True))  # fmt: skip
        assert record.details is not None and record.details.ledger is not None
        ledger = record.details.ledger
        taxes = [k for k, one in enumerate(ledger.entries) if one.item == "tax_paid"]
        there = (ledger.place == few) & np.isin(ledger.entry, taxes) & (ledger.year == 2016)
        value_added = GROUP_FIGURES.index("value_added")
        return (float(record.places[-1][PLACE_FIGURES.index("value_added"), few]),
                float(record.details.groups["sector"][sector, 1, value_added]),
                float(ledger.amount[there].sum()))  # fmt: skip

    assert np.isnan(seen()).all()
    monkeypatch.setenv(SHOWN, "1")
    assert np.isfinite(seen()).all()


def test_a_giant_that_the_citys_totals_would_tell_is_refused(
    own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own([*firms(6), *firms(1, code="giant", name="giant", value_added=900_000.0,
                           output=2_000_000.0)])  # fmt: skip
    with pytest.raises(InputError, match="nearly all of column output") as refused:
        own_firms()
    assert "工业总产值" in refused.value.zh and "2000000" not in str(refused.value)
    monkeypatch.setenv(SHOWN, "1")
    assert own_firms() is not None


def test_a_place_with_few_own_firms_hides_its_figures(
    own: Any, parameters: dict[str, float], baseline: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [*firms(10, year=YEAR, place="cixi_longshan"),
            *({**row, "code": f"B{k}", "name": f"b{k}", "place": "wangchun_gaoqiao"}
              for k, row in enumerate(firms(2, year=YEAR)))]  # fmt: skip
    own(rows)
    few = place_number("wangchun_gaoqiao")
    figures = run(parameters, baseline).places[YEAR - 2015]
    for name in ("value_added", "employment", "tax", "land", "land_stock", "above_scale_firms"):
        assert np.isnan(figures[PLACE_FIGURES.index(name), few]), name
        assert np.isnan(figures[PLACE_FIGURES.index(name)]).sum() == 2  # one more hides it
    assert np.isfinite(figures[PLACE_FIGURES.index("land_price")]).all()
    monkeypatch.setenv(SHOWN, "1")
    assert np.isfinite(run(parameters, baseline).places[YEAR - 2015]).all()


def test_single_own_firms_are_not_shown_unasked(
    own: Any, baseline: Scenario, parameters: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    own(firms(12, year=2015))
    (member,) = draw_members("central", 1).members
    mixed = population(parameters, SMALL)
    key = int(mixed.firms["key"][is_own(mixed.firms["key"])][0])
    refused: list[Any] = [
        lambda: follow_firm("baseline", 1, key),
        lambda: explain_firm(baseline, member, key, 2016, SMALL),
        lambda: trace(baseline, member, SMALL),
        lambda: sim.CityModel(baseline.measures, population=mixed).firms,
        lambda: sim.CityModel(baseline.measures, population=mixed, agent_reporters=["output"]),
        lambda: sim.CityModel(baseline.measures),
        lambda: population_rows(SMALL, "en"),
    ]
    for show in refused:
        with pytest.raises(InputError):
            show()
    model = sim.CityModel(baseline.measures, population=mixed, last_year=2016)
    model.step()  # by itself it may run
    monkeypatch.setenv(SHOWN, "1")
    assert explain_firm(baseline, member, key, 2016, SMALL).traces


def test_agent_by_agent_is_the_same_city(
    own: Any, parameters: dict[str, float], baseline: Scenario
) -> None:
    own(firms(12, year=2016))
    record = run(parameters, baseline, 2017)
    model = sim.CityModel(baseline.measures, population=population(parameters, SMALL),
                          parameters=parameters, future=baseline.future,
                          last_year=2017)
    model.step()
    model.step()
    assert digest(model.record) == digest(record)


def _tells(path: Path, wanted: np.ndarray[Any, Any]) -> bool:
    """Whether a table holds one of some odd figures."""
    table = pq.read_table(path).to_pandas().select_dtypes("number")
    found = table.to_numpy(dtype=float).ravel()
    found = found[np.isfinite(found) & (np.abs(found - np.rint(found)) > 1e-9)]
    return bool(np.isclose(found[:, None], wanted[None, :], rtol=1e-8, atol=0.0).any())


def test_no_name_and_no_figure_of_a_firm_is_written(
    own: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from sim.report.compare.session import compare_and_report
    from sim.report.session import run_and_report

    few = [{**row, "code": f"PLANTED-{k}", "name": f"{PLANTED} b{k}", "place": "wangchun_gaoqiao"}
           for k, row in enumerate(firms(1, year=YEAR, value_added=3_141.593))]  # fmt: skip
    rows = [*firms(9, year=YEAR, place="cixi_longshan"), *few]
    own(rows)
    monkeypatch.chdir(tmp_path)
    common: dict[str, Any] = {"seeds": 2, "firms": SMALL, "language": "en", "workers": 1,
                              "screen": Console(width=200), "quiet": True, "draws": "central",
                              "detail": True}  # fmt: skip
    run_and_report("baseline", years=(2015, 2020), out=tmp_path / "run", **common)
    compare_and_report(["baseline", "no_policy"], out=tmp_path / "compare", width=(), most=1000,
                       own="", twins=False, **common)  # fmt: skip
    said = capfd.readouterr()
    names = [PLANTED, "PLANTED", "INVENTED", str(tmp_path / "own")]
    for text in (said.out, said.err):
        assert not any(name in text for name in names)
    wanted = np.array([row[name] for row in rows for name in
                       ("output", "value_added", "tax", "land")])  # fmt: skip
    written = [path for folder in ("run", "compare") for path in (tmp_path / folder).iterdir()]
    assert len(written) > 15
    for path in written:
        content = path.read_bytes()
        assert not any(name.encode() in content for name in names), path
        if path.suffix == ".parquet":
            assert not _tells(path, wanted), path
    told = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert told["own_firms"]["firms"] == 10 and len(told["own_firms"]["sha256"]) == 64
    assert set(told["own_firms"]) == {"year", "firms", "left_out", "places", "above_scale_only",
                                      "totals", "shown", "sha256"}  # fmt: skip
    monkeypatch.setenv(SHOWN, "1")  # asked for, they are there: the search above does find them
    run_and_report("baseline", years=(2015, YEAR), out=tmp_path / "shown", **common)
    assert _tells(tmp_path / "shown" / "places.parquet", wanted)


def test_a_run_says_what_own_firms_changed(own: Any, capfd: pytest.CaptureFixture[str]) -> None:
    from sim.report.notes import warnings

    own(firms(30, year=YEAR))
    ensemble = run_ensemble("no_policy", seeds=1, firms=SMALL, years=(2015, 2019), draws="central")
    for language, parts in (("en", ("30 firms", "not fitted anew", "value added (100m yuan)")),
                            ("zh", ("30 家企业", "未重新校准", "增加值（亿元）"))):
        said = "\n".join(warnings(ensemble, language))  # type: ignore[arg-type]
        assert all(part in said for part in parts), said


def test_results_with_other_own_firms_are_other_data(own: Any) -> None:
    from sim.base.resources import data_hash, rules_data_hash

    own(firms(12))
    first = data_hash()
    own(firms(13))
    assert len({first, data_hash(), rules_data_hash()}) == 3


def test_a_sweep_goes_on_only_with_its_own_firms_and_tells_nothing(
    own: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sweeps import PLAN, made

    from sim.sweep.manifest import read_manifest

    rows = [*firms(9, year=YEAR, place="cixi_longshan"), *firms(1, year=YEAR, code="one",
            name="one", place="wangchun_gaoqiao")]  # fmt: skip
    own(rows)
    plan = PLAN.replace("points = 3", "points = 1").replace("[2015, 2022]", "[2015, 2019]")
    store = made(tmp_path, plan.replace("seeds = 2", "seeds = 1"), shards=1)
    wanted = np.array([row[name] for row in rows for name in ("output", "value_added", "tax")])
    for path in store.path.rglob("*"):
        if path.is_file():
            assert PLANTED.encode() not in path.read_bytes()
            assert str(tmp_path / "own").encode() not in path.read_bytes()
        if path.suffix == ".parquet":
            assert not _tells(path, wanted)
    said = json.loads((store.path / "manifest.json").read_text(encoding="utf-8"))
    assert said["own_firms"]["firms"] == 10
    assert read_manifest(store.path).runs == 2
    monkeypatch.delenv(OWN)
    with pytest.raises(InputError, match="--own-firms") as caught:
        read_manifest(store.path)
    assert "自有企业" in caught.value.zh
    own(firms(10, year=YEAR))
    with pytest.raises(InputError, match="other own firms"):
        read_manifest(store.path)


def test_a_fit_refuses_own_firms(own: Any) -> None:
    from sim.report.calibration.session import refuse_own_firms

    refuse_own_firms()
    own(firms(5))
    with pytest.raises(InputError, match="leave out"):
        refuse_own_firms()


@pytest.mark.slow
def test_the_commands_check_and_refuse(own: Any, tmp_path: Path) -> None:
    from helpers import yongsim

    from sim.scenario.own.template import write_template

    folder = tmp_path / "t"
    table = write_template(folder, "zh")[1]
    table.write_bytes(table.read_bytes().replace(b"5200.0", b"-5200.5"))
    done = yongsim("firms", "check", folder / "own_firms.toml", "--lang", "en", cwd=tmp_path)
    said = done.stdout.decode()
    assert done.returncode == 1 and "-5200.5" in said and "below nought" in said
    done = yongsim("--own-firms", folder / "own_firms.toml", "run", "no_policy", "--firms", "0.02",
                   "--seeds", "1", "--out", "out", "--lang", "en", cwd=tmp_path)  # fmt: skip
    said = done.stderr.decode()
    assert done.returncode == 2 and "1 rows are refused (rows 2)" in said and "5200" not in said
    assert not (tmp_path / "out").exists()
