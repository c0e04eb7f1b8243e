"""The report as a workbook: a tidy sheet per table, its text on a sheet of its own, no formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from sim.report.paper.archive import MADE, settled
from sim.report.paper.blocks import Cell, Column, Paper, Paragraph, Points, Table, Value
from sim.report.paper.heads import caption, headed, subheadings
from sim.report.paper.words import say
from sim.report.words import Language

# A string that begins so is taken for a formula by whoever edits the cell.
LOOKS_LIKE_FORMULA = ("=", "+", "-", "@")
WIDEST, NARROWEST = 60, 8  # in characters
LONG = 30  # a text that may need several lines
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False, "nan_inf_to_errors": False}  # fmt: skip
Entry = tuple[Value, str]  # and how its number is shown


def workbook(paper: Paper) -> bytes:
    """The workbook."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    book.set_properties({"title": paper.title, "subject": paper.subtitle, "author": "yongsim",
                         "comments": paper.summary, "created": MADE})  # fmt: skip
    pen = _Pen(book)
    sheets = _sheets(paper)
    language = paper.language
    pen.sheet(say("contents", language), _contents(sheets, language))
    pen.sheet(say("text_sheet", language), _text(paper))
    for name, tables in sheets.items():
        pen.sheet(name, [_headings(tables[0], language), *_entries(tables)])
    book.close()
    return settled(content.getvalue())


def _sheets(paper: Paper) -> dict[str, list[Table]]:
    found: dict[str, list[Table]] = {}
    for table in paper.tables():
        found.setdefault(say(f"sheet_{table.sheet}", paper.language), []).append(table)
    return found


def _contents(sheets: dict[str, list[Table]], language: Language) -> list[list[Entry]]:
    heads = [(say(key, language), "") for key in ("sheet", "caption", "remark")]
    rows: list[list[Entry]] = [
        [(name, ""), (caption(table, language), ""), (table.note, "")]
        for name, tables in sheets.items() for table in tables
    ]  # fmt: skip
    return [list(heads), *rows]


def _text(paper: Paper) -> list[list[Entry]]:
    language = paper.language
    lines: list[tuple[str, str]] = [(say("part", language), say("words", language)),
                                    ("", paper.title), ("", paper.subtitle)]  # fmt: skip
    for head, part in headed(paper):
        heads = subheadings(part, head, language)
        for at, block in enumerate(part.blocks):
            if at in heads:
                lines.append((head, heads[at]))
            elif isinstance(block, Paragraph):
                lines.append((head, block.text))
            elif isinstance(block, Points):
                lines += [(head, text) for text in block.items]
    return [[(one, "") for one in line] for line in lines]


def _headings(table: Table, language: Language) -> list[Entry]:
    names = [table.key[0]] if table.key else []
    for column in table.columns:
        names += _names(column, language)
    return [(name, "") for name in names]


def _names(column: Column, language: Language) -> Iterator[str]:
    if column.parts:
        yield from (say("with_unit", language, label=column.heading, unit=part)
                    for part in column.parts)  # fmt: skip
    else:
        yield column.heading
    if column.unit:
        yield say("unit_of", language, label=column.heading)


def _entries(tables: Sequence[Table]) -> Iterator[list[Entry]]:
    for table in tables:
        for row in table.rows:
            entries: list[Entry] = [(table.key[1], "")] if table.key else []
            for column, cell in zip(table.columns, row, strict=True):
                entries += _values(column, cell)
            yield entries


def _values(column: Column, cell: Cell) -> Iterator[Entry]:
    assert len(cell.values) == max(1, len(column.parts)), column.heading
    yield from ((value, cell.form) for value in cell.values)
    if column.unit:
        yield column.unit, ""


class _Pen:
    """Writes sheets; each way to show a number is made once."""

    def __init__(self, book: Any):
        self.book = book
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top",
                                     "bottom": 1})  # fmt: skip
        self.long = book.add_format({"text_wrap": True, "valign": "top"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.forms: dict[str, Any] = {}

    def sheet(self, name: str, rows: Sequence[Sequence[Entry]]) -> None:
        """A sheet: headings in the first row, which stays in sight."""
        sheet = self.book.add_worksheet(name)
        heads, *lines = rows
        for at, (text, _) in enumerate(heads):
            sheet.write_string(0, at, str(text), self.head)
            column = [str(line[at][0]) for line in lines if line[at][0] is not None]
            sheet.set_column(at, at, _width([str(text)[:14], *column]))
        for down, line in enumerate(lines, start=1):
            for at, (value, form) in enumerate(line):
                self._write(sheet, down, at, value, form)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(lines), 1), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write(self, sheet: Any, down: int, at: int, value: Value, form: str) -> None:
        if value is None or value == "":  # an empty text would count as filled
            return
        if isinstance(value, str):
            looks, long = value.startswith(LOOKS_LIKE_FORMULA), len(value) > LONG
            sheet.write_string(down, at, value,
                               self.quoted if looks else self.long if long else None)  # fmt: skip
        else:
            sheet.write_number(down, at, value, self._form(form))

    def _form(self, form: str) -> Any:
        if form not in self.forms:
            self.forms[form] = self.book.add_format({"num_format": form or "General"})
        return self.forms[form]


def _width(texts: Sequence[str]) -> int:
    """Columns of a sheet are as wide as what stands in them; a Chinese character takes two."""
    longest = max((sum(2 if ord(sign) > 0x2E7F else 1 for sign in text[:WIDEST])
                   for text in texts), default=0)  # fmt: skip
    return min(max(longest + 2, NARROWEST), WIDEST)
