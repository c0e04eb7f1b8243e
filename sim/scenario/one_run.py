"""One member under one scenario."""

from __future__ import annotations

from functools import lru_cache

from sim.base.state import State
from sim.city.details import Wanted
from sim.city.population import CITY_2015_SEED, build_city
from sim.city.population.thinning import thin
from sim.city.record import Record
from sim.city.run import run_city
from sim.city.watch import Watch
from sim.scenario.load import Scenario
from sim.scenario.member import Member

PLAIN, LEDGER, PATHS = Wanted(), Wanted(ledger=True), Wanted(paths=True)


@lru_cache(maxsize=4)  # scenarios run together on a member mostly share its population
def _population(parameters: tuple[tuple[str, float], ...], firms: float, seed: int) -> State:
    return thin(build_city(dict(parameters), seed), firms)


def population(
    parameters: dict[str, float], firms: float = 1.0, seed: int = CITY_2015_SEED
) -> State:
    """The city of 2015 for a set of parameters, thinned to a share of its smaller firms."""
    return _population(tuple(sorted(parameters.items())), firms, seed)


def run_member(
    scenario: Scenario, member: Member, *, firms: float, last_year: int, wanted: Wanted = PLAIN
) -> Record:
    """Run a scenario on a member's parameters, population and luck.

    Args:
        scenario: what is run.
        member: what it stands on.
        firms: share of the smaller firms.
        last_year: last year simulated.
        wanted: what is recorded beside the plain record; it changes nothing in the run.

    Raises:
        ArithmeticError: the city left the range of money.
    """
    values = scenario.values_for(member)
    city = population(values, firms, member.population_seed)
    watch = None if wanted == PLAIN else Watch(city, scenario.measures, wanted, last_year)
    record = run_city(
        city, scenario.measures, parameters=values, seed=member.seed, last_year=last_year,
        after_year=watch.look if watch is not None else None,
        future=scenario.future,
    )  # fmt: skip
    if watch is not None:
        record.details = watch.details()
    return record
