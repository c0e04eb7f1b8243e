"""Values of a sheet's column, put together again from its rows."""

from __future__ import annotations

from sim.base.errors import InputError
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.units import LAST_YEAR
from sim.park.atlas import place_number
from sim.policy.instrument import DoseCard
from sim.scenario.draft import card_of
from sim.scenario.macro import adds_up
from sim.scenario.schedule import ALWAYS, Schedule, Value
from sim.scenario.sheet import GROUPS, INHERIT, NOWHERE, Cell, split_key


def schedules_from(cells: dict[str, Cell]) -> dict[str, Schedule]:
    """The values of a column.

    Raises:
        InputError: a row of nothing, or cells that do not go together; numbers are checked later.
    """
    by_key: dict[str, dict[int, dict[str, Cell]]] = {}
    for row, cell in cells.items():
        if row.startswith(GROUPS):
            plain, year, part = split_key(row)
            by_key.setdefault(plain, {}).setdefault(year, {})[part] = cell
    found = {}
    for key, years in by_key.items():
        card = card_of(key)
        steps = [(year, _value(key, parts, card)) for year, parts in sorted(years.items())]
        last, value = steps[-1]
        if adds_up(key) and ALWAYS < last < LAST_YEAR and value not in (None, 0.0):
            raise InputError(
                f"row '{key}.{last}': a change would go on every year after {last}; write "
                f"'{INHERIT}' into a row '{key}.{last + 1}', or the value into one of {LAST_YEAR}",
                f"行“{key}.{last}”：{last} 年以后该变化会逐年重复；请在行“{key}.{last + 1}”写“"
                f"{INHERIT}”，或在 {LAST_YEAR} 年写出数值",
            )
        found[key] = Schedule(tuple(steps))
    return found


def _value(key: str, parts: dict[str, Cell], card: DoseCard | None) -> Value | None:
    over = card.over if card is not None else "city"
    if over == "place":
        return _place_value(key, parts)
    wanted = set(GRADES) if over == "grade" else {""}
    if set(parts) != wanted:
        graded = over == "grade"
        needs = "a row for each of A, B, C and D" if graded else "one row, no part"
        needs_zh = "给出 A、B、C、D 各一行" if graded else "只写一行，不分部分"
        raise InputError(f"row '{key}': give {needs}", f"行“{key}”：请{needs_zh}")
    inherited = [cell == INHERIT for cell in parts.values()]
    if any(inherited):
        if not all(inherited):
            raise InputError(
                f"row '{key}': give all four grades a number, or all '{INHERIT}'",
                f"行“{key}”：四个等级须全写数字，或全写“{INHERIT}”",
            )
        return None
    if over == "grade":
        return tuple(_number(key, parts[grade], card) for grade in GRADES)
    return _number(key, parts[""], card)


def _place_value(key: str, parts: dict[str, Cell]) -> Value | None:
    if "" in parts:
        if len(parts) > 1 or parts[""] not in (INHERIT, NOWHERE):
            raise InputError(
                f"row '{key}': name places, or write '{NOWHERE}' or '{INHERIT}' alone",
                f"行“{key}”：请写片区，或单独写“{NOWHERE}”或“{INHERIT}”",
            )
        return None if parts[""] == INHERIT else ()
    return tuple(sorted((place_number(name), _number(key, cell, None))
                        for name, cell in parts.items()))  # fmt: skip


def _number(key: str, cell: Cell, card: DoseCard | None) -> float:
    if isinstance(cell, str):
        if card is not None and cell in card.choices:
            return float(card.choices.index(cell))
        try:
            number = float(cell)
        except ValueError:
            raise InputError(
                f"row '{key}': '{cell[:40]}' is no number; write one",
                f"行“{key}”：“{cell[:40]}”不是数字；请写一个数",
            ) from None
        return NO_LIMIT if number == float("inf") else number
    return float(cell)
