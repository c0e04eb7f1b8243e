"""A sample: the inputs of a design and what the runs of its points came to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from sim.base.errors import InputError
from sim.base.state import Array

TAILS = (0.025, 0.975)
FEWEST = 2  # base samples or trajectories that any index needs


@dataclass(frozen=True)
class Input:
    """An input: an axis, or a group of axes that change together.

    Attributes:
        key: of the axis, or the mechanism's name.
        mechanism: which it belongs to.
    """

    key: str
    zh: str
    en: str
    mechanism: str

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Output:
    """A figure of every run.

    Attributes:
        name: of the target, or `public_cost`.
        kind: figure, probability (1 where a run reaches the target) or cost.
        scenario: of the runs.
        against: the scenario that is subtracted, run by run on common draws; empty: none.
    """

    name: str
    kind: str
    scenario: str
    against: str
    zh: str
    en: str
    unit: str


@dataclass(frozen=True)
class Sample:
    """Inputs and outputs of a design.

    Attributes:
        kind: of the design.
        inputs: what varies; for a grouped design its groups.
        group_of: the input of each axis.
        units: axes between their bounds, 0 to 1; shape: points x axes.
        batch: points that belong together: a trajectory, a base sample.
        outputs: what was measured.
        values: shape: points x seeds x outputs; NaN where a run failed or is still missing.
        failed, missing: number of runs.
        members: of each point, for members of a posterior: a heavy one comes many times, with luck
            and firms of its own but the same parameters, and counts as one. Empty: all differ.
        titles: zh and en of each scenario, by name.
    """

    kind: str
    inputs: tuple[Input, ...]
    group_of: tuple[int, ...]
    units: Array = field(repr=False)
    batch: int
    outputs: tuple[Output, ...]
    values: Array = field(repr=False)
    failed: int = 0
    missing: int = 0
    members: tuple[int, ...] = ()
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def clusters(self) -> Array:
        """Number of each point's inputs: points of one number have the same."""
        return np.array(self.members) if self.members else np.arange(len(self.units))

    @property
    def batches(self) -> int:
        """Number of batches."""
        return len(self.units) // self.batch

    @property
    def seeds(self) -> int:
        """Replicates of each point, under common draws."""
        return int(self.values.shape[1])

    @property
    def means(self) -> Array:
        """Mean over the replicates, NaN unless all are there; shape: points x outputs."""
        found: Array = self.values.mean(axis=1)
        return found

    @property
    def luck(self) -> Array:
        """Variance of such a mean by luck alone; NaN with one replicate; points x outputs."""
        if self.seeds < 2:
            return np.full(self.values[:, 0].shape, np.nan)
        found: Array = self.values.var(axis=1, ddof=1) / self.seeds
        return found

    def first(self, batches: int) -> Sample:
        """The sample as it was when it held so many batches."""
        points = batches * self.batch
        return replace(self, units=self.units[:points], values=self.values[:points],
                       members=self.members[:points])  # fmt: skip

    @property
    def usable(self) -> tuple[Array, Array]:
        """Points for a fit of all outputs at once, and the outputs, as masks.

        An output that most points lack is left out, so that it does not take the points along.
        """
        there = np.isfinite(self.means)
        count = there.sum(axis=0)
        kept: Array = count >= 0.5 * max(int(count.max(initial=0)), 1)
        points = np.asarray(there[:, kept].all(axis=1) & np.isfinite(self.units).all(axis=1))
        return points, kept

    def check(self) -> None:
        """Refuse a sample that no index can be computed from.

        Raises:
            InputError: with the remedy.
        """
        if self.kind in ("morris", "saltelli") and self.batches < FEWEST:
            raise InputError(
                f"a {self.kind} design of {self.batches} base sample tells nothing; give {FEWEST} "
                "or more",
                f"{self.kind} 设计只有{self.batches}组样本，得不出任何结论；请至少给{FEWEST}组",
            )
        if not np.isfinite(self.values).any():
            raise InputError("no run of this store went well: nothing to analyse; 'yongsim sweep "
                             "status' counts them, and failed runs hold their error",
                             "该结果库没有一次成功的模拟，无可分析；失败的模拟记有原因，次数见"
                             "“yongsim sweep status”")  # fmt: skip


def blocks(sample: Sample, values: Array) -> Array:
    """Figures of points by batch; shape: batches x batch x what a point has."""
    count = sample.batches
    return values[: count * sample.batch].reshape(count, sample.batch, *values.shape[1:])


def resampled(count: int, times: int, seed: int) -> Array:
    """How often each of `count` things is drawn in each resample, as shares; times x count."""
    luck = np.random.default_rng([seed, count])
    drawn: Array = luck.multinomial(count, np.full(count, 1.0 / count), size=times) / count
    return drawn


def resampled_clusters(clusters: Array, times: int, seed: int) -> Array:
    """Shares of points when whole clusters are drawn again; times x points."""
    names, index = np.unique(clusters, return_inverse=True)
    drawn = resampled(len(names), times, seed)[:, index]
    found: Array = drawn / drawn.sum(axis=1, keepdims=True)
    return found


def widened(found: Array, kept: Array) -> Array:
    """Figures of the outputs kept, with NaN for the others; the last axis is outputs."""
    wide = np.full((*found.shape[:-1], len(kept)), np.nan)
    wide[..., kept] = found
    return wide


def centred(point: Array, again: Array) -> tuple[Array, Array]:
    """The middle 95% over resamples, moved to lie about the estimate; not below nil.

    A fit to a resample has fewer distinct points and finds more in what is inert; the resamples'
    width is what counts, not where they lie.
    """
    low, high = interval(point + again - again.mean(axis=0))
    return np.maximum(low, 0.0), np.maximum(high, 0.0)


def interval(found: Array) -> tuple[Array, Array]:
    """The middle 95% over resamples, the first axis; NaN are left out."""
    flat = found.reshape(len(found), -1)
    gaps = np.isnan(flat)
    ends = np.quantile(np.where(gaps, 0.0, flat), TAILS, axis=0)
    some, every = gaps.any(axis=0), gaps.all(axis=0)
    ends[:, every] = np.nan
    few = some & ~every  # numpy's way around NaN takes a column at a time
    if few.any():
        ends[:, few] = np.nanquantile(flat[:, few], TAILS, axis=0)
    low, high = ends.reshape(2, *found.shape[1:])
    return low, high
