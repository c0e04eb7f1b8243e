"""Laws of production, upgrading, support and recognition."""

from __future__ import annotations

import math

from mutation.claims import always, at_edge, case, falls, given, near, rises, scales, sometimes

E = math.e
LEAST = {"workshop_award": 1e9, "smart_factory_award": 0.0, "future_factory_award": 0.0}


# A project of 100 that saves 10 a year, on offer a subsidy of 20; nothing else moves it, and what it
# has besides `extra_credit` is nought.
PROJECT = {
    "revenue": 1000.0, "rung_cost": 0.1, "learning_factor": 1.0, "subsidy_rate": 0.2,
    "subsidy_cap": 1e9, "subsidy_eligible": 1, "subsidy_selected": 2.0, "above_scale": 1,
    "ladder_award": 0.0, "leasing_share": 0.0, "profit": -1e12, "depreciation": 0.0, "debt": 1e12,
    "capital": 600.0, "interest_subsidy": 0.0, "draw_upgrade": 1e-9, "rung_minimum_revenue": 1000.0,
    "electricity_surcharge": 0.0, "better_electricity_surcharge": 0.0, "water_surcharge": 0.0,
    "better_water_surcharge": 0.0, "land_tax_relief": 0.0, "better_land_tax_relief": 0.0,
    "value_added": 100.0, "rung_gain": 0.2, "gain_attenuation": 0.5, "technology_gap": 1.0,
    "line_real": 1000.0, "peers": 0.0, "place_peers": 0.0, "diagnosed": 0, "upgrade_intercept": 0.0,
    "rung_intercept": 0.0,
}
# Equipment of 100 to renew and 200 to add, half of which the city pays.
AIDED = {
    "leaves": 0, "above_scale": 1, "capital": 1000.0, "profit": 1.0, "renewal_rate": 0.1,
    "capital_wanted": 200.0, "subsidy_request": 50.0, "subsidy_selected": 2.0, "subsidy_rate": 0.5,
    "subsidy_eligible": 1, "subsidy_cap": 1e9, "subsidy_equipment": 1.0, "investment_elasticity": 2.0,
    "subsidised_capital": 0.0,
}
LEASED = {"leasing_share": 0.5, "leasing_charge": 0.2, "leasing_below_revenue": 1000.1}
# A tenth of what is borrowed is saved: half the interest of 5% over 4 years.
EASED = {"interest_subsidy": 0.5, "interest_subsidy_years": 4.0, "base_loan_rate": 0.05,
         "small_firm_premium": 0.0}  # fmt: skip
