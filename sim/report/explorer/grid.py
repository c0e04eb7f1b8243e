"""The store of a grid as arrays: a cell per setting of the sliders, a draw per member and seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.explore.cases import Runs
from sim.scenario.load import Scenario
from sim.scenario.resolved import changed, from_resolved, read_change
from sim.sweep.axes import Axis, declared
from sim.sweep.kinds import KINDS
from sim.sweep.read import SweepData, open_sweep


@dataclass(frozen=True)
class Grid:
    """Cells are scenarios x grid points, the last axis changing fastest; draws are common to all.

    Attributes:
        data: the store.
        scenarios: names, the first is the one compared with.
        axes: one slider each.
        firms: share of the smaller firms.
        years: recorded.
        figures: by output; shape: cells x draws x years, NaN where a run failed or is missing.
        failed, missing: runs of each cell; shape: cells.
        reference: the cell that others are set against.
        own: whether its doses are those of the first scenario itself.
    """

    data: SweepData
    scenarios: tuple[str, ...]
    axes: tuple[Axis, ...]
    firms: float
    years: list[int]
    figures: dict[str, Array]
    failed: Array
    missing: Array
    reference: int
    own: bool

    @property
    def plan(self) -> dict[str, Any]:
        """The plan, as the manifest has it."""
        found: dict[str, Any] = self.data.about["plan"]
        return found

    @property
    def cells(self) -> int:
        """Number of cells."""
        return int(self.failed.shape[0])

    @property
    def draws(self) -> int:
        """Draws that every cell should have."""
        return int(next(iter(self.figures.values())).shape[1])

    def there(self, cell: int) -> Array:
        """Which draws of a cell went well."""
        return np.asarray(~np.isnan(next(iter(self.figures.values()))[cell, :, -1]))

    def runs(self, cell: int, draws: Array) -> Runs:
        """Some draws of a cell."""
        return Runs(self.years, {name: np.asarray(values[cell, draws], np.float64)
                                 for name, values in self.figures.items()})  # fmt: skip


def read_grid(store: Path) -> Grid:
    """The grid of a store; it may be unfinished.

    Raises:
        InputError: there is no store, or it holds no grid to 2025.
    """
    data = open_sweep(store)
    plan = data.about["plan"]
    _check(plan, store)
    axes = tuple(_axis(one) for design in plan["designs"] for one in design["axes"]
                 if design["kind"] == "grid")  # fmt: skip
    names = tuple(one["name"] for one in plan["scenarios"])
    rows = data.frame()
    if rows.empty:
        raise InputError(f"'{store}' holds no finished run", f"“{store}”中没有已完成的模拟")
    cells, draws, shape = _places(rows, plan, names, data)
    first, last = plan["years"]
    figures = {}
    for name in data.outputs:
        figures[name] = np.full((*shape, last - first + 1), np.nan, np.float32)
        figures[name][cells, draws, rows["year"] - first] = rows[name]
    failed = np.zeros(shape[0], int)
    broken = data.failed()
    if len(broken):
        np.add.at(failed, _places(broken, plan, names, data)[0], 1)
    done = (~np.isnan(figures[data.outputs[0]][:, :, -1])).sum(axis=1)
    own = _own_places(from_resolved(**plan["scenarios"][0]), axes)
    at = [0 if place is None else place for place in own]
    reference = int(np.ravel_multi_index(at, [len(axis.values) for axis in axes]))
    if not done[reference]:
        raise InputError(
            f"'{store}': no run of the setting compared with is finished; 'yongsim sweep resume' "
            "runs what is missing",
            f"“{store}”：作为比较基准的设定没有已完成的模拟；请用 yongsim sweep resume 补齐",
        )
    return Grid(data, names, axes, plan["firms"], list(range(first, last + 1)), figures, failed,
                shape[1] - done - failed, reference, None not in own)  # fmt: skip


def _check(plan: dict[str, Any], store: Path) -> None:
    kinds = [one["kind"] for one in plan["designs"]]
    there = ", ".join(kinds) or "-"
    if "grid" not in kinds or any(kind != "grid" and not KINDS[kind].draws for kind in kinds):
        raise InputError(
            f"'{store}': the explorer shows a grid, perhaps crossed with a posterior or prior; "
            f"designs of this plan: {there}",
            f"“{store}”：探索页只能展示网格设计（可与后验或先验相乘）；此方案的设计："
            f"{there}",
        )
    first, last = plan["years"]
    if first > LAST_PUBLISHED_YEAR or last < LAST_YEAR:
        raise InputError(
            f"'{store}' keeps {first}-{last}; the explorer needs the years "
            f"{LAST_PUBLISHED_YEAR} to {LAST_YEAR}: change 'years' of the plan",
            f"“{store}”保存了{first}—{last}年；探索页需要{LAST_PUBLISHED_YEAR}至{LAST_YEAR}年："
            "请修改方案的 years",
        )


def _axis(written: dict[str, Any]) -> Axis:
    axis = declared(written["key"], "manifest.json")
    return replace(axis, values=tuple(written["values"]), years=written["years"],
                   only=tuple(written.get("only", ())))  # fmt: skip


def _places(
    rows: Any, plan: dict[str, Any], names: tuple[str, ...], data: SweepData
) -> tuple[Array, Array, tuple[int, int]]:
    """The cell and the draw of each row, and how many there are of both."""
    sizes = [one["size"] for one in plan["designs"]]
    at = np.unravel_index(rows["point"].to_numpy() - 1, sizes)
    grid = [k for k, one in enumerate(plan["designs"]) if one["kind"] == "grid"]
    rest = [k for k in range(len(sizes)) if k not in grid]
    points, members = prod(sizes[k] for k in grid), prod(sizes[k] for k in rest)
    seeds = max(block["seeds"][1] for block in data.about["blocks"])
    point = _together(at, sizes, grid, len(rows))
    draw = _together(at, sizes, rest, len(rows)) * seeds + rows["seed"].to_numpy() - 1
    scenario = rows["scenario"].map({name: k for k, name in enumerate(names)}).to_numpy(int)
    return scenario * points + point, draw, (len(names) * points, members * seeds)


def _together(at: Any, sizes: list[int], chosen: list[int], count: int) -> Array:
    if not chosen:
        return np.zeros(count, int)
    return np.asarray(np.ravel_multi_index([at[k] for k in chosen], [sizes[k] for k in chosen]))


def _own_places(scenario: Scenario, axes: tuple[Axis, ...]) -> list[int | None]:
    """On each axis the value that leaves the scenario as it is; None where there is none."""
    return [next((k for k, value in enumerate(axis.values) if _same(scenario, axis, value)), None)
            for axis in axes]  # fmt: skip


def _same(scenario: Scenario, axis: Axis, value: float) -> bool:
    schedule = read_change(axis.key, axis.written(value), "design")
    other = changed(scenario, {axis.key: schedule})
    years = range(LAST_PUBLISHED_YEAR + 1, LAST_YEAR + 1)
    return other.future == scenario.future and all(
        _doses(other, year) == _doses(scenario, year) for year in years
    )


def _doses(scenario: Scenario, year: int) -> dict[str, Any]:
    """What is in force; a dose that does nothing counts as none."""
    return {f"{one.name}.{key}": value for one in scenario.measures
            for key, value in one.doses(year).items()
            if value != one.kind.__dataclass_fields__[key].default}  # fmt: skip
