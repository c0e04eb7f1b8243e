"""Stylised facts: measures against drawn truth, verdicts on planted facts, the page as kept."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import math
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import REPOSITORY
from typer.testing import CliRunner

from sim.base.errors import InputError
from sim.base.parameters import parameter_values
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.cli import app
from sim.explore import expected
from sim.explore.expected import Expected, expectations, judge
from sim.explore.facts import measures
from sim.explore.facts.catalogue import MEASURES, measured, others_with_project, steps
from sim.explore.facts.study import FILE
from sim.explore.firm_years import FirmYears, firm_years
from sim.report.trust import files
from sim.report.trust.rows import cells, sentences
from sim.scenario.load import load_scenario
from sim.scenario.member import Member

ONES = np.ones(40_000)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture(scope="module")
def panel() -> FirmYears:
    return firm_years(load_scenario("baseline"), Member(0, {}, 1, 1), last_year=LAST_YEAR,
                      firms=0.05)  # fmt: skip


# --- measures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("exponent", [0.9, 1.06, 1.5, 2.5])
def test_a_drawn_pareto_tail_gives_its_exponent_back(
    rng: np.random.Generator, exponent: float
) -> None:
    sizes = (1.0 - rng.uniform(size=len(ONES))) ** (-1.0 / exponent)
    assert measures.tail_exponent(sizes, ONES, 0.05) == pytest.approx(exponent, rel=0.07)


@pytest.mark.parametrize("shape", [0.7, 1.0, 1.4, 2.0])
def test_planted_growth_gives_its_shape_back(rng: np.random.Generator, shape: float) -> None:
    sign = rng.choice([-1.0, 1.0], len(ONES))
    rates = 0.03 + 0.2 * sign * rng.gamma(1.0 / shape, size=len(ONES)) ** (1.0 / shape)
    assert measures.subbotin_exponent(rates, ONES) == pytest.approx(shape, rel=0.04)


@pytest.mark.parametrize("fall", [0.0, 0.15, 0.3])
def test_the_spread_of_growth_falls_as_planted(rng: np.random.Generator, fall: float) -> None:
    sizes = np.exp(rng.normal(8.0, 1.3, len(ONES)))
    rates = rng.laplace(size=len(ONES)) * 0.3 * sizes**-fall
    assert -measures.spread_slope(sizes, rates, ONES, 20) == pytest.approx(fall, abs=0.02)


def test_a_firm_that_stands_for_ten_counts_as_ten(rng: np.random.Generator) -> None:
    sizes = np.exp(rng.normal(size=300))
    rates, other = rng.laplace(size=(2, 300))
    weights = rng.integers(1, 10, 300)
    copies = np.repeat(np.arange(300), weights)
    years, hit = rng.integers(0, 3, 300), (rates > 0).astype(float)
    causes = np.stack([other, sizes], axis=1)
    for measure in (
        lambda rows, weight: measures.subbotin_exponent(rates[rows], weight),
        lambda rows, weight: measures.correlation(rates[rows], other[rows], weight),
        lambda rows, weight: measures.logit_slopes(
            hit[rows], causes[rows], years[rows], weight)[0],
        lambda rows, weight: measures.centred(rates[rows], weight, years[rows])[0],
    ):  # fmt: skip
        found = measure(np.arange(300), weights.astype(float))
        assert found == pytest.approx(measure(copies, np.ones(len(copies))), abs=0.01)


def test_a_planted_logit_gives_its_slopes_back(rng: np.random.Generator) -> None:
    causes, years = rng.normal(size=(len(ONES), 2)), rng.integers(0, 4, len(ONES))
    index = causes @ [-0.5, 0.35] - 2.0 + 0.3 * years
    happened = (rng.uniform(size=len(ONES)) < 1.0 / (1.0 + np.exp(-index))).astype(float)
    found = measures.logit_slopes(happened, causes, years, ONES)
    assert found == pytest.approx([-0.5, 0.35], abs=0.06)


def test_a_logit_where_nothing_happened_tells_nothing() -> None:
    causes = np.arange(20.0).reshape(10, 2)
    found = measures.logit_slopes(np.zeros(10), causes, np.zeros(10, dtype=int), np.ones(10))
    assert np.isnan(found).all()


def test_ratio_and_persistence_of_a_known_law(rng: np.random.Generator) -> None:
    first = rng.normal(0.0, 0.4, len(ONES))
    later = 0.85 * first + rng.normal(0.0, 0.4 * math.sqrt(1 - 0.85**2), len(ONES))
    assert measures.correlation(later, first, ONES) == pytest.approx(0.85, abs=0.01)
    expected_ratio = math.exp(2 * 1.2815515655 * 0.4)
    found = measures.percentile_ratio(first, ONES, 0.9, 0.1)
    assert found == pytest.approx(expected_ratio, rel=0.02)


@pytest.mark.parametrize(("innovation", "imitation"), [(0.03, 0.38), (0.2, 0.05), (0.1, -0.05)])
def test_only_where_imitation_is_stronger_is_it_an_s(innovation: float, imitation: float) -> None:
    shares = [0.05]
    for _ in range(12):
        shares.append(shares[-1] + (innovation + imitation * shares[-1]) * (1 - shares[-1]))
    path = np.array(shares)
    hazards = np.diff(path) / (1 - path[:-1])
    found = measures.imitation_over_innovation(path[:-1], hazards)
    assert found == pytest.approx(imitation - innovation, abs=1e-9)
    # With an S the most adoptions come after the first year.
    assert (found > 0) == (np.argmax(np.diff(path)) > 0)


# --- the firms of a run ---------------------------------------------------------------------------


def test_firm_years_are_the_citys(panel: FirmYears) -> None:
    assert panel.years == tuple(range(FIRST_YEAR, LAST_YEAR + 1))
    for year in (2015, 2020):
        keys = panel.of(year, "key")
        assert np.all(np.diff(keys) > 0)
        listed = panel.of(year, "weight") * panel.of(year, "above_scale")
        figures = panel.indicators[year]
        assert listed.sum() == pytest.approx(figures["above_scale_firms"])
        land = np.sum(listed * panel.of(year, "land"))
        assert land == pytest.approx(figures["above_scale_land"], rel=1e-6)


def test_steps_are_the_register_and_who_left_it(panel: FirmYears) -> None:
    found = steps(panel)
    stays = found.there & (found.after["above_scale"] == 1)
    weight = found.before["weight"]
    gone = np.bincount(found.year, weight * ~stays)
    dropped = [panel.indicators[year]["dropped_from_register"] for year in range(2016, 2021)]
    assert gone == pytest.approx(dropped)


def test_peers_leave_the_firm_itself_out(panel: FirmYears) -> None:
    share, year = others_with_project(panel, 2020), 2020
    columns = {name: panel.of(year, name) for name in ("place", "sector", "weight", "projects")}
    for row in (0, 50, 700):
        near = (columns["place"] == columns["place"][row]) & (
            columns["sector"] == columns["sector"][row])  # fmt: skip
        near[row] = False
        weight = columns["weight"][near]
        by_hand = np.sum(weight * (columns["projects"][near] > 0)) / max(weight.sum(), 1e-9)
        assert share[row] == pytest.approx(by_hand)


def test_productivity_is_what_production_leaves(panel: FirmYears) -> None:
    values = parameter_values()
    for year in (2015, 2021):
        log = (panel.of(year, "productivity")
               + values["capital_elasticity"] * np.log(panel.of(year, "capital"))
               + values["labour_elasticity"] * np.log(panel.of(year, "employment")))  # fmt: skip
        assert np.exp(log) == pytest.approx(panel.of(year, "value_added"), rel=1e-9)


def test_every_fact_has_a_measure_and_every_measure_a_range(panel: FirmYears) -> None:
    assert list(expectations(FILE)) and set(expectations(FILE)) == set(MEASURES)
    found = measured(panel)
    assert set(found) == set(MEASURES)
    assert all(math.isfinite(value) for value in found.values()), found


# --- planted cities -------------------------------------------------------------------------------


def planted(panel: FirmYears, **columns: object) -> FirmYears:
    """The same firms with some variables made up for each year."""
    made = {
        year: {**panel.columns[year], **{name: make(year, panel.columns[year])  # type: ignore[operator]
                                         for name, make in columns.items()}}
        for year in panel.years
    }  # fmt: skip
    return FirmYears(panel.years, made, panel.indicators)


def test_failing_facts_are_planted_and_seen(panel: FirmYears, rng: np.random.Generator) -> None:
    """A city of firms alike, with normal growth and skill drawn anew each year, fails."""
    thin = planted(
        panel,
        output=lambda year, of: np.exp(rng.normal(9.0, 0.3, len(of["key"]))),
        productivity=lambda year, of: rng.normal(0.0, 0.02, len(of["key"])),
    )
    facts, found = expectations(FILE), measured(thin)
    failing = {name for name, one in facts.items()
               if judge(one, np.array([found[name]])).verdict == "fails"}  # fmt: skip
    assert failing >= {"tail_output", "growth_shape", "growth_spread_in_size",
                       "productivity_dispersion", "productivity_persistence"}  # fmt: skip
    lasting = rng.normal(0.0, 0.4, 400_000)
    steady = planted(panel, productivity=lambda year, of: lasting[of["key"] % 400_000])
    assert measured(steady)["productivity_persistence"] == pytest.approx(1.0)


# --- verdicts -------------------------------------------------------------------------------------


def some(low: float, high: float, point: bool = False) -> Expected:
    return Expected("x", "甲", "x", "甲", "x", "-", low, high, point, "s", "源", "literature",
                    "free", "甲", "x")  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "point", "verdict", "inside"),
    [
        (0.0, 1.0, False, "shown", 1.0), (0.04, 1.0, False, "shown", 0.96),
        (0.2, 1.0, False, "partly", 0.8), (0.6, 1.0, False, "fails", 0.4),
        (-math.inf, 0.95, False, "shown", 0.95), (0.9, math.inf, False, "fails", 0.1),
        (0.5, 0.5, True, "shown", 1.0), (0.99, 0.99, True, "fails", 0.0),
    ],
)  # fmt: skip
def test_verdicts(low: float, high: float, point: bool, verdict: str, inside: float) -> None:
    values = np.append((np.arange(100) + 0.5) / 100.0, np.nan)
    found = judge(some(low, high, point), values)
    assert (found.verdict, found.draws) == (verdict, 100)
    assert found.inside == pytest.approx(inside)
    assert found.median == pytest.approx(0.5)


def test_what_no_run_tells_has_no_verdict() -> None:
    assert judge(some(0.0, 1.0), np.array([np.nan])).verdict == "unmeasured"


GOOD = """
[x]
zh = "甲"
en = "x"
measure_zh = "甲"
measure_en = "x"
unit = "-"
low = 1.0
source = "s"
source_zh = "源"
standing = "literature"
built = "free"
why_zh = "甲"
why_en = "x"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"literature"', '"guessed"', "[x]: standing must be one of document"),
        ('"free"', '"perhaps"', "[x]: built must be one of free, built, fitted"),
        ("low = 1.0", 'low = "1"', "[x]: give low, high or both as numbers"),
        ("low = 1.0", "low = 1.0\nhigh = 0.5", "[x]: give low, high or both as numbers"),
        ("low = 1.0\n", "", "[x]: give low, high or both as numbers"),
        ('zh = "甲"\nen', "en", "[x]: give zh as a text"),
        ('source_zh = "源"\n', "", "[x]: give source_zh as a text"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old in GOOD
    written = tomllib.loads(GOOD.replace(old, new, 1))
    monkeypatch.setattr(expected, "toml", lambda name: written)
    with pytest.raises(InputError) as refused:
        expectations("f.toml")
    assert said in str(refused.value) and refused.value.zh != str(refused.value)


def test_ranges_of_published_figures_are_the_evidences() -> None:
    share = expectations(FILE)["large_firm_output_share"]
    assert (share.low, share.high, share.point) == (37.32, 37.32, True)
    assert (share.standing, share.source) == ("document", "004 1.1(4)")
    assert share.source_zh == share.source  # sections of documents have no language
    treated = expectations("causal_checks.toml")["low_efficiency_firms"]
    assert (treated.low, treated.high, treated.point) == (249.0, 249.0, True)


# --- the command and the pages --------------------------------------------------------------------


def script() -> Any:
    """The script that writes the pages, as a module."""
    path = REPOSITORY / "docs" / "facts.py"
    spec = importlib.util.spec_from_file_location("facts_pages", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_pages_are_written_from_what_is_kept() -> None:
    for path, text in script().pages().items():
        assert path.read_text(encoding="utf-8") == text, "run python docs/facts.py --no-run"


def test_pages_say_in_both_languages_what_fails() -> None:
    marks = {("facts", "en"): "**FAILS**", ("facts", "zh"): "**不符合**",
             ("causal", "en"): "**OUTSIDE**", ("causal", "zh"): "**在范围外**"}  # fmt: skip
    for name, file in (("facts", files.FACTS), ("causal", files.FIGURES)):
        kept = pd.read_csv(script().KEPT / file)
        for language in ("en", "zh"):
            mark = marks[name, language]
            page = (REPOSITORY / "docs" / f"{name}.{language}.md").read_text(encoding="utf-8")
            rows = [line for line in page.splitlines() if mark in line]
            failing = kept[kept["verdict"] == "fails"][language]
            assert len(rows) == len(failing)
            for label, row in zip(failing, rows, strict=True):
                assert row.startswith(f"| {label}")
            assert all(label in page for label in kept[language])


@pytest.mark.parametrize(("name", "file"), [("facts", FILE), ("causal", "causal_checks.toml")])
def test_a_page_gives_sources_of_ranges_in_its_own_language(name: str, file: str) -> None:
    pages = {language: script().page(name, language) for language in ("en", "zh")}
    for one in expectations(file).values():
        assert f"{one.source} (" in pages["en"] and f"{one.source_zh}（" in pages["zh"], one.name
        if one.source_zh != one.source:
            assert f"{one.source}（" not in pages["zh"], one.name
            assert re.search("[一-鿿]", one.source_zh), one.name


def test_kept_results_of_another_range_are_refused(tmp_path: Path) -> None:
    facts = expectations(FILE)
    found = [judge(one, np.array([1.0, 1.2])) for one in facts.values()]
    files.write_found(found, tmp_path / "facts.csv")
    read = files.read_found(tmp_path / "facts.csv", facts)
    assert [(row.expected, row.verdict, row.draws) for row in read] == [
        (row.expected, row.verdict, row.draws) for row in found
    ]
    assert [row.median for row in read] == pytest.approx([row.median for row in found])
    moved = {**facts, "tail_output": dataclasses.replace(facts["tail_output"], high=1.6)}
    with pytest.raises(InputError, match="run make facts"):
        files.read_found(tmp_path / "facts.csv", moved)


def test_a_planted_failure_is_said_where_people_look() -> None:
    facts = expectations(FILE)
    values = {name: min(max(one.low, -9.0), one.high) for name, one in facts.items()}
    values["productivity_persistence"] = 0.2
    found = [judge(one, np.array([values[name]])) for name, one in facts.items()]
    said = sentences(found, "en", checks=False)
    assert said[0].endswith("1 fail.") and "persistence of productivity (0.2" in said[2]
    assert sentences(found, "zh", checks=False)[2].startswith("不符合：生产率持续性（0.2")
    row = next(one for one in found if one.verdict == "fails")
    assert "FAILS" in cells(row, "en", checks=False)
    assert "在范围外" in cells(row, "zh", checks=True)


def test_the_command_measures_and_writes(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [
        "facts", "--seeds", "2", "--firms", "0.01", "--workers", "1", "--quiet", "--lang", "zh",
        "--out", str(tmp_path / "out"),
    ])  # fmt: skip
    assert done.exit_code == 0, done.output
    found = pd.read_csv(tmp_path / "out" / "facts.csv")
    assert list(found["name"]) == list(expectations(FILE)) and (found["draws"] == 2).all()
    said = done.stdout
    assert "典型事实" in said and "是否检验" in said and "快速预览" in said
    about = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert about["members"] == 2 and about["files"]["facts.csv"]
