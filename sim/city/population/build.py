"""The state of the city at the end of 2015."""

from __future__ import annotations

import numpy as np

from sim.base.draws import normals
from sim.base.levers import LEVERS
from sim.base.maths import exponentials, logarithms
from sim.base.moments import published
from sim.base.parameters import ladder, macro
from sim.base.state import Array, Columns, State
from sim.base.totals import grouped_total, total
from sim.base.units import FIRST_YEAR, YUAN_100M
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR
from sim.city.population import inputs
from sim.city.population.places import (
    choose_districts,
    choose_parks,
    choose_places,
    choose_sectors,
)
from sim.city.population.sizes import (
    above_scale_outputs,
    below_scale_outputs,
    choose_large,
)
from sim.city.population.territory import fill_places
from sim.park.atlas import places, sectors

CITY_2015_SEED = 1


def empty_state(seed: int, p: dict[str, float], firms: int) -> State:
    """A state with places, sectors and ladder filled in and `firms` empty rows."""
    listed = sectors()
    state = State(
        firms=Columns(FIRM, firms), places=Columns(PLACE, len(places())),
        sectors=Columns(SECTOR, len(listed)),
        place_sectors=Columns(PLACE_SECTOR, len(places()) * len(listed)),
        rungs=Columns(RUNG, len(ladder())), seed=seed, year=FIRST_YEAR,
    )  # fmt: skip
    for rung in ladder():
        for name in ("cost", "gain", "labour_saving", "minimum_revenue", "intercept"):
            state.rungs[f"rung_{name}"][rung.number] = getattr(rung, name)
    state.scalars = dict(p)
    state.scalars.update({name: series.at(FIRST_YEAR) for name, series in macro().items()})
    state.scalars.update(price_level=1.0, line_real=p["line_nominal"], energy_price=0.0)
    for lever in LEVERS:
        if lever.over == "city":
            state.scalars[lever.name] = lever.neutral
        else:
            size = 4 if lever.over == "grade" else len(places())
            holder = state.grades if lever.over == "grade" else state.place_levers
            holder[lever.name] = np.full(size, lever.neutral)
    return state


def set_sectors(state: State, above: Array) -> None:
    """Sector figures that the rules read, measured on the firms of 2015."""
    listed, firms = sectors(), state.firms
    count = len(listed)
    tax = np.array([s.tax for s in listed])
    ones = np.ones(int(above.sum()))
    made = grouped_total(firms["value_added"][above], ones, firms["sector"][above], count)
    state.sectors["tax_relative"] = tax / ((tax * made).sum() / made.sum())
    state.sectors["typical_electricity"] = [s.electricity for s in listed]
    state.sectors["typical_equipment"] = [s.equipment_share for s in listed]
    state.sectors["typical_strategic"] = [s.strategic_share for s in listed]
    output = grouped_total(firms["output"][above], ones, firms["sector"][above], count)
    state.sectors["typical_value_added_rate"] = _ratio(made, output)
    number = grouped_total(ones, ones, firms["sector"][above], count)
    state.sectors["typical_value_added"] = _ratio(made, number)


def _ratio(above: Array, below: Array) -> Array:
    """One sum over another by sector; a sector without firms has the city's ratio."""
    empty = below == 0.0
    return np.where(empty, above.sum() / below.sum(), above / np.where(empty, 1.0, below))


def measure_sectors(state: State, above: Array) -> None:
    """Wages, land and capital density by sector, once the firms have them."""
    firms, count = state.firms, len(sectors())
    group = firms["sector"][above]
    ones = np.ones(int(above.sum()))

    def by_sector(name: str) -> Array:
        return grouped_total(firms[name][above], ones, group, count)

    state.sectors["typical_wage"] = _ratio(by_sector("wages"), by_sector("employment"))
    state.sectors["typical_labour_share"] = _ratio(by_sector("wages"), by_sector("value_added"))
    land, capital = by_sector("land"), by_sector("capital")
    state.sectors["typical_land_per_value_added"] = _ratio(land, by_sector("value_added"))
    # A mu can carry more capital than it does on average: plots have some slack.
    state.sectors["land_density"] = _ratio(state.scalars["plot_slack"] * capital, land)
    state.sectors["typical_water"] = state.scalars["water_per_value_added_2015"]
    firms["floor_ratio"] = np.clip(
        firms["capital"] / (state.sectors["land_density"][firms["sector"]] * firms["land"]),
        1.0, state.scalars["floor_ratio_limit"],
    )


