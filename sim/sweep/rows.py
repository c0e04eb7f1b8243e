"""The rows that a sweep keeps: one per run and year, or one per failed run; their schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sim.base.state import Array
from sim.sweep.outputs import output
from sim.sweep.sweep import Run, Sweep

DONE, FAILED = "done", "failed"
# name, type, unit, zh, en
COLUMNS = (
    ("run", pa.string(), "-", "运行标识：情景、参数、种子、代码与数据的散列值", "identity: hash of scenario, parameters, seeds, code and data"),
    ("scenario", pa.string(), "-", "情景", "scenario"),
    ("point", pa.int32(), "-", "设计点编号", "number of the design point, from 1"),
    ("seed", pa.int32(), "-", "种子编号", "number of the seed, from 1"),
    ("member", pa.int32(), "-", "后验成员编号；0为中心值", "number of the posterior's member; 0: central values"),
    ("population_seed", pa.int64(), "-", "初始企业群体的种子", "what the firms of 2015 are drawn by"),
    ("run_seed", pa.int64(), "-", "本次运行抽样的种子", "what the run's own draws are keyed by"),
    ("status", pa.string(), "-", "状态：done 完成，failed 失败", "done or failed"),
    ("error", pa.string(), "-", "失败原因", "why the run failed"),
)  # fmt: skip
YEAR = ("year", pa.int16(), "year", "年份；失败的运行为空", "year; empty for a failed run")


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes:
        run: the run.
        identity: its hash.
        figures: years x outputs; empty for a failed run.
        error: why it failed; empty for one that went well.
    """

    run: Run
    identity: str
    figures: Array
    error: str = ""


def schema(sweep: Sweep) -> pa.Schema:
    """Columns of a sweep's rows, each with unit and labels in its metadata."""
    fields = [pa.field(name, kind, metadata={"unit": unit, "zh": zh, "en": en})
              for name, kind, unit, zh, en in _all(sweep)]  # fmt: skip
    return pa.schema(fields)


def described(sweep: Sweep) -> list[dict[str, str]]:
    """The columns as the manifest lists them."""
    return [{"name": name, "type": str(kind), "unit": unit, "zh": zh, "en": en}
            for name, kind, unit, zh, en in _all(sweep)]  # fmt: skip


def _all(sweep: Sweep) -> list[tuple[str, Any, str, str, str]]:
    axes = [(axis.column, pa.float64(), axis.unit, axis.zh, axis.en) for axis in sweep.axes]
    kept = [output(name) for name in sweep.outputs]
    outputs = [(one.name, pa.float32(), one.unit, one.zh, one.en) for one in kept]
    return [*COLUMNS, *axes, YEAR, *outputs]


def table(sweep: Sweep, outcomes: Sequence[Outcome]) -> pa.Table:
    """Outcomes as a table: a row per run and year, a row without year for a failed run."""
    lengths = np.array([max(1, len(one.figures)) for one in outcomes])
    data: dict[str, Any] = _labels(sweep, outcomes)
    at = pa.array(np.repeat(np.arange(len(outcomes)), lengths))
    arrays = {name: values.take(at) for name, values in data.items()}
    first, last = sweep.years
    none = np.full((1, len(sweep.outputs)), np.nan, np.float32)
    figures = np.concatenate([one.figures if len(one.figures) else none for one in outcomes])
    failed = np.repeat([bool(one.error) for one in outcomes], lengths)
    years = np.concatenate([np.arange(first, last + 1) if not one.error else [0]
                            for one in outcomes])  # fmt: skip
    arrays["year"] = pa.array(years.astype(np.int16), mask=failed)
    for k, name in enumerate(sweep.outputs):
        column = np.ascontiguousarray(figures[:, k], dtype=np.float32)
        arrays[name] = pa.array(column, mask=failed)
    return pa.Table.from_arrays(
        [arrays[name] for name in schema(sweep).names], schema=schema(sweep)
    )


def _labels(sweep: Sweep, outcomes: Sequence[Outcome]) -> dict[str, pa.Array]:
    """What a run's rows repeat, once per run."""
    runs = [one.run for one in outcomes]
    found: dict[str, Any] = {
        "run": [one.identity for one in outcomes],
        "scenario": [run.scenario.name for run in runs],
        "point": [run.point for run in runs],
        "seed": [run.seed for run in runs],
        "member": [run.member.number for run in runs],
        "population_seed": [run.member.population_seed for run in runs],
        "run_seed": [run.member.seed for run in runs],
        "status": [FAILED if one.error else DONE for one in outcomes],
        "error": [one.error or None for one in outcomes],
    }  # fmt: skip
    kinds = {name: kind for name, kind, *_ in COLUMNS}
    arrays = {name: pa.array(values, kinds[name]) for name, values in found.items()}
    values = np.array([run.values for run in runs], np.float64)
    for k, axis in enumerate(sweep.axes):
        arrays[axis.column] = pa.array(np.ascontiguousarray(values[:, k]))
    return arrays
