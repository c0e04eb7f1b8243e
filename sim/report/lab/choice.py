"""Tables for choosing: differences, cost of a result, sets of targets, packages in a budget."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.compare.audit import BINDING, EVERY
from sim.compare.figures import at_end, over_plan
from sim.compare.frontier import affordability, on_frontier
from sim.compare.ratio import ratio
from sim.report.appraisal.frontier import package_label
from sim.report.appraisal.words import say as say_weighed
from sim.report.compare.labels import shown_names, shown_of
from sim.report.lab.common import (
    Row,
    ensembles_of,
    figure_name,
    figure_unit,
    frame,
    marks,
    percent,
    title_of,
    told,
)
from sim.report.lab.words import say
from sim.report.notebooks import Comparison, Frontier
from sim.report.words import Language
from sim.scenario.outcome import ADDED_UP

COST = "public_cost"


def differences(given: Comparison, language: Language) -> pd.DataFrame:
    """Each scenario less the first, run by run, with intervals."""
    found, rows = given.findings, []
    ensembles = {one.scenario.name: one for one in ensembles_of(given)}
    names = shown_names(one.scenario for one in ensembles.values())
    for other in found.comparison.others:
        own = [row for row in found.differences if row.scenario == other.scenario.name]
        for row in shown_of(own, names):
            apart = row.difference
            rows.append({
                "scenario": title_of(other, language),
                "indicator": figure_name(row.indicator, language),
                "unit": figure_unit(row.indicator, language), "period": row.period,
                "reference": row.reference, "pairs": apart.pairs, "mean": apart.mean,
                "mean_low": apart.low, "mean_high": apart.high, "five": apart.five,
                "ninety_five": apart.ninety_five, "told": told(apart.low, apart.high, language),
            })  # fmt: skip
    columns = ("scenario", "indicator", "unit", "period", "reference", "pairs", "mean", "mean_low",
               "mean_high", "five", "ninety_five", "told")  # fmt: skip
    return frame(rows, columns, language)


def results_per_cost(given: Comparison, language: Language) -> pd.DataFrame:
    """Difference in net public cost over that in each figure; none where it can't be told."""
    first, rows = given.findings.comparison.first, []
    for other in given.findings.comparison.others:
        spent = over_plan(other, COST) - over_plan(first, COST)
        for name in shown_names([first.scenario, other.scenario]):
            if name == COST:
                continue
            read = over_plan if name in ADDED_UP else at_end
            effect = read(other, name) - read(first, name)
            per = ratio(spent, effect)
            sure = per.low is not None
            rows.append({
                "scenario": title_of(other, language), "indicator": figure_name(name, language),
                "unit": figure_unit(name, language), "effect": float(effect.mean()),
                "cost": float(spent.mean()), "per_unit": per.value if sure else None,
                "per_low": per.low, "per_high": per.high,
                "told": "" if sure else say("cannot_tell", language),
            })  # fmt: skip
    columns = ("scenario", "indicator", "unit", "effect", "cost", "per_unit", "per_low",
               "per_high", "told")  # fmt: skip
    return frame(rows, columns, language)


def joint(given: Comparison, language: Language) -> pd.DataFrame:
    """The chance that all targets of a set are reached in one run."""
    known = {one.scenario.name: title_of(one, language) for one in ensembles_of(given)}
    sets = {BINDING: "set_binding", EVERY: "set_plan"}
    rows = [{
        "scenario": known[row.scenario], "set": say(sets.get(row.chosen, "set_own"), language),
        "count": len(row.names), "probability": percent(row.probability),
        "probability_low": percent(row.low), "probability_high": percent(row.high),
    } for row in given.findings.joint]  # fmt: skip
    columns = ("scenario", "set", "count", "probability", "probability_low", "probability_high")
    return frame(rows, columns, language)


def conflicts(given: Comparison, language: Language) -> pd.DataFrame:
    """Targets that contradict each other by arithmetic alone."""
    rows = [{"statement": text} for text in given.conflicts[language]]
    return frame(rows, ("statement",), language)


def frontier(given: Frontier, language: Language) -> pd.DataFrame:
    """Packages by mean cost, with ranges over members, standing and incremental ratio."""
    found, rows = given.appraisal, []
    own = on_frontier(found.cost, found.effect)
    for step in found.steps:
        k = step.package
        _, cost_low, cost_high = marks(found.cost[:, k])
        _, effect_low, effect_high = marks(found.effect[:, k])
        rows.append({
            "scenario": package_label(found, k, language), "cost_mean": step.cost,
            "cost_low": cost_low, "cost_high": cost_high, "effect_mean": step.effect,
            "effect_low": effect_low, "effect_high": effect_high,
            "status": say_weighed(f"status_{step.status}", language), "ratio": step.ratio,
            "on_frontier": percent(own[k]),
        })  # fmt: skip
    columns = ("scenario", "cost_mean", "cost_low", "cost_high", "effect_mean", "effect_low",
               "effect_high", "status", "ratio", "on_frontier")  # fmt: skip
    return frame(rows, columns, language)


def within_budget(given: Frontier, language: Language, *, budget: float) -> pd.DataFrame:
    """How often each package has the greatest effect of those that cost no more than a budget.

    Args:
        given: of `sim.api.frontier`.
        language: zh or en.
        budget: net public cost of 2021-2025 beyond the reference's, 100m yuan.

    Raises:
        InputError: it is not a number.
    """
    if not np.isfinite(budget):
        raise InputError(f"budget {budget}: give a number, in 100m yuan",
                         f"预算 {budget}：请给出数值（亿元）")  # fmt: skip
    found = given.appraisal
    (shares,) = affordability(found.cost, found.effect, np.array([budget]))
    cost, effect = found.cost.mean(axis=0), found.effect.mean(axis=0)
    rows: list[Row] = [{
        "budget": budget, "scenario": package_label(found, k, language),
        "share": percent(shares[k]),
        "cost_mean": float(cost[k]), "effect_mean": float(effect[k]),
        "keeps": percent((found.cost[:, k] <= budget).mean()),
    } for k in range(len(found.names))]  # fmt: skip
    rows.sort(key=lambda row: -row["share"])
    columns = ("budget", "scenario", "share", "cost_mean", "effect_mean", "keeps")
    return frame(rows, columns, language)
