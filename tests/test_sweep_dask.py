"""Sweeps through dask: a scheduler and two workers as processes of their own, on loopback."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("distributed", reason="dask is not installed (extra 'cluster')")

from clusters import DaskHere, dask_here
from helpers import environment
from sweeps import Typed, merged, plan_file, trial, typed, wanted  # noqa: F401  a fixture

from sim.base.errors import InputError
from sim.sweep import dask_client, dask_engine
from sim.sweep.engine import Asked, start
from sim.sweep.parts import parts
from sim.sweep.stop import Stop
from sim.sweep.store import Store, create_store, open_store
from sim.sweep.worker import Worked

signals = pytest.mark.skipif(os.name == "nt", reason="processes are struck by signals")


# --- a real scheduler -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskHere]:
    from distributed import Client

    with dask_here(tmp_path_factory.mktemp("dask")) as here:
        with Client(here.address) as client:
            client.wait_for_workers(2, timeout=300)
        yield here


@signals
@pytest.mark.slow
def test_a_sweep_through_dask_gives_the_same_bytes(
    cluster: DaskHere, tmp_path: Path, typed: Typed  # noqa: F811
) -> None:
    said = typed("sweep", "run", plan_file(tmp_path), "--out", "结 果", "--engine", "dask",
                 "--scheduler", cluster.address, "--lang", "en")  # fmt: skip
    assert "2 workers" in said and "12 runs, 0 of them failed" in said
    assert merged(open_store(tmp_path / "结 果")) == wanted()


def waited(over: Callable[[], bool]) -> None:
    until = time.monotonic() + 300.0
    while not over():
        assert time.monotonic() < until
        time.sleep(0.05)


@signals
@pytest.mark.slow
def test_answers_lost_with_their_workers_are_asked_for_again(
    cluster: DaskHere, tmp_path: Path
) -> None:
    """Their parts lie on the disk, but nobody has been told: the driver goes on by itself."""
    store = create_store(tmp_path / "store", trial(tmp_path, shards=6))
    with start(Asked("dask", cluster.address)) as engine:
        answers = engine.answers(store, Stop())
        found = [next(answers)]
        waited(lambda: len(parts(store.path)) == 6)
        before = set(engine.client.ncores())  # type: ignore[attr-defined]
        written = {part.path: part.path.stat().st_mtime_ns for part in parts(store.path)}
        for worker in cluster.at_work():
            os.kill(worker, signal.SIGKILL)
        waited(lambda: not before & set(engine.client.ncores()))  # type: ignore[attr-defined]
        found += answers
    assert sorted(one.shard for one in found) == [1, 2, 3, 4, 5, 6]
    assert all(one.finished and one.runs == 2 and not one.failed for one in found)
    assert {path: path.stat().st_mtime_ns for path in written} == written  # nothing ran twice
    assert merged(store) == wanted()


@signals
@pytest.mark.slow
def test_a_scheduler_that_hangs_or_dies_ends_resumable(
    cluster: DaskHere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of this file: it takes the scheduler with it."""
    store = create_store(tmp_path / "store", trial(tmp_path))
    monkeypatch.setattr(dask_engine, "SILENCE", 0.5)
    monkeypatch.setattr(dask_engine, "REPLY", 1.0)
    monkeypatch.setattr(dask_client, "LEAVE", 1.0)
    for number, glance, said in (
        (signal.SIGSTOP, 0.2, "no answer"), (signal.SIGKILL, 60.0, "connection lost")
    ):  # fmt: skip
        monkeypatch.setattr(dask_engine, "GLANCE", glance)
        with pytest.raises(InputError) as caught, start(Asked("dask", cluster.address)) as engine:
            answers = engine.answers(store, Stop())
            cluster.scheduler.send_signal(number)
            began = time.monotonic()
            list(answers)
        assert time.monotonic() - began < 60.0
        assert said in str(caught.value) and f"sweep resume {store.path}" in str(caught.value)
        cluster.scheduler.send_signal(signal.SIGCONT)


# --- a scheduler that is made up: what it may do, step by step ----------------------------------


class Future:
    """A future that comes back in some state."""

    def __init__(self, status: str, shard: int, error: Exception | None = None):
        self.status, self.shard, self.error = status, shard, error

    def result(self, timeout: float) -> Worked:
        assert timeout < 60.0
        if self.error:
            raise self.error
        return Worked(self.shard, 2, 0, True)

    def exception(self) -> Exception | None:
        return self.error


class KilledError(Exception):
    """What stands for dask's KilledWorker."""


class Waiting:
    """What stands for dask's as_completed: everything is there at once."""

    def __init__(self, futures: Sequence[Future]):
        self.futures = list(futures)

    def is_empty(self) -> bool:
        return not self.futures

    def next_batch(self, block: bool) -> list[Future]:
        return [self.futures.pop(0)]

    def update(self, futures: Sequence[Future]) -> None:
        self.futures += futures


