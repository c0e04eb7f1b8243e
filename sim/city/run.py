"""One run: the city of 2015 carried year by year to the last year asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sim.base.futures import Future
from sim.base.state import State
from sim.base.units import FIRST_YEAR
from sim.city.exchange import is_due, take_over
from sim.city.record import Booked, Record, flows_of
from sim.city.start import start
from sim.city.surroundings import Measure
from sim.city.year import Performer, simulate_year, whole_population


class Policy(Booked, Measure, Protocol):
    """An instrument as the city sees it: it can be applied, and it books its cost."""


def run_city(
    population: State,
    measures: Sequence[Policy],
    *,
    parameters: dict[str, float],
    seed: int,
    last_year: int,
    future: Future | None = None,
    after_year: Callable[[State], None] | None = None,
    each_firm: Performer = whole_population,
) -> Record:
    """Simulate the city once.

    Args:
        population: the city of 2015, not changed.
        measures: instruments in force.
        parameters: values of all parameters.
        seed: what the run's draws are keyed by.
        last_year: last year simulated.
        future: what the scenario sets of the surroundings, by year.
        after_year: called with the state after each year (for progress or inspection), before own
            firms take over.
        each_firm: how decisions are put to the firms.

    Returns:
        The record, 2015 included.
    """
    state = start(population, seed)
    state.scalars.update(parameters)
    state.future = future or {}
    record = Record(seed)
    record.take(state, measures)
    for _ in range(FIRST_YEAR, last_year):
        simulate_year(state, measures, each_firm)
        if after_year is not None:
            after_year(state)
        close_year(state, measures, record)
    return record


def close_year(state: State, measures: Sequence[Policy], record: Record) -> None:
    """Record a year that was simulated; own firms whose year it is take over before that."""
    earlier = None
    if is_due(state):
        earlier = flows_of(state, measures)
        take_over(state)
    record.take(state, measures, earlier)
