"""The driver: a first run to compile and to time, then shard after shard."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.sweep.engine import Engine, Local
from sim.sweep.stop import Stop
from sim.sweep.store import Store, writing
from sim.sweep.sweep import Sweep
from sim.sweep.worker import Worked, outcome

TIMED_SECONDS, TIMED_RUNS = 2.0, 20
MOST_RUNS = 10_000  # of a shard: what a worker holds in memory
SHARDS_PER_WORKER = 4  # at least, so that workers finish together and progress shows


def seconds_per_run(sweep: Sweep) -> float:
    """How long a run takes here, once the rules are compiled."""
    block = sweep.blocks[0]
    outcome(sweep, sweep.run(block, 0))
    began, count = time.perf_counter(), 0
    runs = block.runs(len(sweep.scenarios))
    while count < min(TIMED_RUNS, runs) and time.perf_counter() - began < TIMED_SECONDS:
        outcome(sweep, sweep.run(block, count * runs // TIMED_RUNS if runs > TIMED_RUNS else count))
        count += 1
    return (time.perf_counter() - began) / count


def shards_for(runs: int, per_run: float, shard_seconds: float, workers: int) -> int:
    """Into how many shards runs are cut."""
    by_time = runs * per_run / shard_seconds
    return max(1, min(runs, round(max(by_time, runs / MOST_RUNS, SHARDS_PER_WORKER * workers))))


def cut(sweep: Sweep, shards: int) -> Sweep:
    """A sweep of one block, in so many shards."""
    (block,) = sweep.blocks
    most = block.runs(len(sweep.scenarios))
    return replace(sweep, blocks=(replace(block, shards=max(1, min(shards, most))),))


def recut(
    sweep: Sweep, kept: int, per_run: float, shard_seconds: float, workers: int
) -> Sweep:
    """A sweep whose blocks after the first `kept` ones are cut anew."""
    blocks = list(sweep.blocks[:kept])
    for block in sweep.blocks[kept:]:
        shards = shards_for(block.runs(len(sweep.scenarios)), per_run, shard_seconds, workers)
        first = blocks[-1].first_shard + blocks[-1].shards
        blocks.append(replace(block, shards=shards, first_shard=first))
    return replace(sweep, blocks=tuple(blocks))


def drive(
    store: Store, *, workers: int, stop: Stop, progress: Callable[[Worked], Any] | None = None
) -> bool:
    """Run every shard that has no part yet, in processes of this machine."""
    return drive_on(Local(workers), store, stop=stop, progress=progress)


def drive_on(
    engine: Engine, store: Store, *, stop: Stop, progress: Callable[[Worked], Any] | None = None
) -> bool:
    """Run every shard that has no part yet.

    Args:
        engine: what works on them.
        store: where.
        stop: asked between runs.
        progress: called with each shard that was worked on.

    Returns:
        Whether everything is there; not, if it was stopped.

    Raises:
        InputError: the store cannot be written, or workers die again and again.
    """
    with writing(store.path):
        for worked in engine.answers(store, stop):
            if progress is not None:
                progress(worked)
        return not store.missing()
