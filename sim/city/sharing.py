"""Sharing out what is scarce: subsidies, clearing orders, treatment of low-efficiency firms."""

from __future__ import annotations

import numpy as np

from sim.base.draws import uniforms
from sim.base.levers import NO_LIMIT
from sim.base.state import Array, State
from sim.firm.leaving import CLEARED
from sim.park.queue import admit

BY_LOT, BY_SCORE, SMALL_FIRST = 0, 1, 2


def _one_queue(state: State, rows: Array, amounts: Array, priority: Array, draw: str,
               capacity: float) -> Array:
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
    served = _one_queue(state, rows, amounts, priority, "draw_subsidy_lot",
                        state.scalars["subsidy_budget"])
    firms["subsidy_granted"][rows] = np.where(served, firms["subsidy_request"][rows], 0.0)


def limit_projects(state: State) -> None:
    """Projects find a service company, ordered ones first, the others by lot.

    Who finds none carries out no project this year; its grant lapses, and it may try again.
    """
    firms, capacity = state.firms, state.scalars["project_capacity"]
    if capacity >= NO_LIMIT:
        return
    ordered = firms["treated"] == 1
    granted = (firms["would_upgrade_subsidised"] == 1) & (firms["subsidy_granted"] > 0.0)
    rows = np.flatnonzero(ordered | granted | (firms["would_upgrade"] == 1))
    served = _one_queue(state, rows, firms["weight"][rows].copy(),
                        np.where(ordered[rows], 0.0, 1.0), "draw_service_lot", capacity)
    for name in ("would_upgrade", "would_upgrade_subsidised", "subsidy_granted", "treated"):
        firms[name][rows[~served]] = 0


def tax_density(state: State) -> Array:
    """Tax per mu of each firm in money of the year."""
    firms = state.firms
    taxes = firms["tax_paid"]
    return taxes * state.scalars["price_level"] / np.maximum(firms["land"], 0.1)


def order_clearing(state: State) -> None:
    """Firms under the tax-per-mu threshold must go, the lowest first, up to the quota."""
    firms, scalars = state.firms, state.scalars
    if scalars["clearing_quota"] <= 0.0:
        return
    density = tax_density(state)
    threshold = scalars["clearing_threshold"] * scalars["price_level"]
    rows = np.flatnonzero((density < threshold) & (firms["leaves"] == 0))
    ordered = _one_queue(state, rows, firms["weight"][rows].copy(), density[rows],
                         "draw_clearing_lot", scalars["clearing_quota"])
    firms["leaves"][rows[ordered]] = CLEARED


def order_treatment(state: State) -> None:
    """Low-efficiency firms (grade D) made to upgrade, the lowest scores first, up to the quota."""
    firms, scalars = state.firms, state.scalars
    firms["treated"] = 0
    if scalars["treatment_quota"] <= 0.0:
        return
    rows = np.flatnonzero((firms["grade"] == 3) & (firms["leaves"] == 0))
    treated = _one_queue(state, rows, firms["weight"][rows].copy(), firms["score"][rows],
                         "draw_clearing_lot", scalars["treatment_quota"])
    firms["treated"][rows[treated]] = 1
