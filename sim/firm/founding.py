"""Founding: what a new firm looks like, from its own draws."""

from __future__ import annotations

from sim.base.draws import normal
from sim.base.maths import clip, exponential, logarithm, power
from sim.base.rules import decision, rule
from sim.firm.books import tax_per_mu
from sim.firm.expansion import meets_bar

# Those from RECRUITED on come from outside the city, each a firm of its own.
BORN, CROSSED, RECRUITED, REPLACING, LARGE, MIDDLE = 1, 2, 3, 4, 5, 6


@rule("E1", "新企业营收", "revenue of an entrant: births below the line, crossers just above it, "
      "recruited projects large", "judgement; counts derived")
def entrant_revenue(
    origin: int, draw: float, line: float, birth_median: float, birth_spread: float,
    crossing_median: float, crossing_spread: float, recruited_median: float,
    recruited_spread: float, recruited_minimum: float,
) -> float:  # fmt: skip
    later_median = crossing_median if origin == CROSSED else recruited_median
    later_spread = crossing_spread if origin == CROSSED else recruited_spread
    median = birth_median if origin == BORN else later_median
    spread = birth_spread if origin == BORN else later_spread
    size = median * exponential(spread * normal(draw))
    least = max(size, 1.0 if origin == CROSSED else recruited_minimum)
    return line * (min(size, 0.95) if origin == BORN else least)


@rule("E4", "大项目增加值", "value added that a recruited project of a stated investment is for",
      "instrument P37")
def planned_value_added(
    origin: int, large_size: float, middle_size: float, capital_ratio: float
) -> float:
    return (large_size if origin == LARGE else middle_size) / capital_ratio


@rule("E5", "入驻小微园", "whether an entrant takes shared floors: too small for a plot of its "
      "own, or small and by choice", "instruments P15, P16")
def takes_shared_floors(
    land: float, investment: float, draw: float, smallest_plot: float,
    smallest_investment: float, small_land: float, chance: float,
) -> int:  # fmt: skip
    refused = (land < smallest_plot) | (investment < smallest_investment)
    return int(refused | ((land < small_land) & (draw < chance)))


@decision(
    "E2",
    "weight value_added_rate value_added capital employment labour_share wage productivity "
    "transitory debt land floor_ratio numerical_control networked technology_gap research_ratio "
    "electricity_intensity water_intensity equipment strategic hurdle above_scale age",
    "新办企业",
    "size, inputs and plot of an entrant; plots are about half the mean",
    "derived: plots of net entrants",
)
def found_firm(
    origin, weight, typical_value_added_rate, typical_wage, typical_electricity, typical_water,
    typical_equipment, typical_strategic, typical_land_per_value_added,
    typical_value_added, land_size_slope, entrant_labour_spread, entrant_capital_spread,
    floor_ratio_limit, wage_productivity_slope, recruited_minimum,
    land_density, draw_entrant_size, draw_entrant_productivity, draw_entrant_land,
    draw_entrant_class, draw_entrant_labour, draw_entrant_capital, draw_hurdle,
    birth_median, birth_spread, crossing_median, crossing_spread, recruited_median,
    recruited_spread, entrant_productivity_spread,
    entrant_capital_ratio, entrant_land_ratio, entrant_land_minimum, entrant_land_spread,
    entrant_numerical_control, entrant_technology_gap, entrant_research_ratio, leverage,
    payback_hurdle, hurdle_spread, capital_elasticity, labour_elasticity, line_real, sales_ratio,
    wage_index, typical_labour_share, value_added_rate_index, electricity_index, water_index,
    large_project_size, middle_project_size, floor_limit_factor,
    energy_level,
):  # fmt: skip
    revenue = entrant_revenue(
        origin, draw_entrant_size, line_real, birth_median, birth_spread, crossing_median,
        crossing_spread, recruited_median, recruited_spread,
        recruited_minimum,
    )  # fmt: skip
    rate = min(typical_value_added_rate * value_added_rate_index, 0.8)
    plain = revenue / sales_ratio * rate
    planned = planned_value_added(
        origin, large_project_size, middle_project_size, entrant_capital_ratio
    )
    value_added = planned if origin >= LARGE else plain
    skill = exponential(entrant_productivity_spread * normal(draw_entrant_productivity))
    wage = typical_wage * wage_index * power(skill, wage_productivity_slope)
    share = typical_labour_share * exponential(entrant_labour_spread * normal(draw_entrant_labour))
    staff = max(share * value_added / wage, 1.0)
    luck = exponential(entrant_capital_spread * normal(draw_entrant_capital))
    capital = entrant_capital_ratio * value_added * luck
    technical = logarithm(value_added) - capital_elasticity * logarithm(capital)
    technical = technical - labour_elasticity * logarithm(staff)
    # Incumbents' plots grow less than in proportion to size; entrants follow the same curve.
    relative_size = power(value_added / typical_value_added, land_size_slope)
    plot = entrant_land_ratio * relative_size * typical_value_added * typical_land_per_value_added
    plot = plot * exponential(entrant_land_spread * normal(draw_entrant_land))
    plot = max(plot, entrant_land_minimum)
    highest = floor_ratio_limit * floor_limit_factor
    ratio = clip(capital / (land_density * plot), 1.0, highest)
    equipment = int(draw_entrant_class < typical_equipment)
    strategic = int(1.0 - draw_entrant_class < typical_strategic)
    hurdle = payback_hurdle * exponential(hurdle_spread * normal(draw_hurdle))
    return (
        weight, rate, value_added, capital, staff, share, wage, technical, 0.0,
        leverage * capital, plot, ratio, entrant_numerical_control, 0.0, entrant_technology_gap,
        entrant_research_ratio, typical_electricity * electricity_index * energy_level,
        typical_water * water_index, equipment, strategic, hurdle, 0, 0,
    )  # fmt: skip


@decision(
    "E3",
    "land_wanted land_bid grade land land_leased_wanted floor_ratio",
    "新企业申请用地",
    "an entrant asks for its plot if it meets the standard-land bar and the place admits its "
    "sector; small ones may take shared floors, which need less land and no promise; it queues "
    "with grade B",
    "instruments P12, P13, P15-P17",
)
def apply_for_land(
    origin, value_added, capital, land, admits, land_price, tax_relative, production_tax_rate,
    standard_land_tax, standard_land_investment, entrant_bid, recruited_bid,
    value_added_rate, floor_ratio, sales_ratio, draw_shared_floors, small_project_land,
    small_project_investment, small_park_entry, shared_floor_land, shared_floor_ratio,
    small_park_floor_ratio, lease_first_below,
):  # fmt: skip
    tax = value_added * production_tax_rate * tax_relative
    shared = takes_shared_floors(
        land, capital, draw_shared_floors, small_project_land, small_project_investment,
        shared_floor_land, small_park_entry,
    )
    # Who rents floors buys no plot, and promises nothing for one.
    promise = (shared == 1) | meets_bar(
        tax_per_mu(tax, land), capital / land, standard_land_tax, standard_land_investment
    )
    storeys = max(floor_ratio, shared_floor_ratio, small_park_floor_ratio)
    ratio = storeys if shared == 1 else floor_ratio
    plot = land * (floor_ratio / ratio)
    welcome = (admits == 1) | (origin == REPLACING)
    plot = plot if promise & welcome else 0.0
    bid = land_price * (recruited_bid if origin >= RECRUITED else entrant_bid)
    revenue = value_added / value_added_rate * sales_ratio
    leases = (origin < RECRUITED) | (shared == 1) | (revenue < lease_first_below)
    return plot, bid, 1, 0.0, plot if leases else 0.0, ratio
