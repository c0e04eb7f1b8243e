"""The published figures that the population and the record are set against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.base.resources import table
from sim.base.units import LAST_PUBLISHED_YEAR, PUBLISHED_SPAN

Figure = TypeVar("Figure", float, NDArray[np.float64])


@dataclass(frozen=True)
class Moment:
    """A published figure for 2015 and 2020.

    Attributes:
        use: fit, check, level or do_not_fit.
        tolerance: in the indicator's unit; relative ones are multiplied out for 2020.
    """

    name: str
    indicator: str
    zh: str
    en: str
    value_2015: float | None
    value_2020: float | None
    unit: str
    use: str
    tolerance: float | None
    standing: str
    source: str


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


@cache
def moments() -> tuple[Moment, ...]:
    """All moments in the order of the table."""
    found = []
    for row in table("moments.csv"):
        value_2020 = _number(row["value_2020"])
        tolerance = _number(row["tolerance"])
        if tolerance is not None and row["tolerance_kind"] == "relative" and value_2020:
            tolerance = tolerance * value_2020
        found.append(
            Moment(
                row["moment"], row["indicator"], row["zh"], row["en"], _number(row["value_2015"]),
                value_2020, row["unit"], row["use"], tolerance, row["standing"],
                f"{row['document']} {row['section']}".strip(),
            )
        )  # fmt: skip
    return tuple(found)


def published(indicator: str, year: int) -> float:
    """A published figure of 2015 or 2020.

    Raises:
        KeyError: the evidence has no such figure.
    """
    for moment in moments():
        value = moment.value_2015 if year == 2015 else moment.value_2020
        if moment.indicator == indicator and value is not None:
            return value
    raise KeyError(f"no published {indicator} in {year}")


def going_on(first: float, last: float, year: int) -> float:
    """A figure of a later year if what it did between 2015 and 2020 simply goes on.

    Args:
        first, last: the figures of 2015 and 2020, both above nought.
        year: asked for.
    """
    spans = (year - LAST_PUBLISHED_YEAR) / PUBLISHED_SPAN
    return last * (last / first) ** spans


def mean_growth(ratio: Figure, years: float) -> Figure:
    """Growth a year, in percent, that makes a figure `ratio` times as large in so many years."""
    return 100.0 * (ratio ** (1.0 / years) - 1.0)


def published_pair(indicator: str) -> tuple[float, float] | None:
    """The published figures of 2015 and 2020, if both exist and neither is nought."""
    for moment in moments():
        if moment.indicator == indicator and moment.value_2015 and moment.value_2020:
            return moment.value_2015, moment.value_2020
    return None


def published_once(indicator: str) -> float | None:
    """The published figure of 2020 where that of 2015 is not published."""
    found = (moment for moment in moments() if moment.indicator == indicator)
    return next((one.value_2020 for one in found if not one.value_2015), None)
