"""The evidence tables: complete, labelled, consistent with the model, and nothing after 2020."""

from __future__ import annotations

import ast
import csv
import io
import math
import re
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from helpers import PACKAGE, REPOSITORY

from sim.base.declare import STANDINGS
from sim.base.draws import DRAWS
from sim.base.indicators import INDICATOR, INDICATORS
from sim.base.levers import LEVER, LEVERS
from sim.base.moments import moments
from sim.base.parameters import ladder, macro, parameters
from sim.base.resources import folder, table
from sim.base.rules import RULES
from sim.base.units import LAST_YEAR
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR
from sim.compare.targets import targets
from sim.park.atlas import districts, places, sectors
from sim.policy.registry import instruments

TABLES = sorted(path.name for path in folder("calibration").glob("*.csv"))
SOURCES = [path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts]
IDS = {"facts.csv": "id", "doubts.csv": "id", "moments.csv": "moment", "targets.csv": "target",
       "places.csv": "place", "districts.csv": "district", "sectors.csv": "sector",
       "instruments.csv": "number", "ladder.csv": "rung"}  # fmt: skip


def chinese(text: str) -> bool:
    return any("一" <= c <= "鿿" for c in text)


# --- the tables as files ------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_a_table_parses_and_its_rows_are_whole(name: str) -> None:
    content = (folder("calibration") / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf") and b"\r" not in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8")), strict=True))
    header, body = rows[0], rows[1:]
    assert body and len(set(header)) == len(header)
    assert {len(row) for row in body} == {len(header)}
    assert all(cell == cell.strip() for row in rows for cell in row)
    assert len(table(name)) == len(body)


@pytest.mark.parametrize(("name", "column"), IDS.items())
def test_ids_are_unique(name: str, column: str) -> None:
    counts = Counter(row[column] for row in table(name))
    assert not [key for key, number in counts.items() if number > 1 or not key]


MAY_BE_EMPTY = ("reason_zh", "not_represented_zh")


@pytest.mark.parametrize("name", TABLES)
def test_labels_and_standings_are_filled_in(name: str) -> None:
    for row in table(name):
        for column, text in row.items():
            if column == "zh" or (column.endswith("_zh") and column not in MAY_BE_EMPTY):
                # A few names of the documents are written in figures and letters only.
                assert text.strip(), row
            if column == "en":
                assert text.strip() and not chinese(text), row
            if column == "standing" or column.endswith("_standing"):
                assert text in STANDINGS, (row, column)


def test_what_the_readme_counts_is_there() -> None:
    text = (folder("calibration") / "README.md").read_text(encoding="utf-8")
    for name, number in re.findall(r"^\| `(\w+\.csv)` \| (\d+) \|", text, re.MULTILINE):
        assert len(table(name)) == int(number), name
    assert {f"`{name}`" for name in TABLES} <= set(re.findall(r"`[\w.]+`", text))


# --- places and sectors -------------------------------------------------------------------------


def test_there_are_57_sub_areas_in_20_parks_and_10_township_blocks() -> None:
    inside = [place for place in places() if place.is_park]
    outside = [place for place in places() if not place.is_park]
    assert len(inside) == 57 and len({place.park for place in inside}) == 20
    assert len({place.belt for place in inside}) == 5
    assert len(outside) == 10 and {place.district for place in outside} == {
        district.name for district in districts()
    }
    assert {place.district for place in inside} <= {district.name for district in districts()}


def test_the_weights_of_a_districts_sub_areas_sum_to_one() -> None:
    for district in districts():
        weights = [p.weight for p in places() if p.is_park and p.district == district.name]
        assert weights and math.fsum(weights) == pytest.approx(1.0, abs=1e-9)


def test_sectors_close() -> None:
    assert len(table("sectors.csv")) == len(sectors()) + 1
    groups = Counter(row["group"] for row in table("sectors.csv"))
    assert (groups["2"], groups["4"], groups["6"]) == (2, 4, 6)
    assert math.fsum(s.value_added_share for s in sectors()) == pytest.approx(1.0)
    assert math.fsum(s.firm_share for s in sectors()) == pytest.approx(1.0)
    known = {row["sector"] for row in table("sectors.csv")}
    for place in places():
        assert place.leading_sectors and set(place.leading_sectors) <= known


# --- targets and moments ------------------------------------------------------------------------


def test_a_target_is_an_indicator_or_says_why_not() -> None:
    for target in targets():
        plain = target.indicator.removesuffix("_growth_rate")
        assert chinese(target.zh) and target.en.strip() and target.source.strip()
        if target.represented:
            assert plain in INDICATOR, target.name
            assert target.aim is not None
            assert target.reason_zh == target.reason_en == ""
            assert target.imposed == INDICATOR[plain].imposed, target.name
        else:
            assert chinese(target.reason_zh) and target.reason_en.strip(), target.name
            assert not chinese(target.reason_en)


