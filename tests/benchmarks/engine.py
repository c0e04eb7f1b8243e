"""How fast the engine is, beside an idiomatic Mesa model of the same rules.

    python tests/benchmarks/engine.py [--quick]

Everything is measured in this one run, on the same population and years, on one core; figures
are medians over the repeats, with the smallest in brackets.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import numpy as np  # noqa: E402

from sim.base.parameters import parameter_values  # noqa: E402
from sim.base.state import State  # noqa: E402
from sim.city.measure import measure  # noqa: E402
from sim.city.population import build_city  # noqa: E402
from sim.city.run import run_city  # noqa: E402
from sim.city.start import start  # noqa: E402
from sim.city.year import simulate_year  # noqa: E402

YEARS = 10
SIZES = (2_000, 18_263, 100_000, 300_000, 1_000_000)
FIRST_YEAR = """
from sim.base.parameters import parameter_values
from sim.city.population import build_city
from sim.city.start import start
from sim.city.year import simulate_year
simulate_year(start(build_city(parameter_values()), 1), ())
"""


def resized(city: State, count: int) -> State:
    """The city with `count` firms, by repeating it with new keys or by leaving firms out.

    Weights and the number of entrants go with it, so that the totals stay those of the city.
    """
    firms = city.firms
    source = np.arange(count) * len(firms) // count if count < len(firms) else np.arange(count)
    copy_number, row = np.divmod(source, len(firms))
    scaled = start(city, city.seed)
    scaled.firms.keep(np.zeros(len(firms), dtype=bool))
    scaled.firms.append(count)
    for name in firms:
        scaled.firms[name] = firms[name][row]
    scaled.firms["key"] = firms["key"][row] + copy_number * int(firms["key"].max() + 1)
    scaled.firms["weight"] = len(firms) / count
    scaled.thinning = count / len(firms)
    return scaled


def one_run(population: State, years: int) -> tuple[float, int]:
    """Seconds of a run with its indicators, and the firm-years in it."""
    began, firm_years = time.perf_counter(), 0
    state = start(population, 1)
    measure(state)
    for _ in range(years):
        simulate_year(state, ())
        measure(state)
        firm_years += len(state.firms)
    return time.perf_counter() - began, firm_years


def recorded_run(population: State, values: dict[str, float]) -> float:
    """Seconds of a run that also records places and the ledger, as the command does."""
    began = time.perf_counter()
    run_city(population, (), parameters=values, seed=1, last_year=2015 + YEARS)
    return time.perf_counter() - began


def repeated(measured: Callable[[], float], times: int) -> tuple[float, float]:
    """Median and minimum."""
    took = [measured() for _ in range(times)]
    return median(took), min(took)


def show(what: str, took: tuple[float, float], scale: float, unit: str) -> None:
    """Print a median and, in brackets, the minimum."""
    middle, least = (f"{seconds * scale:.3g}" for seconds in took)
    print(f"{what:34} {middle:>9} {unit}  ({least})")


def started() -> float:
    """Seconds from typing a command to the first simulated year."""
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", FIRST_YEAR], check=True, env=environment)
    return time.perf_counter() - began


def peak_memory() -> str:
    """The most memory that this process has held."""
    try:
        import resource
    except ImportError:
        return "not known on this system"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{peak / (1024 if sys.platform != 'darwin' else 1024**2):.0f} MiB"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and smaller cities")
    quick = parser.parse_args().quick
    times = 5 if quick else 15
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
          f"load {load:.1f}")  # fmt: skip
    values = parameter_values()
    city = build_city(values)
    show("building the city of 2015", repeated(lambda: timed(build_city, values), 5), 1e3, "ms")
    _, firm_years = one_run(city, YEARS)
    run = repeated(lambda: one_run(city, YEARS)[0], times)
    show(f"{YEARS} years of {len(city.firms):,} firms", run, 1e3, "ms")
    show("  per firm and year", run, 1e9 / firm_years, "ns")
    show("  places and ledger recorded too", repeated(lambda: recorded_run(city, values), times),
         1e3, "ms")  # fmt: skip
    print(f"{'peak memory so far':34} {peak_memory():>12}")
    compare(city, run[0] / YEARS, 2 if quick else YEARS)
    grow(city, SIZES[:3] if quick else SIZES)
    print(f"{'peak memory':34} {peak_memory():>12}")
    show("command to first year, compiled", repeated(started, 3 if quick else 7), 1.0, "s")


def timed(function: Callable[..., object], *arguments: object) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - began


def compare(city: State, ours: float, years: int) -> None:
    """Print the rival's time for a year, and the ratio."""
    from mesa_rival import seconds_per_year

    theirs = seconds_per_year(city, years)
    print(f"{'Mesa, agent by agent, a year':34} {theirs * 1e3:9.0f} ms")
    print(f"{'  ours, a year':34} {ours * 1e3:9.2f} ms: {theirs / ours:.0f} times as fast")


def grow(city: State, sizes: tuple[int, ...]) -> None:
    """Print the cost per firm and year at several sizes."""
    for count in sizes:
        population = resized(city, count)
        years, times = (YEARS, 5) if count < 200_000 else (3, 3)
        one_run(population, 1)
        costs = [run / n for run, n in (one_run(population, years) for _ in range(times))]
        show(f"  {count:9,} firms, a firm and year", (median(costs), min(costs)), 1e9, "ns")


if __name__ == "__main__":
    main()
