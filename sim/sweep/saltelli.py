"""Saltelli's radial design for Sobol indices, by single axes or by groups of axes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from sim.base.state import Array
from sim.sweep.designs import Design


@dataclass(frozen=True)
class Saltelli(Design):
    """For each base sample: A, A with one group of B after the other, then B.

    A longer design begins with the same points: A and B are the halves of one scrambled Sobol
    sequence.

    Attributes:
        groups: the group of each axis, numbered from 0; axes of a group change together.
    """

    kind = "saltelli"
    groups: tuple[int, ...] = ()

    def rows(self, first: int, count: int) -> Array:
        """Points from `first` on."""
        start, end = first // self.batch, -(-(first + count) // self.batch)
        width = len(self.axes)
        sequence = qmc.Sobol(2 * width, rng=np.random.default_rng(self.seed))
        with warnings.catch_warnings():  # about sizes that are no power of two
            warnings.simplefilter("ignore", UserWarning)
            if start:
                sequence.fast_forward(start)
            base = sequence.random(end - start)
        own, other = base[:, :width], base[:, width:]
        blocks = np.repeat(own[:, None, :], self.batch, axis=1)
        groups = np.array(self.groups)
        for k in range(self.batch - 2):
            blocks[:, k + 1, groups == k] = other[:, groups == k]
        blocks[:, -1] = other
        begin = first - start * self.batch
        return self.scaled(blocks.reshape(-1, width)[begin : begin + count])
