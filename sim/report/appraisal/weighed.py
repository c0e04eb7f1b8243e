"""Cost against effect under uncertainty: the tables, to read and to keep."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table

from sim.base.parameters import parameters
from sim.base.state import Array
from sim.compare.frontier import (
    acceptability,
    affordability,
    best_on_average,
    net_benefit,
    on_frontier,
)
from sim.compare.information import evpi, fewest_members
from sim.report.appraisal.frontier import (
    CURVE_POINTS,
    Appraisal,
    Learnt,
    cost_label,
    effect_label,
    package_label,
)
from sim.report.appraisal.words import say
from sim.report.console import plain_table
from sim.report.words import Language, named

SHOWN_POINTS = 7


def frontier_table(screen: Console, found: Appraisal, language: Language) -> Table:
    """Each package's mean cost and effect with ranges, its standing and incremental ratio."""
    keys = ("package", "cost", "range", "effect", "range", "status", "ratio", "on_own")
    heading = say("frontier_title", language, cost=cost_label(found, language),
                  effect=effect_label(found, language),
                  against=package_label(found, 0, language))  # fmt: skip
    table = plain_table(screen, heading, [say(key, language) for key in keys], {1, 2, 3, 4, 6, 7})
    own = on_frontier(found.cost, found.effect)
    for step in found.steps:
        k = step.package
        table.add_row(
            package_label(found, k, language), f"{step.cost:,.4g}", _range(found.cost[:, k]),
            f"{step.effect:,.4g}", _range(found.effect[:, k]),
            say(f"status_{step.status}", language),
            "" if step.ratio is None else f"{step.ratio:.4g}", f"{100 * own[k]:.0f}%",
        )  # fmt: skip
    return table


def _range(values: Array) -> str:
    low, high = np.quantile(values, [0.05, 0.95])
    return f"{low:,.4g} .. {high:,.4g}" if values.shape[0] > 1 else ""


def share_tables(screen: Console, found: Appraisal, language: Language) -> list[Table]:
    """Acceptability by worth, and by budget, at a few points."""
    at = np.linspace(0, CURVE_POINTS - 1, SHOWN_POINTS).astype(int)
    names = [package_label(found, k, language) for k in range(len(found.names))]
    best = [names[k] for k in best_on_average(found.cost, found.effect, found.worths[at])]
    heads = [say("worth", language), *names, say("best_mean", language)]
    numbers = set(range(len(names) + 1))
    first = plain_table(screen, say("acceptability_title", language), heads, numbers)
    for worth, row, leader in zip(found.worths[at], acceptability(
            found.cost, found.effect, found.worths[at]), best, strict=True):  # fmt: skip
        first.add_row(f"{worth:.3g}", *(f"{100 * share:.0f}%" for share in row), leader)
    heading = say("affordability_title", language)
    second = plain_table(screen, heading, [say("budget", language), *names], numbers)
    rows = affordability(found.cost, found.effect, found.budgets[at])
    for budget, row in zip(found.budgets[at], rows, strict=True):
        second.add_row(f"{budget:,.3g}", *(f"{100 * share:.0f}%" for share in row))
    return [first, second]


def information_table(
    screen: Console, found: Appraisal, learnt: list[Learnt], language: Language
) -> Table:
    """The value of perfect information, and of the parameters most worth knowing."""
    keys = ("parameter", "value", "error", "noise")
    heading = say("information_title", language, worth=f"{found.worth:.4g}")
    table = plain_table(screen, heading, [say(key, language) for key in keys], {1, 2, 3})
    everything = evpi(net_benefit(found.cost, found.effect, found.worth))
    table.add_row(say("evpi", language), f"{everything.value:.4g}", f"{everything.error:.2g}", "")
    for one in learnt:
        item, of = parameters()[one.parameter], one.information
        table.add_row(named(item, language), f"{of.value:.4g}",
                      f"{of.error:.2g}", f"{one.noise:.4g}")  # fmt: skip
    return table


def notes(found: Appraisal, learnt: list[Learnt], language: Language) -> list[str]:
    """What has to be known to read the tables."""
    lines = [say("less_is_better" if found.less else "more_is_better", language)]
    if not found.given:
        several = any(step.ratio for step in found.steps)
        lines.append(say("worth_note" if several else "worth_fallback", language))
    if not found.drawn:
        lines.append(say("no_parameters", language))
    elif len(found.runs) < fewest_members():
        lines.append(say("too_few", language, members=len(found.runs), needed=fewest_members()))
    elif not learnt:
        lines.append(say("nothing_to_learn", language, count=len(found.drawn)))
    else:
        lines.append(say("evppi_note", language, count=len(found.drawn)))
    return lines


def frames(found: Appraisal, learnt: list[Learnt]) -> dict[str, pa.Table]:
    """What is kept: outcomes of each member, the frontier, both curves, and information."""
    names, members = found.names, len(found.runs)
    order = found.steps
    everything = evpi(net_benefit(found.cost, found.effect, found.worth))
    rows = [("", everything, None), *((one.parameter, one.information, one.noise)
                                      for one in learnt)]  # fmt: skip
    return {
        "outcomes": pa.table({
            "scenario": [name for name in names for _ in range(members)],
            "seed": pa.array(np.tile(found.runs, len(names)), pa.int64()),
            "cost": found.cost.T.ravel(), "effect": found.effect.T.ravel(),
        }),
        "frontier": pa.table({
            "scenario": [names[step.package] for step in order],
            "cost": [step.cost for step in order], "effect": [step.effect for step in order],
            "status": [step.status for step in order],
            "against": pa.array([None if step.before is None else names[step.before]
                                 for step in order], pa.string()),
            "ratio": pa.array([step.ratio for step in order], pa.float64()),
        }),
        "acceptability": _curve("worth", found.worths, names,
                                acceptability(found.cost, found.effect, found.worths)),
        "affordability": _curve("budget", found.budgets, names,
                                affordability(found.cost, found.effect, found.budgets)),
        "information": pa.table({
            "parameter": [name for name, _, _ in rows],
            "worth": [found.worth] * len(rows), "value": [of.value for _, of, _ in rows],
            "standard_error": [of.error for _, of, _ in rows],
            "noise_level": pa.array([noise for _, _, noise in rows], pa.float64()),
        }),
    }  # fmt: skip


def _curve(axis: str, points: Array, names: tuple[str, ...], shares: Array) -> pa.Table:
    return pa.table({
        axis: np.repeat(points, len(names)), "scenario": list(names) * points.shape[0],
        "share": shares.ravel(),
    })  # fmt: skip
