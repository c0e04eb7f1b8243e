"""How far a city lies from the published one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.calibrate.targets import Target


@dataclass(frozen=True)
class Likelihood:
    """Gaussian likelihood of the published figures.

    Attributes:
        wanted: the figures on the scale of the errors.
        covariance: of observation, discrepancy and, for an emulator, its own errors.
    """

    wanted: Array
    covariance: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "_root", np.linalg.cholesky(self.covariance))

    def log(self, figures: Array) -> Array:
        """Log likelihood, constants included; one per row of `figures`."""
        root: Array = getattr(self, "_root")  # noqa: B009
        gaps = np.linalg.solve(root, (figures - self.wanted).T)
        size = np.log(np.diag(root)).sum() + 0.5 * self.wanted.size * np.log(2.0 * np.pi)
        found = -0.5 * (gaps**2).sum(axis=0) - size
        return np.where(np.isfinite(found), found, -np.inf)

    def implausibility(self, figures: Array) -> Array:
        """Gaps over their standard errors; shape: rows x targets."""
        return np.abs(figures - self.wanted) / np.sqrt(np.diag(self.covariance))


def published(wanted: Sequence[Target]) -> Array:
    """The published figures on the scale of the errors."""
    return np.array([float(target.scaled(target.published)) for target in wanted])


def errors(wanted: Sequence[Target]) -> Array:
    """Observation and discrepancy of each target together."""
    return np.array([target.error for target in wanted])
