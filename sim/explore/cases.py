"""The finished runs of a store, scenario beside scenario on the same points and the same luck."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError, unknown
from sim.base.state import Array
from sim.base.units import LAST_YEAR
from sim.compare.targets import PLAN, Target, outcomes, reached, targets
from sim.scenario.outcome import ADDED_UP, FIRST_PLAN_YEAR
from sim.sweep.kinds import KINDS
from sim.sweep.read import SweepData, open_sweep

FEWEST_CLUSTERS = 2


@dataclass(frozen=True)
class Input:
    """What a design varies.

    Attributes:
        name: its column in the store.
        unit, zh, en: as declared.
        values: shape: points.
    """

    name: str
    unit: str
    zh: str
    en: str
    values: Array

    @property
    def macro(self) -> bool:
        """Whether it is of the surroundings after 2020."""
        return self.name.startswith("macro_")


@dataclass(frozen=True)
class Runs:
    """Runs of one scenario.

    Attributes:
        years: recorded.
        figures: by indicator; shape: runs x years.
    """

    years: list[int]
    figures: dict[str, Array]

    def values(self, indicator: str) -> Array:
        """An indicator of all runs.

        Raises:
            InputError: the store does not keep it.
        """
        if indicator not in self.figures:
            raise InputError(
                f"the store keeps no '{indicator}'; add it to 'outputs' of the plan and run that "
                "into a new store",
                f"结果库未保留“{indicator}”；请加入方案的“outputs”，并在新的结果库中运行",
            )
        return self.figures[indicator]

    def outcome(self, indicator: str) -> Array:
        """As `sim.scenario.outcome`: a flow summed over 2021-2025, or a level of 2025.

        Raises:
            InputError: the store does not keep it, or not to 2025.
        """
        found = self.values(indicator)
        if LAST_YEAR not in self.years:
            raise InputError(
                f"the store ends in {self.years[-1]}; a plan to {LAST_YEAR} is needed",
                f"结果库只到{self.years[-1]}年；需要运行到{LAST_YEAR}年的方案",
            )
        if indicator not in ADDED_UP:
            return np.asarray(found[:, self.years.index(LAST_YEAR)])
        first = self.years.index(max(FIRST_PLAN_YEAR, self.years[0]))
        return np.asarray(found[:, first : self.years.index(LAST_YEAR) + 1].sum(axis=1))


@dataclass(frozen=True)
class Cases:
    """Cases are points x seeds, in this order; all scenarios were run on each.

    Attributes:
        about: what the store's manifest says.
        inputs: what varies over the points.
        runs: by scenario; one row per case.
        titles: zh and en by scenario.
        clusters: points that share a drawn member, and so its luck, have one number; shape: points.
        seeds: runs of each point and scenario.
        dropped: runs left out, because they or others of their cluster failed or are missing.
        firms: share of the smaller firms.
    """

    about: dict[str, Any]
    inputs: tuple[Input, ...]
    runs: dict[str, Runs]
    titles: dict[str, tuple[str, str]]
    clusters: Array
    seeds: int
    dropped: int
    firms: float

    @property
    def points(self) -> int:
        """Number of points."""
        return int(self.clusters.shape[0])

    @property
    def count(self) -> int:
        """Number of cases."""
        return self.points * self.seeds

    @property
    def table(self) -> Array:
        """Values of the inputs; shape: points x inputs."""
        if not self.inputs:
            return np.empty((self.points, 0))
        return np.column_stack([one.values for one in self.inputs])

    def by_point(self, values: Array) -> Array:
        """Means over the seeds of each point."""
        return np.asarray(values.reshape(self.points, self.seeds, *values.shape[1:]).mean(axis=1))

    def reaches(self, scenario: str, target: Target) -> Array:
        """Which cases reach a target.

        Raises:
            InputError: the store does not show it.
        """
        found = outcomes(self.runs[scenario], target) if target.aim is not None else None
        if found is None:
            raise InputError(
                f"the store does not show '{target.name}'; it needs the years 2020 to "
                f"{target.last_year} and its indicator",
                f"结果库看不出“{target.name}”；需要2020—{target.last_year}年及其指标",
            )
        return reached(found, target, self.firms)


def find_target(name: str) -> Target:
    """A target of the plan by name, or by the indicator that it is read from.

    Raises:
        InputError: there is none, or it has no figure in the model.
    """
    plan = {one.name: one for one in targets() if one.group == PLAN}
    if name not in plan:
        raise unknown("target", name, plan)
    found = plan[name]
    if not found.represented or found.aim is None:
        reason, reason_zh = found.reason_en, found.reason_zh
        raise InputError(f"target '{name}' has no figure in the model: {reason}",
                         f"模型中没有目标“{name}”的数值：{reason_zh}")
    return found


def read_cases(store: str | Path) -> Cases:
    """The cases of a store; it may be unfinished, or another version's.

    Raises:
        InputError: there is no store, or too little in it.
    """
    data = open_sweep(store)
    plan = data.about["plan"]
    names = [one["name"] for one in plan["scenarios"]]
    rows = data.frame()
    seeds = max(block["seeds"][1] for block in data.about["blocks"])
    sizes = [one["size"] for one in plan["designs"]]
    whole, clusters = _whole(rows, sizes, _drawn(plan), len(names) * seeds)
    if np.unique(clusters).shape[0] < FEWEST_CLUSTERS:
        raise InputError(
            f"'{store}': fewer than {FEWEST_CLUSTERS} points have all their runs; 'yongsim sweep "
            "resume' runs what is missing",
            f"“{store}”：模拟齐全的设计点不足{FEWEST_CLUSTERS}个；“yongsim sweep resume”补齐所缺",
        )
    first, last = plan["years"]
    rows = rows[rows["point"].isin(whole)].sort_values(["point", "seed", "year"])
    runs = {name: _runs(rows[rows["scenario"] == name], data.outputs, list(range(first, last + 1)))
            for name in names}  # fmt: skip
    return Cases(
        data.about, _inputs(data, rows, names[0], last), runs,
        {one["name"]: (one["title"]["zh"], one["title"]["en"]) for one in plan["scenarios"]},
        clusters, seeds, int(data.about["runs"]) - len(whole) * seeds * len(names), plan["firms"],
    )  # fmt: skip


def _drawn(plan: dict[str, Any]) -> int | None:
    """Which design draws members, if one does."""
    drawing = [k for k, one in enumerate(plan["designs"]) if KINDS[one["kind"]].draws]
    return drawing[-1] if drawing else None


def _whole(
    rows: pd.DataFrame, sizes: list[int], drawn: int | None, wanted: int
) -> tuple[Array, Array]:
    """Points of clusters in which every run went well, and the cluster of each."""
    runs = rows.groupby("point")["run"].nunique()
    points = np.arange(1, prod(sizes) + 1)
    clusters = points - 1
    if drawn is not None:
        clusters = (points - 1) // prod(sizes[drawn + 1 :]) % sizes[drawn]
    good = runs.reindex(points, fill_value=0).to_numpy() == wanted
    broken = np.unique(clusters[~good])
    kept = ~np.isin(clusters, broken)
    return points[kept], clusters[kept]


def _runs(rows: pd.DataFrame, outputs: list[str], years: list[int]) -> Runs:
    shape = (-1, len(years))
    return Runs(years, {name: rows[name].to_numpy(np.float64).reshape(shape) for name in outputs})


def _inputs(
    data: SweepData, rows: pd.DataFrame, scenario: str, last: int
) -> tuple[Input, ...]:
    """The axes that vary; an empty value is none."""
    once = rows[(rows["scenario"] == scenario) & (rows["seed"] == 1) & (rows["year"] == last)]
    labels = {one["name"]: one for one in data.about["columns"]}
    found = [Input(name, labels[name]["unit"], labels[name]["zh"], labels[name]["en"],
                   once[name].to_numpy(np.float64)) for name in data.axes]  # fmt: skip
    return tuple(one for one in found if np.ptp(one.values) > 0.0)
