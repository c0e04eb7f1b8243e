"""The targets of the plan, and what runs reach of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.moments import mean_growth
from sim.base.resources import table
from sim.base.units import LAST_PUBLISHED_YEAR as BASE_YEAR
from sim.scenario.ensemble import Ensemble

PLAN = "plan_2025"
GROWTH = "_growth_rate"
Verdict = Literal["met", "missed", "not_told"]
# A target is met or missed where the whole interval of its probability lies beyond these.
SURE, UNSURE = 0.9, 0.1


@dataclass(frozen=True)
class Target:
    """One target of the documents."""

    name: str
    group: str
    zh: str
    en: str
    indicator: str
    at_least: bool
    aim: float | None
    base: str
    base_year: str
    unit: str
    kind: str
    last_year: int
    nominal: bool
    binding: str
    represented: bool
    imposed: bool
    reason_zh: str
    reason_en: str
    source: str

    @property
    def growth(self) -> bool:
        """A target of yearly growth."""
        return self.indicator.endswith(GROWTH)

    @property
    def each_year(self) -> bool:
        """A target that every year has to reach."""
        return self.unit.endswith("a year") and not self.growth

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.zh if language == "zh" else self.en


def _last_year(period: str) -> int:
    digits = [int(part) for part in period.replace("-", " ").split() if part.isdigit()]
    return digits[-1] if digits else 2025


def number_in(text: str) -> float | None:
    """The number that a cell of the evidence holds; None where it holds words."""
    try:
        return float(text)
    except ValueError:
        return None


@cache
def targets() -> tuple[Target, ...]:
    """All targets in the order of the evidence table."""
    return tuple(
        Target(
            name=row["target"], group=row["set"], zh=row["zh"], en=row["en"],
            indicator=row["indicator"], at_least=row["direction"] != "at_most",
            aim=number_in(row["value"]), base=row["base_value"],
            base_year=row["base_year"], unit=row["unit"], kind=row["kind"],
            last_year=_last_year(row["period"]),
            nominal=row["price_basis"] == "nominal", binding=row["binding"],
            represented=row["represented"] == "yes", imposed=row["imposed"] == "yes",
            reason_zh=row["reason_zh"], reason_en=row["reason_en"],
            source=f"{row['document']} {row['section']}".strip(),
        )
        for row in table("targets.csv")
    )  # fmt: skip


class Paths(Protocol):
    """Runs of one scenario, year by year."""

    @property
    def years(self) -> list[int]:
        """The years recorded."""

    def values(self, indicator: str, /) -> np.ndarray:
        """An indicator; shape: runs x years."""


def outcomes(
    ensemble: Paths, target: Target, year: int | None = None
) -> np.ndarray | None:
    """What each run reached of a target, in the target's unit.

    Args:
        ensemble: the runs.
        target: one of `targets()`.
        year: as if the target's years ended here; default: its own last year.

    Returns:
        Array over the runs, or None when the runs do not show it.
    """
    years, last = ensemble.years, year or target.last_year
    if not target.represented or last not in years:
        return None
    at, base = years.index(last), years.index(BASE_YEAR)
    name = target.indicator
    if name.endswith(GROWTH):
        return _growth(ensemble, name.removesuffix(GROWTH), base, at, target.nominal)
    if name not in INDICATOR:
        return None
    series = ensemble.values(name)
    if target.kind == "cumulative":
        return np.asarray(series[:, at] - series[:, base])
    if target.each_year:
        return np.asarray(series[:, base + 1 : at + 1].min(axis=1))
    return np.asarray(series[:, at])


def _growth(
    ensemble: Paths, name: str, base: int, at: int, nominal: bool
) -> np.ndarray | None:
    """Mean yearly growth in percent between two recorded years; None if there is no such figure."""
    if name not in INDICATOR:
        return None
    series = ensemble.values(name)
    ratio = series[:, at] / series[:, base]
    if not nominal:
        price = ensemble.values("value_added") / ensemble.values("real_value_added_index")
        ratio = ratio / (price[:, at] / price[:, base])
    return mean_growth(ratio, at - base)


@dataclass(frozen=True)
class Audit:
    """How a target fares in an ensemble.

    Attributes:
        probability: share of runs that reach it; None when not represented.
        low, high: Wilson interval of that share, 95%.
        median, five, ninety_five: of what the runs reach.
        without_policy: share of runs that reach it in the scenario without measures.
        reason: why there is no figure: not_represented, not_reached_year or empty.
    """

    target: Target
    probability: float | None
    low: float | None
    high: float | None
    median: float | None
    five: float | None
    ninety_five: float | None
    without_policy: float | None
    reason: str

    @property
    def verdict(self) -> Verdict:
        """Met, missed, or not told."""
        return told(self.low, self.high)


def told(low: float | None, high: float | None) -> Verdict:
    """Whether a target is met, by the interval of its probability: the one rule of all outputs.

    Args:
        low, high: Wilson's 95% interval; None where there is no probability.
    """
    if low is not None and low >= SURE:
        return "met"
    return "missed" if high is not None and high <= UNSURE else "not_told"


def wilson(successes: int, runs: int) -> tuple[float, float]:
    """Wilson's 95% interval of a proportion (Wilson 1927)."""
    z = 1.959963984540054
    share = successes / runs
    centre = share + z * z / (2 * runs)
    half = z * float(np.sqrt(share * (1 - share) / runs + z * z / (4 * runs * runs)))
    scale = 1 + z * z / runs
    return max((centre - half) / scale, 0.0), min((centre + half) / scale, 1.0)


# A thinned city can hit a quota only to within the weight of a firm.
THINNED_SLACK = 0.01
# A sum of yearly quotas misses its aim by the last bits of a number.
ROUNDING_SLACK = 1e-9


def reached(found: np.ndarray, target: Target, firms: float) -> np.ndarray:
    """Which runs reach the target; it must have an aim."""
    assert target.aim is not None
    slack = abs(target.aim) * (THINNED_SLACK if firms < 1.0 else ROUNDING_SLACK)
    return found >= target.aim - slack if target.at_least else found <= target.aim + slack


def audit(
    ensemble: Ensemble, reference: Ensemble | None, chosen: Sequence[str] | None = None
) -> list[Audit]:
    """Audit targets.

    Args:
        ensemble: runs of the scenario.
        reference: runs without measures, on the same draws; None leaves that column empty.
        chosen: sets of targets, or single ones; default those the scenario names.
    """
    wanted = set(ensemble.scenario.targets if chosen is None else chosen)
    return [_audit_one(ensemble, reference, target) for target in targets()
            if wanted & {target.group, target.name}]  # fmt: skip


def _audit_one(ensemble: Ensemble, reference: Ensemble | None, target: Target) -> Audit:
    found = outcomes(ensemble, target) if target.aim is not None else None
    if found is None:
        reason = "not_reached_year" if target.represented else "not_represented"
        return Audit(target, None, None, None, None, None, None, None, reason)
    hits = int(reached(found, target, ensemble.firms).sum())
    low, high = wilson(hits, found.shape[0])
    five, median, ninety_five = np.quantile(found, [0.05, 0.5, 0.95])
    bare = outcomes(reference, target) if reference is not None else None
    without = None if bare is None else float(reached(bare, target, ensemble.firms).mean())
    return Audit(target, hits / found.shape[0], low, high, float(median), float(five),
                 float(ninety_five), without, "")  # fmt: skip
