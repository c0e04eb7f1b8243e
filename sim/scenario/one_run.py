"""One member under one scenario."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.base.own import is_own
from sim.base.state import State
from sim.city.details import Wanted
from sim.city.exchange import is_due, take_over
from sim.city.population import CITY_2015_SEED, build_city
from sim.city.population.thinning import thin
from sim.city.record import Record
from sim.city.run import run_city
from sim.city.watch import Watch
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.own.load import key as own_key
from sim.scenario.own.load import own_firms, single_firms

PLAIN, LEDGER, PATHS = Wanted(), Wanted(ledger=True), Wanted(paths=True)


@lru_cache(maxsize=4)  # scenarios run together on a member mostly share its population
def _population(
    parameters: tuple[tuple[str, float], ...], firms: float, seed: int, own: str
) -> State:
    city = thin(build_city(dict(parameters), seed), firms)
    if own:
        city.own = own_firms()
        if is_due(city):
            take_over(city)
    return city


def population(
    parameters: dict[str, float], firms: float = 1.0, seed: int = CITY_2015_SEED, *,
    with_own: bool = True,
) -> State:  # fmt: skip
    """The city of 2015 for a set of parameters, thinned to a share of its smaller firms.

    A user's own firms are with it, if runs are to take any; they are never thinned.

    Raises:
        InputError: the own firms cannot be used.
    """
    own = own_key() if with_own else ""
    return _population(tuple(sorted(parameters.items())), firms, seed, own)


def check_shown(city: State, key: int | None = None) -> None:
    """Refuse to show single firms, or one of them, where they are a user's own.

    Args:
        city: the population.
        key: identity of the firm; None: all of them.

    Raises:
        InputError: nobody asked to see single own firms.
    """
    if city.own is None or city.own.shown or (key is not None and not is_own(np.array([key]))[0]):
        return
    raise single_firms()


def run_member(
    scenario: Scenario, member: Member, *, firms: float, last_year: int, wanted: Wanted = PLAIN,
    with_own: bool = True,
) -> Record:  # fmt: skip
    """Run a scenario on a member's parameters, population and luck.

    Args:
        scenario: what is run.
        member: what it stands on.
        firms: share of the smaller firms.
        last_year: last year simulated.
        wanted: what is recorded beside the plain record; it changes nothing in the run.
        with_own: whether a user's own firms are in it, where runs are to take any.

    Raises:
        ArithmeticError: the city left the range of money.
    """
    values = scenario.values_for(member)
    city = population(values, firms, member.population_seed, with_own=with_own)
    watch = None if wanted == PLAIN else Watch(city, scenario.measures, wanted, last_year)
    record = run_city(
        city, scenario.measures, parameters=values, seed=member.seed, last_year=last_year,
        after_year=watch.look if watch is not None else None,
        future=scenario.future,
    )  # fmt: skip
    if watch is not None:
        record.details = watch.details()
    return record
