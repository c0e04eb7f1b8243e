"""What is fitted: which figures of 2020, and how far each can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.base.fitted import fitted
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR
from sim.calibrate.likelihood import errors, published
from sim.calibrate.simulator import FIGURES
from sim.calibrate.targets import Target, in_likelihood
from sim.scenario.priors import names

SMALLEST = 1e-9  # a figure of nought has no logarithm


@dataclass(frozen=True)
class Problem:
    """A city to fit: the published one, or one whose parameters are known.

    Attributes:
        targets: what enters the likelihood.
        wanted: their figures of 2020 on the scale of the errors.
        errors: observation and discrepancy together, on that scale.
    """

    targets: tuple[Target, ...]
    wanted: Array
    errors: Array

    def figures(self, runs: Array, year: int = LAST_PUBLISHED_YEAR) -> Array:
        """The targets' figures in runs; shape: runs x targets, on the scale of the errors.

        Args:
            runs: as `simulate` returns them.
            year: taken.
        """
        found = [target.scaled(np.maximum(runs[:, year - FIRST_YEAR, column], SMALLEST))
                 for target, column in zip(self.targets, self.columns, strict=True)]  # fmt: skip
        return np.column_stack(found)

    @property
    def columns(self) -> list[int]:
        """Where the targets stand among a run's figures."""
        return [FIGURES.index(target.name) for target in self.targets]

    @property
    def covariance(self) -> Array:
        """Of observation and discrepancy."""
        return np.diag(self.errors**2)

    def towards(self, wanted: Array) -> Problem:
        """The same problem with another city's figures."""
        return replace(self, wanted=wanted)

    def without(self, position: int) -> Problem:
        """The same problem without one of its targets."""
        kept = [k for k in range(len(self.targets)) if k != position]
        return Problem(tuple(self.targets[k] for k in kept), self.wanted[kept], self.errors[kept])


def published_city() -> Problem:
    """The problem that the published figures pose."""
    chosen = in_likelihood()
    return Problem(chosen, published(chosen), errors(chosen))


def always_active() -> Array:
    """Columns of the parameters that some published figure disciplines."""
    known = names()
    return np.array([known.index(name) for name in fitted().all])
