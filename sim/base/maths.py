"""Exponential and logarithm built from +, -, * and / alone.

The C library's versions differ in the last bit between processors and systems; these give
the same bytes everywhere, compiled or interpreted. Relative error below 4e-16.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.bits import bits_to_float, float_to_bits
from sim.base.compiler import compiled_over_columns, inlined

LOG2_HIGH = 6.93147180369123816490e-01
LOG2_LOW = 1.90821492927058770002e-10
INVERSE_LOG2 = 1.44269504088896338700e00
LARGEST_EXPONENT = 709.0
SMALLEST_EXPONENT = -708.0
MANTISSA = 0x000FFFFFFFFFFFFF
EXPONENT = 0x7FF
SQUARE_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
ONE_BITS = 0x3FF0000000000000
# Adding 1.5 * 2**52 rounds a number to a whole one, which then stands in its lowest bits;
# 2**52 does the same for whole numbers from 0. Processors convert one number at a time,
# but add four at once.
ROUNDER = 6755399441055744.0
ROUNDER_BITS = 0x4338000000000000
TWO_TO_52 = 4503599627370496.0
TWO_TO_52_BITS = 0x4330000000000000


@inlined
def exponential(x: float) -> float:
    """e to the power x; x is clipped to [-708, 709] so that the result is finite and normal."""
    clipped = min(max(x, SMALLEST_EXPONENT), LARGEST_EXPONENT)
    halves = (clipped * INVERSE_LOG2 + ROUNDER) - ROUNDER
    r = (clipped - halves * LOG2_HIGH) - halves * LOG2_LOW
    # Taylor terms to the 13th power, paired (Estrin) so that the steps overlap.
    r2 = r * r
    r4 = r2 * r2
    low = (1.0 + r) + r2 * (0.5 + r * (1.0 / 6.0))
    middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0))
    high = (1.0 / 40320.0 + r * (1.0 / 362880.0)) + r2 * (1.0 / 3628800.0 + r * (1.0 / 39916800.0))
    top = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0)
    series = low + r4 * (middle + r4 * (high + r4 * top))
    return series * bits_to_float((float_to_bits(halves + (ROUNDER + 1023.0)) & EXPONENT) << 52)


@inlined
def logarithm(x: float) -> float:
    """Natural logarithm of x > 0 (smaller values count as 1e-300)."""
    # x = mantissa * 2**exponent with the mantissa between the square roots of 1/2 and 2.
    bits = float_to_bits(max(x, 1e-300)) + (ONE_BITS - SQUARE_ROOT_HALF_BITS)
    exponent = bits_to_float(TWO_TO_52_BITS | ((bits >> 52) & EXPONENT)) - (TWO_TO_52 + 1023.0)
    mantissa = bits_to_float((bits & MANTISSA) + SQUARE_ROOT_HALF_BITS)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    z2 = z * z
    z4 = z2 * z2
    low = (1.0 / 3.0 + z * (1.0 / 5.0)) + z2 * (1.0 / 7.0 + z * (1.0 / 9.0))
    high = (1.0 / 11.0 + z * (1.0 / 13.0)) + z2 * (1.0 / 15.0 + z * (1.0 / 17.0))
    series = low + z4 * (high + z4 * (1.0 / 19.0 + z * (1.0 / 21.0)))
    return exponent * LOG2_HIGH + (exponent * LOG2_LOW + 2.0 * s * (1.0 + z * series))


@inlined
def logistic(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exponential(-x))


@inlined
def power(base: float, exponent: float) -> float:
    """Base to a real exponent, base > 0."""
    return exponential(exponent * logarithm(base))


@inlined
def clip(x: float, low: float, high: float) -> float:
    """The value of x kept between low and high."""
    return min(max(x, low), high)


@compiled_over_columns
def _exponentials(x: Any, result: Any) -> None:
    for i in range(x.shape[0]):
        result[i] = exponential(x[i])


@compiled_over_columns
def _logarithms(x: Any, result: Any) -> None:
    for i in range(x.shape[0]):
        result[i] = logarithm(x[i])


def exponentials(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """`exponential` of every entry of a one-dimensional array."""
    result = np.empty(x.shape[0])
    _exponentials(np.ascontiguousarray(x), result)
    return result


def logarithms(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """`logarithm` of every entry of a one-dimensional array."""
    result = np.empty(x.shape[0])
    _logarithms(np.ascontiguousarray(x), result)
    return result
