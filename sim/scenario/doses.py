"""Doses as written in a scenario, checked against an instrument's bounds and laid out by year."""

from __future__ import annotations

import math
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.units import unit_zh
from sim.park.atlas import place_number, places, sectors
from sim.policy.instrument import DoseCard, Instrument
from sim.scenario.schedule import RAMP, Schedule, Value, read_schedule


def read_dose(instrument: type[Instrument], name: str, written: Any, where: str) -> Schedule:
    """Turn a dose as written into a schedule.

    Raises:
        InputError: unknown dose, wrong form, or a value outside its bounds.
    """
    cards = instrument.doses()
    if name not in cards:
        raise unknown(f"dose of {instrument.name}", name, cards).within(f"{where}: ")
    return read_value(cards[name], written, f"{where}: instruments.{instrument.name}.{name}")


def read_value(card: DoseCard, written: Any, where: str) -> Schedule:
    """Turn a value as written into a schedule, checked against its card.

    Raises:
        InputError: wrong form, or a value outside its bounds.
    """
    stepwise = card.choices or card.over == "place"
    if stepwise and isinstance(written, dict) and RAMP in written:
        raise InputError(
            f"{where}: a ramp goes over numbers; give this dose year by year",
            f"{where}：斜坡只用于数值；请逐年写出",
        )
    return read_schedule(written, lambda one: _value(card, one, where), where)


def _value(card: DoseCard, written: Any, where: str) -> Value:
    _refuse_other_scopes(card, written, where)
    if card.over == "grade":
        return _by_grade(card, written, where)
    if card.over == "place":
        return _by_place(card, written, where)
    return _number(card, written, where)


def _refuse_other_scopes(card: DoseCard, written: Any, where: str) -> None:
    """Refuse parts of the city where a dose has none, or where they are written otherwise."""
    if not isinstance(written, dict | list):
        return
    named = {key for key in written if isinstance(key, str)}
    by_sector = "sectors" in named or named & {sector.name for sector in sectors()}
    by_place = "places" in named or named & {place.name for place in places()}
    parted = any(name.startswith("by_") or name == "elsewhere" for name in named)
    if card.over == "place":
        if by_sector or parted:
            one = places()[0].name
            raise InputError(
                f"{where}: this dose names its places itself; write {{ {one} = 0.5 }}",
                f"{where}：此剂量本身就按片区给出；请写 {{ {one} = 0.5 }}",
            )
        return
    if not card.lever and (by_sector or by_place or parted):
        raise InputError(
            f"{where}: this holds for the whole city (a quota, a budget, a queue or a "
            "rule that all firms share); give one value",
            f"{where}：此值适用于全市（数量、预算、排序或所有企业共用的规则）；请只写一个值",
        )
    if parted:
        one = sectors()[0].name
        raise InputError(
            f"{where}: years stand inside the parts; write by_sector = {{ {one} "
            "= { 2021 = 0.1 } }",
            f"{where}：年份写在各部分之内；请写 by_sector = {{ {one} = {{ 2021 = 0.1 }} }}",
        )
    if by_sector or by_place:
        scope, parts = ("by_sector", sectors()) if by_sector else ("by_place", places())
        name = next((part.name for part in parts if part.name in named), parts[0].name)
        raise InputError(
            f"{where}: a dose for single parts of the city has their kind around it; "
            f"write {scope} = {{ {name} = 0.1 }}",
            f"{where}：分产业或分地的剂量须注明划分方式；请写 {scope} = {{ {name} = 0.1 }}",
        )


def as_number(written: float) -> float:
    """A number as written; a whole one too large for a float lies outside all bounds, as NaN."""
    try:
        return float(written)
    except OverflowError:
        return math.nan


def _number(card: DoseCard, written: Any, where: str) -> float:
    if isinstance(written, str):
        if not card.choices:
            raise InputError(
                f"{where}: a number is needed, not the text '{written[:40]}'",
                f"{where}：此处须为数字，而不是文字“{written[:40]}”",
            )
        if written not in card.choices:
            raise unknown("choice", written, card.choices).within(f"{where}: ")
        return float(card.choices.index(written))
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise InputError(
            f"{where}: a number is needed, not {type(written).__name__}",
            f"{where}：此处须为数字，而不是 {type(written).__name__}",
        )
    value = as_number(written)
    if math.isinf(value) and value > 0.0 and card.high >= NO_LIMIT:
        return NO_LIMIT
    if not card.low <= value <= card.high:
        high = "inf" if card.high >= NO_LIMIT else f"{card.high:g}"
        raise InputError(
            f"{where} = {value:g} lies outside its bounds [{card.low:g}, {high}] {card.unit}",
            f"{where} = {value:g} 超出范围 [{card.low:g}, {high}] {unit_zh(card.unit)}",
        )
    if card.choices and not value.is_integer():
        raise InputError(
            f"{where} = {value:g}: give one of {', '.join(card.choices)}",
            f"{where} = {value:g}：请从下列选项中选一个：{', '.join(card.choices)}",
        )
    return value


def _by_grade(card: DoseCard, written: Any, where: str) -> tuple[float, ...]:
    if isinstance(written, dict):
        wrong = [key for key in written if key not in GRADES]
        if wrong or len(written) != len(GRADES):
            raise InputError(
                f"{where}: give all four grades A, B, C and D",
                f"{where}：请写全 A、B、C、D 四个等级",
            )
        written = [written[grade] for grade in GRADES]
    if not isinstance(written, list):
        written = [written] * len(GRADES)
    if len(written) != len(GRADES):
        raise InputError(
            f"{where}: four numbers are needed, for grades A, B, C and D",
            f"{where}：须写四个数，依次为 A、B、C、D 四个等级",
        )
    return tuple(_number(card, value, where) for value in written)


def as_written(card: DoseCard, value: float) -> float | str:
    """One number as a scenario file has it: a choice by its word."""
    return card.choices[int(value)] if value in range(len(card.choices)) else value


def _by_place(card: DoseCard, written: Any, where: str) -> tuple[tuple[int, float], ...]:
    if isinstance(written, list) and all(isinstance(name, str) for name in written):
        written = dict.fromkeys(written, 1.0)
    if not isinstance(written, dict) or not all(isinstance(key, str) for key in written):
        raise InputError(
            f"{where}: a list of places, or a table of numbers by place, is needed",
            f"{where}：须写片区列表，或按片区给出数字的表",
        )
    try:
        found = {place_number(key): _number(card, one, where) for key, one in written.items()}
    except InputError as error:
        named = str(error).startswith(where)
        raise error if named else error.within(f"{where}: ") from None
    return tuple(sorted(found.items()))