def test_a_targets_words_are_those_of_the_readme() -> None:
    allowed = {
        "set": {"plan_2025", "later"}, "direction": {"at_least", "at_most"},
        "kind": {"level", "share", "count", "cumulative", "rate"},
        "base_population": {"above_scale", "evaluated_firms", "city", "outside_model"},
        "binding": {"loose", "below_base", "contradictory", "yes", "unknown", "dose"},
        "represented": {"yes", "no"}, "imposed": {"yes", "no"},
        "price_basis": {"real", "nominal", "none"},
    }  # fmt: skip
    facts = {row["id"] for row in table("facts.csv")}
    doubts = {row["id"] for row in table("doubts.csv")}
    for row in table("targets.csv"):
        for column, words in allowed.items():
            assert row[column] in words, (row["target"], column)
        assert {part for part in row["fact_ids"].split(";") if part} <= facts
        assert {part for part in row["doubt"].split(";") if part} <= doubts
        assert row["represented"] == "no" or row["base_population"] != "outside_model"


def test_the_plan_is_there_in_full() -> None:
    """Both indicator tables and the level targets that the text of the plan names."""
    rows = table("plan_tables.csv")
    assert sum(row["table"] == "1-1" for row in rows) == 16
    assert sum(row["table"] == "3-1" for row in rows) == 23
    aims = {(t.indicator or t.name, t.aim) for t in targets()}
    for wanted in (
        ("value_added", 6800), ("total_industrial_value_added", 8100), ("tax_per_mu", 60),
        ("value_added_per_mu", 200), ("low_efficiency_firms_treated", 500),
        ("high_tech_firms", 6000), ("champions", 100), ("little_giants", 200),
        ("newly_above_scale_cumulative", 3500), ("land_reactivated_cumulative", 40000),
        ("future_factories", 15), ("digital_workshops", 350), ("green_factories", 200),
    ):  # fmt: skip
        assert wanted in aims, wanted


def test_moments_are_indicators_with_a_tolerance() -> None:
    for moment in moments():
        assert moment.use in {"fit", "check", "level", "do_not_fit"}
        assert moment.indicator in INDICATOR or moment.use == "do_not_fit", moment.name
        assert moment.value_2020 is not None and moment.source.strip()
        if moment.use == "fit":
            assert moment.tolerance is not None and moment.tolerance > 0.0
            assert moment.value_2015 is not None or moment.name.endswith("_cumulative")
    names = [moment.indicator for moment in moments()]
    assert len(set(names)) == len(names)


def test_nothing_achieved_after_2020_stands_in_the_evidence() -> None:
    for row in table("facts.csv"):
        years = [int(year) for year in re.findall(r"20\d\d", row["period"])]
        if row["kind"].startswith(("achieved", "baseline", "growth")):
            assert max(years, default=2020) <= 2020, row
    for row in table("points_between.csv"):
        assert 2015 < int(row["year"]) <= 2020, row
    for row in table("targets.csv"):
        assert not row["base_year"] or int(row["base_year"][-4:]) <= 2020, row


def test_no_figure_of_the_surroundings_is_an_outturn_after_2020() -> None:
    for name, series in macro().items():
        assert chinese(series.zh) and series.en.strip() and series.unit.strip(), name
        assert series.source.strip() and series.standing in STANDINGS
        assert min(series.values) <= 2015
        if max(series.values) > 2020:
            assert "judg" in series.source, f"{name}: a value after 2020 is nobody's figure"
        assert all(math.isfinite(series.at(year)) for year in range(2015, LAST_YEAR + 1))


# --- parameters ---------------------------------------------------------------------------------


def test_every_parameter_is_documented_and_within_its_bounds() -> None:
    assert len(parameters()) > 50
    for item in parameters().values():
        assert chinese(item.zh) and item.en.strip() and not chinese(item.en), item.name
        assert item.unit.strip() and item.source.strip() and item.standing in STANDINGS
        assert item.low <= item.value <= item.high
        assert item.name.isidentifier() and item.name == item.name.lower()
        assert item.low < item.high or item.standing in ("document", "published", "recalled")


