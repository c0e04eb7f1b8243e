"""The page of `yongsim app` in a real browser, offline: choose, edit, run, compare, download."""

from __future__ import annotations

import io
import os
import re
import shutil
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from sim.app.jobs import Jobs
from sim.app.panels import results
from sim.app.panels.targets import percent
from sim.app.plan import BASELINE, Plan
from sim.app.serve import listen
from sim.report.compare.write import finding_tables
from sim.scenario.load import load_scenario

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
                None)  # fmt: skip
PATIENCE = 600_000  # milliseconds; a busy machine is slow


@pytest.fixture(scope="module")
def pool() -> Iterator[Jobs]:
    jobs = Jobs(workers=1)
    yield jobs
    jobs.close()


@pytest.fixture(scope="module")
def address(pool: Jobs) -> Iterator[str]:
    server = listen("127.0.0.1", 0, pool, "zh", Plan(firms="0.01", draws="3"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Watched:
    """A tab whose every request and complaint is kept; what asks for another host is stopped."""

    def __init__(self, browser: Any, address: str):
        self.address, self.outside, self.complaints = address, [], []
        self.context = browser.new_context(viewport={"width": 1366, "height": 768})
        self.context.set_default_timeout(PATIENCE)
        self.context.route("**/*", self._route)
        self.page = self.new_tab()

    def new_tab(self) -> Any:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: said.type in ("error", "warning")
                and self.complaints.append(said.text))  # fmt: skip
        page.goto(self.address)
        page.wait_for_selector("#bases, #form, #run, #section, #city-canvas")
        return page

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def plan(self, page: Any = None) -> Any:
        return (page or self.page).evaluate("JSON.parse(sessionStorage.getItem('plan'))")

    def wait_for_plan(self, condition: str) -> Any:
        """Wait until what the tab keeps of the plan fulfils a condition on `plan`."""
        self.page.wait_for_function(
            "() => { const plan = JSON.parse(sessionStorage.getItem('plan'));"
            f" return {condition} }}"
        )
        return self.plan()

    def go(self, number: int) -> None:
        self.page.locator("nav button").nth(number - 1).click()

    def download(self, label: str) -> tuple[str, bytes]:
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=label).first.click()
        return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


@pytest.fixture(scope="module")
def tab(address: str) -> Iterator[Watched]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Watched(browser, address)
        browser.close()


@pytest.mark.slow
def test_the_whole_path_offline(tab: Watched, pool: Jobs, tmp_path: Path) -> None:
    page = tab.page
    assert page.title() == "宁波工业转型升级：政策方案比较"
    choose(tab)
    edit_by_keyboard(tab)
    run(tab)
    found = pool.found(page.evaluate("JSON.parse(sessionStorage.getItem('job'))"))
    assert found is not None
    look_at_results(tab, found)
    downloads(tab, found, tmp_path)
    switch_language(tab)
    year_by_year(tab)
    reload_and_second_tab(tab)
    assert tab.outside == [] and tab.complaints == []


def choose(tab: Watched) -> None:
    """By the keyboard alone: the skip link is first, then language, path, scenarios."""
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.id") == "skip"
    tab.page.locator("#bases input[type=checkbox]").first.focus()
    tab.page.keyboard.press("Space")
    plan = tab.wait_for_plan("plan.options.length === 1")
    assert plan["options"][0]["base"] == "full_plan"
    tab.page.locator("#chosen li").nth(1).wait_for()


def edit_by_keyboard(tab: Watched) -> None:
    tab.go(2)
    page = tab.page
    page.locator("#form input[type=range]").first.wait_for()
    assert load_scenario("full_plan").measures
    slider = page.get_by_label(re.compile("补助比例.*A类.*滑块"))
    assert slider.get_attribute("max") == "0.3"
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    plan = tab.wait_for_plan("(plan.options[0].changes['upgrade_subsidy.rate'] || {texts: []})"
                             ".texts[0] === '0.16'")  # fmt: skip
    assert plan["options"][0]["changes"]["upgrade_subsidy.rate"]["texts"][1] == "0.12"
    box = page.locator("#form .one-number input[type=text]").first
    assert box.input_value() == "0.16"
    box.fill("0.9")
    refused = page.locator("#form .refusal:not(:empty)")
    refused.wait_for()
    assert "0.9 超出范围 [0, 0.3]" in refused.inner_text()
    box.fill("0.2")
    refused.wait_for(state="detached")
    tab.wait_for_plan("plan.options[0].changes['upgrade_subsidy.rate'].texts[0] === '0.2'")


def run(tab: Watched) -> None:
    tab.go(3)
    tab.page.locator("#run").click()
    tab.page.locator("#progress progress").wait_for()
    assert tab.page.locator("#cancel").is_visible()
    tab.page.locator("#section").wait_for()
    assert tab.page.locator("#cancel").is_hidden()


