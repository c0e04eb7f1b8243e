"""The rows of a table of own firms, out of a CSV file or a workbook; nothing in it is trusted."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.scenario.own.cells import plain
from sim.scenario.own.columns import COLUMNS, Column
from sim.scenario.schema import printable
from sim.scenario.workbook import MISSING

LARGEST, LARGEST_UNPACKED = 50_000_000, 500_000_000
MOST_ROWS, MOST_COLUMNS = 100_000, 200
HEADING_WITHIN = 10  # the first rows may be a title and units
BRACKETS = re.compile(r"\([^()]*\)")
UNITS = ("元", "亩", "平方米", "公顷", "人", "吨", "吨标煤", "千瓦时", "度", "%", "yuan", "mu",
         "kwh", "tce")  # fmt: skip
NOT_THE_WORD = re.compile(r"[\s_*:：、/]")


@dataclass(frozen=True)
class Sheet:
    """A table as it was read.

    Attributes:
        columns: position of each known column by its name.
        headings: as written, by the column's name.
        unread: headings that no column has.
        rows: number of each row in the sheet, and its cells; empty rows are left out.
    """

    columns: dict[str, int]
    headings: dict[str, str]
    unread: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read_sheet(path: Path) -> Sheet:
    """Read a table.

    Raises:
        InputError: no such file, another kind of file, or no headings in it.
    """
    name = printable(path.name)
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{name}: larger than 50 MB; split it",
                             f"{name}：超过 50 MB；请拆分")  # fmt: skip
        rows = _workbook(path, name) if path.suffix == ".xlsx" else _text(path, name)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}; give a .csv or .xlsx file",
                         f"{name}：无法读取：{error.strerror}；请给出 .csv 或 .xlsx 文件",
                         ) from None  # fmt: skip
    filled = [(number, row) for number, row in rows if any(plain(cell) for cell in row)]
    return _with_headings(filled, name)


def _text(path: Path, name: str) -> list[tuple[int, tuple[Any, ...]]]:
    if path.suffix != ".csv":
        raise InputError(f"{name}: save the table as .xlsx or .csv",
                         f"{name}：请将表格另存为 .xlsx 或 .csv")  # fmt: skip
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # what Chinese spreadsheets write
        except UnicodeDecodeError:
            raise InputError(
                f"{name}: neither UTF-8 nor GB 18030; save it as .xlsx",
                f"{name}：既不是 UTF-8 也不是 GB 18030；请另存为 .xlsx",
            ) from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        found = [(reader.line_num, tuple(row)) for row in reader]
    except csv.Error as error:
        raise InputError(f"{name}: no CSV: {error}; save it as .xlsx",
                         f"{name}：不是 CSV：{error}；请另存为 .xlsx") from None  # fmt: skip
    return _checked(found, name)


def _workbook(path: Path, name: str) -> list[tuple[int, tuple[Any, ...]]]:
    try:
        import openpyxl  # noqa: PLC0415  an extra
    except ImportError:
        raise InputError(*MISSING) from None
    try:
        with zipfile.ZipFile(path) as package:
            size = sum(item.file_size for item in package.infolist())
        if size > LARGEST_UNPACKED:
            raise InputError(f"{name}: holds more than 500 MB unpacked; split it",
                             f"{name}：解压后超过 500 MB；请拆分")  # fmt: skip
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            found = [(k, tuple(row)) for k, row in
                     enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1)
                     if k <= MOST_ROWS + HEADING_WITHIN + 1]  # fmt: skip
        finally:
            book.close()
    except (InputError, OSError):
        raise
    except Exception as error:  # a damaged package fails in many ways
        kind = type(error).__name__
        raise InputError(f"{name}: not a readable workbook ({kind}); save it as .xlsx again",
                         f"{name}：不是可读的工作簿（{kind}）；请重新另存为 .xlsx",
                         ) from None  # fmt: skip
    return _checked(found, name)


def _checked(
    rows: list[tuple[int, tuple[Any, ...]]], name: str
) -> list[tuple[int, tuple[Any, ...]]]:
    if len(rows) > MOST_ROWS + HEADING_WITHIN:
        raise InputError(f"{name}: more than {MOST_ROWS} rows; split it",
                         f"{name}：超过 {MOST_ROWS} 行；请拆分")  # fmt: skip
    return rows


def _with_headings(rows: list[tuple[int, tuple[Any, ...]]], name: str) -> Sheet:
    known = {_word(word): one for one in COLUMNS for word in (one.name, one.zh, *one.also)}
    for at, (_, cells) in enumerate(rows[:HEADING_WITHIN]):
        found = [known.get(_word(plain(cell))) for cell in cells]
        if sum(one is not None for one in found) >= 3:
            return _sheet(found, cells, rows[at + 1 :], name)
    needed = ", ".join(one.name for one in COLUMNS if one.need != "may")
    needed_zh = "、".join(one.zh for one in COLUMNS if one.need != "may")
    raise InputError(
        f"{name}: no row of headings within the first {HEADING_WITHIN}; it takes "
        f"{needed} (`yongsim firms columns`)",
        f"{name}：前 {HEADING_WITHIN} 行中没有表头；需要"
        f"{needed_zh}（见 `yongsim firms columns`）",
    )


def _word(heading: str) -> str:
    text = BRACKETS.sub("", heading.lower().replace("（", "(").replace("）", ")"))
    return NOT_THE_WORD.sub("", text)


def _sheet(
    found: list[Column | None], cells: tuple[Any, ...], rows: list[tuple[int, tuple[Any, ...]]],
    name: str,
) -> Sheet:  # fmt: skip
    columns: dict[str, int] = {}
    for k, one in enumerate(found):
        if one is None:
            continue
        if one.name in columns:
            raise InputError(f"{name}: two columns mean {one.name}; keep one",
                             f"{name}：有两列都表示 {one.name}；请只留一列")  # fmt: skip
        _check_unit(plain(cells[k]), one, name)
        columns[one.name] = k
    unread = tuple(printable(plain(cells[k]))[:40] for k, one in enumerate(found)
                   if one is None and plain(cells[k]))  # fmt: skip
    headings = {key: printable(plain(cells[k]))[:40] for key, k in columns.items()}
    return Sheet(columns, headings, unread, tuple(rows))


def _check_unit(heading: str, column: Column, name: str) -> None:
    """Refuse a heading that gives another unit than the column takes."""
    inside = BRACKETS.findall(heading)
    if not inside or not column.unit:
        return
    given = inside[-1][1:-1].replace(" ", "").lower()
    usual = column.unit_zh
    same = {usual, column.unit.replace(" ", "").lower(), usual.replace("标煤", "标准煤"),
            usual.replace("千瓦时", "度")}  # fmt: skip
    if given not in same and given.endswith(UNITS):
        raise InputError(
            f"{name}: column '{printable(heading)[:40]}' is in another unit; give it in "
            f"{column.unit}",
            f"{name}：“{printable(heading)[:40]}”列的单位不同；请换算为{column.unit_zh}",
        )
