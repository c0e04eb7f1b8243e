"""The firms of one run year by year, as a researcher with the register would have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.state import Array, State
from sim.base.units import FIRST_YEAR
from sim.city.run import run_city
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.one_run import population

COLUMNS = (
    "key", "weight", "place", "sector", "above_scale", "value_added", "output", "revenue",
    "employment", "capital", "land", "rung", "projects", "networked", "upgraded", "upgrade_cost",
    "treated", "land_to_return", "moves", "investment",
)  # fmt: skip


@dataclass(frozen=True)
class FirmYears:
    """Firms of a run.

    Attributes:
        years: 2015 to the last one simulated.
        columns: by year, arrays by variable, one entry per firm there at the year's end, in the
            order of keys; beside `COLUMNS` the log of total factor productivity.
        indicators: of the city, by year.
    """

    years: tuple[int, ...]
    columns: dict[int, dict[str, Array]]
    indicators: dict[int, dict[str, float]]

    def of(self, year: int, name: str) -> Array:
        """A variable at the end of a year, in the order of keys."""
        return self.columns[year][name]

    def pairs(self, first: int, second: int) -> tuple[Array, Array]:
        """Positions, in both years, of the firms that are there in both."""
        return same_firms(self.of(first, "key"), self.of(second, "key"))


def same_firms(first: Array, second: Array) -> tuple[Array, Array]:
    """Positions of the keys that two arrays of keys, each sorted, have in common."""
    _, here, there = np.intersect1d(first, second, assume_unique=True, return_indices=True)
    return here, there


def firm_years(
    scenario: Scenario, member: Member, *, last_year: int, firms: float = 1.0
) -> FirmYears:
    """Run a scenario on a member and keep every firm of every year.

    Args:
        scenario: as loaded.
        member: parameters, population and luck.
        last_year: last year simulated.
        firms: share of the smaller firms simulated.

    Raises:
        ArithmeticError: the city left the range of money.
    """
    values = scenario.values_for(member)
    city = population(values, firms, member.population_seed)
    found = {FIRST_YEAR: _columns(city, values)}

    def keep(state: State) -> None:
        found[state.year] = _columns(state, values)

    record = run_city(city, scenario.measures, parameters=values, seed=member.seed,
                      last_year=last_year, future=scenario.future, after_year=keep)  # fmt: skip
    return FirmYears(tuple(found), found, dict(zip(record.years, record.indicators, strict=True)))


def _columns(state: State, values: dict[str, float]) -> dict[str, Array]:
    order = np.argsort(state.firms["key"])
    kept: dict[str, Any] = {name: state.firms[name][order] for name in COLUMNS}
    kept["productivity"] = log_productivity(
        kept["value_added"], kept["capital"], kept["employment"], values["capital_elasticity"],
        values["labour_elasticity"],
    )  # fmt: skip
    return kept


def log_productivity(
    value_added: Array, capital: Array, employment: Array, capital_part: float, labour_part: float
) -> Array:
    """Log of total factor productivity, with the elasticities of the run itself.

    A paper has to estimate these; the error that adds is not part of any check here.
    """
    inputs = capital_part * np.log(np.maximum(capital, 1e-3))
    inputs = inputs + labour_part * np.log(np.maximum(employment, 1e-3))
    return np.asarray(np.log(np.maximum(value_added, 1e-3)) - inputs)
