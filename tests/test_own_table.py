"""A bureau's table of firms: what is read, what is refused and how that is explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import REPOSITORY
from own_tables import PLANTED, firm, firms, write_csv, write_settings
from typer.testing import CliRunner

from sim.base.errors import InputError
from sim.base.own import OWN
from sim.cli import app
from sim.park.atlas import places
from sim.scenario.own.cells import number
from sim.scenario.own.check import Checked
from sim.scenario.own.columns import COLUMNS, FIGURES
from sim.scenario.own.load import checked, own_firms
from sim.scenario.own.template import YEAR, write_template

CHINESE = re.compile("[一-鿿]")


def check(tmp_path: Path, rows: list[dict[str, Any]], settings: str = "") -> Checked:
    return checked(write_settings(tmp_path, rows, settings))[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_passes_its_own_check_as_text_and_as_workbook(
    tmp_path: Path, language: Any
) -> None:
    settings, text, book = write_template(tmp_path / "own", language)
    found = [checked(path)[1] for path in (settings, text, book)]
    for one in found:
        assert not one.refusals and len(one.rows) == 6 and one.year == YEAR
        assert one.unread == () and not one.interpreted
    for name in FIGURES:
        assert np.array_equal(found[0].columns[name], found[2].columns[name], equal_nan=True)
    assert found[0].columns["output"][3] == 19000.0


def test_the_example_of_the_page_is_the_template(tmp_path: Path) -> None:
    for path in write_template(tmp_path / "own", "zh")[:2]:
        shown = REPOSITORY / "docs" / "own_firms_example" / path.name
        assert path.read_text(encoding="utf-8") == shown.read_text(encoding="utf-8")


# column, what is written, parts of the explanation in English and Chinese
REFUSED = {
    "unknown place": ("place", "cixi_longshann", "'cixi_longshan'", "没有片区"),
    "unknown sector": ("sector", "automobile", "'automobiles'", "没有产业"),
    "unknown district": ("district", "yuyaoo", "'yuyao'", "没有区县"),
    "another district": ("district", "haishu", "another district", "不在该区县"),
    "no sector": ("sector", "", "empty", "为空"),
    "negative": ("value_added", "-3", "below nought", "为负数"),
    "negative tax": ("tax", "-0.5", "below nought", "为负数"),
    "nought": ("employment", "0", "nought", "为零"),
    "empty": ("land", "", "empty", "为空"),
    "words": ("output", "many", "no number", "不是数字"),
    "about": ("output", "约1200", "approximate", "约数"),
    "unit": ("output", "1200万元", "unit in the cell", "带有单位"),
    "square metres": ("land", "12平方米", "unit in the cell", "带有单位"),
    "brackets": ("tax", "（123）", "brackets", "括号"),
    "comma": ("output", "12,34", "comma", "逗号"),
    "two dots": ("output", "1.2.3", "no number", "不是数字"),
    "formula error": ("value_added", "#DIV/0!", "spreadsheet", "公式"),
    "infinite": ("output", "1e999", "no number", "不是数字"),
    "too much": ("output", "99999999", "check the unit", "检查单位"),
    "in yuan": ("output", "19000000", "output per person", "人均产值"),
    "more value added than output": ("value_added", "999999", "exceeds", "超过"),
    "more tax than output": ("tax", "99999", "exceeds", "超过"),
    "revenue": ("revenue", "1", "tenfold", "十倍"),
    "pay": ("wages", "5", "pay per person", "人均薪酬"),
    "percent": ("numerical_control", "250", "check the unit", "检查单位"),
    "neither": ("above_scale", "maybe", "yes nor no", "是"),
    "below scale": ("above_scale", "否", "below scale", "规下"),
    "no identity": ("code", "", "neither code nor name", "既无代码"),
    "totals": ("name", "合计", "totals", "合计行"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_row_is_refused_with_row_column_value_and_remedy(tmp_path: Path, case: str) -> None:
    column, text, english, chinese = REFUSED[case]
    bad = firm(5, **{column: text}, **({"name": ""} if column == "code" else {}))
    found = check(tmp_path, [firm(1), bad, firm(2)])
    assert found.refused == 1 and found.rows == [2, 4]
    one = next(one for one in found.refusals if english in str(one.problem))
    if case == "in yuan":  # either figure may be the wrong one
        column, text = "employment", "152"
    assert one.row == 3 and one.column == column
    assert one.value in (text, text.replace("（", "(").replace("）", ")"))
    assert chinese in one.problem.zh and CHINESE.search(one.problem.zh)
    assert not CHINESE.search(str(one.problem).replace(text, "").replace("是 or 否", ""))


def test_all_that_is_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    found = check(tmp_path, [firm(1, tax="x", land="-1", sector="cars?"), *firms(3)[1:]])
    assert {one.column for one in found.refusals} == {"tax", "land", "sector"}


def test_a_firm_that_stands_twice_is_refused_by_code_else_by_name(tmp_path: Path) -> None:
    found = check(tmp_path, [firm(1), firm(2), firm(3, code="INVENTED-00001")])
    (one,) = found.refusals
    assert (one.row, one.column) == (4, "code") and "row 2" in str(one.problem)
    found = check(tmp_path, [firm(1, code=""), firm(2), firm(3, code="", name=f"{PLANTED} 1")])
    assert [(one.row, one.column) for one in found.refusals] == [(4, "name")]


@pytest.mark.parametrize(("text", "value"), [
    ("1,234", 1234.0), ("1，234．5", 1234.5), ("１２３４", 1234.0), (" 12.5 ", 12.5),
    ("'98", 98.0), ("1.2E+03", 1200.0), ("12,345,678.9", 12345678.9),
])  # fmt: skip
def test_numbers_in_words_of_a_spreadsheet_are_read_and_told(text: str, value: float) -> None:
    found = number(text, "mu", "亩")
    assert found.value == value
    assert bool(found.as_text) == (not re.fullmatch(r"[0-9.E+]+", text.strip()))


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无", "N/A", None])
def test_marks_of_nothing_are_nothing(text: str | None) -> None:
    assert number(text, "mu", "亩").value is None


def test_what_was_interpreted_is_listed(tmp_path: Path) -> None:
    found = check(tmp_path, [firm(1, output="12,345"), *firms(4)[1:]])
    assert found.interpreted == [(2, "output", "12,345", 12345.0)]
    assert found.columns["output"][0] == 12345.0


def test_chinese_headings_titles_and_old_encodings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    lines = ["2020年度亩均评价数据,,,,,,",
             "企业名称,年份,所属区县,产业集群,总产值（万元）,用地(亩),职工人数,利润",
             *(f"虚构{k}号,2020年,慈溪市,汽车,{5000 + k},{20 + k},{100 + k},1" for k in range(4))]
    path.write_bytes("\n".join(lines).encode("gb18030"))
    found = checked(path)[1]
    assert not found.refusals and found.rows == [3, 4, 5, 6]
    assert found.unread == ("利润",)
    blocks = {places()[int(row)].name for row in found.columns["place"]}
    assert blocks == {"township_cixi"}


def test_districts_and_places_go_by_their_short_names_too(tmp_path: Path) -> None:
    rows = [firm(k, place=("", "龙山核心")[k % 2], district="慈溪") for k in range(1, 5)]
    found = check(tmp_path, rows)
    assert not found.refusals
    assert {places()[int(row)].name for row in found.columns["place"]} == {
        "township_cixi", "cixi_longshan"}


def test_own_names_for_places_and_sectors_are_looked_up(tmp_path: Path) -> None:
    rows = [firm(k, place="甲乙街道", sector="3670") for k in range(1, 4)]
    text = '[places]\n"甲乙街道" = "cixi_longshan"\n[sectors]\n"3670" = "automobiles"'
    found = check(tmp_path, rows, text)
    assert not found.refusals
    assert places()[int(found.columns["place"][0])].name == "cixi_longshan"


WHOLE = {
    "no column": ([{"name": "a", "year": 2020, "place": "x"}], "", "no column"),
    "two years": ([firm(1), firm(2, year=2019)], "", "one year"),
    "no year": ([firm(1, year=""), firm(2, year="")], "", "one year"),
    "later year": (firms(3, year=2025), "", "2024"),
    "unknown place": (firms(3), 'covers = ["cixi_long"]', "cixi_longshan"),
    "unknown key": (firms(3), "cover = 1", "covers"),
    "wrong choice": (firms(3), 'totals = "keep"', "changed, kept"),
    "wrong name": (firms(3), '[sectors]\n"1" = "cars"', "sectors.1"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(WHOLE))
def test_a_table_is_refused_as_a_whole_in_one_line(tmp_path: Path, case: str) -> None:
    rows, settings, part = WHOLE[case]
    with pytest.raises(InputError) as caught:
        check(tmp_path, rows, settings)
    assert part in str(caught.value) and "\n" not in str(caught.value)
    assert CHINESE.search(caught.value.zh) and "own_firms" in str(caught.value)


def test_a_column_in_another_unit_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv", firms(3))
    path.write_text(path.read_text().replace(",land,", ",用地面积（平方米）,"), encoding="utf-8")
    with pytest.raises(InputError, match="another unit"):
        checked(path)


def test_runs_refuse_a_table_with_refused_rows_and_tell_nothing_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [*firms(5), firm(6, tax="-77.1234")]
    monkeypatch.setenv(OWN, str(write_settings(tmp_path, rows)))
    with pytest.raises(InputError) as caught:
        own_firms()
    for text in (str(caught.value), caught.value.zh):
        assert "7" in text and PLANTED not in text and "77.1" not in text
    write_settings(tmp_path, rows, "leave_out_refused = true")
    found = own_firms()
    assert found is not None and len(found) == 5 and found.left_out == 1


def test_fewer_than_three_firms_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN, str(write_csv(tmp_path / "two.csv", firms(2))))
    with pytest.raises(InputError, match="--show-own-firms"):
        own_firms()


@pytest.mark.parametrize("page", ["own_firms.en.md", "own_firms.zh.md"])
def test_the_page_lists_the_columns_as_they_are(page: str) -> None:
    text = (REPOSITORY / "docs" / page).read_text(encoding="utf-8")
    rows = [[cell.strip("` ") for cell in line.split("|")[1:-1]] for line in text.splitlines()
            if line.startswith("| `") and line.count("|") == 6]
    unit = "unit_zh" if ".zh" in page else "unit"
    assert [tuple(row[:3]) for row in rows] == [
        (one.name, one.zh, getattr(one, unit)) for one in COLUMNS]
    for row, one in zip(rows, COLUMNS, strict=True):
        assert (row[3] in ("yes", "必填")) == (one.need == "always")


def test_every_column_says_what_it_takes_in_both_languages() -> None:
    for one in COLUMNS:
        assert CHINESE.search(one.zh) and not CHINESE.search(one.name)
        assert bool(one.unit) == bool(one.unit_zh) == (one.kind == "number")
        assert bool(one.stand_in) == bool(one.stand_in_zh)
        assert one.need != "may" or one.stand_in, one.name


@pytest.mark.slow
def test_the_example_runs_as_it_is_written(tmp_path: Path) -> None:
    """As the README shows it: no sum of it is hidden, and no command asks to show its firms."""
    table = str(tmp_path / "own" / "own_firms.toml")
    for words in (["firms", "template", "--out", str(tmp_path / "own")],
                  ["firms", "check", table], ["firms", "totals", table]):
        found = CliRunner().invoke(app, [*words, "--lang", "en"])
        assert found.exit_code == 0, found.output
        assert "would tell" not in found.output
