"""What a firm sees around it: levers, prices, peers, neighbours, last year's totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from sim.base.compiler import compiled, compiled_over_columns
from sim.base.declare import Lever
from sim.base.futures import future_figures
from sim.base.levers import CITY_LEVERS, LEVER, LEVERS, LeverBoard
from sim.base.maths import logarithm, logarithms, power
from sim.base.parameters import macro
from sim.base.state import State
from sim.base.totals import UNIT, units
from sim.base.units import LAST_PUBLISHED_YEAR
from sim.firm.production import energy_level_at
from sim.park.atlas import places, sectors

DAYS = 365.0  # of a year


class Measure(Protocol):
    """What the city asks of a policy instrument: that it can be applied to the levers."""

    def apply(self, board: LeverBoard, year: int) -> None:
        """Write the levers of the year."""


def _in_money(lever: Lever) -> bool:
    """Whether a lever is a sum or a price, which a response "per yuan" is not."""
    return "yuan" in lever.unit and " per " not in lever.unit


_CITY_NAMES = [lever.name for lever in CITY_LEVERS]
_IN_MONEY = np.array([_in_money(lever) for lever in CITY_LEVERS])
_LOCAL_LEVERS = [lever for lever in LEVERS if lever.over != "city"]
_CARRIED_ON = ("energy_level",)  # local figures that last year's levers led to


def set_levers(state: State, measures: Sequence[Measure]) -> None:
    """Let every measure write its levers on a neutral board, then hang the board up."""
    board = LeverBoard(state.places["land_stock"])
    days_before = state.scalars.get("approval_days", LEVER["approval_days"].neutral)
    for measure in measures:
        measure.apply(board, state.year)
    # Budgets, caps and charges are stated in money of the year; firms reckon in 2015 prices.
    price = state.scalars["price_level"]
    real = board.city / np.where(_IN_MONEY, price, 1.0)
    state.scalars.update(zip(_CITY_NAMES, real.tolist(), strict=True))
    for lever in _LOCAL_LEVERS:
        values = board.values(lever.name)
        if lever.over == "grade":
            state.grades[lever.name] = values / (price if _in_money(lever) else 1.0)
        else:
            state.place_levers[lever.name] = values
    _set_local_levers(state, board)
    # A shorter wait brings that part of a year's projects forward, once: later years are as before.
    saved = days_before - state.scalars["approval_days"]
    state.scalars["pulled_forward"] = 1.0 + saved / DAYS


def _set_local_levers(state: State, board: LeverBoard) -> None:
    """Hang up what varies by sector or place; what is the same everywhere is read as ever."""
    state.local = {name: state.local[name] for name in _CARRIED_ON if name in state.local}
    for name, values in board.local.items():
        if np.any(values != board.values(name)):
            money = state.scalars["price_level"] if _in_money(LEVER[name]) else 1.0
            state.local[name] = (values / money).ravel()


def set_macro(state: State) -> None:
    """Macro figures of the year and the indices that compound over the years."""
    scalars = state.scalars
    scalars.update({name: series.at(state.year) for name, series in macro().items()})
    if state.year == LAST_PUBLISHED_YEAR + 1:
        _change_trends(state)
    future = state.future.get(state.year, {})
    _set_future(state, future)
    scalars["price_level"] *= 1.0 + scalars["deflator_growth"]
    scalars["line_real"] = scalars["line_nominal"] / scalars["price_level"]
    trends = np.array([
        sector.demand_growth + future.get(f"sector_demand.{sector.name}", 0.0)
        for sector in sectors()
    ])  # fmt: skip
    state.sectors["sector_demand"] = scalars["demand_growth"] + trends
    experience = 1.0 + scalars["projects_done"] / scalars["learning_base"]
    doublings = logarithm(experience) / logarithm(2.0)
    scalars["learning_factor"] = power(1.0 - scalars["learning_rate"], doublings)


def _set_future(state: State, future: Mapping[str, float]) -> None:
    """Figures that the scenario sets this year; the others keep, or go back to, their course."""
    scalars = state.scalars
    scalars["energy_price"] = 0.0
    if state.year > LAST_PUBLISHED_YEAR:
        scalars["deflator_growth"] = scalars["later_deflator_growth"]
    for name, value in future.items():
        card = future_figures()[name.partition(".")[0]]
        if card.over == "city" and not card.adds_to:
            scalars[name] = value
    if "export_demand" in future:
        share = future_figures()["export_demand"].share
        scalars["demand_growth"] += share * future["export_demand"]


# What runs on after the last published year only in part; the parts are priors.
LATER_PARTS = {
    "later_wedge_part": (
        "growth_size_gradient", "growth_size_curvature", "equipment_wedge", "strategic_wedge",
    ),
    "later_trend_part": (
        "value_added_rate_trend", "research_trend", "energy_trend", "water_trend",
        "new_product_trend",
    ),
}  # fmt: skip


def _change_trends(state: State) -> None:
    """From here on no figure disciplines the trends: they take what the priors give them."""
    scalars = state.scalars
    scalars["productivity_trend"] += scalars["later_productivity_shift"]
    for part, trends in LATER_PARTS.items():
        for trend in trends:
            scalars[trend] *= scalars[part]


INDICES = (
    ("wage_index", "wage_growth"),
    ("value_added_rate_index", "value_added_rate_trend"),
    ("electricity_index", "energy_trend"),
    ("water_index", "water_trend"),
    ("energy_level", "energy_response"),
)


def answer_energy_prices(state: State) -> None:
    """By how much the year's prices of quota and permits move electricity per value added.

    `energy_level` is the level that last year's prices led to, over the trend.
    """
    names = ("energy_quota_price", "energy_quota_response", "emission_price", "emission_response")
    scalars = state.scalars
    wanted = energy_level_at(*(scalars[name] for name in names))
    if any(name in state.local for name in (*names, "energy_level")):
        _answer_local_prices(state, names)
    scalars["energy_response"] = wanted / scalars["energy_level"] - 1.0


def _answer_local_prices(state: State, names: Sequence[str]) -> None:
    """The same where prices differ by sector or place: a level for each place-sector cell."""
    local, scalars = state.local, state.scalars
    prices = [np.broadcast_to(local.get(name, scalars[name]), len(state.place_sectors)).tolist()
              for name in names]  # fmt: skip
    wanted = np.array([energy_level_at(*cell) for cell in zip(*prices, strict=True)])
    level = local.get("energy_level", np.full(wanted.shape, scalars["energy_level"]))
    local |= {"energy_level": level, "energy_response": wanted / level - 1.0}


def advance_indices(state: State) -> None:
    """Carry the trends' indices on at the year's end.

    Entrants are founded on last year's and then follow the year's trends like everyone else.
    """
    for index, growth in INDICES:
        state.scalars[index] *= 1.0 + state.scalars[growth]
    if "energy_level" in state.local:
        state.local["energy_level"] = state.local["energy_level"] * (
            1.0 + state.local["energy_response"]
        )
    state.scalars["new_product_logit"] += state.scalars["new_product_trend"] / 5.0


@compiled_over_columns
def _count_neighbours(
    place: Any, sector: Any, weight: Any, gap: Any, employment: Any, value_added: Any,
    modern_gap: float, kinds: int, totals: Any,
) -> None:  # fmt: skip
    """Firms, upgraded firms, staff and value added of each place-sector cell, in units."""
    for i in range(place.shape[0]):
        cell = place[i] * kinds + sector[i]
        stands_for = units(weight[i])
        totals[cell, 0] += stands_for
        totals[cell, 1] += stands_for if gap[i] < modern_gap else 0
        totals[cell, 2] += units(employment[i] * weight[i])
        totals[cell, 3] += units(value_added[i] * weight[i])


def look_around(state: State) -> None:
    """Peers who upgraded, neighbours of the own sector, and the sector's productivity."""
    firms, scalars = state.firms, state.scalars
    count, kinds = len(state.places), state.sectors.rows
    totals = np.zeros((count * kinds, 4), dtype=np.int64)
    _count_neighbours(
        firms["place"], firms["sector"], firms["weight"], firms["technology_gap"],
        firms["employment"], firms["value_added"], scalars["modern_gap"], kinds, totals,
    )  # fmt: skip
    number, upgraded, staff, _ = (totals / UNIT).T
    state.place_sectors["peers"] = upgraded / np.maximum(number, 1.0)
    # Some staff is added to each cell: a handful of neighbours has no exaggerated effect.
    base = scalars["agglomeration_base"]
    state.place_sectors["agglomeration"] = scalars["agglomeration_elasticity"] * logarithms(
        (staff + base) / (state.employment_2015 + base)
    )
    table = totals.reshape(count, kinds, 4)
    firms_there, upgraded_there, _, _ = (table.sum(axis=1) / UNIT).T
    state.places["place_peers"] = upgraded_there / np.maximum(firms_there, 1.0)
    _, _, people, made = (table.sum(axis=0) / UNIT).T
    state.sectors["sector_productivity"] = logarithms(made / np.maximum(people, 1.0))
    _set_means(state)


