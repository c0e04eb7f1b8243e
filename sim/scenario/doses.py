"""Doses as written in a scenario, checked against an instrument's bounds and laid out by year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.park.atlas import place_number
from sim.policy.instrument import DoseCard, Instrument

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)  # the years that a dose may come into force
Value = float | tuple[float, ...] | tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Schedule:
    """A dose by first year in force; before the first year it is neutral."""

    steps: tuple[tuple[int, Value], ...]

    def after(self, inherited: Schedule | None) -> Schedule:
        """This schedule over an inherited one: what was in force before its first year stays."""
        if inherited is None:
            return self
        first = self.steps[0][0]
        return Schedule(tuple(step for step in inherited.steps if step[0] < first) + self.steps)

    def at(self, year: int) -> Value | None:
        """The value in force in a year, or None before the first."""
        current = None
        for first, value in self.steps:
            if first <= year:
                current = value
        return current


def read_dose(instrument: type[Instrument], name: str, written: Any, where: str) -> Schedule:
    """Turn a dose as written into a schedule.

    Raises:
        InputError: unknown dose, wrong form, or a value outside its bounds.
    """
    cards = instrument.doses()
    if name not in cards:
        raise InputError(
            f"{where}: {unknown(f'dose of {instrument.name}', name, cards)}"
        )
    card, place = cards[name], f"{where}: instruments.{instrument.name}.{name}"
    if isinstance(written, dict) and written and all(_is_year(key) for key in written):
        steps = sorted((int(key), value) for key, value in written.items())
        outside = [year for year, _ in steps if year not in YEARS]
        if outside:
            raise InputError(f"{place}: the year {outside[0]} lies outside {YEARS[0]}-{YEARS[-1]}")
        return Schedule(tuple((year, _value(card, value, place)) for year, value in steps))
    return Schedule(((0, _value(card, written, place)),))


def _is_year(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) == 4


def _value(card: DoseCard, written: Any, where: str) -> Value:
    if card.over == "grade":
        return _by_grade(card, written, where)
    if card.over == "place":
        return _by_place(card, written, where)
    return _number(card, written, where)


def as_number(written: float) -> float:
    """A number as written; a whole one too large for a float lies outside all bounds, as NaN."""
    try:
        return float(written)
    except OverflowError:
        return math.nan


def _number(card: DoseCard, written: Any, where: str) -> float:
    if isinstance(written, str):
        if not card.choices:
            raise InputError(f"{where}: a number is needed, not the text '{written[:40]}'")
        if written not in card.choices:
            raise InputError(f"{where}: {unknown('choice', written, card.choices)}")
        return float(card.choices.index(written))
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise InputError(f"{where}: a number is needed, not {type(written).__name__}")
    value = as_number(written)
    if math.isinf(value) and value > 0.0 and card.high >= NO_LIMIT:
        return NO_LIMIT
    if not card.low <= value <= card.high:
        high = "inf" if card.high >= NO_LIMIT else f"{card.high:g}"
        raise InputError(
            f"{where} = {value:g} lies outside its bounds [{card.low:g}, {high}] {card.unit}"
        )
    if card.choices and not value.is_integer():
        raise InputError(f"{where} = {value:g}: give one of {', '.join(card.choices)}")
    return value


def _by_grade(card: DoseCard, written: Any, where: str) -> tuple[float, ...]:
    if isinstance(written, dict):
        wrong = [key for key in written if key not in GRADES]
        if wrong or len(written) != len(GRADES):
            raise InputError(f"{where}: give all four grades A, B, C and D")
        written = [written[grade] for grade in GRADES]
    if not isinstance(written, list):
        written = [written] * len(GRADES)
    if len(written) != len(GRADES):
        raise InputError(f"{where}: four numbers are needed, for grades A, B, C and D")
    return tuple(_number(card, value, where) for value in written)


def _by_place(card: DoseCard, written: Any, where: str) -> tuple[tuple[int, float], ...]:
    if isinstance(written, list) and all(isinstance(name, str) for name in written):
        written = dict.fromkeys(written, 1.0)
    if not isinstance(written, dict):
        raise InputError(f"{where}: a list of places, or a table of numbers by place, is needed")
    return tuple((place_number(str(key)), _number(card, value, where))
                 for key, value in written.items())
