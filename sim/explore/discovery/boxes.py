"""Boxes with what they are worth: against noise, on cases they were not found on, drawn again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.state import Array
from sim.explore.discovery.box import Box, accuracy
from sim.explore.discovery.prim import find_box, quasi_p

MOST_BOXES = 3
DEALS = 99  # of the misses among the cases: what luck finds
RESAMPLES = 50
ENOUGH = 0.05  # chance of noise at which a box counts
FEWEST_MISSES = 10
SEED = 1999


@dataclass(frozen=True)
class Problem:
    """Cases and which of them miss.

    Attributes:
        table: inputs; shape: clusters x points of each x inputs.
        missed: 1.0 or 0.0; shape: clusters x points of each x seeds.
        names: of the clusters; one drawn twice keeps its name.
    """

    table: Array
    missed: Array
    names: Array

    @property
    def clusters(self) -> Array:
        """The cluster of each case."""
        return np.repeat(self.names, self.missed[0].size)

    @property
    def flat(self) -> tuple[Array, Array]:
        """Inputs of each case, cases x inputs, and its miss."""
        seeds = self.missed.shape[2]
        inputs = self.table.reshape(-1, self.table.shape[2])
        return np.repeat(inputs, seeds, axis=0), self.missed.ravel()

    def taken(self, clusters: Array) -> Problem:
        """Some of the clusters, as often as they are named."""
        return Problem(self.table[clusters], self.missed[clusters], self.names[clusters])

    def dealt(self, luck: np.random.Generator, left: Array) -> Problem:
        """The misses of some cases dealt out anew: clusters among themselves, points within each.

        What cases of one member share by their luck stays together, so that it is not taken for
        an effect of the member's parameters. A cluster of which fewer points are left than it is
        dealt takes some; one of which more are left takes some twice.

        Args:
            luck: to deal with.
            left: the cases that take part; shape: cases.
        """
        open_ = left.reshape(self.missed.shape)[:, :, 0]  # seeds of a point lie in the same boxes
        part = np.flatnonzero(open_.any(axis=1))
        missed = self.missed.copy()
        for taker, giver in zip(part, luck.permutation(part), strict=True):
            given, wanted = np.flatnonzero(open_[giver]), int(open_[taker].sum())
            dealt = np.concatenate([luck.permutation(given)
                                    for _ in range(-(-wanted // given.size))])  # fmt: skip
            missed[taker, open_[taker]] = self.missed[giver, dealt[:wanted]]
        return Problem(self.table, missed, self.names)


@dataclass(frozen=True)
class Limit:
    """A restricted dimension of a box.

    Attributes:
        dimension: its number.
        low, high: limits; infinite where there is none.
        chance: quasi-p-value.
        share: of the resamples whose box restricts it, too.
        spread: 90% range of the low and of the high limit over those; NaN without.
    """

    dimension: int
    low: float
    high: float
    chance: float
    share: float
    spread: tuple[float, float, float, float]


@dataclass(frozen=True)
class Found:
    """A box.

    Attributes:
        box: its limits.
        limits: by dimension.
        coverage: share of all misses that lie in it.
        density: share of its cases that miss.
        mass: share of all cases that lie in it.
        noise: chance that misses dealt out anew give a box as good.
        checked_density, checked_coverage: of boxes found on a resample, on the cases left out of
            it: mean over the resamples. NaN where none could be checked.
    """

    box: Box
    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float
    noise: float
    checked_density: float
    checked_coverage: float

    @property
    def counts(self) -> bool:
        """Whether it is told apart from noise."""
        return bool(self.limits) and self.noise <= ENOUGH


def find_boxes(
    problem: Problem, *, deals: int = DEALS, resamples: int = RESAMPLES,
    progress: Callable[[int], Any] | None = None,
) -> list[Found]:  # fmt: skip
    """Boxes one after the other, each on the cases outside the earlier ones.

    Args:
        problem: cases.
        deals, resamples: how often misses are dealt out anew, and clusters drawn again.
        progress: called with the number of searches done since the last call.

    Returns:
        Boxes told apart from noise; if there is none, the one best box, which is not.
    """
    table, missed = problem.flat
    every, left = missed.sum(), np.ones(missed.shape[0], dtype=bool)
    found: list[Found] = []
    while len(found) < MOST_BOXES and FEWEST_MISSES <= missed[left].sum() < left.sum():
        one = _one(problem, left, every, deals, resamples, progress or (lambda _: None))
        if found and not one.counts:
            break
        found.append(one)
        if not one.counts:
            break
        left &= ~one.box.holds(table)
    return found


def _one(
    problem: Problem, left: Array, every: float, deals: int, resamples: int,
    progress: Callable[[int], Any],
) -> Found:  # fmt: skip
    luck = np.random.default_rng([SEED, int(left.sum())])
    table, missed = problem.flat
    names = problem.clusters[left]
    box = find_box(table[left], missed[left], names)
    inside = box.holds(table) & left
    score = accuracy(inside[left], missed[left])
    beaten = 1
    for _ in range(deals):
        _, dealt = problem.dealt(luck, left).flat
        rival = find_box(table[left], dealt[left], names)
        beaten += accuracy(rival.holds(table[left]), dealt[left]) >= score
        progress(1)
    again = _resampled(problem, left, resamples, luck, progress)
    return Found(
        box, tuple(_limit(box, one, table[left], missed[left], again) for one in box.restricted),
        float(missed[inside].sum() / every), float(missed[inside].mean()), float(inside.mean()),
        beaten / (deals + 1), *_mean([one.checked for one in again]),
    )  # fmt: skip


@dataclass(frozen=True)
class _Again:
    """A box of a resample, and its density and coverage on the cases left out."""

    box: Box
    checked: tuple[float, float]


def _resampled(
    problem: Problem, left: Array, times: int, luck: np.random.Generator,
    progress: Callable[[int], Any],
) -> list[_Again]:  # fmt: skip
    clusters = problem.missed.shape[0]
    open_ = left.reshape(clusters, -1)
    found = []
    for _ in range(times):
        drawn = np.asarray(luck.integers(clusters, size=clusters))
        sample = problem.taken(drawn)
        table, missed = sample.flat
        kept = open_[drawn].ravel()
        box = find_box(table[kept], missed[kept], sample.clusters[kept])
        out: Array = np.setdiff1d(np.arange(clusters), drawn)
        found.append(_Again(box, _checked(box, *problem.taken(out).flat, open_[out].ravel())))
        progress(1)
    return found


def _checked(box: Box, table: Array, missed: Array, kept: Array) -> tuple[float, float]:
    inside, hits = box.holds(table) & kept, missed[kept].sum()
    density = float(missed[inside].mean()) if inside.any() else np.nan
    return density, float(missed[inside].sum() / hits) if hits else np.nan


def _mean(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Means of both, entries that could not be had left out."""
    columns = np.array(pairs).reshape(-1, 2).T
    first, second = (float(one[~np.isnan(one)].mean()) if (~np.isnan(one)).any() else np.nan
                     for one in columns)  # fmt: skip
    return first, second


def _limit(box: Box, dimension: int, table: Array, missed: Array, again: list[_Again]) -> Limit:
    others = [one.box for one in again if dimension in one.box.restricted]
    spread = tuple(
        edge for side in ("low", "high")
        for edge in _range(np.array([getattr(one, side)[dimension] for one in others]))
    )  # fmt: skip
    return Limit(
        dimension, float(box.low[dimension]), float(box.high[dimension]),
        quasi_p(box, dimension, table, missed), len(others) / max(len(again), 1),
        spread,  # type: ignore[arg-type]
    )  # fmt: skip


def _range(limits: Array) -> tuple[float, float]:
    finite = limits[np.isfinite(limits)]
    if not finite.size:
        return np.nan, np.nan
    return float(np.quantile(finite, 0.05)), float(np.quantile(finite, 0.95))