@compiled_over_columns
def _weigh_by_value_added(
    value_added: Any, weight: Any, above_scale: Any, equipment: Any, strategic: Any
) -> tuple[int, int, int, int]:
    """Value added above scale, and its sums over log size and the two classes, in units."""
    everything, size, in_equipment, in_strategic = 0, 0, 0, 0
    for i in range(value_added.shape[0]):
        made = value_added[i] * weight[i] * above_scale[i]
        everything += units(made)
        size += units(logarithm(max(value_added[i], 1.0)) * made)
        in_equipment += units(equipment[i] * made)
        in_strategic += units(strategic[i] * made)
    return everything, size, in_equipment, in_strategic


def _set_means(state: State) -> None:
    """Means over last year's value added, which the growth rules are stated around."""
    columns = ("value_added", "weight", "above_scale", "equipment", "strategic")
    everything, *sums = _weigh_by_value_added(*(state.firms[name] for name in columns))
    means = ("mean_log_size", "equipment_share_now", "strategic_share_now")
    for name, added in zip(means, sums, strict=True):
        state.scalars[name] = added / everything


def set_gateways(state: State) -> None:
    """Where movers of each place and sector would go.

    The sub-area that admits the sector and has most room: in the own district if there is one,
    else anywhere in the city.
    """
    columns, cells = state.places, state.place_sectors
    _find_gateways(
        columns["district"], columns["in_park"], columns["land_price"],
        cells["admits"], state.sectors.rows, np.argsort(-columns["free_land"], kind="stable"),
        cells["gateway"], cells["park_land_price"],
    )  # fmt: skip


