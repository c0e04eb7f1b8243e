"""Names, units and numbers in the page's language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sim.base.errors import InputError, unknown
from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.base.parameters import parameters
from sim.base.resources import city_name
from sim.base.units import unit_zh
from sim.report.calibration.blocks import Cell
from sim.report.calibration.names import GROWTH
from sim.report.calibration.read import REMEDY
from sim.report.calibration.words import WORDS
from sim.report.figures import figure_language
from sim.report.words import Language

NOTHING = "–"


@dataclass(frozen=True)
class Speaker:
    """Says everything in one language."""

    language: Language

    def pick(self, zh: str, en: str) -> str:
        """One of two texts."""
        return zh if self.language == "zh" else en

    def say(self, key: str, **filled: object) -> str:
        """A text of `words.py`, its blanks filled; {city} is the city's name."""
        return self.pick(*WORDS[key]).format(city=self.pick(**city_name()), **filled)

    @property
    def in_figures(self) -> Speaker:
        """Who labels figures: in English where no font has Chinese characters."""
        return Speaker(figure_language(self.language))

    def figure(self, name: str) -> str:
        """The label of a published figure or an indicator."""
        if name in GROWTH:
            return self.pick(*GROWTH[name])
        known = {moment.name: moment for moment in moments()} | dict(INDICATOR)
        if name not in known:
            raise _strange("figure", name, known)
        return self.pick(known[name].zh, known[name].en)

    def parameter(self, name: str) -> str:
        """The label of a parameter."""
        if name not in parameters():
            raise _strange("parameter", name, parameters())
        item = parameters()[name]
        return self.pick(item.zh, item.en)

    def unit(self, unit: str) -> str:
        """A unit."""
        return self.pick(unit_zh(unit), NOTHING if unit == "-" else unit)

    def unit_of(self, name: str) -> str:
        """The unit of an indicator; percent for a growth rate."""
        return self.unit(INDICATOR[name].unit if name in INDICATOR else "%")

    def named(self, name: str) -> str:
        """A figure's label with its unit."""
        return self.pick("{}（{}）", "{} ({})").format(self.figure(name), self.unit_of(name))

    def listed(self, items: Iterable[str]) -> str:
        """Names one after the other (English ones may hold commas), or a word for none."""
        return self.pick("、", "; ").join(items) or self.say("none")

    def answer(self, column: str, value: float | None) -> Cell:
        """Yes, no, or nothing."""
        if value is None:
            return Cell(column, NOTHING, "word")
        return Cell(column, self.say("yes" if value else "no"), "yes" if value else "no")


def _strange(kind: str, name: str, known: Iterable[str]) -> InputError:
    why = unknown(kind, name, known)
    return InputError(f"the posterior belongs to another version: {why}; {REMEDY}")


def number(value: float | None, decimals: int) -> str:
    """A number with separators; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{value:,.{decimals}f}".replace("-", "−")


def figure_number(value: float | None, name: str) -> str:
    """A figure with the decimals that its indicator is shown with."""
    return number(value, INDICATOR[name].decimals if name in INDICATOR else 1)


def short(value: float | None) -> str:
    """A parameter's value: three digits tell enough."""
    if value is None:
        return NOTHING
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", "−")


def percent(part: float | None, decimals: int = 0) -> str:
    """A fraction as a percentage."""
    return NOTHING if part is None else number(100.0 * part, decimals) + "%"


def span(low: str, high: str) -> str:
    """An interval; without ends that exist, a dash."""
    return NOTHING if NOTHING in (low, high) else f"{low} … {high}"