class Client:
    """What stands for dask's client: the n-th submission of a shard comes back in the n-th state.

    Attributes:
        states: of the first submissions; later ones finish.
        submitted: shards, in order.
        asked: how often the scheduler was asked, in vain, whether it is there.
    """

    def __init__(self, *states: tuple[str, Exception | None]):
        self.states, self.submitted, self.asked = states, list[int](), 0
        self.scheduler = SimpleNamespace(identity=None)

    def map(self, work: Any, shards: list[int], **options: Any) -> list[Future]:
        return [self.one(shard) for shard in shards]

    def one(self, shard: int) -> Future:
        times = self.submitted.count(shard)
        self.submitted.append(shard)
        status, error = self.states[times] if times < len(self.states) else ("finished", None)
        return Future(status, shard, error)

    def sync(self, ask: Any, callback_timeout: float) -> None:
        self.asked += 1
        raise TimeoutError


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    names = SimpleNamespace(as_completed=Waiting, KilledWorker=KilledError)
    monkeypatch.setattr(dask_engine, "distributed", lambda: names)


def answered(store: Store, *states: tuple[str, Exception | None]) -> tuple[list[int], list[int]]:
    """Shards that were answered, and those that were submitted."""
    client = Client(*states)
    found = list(dask_engine.Dask(client, 2).answers(store, Stop()))
    return [one.shard for one in found], client.submitted


@pytest.fixture
def nothing_run(tmp_path: Path) -> Store:
    return create_store(tmp_path / "store", trial(tmp_path, shards=3))


LOST, KILLED = ("lost", None), ("error", KilledError("died"))


@pytest.mark.parametrize("state", [
    LOST, KILLED, ("pending", None), ("finished", TimeoutError()), ("finished", OSError("gone")),
])  # fmt: skip
def test_a_lost_shard_is_submitted_again(
    made_up: None, nothing_run: Store, state: tuple[str, Exception | None]
) -> None:
    shards, submitted = answered(nothing_run, state)
    assert sorted(shards) == [1, 2, 3] and sorted(submitted) == [1, 1, 2, 2, 3, 3]


def test_shards_are_not_submitted_for_ever(made_up: None, nothing_run: Store) -> None:
    client = Client(*[KILLED] * 99)
    with pytest.raises(InputError, match=r"die again and again.*sweep resume"):
        list(dask_engine.Dask(client, 2).answers(nothing_run, Stop()))
    assert len(client.submitted) == 3 + dask_engine.SETBACKS


@pytest.mark.parametrize(("error", "said"), [
    (OSError(28, "No space left"), "No space left"), (InputError("not this version"), "not this"),
    (ImportError("no module"), "same environment"), (MemoryError("none left"), "none left"),
])  # fmt: skip
def test_what_a_shard_fails_of_is_raised(
    made_up: None, nothing_run: Store, error: Exception, said: str
) -> None:
    with pytest.raises(type(error) if type(error) is not ImportError else InputError, match=said):
        answered(nothing_run, ("error", error))


def test_a_connection_that_broke_ends_at_once(made_up: None, nothing_run: Store) -> None:
    with pytest.raises(InputError, match=r"scheduler is gone \(connection lost\).*sweep resume"):
        answered(nothing_run, ("cancelled", None))


@pytest.mark.parametrize(("silence", "asked"), [(-1.0, 1), (0.3, 3)])
def test_a_silent_scheduler_ends_it(
    made_up: None, nothing_run: Store, monkeypatch: pytest.MonkeyPatch, silence: float, asked: int
) -> None:
    """One answer that does not come is not the end: a busy machine may keep it waiting."""
    monkeypatch.setattr(dask_engine, "GLANCE", 0.1)
    monkeypatch.setattr(dask_engine, "SILENCE", silence)
    monkeypatch.setattr(Waiting, "next_batch", lambda self, block: [])
    client = Client()
    with pytest.raises(InputError, match=r"scheduler is gone \(no answer\)"):
        list(dask_engine.Dask(client, 2).answers(nothing_run, Stop()))
    assert client.asked >= asked
    assert not list(nothing_run.path.glob(".stop*"))


# --- refusals -------------------------------------------------------------------------------------


def test_a_worker_that_does_not_see_the_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must lie on a disk that all workers share"):
        dask_engine.work_here(1, str(tmp_path / "elsewhere"), Stop())


@pytest.mark.parametrize(("asked", "said"), [
    (Asked("dask"), "give --scheduler ADDRESS"),
    (Asked("dask", "tcp://127.0.0.1:1"), "does not answer"),
    (Asked("dask", "nowhere.json"), "no such file"),
    (Asked("dask", "tcp://127.0.0.1:1", 4), "--workers says nothing"),
    (Asked("desk"), "did you mean 'dask'"),
    (Asked("local", "tcp://127.0.0.1:1"), "add --engine dask"),
    (Asked("local", "", 5000), "between 1 and 1024"),
])  # fmt: skip
def test_what_cannot_be_reached_is_said_in_one_line(
    asked: Asked, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_client, "PATIENCE", 0.5)
    with pytest.raises(InputError) as caught, start(asked):
        pass
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(InputError, match=r"pip install 'yongsim\[cluster\]'"):
        start(Asked("dask", "slurm")).__enter__()


def test_dask_is_loaded_only_when_asked_for() -> None:
    code = ("import sys, sim.report.sweep.task, sim.sweep.engine; "
            "sys.exit('distributed' in sys.modules or 'dask' in sys.modules)")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment(), check=False)
    assert done.returncode == 0
