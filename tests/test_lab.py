"""What notebooks call: tables are the results' own numbers, Excel files, changed scenarios."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sim import api
from sim.base import declare
from sim.base.errors import InputError
from sim.base.levers import NO_LIMIT
from sim.compare.ratio import ratio
from sim.compare.targets import wilson
from sim.policy.registry import instruments
from sim.report.lab.html import as_html, shown
from sim.report.lab.tables import TABLES
from sim.report.notebooks import Comparison
from sim.report.words import STANDINGS
from sim.scenario.load import load_scenario
from sim.scenario.outcome import outcome

TINY: dict[str, Any] = {"firms": 0.01, "seeds": 4}
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # what runs stand on
CHINESE = re.compile("[一-鿿]")


@pytest.fixture(scope="module")
def found() -> Comparison:
    wide = api.variant("baseline", {"upgrade_subsidy.selected": 1.0}, zh="全部入选", en="all in")
    return api.compare("baseline", wide, workers=1, draws="posterior", **TINY)


def rows(found: Any, name: str, **options: Any) -> pd.DataFrame:
    return api.table(name, found, "en", **options)


def test_differences_are_the_comparisons_own(found: Comparison) -> None:
    table = rows(found, "differences").set_index("figure")
    wanted = found.differences.query("indicator == 'upgrades' and first_year == 2021").iloc[0]
    row = table.loc["firms upgrading in the year"]
    assert row["mean difference"] == wanted["mean"] != 0.0 and row["period"] == "2021-2025"
    assert (row["95% interval from"], row["to"]) == (wanted["low"], wanted["high"])
    assert row["told apart?"] == ("more" if wanted["low"] > 0 else "not told apart")
    assert set(table["scenario"]) == {"all in"}


def test_the_cost_of_a_result_is_the_ratio_of_paired_differences(found: Comparison) -> None:
    first, other = found.findings.comparison.ensembles
    apart = {name: np.array([outcome(mine, name) - outcome(theirs, name) for mine, theirs in
                             zip(other.records, first.records, strict=True)])
             for name in ("public_cost", "upgrades")}  # fmt: skip
    row = rows(found, "results_per_cost").set_index("figure").loc["firms upgrading in the year"]
    wanted = ratio(apart["public_cost"], apart["upgrades"])
    assert row["difference in net cost (100m yuan)"] == pytest.approx(apart["public_cost"].mean())
    if wanted.low is None:
        assert pd.isna(row["cost per unit (100m yuan)"])
    else:
        assert row["cost per unit (100m yuan)"] == pytest.approx(wanted.value)


def test_the_ledger_adds_up_to_the_net_public_cost(found: Comparison) -> None:
    table = rows(found, "ledger")
    for ensemble in found.findings.comparison.ensembles:
        own = table[table["scenario"] == ensemble.scenario.title.en].set_index("instrument")
        cost = np.mean([outcome(one, "public_cost") for one in ensemble.records])
        assert own.loc["total", "net cost"] == pytest.approx(cost)
        assert own.drop("total")["net cost"].sum() == pytest.approx(cost)


def test_targets_carry_their_shares_and_verdicts(found: Comparison) -> None:
    table = rows(found, "targets")
    plan = found.targets.query("scenario == 'baseline'").set_index("en")
    own = table[table["scenario"] == found.findings.comparison.first.scenario.title.en]
    runs = len(found.findings.comparison.first.records)
    for _, row in own.iterrows():
        share = plan.loc[row["target"], "probability"]
        assert row["probability (%)"] == pytest.approx(100.0 * share)
        low, high = wilson(round(share * runs), runs)
        assert row["verdict"] == ("met" if low >= 0.9 else "missed" if high <= 0.1 else "not told")


def test_figures_of_the_city_and_of_a_place_are_the_records(found: Comparison) -> None:
    first = found.findings.comparison.first
    row = rows(found, "city").set_index("figure").loc["value added"]
    end = first.values("value_added")[:, -1]
    assert row["median 2025"] == np.median(end) and row["5% of 2025"] == np.quantile(end, 0.05)
    assert row["published 2020"] == 4042.0
    parks = rows(found, "parks", place="cixi_xiaolin")
    land = parks.query("figure == 'land of firms' and scenario == 'all in'").iloc[0]
    assert land["unit"] == "mu" and land["median 2025"] > 0.0
    with pytest.raises(InputError, match="unknown place"):
        rows(found, "parks", place="cixi")


def test_every_table_is_headed_in_its_language(found: Comparison) -> None:
    given = {"fit": api.fitted(), "undisciplined": api.fitted(), "doses": "upgrade_subsidy"}
    for name in ("city", "targets", "ledger", "differences", "results_per_cost", "joint",
                 "conflicts", "fit", "undisciplined", "doses", "not_represented"):  # fmt: skip
        for language in ("zh", "en"):
            made = api.table(name, given.get(name, found), language)
            assert len(made), name
            for heading in made.columns:
                assert bool(CHINESE.search(heading)) == (language == "zh"), heading
    with pytest.raises(InputError, match="did you mean 'targets'"):
        api.table("target", found, "en")
    assert set(given) < set(TABLES)


def test_what_a_value_stands_on_has_a_word_in_both_languages() -> None:
    assert set(STANDINGS) == set(declare.STANDINGS)
    assert all(CHINESE.search(zh) and not CHINESE.search(en) for zh, en in STANDINGS.values())


# --- a changed scenario, firms --------------------------------------------------------------------


def test_a_variant_differs_from_2021_on_and_in_nothing_else() -> None:
    made = api.variant("baseline", {"upgrade_subsidy.budget": 50000,
                                    "upgrade_subsidy.rate": (0.2, 0.1, 0.0, 0.0)},
                       zh="试", en="a trial")  # fmt: skip
    base = next(one for one in load_scenario("baseline").measures if one.name ==
                "upgrade_subsidy")  # fmt: skip
    own = next(one for one in made.measures if one.name == "upgrade_subsidy")
    assert own.doses(2020) == base.doses(2020)
    wanted = {**base.doses(2021), "budget": 50000.0, "rate": (0.2, 0.1, 0.0, 0.0)}
    assert own.doses(2021) == own.doses(2025) == wanted
    assert (made.name, made.title.zh, made.title.en) == ("own", "试", "a trial")


@pytest.mark.parametrize(("doses", "message"), [
    ({"upgrade_subsidy.rate": 0.9}, "0.9"), ({"upgrade_subsidy.rat": 0.1}, "did you mean 'rate'"),
    ({"upgrade.rate": 0.1}, "unknown instrument"),
])  # fmt: skip
def test_a_variant_out_of_bounds_is_refused(doses: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        api.variant("baseline", doses, zh="试", en="a trial")


def test_a_variant_needs_a_name_of_its_own() -> None:
    with pytest.raises(InputError, match="give another"):
        api.variant("baseline", {}, zh="试", en="a trial", name="baseline")


def test_firms_are_those_that_can_be_asked_about() -> None:
    table = api.firms("baseline", year=2021, draws="central", **TINY)
    assert table["value_added"].is_monotonic_decreasing and table["firm"].is_unique
    one = table[(table["above_scale"] == 1) & (table["grade"] != "A")].iloc[0]
    why = api.explain("baseline", year=2021, firm=int(one["firm"]), draws="central", **TINY)
    grade = next(item.figures["grade"] for item in why.standings if item.kind == "grading")
    assert "ABCD"[int(grade)] == one["grade"] and why.place == one["place"]
    assert why.end["value_added"] == one["value_added"]
    shown_firms = api.table("firms", table, "en", most=3)
    assert len(shown_firms) == 3
    assert shown_firms["tax per mu (10k yuan/mu)"][0] == pytest.approx(
        table["tax_paid"][0] / table["land"][0])  # fmt: skip


# --- the page, Excel, controls --------------------------------------------------------------------


def test_excel_holds_the_numbers_and_is_not_written_over(tmp_path: Path) -> None:
    table = pd.DataFrame({"名称": ["=1+1", "乙"], "数值": [1.25, np.nan], "年": [2021, 2025]})
    tables = {"很长的名称[" + "长" * 40: table, "很长的名称 " + "长" * 41: table}
    path = api.export(tables, tmp_path / "a" / "one.xlsx", about=[("说明", "试")])
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 3 and all(len(name) <= 31 for name in book.sheetnames)
    cells = [[cell.value for cell in row] for row in book[book.sheetnames[1]].iter_rows()]
    assert cells == [["名称", "数值", "年"], ["=1+1", 1.25, 2021], ["乙", None, 2025]]
    assert book[book.sheetnames[1]]["A2"].data_type == "s"  # text, not a formula
    assert book.properties.created == datetime.datetime(2020, 1, 1)
    before = path.read_bytes()
    with pytest.raises(InputError, match="new file"):
        api.export(tables, path)
    second = api.export(tables, tmp_path / "two.xlsx", about=[("说明", "试")])
    assert path.read_bytes() == before == second.read_bytes()
    assert sorted(one.name for one in tmp_path.rglob("*.*")) == ["one.xlsx", "two.xlsx"]


@pytest.mark.parametrize(("value", "text"), [
    (1234.5, "1,234"), (0.0123456, "0.0123"), (-3.25, "−3.25"), (-0.0, "0"), (3e-12, "0"),
    (None, "–"), (float("nan"), "–"), (float("inf"), "∞"), (250.0, "250"), ("文", "文"),
])  # fmt: skip
def test_numbers_are_shown_short(value: Any, text: str) -> None:
    assert shown(value) == text


def test_a_table_escapes_what_it_shows() -> None:
    made = as_html(pd.DataFrame({"<b>": ["<i>x"], "first": [2024.0]}), "a & b")
    same = as_html(pd.DataFrame({"scenario": ["x", "x"], "n": [1, 2]}), "a", "scenario")
    assert "a · x" in same and "scenario" not in same
    assert "<i>" not in made and "&lt;i&gt;x" in made and "a &amp; b" in made and ">2024<" in made


def test_the_size_of_a_page_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SEEDS", "FIRMS", "WORKERS"):
        monkeypatch.delenv(f"YONGSIM_{name}", raising=False)
    assert api.notebook("start_here").size == {"seeds": 20, "firms": 1.0, "workers": None}
    monkeypatch.setenv("YONGSIM_SEEDS", "3")
    monkeypatch.setenv("YONGSIM_FIRMS", "0.5")
    assert api.notebook("start_here", "en").one == {"seeds": 3, "firms": 0.5}
    for name, value, message in (("YONGSIM_SEEDS", "many", "numbers"),
                                 ("YONGSIM_FIRMS", "7", "share between")):  # fmt: skip
        monkeypatch.setenv(name, value)
        with pytest.raises(InputError, match=message):
            api.notebook("start_here")
        monkeypatch.setenv(name, "1")
    with pytest.raises(InputError, match="zh or en"):
        api.notebook("start_here", "fr")
    with pytest.raises(InputError, match="did you mean 'start_here'"):
        api.notebook("start_her")


def test_sliders_keep_to_the_instruments_bounds() -> None:
    pytest.importorskip("ipywidgets", reason="jupyter is not installed")
    page = api.notebook("compare_options", "zh")
    card = instruments()["upgrade_subsidy"].doses()["rate"]
    made = api.slider(page, "upgrade_subsidy.rate", 0.1, high=9.0, step=0.01)
    assert (made.min, made.max, made.value) == (card.low, card.high, 0.1)
    assert card.zh in made.description and not made.continuous_update
    with pytest.raises(InputError, match="no upper bound"):
        api.slider(page, "upgrade_subsidy.budget", 0.0, step=1.0)
    chosen = api.pick_list(page, "cap", {"不限": NO_LIMIT})
    assert chosen.value == NO_LIMIT and chosen.description == page.words("cap")


def test_a_page_says_no_limit_in_words() -> None:
    page = api.notebook("compare_options", "zh")
    both = page.both("option", rate=0.1, cap=1e18, grades="AB", budget=20000.0)
    assert "不限" in both["zh"] and "none" in both["en"] and "10%" in both["zh"]
    with pytest.raises(InputError, match="unknown text"):
        page.words("hwo")
