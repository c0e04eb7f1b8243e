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
UNCHOSEN = 20  # packages of the first generation that are run anew beside the front


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
        luck: by objective, how much better the front looked, set against packages of the first
            generation, which nothing chose, than it does on fresh members: mean and standard
            error over members. Members that are kinder to all packages alike cancel out.
        unchosen: by objective, the mean of those packages of the first generation on the search's
            members and on fresh ones: what figures on different members are comparable against.
    """

    plan: SearchPlan
    visited: Visited
    together: Array
    packages: tuple[Package, ...]
    reaching: int
    luck: tuple[tuple[float, float], ...]
    unchosen: Array

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
    stores = [city.run(f"generation-{number:03d}", visited.rows[visited.generation == number])
              for number in range(form.generations)]  # fmt: skip
    together = np.concatenate([one.together for one in stores])
    open_ = np.flatnonzero(visited.excess <= 0.0)
    steps = np.array([size for _, size in plan.objectives])
    kept = open_[epsilon_front(visited.values[open_], steps)].tolist()
    reaching = [int(row) for row in open_ if together[row] >= form.chance]
    chosen = sorted({*kept, *reaching[:MOST_REACHING]})
    if not chosen:
        return Searched(plan, visited, together, (), 0, (), np.zeros((len(plan.objectives), 2)))
    unchosen = list(range(min(UNCHOSEN, int((visited.generation == 0).sum()))))
    rerun = sorted({*chosen, *unchosen})
    found = city.run("fresh", visited.rows[rerun], fresh=True)
    places = {row: k for k, row in enumerate(rerun)}
    packages = tuple(_packages(plan, visited, together, chosen, set(kept), found, places))
    before = np.concatenate([one.measured for one in stores], axis=1)
    luck = _luck(before[:, kept] * _signs(plan), before[:, unchosen] * _signs(plan),
                 found.measured[:, [places[row] for row in kept]] * _signs(plan),
                 found.measured[:, [places[row] for row in unchosen]] * _signs(plan))  # fmt: skip
    means = [np.nanmean(one, axis=(0, 1)) for one in (
        before[:, unchosen], found.measured[:, [places[row] for row in unchosen]])]  # fmt: skip
    return Searched(plan, visited, together, packages, len(reaching), luck, np.column_stack(means))


def _packages(
    plan: SearchPlan, visited: Visited, together: Array, chosen: list[int], kept: set[int],
    found: Found, places: dict[int, int],
) -> list[Package]:  # fmt: skip
    signs = _signs(plan)
    at = [places[row] for row in chosen]
    after, measured = found.means[at], found.measured[:, at]
    members = int((~np.isnan(measured[:, 0, 0])).sum())
    error = np.nanstd(measured, axis=0, ddof=1) / np.sqrt(members)
    cost, budget = found.cost[at], plan.form.budget
    within = np.ones(cost.shape, dtype=bool) if budget is None else cost <= budget
    on_front = np.array([row in kept for row in chosen])
    rivals = np.flatnonzero(on_front & within)
    stays = set(rivals[front(after[rivals] * signs)].tolist())
    return [
        Package(
            row + 1, int(visited.generation[row]) + 1, tuple(visited.rows[row].tolist()),
            tuple((visited.values[row] * signs).tolist()), tuple(after[k].tolist()),
            tuple(error[k].tolist()), bool(on_front[k]), k in stays, float(together[row]),
            float(found.together[at[k]]), float(cost[k]),
        )
        for k, row in enumerate(chosen)
    ]  # fmt: skip


def _luck(
    front_before: Array, others_before: Array, front_after: Array, others_after: Array
) -> tuple[tuple[float, float], ...]:
    """Change of the front's lead over unchosen packages; shapes: members x packages x objectives.

    Less is better: a positive change is a lead that melted.
    """
    parts = []
    for leading, others in ((front_before, others_before), (front_after, others_after)):
        lead = leading.mean(axis=1) - others.mean(axis=1)
        parts.append(lead[~np.isnan(lead).any(axis=1)])
    gap = parts[1].mean(axis=0) - parts[0].mean(axis=0)
    variance = sum(one.var(axis=0, ddof=1) / one.shape[0] for one in parts)
    return tuple(zip(gap.tolist(), np.sqrt(variance).tolist(), strict=True))


def _signs(plan: SearchPlan) -> Array:
    """What makes less better of each objective."""
    return np.array([1.0 if measure.less else -1.0 for measure, _ in plan.objectives])
