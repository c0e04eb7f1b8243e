"""Cost against effect: dominance, incremental ratios, and how often each package is the best one.

Written over arrays of members x packages, so that it serves the table of any comparison. Terms and
rules of dominance as in Drummond et al., Methods for the Economic Evaluation of Health Care
Programmes (4th ed. 2015), and Fenwick, Claxton and Sculpher (2001) on acceptability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.base.state import Array

Status = Literal["frontier", "dominated", "extended"]


@dataclass(frozen=True)
class Step:
    """A package's standing.

    Attributes:
        package: its column.
        cost, effect: means.
        status: on the frontier; dominated by one other package; or by a mix of two (extended).
        before: the package on the frontier that it is set against; None for the cheapest and for
            those off the frontier.
        ratio: incremental cost over incremental effect against `before`.
    """

    package: int
    cost: float
    effect: float
    status: Status
    before: int | None = None
    ratio: float | None = None


def frontier(cost: Array, effect: Array) -> list[Step]:
    """The standing of each package, in the order of cost.

    Args:
        cost, effect: one mean per package; more effect is better.
    """
    order = sorted(range(cost.shape[0]), key=lambda k: (cost[k], -effect[k], k))
    status: dict[int, Status] = {}
    kept: list[int] = []
    for package in order:
        if kept and effect[package] <= effect[kept[-1]]:
            status[package] = "dominated"
            continue
        # A mix of the last but one and this package may be cheaper than the last one.
        while len(kept) > 1 and _ratio(cost, effect, kept[-1], kept[-2]) > _ratio(
            cost, effect, package, kept[-2]
        ):
            status[kept.pop()] = "extended"
        kept.append(package)
    before = dict(zip(kept[1:], kept, strict=False))
    return [_step(cost, effect, k, status.get(k, "frontier"), before.get(k)) for k in order]


def _ratio(cost: Array, effect: Array, package: int, before: int) -> float:
    return float((cost[package] - cost[before]) / (effect[package] - effect[before]))


def _step(cost: Array, effect: Array, package: int, status: Status, before: int | None) -> Step:
    ratio = None if before is None else _ratio(cost, effect, package, before)
    return Step(package, float(cost[package]), float(effect[package]), status, before, ratio)


def on_frontier(cost: Array, effect: Array) -> Array:
    """Share of the members in which each package lies on that member's own frontier.

    Args:
        cost, effect: shape: members x packages.
    """
    found = np.zeros(cost.shape)
    for member in range(cost.shape[0]):
        for step in frontier(cost[member], effect[member]):
            found[member, step.package] = step.status == "frontier"
    return found.mean(axis=0)


def net_benefit(cost: Array, effect: Array, worth: float) -> Array:
    """What effects are worth less what they cost; shape as theirs.

    Args:
        worth: of one unit of effect, in units of cost.
    """
    return worth * effect - cost


def _shares_of_best(value: Array) -> Array:
    """Share of the members in which each package is the best; equal ones share alike.

    A member none of whose packages is open (all minus infinity) counts for none.
    """
    top = value.max(axis=1, keepdims=True)
    best = (value == top) & np.isfinite(value)
    ties = np.maximum(best.sum(axis=1, keepdims=True), 1)
    return (best / ties).mean(axis=0)


def acceptability(cost: Array, effect: Array, worths: Array) -> Array:
    """How often each package has the highest net benefit.

    Args:
        cost, effect: shape: members x packages.
        worths: what a unit of effect is worth, in units of cost.

    Returns:
        Shape: worths x packages; each row adds up to one.
    """
    return np.stack([_shares_of_best(net_benefit(cost, effect, worth)) for worth in worths])


def affordability(cost: Array, effect: Array, budgets: Array) -> Array:
    """How often each package has the greatest effect of those whose cost is within a budget.

    Returns:
        Shape: budgets x packages; a row adds up to less than one where nothing was affordable.
    """
    return np.stack([_shares_of_best(np.where(cost <= budget, effect, -np.inf))
                     for budget in budgets])


def best_on_average(cost: Array, effect: Array, worths: Array) -> Array:
    """The package with the highest mean net benefit at each worth; shape: worths."""
    means = [net_benefit(cost, effect, worth).mean(axis=0) for worth in worths]
    return np.array([int(np.argmax(mean)) for mean in means])
