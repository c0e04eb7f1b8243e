"""Laws of credit, books and investment."""

from __future__ import annotations

import math

from mutation.claims import (
    Subject,
    always,
    at_edge,
    case,
    falls,
    given,
    near,
    rises,
    scales,
    sometimes,
)

E = math.e
NO_MEASURES = {"interest_subsidy": 0.0, "energy_quota_price": 0.0, "emission_price": 0.0,
               "research_deduction": 0.0, "ladder_award": 0.0, "recognition_award": 0.0}  # fmt: skip

# Wants 300 of capital, has room for 200 of it, and buys a plot for the rest. The plot costs 2 a year
# and its rent 1; a mu of land is worth 20.
BUYS = {
    "above_scale": 1, "draw_expansion": 0.0, "expansion_chance": 1.0, "pulled_forward": 1.0,
    "capital": 600.0, "land": 10.0, "leased_land": 0.0, "floor_ratio": 2.0, "land_density": 40.0,
    "expansion_speed": 1e9, "expansion_limit": 0.5, "profit": 600.0, "interest": 0.0,
    "depreciation": 0.0, "land_price": 20.0, "land_price_factor": 1.0, "land_price_reference": 20.0,
    "base_loan_rate": 0.05, "small_firm_premium": 0.0, "risk_premium": 0.04,
    "depreciation_rate": 0.085, "interest_subsidy": 0.0, "extra_credit": 1e9, "renewal_rate": 0.0,
    "income_tax": 0.0, "land_access": 1, "standard_land_tax": 0.0, "standard_land_investment": 0.0,
    "small_project_land": 0.0, "small_project_investment": 0.0, "upward_cost": 1e9,
    "tenure_years": 20.0, "lease_yield": 0.05, "lease_first_below": 0.0,
    "leases_below_revenue": 0.0, "floor_ratio_limit": 3.0, "floor_limit_factor": 1.0,
}


def pays_just(rule: Subject) -> None:
    """A firm that bids just the price gets its plot."""
    values = rule.samples[0] | BUYS | {"land_price": 1.0}
    bid = rule.of(values)[rule.column("land_bid")]
    assert rule.of(values | {"land_price_factor": bid})[rule.column("land_wanted")] > 0.0
    assert rule.of(values | {"land_price_factor": 1.001 * bid})[rule.column("land_wanted")] == 0.0