LAWS = {
    # --- production -----------------------------------------------------------------------------
    "shock_spread": [
        case(0.2, 1000.0, 0.2, 0.15, 1000.0), case(0.1, 16000.0, 0.2, 0.25, 1000.0),
        falls("", "value_added"), case(0.4, 62.5, 0.2, 0.25, 1000.0),
        case(0.2 * 0.05**-0.25, 1.0, 0.2, 0.25, 1000.0), case(0.2 * 0.06**-0.25, 60.0, 0.2, 0.25, 1000.0),
    ],
    "size_drift": [
        case(0.0, E**7, 0.02, 0.01, 3.0, 7.0), case(0.06 + 0.09, E**11, 0.02, 0.01, 3.0, 7.0),
        case(0.02 + 0.01, E**8, 0.02, 0.01, 3.0, 7.0), case(-0.02, E**6, 0.02, 0.01, 3.0, 7.0),
        case(-0.06, E, 0.02, 0.01, 3.0, 7.0), case(-0.02, 0.0, 0.02, 0.01, 3.0, 1.0),
        rises("", "value_added"), case(0.01 + 0.0025, E**0.5, 0.02, 0.01, 3.0, 0.0),
        case(-0.02 * (1 - math.log(1.5)), 1.5, 0.02, 0.01, 3.0, 1.0),
    ],
    "change_productivity": [
        always("a year older", lambda v, o: o.age == v.age + 1),
        given("a shock at the middle is none", {"draw_shock_permanent": 0.5, "draw_shock_transitory": 0.5},
              lambda v, o: near(o.transitory, v.transitory_persistence * v.transitory)),
        given("shares of classes at their mean change nothing", {
            "draw_shock_permanent": 0.5, "equipment": 1, "equipment_share_now": 1.0, "strategic": 0,
            "strategic_share_now": 0.0, "growth_size_gradient": 0.0, "growth_size_curvature": 0.0},
            lambda v, o: near(o.productivity - v.productivity, v.productivity_trend + v.sector_demand)),
        given("wedges", {"draw_shock_permanent": 0.5, "equipment": 1, "equipment_share_now": 0.25,
              "strategic": 0, "strategic_share_now": 0.5, "growth_size_gradient": 0.0,
              "growth_size_curvature": 0.0, "productivity_trend": 0.0, "sector_demand": 0.0},
              lambda v, o: near(o.productivity - v.productivity,
                                0.75 * v.equipment_wedge - 0.5 * v.strategic_wedge)),
        given("shocks have their spread", {"draw_shock_permanent": 0.5 + 0.5 * (1 - 1 / E),
              "draw_shock_transitory": 0.5 - 0.5 * (1 - 1 / E), "value_added": 1000.0,
              "shock_reference": 1000.0, "equipment_wedge": 0.0, "strategic_wedge": 0.0,
              "growth_size_gradient": 0.0, "growth_size_curvature": 0.0, "productivity_trend": 0.0,
              "sector_demand": 0.0, "transitory": 0.0}, lambda v, o: near(
              o.productivity - v.productivity, math.sqrt(0.5) * v.permanent_spread) and near(
              o.transitory, -math.sqrt(0.5) * v.transitory_spread)),
        given("shocks shrink with size", {"draw_shock_transitory": 0.9, "transitory": 0.0,
              "draw_shock_permanent": 0.1, "equipment_wedge": 0.0, "strategic_wedge": 0.0,
              "growth_size_gradient": 0.0, "growth_size_curvature": 0.0, "productivity_trend": 0.0,
              "sector_demand": 0.0,
              "value_added": 16000.0, "shock_reference": 1000.0, "shock_size_exponent": 0.25},
              lambda v, o: near(o.transitory, -math.sqrt(0.5) * math.log(0.2) * v.transitory_spread / 2)
              and near(o.productivity - v.productivity,
                       math.sqrt(0.5) * math.log(0.2) * v.permanent_spread / 2)),
        rises("productivity", "draw_shock_permanent", "productivity_trend", "sector_demand"),
        rises("transitory", "draw_shock_transitory", "transitory"),
        falls("productivity", "mean_log_size"), rises("productivity", "growth_size_ceiling"),
    ],
    "wanted_employment": [
        case(50.0, 1000.0, 0.4, 8.0), case(1.0, 1.0, 0.4, 8.0), case(1.5, 30.0, 0.4, 8.0),
        scales("", "value_added", "wage", power=0.0),
    ],
    "produce": [
        case(E, 1.0, 1.0, 1.0, 0.4, 0.5), case(16.0, 0.0, 256.0, 1.0, 0.5, 0.4), case(4.0, 0.0, 1.0, 16.0, 0.4, 0.5),
        case(E**30, 99.0, 1.0, 1.0, 0.4, 0.5), case(E**-30, -99.0, 1.0, 1.0, 0.4, 0.5),
        case(0.1, 0.0, 0.0, 1.0, 1 / 3, 0.5), case(0.001, 0.0, 1.0, 0.0, 0.4, 1.0),
        case(0.0015, 0.0, 0.0015, 1.0, 1.0, 1.0), case(0.0015, 0.0, 1.0, 0.0015, 1.0, 1.0),
        rises("", "capital", "employment", "productivity"),
        given("never nothing", {"productivity": -99.0, "capital": 1.0, "employment": 1.0},
              lambda v, o: 0.9e-13 < o.all[0] < 1e-13),
    ],
    "hire_and_produce": [
        always("wages grow", lambda v, o: near(o.wage, v.wage * (1.0 + v.wage_growth))),
        given("at the target nobody is hired", {"employment": 80.0, "labour_share": 0.4, "wage": 5.0,
              "value_added": 1000.0}, lambda v, o: near(o.employment, 80.0)),
        given("half the way to it", {"employment": 20.0, "labour_share": 0.4, "wage": 5.0,
              "value_added": 1000.0, "employment_adjustment": 0.5}, lambda v, o: near(o.employment, 40.0)),
        always("two factors", lambda v, o: near(math.log(o.value_added), v.productivity + v.transitory
               + v.agglomeration + v.capital_elasticity * math.log(v.capital)
               + v.labour_elasticity * math.log(o.employment))),
    ],
    "energy_level_at": [
        case(1.0, 0.0, 1.0, 0.0, 1.0), case(E**-0.5, 1.0, 0.2, 0.5, 0.6), falls("", "quota_price", "emission_price"),
    ],
    "research_pull": [
        case(0.0, -1.0, 0.25, 0.8, 0.5, 1.0), case(0.125 * 2.0, 1.0, 0.25, 0.8, 0.5, 2.0),
        case(0.0, 0.0, 0.25, 0.8, 0.5, 1.0), case(0.25, 0.5, 0.25, 0.8, 0.5, 2.0),
    ],
    "follow_trends": [
        given("no trend, no change", {"value_added_rate_trend": 0.0, "research_trend": 0.0,
              "high_tech_research_bonus": 0.0, "energy_trend": 0.0, "energy_response": 0.0,
              "water_trend": 0.0, "frontier_speed": 0.0}, lambda v, o: all(
              near(a, b) for a, b in zip(o.all, (v.value_added_rate, v.research_ratio,
              v.electricity_intensity, v.water_intensity, v.technology_gap), strict=True))),
        given("each by its trend", {"value_added_rate": 0.2, "value_added_rate_trend": 0.05,
              "research_ratio": 0.1, "research_trend": 0.1, "high_tech_research_bonus": 0.2,
              "high_tech": 1, "electricity_intensity": 0.5, "energy_trend": -0.1,
              "energy_response": -0.2, "water_intensity": 10.0, "water_trend": -0.05,
              "technology_gap": 0.6, "frontier_speed": 0.5}, lambda v, o: all(
              near(a, b) for a, b in zip(o.all, (0.21, 0.13, 0.36, 9.5, 0.8), strict=True))),
        given("without the bonus", {"research_ratio": 0.1, "research_trend": 0.1, "high_tech": 0},
              lambda v, o: near(o.research_ratio, 0.11)),
        given("caps", {"value_added_rate": 0.79, "value_added_rate_trend": 0.5, "research_ratio": 0.29,
              "research_trend": 0.5}, lambda v, o: near(o.value_added_rate, 0.8)
              and near(o.research_ratio, 0.3)),
    ],
    "answer_support": [
        given("nothing offered, nothing changed", {"research_deduction": 0.0, "research_boost": 0.0,
              "energy_diagnosis_coverage": 0.0}, lambda v, o: near(o.research_ratio, v.research_ratio)
              and o.research_boost == 0.0 and o.electricity_intensity == v.electricity_intensity
              and o.energy_diagnosis_cost == 0.0),
        given("last year's boost is taken back first", {"research_ratio": 0.022, "research_boost": 0.1,
              "profit": 1.0, "high_tech": 0, "income_tax_rate": 0.25, "income_tax_coverage": 0.8,
              "research_deduction": 0.5, "research_response": 2.0}, lambda v, o: near(
              o.research_boost, 0.25) and near(o.research_ratio, 0.025)),
        given("the rate of high-tech firms", {"profit": 1.0, "high_tech": 1,
              "income_tax_rate_high_tech": 0.25, "income_tax_rate": 0.9, "income_tax_coverage": 0.8,
              "research_deduction": 0.5, "research_response": 2.0}, lambda v, o: near(o.research_boost, 0.25)),
        given("a cap", {"research_ratio": 0.29, "research_boost": 0.0, "profit": 1.0, "high_tech": 0,
              "income_tax_rate": 0.25, "income_tax_coverage": 0.8, "research_deduction": 0.5,
              "research_response": 2.0}, lambda v, o: near(o.research_ratio, 0.3)),
        given("diagnosed above scale", {"above_scale": 1, "energy_diagnosis_coverage": 0.5,
              "energy_diagnosis_saving": 0.1}, lambda v, o: near(o.electricity_intensity,
              v.electricity_intensity * (0.9 if v.draw_energy_diagnosis < 0.5 else 1.0)) and near(
              o.energy_diagnosis_cost, v.energy_diagnosis_price * (v.draw_energy_diagnosis < 0.5))),
        at_edge("draw_energy_diagnosis", lambda v: v.energy_diagnosis_coverage,
                lambda v, o: o.energy_diagnosis_cost == 0.0),
        given("not below", {"above_scale": 0}, lambda v, o: o.energy_diagnosis_cost == 0.0
              and o.electricity_intensity == v.electricity_intensity),
    ],
    # --- upgrading ------------------------------------------------------------------------------
    "next_rung": [
        case(1, 0, 0.0, 0, 10.0, 5.0, 6.0, 7.0), case(1, 1, 0.4, 1, 10.0, 5.0, 6.0, 7.0),
        case(2, 1, 0.5, 0, 1.0, 5.0, 6.0, 7.0), case(3, 2, 0.0, 1, 5.0, 5.0, 60.0, 70.0),
        case(2, 2, 1.0, 1, 4.0, 5.0, 1.0, 1.0), case(2, 2, 1.0, 0, 9.0, 5.0, 6.0, 7.0),
        case(4, 3, 1.0, 1, 6.0, 50.0, 6.0, 70.0), case(3, 3, 1.0, 1, 5.0, 1.0, 6.0, 1.0),
        case(5, 4, 1.0, 1, 7.0, 50.0, 60.0, 7.0), case(4, 4, 1.0, 1, 6.0, 1.0, 1.0, 7.0),
        case(5, 5, 1.0, 1, 900.0, 5.0, 6.0, 7.0), case(2, 1, 0.6, 0, 1.0, 5.0, 6.0, 7.0),
        case(1, 1, 0.4, 1, 1e9, 5.0, 6.0, 7.0),
    ],
    "subsidy_amount": [case(10.0, 100.0, 0.1, 50.0, 1.0), case(5.0, 100.0, 0.1, 5.0, 1.0), case(0.0, 100.0, 0.1, 5.0, 0.0)],
    "grade_saving": [
        case(20.0 * 0.2, 20.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.1, 0.0, 0.0, 0.0, 0.0),
        case(1000.0 * 0.0004 * 0.3, 0.0, 1000.0, 0.0, 0.0004, 0.0, 0.0, 0.0, 0.5, 0.2, 0.0, 0.0),
        case(10.0 * 0.4 * 0.5, 0.0, 0.0, 10.0, 0.0, 0.4, 0.0, 0.0, 0.0, 0.0, 0.25, 0.75),
        case(0.0, 20.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.3, 0.0, 0.0, 0.0, 0.0),
        case(4.0 + 0.12 + 2.0, 20.0, 1000.0, 10.0, 0.0004, 0.4, 0.3, 0.1, 0.5, 0.2, 0.25, 0.75),
    ],
    "payback": [
        case(4.0, 100.0, 25.0), case(0.0, -5.0, 25.0), case(5e6, 5.0, 0.0), case(5e6, 7.5, 1.5e-6),
        case(0.5, 0.5, 1.0),
    ],
    "adoption_index": [
        falls("", "years"), rises("", "hurdle", "revenue", "peers", "peer_slope", "intercept", "diagnosed"),
        case(-1.0, 2.0, 2.0, 2000.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 + 1.5, 2.0, 2.0, 2000.0, 1.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-0.8, 2.0, 2.0, 2000.0, 0.0, 1, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 + 1.4, 2.0, 2.0 * E, 2000.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 + 0.3, 2.0, 2.0, 2000.0 * E, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 - 7.0, 1e9, 2.0, 2000.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 + 7.0, 0.02, 20.0, 2000.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 + 1.4, 0.0, 0.01 * E, 2000.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 + 1.4, 0.015, 0.015 * E, 2000.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 - 0.9, 2.0, 2.0, 2.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.0 + 1.8, 2.0, 2.0, 2e9, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 2000.0),
        case(-1.3, 2.0, 2.0, 0.0, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, E),
        case(-1.3, 2.0, 2.0, 1.5, 0.0, 0, -1.0, 1.4, 0.3, 1.5, 0.2, 1.5 * E),
    ],
    "consider_rung": [
        always("the next rung or the same", lambda v, o: o.candidate_rung - v.rung in (0, 1)),
        given("asks for a workshop", {"rung": 2, "above_scale": 1}, lambda v, o: (o.candidate_rung == 3)
              == (v.revenue >= v.workshop_minimum_revenue)),
        given("asks for a smart factory", {"rung": 3, "above_scale": 1}, lambda v, o: (o.candidate_rung == 4)
              == (v.revenue >= v.smart_factory_minimum_revenue)),
        given("asks for a future factory", {"rung": 4, "above_scale": 1}, lambda v, o: (o.candidate_rung == 5)
              == (v.revenue >= v.future_factory_minimum_revenue)),
        given("wired", {"rung": 1}, lambda v, o: (o.candidate_rung == 2) == (v.networked >= 0.5)),
    ],
    "decide_upgrade": [
        always("a subsidy never deters", lambda v, o: o.would_upgrade_subsidised >= o.would_upgrade),
        always("only who would upgrade asks", lambda v, o: o.would_upgrade_subsidised == 1
               or o.subsidy_request == 0.0),
        always("no more than rate, cap and eligibility give", lambda v, o: o.subsidy_request <= min(
            v.subsidy_cap, v.subsidy_rate * v.rung_cost * v.revenue * v.learning_factor) + 1e-9
            and o.subsidy_request <= 1e12 * v.subsidy_eligible),
        always("below the rung's revenue nobody", lambda v, o: v.revenue >= v.rung_minimum_revenue
               or o.would_upgrade + o.would_upgrade_subsidised == 0),
        always("only the selected above scale have an offer", lambda v, o: o.subsidy_request == 0.0
               or (v.draw_selection < v.subsidy_selected and v.above_scale == 1)),
        given("without leasing a project costs its part of revenue", {"leasing_share": 0.0},
              lambda v, o: near(o.upgrade_cost, v.rung_cost * v.revenue * v.learning_factor)),
        given("the payback in years", {"leasing_share": 0.0, "interest_subsidy": 0.0, "ladder_award": 0.0,
              "electricity_surcharge": 0.0, "better_electricity_surcharge": 0.0, "water_surcharge": 0.0,
              "better_water_surcharge": 0.0, "land_tax_relief": 0.0, "better_land_tax_relief": 0.0,
              "technology_gap": 0.5}, lambda v, o: near(o.upgrade_payback * 0.5 * v.value_added
              * v.rung_gain * v.gain_attenuation, v.rung_cost * v.revenue * v.learning_factor)),
        given("a better grade counts by its chance and reach", {
              "leasing_share": 0.0, "interest_subsidy": 0.0, "ladder_award": 0.0, "rung_gain": 0.0,
              "electricity_surcharge": 0.5, "better_electricity_surcharge": 0.0, "water_surcharge": 0.0,
              "better_water_surcharge": 0.0, "land_tax_relief": 0.0, "better_land_tax_relief": 0.0,
              "grade_step_chance": 0.4, "above_scale": 0, "below_scale_charges": 0.5},
              lambda v, o: near(o.upgrade_payback * 0.1 * v.electricity,
                                v.rung_cost * v.revenue * v.learning_factor)),
        given("an award shortens it", {"leasing_share": 0.0, "interest_subsidy": 0.0, "rung_gain": 0.2,
              "electricity_surcharge": 0.0, "better_electricity_surcharge": 0.0, "water_surcharge": 0.0,
              "better_water_surcharge": 0.0, "land_tax_relief": 0.0, "better_land_tax_relief": 0.0,
              "gain_attenuation": 0.5, "technology_gap": 1.0, "rung_cost": 0.1, "learning_factor": 1.0,
              "ladder_award": 7.0}, lambda v, o: near(
              o.upgrade_payback * 0.1 * v.value_added, 0.1 * v.revenue - 7.0)),
        given("interest borne by the city shortens it", {"leasing_share": 0.0, "interest_subsidy": 0.5,
              "interest_subsidy_years": 4.0, "base_loan_rate": 0.05, "small_firm_premium": 0.0,
              "debt": 1e9, "rung_gain": 0.2, "electricity_surcharge": 0.0,
              "better_electricity_surcharge": 0.0, "water_surcharge": 0.0, "better_water_surcharge": 0.0,
              "land_tax_relief": 0.0, "better_land_tax_relief": 0.0, "gain_attenuation": 0.5,
              "technology_gap": 1.0, "rung_cost": 0.1, "learning_factor": 1.0, "ladder_award": 0.0},
              lambda v, o: near(o.upgrade_payback * 0.1 * v.value_added, 0.09 * v.revenue)),
        given("who leases pays the lessor", {"leasing_share": 0.5, "leasing_below_revenue": 1e12,
              "leasing_charge": 0.2, "interest_subsidy": 0.0, "ladder_award": 0.0, "extra_credit": 0.0,
              "profit": -1e12, "depreciation": 0.0, "debt": 1e12, "subsidy_rate": 0.0},
              lambda v, o: near(o.upgrade_cost,
                                1.1 * v.rung_cost * v.revenue * v.learning_factor)),
        given("without the means nobody", {"extra_credit": 0.0, "profit": -1e12, "depreciation": 0.0,
              "debt": 1e12, "leasing_share": 0.0, "ladder_award": 0.0},
              lambda v, o: o.would_upgrade + o.would_upgrade_subsidised == 0),
        given("with means and luck everybody", {"extra_credit": 1e12, "draw_upgrade": 1e-9,
              "rung_minimum_revenue": 0.0}, lambda v, o: o.would_upgrade == 1
              and o.would_upgrade_subsidised == 1),
        given("with bad luck nobody", {"draw_upgrade": 1.0 - 1e-9},
              lambda v, o: o.would_upgrade + o.would_upgrade_subsidised == 0),
        given("a plot can be pledged", {"capital": 0.0, "debt": 0.0, "profit": 0.0, "depreciation": 0.0,
              "extra_credit": 0.0, "land": 1e9, "leased_land": 0.0, "draw_upgrade": 1e-9,
              "rung_minimum_revenue": 0.0, "leasing_share": 0.0}, lambda v, o: o.would_upgrade == 1),
        rises("would_upgrade", "extra_credit", "hurdle", "peers", "place_peers", "upgrade_intercept",
              "rung_intercept", "diagnosis_effect", "capital", "profit"),
        falls("would_upgrade", "draw_upgrade", "rung_minimum_revenue", "rung_cost"),
        rises("would_upgrade_subsidised", "subsidy_rate", "hurdle"),
        rises("subsidy_request", "subsidy_cap"), falls("subsidy_request", "draw_selection"),
        falls("upgrade_payback", "technology_gap", "grade_step_chance", "rung_gain", "interest_subsidy"),
        at_edge("draw_selection", lambda v: v.subsidy_selected, lambda v, o: o.subsidy_request == 0.0),
        given("means for the project alone", PROJECT | {"extra_credit": 100.0},
              lambda v, o: o.would_upgrade == 1 and o.would_upgrade_subsidised == 1
              and near(o.subsidy_request, 20.0) and near(o.upgrade_cost, 100.0)),
        given("means for it with a subsidy", PROJECT | {"extra_credit": 80.0},
              lambda v, o: o.would_upgrade == 0 and o.would_upgrade_subsidised == 1),
        given("means for neither", PROJECT | {"extra_credit": 79.9},
              lambda v, o: o.would_upgrade_subsidised == 0 and o.subsidy_request == 0.0),
        given("leased with a subsidy", PROJECT | LEASED | {"extra_credit": 40.0},
              lambda v, o: o.would_upgrade == 0 and o.would_upgrade_subsidised == 1
              and near(o.upgrade_cost, 108.0)),
        given("leased alone", PROJECT | LEASED | {"extra_credit": 50.0},
              lambda v, o: o.would_upgrade == 1 and near(o.upgrade_cost, 110.0)),
        given("large firms lease nothing", PROJECT | LEASED | {"extra_credit": 50.0,
              "leasing_below_revenue": 1000.0}, lambda v, o: near(o.upgrade_cost, 100.0)),
        given("a loan is eased, a lease is not", PROJECT | LEASED | EASED | {"extra_credit": 0.0},
              lambda v, o: near(o.upgrade_payback, 10.5)),
        given("half odds where the payback is the hurdle", PROJECT | {"extra_credit": 1e9,
              "hurdle": 10.0, "draw_upgrade": lambda v: v.draw_selection, "place_peers": 0.2,
              "peers": 0.6, "place_peer_weight": 0.25, "peer_slope": 2.0, "upgrade_intercept": -1.0,
              "subsidy_rate": 0.0}, lambda v, o: o.would_upgrade == (v.draw_upgrade < 0.5)),
        given("half odds with a subsidy, a lease and an eased loan", PROJECT | LEASED | EASED | {
              "extra_credit": 40.0, "hurdle": 8.4, "draw_upgrade": lambda v: v.draw_selection},
              lambda v, o: o.would_upgrade_subsidised == (v.draw_upgrade < 0.5)),
        sometimes("aided alone", lambda v, o: o.would_upgrade_subsidised > o.would_upgrade),
    ],
    "connect_machines": [
        always("once connected always so", lambda v, o: v.networked < 0.5 or (
            o.networked == v.networked and o.connected == 0)),
        always("connected to the reach", lambda v, o: o.networked == (
            v.networking_reach if o.connected else v.networked)),
        rises("connected", "networking_intercept", "peers"),
        falls("connected", "draw_connection"),
        given("half odds at nought", {"networked": 0.0, "networking_intercept": -1.0, "peers": 0.5,
              "peer_slope": 1.0, "diagnosed": 1, "diagnosis_effect": 0.25, "revenue": 2000.0 * E,
              "line_real": 2000.0, "networking_size_slope": 0.2, "cloud_voucher": 5.0,
              "cloud_effect": 0.01, "cloud_below_revenue": 1e9},
              lambda v, o: o.connected == (v.draw_connection < 0.5)),
        given("half odds far below the line", {"networked": 0.0, "networking_intercept": 0.6, "peers": 0.0,
              "diagnosed": 0, "revenue": 0.0, "line_real": 2000.0, "networking_size_slope": 0.2,
              "cloud_voucher": 0.0}, lambda v, o: o.connected == (v.draw_connection < 0.5)),
        given("half odds far above the line", {"networked": 0.0, "networking_intercept": -1.2, "peers": 0.0,
              "diagnosed": 0, "revenue": 1e9, "line_real": 2000.0, "networking_size_slope": 0.2,
              "cloud_voucher": 0.0}, lambda v, o: o.connected == (v.draw_connection < 0.5)),
        given("half odds under one", {"networked": 0.0, "networking_intercept": 2.0, "peers": 0.0,
              "diagnosed": 0, "revenue": 1.2, "line_real": 1.2 * E, "networking_size_slope": 2.0,
              "cloud_voucher": 0.0}, lambda v, o: o.connected == (v.draw_connection < 0.5)),
        given("who is half connected is", {"networked": 0.5, "networking_intercept": 99.0},
              lambda v, o: o.connected == 0),
        given("half odds at nothing", {"networked": 0.0, "networking_intercept": 2.0, "peers": 0.0,
              "diagnosed": 0, "revenue": 0.0, "line_real": E, "networking_size_slope": 2.0,
              "cloud_voucher": 0.0}, lambda v, o: o.connected == (v.draw_connection < 0.5)),
    ],
    "receive_diagnosis": [
        always("knowledge lasts", lambda v, o: o.diagnosed >= v.diagnosed),
        always("paid where given", lambda v, o: o.diagnosis_cost == v.diagnosis_price * (
            o.diagnosed - v.diagnosed)),
        given("above scale, small enough, by lot", {"diagnosed": 0, "above_scale": 1,
              "diagnosis_below_scale": 0}, lambda v, o: (o.diagnosed == 1) == (
              v.revenue < v.diagnosis_below_revenue and v.draw_diagnosis < v.diagnosis_coverage)),
        given("not below scale", {"diagnosed": 0, "above_scale": 0, "diagnosis_below_scale": 0},
              lambda v, o: o.diagnosed == 0),
        given("below scale if meant", {"diagnosed": 0, "above_scale": 0, "diagnosis_below_scale": 1,
              "diagnosis_below_revenue": 1e12, "draw_diagnosis": 0.1, "diagnosis_coverage": 0.2},
              lambda v, o: o.diagnosed == 1),
        at_edge("revenue", lambda v: v.diagnosis_below_revenue, lambda v, o: o.diagnosed == v.diagnosed),
        at_edge("draw_diagnosis", lambda v: v.diagnosis_coverage, lambda v, o: o.diagnosed == v.diagnosed),
        given("half meant is not meant", {"diagnosed": 0, "above_scale": 0, "diagnosis_below_scale": 0.5,
              "diagnosis_below_revenue": 1e12, "draw_diagnosis": 0.1, "diagnosis_coverage": 0.2},
              lambda v, o: o.diagnosed == 0),
    ],
    "carry_out_upgrade": [
        always("nothing done, nothing changed", lambda v, o: o.upgraded == 1 or o.all[1:] == (
            v.rung, v.projects, v.numerical_control, v.productivity, v.labour_share, v.technology_gap)),
        given("done", {"would_upgrade": 1, "numerical_control": 0.5, "numerical_control_gain": 0.4,
              "technology_gap": 0.6, "rung_gain": 0.3, "gain_attenuation": 0.5, "labour_share": 0.4,
              "rung_labour_saving": 0.05, "gap_closed": 0.75}, lambda v, o: o.upgraded == 1
              and o.rung == v.candidate_rung and o.projects == v.projects + 1 and near(
              o.numerical_control, 0.7) and near(o.productivity - v.productivity, 0.09) and near(
              o.labour_share, 0.388) and near(o.technology_gap, 0.15)),
        always("who is let, aided or told", lambda v, o: (o.upgraded == 1) == bool(
            v.would_upgrade or (v.would_upgrade_subsidised and v.subsidy_granted > 0.0) or v.treated)),
    ],
    # --- better use of what there is --------------------------------------------------------------
    "slack_found": [
        case(0.0, 0.1, 0.0, 0.02), case(0.1 * (1.0 - 1.0 / E), 0.1, 0.02, 0.02),
        case(0.1 * (1.0 - E**-0.5), 0.1, 0.02, 0.04), case(0.0, 0.0, 0.02, 0.02),
        rises("", "slack", "stake"), falls("", "scale"),
    ],
    "use_slack": [
        always("found once", lambda v, o: near(o.productivity + o.slack, v.productivity + v.slack)),
        given("half of a tenth, where the stake is log 2 of the scale", {
              "slack": 0.1, "value_added": 100.0, "above_scale": 1, "electricity": 10.0,
              "electricity_surcharge": 0.2, "better_electricity_surcharge": 0.1, "water": 1000.0,
              "water_price": 0.001, "water_surcharge": 0.5, "better_water_surcharge": 0.0, "land": 10.0,
              "land_use_tax": 0.1, "land_tax_relief": 0.0, "better_land_tax_relief": 0.5,
              "pressure_scale": 0.02 / math.log(2.0)}, lambda v, o: near(o.slack, 0.05)),
        given("below scale as far as charges reach", {
              "slack": 0.1, "value_added": 100.0, "above_scale": 0, "below_scale_charges": 0.5,
              "electricity": 20.0, "electricity_surcharge": 0.2, "better_electricity_surcharge": 0.0,
              "water_surcharge": 0.0, "better_water_surcharge": 0.0, "land_tax_relief": 0.0,
              "better_land_tax_relief": 0.0, "pressure_scale": 0.02}, lambda v, o: near(
              o.slack, 0.1 / E)),
        given("without stakes nothing", {
              "electricity_surcharge": 0.0, "water_surcharge": 0.0, "land_tax_relief": 0.0,
              "better_electricity_surcharge": 0.0, "better_water_surcharge": 0.0,
              "better_land_tax_relief": 0.0}, lambda v, o: o.slack == v.slack
              and o.productivity == v.productivity),
        given("next to no value added", {
              "slack": 0.1, "value_added": 1e-4, "above_scale": 1, "electricity": 1e-3,
              "electricity_surcharge": 0.01, "better_electricity_surcharge": 0.0,
              "water_surcharge": 0.0, "better_water_surcharge": 0.0, "land_tax_relief": 0.0,
              "better_land_tax_relief": 0.0, "pressure_scale": 0.01}, lambda v, o: near(
              o.slack, 0.1 / E)),
    ],
    # --- support --------------------------------------------------------------------------------
    "rung_award": [
        case(30.0, 2, 3, 100.0, 1.0, 30.0, 40.0, 50.0), case(40.0, 3, 4, 100.0, 1.0, 30.0, 40.0, 50.0),
        case(50.0, 4, 5, 100.0, 1.0, 30.0, 40.0, 50.0), case(20.0, 2, 3, 20.0, 1.0, 30.0, 40.0, 50.0),
        case(0.0, 3, 3, 100.0, 1.0, 30.0, 40.0, 50.0), case(0.0, 1, 2, 100.0, 1.0, 30.0, 40.0, 50.0),
        case(0.0, 2, 3, 100.0, 0.0, 30.0, 40.0, 50.0),
    ],
    "leased_part": [case(25.0, 50.0, 40.0, 0.5), case(0.0, 50.0, 60.0, 0.5), case(0.0, 50.0, 50.0, 0.5)],
    "voucher_due": [case(5.0, 100.0, 5.0, 200.0), case(0.0, 200.0, 5.0, 200.0), case(0.0, 300.0, 5.0, 200.0)],
    "carried_out": [
        case(1, 1, 0, 0.0, 0), case(1, 0, 1, 5.0, 0), case(1, 0, 0, 0.0, 1), case(0, 0, 1, 0.0, 0),
        case(0, 0, 0, 5.0, 0), case(0, 0, 0, 0.0, 0), case(1, 0, 0, 0.0, 2), case(1, 0, 1, 0.5, 0),
        case(1, 1, 1, 0.0, 0),
    ],
    "look_up_award": [
        given("never more than the project", {"rung": 2, "candidate_rung": 3, "subsidy_eligible": 1}
              | LEAST, lambda v, o: near(o.ladder_award, v.rung_cost * v.revenue * v.learning_factor)),
        given("its own award", {"rung": 3, "candidate_rung": 4, "subsidy_eligible": 1, "revenue": 1e9},
              lambda v, o: o.ladder_award == v.smart_factory_award),
    ],
    "earn_award": [
        always("for who carries out", lambda v, o: o.ladder_award == v.ladder_award * bool(
            v.would_upgrade or (v.would_upgrade_subsidised and v.subsidy_granted > 0.0) or v.treated)),
    ],
    "bind_support": [
        given("nothing bound without commitment", {"subsidy_commitment": 0.0}, lambda v, o: o.bound_support == 0.0),
        given("a part is earned each year", {"subsidy_commitment": 4.0, "deflator_growth": 0.25,
              "bound_support": 100.0, "subsidy_paid": 10.0}, lambda v, o: near(o.bound_support, 70.0)),
        given("within a year all of it", {"subsidy_commitment": 0.5, "subsidy_paid": 10.0},
              lambda v, o: near(o.bound_support, 10.0)),
        given("one and a half", {"subsidy_commitment": 1.5, "subsidy_paid": 10.0, "deflator_growth": 0.0,
              "bound_support": 30.0}, lambda v, o: near(o.bound_support, 20.0)),
    ],
    "lift_of_subsidy": [
        case(1.0, 0.0, 1.6, 0.0), case(2.0, 0.5, 1.0, 0.0), case(4.0, 0.5, 2.0, 0.0),
        case(100.0, 1.0, 1.0, 0.0), case(1.0 / 0.015, 0.985, 1.0, 0.0), case(3.5, 0.5, 2.0, 0.5),
        case(1.0, 0.5, 2.0, 3.0), case(1.0, 0.5, 2.0, 5.0),
        rises("", "rate", "elasticity"), falls("", "brought"),
    ],
    "lift_within_cap": [
        case(4.0, 4.0, 10.0, 40.0), case(4.0, 4.0, 10.0, 50.0), case(2.5, 4.0, 10.0, 25.0),
        case(1.0, 4.0, 10.0, 10.0), case(1.0, 4.0, 10.0, 5.0), case(1.0, 4.0, 0.0, 0.0),
        case(1.5, 4.0, 1e-10, 1.5e-9), case(1.25, 4.0, 1.2e-9, 1.5e-9),
    ],
    "apply_for_equipment": [
        given("renewal and expansion at half the price", AIDED, lambda v, o: near(
            o.investment_lift, 4.0 - 1.0) and near(o.equipment_request, 600.0)),
        given("as far as they count", AIDED | {"subsidy_equipment": 0.5}, lambda v, o: near(
            o.investment_lift, 2.5 - 1.0) and near(o.equipment_request, 300.0)),
        given("losses cut renewal", AIDED | {"profit": -1.0, "loss_renewal_cut": 0.5},
              lambda v, o: near(o.equipment_request, 500.0)),
        given("less once subsidies have brought a part of the capital", AIDED | {
              "subsidised_capital": 1.0}, lambda v, o: near(o.investment_lift, 3.0 - 1.0)
              and near(o.equipment_request, 450.0)),
        given("the cap just holds it", AIDED | {"subsidy_cap": 650.0},
              lambda v, o: near(o.equipment_request, 600.0) and near(o.investment_lift, 4.0 - 1.0)),
        given("up to the cap, where it pays the last yuan no more", AIDED | {"subsidy_cap": 350.0},
              lambda v, o: near(o.equipment_request, 300.0) and near(o.investment_lift, 2.0 - 1.0)),
        given("nothing more where even the plan is beyond the cap", AIDED | {"subsidy_cap": 149.0},
              lambda v, o: near(o.equipment_request, 99.0) and o.investment_lift == 0.0),
        given("nothing left of the cap", AIDED | {"subsidy_cap": 20.0},
              lambda v, o: o.equipment_request == 0.0 and o.investment_lift == 0.0),
        given("not below scale", AIDED | {"above_scale": 0}, lambda v, o: o.equipment_request == 0.0
              and o.investment_lift == 0.0),
        given("not who leaves", AIDED | {"leaves": 1}, lambda v, o: o.equipment_request == 0.0),
        given("not who leaves for another reason", AIDED | {"leaves": 2},
              lambda v, o: o.equipment_request == 0.0),
        given("not a grade left out", AIDED | {"subsidy_eligible": 0},
              lambda v, o: o.equipment_request == 0.0 and o.investment_lift == 0.0),
        given("half a grade is half the rate", AIDED | {"subsidy_eligible": 0.5}, lambda v, o: near(
            o.investment_lift, 1.0 / 0.75**2 - 1.0) and near(o.equipment_request, 75.0 / 0.75**2)),
        given("by lot", AIDED | {"subsidy_selected": 0.5}, lambda v, o: near(
            o.equipment_request, 600.0 * (v.draw_selection < 0.5))),
        at_edge("draw_selection", lambda v: v.subsidy_selected,
                lambda v, o: o.equipment_request == 0.0),
        given("a small one as well", AIDED | {"capital": 1.0, "capital_wanted": 0.0}, lambda v, o: near(
            o.equipment_request, 0.2) and near(o.investment_lift, 4.0 - 1.0)),
        given("nothing planned, nothing asked", AIDED | {"capital": 0.0, "capital_wanted": 0.0},
              lambda v, o: o.equipment_request == 0.0 and o.investment_lift == 0.0),
    ],
    "redeem_voucher": [
        always("who connects below the bound", lambda v, o: o.cloud_voucher_paid == (
            v.cloud_voucher if v.connected and v.revenue < v.cloud_below_revenue else 0.0)),
    ],
    # --- recognition ----------------------------------------------------------------------------
    "research_bar": [
        case(5.0, 10.0, 20.0, 50.0, 5.0, 4.0, 3.0), case(4.0, 20.0, 20.0, 50.0, 5.0, 4.0, 3.0),
        case(3.0, 50.0, 20.0, 50.0, 5.0, 4.0, 3.0), case(4.0, 40.0, 20.0, 50.0, 5.0, 4.0, 3.0),
        case(3.0, 90.0, 20.0, 50.0, 5.0, 4.0, 3.0),
    ],
    "next_statuses": [
        case((1, 0, 0, 0, 0), 0, 0, 0, 1, 1, 0, 1, 1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2),
        case((0, 0, 0, 0, 0), 0, 0, 0, 1, 1, 0, 1, 1, 0.3, 0.1, 0.1, 0.2, 0.2, 0.2),
        case((0, 0, 0, 0, 0), 0, 0, 0, 1, 1, 1, 1, 1, 0.2, 0.1, 0.1, 0.2, 0.2, 0.2),
        case((1, 0, 0, 1, 1), 1, 0, 0, 0, 1, 1, 1, 1, 0.9, 0.2, 0.2, 0.2, 0.2, 0.2),
        case((0, 0, 0, 0, 0), 0, 0, 0, 0, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2),
        case((1, 1, 1, 1, 1), 1, 0, 0, 0, 1, 1, 1, 1, 0.9, 0.1, 0.1, 0.2, 0.2, 0.2),
        case((0, 0, 0, 0, 0), 1, 0, 0, 0, 0, 1, 1, 1, 0.9, 0.1, 0.1, 0.2, 0.2, 0.2),
        case((1, 0, 0, 1, 1), 1, 0, 0, 0, 1, 1, 1, 1, 0.9, 0.3, 0.3, 0.2, 0.2, 0.2),
        case((1, 1, 1, 0, 0), 1, 1, 1, 0, 1, 1, 0, 0, 0.9, 0.3, 0.3, 0.2, 0.2, 0.2),
        case((0, 1, 1, 0, 0), 0, 1, 1, 0, 1, 1, 1, 1, 0.1, 0.3, 0.3, 0.2, 0.2, 0.2),
        case((1, 0, 0, 0, 0), 1, 0, 0, 0, 1, 0, 1, 1, 0.9, 0.1, 0.1, 0.2, 0.2, 0.2),
        case((1, 0, 0, 0, 0), 1, 0, 0, 0, 1, 1, 0, 0, 0.9, 0.1, 0.1, 0.2, 0.2, 0.2),
    ],
    "recognise": [
        given("kept above half the bar", {"high_tech": 1, "little_giant": 0, "champion": 0,
              "recognition_kept": 0.5, "high_tech_bar_small": 0.05, "high_tech_bar_medium": 0.05,
              "high_tech_bar_large": 0.05, "research_ratio": 0.025, "above_scale": 1, "rung": 1,
              "draw_recognition": 0.999, "draw_little_giant": 0.1, "draw_champion": 0.1,
              "little_giant_hazard": 0.1, "champion_hazard": 0.1, "little_giant_fostering": 1.1,
              "champion_fostering": 1.1}, lambda v, o: o.high_tech == 1
              and o.little_giant == (v.revenue <= v.little_giant_maximum_revenue)
              and o.champion == (v.revenue >= v.champion_minimum_revenue)),
        given("lost below it", {"high_tech": 1, "little_giant": 0, "champion": 0, "recognition_kept": 0.5,
              "high_tech_bar_small": 0.05, "high_tech_bar_medium": 0.05, "high_tech_bar_large": 0.05,
              "research_ratio": 0.024}, lambda v, o: o.all == (0.0, 0.0, 0.0)),
        given("gained at the bar", {"high_tech": 0, "high_tech_bar_small": 0.05, "recognition_kept": 0.5,
              "high_tech_bar_medium": 0.05, "high_tech_bar_large": 0.05, "research_ratio": 0.05,
              "draw_recognition": 0.3, "high_tech_hazard": 0.2, "high_tech_fostering": 2.0},
              lambda v, o: o.high_tech == 1),
        given("only above scale and modernised", {"high_tech": 1, "little_giant": 0, "champion": 0,
              "above_scale": 0}, lambda v, o: o.little_giant + o.champion == 0),
        given("... modernised", {"high_tech": 1, "little_giant": 0, "champion": 0, "rung": 0},
              lambda v, o: o.little_giant + o.champion == 0),
        at_edge("revenue", lambda v: v.champion_minimum_revenue, lambda v, o: o.champion >= v.champion),
        at_edge("revenue", lambda v: v.little_giant_maximum_revenue, lambda v, o: o.little_giant
                >= v.little_giant),
        given("chances by fostering", {"high_tech": 1, "little_giant": 0, "champion": 0, "above_scale": 1,
              "rung": 3, "recognition_kept": 0.0, "research_ratio": 0.01, "draw_little_giant": 0.15,
              "draw_champion": 0.15, "little_giant_hazard": 0.1, "champion_hazard": 0.1,
              "little_giant_fostering": 2.0, "champion_fostering": 2.0, "revenue": 100.0,
              "little_giant_maximum_revenue": 100.0, "champion_minimum_revenue": 100.0},
              lambda v, o: o.little_giant == 1 and o.champion == 1),
        given("... and none without", {"high_tech": 1, "little_giant": 0, "champion": 0, "above_scale": 1,
              "rung": 3, "recognition_kept": 0.0, "research_ratio": 0.01, "draw_little_giant": 0.15,
              "draw_champion": 0.15, "little_giant_hazard": 0.1, "champion_hazard": 0.1,
              "little_giant_fostering": 1.0, "champion_fostering": 1.0},
              lambda v, o: o.little_giant == 0 and o.champion == 0),
    ],
    "programmes": [
        case(3, 1, 1, 1, 0, 0, 0, 1.5, 1.5, 1.5), case(0, 1, 1, 1, 1, 1, 1, 1.5, 1.5, 1.5),
        case(0, 1, 1, 1, 0, 0, 0, 1.0, 1.0, 1.0), case(0, 0, 0, 0, 0, 0, 0, 1.5, 1.5, 1.5),
        case(1, 1, 0, 0, 0, 0, 0, 1.5, 1.5, 1.5), case(1, 0, 1, 0, 0, 0, 0, 1.5, 1.5, 1.5),
        case(1, 0, 0, 1, 0, 0, 0, 1.5, 1.5, 1.5), case(1, 1, 1, 1, 0, 1, 1, 1.5, 1.5, 1.5),
        case(1, 1, 1, 1, 1, 0, 1, 1.5, 1.5, 1.5), case(1, 1, 1, 1, 1, 1, 0, 1.5, 1.5, 1.5),
        case(1, 1, 1, 1, 0, 0, 0, 1.5, 1.0, 1.0), case(1, 1, 1, 1, 0, 0, 0, 1.0, 1.5, 1.0),
        case(1, 1, 1, 1, 0, 0, 0, 1.0, 1.0, 1.5),
    ],
    "reward_recognition": [
        given("each award once, and grants", {"high_tech": 1, "little_giant": 0, "champion": 0,
              "recognition_kept": 0.5, "high_tech_bar_small": 0.05, "high_tech_bar_medium": 0.05,
              "high_tech_bar_large": 0.05, "research_ratio": 0.025, "above_scale": 1, "rung": 1,
              "draw_little_giant": 0.1, "draw_champion": 0.1, "little_giant_hazard": 0.1,
              "champion_hazard": 0.1, "little_giant_fostering": 1.1, "champion_fostering": 1.1,
              "revenue": 100.0, "little_giant_maximum_revenue": 100.0,
              "champion_minimum_revenue": 100.0}, lambda v, o: near(o.recognition_award,
              v.little_giant_award + v.champion_award + 2.0 * v.fostering_grant)),
        given("for high-tech firms", {"high_tech": 0, "little_giant": 1, "champion": 1,
              "recognition_kept": 0.5, "high_tech_bar_small": 0.05, "high_tech_bar_medium": 0.05,
              "high_tech_bar_large": 0.05, "research_ratio": 0.05, "draw_recognition": 0.3,
              "high_tech_hazard": 0.2, "high_tech_fostering": 2.0}, lambda v, o: near(
              o.recognition_award, v.high_tech_award + v.fostering_grant)),
        given("nobody twice", {"high_tech": 1, "little_giant": 1, "champion": 1},
              lambda v, o: o.recognition_award == 0.0),
        given("nobody who fits nothing", {"high_tech": 0, "research_ratio": 0.0},
              lambda v, o: o.recognition_award == 0.0),
        given("chances of giants and champions are their own", {"high_tech": 1, "little_giant": 0,
              "champion": 0, "above_scale": 1, "rung": 3, "recognition_kept": 0.0,
              "research_ratio": 0.01, "high_tech_bar_small": 0.05, "high_tech_bar_medium": 0.05,
              "high_tech_bar_large": 0.05, "draw_little_giant": 0.15, "draw_champion": 0.15,
              "little_giant_hazard": 0.1, "champion_hazard": 0.1, "little_giant_fostering": 1.0,
              "champion_fostering": 1.0}, lambda v, o: o.recognition_award == 0.0),
        given("only above scale and modernised", {"high_tech": 1, "above_scale": 0},
              lambda v, o: o.recognition_award == 0.0),
        given("... modernised", {"high_tech": 1, "rung": 0}, lambda v, o: o.recognition_award == 0.0),
    ],
}  # fmt: skip