def build_city(p: dict[str, float], seed: int = CITY_2015_SEED) -> State:
    """Build the modelled firms and places of 2015.

    Args:
        p: parameter values by name.
        seed: what the population's own draws are keyed by.

    Returns:
        State at the end of 2015: the above-scale firms first, then those below scale.
    """
    count_above = int(published("above_scale_firms", FIRST_YEAR))
    count = count_above + round(p["below_scale_firms"])
    state = empty_state(seed, p, count)
    firms = state.firms
    firms["key"] = np.arange(1, count + 1)
    firms["weight"] = 1.0
    above = np.arange(count) < count_above
    firms["above_scale"] = above
    keys = firms["key"]
    firms["output"] = np.concatenate([
        above_scale_outputs(keys[above], seed, p), below_scale_outputs(keys[~above], seed, p),
    ])  # fmt: skip
    _settle(state, above, p)
    _set_value_added(state, above)
    set_sectors(state, above)
    large = np.zeros(count, dtype=bool)
    staff = inputs.drawn_staff(state, above, p)
    large[above] = choose_large(firms["output"][above], staff[above], p)
    inputs.set_employment(state, staff, large, above, p)
    inputs.set_capital(state, above, p)
    inputs.set_land(state, above, p)
    _set_intensities(state, p)
    inputs.close_income(state, above, p)
    measure_sectors(state, above)
    inputs.set_technology(state, above, p)
    inputs.set_research(state, above, p)
    inputs.set_classes(state, above)
    _set_productivity(state, p)
    fill_places(state, p)
    return state


def _settle(state: State, above: Array, p: dict[str, float]) -> None:
    """Sector, district and place of each firm; its value-added rate comes with the sector."""
    firms, seed = state.firms, state.seed
    keys = firms["key"]
    luck = exponentials(p["rate_spread"] * normals("draw_rate", keys, seed, FIRST_YEAR))
    firms["sector"] = choose_sectors(firms["output"], keys, above, luck, seed, p)
    rates = np.array([s.value_added_rate for s in sectors()])[firms["sector"]]
    firms["value_added_rate"] = np.clip(rates * luck, 0.04, 0.6)
    rough = firms["output"] * firms["value_added_rate"]
    district = choose_districts(rough, keys, above, firms["sector"], seed, p)
    inside = choose_parks(rough, keys, above, seed, p)
    firms["place"] = choose_places(district, inside, firms["sector"], keys, seed, p)


def _set_value_added(state: State, above: Array) -> None:
    """Value added, brought to the published total by one factor on all rates."""
    firms = state.firms
    rough = total((firms["output"] * firms["value_added_rate"])[above], np.ones(int(above.sum())))
    factor = published("value_added", FIRST_YEAR) * YUAN_100M / rough
    firms["value_added_rate"] = firms["value_added_rate"] * factor
    firms["value_added"] = firms["output"] * firms["value_added_rate"]


def _set_intensities(state: State, p: dict[str, float]) -> None:
    """Electricity per value added around that of the sector; water as in the city."""
    firms = state.firms
    intensity = np.array([s.electricity for s in sectors()])[firms["sector"]]
    firms["electricity_intensity"] = intensity * exponentials(
        p["electricity_spread"] * normals("draw_electricity", firms["key"], state.seed, FIRST_YEAR)
    )
    firms["water_intensity"] = p["water_per_value_added_2015"]


def _set_productivity(state: State, p: dict[str, float]) -> None:
    """Productivity that makes the production rule give the value added of 2015."""
    firms = state.firms
    stationary = p["transitory_spread"] / np.sqrt(1.0 - p["transitory_persistence"] ** 2)
    luck = normals("draw_transitory", firms["key"], state.seed, FIRST_YEAR)
    passing = p["transitory_start"] * stationary * luck
    passing = np.where(firms["above_scale"] == 1, passing, 0.5 * passing)
    firms["transitory"] = passing
    inputs_log = p["capital_elasticity"] * logarithms(firms["capital"])
    inputs_log = inputs_log + p["labour_elasticity"] * logarithms(firms["employment"])
    firms["productivity"] = logarithms(firms["value_added"]) - inputs_log - passing
    revenue = firms["output"] * state.scalars["sales_ratio"]
    below_line = (firms["above_scale"] == 1) & (revenue < p["line_nominal"])
    firms["years_below"] = np.where(below_line, 1, 0)
    firms["age"] = 10
