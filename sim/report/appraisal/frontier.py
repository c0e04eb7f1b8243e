"""Cost against effect under uncertainty: packages set against a reference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.compare.frontier import (
    Step,
    frontier,
    net_benefit,
)
from sim.compare.information import (
    Information,
    evppi,
    evppi_alone,
    fewest_members,
    noise_level,
)
from sim.report.appraisal.labels import outcome_label
from sim.report.appraisal.words import say
from sim.report.words import Language
from sim.scenario.ensemble import Ensemble
from sim.scenario.outcome import cost, outcome

MOST_PARAMETERS = 8  # shown
CURVE_POINTS = 61


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
        return np.linspace(0.0, 2.0 * self.worth, CURVE_POINTS)

    @property
    def budgets(self) -> Array:
        """The budgets at which the greatest effect is looked for."""
        return np.linspace(min(0.0, self.cost.min()), max(0.0, self.cost.max()), CURVE_POINTS)

    def learnt(self) -> list[Learnt]:
        """The parameters most worth knowing; none that could not change the choice.

        Nor any when members are too few.
        """
        if len(self.runs) < fewest_members():
            return []
        benefit = net_benefit(self.cost, self.effect, self.worth)
        found = {name: evppi_alone(benefit, values) for name, values in self.drawn.items()}
        able = [name for name, value in found.items() if value > 0.0]
        leading = sorted(able, key=lambda name: (-found[name], name))[:MOST_PARAMETERS]
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
        land: costs include money for land.
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
