"""The per-mu rules (亩均论英雄): six indicators, one score, four grades."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.maths import clip
from sim.base.rules import decision, rule
from sim.base.state import State
from sim.base.totals import total
from sim.firm.leaving import tax_per_mu

TOP_MARK = 50_000  # hundredths of a point: far above what caps let a firm reach
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
    above_scale, taxes, income_tax, value_added, land, employment, electricity, research_ratio,
    base_tax_per_mu, base_value_added_per_mu, base_value_added_per_kwh, base_productivity,
    base_research, below_tax_per_mu, below_tax_per_kwh, weight_tax, weight_value_added,
    weight_energy, weight_emissions, weight_productivity, weight_research, weight_below_tax,
    weight_below_energy, score_cap,
):  # fmt: skip
    tax_density = tax_per_mu(taxes, income_tax, land)
    per_kwh = (taxes + income_tax) / max(electricity, 1e-6)
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
    tax = firms["taxes"] + firms["income_tax"]
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
def _grade_group(
    scores: Any, weights: Any, groups: Any, group: int, cuts: Any, grades: Any
) -> None:
    """Grades of one group by rank: the best share A, then B, C, and the rest D.

    Scores count to the hundredth of a point, as in the published lists; equal scores keep the
    order of the firms, which is that of their keys. A firm's grade is set by the weight ranked
    above its own middle, so the shares hold to within half a firm.
    """
    above = np.zeros(TOP_MARK + 2)
    for i in range(scores.shape[0]):
        if groups[i] == group:
            above[min(int(scores[i] * 100.0), TOP_MARK)] += weights[i]
    everything = 0.0
    for mark in range(TOP_MARK, -1, -1):
        here = above[mark]
        above[mark] = everything
        everything += here
    for i in range(scores.shape[0]):
        if groups[i] == group:
            mark = min(int(scores[i] * 100.0), TOP_MARK)
            middle = (above[mark] + 0.5 * weights[i]) / everything
            above[mark] += weights[i]
            grade = 0
            for k in range(cuts.shape[0]):
                if middle > cuts[k]:
                    grade = k + 1
            grades[i] = grade


def grade_firms(state: State) -> None:
    """Rank above-scale and below-scale firms apart and give each its grade (0 = A ... 3 = D)."""
    firms = state.firms
    cuts = np.cumsum([state.scalars[name] for name in SHARES])
    for group in (1, 0):
        _grade_group(
            firms["score"], firms["weight"], firms["above_scale"], group, cuts, firms["grade"]
        )