LAWS = {
    # --- credit ---------------------------------------------------------------------------------
    "loan_rate": [
        falls("", "revenue"), rises("", "base_loan_rate", "small_firm_premium", "line"),
        case(0.06, 2000.0, 0.04, 0.02, 2000.0), case(0.06, 20.0, 0.04, 0.02, 2000.0),
        case(0.05, 2000.0 * E**1.5, 0.04, 0.02, 2000.0), case(0.04, 2000.0 * E**3, 0.04, 0.02, 2000.0),
        case(0.04, 2000.0 * E**4, 0.04, 0.02, 2000.0), case(0.05, 0.0, 0.04, 0.02, E**-1.5),
        case(0.05, 1.5 * E**1.5, 0.04, 0.02, 1.5), scales("", "revenue", "line", power=0.0),
    ],
    "credit_room": [
        rises("", "capital", "land", "floor_price", "pledge"), falls("", "leased_land", "debt"),
        case(45.0, 100.0, 10.0, 4.0, 5.0, 20.0, 0.5), case(0.0, 100.0, 10.0, 4.0, 5.0, 66.0, 0.5),
        scales("", "capital", "floor_price", "debt"),
    ],
    "retained_cash": [
        case(70.0, 100.0, 20.0, 10.0, 0.25), case(0.0, -100.0, 0.0, 10.0, 0.25),
        case(10.0, 20.0, 20.0, 10.0, 0.25), case(2.5, -10.0, 0.0, 10.0, 0.25),
        rises("", "profit", "depreciation"), scales("", "profit", "income_tax", "depreciation"),
    ],
    "user_cost": [case(0.175, 0.05, 0.04, 0.085), rises("", "rate", "risk_premium")],
    "next_debt": [
        case(130.0, 100.0, 50.0, 20.0, 0.5), case(85.0, 100.0, 20.0, 50.0, 0.5),
        case(0.0, 10.0, 0.0, 100.0, 0.5), case(100.0, 100.0, 30.0, 30.0, 0.5),
        case(100.5, 100.0, 30.5, 30.0, 0.5),
        rises("", "spending"), falls("", "cash"), scales("", "debt", "spending", "cash"),
    ],
    "rate_after_subsidy": [
        case(0.04, 0.05, 0.4, 50.0, 100.0), case(0.05, 0.05, 0.0, 50.0, 100.0),
        case(0.0, 0.05, 1.0, 300.0, 100.0), falls("", "subsidy", "debt"),
    ],
    "loan_part": [
        case(0.5, 50.0, 100.0), case(1.0, 300.0, 100.0), case(0.0, 0.0, 100.0),
        case(0.5, 0.5, 0.0), case(0.5, 0.75, 1.5), case(0.0, -5.0, 10.0),
        rises("", "debt"), falls("", "capital"),
    ],
    "loan_part_of_quota": [
        case(5.0, 10.0, 1, 100.0, 200.0), case(0.0, 10.0, 0, 100.0, 200.0),
        case(100.0, 200.0, 1, 100.0, 200.0),
    ],
    "loans_subsidised": [
        case(100.0, 100.0, 40.0, 0.5, 0.3, 5.0), case(80.0, 100.0, -40.0, 0.5, 0.3, 5.0),
        case(80.0, 100.0, 40.0, 0.5, 0.0, 5.0), case(20.0, 100.0, 40.0, 0.5, 0.3, 1.0),
    ],
    "interest_relief": [
        case(0.04, 2000.0 * E**3, 50.0, 100.0, 0.05, 0.02, 2000.0, 0.4, 4.0),
        case(0.056, 2000.0, 50.0, 100.0, 0.05, 0.02, 2000.0, 0.4, 4.0),
        case(0.0, 2000.0, 50.0, 100.0, 0.05, 0.02, 2000.0, 0.0, 4.0),
        rises("", "subsidy", "years", "debt"), falls("", "capital"),
    ],
    "seek_credit": [
        given("nobody is offered, nobody gets", {"guarantee_cap": 0.0, "loan_quota": 0.0},
              lambda v, o: o.extra_credit == 0.0),
        given("a guarantee tops up what is guaranteed already, of those admitted",
              {"loan_quota": 0.0, "guarantee_coverage": 0.5, "guarantee_cap": 300.0,
               "guaranteed_debt": 100.0, "guarantee_below_revenue": 20_000.0},
              lambda v, o: o.extra_credit == (
                  200.0 if v.revenue < 20_000.0 and v.draw_guarantee < 0.5 else 0.0)),
        given("never less than nothing", {"guarantee_cap": 50.0, "guaranteed_debt": 100.0,
              "loan_quota": 0.0}, lambda v, o: o.extra_credit == 0.0),
        at_edge("revenue", lambda v: v.guarantee_below_revenue, lambda v, o: near(
            o.extra_credit, v.loan_quota * v.above_scale * v.revenue / v.graded_revenue)),
        at_edge("draw_guarantee", lambda v: v.guarantee_coverage, lambda v, o: near(
            o.extra_credit, v.loan_quota * v.above_scale * v.revenue / v.graded_revenue)),
        given("the quota goes by revenue", {"guarantee_cap": 0.0},
              lambda v, o: near(o.extra_credit * v.graded_revenue,
                                v.loan_quota * v.above_scale * v.revenue)),
        always("debt is pledged or it is not", lambda v, o: near(
            max(o.unsecured_debt, 0.0), max(v.debt - v.collateral_share * v.capital
            - v.collateral_share * v.floor_price * (v.land - v.leased_land), 0.0))),
        rises("unsecured_debt", "debt"), sometimes("unsecured", lambda v, o: o.unsecured_debt > 0.0),
    ],
    "take_loans": [
        always("no more is guaranteed than exceeds the pledge", lambda v, o: o.guaranteed_debt <= max(
            v.debt - v.collateral_share * (v.capital + (v.land - v.leased_land) * v.floor_price), 0.0
        ) + 1e-9),
        given("who pledges enough has nothing guaranteed", {"capital": 1e9},
              lambda v, o: o.guaranteed_debt == 0.0),
        given("new debt beyond the pledge is guaranteed as far as the guarantee goes",
              {"debt": 500.0, "capital": 200.0, "land": 10.0, "leased_land": 5.0,
               "floor_price": 20.0, "collateral_share": 0.5, "unsecured_debt": 100.0,
               "guaranteed_debt": 30.0, "loan_quota": 1000.0, "graded_revenue": 1e6,
               "revenue": 10_000.0, "above_scale": 1, "extra_credit": 110.0},
              lambda v, o: near(o.guaranteed_debt, 130.0)),
        given("... and no farther than the debt grew",
              {"debt": 500.0, "capital": 200.0, "land": 10.0, "leased_land": 5.0,
               "floor_price": 20.0, "collateral_share": 0.5, "unsecured_debt": 320.0,
               "guaranteed_debt": 30.0, "loan_quota": 0.0, "extra_credit": 110.0},
              lambda v, o: near(o.guaranteed_debt, 60.0)),
        given("... and never shrinks by it",
              {"debt": 500.0, "capital": 200.0, "land": 10.0, "leased_land": 5.0,
               "floor_price": 20.0, "collateral_share": 0.5, "unsecured_debt": 800.0,
               "guaranteed_debt": 30.0, "loan_quota": 9e9, "extra_credit": 110.0},
              lambda v, o: near(o.guaranteed_debt, 30.0)),
        given("what the quota lends is not guaranteed",
              {"debt": 500.0, "capital": 200.0, "land": 10.0, "leased_land": 5.0,
               "floor_price": 20.0, "collateral_share": 0.5, "unsecured_debt": 100.0,
               "guaranteed_debt": 30.0, "loan_quota": 1e12, "above_scale": 1, "extra_credit": 110.0},
              lambda v, o: near(o.guaranteed_debt, 30.0)),
        given("loans run off", {"interest_subsidy": 0.0, "interest_subsidy_years": 4.0},
              lambda v, o: near(o.subsidised_loans, 0.75 * v.subsidised_loans)),
        given("investment beyond wear adds its loan", {
              "interest_subsidy": 0.2, "interest_subsidy_years": 4.0, "subsidised_loans": 40.0,
              "investment": 120.0, "depreciation": 20.0, "debt": 50.0, "capital": 100.0},
              lambda v, o: near(o.subsidised_loans, 80.0)),
    ],
    # --- books ----------------------------------------------------------------------------------
    "electricity_cost": [case(6.0, 20.0, 0.3)],
    "water_cost": [case(0.24, 1000.0, 0.6, 0.0004)],
    "land_relief": [case(2.0, 10.0, 0.4, 0.5)],
    "income_tax_due": [
        case(18.0, 100.0, 0, 0.25, 0.15, 0.72), case(10.8, 100.0, 1, 0.25, 0.15, 0.72),
        case(0.0, -100.0, 0, 0.25, 0.15, 0.72), rises("", "profit"),
    ],
    "tax_per_mu": [
        case(5.0, 50.0, 10.0), case(500.0, 50.0, 0.0), case(500.0, 50.0, 0.1),
        case(50.0 / 0.15, 50.0, 0.15), falls("", "land"),
    ],
    "charge_reach": [case(1.0, 1, 0.3), case(0.3, 0, 0.3)],
    "quota_trade": [case(-2.0, 80.0, 100.0, 0.1), case(2.0, 120.0, 100.0, 0.1)],
    "keep_books": [
        always("income closes", lambda v, o: near(
            o.wages + o.depreciation + o.interest + o.taxes + o.profit, v.value_added)),
        always("output times its rate is value added", lambda v, o: near(
            o.output * v.value_added_rate, v.value_added)),
        always("what is sold of it", lambda v, o: near(o.revenue / v.sales_ratio, o.output)),
        always("use of power and water", lambda v, o: near(
            o.electricity / v.electricity_intensity, v.value_added) and near(
            o.water / v.water_intensity, v.value_added)),
        always("a wage each", lambda v, o: near(o.wages / v.employment, v.wage)),
        always("wear", lambda v, o: near(o.depreciation / v.depreciation_rate, v.capital)),
        always("interest lies between the two rates", lambda v, o:
               v.debt * v.base_loan_rate - 1e-9 <= o.interest
               <= v.debt * (v.base_loan_rate + v.small_firm_premium) + 1e-9),
        given("the charge above scale", {"above_scale": 1}, lambda v, o: near(
            o.electricity_charge, v.electricity_surcharge * o.electricity) and near(
            o.water_charge, v.water_surcharge * o.water * v.water_price)),
        given("the charge below scale is a part", {"above_scale": 0}, lambda v, o: near(
            o.electricity_charge, v.below_scale_charges * v.electricity_surcharge * o.electricity)
            and near(o.water_charge,
                     v.below_scale_charges * v.water_surcharge * o.water * v.water_price)),
        given("relief above scale", {"above_scale": 1, "land": 1.0}, lambda v, o: near(
            o.land_tax_relief_received, v.land_use_tax * v.land_tax_relief)),
        given("relief below scale", {"above_scale": 0, "land": 1.0}, lambda v, o: near(
            o.land_tax_relief_received, v.below_scale_charges * v.land_use_tax * v.land_tax_relief)),
        given("relief takes no more than the tax", {"land": 1e6, "above_scale": 1,
              "land_tax_relief": 1.0}, lambda v, o: near(
              o.land_tax_relief_received, v.value_added * v.production_tax_rate * v.tax_relative)),
        always("taxes are what they are made of", lambda v, o: near(
            o.taxes + o.land_tax_relief_received - o.electricity_charge - o.water_charge
            - v.energy_price * o.electricity,
            v.value_added * v.production_tax_rate * v.tax_relative)),
        always("what the rules count leaves charges out", lambda v, o: near(
            o.tax_paid - o.income_tax, v.value_added * v.production_tax_rate * v.tax_relative)),
        given("tax on profit and subsidy", {"high_tech": 0, "subsidy_paid": 1e7}, lambda v, o: near(
            o.income_tax, (o.profit + 1e7) * v.income_tax_rate * v.income_tax_coverage)),
        given("a lower rate", {"high_tech": 1, "subsidy_paid": 1e7}, lambda v, o: near(
            o.income_tax, (o.profit + 1e7) * v.income_tax_rate_high_tech * v.income_tax_coverage)),
    ],
    "book_measures": [
        given("nothing in force, nothing changed", NO_MEASURES, lambda v, o: o.interest == v.interest
              and o.taxes == v.taxes and o.profit == v.profit and o.energy_trade == 0.0
              and o.emission_payment == 0.0 and o.interest_subsidy_paid == 0.0
              and o.research_tax_forgone == 0.0),
        always("income still closes", lambda v, o: near(
            o.interest + o.taxes + o.profit, v.interest + v.taxes + v.profit)),
        always("the city takes interest over", lambda v, o: near(
            v.interest - o.interest, o.interest_subsidy_paid)),
        always("on no more than is owed, at the firm's rate", lambda v, o: v.interest_subsidy
               * v.base_loan_rate * min(v.debt, v.subsidised_loans) - 1e-9 <= o.interest_subsidy_paid
               <= v.interest_subsidy * (v.base_loan_rate + v.small_firm_premium)
               * min(v.debt, v.subsidised_loans) + 1e-9),
        rises("interest_subsidy_paid", "interest_subsidy", "subsidised_loans"),
        always("trade and permits are taxes", lambda v, o: near(
            o.taxes - v.taxes, o.energy_trade + o.emission_payment)),
        always("the quota", lambda v, o: near(o.energy_trade, v.energy_quota_price * (
            v.electricity - v.value_added * v.typical_electricity * v.energy_benchmark
            * v.electricity_index * (1.0 + v.energy_trend)))),
        always("permits by use", lambda v, o: near(
            o.emission_payment, v.emission_price * v.electricity)),
        always("the new income tax stands in the tax paid", lambda v, o: near(
            o.tax_paid - v.tax_paid, o.income_tax - v.income_tax)),
        given("awards are taxed", {"profit": 1e7, "high_tech": 0}, lambda v, o: near(
            o.income_tax + o.research_tax_forgone, v.income_tax_rate * v.income_tax_coverage * (
                o.profit + v.subsidy_paid + v.ladder_award + v.recognition_award))),
        given("research is deducted at its rate", {"profit": 1e7, "high_tech": 1}, lambda v, o: near(
            o.research_tax_forgone, v.income_tax_rate_high_tech * v.income_tax_coverage
            * v.research_deduction * v.research_ratio * v.revenue)),
        given("who earns nothing forgoes nothing", {"profit": -1e7},
              lambda v, o: o.research_tax_forgone == 0.0 and o.income_tax == 0.0),
    ],
    # --- expansion ------------------------------------------------------------------------------
    "return_on_capital": [
        case(0.15, 20.0, 5.0, 5.0, 150.0, 50.0), case(0.5, 0.5, 0.0, 0.0, 0.2, 0.3),
        case(0.2, 0.3, 0.0, 0.0, 1.5, 0.0), rises("", "profit", "interest", "depreciation"),
        scales("", "profit", "interest", "depreciation", "capital", "land_value", power=0.0),
    ],
    "wanted_capital": [
        case(0.0, 100.0, 0.1, 0.1, 0.3, 0.5), case(30.0, 100.0, 0.1 * E, 0.1, 0.3, 0.5),
        case(50.0, 100.0, 0.1 * E**9, 0.1, 0.3, 0.5), case(0.0, 100.0, 0.05, 0.1, 0.3, 0.5),
        case(30.0, 100.0, 0.0, 0.02 / E, 0.3, 0.5), rises("", "profitability"), falls("", "cost"),
        case(30.0, 100.0, 0.03, 0.03 / E, 0.3, 0.5),
    ],
    "yearly_land_cost": [case(4.0, 50.0, 0.06, 50.0)],
    "land_demand": [
        case(5.0, 10.0, 2.0, 30.0, 30.0, 0.5), case(5.0, 10.0, 2.0, 10.0, 30.0, 0.5),
        case(2.5, 10.0, 2.0, 120.0, 30.0, 0.5), falls("", "price", "elasticity"),
        case(2.5, 10.0, 2.0, 0.0, 0.00025, 0.5), case(2.5, 10.0, 2.0, 0.0016, 0.0004, 0.5),
    ],
    "land_bid_price": [
        case(400.0, 0.3, 0.1, 100.0, 2.0, 0.1), case(0.0, 0.05, 0.1, 100.0, 2.0, 0.1),
        case(4000.0, 0.3, 0.1, 100.0, 2.0, 0.001), case(2000.0, 0.3, 0.1, 100.0, 2.0, 0.02),
        case(40.0 / 0.015, 0.3, 0.1, 100.0, 2.0, 0.015),
    ],
    "meets_bar": [
        case(1, 10.0, 200.0, 10.0, 200.0), case(0, 9.0, 300.0, 10.0, 200.0),
        case(0, 30.0, 199.0, 10.0, 200.0), case(0, 9.0, 100.0, 10.0, 200.0),
    ],
    "award_return": [
        case(0.1, 0, 1800.0, 100.0, 2.0, 2000.0, 0.2, 20.0), case(0.0, 1, 1800.0, 100.0, 2.0, 2000.0, 0.2, 20.0),
        case(0.0, 0, 1600.0, 100.0, 2.0, 2000.0, 0.2, 20.0), case(0.0, 0, 2000.0, 100.0, 2.0, 2000.0, 0.2, 20.0),
        case(0.1, 0, 1600.0, 100.0, 2.0, 2000.0, 0.25, 20.0), case(10.0, 0, 1800.0, 0.5, 2.0, 2000.0, 0.2, 20.0),
        case(20.0 / 3.0, 0, 1800.0, 1.5, 2.0, 2000.0, 0.2, 20.0), case(0.0, 0, 2100.0, 100.0, 2.0, 2000.0, 0.2, 20.0),
    ],
    "has_own_plot": [
        case(1, 20.0, 5000.0, 20.0, 5000.0), case(0, 19.0, 9000.0, 20.0, 5000.0),
        case(0, 30.0, 4000.0, 20.0, 5000.0), case(0, 3.0, 4000.0, 20.0, 5000.0),
    ],
    "floors_added": [
        case(0.0, 0.0, 100.0, 10.0, 5.0, 1.0, 2.0), case(0.0, -50.0, 1e4, 10.0, 5.0, 1.0, 2.0),
        case(3.0, 30.0, 50.0, 10.0, 5.0, 1.0, 2.0), case(5.0, 300.0, 50.0, 10.0, 5.0, 1.0, 2.0),
        case(0.0, 30.0, 10.0, 10.0, 5.0, 1.0, 2.0), case(0.0, 300.0, 50.0, 10.0, 5.0, 3.0, 2.0),
        case(0.05, 0.5, 50.0, 10.0, 5.0, 1.0, 2.0), case(1.0, 60.0, 50.0, 10.0, 5.0, 2.0, 3.0),
    ],
    "renewal": [
        case(8.0, 100.0, 5.0, 0.08, 0.5), case(4.0, 100.0, -5.0, 0.08, 0.5),
        case(8.0, 100.0, 0.0, 0.08, 0.5), case(8.0, 100.0, 0.5, 0.08, 0.5),
    ],
    "decide_expansion": [
        always("no plot without access", lambda v, o: v.land_access == 1 or o.land_wanted == 0.0),
        always("nothing wanted, no plot", lambda v, o: o.capital_wanted > 0.0 or o.land_wanted == 0.0),
        always("only by chance", lambda v, o: v.draw_expansion < v.expansion_chance * v.pulled_forward
               or o.capital_wanted == 0.0),
        always("leased in whole or not at all", lambda v, o: o.land_leased_wanted in (0.0, o.land_wanted)),
        always("who bids less than the price gets none", lambda v, o: o.land_wanted == 0.0
               or o.land_bid >= v.land_price * v.land_price_factor),
        always("within limits", lambda v, o: 0.0 <= o.capital_wanted <= v.expansion_limit * v.capital + 1e-9),
        rises("capital_wanted", "profit", "extra_credit", "crossing_award", "interest_subsidy",
              "expansion_speed", "expansion_limit", "expansion_chance", "pulled_forward", "collateral_share"),
        falls("capital_wanted", "draw_expansion", "renewal_rate", "risk_premium",
              "base_loan_rate", "income_tax"),
        falls("land_wanted", "land_price_factor", "standard_land_tax", "standard_land_investment",
              "small_project_land", "small_project_investment", "land_price_elasticity"),
        rises("land_wanted", "land_price_reference", "upward_cost", "land_access"),
        given("just as large as the plot lets and the wish asks", BUYS, lambda v, o: near(
            o.capital_wanted, 300.0) and near(o.land_wanted, 1.25) and o.land_leased_wanted == 0.0
            and near(o.land_bid, (600.0 / 800.0 - 0.175) * 40.0 * 2.0 / 0.05)),
        given("a crowded plot has nothing to spare", BUYS | {"capital": 1000.0},
              lambda v, o: near(o.land_wanted, 500.0 / 40.0 / 2.0)),
        given("room enough, no plot", BUYS | {"land": 1e6, "profit": 1e9},
              lambda v, o: o.capital_wanted > 0.0 and o.land_wanted == 0.0),
        given("without means no wish", BUYS | {"extra_credit": 0.0, "debt": 1e12, "profit": 1e3,
              "income_tax": 1e12}, lambda v, o: o.capital_wanted == 0.0),
        given("no luck on the edge", BUYS | {"draw_expansion": 0.5, "expansion_chance": 0.25,
              "pulled_forward": 2.0}, lambda v, o: o.capital_wanted == 0.0),
        given("a promise of investment just kept", BUYS | {"standard_land_investment": 80.0},
              lambda v, o: near(o.land_wanted, 1.25)),
        given("... and just not", BUYS | {"standard_land_investment": 81.0},
              lambda v, o: o.land_wanted == 0.0),
        given("half access is none", BUYS | {"land_access": 0.5}, lambda v, o: o.land_wanted == 0.0),
        given("leased first below a bound", BUYS | {"revenue": 100.0, "lease_first_below": 101.0},
              lambda v, o: near(o.land_leased_wanted, 1.25)),
        given("not on it", BUYS | {"revenue": 100.0, "lease_first_below": 100.0},
              lambda v, o: near(o.land_wanted, 1.25) and o.land_leased_wanted == 0.0),
        given("leased by itself where rent is cheap", BUYS | {"revenue": 100.0, "lease_yield": 0.04,
              "leases_below_revenue": 101.0}, lambda v, o: near(o.land_leased_wanted, 1.25)),
        given("not where it is as dear", BUYS | {"revenue": 100.0, "lease_yield": 0.05,
              "leases_below_revenue": 101.0}, lambda v, o: o.land_leased_wanted == 0.0),
        given("nor where it is dearer", BUYS | {"revenue": 100.0, "lease_yield": 0.06,
              "leases_below_revenue": 101.0}, lambda v, o: o.land_leased_wanted == 0.0),
        given("nor by large firms", BUYS | {"revenue": 100.0, "lease_yield": 0.04,
              "leases_below_revenue": 100.0}, lambda v, o: o.land_leased_wanted == 0.0),
        given("upwards where that is cheaper than the plot", BUYS | {"upward_cost": 19.9},
              lambda v, o: o.land_wanted == 0.0 and near(o.capital_wanted, 300.0)),
        given("not where it costs as much", BUYS | {"upward_cost": 20.0},
              lambda v, o: near(o.land_wanted, 1.25)),
        given("upwards where that is cheaper than the rent", BUYS | {"upward_cost": 9.9,
              "lease_first_below": 1e9}, lambda v, o: o.land_wanted == 0.0),
        given("not where it costs as much as the rent", BUYS | {"upward_cost": 10.0,
              "lease_first_below": 1e9}, lambda v, o: near(o.land_wanted, 1.25)),
        given("no higher than the rule", BUYS | {"upward_cost": 1.0, "floor_ratio_limit": 1.0,
              "floor_limit_factor": 2.0}, lambda v, o: near(o.land_wanted, 1.25)),
        given("as high as the rule", BUYS | {"upward_cost": 1.0, "floor_ratio_limit": 1.0,
              "floor_limit_factor": 2.5}, lambda v, o: o.land_wanted == 0.0),
        pays_just,
        sometimes("leased", lambda v, o: o.land_leased_wanted > 0.0),
        sometimes("bought", lambda v, o: o.land_wanted > 0.0 and o.land_leased_wanted == 0.0),
        sometimes("wanted without a plot", lambda v, o: o.capital_wanted > 0.0 and o.land_wanted == 0.0),
    ],
    "carry_out_investment": [
        always("plots add up", lambda v, o: near(o.land, v.land + v.land_granted)),
        always("leases add up", lambda v, o: near(o.leased_land, v.leased_land + (
            v.land_granted if v.land_leased_wanted > 0.0 else 0.0))),
        always("floors add up", lambda v, o: near(
            (o.floor_ratio - v.floor_ratio) * o.land, o.floor_built)),
        given("who wants nothing only renews", {"capital_wanted": 0.0, "upgraded": 0, "profit": 1.0},
              lambda v, o: near(o.investment, v.renewal_rate * v.capital)
              and near(o.renovation, o.investment) and o.floor_built == 0.0
              and near(o.capital, v.capital * (1.0 - v.depreciation_rate + v.renewal_rate))),
        given("losses cut renewal", {"capital_wanted": 0.0, "upgraded": 0, "profit": -1.0},
              lambda v, o: near(o.investment, v.loss_renewal_cut * v.renewal_rate * v.capital)),
        given("a project", {"capital_wanted": 0.0, "upgraded": 1, "profit": 1.0}, lambda v, o: near(
            o.investment, v.renewal_rate * v.capital + v.upgrade_cost) and near(
            o.renovation, o.investment) and near(o.capital, v.capital * (
                1.0 - v.depreciation_rate + v.renewal_rate)
                + v.equipment_share_of_project * v.upgrade_cost)),
        always("a subsidy is due to who upgraded", lambda v, o: o.subsidy_due == v.subsidy_granted
               * v.upgraded),
        always("rent for what is leased, the price for what is bought", lambda v, o: near(
            o.land_payment, v.land_price * v.land_price_factor * (
                v.lease_yield * o.leased_land
                + (0.0 if v.land_leased_wanted > 0.0 else v.land_granted)))),
        given("room for all that is wanted", {"land": 1e6, "upgraded": 0, "profit": 1.0},
              lambda v, o: near(o.investment, v.renewal_rate * v.capital + v.capital_wanted)
              and near(o.renovation, v.renewal_rate * v.capital
                       + v.renovation_share_of_expansion * v.capital_wanted)
              and near(o.capital, v.capital * (1.0 - v.depreciation_rate + v.renewal_rate)
                       + v.capital_wanted)),
        given("what outgrows the plot goes upwards, at its cost",
              {"land": 10.0, "land_granted": 0.0, "floor_ratio": 1.0, "land_density": 100.0,
               "capital": 1000.0, "capital_wanted": 200.0, "floor_ratio_limit": 2.0,
               "floor_limit_factor": 1.0, "upgraded": 0, "profit": 1.0, "upward_cost": 30.0,
               "renewal_rate": 0.1},
              lambda v, o: near(o.floor_built, 2.0) and near(o.investment, 100.0 + 200.0 + 60.0)
              and near(o.floor_ratio, 1.2)),
        given("... up to the limit", {"land": 10.0, "land_granted": 0.0, "floor_ratio": 1.0,
              "land_density": 100.0, "capital": 1000.0, "capital_wanted": 5000.0,
              "floor_ratio_limit": 1.0, "floor_limit_factor": 1.5, "upgraded": 0, "profit": 1.0,
              "upward_cost": 30.0, "renewal_rate": 0.1},
              lambda v, o: near(o.floor_built, 5.0) and near(o.investment, 100.0 + 500.0 + 150.0)
              and near(o.capital, 1000.0 * (1.1 - v.depreciation_rate) + 650.0)),
        given("a plot under a tenth of a mu counts as one", {"land": 0.05, "land_granted": 0.0,
              "floor_ratio": 1.0, "floor_ratio_limit": 2.0, "floor_limit_factor": 1.0,
              "capital_wanted": 1e9}, lambda v, o: near(o.floor_ratio, 1.5)),
        given("no room, no expansion", {"land": 1e-6, "land_granted": 0.0, "capital": 1e5,
              "upgraded": 0, "profit": 1.0},
              lambda v, o: near(o.investment, v.renewal_rate * v.capital, 1e-3)),
        given("debt pays what cash does not", {"profit": -1.0, "income_tax": 0.0,
              "depreciation": 0.0, "subsidy_paid": 0.0, "ladder_award": 0.0,
              "recognition_award": 0.0}, lambda v, o: near(
              o.debt - v.debt, o.investment + o.land_payment)),
        given("cash and grants pay first", {"profit": 100.0, "income_tax": 20.0,
              "depreciation": 30.0, "payout_share": 0.25, "subsidy_paid": 3.0, "ladder_award": 2.0,
              "recognition_award": 5.0, "capital_wanted": 0.0, "upgraded": 1, "upgrade_cost": 1e6},
              lambda v, o: near(o.debt - v.debt, o.investment + o.land_payment - 100.0)),
        given("with a subsidy more is renewed and added", {"equipment_granted": 50.0,
              "investment_lift": 0.5, "land": 1e6, "upgraded": 0, "profit": 1.0, "subsidy_granted": 9.0},
              lambda v, o: near(o.investment, 1.5 * (v.renewal_rate * v.capital + v.capital_wanted))
              and near(o.subsidy_due, 50.0)),
        given("... not where it was refused", {"equipment_granted": 0.0, "investment_lift": 0.5,
              "land": 1e6, "upgraded": 0, "profit": 1.0}, lambda v, o: near(
              o.investment, v.renewal_rate * v.capital + v.capital_wanted)),
        given("a small one is one", {"equipment_granted": 0.5, "investment_lift": 0.5,
              "land": 1e6, "upgraded": 0, "profit": 1.0}, lambda v, o: near(
              o.investment, 1.5 * (v.renewal_rate * v.capital + v.capital_wanted))),
        given("what is not built is not subsidised", {"equipment_granted": 60.0, "investment_lift": 0.5,
              "land": 10.0, "land_granted": 0.0, "floor_ratio": 1.0, "land_density": 100.0,
              "capital": 1000.0, "capital_wanted": 1000.0, "floor_ratio_limit": 1.0,
              "floor_limit_factor": 1.25, "upgraded": 1, "profit": 1.0, "renewal_rate": 0.1,
              "subsidy_granted": 9.0}, lambda v, o: near(
              o.subsidy_due, 9.0 + 60.0 * (150.0 + 250.0) / (150.0 + 1500.0))),
        given("next to nothing is built in whole", {"equipment_granted": 60.0, "investment_lift": 0.0,
              "capital_wanted": 0.0, "capital": 1.5e-5, "renewal_rate": 0.1, "upgraded": 0,
              "profit": 1.0}, lambda v, o: near(o.subsidy_due, 60.0)),
        given("what subsidies brought stands, less wear, in the part of the capital", {
              "equipment_granted": 50.0, "investment_lift": 0.5, "land": 1e6, "upgraded": 0,
              "profit": 1.0, "subsidised_capital": 0.2}, lambda v, o: near(
              o.subsidised_capital * o.capital, 0.2 * v.capital * (1.0 - v.depreciation_rate)
              + 0.5 * (v.renewal_rate * v.capital + v.capital_wanted))),
        given("without one it wears off", {"equipment_granted": 0.0, "subsidised_capital": 0.2},
              lambda v, o: near(o.subsidised_capital * o.capital,
                                0.2 * v.capital * (1.0 - v.depreciation_rate))),
        given("next to no capital", {"equipment_granted": 0.0, "subsidised_capital": 0.5,
              "capital": 1e-6, "capital_wanted": 0.0, "upgraded": 0, "renewal_rate": 0.1,
              "depreciation_rate": 0.1, "profit": 1.0}, lambda v, o: near(
              o.subsidised_capital, 0.45)),
        given("... less than that", {"equipment_granted": 0.0, "subsidised_capital": 0.5,
              "capital": 5e-7, "capital_wanted": 0.0, "upgraded": 0, "renewal_rate": 0.1,
              "depreciation_rate": 0.1, "profit": 1.0}, lambda v, o: near(
              o.subsidised_capital, 0.225)),
        given("nothing planned, nothing due", {"equipment_granted": 50.0, "capital": 0.0,
              "capital_wanted": 0.0, "upgraded": 0}, lambda v, o: o.subsidy_due == 0.0),
        given("a surplus repays in part", {"profit": 1e6, "income_tax": 0.0, "debt": 1e9,
              "capital_wanted": 0.0, "upgraded": 0, "payout_share": 0.0, "depreciation": 0.0,
              "subsidy_paid": 0.0, "ladder_award": 0.0, "recognition_award": 0.0},
              lambda v, o: near(v.debt - o.debt, v.repayment_share * (
                  1e6 - o.investment - o.land_payment), 1e-6)),
    ],
}  # fmt: skip
