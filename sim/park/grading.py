"""The per-mu rules (亩均论英雄): six indicators, one score, four grades."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled, compiled_over_columns
from sim.base.maths import clip
from sim.base.rules import decision, rule
from sim.base.state import State
from sim.base.sums import sums
from sim.base.totals import units
from sim.firm.books import tax_per_mu

TOP_MARK = 50_000.0  # hundredths of a point: far above what caps let a firm reach
DIVIDED = -1
SHARES = ("grade_share_a", "grade_share_b", "grade_share_c")


@rule("P1", "指标得分", "points of one indicator: the ratio to the baseline, capped, times weight",
      "priors: a formula in use elsewhere (Huangyan 2022)")
def points(value: float, baseline: float, weight: float, cap: float) -> float:
    return weight * clip(value / max(baseline, 1e-9), 0.0, cap)


@decision(
    "P2",
    "score",
    "亩均评价得分",
    "above scale six indicators, below scale tax per mu and tax per kWh; emissions, which no "
    "figure gives, score the mean",
    "priors: per-mu rules (published, not Ningbo)",
)
def score_firm(
    above_scale, tax_paid, value_added, land, employment, electricity, research_ratio,
    base_tax_per_mu, base_value_added_per_mu, base_value_added_per_kwh, base_productivity,
    base_research, below_tax_per_mu, below_tax_per_kwh, weight_tax, weight_value_added,
    weight_energy, weight_emissions, weight_productivity, weight_research, weight_below_tax,
    weight_below_energy, score_cap,
):  # fmt: skip
    tax_density = tax_per_mu(tax_paid, land)
    per_kwh = tax_paid / max(electricity, 1e-6)
    small = points(tax_density, below_tax_per_mu, weight_below_tax, score_cap)
    small = small + points(per_kwh, below_tax_per_kwh, weight_below_energy, score_cap)
    made = value_added / max(land, 0.1)
    marks = points(tax_density, base_tax_per_mu, weight_tax, score_cap)
    marks = marks + points(made, base_value_added_per_mu, weight_value_added, score_cap)
    energy = value_added / max(electricity, 1e-6)
    marks = marks + points(energy, base_value_added_per_kwh, weight_energy, score_cap)
    marks = marks + weight_emissions
    labour = value_added / max(employment, 1.0)
    marks = marks + points(labour, base_productivity, weight_productivity, score_cap)
    marks = marks + points(research_ratio, base_research, weight_research, score_cap)
    return small if above_scale == 0 else marks


@sums(
    "value_added land tax electricity employment research revenue "
    "small_land small_tax small_electricity"
)
def _graded_together(
    weight, above_scale, value_added, land, tax_paid, electricity, employment, research_ratio,
    revenue,
):  # fmt: skip
    upper = weight * above_scale
    lower = weight - upper
    return (
        value_added * upper, land * upper, tax_paid * upper, electricity * upper,
        employment * upper, research_ratio * revenue * upper, revenue * upper,
        land * lower, tax_paid * lower, electricity * lower,
    )  # fmt: skip


def set_baselines(state: State) -> None:
    """Put the city's mean ratios, which scores are measured against, among the scalars.

    They are ratios of totals over the above-scale firms (`base_*`) and over the others
    (`below_*`).
    """
    scalars, of = state.scalars, _graded_together.of(state)
    land = max(of["land"], 1.0)
    scalars["base_tax_per_mu"] = of["tax"] / land
    scalars["base_value_added_per_mu"] = of["value_added"] / land
    scalars["base_value_added_per_kwh"] = of["value_added"] / max(of["electricity"], 1.0)
    scalars["base_productivity"] = of["value_added"] / max(of["employment"], 1.0)
    scalars["graded_revenue"] = max(of["revenue"], 1.0)
    scalars["base_research"] = of["research"] / max(of["revenue"], 1.0)
    scalars["below_tax_per_mu"] = of["small_tax"] / max(of["small_land"], 1.0)
    scalars["below_tax_per_kwh"] = of["small_tax"] / max(of["small_electricity"], 1.0)


@compiled_over_columns
def _give_marks(scores: Any, marks: Any) -> None:
    for i in range(scores.shape[0]):
        marks[i] = int(min(scores[i] * 100.0, TOP_MARK))


@compiled
def _weigh_marks(marks: Any, weights: Any, groups: Any, weight_of: Any) -> None:
    for i in range(marks.shape[0]):
        weight_of[groups[i], marks[i]] += units(weights[i])


@compiled
def _find_cuts(weight_of: Any, shares: Any, cuts: Any) -> None:
    """The mark that each cut falls in, going down from the best; between two, the lower one.

    There `weight_of` becomes the weight ranked above; its last entry is that of the group.
    """
    top = weight_of.shape[1] - 1
    for group in range(weight_of.shape[0]):
        everything = weight_of[group].sum()
        weight_of[group, top] = everything
        above, found = 0, 0
        for mark in range(top - 1, -1, -1):
            below = above + weight_of[group, mark]
            while found < shares.shape[0] and below > shares[found] * everything:
                cuts[group, found] = mark
                weight_of[group, mark] = above
                found += 1
            above = below


@compiled_over_columns
def _give_grades(marks: Any, groups: Any, cuts: Any, grades: Any) -> None:
    """The number of cuts above each mark, or `DIVIDED` where one falls in it."""
    (below_a, below_b, below_c), (above_a, above_b, above_c) = cuts
    for i in range(marks.shape[0]):
        mark, above_scale = marks[i], groups[i] == 1
        first = above_a if above_scale else below_a
        second = above_b if above_scale else below_b
        third = above_c if above_scale else below_c
        divided = (mark == first) | (mark == second) | (mark == third)
        grade = int(mark < first) + int(mark < second) + int(mark < third)
        grades[i] = DIVIDED if divided else grade


@compiled
def _part_equals(
    rows: Any, marks: Any, weights: Any, groups: Any, weight_of: Any, shares: Any, grades: Any
) -> None:
    """Grades of firms whose mark a cut divides, in the order of `rows`: each by its own middle."""
    for i in rows:
        ranked, own = weight_of[groups[i]], units(weights[i])
        middle = (ranked[marks[i]] + 0.5 * own) / ranked[-1]
        ranked[marks[i]] += own
        grade = 0
        for k in range(shares.shape[0]):
            grade += int(middle > shares[k])
        grades[i] = grade


def grade_firms(state: State) -> None:
    """Rank above-scale and below-scale firms apart and give each its grade (0 = A ... 3 = D).

    Scores count to the hundredth of a point, as in the published lists; equal scores rank by
    key. A firm's grade is set by the weight ranked above its own middle, so the shares hold to
    within half a firm.
    """
    firms = state.firms
    groups, weights, grades = firms["above_scale"], firms["weight"], firms["grade"]
    shares = np.cumsum([state.scalars[name] for name in SHARES])
    marks = np.empty(len(firms), dtype=np.int64)
    _give_marks(firms["score"], marks)
    weight_of = np.zeros((2, int(marks.max(initial=0)) + 2), dtype=np.int64)
    cuts = np.full((2, shares.shape[0]), -1)
    _weigh_marks(marks, weights, groups, weight_of)
    _find_cuts(weight_of, shares, cuts)
    _give_grades(marks, groups, tuple(map(tuple, cuts.tolist())), grades)
    rows = np.flatnonzero(grades == DIVIDED)
    rows = rows[np.argsort(firms["key"][rows])]
    _part_equals(rows, marks, weights, groups, weight_of, shares, grades)
