"""Sums that do not depend on the order of the firms.

Each term is rounded to a multiple of 2**-20 and added as an integer, so the total is exact
for those multiples whatever the order, the threads or the engine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.bits import float_to_bits
from sim.base.compiler import compiled_over_columns, inlined
from sim.base.maths import ROUNDER, ROUNDER_BITS

UNIT = 1048576.0
BEYOND = 52  # a term too large for the rounding changes the bits from here on


@inlined
def units(value: float) -> int:
    """The nearest number of units of 2**-20; the value stays below 2e9 either way."""
    return float_to_bits(value * UNIT + ROUNDER) - ROUNDER_BITS


@inlined
def strangeness(term: int) -> int:
    """The bits in which a term in units differs from one small enough for the rounding."""
    return (term + ROUNDER_BITS) ^ ROUNDER_BITS


def as_total(units_added: int, strange: int) -> float:
    """A sum of terms in units as a number.

    Raises:
        OverflowError: by the bits of `strangeness` a term is not a number, or beyond 2e9.
    """
    if strange >> BEYOND:
        raise OverflowError("a term of a total is not a number or exceeds 2e9")
    return int(units_added) / UNIT


@compiled_over_columns
def _grouped(values: Any, weights: Any, groups: Any, totals: Any) -> None:
    for i in range(values.shape[0]):
        totals[groups[i]] += units(values[i] * weights[i])


@compiled_over_columns
def _whole(values: Any, weights: Any) -> tuple[int, int]:
    """The sum of the terms in units, and the bits that are strange in them."""
    total, strange = 0, 0
    for i in range(values.shape[0]):
        term = units(values[i] * weights[i])
        total += term
        strange |= strangeness(term)
    return total, strange


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


@compiled_over_columns
def _part(values: Any, weights: Any, only: Any) -> tuple[int, int]:
    """As `_whole`, over the entries where `only` is not zero."""
    total, strange = 0, 0
    for i in range(values.shape[0]):
        term = units(values[i] * weights[i])
        term = term if only[i] != 0 else 0
        total += term
        strange |= strangeness(term)
    return total, strange


def total(values: NDArray[Any], weights: NDArray[Any], only: NDArray[Any] | None = None) -> float:
    """Weighted sum of `values` over all firms, or over those where `only` is not zero.

    Raises:
        OverflowError: a term is not a number, or beyond 2e9.
    """
    added = _whole(values, weights) if only is None else _part(values, weights, only)
    return as_total(*added)
