"""Two-way fixed effects with standard errors clustered by place."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from sim.base.state import Array

ROUNDS = 2000  # of taking out firm and year means in turn
STILL = 1e-9  # of the values' spread: smaller changes end the rounds
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """An estimate and its standard error, clustered by place."""

    value: float
    error: float

    def holds(self, truth: float) -> bool:
        """Whether the 95% interval holds a number."""
        reach = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2.0) * self.error
        return abs(self.value - truth) <= reach


@dataclass(frozen=True)
class Panel:
    """Firm-years.

    Attributes:
        outcome: of each firm-year.
        firm, year: numbers from 0 on.
        place: number of the cluster, the same in all years of a firm.
        weight: firms that each row stands for.
    """

    outcome: Array
    firm: Array
    year: Array
    place: Array
    weight: Array


def without_means(values: Array, panel: Panel) -> Array:
    """What firm and year means leave of some values, by taking out each in turn.

    Raises:
        ArithmeticError: the rounds do not come to rest.
    """
    left = values - np.average(values, weights=panel.weight)
    spread = max(float(np.sqrt(np.average(left**2, weights=panel.weight))), 1e-300)
    by_firm, by_year = (np.bincount(group, panel.weight) for group in (panel.firm, panel.year))
    for _ in range(ROUNDS):
        firms = np.bincount(panel.firm, panel.weight * left) / np.maximum(by_firm, 1e-300)
        left = left - firms[panel.firm]
        years = np.bincount(panel.year, panel.weight * left) / np.maximum(by_year, 1e-300)
        left = left - years[panel.year]
        if float(np.max(np.abs(years))) < STILL * spread:
            return np.asarray(left)
    raise ArithmeticError("means of firms and years do not come to rest")


def two_way(panel: Panel, treated: Array) -> Estimate:
    """The coefficient of a treatment, given effects of firms and years.

    Clusters: the sandwich with the usual correction for few of them, G / (G - 1) times
    (N - 1) / (N - K); firms lie within places, so their effects are not counted.

    Args:
        panel: firm-years; firms seen once tell nothing and do no harm.
        treated: 0 or 1 by firm-year.
    """
    outcome, cause = without_means(panel.outcome, panel), without_means(treated, panel)
    bread = float(np.sum(panel.weight * cause**2))
    if bread <= STILL * float(panel.weight.sum()):  # nothing of it is left
        return Estimate(float("nan"), float("nan"))
    value = float(np.sum(panel.weight * cause * outcome)) / bread
    scores = np.bincount(panel.place, panel.weight * cause * (outcome - value * cause))
    places, rows = len(np.unique(panel.place)), len(outcome)
    known = 1 + len(np.unique(panel.year))
    few = places / (places - 1.0) * (rows - 1.0) / (rows - known) if places > 1 else np.nan
    return Estimate(value, float(np.sqrt(few * np.sum(scores**2))) / bread)
