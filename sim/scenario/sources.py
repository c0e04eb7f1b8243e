"""What the values of a scenario stand on, as its file says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.scenario.parts import MARK, is_within
from sim.scenario.schema import LONGEST_TEXT, UNPRINTABLE

DEEPEST_KEY = 6  # group, name, dose, by what, for which part, year


def read_sources(
    written: dict[str, Any], values: Collection[str], file: str, where: str
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Sources by key of the value, with the file that says so.

    Args:
        written: texts by `instrument.dose`, `macro.figure` or `parameters.name`, each perhaps with
            `.year`; dotted keys may be written as tables.
        values: keys that the file sets. A source of a dose is one of its parts of the city too,
            unless they have their own.
        file: its name.
        where: the file for messages.

    Raises:
        InputError: a source of nothing, or no text.
    """
    short = {key.removeprefix("instruments."): key for key in values}
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, text in sorted(_flat(written, "", where, 1), key=lambda one: MARK in one[0]):
        value, _, last = name.rpartition(".")
        year = last if _is_year(last) else ""
        plain = value if year else name
        meant = [one for one in short if one == plain or is_within(one, plain)]
        if not meant:
            raise unknown("value of this file", name, short).within(f"{where}: sources: ")
        for one in meant:
            key = short[one] + (f".{year}" if year else "")
            found[key] = ((file, _text(text, name, where)),)
    return found


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR


def _text(text: Any, name: str, where: str) -> str:
    good = isinstance(text, str) and text.strip() and len(text) <= LONGEST_TEXT
    if not good or UNPRINTABLE.search(text):
        raise InputError(
            f"{where}: sources.{name[:60]} needs one line of text of at most {LONGEST_TEXT} signs",
            f"{where}：sources.{name[:60]} 须为一行文字，最多 {LONGEST_TEXT} 字",
        )
    return str(text)


def _flat(table: dict[str, Any], prefix: str, where: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > DEEPEST_KEY:
        raise InputError(
            f"{where}: sources: nested too deeply; write \"instrument.dose\" = text",
            f"{where}：sources：嵌套过深；请写 \"instrument.dose\" = 文字",
        )
    for key, value in table.items():
        name = UNPRINTABLE.sub("?", f"{prefix}{key}")
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.", where, depth + 1)
        else:
            yield name, value
