"""Entry: births below scale, firms that cross the line from under 3 mu, recruited projects."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.draws import uniforms
from sim.base.state import Array, State
from sim.firm.founding import BORN, CROSSED, RECRUITED, apply_for_land, found_firm

RATES = (
    (BORN, "births_per_year"),
    (CROSSED, "crossings_per_year"),
    (RECRUITED, "recruited_per_year"),
)


def entrant_keys(year: int, place: Array, slot: Array, origin: Array) -> Array:
    """Keys of entrants: a function of year, place, slot and origin, never of who else enters."""
    return (((np.int64(year) * 256 + place) * 8 + origin) << 24) + slot


def _numbers(state: State, place: Array, origin: Array) -> Array:
    """How many firms ask to enter this year; shape: that of `place` and `origin`."""
    rate_of = np.zeros(RECRUITED + 1)
    for kind, rate in RATES:
        rate_of[kind] = state.scalars[rate] * (state.thinning if kind != RECRUITED else 1.0)
    expected = rate_of[origin] * state.entry_share[place]
    draws = uniforms("draw_birth_count", place * 8 + origin, state.seed, state.year)
    return np.floor(expected + draws).astype(np.int64)


@compiled
def _pick_sectors(place: Any, draws: Any, mix: Any, sector: Any) -> None:
    """The sector in whose part of its place's cumulated odds each entrant's draw falls."""
    for i in range(place.shape[0]):
        sector[i] = 0
        while mix[place[i], sector[i]] < draws[i]:
            sector[i] += 1


def welcome_entrants(state: State) -> int:
    """Append those who ask to enter, with the plot they want; land decides who comes.

    Returns:
        Number of rows before the entrants.
    """
    firms, before = state.firms, len(state.firms)
    places, kinds = len(state.places), np.array([kind for kind, _ in RATES])
    origin, place = np.repeat(kinds, places), np.tile(np.arange(places), kinds.shape[0])
    numbers = _numbers(state, place, origin)
    at, kind_of = np.repeat(place, numbers), np.repeat(origin, numbers)
    slot = np.arange(at.shape[0]) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    rows = firms.append(at.shape[0])
    firms["key"][rows] = entrant_keys(state.year, at, slot, kind_of)
    firms["origin"][rows] = kind_of
    firms["place"][rows] = at
    firms["weight"][rows] = np.where(kind_of == RECRUITED, 1.0, 1.0 / state.thinning)
    draws = state.draws("draw_entrant_sector", rows.start, rows.stop)
    _pick_sectors(at, draws, state.sector_mix, firms["sector"][rows])
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
    price = state.places["land_price"][firms["place"][rows]]
    leases = firms["origin"][rows] != RECRUITED
    firms["land"][rows] = plot
    firms["leased_land"][rows] = np.where(leases, plot, 0.0)
    firms["land_payment"][rows] = price * plot * np.where(
        leases, state.scalars["lease_yield"], 1.0
    )
    # Firms that cross the line from under 3 mu bring their capital with them.
    is_new = firms["origin"][rows] != CROSSED
    firms["investment"][rows] = np.where(is_new, firms["capital"][rows], 0.0)
    return stays
