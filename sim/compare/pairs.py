"""Differences over pairs: two scenarios on one member share parameters, population and luck."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.base.state import Array

CONFIDENCE = 0.95  # of the interval of a mean difference
MOST_PAIRS = 10**12  # beyond this no number of pairs is worth naming


@dataclass(frozen=True)
class Difference:
    """Differences of a figure over pairs.

    Attributes:
        pairs: number of pairs.
        mean, standard_error: of the differences; no error from one pair.
        low, high: 95% interval of the mean difference (Student), None from one pair.
        median, five, ninety_five: of the differences: their 90% range over pairs.
        positive: share of pairs in which the difference is above nought.
        to_tell: pairs at which the interval would leave nought out, if mean and spread stay.
    """

    pairs: int
    mean: float
    standard_error: float | None
    low: float | None
    high: float | None
    median: float
    five: float
    ninety_five: float
    positive: float
    to_tell: int | None

    @property
    def sure(self) -> bool:
        """Whether the interval of the mean leaves nought out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def difference(values: Array, reference: Array) -> Difference:
    """Differences between what paired runs reach.

    Args:
        values, reference: one entry per pair, in the same order.
    """
    apart = values - reference
    pairs, mean = apart.shape[0], float(apart.mean())
    five, median, ninety_five = (float(x) for x in np.quantile(apart, [0.05, 0.5, 0.95]))
    error, low, high, to_tell = None, None, None, None
    if pairs > 1:
        deviation = float(apart.std(ddof=1))
        error = deviation / math.sqrt(pairs)
        half = student(pairs - 1) * error
        low, high = mean - half, mean + half
        if mean != 0.0:
            to_tell = pairs_for_width(deviation, 2.0 * abs(mean))
    return Difference(pairs, mean, error, low, high, median, five, ninety_five,
                      float((apart > 0.0).mean()), to_tell)  # fmt: skip


def student(freedom: int) -> float:
    """The quantile of Student's distribution that a two-sided 95% interval takes."""
    from scipy import special  # noqa: PLC0415  a slow import, needed here only

    return float(special.stdtrit(freedom, 0.5 + CONFIDENCE / 2.0))


def least_deviation(deviation: float, pairs: int) -> float:
    """The lower end of the two-sided 95% interval of a standard deviation (normal differences)."""
    from scipy import special  # noqa: PLC0415  a slow import, needed here only

    high = float(special.chdtri(pairs - 1, 0.5 - CONFIDENCE / 2.0))
    return deviation * math.sqrt((pairs - 1) / high)


def pairs_for_width(deviation: float, width: float) -> int | None:
    """The least number of pairs whose interval of the mean is no wider than wished.

    Args:
        deviation: standard deviation of the differences.
        width: of the whole interval, above nought.

    Returns:
        At least 2; None when it is beyond all bounds.
    """

    def wide(pairs: int) -> bool:
        return 2.0 * student(pairs - 1) * deviation / math.sqrt(pairs) > width

    enough = 2
    while wide(enough):
        enough *= 2
        if enough > MOST_PAIRS:
            return None
    short = enough // 2
    while enough - short > 1:
        middle = (enough + short) // 2
        if wide(middle):
            short = middle
        else:
            enough = middle
    return enough
