"""The city's paths year by year: how far the ladder has spread by size, and who changed grade."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled_over_columns
from sim.base.state import Array, Columns, State
from sim.base.totals import UNIT, grouped_total, units
from sim.city.detail_groups import size_class
from sim.city.details import ABSENT, ADOPTION_FIGURES, NEW, STANDINGS, Paths
from sim.city.hiding import hidden_classes, hides
from sim.park.atlas import size_classes

RUNGS = 5  # of the ladder


@compiled_over_columns
def _add_up_adoption(
    totals: Any, weight: Any, above_scale: Any, employment: Any, revenue: Any, rung: Any,
    capital: Any, numerical_control: Any, networked: Any, least_staff: Any, least_revenue: Any,
) -> None:  # fmt: skip
    """Sums over the above-scale firms of each size class, in units."""
    classes = least_staff.shape[0]
    for i in range(weight.shape[0]):
        size = classes - 1
        for k in range(classes - 1, -1, -1):
            if employment[i] >= least_staff[k] and revenue[i] >= least_revenue[k]:
                size = k
        upper = weight[i] * above_scale[i]
        totals[size, 0] += units(upper)
        for k in range(RUNGS):
            totals[size, 1 + k] += units(upper if rung[i] > k else 0.0)
        worth = upper * capital[i]
        totals[size, 1 + RUNGS] += units(worth)
        totals[size, 2 + RUNGS] += units(worth * numerical_control[i])
        totals[size, 3 + RUNGS] += units(worth * networked[i])


def adoption(firms: Columns, price_level: float) -> Array:
    """Sums over above-scale firms; shape: size classes of the year x `ADOPTION_FIGURES`."""
    classes = size_classes()
    staff = np.array([one.least_staff for one in classes])
    revenue = np.array([one.least_revenue for one in classes]) / price_level
    totals = np.zeros((len(classes), len(ADOPTION_FIGURES)), dtype=np.int64)
    columns = ("weight", "above_scale", "employment", "revenue", "rung", "capital",
               "numerical_control", "networked")  # fmt: skip
    _add_up_adoption(totals, *(*(firms[name] for name in columns), staff, revenue))
    return totals / UNIT


class PathWatch:
    """Follows adoption and grades through a run.

    Args:
        population: the city of 2015, before the run.
    """

    def __init__(self, population: State):
        self._adoption = [adoption(population.firms, 1.0)]
        self._grades: list[Array] = []
        self._before = _standing(population.firms)

    def look(self, state: State) -> None:
        """Record the year that has just ended."""
        found = adoption(state.firms, state.scalars["price_level"])
        if hides(state):
            sizes = size_class(state.firms, state.scalars["price_level"])
            found[hidden_classes(state, sizes, found.shape[0])] = np.nan
        self._adoption.append(found)
        now = _standing(state.firms)
        self._grades.append(_moves(self._before, now))
        self._before = now

    def paths(self) -> Paths:
        """All that was recorded."""
        shape = (0, len(STANDINGS), len(STANDINGS))
        grades = np.stack(self._grades) if self._grades else np.zeros(shape)
        return Paths(np.stack(self._adoption), grades)


def _standing(firms: Columns) -> tuple[Array, Array, Array]:
    """Key, grade (or not graded yet) and weight of each firm; copies."""
    grade = np.where(firms["score"] > 0.0, firms["grade"], NEW)
    return firms["key"].copy(), grade, firms["weight"].copy()


def _moves(before: tuple[Array, Array, Array], now: tuple[Array, Array, Array]) -> Array:
    """Firms by standing a year ago and now; shape: `STANDINGS` x `STANDINGS`.

    Most firms keep their row: only the others are looked up by their key.
    """
    count = min(before[0].shape[0], now[0].shape[0])
    stayed = before[0][:count] == now[0][:count]
    old = [np.concatenate([part[:count][~stayed], part[count:]]) for part in before]
    new = [np.concatenate([part[:count][~stayed], part[count:]]) for part in now]
    came_from, went_to = _lookup(new[0], old), _lookup(old[0], new)
    gone = went_to == ABSENT
    first = np.concatenate([before[1][:count][stayed], came_from, old[1][gone]])
    second = np.concatenate([now[1][:count][stayed], new[1], went_to[gone]])
    weight = np.concatenate([now[2][:count][stayed], new[2], old[2][gone]])
    kinds = len(STANDINGS)
    table = grouped_total(np.ones(len(weight)), weight, first * kinds + second, kinds * kinds)
    return table.reshape(kinds, kinds)


def _lookup(keys: Array, firms: list[Array]) -> Array:
    """The standing of each key among some firms, or absent."""
    if firms[0].shape[0] == 0:
        return np.full(keys.shape[0], ABSENT)
    order = np.argsort(firms[0])
    at = np.minimum(np.searchsorted(firms[0][order], keys), order.shape[0] - 1)
    return np.where(firms[0][order][at] == keys, firms[1][order][at], ABSENT)
