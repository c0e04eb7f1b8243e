"""Sums that do not depend on the order of the firms.

Each term is rounded to a multiple of 2**-20 and added as an integer, so the total is exact
for those multiples whatever the order, the threads or the engine.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.compiler import compiled

UNIT = 1048576.0


@compiled
def _grouped(values: Any, weights: Any, groups: Any, totals: Any) -> None:
    for i in range(values.shape[0]):
        totals[groups[i]] += int(math.floor(values[i] * weights[i] * UNIT + 0.5))


@compiled
def _whole(values: Any, weights: Any) -> int:
    total = 0
    for i in range(values.shape[0]):
        total += int(math.floor(values[i] * weights[i] * UNIT + 0.5))
    return total


def grouped_total(
    values: NDArray[Any], weights: NDArray[Any], groups: NDArray[Any], count: int
) -> NDArray[np.float64]:
    """Weighted sum of `values` per group.

    Args:
        values, weights: one entry per firm.
        groups: the group number of each firm, 0 to count - 1.
        count: number of groups.

    Returns:
        Array of length `count`.
    """
    totals = np.zeros(count, dtype=np.int64)
    _grouped(values, weights, groups, totals)
    return totals / UNIT


def total(values: NDArray[Any], weights: NDArray[Any]) -> float:
    """Weighted sum of `values` over all firms."""
    return int(_whole(values, weights)) / UNIT
