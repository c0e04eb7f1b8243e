"""The Excel twin and the published JSON Schema say what the TOML files say."""

from __future__ import annotations

import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from helpers import REPOSITORY, random_dose
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from sim.base.errors import InputError
from sim.base.futures import future_figures
from sim.base.parameters import parameters
from sim.base.resources import folder
from sim.policy.registry import instruments
from sim.scenario.draft import Draft, toml_text
from sim.scenario.files import read_file
from sim.scenario.json_schema import SCHEMA_FILE, schema, schema_text
from sim.scenario.load import Scenario, load_scenario, scenario_names
from sim.scenario.macro import macro_keys
from sim.scenario.schedule import Schedule
from sim.scenario.schema import UNPRINTABLE, NotRepresented, Title
from sim.scenario.sheet import HEADINGS
from sim.scenario.workbook import export_scenarios
from sim.scenario.workbook_import import import_scenarios


def said(scenario: Scenario) -> dict[str, Any]:
    """Everything that must survive the way there and back."""
    names = ("name", "title", "question", "extends", "overlays", "resolved", "future", "targets",
             "sources", "parameters", "not_represented")  # fmt: skip
    return {name: getattr(scenario, name) for name in names}


# --- there and back -----------------------------------------------------------------------------


def test_every_shipped_scenario_comes_back_as_it_was(tmp_path: Path) -> None:
    export_scenarios(scenario_names(), tmp_path / "x.xlsx")
    paths = import_scenarios(tmp_path / "x.xlsx", tmp_path / "back")
    assert [path.stem for path in paths] == scenario_names()
    for path in paths:
        assert said(load_scenario(str(path))) == said(load_scenario(path.stem))


TEXT = st.one_of(
    st.sampled_from(["=1+1", "+1", "@x", "-2", "_x0041_", " x ", "0.1", "inherit", "none", "inf",
                     "'a", '"', "\\", "目标", "a;b", "TRUE", "#N/A", "1e5"]),
    st.text(min_size=1, max_size=40),
).filter(lambda text: bool(text.strip()) and not UNPRINTABLE.search(text)
         and not any(0xD800 <= ord(sign) <= 0xDFFF for sign in text))  # fmt: skip
PAIR = st.builds(Title, zh=TEXT, en=TEXT)
DOSES = [f"instruments.{kind.name}.{dose}" for kind in instruments().values()
         for dose in kind.doses()]  # fmt: skip


@st.composite
def schedule(draw: st.DrawFn, one: Callable[[], Any], first: int, later: bool) -> Schedule:
    """A value for always, or by year with gaps in which the inherited one returns."""
    if draw(st.booleans()) or later:
        years = sorted(draw(st.sets(st.integers(first, 2025), min_size=1, max_size=4)))
        steps: list[tuple[int, Any]] = [(year, one()) for year in years]
        if later and years[-1] < 2025 and draw(st.booleans()):
            steps.append((years[-1] + 1, None))
        return Schedule(tuple(steps))
    return Schedule(((0, one()),))


@st.composite
def drafts(draw: st.DrawFn, name: str) -> Draft:
    """A scenario of any values within their bounds, and any texts."""
    luck = np.random.default_rng(draw(st.integers(0, 2**32)))
    values: dict[str, Schedule] = {}
    for key in draw(st.lists(st.sampled_from(DOSES), max_size=5, unique=True)):
        _, kind, dose = key.split(".")
        card = instruments()[kind].doses()[dose]
        values[key] = draw(schedule(lambda card=card: random_dose(card, luck), 2015, False))
    for key in draw(st.lists(st.sampled_from(sorted(macro_keys())), max_size=3, unique=True)):
        item, *_ = macro_keys()[key]
        low, high = item.low, item.high
        values[f"macro.{key}"] = draw(
            schedule(lambda a=low, b=high: float(luck.uniform(a, b)), 2021, item.each_year))
    for key in draw(st.lists(st.sampled_from(sorted(parameters())), max_size=2, unique=True)):
        item = parameters()[key]
        values[f"parameters.{key}"] = Schedule(((0, float(luck.uniform(item.low, item.high))),))
    chosen = draw(st.lists(st.sampled_from(sorted(values)), unique=True)) if values else []
    return Draft(
        name, draw(PAIR), draw(st.one_of(st.none(), PAIR)),
        draw(st.sampled_from([None, "baseline", "full_plan"])),
        draw(st.sampled_from([[], ["no_policy"]])),
        draw(st.sampled_from([None, ("plan_2025", "later"), ("champions_2027",)])), values,
        {key: draw(TEXT) for key in chosen},
        draw(st.lists(st.builds(NotRepresented, instrument=TEXT, zh=TEXT, en=TEXT), max_size=2)),
        draw(st.sampled_from([(), ("networking_rate",), ("champions", "land_price")])),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=drafts("first"), second=drafts("second"))
