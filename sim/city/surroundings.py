"""What a firm sees around it: levers, prices, peers, neighbours, last year's totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from sim.base.compiler import compiled
from sim.base.levers import LEVERS, LeverBoard
from sim.base.maths import logarithm, logarithms
from sim.base.parameters import macro
from sim.base.state import State
from sim.base.totals import grouped_total
from sim.park.atlas import places, sectors


class Measure(Protocol):
    """What the city asks of a policy instrument: that it can be applied to the levers."""

    def apply(self, board: LeverBoard, year: int) -> None:
        """Write the levers of the year."""


def set_levers(state: State, measures: Sequence[Measure]) -> None:
    """Let every measure write its levers on a neutral board, then hang the board up."""
    board = LeverBoard(state.places["land_stock"])
    for measure in measures:
        measure.apply(board, state.year)
    for lever in LEVERS:
        value = board.value(lever.name)
        if lever.over == "city":
            # Budgets, caps and bars are stated in money of the year; firms reckon in 2015 prices.
            nominal = lever.unit.startswith("10k yuan")
            state.scalars[lever.name] = value / state.scalars["price_level"] if nominal else value
        elif lever.over == "grade":
            state.grades[lever.name] = value
        else:
            state.place_levers[lever.name] = value


def set_macro(state: State) -> None:
    """Macro figures of the year and the indices that compound over the years."""
    scalars = state.scalars
    scalars.update({name: series.at(state.year) for name, series in macro().items()})
    scalars["price_level"] *= 1.0 + scalars["deflator_growth"]
    scalars["line_real"] = scalars["line_nominal"] / scalars["price_level"]
    for index, growth in (
        ("wage_index", "wage_growth"),
        ("value_added_rate_index", "value_added_rate_trend"),
        ("electricity_index", "energy_trend"),
        ("water_index", "water_trend"),
    ):
        scalars[index] = scalars.get(index, 1.0) * (1.0 + scalars[growth])
    doublings = logarithm(1.0 + scalars["projects_done"] / scalars["learning_base"]) / logarithm(2.0)
    scalars["learning_factor"] = (1.0 - scalars["learning_rate"]) ** doublings


def look_around(state: State) -> None:
    """Peers who upgraded, neighbours of the own sector, and the sector's productivity."""
    firms, scalars = state.firms, state.scalars
    count, kinds = len(state.places), state.sectors.rows
    cell = firms["place"] * kinds + firms["sector"]
    weight, size = firms["weight"], count * kinds
    modern = (firms["technology_gap"] < scalars["modern_gap"]).astype(np.float64)
    ones = np.ones(len(firms))
    number = grouped_total(ones, weight, cell, size)
    upgraded = grouped_total(modern, weight, cell, size)
    state.place_sectors["peers"] = upgraded / np.maximum(number, 1.0)
    by_place = upgraded.reshape(count, kinds).sum(axis=1)
    firms_there = number.reshape(count, kinds).sum(axis=1)
    state.places["place_peers"] = by_place / np.maximum(firms_there, 1.0)
    staff = grouped_total(firms["employment"], weight, cell, size)
    state.place_sectors["agglomeration"] = scalars["agglomeration_elasticity"] * logarithms(
        (staff + NEIGHBOURS) / (state.employment_2015 + NEIGHBOURS)
    )
    made = grouped_total(firms["value_added"], weight, firms["sector"], kinds)
    people = grouped_total(firms["employment"], weight, firms["sector"], kinds)
    state.sectors["sector_productivity"] = logarithms(made / np.maximum(people, 1.0))


# Staff added to a cell so that a handful of neighbours has no exaggerated effect.
NEIGHBOURS = 500.0


def set_gateways(state: State) -> None:
    """The sub-area that movers from each place go to: of the district, the one with most room."""
    columns = state.places
    _find_gateways(
        columns["district"], columns["in_park"], columns["free_land"], columns["land_price"],
        columns["gateway"], columns["park_land_price"],
    )  # fmt: skip


@compiled
def _find_gateways(
    district: Any, in_park: Any, free: Any, price: Any, gateway: Any, gateway_price: Any
) -> None:
    for row in range(district.shape[0]):
        best, room = row, -1.0
        for other in range(district.shape[0]):
            near = district[other] == district[row] and in_park[other] == 1 and other != row
            if near and free[other] > room:
                best, room = other, free[other]
        gateway[row] = best
        gateway_price[row] = price[best]


def set_admission(state: State) -> None:
    """Which sectors each place admits: all, or only its leading ones where the scenario asks."""
    strict = state.scalars["leading_sectors_only"] > 0.5
    names = [sector.name for sector in sectors()]
    admits = np.ones((len(state.places), len(names)), dtype=np.int64)
    for row, place in enumerate(places()):
        if strict and place.is_park:
            admits[row] = [int(name in place.leading_sectors) for name in names]
    state.place_sectors["admits"] = admits.ravel()
