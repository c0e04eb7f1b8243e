"""The explorer: its numbers are the store's, and the page works offline in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import REPOSITORY
from sweeps import TITLE, made, plan_file

from sim.base.errors import InputError
from sim.compare.targets import wilson
from sim.policy.registry import instruments
from sim.report.console import console
from sim.report.explorer import words
from sim.report.explorer.content import content
from sim.report.explorer.grid import Grid, _own_places, read_grid
from sim.report.explorer.page import HERE, page
from sim.report.explorer.session import run
from sim.scenario.load import load_scenario
from sim.scenario.outcome import outcome
from sim.sweep import worker
from sim.sweep.outputs import output
from sim.sweep.setup import load_sweep
from sim.sweep.store import Store

PLAN = f"""
scenarios = ["baseline"]
firms = 0.01
outputs = ["value_added", "real_value_added_index", "tax_per_mu", "upgrades", "public_cost",
           "ledger"]
{TITLE}
[[design]]
kind = "posterior"
points = 4
[[design]]
kind = "grid"
[design.axes]
"instruments.upgrade_subsidy.selected" = {{ values = [0.2, 1.0], years = "2021" }}
"instruments.low_efficiency.quota" = {{ values = [249.0, 500.0], years = "2021" }}
"""
FAILS = 2  # the member whose run fails, with both sliders at their ends
LAST = 3  # the cell of both sliders at their ends


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Four members on a grid of two by two; one run fails."""
    whole = worker.run_member

    def run_member(scenario: Any, member: Any, **options: Any) -> Any:
        record = whole(scenario, member, **options)
        quota = next(one for one in scenario.measures if one.name == "low_efficiency")
        half = next(one for one in scenario.measures if one.name == "upgrade_subsidy")
        doses = quota.doses(2021)["quota"], half.doses(2021)["selected"]
        if member.number == members[FAILS - 1] and doses == (500.0, 1.0):
            raise ArithmeticError("out of range")
        return record

    folder = tmp_path_factory.mktemp("explorer")
    (design, _) = load_sweep(plan_file(folder, PLAN)).designs
    members = [design.member(k).number for k in range(4)]  # type: ignore[union-attr]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "run_member", run_member)
        return made(folder, PLAN, shards=1)


@pytest.fixture(scope="module")
def grid(store: Store) -> Grid:
    return read_grid(store.path)


@pytest.fixture(scope="module")
def shown(grid: Grid) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(content(grid)))
    return found


