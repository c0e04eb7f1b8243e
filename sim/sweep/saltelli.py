"""Saltelli's radial design for Sobol indices, by single axes or by groups of axes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.sweep.copula import as_posterior
from sim.sweep.designs import Design, even_points


@dataclass(frozen=True)
class Saltelli(Design):
    """For each base sample: A, A with one group of B after the other, then B.

    A longer design begins with the same points: A and B are the halves of one list of independent
    ones, a scrambled Sobol sequence where few axes let its first points be so.

    Attributes:
        groups: the group of each axis, numbered from 0; axes of a group change together.
        digest: of the posterior that A and B are drawn as, correlated within groups; empty: even
            between bounds.
    """

    kind = "saltelli"
    groups: tuple[int, ...] = ()
    digest: str = ""

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        start, end = first // self.batch, -(-(first + count) // self.batch)
        width = len(self.axes)
        base = even_points(2 * width, self.seed, start, end - start)
        own, other = self._carried(base[:, :width]), self._carried(base[:, width:])
        blocks = np.repeat(own[:, None, :], self.batch, axis=1)
        groups = np.array(self.groups)
        for k in range(self.batch - 2):
            blocks[:, k + 1, groups == k] = other[:, groups == k]
        blocks[:, -1] = other
        begin = first - start * self.batch
        return blocks.reshape(-1, width)[begin : begin + count]

    def _carried(self, units: Array) -> Array:
        if self.digest:
            return np.asarray(as_posterior(units, self.axes, self.digest, self.groups))
        return self.scaled(units)
