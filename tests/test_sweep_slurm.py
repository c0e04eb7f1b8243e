"""Sweeps on SLURM itself, on this machine: arrays, kills, requeues, cancelling, time limits.

The daemons are started by `tests/slurm_local.py`, in a folder of their own. The suite runs the
first test, which strikes one sweep three times; `make test-long` runs them all.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import slurm_local
from faults_slurm import at_work
from helpers import environment, yongsim
from sweeps import merged, plan_file, trial, wanted

from sim.sweep.emit import emit, read_wishes
from sim.sweep.parts import parts
from sim.sweep.store import RESULTS, RUNS, Store, create_store, open_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(slurm_local.why_not()), reason=slurm_local.why_not() or "-"),
]
long = pytest.mark.long
PATIENCE = 600.0
# Runs that take their time without computing, so that there is a moment to strike.
SLOW = """
import os, time
import sim.sweep.worker as worker
_run = worker.run_member
def slow(*arguments, **named):
    time.sleep(float(os.environ["SLOW_RUNS"]))
    return _run(*arguments, **named)
worker.run_member = slow
"""


@dataclass
class Slurm:
    """A SLURM to submit to.

    Attributes:
        folder: for stores; its name has a space and Chinese in it.
        variables: for its commands.
        wanted: bytes of the merged tables of a sweep that ran without it.
    """

    folder: Path
    variables: dict[str, str]
    wanted: tuple[bytes, bytes]

    def tell(self, *command: object, **changes: str) -> str:
        """Run a command; what it prints."""
        done = subprocess.run(
            list(map(str, command)), env=environment(**self.variables, **changes), check=False,
            capture_output=True, text=True, cwd=self.folder, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def emit(self, target: str, *options: object) -> str:
        """Write job scripts; what is said."""
        done = yongsim("sweep", "emit", target, "--kind", "slurm", "--lang", "en", *options,
                       cwd=self.folder)  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def submit(self, store: str, **changes: str) -> tuple[str, str]:
        """Submit a store's scripts; numbers of the array and of the merge."""
        said = self.tell("sh", f"{store}-jobs/submit.sh", **changes)
        words = said.replace(",", "").split()
        return words[1], words[3]

    def left(self) -> list[str]:
        """Jobs that wait or run."""
        return self.tell("squeue", "-h", "-r", "-o", "%i").split()

    def running(self, array: str) -> list[str]:
        """Tasks of an array that run."""
        found = self.tell("squeue", "-h", "-r", "-t", "R", "-o", "%i").split()
        return [one for one in found if one.startswith(f"{array}_")]

    def wait(self, over: Callable[[], bool]) -> None:
        """Wait for something."""
        until = time.monotonic() + PATIENCE
        while not over():
            assert time.monotonic() < until, self.tell("squeue")
            time.sleep(0.2)

    def end(self, *jobs: str) -> None:
        """Wait until some jobs have ended."""
        self.wait(lambda: not any(one.split("_")[0] in jobs for one in self.left()))

    def log(self, store: str, name: str) -> str:
        """What a task has said."""
        return (self.folder / f"{store}-jobs" / "logs" / f"{name}.txt").read_text()

    def tables(self, store: str) -> tuple[bytes, bytes]:
        """The tables that the merge has written."""
        path = self.folder / store
        return (path / RESULTS).read_bytes(), (path / RUNS).read_bytes()


@pytest.fixture(scope="module")
def slurm() -> Iterator[Slurm]:
    """SLURM with one node; its folder has a short path, for it holds a socket."""
    folder = Path(tempfile.mkdtemp(prefix="slurm-", dir="/tmp"))
    work = folder / "结 果"
    (work / "slow").mkdir(parents=True)
    (work / "slow" / "sitecustomize.py").write_text(SLOW)
    try:
        plan_file(work)
        variables = slurm_local.start(folder / "daemons")
        yield Slurm(work, variables, wanted())
    finally:
        slurm_local.stop(folder / "daemons")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def limited(slurm: Slurm) -> tuple[str, str]:
    """Submitted first, looked at last: a task that its time limit stops before it is done."""
    plan = plan_file(slurm.folder)
    slurm.emit(plan, "--out", "限 时", "--shard-seconds", 0.01, "--tasks", 1, "--time", "00:01:00",
               "--warning", 30)  # fmt: skip
    return slurm.submit("限 时", **slow(slurm, 4.0))


def slow(slurm: Slurm, seconds: float) -> dict[str, str]:
    """What makes runs wait; the array inherits it."""
    path = os.pathsep.join([str(slurm.folder / "slow"), environment()["PYTHONPATH"]])
    return {"PYTHONPATH": path, "SLOW_RUNS": str(seconds)}


def scripts(store: Store, tasks: int) -> int:
    """Write job scripts for what a store lacks, as `sweep emit` does; how many tasks they have."""
    asked = read_wishes("slurm", time="00:30:00", memory="1G", warning=60, tasks=tasks,
                        partition="", account="", python="", setup=())  # fmt: skip
    folder = store.path.with_name(f"{store.path.name}-jobs")
    return emit(store, asked, per_shard=0.1, folder=folder).tasks


