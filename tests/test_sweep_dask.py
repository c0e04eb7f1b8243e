"""Sweeps through dask: a scheduler and two workers as processes of their own, on loopback."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="dask is not installed (extra 'cluster')")

from clusters import DaskHere, dask_here
from helpers import environment, yongsim
from sweeps import PLAN, made, merged, plan_file, trial

from sim.base.errors import InputError
from sim.sweep import dask_engine
from sim.sweep.engine import Asked, start
from sim.sweep.parts import parts
from sim.sweep.stop import Stop
from sim.sweep.store import create_store, open_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="workers are stopped by signals Windows lacks"),
]
LONGER = PLAN.replace("points = 3", "points = 24")
SHARDS = 24
PATIENCE = 600.0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskHere]:
    with dask_here(tmp_path_factory.mktemp("dask")) as here:
        yield here


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    return merged(made(tmp_path_factory.mktemp("calm"), LONGER, shards=1))


def resumed(store: Path, cluster: DaskHere) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "sim", "sweep", "resume", str(store), "--engine", "dask",
         "--scheduler", str(cluster.file), "--lang", "en"],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def until(met: Callable[[], Any]) -> None:
    limit = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < limit
        time.sleep(0.01)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    out, errors = process.communicate(timeout=PATIENCE)
    return process.returncode, (out + errors).decode()


def test_a_sweep_through_dask_gives_the_same_bytes(
    cluster: DaskHere, wanted: tuple[bytes, bytes], tmp_path: Path
) -> None:
    done = yongsim(
        "sweep", "run", plan_file(tmp_path, LONGER), "--out", "结 果", "--engine", "dask",
        "--scheduler", cluster.address, "--shard-seconds", 0.5, "--lang", "en", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert "2 workers" in done.stdout.decode() and "96 runs, 0 of them failed" in (
        done.stdout.decode())
    assert merged(open_store(tmp_path / "结 果")) == wanted


def test_workers_and_drivers_may_die_and_term_stops_politely(
    cluster: DaskHere, wanted: tuple[bytes, bytes], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    create_store(store, trial(tmp_path, LONGER, SHARDS))
    process = resumed(store, cluster)
    until(lambda: len(parts(store)) >= 3)
    process.kill()
    process.communicate()
    process = resumed(store, cluster)
    before = len(parts(store))
    until(lambda: len(parts(store)) >= min(before + 3, SHARDS))
    process.send_signal(signal.SIGTERM)
    status, said = ended(process)
    assert status in (143, 0) and "Traceback" not in said
    assert status == 0 or f"yongsim sweep resume {store}" in said
    process = resumed(store, cluster)
    for victim in cluster.at_work():
        os.kill(victim, signal.SIGKILL)
    status, said = ended(process)
    assert status == 0, said
    assert merged(open_store(store)) == wanted
    assert not [path.name for path in store.iterdir() if path.name.startswith(".")]


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
    monkeypatch.setattr(dask_engine, "PATIENCE", 0.5)
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
