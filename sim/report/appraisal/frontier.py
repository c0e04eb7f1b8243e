"""Cost against effect under uncertainty: the appraisal and its tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table

from sim.base.parameters import parameters
from sim.base.state import Array
from sim.compare.frontier import (
    Step,
    acceptability,
    affordability,
    best_on_average,
    frontier,
    net_benefit,
    on_frontier,
)
from sim.compare.information import (
    Information,
    evpi,
    evppi,
    evppi_alone,
    fewest_members,
    noise_level,
)
from sim.report.appraisal.labels import outcome_label
from sim.report.appraisal.words import say
from sim.report.console import plain_table
from sim.report.words import Language
from sim.scenario.ensemble import Ensemble
from sim.scenario.outcome import cost, outcome

LEADING = 8  # parameters shown
POINTS, SHOWN_POINTS = 61, 7


@dataclass(frozen=True)
class Learnt:
    """The value of knowing one parameter, and the level that noise seldom exceeds."""

    parameter: str
    information: Information
    noise: float


@dataclass(frozen=True)
class Appraisal:
    """Packages against a reference, which is the first of them.

    Attributes:
        names: of the packages.
        titles: zh and en of each.
        indicator: what effect means.
        less: True when the effect is a fall of the indicator.
        land: True when costs include what the city pays and receives for land.
        cost, effect: differences from the reference; shape: members x packages; cost in 100m yuan.
        runs: numbers of the members' runs.
        drawn: values of the parameters that differ between members; shape: members, by name.
        worth: of a unit of effect, 100m yuan, at which information is valued.
        given: True when that worth was asked for.
    """

    names: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    indicator: str
    less: bool
    land: bool
    cost: Array
    effect: Array
    runs: tuple[int, ...]
    drawn: dict[str, Array]
    worth: float
    given: bool

    @property
    def steps(self) -> list[Step]:
        """The frontier of the means."""
        return frontier(self.cost.mean(axis=0), self.effect.mean(axis=0))

    @property
    def worths(self) -> Array:
        """The worths at which acceptability is shown."""
        return np.linspace(0.0, 2.0 * self.worth, POINTS)

    @property
    def budgets(self) -> Array:
        """The budgets at which the greatest effect is looked for."""
        return np.linspace(min(0.0, self.cost.min()), max(0.0, self.cost.max()), POINTS)

    def learnt(self) -> list[Learnt]:
        """The parameters most worth knowing; none that could not change the choice.

        Nor any when members are too few.
        """
        if len(self.runs) < fewest_members():
            return []
        benefit = net_benefit(self.cost, self.effect, self.worth)
        found = {name: evppi_alone(benefit, values) for name, values in self.drawn.items()}
        able = [name for name, value in found.items() if value > 0.0]
        leading = sorted(able, key=lambda name: (-found[name], name))[:LEADING]
        return [Learnt(name, evppi(benefit, self.drawn[name]),
                       noise_level(benefit, self.drawn[name])) for name in leading]  # fmt: skip


def appraise(
    ensembles: list[Ensemble], indicator: str, *, less: bool, land: bool, worth: float | None
) -> Appraisal:
    """Set packages against the first ensemble, member by member.

    Args:
        ensembles: of the same members, the reference first.
        indicator: what effect means.
        less: a fall counts as effect.
        land: costs include the land account.
        worth: of a unit of effect, 100m yuan; None: the largest ratio of the frontier.
    """
    costs = _against_first([[cost(record, land=land) for record in one.records]
                            for one in ensembles])  # fmt: skip
    effects = _against_first([[outcome(record, indicator) for record in one.records]
                              for one in ensembles])  # fmt: skip
    effects = -effects if less else effects
    first = ensembles[0]
    return Appraisal(
        tuple(one.scenario.name for one in ensembles),
        tuple((one.scenario.title.zh, one.scenario.title.en) for one in ensembles),
        indicator, less, land, costs, effects, first.runs, _drawn(first),
        _worth(costs, effects) if worth is None else worth, worth is not None,
    )  # fmt: skip


def _against_first(figures: list[list[float]]) -> Array:
    """Differences from the first package; shape: members x packages."""
    table = np.array(figures).T
    return table - table[:, :1]


def _drawn(ensemble: Ensemble) -> dict[str, Array]:
    members = [ensemble.members[run - 1].parameters for run in ensemble.runs]
    columns = {name: np.array([member[name] for member in members]) for name in members[0]}
    kept = ensemble.scenario.changes
    return {name: values for name, values in columns.items()
            if np.ptp(values) > 0.0 and name not in kept}  # fmt: skip


def _worth(cost: Array, effect: Array) -> float:
    """Where the choice is closest: the largest ratio of the frontier, or the ratio of spreads."""
    ratios = [step.ratio for step in frontier(cost.mean(axis=0), effect.mean(axis=0)) if step.ratio]
    spread = float(effect.std())
    return max(ratios, default=float(cost.std()) / spread if spread > 0.0 else 1.0)


def effect_label(found: Appraisal, language: Language) -> str:
    """What effect means."""
    label = outcome_label(found.indicator, language)
    return say("less_of", language, label=label) if found.less else label


def cost_label(found: Appraisal, language: Language) -> str:
    """What cost means."""
    return say("cost_name" if found.land else "cost_without_land", language)


def package_label(found: Appraisal, package: int, language: Language) -> str:
    """A package's title."""
    return found.titles[package][0 if language == "zh" else 1]


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
    at = np.linspace(0, POINTS - 1, SHOWN_POINTS).astype(int)
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
        table.add_row(item.zh if language == "zh" else item.en, f"{of.value:.4g}",
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
