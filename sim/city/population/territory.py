"""Land of each place in 2015: plots, other users, free and reserved land, prices."""

from __future__ import annotations

import numpy as np

from sim.base.draws import uniforms
from sim.base.state import State
from sim.base.totals import grouped_total
from sim.park.atlas import districts, places
from sim.park.land import next_land_price, occupancy_rate


def fill_places(state: State, p: dict[str, float]) -> None:
    """Spread the city's industrial land over the places and price it.

    No area of a sub-area is published: stocks follow the plots of the modelled firms, and
    occupancy is drawn between the judged bounds.
    """
    listed, homes = places(), [d.name for d in districts()]
    columns, firms = state.places, state.firms
    count = len(listed)
    columns["district"] = [homes.index(place.district) for place in listed]
    columns["in_park"] = [int(place.is_park) for place in listed]
    plots = grouped_total(firms["land"], firms["weight"], firms["place"], count)
    columns["modelled_land"] = plots
    stock = _stocks(state, p)
    reserved = p["reserved_share"] * stock
    luck = uniforms("draw_occupancy", np.arange(count, dtype=np.int64), state.seed, state.year)
    occupancy = p["occupancy_low"] + (p["occupancy_high"] - p["occupancy_low"]) * luck
    ready = stock - reserved
    columns["land_stock"] = stock
    columns["reserved_land"] = reserved
    columns["other_land"] = np.maximum(occupancy * ready - plots, 0.0)
    columns["free_land"] = ready - plots - columns["other_land"]
    columns["floor_price"] = [districts()[h].floor_price for h in columns["district"]]
    for row in range(count):
        used = occupancy_rate(plots[row], columns["other_land"][row], columns["free_land"][row])
        columns["occupancy"][row] = used
        columns["land_price"][row] = next_land_price(
            0.0, columns["floor_price"][row], 1.0, used, p["land_premium"],
            p["land_scarcity_slope"], p["land_crowding"], 1.0,
        )  # fmt: skip


def _stocks(state: State, p: dict[str, float]):  # type: ignore[no-untyped-def]
    """Stock of each place: half by its plots, half by its weight, never less than it holds."""
    plots = state.places["modelled_land"]
    weight = np.array([place.weight if place.is_park else 1.0 for place in places()])
    share = 0.75 * plots / plots.sum() + 0.25 * weight / weight.sum()
    least = plots / (p["occupancy_low"] * (1.0 - p["reserved_share"]))
    stock = share * p["total_industrial_land"]
    for _ in range(20):
        stock = np.maximum(stock, least)
        spare = stock - least
        excess = stock.sum() - p["total_industrial_land"]
        stock = stock - spare * (excess / spare.sum())
    return stock