def look_at_results(tab: Watched, found: Any) -> None:
    page, names = tab.page, results.names_of(found, "zh")
    assert list(names) == [BASELINE, "option_1"] and "快速预览" in page.inner_text("main")
    page.locator("#section-shown table").wait_for()
    rows = page.locator("#section-shown tbody tr").all_inner_texts()
    for row in found.findings.audits:
        if row.plain.probability is not None and row.scenario == "option_1":
            line = next(text for text in rows if text.split("\t")[0] == row.plain.target.zh)
            assert percent(row.plain.probability) in line
    for name, mark in (("与基准的差异", "规上工业总产值"), ("财政与成本", "土地收支")):
        page.get_by_text(name, exact=True).first.click()
        page.locator("#section-shown", has_text=mark).wait_for()
    page.get_by_text("逐年走势", exact=True).first.click()
    page.locator("#fan .main-svg").first.wait_for()
    assert "基准情景" in (page.locator("#fan").text_content() or "")
    page.get_by_text("57个片区", exact=True).first.click()
    page.locator("#tableau .tile").nth(56).wait_for()
    assert page.locator("#tableau .tile").count() == 57


def downloads(tab: Watched, found: Any, folder: Path) -> None:
    tab.page.get_by_text("下载", exact=True).first.click()
    name, content = tab.download("全部结果（Excel）")
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["差异"].iter_rows(values_only=True))
    table = finding_tables(found.findings)["differences"]
    at = rows[0].index("mean")
    assert name.endswith(".xlsx")
    assert np.allclose([row[at] for row in rows[1:]], table["mean"].to_pylist())
    name, content = tab.download("报告（Word）")
    assert name.endswith(".docx") and content.startswith(b"PK")
    name, content = tab.download("与第一个情景之差")
    assert name == "differences.png" and content.startswith(b"\x89PNG")
    name, content = tab.download("情景文件：规划全面实施（调整）")
    path = folder / name
    path.write_bytes(content)
    scenario = load_scenario(str(path))
    assert scenario.resolved == found.findings.comparison.ensembles[1].scenario.resolved
    rate = tomllib.loads(content.decode())["instruments"]["upgrade_subsidy"]["rate"]
    assert rate == {"2021": [0.2, 0.12, 0.08, 0.08]}


def switch_language(tab: Watched) -> None:
    """By the arrow keys; what was edited and found stays."""
    tab.page.locator("#language input").first.focus()
    tab.page.keyboard.press("ArrowRight")
    tab.page.locator("h1", has_text="Industrial upgrading in Ningbo").wait_for()
    tab.page.locator("main h2", has_text="Results").wait_for()
    assert tab.page.evaluate("document.documentElement.lang") == "en"
    tab.page.locator("#section-shown", has_text="Scenario files").wait_for()
    shown = tab.page.inner_text("nav") + tab.page.inner_text("main") + tab.page.inner_text("footer")
    assert not re.search("[一-鿿]", shown)
    assert tab.plan()["options"][0]["changes"]["upgrade_subsidy.rate"]["texts"][0] == "0.2"


def year_by_year(tab: Watched) -> None:
    tab.go(5)
    page = tab.page
    page.locator("#city-figures table").first.wait_for()
    page.wait_for_function("() => document.getElementById('city-canvas').onmousemove !== null")
    drawn = "document.getElementById('city-canvas').toDataURL()"
    last = page.evaluate(drawn)
    page.locator("#city-year").focus()
    page.keyboard.press("ArrowLeft")
    page.locator("#city-figures h3", has_text="2024").wait_for()
    assert page.evaluate(drawn) != last


def reload_and_second_tab(tab: Watched) -> None:
    """A reload loses nothing; another tab begins with nothing, and disturbs nobody."""
    before = tab.plan()
    tab.page.reload()
    tab.page.locator("#city-figures table").first.wait_for()
    assert tab.plan() == before and tab.page.inner_text("h1").startswith("Industrial")
    other = tab.new_tab()
    other.locator("#bases input[type=checkbox]").nth(2).check()
    other.wait_for_function(
        "() => JSON.parse(sessionStorage.getItem('plan')).options.length === 1"
    )
    assert [one["base"] for one in tab.plan(other)["options"]] == ["no_policy"]
    assert tab.plan() == before
    other.close()


@pytest.mark.slow
def test_a_run_can_be_cancelled(tab: Watched, pool: Jobs) -> None:
    page = tab.new_tab()
    page.locator("#bases input[type=checkbox]").first.check()
    page.locator("#chosen li").nth(1).wait_for()
    page.locator("nav button").nth(2).click()
    page.locator("#run").click()
    page.locator("#cancel").click()
    page.locator("#progress", has_text=re.compile("已取消|cancelled")).wait_for()
    job = pool.get(page.evaluate("JSON.parse(sessionStorage.getItem('job'))"))
    assert job is not None and job.state == "cancelled" and pool.found(job.name) is None
    if job.process is not None:
        job.process.wait(timeout=20)
        with pytest.raises(ProcessLookupError):
            os.kill(job.process.pid, 0)
    page.close()
