"""From a store to a sample, whichever version of the code made the store, finished or not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset as ds

from sim.base.errors import InputError
from sim.base.state import Array
from sim.explore.sensitivity.outputs import Series, measured, with_differences
from sim.explore.sensitivity.sample import Input, Sample
from sim.sweep.axes import PREFIX
from sim.sweep.mechanisms import mechanism_of, mechanisms
from sim.sweep.read import SweepData

KINDS = ("morris", "saltelli", "sobol", "latin_hypercube", "posterior", "dependent")


def wrong_design(plan: str) -> InputError:
    """The refusal of a plan that no sensitivity can be read from."""
    known = ", ".join(KINDS)
    return InputError(
        f"plan '{plan}': a sensitivity needs one design, of these kinds: {known}",
        f"方案“{plan}”：敏感性分析需要且只需要一个设计，其类型为：{known}",
    )


def read_sample(data: SweepData) -> Sample:
    """The sample that a store holds.

    Raises:
        InputError: its design is none that a sensitivity can be read from, or nothing was run.
    """
    plan = data.about["plan"]
    if len(plan["designs"]) != 1 or plan["designs"][0]["kind"] not in KINDS:
        raise wrong_design(plan["name"])
    design = plan["designs"][0]
    points, seeds = design["size"], max(one["seeds"][1] for one in data.about["blocks"])
    runs = data.runs()
    units = _units(runs, design, points)
    named, values = _outputs(data, points, seeds)
    if not named:
        raise InputError(
            f"plan '{plan['name']}': no target and no cost can be read from what it keeps; keep "
            "the years 2020-2025 and leave out 'outputs'",
            f"方案“{plan['name']}”：从保留的内容中读不出任何目标或成本；请保留2020—2025年并去掉"
            "“outputs”",
        )
    failed = int((runs["status"] != "done").sum())
    inputs, group_of = _inputs(data, design)
    batch = design["batch"] if design["kind"] in ("morris", "saltelli") else 1
    return Sample(design["kind"], inputs, group_of, units, batch, named, values, failed,
                  int(data.about["runs"]) - len(runs), _members(runs, design),
                  {one["name"]: (one["title"]["zh"], one["title"]["en"])
                   for one in plan["scenarios"]})  # fmt: skip


def _members(runs: pd.DataFrame, design: dict[str, Any]) -> tuple[int, ...]:
    """The posterior's member of each point; -1 where nothing was run yet."""
    if design["kind"] != "posterior":
        return ()
    found = np.full(design["size"], -1)
    found[runs["point"].to_numpy() - 1] = runs["member"].to_numpy()
    return tuple(found.tolist())


def _column(key: str) -> str:
    group, _, rest = key.partition(".")
    return f"{PREFIX[group]}_{rest.replace('.', '_')}"


def _units(runs: pd.DataFrame, design: dict[str, Any], points: int) -> Array:
    """Where the points lie between their axes' bounds; NaN where nothing was run yet."""
    keys = [axis["key"] for axis in design["axes"]]
    runs = runs.drop_duplicates("point")
    units = np.full((points, len(keys)), np.nan)
    low, high = (np.array([axis[end] for axis in design["axes"]]) for end in ("low", "high"))
    found = runs[[_column(key) for key in keys]].to_numpy(float)
    units[runs["point"].to_numpy() - 1] = (found - low) / np.where(high > low, high - low, 1.0)
    return units


def _outputs(data: SweepData, points: int, seeds: int) -> tuple[Any, Array]:
    plan, names = data.about["plan"], data.outputs
    years = list(range(plan["years"][0], plan["years"][1] + 1))
    # Not SweepData.frame: it reads the columns of the axes for every year.
    whole = data.dataset.to_table(columns=["scenario", "point", "seed", "year", *names],
                                  filter=pc.is_valid(ds.field("year")))  # fmt: skip
    found = {}
    for scenario in [one["name"] for one in plan["scenarios"]]:
        cube = np.full((points * seeds, len(years), len(names)), np.nan)
        own = whole.filter(pc.equal(whole["scenario"], scenario))
        point, seed, year = (own[name].to_numpy().astype(int) for name in ("point", "seed", "year"))
        at = (point - 1) * seeds + seed - 1, year - years[0]
        for k, name in enumerate(names):
            cube[at[0], at[1], k] = own[name].to_numpy()
        found[scenario] = measured(Series(years, names, cube, plan["firms"]), scenario)
        if not found[scenario][0]:
            return (), np.empty((0, 0))
    named, values = with_differences(found)
    return named, values.reshape(points, seeds, len(named))


def _inputs(data: SweepData, design: dict[str, Any]) -> tuple[tuple[Input, ...], tuple[int, ...]]:
    keys = [axis["key"] for axis in design["axes"]]
    labels = {one["name"]: one for one in data.about["columns"]}
    groups = design.get("groups") or list(range(len(keys)))
    if len(set(groups)) == len(keys):
        named = [labels[_column(key)] for key in keys]
        singles = [Input(key, one["zh"], one["en"], mechanism_of(key))
                   for key, one in zip(keys, named, strict=True)]  # fmt: skip
        return tuple(singles), tuple(range(len(keys)))
    first = [groups.index(k) for k in range(max(groups) + 1)]
    known = [mechanisms()[mechanism_of(keys[k])] for k in first]
    return tuple(Input(one.name, one.zh, one.en, one.name) for one in known), tuple(groups)