def _names(path: Path) -> set[str]:
    """Identifiers and short texts of a source file, and those texts' words; no docstrings."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in said:  # a docstring
            continue
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            found.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update([node.value, *node.value.split()] if len(node.value) < 300 else [])
    return found


def test_every_parameter_is_read_somewhere() -> None:
    read = set().union(*(_names(path) for path in SOURCES))
    unread = [name for name in parameters() if name not in read]
    assert unread == []


def test_every_figure_of_the_surroundings_is_read_somewhere() -> None:
    read = set().union(*(_names(path) for path in SOURCES))
    assert [name for name in macro() if name not in read] == []


def test_every_argument_of_a_decision_is_a_declared_name() -> None:
    """Scalars that are no parameter, macro figure or lever must be set somewhere by name."""
    known = set(parameters()) | set(macro()) | set(LEVER) | set(DRAWS)
    for declared in (FIRM, PLACE, SECTOR, PLACE_SECTOR, RUNG):
        known |= set(declared)
    written = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            if isinstance(node, ast.keyword) and node.arg:
                written.add(node.arg)
    from sim.base.rules import Decision

    checked = 0
    for module in {card.function.__module__ for card in RULES.values()}:
        for member in vars(__import__(module, fromlist=["x"])).values():
            if isinstance(member, Decision):
                checked += 1
                for name in member.reads:
                    plain = name.removeprefix("better_")
                    assert plain in known or name in written, (member.name, name)
    assert checked >= 15


def test_every_declared_name_is_used() -> None:
    """A lever that no rule reads, an indicator nobody measures, a variable nobody sets."""
    used = Counter()
    for path in SOURCES:
        if path.name not in ("variables.py", "levers.py", "indicators.py", "words.py"):
            used.update(_names(path))
    for name in [*FIRM, *PLACE, *SECTOR, *PLACE_SECTOR, *RUNG, *LEVER, *INDICATOR]:
        # Ladder columns are read by a name put together from its two parts.
        assert used[name] or used[name.removeprefix("rung_")], name


def test_no_draw_is_numbered_twice() -> None:
    assert len(set(DRAWS.values())) == len(DRAWS)


# --- numbers in code ----------------------------------------------------------------------------


def _evidence_figures() -> set[float]:
    """Figures of the documents that nobody writes by accident: three or more digits, not round."""
    found = set()
    for row in table("facts.csv"):
        if re.fullmatch(r"-?\d+(\.\d+)?", row["value"]):
            found.add(float(row["value"]))
    for moment in moments():
        found.update(v for v in (moment.value_2015, moment.value_2020) if v is not None)
    for target in targets():
        found.update([target.aim] if target.aim is not None else [])

    def telling(value: float) -> bool:
        digits = f"{value:g}".replace(".", "").strip("0")
        return len(digits) >= 3 and not (value.is_integer() and 1900 <= value <= 2100)

    return {value for value in found if telling(value)}


def test_no_figure_of_the_evidence_is_written_into_the_equations() -> None:
    figures = _evidence_figures()
    assert {7263.0, 8405.0, 4042.0, 2576.2, 13759.3, 29.39} <= figures
    figures |= {2576.0, 13759.0}
    for name in ("firm", "park", "policy", "city"):
        for path in (PACKAGE / name).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                    assert float(node.value) not in figures, (path.name, node.lineno, node.value)


# --- the ladder, the instruments, the declarations -----------------------------------------------


def test_the_ladder_climbs() -> None:
    rungs = ladder()
    assert [rung.number for rung in rungs] == [0, 1, 2, 3, 4, 5]
    for rung in rungs:
        assert chinese(rung.zh) and rung.en.strip() and rung.source.strip()
        assert rung.standing in STANDINGS
        assert rung.cost >= 0.0 and rung.gain >= 0.0 and 0.0 <= rung.labour_saving < 1.0
    assert rungs[0].cost == rungs[0].gain == 0.0
    for lower, higher in pairwise(rungs[1:]):
        assert higher.cost >= lower.cost and higher.minimum_revenue >= lower.minimum_revenue


def test_measures_that_carry_the_mission_are_represented_or_known_to_be_missing() -> None:
    listed = {row["number"]: row["carries_mission"] for row in table("instruments.csv")}
    assert len(listed) == 49
    used = {number for kind in instruments().values() for number in kind.evidence}
    # Those that this issue names: per-mu rules, subsidy, clearing, land, standard land, diagnosis.
    assert {"P1", "P2", "P3", "P4", "P5", "P8", "P9", "P11", "P12", "P20", "P21"} <= used


def test_equations_are_numbered_and_described_once() -> None:
    assert len(RULES) >= 40
    for number, card in RULES.items():
        assert re.fullmatch(r"[A-Z]\d+", number) and card.number == number
        assert chinese(card.zh) and card.en.strip() and card.source.strip(), number
    names = [card.name for card in RULES.values()]
    assert len(set(names)) == len(names)


def test_toml_files_parse_and_are_plain_utf8() -> None:
    for path in [*folder("calibration").glob("*.toml"), *folder("scenarios").glob("*.toml"),
                 REPOSITORY / "pyproject.toml"]:  # fmt: skip
        content = path.read_bytes()
        assert b"\r" not in content and tomllib.loads(content.decode("utf-8"))


@pytest.mark.parametrize("declared", [*LEVERS, *INDICATORS], ids=lambda item: item.name)
def test_levers_and_indicators_have_units(declared) -> None:  # type: ignore[no-untyped-def]
    assert declared.unit.strip()
