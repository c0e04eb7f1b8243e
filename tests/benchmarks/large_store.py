"""A store of 100,000 small-city runs x 40 outputs x 10 years: rows made up, written as ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.dataset as ds

import sim
from sim.base.indicators import INDICATORS
from sim.sweep.drive import shards_for
from sim.sweep.identity import run_identity
from sim.sweep.merge import merge
from sim.sweep.parts import parts, write_part
from sim.sweep.rows import Outcome, table
from sim.sweep.setup import load_sweep
from sim.sweep.store import create_store

RUNS, OUTPUTS = 100_000, 40
RUN_SECONDS = 0.012  # of a small city with a population of its own
PLAN = """
scenarios = ["baseline"]
seeds = 10
firms = 0.02
years = [2016, 2025]
outputs = [{outputs}]
[title]
zh = "大库"
en = "a large store"
[[design]]
kind = "sobol"
points = {points}
[design.axes]
"parameters.hurdle_spread" = {{}}
"parameters.capital_elasticity" = {{}}
"instruments.upgrade_subsidy.rate" = {{ low = 0.0, high = 0.2, years = "2021" }}
"""


def big_store(folder: Path, luck: np.random.Generator) -> list[tuple[str, str, str]]:
    """Write the store, merge it, query it; what that took: what, measured, aim."""
    folder.mkdir()
    names = ", ".join(f'"{item.name}"' for item in INDICATORS[:OUTPUTS])
    (folder / "large.toml").write_text(PLAN.format(outputs=names, points=RUNS // 10))
    sweep = load_sweep(str(folder / "large.toml"))
    (block,) = sweep.blocks
    sweep = replace(sweep, blocks=(
        replace(block, shards=shards_for(RUNS, RUN_SECONDS, 60.0, 2)),))  # fmt: skip
    store = create_store(folder / "store", sweep)
    before = peak()
    began, size = time.process_time(), 0
    for shard in range(1, sweep.shards + 1):
        found = []
        for run in sweep.runs_of(shard):
            walk = 100.0 * np.exp(luck.normal(0.02, 0.05, (10, OUTPUTS)).cumsum(axis=0))
            found.append(Outcome(run, run_identity(sweep, run), walk.astype(np.float32)))
        size += write_part(table(sweep, found), store.path, shard).path.stat().st_size
    wrote, writing = time.process_time() - began, peak()
    merged, merging = took(lambda: merge(store)), peak()
    name = INDICATORS[0].name
    places = ([str(part.path) for part in parts(store.path)], [str(store.path / "results.parquet")])
    queries = [took(lambda files=files: query(files, name)) for files in places]  # type: ignore[misc]
    queries.append(took(lambda: sim.open_sweep(store.path).frame(name, years=2025)))
    files = sum(path.is_file() for path in store.path.rglob("*"))
    return [
        (f"{RUNS:,} runs x {OUTPUTS} outputs x 10 years, rows made up and written by the real "
         "writer: files", f"{files} for {sweep.shards} shards, {size / 1e6:.0f} MB",
         "at most one per shard and 3"),
        ("most memory: before / writing / merging",
         f"{before:.0f} / {writing:.0f} / {merging:.0f} MiB", "under 1 GiB"),
        ("one indicator of all runs, by the clock (processor): parts / merged table / one year as "
         "a frame", f"{' / '.join(queries)} s", "under 2 s"),
        ("naming a run and keeping its rows, processor time", f"{1e3 * wrote / RUNS:.2f} ms a run",
         "-"),
        ("merging, by the clock (processor)", f"{merged} s", "-"),
    ]  # fmt: skip


def query(files: list[str], name: str) -> None:
    """Quantiles of one indicator over all runs and years."""
    rows = ds.dataset(files).to_table(columns=["point", "year", name])
    np.quantile(rows[name].to_numpy(), [0.05, 0.5, 0.95])


def took(work: Callable[[], object]) -> str:
    """Seconds by the clock and, in brackets, of processors."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return f"{time.perf_counter() - clock:.2f} ({time.process_time() - processor:.2f})"


def peak() -> float:
    """The most memory that this process has held; MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
