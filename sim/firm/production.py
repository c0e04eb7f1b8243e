"""Productivity, labour, output, and the slow trends that the city's figures impose."""

from __future__ import annotations

from sim.base.draws import laplace
from sim.base.maths import clip, exponential, logarithm, power
from sim.base.rules import decision, rule


@rule("G1", "冲击标准差", "shocks shrink with size", "Amaral 1997; Riccaboni 2008")
def shock_spread(value_added: float, base: float, size_exponent: float, line: float) -> float:
    size = max(value_added / line, 0.05)
    return base * power(size, -size_exponent)


@rule("G2", "规模增长梯度", "larger firms grow faster, as the published shares ask: growth is "
      "shifted between sizes, not added to the city", "derived")
def size_drift(
    value_added: float, gradient: float, curvature: float, ceiling: float, mean_log_size: float
) -> float:  # fmt: skip
    above_mean = clip(logarithm(max(value_added, 1.0)) - mean_log_size, -3.0, ceiling)
    # The largest gain more than in proportion; what that adds to the city, the trend takes back.
    return gradient * above_mean + curvature * max(above_mean, 0.0) * max(above_mean, 0.0)


@decision(
    "G3",
    "productivity transitory age",
    "生产率变动",
    "permanent part: trend and Laplace shock; transitory part: fading, with its own shock",
    "priors: firms",
)
def change_productivity(
    productivity, transitory, age, value_added, equipment, strategic,
    draw_shock_permanent, draw_shock_transitory,
    productivity_trend, growth_size_gradient, growth_size_curvature, growth_size_ceiling,
    permanent_spread, transitory_spread, transitory_persistence, shock_size_exponent,
    shock_reference, sector_demand, equipment_wedge, strategic_wedge, mean_log_size,
    equipment_share_now, strategic_share_now,
):  # fmt: skip
    spread = shock_spread(value_added, 1.0, shock_size_exponent, shock_reference)
    drift = size_drift(
        value_added, growth_size_gradient, growth_size_curvature, growth_size_ceiling, mean_log_size
    )
    trend = productivity_trend + drift
    # The wedges shift growth between classes around their shares; they add none to the city.
    wedge = equipment_wedge * (equipment - equipment_share_now)
    wedge = wedge + strategic_wedge * (strategic - strategic_share_now)
    permanent = productivity + trend + wedge + sector_demand
    permanent = permanent + laplace(draw_shock_permanent, permanent_spread * spread)
    passing = transitory_persistence * transitory
    passing = passing + laplace(draw_shock_transitory, transitory_spread * spread)
    return permanent, passing, age + 1


@rule("G4", "目标用工", "employment at which wages take their normal share", "derived")
def wanted_employment(value_added: float, labour_share: float, wage: float) -> float:
    return max(labour_share * value_added / wage, 1.0)


@rule("G5", "生产函数", "value added from productivity, capital and labour", "priors: firms")
def produce(
    productivity: float, capital: float, employment: float,
    capital_elasticity: float, labour_elasticity: float,
) -> float:  # fmt: skip
    inputs = capital_elasticity * logarithm(max(capital, 1e-3))
    inputs = inputs + labour_elasticity * logarithm(max(employment, 1e-3))
    return exponential(clip(productivity + inputs, -30.0, 30.0))


@decision(
    "G6",
    "employment wage value_added",
    "用工与产出",
    "employment moves part of the way to its target, then the firm produces",
    "judgement",
)
def hire_and_produce(
    productivity, transitory, capital, employment, labour_share, wage, value_added,
    agglomeration, wage_growth, employment_adjustment, capital_elasticity, labour_elasticity,
):  # fmt: skip
    paid = wage * (1.0 + wage_growth)
    target = wanted_employment(value_added, labour_share, wage)
    staff = employment * power(target / employment, employment_adjustment)
    made = produce(
        productivity + transitory + agglomeration, capital, staff,
        capital_elasticity, labour_elasticity,
    )  # fmt: skip
    return staff, paid, made


@rule("G8", "用能价格反应", "electricity per value added over its trend, as prices of quota and "
      "permits push it down", "instruments P31, P32")
def energy_level_at(
    quota_price: float, quota_response: float, emission_price: float, emission_response: float
) -> float:
    return exponential(-(quota_price * quota_response + emission_price * emission_response))


@rule("G9", "加计扣除带动研发", "research rises as the extra deduction cuts its after-tax cost; it "
      "is worth nothing to a firm without profit", "instrument P42")
def research_pull(
    profit: float, tax_rate: float, coverage: float, deduction: float, response: float
) -> float:
    paid = tax_rate * coverage
    cheaper = paid * deduction / (1.0 - paid)
    return response * cheaper if profit > 0.0 else 0.0


@decision(
    "G7",
    "value_added_rate research_ratio electricity_intensity water_intensity technology_gap",
    "趋势",
    "imposed trends of the city: value-added rate, R&D, energy, water; the frontier moves on; "
    "energy answers its price",
    "derived from the plan's 2015 and 2020 figures",
)
def follow_trends(
    value_added_rate, research_ratio, electricity_intensity, water_intensity, technology_gap,
    high_tech, value_added_rate_trend, research_trend, high_tech_research_bonus,
    energy_trend, water_trend, frontier_speed, energy_response,
):  # fmt: skip
    rate = min(value_added_rate * (1.0 + value_added_rate_trend), 0.8)
    research = research_ratio * (1.0 + research_trend + high_tech_research_bonus * high_tech)
    electricity = electricity_intensity * (1.0 + energy_trend) * (1.0 + energy_response)
    water = water_intensity * (1.0 + water_trend)
    gap = technology_gap + frontier_speed * (1.0 - technology_gap)
    return rate, min(research, 0.3), electricity, water, gap


@decision(
    "G10",
    "research_ratio research_boost electricity_intensity energy_diagnosis_cost",
    "研发与节能反应",
    "research answers an extra deduction, electricity a diagnosis",
    "instruments P33, P42",
    answers="research_deduction energy_diagnosis_coverage",
)
def answer_support(
    research_ratio, research_boost, electricity_intensity, profit, high_tech, above_scale,
    draw_energy_diagnosis, income_tax_rate, income_tax_rate_high_tech, income_tax_coverage,
    research_deduction, research_response, energy_diagnosis_coverage, energy_diagnosis_saving,
    energy_diagnosis_price,
):  # fmt: skip
    applied = income_tax_rate_high_tech if high_tech == 1 else income_tax_rate
    boost = research_pull(
        profit, applied, income_tax_coverage, research_deduction, research_response
    )
    research = min(research_ratio / (1.0 + research_boost) * (1.0 + boost), 0.3)
    advised = (above_scale == 1) & (draw_energy_diagnosis < energy_diagnosis_coverage)
    saving = energy_diagnosis_saving if advised else 0.0
    paid = energy_diagnosis_price if advised else 0.0
    return research, boost, electricity_intensity * (1.0 - saving), paid
