"""The report of a comparison: three formats from one document, and no word beyond the intervals."""

from __future__ import annotations

import base64
import math
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from helpers import PACKAGE
from papers import CHINESE, NAMES, Page, W, named, parsed, words_of

from sim.base.indicators import INDICATOR
from sim.base.parameters import parameters
from sim.compare.pairs import difference
from sim.report.paper import cells, words
from sim.report.paper.blocks import Cell, Column, Paper, Section, Table
from sim.report.paper.build import build
from sim.report.paper.heads import caption, heading_of
from sim.report.paper.session import NEEDED, rendered
from sim.report.paper.stored import Stored
from sim.report.words import Language

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

pytest_plugins = ["papers"]

# --- the formats agree --------------------------------------------------------------------------


def _docx_tables(document: Any) -> list[list[list[str]]]:
    return [[[words_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
            for table in document.element.body.iter(f"{W}tbl")]  # fmt: skip


def _texts(table: Table, language: Language) -> list[list[str]]:
    heads = [heading_of(column, language) for column in table.columns]
    return [heads, *([cell.text for cell in row] for row in table.rows)]


def test_page_and_document_show_the_same_tables(paper: Paper) -> None:
    page = Page(rendered(paper, "html").decode("utf-8"))
    document = docx.Document(BytesIO(rendered(paper, "docx")))
    tables = paper.tables()
    assert len(tables) >= 20 and list(page.tables) == [table.name for table in tables]
    for table, in_document in zip(tables, _docx_tables(document), strict=True):
        wanted = _texts(table, paper.language)
        assert page.tables[table.name] == wanted
        assert in_document == wanted
    assert page.captions == [caption(table, paper.language) for table in tables]


def _same(found: Any, asked: Any) -> bool:
    """Equal; of numbers a workbook keeps 16 digits."""
    both = isinstance(found, float | int) and isinstance(asked, float | int)
    return math.isclose(found, asked, rel_tol=1e-14) if both else found == asked


def test_the_workbook_holds_the_numbers_themselves(paper: Paper) -> None:
    book = openpyxl.load_workbook(BytesIO(rendered(paper, "xlsx")))
    by_sheet: dict[str, list[Table]] = {}
    for table in paper.tables():
        name = words.say(f"sheet_{table.sheet}", paper.language)
        by_sheet.setdefault(name, []).append(table)
    assert book.sheetnames[2:] == list(by_sheet)
    numbers = 0
    for name, tables in by_sheet.items():
        lines = list(book[name].iter_rows(min_row=2, values_only=True))
        wanted = []
        for table in tables:
            for row in table.rows:
                line: list[Any] = [table.key[1]] if table.key else []
                for column, cell in zip(table.columns, row, strict=True):
                    line += [*cell.values, *([column.unit] if column.unit else [])]
                wanted.append(tuple(None if value == "" else value for value in line))
        for line, asked in zip(lines, wanted, strict=True):
            assert all(map(_same, line, asked)) and len(line) == len(asked), name
        numbers += sum(isinstance(value, float | int) for line in lines for value in line)
    assert numbers > 1500
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.rows for cell in row)


def test_texts_of_numbers_are_the_numbers(papers: dict[Language, Paper]) -> None:
    seen = 0
    for table in papers["zh"].tables():
        for row in table.rows:
            for cell in row:
                values = [value for value in cell.values if isinstance(value, float)]
                if not cell.form.startswith(("#", "+")) or not values:
                    continue
                shown = [parsed(one) for one in re.split("[～（）]", cell.text)
                         if re.fullmatch(rf"[+{cells.MINUS}]?[\d,]+(\.\d+)?\*?", one)]  # fmt: skip
                if len(shown) != len(values):
                    continue
                decimals = len(cell.text.split("～")[0].partition(".")[2].split("（")[0].strip("*"))
                assert shown == pytest.approx(values, abs=0.5 * 10**-decimals + 1e-9), cell
                seen += len(values)
    assert seen > 500


# --- and with the stored tables -----------------------------------------------------------------


def _column(table: Table, at: int) -> list[Any]:
    return [row[at].values[0] for row in table.rows]


def test_targets_are_the_stored_ones(papers: dict[Language, Paper], compared: Path) -> None:
    table = pd.read_parquet(compared / "comparison" / "targets.parquet")
    for scenario in NAMES:
        mine = table[(table["scenario"] == scenario) & table["probability"].notna()]
        shown = named(papers["en"], f"targets_{scenario}")
        assert _column(shown, 0) == mine["en"].tolist()
        assert _column(shown, 4) == mine["median"].tolist()
        assert [row[5].values for row in shown.rows] == list(
            zip(mine["five_percent"], mine["ninety_five_percent"], strict=True))
        assert _column(shown, 6) == mine["probability"].tolist()


def test_differences_are_the_stored_ones(papers: dict[Language, Paper], compared: Path) -> None:
    table = pd.read_parquet(compared / "comparison" / "differences.parquet")
    for scenario in NAMES[1:]:
        mine = table[table["scenario"] == scenario].set_index(["indicator", "first_year"])
        names = {INDICATOR[name].en: name for name in INDICATOR}
        shown = named(papers["en"], f"differences_{scenario}")
        for row in shown.rows:
            first = int(str(row[1].values[0])[:4])
            stored = mine.loc[(names[str(row[0].values[0])], first)]
            assert row[4].values == (stored["mean"],)
            assert row[5].values == (stored["low"], stored["high"])
        assert len(shown.rows) >= 16


def test_the_ledger_adds_up_to_the_stored_one(
    papers: dict[Language, Paper], compared: Path
) -> None:
    table = pd.read_parquet(compared / "comparison" / "ledger.parquet")
    indicators = pd.read_parquet(compared / "comparison" / "indicators.parquet")
    for scenario in NAMES:
        mine = table[(table["scenario"] == scenario) & (table["year"] > 2020)]
        sums = mine.groupby(["instrument", "flow", "seed"])["amount"].sum() / 10_000.0
        medians = sums.groupby(["instrument", "flow"]).median()
        shown = named(papers["zh"], f"ledger_{scenario}")
        *flows, net = _column(shown, 3)
        moved = sums.abs().groupby(["instrument", "flow"]).max() > 0.0
        np.testing.assert_allclose(sorted(flows), sorted(medians[moved]), rtol=1e-9)
        cost = indicators[(indicators["scenario"] == scenario) & (indicators["year"] > 2020)
                          & (indicators["indicator"] == "public_cost")]  # fmt: skip
        assert net == pytest.approx(cost.groupby("seed")["value"].sum().median())


def test_prices_are_cost_over_effect(papers: dict[Language, Paper], compared: Path) -> None:
    runs = pd.read_parquet(compared / "comparison" / "indicators.parquet")
    plan = runs[runs["year"] > 2020]

    def of(scenario: str, name: str, last: bool) -> Any:
        mine = plan[(plan["scenario"] == scenario) & (plan["indicator"] == name)]
        return (mine[mine["year"] == 2025] if last else mine).groupby("seed")["value"].sum()

    money = of("full_plan", "public_cost", False) - of("baseline", "public_cost", False)
    effect = of("full_plan", "value_added", True) - of("baseline", "value_added", True)
    row = named(papers["zh"], "prices_full_plan").rows[0]
    assert row[2].values[0] == pytest.approx(effect.mean())
    assert row[4].values[0] == pytest.approx(money.mean())
    if row[5].values[0] is not None:
        assert row[5].values[0] == pytest.approx(money.mean() / effect.mean())


def test_every_parameter_is_listed_with_standing_and_source(paper: Paper) -> None:
    rows = named(paper, "parameters").rows
    assert [row[1].text for row in rows] == list(parameters())
    assert all(row[7].text and row[8].text for row in rows)


def test_restored_runs_are_those_that_were_stored(stored_runs: Stored, compared: Path) -> None:
    runs = pd.read_parquet(compared / "comparison" / "indicators.parquet")
    mine = runs[(runs["scenario"] == "full_plan") & (runs["indicator"] == "value_added")]
    wide = mine.pivot_table(index="seed", columns="year", values="value")
    np.testing.assert_array_equal(stored_runs.ensembles[1].values("value_added"), wide.to_numpy())
    places = pd.read_parquet(compared / "comparison" / "places.parquet")
    last = places[(places["scenario"] == "full_plan") & (places["year"] == 2025)]
    found = np.stack([record.places[-1][5] for record in stored_runs.ensembles[1].records])
    np.testing.assert_array_equal(found.ravel(), last["land"].to_numpy())


def test_twins_are_shown_with_their_intervals(stored_runs: Stored) -> None:
    from sim.compare.twins import Effect
    from sim.report.compare.frames import twin_table
    from sim.report.paper.money import money_section
    from sim.report.paper.view import View

    found = difference(np.array([3.0, 5.0, 4.0]), np.zeros(3))
    made = [Effect("full_plan", "upgrade_subsidy", figure, False, "firms", found, None, None)
            for figure in ("public_cost", "upgrades", "value_added")]  # fmt: skip
    asked = Stored(replace(stored_runs.request, twins=True), stored_runs.manifest,
                   stored_runs.tables | {"twins": twin_table(made).to_pylist()},
                   stored_runs.ensembles)  # fmt: skip
    section = money_section(View(asked, "zh"))
    (table,) = [block for block in section.blocks
                if isinstance(block, Table) and block.sheet == "twins"]  # fmt: skip
    assert table.rows[0][0].text == "技改补助"
    assert [cell.values for cell in table.rows[0][1:3]] == [(4.0,), (found.low, found.high)]


# --- the page -----------------------------------------------------------------------------------


def test_the_page_asks_for_nothing(paper: Paper) -> None:
    text = rendered(paper, "html").decode("utf-8")
    page = Page(text)
    assert all(address.startswith("data:") for address in page.addresses) and page.addresses
    assert not re.search(r"https?://|url\(|@import|<script|<link", text)
    for image in page.images:
        source = base64.b64decode(str(image["src"]).partition("base64,")[2]).decode("utf-8")
        found = set(re.findall(r'(?:href|src)="([^"#][^"]*)"', source))
        assert not found and image["alt"]
        assert not re.search(r"<(image|script|foreignObject)", source)
    assert page.lang == {"zh": "zh-CN", "en": "en"}[paper.language]
    assert len(page.images) == len(paper.figures()) == 4


# --- the text document --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document(papers: dict[Language, Paper]) -> Any:
    return docx.Document(BytesIO(rendered(papers["zh"], "docx")))


def test_headings_and_captions_are_real_ones(document: Any, papers: dict[Language, Paper]) -> None:
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(words_of(paragraph._p))
    assert len(by_style["Title"]) == 1 and len(by_style["Heading 1"]) == 14
    assert len(by_style["Heading 2"]) >= 4
    captions = [caption(one, "zh") for one in (*papers["zh"].tables(), *papers["zh"].figures())]
    assert sorted(by_style["Caption"]) == sorted(captions)
    fields = [part.text.strip() for part in document.element.body.iter(f"{W}instrText")]
    assert fields.count("SEQ 表 \\* ARABIC") == len(papers["zh"].tables())
    assert fields.count("SEQ 图 \\* ARABIC") == len(papers["zh"].figures())


FONTS = {"Normal": ("仿宋_GB2312", 16), "Title": ("方正小标宋简体", 22),
         "Heading 1": ("黑体", 16), "Heading 2": ("楷体_GB2312", 16)}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FONTS))
