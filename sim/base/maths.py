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
    # A polynomial fitted to the remainder (Chebyshev), paired (Estrin) so that the steps overlap.
    r2 = r * r
    r4 = r2 * r2
    low = (1.0 + r) + r2 * (0.5 + r * 0.16666666666666669)
    middle = (0.04166666666662399 + r * 0.008333333333330051) + r2 * (
        0.0013888888917281794 + r * 0.00019841269863105968
    )
    high = (2.480152119021773e-05 + r * 2.7557268378684192e-06) + r2 * (
        2.7620138719733994e-07 + r * 2.5100424157005067e-08
    )
    series = low + r4 * (middle + r4 * high)
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
    # Twice the area tangent of s, with the coefficients of fdlibm's `log`.
    low = 6.666666666666735130e-01 + z * 3.999999999940941908e-01
    middle = 2.857142874366239149e-01 + z * 2.222219843214978396e-01
    high = 1.818357216161805012e-01 + z * 1.531383769920937332e-01
    series = low + z2 * middle + z4 * (high + z2 * 1.479819860511658591e-01)
    return exponent * LOG2_HIGH + (exponent * LOG2_LOW + s * (2.0 + z * series))


@inlined
def logistic(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exponential(-x))


@inlined
def happens(draw: float, index: float) -> bool:
    """True with chance `logistic(index)`; the draw is uniform between 0 and 1."""
    return logarithm(draw / (1.0 - draw)) < index


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
