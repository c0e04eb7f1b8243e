"""Fronts: what no other package beats in everything, to within differences that matter.

Laumanns, Thiele, Deb and Zitzler, "Combining convergence and diversity in evolutionary
multiobjective optimization", Evolutionary Computation 10 (2002) 263-282.
"""

from __future__ import annotations

import numpy as np

from sim.base.state import Array


def dominates(one: Array, other: Array) -> bool:
    """Whether one is nowhere worse and somewhere better; less is better."""
    return bool((one <= other).all() and (one < other).any())


def epsilon_front(values: Array, steps: Array) -> list[int]:
    """Rows that no other row epsilon-dominates, one per box of the steps' size.

    The same rows in the same order give the same front; of rows in one box the one nearest the
    box's best corner stays, the earlier one if two are as near.

    Args:
        values: less is better; shape: rows x objectives.
        steps: difference that matters, per objective.
    """
    boxes = np.floor(values / steps)
    kept: list[int] = []
    for row in range(values.shape[0]):
        if any(dominates(boxes[one], boxes[row]) for one in kept):
            continue
        same = [one for one in kept if (boxes[one] == boxes[row]).all()]
        if same and not _nearer(row, same[0], values, boxes, steps):
            continue
        kept = [one for one in kept
                if one not in same and not dominates(boxes[row], boxes[one])]  # fmt: skip
        kept.append(row)
    return sorted(kept)


def _nearer(row: int, other: int, values: Array, boxes: Array, steps: Array) -> bool:
    away = [float((((values[one] / steps) - boxes[one]) ** 2).sum()) for one in (row, other)]
    return dominates(values[row], values[other]) or (
        away[0] < away[1] and not dominates(values[other], values[row]))


def front(values: Array) -> list[int]:
    """Rows that no other row dominates."""
    return [row for row in range(values.shape[0])
            if not any(dominates(other, values[row]) for other in values)]  # fmt: skip
