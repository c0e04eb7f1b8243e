"""Runs cut into shards; each is written when all its runs are done, so none is done twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from sim.base.files import settle, unfinished
from sim.base.state import Array
from sim.sweep.pool import spread

Task = TypeVar("Task")
RUNS_IN_A_SHARD = 50


def run_shards(
    folder: Path,
    tasks: Sequence[Task],
    work: Callable[[list[Task]], Array],
    *,
    workers: int,
    progress: Callable[[int], Any] | None = None,
    size: int = RUNS_IN_A_SHARD,
) -> Array:
    """Run tasks, or read what an earlier call already ran.

    Args:
        folder: where the shards lie, each named by its tasks; it must belong to `work` alone.
        tasks: what to run.
        work: runs some tasks; first axis of the answer: tasks.
        workers: processes.
        progress: called with the number of tasks done since the last call.
        size: tasks in a shard.

    Returns:
        The answers in the order of the tasks, the same whatever the number of workers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = [list(tasks[first : first + size]) for first in range(0, len(tasks), size)]
    paths = [folder / f"{identity(part)}.npy" for part in parts]
    missing = [pair for pair in zip(parts, paths, strict=True) if not pair[1].exists()]
    _report(progress, len(tasks) - sum(len(part) for part, _ in missing))
    done = spread(partial(_run_shard, work), missing, workers=workers,
                  unfinished=lambda left: [pair for pair in left if not pair[1].exists()])
    for count in done:
        _report(progress, count)
    return np.concatenate([np.load(path) for path in paths])


def identity(tasks: Sequence[Task]) -> str:
    """A name for some tasks: the same tasks have the same name, others another."""
    return hashlib.sha256(repr(tasks).encode()).hexdigest()[:24]


def _report(progress: Callable[[int], Any] | None, count: int) -> None:
    if progress is not None and count:
        progress(count)


def _run_shard(work: Callable[[list[Any]], Array], shard: tuple[list[Any], Path]) -> int:
    """Run one shard; its file appears under its name only when it is complete."""
    tasks, path = shard
    answers = work(tasks)
    temporary = unfinished(path)  # two hosts may share a disk
    try:
        with temporary.open("wb") as file:
            np.save(file, answers)
        settle(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return len(tasks)
