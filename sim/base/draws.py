"""Randomness as data: every draw is a pure function of (seed, year, decision, key).

Philox4x32-10 (Salmon et al. 2011) used as a keyed function: results depend neither on the
order of firms nor on workers, and two scenarios meet the same luck.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.bits import bits_to_float
from sim.base.compiler import compiled_over_columns, inlined
from sim.base.maths import TWO_TO_52, TWO_TO_52_BITS, logarithm

WORD = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
ROUNDS = 10

# Decisions that draw, each with a number of its own for ever; four neighbours share one
# Philox block, so draws that are needed at the same point of the year stand together.
# Add, never renumber.
DRAWS: dict[str, int] = {
    "draw_shock_permanent": 0,
    "draw_shock_transitory": 1,
    "draw_energy_diagnosis": 2,
    "draw_service_lot": 3,
    "draw_upgrade": 4,
    "draw_selection": 5,
    "draw_subsidy_lot": 6,
    "draw_connection": 7,
    "draw_expansion": 8,
    "draw_land_lot": 9,
    "draw_move": 10,
    "draw_diagnosis": 11,
    "draw_exit": 12,
    "draw_clearing_lot": 13,
    "draw_relocation": 14,
    "draw_rectification": 15,
    "draw_entrant_sector": 16,
    "draw_entrant_size": 17,
    "draw_entrant_kind": 18,
    "draw_entrant_productivity": 19,
    "draw_entrant_land": 20,
    "draw_entrant_class": 21,
    "draw_entrant_labour": 22,
    "draw_entrant_capital": 23,
    "draw_birth_count": 24,
    "draw_little_giant": 25,
    "draw_champion": 26,
    "draw_recognition": 27,
    "draw_hurdle": 28,
    "draw_arrival": 29,
    "draw_shared_floors": 30,
    "draw_guarantee": 31,
    # The city of 2015.
    "draw_output": 64,
    "draw_sector": 65,
    "draw_district": 66,
    "draw_place": 67,
    "draw_rate": 68,
    "draw_labour": 69,
    "draw_capital": 70,
    "draw_wage": 71,
    "draw_land": 72,
    "draw_research": 73,
    "draw_control": 74,
    "draw_network": 75,
    "draw_equipment": 76,
    "draw_strategic": 77,
    "draw_park": 78,
    "draw_gap": 79,
    "draw_transitory": 80,
    "draw_large": 81,
    "draw_debt": 82,
    "draw_electricity": 83,
    "draw_thinning": 84,
    "draw_occupancy": 85,
}


@inlined
def philox(seed: int, year: int, block: int, key: int) -> tuple[int, int, int, int]:
    """The four 32-bit words of Philox4x32-10.

    Args:
        seed: 64 bits, the Philox key.
        year, block: 32-bit words of the counter.
        key: 62 bits, the firm's identity: the other two words of the counter.

    Products wrap at 64 bits when compiled and are exact when interpreted; the masks make
    both the same.
    """
    c0 = key & WORD
    c1 = (key >> 32) & WORD
    c2 = year & WORD
    c3 = block & WORD
    k0 = seed & WORD
    k1 = (seed >> 32) & WORD
    for _ in range(ROUNDS):
        p0 = c0 * MULTIPLIER_0
        p1 = c2 * MULTIPLIER_1
        n0 = ((p1 >> 32) & WORD) ^ c1 ^ k0
        n2 = ((p0 >> 32) & WORD) ^ c3 ^ k1
        c1 = p1 & WORD
        c3 = p0 & WORD
        c0 = n0
        c2 = n2
        k0 = (k0 + WEYL_0) & WORD
        k1 = (k1 + WEYL_1) & WORD
    return c0, c1, c2, c3


@inlined
def _unit(word: int) -> float:
    """(word + 1/2) / 2**32, strictly between 0 and 1."""
    return (bits_to_float(TWO_TO_52_BITS | word) - (TWO_TO_52 - 0.5)) * 2.3283064365386963e-10


@compiled_over_columns
def _fill(keys: Any, seed: int, year: int, block: int, a: Any, b: Any, c: Any, d: Any) -> None:
    for i in range(keys.shape[0]):
        w0, w1, w2, w3 = philox(seed, year, block, int(keys[i]))
        a[i] = _unit(w0)
        b[i] = _unit(w1)
        c[i] = _unit(w2)
        d[i] = _unit(w3)


def draw_block(
    block: int, keys: NDArray[Any], seed: int, year: int, room: NDArray[Any] | None = None
) -> NDArray[np.float64]:
    """The draws of four neighbouring decisions; shape: 4 x at least the number of keys.

    Args:
        block: number of the block, a quarter of the decisions' numbers.
        keys: identities of the firms.
        seed, year: what else the draws are keyed by.
        room: an earlier block whose memory may be used again where it is large enough.
    """
    count = keys.shape[0]
    if room is None or room.shape[1] < count:
        room = np.empty((4, count + count // 8 + 8))
    a, b, c, d = room[:, :count]
    _fill(np.ascontiguousarray(keys), seed, year, block, a, b, c, d)
    return room


def uniforms(name: str, keys: NDArray[Any], seed: int, year: int) -> NDArray[np.float64]:
    """One draw of the named decision for each key, strictly between 0 and 1; shape: keys."""
    number = DRAWS[name]
    return draw_block(number >> 2, keys, seed, year)[number & 3, : keys.shape[0]]


def uniform(name: str, key: int, seed: int, year: int) -> float:
    """The draw of the named decision of one firm."""
    number = DRAWS[name]
    return float(_unit(philox(seed, year, number >> 2, key)[number & 3]))


@inlined
def laplace(draw: float, spread: float) -> float:
    """A double-exponential shock of mean 0 and standard deviation `spread`."""
    side = draw - 0.5
    size = -spread * 0.70710678118654752440 * logarithm(1.0 - 2.0 * abs(side))
    return size if side > 0.0 else -size


@inlined
def normal(draw: float) -> float:
    """Standard normal quantile of a uniform draw (Acklam's rational fit, relative error 1e-9)."""
    outer = _tail(math.sqrt(-2.0 * logarithm(min(draw, 1.0 - draw))))
    q = draw - 0.5
    r = q * q
    top = -3.969683028665376e01 * r + 2.209460984245205e02
    top = top * r - 2.759285104469687e02
    top = top * r + 1.383577518672690e02
    top = top * r - 3.066479806614716e01
    top = (top * r + 2.506628277459239e00) * q
    bottom = -5.447609879822406e01 * r + 1.615858368580409e02
    bottom = bottom * r - 1.556989798598866e02
    bottom = bottom * r + 6.680131188771972e01
    bottom = bottom * r - 1.328068155288572e01
    inner = top / (bottom * r + 1.0)
    upper = -outer if draw > 0.97575 else inner
    return outer if draw < 0.02425 else upper


@inlined
def _tail(q: float) -> float:
    top = -7.784894002430293e-03 * q - 3.223964580411365e-01
    top = top * q - 2.400758277161838e00
    top = top * q - 2.549732539343734e00
    top = top * q + 4.374664141464968e00
    top = top * q + 2.938163982698783e00
    bottom = 7.784695709041462e-03 * q + 3.224671290700398e-01
    bottom = bottom * q + 2.445134137142996e00
    bottom = bottom * q + 3.754408661907416e00
    return top / (bottom * q + 1.0)


@inlined
def normal_rank(score: float) -> float:
    """The rank between 0 and 1 whose quantile `normal` gives: found by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if normal(middle) < score else (low, middle)
    return low


@compiled_over_columns
def _fill_normal(uniforms: Any, drawn: Any) -> None:
    for i in range(uniforms.shape[0]):
        drawn[i] = normal(uniforms[i])


def normals(name: str, keys: NDArray[Any], seed: int, year: int) -> NDArray[np.float64]:
    """As `uniforms`, turned into standard normal draws."""
    return normal_scores(uniforms(name, keys, seed, year))


def normal_scores(ranks: NDArray[Any]) -> NDArray[np.float64]:
    """Standard normal quantiles of numbers between 0 and 1."""
    scores = np.empty(ranks.shape[0])
    _fill_normal(ranks, scores)
    return scores
