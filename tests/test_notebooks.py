"""Notebooks: run from top to bottom in both languages, short code, public API, no outputs kept."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import REPOSITORY, environment

from sim import api
from sim.report.lab import words
from sim.report.lab.page import texts
from sim.report.lab.tables import TABLES

nbformat = pytest.importorskip("nbformat", reason="jupyter is not installed")
nbclient = pytest.importorskip("nbclient", reason="jupyter is not installed")

FILES = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
LONGEST = 5  # lines of a function
CHINESE = re.compile("[一-鿿]")
SIZE = {"YONGSIM_SEEDS": "4", "YONGSIM_FIRMS": "0.01", "YONGSIM_WORKERS": "1"}
LAST = """
import json
print("TABLES" + json.dumps({
    name: [list(one.columns), len(one), one.astype(object).where(one.notna(), None).values.tolist()]
    for name, one in page.tables.items()
}, ensure_ascii=False, default=float))
"""


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def _code(path: Path) -> Iterator[str]:
    for cell in _read(path).cells:
        if cell.cell_type == "code":
            yield cell.source


def _name(path: Path) -> str:
    """The name that a notebook's texts go by."""
    (found,) = re.findall(r'api\.notebook\("(\w+)", LANGUAGE\)', "\n".join(_code(path)))
    return str(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_notebook_is_clean_short_and_public(path: Path) -> None:
    book = _read(path)
    nbformat.validate(book)
    for cell in book.cells:
        if cell.cell_type == "code":
            assert not cell.outputs and cell.execution_count is None
    assert "widgets" not in book.metadata
    source = "\n".join(_code(path))
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < LONGEST, node.name
        if isinstance(node, ast.ImportFrom):
            assert (node.module, [one.name for one in node.names]) in (
                ("sim", ["api"]), ("ipywidgets", ["interact"]),
                ("ipywidgets", ["FloatSlider", "interact"]))  # fmt: skip
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert not node.attr.startswith("_")
            if node.value.id == "api":
                assert node.attr in api.__all__, node.attr
        assert not isinstance(node, ast.Import)
    assert not CHINESE.search(source)  # every text comes from one place
    assert source.count("LANGUAGE = ") == 1 and "page.save()" in source


def test_there_is_one_notebook_for_each_question() -> None:
    assert [path.name[0] for path in FILES] == list("1234567")
    assert {_name(path) for path in FILES} == set(texts())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_notebook_opens_with_its_question_and_says_all_its_texts(path: Path) -> None:
    own = texts()[_name(path)]
    head = _read(path).cells[0].source
    for key in ("title", "question"):
        assert own[key]["zh"] in head and own[key]["en"] in head
    source = "\n".join(_code(path))
    asked = set(re.findall(r'page\.(?:text|words|both)\("(\w+)"', source))
    written = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    assert asked <= set(own) <= written | {"title", "question"}


def test_every_text_is_there_in_both_languages() -> None:
    blank = re.compile(r"{(\w+)")
    for name, own in texts().items():
        for key, text in own.items():
            assert set(text) == {"zh", "en"}, (name, key)
            assert set(blank.findall(text["zh"])) == set(blank.findall(text["en"])), (name, key)
            assert CHINESE.search(text["zh"]) and not CHINESE.search(text["en"]), (name, key)
    for group in (words.COLUMNS, words.TITLES, words.SAID, words.PLACE):
        for key, (zh, en) in group.items():
            assert CHINESE.search(zh) and en and not CHINESE.search(en), key
    assert set(TABLES) == set(words.TITLES)


def test_a_table_of_the_page_is_a_function_of_the_api() -> None:
    asked = set(re.findall(r'page\.table\("(\w+)"', "\n".join(
        "\n".join(_code(path)) for path in FILES)))  # fmt: skip
    assert asked <= set(TABLES) and len(asked) > 12


# --- running them ---------------------------------------------------------------------------------


def _cells(path: Path, language: str) -> Iterator[Any]:
    """A notebook's code in a language, then a cell that prints all its tables."""
    yield nbformat.v4.new_code_cell("%reset -f")
    for source in _code(path):
        switched = source.replace('LANGUAGE = "zh"', f'LANGUAGE = "{language}"')
        yield nbformat.v4.new_code_cell(switched)
    yield nbformat.v4.new_code_cell(LAST)


def _run(cases: list[tuple[Path, str]], folder: Path) -> list[Any]:
    """Execute notebooks one after the other in one kernel; the executed cells of each."""
    books = [list(_cells(path, language)) for path, language in cases]
    whole = nbformat.v4.new_notebook(cells=[cell for book in books for cell in book])
    client = nbclient.NotebookClient(
        whole, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**environment(**SIZE, YONGSIM_OUT=str(folder)),
                            "PYTHONWARNINGS": "ignore"}.items():  # fmt: skip
            patch.setenv(name, value)
        client.execute()
    return books


def _said(cells: list[Any]) -> tuple[dict[str, Any], str]:
    """The tables of an executed notebook, and all that it shows as text."""
    said: list[str] = []
    tables: dict[str, Any] = {}
    for cell in cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = str(output.get("text", "") or data.get("text/markdown", "")
                       or data.get("text/html", ""))  # fmt: skip
            if text.startswith("TABLES"):
                tables = json.loads(text.removeprefix("TABLES"))
            else:
                said.append(re.sub("base64,[^\"]*", "", text))
    return tables, "\n".join(said)


def _check(tables: dict[str, Any], said: str, path: Path, language: str) -> None:
    """There are results, and everything is in the language."""
    asked = set(re.findall(r'page\.table\("(\w+)"', "\n".join(_code(path))))
    assert len(tables) >= max(1, len(asked)), path.stem
    for heading, (columns, count, rows) in tables.items():
        where = (path.stem, heading)
        assert bool(CHINESE.search(heading)) == (language == "zh"), where
        for column in columns:
            if not re.fullmatch("[A-D]", column):
                assert bool(CHINESE.search(column)) == (language == "zh"), (*where, column)
        assert count == len(rows), where
        if language == "en":
            assert not CHINESE.search(json.dumps(rows, ensure_ascii=False)), where
    wide = [row for _, _, rows in tables.values() for row in rows]
    numbers = [one for row in wide for one in row if isinstance(one, int | float)]
    assert len(wide) >= 5 and len(set(numbers)) >= 15, path.stem
    assert bool(CHINESE.search(re.sub(r"`[^`]*`", "", said))) == (language == "zh"), path.stem


GROUPS = {  # one kernel each, so that two can run side by side
    "first": [("1_start_here", "zh"), ("1_start_here", "en"), ("2_compare_options", "zh"),
              ("3_design_package", "zh")],
    "second": [("4_per_mu_rule", "zh"), ("5_binding_targets", "zh"), ("5_binding_targets", "en"),
               ("6_how_well", "zh"), ("7_drivers", "zh")],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("group", sorted(GROUPS))
def test_notebooks_run_and_have_results(group: str, tmp_path: Path) -> None:
    cases = [(REPOSITORY / "notebooks" / f"{name}.ipynb", language)
             for name, language in GROUPS[group]]  # fmt: skip
    for (path, language), cells in zip(cases, _run(cases, tmp_path), strict=True):
        tables, said = _said(cells)
        _check(tables, said, path, language)
        (book,) = tmp_path.glob(f"{_name(path)}.{language}.xlsx")
        sheets = openpyxl.load_workbook(book, read_only=True).sheetnames
        assert len(sheets) == len(tables) + 1, path.stem


def test_every_notebook_is_run() -> None:
    run = {name for group in GROUPS.values() for name, _ in group}
    assert run == {path.stem for path in FILES}
