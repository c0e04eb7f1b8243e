"""The report of a comparison: three formats from one document, and no word beyond the intervals."""

from __future__ import annotations

import ast
import base64
import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from helpers import PACKAGE
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

import sim.report.compare.write as write_module
import sim.report.paper.pictures as pictures_module
import sim.report.paper.session as session_module
from sim.base.errors import InputError
from sim.base.indicators import INDICATOR
from sim.base.parameters import parameters
from sim.compare.figures import Compared
from sim.compare.pairs import Difference, difference
from sim.compare.targets import told as verdict
from sim.compare.targets import wilson
from sim.compare.together import MOST, load_all
from sim.report.compare.session import compare_scenarios
from sim.report.compare.write import write_comparison
from sim.report.paper import cells, words
from sim.report.paper.blocks import Cell, Column, Figure, Paper, Section, Table
from sim.report.paper.build import build
from sim.report.paper.heads import caption, chinese, heading_of
from sim.report.paper.sentences import sentence, told
from sim.report.paper.session import NEEDED, read_formats, rendered, report
from sim.report.paper.stored import Request, Stored, find, read
from sim.report.words import Language

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

NAMES = ("baseline", "full_plan", "no_policy")
SEEDS, FIRMS = 3, 0.02
CHINESE = re.compile("[一-鿿]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STUB = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


def request_of(names: tuple[str, ...] = NAMES, **changes: Any) -> Request:
    return replace(Request(tuple(load_all(names)), SEEDS, FIRMS, "central", False), **changes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A results folder with one comparison in it, without its figures."""
    place = tmp_path_factory.mktemp("results")
    findings = compare_scenarios(
        load_all(NAMES), seeds=SEEDS, firms=FIRMS, workers=1, draws="central", width=(), most=MOST,
        own="", detail=False, twins=False, bar=lambda runs: nullcontext(),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write_module, "_write_figures", lambda *_: None)
        write_comparison(findings, place / "comparison", "zh")
    yield place


@pytest.fixture(scope="module")
def stored(folder: Path) -> Stored:
    return read(request_of(), folder / "comparison")


def _stub(view: Any, name: str, drawn: Any, wide: bool) -> Figure:
    said = view.say(f"{name}_figure", first=view.first), view.say(f"{name}_alt")
    note = view.say(pictures_module.NOTES[name])
    return Figure(name, *said, b"<svg/>", STUB, 4.0, 3.0, note, wide)


@pytest.fixture(scope="module")
def papers(stored: Stored) -> dict[Language, Paper]:
    """Both languages: the Chinese one with its figures, the other with stand-ins."""
    found: dict[Language, Paper] = {"zh": build(stored, "zh", ("html", "docx", "xlsx"))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures_module, "PICTURES", tuple(
            replace(one, draw=lambda *_: None) for one in pictures_module.PICTURES))
        patch.setattr(pictures_module, "_figure", _stub)
        found["en"] = build(stored, "en", ("html",))
    return found


@pytest.fixture(params=["zh", "en"])
def paper(request: pytest.FixtureRequest, papers: dict[Language, Paper]) -> Paper:
    return papers[request.param]


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_module, "PICTURES", tuple(
        replace(one, draw=lambda *_: None) for one in pictures_module.PICTURES))
    monkeypatch.setattr(pictures_module, "_figure", _stub)


# --- the formats agree --------------------------------------------------------------------------


class Page(HTMLParser):
    """Tables, headings, figures and addresses of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.captions: list[str] = []
        self.heads: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.lang = ""
        self._into: list[str] | None = None
        self._rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href")]
        if tag == "html":
            self.lang = str(given["lang"])
        if tag == "table":
            self._rows = self.tables[str(given["data-name"])] = []
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._into = self._rows[-1]
            self._into.append("")
        if tag in ("caption", "h1", "h2", "h3"):
            self._into = self.captions if tag == "caption" else self.heads
            self._into.append("")
        if tag == "img":
            self.images.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption", "h1", "h2", "h3"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


def _words_of(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def _docx_tables(document: Any) -> list[list[list[str]]]:
    return [[[_words_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
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


def _parsed(text: str) -> float:
    return float(text.replace(",", "").replace(cells.MINUS, "-").replace("*", ""))


def test_texts_of_numbers_are_the_numbers(papers: dict[Language, Paper]) -> None:
    seen = 0
    for table in papers["zh"].tables():
        for row in table.rows:
            for cell in row:
                values = [value for value in cell.values if isinstance(value, float)]
                if not cell.form.startswith(("#", "+")) or not values:
                    continue
                shown = [_parsed(one) for one in re.split("[～（）]", cell.text)
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


def _named(paper: Paper, name: str) -> Table:
    return next(table for table in paper.tables() if table.name == name)


def test_targets_are_the_stored_ones(papers: dict[Language, Paper], folder: Path) -> None:
    table = pd.read_parquet(folder / "comparison" / "targets.parquet")
    for scenario in NAMES:
        mine = table[(table["scenario"] == scenario) & table["probability"].notna()]
        shown = _named(papers["en"], f"targets_{scenario}")
        assert _column(shown, 0) == mine["en"].tolist()
        assert _column(shown, 4) == mine["median"].tolist()
        assert [row[5].values for row in shown.rows] == list(
            zip(mine["five_percent"], mine["ninety_five_percent"], strict=True))
        assert _column(shown, 6) == mine["probability"].tolist()


def test_differences_are_the_stored_ones(papers: dict[Language, Paper], folder: Path) -> None:
    table = pd.read_parquet(folder / "comparison" / "differences.parquet")
    for scenario in NAMES[1:]:
        mine = table[table["scenario"] == scenario].set_index(["indicator", "first_year"])
        names = {INDICATOR[name].en: name for name in INDICATOR}
        shown = _named(papers["en"], f"differences_{scenario}")
        for row in shown.rows:
            first = int(str(row[1].values[0])[:4])
            stored = mine.loc[(names[str(row[0].values[0])], first)]
            assert row[4].values == (stored["mean"],)
            assert row[5].values == (stored["low"], stored["high"])
        assert len(shown.rows) >= 16


def test_the_ledger_adds_up_to_the_stored_one(papers: dict[Language, Paper], folder: Path) -> None:
    table = pd.read_parquet(folder / "comparison" / "ledger.parquet")
    indicators = pd.read_parquet(folder / "comparison" / "indicators.parquet")
    for scenario in NAMES:
        mine = table[(table["scenario"] == scenario) & (table["year"] > 2020)]
        sums = mine.groupby(["instrument", "flow", "seed"])["amount"].sum() / 10_000.0
        medians = sums.groupby(["instrument", "flow"]).median()
        shown = _named(papers["zh"], f"ledger_{scenario}")
        *flows, net = _column(shown, 3)
        moved = sums.abs().groupby(["instrument", "flow"]).max() > 0.0
        np.testing.assert_allclose(sorted(flows), sorted(medians[moved]), rtol=1e-9)
        cost = indicators[(indicators["scenario"] == scenario) & (indicators["year"] > 2020)
                          & (indicators["indicator"] == "public_cost")]  # fmt: skip
        assert net == pytest.approx(cost.groupby("seed")["value"].sum().median())


def test_prices_are_cost_over_effect(papers: dict[Language, Paper], folder: Path) -> None:
    runs = pd.read_parquet(folder / "comparison" / "indicators.parquet")
    plan = runs[runs["year"] > 2020]

    def of(scenario: str, name: str, last: bool) -> Any:
        mine = plan[(plan["scenario"] == scenario) & (plan["indicator"] == name)]
        return (mine[mine["year"] == 2025] if last else mine).groupby("seed")["value"].sum()

    money = of("full_plan", "public_cost", False) - of("baseline", "public_cost", False)
    effect = of("full_plan", "value_added", True) - of("baseline", "value_added", True)
    row = _named(papers["zh"], "prices_full_plan").rows[0]
    assert row[2].values[0] == pytest.approx(effect.mean())
    assert row[4].values[0] == pytest.approx(money.mean())
    if row[5].values[0] is not None:
        assert row[5].values[0] == pytest.approx(money.mean() / effect.mean())


def test_every_parameter_is_listed_with_standing_and_source(paper: Paper) -> None:
    rows = _named(paper, "parameters").rows
    assert [row[1].text for row in rows] == list(parameters())
    assert all(row[7].text and row[8].text for row in rows)


def test_restored_runs_are_those_that_were_stored(stored: Stored, folder: Path) -> None:
    runs = pd.read_parquet(folder / "comparison" / "indicators.parquet")
    mine = runs[(runs["scenario"] == "full_plan") & (runs["indicator"] == "value_added")]
    wide = mine.pivot_table(index="seed", columns="year", values="value")
    np.testing.assert_array_equal(stored.ensembles[1].values("value_added"), wide.to_numpy())
    places = pd.read_parquet(folder / "comparison" / "places.parquet")
    last = places[(places["scenario"] == "full_plan") & (places["year"] == 2025)]
    found = np.stack([record.places[-1][5] for record in stored.ensembles[1].records])
    np.testing.assert_array_equal(found.ravel(), last["land"].to_numpy())


def test_twins_are_shown_with_their_intervals(stored: Stored) -> None:
    from sim.compare.twins import Effect
    from sim.report.compare.frames import twin_table
    from sim.report.paper.money import money_section
    from sim.report.paper.view import View

    found = difference(np.array([3.0, 5.0, 4.0]), np.zeros(3))
    made = [Effect("full_plan", "upgrade_subsidy", figure, False, "firms", found, None, None)
            for figure in ("public_cost", "upgrades", "value_added")]  # fmt: skip
    asked = Stored(replace(stored.request, twins=True), stored.manifest,
                   stored.tables | {"twins": twin_table(made).to_pylist()}, stored.ensembles)
    section = money_section(View(asked, "zh"))
    (table,) = [block for block in section.blocks
                if isinstance(block, Table) and block.sheet == "twins"]  # fmt: skip
    assert table.rows[0][0].text == "技改补助"
    assert [cell.values for cell in table.rows[0][1:3]] == [(4.0,), (found.low, found.high)]


# --- words --------------------------------------------------------------------------------------

ENDS = st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False)


@st.composite
def made_up(draw: st.DrawFn) -> Difference:
    """Differences over a few pairs, near nought and far from it."""
    size, pairs = draw(st.sampled_from([1e-6, 1e-2, 1.0, 1e3])), draw(st.integers(1, 6))
    values = draw(st.lists(st.floats(-3, 3, allow_subnormal=False), min_size=pairs,
                           max_size=pairs))  # fmt: skip
    shift = draw(st.sampled_from([0.0, 0.0, 1.0, -4.0]))
    return difference(size * (np.array(values) + shift), np.zeros(pairs))


@settings(max_examples=150, deadline=None)
@given(found=made_up(), language=st.sampled_from(["zh", "en"]),
       name=st.sampled_from(["value_added", "employment", "numerical_control_rate"]))  # fmt: skip
def test_a_sentence_is_never_stronger_than_its_interval(
    found: Difference, language: Language, name: str
) -> None:
    unit = INDICATOR[name].unit
    said = sentence(Compared("a", name, unit, 2025, 2025, 0.0, found), "X", language)
    higher, lower = ("平均高", "平均低") if language == "zh" else ("higher", "lower")
    surely = found.low is not None and found.high is not None
    above, below = (surely and found.low > 0.0), (surely and found.high < 0.0)  # type: ignore[operator]
    assert (higher in said) == above and (lower in said) == below
    # What some runs say the other way is not kept back.
    other_way = ("逐次模拟有高有低" if language == "zh" else "either way") in said
    assert other_way == ((above or below) and found.five <= 0.0 <= found.ninety_five)
    if above or below:
        ends = re.search(r"(?:区间为|interval )(\S+?)(?:～| to )\S", said)
        assert ends is not None and _parsed(ends[1]) > 0.0, said
    elif surely and (found.low or found.high):
        assert ("分不清" if language == "zh" else "not told apart") in said


@given(hits=st.integers(0, 200), runs=st.integers(1, 200))
def test_a_target_is_met_or_missed_only_by_its_whole_interval(hits: int, runs: int) -> None:
    hits = min(hits, runs)
    low, high = wilson(hits, runs)
    assert verdict(low, high) == (
        "met" if low >= 0.9 else "missed" if high <= 0.1 else "not_told")
    assert runs >= 30 or verdict(low, high) == "not_told"  # few runs settle nothing


def test_verdicts_and_conclusions_of_tables_follow_their_intervals(paper: Paper) -> None:
    say = words.say
    for scenario in NAMES:
        for row in _named(paper, f"targets_{scenario}").rows:
            low, high = row[7].values
            assert row[8].text == say(verdict(low, high), paper.language)  # type: ignore[arg-type]
    for row in _named(paper, "differences_full_plan").rows:
        low, high = row[5].values
        claims = row[7].text in (say("is_higher", paper.language), say("is_lower", paper.language))
        assert claims == (low > 0.0 or high < 0.0)  # type: ignore[operator]
    for row in _named(paper, "groups_full_plan").rows:
        for cell in row[2:]:
            _, low, high = cell.values
            assert ("*" in cell.text) == (low > 0.0 or high < 0.0)  # type: ignore[operator]


def test_one_pair_says_nothing() -> None:
    found = difference(np.array([5.0]), np.array([1.0]))
    assert told(found) == "one_pair"
    assert told(difference(np.zeros(4), np.zeros(4))) == "equal"


def test_shares_never_read_as_all_or_none_when_they_are_not() -> None:
    assert [cells.percent(x) for x in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0%", "<1%", "50%", ">99%", "100%"]  # fmt: skip


@pytest.mark.parametrize("key", sorted(words.WORDS))
def test_words_exist_in_both_languages_with_the_same_blanks(key: str) -> None:
    zh, en = words.WORDS[key]
    bare = re.sub(r"\{\w+\}", "", en)
    assert CHINESE.search(zh) or not re.search("[A-Za-z]{3}", bare.replace("SHA", "")), key
    assert not CHINESE.search(en)
    assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en))


def test_every_word_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in
                   (PACKAGE / "report" / "paper").glob("*.py") if not path.name.startswith("words"))
    made = ("sheet_", "pays_", "cost_", "combine_", "draws_", "remark_")
    unused = [key for key in words.WORDS if not re.search(rf"""["']{key}["']""", text)
              and not key.startswith(made) and not key.endswith(("_figure", "_alt"))]  # fmt: skip
    assert unused == []


def test_the_english_report_has_no_chinese(papers: dict[Language, Paper]) -> None:
    page = rendered(papers["en"], "html").decode("utf-8").partition("</style>")[2]
    assert CHINESE.findall(page) == []


def test_sections_stand_in_their_order(papers: dict[Language, Paper]) -> None:
    page = Page(rendered(papers["zh"], "html").decode("utf-8"))
    heads = [head for head in page.heads if re.match("[一二三四五六七八九十]+、|附件", head)]
    assert [head[:2] for head in heads[:10]] == [f"{chinese(k)}、" for k in range(1, 11)]
    assert "主要结论" in heads[2] and "不能反映" in heads[7] and "参数" in heads[8]
    assert [head[:3] for head in heads[10:]] == [f"附件{k}" for k in range(1, 5)]


def test_uncertainty_names_runs_and_lists_what_is_not_shown(paper: Paper) -> None:
    text = rendered(paper, "html").decode("utf-8")
    few = words.say("few_draws", paper.language, runs=SEEDS, low="44%")
    assert few.split("44%")[0] in text
    assert words.WORDS["combine_central"][paper.language == "en"] in text
    assert len(_named(paper, "limits_measures").rows) >= 10
    assert sum(int(row[1].values[0]) for row in _named(paper, "limits_targets").rows) > 20  # type: ignore[arg-type]


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
        by_style.setdefault(paragraph.style.name, []).append(_words_of(paragraph._p))
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
    stored: Stored, papers: dict[Language, Paper], no_pictures: None, name: str
) -> None:
    again = build(stored, "en", ("html",))
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


# --- the command --------------------------------------------------------------------------------


def _report(folder: Path, out: Path, *names: str, **changes: Any) -> str:
    screen = Console(file=StringIO(), width=200)
    options = {"formats": "html", "seeds": SEEDS, "firms": FIRMS, "out": out, "runs": folder,
               "language": "zh", "workers": 1, "quiet": True, "draws": "central", "twins": False}
    report(names or NAMES, screen=screen, **{**options, **changes})  # type: ignore[arg-type]
    return screen.file.getvalue()  # type: ignore[attr-defined]


def test_stored_runs_are_taken(folder: Path, tmp_path: Path, no_pictures: None) -> None:
    said = _report(folder, tmp_path / "out")
    assert "使用已存的模拟" in said and "报告已写入" in said
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "yongsim report baseline full_plan no_policy --lang zh --format html" in text
    assert str(tmp_path) not in text and str(folder) not in text


def test_other_runs_are_not_taken(folder: Path, tmp_path: Path) -> None:
    assert find(request_of(), folder) == folder / "comparison"
    for changes in ({"seeds": 4}, {"firms": 0.03}, {"draws": "prior"}):
        assert find(request_of(**changes), folder) is None
    assert find(request_of(NAMES[:2]), folder) is None
    said = json.loads((folder / "comparison" / "manifest.json").read_text(encoding="utf-8"))
    for change in ({"code_hash": "other"}, {"data_hash": "other"}, {"seeds": [1, 2, 3, 4]}):
        (tmp_path / "one").mkdir(exist_ok=True)
        (tmp_path / "one" / "manifest.json").write_text(json.dumps(said | change))
        assert find(request_of(), tmp_path) is None
    (tmp_path / "one" / "manifest.json").write_text(json.dumps(said))
    assert find(request_of(), tmp_path) is not None


def test_a_damaged_table_is_refused(folder: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(folder / "comparison", tmp_path / "comparison")
    path = tmp_path / "comparison" / "targets.parquet"
    path.write_bytes(path.read_bytes()[:-8] + b"damaged!")
    with pytest.raises(InputError, match="damaged") as caught:
        _report(tmp_path, tmp_path / "out")
    assert CHINESE.search(caught.value.zh) and not (tmp_path / "out").exists()


REFUSED: dict[str, tuple[Callable[[], dict[str, Any]], str, str]] = {
    "format": (lambda: {"formats": "html,pdf"}, "unknown format 'pdf'", "没有格式“pdf”"),
    "no format": (lambda: {"formats": " , "}, "give html, docx or xlsx", "请写 html"),
    "draws": (lambda: {"draws": "guess"}, "kind of draws", "抽样方式"),
    "seeds": (lambda: {"seeds": 0}, "seeds = 0", "模拟次数"),
    "firms": (lambda: {"firms": 2.0}, "firms = 2", "比例"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_bad_requests_are_refused_in_both_languages(
    folder: Path, tmp_path: Path, case: str
) -> None:
    changes, english, chinese_words = REFUSED[case]
    with pytest.raises(InputError, match=re.escape(english)) as caught:
        _report(folder, tmp_path / "out", **changes())
    assert chinese_words in caught.value.zh and list(tmp_path.iterdir()) == []


def test_one_scenario_and_a_taken_folder_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two scenarios"):
        _report(folder, tmp_path / "out", "baseline")
    with pytest.raises(InputError, match="exists") as caught:
        _report(folder, tmp_path)
    assert "已存在" in caught.value.zh and list(tmp_path.iterdir()) == []


def test_nothing_half_written_stays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pictures: None
) -> None:
    def broken(path: Path, content: bytes) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", broken)
    with pytest.raises(OSError, match="disk full"):
        _report(folder, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module.importlib.util, "find_spec", lambda name: None)
    assert read_formats("html") == ("html",)
    for name in ("docx", "xlsx"):
        with pytest.raises(InputError, match=r"pip install 'yongsim\[report\]'") as caught:
            read_formats(f"html,{name}")
        assert "请运行 pip install" in caught.value.zh


def test_the_page_needs_no_extra() -> None:
    """Only the other writers import their packages, and nobody imports those writers early."""
    extra, writers = {"docx", "xlsxwriter", "openpyxl"}, set()
    for path in (PACKAGE / "report" / "paper").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = ([one.name for one in node.names] if isinstance(node, ast.Import)
                     else [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            writers |= {path.stem for name in names if name.split(".")[0] in extra}
            assert path.stem.startswith("docx") or not {
                "sim.report.paper.docx", "sim.report.paper.xlsx"} & set(names), path.name
    assert writers == {"docx", "docx_styles", "docx_table", "xlsx"}
