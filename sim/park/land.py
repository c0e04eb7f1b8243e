"""The land market: stocks of each place, prices, and who obtains a plot.

The stock of a place is the plots of modelled firms + other users + free + reserved + held land,
and stays what it was; every year moves mu between the five. Held land is what a clearance freed:
it waits for firms of the sector that is to come.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.draws import uniforms
from sim.base.levers import NO_LIMIT
from sim.base.maths import clip, exponential
from sim.base.rules import rule
from sim.base.state import Array, State
from sim.base.totals import grouped_total
from sim.firm.founding import REPLACING
from sim.park.queue import admit
from sim.park.rating import rated_supply


@rule("A1", "工业用地价格", "floor price times the scarcity of ready land, with inertia",
      "priors: land; slope is judgement")
def next_land_price(
    price: float, floor_price: float, factor: float, occupancy: float, premium: float,
    slope: float, crowding: float, adjustment: float,
) -> float:  # fmt: skip
    scarcity = exponential(clip(slope * (occupancy - crowding), -1.0, 2.0))
    wanted = floor_price * factor * max(premium * scarcity, 1.0)
    return price + adjustment * (wanted - price)


@rule("A2", "占用率", "share of the ready land of a place that is in use", "definition")
def occupancy_rate(modelled: float, other: float, free: float) -> float:
    return (modelled + other) / max(modelled + other + free, 1.0)


def supply_land(state: State) -> None:
    """Make reserved land ready and take idle land back from other users, as the levers say.

    What both cost the city is written down beside; it changes nothing that firms see.
    """
    places, levers, scalars = state.places, state.place_levers, state.scalars
    ready = np.minimum(rated_supply(state), places["reserved_land"])
    regained = np.minimum(levers["reactivation"], places["other_land"])
    places["reserved_land"] -= ready
    places["other_land"] -= regained
    places["free_land"] += ready + regained
    if scalars["replacement_projects"] <= 0.0:  # nobody is to come any more
        places["free_land"] += places["held_land"]
        places["held_land"] = 0.0
    # Users outside the model take new plots too; without that idle land would only pile up.
    wish = scalars["other_users_uptake"] * places["other_land"]
    taken = np.minimum(wish, scalars["other_users_part"] * places["free_land"])
    places["other_land"] += taken
    places["free_land"] -= taken
    places["land_supplied"], places["land_regained"], places["land_lost"] = ready, regained, taken
    places["supply_cost"] = scalars["supply_cost_per_mu"] * ready
    price = scalars["reactivation_price_part"] * places["land_price"]
    places["reactivation_cost"] = price * regained
    scalars["land_reactivated_done"] += float(regained.sum())


# Stands before every rank by grade, which are below ten.
FIRST = -10.0
UNREACHED = 1e-3 * NO_LIMIT  # a bound in money of any year that no project comes near


def _queue_order(state: State, rows: Array, wanted_in: Array) -> Array:
    """Priority of the applicants: major projects, then rank by grade, then the higher bid."""
    firms, least = state.firms, state.scalars["major_project_investment"]
    rank = state.lever("land_priority", rows, wanted_in)
    if least < UNREACHED:
        # An entrant, who has no land yet, invests its capital.
        is_new = firms["land"][rows] == 0.0
        invests = np.where(is_new, firms["capital"][rows], firms["capital_wanted"][rows])
        rank = np.where(invests >= least, FIRST, rank)
    # Rank first, bid second, in one number: bids are far below a million 10k yuan per mu.
    return rank * 1e6 - np.minimum(firms["land_bid"][rows], 1e6 - 1.0)


def share_out_land(state: State) -> None:
    """Serve the land wanted in each place: by priority, then bid, then lot."""
    firms, count = state.firms, len(state.places)
    rows = np.flatnonzero(firms["land_wanted"] > 0.0)
    firms["land_granted"] = 0.0
    if rows.size == 0:
        return
    keys = firms["key"][rows]
    wanted = firms["land_wanted"][rows]
    groups = np.where(firms["moves"][rows] > 0, firms["destination"][rows], firms["place"][rows])
    # Whoever comes to take the place of cleared firms is served from the land held for them.
    replaces = (firms["origin"][rows] == REPLACING) & (firms["land"][rows] == 0.0)
    order = _queue_order(state, rows, groups)
    groups = groups + count * replaces
    amounts = wanted * firms["weight"][rows]
    lot = uniforms("draw_land_lot", keys, state.seed, state.year)
    pools = np.concatenate([state.places["free_land"], state.places["held_land"]])
    served = admit(amounts, order, lot, keys, groups, pools)
    firms["land_granted"][rows] = np.where(served, wanted, 0.0)
    # What was obtained may be assessed in later years.
    firms["plot_year"][rows[served]] = state.year
    firms["new_plot"][rows[served]] = wanted[served]
    taken = grouped_total(firms["land_granted"][rows], firms["weight"][rows], groups, 2 * count)
    state.places["free_land"] -= taken[:count]
    state.places["held_land"] -= taken[count:]
    state.places["modelled_land"] += taken[:count] + taken[count:]


def release_land(state: State, rows: Array, part: Array | None = None) -> None:
    """Give plots of the firms in `rows` back to their places.

    Args:
        part: mu that each gives back; None: its whole plot.

    The land becomes free; where projects are to come for cleared land, that of evicted firms is
    held for them.
    """
    firms, count = state.firms, len(state.places)
    given = firms["land"][rows] if part is None else part
    held = state.scalars["replacement_projects"] > 0.0
    pool = firms["place"][rows] + count * (firms["evicted"][rows] * int(held))
    returned = grouped_total(given, firms["weight"][rows], pool, 2 * count)
    state.places["modelled_land"] -= returned[:count] + returned[count:]
    state.places["free_land"] += returned[:count]
    state.places["held_land"] += returned[count:]


def move_prices(state: State) -> None:
    """Prices of the places for the next year."""
    columns, scalars = state.places, state.scalars
    _move_prices(
        columns["modelled_land"], columns["other_land"], columns["free_land"],
        columns["floor_price"], state.place_levers["floor_price_factor"], columns["occupancy"],
        columns["land_price"], scalars["land_premium"], scalars["land_scarcity_slope"],
        scalars["land_crowding"], scalars["land_price_adjustment"],
    )  # fmt: skip


@compiled
def _move_prices(
    modelled: Any, other: Any, free: Any, floor: Any, factor: Any, occupancy: Any, price: Any,
    premium: float, slope: float, crowding: float, adjustment: float,
) -> None:  # fmt: skip
    for row in range(price.shape[0]):
        occupancy[row] = occupancy_rate(modelled[row], other[row], free[row])
        price[row] = next_land_price(
            price[row], floor[row], factor[row], occupancy[row], premium, slope, crowding,
            adjustment,
        )  # fmt: skip
