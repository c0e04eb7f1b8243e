"""A search from plan to packages: found, run anew on fresh members, and what they share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.explore.search.city import City, Found
from sim.explore.search.evolve import Visited, evolve
from sim.explore.search.front import epsilon_front, front
from sim.explore.search.plan import SearchPlan

MOST_REACHING = 100  # packages that are run anew for reaching the targets


@dataclass(frozen=True)
class Package:
    """A package that was run anew.

    Attributes:
        number: its place among all that were evaluated, from 1.
        generation: from 1.
        doses: in the order of the axes.
        before, after: objectives in their units: means over the search's members and over fresh
            ones.
        error: standard errors of `after`.
        on_front: whether the search ended with it on its front.
        stays: whether, of the front's packages run anew, none beats it in everything and the
            budget still holds.
        together_before, together: share of the members in which it reaches all targets.
        cost: mean public cost on fresh members, 100m yuan.
    """

    number: int
    generation: int
    doses: tuple[float, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    error: tuple[float, ...]
    on_front: bool
    stays: bool
    together_before: float
    together: float
    cost: float


@dataclass(frozen=True)
class Searched:
    """What a search found.

    Attributes:
        plan: of the search.
        visited: everything that was evaluated.
        together: of each visited row, share of the members in which it reaches all targets.
        packages: those run anew: the front, and those that reach the targets.
        reaching: how many visited packages reached the targets on the search's members.
        luck: by objective, how much better the front looked than it is: mean and standard error
            over its packages on common fresh members, positive where it looked better.
    """

    plan: SearchPlan
    visited: Visited
    together: Array
    packages: tuple[Package, ...]
    reaching: int
    luck: tuple[tuple[float, float], ...]

    @property
    def front(self) -> tuple[Package, ...]:
        """The front as the search left it."""
        return tuple(one for one in self.packages if one.on_front)

    @property
    def confirmed(self) -> tuple[Package, ...]:
        """Packages that reach the targets on fresh members, too."""
        return tuple(one for one in self.packages
                     if one.together >= self.plan.form.chance)  # fmt: skip


def search(city: City) -> Searched:
    """Search, then run what was found on fresh members.

    Raises:
        InputError: the plan's folder holds something else, or pymoo is missing.
        StoppedError: asked to stop; the same call goes on.
    """
    plan, form = city.plan, city.plan.form
    low, high = (np.array([getattr(axis, side) for axis in plan.axes]) for side in ("low", "high"))
    visited = evolve(
        city.evaluate, low, high, objectives=len(plan.objectives), population=form.population,
        generations=form.generations, seed=form.seed,
    )  # fmt: skip
    together = _together(city, visited)
    open_ = np.flatnonzero(visited.excess <= 0.0)
    steps = np.array([size for _, size in plan.objectives])
    kept = open_[epsilon_front(visited.values[open_], steps)].tolist()
    reaching = [int(row) for row in open_ if together[row] >= form.chance]
    chosen = sorted({*kept, *reaching[:MOST_REACHING]})
    if not chosen:
        return Searched(plan, visited, together, (), 0, ())
    found = city.run("fresh", visited.rows[chosen], fresh=True)
    packages = tuple(_packages(plan, visited, together, chosen, set(kept), found))
    return Searched(plan, visited, together, packages, len(reaching),
                    _luck(plan, visited, chosen, kept, found))  # fmt: skip


def _together(city: City, visited: Visited) -> Array:
    """Read again what the generations' stores hold of the targets."""
    parts = []
    for number in np.unique(visited.generation).tolist():
        rows = visited.rows[visited.generation == number]
        parts.append(city.run(f"generation-{number:03d}", rows).together)
    return np.concatenate(parts)


def _packages(
    plan: SearchPlan, visited: Visited, together: Array, chosen: list[int], kept: set[int],
    found: Found,
) -> list[Package]:  # fmt: skip
    signs = _signs(plan)
    after, members = found.measured.mean(axis=0), found.measured.shape[0]
    error = found.measured.std(axis=0, ddof=1) / np.sqrt(members)
    cost, budget = found.cost.mean(axis=0), plan.form.budget
    within = np.ones(cost.shape, dtype=bool) if budget is None else cost <= budget
    on_front = np.array([row in kept for row in chosen])
    rivals = np.flatnonzero(on_front & within)
    stays = set(rivals[front(after[rivals] * signs)].tolist())
    return [
        Package(
            row + 1, int(visited.generation[row]) + 1, tuple(visited.rows[row].tolist()),
            tuple((visited.values[row] * signs).tolist()), tuple(after[k].tolist()),
            tuple(error[k].tolist()), bool(on_front[k]), k in stays, float(together[row]),
            float(found.together[k]), float(cost[k]),
        )
        for k, row in enumerate(chosen)
    ]  # fmt: skip


def _luck(
    plan: SearchPlan, visited: Visited, chosen: list[int], kept: list[int], found: Found
) -> tuple[tuple[float, float], ...]:
    """How much better the front looked, mean over its packages; error over fresh members."""
    at = [chosen.index(row) for row in kept]
    by_member = (found.measured[:, at, :] * _signs(plan)).mean(axis=1)
    looked = visited.values[kept].mean(axis=0)
    gap = by_member.mean(axis=0) - looked
    error = by_member.std(axis=0, ddof=1) / np.sqrt(by_member.shape[0])
    return tuple(zip(gap.tolist(), error.tolist(), strict=True))


def _signs(plan: SearchPlan) -> Array:
    """What makes less better of each objective."""
    return np.array([1.0 if measure.less else -1.0 for measure, _ in plan.objectives])
