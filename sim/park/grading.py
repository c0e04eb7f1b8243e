"""The per-mu rules (亩均论英雄): six indicators, one score, four grades."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.maths import clip
from sim.base.rules import decision, rule
from sim.base.state import State
from sim.base.totals import total, units
from sim.firm.books import tax_per_mu

TOP_MARK = 50_000  # hundredths of a point: far above what caps let a firm reach
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


def set_baselines(state: State) -> None:
    """Put the city's mean ratios, which scores are measured against, among the scalars.

    They are ratios of totals over the above-scale firms (`base_*`) and over the others
    (`below_*`).
    """
    firms, scalars = state.firms, state.scalars
    upper = firms["weight"] * firms["above_scale"]
    lower = firms["weight"] - upper
    tax = firms["tax_paid"]
    value_added = total(firms["value_added"], upper)
    land = max(total(firms["land"], upper), 1.0)
    scalars["base_tax_per_mu"] = total(tax, upper) / land
    scalars["base_value_added_per_mu"] = value_added / land
    scalars["base_value_added_per_kwh"] = value_added / max(total(firms["electricity"], upper), 1.0)
    scalars["base_productivity"] = value_added / max(total(firms["employment"], upper), 1.0)
    research = total(firms["research_ratio"] * firms["revenue"], upper)
    scalars["base_research"] = research / max(total(firms["revenue"], upper), 1.0)
    small_tax = total(tax, lower)
    scalars["below_tax_per_mu"] = small_tax / max(total(firms["land"], lower), 1.0)
    scalars["below_tax_per_kwh"] = small_tax / max(total(firms["electricity"], lower), 1.0)


@compiled
def _weigh_marks(marks: Any, weights: Any, groups: Any, weight_of: Any) -> None:
    for i in range(marks.shape[0]):
        weight_of[groups[i], marks[i]] += units(weights[i])


@compiled
def _grade_marks(weight_of: Any, cuts: Any, grade_of: Any) -> None:
    """The grade of each mark, or `DIVIDED` where a cut falls among the firms that have it.

    `weight_of` becomes the weight ranked above the mark; its last entry is that of the group.
    """
    top = weight_of.shape[1] - 1
    for group in range(weight_of.shape[0]):
        everything = weight_of[group].sum()
        weight_of[group, top] = everything
        limits = cuts * everything
        above = 0
        for mark in range(top - 1, -1, -1):
            if weight_of[group, mark] == 0:
                continue
            below = above + weight_of[group, mark]
            first, last = 0, 0
            for k in range(cuts.shape[0]):
                first += int(above >= limits[k])
                last += int(below > limits[k])
            grade_of[group, mark] = first if first == last else DIVIDED
            weight_of[group, mark] = above
            above = below


@compiled
def _give_grades(marks: Any, groups: Any, grade_of: Any, grades: Any) -> None:
    for i in range(marks.shape[0]):
        grades[i] = grade_of[groups[i], marks[i]]


@compiled
def _part_equals(
    rows: Any, marks: Any, weights: Any, groups: Any, weight_of: Any, cuts: Any, grades: Any
) -> None:
    """Grades of firms whose mark a cut divides, in the order of `rows`: each by its own middle."""
    for i in rows:
        ranked, own = weight_of[groups[i]], units(weights[i])
        middle = (ranked[marks[i]] + 0.5 * own) / ranked[-1]
        ranked[marks[i]] += own
        grade = 0
        for k in range(cuts.shape[0]):
            grade += int(middle > cuts[k])
        grades[i] = grade


def grade_firms(state: State) -> None:
    """Rank above-scale and below-scale firms apart and give each its grade (0 = A ... 3 = D).

    Scores count to the hundredth of a point, as in the published lists; equal scores rank by
    key. A firm's grade is set by the weight ranked above its own middle, so the shares hold to
    within half a firm.
    """
    firms = state.firms
    groups, weights, grades = firms["above_scale"], firms["weight"], firms["grade"]
    cuts = np.cumsum([state.scalars[name] for name in SHARES])
    marks = np.minimum(firms["score"] * 100.0, TOP_MARK).astype(np.int64)
    weight_of = np.zeros((2, int(marks.max(initial=0)) + 2), dtype=np.int64)
    grade_of = np.empty_like(weight_of)
    _weigh_marks(marks, weights, groups, weight_of)
    _grade_marks(weight_of, cuts, grade_of)
    _give_grades(marks, groups, grade_of, grades)
    rows = np.flatnonzero(grades == DIVIDED)
    rows = rows[np.argsort(firms["key"][rows])]
    _part_equals(rows, marks, weights, groups, weight_of, cuts, grades)
