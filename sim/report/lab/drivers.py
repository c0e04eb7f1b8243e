"""What drives outcomes: a screening small enough for a notebook, as a table."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

from sim.base.errors import InputError
from sim.explore.sensitivity.analyse import MAIN, Findings, analyse
from sim.explore.sensitivity.read import read_sample
from sim.report.lab.common import Row, frame
from sim.report.lab.words import say
from sim.report.sensitivity.select import binding, methods, rows_of
from sim.report.words import Language, named, unit_label
from sim.sweep.drive import SHARDS_PER_WORKER, cut, drive
from sim.sweep.read import open_sweep
from sim.sweep.setup import load_sweep
from sim.sweep.stop import stopping
from sim.sweep.store import create_store
from sim.sweep.sweep import Block, Sweep

MOST_INPUTS = 5  # inputs of an outcome that a table shows


def screen(
    plan: str, *, trajectories: int | None = None, firms: float | None = None,
    workers: int | None = None,
) -> Findings:  # fmt: skip
    """Run a plan's screening and analyse it; the runs are not kept.

    Args:
        plan: name of a shipped plan, or a path, with one Morris design.
        trajectories: instead of the plan's; at least 2.
        firms: share of the smaller firms, instead of the plan's.
        workers: processes; default one per core.

    Raises:
        InputError: something given cannot be used, or too few runs went well.
    """
    sweep = _sized(load_sweep(plan, firms=firms), trajectories)
    workers = workers or os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="yongsim-") as folder, stopping() as stop:
        made = cut(sweep, SHARDS_PER_WORKER * workers if workers > 1 else 1)
        store = create_store(Path(folder) / "store", made)
        if not drive(store, workers=workers, stop=stop):
            raise KeyboardInterrupt
        return analyse(read_sample(open_sweep(store.path)))


def _sized(sweep: Sweep, trajectories: int | None) -> Sweep:
    if [one.kind for one in sweep.designs] != ["morris"]:
        raise InputError(f"plan '{sweep.name}' is no screening: it needs one Morris design",
                         f"方案“{sweep.name}”不是筛查：须为一个 Morris 设计")  # fmt: skip
    if trajectories is None:
        return sweep
    if trajectories < 2:
        raise InputError(f"trajectories = {trajectories}: give at least 2",
                         f"trajectories = {trajectories}：至少为 2")  # fmt: skip
    (design,) = sweep.designs
    size = trajectories * (len(design.axes) + 1)
    return replace(sweep, designs=(replace(design, size=size),),
                   blocks=(Block((0, size), (0, sweep.seeds), 1),))  # fmt: skip


def drivers(given: Findings, language: Language) -> pd.DataFrame:
    """The strongest inputs of each binding target and of cost, with interval and noise floor."""
    rows: list[Row] = []
    method = methods(given)[0]
    for output in binding(given):
        if output.kind == "probability" or output.against:
            continue
        for one in rows_of(given.indices, method, output).head(MOST_INPUTS).to_dict("records"):
            rows.append({
                "output": named(output, language), "unit": unit_label(output.unit, language),
                "input": named(given.inputs[one["input"]], language), MAIN[method]: one["value"],
                "index_low": one["low"], "index_high": one["high"], "floor": one["floor"],
                "above_noise": say(str(one["told_apart"]), language),
            })  # fmt: skip
    columns = ("output", "unit", "input", MAIN[method], "index_low", "index_high", "floor",
               "above_noise")  # fmt: skip
    return frame(rows, columns, language)
