"""Many runs of one scenario: seeds spread over workers, results in the order of the seeds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from joblib import Parallel, delayed

from sim.base.errors import InputError
from sim.base.state import State
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.city.population import CITY_2015_SEED, build_city
from sim.city.population.thinning import thin
from sim.city.record import Record
from sim.city.run import run_city
from sim.scenario.load import Scenario, load_scenario

SMALLEST_CITY = 0.01
DEFAULT_SEEDS = 100


@dataclass(frozen=True)
class Ensemble:
    """Records of one scenario.

    Attributes:
        scenario: as resolved.
        records: one per seed, in the order of the seeds.
        firms: share of the smaller firms that was simulated; below 1 is a quick look.
        first_year, last_year: years reported.
    """

    scenario: Scenario
    records: list[Record]
    firms: float = 1.0
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR
    seeds: tuple[int, ...] = ()
    population_seed: int = CITY_2015_SEED


@lru_cache(maxsize=2)
def _population(parameters: tuple[tuple[str, float], ...], firms: float) -> State:
    return thin(build_city(dict(parameters), CITY_2015_SEED), firms)


def population(parameters: dict[str, float], firms: float = 1.0) -> State:
    """The city of 2015 for a set of parameters, thinned to a share of its smaller firms."""
    return _population(tuple(sorted(parameters.items())), firms)


def _run_seeds(scenario: Scenario, seeds: list[int], firms: float, last_year: int) -> list[Record]:
    city = population(scenario.parameters, firms)
    return [
        run_city(city, scenario.measures, parameters=scenario.parameters, seed=seed,
                 last_year=last_year)
        for seed in seeds
    ]  # fmt: skip


def _batches(seeds: list[int], workers: int) -> Iterator[list[int]]:
    size = max(1, min(10, -(-len(seeds) // (4 * workers))))
    for first in range(0, len(seeds), size):
        yield seeds[first : first + size]


def check_request(seeds: int, first_year: int, last_year: int, firms: float, workers: int) -> None:
    """Refuse a request that cannot be run.

    Raises:
        InputError: saying which value is wrong and what it may be.
    """
    if not 1 <= seeds <= 1_000_000:
        raise InputError(f"seeds = {seeds}: give a number of runs between 1 and 1000000")
    if not FIRST_YEAR <= first_year < last_year <= LAST_YEAR:
        raise InputError(
            f"years {first_year}-{last_year}: give FIRST-LAST with FIRST before LAST, from "
            f"{FIRST_YEAR} (where the evidence begins) to {LAST_YEAR} (where the plan ends)"
        )
    if not SMALLEST_CITY <= firms <= 1.0:
        raise InputError(f"firms = {firms:g}: give a share between {SMALLEST_CITY:g} and 1")
    if not 1 <= workers <= 1024:
        raise InputError(f"workers = {workers}: give a number between 1 and 1024")


def run_ensemble(
    scenario: Scenario | str,
    *,
    seeds: int = DEFAULT_SEEDS,
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR),
    firms: float = 1.0,
    workers: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> Ensemble:
    """Run a scenario once per seed.

    Args:
        scenario: a scenario, or its name or path.
        seeds: number of runs; seeds are 1, 2, ...
        years: first and last year reported; every run starts from the city of 2015.
        firms: share of the smaller firms to simulate; 1 is the whole city.
        workers: processes; default one per core.
        progress: called with the number of runs finished since the last call.

    Returns:
        Records in the order of the seeds, the same whatever the number of workers.

    Raises:
        InputError: the scenario or a value cannot be used.
    """
    chosen = load_scenario(scenario) if isinstance(scenario, str) else scenario
    workers = workers or os.cpu_count() or 1
    check_request(seeds, *years, firms, workers)
    numbers = list(range(1, seeds + 1))
    batches = list(_batches(numbers, workers))
    if workers == 1 or len(batches) == 1:
        parts: Iterator[list[Record]] = (
            _run_seeds(chosen, [seed], firms, years[1]) for seed in numbers
        )
    else:
        parts = Parallel(n_jobs=min(workers, len(batches)), return_as="generator")(
            delayed(_run_seeds)(chosen, batch, firms, years[1]) for batch in batches
        )
    records: list[Record] = []
    for part in parts:
        records.extend(part)
        if progress is not None:
            progress(len(part))
    return Ensemble(chosen, records, firms, *years, seeds=tuple(numbers))
