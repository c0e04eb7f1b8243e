"""Sharing out subsidies: down the queue until the year's budget is used up."""

from __future__ import annotations

import numpy as np

from sim.base.draws import uniforms
from sim.base.state import Array, State
from sim.park.queue import admit

BY_LOT, BY_SCORE, SMALL_FIRST = 0, 1, 2


def one_queue(
    state: State, rows: Array, amounts: Array, priority: Array, draw: str, capacity: float
) -> Array:
    """`admit` for a queue that has one capacity for the whole city."""
    keys = state.firms["key"][rows]
    lot = uniforms(draw, keys, state.seed, state.year)
    groups = np.zeros(rows.shape[0], dtype=np.int64)
    return admit(amounts, priority, lot, keys, groups, np.array([capacity]))


def share_out_subsidies(state: State) -> None:
    """Grant subsidies down the queue until the year's budget is used up."""
    firms = state.firms
    firms["subsidy_granted"] = 0.0
    rows = np.flatnonzero(firms["subsidy_request"] > 0.0)
    if rows.size == 0:
        return
    rule = int(state.scalars["subsidy_queue"])
    priority = np.zeros(rows.shape[0])
    if rule == BY_SCORE:
        priority = -firms["score"][rows]
    elif rule == SMALL_FIRST:
        priority = firms["revenue"][rows]
    amounts = firms["subsidy_request"][rows] * firms["weight"][rows]
    served = one_queue(state, rows, amounts, priority, "draw_subsidy_lot",
                        state.scalars["subsidy_budget"])
    firms["subsidy_granted"][rows] = np.where(served, firms["subsidy_request"][rows], 0.0)
