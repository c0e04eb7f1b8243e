"""Entry: births below scale, firms that cross the line from under 3 mu, recruited projects."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.draws import uniforms
from sim.base.state import Array, State
from sim.firm.founding import (
    BORN,
    CROSSED,
    LARGE,
    MIDDLE,
    RECRUITED,
    REPLACING,
    apply_for_land,
    found_firm,
)

RATES = (
    (BORN, "births_per_year"),
    (CROSSED, "crossings_per_year"),
    (RECRUITED, "recruited_per_year"),
    (REPLACING, "replacement_projects"),
    (LARGE, "large_projects"),
    (MIDDLE, "middle_projects"),
)


def entrant_keys(year: int, place: Array, slot: Array, origin: Array) -> Array:
    """Keys of entrants: a function of year, place, slot and origin, never of who else enters."""
    return (((np.int64(year) * 256 + place) * 8 + origin) << 24) + slot


def _shares(state: State, kind: int) -> Array:
    """Where entrants of a kind go; shape: places, sum 1, or 0 if no place has room for them.

    Small ones come where firms are, those for cleared land where it is held, and large projects
    to the parks that have most land ready.
    """
    if kind <= RECRUITED:
        return state.entry_share
    places = state.places
    room = places["held_land"] if kind == REPLACING else places["free_land"] * places["in_park"]
    room = np.maximum(room, 0.0)
    return room / max(float(room.sum()), 1.0)


def _numbers(state: State, kinds: list[int], rates: list[float]) -> Array:
    """How many firms of each kind ask to enter each place this year; kinds after one another."""
    parts = [1.0 if kind >= RECRUITED else state.thinning for kind in kinds]
    shares = np.stack([_shares(state, kind) for kind in kinds])
    expected = (np.array(rates) * np.array(parts))[:, None] * shares
    codes = np.arange(len(state.places)) * 8 + np.array(kinds)[:, None]
    draws = uniforms("draw_birth_count", codes.ravel(), state.seed, state.year)
    expected = expected.ravel() * state.scalars["pulled_forward"]
    return np.floor(expected + draws).astype(np.int64)


@compiled
def _pick_sectors(place: Any, draws: Any, mix: Any, sector: Any) -> None:
    """The sector in whose part of its place's cumulated odds each entrant's draw falls."""
    for i in range(place.shape[0]):
        sector[i] = 0
        while mix[place[i], sector[i]] < draws[i]:
            sector[i] += 1


def _go_where_admitted(state: State, rows: slice) -> None:
    """Entrants whose place doesn't admit their sector go elsewhere in its district.

    That is the roomiest park that does, or else the township block. Those recruited for cleared
    land have a place held for them.
    """
    firms, places, cells = state.firms, state.places, state.place_sectors
    place, sector = firms["place"][rows], firms["sector"][rows]
    cell = place * state.sectors.rows + sector
    refused = (cells["admits"][cell] == 0) & (firms["origin"][rows] != REPLACING)
    if not refused.any():
        return
    outside = np.flatnonzero(places["in_park"] == 0)
    block = np.zeros(len(places), dtype=np.int64)
    block[places["district"][outside]] = outside
    park, district = cells["gateway"][cell], places["district"]
    near = (park != place) & (district[park] == district[place])
    firms["place"][rows] = np.where(refused, np.where(near, park, block[district[place]]), place)


def welcome_entrants(state: State) -> int:
    """Append those who ask to enter, with the plot they want; land decides who comes.

    Returns:
        Number of rows before the entrants.
    """
    firms, before = state.firms, len(state.firms)
    rates = {kind: state.scalars[rate] for kind, rate in RATES}
    kinds = [kind for kind, rate in rates.items() if rate > 0.0 or kind == BORN]
    numbers = _numbers(state, kinds, [rates[kind] for kind in kinds])
    origin = np.repeat(kinds, len(state.places))
    place = np.tile(np.arange(len(state.places)), len(kinds))
    at, kind_of = np.repeat(place, numbers), np.repeat(origin, numbers)
    slot = np.arange(at.shape[0]) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    rows = firms.append(at.shape[0])
    firms["key"][rows] = entrant_keys(state.year, at, slot, kind_of)
    firms["origin"][rows] = kind_of
    firms["place"][rows] = at
    firms["weight"][rows] = np.where(kind_of >= RECRUITED, 1.0, 1.0 / state.thinning)
    draws = state.draws("draw_entrant_sector", rows.start, rows.stop)
    _pick_sectors(at, draws, state.sector_mix, firms["sector"][rows])
    wanted = int(state.scalars["replacement_sector"])
    firms["sector"][rows] = np.where(kind_of == REPLACING, wanted, firms["sector"][rows])
    _go_where_admitted(state, rows)
    found_firm.run(state, rows)
    apply_for_land.run(state, rows)
    return before


def seat_entrants(state: State, before: int) -> Array:
    """Give the served entrants their plot and book their investment.

    Returns:
        Boolean array over all rows: False for entrants who found no land.
    """
    firms = state.firms
    stays = np.ones(len(firms), dtype=bool)
    rows = slice(before, len(firms))
    plot = firms["land_granted"][rows]
    stays[rows] = plot > 0.0
    factor = state.lever("land_price_factor", rows)
    price = state.places["land_price"][firms["place"][rows]]
    leases = firms["land_leased_wanted"][rows] > 0.0
    firms["land"][rows] = plot
    firms["leased_land"][rows] = np.where(leases, plot, 0.0)
    yearly = np.where(leases, state.scalars["lease_yield"], 1.0)
    firms["land_payment"][rows] = price * plot * factor * yearly
    # Firms that cross the line from under 3 mu bring their capital with them.
    is_new = firms["origin"][rows] != CROSSED
    firms["investment"][rows] = np.where(is_new, firms["capital"][rows], 0.0)
    return stays
