"""The best interval of one input, the other limits given: exact, by running sums.

Mampaey, Nijssen, Feelders and Knobbe, "Efficient algorithms for finding richer subgroup
descriptions in numeric and nominal data", IEEE ICDM (2012) 499-508.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.base.state import Array
from sim.explore.discovery.box import Box


class Columns:
    """Cases sorted by each input once, for intervals to be looked for again and again."""

    def __init__(self, table: Array):
        self.table = table
        self.order = np.argsort(table, axis=0, kind="stable")
        self.sorted = np.take_along_axis(table, self.order, 0)
        new = self.sorted[1:] > self.sorted[:-1]  # a limit parts different values only
        rim = np.ones((1, table.shape[1]), dtype=bool)
        self.begins, self.ends = np.vstack([rim, new]), np.vstack([new, rim])

    def offers(self, box: Box, weights: Array) -> Iterator[tuple[float, int, float, float]]:
        """For each input its best interval: sum of the weights inside, input, low, high.

        Args:
            box: limits of the other inputs.
            weights: by case.
        """
        kept = (self.table >= box.low) & (self.table <= box.high)
        broken = (~kept).sum(axis=1)
        free = (broken[:, None] - ~kept) == 0  # inside but for this very input
        inside = np.take_along_axis(np.where(free, weights[:, None], 0.0), self.order, 0)
        sums = np.cumsum(inside, axis=0)
        before = np.where(self.begins, sums - inside, np.inf)
        least = np.minimum.accumulate(before, axis=0)
        worth = np.where(self.ends, sums - least, -np.inf)
        size = worth.shape[0]
        for k in range(worth.shape[1]):
            end = size - 1 - int(np.argmax(worth[::-1, k]))
            begin = int(np.argmin(before[: end + 1, k]))
            yield float(worth[end, k]), k, self._limit(begin - 1, k), self._limit(end, k)

    def _limit(self, before: int, k: int) -> float:
        """Between the case at a place in the order and the next one."""
        if before < 0:
            return -np.inf
        if before + 1 >= self.sorted.shape[0]:
            return np.inf
        return float(0.5 * (self.sorted[before, k] + self.sorted[before + 1, k]))
