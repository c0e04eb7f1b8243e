"""A run's own copy of the city of 2015, ready for its first year."""

from __future__ import annotations

import numpy as np

from sim.base.state import Array, State
from sim.base.totals import grouped_total
from sim.city.population.build import empty_state
from sim.city.surroundings import INDICES
from sim.city.tally import open_tallies
from sim.park.atlas import places, sectors

ROOM_TO_GROW = 1.2


def start(population: State, seed: int) -> State:
    """Copy a population for one run.

    Args:
        population: as `build_city` returns it; not changed.
        seed: what the run's draws are keyed by.
    """
    room = int(len(population.firms) * ROOM_TO_GROW)
    state = empty_state(seed, population.scalars, 0)
    state.firms = population.firms.copy(room)
    state.places = population.places.copy()
    state.sectors = population.sectors.copy()
    state.place_sectors = population.place_sectors.copy()
    state.rungs = population.rungs.copy()
    state.scalars = dict(population.scalars)
    open_tallies(state)
    state.scalars.update({index: 1.0 for index, _ in INDICES})
    state.thinning = population.thinning
    state.own, state.change = population.own, population.change
    count, kinds = len(places()), len(sectors())
    firms = state.firms
    cell = firms["place"] * kinds + firms["sector"]
    state.employment_2015 = grouped_total(
        firms["employment"], firms["weight"], cell, count * kinds
    )
    state.entry_share, state.sector_mix = entry_tables(state)
    return state


def entry_tables(state: State) -> tuple[Array, Array]:
    """Entrants follow the firms: their places, and in each place their sectors.

    Returns:
        `entry_share` and `sector_mix` of a state, for the firms as they stand.
    """
    firms, count, kinds = state.firms, len(places()), len(sectors())
    cell = firms["place"] * kinds + firms["sector"]
    number = grouped_total(np.ones(len(firms)), firms["weight"], cell, count * kinds)
    table = number.reshape(count, kinds)
    by_place = table.sum(axis=1)
    mix = (table + 0.02 * by_place.mean() / kinds) / (by_place + 0.02 * by_place.mean())[:, None]
    mix = np.cumsum(mix, axis=1)
    mix[:, -1] = 1.0
    return by_place / by_place.sum(), mix
