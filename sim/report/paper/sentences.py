"""Sentences on differences and targets: never stronger than the intervals they rest on."""

from __future__ import annotations

from typing import Literal

from sim.compare.figures import Compared
from sim.compare.pairs import Difference
from sim.report.paper.cells import MINUS, decimals_of, enough, plain, span
from sim.report.paper.words import say
from sim.report.words import Language, unit_label

Told = Literal["higher", "lower", "equal", "not_apart", "one_pair"]
MOST_DECIMALS = 6


def told(found: Difference) -> Told:
    """What a difference over pairs allows to say.

    Told apart is only what its 95% interval says: both ends on one side of nought.
    """
    if found.low is None or found.high is None:
        return "one_pair"
    if found.low > 0.0:
        return "higher"
    if found.high < 0.0:
        return "lower"
    same = found.mean == 0.0 and found.five == found.ninety_five == 0.0
    return "equal" if same and found.standard_error == 0.0 else "not_apart"


def sentence(row: Compared, label: str, language: Language) -> str:
    """One difference in words, with its interval, without a full stop.

    Args:
        row: the difference.
        label: of the figure.
        language: zh or en.
    """
    found = row.difference
    verdict = told(found)
    away = verdict in ("higher", "lower")
    decimals = enough(decimals_of(row.indicator), [found.low, found.high, found.mean])
    mean = plain(abs(found.mean) if away else found.mean, decimals, sign=not away)
    ends = _ends(found.low, found.high, decimals, language)
    if away:  # "higher by" and "lower by" carry the sign
        near, far = sorted(abs(end) for end in (found.low, found.high) if end is not None)
        ends = _ends(near, far, decimals, language, sign=False)
    said = say(verdict, language, figure=_with_period(row, label, language), mean=mean,
               unit=unit_of_difference(row.unit, language), range=ends)  # fmt: skip
    if away and found.five <= 0.0 <= found.ninety_five:
        said += say("sides", language, range=_ends(found.five, found.ninety_five, decimals,
                                                  language))  # fmt: skip
    return said


def unit_of_difference(unit: str, language: Language) -> str:
    """The unit of a difference: between percentages lie points."""
    return say("points", language) if unit == "%" else unit_label(unit, language)


def _with_period(row: Compared, label: str, language: Language) -> str:
    return say("with_unit", language, label=label, unit=row.period)


def _ends(
    low: float | None, high: float | None, decimals: int, language: Language, sign: bool = True
) -> str:
    """An interval; an end that is not nought never reads as nought."""
    values = [value for value in (low, high) if value]
    while any(round(value, decimals) == 0.0 for value in values) and decimals < MOST_DECIMALS:
        decimals += 1
    first, last = (f"{value:.1e}".replace("-", MINUS)
                   if value and round(value, decimals) == 0.0
                   else plain(value, decimals, sign=sign) for value in (low, high))  # fmt: skip
    return span(first, last, language)