@pytest.fixture(scope="module")
def rows(grid: Grid) -> pd.DataFrame:
    """The store's rows with the cell of each."""
    frame = grid.data.frame()
    selected, quota = (frame[f"dose_{name}"] for name in ("upgrade_subsidy_selected",
                                                          "low_efficiency_quota"))  # fmt: skip
    return frame.assign(cell=2 * (selected == 1.0) + (quota == 500.0), draw=(frame.point - 1) // 4)


def of(rows: pd.DataFrame, cell: int, name: str, *, summed: bool = False) -> pd.Series:
    """A figure of each draw of a cell, by the number of the draw."""
    found = rows[(rows.cell == cell) & (rows.year > 2020 if summed else rows.year == 2025)]
    return found.groupby("draw")[name].sum()


@pytest.mark.parametrize("cell", [0, 1, LAST])
def test_the_page_shows_the_stores_own_quantiles(
    shown: dict[str, Any], rows: pd.DataFrame, cell: int
) -> None:
    for k, item in enumerate(shown["indicators"]):
        values = of(rows, cell, item["name"], summed=item["sum"])
        wanted = np.quantile(values, [0.5, 0.05, 0.95])
        assert shown["cells"][cell]["values"][k][:3] == pytest.approx(wanted, rel=1e-5)
    path = shown["cells"][cell]["paths"][0]
    of_2018 = rows[(rows.cell == cell) & (rows.year == 2018)].value_added
    assert [mark[3] for mark in path] == pytest.approx(
        np.quantile(of_2018, [0.5, 0.05, 0.95]), rel=1e-5)  # fmt: skip


def test_differences_are_taken_draw_by_draw(shown: dict[str, Any], rows: pd.DataFrame) -> None:
    names = [one["name"] for one in shown["indicators"]]
    row = shown["cells"][LAST]["values"][names.index("upgrades")]
    mine, theirs = (of(rows, cell, "upgrades", summed=True) for cell in (LAST, 0))
    apart = (mine - theirs).dropna()
    assert row[3] == len(apart) == 3  # the draw that failed has no pair
    assert row[4] == pytest.approx(apart.mean(), rel=1e-4)
    half = 4.302653 * apart.std() / np.sqrt(3)  # Student's quantile for two degrees of freedom
    assert row[5:7] == pytest.approx([apart.mean() - half, apart.mean() + half], rel=1e-4)
    assert row[7:9] == pytest.approx(np.quantile(apart, [0.05, 0.95]), rel=1e-4)
    none = shown["cells"][0]["values"][names.index("upgrades")]
    assert none[4:9] == [0, 0, 0, 0, 0] and none[9:] == [None] * 3


def test_targets_are_shares_of_the_runs(shown: dict[str, Any], rows: pd.DataFrame) -> None:
    at = [one["name"] for one in shown["targets"]].index("tax_per_mu")
    aim, found = shown["targets"][at]["aim"], shown["cells"][LAST]["targets"][at]
    values = of(rows, LAST, "tax_per_mu")
    hits = int((values >= 0.99 * aim).sum())  # a thinned city's slack
    assert found[3:] == pytest.approx([hits / 3, *wilson(hits, 3)], rel=1e-5)
    assert found[0] == pytest.approx(values.median(), rel=1e-5)
    assert {"zh", "en"} <= set(shown["cannot"]["model"][0])


def test_the_ledger_adds_up_to_the_net_public_cost(
    shown: dict[str, Any], rows: pd.DataFrame
) -> None:
    for cell in (0, LAST):
        net = np.zeros(5)
        for item, years in zip(shown["money"], shown["cells"][cell]["money"], strict=True):
            net += item["sign"] * np.array(years)
        cost = rows[(rows.cell == cell) & (rows.year > 2020)].groupby("year").public_cost.mean()
        assert net == pytest.approx(cost.to_numpy(), rel=1e-4)
        wanted = np.quantile(of(rows, cell, "public_cost", summed=True), [0.5, 0.05, 0.95])
        assert shown["cells"][cell]["net"] == pytest.approx(wanted, rel=1e-4)
    assert {one["flow"] for one in shown["money"]} >= {"paid", "received", "forgone"}


def test_what_failed_or_is_not_there_says_so(grid: Grid, shown: dict[str, Any]) -> None:
    cell = shown["cells"][LAST]
    assert (cell["n"], cell["failed"], cell["missing"]) == (3, 1, 0)
    figures = {name: values.copy() for name, values in grid.figures.items()}
    for values in figures.values():
        values[2] = np.nan
    missing = np.array([0, 0, 4, 0])
    cells = content(replace(grid, figures=figures, missing=missing))["cells"]
    assert cells[2] == {"n": 0, "failed": 0, "missing": 4}


def test_the_baseline_of_a_grid_is_where_the_scenario_itself_lies(grid: Grid) -> None:
    assert (grid.reference, grid.own) == (0, True)
    shipped = load_sweep("explorer_grants_and_land")
    axes = tuple(axis for design in shipped.designs for axis in design.axes
                 if design.kind == "grid")  # fmt: skip
    assert _own_places(shipped.scenarios[0], axes) == [2, 0, 1, 1]
    assert _own_places(load_scenario("no_policy"), axes) == [None, None, 0, None]


def test_ledger_outputs_are_the_records_own(grid: Grid) -> None:
    from sim.scenario.one_run import run_member
    from sim.sweep.outputs import figures

    sweep = load_sweep(plan_file(grid.data.path.parent, PLAN))
    case = sweep.run(sweep.blocks[0], 0)
    record = run_member(case.scenario, case.member, firms=0.01, last_year=2025)
    kept = figures(record, ("upgrades", "ledger_upgrade_subsidy_paid"), 2021)
    assert kept[:, 0].sum() == pytest.approx(outcome(record, "upgrades"))
    paid = [row.amount for row in record.ledger if row.year > 2020
            and (row.instrument, row.flow) == ("upgrade_subsidy", "paid")]  # fmt: skip
    assert kept[:, 1].sum() == pytest.approx(sum(paid) / 10_000.0, rel=1e-6)
    assert output("ledger_grade_charges_received").unit == "100m yuan"
    with pytest.raises(InputError, match="unknown indicator"):
        output("ledger_upgrade_subsidy")


# --- the page -------------------------------------------------------------------------------------


def test_the_page_asks_nobody_and_old_browsers_understand_it(shown: dict[str, Any]) -> None:
    text = page(shown, "zh")
    outside = re.findall(r"[a-z]+://[^\s\"'<]+", text)
    assert set(outside) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(src|srcset|action)=|@import|url\(|\bfetch\(|XMLHttp|import ", text)
    assert "default-src 'none'" in text
    script = "".join((HERE / name).read_text(encoding="utf-8") for name in ("charts.js", "page.js"))
    newer = r"\?\.|\?\?|\.\.\.|\.at\(|replaceAll|\.flat\(|\.flatMap\(|fromEntries|\basync\b|#\w+\("
    code = re.sub(r"//.*", "", script)
    assert not re.search(newer, code)
    assert content_of(text) == shown


def content_of(text: str) -> Any:
    (found,) = re.findall(r'<script id="content" type="application/json">(.*?)</script>', text)
    return json.loads(found)


def test_data_cannot_end_the_script_that_holds_it(shown: dict[str, Any]) -> None:
    title = {"zh": "</script><b>试", "en": "</script><b>a"}
    text = page({**shown, "title": title}, "en")
    assert content_of(text)["title"] == title and "<b>" not in text


def test_every_text_of_the_page_is_there_in_both_languages() -> None:
    chinese = re.compile("[一-鿿]")
    for key, (zh, en) in {**words.PAGE, **words.SAID}.items():
        assert chinese.search(zh if key != "other_language" else en), key
        assert en.strip() and (key == "other_language" or not chinese.search(en)), key
        assert set(re.findall(r"{(\w+)", zh)) == set(re.findall(r"{(\w+)", en)), key
    choices = {name for kind in instruments().values() for card in kind.doses().values()
               for name in card.choices}  # fmt: skip
    for name in choices:
        zh, en = words.choice(name, "zh"), words.choice(name, "en")
        assert chinese.search(zh) and not chinese.search(en), name
    script = (HERE / "page.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'\bt\("(\w+)"\)', script))
    asked |= set(re.findall(r'data-text="(\w+)"', (HERE / "page.html").read_text(encoding="utf-8")))
    assert asked <= set(words.PAGE) and len(asked) > 40


REFUSED = {
    "no grid": (PLAN.partition('[[design]]\nkind = "grid"')[0], {}, "shows a grid"),
    "short": (PLAN.replace("firms = 0.01", "firms = 0.01\nyears = [2015, 2022]"), {}, "needs the"),
    "ending": (PLAN, {"out": Path("page.txt")}, "ends in .html"),
    "there": (PLAN, {"out": Path("there.html")}, "exists"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_cannot_be_shown_is_refused(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    text, options, message = REFUSED[case]
    monkeypatch.chdir(tmp_path)
    Path("there.html").write_text("mine", encoding="utf-8")
    source = store.path
    if text != PLAN:
        source = tmp_path / "store"
        shutil.copytree(store.path, source)
        from sim.sweep.manifest import write_manifest

        write_manifest(load_sweep(plan_file(tmp_path, text)), source)
    with pytest.raises(InputError, match=message) as refusal:
        run(str(source), keep=None, firms=None, workers=1, language="zh", screen=console(),
            quiet=True, **{"out": None, **options})  # fmt: skip
    assert re.search("[一-鿿]", refusal.value.zh)
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["there.html"]
    assert Path("there.html").read_text(encoding="utf-8") == "mine"


# --- in a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page") / "explorer.html"
    return run(str(store.path), keep=None, firms=None, workers=1, out=out, language="zh",
               screen=console(), quiet=True)  # fmt: skip


@pytest.fixture
def browser(written: Path) -> Iterator[Any]:
    """The page opened from its file, every request and complaint noted."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no chromium on this machine")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        context = opened.new_context(offline=True, viewport={"width": 1366, "height": 768})
        view = context.new_page()
        view.asked, view.complaints = [], []
        view.on("request", lambda one: view.asked.append(one.url))
        view.on("console", lambda one: view.complaints.append(one.text))
        view.on("pageerror", lambda one: view.complaints.append(str(one)))
        view.goto(written.as_uri())
        yield view
        opened.close()


def numbers(text: str) -> list[float]:
    """Numbers of a text, with the page's minus and separators."""
    plain = text.replace("−", "-").replace(",", "")
    return [float(one) for one in re.findall(r"[-+]?\d+\.?\d*", plain)]


def test_a_slider_moved_by_keyboard_shows_the_stores_numbers(
    browser: Any, rows: pd.DataFrame, written: Path
) -> None:
    for slider in ("#axis-0", "#axis-1"):
        browser.focus(slider)
        browser.keyboard.press("ArrowRight")
    assert "1 比例" in browser.inner_text("#value-0")
    assert browser.get_attribute("#axis-1", "aria-valuetext") == "500 家/年"
    row = browser.inner_text("#figure-table tbody tr:nth-child(1)")
    values = of(rows, LAST, "value_added")
    wanted = np.quantile(values, [0.5, 0.05, 0.95])
    assert "规上工业增加值" in row
    assert numbers(row.split("亿元")[1])[1:4] == pytest.approx(wanted, abs=0.051)
    assert "其中1次模拟失败" in browser.inner_text("#runs")
    total = numbers(browser.inner_text("#money-table tr.total"))
    cost = rows[(rows.cell == LAST) & (rows.year > 2020)].groupby("draw").public_cost.sum().mean()
    assert total[4] == pytest.approx(cost, abs=0.011)
    browser.click("#figure-table tbody tr:nth-child(4) button")
    assert browser.locator("#path-chart svg").get_attribute("aria-label").count("改造企业") == 1
    assert browser.locator("#response-chart circle").count() == 2
    browser.click("#language")
    assert browser.inner_text("#settings-head") == "Settings"
    assert browser.get_attribute("html", "lang") == "en"
    assert numbers(browser.inner_text("#figure-table tbody tr:nth-child(1)").split("yuan")[1])[
        1:4] == pytest.approx(wanted, abs=0.051)  # fmt: skip
    text = browser.inner_text("body").replace("中文", "")
    assert not re.search("[一-鿿]", text)
    browser.click("#reset")
    assert "baseline itself" in browser.inner_text("#runs")
    with browser.expect_download() as saved:
        browser.click("button[data-chart='path-chart']")
    assert saved.value.suggested_filename.endswith(".png")
    asked = [url for url in browser.asked if not url.startswith(("data:", "blob:"))]
    assert asked == [written.as_uri()] and browser.complaints == []


def test_the_command_is_there_with_its_plan() -> None:
    text = (REPOSITORY / "scenarios/sweeps/explorer_grants_and_land.toml").read_text("utf-8")
    sweep = load_sweep("explorer_grants_and_land", firms=0.1)
    assert sweep.runs == 36 * 5 * 3 * 3 * 3 and "question" in text
    assert any(name.startswith("ledger_") for name in sweep.outputs)
