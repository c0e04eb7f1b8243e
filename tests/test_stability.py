"""At the ends of every dose and every parameter the numbers stay numbers, without a warning.

Compiled code keeps quiet where a number overflows or is none; so the ends are also run interpreted,
where Python and NumPy speak up.
"""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from helpers import environment, scheduled, thinned

from sim.base.levers import GRADES, NO_LIMIT
from sim.base.parameters import parameters as declared
from sim.base.state import State
from sim.city.population import build_city
from sim.city.population.thinning import thin
from sim.city.record import Record
from sim.city.start import start
from sim.city.year import simulate_year
from sim.park.atlas import places
from sim.policy.instrument import DoseCard
from sim.policy.registry import instruments
from sim.scenario.load import load_scenario

EVERY, EVERY_INTERPRETED = 60, 450
LAST_YEAR = 2018
CORNERS = 6
FREE = [name for name, card in declared().items() if card.low < card.high]
AT_START = [name for name in FREE if declared()[name].group == "population"]
LATER = [name for name in FREE if name not in AT_START]


def end_of(card: DoseCard, high: bool) -> Any:
    """A dose at one end of its bounds."""
    value = card.high if high else card.low
    if card.over == "grade":
        return (value,) * len(GRADES)
    if card.over == "place":
        return tuple((place, value) for place in range(0, len(places()), 9))
    return value


def at_ends(name: str, high: bool) -> Any:
    """An instrument with all its doses at one end."""
    kind = instruments()[name]
    return scheduled(kind, {dose: end_of(card, high) for dose, card in kind.doses().items()})


def check(state: State, record: Record) -> None:
    """Every figure is a number."""
    for columns in (state.firms, state.places, state.sectors, state.place_sectors):
        for name in columns:
            assert np.isfinite(columns[name]).all(), (state.year, name)
    for name, value in state.scalars.items():
        assert math.isfinite(value), (state.year, name)
    for name, value in record.indicators[-1].items():
        assert math.isfinite(value), (state.year, name)
    assert all(math.isfinite(row.amount) for row in record.ledger)
    assert len(state.firms) > 0


def live(city: State, measures: list[Any], changes: dict[str, float], last_year: int) -> State:
    """Run some years and check each."""
    state = start(city, 4)
    state.scalars.update({name: float(city.scalars[name]) for name in declared()} | changes)
    record = Record(4)
    record.take(state, measures)
    while state.year < last_year:
        simulate_year(state, measures)
        record.take(state, measures)
        check(state, record)
    return state


@pytest.fixture(scope="module")
def tiny(whole_city: State) -> State:
    return thinned(whole_city, EVERY)


@pytest.mark.parametrize("high", [False, True], ids=["low", "high"])
@pytest.mark.parametrize("name", sorted(instruments()))
def test_each_instrument_alone_at_the_ends_of_its_doses(
    tiny: State, name: str, high: bool
) -> None:
    live(tiny, [at_ends(name, high)], {}, LAST_YEAR)


@pytest.mark.parametrize("high", [False, True], ids=["low", "high"])
def test_all_instruments_together_at_the_ends_of_their_doses(tiny: State, high: bool) -> None:
    live(tiny, [at_ends(name, high) for name in instruments()], {}, 2025)


def test_bounds_without_limit_are_rare_and_known() -> None:
    """At such an end a dose is as good as absent; the other end is what bites."""
    free = {dose for kind in instruments().values() for dose, card in kind.doses().items()
            if card.high >= NO_LIMIT}  # fmt: skip
    assert free == {"cap", "budget", "below_revenue", "projects_per_year", "investment"}


@pytest.mark.parametrize("name", LATER)
def test_each_parameter_at_its_bounds(tiny: State, name: str) -> None:
    card = declared()[name]
    measures = load_scenario("full_plan").measures
    for value in (card.low, card.high):
        live(tiny, measures, {name: value}, 2017)


def test_parameters_at_corners_of_all_their_bounds() -> None:
    """All at once, the population's too: each at its lowest or highest by lot.

    Growth at the top of all its bounds may lead out of the range in which money is added exactly.
    Then a run ends with an error that says so, and not with a wrong sum.
    """
    refused = 0
    for corner in range(CORNERS):
        luck = np.random.default_rng([corner, len(FREE)])
        values = {name: float(card.value) for name, card in declared().items()}
        for name in FREE:
            values[name] = float(luck.choice([declared()[name].low, declared()[name].high]))
        city = thin(build_city(values), 0.02)
        try:
            live(city, load_scenario("full_plan").measures, values, 2025)
        except OverflowError as error:
            assert "exceeds 2e9" in str(error)
            refused += 1
    assert refused <= CORNERS // 3


# --- interpreted, where overflows speak up --------------------------------------------------------


def ends() -> Iterator[tuple[str, list[Any]]]:
    """Every instrument at either end, and all together."""
    for high in (False, True):
        for name in sorted(instruments()):
            yield f"{name} {'high' if high else 'low'}", [at_ends(name, high)]
        yield f"all {'high' if high else 'low'}", [at_ends(name, high) for name in instruments()]


@pytest.mark.slow
def test_nothing_overflows_unheard(whole_city: State) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", __file__], capture_output=True, timeout=300, check=False,
        env=environment(YONGSIM_COMPILE="0"),
        input=pickle.dumps(thinned(whole_city, EVERY_INTERPRETED)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert done.stdout.decode().split() == [str(2 * (len(instruments()) + 1))]


def main() -> None:
    """All ends, interpreted, with every warning of NumPy an error; the city comes by the pipe."""
    city, count = pickle.loads(sys.stdin.buffer.read()), 0
    with np.errstate(all="raise", under="ignore"):
        for what, measures in ends():
            try:
                live(city, measures, {}, 2017)
            except Exception as error:
                raise AssertionError(what) from error
            count += 1
    print(count)


if __name__ == "__main__":
    main()
