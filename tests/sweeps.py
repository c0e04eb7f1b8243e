"""What the tests of sweeps share: small plans, stores made in this process, comparisons."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from sim import cli
from sim.sweep.drive import cut, drive
from sim.sweep.merge import merge
from sim.sweep.setup import load_sweep
from sim.sweep.stop import Stop
from sim.sweep.store import RESULTS, RUNS, Store, create_store
from sim.sweep.sweep import Sweep

OUTPUTS = ("value_added", "tax_per_mu", "upgrades", "public_cost")
TITLE = '[title]\nzh = "试"\nen = "a trial"\n'
PLAN = f"""
scenarios = ["baseline", "no_policy"]
seeds = 2
firms = 0.02
years = [2015, 2022]
outputs = {list(OUTPUTS)}

{TITLE}
[[design]]
kind = "sobol"
points = 3
[design.axes]
"parameters.hurdle_spread" = {{}}
"instruments.upgrade_subsidy.rate" = {{ low = 0.0, high = 0.2, years = "2021" }}
"""
HERE = Stop(driver=os.getpid())


def plan_file(folder: Path, text: str = PLAN) -> str:
    """A plan file in a folder; its path."""
    path = folder / "trial.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def trial(folder: Path, text: str = PLAN, shards: int = 4) -> Sweep:
    """The sweep of a plan."""
    return cut(load_sweep(plan_file(folder, text)), shards)


def made(folder: Path, text: str = PLAN, *, shards: int = 4, workers: int = 1) -> Store:
    """A store with every run in it."""
    store = create_store(folder / "store", trial(folder, text, shards))
    assert drive(store, workers=workers, stop=replace(HERE))
    return store


@cache
def calm(text: str = PLAN, shards: int = 4) -> Store:
    """A finished store of a plan, one per process; tests copy it before they change it."""
    folder = Path(tempfile.mkdtemp(prefix="calm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return made(folder, text, shards=shards)


@cache
def wanted(text: str = PLAN) -> tuple[bytes, bytes]:
    """The bytes that the merged tables of a plan have, however it was run."""
    return merged(calm(text))


Typed = Callable[..., str]


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Types `yongsim ...` in the test's folder, in this process; gives what was said.

    The exit status must be the one expected: typed("sweep", "status", "s", status=2).
    """

    def type_in(*arguments: object, status: int = 0) -> str:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["yongsim", *map(str, arguments)])
        before, left = signal.getsignal(signal.SIGTERM), 0
        try:
            cli.main()
        except SystemExit as end:
            left = int(end.code or 0)
        finally:
            signal.signal(signal.SIGTERM, before)
        said, complaints = capsys.readouterr()
        assert left == status, (left, said, complaints)
        return said + complaints

    return type_in


def merged(store: Store) -> tuple[bytes, bytes]:
    """The bytes of the merged tables."""
    merge(store)
    return (store.path / RESULTS).read_bytes(), (store.path / RUNS).read_bytes()
