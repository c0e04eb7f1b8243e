"""Every row of a table of own firms, read and checked; each refusal says where, what and how."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.own import FIRST_KEY
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.scenario.own.cells import flag, is_empty, number, plain
from sim.scenario.own.columns import COLUMN, COLUMNS, FIGURES, MARKS, Column
from sim.scenario.own.names import Names
from sim.scenario.own.ratios import impossible
from sim.scenario.own.settings import Settings, covered
from sim.scenario.own.sheet import Sheet
from sim.scenario.schema import printable

LINE = 2000.0  # 10k yuan of revenue: the register's line
TOTALS = re.compile("^(合计|总计|小计|平均|total|sum)", re.IGNORECASE)
Cells = dict[str, Any]  # of one row by column


@dataclass(frozen=True)
class Refusal:
    """A row that cannot be used, and why.

    Attributes:
        row: its number in the sheet.
        column: its heading there; empty for the row as a whole.
        value: as written.
        problem: what is wrong and the remedy, in both languages.
    """

    row: int
    column: str
    value: str
    problem: InputError


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


class _Row:
    """One row while it is read; problems gather, the next cell is read all the same."""

    def __init__(self, sheet: Sheet, number: int, cells: tuple[Any, ...]):
        self.number, self._sheet, self._cells = number, sheet, cells
        self.refusals: list[Refusal] = []
        self.interpreted: list[tuple[int, str, str, float]] = []
        self.found: Cells = {}

    def cell(self, name: str) -> Any:
        at = self._sheet.columns.get(name)
        return None if at is None or at >= len(self._cells) else self._cells[at]

    def refuse(self, name: str, problem: InputError) -> None:
        value = printable(plain(self.cell(name)))[:60] if name else ""
        heading = self._sheet.headings.get(name, COLUMN[name].zh if name else "")
        self.refusals.append(Refusal(self.number, heading, value, problem))

    def heading(self, name: str) -> str:
        return self._sheet.headings.get(name, COLUMN[name].zh)


def check_sheet(sheet: Sheet, settings: Settings) -> Checked:
    """Check a table.

    Raises:
        InputError: it cannot be used as a whole: a column is missing, or its years differ.
    """
    _check_columns(sheet)
    year, names = _year(sheet, settings), Names(settings)
    known: dict[tuple[str, str], int] = {}
    rows = [_read_row(_Row(sheet, number, cells), names, settings, known)
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


def _empty(rows: list[_Row]) -> dict[str, int]:
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
            f"the table is of one year, here: {several}; fill in the column year (年度), or `year` "
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


def _read_row(
    row: _Row, names: Names, settings: Settings, known: dict[tuple[str, str], int]
) -> _Row:
    identity = [(name, plain(row.cell(name))) for name in ("code", "name")]
    if any(TOTALS.match(text) for _, text in identity):
        row.refuse("name" if TOTALS.match(identity[1][1]) else "code", InputError(
            "a row of totals, no firm; remove it", "合计行，不是企业；请删去"))  # fmt: skip
        return row
    _check_identity(row, identity, known)
    _read_place(row, names)
    _read_sector(row, names)
    for one in COLUMNS:
        if one.kind == "number":
            _read_number(row, one)
    _read_flags(row)
    if not row.refusals:
        _read_register(row, settings)
        for name, problem in impossible(row.found):
            row.refuse(name, problem)
    return row


def _check_identity(
    row: _Row, identity: list[tuple[str, str]], known: dict[tuple[str, str], int]
) -> None:
    """A firm stands once: by its code, or by its name where it has no code."""
    given = [(name, text) for name, text in identity if text and not is_empty(text)]
    if not given:
        row.refuse("code", InputError("neither code nor name; give one of them",
                                      "既无代码也无名称；请填写其一"))  # fmt: skip
        return
    first = known.setdefault(given[0], row.number)
    if first != row.number:
        row.refuse(given[0][0], InputError(
            f"the same firm stands in row {first}; keep one of the two",
            f"与第 {first} 行是同一企业；请只保留一行"))  # fmt: skip


def _read_place(row: _Row, names: Names) -> None:
    at: dict[str, int] = {}
    for name, look in (("place", names.place), ("district", names.district)):
        if not is_empty(row.cell(name)):
            try:
                at[name] = look(row.cell(name))
            except InputError as error:
                row.refuse(name, error)
                return
    if not at:
        row.refuse("place", InputError("empty; give place or district",
                                       "为空；请填写片区或区县"))  # fmt: skip
        return
    try:
        row.found["place"] = at["place"] if "place" in at else names.block(at["district"])
    except InputError as error:
        row.refuse("district", error)
        return
    if len(at) == 2 and names.home(at["place"]) != at["district"]:
        row.refuse("district", InputError("the place lies in another district; correct one of both",
                                          "片区不在该区县；请更正其一"))  # fmt: skip


def _read_sector(row: _Row, names: Names) -> None:
    if is_empty(row.cell("sector")):
        row.refuse("sector", InputError("empty; give the sector", "为空；请填写产业"))
        return
    try:
        row.found["sector"] = names.sector(row.cell("sector"))
    except InputError as error:
        row.refuse("sector", error)


def _read_number(row: _Row, one: Column) -> None:
    row.found[one.name] = np.nan
    try:
        found = number(row.cell(one.name), one.unit, one.unit_zh)
    except InputError as error:
        row.refuse(one.name, error)
        return
    value = found.value
    if value is None:
        if one.need == "always":
            row.refuse(one.name, InputError(f"empty; give it in {one.unit}",
                                            f"为空；请填写，单位为{one.unit_zh}"))  # fmt: skip
        return
    if value < 0.0:
        row.refuse(one.name, InputError("below nought; the model has no such firm: correct it, or "
                                        "leave the firm out",
                                        "为负数；模型没有这样的企业，请更正或不列入"))  # fmt: skip
    elif value == 0.0 and not one.zero:
        row.refuse(one.name, InputError("nought; a firm at work has some: correct it, or leave the "
                                        "firm out",
                                        "为零；在产企业应大于零，请更正或不列入"))  # fmt: skip
    elif value > one.high:
        row.refuse(one.name, InputError(
            f"beyond {one.high:,.0f} {one.unit}; check the unit",
            f"超过 {one.high:,.0f} {one.unit_zh}；请检查单位"))  # fmt: skip
    row.found[one.name] = value
    if found.as_text:
        row.interpreted.append((row.number, row.heading(one.name), found.as_text, value))


def _read_flags(row: _Row) -> None:
    for name in ("above_scale", "high_tech"):
        try:
            said = flag(row.cell(name))
        except InputError as error:
            row.refuse(name, error)
            continue
        row.found[name] = np.nan if said is None else float(said)


def _read_register(row: _Row, settings: Settings) -> None:
    """Above scale as the table says, or by revenue; output where there is no revenue."""
    found = row.found
    if np.isnan(found["output"]) and np.isnan(found["revenue"]):
        row.refuse("output", InputError("neither output nor revenue; give one of them",
                                        "既无总产值也无营业收入；请填写其一"))  # fmt: skip
        return
    sold = found["output"] if np.isnan(found["revenue"]) else found["revenue"]
    if np.isnan(found["above_scale"]):
        found["above_scale"] = float(sold >= LINE)
    if found["above_scale"] == 0.0 and settings.firms == "above_scale":
        row.refuse("above_scale", InputError(
            'below scale, and the table stands for above-scale firms: remove it, or write firms = '
            '"all" in own_firms.toml',
            '规下企业，而本表只代表规上企业：请删去，或在 own_firms.toml 中写 firms = "all"',
        ))
