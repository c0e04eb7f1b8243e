"""Laws of founding, leaving, grades, land and settlement."""

from __future__ import annotations

import math

from mutation.claims import always, at_edge, case, falls, given, near, rises

E = math.e
HALF = 0.5  # a draw at which a shock is none
FOUNDED = {"draw_entrant_size": HALF, "draw_entrant_productivity": HALF, "draw_entrant_labour": HALF,
           "draw_entrant_capital": HALF, "draw_entrant_land": HALF, "draw_hurdle": HALF}  # fmt: skip
ONE_SD = 0.8413447460685429  # the normal quantile of this is 1
LAWS = {
    # --- founding -------------------------------------------------------------------------------
    "entrant_revenue": [
        case(1000.0, 1, HALF, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(2400.0, 2, HALF, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(8000.0, 3, HALF, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(8000.0, 5, HALF, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(1000.0 * math.exp(0.4), 1, ONE_SD, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(2400.0 * math.exp(0.3), 2, ONE_SD, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(8000.0 * math.exp(0.6), 3, ONE_SD, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(1900.0, 1, 0.999, 2000.0, 0.9, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(2000.0, 2, 0.001, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        case(4000.0, 3, 0.001, 2000.0, 0.5, 0.4, 1.2, 0.3, 4.0, 0.6, 2.0),
        rises("", "draw", "line"),
    ],
    "planned_value_added": [case(500.0, 5, 1000.0, 100.0, 2.0), case(50.0, 6, 1000.0, 100.0, 2.0)],
    "takes_shared_floors": [
        case(1, 5.0, 900.0, 0.9, 6.0, 100.0, 10.0, 0.5), case(1, 50.0, 90.0, 0.9, 6.0, 100.0, 10.0, 0.5),
        case(0, 50.0, 900.0, 0.1, 6.0, 100.0, 10.0, 0.5), case(1, 7.0, 900.0, 0.1, 6.0, 100.0, 10.0, 0.5),
        case(0, 7.0, 900.0, 0.9, 6.0, 100.0, 10.0, 0.5), case(0, 6.0, 100.0, 0.9, 6.0, 100.0, 10.0, 0.5),
        case(0, 10.0, 900.0, 0.1, 6.0, 100.0, 10.0, 0.5), case(0, 7.0, 900.0, 0.5, 6.0, 100.0, 10.0, 0.5), case(1, 50.0, 90.0, 0.1, 6.0, 100.0, 10.0, 0.5),
    ],
    "found_firm": [
        always("constants of the new", lambda v, o: o.weight == v.weight and o.transitory == 0.0
               and o.networked == 0.0 and o.above_scale == 0.0 and o.age == 0.0
               and o.technology_gap == v.entrant_technology_gap
               and o.research_ratio == v.entrant_research_ratio
               and o.numerical_control == v.entrant_numerical_control),
        always("debt is a part of capital", lambda v, o: near(o.debt, v.leverage * o.capital)),
        always("technology explains what is made", lambda v, o: near(math.log(o.value_added),
               o.productivity + v.capital_elasticity * math.log(o.capital)
               + v.labour_elasticity * math.log(o.employment))),
        always("rates", lambda v, o: near(o.value_added_rate, min(
            v.value_added_rate_index * v.typical_value_added_rate, 0.8))),
        given("a cap on rates", {"typical_value_added_rate": 0.7, "value_added_rate_index": 1.3},
              lambda v, o: near(o.value_added_rate, 0.8)),
        always("use of power and water", lambda v, o: near(o.electricity_intensity / v.energy_level,
               v.electricity_index * v.typical_electricity) and near(
               o.water_intensity / v.water_index, v.typical_water)),
        given("the middle one", FOUNDED | {"origin": 1}, lambda v, o: near(
            o.value_added * v.sales_ratio, min(v.birth_median, 0.95) * v.line_real * o.value_added_rate)
            and near(o.wage, v.typical_wage * v.wage_index) and near(o.hurdle, v.payback_hurdle)
            and near(o.labour_share, v.typical_labour_share)
            and near(o.capital, v.entrant_capital_ratio * o.value_added)
            and near(o.employment, max(v.typical_labour_share * o.value_added / o.wage, 1.0))),
        given("one staff at least", FOUNDED | {"origin": 1, "line_real": 0.5},
              lambda v, o: o.employment == 1.0),
        given("crossers and recruits", FOUNDED | {"origin": 2}, lambda v, o: near(
            o.value_added * v.sales_ratio, max(v.crossing_median, 1.0) * v.line_real * o.value_added_rate)),
        given("recruits", FOUNDED | {"origin": 3}, lambda v, o: near(
            o.value_added * v.sales_ratio, max(v.recruited_median, v.recruited_minimum) * v.line_real
            * o.value_added_rate)),
        given("large projects as planned", FOUNDED | {"origin": 5}, lambda v, o: near(
            o.capital, v.large_project_size)),
        given("middle ones", FOUNDED | {"origin": 6}, lambda v, o: near(o.capital, v.middle_project_size)),
        given("spread by a standard deviation each", FOUNDED | {"origin": 5,
              "draw_entrant_labour": ONE_SD, "draw_entrant_capital": ONE_SD, "draw_hurdle": ONE_SD,
              "draw_entrant_productivity": ONE_SD}, lambda v, o: near(
              o.labour_share, v.typical_labour_share * math.exp(v.entrant_labour_spread)) and near(
              o.capital, v.large_project_size * math.exp(v.entrant_capital_spread)) and near(
              o.hurdle, v.payback_hurdle * math.exp(v.hurdle_spread)) and near(
              o.wage, v.typical_wage * v.wage_index * math.exp(
                  v.entrant_productivity_spread * v.wage_productivity_slope))),
        given("a plot by the curve of the sector", FOUNDED | {"origin": 5, "draw_entrant_land": ONE_SD,
              "land_size_slope": 0.5, "typical_value_added": 100.0, "large_project_size": 900.0,
              "entrant_capital_ratio": 1.0, "typical_land_per_value_added": 0.04,
              "entrant_land_ratio": 0.5, "entrant_land_minimum": 0.1}, lambda v, o: near(
              o.land, 6.0 * math.exp(v.entrant_land_spread))),
        given("a smallest plot", {"typical_land_per_value_added": 1e-9}, lambda v, o: near(
            o.land, v.entrant_land_minimum)),
        given("floors for its capital", FOUNDED | {"origin": 6, "middle_project_size": 900.0,
              "land_density": 100.0, "typical_land_per_value_added": 0.0, "entrant_land_minimum": 6.0,
              "floor_ratio_limit": 2.0, "floor_limit_factor": 1.0}, lambda v, o: near(o.floor_ratio, 1.5)),
        given("as the rule lets", FOUNDED | {"origin": 6, "middle_project_size": 1e6, "land_density": 100.0,
              "typical_land_per_value_added": 0.0, "entrant_land_minimum": 6.0, "floor_ratio_limit": 2.0,
              "floor_limit_factor": 0.8}, lambda v, o: near(o.floor_ratio, 1.6)),
        given("at least one floor", {"land_density": 1e9}, lambda v, o: o.floor_ratio == 1.0),
        always("classes by their share", lambda v, o: o.equipment == (
            v.draw_entrant_class < v.typical_equipment) and o.strategic == (
            1.0 - v.draw_entrant_class < v.typical_strategic)),
        given("... and no more", {"draw_entrant_class": 0.25, "typical_equipment": 0.25,
              "typical_strategic": 0.75}, lambda v, o: o.equipment + o.strategic == 0.0),
    ],
    "apply_for_land": [
        always("queues with grade B, without land", lambda v, o: o.grade == 1 and o.land == 0.0),
        always("bids", lambda v, o: near(o.land_bid, v.land_price * (
            v.recruited_bid if v.origin >= 3 else v.entrant_bid))),
        given("who keeps to a plot of its own", {"shared_floor_land": 0.0, "small_project_land": 0.0,
              "small_project_investment": 0.0, "standard_land_tax": 0.0, "standard_land_investment": 0.0,
              "admits": 1}, lambda v, o: o.land_wanted == v.land and o.floor_ratio == v.floor_ratio),
        given("births lease, recruits buy", {"shared_floor_land": 0.0, "small_project_land": 0.0,
              "small_project_investment": 0.0, "lease_first_below": 0.0},
              lambda v, o: o.land_leased_wanted == (o.land_wanted if v.origin < 3 else 0.0)),
        given("recruits lease below a bound", {"origin": 3, "shared_floor_land": 0.0,
              "small_project_land": 0.0, "small_project_investment": 0.0}, lambda v, o:
              o.land_leased_wanted == o.land_wanted * (
                  v.value_added * v.sales_ratio < v.lease_first_below * v.value_added_rate)),
        given("not on the bound", {"origin": 3, "shared_floor_land": 0.0, "small_project_land": 0.0,
              "small_project_investment": 0.0, "value_added": 100.0, "value_added_rate": 0.5,
              "sales_ratio": 1.0, "lease_first_below": 200.0, "admits": 1, "standard_land_tax": 0.0,
              "standard_land_investment": 0.0},
              lambda v, o: o.land_wanted > 0.0 and o.land_leased_wanted == 0.0),
        given("refused sectors get nothing", {"admits": 0, "origin": 1}, lambda v, o: o.land_wanted == 0.0),
        given("unless land is held for them", {"admits": 0, "origin": 4, "standard_land_tax": 0.0,
              "standard_land_investment": 0.0}, lambda v, o: o.land_wanted > 0.0),
        given("shared floors save land by their storeys and promise nothing", {
              "small_project_land": 1e9, "standard_land_tax": 1e9, "floor_ratio": 1.0,
              "shared_floor_ratio": 2.0, "small_park_floor_ratio": 4.0, "admits": 1},
              lambda v, o: near(o.land_wanted, v.land / 4.0) and o.floor_ratio == 4.0
              and o.land_leased_wanted == o.land_wanted),
        given("not below today's", {"small_project_land": 1e9, "floor_ratio": 1.0, "shared_floor_ratio": 2.0,
              "small_park_floor_ratio": 0.0}, lambda v, o: o.floor_ratio == 2.0),
        given("nor below its own", {"small_project_land": 1e9, "floor_ratio": 3.0, "shared_floor_ratio": 2.0,
              "small_park_floor_ratio": 0.0}, lambda v, o: o.floor_ratio == 3.0),
        given("a promise of tax", {"shared_floor_land": 0.0, "small_project_land": 0.0,
              "small_project_investment": 0.0, "standard_land_investment": 0.0, "admits": 1},
              lambda v, o: (o.land_wanted > 0.0) == (v.value_added * v.production_tax_rate
              * v.tax_relative >= v.standard_land_tax * v.land)),
        given("a promise of investment", {"shared_floor_land": 0.0, "small_project_land": 0.0,
              "small_project_investment": 0.0, "standard_land_tax": 0.0, "admits": 1},
              lambda v, o: (o.land_wanted > 0.0) == (v.capital >= v.standard_land_investment * v.land)),
    ],
    # --- leaving --------------------------------------------------------------------------------
    "exit_index": [
        falls("", "relative_productivity", "revenue"), rises("", "losing", "intercept"),
        case(-4.0, 0.0, 2000.0, 0, -4.0, 0.5, 0.3, 0.7, 2000.0), case(-4.5, 1.0, 2000.0, 0, -4.0, 0.5, 0.3, 0.7, 2000.0),
        case(-4.3, 0.0, 2000.0 * E, 0, -4.0, 0.5, 0.3, 0.7, 2000.0), case(-3.3, 0.0, 2000.0, 1, -4.0, 0.5, 0.3, 0.7, 2000.0),
        case(-2.8, 0.0, 2.0, 0, -4.0, 0.5, 0.3, 0.7, 2000.0), case(-5.8, 0.0, 2e9, 0, -4.0, 0.5, 0.3, 0.7, 2000.0),
        case(-3.7, 0.0, 0.0, 0, -4.0, 0.5, 0.3, 0.7, E), case(-3.7, 0.0, 1.5, 0, -4.0, 0.5, 0.3, 0.7, 1.5 * E),
    ],
    "decide_exit": [
        given("sure to stay", {"exit_intercept": -99.0, "evicted": 0}, lambda v, o: o.leaves == 0),
        given("sure to go", {"exit_intercept": 99.0}, lambda v, o: o.leaves == 1),
        given("bought out unless it relocates", {"exit_intercept": -99.0, "evicted": 1},
              lambda v, o: o.leaves == (3 if v.draw_relocation >= v.relocation_chance else 0)),
        at_edge("draw_relocation", lambda v: v.relocation_chance,
                lambda v, o: o.leaves == 1 or o.leaves == 3 * v.evicted),
        given("half odds", {"evicted": 0, "value_added": 100.0, "employment": 10.0,
              "sector_productivity": math.log(10.0) - 1.0, "exit_productivity_slope": 0.5, "profit": -1.0,
              "exit_loss_effect": 0.3, "exit_size_slope": 0.2, "revenue": 2000.0 * E, "line_real": 2000.0,
              "exit_intercept": 0.0, "debt": 1e9, "insolvency_effect": 0.4},
              lambda v, o: o.leaves == (v.draw_exit < 0.5)),
        given("half odds when sound", {"evicted": 0, "value_added": 100.0, "employment": 10.0,
              "sector_productivity": math.log(10.0) + 1.0, "exit_productivity_slope": 0.5, "profit": 0.0,
              "exit_size_slope": 0.2, "revenue": 2000.0, "line_real": 2000.0, "exit_intercept": -0.5,
              "debt": 0.0}, lambda v, o: o.leaves == (v.draw_exit < 0.5)),
        given("productivity counts within bounds", {"evicted": 0, "value_added": 1e-9, "employment": 0.0,
              "sector_productivity": 50.0, "exit_productivity_slope": 0.5, "profit": 0.0,
              "revenue": 2000.0, "line_real": 2000.0, "exit_intercept": -1.5, "debt": 0.0},
              lambda v, o: o.leaves == (v.draw_exit < 0.5)),
        given("... above", {"evicted": 0, "value_added": 1e9, "employment": 1.0,
              "sector_productivity": 0.0, "exit_productivity_slope": 0.5, "profit": 0.0,
              "revenue": 2000.0, "line_real": 2000.0, "exit_intercept": 1.5, "debt": 0.0},
              lambda v, o: o.leaves == (v.draw_exit < 0.5)),
        given("one staff at least", {"evicted": 0, "value_added": 1.0, "employment": 0.0,
              "sector_productivity": 0.0, "profit": 0.0, "revenue": 2000.0, "line_real": 2000.0,
              "exit_intercept": 0.0, "debt": 0.0, "exit_productivity_slope": 0.5},
              lambda v, o: o.leaves == (v.draw_exit < 0.5)),
        given("a value added of nearly nothing", {"evicted": 0, "value_added": 0.0, "employment": 1.0,
              "sector_productivity": math.log(1e-3), "profit": 0.0, "revenue": 2000.0,
              "line_real": 2000.0, "exit_intercept": 0.0, "debt": 0.0, "exit_productivity_slope": 0.5},
              lambda v, o: o.leaves == (v.draw_exit < 0.5)),
        given("insolvent beyond capital and owned land", {"evicted": 0, "debt": 120.0, "capital": 50.0,
              "land": 10.0, "leased_land": 5.0, "floor_price": 10.0, "insolvency_ratio": 1.0,
              "insolvency_effect": 99.0, "exit_intercept": -50.0}, lambda v, o: o.leaves == 1),
        given("solvent on it", {"evicted": 0, "debt": 100.0, "capital": 50.0, "land": 10.0,
              "leased_land": 5.0, "floor_price": 10.0, "insolvency_ratio": 1.0,
              "insolvency_effect": 99.0, "exit_intercept": -50.0}, lambda v, o: o.leaves == 0),
    ],
    "move_index": [
        rises("", "revenue"), falls("", "price_gap"),
        case(-2.0, 1, 2000.0, 0.0, -2.0, 0.3, 0.2, 0.5, 2000.0), case(-1.6, 3, 2000.0, 0.0, -2.0, 0.3, 0.2, 0.5, 2000.0),
        case(-2.5, 1, 2000.0, 1.0, -2.0, 0.3, 0.2, 0.5, 2000.0), case(-1.7, 1, 2000.0 * E, 0.0, -2.0, 0.3, 0.2, 0.5, 2000.0),
        case(-2.9, 1, 2.0, 0.0, -2.0, 0.3, 0.2, 0.5, 2000.0), case(-0.2, 1, 2e9, 0.0, -2.0, 0.3, 0.2, 0.5, 2000.0),
        case(-2.3, 1, 0.0, 0.0, -2.0, 0.3, 0.2, 0.5, E), case(-2.3, 1, 1.5, 0.0, -2.0, 0.3, 0.2, 0.5, 1.5 * E),
        case(-2.2, 0, 2000.0, 0.0, -2.0, 0.3, 0.2, 0.5, 2000.0),
    ],
    "decide_move": [
        given("who is evicted relocates by its chance", {"evicted": 1}, lambda v, o: o.moves == (
            3 if v.draw_relocation < v.relocation_chance else 0)),
        given("only from outside the parks", {"evicted": 0, "in_park": 1}, lambda v, o: o.moves == 0),
        given("only with access", {"evicted": 0, "land_access": 0}, lambda v, o: o.moves == 0),
        given("small plots to shared floors", {"evicted": 0, "in_park": 0, "land_access": 1,
              "move_intercept": 99.0}, lambda v, o: o.moves == (2 if v.land < v.shared_floor_land else 1)),
        given("half odds at equal prices", {"evicted": 0, "in_park": 0, "land_access": 1, "grade": 1,
              "revenue": 2000.0, "line_real": 2000.0, "move_intercept": 0.0, "park_land_price": 20.0,
              "land_price_factor": 1.5, "land_price": 30.0},
              lambda v, o: (o.moves > 0) == (v.draw_move < 0.5)),
        given("half odds at a dearer one", {"evicted": 0, "in_park": 0, "land_access": 1, "grade": 1,
              "revenue": 2000.0, "line_real": 2000.0, "move_intercept": 0.5, "move_price_slope": 0.5,
              "park_land_price": 20.0, "land_price_factor": 1.5 * E, "land_price": 30.0},
              lambda v, o: (o.moves > 0) == (v.draw_move < 0.5)),
        given("half odds for nothing", {"evicted": 0, "in_park": 0, "land_access": 1, "grade": 1,
              "revenue": 2000.0, "line_real": 2000.0, "move_intercept": -0.5, "move_price_slope": 0.5,
              "park_land_price": 0.0, "land_price": 1e-3 * E},
              lambda v, o: (o.moves > 0) == (v.draw_move < 0.5)),
        given("half odds from nothing", {"evicted": 0, "in_park": 0, "land_access": 1, "grade": 1,
              "revenue": 2000.0, "line_real": 2000.0, "move_intercept": 0.5, "move_price_slope": 0.5,
              "park_land_price": 1e-3 * E, "land_price_factor": 1.0, "land_price": 0.0},
              lambda v, o: (o.moves > 0) == (v.draw_move < 0.5)),
        given("a plot of the bound to a plot", {"evicted": 0, "in_park": 0, "land_access": 1,
              "move_intercept": 99.0, "land": 10.0, "shared_floor_land": 10.0}, lambda v, o: o.moves == 1),
        given("half access is none", {"evicted": 0, "in_park": 0, "land_access": 0.5,
              "move_intercept": 99.0}, lambda v, o: o.moves == 0),
        at_edge("draw_relocation", lambda v: v.relocation_chance, lambda v, o: o.moves != 3),
    ],
    "keep_register": [
        given("registered at the line", {"above_scale": 0, "revenue": 2000.0, "line_real": 2000.0},
              lambda v, o: o.all == (1.0, 0.0, 0.0, 1.0)),
        given("not below it", {"above_scale": 0, "revenue": 1999.0, "line_real": 2000.0},
              lambda v, o: o.all == (0.0, 0.0, 0.0, 0.0)),
        given("one year below is forgiven", {"above_scale": 1, "years_below": 0, "revenue": 1999.0,
              "line_real": 2000.0}, lambda v, o: o.all == (1.0, 1.0, 0.0, 0.0)),
        given("two are not", {"above_scale": 1, "years_below": 1, "revenue": 1999.0,
              "line_real": 2000.0}, lambda v, o: o.all == (0.0, 0.0, 1.0, 0.0)),
        given("back above, forgotten", {"above_scale": 1, "years_below": 1, "revenue": 2000.0,
              "line_real": 2000.0}, lambda v, o: o.all == (1.0, 0.0, 0.0, 0.0)),
    ],
    # --- grades ---------------------------------------------------------------------------------
    "points": [
        case(15.0, 6.0, 4.0, 10.0, 2.0), case(20.0, 60.0, 4.0, 10.0, 2.0), case(0.0, -6.0, 4.0, 10.0, 2.0),
        case(10.0, 1e-9, 0.0, 10.0, 2.0), case(10.0, 1.5e-9, 1.5e-9, 10.0, 2.0), rises("", "value"), falls("", "baseline"),
        case(15.0, 0.75, 0.5, 10.0, 2.0),
    ],
    "score_firm": [
        given("the mean firm above scale has all weights", {"above_scale": 1, "tax_paid": 100.0,
              "value_added": 500.0, "land": 10.0, "employment": 50.0, "electricity": 200.0,
              "research_ratio": 0.02, "base_tax_per_mu": 10.0, "base_value_added_per_mu": 50.0,
              "base_value_added_per_kwh": 2.5, "base_productivity": 10.0, "base_research": 0.02},
              lambda v, o: near(o.score, v.weight_tax + v.weight_value_added + v.weight_energy
                                + v.weight_emissions + v.weight_productivity + v.weight_research)),
        given("the mean firm below", {"above_scale": 0, "tax_paid": 100.0, "land": 10.0,
              "electricity": 200.0, "below_tax_per_mu": 10.0, "below_tax_per_kwh": 0.5},
              lambda v, o: near(o.score, v.weight_below_tax + v.weight_below_energy)),
        given("half the mean in each, one by one", {"above_scale": 1, "tax_paid": 50.0,
              "value_added": 250.0, "land": 10.0, "employment": 50.0, "electricity": 200.0,
              "research_ratio": 0.01, "base_tax_per_mu": 10.0, "base_value_added_per_mu": 50.0,
              "base_value_added_per_kwh": 2.5, "base_productivity": 10.0, "base_research": 0.02},
              lambda v, o: near(o.score - v.weight_emissions, 0.5 * (v.weight_tax
              + v.weight_value_added + v.weight_energy + v.weight_productivity + v.weight_research))),
        given("nothing at all scores the cap", {"above_scale": 1, "tax_paid": 1e9, "value_added": 1e9,
              "research_ratio": 0.9, "land": 0.0, "electricity": 0.0, "employment": 0.0}, lambda v, o: near(
              o.score - v.weight_emissions, v.score_cap * (v.weight_tax + v.weight_value_added
              + v.weight_energy + v.weight_productivity + v.weight_research))),
        given("a plot under a tenth of a mu counts as one", {"above_scale": 1, "land": 0.01,
              "value_added": 1.0, "base_value_added_per_mu": 20.0, "tax_paid": 0.0, "electricity": 1e9,
              "employment": 1e9, "research_ratio": 0.0}, lambda v, o: near(
              o.score - v.weight_emissions, 0.5 * v.weight_value_added, 1e-6)),
        given("... and so of staff", {"above_scale": 1, "land": 1e9, "value_added": 1.0,
              "base_productivity": 2.0, "tax_paid": 0.0, "electricity": 1e9, "employment": 0.5,
              "research_ratio": 0.0}, lambda v, o: near(
              o.score - v.weight_emissions, 0.5 * v.weight_productivity, 1e-6)),
        given("little power", {"above_scale": 1, "land": 1e9, "value_added": 1e-6,
              "base_value_added_per_kwh": 2.0, "tax_paid": 0.0, "electricity": 0.0, "employment": 1e9,
              "research_ratio": 0.0}, lambda v, o: near(
              o.score - v.weight_emissions, 0.5 * v.weight_energy, 1e-6)),
        given("little power below scale", {"above_scale": 0, "land": 1e9, "tax_paid": 1e-6,
              "below_tax_per_kwh": 2.0, "electricity": 0.0}, lambda v, o: near(
              o.score, 0.5 * v.weight_below_energy, 1e-6)),
        given("one and a half tenths of a mu", {"above_scale": 1, "land": 0.15, "value_added": 1.5,
              "base_value_added_per_mu": 20.0, "tax_paid": 0.0, "electricity": 1e9, "employment": 1e9,
              "research_ratio": 0.0}, lambda v, o: near(
              o.score - v.weight_emissions, 0.5 * v.weight_value_added, 1e-6)),
        given("one and a half staff", {"above_scale": 1, "land": 1e9, "value_added": 3.0,
              "base_productivity": 4.0, "tax_paid": 0.0, "electricity": 1e9, "employment": 1.5,
              "research_ratio": 0.0}, lambda v, o: near(
              o.score - v.weight_emissions, 0.5 * v.weight_productivity, 1e-6)),
        given("more power than least", {"above_scale": 1, "land": 1e9, "value_added": 3e-6,
              "base_value_added_per_kwh": 4.0, "tax_paid": 0.0, "electricity": 1.5e-6,
              "employment": 1e9, "research_ratio": 0.0}, lambda v, o: near(
              o.score - v.weight_emissions, 0.5 * v.weight_energy, 1e-6)),
        given("more power than least, below scale", {"above_scale": 0, "land": 1e9, "tax_paid": 3e-6,
              "below_tax_per_kwh": 4.0, "electricity": 1.5e-6}, lambda v, o: near(
              o.score, 0.5 * v.weight_below_energy, 1e-6)),
    ],
    # --- land -----------------------------------------------------------------------------------
    "next_land_price": [
        case(30.0, 30.0, 20.0, 1.0, 0.9, 1.5, 6.0, 0.9, 0.3), case(33.0, 30.0, 20.0, 2.0, 0.9, 1.0, 6.0, 0.9, 0.3),
        case(30.0 + 0.3 * (20.0 * 1.5 * E**0.3 - 30.0), 30.0, 20.0, 1.0, 0.95, 1.5, 6.0, 0.9, 0.3),
        case(30.0 + 0.3 * (20.0 * 3.0 / E - 30.0), 30.0, 20.0, 1.0, 0.0, 3.0, 6.0, 0.9, 0.3),
        case(30.0 + 0.3 * (20.0 * E**2 - 30.0), 30.0, 20.0, 1.0, 1.0, 1.0, 60.0, 0.9, 0.3),
        case(27.0, 30.0, 20.0, 1.0, 0.0, 1.5, 6.0, 0.9, 0.3), rises("", "occupancy", "floor_price", "factor"),
        case(30.0, 30.0, 20.0, 1.0, 0.9, 1.5, 6.0, 0.9, 1.0),
    ],
    "occupancy_rate": [
        case(0.75, 50.0, 25.0, 25.0), case(0.5, 0.25, 0.25, 0.0), case(1.0, 1.5, 0.0, 0.0),
        rises("", "modelled", "other"), falls("", "free"),
    ],
    "place_rating": [
        case(0.5, 50.0, 10.0, 1000.0, 100.0), case(2.0, 500.0, 10.0, 1000.0, 100.0), case(0.0, -1.0, 10.0, 1000.0, 100.0),
        case(0.5, 5.0, 0.5, 1000.0, 100.0), case(0.5, 500.0, 100.0, 10.0, 0.5), case(1.0, 1e-9, 1.0, 0.0, 100.0),
        case(1.0, 15.0, 1.5, 1000.0, 100.0), case(1.0, 1000.0, 100.0, 15.0, 1.5), case(1.0, 1.5e-9, 1.0, 1.5e-7, 100.0),
        rises("", "tax"),
    ],
    "supply_by_rating": [
        case(100.0, 100.0, 1.0, 0.5), case(150.0, 100.0, 2.0, 0.5), case(75.0, 100.0, 0.5, 0.5),
        case(0.0, 100.0, 0.0, 2.0), rises("", "supply", "rating"),
    ],
    # --- settlement -----------------------------------------------------------------------------
    "withdraw_or_redirect": [
        given("who leaves asks for nothing", {"leaves": 1}, lambda v, o: o.all == (
            0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, float(v.place), 0.0)),
        given("who stays asks as it did", {"leaves": 0, "moves": 0}, lambda v, o: o.all == (
            v.land_wanted, v.land_bid, v.land_leased_wanted, v.capital_wanted, v.subsidy_request,
            v.would_upgrade, v.would_upgrade_subsidised, 0.0, v.place, v.connected)),
        given("who moves asks for its plot there", {"leaves": 0, "moves": 1}, lambda v, o: near(
            o.land_wanted, v.land) and near(o.land_bid, v.mover_bid * v.park_land_price)
            and o.all[2:] == (0.0, 0.0, v.subsidy_request, v.would_upgrade,
                              v.would_upgrade_subsidised, 1.0, v.gateway, v.connected)),
        given("shared floors", {"leaves": 0, "moves": 2, "floor_ratio": 1.0, "shared_floor_ratio": 2.0,
              "small_park_floor_ratio": 4.0}, lambda v, o: near(o.land_wanted, v.land / 4.0)
              and o.land_leased_wanted == o.land_wanted and o.moves == 2),
        given("shared floors of today", {"leaves": 0, "moves": 2, "floor_ratio": 1.0,
              "shared_floor_ratio": 2.0, "small_park_floor_ratio": 0.0}, lambda v, o: near(
              o.land_wanted, v.land / 2.0)),
        given("not below its own", {"leaves": 0, "moves": 2, "floor_ratio": 3.0,
              "shared_floor_ratio": 2.0, "small_park_floor_ratio": 0.0}, lambda v, o: near(
              o.land_wanted, v.land)),
        given("relocated", {"leaves": 0, "moves": 3}, lambda v, o: near(o.land_wanted, v.land)
              and o.moves == 3 and o.land_leased_wanted == 0.0),
    ],
}  # fmt: skip
