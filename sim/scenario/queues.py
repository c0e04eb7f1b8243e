"""How one firm stood in what the city decides for all: grades, orders, budgets, land."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.base.state import Array, State
from sim.base.totals import total
from sim.city.orders import clearing_threshold, tax_density
from sim.firm.leaving import CLEARED


@dataclass(frozen=True)
class Standing:
    """One ranking or queue of the year, as one firm met it.

    Attributes:
        kind: grading, clearing, treatment, subsidy or land.
        figures: by name; a name is a key of the words that reports use. Infinite: no limit.
    """

    kind: str
    figures: dict[str, float] = field(default_factory=dict)


def grading(state: State, row: int) -> Standing:
    """Score and the cuts beside it, right after the grading."""
    firms = state.firms
    mates = firms["above_scale"] == firms["above_scale"][row]
    own, scores = int(firms["grade"][row]), firms["score"]
    better = scores[mates & (firms["grade"] < own)]
    worse = scores[mates & (firms["grade"] > own)]
    figures = {"score": float(scores[row]), "grade": float(own)}
    if better.size:
        figures["score_of_better_grade"] = float(better.min())
    if worse.size:
        figures["score_of_worse_grade"] = float(worse.max())
    return Standing("grading", figures)


def _ahead(values: Array, weights: Array, own: float) -> float:
    return total(values < own, weights)


def clearing(state: State, row: int) -> Standing:
    """The order to clear, right after it is given."""
    firms, scalars = state.firms, state.scalars
    density = tax_density(state)
    threshold = np.broadcast_to(clearing_threshold(state, slice(None)), density.shape)
    open_to = (density < threshold) & ((firms["leaves"] == 0) | (firms["leaves"] == CLEARED))
    weights = firms["weight"] * open_to
    return Standing("clearing", {
        "tax_per_mu": float(density[row]), "threshold": float(threshold[row]),
        "quota": float(scalars["clearing_quota"]), "under_threshold": total(open_to, weights),
        "ahead": _ahead(density, weights, float(density[row])) if open_to[row] else 0.0,
        "chosen": float(firms["leaves"][row] == CLEARED),
    })  # fmt: skip


def treatment(state: State, row: int) -> Standing:
    """The choice of low-efficiency firms, right after it is made."""
    firms = state.firms
    candidates = (firms["grade"] == 3) & (firms["leaves"] == 0)
    weights = firms["weight"] * candidates
    score = float(firms["score"][row])
    return Standing("treatment", {
        "score": score, "quota": float(state.scalars["treatment_quota"]),
        "of_grade_d": total(candidates, weights),
        "ahead": _ahead(firms["score"], weights, score) if candidates[row] else 0.0,
        "chosen": float(firms["treated"][row]),
    })  # fmt: skip


def subsidy(state: State, row: int) -> Standing:
    """The queue for subsidies, right after it is served; amounts in 10k yuan at 2015 prices."""
    firms = state.firms
    asked = firms["subsidy_request"] + firms["equipment_request"]
    granted = firms["subsidy_granted"] + firms["equipment_granted"]
    return Standing("subsidy", {
        "asked": float(asked[row]), "granted": float(granted[row]),
        "budget": float(state.scalars["subsidy_budget"]),
        "asked_by_all": total(asked, firms["weight"]),
        "granted_to_all": total(granted, firms["weight"]),
    })  # fmt: skip


def land(state: State, row: int) -> Standing:
    """The queue for land, right after it is served; mu."""
    firms = state.firms
    return Standing("land", {
        "asked": float(firms["land_wanted"][row]), "granted": float(firms["land_granted"][row]),
        "bid": float(firms["land_bid"][row]),
        "asked_by_all": total(np.asarray(firms["land_wanted"]), firms["weight"]),
        "granted_to_all": total(np.asarray(firms["land_granted"]), firms["weight"]),
    })  # fmt: skip
