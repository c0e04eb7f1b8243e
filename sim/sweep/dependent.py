"""Independent points carried to the posterior's ranges and correlations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.sweep.copula import as_posterior
from sim.sweep.designs import Design, even_points


@dataclass(frozen=True)
class Dependent(Design):
    """Points distributed and correlated as the posterior's members, as many as are asked for.

    Attributes:
        digest: of the posterior when the sweep began.
    """

    kind = "dependent"
    digest: str = ""

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        units = even_points(len(self.axes), self.seed, first, count)
        return np.asarray(as_posterior(units, self.axes, self.digest))
