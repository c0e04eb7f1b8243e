"""A wished width of an interval: how it is written, whether it is reached, what it would take."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.errors import InputError, unknown
from sim.base.indicators import INDICATOR
from sim.base.units import unit_zh
from sim.compare.pairs import difference, least_deviation, pairs_for_width
from sim.scenario.ensemble import Ensemble

FEWEST = 10  # pairs; fewer tell too little of the spread to stop by


@dataclass(frozen=True)
class Width:
    """The interval of an indicator's mean difference in the last year is to be this wide."""

    indicator: str
    width: float


@dataclass(frozen=True)
class WidthCheck:
    """A wished width in one comparison.

    Attributes:
        wish: what was wished.
        scenario: the one set against the first.
        found: width of the interval at the pairs there are; None from one pair.
        needed: pairs the wish takes, if the spread stays; None when beyond all bounds.
        at_least: pairs it takes even if the spread is the smallest that these pairs allow (the
            lower end of its 95% interval); None likewise.
    """

    wish: Width
    scenario: str
    pairs: int
    found: float | None
    needed: int | None
    at_least: int | None

    @property
    def reached(self) -> bool:
        """Whether the interval is narrow enough, on pairs enough to say so."""
        return self.found is not None and self.found <= self.wish.width and self.pairs >= FEWEST

    def out_of_reach(self, most: int) -> bool:
        """Whether these pairs show that `most` of them will not do."""
        short = not self.reached and self.pairs >= FEWEST
        return short and (self.at_least is None or self.at_least > most)


def read_widths(written: Sequence[str]) -> tuple[Width, ...]:
    """Read wishes as they are written: INDICATOR=WIDTH.

    Raises:
        InputError: another form, an unknown indicator, a width not above nought, or one twice.
    """
    found = tuple(_read(text) for text in written)
    names = [one.indicator for one in found]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"--width {name}: given twice; give one width per indicator",
                f"--width {name}：给出了两次；每个指标请只写一个宽度",
            )
    return found


def _read(text: str) -> Width:
    name, sign, number = text.partition("=")
    if not sign:
        raise InputError(
            f"--width {text[:40]}: give INDICATOR=WIDTH, for example value_added=5",
            f"--width {text[:40]}：请写 指标=宽度，例如 value_added=5",
        )
    if name not in INDICATOR:
        raise unknown("indicator", name, INDICATOR)
    try:
        width = float(number)
    except ValueError:
        raise InputError(
            f"--width {text[:40]}: '{number[:20]}' is not a number",
            f"--width {text[:40]}：“{number[:20]}”不是数字，请更正",
        ) from None
    if not (math.isfinite(width) and width > 0.0):
        unit = INDICATOR[name].unit
        raise InputError(
            f"--width {text[:40]}: give a width above 0, in {unit}",
            f"--width {text[:40]}：请给出大于 0 的宽度，单位 {unit_zh(unit)}",
        )
    return Width(name, width)


def check_widths(ensembles: Sequence[Ensemble], wishes: Sequence[Width]) -> list[WidthCheck]:
    """Each wish in each comparison with the first ensemble."""
    first = ensembles[0]
    return [_check(other, first, wish) for wish in wishes for other in ensembles[1:]]


def _check(other: Ensemble, first: Ensemble, wish: Width) -> WidthCheck:
    values, reference = (one.values(wish.indicator)[:, -1] for one in (other, first))
    found, needed, at_least = difference(values, reference), None, None
    if found.pairs > 1:
        spread = float(np.std(values - reference, ddof=1))
        needed = _pairs(spread, wish)
        at_least = _pairs(least_deviation(spread, found.pairs), wish)
    wide = None if found.low is None or found.high is None else found.high - found.low
    return WidthCheck(wish, other.scenario.name, found.pairs, wide, needed, at_least)


def _pairs(spread: float, wish: Width) -> int | None:
    least = pairs_for_width(spread, wish.width)
    return None if least is None else max(least, FEWEST)
