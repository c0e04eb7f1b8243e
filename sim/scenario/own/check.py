"""Every row of a table of own firms, read and checked; each refusal says where, what and how."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from sim.base.errors import InputError
from sim.base.own import FIRST_KEY
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.scenario.own.cells import is_empty, plain
from sim.scenario.own.columns import COLUMNS, FIGURES, MARKS, Column
from sim.scenario.own.names import Names
from sim.scenario.own.row import Refusal, Row, read_row
from sim.scenario.own.settings import Settings, covered
from sim.scenario.own.sheet import Sheet
from sim.scenario.schema import printable


@dataclass
class Checked:
    """A table after all checks.

    Attributes:
        year: of the figures.
        covered: by place, whether the table stands for all firms there.
        rows: number of each accepted row in the sheet.
        columns: `MARKS` and `FIGURES` of the accepted rows; not a number where empty.
        refusals: one or more for each refused row.
        refused: number of refused rows.
        interpreted: (row, heading, as written, as read) of numbers that were not plain.
        unread: headings that no column has.
        empty: accepted rows by column that something stands in for.
    """

    year: int
    covered: Array
    rows: list[int]
    columns: dict[str, Array]
    refusals: list[Refusal]
    refused: int
    interpreted: list[tuple[int, str, str, float]]
    unread: tuple[str, ...]
    empty: dict[str, int] = field(default_factory=dict)


def check_sheet(sheet: Sheet, settings: Settings) -> Checked:
    """Check a table.

    Raises:
        InputError: it cannot be used as a whole: a column is missing, or its years differ.
    """
    _check_columns(sheet)
    year, names = _year(sheet, settings), Names(settings)
    known: dict[tuple[str, str], int] = {}
    rows = [read_row(Row(sheet, number, cells), names, settings, known)
            for number, cells in sheet.rows]  # fmt: skip
    listed = tuple({row.found["place"] for row in rows if not row.refusals})
    where = covered(settings, listed)
    for row in rows:
        if not row.refusals and not where[row.found["place"]]:
            row.refuse("place", InputError(
                "none of the places that `covers` names; correct the place or `covers`",
                "不在 covers 所列片区之内；请更正片区或 covers"))  # fmt: skip
    good = [row for row in rows if not row.refusals]
    return Checked(
        year, where, [row.number for row in good],
        {name: np.array([row.found[name] for row in good], dtype=float)
         for name in (*MARKS, *FIGURES)},
        [one for row in rows for one in row.refusals], len(rows) - len(good),
        [one for row in good for one in row.interpreted], sheet.unread, _empty(good),
    )  # fmt: skip


def keys_of(rows: list[int]) -> Array:
    """Identities of own firms: by the row of the table, so that its owner finds them."""
    return FIRST_KEY + np.array(rows, dtype=np.int64)


def _empty(rows: list[Row]) -> dict[str, int]:
    found = Counter(one.name for one in COLUMNS if one.kind == "number" and one.need == "may"
                    for row in rows if np.isnan(row.found[one.name]))  # fmt: skip
    return dict(found)


def _check_columns(sheet: Sheet) -> None:
    groups: dict[str, list[Column]] = {}
    for one in COLUMNS:
        if one.need == "always" or one.group:
            groups.setdefault(one.group or one.name, []).append(one)
    for some in groups.values():
        if not any(one.name in sheet.columns for one in some):
            named = " or ".join(one.name for one in some)
            named_zh = "”或“".join(one.zh for one in some)
            raise InputError(
                f"no column {named}; add it (`yongsim firms columns` lists headings and units)",
                f"缺少“{named_zh}”列；请补上"
                "（表头与单位见 `yongsim firms columns`）",
            )
    if not sheet.rows:
        raise InputError("no firm below the headings; add rows", "表头之下没有企业；请补上")


def _year(sheet: Sheet, settings: Settings) -> int:
    """The one year of all rows."""
    at = sheet.columns.get("year")
    given = {plain(cells[at]).removesuffix("年") for _, cells in sheet.rows
             if at is not None and at < len(cells) and not is_empty(cells[at])}  # fmt: skip
    if settings.year is not None:
        given.add(str(settings.year))
    if len(given) != 1:
        several = ", ".join(printable(one)[:10] for one in sorted(given)[:4]) or "-"
        raise InputError(
            f"the table is of one year, here: {several}; fill in the column year, or `year` "
            "of the settings, with one year",
            f"一张表只能是一个年度，此处为：{several}；请在“年度”列或设置的 year 中只写一个年度",
        )
    (text,) = given
    if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) < LAST_YEAR:
        raise InputError(
            f"year {printable(text)[:10]}: runs go from {FIRST_YEAR} to {LAST_YEAR}; a table of "
            f"{FIRST_YEAR} to {LAST_YEAR - 1} can take over at the end of its year",
            f"年度 {printable(text)[:10]}：模拟自 {FIRST_YEAR} 年至 {LAST_YEAR} 年；"
            f"{FIRST_YEAR} 至 {LAST_YEAR - 1} 年的表可在该年末接入，请换用",
        )
    return int(text)
