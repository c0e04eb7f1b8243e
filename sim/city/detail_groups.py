"""Sums over groups of firms: who they are in the last year, and which projects subsidies bought."""

from __future__ import annotations

import numpy as np

from sim.base.state import Array, Columns, State
from sim.base.totals import grouped_total
from sim.city.details import GROUP_FIGURES, NEW, PROJECT_KINDS, REGISTER
from sim.city.hiding import hidden_districts, hidden_groups, hides
from sim.park.atlas import districts, sectors, size_classes

# What a figure of a group adds up; money is turned into that of the year.
NOMINAL = ("output", "value_added", "tax")
VARIABLE = {"tax": "tax_paid"}


def size_class(firms: Columns, price_level: float) -> Array:
    """Position in `size_classes()` of each firm, by staff and revenue in money of the year."""
    revenue, staff = firms["revenue"] * price_level, firms["employment"]
    found = np.full(len(firms), len(size_classes()) - 1)
    for k, one in reversed(list(enumerate(size_classes()))):
        found[(staff >= one.least_staff) & (revenue >= one.least_revenue)] = k
    return found


class Classes:
    """The size classes of 2015, which all scenarios of a member share.

    Args:
        population: the city of 2015.
    """

    def __init__(self, population: State):
        order = np.argsort(population.firms["key"])
        self._keys = population.firms["key"][order]
        self._sizes = size_class(population.firms, 1.0)[order]

    def of(self, firms: Columns) -> Array:
        """Class of 2015 of each firm; one more class for those that came later."""
        at = np.minimum(np.searchsorted(self._keys, firms["key"]), self._keys.shape[0] - 1)
        return np.where(self._keys[at] == firms["key"], self._sizes[at], len(size_classes()))


def group_sums(state: State, classes: Classes) -> dict[str, Array]:
    """Sums of each dimension's groups; shape: groups x register x figures.

    Groups that would tell one of a user's own firms are not a number.
    """
    firms, price = state.firms, state.scalars["price_level"]
    sizes = len(size_classes())
    grade = np.where(firms["score"] > 0.0, firms["grade"], NEW)
    dimensions = {
        "district": (state.places["district"][firms["place"]], len(districts())),
        "size": (size_class(firms, price), sizes),
        "size_2015": (classes.of(firms), sizes + 1),
        "sector": (firms["sector"], len(sectors())),
        "grade": (grade, NEW + 1),
    }
    found = {name: _sums(state, group, count, price)
             for name, (group, count) in dimensions.items()}  # fmt: skip
    if hides(state):
        given = {"district": hidden_districts(state)}  # else they were the sum of their places
        for name, (group, count) in dimensions.items():
            found[name][hidden_groups(state, group, count, given.get(name))] = np.nan
    return found


def _sums(state: State, group: Array, count: int, price: float) -> Array:
    firms = state.firms
    cells = group * len(REGISTER) + firms["above_scale"]
    size = count * len(REGISTER)
    columns = []
    for figure in GROUP_FIGURES:
        values = (np.ones(len(firms)) if figure == "firms"
                  else firms[VARIABLE.get(figure, figure)])  # fmt: skip
        worth = price if figure in NOMINAL else 1.0
        columns.append(grouped_total(values, firms["weight"], cells, size) * worth)
    return np.stack(columns, axis=1).reshape(count, len(REGISTER), len(GROUP_FIGURES))


def project_sums(state: State) -> Array:
    """Subsidised projects of the year by what would have been without the subsidy.

    The decision was put without and with the subsidy on one draw: a project that would have come
    anyway is deadweight; one that an order would have brought is neither choice nor subsidy.

    Returns:
        Shape: `PROJECT_KINDS` x `PROJECT_FIGURES`, money in 10k yuan of the year.
    """
    firms, price = state.firms, state.scalars["price_level"]
    # What is granted on other equipment is no project.
    rows = np.flatnonzero((firms["subsidy_granted"] > 0.0) & (firms["upgraded"] == 1))
    anyway, ordered = firms["would_upgrade"][rows] == 1, firms["treated"][rows] > 0
    kind = np.where(anyway, 0, np.where(ordered, 1, 2))
    weights, count = firms["weight"][rows], len(PROJECT_KINDS)
    return np.stack([
        grouped_total(np.ones(rows.shape[0]), weights, kind, count),
        grouped_total(firms["subsidy_granted"][rows], weights, kind, count) * price,
        grouped_total(firms["upgrade_cost"][rows], weights, kind, count) * price,
    ], axis=1)  # fmt: skip