@compiled
def _find_gateways(
    district: Any, in_park: Any, price: Any, admits: Any, kinds: int, roomiest_first: Any,
    gateway: Any, gateway_price: Any,
) -> None:  # fmt: skip
    for row in range(district.shape[0]):
        for kind in range(kinds):
            best = row
            for other in roomiest_first:
                open_to = in_park[other] == 1 and admits[other * kinds + kind] == 1
                if not open_to or other == row:
                    continue
                if district[other] == district[row]:
                    best = other
                    break
                best = other if best == row else best
            gateway[row * kinds + kind] = best
            gateway_price[row * kinds + kind] = price[best]


def set_admission(state: State) -> None:
    """Sectors each place admits: all, its leading ones if the scenario asks, none in clearance."""
    names = [sector.name for sector in sectors()]
    asked = state.local.get("leading_sectors_only", state.scalars["leading_sectors_only"])
    strict: Any = np.broadcast_to(asked, len(state.place_sectors)).reshape(-1, len(names)) > 0.5
    cleared = state.place_levers["park_clearance"] > 0.5
    admits = np.ones((len(state.places), len(names)), dtype=np.int64)
    asks = strict.any(axis=1).tolist()
    for row, place in enumerate(places()):
        if cleared[row]:
            admits[row] = 0
        elif asks[row] and place.is_park:
            leads = [name in place.leading_sectors for name in names]
            admits[row] = ~strict[row] | leads
    state.place_sectors["admits"] = admits.ravel()
