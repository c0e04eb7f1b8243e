"""Firms by lot for the laws: values of every argument of a rule, whole where they must be.

Money goes with the size of the firm drawn, so that bounds are met on both sides; parameters lie
between their bounds; switches are on and off.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any

import numpy as np

from sim.base.levers import LEVER
from sim.base.parameters import parameters
from sim.base.variables import FIRM

COUNT = 60
MANY, LONG = 300, 30  # so many firms for a rule with so many arguments
SMALLEST, LARGEST = 300.0, 300_000.0  # revenue, 10k yuan

# Money as a part of revenue.
PARTS = {
    "revenue": (1.0, 1.0), "value_added": (0.1, 0.5), "output": (1.0, 1.1),
    "capital": (0.05, 0.8), "debt": (0.0, 0.5), "profit": (-0.1, 0.3), "interest": (0.0, 0.03),
    "depreciation": (0.01, 0.06), "income_tax": (0.0, 0.06), "tax_paid": (0.005, 0.1),
    "taxes": (0.01, 0.1), "rung_minimum_revenue": (0.2, 2.0), "line_real": (0.2, 4.0),
    "line": (0.2, 4.0), "line_nominal": (0.2, 4.0), "typical_value_added": (0.05, 1.0),
    "subsidised_loans": (0.0, 0.3), "graded_revenue": (50.0, 500.0), "loan_quota": (0.5, 20.0),
    "shock_reference": (0.05, 1.0), "land_value": (0.0, 0.5), "base": (0.1, 0.9),
    "guarantee_cap": (0.0, 0.2), "guaranteed_debt": (0.0, 0.15), "unsecured_debt": (0.0, 0.1),
    "extra_credit": (0.0, 0.3), "investment": (0.0, 0.3), "upgrade_cost": (0.01, 0.1),
    "capital_wanted": (0.0, 0.3), "subsidy_request": (0.0, 0.02), "subsidy_cap": (0.0, 0.02),
    "net_cost": (-0.02, 0.1), "yearly_saving": (0.005, 0.1), "cap": (0.0, 0.02),
    "cost": (0.01, 0.1), "own_cost": (0.01, 0.1), "means": (0.0, 0.15), "voucher": (0.0, 0.01),
    "large_size": (1.0, 5.0), "middle_size": (0.1, 1.0), "small_project_investment": (0.0, 0.3),
    "smallest_investment": (0.0, 0.3), "award": (0.0, 0.05), "granted": (0.0, 0.02),
    "subsidy_granted": (0.0, 0.02), "champion_minimum_revenue": (0.3, 2.0),
    "little_giant_maximum_revenue": (0.3, 2.0), "high_tech_small_revenue": (0.2, 1.2),
    "high_tech_medium_revenue": (1.2, 4.0), "large_project_size": (1.0, 5.0),
    "middle_project_size": (0.1, 1.0), "spending": (0.0, 0.2), "cash": (0.0, 0.2),
    "added": (-0.1, 0.2), "loans": (0.0, 0.3), "workshop": (0.0, 0.04),
    "smart_factory": (0.0, 0.06), "future_factory": (0.0, 0.08), "small_revenue": (0.2, 1.2),
    "medium_revenue": (1.2, 4.0), "bound": (0.3, 3.0), "subsidy_paid": (0.0, 0.02),
    "city_tax": (50.0, 500.0), "tax": (0.01, 1.0), "ladder_award": (0.0, 0.02),
    "equipment_granted": (0.0, 0.03),
}  # fmt: skip
RANGES = {
    "land": (2.0, 60.0), "land_price": (15.0, 70.0), "floor_price": (12.0, 50.0),
    "park_land_price": (15.0, 90.0), "floor_ratio": (0.7, 2.5), "employment": (10.0, 4000.0),
    "wage": (4.0, 12.0), "productivity": (-1.0, 3.0), "transitory": (-0.4, 0.4),
    "labour_share": (0.2, 0.7), "value_added_rate": (0.15, 0.4), "technology_gap": (0.0, 1.0),
    "numerical_control": (0.1, 0.9), "networked": (0.0, 1.0), "research_ratio": (0.0, 0.08),
    "electricity_intensity": (0.05, 0.6), "water_intensity": (2.0, 20.0), "hurdle": (0.5, 5.0),
    "research_boost": (0.0, 0.1), "electricity": (20.0, 20000.0), "water": (1e3, 1e6),
    "tax_relative": (0.5, 1.6), "land_density": (60.0, 300.0), "typical_wage": (4.0, 10.0),
    "typical_labour_share": (0.2, 0.6), "typical_electricity": (0.05, 0.5),
    "typical_water": (2.0, 20.0), "typical_land_per_value_added": (0.005, 0.05),
    "sector_productivity": (1.5, 4.0), "sector_demand": (-0.03, 0.05), "agglomeration": (-0.05, 0.05),
    "rung_cost": (0.03, 0.09), "rung_gain": (0.1, 0.4), "rung_labour_saving": (0.02, 0.08),
    "rung_intercept": (-2.0, 1.0), "base_loan_rate": (0.04, 0.06), "production_tax_rate": (0.15, 0.3),
    "sales_ratio": (0.9, 1.0), "electricity_index": (0.7, 1.0), "water_index": (0.6, 1.0),
    "energy_level": (0.8, 1.0), "energy_price": (0.0, 0.2), "energy_response": (-0.1, 0.0),
    "learning_factor": (0.7, 1.0), "mean_log_size": (6.0, 11.0), "pulled_forward": (0.8, 1.5),
    "value_added_rate_index": (1.0, 1.3), "wage_index": (1.0, 1.6), "typical_electricity ": (0.1, 0.5),
    "base_productivity": (10.0, 60.0), "base_research": (0.005, 0.04), "base_tax_per_mu": (5.0, 60.0),
    "base_value_added_per_kwh": (1.0, 12.0), "base_value_added_per_mu": (50.0, 300.0),
    "below_tax_per_mu": (1.0, 40.0), "below_tax_per_kwh": (0.2, 4.0), "floor_needed": (0.0, 20.0),
    "price": (10.0, 80.0), "reference_price": (20.0, 60.0), "elasticity": (0.2, 1.2),
    "water_price": (2e-4, 8e-4), "rate": (0.03, 0.09), "tenure_years": (20.0, 50.0),
    "profitability": (-0.1, 0.5), "density": (60.0, 300.0), "standard_land_tax": (0.0, 60.0),
    "standard_land_investment": (0.0, 400.0), "tax_per_mu": (0.0, 60.0), "years": (0.5, 8.0),
    "investment_per_mu": (0.0, 500.0), "tax_bar": (0.0, 60.0), "investment_bar": (0.0, 500.0),
    "plot": (1.0, 50.0), "smallest_plot": (0.0, 30.0), "small_project_land": (0.0, 30.0),
    "highest": (1.0, 3.5), "shared_floor_land": (3.0, 20.0), "small_land": (3.0, 20.0),
    "small_park_floor_ratio": (0.0, 4.0), "shared_floor_ratio": (1.5, 3.0),
    "floor_limit_factor": (0.7, 1.5), "land_price_factor": (0.6, 1.5), "weight": (1.0, 30.0),
    "cloud_effect": (0.0, 0.3), "cloud_voucher": (0.0, 5.0), "energy_benchmark": (0.6, 1.2),
    "interest_subsidy_years": (1.0, 6.0), "subsidy_commitment": (0.0, 6.0),
    "electricity_surcharge": (0.0, 0.6), "better_electricity_surcharge": (0.0, 0.3),
    "energy_quota_price": (0.0, 0.3), "emission_price": (0.0, 0.2), "high_tech_fostering": (0.8, 2.0),
    "little_giant_fostering": (0.8, 2.0), "champion_fostering": (0.8, 2.0),
    "research_response": (0.0, 2.0), "line_units": (1.0, 1.0), "price_gap": (-1.0, 1.0),
    "relative_productivity": (-3.0, 3.0), "intercept": (-5.0, 1.0), "factor": (0.5, 2.0),
    "occupancy": (0.6, 1.0), "premium": (1.0, 2.5), "slope": (2.0, 12.0), "crowding": (0.85, 0.95),
    "adjustment": (0.1, 0.6), "modelled": (0.0, 5000.0), "other": (0.0, 9000.0), "free": (0.0, 900.0),
    "supply": (0.0, 300.0), "rating": (0.0, 2.0), "city_land": (1e3, 1e5), "value": (0.0, 100.0),
    "baseline": (1.0, 60.0), "capital_ratio": (1.0, 3.0), "size_exponent": (0.1, 0.3),
    "gradient": (0.0, 0.04), "curvature": (0.001, 0.015), "ceiling": (1.5, 4.0), "speed": (0.02, 0.4),
    "limit": (0.05, 0.4), "quota_price": (0.0, 0.3), "quota_response": (0.0, 2.0),
    "emission_response": (0.0, 2.0), "deduction": (0.0, 1.0), "response": (0.0, 2.0),
    "quota": (20.0, 20000.0), "grade_slope": (0.0, 0.5), "price_slope": (0.1, 1.0),
    "size_slope": (0.1, 0.6), "productivity_slope": (0.1, 1.0), "loss_effect": (0.1, 1.0),
    "land_use_tax": (0.2, 1.0), "reached": (0.0, 5.0), "years_until_dropped": (1.0, 1.0),
    "insolvency_ratio": (0.3, 1.5), "entrant_land_minimum": (1.0, 6.0), "birth_median": (0.1, 0.9),
    "crossing_median": (0.8, 1.8), "recruited_median": (2.0, 6.0), "recruited_minimum": (1.0, 3.0),
    "later": (0.0, 1.0), "peer_slope": (0.3, 3.0), "hazard": (0.0, 1.0), "cost_rate": (0.05, 0.2),
    "surcharge": (-0.2, 0.6), "fostering_grant": (0.0, 20.0), "workshop_award": (0.0, 900.0),
    "smart_factory_award": (0.0, 1500.0), "future_factory_award": (0.0, 3000.0),
    "high_tech_award": (0.0, 40.0), "little_giant_award": (0.0, 60.0), "champion_award": (0.0, 90.0),
    "crossing_award": (0.0, 90.0), "land_bid": (10.0, 90.0), "land_wanted": (0.0, 20.0),
    "land_granted": (0.0, 20.0), "land_leased_wanted": (0.0, 10.0), "upgrade_intercept": (-3.0, 2.0),
    "price_level": (1.0, 1.3), "recruited_bid": (1.5, 5.0), "deflator_growth": (0.0, 0.04),
    "energy_diagnosis_price": (0.0, 9.0), "wage_growth": (0.02, 0.08), "size": (0.1, 2.0),
    "exit_intercept": (-6.0, 0.0), "networking_intercept": (-4.0, -0.5), "move_intercept": (-4.0, 0.5),
    "slack": (0.0, 0.2), "stake": (0.0, 0.03), "scale": (0.005, 0.04), "investment_lift": (0.0, 0.4),
    "brought": (0.0, 0.2), "lift": (1.0, 1.4), "full_subsidy": (0.0, 100.0), "left": (0.0, 100.0),
}  # fmt: skip
WHOLE = {
    "grade": (0, 3), "rung": (0, 5), "candidate_rung": (0, 5), "reached": (1, 5), "origin": (1, 6),
    "moves": (0, 3), "leaves": (0, 6), "treated": (0, 2), "years_below": (0, 3), "age": (0, 40),
    "projects": (0, 6), "place": (0, 60), "gateway": (0, 60), "evicted": (0, 1), "admits": (0, 1),
    "in_park": (0, 1), "subsidy_eligible": (0, 1), "land_access": (0, 1), "diagnosis_below_scale": (0, 1),
}  # fmt: skip
# Names that mean something else in one rule.
OTHERWISE = {
    ("wanted_capital", "cost"): (0.08, 0.25), ("land_bid_price", "cost"): (0.08, 0.25),
    ("carry_out_investment", "equipment_granted"): (0.0, 0.0),  # given by the laws that ask for it
    ("apply_for_equipment", "subsidy_selected"): (0.5, 1.5),
    ("shock_spread", "base"): (0.02, 0.3), ("decide_upgrade", "rung_minimum_revenue"): (0.0, 3e4),
    ("decide_upgrade", "upgrade_intercept"): (-1.0, 2.0),
    ("decide_upgrade", "subsidy_cap"): (0.0, 4e3), ("decide_expansion", "standard_land_tax"): (0.0, 40.0), ("decide_upgrade", "subsidy_selected"): (0.5, 1.5),
    ("decide_expansion", "small_project_land"): (0.0, 2.0), ("decide_expansion", "land"): (1.0, 12.0),
    ("decide_expansion", "small_project_investment"): (0.0, 300.0),
    ("decide_expansion", "standard_land_investment"): (0.0, 60.0),
    ("decide_expansion", "land_density"): (20.0, 200.0), ("decide_expansion", "upward_cost"): (10.0, 90.0),
    ("decide_expansion", "expansion_chance"): (0.5, 1.0), ("decide_expansion", "land_price"): (15.0, 40.0),
}  # fmt: skip
ALSO_NOUGHT = (
    "granted", "subsidy_granted", "interest_subsidy", "subsidy", "capital_wanted", "land_granted",
    "land_leased_wanted", "small_project_land", "small_project_investment", "subsidy_commitment",
    "land_bid", "standard_land_tax", "standard_land_investment", "voucher", "debt", "loans",
)  # fmt: skip
BOUNDED_REVENUE = ("_below_revenue", "lease_first_below", "minimum_workshop", "minimum_smart",
                   "minimum_future", "_minimum_revenue")  # fmt: skip


def _real(name: str, size: float, luck: np.random.Generator) -> float:
    if name.startswith("draw"):
        return float(luck.uniform(0.001, 0.999))
    if name in PARTS:
        return size * float(luck.uniform(*PARTS[name]))
    if name.endswith(BOUNDED_REVENUE):
        return size * float(luck.uniform(0.3, 2.0))
    plain = name.removeprefix("better_")
    low, high = RANGES.get(name, RANGES.get(plain, (0.0, 1.0)))
    if name not in RANGES and name in parameters():
        low, high = parameters()[name].low, parameters()[name].high
    return float(luck.uniform(low, high))


def _value(rule: str, name: str, size: float, luck: np.random.Generator, whole: bool) -> Any:
    if (rule, name) in OTHERWISE:
        return float(luck.uniform(*OTHERWISE[rule, name]))
    flag = whole or (name in FIRM and FIRM[name].whole)
    if name in WHOLE or flag or (name in LEVER and LEVER[name].unit == "0/1"):
        low, high = WHOLE.get(name, (0, 1))
        return int(luck.integers(low, high + 1))
    if name in ALSO_NOUGHT and luck.integers(4) == 0:
        return 0.0
    return _real(name, size, luck)


@cache
def samples_of(
    rule: str, names: tuple[str, ...], whole: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Values by argument name, the same every time.

    Args:
        whole: names of arguments that are whole numbers or yes and no.
    """
    luck = np.random.default_rng(zlib.crc32(rule.encode()))
    found = []
    for _ in range(MANY if len(names) > LONG else COUNT):
        size = float(np.exp(luck.uniform(np.log(SMALLEST), np.log(LARGEST))))
        values = {name: _value(rule, name, size, luck, name in whole) for name in names}
        if "leased_land" in values:
            values["leased_land"] = float(luck.choice([0.0, 0.4, 1.0])) * values["land"]
        found.append(values)
    return found
