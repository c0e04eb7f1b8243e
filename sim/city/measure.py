"""The year's indicators, measured on the firms."""

from __future__ import annotations

import numpy as np

from sim.base.maths import logistic
from sim.base.state import Array, State
from sim.base.totals import total
from sim.base.units import LAST_PUBLISHED_YEAR, YUAN_100M
from sim.city.sharing import tax_density
from sim.firm.leaving import BOUGHT_OUT, CLEARED, MARKET
from sim.park.atlas import sectors


def measure(state: State) -> dict[str, float]:
    """Indicators of the year, money in 100m yuan of the year where it is nominal."""
    upper = state.firms["weight"] * state.firms["above_scale"]
    figures = _above_scale(state, upper)
    figures.update(_structure(state, upper))
    figures.update(_technology(state, upper))
    figures.update(_territory(state, upper))
    figures.update(_movements(state))
    figures.update(_recognised(state))
    return figures


def _above_scale(state: State, upper: Array) -> dict[str, float]:
    firms, price = state.firms, state.scalars["price_level"]

    def money(name: str) -> float:
        return total(firms[name], upper) * price / YUAN_100M

    ones = np.ones(len(firms))
    count = total(ones, upper)
    value_added, output, revenue = money("value_added"), money("output"), money("revenue")
    profit, staff = money("profit"), total(firms["employment"], upper)
    big = (firms["employment"] >= state.scalars["large_employment"]) & (
        firms["revenue"] * price >= state.scalars["large_revenue_nominal"]
    )
    large = total(ones, upper, big)
    large_output = total(firms["output"], upper, big) * price / YUAN_100M
    size = firms["output"] * price / YUAN_100M
    return {
        "above_scale_firms": count,
        "evaluated_firms": total(ones, firms["weight"]),
        "value_added": value_added,
        "total_industrial_value_added": value_added + _outside(state),
        "gross_output": output,
        "revenue": revenue,
        "profit": profit,
        "profit_and_tax": profit + money("taxes"),
        "profit_margin": 100.0 * profit / revenue,
        "value_added_rate": 100.0 * value_added / output,
        "employment": staff,
        "labour_productivity": value_added * YUAN_100M / staff,
        "large_firms": large,
        "large_firm_output_share": 100.0 * large_output / output,
        "other_firms_mean_output": (output - large_output) / (count - large),
        "firms_over_1bn": total(ones, upper, size >= 10.0),
        "firms_over_10bn": total(ones, upper, size >= 100.0),
    }


def _outside(state: State) -> float:
    """Value added of the industry that is not modelled: exogenous, anchored in 2020."""
    scalars = state.scalars
    years = state.year - LAST_PUBLISHED_YEAR
    return float(scalars["outside_value_added"] * (1.0 + scalars["outside_growth"]) ** years)


def _structure(state: State, upper: Array) -> dict[str, float]:
    firms, scalars = state.firms, state.scalars
    value_added = total(firms["value_added"], upper)

    def share(flag: Array) -> float:
        return 100.0 * total(firms["value_added"], upper, flag) / value_added

    clusters = np.array([sector.name != "other_industry" for sector in sectors()])
    per_energy = total(firms["electricity"], upper) / value_added
    per_water = total(firms["water"], upper) / value_added
    research = total(firms["research_ratio"] * firms["revenue"], upper)
    return {
        "real_value_added_index": value_added / scalars["value_added_2015"],
        "research_ratio": 100.0 * research / total(firms["revenue"], upper),
        "new_product_rate": 100.0 * logistic(scalars["new_product_logit"]),
        "strategic_share": share(firms["strategic"]),
        "equipment_share": share(firms["equipment"]),
        "cluster_246_value_added": share(clusters[firms["sector"]]) / 100.0
        * value_added * scalars["price_level"] / YUAN_100M,
        "energy_per_value_added_index": per_energy / scalars["energy_2015"],
        "water_per_value_added_index": per_water / scalars["water_2015"],
    }  # fmt: skip


def _technology(state: State, upper: Array) -> dict[str, float]:
    firms, scalars = state.firms, state.scalars
    price = scalars["price_level"]
    capital = total(firms["capital"], upper)
    investment = total(firms["investment"], firms["weight"]) * price / YUAN_100M
    renovation = total(firms["renovation"], firms["weight"]) * price / YUAN_100M

    def by_capital(name: str) -> float:
        return 100.0 * total(firms[name] * firms["capital"], upper) / capital

    return {
        "numerical_control_rate": by_capital("numerical_control"),
        "networking_rate": by_capital("networked"),
        "projects": scalars["projects_done"],
        "firms_with_project": total(firms["projects"] > 0, upper),
        "digital_workshops": total(firms["rung"] >= 3, upper),
        "future_factories": total(firms["rung"] >= 5, upper),
        "industrial_investment": investment,
        "industrial_investment_cumulative": scalars["investment_done"],
        "renovation_investment": renovation,
        "renovation_investment_cumulative": scalars["renovation_done"],
        "upgrades": total(firms["upgraded"], upper),
        "upgrades_subsidised": total(firms["upgraded"], upper, firms["subsidy_granted"] > 0.0),
    }  # fmt: skip


def _territory(state: State, upper: Array) -> dict[str, float]:
    firms, places, price = state.firms, state.places, state.scalars["price_level"]
    land = total(firms["land"], upper)
    taxes = total(firms["tax_paid"], upper) * price
    ones = np.ones(len(places))
    used = total(places["modelled_land"] + places["other_land"], ones)
    free = total(places["free_land"], ones)
    stock = places["land_stock"]
    low = tax_density(state) < state.scalars["low_tax_threshold"]
    return {
        "tax_per_mu": taxes / land,
        "value_added_per_mu": total(firms["value_added"], upper) * price / land,
        "above_scale_land": land,
        "low_tax_firms": total(low, firms["weight"]),
        "land_price": total(places["land_price"] * stock, ones) / total(stock, ones) * price,
        "occupancy": 100.0 * used / (used + free),
        "land_reactivated_cumulative": state.scalars["land_reactivated_done"],
    }


def _movements(state: State) -> dict[str, float]:
    firms, gone = state.firms, state.departed

    def left(cause: int) -> float:
        if not gone:
            return 0.0
        return total(gone["leaves"] == cause, gone["weight"])

    return {
        "low_efficiency_firms_treated": total(firms["treated"], firms["weight"]),
        "firms_cleared": left(CLEARED),
        "firms_bought_out": left(BOUGHT_OUT),
        "firms_left_market": left(MARKET),
        "firms_entered": total(firms["age"] == 1, firms["weight"]),
        "firms_moved": total(firms["moves"] > 0, firms["weight"]),
        "newly_above_scale": total(firms["registered"], firms["weight"]),
        "newly_above_scale_cumulative": state.scalars["registered_done"],
        "dropped_from_register": total(firms["dropped"], firms["weight"])
        + (total(gone["above_scale"], gone["weight"]) if gone else 0.0),
    }


def _recognised(state: State) -> dict[str, float]:
    firms = state.firms
    weight = firms["weight"]
    return {
        "high_tech_firms": total(firms["high_tech"], weight),
        "little_giants": total(firms["little_giant"], weight),
        "champions": total(firms["champion"], weight),
    }
