"""Faults on SLURM: tasks killed, requeued and cancelled at random points; `faults.py` runs them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import slurm_local
from helpers import environment

from sim.sweep.emit import emit, read_wishes
from sim.sweep.parts import parts
from sim.sweep.store import Store, open_store

TASKS = 6
PATIENCE = 3600.0


class Queue:
    """A SLURM of its own, for the stores of one folder."""

    def __init__(self, folder: Path, luck: Random):
        self.variables = slurm_local.start(folder)
        self.luck = luck

    def tell(self, *command: object) -> str:
        """Run one of SLURM's commands; what it prints, whether it is content or not."""
        return subprocess.run(
            list(map(str, command)), env=environment(**self.variables), capture_output=True,
            text=True, check=False, timeout=60,
        ).stdout  # fmt: skip

    def submit(self, store: Store) -> None:
        """Write scripts for what is missing, and submit them."""
        jobs = store.path.with_name(f"{store.path.name}-jobs")
        wishes = read_wishes("slurm", time="01:00:00", memory="1G", warning=60, tasks=TASKS,
                             partition="", account="", python="", setup=())  # fmt: skip
        emit(store, wishes, per_shard=1.0, folder=jobs)
        self.tell("sh", jobs / "submit.sh")

    def left(self) -> list[str]:
        """Jobs that wait or run."""
        return self.tell("squeue", "-h", "-r", "-o", "%i").split()

    def strike(self, store: Store, points: int, how: Callable[[], int]) -> int:
        """Strike at random numbers of written parts, submitting again what is left over.

        Args:
            store: where.
            points: how often.
            how: strikes; whether it hit something.
        """
        hits, until = 0, time.monotonic() + PATIENCE
        step = (store.sweep.shards - 2) / points
        marks = [int(step * (k + self.luck.random())) for k in range(points)]
        while True:
            if time.monotonic() > until:
                raise TimeoutError(self.tell("squeue"))
            there = len(parts(store.path))
            if marks and there >= marks[0] and self.left():
                hits += how()
                marks.pop(0)
            elif not self.left():
                if not store.missing():
                    return hits
                self.submit(store)
            time.sleep(0.05)


@contextmanager
def queue(luck: Random) -> Iterator[Queue]:
    """SLURM, stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="slurm-", dir="/tmp"))
    try:
        yield Queue(folder, luck)
    finally:
        slurm_local.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def at_work(store: Path, share: str = "") -> list[int]:
    """Processes that work on a store's shares, or on one, such as 1/3."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it may have ended
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
            if words[-6:-1] == ["sim", "sweep", "work", str(store), "--shard"] and (
                share in ("", words[-1])
            ):
                found.append(int(process.name))
    return sorted(found)


def tasks_killed(here: Queue, path: Path, points: int) -> str:
    """Kill -9 of a task's own process."""
    store = open_store(path)

    def kill() -> int:
        found = at_work(path)
        if found:
            os.kill(here.luck.choice(found), signal.SIGKILL)
        return bool(found)

    return f"tasks killed {here.strike(store, points, kill)} times"


def tasks_requeued(here: Queue, path: Path, points: int) -> str:
    """Tasks that run are put into the queue again."""
    store = open_store(path)

    def requeue() -> int:
        found = running(here)
        if found:
            here.tell("scontrol", "requeue", here.luck.choice(found))
        return bool(found)

    return f"tasks requeued {here.strike(store, points, requeue)} times"


def running(here: Queue) -> list[str]:
    """Tasks that run."""
    return here.tell("squeue", "-h", "-r", "-t", "R", "-o", "%i").split()


def arrays_cancelled(here: Queue, path: Path, points: int) -> str:
    """Everything is cancelled, and submitted again."""
    store = open_store(path)

    def cancel() -> int:
        here.tell("scancel", *{one.split("_")[0] for one in here.left()})
        return 1

    return f"arrays cancelled {here.strike(store, points, cancel)} times"


FAULTS: dict[str, Callable[[Queue, Path, int], str]] = {
    "task": tasks_killed, "requeue": tasks_requeued, "cancel": arrays_cancelled,
}  # fmt: skip
