"""The year's indicators, measured on the firms."""

from __future__ import annotations

import numpy as np

from sim.base.maths import logistic
from sim.base.state import State
from sim.base.sums import sums
from sim.base.totals import total
from sim.base.units import LAST_PUBLISHED_YEAR, YUAN_100M
from sim.firm.leaving import BOUGHT_OUT, MARKET, ORDERED
from sim.park.atlas import sectors

# What happened in the year, where the others tell how the firms stand at its end.
FLOWS = (
    "industrial_investment", "renovation_investment", "upgrades", "upgrades_subsidised",
    "low_efficiency_firms_treated", "firms_cleared", "firms_bought_out", "firms_left_market",
    "firms_entered", "firms_moved", "newly_above_scale", "dropped_from_register",
)  # fmt: skip


def measure(state: State) -> dict[str, float]:
    """Indicators of the year, money in 100m yuan of the year where it is nominal."""
    books = _books.of(state)
    figures = _above_scale(state, books)
    figures.update(_structure(state, books))
    figures.update(_technology(state))
    figures.update(_territory(state, books))
    figures.update(_movements(state))
    return figures


@sums(
    "firms evaluated value_added output revenue profit taxes tax_paid employment electricity "
    "water research land strategic equipment"
)
def _books(
    weight: float, above_scale: int, value_added: float, output: float, revenue: float,
    profit: float, taxes: float, tax_paid: float, employment: float, electricity: float,
    water: float, research_ratio: float, land: float, strategic: int, equipment: int,
) -> tuple[float, ...]:  # fmt: skip
    upper = weight * above_scale
    made = value_added * upper
    return (
        upper, weight, made, output * upper, revenue * upper, profit * upper, taxes * upper,
        tax_paid * upper, employment * upper, electricity * upper, water * upper,
        research_ratio * revenue * upper, land * upper,
        made if strategic == 1 else 0.0, made if equipment == 1 else 0.0,
    )  # fmt: skip


@sums("large large_output over_1bn over_10bn")
def _by_size(
    weight: float, above_scale: int, output: float, revenue: float, employment: float,
    price_level: float, large_employment: float, large_revenue_nominal: float,
) -> tuple[float, ...]:  # fmt: skip
    upper = weight * above_scale
    large = (employment >= large_employment) & (revenue * price_level >= large_revenue_nominal)
    size = output * price_level / YUAN_100M
    return (
        upper if large else 0.0, output * upper if large else 0.0,
        upper if size >= 10.0 else 0.0, upper if size >= 100.0 else 0.0,
    )  # fmt: skip


def _above_scale(state: State, books: dict[str, float]) -> dict[str, float]:
    price = state.scalars["price_level"]

    def money(amount: float) -> float:
        return amount * price / YUAN_100M

    count, staff, by_size = books["firms"], books["employment"], _by_size.of(state)
    value_added, output = money(books["value_added"]), money(books["output"])
    revenue, profit = money(books["revenue"]), money(books["profit"])
    large_output = money(by_size["large_output"])
    return {
        "above_scale_firms": count,
        "evaluated_firms": books["evaluated"],
        "value_added": value_added,
        "total_industrial_value_added": value_added + _outside(state),
        "gross_output": output,
        "revenue": revenue,
        "profit": profit,
        "profit_and_tax": profit + money(books["taxes"]),
        "profit_margin": 100.0 * profit / revenue,
        "value_added_rate": 100.0 * value_added / output,
        "employment": staff,
        "labour_productivity": value_added * YUAN_100M / staff,
        "large_firms": by_size["large"],
        "large_firm_output_share": 100.0 * large_output / output,
        "other_firms_mean_output": (output - large_output) / (count - by_size["large"]),
        "firms_over_1bn": by_size["over_1bn"],
        "firms_over_10bn": by_size["over_10bn"],
    }


def _outside(state: State) -> float:
    """Value added of the industry that is not modelled: exogenous, anchored in 2020."""
    scalars = state.scalars
    years = state.year - LAST_PUBLISHED_YEAR
    return float(scalars["outside_value_added"] * (1.0 + scalars["outside_growth"]) ** years)


