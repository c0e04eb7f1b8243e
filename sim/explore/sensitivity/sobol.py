"""Sobol indices of a Saltelli design: first order (Saltelli 2010), total (Jansen 1999)."""

from __future__ import annotations

import numpy as np

from sim.base.state import Array
from sim.explore.sensitivity.rows import Estimate
from sim.explore.sensitivity.sample import Sample, blocks, interval, resampled


def sobol(sample: Sample, *, times: int, seed: int) -> tuple[list[Estimate], Estimate]:
    """First-order and total indices, and the share of luck.

    A base sample with a failed run is left out of the outputs that it concerns, whole: a single
    missing number would otherwise spoil every index. The total index of an input whose effect is
    luck alone is its floor; it comes from how the replicates of a step differ. An index is told
    apart if it lies above the floor in 97.5% of resamples.

    Returns:
        The indices of the inputs, and the index that a dummy input would have if its runs had
        seeds of their own: the share of luck in the mean over the replicates.
    """
    means, luck = blocks(sample, sample.means), blocks(sample, sample.luck)
    there = np.asarray(np.isfinite(means).all(axis=1))
    there_all = there[:, None]
    count = np.maximum(there.sum(axis=0) * sample.batch, 1)
    centre = np.where(there_all, means, 0.0).sum(axis=(0, 1)) / count
    shifted = np.where(there_all, means - centre, 0.0)
    own, crossed, other = shifted[:, :1], shifted[:, 1:-1], shifted[:, -1:]
    step = crossed - own
    parts = (other * step, 0.5 * step**2, 0.5 * _step_luck(sample, there),
             np.where(there_all, 0.5 * (luck[:, :1] + luck[:, -1:]), 0.0))  # fmt: skip
    whole = np.full((1, len(means)), 1.0 / len(means))
    point = _indices(whole, parts, own, other, there)
    again = _indices(resampled(len(means), times, seed), parts, own, other, there)
    used = np.broadcast_to(there.sum(axis=0), point[0][0].shape)
    spread = np.isfinite(point[0][0])
    replicated = spread & np.isfinite(point[2][0])
    first, total = interval(again[0]), interval(again[1])
    above, _ = interval(again[1] - again[2])
    floor = point[2][0]
    found = [
        Estimate("S1", point[0][0], *first, np.zeros_like(floor), first[0] > 0.0, spread, used),
        Estimate("ST", point[1][0], *total, floor, above > 0.0, replicated, used),
    ]
    low, high = interval(again[3])
    none = np.zeros(point[3][0].shape, bool)
    return found, Estimate("ST", point[3][0], low, high, None, none, none, used[:1])


def _step_luck(sample: Sample, there: Array) -> Array:
    """Variance of a step's mean by luck: of the replicates' own steps, under common draws."""
    values = blocks(sample, sample.values)
    steps = values[:, 1:-1] - values[:, :1]
    if sample.seeds < 2:
        return np.full(steps[:, :, 0].shape, np.nan)
    found = steps.var(axis=2, ddof=1) / sample.seeds
    return np.where(there[:, None], found, 0.0)


def _indices(
    weights: Array, parts: tuple[Array, ...], own: Array, other: Array, there: Array
) -> list[Array]:
    """Each part's weighted mean over the variance of A and B; times x inputs x outputs."""
    share = weights @ there.astype(float)
    share = np.where(share > 0.0, share, np.nan)[:, None]
    both = 0.5 * (own + other), 0.5 * (own**2 + other**2)
    mean, square = (np.tensordot(weights, one, axes=1) / share for one in both)
    variance = square - mean**2
    small = 1e-12 * np.maximum(square, 1e-300)
    variance = np.where(variance > small, variance, np.nan)
    return [np.tensordot(weights, one, axes=1) / share / variance for one in parts]
