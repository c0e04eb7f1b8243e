"""A second route to the posterior: approximate Bayesian computation, adjusted by regression.

Neither emulator nor chain takes part once the runs are drawn (they come from what the emulator has
not ruled out): runs near the published figures are kept, and their parameters moved by a local
linear regression to where the figures would agree (Beaumont, Zhang and Balding 2002). Errors
of observation and discrepancy are added to the simulated figures (Wilkinson 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.calibrate.problem import Problem

KEPT_SHARE = 0.25  # of the runs
EDGE = 0.999


@dataclass(frozen=True)
class Adjusted:
    """A weighted sample of the second route.

    Attributes:
        places: shape: kept runs x parameters asked for.
        weights: they add up to one.
    """

    places: Array
    weights: Array

    @property
    def mean(self) -> Array:
        """Weighted mean of each parameter."""
        found: Array = self.weights @ self.places
        return found

    @property
    def spread(self) -> Array:
        """Weighted standard deviation of each parameter."""
        return np.sqrt(self.weights @ (self.places - self.mean) ** 2)


def adjust(problem: Problem, places: Array, figures: Array, columns: Array, seed: int) -> Adjusted:
    """Regression-adjusted approximate Bayesian computation.

    Args:
        problem: the published figures and their errors.
        places: runs drawn from the prior, or from the part of it not ruled out.
        figures: of these runs, on the scale of the errors.
        columns: parameters asked for.
        seed: of the errors added.
    """
    usable = np.isfinite(figures).all(axis=1)
    places, figures = places[usable], figures[usable]
    rng = np.random.default_rng(seed)
    noisy = figures + rng.standard_normal(figures.shape) * problem.errors
    gaps = (noisy - problem.wanted) / noisy.std(axis=0)
    distance = np.sqrt((gaps**2).sum(axis=1))
    reach = np.quantile(distance, KEPT_SHARE)
    near = distance < reach
    weights = 1.0 - (distance[near] / reach) ** 2
    # Places are carried to the whole line, so that the regression cannot leave the bounds.
    free = np.arctanh(np.clip(places[near][:, columns], -EDGE, EDGE))
    terms = np.column_stack([np.ones(near.sum()), gaps[near]])
    root = np.sqrt(weights)[:, None]
    slopes = np.linalg.lstsq(root * terms, root * free, rcond=None)[0]
    return Adjusted(np.tanh(free - gaps[near] @ slopes[1:]), weights / weights.sum())