def _structure(state: State, books: dict[str, float]) -> dict[str, float]:
    firms, scalars, value_added = state.firms, state.scalars, books["value_added"]
    clusters = np.array([sector.name != "other_industry" for sector in sectors()])
    in_clusters = total(
        firms["value_added"], firms["weight"] * firms["above_scale"], clusters[firms["sector"]]
    )
    cluster_share = 100.0 * in_clusters / value_added
    return {
        "real_value_added_index": value_added / scalars["value_added_2015"],
        "research_ratio": 100.0 * books["research"] / books["revenue"],
        "new_product_rate": 100.0 * logistic(scalars["new_product_logit"]),
        "strategic_share": 100.0 * books["strategic"] / value_added,
        "equipment_share": 100.0 * books["equipment"] / value_added,
        "cluster_246_value_added": cluster_share / 100.0
        * value_added * scalars["price_level"] / YUAN_100M,
        "energy_per_value_added_index": books["electricity"] / value_added / scalars["energy_2015"],
        "water_per_value_added_index": books["water"] / value_added / scalars["water_2015"],
    }  # fmt: skip


@sums(
    "capital numerical_control networked investment renovation with_project workshops factories "
    "upgrades subsidised"
)
def _ladder(
    weight: float, above_scale: int, capital: float, numerical_control: float, networked: float,
    investment: float, renovation: float, projects: int, rung: int, upgraded: int,
    subsidy_granted: float,
) -> tuple[float, ...]:  # fmt: skip
    upper = weight * above_scale
    done = upgraded * upper
    return (
        capital * upper, numerical_control * capital * upper, networked * capital * upper,
        investment * weight, renovation * weight, upper if projects > 0 else 0.0,
        upper if rung >= 3 else 0.0, upper if rung >= 5 else 0.0, done,
        done if subsidy_granted > 0.0 else 0.0,
    )  # fmt: skip


def _technology(state: State) -> dict[str, float]:
    scalars, of = state.scalars, _ladder.of(state)
    price = scalars["price_level"]
    return {
        "numerical_control_rate": 100.0 * of["numerical_control"] / of["capital"],
        "networking_rate": 100.0 * of["networked"] / of["capital"],
        "projects": scalars["projects_done"],
        "firms_with_project": of["with_project"],
        "digital_workshops": of["workshops"],
        "future_factories": of["factories"],
        "industrial_investment": of["investment"] * price / YUAN_100M,
        "industrial_investment_cumulative": scalars["investment_done"],
        "renovation_investment": of["renovation"] * price / YUAN_100M,
        "renovation_investment_cumulative": scalars["renovation_done"],
        "upgrades": of["upgrades"],
        "upgrades_subsidised": of["subsidised"],
    }


def _territory(state: State, books: dict[str, float]) -> dict[str, float]:
    places, price = state.places, state.scalars["price_level"]
    land = books["land"]
    ones = np.ones(len(places))
    used = total(places["modelled_land"] + places["other_land"], ones)
    free = total(places["free_land"], ones)
    stock = places["land_stock"]
    return {
        "tax_per_mu": books["tax_paid"] * price / land,
        "value_added_per_mu": books["value_added"] * price / land,
        "above_scale_land": land,
        "land_price": total(places["land_price"] * stock, ones) / total(stock, ones) * price,
        "occupancy": 100.0 * used / (used + free),
        "land_reactivated_cumulative": state.scalars["land_reactivated_done"],
    }


@sums("low_tax treated entered moved registered dropped high_tech little_giants champions")
def _counts(
    weight: float, tax_paid: float, land: float, price_level: float, low_tax_threshold: float,
    treated: int, age: int, moves: int, registered: int, dropped: int, high_tech: int,
    little_giant: int, champion: int,
) -> tuple[float, ...]:  # fmt: skip
    low = tax_paid * price_level / max(land, 0.1) < low_tax_threshold
    return (
        weight if low else 0.0, weight if treated == 1 else 0.0, weight if age == 1 else 0.0,
        weight if moves > 0 else 0.0, registered * weight, dropped * weight, high_tech * weight,
        little_giant * weight, champion * weight,
    )  # fmt: skip


def _movements(state: State) -> dict[str, float]:
    gone, of = state.departed, _counts.of(state)

    def left(cause: int) -> float:
        if not gone:
            return 0.0
        return total(gone["leaves"] == cause, gone["weight"])

    return {
        "low_tax_firms": of["low_tax"],
        "low_efficiency_firms_treated": of["treated"],
        "firms_cleared": sum(left(cause) for cause in ORDERED),
        "firms_bought_out": left(BOUGHT_OUT),
        "firms_left_market": left(MARKET),
        "firms_entered": of["entered"],
        "firms_moved": of["moved"],
        "newly_above_scale": of["registered"],
        "newly_above_scale_cumulative": state.scalars["registered_done"],
        "dropped_from_register": of["dropped"]
        + (total(gone["above_scale"], gone["weight"]) if gone else 0.0),
        "high_tech_firms": of["high_tech"],
        "little_giants": of["little_giants"],
        "champions": of["champions"],
    }
