"""What the tests of sweeps share: small plans, stores made in this process, comparisons."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

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


def merged(store: Store) -> tuple[bytes, bytes]:
    """The bytes of the merged tables."""
    merge(store)
    return (store.path / RESULTS).read_bytes(), (store.path / RUNS).read_bytes()
