"""PAWN (Pianosi and Wagener 2018): how far a known input moves the whole distribution."""

from __future__ import annotations

import numpy as np

from sim.base.state import Array
from sim.explore.sensitivity.rows import Estimate
from sim.explore.sensitivity.sample import Sample, interval

SLICES, DUMMIES, SHOWN, TIMES = 10, 100, 15, 50
FEWEST_IN_SLICE = 10


def independent(sample: Sample) -> Array:
    """Points that are independent of each other: all, or the A and B of a Saltelli design."""
    points = np.arange(len(sample.units))
    if sample.kind == "saltelli":
        place = points % sample.batch
        return points[(place == 0) | (place == sample.batch - 1)]
    return points


def pawn(sample: Sample, *, seed: int) -> list[Estimate]:
    """The median distance of each single axis over the slices of its range.

    An inert input's is above nil, so the floor is the level that 1 in 20 of a hundred made-up
    inputs exceed; points of one member share these, as they share their parameters. Where inputs
    are correlated, one that does nothing moves with another that does. Intervals are computed for
    the strongest inputs of each output, the others' stay empty. Points with a failed run are left
    out.

    Returns:
        Nothing where there are too few points for the slices, or inputs are groups of axes.
    """
    at, luck = independent(sample), np.random.default_rng(seed)
    means, units, clusters = sample.means[at], sample.units[at], sample.clusters[at]
    names, of = np.unique(clusters, return_inverse=True)
    if len(sample.inputs) < units.shape[1] or len(names) < SLICES * FEWEST_IN_SLICE:
        return []
    shape = (len(sample.inputs), len(sample.outputs))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    floor, used = np.full(shape, np.nan), np.zeros(shape, int)
    for k in range(shape[1]):
        there = np.isfinite(means[:, k])
        used[:, k] = there.sum()
        if used[0, k] < SLICES * FEWEST_IN_SLICE or np.ptp(means[there, k]) == 0.0:
            continue
        dummies = luck.random((len(names), DUMMIES))[of[there]]
        both = np.column_stack([units[there], dummies])
        found = _distances(both, means[there, k])
        value[:, k], floor[:, k] = found[: shape[0]], np.quantile(found[shape[0] :], 0.95)
        top = np.argsort(-value[:, k])[:SHOWN]
        low[top, k], high[top, k] = _intervals(units[there][:, top], means[there, k], of[there],
                                               luck)  # fmt: skip
    told = np.where(np.isfinite(low), low, value) > floor
    return [Estimate("PAWN", value, low, high, floor, told, np.isfinite(value), used)]


def _intervals(
    units: Array, values: Array, of: Array, luck: np.random.Generator
) -> tuple[Array, Array]:
    """Intervals over resamples of half the members without replacement, centred on all of them.

    Drawing with replacement repeats points, which moves distributions apart by itself. A half has
    twice the variance; taken from a whole that is known, half of that again: the width is right.
    """
    whole, count = _distances(units, values), int(of.max()) + 1
    drawn = [luck.permutation(count)[of] < count // 2 for _ in range(TIMES)]
    again = np.array([_distances(units[one], values[one]) for one in drawn])
    low, high = interval(whole + again - again.mean(axis=0))
    return np.maximum(low, 0.0), np.minimum(high, 1.0)


def _distances(units: Array, values: Array) -> Array:
    """Median over slices of the Kolmogorov-Smirnov distance to all; one per column of `units`."""
    count = len(values)
    order = np.argsort(values, kind="stable")
    sorted_values = values[order]
    rank = np.argsort(np.argsort(units, axis=0, kind="stable"), axis=0)
    of_slice = (rank * SLICES // count)[order]
    last = np.append(sorted_values[1:] != sorted_values[:-1], True)  # of equal values
    everyone = (np.arange(1, count + 1) / count)[last]
    found = []
    for one in range(SLICES):
        inside = of_slice == one
        share = np.cumsum(inside, axis=0)[last] / np.maximum(inside.sum(axis=0), 1)
        found.append(np.abs(share - everyone[:, None]).max(axis=0))
    return np.median(np.array(found), axis=0)
