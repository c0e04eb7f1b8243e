"""Whether a store holds what a plan asks for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from sim.sweep.designs import Design, Table
from sim.sweep.identity import digest
from sim.sweep.manifest import about
from sim.sweep.sweep import Sweep
from sim.sweep.tables import keep_table


def same_plan(kept: Sweep, wanted: Sweep) -> bool:
    """Whether two sweeps ask for the same runs; a table may lie elsewhere if it says the same."""
    with TemporaryDirectory(prefix="yongsim-") as folder:
        wanted = replace(wanted, designs=tuple(
            _readable(design, Path(folder) / f"{k}.parquet")
            for k, design in enumerate(wanted.designs)))  # fmt: skip
        first, second = (about(one)["plan"] for one in (kept, wanted))
        for plan in (first, second):
            for design in plan["designs"]:
                design.pop("file", None)
        return digest(first) == digest(second) and all(
            np.array_equal(one.rows(0, one.size), other.rows(0, other.size))
            for one, other in zip(kept.designs, wanted.designs, strict=True)
            if isinstance(one, Table)
        )


def _readable(design: Design, place: Path) -> Design:
    """A table in the form that stores keep it in; any other design as it is."""
    if not isinstance(design, Table):
        return design
    keep_table(design, place)
    return replace(design, file=str(place))
