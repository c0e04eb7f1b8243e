"""A box: limits of some inputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array


@dataclass(frozen=True)
class Box:
    """Limits by dimension; minus and plus infinity where there is none."""

    low: Array
    high: Array

    @property
    def restricted(self) -> list[int]:
        """Dimensions with a limit."""
        return np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high)).tolist()

    def holds(self, table: Array) -> Array:
        """Which cases lie inside; `table`: cases x dimensions."""
        return np.asarray(((table >= self.low) & (table <= self.high)).all(axis=1))

    def without(self, dimension: int) -> Box:
        """The box with one dimension free again."""
        low, high = self.low.copy(), self.high.copy()
        low[dimension], high[dimension] = -np.inf, np.inf
        return Box(low, high)


def everything(dimensions: int) -> Box:
    """The box without limits."""
    return Box(np.full(dimensions, -np.inf), np.full(dimensions, np.inf))


def accuracy(inside: Array, missed: Array) -> float:
    """Weighted relative accuracy of a box: mass x (density - share of misses among all)."""
    held = inside.sum()
    if not held:
        return 0.0
    return float(held / inside.size * (missed[inside].mean() - missed.mean()))
