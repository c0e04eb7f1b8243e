"""Panels as a paper has them, and true effects, which only a simulator knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sim.base.state import Array
from sim.explore.causal.fixed_effects import Panel
from sim.explore.firm_years import FirmYears, same_firms

Outcome = Callable[[FirmYears, int], Array]


def productivity(run: FirmYears, year: int) -> Array:
    """Log of total factor productivity."""
    return run.of(year, "productivity")


def log_investment(run: FirmYears, year: int) -> Array:
    """Log of investment; not a number for firms without any."""
    invested = run.of(year, "investment")
    return np.where(invested > 0.0, np.log(np.maximum(invested, 1e-12)), np.nan)


def first_places(run: FirmYears, years: Sequence[int]) -> tuple[Array, Array]:
    """Keys of all firms seen, and the place where each was first: what it is assigned by."""
    keys = np.concatenate([run.of(year, "key") for year in years])
    place = np.concatenate([run.of(year, "place") for year in years])
    known, first = np.unique(keys, return_index=True)
    return known, place[first]


def panel_of(run: FirmYears, years: Sequence[int], outcome: Outcome) -> Panel:
    """Firm-years on the register, clustered by the place where a firm was first seen."""
    keys, places = first_places(run, years)
    parts = []
    for t, year in enumerate(years):
        value = outcome(run, year)
        rows = (run.of(year, "above_scale") == 1) & np.isfinite(value)
        firm = np.searchsorted(keys, run.of(year, "key")[rows])
        parts.append((value[rows], firm, np.full(len(firm), t), places[firm],
                      run.of(year, "weight")[rows]))  # fmt: skip
    value, firm, year_number, place, weight = (
        np.concatenate([part[k] for part in parts]) for k in range(5)
    )
    return Panel(value, np.unique(firm, return_inverse=True)[1], year_number, place, weight)


def treated_rows(panel: Panel, years: Sequence[int], start: Array) -> Array:
    """1 for firm-years under the rules, else 0."""
    return (start[panel.place] <= np.array(years)[panel.year]).astype(float)


class Truth(NamedTuple):
    """Mean differences from the twin city, and by years since the start.

    Attributes:
        treated: of firm-years under the rules.
        others: of firm-years not, or not yet, under them: what spills over.
        since: by years since the start.
    """

    treated: float
    others: float
    since: dict[int, float]


def true_effect(
    run: FirmYears, twin: FirmYears, years: Sequence[int], start: Array, outcome: Outcome
) -> Truth:
    """What the rules did, firm by firm, on the same luck.

    Args:
        run, twin: with and without.
        years: looked at.
        start: first year under the rules by place.
        outcome: compared for firms that are on the register in `run` and there in `twin`.
    """
    keys, places = first_places(run, years)
    rows = []
    for year in years:
        here, there = same_firms(run.of(year, "key"), twin.of(year, "key"))
        apart = outcome(run, year)[here] - outcome(twin, year)[there]
        used = np.isfinite(apart) & (run.of(year, "above_scale")[here] == 1)
        begun = start[places[np.searchsorted(keys, run.of(year, "key")[here][used])]]
        rows.append((apart[used], run.of(year, "weight")[here][used], year - begun))
    apart, weight, since = (np.concatenate([row[k] for row in rows]) for k in range(3))
    under = since >= 0
    by_year = {int(one): float(np.average(apart[since == one], weights=weight[since == one]))
               for one in np.unique(since[under])}  # fmt: skip
    means = [float(np.average(apart[part], weights=weight[part])) if part.any() else float("nan")
             for part in (under, ~under)]  # fmt: skip
    return Truth(means[0], means[1], by_year)

