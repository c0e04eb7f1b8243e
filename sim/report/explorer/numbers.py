"""What a page says of each cell: figures, differences, targets, cost per result, money."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.indicators import INDICATOR
from sim.base.state import Array
from sim.base.units import LAST_YEAR
from sim.compare.pairs import difference
from sim.compare.ratio import ratio
from sim.compare.targets import PLAN, Target, outcomes, reached, targets, wilson
from sim.explore.cases import Runs
from sim.report.explorer.grid import Grid
from sim.scenario.outcome import FIRST_PLAN_YEAR
from sim.sweep.outputs import output, signed

COST = "public_cost"
RANGE = (0.5, 0.05, 0.95)
FEWEST_DRAWS = 2  # draws of which a range can be spoken
DIGITS = 7  # as many as a store keeps
PLAN_YEARS = range(FIRST_PLAN_YEAR, LAST_YEAR + 1)
Numbers = list[Any]


@dataclass(frozen=True)
class Shown:
    """What a page shows of every cell.

    Attributes:
        indicators: names, public cost last.
        targets: those that the store's outputs tell of.
        untold: represented targets that it keeps no output for.
        money: columns of the ledger's flows.
    """

    indicators: tuple[str, ...]
    targets: tuple[Target, ...]
    untold: tuple[Target, ...]
    money: tuple[str, ...]


def shown(grid: Grid) -> Shown:
    """What the outputs of a store allow to show."""
    names = [name for name in grid.data.outputs if name in INDICATOR]
    names.sort(key=lambda name: name == COST)
    runs = grid.runs(grid.reference, grid.there(grid.reference))
    plan = [one for one in targets() if one.group == PLAN and one.represented
            and one.aim is not None]  # fmt: skip
    told = [one for one in plan if _outcome(runs, one) is not None]
    money = [name for name in grid.data.outputs if name not in INDICATOR]
    return Shown(tuple(names), tuple(told), tuple(one for one in plan if one not in told),
                 tuple(money))  # fmt: skip


def cell(grid: Grid, show: Shown, number: int) -> dict[str, Any]:
    """All numbers of a cell, rounded to what a store keeps.

    Returns:
        n, failed, missing: numbers of draws. Where at least two went well: values (per indicator:
        median, 5%, 95%; then of the difference to the reference on the draws that both have: pairs,
        mean, 95% interval of the mean, 5%, 95%; then cost per unit with its interval), paths (per
        indicator: three quantiles by year), targets (per target: three quantiles, share that
        reaches it, its interval), money (per flow: mean by year of the plan).
    """
    there = grid.there(number)
    both = there & grid.there(grid.reference)
    found: dict[str, Any] = {"n": int(there.sum()), "failed": int(grid.failed[number]),
                             "missing": int(grid.missing[number])}  # fmt: skip
    if there.sum() < FEWEST_DRAWS:
        return found
    runs = grid.runs(number, there)
    pair = grid.runs(number, both), grid.runs(grid.reference, both)
    years = [grid.years.index(year) for year in PLAN_YEARS]
    return found | {
        "values": [_value(name, runs, pair) for name in show.indicators],
        "paths": [_quantiles(runs.values(name)) for name in show.indicators],
        "targets": [_target(runs, one, grid.firms) for one in show.targets],
        "money": [_rounded(runs.values(name).mean(axis=0)[years]) for name in show.money],
        "net": _quantiles(_net(runs, show)[:, years].sum(axis=1)) if show.money else None,
    }


def _value(name: str, runs: Runs, pair: tuple[Runs, Runs]) -> Numbers:
    mine, theirs = (one.outcome(name) for one in pair)
    level = _quantiles(runs.outcome(name))
    if mine.shape[0] < FEWEST_DRAWS:
        return [*level, int(mine.shape[0])]
    apart = difference(mine, theirs)
    row = [*level, apart.pairs, apart.mean, apart.low, apart.high, apart.five, apart.ninety_five]
    if name != COST and COST in runs.figures:
        spent = pair[0].outcome(COST) - pair[1].outcome(COST)
        per = ratio(spent, mine - theirs)
        row += [per.value, per.low, per.high] if per.low is not None else [None] * 3
    return _rounded(row)


def _target(runs: Runs, target: Target, firms: float) -> Numbers:
    found = _outcome(runs, target)
    assert found is not None
    hits, count = int(reached(found, target, firms).sum()), found.shape[0]
    return [*_quantiles(found), *_rounded([hits / count, *wilson(hits, count)])]


def _outcome(runs: Runs, target: Target) -> Array | None:
    try:
        return outcomes(runs, target)
    except InputError:  # the store keeps no such output
        return None


def _net(runs: Runs, show: Shown) -> Array:
    """Net public cost as the sum of the ledger's flows; draws x years."""
    return np.asarray(sum(signed(output(name).flow) * runs.values(name) for name in show.money))


def _quantiles(values: Array) -> Numbers:
    return _rounded(np.quantile(values, RANGE, axis=0))


def _rounded(values: Any) -> Numbers:
    if isinstance(values, np.ndarray):
        values = values.tolist()
    return [_rounded(one) if isinstance(one, list) else _short(one) for one in values]


def _short(value: float | None) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() else short
