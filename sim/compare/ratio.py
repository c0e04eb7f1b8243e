"""A ratio of two means over pairs, with Fieller's interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.compare.pairs import student


@dataclass(frozen=True)
class Ratio:
    """Mean of one figure over the mean of another.

    Attributes:
        value: the ratio; None where the denominator is nought.
        low, high: Fieller's 95% interval (Fieller 1954); both None where the denominator's own
            interval holds nought: no ratio can be told then.
    """

    value: float | None
    low: float | None
    high: float | None


def ratio(above: Array, below: Array) -> Ratio:
    """The ratio of the means of two paired figures, one entry per pair."""
    pairs = above.shape[0]
    top, bottom = float(above.mean()), float(below.mean())
    value = top / bottom if bottom != 0.0 else None
    if pairs < 2 or value is None:
        return Ratio(value, None, None)
    t = student(pairs - 1)
    spread = np.cov(np.stack([above, below])) * (t * t / pairs)
    top_square, both, bottom_square = spread[0, 0], spread[0, 1], spread[1, 1]
    # The values r with |mean(above - r * below)| within its interval: a quadratic in r.
    a, b, c = bottom * bottom - bottom_square, both - top * bottom, top * top - top_square
    if a <= 0.0:
        return Ratio(value, None, None)
    root = math.sqrt(max(b * b - a * c, 0.0))
    return Ratio(value, float((-b - root) / a), float((-b + root) / a))
