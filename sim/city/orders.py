"""Orders to single firms: who must leave, upgrade, or give land back this year."""

from __future__ import annotations

import numpy as np

from sim.base.draws import uniforms
from sim.base.state import Array, State
from sim.base.totals import grouped_total
from sim.city.sharing import one_queue
from sim.firm.leaving import CLEARED, OBSOLETE, RECOVERED, RECTIFIED
from sim.park.queue import admit

LOWEST_GRADE = 3
LOW_EFFICIENCY, OTHERWISE = 1, 2  # why a firm is made to upgrade


def give_orders(state: State) -> None:
    """All orders of the year; who is told to leave, or stands in a cleared block, gets no other."""
    order_clearing(state)
    order_treatment(state)
    order_elimination(state)
    order_rectification(state)
    order_recovery(state)


def _who(state: State, concerned: Array) -> Array:
    """Rows concerned of firms that neither leave nor stand in a block that is cleared."""
    rows = np.flatnonzero(concerned)
    stays = (state.firms["leaves"][rows] == 0) & (state.firms["evicted"][rows] == 0)
    return np.asarray(rows[stays])


def tax_density(state: State) -> Array:
    """Tax per mu of each firm in money of the year."""
    firms = state.firms
    taxes = firms["tax_paid"]
    return taxes * state.scalars["price_level"] / np.maximum(firms["land"], 0.1)


def choose(state: State, rows: Array, priority: Array, quota: float) -> Array:
    """The rows that an order goes to: lowest `priority` first, until the quota of firms is met."""
    weights = state.firms["weight"][rows].copy()
    return rows[one_queue(state, rows, weights, priority, "draw_clearing_lot", quota)]


def mark_evictions(state: State) -> None:
    """Who stands in a block that is cleared: a whole place, or its lowest scores up to a share.

    No document draws the blocks' borders; low scores stand in for them.
    """
    firms, shares = state.firms, state.place_levers["park_clearance"]
    firms["evicted"] = 0
    if not shares.any():
        return
    rows = np.flatnonzero(shares[firms["place"]] > 0.0)
    weights, places = firms["weight"][rows], firms["place"][rows]
    capacity = shares * grouped_total(np.ones(rows.size), weights, places, len(state.places))
    lot = uniforms("draw_clearing_lot", firms["key"][rows], state.seed, state.year)
    chosen = admit(weights.copy(), firms["score"][rows], lot, firms["key"][rows], places, capacity)
    firms["evicted"][rows[chosen | (shares[places] >= 1.0)]] = 1


def order_clearing(state: State) -> None:
    """Firms under the tax-per-mu threshold must go, the lowest first, up to the quota."""
    firms, scalars = state.firms, state.scalars
    if scalars["clearing_quota"] <= 0.0:
        return
    density = tax_density(state)
    threshold = scalars["clearing_threshold"] * scalars["price_level"]
    rows = _who(state, density < threshold)
    ordered = choose(state, rows, density[rows], scalars["clearing_quota"])
    firms["leaves"][ordered] = CLEARED


def order_elimination(state: State) -> None:
    """Obsolete equipment must go, the widest gap first, up to the quota of firms.

    Firms below scale close; those above scale replace it, at their own cost: the published counts
    are no exits from the register.
    """
    firms, scalars = state.firms, state.scalars
    if scalars["obsolete_quota"] <= 0.0:
        return
    gap = firms["technology_gap"]
    rows = _who(state, (gap >= scalars["obsolete_gap"]) & (firms["treated"] == 0))
    rows = choose(state, rows, -gap[rows], scalars["obsolete_quota"])
    small = firms["above_scale"][rows] == 0
    firms["leaves"][rows[small]] = OBSOLETE
    firms["treated"][rows[~small]] = OTHERWISE


def order_treatment(state: State) -> None:
    """Low-efficiency firms (grade D) made to upgrade, the lowest scores first, up to the quota.

    They may have to give part of their plot back, as far as the same floors fit on the rest, and
    may have support for the upgrade, which they need not borrow then.
    """
    firms, scalars = state.firms, state.scalars
    firms["treated"] = 0
    firms["land_to_return"] = 0.0
    firms["treatment_support_paid"] = 0.0
    if scalars["treatment_quota"] <= 0.0:
        return
    rows = _who(state, firms["grade"] == LOWEST_GRADE)
    treated = choose(state, rows, firms["score"][rows], scalars["treatment_quota"])
    firms["treated"][treated] = LOW_EFFICIENCY
    highest = scalars["floor_ratio_limit"] * state.place_levers["floor_limit_factor"]
    spare = 1.0 - firms["floor_ratio"][treated] / highest[firms["place"][treated]]
    part = np.clip(spare, 0.0, scalars["treatment_land_returned"])
    firms["land_to_return"][treated] = part * firms["land"][treated]
    support = scalars["treatment_support"] * firms["upgrade_cost"][treated]
    firms["treatment_support_paid"][treated] = support
    if scalars["treatment_support"] > 0.0:  # no second subsidy for the same project
        firms["subsidy_request"][treated] = 0.0
    firms["debt"][treated] = np.maximum(firms["debt"][treated] - support, 0.0)


def order_rectification(state: State) -> None:
    """Below-scale firms of the township blocks: some must close, the others upgrade at own cost.

    The lowest scores come first, up to the quota.
    """
    firms, scalars = state.firms, state.scalars
    if scalars["rectification_quota"] <= 0.0:
        return
    outside = state.places["in_park"][firms["place"]] == 0
    rows = _who(state, outside & (firms["treated"] == 0) & (firms["above_scale"] == 0))
    rows = choose(state, rows, firms["score"][rows], scalars["rectification_quota"])
    luck = uniforms("draw_rectification", firms["key"][rows], state.seed, state.year)
    closed = luck < scalars["rectification_closed"]
    firms["leaves"][rows[closed]] = RECTIFIED
    firms["treated"][rows[~closed]] = OTHERWISE


def order_recovery(state: State) -> None:
    """Plots obtained some years ago on which too little tax is paid must be given back.

    Whoever has no other plot leaves.
    """
    firms, scalars = state.firms, state.scalars
    if scalars["recovery_tax"] <= 0.0:
        return
    bar = scalars["recovery_tax"] * scalars["price_level"]
    due = (firms["plot_year"] > 0) & (
        state.year - firms["plot_year"] >= scalars["recovery_after"]
    )
    rows = _who(state, due)
    failed = rows[tax_density(state)[rows] < bar]
    whole = firms["new_plot"][failed] >= firms["land"][failed]
    firms["leaves"][failed[whole]] = RECOVERED
    rest = failed[~whole]
    asked = firms["land_to_return"][rest]  # treated firms may have to give land back already
    firms["land_to_return"][rest] = np.maximum(asked, firms["new_plot"][rest])
    # Assessed once: who passes keeps the plot for good.
    firms["plot_year"][rows] = 0