def test_an_array_survives_a_kill_a_requeue_and_cancelling(
    slurm: Slurm, capsys: pytest.CaptureFixture[str]
) -> None:
    store = create_store(slurm.folder / "数 组", trial(slurm.folder, shards=6))
    assert scripts(store, 3) == 3
    array, merge = slurm.submit("数 组", **slow(slurm, 1.0))
    slurm.wait(lambda: any(part.shard == 1 for part in parts(store.path)))
    (victim,) = at_work(store.path, "1/3")
    os.kill(victim, signal.SIGKILL)
    slurm.wait(lambda: bool({*slurm.running(array)} - {f"{array}_1"}))
    slurm.tell("scontrol", "requeue", slurm.running(array)[-1])
    slurm.end(array, merge)
    missing = store.missing()
    assert missing and f"{len(missing)} of 6 shards are missing" in slurm.log("数 组", merge)

    assert scripts(store, 3) == len({(one - 1) % 3 for one in missing})
    again = slurm.submit("数 组", **slow(slurm, 3.0))
    slurm.wait(lambda: bool(at_work(store.path)))
    slurm.tell("scancel", *again)
    slurm.end(*again)
    assert store.missing() == missing and not (store.path / RESULTS).exists()

    slurm.end(*slurm.submit("数 组"))
    assert slurm.tables("数 组") == slurm.wanted
    with capsys.disabled():
        print("\nslurm: a task killed, one requeued, an array cancelled: the same bytes")


@long
def test_an_array_and_its_merge_give_the_same_bytes(
    slurm: Slurm, limited: tuple[str, str]
) -> None:
    said = slurm.emit("trial.toml", "--out", "甲 it's", "--shard-seconds", 0.1, "--tasks", 3)
    assert "3 tasks" in said and "submit: sh " in said
    slurm.end(*slurm.submit("甲 it's"))
    assert slurm.tables("甲 it's") == slurm.wanted


@long
def test_a_killed_task_is_named_by_the_merge_and_emitted_again(slurm: Slurm) -> None:
    slurm.emit("trial.toml", "--out", "killed", "--shard-seconds", 0.01, "--tasks", 4)
    array, merge = slurm.submit("killed", **slow(slurm, 0.5))
    store = open_store(slurm.folder / "killed")
    slurm.wait(lambda: bool(parts(store.path)))
    victim = next(one for one in slurm.left() if one.startswith(f"{array}_"))
    slurm.tell("scancel", "--signal=KILL", "--full", victim)
    slurm.end(array, merge)
    missing = store.missing()
    assert missing and f"{len(missing)} of 12 shards are missing" in slurm.log("killed", merge)
    said = slurm.emit("killed", "--tasks", 4)
    assert f"{len({(one - 1) % 4 for one in missing})} tasks" in said
    slurm.end(*slurm.submit("killed"))
    assert slurm.tables("killed") == slurm.wanted


@long
def test_a_requeued_and_a_warned_task_go_on_where_they_were(slurm: Slurm) -> None:
    slurm.emit("trial.toml", "--out", "again", "--shard-seconds", 0.01, "--tasks", 1)
    array, merge = slurm.submit("again", **slow(slurm, 0.4))
    store = open_store(slurm.folder / "again")
    slurm.wait(lambda: len(parts(store.path)) >= 2)
    slurm.tell("scontrol", "requeue", f"{array}_1")
    before = len(parts(store.path))
    slurm.wait(lambda: len(parts(store.path)) > before)
    # What SLURM sends before the time limit.
    slurm.tell("scancel", "--batch", "--signal=USR1", f"{array}_1")
    slurm.end(array, merge)
    told = slurm.log("again", f"{array}_1")
    assert told.count("is there already") >= before
    assert told.count("runs, 0 failed") == store.sweep.shards
    assert slurm.tables("again") == slurm.wanted


@long
def test_a_cancelled_array_stays_cancelled_and_is_submitted_again(slurm: Slurm) -> None:
    slurm.emit("trial.toml", "--out", "cancelled", "--shard-seconds", 0.01, "--tasks", 2)
    array, merge = slurm.submit("cancelled", **slow(slurm, 1.0))
    store = open_store(slurm.folder / "cancelled")
    slurm.wait(lambda: bool(parts(store.path)))
    slurm.tell("scancel", array, merge)
    slurm.end(array, merge)
    time.sleep(1.0)
    assert not any(one.startswith((array, merge)) for one in slurm.left())
    assert store.missing() and not (store.path / RESULTS).exists()
    slurm.end(*slurm.submit("cancelled"))
    assert slurm.tables("cancelled") == slurm.wanted


@long
def test_a_time_limit_costs_nothing_that_was_written(
    slurm: Slurm, limited: tuple[str, str]
) -> None:
    slurm.end(*limited)
    told = slurm.tell("scontrol", "show", "job", f"{limited[0]}_1")
    assert "JobState=COMPLETED" in told and "Restarts=0" not in told
    assert "is there already" in slurm.log("限 时", f"{limited[0]}_1")
    assert slurm.tables("限 时") == slurm.wanted


@long
def test_workers_that_are_jobs_of_slurm(slurm: Slurm) -> None:
    pytest.importorskip("dask_jobqueue")
    done = yongsim(
        "sweep", "run", "trial.toml", "--out", "jobs", "--engine", "dask", "--scheduler", "slurm",
        "--workers", 2, "--shard-seconds", 0.5, "--lang", "en", cwd=slurm.folder,
        **slurm.variables, DASK_LOGGING__DISTRIBUTED="error",
        DASK_DISTRIBUTED__SCHEDULER__DASHBOARD="False",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert "2 workers" in done.stdout.decode()
    assert merged(open_store(slurm.folder / "jobs")) == slurm.wanted
    slurm.wait(lambda: not slurm.left())
