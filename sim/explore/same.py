"""Whether a store holds what a plan asks for."""

from __future__ import annotations

import numpy as np

from sim.sweep.designs import Table
from sim.sweep.identity import digest
from sim.sweep.manifest import about
from sim.sweep.sweep import Sweep


def same_plan(kept: Sweep, wanted: Sweep) -> bool:
    """Whether two sweeps ask for the same runs; a table may lie elsewhere if it says the same."""
    first, second = (about(one)["plan"] for one in (kept, wanted))
    for plan in (first, second):
        for design in plan["designs"]:
            design.pop("file", None)
    return digest(first) == digest(second) and all(
        np.array_equal(one.rows(0, one.size), other.rows(0, other.size))
        for one, other in zip(kept.designs, wanted.designs, strict=True) if isinstance(one, Table)
    )
