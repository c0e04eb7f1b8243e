"""The firms of one run at the end of a year, as a table: whom to ask about."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.levers import GRADES
from sim.base.state import State
from sim.city.run import run_city
from sim.park.atlas import places, sectors
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.one_run import check_shown, population

FIGURES = ("above_scale", "score", "rung", "value_added", "tax_paid", "land", "employment")


def firms_at(scenario: Scenario, member: Member, year: int, firms: float = 1.0) -> pd.DataFrame:
    """Every firm that is there at the end of a year, the largest first.

    Args:
        scenario: as loaded.
        member: parameters, population and luck.
        year: 2016 to 2025.
        firms: share of the smaller firms simulated.

    Returns:
        firm (its identity), place, sector, grade (of the year), and variables of the firm; money
        in 10k yuan at 2015 prices.

    Raises:
        ArithmeticError: the city left the range of money.
    """
    values = scenario.values_for(member)
    city = population(values, firms, member.population_seed)
    check_shown(city)
    found: dict[str, Any] = {}

    def keep(state: State) -> None:
        if state.year == year:
            found.update({name: state.firms[name].copy() for name in
                          ("key", "place", "sector", "grade", *FIGURES)})  # fmt: skip

    run_city(city, scenario.measures, parameters=values, seed=member.seed, last_year=year,
             future=scenario.future, after_year=keep)  # fmt: skip
    table = pd.DataFrame({
        "firm": found["key"],
        "place": [places()[int(k)].name for k in found["place"]],
        "sector": [sectors()[int(k)].name for k in found["sector"]],
        "grade": [GRADES[int(k)] if k >= 0 else "" for k in found["grade"]],
        **{name: found[name] for name in FIGURES},
    })  # fmt: skip
    return table.sort_values("value_added", ascending=False, ignore_index=True)
