"""Which package is best where, how much one may regret it, and what is worth knowing first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.base.errors import InputError
from sim.base.state import Array
from sim.compare.information import (
    Information,
    evpi,
    evppi,
    evppi_alone,
    fewest_members,
    noise_level,
)
from sim.compare.targets import Target
from sim.explore.cases import Cases, Input
from sim.explore.robust.measures import Measure, attained, spent, values
from sim.explore.robust.regret import (
    TIES,
    Satisfied,
    Standing,
    interval,
    satisfied,
    standings,
)

MOST_INPUTS = 8  # inputs whose worth is told
CLEAR = 2.0  # standard errors
LARGEST_GRID = 6  # values of an input that is looked at value by value


@dataclass(frozen=True)
class Where:
    """The packages in some of the cases.

    Attributes:
        item: the input by which cases are chosen.
        low, high: of its values there.
        cases: how many.
        means: of the measure; shape: packages.
        leader: the best on average there.
        behind: how far the others are behind it: mean and 95% interval by package; 0 for itself.
    """

    item: Input
    low: float
    high: float
    cases: int
    means: Array
    leader: int
    behind: Array

    @property
    def sure(self) -> bool:
        """Whether every other package is told apart from the leader."""
        others = [k for k in range(self.means.shape[0]) if k != self.leader]
        return bool((self.behind[others, 1] > 0.0).all())


@dataclass(frozen=True)
class Learnt:
    """What it is worth to know an input before choosing, and the level noise seldom exceeds."""

    item: Input
    information: Information
    noise: float


@dataclass(frozen=True)
class Judged:
    """All packages by one measure.

    Attributes:
        standings: in the order of the packages.
        behind: how far each package is behind the best on average, over all cases: mean and 95%
            interval; shape: packages x 3.
        where: by input and part of its values.
        perfect: value of perfect information, in the measure's unit.
        learnt: inputs most worth knowing; empty where none could change the choice.
        enough: whether there were cases enough to look for them.
    """

    measure: Measure
    standings: tuple[Standing, ...]
    behind: Array
    where: tuple[Where, ...]
    perfect: Information
    learnt: tuple[Learnt, ...]
    enough: bool

    @property
    def best_on_average(self) -> int:
        """The package with the best mean."""
        sign = -1.0 if self.measure.less else 1.0
        return max(range(len(self.standings)), key=lambda k: sign * self.standings[k].mean)

    @property
    def not_told(self) -> list[int]:
        """Packages that are not told apart from the best on average."""
        return [k for k in range(len(self.standings))
                if k != self.best_on_average and not self.behind[k, 1] > 0.0]  # fmt: skip

    @property
    def elsewhere(self) -> list[Where]:
        """Where another package is the best for sure."""
        return [one for one in self.where if one.leader != self.best_on_average and one.sure]

    @property
    def least_worst(self) -> list[int]:
        """The packages whose largest regret is least (Savage)."""
        least = min(row.worst for row in self.standings)
        close = TIES * max(row.worst for row in self.standings)
        return [row.package for row in self.standings if row.worst <= least + close]

    @property
    def telling(self) -> list[Learnt]:
        """Inputs whose worth is more than noise and than twice its own error.

        The second keeps out most of those that stand out only because so many are looked at.
        """
        return [one for one in self.learnt if one.information.value > one.noise
                and one.information.value > CLEAR * one.information.error]  # fmt: skip


@dataclass(frozen=True)
class Robust:
    """What was found.

    Attributes:
        packages: names, in the order of the store.
        judged: by measure.
        wanted: the targets that a package has to reach together.
        budget: public cost it may not exceed, 100m yuan; None: any.
        satisfied: by package.
        attained: share of cases by package and wanted target; shape: packages x targets.
        cases: number of cases.
    """

    packages: tuple[str, ...]
    judged: tuple[Judged, ...]
    wanted: tuple[Target, ...]
    budget: float | None
    satisfied: tuple[Satisfied, ...]
    attained: Array
    cases: int


def robust(
    cases: Cases, measures: tuple[Measure, ...], wanted: tuple[Target, ...],
    budget: float | None = None,
) -> Robust:  # fmt: skip
    """Set the packages of a store against each other.

    Args:
        cases: of at least two scenarios.
        measures: what they are judged by.
        wanted: targets to be reached together.
        budget: of public cost over 2021-2025, 100m yuan of the years.

    Raises:
        InputError: one package only, or the store does not keep what is needed.
    """
    if len(cases.runs) < 2:
        raise InputError(
            "one scenario only: there is nothing to choose; name further packages under "
            "'scenarios' in the plan",
            "只有一个情景，无从选择；请在方案的“scenarios”中再列出其他组合",
        )
    hits = attained(cases, wanted)
    clusters = np.repeat(cases.clusters, cases.seeds)
    enough = np.asarray(hits.all(axis=2))
    if budget is not None:
        cost = spent(cases)
        if cost is None:
            raise InputError(
                "--budget: the store keeps no 'public_cost' of 2021-2025; add it to 'outputs' of "
                "the plan",
                "--budget：结果库未保留2021—2025年的“public_cost”；请加入方案的“outputs”",
            )
        enough = enough & (cost <= budget)
    return Robust(
        tuple(cases.runs), tuple(_judged(cases, one, clusters) for one in measures), wanted,
        budget, tuple(satisfied(enough, clusters)), hits.mean(axis=0), cases.count,
    )  # fmt: skip


def _judged(cases: Cases, measure: Measure, clusters: Array) -> Judged:
    measured = values(cases, measure)
    gain = cases.by_point(-measured if measure.less else measured)
    learnt, enough = _learnt(cases, gain)
    leader = int(np.argmax(gain.mean(axis=0)))
    return Judged(
        measure, tuple(standings(measured, clusters, less=measure.less)),
        _behind(gain, leader, cases.clusters),
        tuple(_everywhere(cases, gain, measure.less)), evpi(gain), tuple(learnt), enough,
    )  # fmt: skip


def _learnt(cases: Cases, gain: Array) -> tuple[list[Learnt], bool]:
    """The inputs most worth knowing; luck is averaged over the seeds of a point first."""
    rows = {one.name: _rows(cases, gain, one) for one in cases.inputs}
    rows = {name: pair for name, pair in rows.items() if pair[0].shape[0] >= fewest_members()}
    found = {name: evppi_alone(*pair) for name, pair in rows.items()}
    leading = sorted((one for one in cases.inputs if found.get(one.name, 0.0) > 0.0),
                     key=lambda one: (-found[one.name], one.name))[:MOST_INPUTS]  # fmt: skip
    return [Learnt(one, evppi(*rows[one.name]), noise_level(*rows[one.name]))
            for one in leading], bool(rows)  # fmt: skip


def _rows(cases: Cases, gain: Array, item: Input) -> tuple[Array, Array]:
    """Gains and values of an input, points that share luck averaged if they share the value."""
    names, index = np.unique(cases.clusters, return_inverse=True)
    if names.size == cases.points:
        return gain, item.values
    order = np.argsort(index, kind="stable")
    values = item.values[order].reshape(names.size, -1)
    if np.ptp(values, axis=1).any():
        return gain, item.values
    return gain[order].reshape(names.size, -1, gain.shape[1]).mean(axis=1), values[:, 0]


def _everywhere(cases: Cases, gain: Array, less: bool) -> Iterator[Where]:
    """The packages in the parts of each input."""
    for item in cases.inputs:
        for low, high in _parts(item.values):
            kept = (item.values >= low) & (item.values <= high)
            means = gain[kept].mean(axis=0)
            leader = int(np.argmax(means))
            yield Where(item, low, high, int(kept.sum()) * cases.seeds,
                        -means if less else means, leader,
                        _behind(gain[kept], leader, cases.clusters[kept]))  # fmt: skip


def _behind(gain: Array, leader: int, clusters: Array) -> Array:
    lost = gain[:, [leader]] - gain
    return np.column_stack([lost.mean(axis=0), *interval(lost, clusters)])


def _parts(found: Array) -> list[tuple[float, float]]:
    """Each value of a short grid, or the thirds of what is drawn."""
    distinct = np.unique(found)
    if distinct.size <= LARGEST_GRID:
        return [(float(one), float(one)) for one in distinct]
    edges = np.quantile(found, [0.0, 1 / 3, 2 / 3, 1.0])
    parts = []
    for k in range(3):
        inside = found[(found >= edges[k]) & ((found < edges[k + 1]) | (k == 2))]
        if inside.size:
            parts.append((float(inside.min()), float(inside.max())))
    return parts
