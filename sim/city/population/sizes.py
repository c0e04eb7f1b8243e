"""Output of each firm: a quota of giants, a Pareto tail, a log-normal bulk."""

from __future__ import annotations

import numpy as np

from sim.base.draws import normal_rank, normal_scores, normals, uniforms
from sim.base.maths import exponentials, logarithms
from sim.base.moments import published
from sim.base.state import Array
from sim.base.totals import total
from sim.base.units import YUAN_100M

ONE_BILLION = 10.0 * YUAN_100M
TEN_BILLION = 100.0 * YUAN_100M
STEPS = 60


def pareto_between(ranks: Array, low: float, high: float, index: float) -> Array:
    """Quantiles of a Pareto law cut off at `high`; `ranks` lie between 0 and 1."""
    ceiling = 1.0 - (low / high) ** index
    return low * exponentials(-logarithms(1.0 - ranks * ceiling) / index)


def _spread_ranks(draws: Array) -> Array:
    """Ranks spread evenly over (0, 1), in the order of the draws: a tail without sampling luck."""
    ranks = np.empty(draws.shape[0])
    ranks[np.argsort(draws, kind="stable")] = (np.arange(draws.shape[0]) + 0.5) / draws.shape[0]
    return ranks


def _bisect(function, low: float, high: float) -> float:  # type: ignore[no-untyped-def]
    """Root of a rising function between two bounds."""
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        if function(middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _giants(draws: Array, sum_wanted: float, index: float) -> Array:
    """Outputs above 10 bn with the wanted sum: the tail's cut-off is chosen to reach it."""
    ranks = _spread_ranks(draws)
    ones = np.ones(draws.shape[0])

    def miss(top: float) -> float:
        sizes = pareto_between(ranks, TEN_BILLION, top * TEN_BILLION, index)
        return total(sizes, ones) - sum_wanted

    return pareto_between(ranks, TEN_BILLION, _bisect(miss, 1.01, 50.0) * TEN_BILLION, index)


def _bulk(ranks: Array, floor: float, spread: float, sum_wanted: float) -> Array:
    """Log-normal outputs cut off at the floor and at 1 bn, with the wanted sum."""
    ones = np.ones(ranks.shape[0])
    ceiling = 0.995 * ONE_BILLION

    def sizes(centre: float) -> Array:
        lowest = normal_rank((np.log(floor) - centre) / spread)
        highest = normal_rank((np.log(ceiling) - centre) / spread)
        luck = normal_scores(lowest + ranks * (highest - lowest))
        return np.clip(exponentials(centre + spread * luck), floor, ceiling)

    centre = _bisect(lambda c: total(sizes(c), ones) - sum_wanted, 4.0, 12.0)
    return sizes(centre)


def above_scale_outputs(keys: Array, seed: int, p: dict[str, float]) -> Array:
    """Outputs of the above-scale firms in 10k yuan, largest tier first.

    The counts above 1 bn and 10 bn and the total are those published for 2015.
    """
    draws = uniforms("draw_output", keys, seed, 2015)
    giants = int(published("firms_over_10bn", 2015))
    billionaires = int(published("firms_over_1bn", 2015))
    all_output = published("gross_output", 2015) * YUAN_100M
    top = _giants(
        draws[:giants], p["ten_largest_output"] * YUAN_100M, p["giant_tail_index"]
    )
    middle = pareto_between(
        _spread_ranks(draws[giants:billionaires]), ONE_BILLION * 1.005, TEN_BILLION * 0.98,
        p["tail_index"],
    )  # fmt: skip
    ones = np.ones(billionaires)
    rest = all_output - total(np.concatenate([top, middle]), ones)
    ranks = _spread_ranks(draws[billionaires:])
    floor = p["line_nominal"] * p["register_slack"]
    return np.concatenate([top, middle, _bulk(ranks, floor, p["bulk_spread"], rest)])


def below_scale_outputs(keys: Array, seed: int, p: dict[str, float]) -> Array:
    """Outputs of the below-scale firms in 10k yuan, all under the line."""
    luck = normals("draw_output", keys, seed, 2015)
    wanted = p["below_scale_output"] * YUAN_100M * keys.shape[0] / p["below_scale_firms"]
    ones = np.ones(keys.shape[0])
    ceiling = 0.98 * p["line_nominal"]

    def sizes(centre: float) -> Array:
        return np.clip(exponentials(centre + p["below_scale_spread"] * luck), 20.0, ceiling)

    centre = _bisect(lambda c: total(sizes(c), ones) - wanted, 0.0, 10.0)
    return sizes(centre)


def choose_large(outputs: Array, staff: Array, p: dict[str, float]) -> Array:
    """Which firms are large: their number and share of output are those published for 2015.

    All firms above 10 bn; of those between 0.4 and 1 bn some, with most staff; and of those
    between 1 and 10 bn the ones with most staff, exchanged until the sum is nearest to the
    published share.

    Args:
        outputs: of the above-scale firms.
        staff: that their labour productivity gives them.

    Returns:
        Boolean array.
    """
    count = round(published("large_firms", 2015))
    every = total(outputs, np.ones(outputs.shape[0]))
    wanted = published("large_firm_output_share", 2015) / 100.0 * every
    large = outputs >= TEN_BILLION
    small = np.flatnonzero((outputs > p["large_revenue_nominal"] * 1.1) & (outputs < ONE_BILLION))
    chosen = small[np.argsort(-staff[small], kind="stable")[: int(p["large_below_one_billion"])]]
    large[chosen] = True
    middle = np.flatnonzero((outputs >= ONE_BILLION) & ~large)
    left = count - int(large.sum())
    missing = wanted - float(outputs[large].sum())
    large[_subset_with_sum(middle, outputs, staff, left, missing)] = True
    return large


def _subset_with_sum(
    rows: Array, outputs: Array, staff: Array, count: int, wanted: float
) -> Array:
    """`count` rows whose outputs add up to about `wanted`: those with most staff, then swaps."""
    order = rows[np.argsort(-staff[rows], kind="stable")]
    inside, outside = order[:count].copy(), order[count:].copy()
    for _ in range(count):
        miss = wanted - float(outputs[inside].sum())
        change = outputs[outside][None, :] - outputs[inside][:, None]
        best = int(np.argmin(np.abs(change - miss)))
        i, j = divmod(best, outside.shape[0])
        if abs(change[i, j] - miss) >= abs(miss):
            break
        inside[i], outside[j] = outside[j], inside[i]
    return inside