def test_styles_are_those_of_official_documents(document: Any, name: str) -> None:
    style = document.styles[name]
    fonts = style.element.rPr.find(f"{W}rFonts")
    assert (fonts.get(f"{W}eastAsia"), style.font.size.pt) == FONTS[name]
    assert fonts.get(f"{W}ascii") and not any("Theme" in key for key in fonts.attrib)


def test_pages_are_those_of_official_documents(document: Any) -> None:
    first = document.sections[0]
    margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    assert {one.orientation for one in document.sections} == {0, 1}
    for section in document.sections:
        upright = section.orientation == 0
        assert (round(section.page_width.mm) == 210) == upright
    numbers = first.footer._element.iter(f"{W}instrText")
    assert [part.text.strip() for part in numbers] == ["PAGE"]
    names = ZipFile(BytesIO(_saved(document))).read("word/fontTable.xml").decode("utf-8")
    assert "FangSong" in names and "方正小标宋简体" in names


def _saved(document: Any) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def test_tables_repeat_their_headings_and_fit_their_page(document: Any) -> None:
    section, widths = 0, []
    for element in document.element.body:
        if element.tag == f"{W}tbl":
            first = next(element.iter(f"{W}tr"))
            assert first.find(f"{W}trPr/{W}tblHeader") is not None
            widths.append((section, int(element.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))))
        section += len(list(element.iter(f"{W}sectPr"))) if element.tag == f"{W}p" else 0
    for at, width in widths:
        page = document.sections[at]
        room = page.page_width - page.left_margin - page.right_margin
        assert width * 635 <= room + 635  # twentieths of a point


