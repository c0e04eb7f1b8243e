"""Sharing out subsidies: down the queue until the year's budget is used up."""

from __future__ import annotations

import numpy as np

from sim.base.draws import uniforms
from sim.base.levers import NO_LIMIT
from sim.base.state import Array, State
from sim.base.totals import total
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
    """Grant subsidies down the queue until the year's budget is used up: projects first.

    What they leave goes to renewal and expansion, by the same order.
    """
    left = state.scalars["subsidy_budget"]
    for request, granted in (
        ("subsidy_request", "subsidy_granted"), ("equipment_request", "equipment_granted")
    ):  # fmt: skip
        left -= _grant(state, request, granted, left)


def _grant(state: State, request: str, granted: str, budget: float) -> float:
    """Grant what was asked for, down the queue; returns what it takes of the budget."""
    firms = state.firms
    firms[granted] = 0.0
    rows = np.flatnonzero(firms[request] > 0.0)
    if rows.size == 0:
        return 0.0
    rule = int(state.scalars["subsidy_queue"])
    priority = np.zeros(rows.shape[0])
    if rule == BY_SCORE:
        priority = -firms["score"][rows]
    elif rule == SMALL_FIRST:
        priority = firms["revenue"][rows]
    amounts = firms[request][rows] * firms["weight"][rows]
    served = one_queue(state, rows, amounts, priority, "draw_subsidy_lot", budget)
    firms[granted][rows] = np.where(served, firms[request][rows], 0.0)
    return total(firms[granted], firms["weight"])


def limit_projects(state: State) -> None:
    """Projects find a service company by lot; those that the city orders have theirs already.

    Who finds none carries out no project this year; its grant lapses, and it may try again.
    """
    firms, capacity = state.firms, state.scalars["project_capacity"]
    if capacity >= NO_LIMIT:
        return
    ordered = firms["treated"] > 0
    granted = (firms["would_upgrade_subsidised"] == 1) & (firms["subsidy_granted"] > 0.0)
    rows = np.flatnonzero(~ordered & (granted | (firms["would_upgrade"] == 1)))
    left = max(capacity - total(np.ones(int(ordered.sum())), firms["weight"][ordered]), 0.0)
    served = one_queue(
        state, rows, firms["weight"][rows].copy(), np.zeros(rows.size), "draw_service_lot", left
    )
    for name in ("would_upgrade", "would_upgrade_subsidised", "subsidy_granted"):
        firms[name][rows[~served]] = 0
