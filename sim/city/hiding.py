"""What is hidden of sums that would tell one of a user's own firms.

Whoever has the program can simulate the modelled firms, so what counts is what own firms add to a
sum (`sim/base/disclosure.py`), not how many firms it holds. Tables that add up to one another are
hidden together: places within their districts, and districts within the city.
"""

from __future__ import annotations

import numpy as np

from sim.base.disclosure import OwnParts, hidden
from sim.base.own import is_own
from sim.base.state import Array, State
from sim.park.atlas import districts

UPPER = ("value_added", "employment", "tax_paid")  # of above-scale firms, by place
GROUPED = ("employment", "output", "value_added", "tax_paid", "land")  # by register, by group


def hides(state: State) -> bool:
    """Whether the city holds own firms that may not be looked at one by one."""
    return state.own is not None and state.change is not None and not state.own.shown


def hidden_districts(state: State) -> Array:
    """Districts whose figures by place would tell an own firm, even all places taken together."""
    return hidden(_of_places(state).by(state.places["district"], len(districts())))


def hidden_places(state: State) -> Array:
    """Places whose figures are not shown.

    All of them in a hidden district. In the others, enough of them that the district's figures
    less those of the places that are shown tell nothing.
    """
    parts, homes = _of_places(state), state.places["district"]
    found = hidden_districts(state)[homes] & (parts.firms > 0.0)
    for k in np.unique(homes[~found]):
        mine = np.flatnonzero(homes == k)
        one = OwnParts(parts.firms[mine], parts.count[mine], parts.total[mine],
                       parts.first[mine], parts.second[mine])  # fmt: skip
        found[mine] |= hidden(one)
    return np.asarray(found)


def hidden_groups(state: State, group: Array, size: int, given: Array | None = None) -> Array:
    """Groups of firms whose sums by register are not shown, in neither register.

    Args:
        state: the city.
        group: number of the group of each firm.
        size: number of groups.
        given: groups that are hidden anyhow.
    """
    rows = _own_rows(state)
    upper = state.firms["above_scale"][rows] == 1
    columns = [np.ones(rows.shape[0]), *(state.firms[name][rows] for name in GROUPED)]
    values = np.stack([column * part for part in (upper, ~upper) for column in columns], axis=1)
    return hidden(OwnParts.of(group[rows], values, size), given)


def hidden_classes(state: State, sizes: Array, size: int) -> Array:
    """Size classes whose adoption of equipment, among above-scale firms, is not shown.

    Args:
        state: the city.
        sizes: class of each firm.
        size: number of classes.
    """
    rows = _own_rows(state)
    rows = rows[state.firms["above_scale"][rows] == 1]
    capital = state.firms["capital"][rows]
    equipped = [capital * state.firms[name][rows] for name in ("numerical_control", "networked")]
    return hidden(OwnParts.of(sizes[rows], np.stack([capital, *equipped], axis=1), size))


def without_few(state: State, figures: Array, lines: tuple[int, ...]) -> Array:
    """Figures of the places, some lines without the places that would tell an own firm.

    Args:
        state: the city.
        figures: shape: figures x places; changed.
        lines: the figures that tell of firms.
    """
    if hides(state):
        figures[np.array(lines)[:, None], np.flatnonzero(hidden_places(state))] = np.nan
    return figures


def _own_rows(state: State) -> Array:
    return np.flatnonzero(is_own(state.firms["key"]))


def _of_places(state: State) -> OwnParts:
    """What own firms add to the figures of the places."""
    rows, firms = _own_rows(state), state.firms
    upper = firms["above_scale"][rows] == 1
    columns = [firms["land"][rows], 1.0 * upper, *(firms[name][rows] * upper for name in UPPER)]
    return OwnParts.of(firms["place"][rows], np.stack(columns, axis=1), len(state.places))
