"""Names of what decisions read and write, of outcomes and of instruments, in either language."""

from __future__ import annotations

from typing import Any

from sim.base.draws import DRAWS
from sim.base.indicators import INDICATOR
from sim.base.levers import LEVER
from sim.base.parameters import macro, parameters
from sim.base.rules import BETTER
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR
from sim.park.atlas import places, sectors
from sim.policy.registry import instruments
from sim.report.appraisal.words import TOTALS, say, unit
from sim.report.words import Language, named
from sim.scenario.outcome import ADDED_UP

COLUMNS = {"firm": FIRM, "place": PLACE, "sector": SECTOR, "place_sector": PLACE_SECTOR,
           "rung": RUNG}  # fmt: skip


def declared(name: str) -> tuple[str, str, str, str]:
    """What a name stands for: kind, Chinese and English label, unit."""
    plain = name.removeprefix(BETTER)
    for kind, known in COLUMNS.items():
        if name in known:
            return kind, known[name].zh, known[name].en, known[name].unit
    if plain in LEVER:
        lever = LEVER[plain]
        return ("grade" if lever.over == "grade" else "lever"), lever.zh, lever.en, lever.unit
    if name in DRAWS:
        return "draw", "", "", "0-1"
    if name in parameters():
        item = parameters()[name]
        return "parameter", item.zh, item.en, item.unit
    if name in macro():
        series: Any = macro()[name]
        return "macro", series.zh, series.en, series.unit
    zh, en, of = TOTALS.get(name, (name, name, "-"))
    return "total", zh, en, of


def input_label(name: str, language: Language) -> str:
    """The label of what a decision reads."""
    kind, zh, en, _ = declared(name)
    if kind == "draw":
        return say("draw_label", language, name=name.removeprefix("draw_"))
    label = zh if language == "zh" else en
    return say("better", language, label=label) if name.startswith(BETTER) else label


def place_label(name: str, language: Language) -> str:
    """The label of a place."""
    item = next(item for item in places() if item.name == name)
    return named(item, language)


def sector_label(name: str, language: Language) -> str:
    """The label of a sector."""
    item = next(item for item in sectors() if item.name == name)
    return named(item, language)


def instrument_label(name: str, language: Language) -> str:
    """The label of an instrument; a group of instruments keeps the name it was given."""
    kind = instruments().get(name)
    if kind is None:
        return name
    return named(kind, language)


def outcome_label(name: str, language: Language) -> str:
    """The label of an outcome: which figure, when, in which unit."""
    item = INDICATOR[name]
    label = f"{named(item, language)} ({unit(item.unit, language)})"
    return say("over_the_plan" if name in ADDED_UP else "end_of_plan", language, label=label)


def short(value: float, language: Language) -> str:
    """A number of any size."""
    if abs(value) >= 1e15:
        return say("no_limit", language)
    if float(value).is_integer() and abs(value) < 1e6:
        return f"{int(value)}"
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.4g}"
