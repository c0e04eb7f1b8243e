"""Cities that many tests look at; built once a session. Tests copy before they change."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from helpers import SMALL

from sim.base.parameters import parameter_values
from sim.base.state import State
from sim.city.record import Record
from sim.city.run import run_city
from sim.scenario.load import Scenario, load_scenario, scenario_names
from sim.scenario.one_run import population


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
def baseline() -> Scenario:
    return load_scenario("baseline")


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
