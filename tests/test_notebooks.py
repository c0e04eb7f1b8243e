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
BOTH = ("1_start_here", "5_binding_targets")  # run in English too
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


def _run(path: Path, language: str, folder: Path) -> tuple[dict[str, Any], str]:
    """Execute a notebook in a kernel of its own; its tables, and all that it shows as text."""
    book = _read(path)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.source = cell.source.replace('LANGUAGE = "zh"', f'LANGUAGE = "{language}"')
    book.cells.append(nbformat.v4.new_code_cell(LAST))
    client = nbclient.NotebookClient(
        book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**environment(**SIZE, YONGSIM_OUT=str(folder)),
                            "PYTHONWARNINGS": "ignore"}.items():  # fmt: skip
            patch.setenv(name, value)
        client.execute()
    said, tables = [], {}
    for cell in book.cells:
        for output in cell.get("outputs", []):
            text = output.get("text", "") or "\n".join(
                str(part) for kind, part in output.get("data", {}).items() if "text" in kind)
            if text.startswith("TABLES"):
                tables = json.loads(text.removeprefix("TABLES"))
            else:
                said.append(text)
    return tables, "\n".join(said)


CASES = [(path, "zh") for path in FILES] + [(path, "en") for path in FILES if path.stem in BOTH]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("path", "language"), CASES,
                         ids=[f"{path.stem}-{language}" for path, language in CASES])
def test_a_notebook_runs_and_has_results(path: Path, language: str, tmp_path: Path) -> None:
    tables, said = _run(path, language, tmp_path)
    asked = set(re.findall(r'page\.table\("(\w+)"', "\n".join(_code(path))))
    if "for name in (" not in "\n".join(_code(path)):
        assert len(tables) >= len(asked) - 1
    assert len(tables) >= 1
    for heading, (columns, count, rows) in tables.items():
        assert bool(CHINESE.search(heading)) == (language == "zh")
        for column in columns:
            if not re.fullmatch("[A-D]", column):
                assert bool(CHINESE.search(column)) == (language == "zh"), column
        assert count == len(rows)
        if language == "en":
            assert not CHINESE.search(json.dumps(rows, ensure_ascii=False)), heading
    wide = [row for _, _, rows in tables.values() for row in rows]
    numbers = [one for row in wide for one in row if isinstance(one, int | float)]
    assert len(wide) >= 5 and len(set(numbers)) >= 15
    if language == "en":
        assert not CHINESE.search(re.sub(r"`[^`]*`", "", said))
    (book,) = tmp_path.glob("*.xlsx")
    sheets = openpyxl.load_workbook(book, read_only=True).sheetnames
    assert len(sheets) == len(tables) + 1
