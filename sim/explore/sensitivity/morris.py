"""Morris screening: mean absolute effect of moving an input from one bound to the other."""

from __future__ import annotations

import math

import numpy as np

from sim.base.state import Array
from sim.explore.sensitivity.rows import Estimate
from sim.explore.sensitivity.sample import Sample, blocks, interval, resampled

HALF_NORMAL, ITS_SPREAD = math.sqrt(2.0 / math.pi), math.sqrt(1.0 - 2.0 / math.pi)
SURE = 2.326  # one-sided 99%: nearly two hundred inputs are tried at a time


def effects(sample: Sample) -> Array:
    """Elementary effects, over the whole width of each input; NaN where a run is missing.

    Returns:
        Shape: trajectories x inputs x seeds x outputs.
    """
    units, values = blocks(sample, sample.units), blocks(sample, sample.values)
    steps = np.diff(units, axis=1)
    axis = np.nanargmax(np.where(np.isnan(steps), 0.0, np.abs(steps)), axis=2)
    size = np.take_along_axis(steps, axis[:, :, None], axis=2)
    found = np.full((len(units), len(sample.inputs), *values.shape[2:]), np.nan)
    there = np.isfinite(size[:, :, 0]) & (size[:, :, 0] != 0.0)  # not where a point was not run
    slopes = np.diff(values, axis=1)[there] / size[there][..., None]
    found[np.nonzero(there)[0], np.array(sample.group_of)[axis[there]]] = slopes
    return found


def morris(sample: Sample, *, times: int, seed: int) -> list[Estimate]:
    """mu*, mu and sigma of every input and output, with the floor that luck alone would give.

    The floor comes from how much an effect differs between replicates. It is at least the floor
    of the median input: with few trajectories an input's own is badly known.
    """
    each = effects(sample)
    mean = each.mean(axis=2)
    used = np.isfinite(mean).sum(axis=0)
    weights = resampled(len(mean), times, seed)
    strength = _averages(weights, np.abs(mean))
    signed = _averages(weights, mean)
    floor, upper = _floor(each, used)
    found = []
    for name, point, resamples in (
        ("mu_star", _mean(np.abs(mean)), strength), ("mu", _mean(mean), signed),
    ):  # fmt: skip
        low, high = interval(resamples)
        told = (point > upper) & (low > floor) if name == "mu_star" else (low > 0) | (high < 0)
        known = np.isfinite(floor) if name == "mu_star" else np.isfinite(low)
        found.append(Estimate(name, point, low, high, floor if name == "mu_star" else None,
                              told, known, used))  # fmt: skip
    sigma = np.sqrt(np.maximum(_mean(mean**2) - _mean(mean) ** 2, 0.0) * used
                    / np.maximum(used - 1, 1))  # fmt: skip
    none = np.full(sigma.shape, np.nan)
    found.append(Estimate("sigma", sigma, none, none, None, none > 0, none > 0, used))
    return found


def _mean(values: Array) -> Array:
    """Mean over trajectories of what is there."""
    there = np.isfinite(values)
    count = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    found: Array = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return found


def _averages(weights: Array, values: Array) -> Array:
    """Weighted means over trajectories of what is there; times x inputs x outputs."""
    there = np.isfinite(values)
    total = np.tensordot(weights, np.where(there, values, 0.0), axes=1)
    share = np.tensordot(weights, there.astype(float), axes=1)
    return np.where(share > 1e-12, total / np.maximum(share, 1e-12), np.nan)


def _floor(each: Array, used: Array) -> tuple[Array, Array]:
    """mu* of an input whose effects are luck alone: expected, and exceeded once in a hundred."""
    seeds = each.shape[2]
    if seeds < 2:
        none = np.full(used.shape, np.nan)
        return none, none
    spread = np.sqrt(_mean(each.var(axis=2, ddof=1)) / seeds)
    moved = np.where(spread > 0.0, spread, np.nan)
    some = np.isfinite(moved).any(axis=0)
    usual = np.where(some, np.nanmedian(np.where(some, moved, 0.0), axis=0), 0.0)
    spread = np.maximum(spread, usual)
    widest = HALF_NORMAL + SURE * ITS_SPREAD / np.sqrt(np.maximum(used, 1))
    return HALF_NORMAL * spread, widest * spread
