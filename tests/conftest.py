"""Cities that many tests look at; built once a session. Tests copy before they change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from helpers import EVE, SMALL, thinned, twin, years

from sim.base.parameters import parameter_values
from sim.base.rules import Decision
from sim.base.state import State
from sim.city.record import Record
from sim.city.run import run_city
from sim.city.year import simulate_year, whole_population
from sim.firm.upgrade import decide_upgrade
from sim.scenario.load import Scenario, load_scenario, scenario_names
from sim.scenario.one_run import population

# A plugin of the files that name it, which import its constants before pytest loads it.
pytest.register_assert_rewrite("papers")


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """What commands called in this process leave in the environment ends with the test."""
    before = {name: value for name, value in os.environ.items() if name.startswith("YONGSIM_")}
    yield
    for name in [one for one in os.environ if one.startswith("YONGSIM_")]:
        if name not in before:
            del os.environ[name]
    os.environ.update(before)


@pytest.fixture(scope="session")
def parameters() -> dict[str, float]:
    return parameter_values()


@pytest.fixture(scope="session")
def whole_city(parameters: dict[str, float]) -> State:
    """The city of 2015, every firm."""
    return population(parameters, 1.0)


@pytest.fixture(scope="session")
def city(parameters: dict[str, float]) -> State:
    """The city of 2015 with every large firm and a few of the others."""
    return population(parameters, SMALL)


@pytest.fixture(scope="session")
def tiny(whole_city: State) -> State:
    """Every fortieth firm of 2015, standing for forty."""
    return thinned(whole_city, 40)


@pytest.fixture(scope="session")
def baseline() -> Scenario:
    return load_scenario("baseline")


class YearOpenedError(Exception):
    """The first decision on an upgrade is due."""


def up_to_the_decisions(decision: Decision, state: State, rows: slice | None = None) -> None:
    """Performs the opening of a year: everything before the firms decide on upgrades."""
    if decision is decide_upgrade:
        raise YearOpenedError
    whole_population(decision, state, rows)


@pytest.fixture(scope="session", params=[1, 2])
def eve(request: pytest.FixtureRequest, city: State, baseline: Scenario) -> State:
    """The city of `EVE` when the firms are about to decide: levers hung up, grades given.

    By two seeds. Who changes it works on a `twin`.
    """
    for year in years(city, baseline.measures, baseline.parameters, request.param, EVE - 1):
        state = year.state
    state = twin(state)
    with pytest.raises(YearOpenedError):
        simulate_year(state, baseline.measures, up_to_the_decisions)
    return state


@pytest.fixture(params=scenario_names())
def shipped(request: pytest.FixtureRequest) -> str:
    """Each shipped scenario's name."""
    return str(request.param)


@pytest.fixture(scope="session")
def run(city: State, parameters: dict[str, float]) -> Callable[..., Record]:
    """Run the small city under some measures: run(measures, last_year=2018, seed=1)."""

    def go(measures: object, last_year: int = 2018, seed: int = 1) -> Record:
        return run_city(city, list(measures), parameters=parameters, seed=seed, last_year=last_year)  # type: ignore[call-overload]

    return go


@pytest.fixture
def luck() -> np.random.Generator:
    """Luck of the tests' own, the same every time."""
    return np.random.default_rng(20152025)
