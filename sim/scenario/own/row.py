"""One row of a table of own firms: every cell read, every problem kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.scenario.own.cells import flag, is_empty, number, plain
from sim.scenario.own.columns import COLUMN, COLUMNS, Column
from sim.scenario.own.names import Names
from sim.scenario.own.ratios import impossible
from sim.scenario.own.settings import Settings
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


class Row:
    """One row while it is read; problems gather, the next cell is read all the same.

    Args:
        sheet: the table.
        number: of the row there.
        cells: of the row.

    Attributes:
        found: what was read, by column.
        refusals: what cannot be used.
        interpreted: (row, heading, as written, as read) of numbers that were not plain.
    """

    def __init__(self, sheet: Sheet, number: int, cells: tuple[Any, ...]):
        self.number, self._sheet, self._cells = number, sheet, cells
        self.refusals: list[Refusal] = []
        self.interpreted: list[tuple[int, str, str, float]] = []
        self.found: Cells = {}

    def cell(self, name: str) -> Any:
        """A cell as the sheet holds it; None where the table has no such column."""
        at = self._sheet.columns.get(name)
        return None if at is None or at >= len(self._cells) else self._cells[at]

    def refuse(self, name: str, problem: InputError) -> None:
        """Note a problem of a column."""
        value = printable(plain(self.cell(name)))[:60] if name else ""
        heading = self._sheet.headings.get(name, COLUMN[name].zh if name else "")
        self.refusals.append(Refusal(self.number, heading, value, problem))

    def heading(self, name: str) -> str:
        """A column's heading in this table."""
        return self._sheet.headings.get(name, COLUMN[name].zh)


def read_row(
    row: Row, names: Names, settings: Settings, known: dict[tuple[str, str], int]
) -> Row:
    """Read a row.

    Args:
        row: changed.
        names: of places and sectors.
        settings: what the table stands for.
        known: row of each code or name so far; kept up to date.
    """
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
    row: Row, identity: list[tuple[str, str]], known: dict[tuple[str, str], int]
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


def _read_place(row: Row, names: Names) -> None:
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


def _read_sector(row: Row, names: Names) -> None:
    if is_empty(row.cell("sector")):
        row.refuse("sector", InputError("empty; give the sector", "为空；请填写产业"))
        return
    try:
        row.found["sector"] = names.sector(row.cell("sector"))
    except InputError as error:
        row.refuse("sector", error)


def _read_number(row: Row, one: Column) -> None:
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


def _read_flags(row: Row) -> None:
    for name in ("above_scale", "high_tech"):
        try:
            said = flag(row.cell(name))
        except InputError as error:
            row.refuse(name, error)
            continue
        row.found[name] = np.nan if said is None else float(said)


def _read_register(row: Row, settings: Settings) -> None:
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
