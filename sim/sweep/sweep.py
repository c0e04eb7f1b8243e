"""A sweep: every run of a plan in one settled order, cut into shards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from sim.city.population import CITY_2015_SEED
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.posterior import NEXT_COPY
from sim.scenario.resolved import changed, read_change
from sim.scenario.schema import Title
from sim.sweep.axes import Axis
from sim.sweep.designs import Design
from sim.sweep.identity import digest

Doses = tuple[tuple[Axis, float], ...]
Known = dict[tuple[int, Doses], tuple[Scenario, str]]
MOST_KNOWN = 200
NEXT_SEED = 100_000 * NEXT_COPY  # added to a drawn member's seeds for each further run of it


@dataclass(frozen=True)
class Block:
    """Runs that were asked for together: points x seeds x scenarios.

    Attributes:
        points, seeds: first and last + 1, from 0.
        shards: number of shards it is cut into.
        first_shard: number of its first shard.
    """

    points: tuple[int, int]
    seeds: tuple[int, int]
    shards: int
    first_shard: int = 1

    def runs(self, scenarios: int) -> int:
        """Number of runs."""
        spans = (self.points, self.seeds)
        return scenarios * prod(last - first for first, last in spans)


@dataclass(frozen=True)
class Run:
    """One run of a sweep.

    Attributes:
        scenario: with the point's doses in it.
        scenario_hash: of all that it sets.
        place: of the scenario in the plan, from 0.
        point, seed: numbers, from 1.
        values: of the axes.
        member: what it stands on.
    """

    scenario: Scenario
    scenario_hash: str
    place: int
    point: int
    seed: int
    values: tuple[float, ...]
    member: Member


@dataclass(frozen=True)
class Sweep:
    """Everything that says what a sweep runs.

    Attributes:
        name, title: of the plan.
        scenarios: as resolved.
        designs: crossed; the first changes slowest and is the one that can be extended.
        firms: share of the smaller firms.
        years: first and last kept.
        outputs: indicators kept.
        blocks: what was asked for, first the plan, then each extension.
    """

    name: str
    title: Title
    scenarios: tuple[Scenario, ...]
    designs: tuple[Design, ...]
    firms: float
    years: tuple[int, int]
    outputs: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes of all designs."""
        return tuple(axis for design in self.designs for axis in design.axes)

    @property
    def points(self) -> int:
        """Number of points."""
        return prod(design.size for design in self.designs)

    @property
    def seeds(self) -> int:
        """Number of runs of each point and scenario."""
        return max(block.seeds[1] for block in self.blocks)

    @property
    def runs(self) -> int:
        """Number of runs."""
        return sum(block.runs(len(self.scenarios)) for block in self.blocks)

    @property
    def shards(self) -> int:
        """Number of shards; they are numbered from 1."""
        return sum(block.shards for block in self.blocks)

    def span(self, shard: int) -> tuple[Block, int, int]:
        """The block of a shard, and its first run and last + 1 there."""
        block = next(one for one in self.blocks if shard < one.first_shard + one.shards)
        runs, at = block.runs(len(self.scenarios)), shard - block.first_shard
        return block, at * runs // block.shards, (at + 1) * runs // block.shards

    def runs_of(self, shard: int) -> Iterator[Run]:
        """The runs of a shard."""
        block, first, last = self.span(shard)
        known: Known = {}
        for at in range(first, last):
            yield self.run(block, at, known)

    def run(self, block: Block, at: int, known: Known | None = None) -> Run:
        """One run of a block; scenarios change fastest, then seeds, then points.

        Args:
            block: where.
            at: its number there, from 0.
            known: scenarios of earlier runs with their hashes; kept up to date.
        """
        rest, place = divmod(at, len(self.scenarios))
        point, seed = divmod(rest, block.seeds[1] - block.seeds[0])
        point, seed = point + block.points[0], seed + block.seeds[0]
        values, drawn = self.point(point)
        named = dict(zip(self.axes, values, strict=True))
        own = {axis.parameter: value for axis, value in named.items() if axis.parameter}
        called = self.scenarios[place].name
        doses = tuple((axis, value) for axis, value in named.items()
                      if not axis.parameter and (not axis.only or called in axis.only))
        scenario, name = self._scenario(place, doses, {} if known is None else known)
        return Run(scenario, name, place, point + 1, seed + 1, values, _member(drawn, own, seed))

    def _scenario(self, place: int, doses: Doses, known: Known) -> tuple[Scenario, str]:
        key = (place, doses)
        if key not in known:
            if len(known) > MOST_KNOWN:
                known.clear()
            scenario = _with_doses(self.scenarios[place], doses) if doses else self.scenarios[place]
            known[key] = scenario, digest(scenario.resolved)
        return known[key]

    def point(self, number: int) -> tuple[tuple[float, ...], Member | None]:
        """The values of a point, from 0, and the member that it draws, if it does."""
        values: list[float] = []
        drawn: Member | None = None
        for design, position in zip(self.designs, self._positions(number), strict=True):
            values.extend(design.row(position).tolist())
            drawn = design.member(position) or drawn
        return tuple(values), drawn

    def _positions(self, number: int) -> list[int]:
        """Which point of each design makes a point of the sweep."""
        found, left = [], number
        for design in self.designs[:0:-1]:
            left, position = divmod(left, design.size)
            found.append(position)
        return [left, *reversed(found)] if self.designs else []


def _member(drawn: Member | None, own: dict[str, float], seed: int) -> Member:
    if drawn is None:
        return Member(0, own, CITY_2015_SEED, seed + 1)
    away = seed * NEXT_SEED
    return Member(drawn.number, drawn.parameters | own, drawn.population_seed + away,
                  drawn.seed + away)  # fmt: skip


def _with_doses(scenario: Scenario, doses: Doses) -> Scenario:
    return changed(scenario, {
        axis.key: read_change(axis.key, axis.written(value), "design") for axis, value in doses
    })  # fmt: skip
