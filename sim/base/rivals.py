"""What needs no model: naive rivals that know the published figures of 2015 and 2020 alone."""

from __future__ import annotations

import math

from sim.base.moments import going_on, published_once, published_pair
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR

RIVALS = {
    "last_value": ("沿用旧值", "last value"),
    "constant_growth": ("等速增长", "constant growth"),
    "logistic": ("逻辑曲线", "logistic"),
}
"""Name -> labels."""


def rivals(first: float, last: float, year: int, *, share: bool) -> dict[str, float]:
    """The last value, constant growth and, for shares, a logistic.

    Before 2020 the last value is that of 2015, and the two others lie between both figures.

    Args:
        first, last: the published figures of 2015 and 2020.
        year: predicted.
        share: True for figures in percent of a whole.
    """
    found = {"last_value": last if year >= LAST_PUBLISHED_YEAR else first,
             "constant_growth": going_on(first, last, year)}  # fmt: skip
    if share:
        ahead = (year - LAST_PUBLISHED_YEAR) / (LAST_PUBLISHED_YEAR - FIRST_YEAR)
        before, after = (math.log(figure / (100.0 - figure)) for figure in (first, last))
        found["logistic"] = 100.0 / (1.0 + math.exp(-(after + (after - before) * ahead)))
    return found


def rivals_of(indicator: str, year: int, *, share: bool) -> dict[str, float]:
    """What the rivals say of an indicator in a year; empty where nothing of it is published.

    Where 2020 alone is published the last value is that, for years before it as well.
    """
    pair = published_pair(indicator)
    if pair is not None:
        return rivals(*pair, year, share=share)
    once = published_once(indicator)
    return {} if once is None or year == LAST_PUBLISHED_YEAR else {"last_value": once}
