"""Runs cut into shards; each is written when all its runs are done, so none is done twice."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from joblib import Parallel, delayed

from sim.base.state import Array

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
    missing = [k for k, path in enumerate(paths) if not path.exists()]
    _report(progress, len(tasks) - sum(len(parts[k]) for k in missing))
    done = Parallel(n_jobs=workers, return_as="generator_unordered")(
        delayed(_run_shard)(work, parts[k], paths[k]) for k in missing
    )
    for count in done:
        _report(progress, count)
    return np.concatenate([np.load(path) for path in paths])


def identity(tasks: Sequence[Task]) -> str:
    """A name for some tasks: the same tasks have the same name, others another."""
    return hashlib.sha256(repr(tasks).encode()).hexdigest()[:24]


def _report(progress: Callable[[int], Any] | None, count: int) -> None:
    if progress is not None and count:
        progress(count)


def _run_shard(work: Callable[[list[Task]], Array], tasks: list[Task], path: Path) -> int:
    """Run one shard; its file appears under its name only when it is complete."""
    answers = work(tasks)
    unfinished = path.with_suffix(f".{secrets.token_hex(8)}.part")  # two hosts may share a disk
    with unfinished.open("wb") as file:
        np.save(file, answers)
    unfinished.replace(path)
    return len(tasks)
