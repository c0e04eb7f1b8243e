"""Sweeps through dask: a scheduler and two workers as processes of their own, on loopback."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="dask is not installed (extra 'cluster')")

from clusters import DaskHere, dask_here
from helpers import environment, yongsim
from sweeps import PLAN, made, merged, plan_file

from sim.base.errors import InputError
from sim.sweep import dask_engine
from sim.sweep.engine import Asked, start
from sim.sweep.stop import Stop
from sim.sweep.store import open_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="workers are stopped by signals Windows lacks"),
]
LONGER = PLAN.replace("points = 3", "points = 24")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskHere]:
    with dask_here(tmp_path_factory.mktemp("dask")) as here:
        yield here


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    return merged(made(tmp_path_factory.mktemp("calm"), LONGER, shards=1))


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
