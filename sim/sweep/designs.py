"""Designs: which points a sweep visits. Any part of a design can be had without the rest."""

from __future__ import annotations

import math
import warnings
from abc import abstractmethod
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
import pyarrow.parquet as pq

from sim.base.errors import InputError
from sim.base.state import Array
from sim.scenario.member import Member
from sim.scenario.pert import with_ledger_prices
from sim.scenario.posterior import (
    NEXT_COPY,
    Posterior,
    posterior_folder,
    read_posterior,
    shift_of,
)
from sim.scenario.sample import from_priors
from sim.sweep.axes import Axis

CHUNK = 1024  # points that are made together
MOST_BALANCED = 20  # columns of a Sobol sequence whose first points are balanced
DRAWN_TOGETHER = 64
MOST_NUMBERS = 20_000_000  # of a design that has to be made whole: 160 MB


@dataclass(frozen=True)
class Design:
    """A list of points, each a value for every axis.

    Attributes:
        axes: what is varied.
        size: number of points.
        batch: points come in whole batches of so many; 1: any number.
        seed: of the design's own luck.
    """

    kind: ClassVar[str] = ""
    grows: ClassVar[str] = ""  # why it cannot be extended; empty where it can
    grows_zh: ClassVar[str] = ""
    draws: ClassVar[bool] = False  # whether its points are members, with luck of their own
    axes: tuple[Axis, ...]
    size: int
    batch: int = 1
    seed: int = 1

    @abstractmethod
    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on; shape: count x axes, in the axes' own units."""

    def member(self, point: int) -> Member | None:
        """The member that a point stands for, if its design draws members."""
        return None

    def row(self, point: int) -> Array:
        """One point."""
        return _chunk(self, point // CHUNK)[point % CHUNK]

    def scaled(self, units: Array) -> Array:
        """Numbers between 0 and 1 carried to the axes' bounds."""
        low = np.array([axis.low for axis in self.axes])
        high = np.array([axis.high for axis in self.axes])
        return np.clip(low + (high - low) * units, low, high)


@lru_cache(maxsize=8)
def _chunk(design: Design, number: int) -> Array:
    first = number * CHUNK
    return design.rows(first, min(CHUNK, design.size - first))


@dataclass(frozen=True)
class Grid(Design):
    """Every combination of the axes' values, the last axis changing fastest."""

    kind = "grid"
    grows = "a grid holds all its points; extend --seeds, or write a plan with more values"
    grows_zh = "网格已含全部设计点；请增加 --seeds，或编写取值更多的计划"

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        left, columns = np.arange(first, first + count), []
        for axis in reversed(self.axes):
            left, at = np.divmod(left, len(axis.values))
            columns.append(np.array(axis.values)[at])
        return np.column_stack(columns[::-1]) if columns else np.empty((count, 0))


@dataclass(frozen=True)
class Sobol(Design):
    """A scrambled Sobol sequence: the first points of a longer one are the same."""

    kind = "sobol"

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        return self.scaled(_sobol(len(self.axes), self.seed, first, count))


def even_points(width: int, seed: int, first: int, count: int) -> Array:
    """Independent points, a longer list beginning alike: a Sobol sequence, or plain draws.

    The first hundreds of points of a Sobol sequence of many columns hold pairs that go together (of
    80 columns and 64 points some correlate at 0.8), which would pass for dependence.

    Returns:
        Shape: count x width, between 0 and 1.
    """
    if width <= MOST_BALANCED:
        return _sobol(width, seed, first, count)
    parts = [np.random.default_rng([seed, k]).random((DRAWN_TOGETHER, width))
             for k in range(first // DRAWN_TOGETHER, -(-(first + count) // DRAWN_TOGETHER))]
    start = first % DRAWN_TOGETHER
    return np.concatenate(parts)[start : start + count]


def _sobol(width: int, seed: int, first: int, count: int) -> Array:
    """Points of a scrambled Sobol sequence from `first` on; shape: count x width."""
    from scipy.stats import qmc  # noqa: PLC0415  half of what starting a worker costs

    sequence = qmc.Sobol(width, rng=np.random.default_rng(seed))
    with warnings.catch_warnings():  # about sizes that are no power of two: docs/sweeps.md
        warnings.simplefilter("ignore", UserWarning)
        if first:
            sequence.fast_forward(first)
        return np.asarray(sequence.random(count))


@dataclass(frozen=True)
class LatinHypercube(Design):
    """Latin hypercubes of `batch` points: extended, another one follows with luck of its own."""

    kind = "latin_hypercube"

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        parts = [_hypercube(len(self.axes), self.batch, self.seed, k)
                 for k in range(first // self.batch, -(-(first + count) // self.batch))]
        start = first % self.batch
        return self.scaled(np.concatenate(parts)[start : start + count])


@lru_cache(maxsize=2)
def _hypercube(axes: int, points: int, seed: int, number: int) -> Array:
    from scipy.stats import qmc  # noqa: PLC0415

    return qmc.LatinHypercube(axes, rng=np.random.default_rng([seed, number])).random(points)


@dataclass(frozen=True)
class Morris(Design):
    """Morris' trajectories (SALib): a longer sample begins with the same ones."""

    kind = "morris"
    levels: int = 4

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        whole = _trajectories(len(self.axes), self.size // self.batch, self.levels, self.seed)
        return self.scaled(whole[first : first + count])


@lru_cache(maxsize=2)
def _trajectories(axes: int, trajectories: int, levels: int, seed: int) -> Array:
    from SALib.sample import morris  # noqa: PLC0415  a second that only this design costs

    problem = {"num_vars": axes, "names": [str(k) for k in range(axes)],
               "bounds": [[0.0, 1.0]] * axes}  # fmt: skip
    return morris.sample(problem, trajectories, num_levels=levels, seed=seed)


@dataclass(frozen=True)
class Drawn(Design):
    """Members of a posterior, taken by weight as `yongsim run` takes them; batch by batch."""

    kind = "posterior"
    draws = True
    folder: str = ""
    digest: str = ""

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        names = [axis.parameter for axis in self.axes]
        drawn = (self.member(point) for point in range(first, first + count))
        return np.array([[one.parameters[str(name)] for name in names] for one in drawn])

    def member(self, point: int) -> Member:
        """The member of a point, with the seeds of its copy."""
        posterior = saved_posterior(self.folder, self.digest)
        taken, copies = _taken(self, point // self.batch)
        at = point % self.batch
        found, away = posterior.members[taken[at]], int(copies[at]) * NEXT_COPY
        copy = Member(found.number, found.parameters, found.population_seed + away,
                      found.seed + away)  # fmt: skip
        return with_ledger_prices([copy])[0]


@lru_cache(maxsize=4)
def _taken(design: Drawn, batch: int) -> tuple[Array, Array]:
    """Positions of a batch's members, and which copy of its member each is."""
    posterior = saved_posterior(design.folder, design.digest)
    earlier = np.zeros(len(posterior.members), np.int64)
    for number in range(batch):
        found = posterior.taken(design.batch, shift_of(number))
        earlier += np.bincount(found, minlength=earlier.size)
    taken = posterior.taken(design.batch, shift_of(batch))
    here = np.arange(taken.size) - np.searchsorted(taken, taken, side="left")
    return taken, earlier[taken] + here


@cache
def saved_posterior(where: str, digest: str) -> Posterior:
    """A posterior that a sweep draws from.

    Args:
        where: its folder; empty for the model's own.
        digest: of its members when the sweep began.

    Raises:
        InputError: it cannot be read, or is not the one the sweep began with.
    """
    folder = Path(where) if where else posterior_folder()
    posterior = read_posterior(folder)
    if posterior.digest != digest:
        raise InputError(
            f"the posterior in '{folder}' is not the one this sweep began with; put that one "
            "back, or run the plan into a new store",
            f"“{folder}”中的后验不是本次批量模拟开始时的那一个；请放回原来的，或把计划运行到新的结果库",
        )
    return posterior


@dataclass(frozen=True)
class FromPrior(Design):
    """Members of the priors, as `yongsim run --draws prior` takes them; batch by batch."""

    kind = "prior"
    draws = True

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        names = [str(axis.parameter) for axis in self.axes]
        drawn = (self.member(point) for point in range(first, first + count))
        return np.array([[one.parameters[name] for name in names] for one in drawn])

    def member(self, point: int) -> Member:
        """The member of a point."""
        return _prior_batch(self.batch, point // self.batch)[point % self.batch]


@lru_cache(maxsize=4)
def _prior_batch(count: int, number: int) -> tuple[Member, ...]:
    return from_priors(count, number)


@dataclass(frozen=True)
class Table(Design):
    """Points read from a table, which the store keeps."""

    kind = "table"
    grows = "a table holds all its points; run a plan with the further rows into a new store"
    grows_zh = "表格已含全部设计点；请把新增的行写成计划，另存到新的结果库"
    file: str = ""
    digest: str = ""

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        return _read_rows(self.file, tuple(axis.key for axis in self.axes), first, count)


def _read_rows(file: str, columns: tuple[str, ...], first: int, count: int) -> Array:
    """Rows of a table, of which only the row groups concerned are read."""
    try:
        source = pq.ParquetFile(file, page_checksum_verification=True)
    except (OSError, ValueError):
        raise InputError(
            f"'{file}' cannot be read; restore it, or run the plan again",
            f"无法读取“{file}”；请恢复该文件，或重新运行计划",
        ) from None
    with source:
        found, at = [], 0
        for group in range(source.num_row_groups):
            size = source.metadata.row_group(group).num_rows
            if at < first + count and first < at + size:
                part = source.read_row_group(group)
                lines = slice(max(first - at, 0), first + count - at)
                found.append(np.column_stack([part[name].to_numpy()[lines] for name in columns]))
            at += size
    return np.concatenate(found)


KINDS: dict[str, type[Design]] = {
    one.kind: one for one in (Grid, Sobol, LatinHypercube, Morris, Drawn, FromPrior, Table)
}


def check_size(design: Design, where: str) -> None:
    """Refuse a design that has to be made whole and would not fit into memory.

    Raises:
        InputError: with what to use instead.
    """
    made = design.batch if isinstance(design, LatinHypercube) else design.size
    whole = isinstance(design, LatinHypercube | Morris)
    if whole and made * len(design.axes) > MOST_NUMBERS:
        raise InputError(
            f"{where}: {made} points of {len(design.axes)} axes are too many for this design; use "
            "a Sobol sequence, or begin with fewer points and extend the store",
            f"{where}: {made} 个设计点 × {len(design.axes)} 个轴，此类设计无法容纳；"
            "请改用 Sobol 序列，或先用较少的设计点再扩充",
        )


def grown(design: Design, size: int) -> Design:
    """The same design with more points.

    Raises:
        InputError: it cannot have that many.
    """
    if design.grows:
        raise InputError(f"--points {size}: {design.grows}", f"--points {size}：{design.grows_zh}")
    if size < design.size:
        raise InputError(
            f"--points {size}: the store has {design.size}; give the new total",
            f"--points {size}：结果库已有 {design.size} 个；请给出新的总数",
        )
    if size % design.batch:
        near = math.ceil(size / design.batch) * design.batch
        raise InputError(
            f"--points {size}: points come {design.batch} at a time here; give {near}",
            f"--points {size}：此处设计点每批 {design.batch} 个；请给出 {near}",
        )
    return replace(design, size=size)
