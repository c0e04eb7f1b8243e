"""What is hidden of sums that too few of a user's own firms make up.

Whoever has the program can simulate the modelled firms, so what counts is how many own firms a
sum holds, not how many firms. The rest of a known total is a sum, too: cells are hidden until the
hidden ones together hold enough.
"""

from __future__ import annotations

import numpy as np

from sim.base.own import LEAST, is_own
from sim.base.state import Array, State


def hides(state: State) -> bool:
    """Whether the city holds own firms that may not be looked at one by one."""
    return state.own is not None and state.change is not None and not state.own.shown


def too_few(counts: Array) -> Array:
    """Which cells of one table are hidden.

    Args:
        counts: own firms in each cell.

    Returns:
        Boolean array of the same shape.
    """
    own = np.asarray(counts, dtype=float).ravel()
    hidden = (own > 0.0) & (own < LEAST)
    if hidden.any():
        for cell in np.lexsort((np.arange(own.shape[0]), own)):
            if own[hidden].sum() >= LEAST and np.count_nonzero(hidden) > 1:
                break
            hidden[cell] |= own[cell] > 0.0
    return hidden.reshape(np.shape(counts))


def has_own(state: State) -> Array:
    """By place, whether own firms are there or left it this year."""
    count = len(state.places)
    found = own_counts(state, state.firms["place"], count)
    if gone := state.departed:
        found = found + np.bincount(gone["place"][is_own(gone["key"])], minlength=count)
    return found > 0


def own_counts(state: State, groups: Array, size: int) -> Array:
    """Own firms in each group.

    Args:
        state: the city.
        groups: number of the group of each row of firms.
        size: number of groups.
    """
    own = is_own(state.firms["key"])
    return np.bincount(groups[own], minlength=size)


def without_few(state: State, figures: Array, lines: tuple[int, ...]) -> Array:
    """Figures of the places, some lines without the places that hold too few own firms.

    Args:
        state: the city.
        figures: shape: figures x places; changed.
        lines: the figures that tell of firms.
    """
    if hides(state):
        place, count = state.firms["place"], len(state.places)
        listed = np.where(state.firms["above_scale"] == 1, place, count)
        upper = own_counts(state, listed, count + 1)[:count]
        hidden = too_few(own_counts(state, place, count)) | too_few(upper)
        figures[np.array(lines)[:, None], np.flatnonzero(hidden)] = np.nan
    return figures