def test_pictures_have_words(document: Any) -> None:
    shown = [one for one in document.element.body.iter() if one.tag.endswith("}docPr")]
    assert len(shown) == 4 and all(CHINESE.search(one.get("descr")) for one in shown)


# --- always the same bytes, of no place and time ------------------------------------------------


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_the_same_report_has_the_same_bytes(
    stored_runs: Stored, papers: dict[Language, Paper], no_pictures: None, name: str
) -> None:
    again = build(stored_runs, "en", ("html",))
    assert rendered(again, name) == rendered(papers["en"], name)


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_archives_say_no_time(papers: dict[Language, Paper], name: str) -> None:
    with ZipFile(BytesIO(rendered(papers["en"], name))) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode("utf-8")
        every = b"".join(archive.read(item) for item in archive.infolist())
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"1980-01-01"}
    for path in (str(PACKAGE), str(Path.home()), "/tmp/"):
        assert path.encode() not in every


def test_what_looks_like_a_formula_stays_text() -> None:
    rows = [[Cell(text, (text,)), Cell("1", (1.0,), "0")] for text in ("=1+1", "+2", "-3", "@a")]
    table = Table("odd", "odd", [Column("name", "label"), Column("n")], rows, "ledger")
    paper = Paper("en", "=title", "", "", [Section("=part", [table])])
    book = openpyxl.load_workbook(BytesIO(rendered(paper, "xlsx")))
    found = [row[0] for row in book["ledger"].iter_rows(min_row=2)]
    assert [cell.value for cell in found] == ["=1+1", "+2", "-3", "@a"]
    assert {cell.data_type for cell in found} == {"s"} and found[0].quotePrefix
    assert book["text"]["B2"].data_type == "s"