def test_any_scenario_comes_back_as_it_was(
    first: Draft, second: Draft, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here = tmp_path_factory.mktemp("twin")
    second.extends = "first.toml"
    for draft in (first, second):
        (here / f"{draft.name}.toml").write_text(toml_text(draft), encoding="utf-8")
    before = [load_scenario(str(here / f"{name}.toml")) for name in ("first", "second")]
    for draft, scenario in zip((first, second), before, strict=True):
        assert scenario.title == draft.title and scenario.question == draft.question
        for key, one in draft.values.items():
            group, kind, dose = (*key.split("."), "")[:3]
            if group == "instruments":
                (measure,) = [m for m in scenario.measures if m.name == kind]
                for year, value in one.steps:
                    assert value is None or measure.schedules[dose].at(year or 2016) == value
    export_scenarios([str(here / "second.toml"), str(here / "first.toml")], here / "x.xlsx")
    import_scenarios(here / "x.xlsx", here / "back")
    for scenario in before:
        assert said(load_scenario(str(here / "back" / f"{scenario.name}.toml"))) == said(scenario)
    once = sorted((here / "back").iterdir())
    export_scenarios([str(path) for path in once[::-1]], here / "y.xlsx")
    import_scenarios(here / "y.xlsx", here / "again")
    for path in once:
        assert (here / "again" / path.name).read_bytes() == path.read_bytes()


# --- the workbook -------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> Path:
    export_scenarios(["baseline", "clearing_soft"], tmp_path / "x.xlsx")
    return tmp_path / "x.xlsx"


def change(book: Path, key: str, column: int, value: Any) -> None:
    """Write a cell of a row by its key; a new row if there is none."""
    content = openpyxl.load_workbook(book)
    sheet = content["scenarios"]
    keys = [cell.value for cell in sheet["A"]]
    row = keys.index(key) + 1 if key in keys else len(keys) + 1
    sheet.cell(row, 1, key)
    sheet.cell(row, column).value = value
    content.save(book)


def test_the_sheet_has_a_column_per_scenario_and_a_row_per_value(book: Path) -> None:
    rows = list(openpyxl.load_workbook(book)["scenarios"].iter_rows(values_only=True))
    assert rows[0] == (*HEADINGS, "baseline", "clearing_soft")
    table = {row[0]: row[1:] for row in rows[1:]}
    row = table["instruments.upgrade_subsidy.rate.2021.C"]
    assert row == ("技改补助：补助比例（按等级） C", "upgrade subsidy: rate by grade C",
                   "fraction of cost", 0, 0.3, 0.08, None)  # fmt: skip
    assert table["instruments.clearing.threshold.2023"][-2:] == (None, 0.5)
    assert table["extends"][-2:] == ("history", "baseline")


def test_the_same_scenarios_give_the_same_bytes(book: Path, tmp_path: Path) -> None:
    export_scenarios(["baseline", "clearing_soft"], tmp_path / "y.xlsx")
    assert (tmp_path / "y.xlsx").read_bytes() == book.read_bytes()


def test_a_text_never_becomes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "trick.toml"
    path.write_text('[title]\nzh = "=1+1"\nen = "=HYPERLINK(1)"\n', encoding="utf-8")
    export_scenarios([str(path)], tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as package:
        sheets = [package.read(name) for name in package.namelist() if "sheet" in name]
    assert sheets and not any(b"<f>" in one or b"<f " in one for one in sheets)
    (back,) = import_scenarios(tmp_path / "x.xlsx", tmp_path / "back")
    assert load_scenario(str(back)).title.zh == "=1+1"


def test_a_filled_cell_is_taken_and_a_blank_one_inherits(book: Path, tmp_path: Path) -> None:
    change(book, "instruments.clearing.quota.2022", 8, 333)
    change(book, "instruments.clearing.threshold.2023", 8, None)
    change(book, "instruments.low_efficiency.quota.2024", 8, 7)
    import_scenarios(book, tmp_path / "back")
    found = load_scenario(str(tmp_path / "back" / "clearing_soft.toml")).resolved["instruments"]
    assert found["clearing"]["quota"] == {"2022": 333.0}
    assert "2023" not in found["clearing"]["threshold"]
    assert found["low_efficiency"]["quota"] == {"2018": 249.0, "2024": 7.0}


REFUSED = {
    "formula": ("instruments.clearing.quota.2022", 8, "=1+1", "formula"),
    "formula in a title": ("title.zh", 8, "=1+1", "formula"),
    "no number": ("instruments.clearing.quota.2022", 8, "many", "no number"),
    "out of bounds": ("instruments.clearing.quota.2022", 8, 1e9, "bounds"),
    "truth": ("instruments.clearing.quota.2022", 8, True, "number"),
    "two lines": ("title.zh", 8, "a\nb", "one line"),
    "title missing": ("title.zh", 8, None, "title"),
    "no such row": ("instruments.clearing.quote.2022", 8, 1, "clearing.quote"),
    "no such text": ("titel.zh", 8, "x", "titel.zh"),
    "a grade missing": ("instruments.upgrade_subsidy.rate.2021.C", 7, None, "A, B, C and D"),
    "another base": ("extends", 8, "../../etc/passwd", "scenario"),
    "a missing base": ("extends", 8, "missing.toml", "scenario"),
    "year far off": ("instruments.clearing.quota.2099", 8, 1, "2099"),
    "a change that goes on": ("macro.demand_growth.2022", 8, -0.1, "inherit"),
    "no such place": ("instruments.park_clearance.places.2022.nowhere", 8, 1, "place"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_cell_that_cannot_be_is_refused_with_nothing_written(
    book: Path, tmp_path: Path, case: str
) -> None:
    key, column, value, remedy = REFUSED[case]
    change(book, key, column, value)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError) as caught:
        import_scenarios(book, tmp_path / "back")
    said = str(caught.value)
    assert remedy in said and len(said.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "a/b", "", ".hidden", "x" * 300, "a\\b",
                                  "=1+1", 3.5, "baseline"])  # fmt: skip
def test_a_column_named_otherwise_writes_nothing(book: Path, tmp_path: Path, name: Any) -> None:
    content = openpyxl.load_workbook(book)
    content["scenarios"].cell(1, 8).value = name if name != "" else None
    content.save(book)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError):
        import_scenarios(book, tmp_path / "back")
    assert sorted(tmp_path.rglob("*")) == before


def test_other_files_are_refused(tmp_path: Path, book: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    (tmp_path / "cut.xlsx").write_bytes(book.read_bytes()[:-200])
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as package:
        package.writestr("a.txt", "x")
    with (tmp_path / "large.xlsx").open("wb") as file:
        file.truncate(100_000_000)
    for name in ("text", "cut", "bomb", "zip", "large", "missing"):
        with pytest.raises(InputError) as caught:
            import_scenarios(tmp_path / f"{name}.xlsx", tmp_path / "back")
        assert f"{name}.xlsx" in str(caught.value) and not (tmp_path / "back").exists()


def test_nothing_is_written_over(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(InputError, match="exists"):
        export_scenarios(["no_policy"], book)
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError, match="exists"):
        import_scenarios(book, tmp_path / "there")
    with pytest.raises(InputError, match="xlsx"):
        export_scenarios(["no_policy"], tmp_path / "x.csv")
    assert book.read_bytes() == before and not list((tmp_path / "there").iterdir())


def test_a_file_built_on_another_needs_it_in_the_workbook(tmp_path: Path) -> None:
    title = '[title]\nzh = "试"\nen = "trial"\n'
    (tmp_path / "a.toml").write_text(title, encoding="utf-8")
    (tmp_path / "b.toml").write_text(f'extends = "a.toml"\n{title}', encoding="utf-8")
    with pytest.raises(InputError, match="export that"):
        export_scenarios([str(tmp_path / "b.toml")], tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


# --- the schema ---------------------------------------------------------------------------------

TITLE = '[title]\nzh = "试"\nen = "trial"\n'


def test_the_committed_schema_is_the_generated_one() -> None:
    committed = (REPOSITORY / "docs" / SCHEMA_FILE).read_text(encoding="utf-8")
    assert committed == schema_text(), "yongsim scenario schema > docs/scenario.schema.json"
    Draft7Validator.check_schema(json.loads(committed))


def test_every_shipped_scenario_agrees_with_the_schema(shipped: str) -> None:
    text = (folder("scenarios") / f"{shipped}.toml").read_text(encoding="utf-8")
    assert [error.message for error in Draft7Validator(schema()).iter_errors(tomllib.loads(text))
            ] == []  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(draft=drafts("any"))
def test_what_the_model_takes_agrees_with_the_schema(draft: Draft) -> None:
    content = tomllib.loads(toml_text(draft))
    assert [error.message for error in VALIDATOR.iter_errors(content)] == []


VALIDATOR = Draft7Validator(schema())
BOTH_REFUSE = [
    "[instruments.clearing]\nquota = -1\n", "[instruments.clearing]\nquota = 1e9\n",
    '[instruments.clearing]\nquota = "many"\n', "[instruments.clearin]\nquota = 1\n",
    "[instruments.clearing]\nqota = 1\n", "[instruments.clearing]\nquota = { 2014 = 1 }\n",
    "[instruments.upgrade_subsidy]\nrate = [0.1, 0.1]\n",
    "[instruments.upgrade_subsidy]\nrate = { ramp = [[2021, 2], [2022, 3]] }\n",
    '[instruments.upgrade_subsidy]\nqueue = "scores"\n',
    '[instruments.park_clearance]\nplaces = ["nowhere"]\n', "[macro]\noil = 1\n",
    "[macro]\nenergy_price = 9\n", "[parameters]\nhurdle_spread = 9\n", "colour = 1\n",
    '[[not_represented]]\ninstrument = "P1"\n',
]  # fmt: skip


@pytest.mark.parametrize("text", BOTH_REFUSE)
def test_what_the_schema_refuses_the_model_refuses(text: str, tmp_path: Path) -> None:
    whole = text + TITLE if text.startswith("colour") else TITLE + text
    assert list(VALIDATOR.iter_errors(tomllib.loads(whole)))
    (tmp_path / "trial.toml").write_text(whole, encoding="utf-8")
    with pytest.raises(InputError):
        load_scenario(str(tmp_path / "trial.toml"))


def test_an_editor_sees_labels_and_bounds() -> None:
    own = schema()["properties"]
    for kind in instruments().values():
        described = own["instruments"]["properties"][kind.name]
        assert kind.zh in described["title"] and kind.en in described["title"]
        for name, card in kind.doses().items():
            dose = described["properties"][name]
            assert card.zh in dose["title"] and card.en in dose["title"]
            assert f"{card.low:g}" in dose["description"] and card.unit in dose["description"]
    assert set(own["macro"]["properties"]) == set(future_figures())
    assert set(own["parameters"]["properties"]) == set(parameters())


def test_the_text_of_a_draft_is_settled(tmp_path: Path) -> None:
    """Written, read and written again it is the same."""
    from sim.scenario.draft import draft_of

    for name in scenario_names():
        path = folder("scenarios") / f"{name}.toml"
        text = toml_text(draft_of(path, read_file(path)))
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        copy = tmp_path / f"{name}.toml"
        assert toml_text(draft_of(copy, read_file(copy))) == text
