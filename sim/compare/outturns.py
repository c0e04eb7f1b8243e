"""Figures that came out later, set against the model's ranges and against naive rivals.

The model answers with a range, a rival with a number: both are scored by the continuous ranked
probability score (Gneiting & Raftery 2007), which for a number is its absolute error.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.errors import InputError, unknown
from sim.base.indicators import INDICATOR
from sim.base.resources import table
from sim.base.rivals import rivals_of
from sim.base.state import Array
from sim.compare.park_shares import PARK_SHARES, park_share
from sim.scenario.ensemble import Ensemble

COLUMNS = ("indicator", "year", "value")
SCORED = INDICATOR | PARK_SHARES
SCOPES = ("above_scale", "parks of provincial level or above")  # of what the model has itself


@dataclass(frozen=True)
class Outturn:
    """A figure as published: indicator, year, value in the indicator's unit."""

    indicator: str
    year: int
    value: float


@dataclass(frozen=True)
class Score:
    """One figure beside what was said of it.

    Attributes:
        quantiles: 5%, 25%, 50%, 75% and 95% of the runs.
        below: part of the runs below the figure.
        model: the runs' continuous ranked probability score, in the figure's unit.
        rivals: the absolute error of each naive rival; empty where no other year is published.
    """

    outturn: Outturn
    quantiles: tuple[float, ...]
    below: float
    model: float
    rivals: dict[str, float]

    @property
    def inside(self) -> int:
        """The narrowest of the central 50% and 90% that holds the figure; 0 for neither."""
        low, lower, _, upper, high = self.quantiles
        if lower <= self.outturn.value <= upper:
            return 50
        return 90 if low <= self.outturn.value <= high else 0

    @property
    def best_rival(self) -> str | None:
        """The rival that erred least."""
        return min(self.rivals, key=lambda name: self.rivals[name]) if self.rivals else None

    @property
    def beaten(self) -> bool | None:
        """Whether some rival was nearer than the model; None without a rival."""
        best = self.best_rival
        return None if best is None else self.rivals[best] < self.model


def figures_between() -> list[Outturn]:
    """The figures of single years before 2020 that the evidence holds and no fit is shown."""
    return [
        Outturn(row["indicator"], int(row["year"]), float(row["value"]))
        for row in table("points_between.csv")
        if row["indicator"] in SCORED and row["use"] == "check" and row["scope"] in SCOPES
    ]


def read_outturns(path: Path, years: Sequence[int]) -> list[Outturn]:
    """Read a table of figures: columns indicator, year and value; others are let be.

    Args:
        path: a CSV file, UTF-8.
        years: that the model simulates.

    Raises:
        InputError: naming the line and what is wrong with it.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"{path.name}: no column {missing[0]}; it takes {', '.join(COLUMNS)}",
                    f"{path.name}：缺少列 {missing[0]}；需要 {', '.join(COLUMNS)}",
                )
            found = [_outturn(row, f"{path.name}:{line}: ", years)
                     for line, row in enumerate(reader, start=2)]  # fmt: skip
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        said = getattr(error, "strerror", None) or error
        raise InputError(
            f"{path}: cannot be read: {said}; give a CSV file in UTF-8",
            f"{path}：无法读取：{said}；请给出 UTF-8 编码的 CSV 文件",
        ) from None
    if not found:
        raise InputError(f"{path.name}: no figure in it", f"{path.name}：没有数据")
    return found


def _outturn(row: dict[str, str], where: str, years: Sequence[int]) -> Outturn:
    name, given = row["indicator"], (row["year"], row["value"])
    if name not in SCORED:
        raise unknown("indicator", name, SCORED).within(where)
    try:
        year, value = int(given[0]), float(given[1])
    except (TypeError, ValueError):
        refusal = InputError("year and value must be numbers", "年份和数值须为数字")
        raise refusal.within(where) from None
    if year not in years:
        raise InputError(
            f"{year} is not simulated; give {years[0]} to {years[-1]}",
            f"{year}年未模拟；请取{years[0]}至{years[-1]}年",
        ).within(where)
    if not math.isfinite(value):
        raise InputError("the value is not finite", "数值不是有限数").within(where)
    return Outturn(name, year, value)


def score(ensemble: Ensemble, outturns: Sequence[Outturn]) -> list[Score]:
    """Set figures against an ensemble and the naive rivals.

    Args:
        ensemble: of the scenario that is scored, full years.
        outturns: in the indicators' units.
    """
    years = ensemble.records[0].years
    return [_score(item, _values(ensemble, item.indicator)[:, years.index(item.year)])
            for item in outturns]  # fmt: skip


def _values(ensemble: Ensemble, name: str) -> Array:
    return park_share(ensemble, name) if name in PARK_SHARES else ensemble.values(name)


def _score(item: Outturn, runs: Array) -> Score:
    quantiles = tuple(float(x) for x in np.quantile(runs, [0.05, 0.25, 0.5, 0.75, 0.95]))
    naive = rivals_of(item.indicator, item.year, share=SCORED[item.indicator].unit == "%")
    errors = {name: abs(value - item.value) for name, value in naive.items()}
    return Score(item, quantiles, float(np.mean(runs < item.value)),
                 ranked_probability_score(runs, item.value), errors)  # fmt: skip


def ranked_probability_score(runs: Array, value: float) -> float:
    """Mean distance of runs from the figure, less half their mean distance from one another.

    Args:
        runs: equally weighted; shape (runs,).
        value: as it came out.
    """
    ordered = np.sort(runs)
    count = len(ordered)
    ranks = 2.0 * np.arange(1, count + 1) - count - 1.0
    spread = float(np.sum(ranks * ordered)) / count**2
    return float(np.mean(np.abs(ordered - value))) - spread
