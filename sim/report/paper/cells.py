"""Entries of tables: a number is put into words once, for all formats."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.base.indicators import INDICATOR
from sim.report.paper.blocks import Cell
from sim.report.words import Language

NOTHING = "–"
UNTIL = {"zh": "～", "en": " to "}
MINUS = "\N{MINUS SIGN}"  # a hyphen would be taken for a place to break the line
LARGEST_SHOWN = 1e15


def text(words: str) -> Cell:
    """Words."""
    return Cell(words, (words,))


def plain(value: float | None, decimals: int, *, sign: bool = False) -> str:
    """A number with separators; a dash where there is none, no sign before nought."""
    if value is None or not math.isfinite(value):
        return NOTHING
    written = f"{value:{'+' if sign else ''},.{decimals}f}".replace("-", MINUS)
    nought = abs(value) < LARGEST_SHOWN and round(value, decimals) == 0
    return written.lstrip("+" + MINUS) if nought else written


def span(low: str, high: str, language: Language) -> str:
    """From one number to another; a dash where an end is missing."""
    return NOTHING if NOTHING in (low, high) else f"{low}{UNTIL[language]}{high}"


def number(value: float | None, decimals: int, *, sign: bool = False) -> Cell:
    """A number."""
    return Cell(plain(value, decimals, sign=sign), (value,), _form(decimals, sign))


def numbers(
    low: float | None, high: float | None, decimals: int, language: Language, *, sign: bool = False
) -> Cell:
    """A range."""
    shown = span(plain(low, decimals, sign=sign), plain(high, decimals, sign=sign), language)
    return Cell(shown, (low, high), _form(decimals, sign))


def share(value: float | None) -> Cell:
    """A share as a percentage."""
    return Cell(percent(value), (value,), "0%")


def shares(low: float | None, high: float | None, language: Language) -> Cell:
    """A range of shares."""
    return Cell(span(percent(low), percent(high), language), (low, high), "0%")


def percent(value: float | None) -> str:
    """A share as a percentage; never "100%" or "0%" for what is not all or none."""
    if value is None:
        return NOTHING
    rounded = round(100.0 * value)
    if rounded == 100 and value < 1.0:
        return ">99%"
    if rounded == 0 and value > 0.0:
        return "<1%"
    return f"{rounded}%"


def _form(decimals: int, sign: bool) -> str:
    shown = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"+{shown};-{shown};{shown}" if sign else shown


def decimals_of(indicator: str) -> int:
    """Decimals that an indicator is shown with."""
    return INDICATOR[indicator].decimals if indicator in INDICATOR else 1


def enough(declared: int, values: Sequence[float | None]) -> int:
    """The declared decimals, or up to three more where the largest of the values needs them."""
    size = max((abs(value) for value in values if value is not None), default=0.0)
    more = declared
    while 0.0 < size * 10**more < 10.0 and more < declared + 3:
        more += 1
    return more


def short(value: float) -> str:
    """A value of a parameter: four digits tell enough."""
    written = f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.4g}"
    return written.replace("-", MINUS)


def value_cell(value: float | None) -> Cell:
    """A value of a parameter."""
    return Cell(NOTHING if value is None else short(value), (value,), "General")


def values_cell(low: float | None, high: float | None, language: Language) -> Cell:
    """A range of a parameter's values."""
    first, last = (NOTHING if end is None else short(end) for end in (low, high))
    return Cell(span(first, last, language), (low, high), "General")
