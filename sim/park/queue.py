"""Queues: what is scarce goes down a list ordered by a published rule, ties by lot."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.state import Array


@compiled
def _admit(order: Any, amounts: Any, groups: Any, left: Any, admitted: Any) -> None:
    for k in range(order.shape[0]):
        i = order[k]
        group = groups[i]
        if amounts[i] <= left[group]:
            left[group] -= amounts[i]
            admitted[i] = True


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
    order = np.lexsort((keys, lot, priority))
    admitted = np.zeros(amounts.shape[0], dtype=np.bool_)
    _admit(order, amounts, groups, capacity.astype(np.float64), admitted)
    return admitted
