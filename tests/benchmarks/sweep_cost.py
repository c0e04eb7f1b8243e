"""What the machinery of sweeps costs, beside bare runs and beside mesa.batch_run.

    python tests/benchmarks/sweep_cost.py [--runs 400] [--times 3] [--only overhead,workers]

Everything is measured in this one run; figures are medians over the repeats. Beside the clock's
seconds stand the processors' own, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import numpy as np  # noqa: E402
from large_store import big_store  # noqa: E402

from sim.scenario.one_run import run_member  # noqa: E402
from sim.sweep.drive import cut, drive  # noqa: E402
from sim.sweep.setup import load_sweep  # noqa: E402
from sim.sweep.stop import Stop  # noqa: E402
from sim.sweep.store import create_store  # noqa: E402
from sim.sweep.sweep import Sweep  # noqa: E402

PLAN = """
scenarios = ["baseline"]
[title]
zh = "计时"
en = "timing"
[[design]]
kind = "posterior"
points = {runs}
"""
Took = tuple[float, float]  # seconds by the clock, and of processors


def timed(work: Callable[[], object]) -> Took:
    """What some work takes, its child processes included."""
    clock, processor = time.perf_counter(), _processors()
    work()
    return time.perf_counter() - clock, _processors() - processor


def _processors() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def middle(work: Callable[[], Took], times: int) -> Took:
    """Medians over some repeats."""
    clocks, processors = zip(*(work() for _ in range(times)), strict=True)
    return median(clocks), median(processors)


def trial(runs: int, folder: Path) -> Sweep:
    """Runs of the whole city, each on a member of its own."""
    path = folder / "timing.toml"
    path.write_text(PLAN.format(runs=runs), encoding="utf-8")
    return load_sweep(str(path))


def bare(sweep: Sweep, part: int, of: int) -> None:
    """The runs alone: nothing is named, kept or written."""
    for shard in range(1, sweep.shards + 1):
        for k, run in enumerate(sweep.runs_of(shard)):
            if k % of == part:
                run_member(run.scenario, run.member, firms=sweep.firms, last_year=sweep.years[1])


def swept(sweep: Sweep, workers: int) -> Took:
    """The same runs as a sweep."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "store", sweep)
        stop = Stop(driver=os.getpid())
        return timed(lambda: drive(store, workers=workers, stop=stop))


def overhead(runs: int, times: int, folder: Path) -> None:
    """Print what the machinery adds in one process."""
    sweep = cut(trial(runs, folder), 4)
    bare(sweep, 0, 8)
    ours = [(swept(sweep, 1), timed(lambda: bare(sweep, 0, 1))) for _ in range(times)]
    ratios = [with_it[1] / alone[1] - 1.0 for with_it, alone in ours]
    alone = median(one[1][1] for one in ours)
    print(f"one process, {runs} runs: {1e3 * alone / runs:.1f} ms a run; the machinery adds "
          f"{100 * median(ratios):.1f}% of processor time (aim: below 5%)")  # fmt: skip


def workers(runs: int, times: int, folder: Path) -> None:
    """Print how two workers compare with two bare processes side by side."""
    sweep = cut(trial(runs, folder), 16)
    path = folder / "timing.toml"

    def both() -> None:
        command = [sys.executable, __file__, "--bare", str(path)]
        running = [subprocess.Popen([*command, str(k)]) for k in (0, 1)]
        for one in running:
            one.wait()

    def command() -> None:
        with tempfile.TemporaryDirectory() as out:
            subprocess.run(
                [sys.executable, "-m", "sim", "sweep", "run", str(path), "--out", f"{out}/store",
                 "--workers", "2", "--quiet", "--shard-seconds", "5"],
                check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip

    swept(sweep, 2)  # the pool is started once and kept
    ours, theirs, typed = [], [], []
    for _ in range(times):
        ours.append(swept(sweep, 2))
        theirs.append(timed(both))
        typed.append(timed(command))
    rates = [runs / median(one[0] for one in took) for took in (ours, theirs)]
    print(f"two workers, {runs} runs, pool started before: {rates[0]:.1f} runs/s; two bare "
          f"processes: {rates[1]:.1f} runs/s")  # fmt: skip
    for name, took in (("workers", ours), ("whole command", typed)):
        shares = [alone[0] / mine[0] for mine, alone in zip(took, theirs, strict=True)]
        print(f"  {name} against bare processes, starts included there: "
              f"{100 * median(shares):.0f}% of their rate (aim: at least 95%)")  # fmt: skip


def mesa(runs: int, times: int, folder: Path) -> None:
    """Print how mesa.batch_run over the agent-by-agent model compares."""
    from mesa_rival import batch_seconds

    sweep = cut(trial(min(runs, 100), folder), 4)
    ours = [took / sweep.runs for took in middle(lambda: swept(sweep, 1), times)]
    theirs = batch_seconds(years=10)
    times_ours = [one / mine for one, mine in zip(theirs, ours, strict=True)]
    print(f"mesa.batch_run, agent by agent, 10 years, its population and the copying between "
          f"columns and agents left out: {theirs[0]:.1f} s a run by the clock, {theirs[1]:.1f} of "
          f"a processor; ours, a new population for each run and the writing included: "
          f"{1e3 * ours[0]:.0f} and {1e3 * ours[1]:.0f} ms: {times_ours[0]:.0f} and "
          f"{times_ours[1]:.0f} times the runs (aim: at least 100)")  # fmt: skip


def store(runs: int, times: int, folder: Path) -> None:
    """Print size, memory and query time of a store of 100,000 runs, its rows made up."""
    print(big_store(folder / "big", np.random.default_rng(1)))


KINDS = {"overhead": overhead, "workers": workers, "mesa": mesa, "store": store}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--bare", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        bare(load_sweep(asked.bare[0]), int(asked.bare[1]), 2)
        return
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.only.split(","):
            KINDS[name](asked.runs, asked.times, Path(folder))


if __name__ == "__main__":
    main()
