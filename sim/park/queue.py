"""Queues: what is scarce goes down a list ordered by a published rule, ties by lot."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.state import Array
from sim.base.totals import UNIT, grouped_total


@compiled
def _admit(order: Any, amounts: Any, groups: Any, left: Any, admitted: Any) -> None:
    for k in range(order.shape[0]):
        i = order[k]
        group = groups[i]
        if amounts[i] <= left[group]:
            left[group] -= amounts[i]
            admitted[i] = True


def _in_order(rows: Array, priority: Array, lot: Array, keys: Array) -> Array:
    """The given rows by priority, equal ones by lot, then by key."""
    order = rows[np.argsort(priority[rows])]
    ranked = priority[order]
    equal = ranked[1:] == ranked[:-1]
    tied = np.flatnonzero(np.append(equal, False) | np.append(False, equal))
    among = order[tied]
    order[tied] = among[np.lexsort((keys[among], lot[among], priority[among]))]
    return order


def admit(
    amounts: Array, priority: Array, lot: Array, keys: Array, groups: Array, capacity: Array
) -> Array:
    """Serve applicants in order of priority until the capacity of their group is used up.

    An applicant who asks for more than is left is passed over and the next one is tried.

    Args:
        amounts: what each asks for (weighted by the firms it stands for).
        priority: lower is served first; equal ones by lot, then by key.
        lot, keys: one per applicant.
        groups: the group (place, or 0) each applicant draws on.
        capacity: what each group has; not changed.

    Returns:
        Boolean array: who was served.
    """
    wanted = grouped_total(amounts, np.ones(amounts.shape[0]), groups, capacity.shape[0])
    # Where there is enough for all (rounding allowed for) nobody has to queue.
    admitted = (wanted + amounts.shape[0] / UNIT <= capacity)[groups]
    order = _in_order(np.flatnonzero(~admitted), priority, lot, keys)
    _admit(order, amounts, groups, capacity.astype(np.float64), admitted)
    return admitted
