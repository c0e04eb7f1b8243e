"""What a worker does: the runs of one shard, then one part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.state import Array
from sim.scenario.one_run import run_member
from sim.scenario.schema import printable
from sim.sweep.identity import run_identity
from sim.sweep.manifest import NAME, read_manifest
from sim.sweep.outputs import figures
from sim.sweep.parts import whole_part, write_part
from sim.sweep.rows import Outcome, table
from sim.sweep.stop import Stop, at_work
from sim.sweep.store import errors_of
from sim.sweep.sweep import Run, Sweep

LONGEST_ERROR = 300
_OPEN: dict[str, tuple[int, Sweep]] = {}


@dataclass(frozen=True)
class Worked:
    """A shard that was worked on.

    Attributes:
        shard: its number.
        runs: how many were run; fewer than it has, and nothing is written, if it was stopped.
        failed: how many of them failed.
        finished: whether its part is written.
    """

    shard: int
    runs: int
    failed: int
    finished: bool


def work(store: str, shard: int, stop: Stop) -> Worked:
    """Run a shard and write its part, unless asked to stop: then the run in hand is the last.

    Raises:
        OSError: the part cannot be written.
        InputError: the store is damaged or not this version's.
    """
    found: list[Outcome] = []
    with at_work(stop):
        sweep = opened(Path(store))
        for run in sweep.runs_of(shard):
            if stop.asked:
                return Worked(shard, len(found), _failed(found), False)
            found.append(outcome(sweep, run))
        write_part(table(sweep, found), Path(store), shard)
        return Worked(shard, len(found), _failed(found), True)


def finished_before(store: str, shard: int) -> Worked | None:
    """What was found of a shard whose part is there and whole; None: it has none."""
    part = whole_part(Path(store), shard)
    if part is None:
        return None
    _, first, last = opened(Path(store)).span(shard)
    return Worked(shard, last - first, len(errors_of(part)), True)


def outcome(sweep: Sweep, run: Run) -> Outcome:
    """Run once. What the run itself gets wrong becomes its outcome; the machine's faults don't."""
    identity = run_identity(sweep, run)
    try:
        return Outcome(run, identity, _figures(sweep, run))
    except (OSError, MemoryError):
        raise
    except Exception as error:  # whatever a rule may raise: the sweep goes on
        said = printable(f"{type(error).__name__}: {error}")[:LONGEST_ERROR]
        return Outcome(run, identity, np.empty((0, len(sweep.outputs)), np.float32), said)


def _figures(sweep: Sweep, run: Run) -> Array:
    record = run_member(run.scenario, run.member, firms=sweep.firms, last_year=sweep.years[1])
    return figures(record, sweep.outputs, sweep.years[0])


def opened(store: Path) -> Sweep:
    """The sweep of a store; read anew when its manifest has changed."""
    stamp = (store / NAME).stat().st_mtime_ns
    known = _OPEN.get(str(store))
    if known is None or known[0] != stamp:
        _OPEN.clear()
        known = _OPEN[str(store)] = (stamp, read_manifest(store))
    return known[1]


def _failed(found: list[Outcome]) -> int:
    return sum(bool(one.error) for one in found)
