"""What the machinery of sweeps costs, beside bare runs and beside mesa.batch_run.

    python tests/benchmarks/sweep_cost.py [--runs 400] [--times 3] [--only workers,mesa] [--write]

Everything is measured in this one run; figures are medians over the repeats. Beside the clock's
seconds stand the processors' own, which other work on the machine disturbs less. `--write` puts
the table into docs/benchmark.md.
"""

from __future__ import annotations

import argparse
import os
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
from pages import Row, here, load, table, write_block  # noqa: E402

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
ONE_CITY = """
scenarios = ["no_policy"]
seeds = {runs}
[title]
zh = "计时"
en = "timing"
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


def bare(sweep: Sweep, part: int, of: int) -> float:
    """The runs alone: nothing is named, kept or written. Seconds by the clock."""
    began = time.perf_counter()
    for shard in range(1, sweep.shards + 1):
        for k, run in enumerate(sweep.runs_of(shard)):
            if k % of == part:
                run_member(run.scenario, run.member, firms=sweep.firms, last_year=sweep.years[1])
    return time.perf_counter() - began


def swept(sweep: Sweep, workers: int) -> Took:
    """The same runs as a sweep."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "store", sweep)
        stop = Stop(driver=os.getpid())
        return timed(lambda: drive(store, workers=workers, stop=stop))


def overhead(runs: int, times: int, folder: Path) -> list[Row]:
    """What the machinery adds in one process."""
    sweep, before = cut(trial(runs, folder), 4), load()
    bare(sweep, 0, 8)
    ours = [(swept(sweep, 1), timed(lambda: bare(sweep, 0, 1))) for _ in range(times)]
    clock, processor = (100.0 * median(with_it[k] / alone[k] - 1.0 for with_it, alone in ours)
                        for k in (0, 1))  # fmt: skip
    alone = [1e3 * median(one[1][k] for one in ours) / runs for k in (0, 1)]
    return [(
        f"what the machinery adds to {runs} runs of {alone[0]:.0f} ms ({alone[1]:.0f} ms of a "
        "processor), one process", f"{clock:+.1f}% by the clock, {processor:+.1f}% of processors",
        "below 5%", before,
    )]  # fmt: skip


def two_bare(path: Path) -> tuple[float, float]:
    """Two bare processes side by side: the slower one's runs, and all with their starts."""
    began = time.perf_counter()
    command = [sys.executable, __file__, "--bare", str(path)]
    running = [subprocess.Popen([*command, str(k)], stdout=subprocess.PIPE) for k in (0, 1)]
    own = [float(one.communicate()[0]) for one in running]
    return max(own), time.perf_counter() - began


def typed(path: Path) -> float:
    """The whole command with two workers, its starts included."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(
            [sys.executable, "-m", "sim", "sweep", "run", str(path), "--out", f"{out}/store",
             "--workers", "2", "--quiet", "--shard-seconds", "5"],
            check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    return time.perf_counter() - began


def workers(runs: int, times: int, folder: Path) -> list[Row]:
    """How two workers compare with two bare processes side by side."""
    sweep, before = cut(trial(runs, folder), 16), load()
    path = folder / "timing.toml"
    swept(cut(trial(2, folder), 2), 2)  # the pool is started once and kept
    trial(runs, folder)
    took = [(swept(sweep, 2)[0], *two_bare(path), typed(path)) for _ in range(times)]
    share, whole = (100.0 * median(took_by[theirs] / took_by[ours] for took_by in took)
                    for ours, theirs in ((0, 1), (3, 2)))  # fmt: skip
    rates = [runs / median(one[k] for one in took) for k in (0, 1)]
    starts = median(one[3] - one[2] for one in took)
    return [
        (f"two workers against two bare processes side by side, {runs} runs, starts left out",
         f"{rates[0]:.1f} against {rates[1]:.1f} runs/s: {share:.0f}%", "at least 95%", before),
        (f"the whole command against whole processes, {runs} runs, every start, timing and "
         "writing included", f"{whole:.0f}%: {starts:.1f} s more, once", "-", before),
    ]  # fmt: skip


def mesa(runs: int, times: int, folder: Path) -> list[Row]:
    """How mesa.batch_run over the agent-by-agent model compares: one city of 2015, no policy."""
    from mesa_rival import batch_seconds

    before, path = load(), folder / "one_city.toml"
    path.write_text(ONE_CITY.format(runs=min(runs, 100)), encoding="utf-8")
    sweep = cut(load_sweep(str(path)), 4)
    swept(sweep, 1)
    ours = [took / sweep.runs for took in middle(lambda: swept(sweep, 1), times)]
    theirs = batch_seconds(years=10)
    more = [one / mine for one, mine in zip(theirs, ours, strict=True)]
    return [(
        "runs per second of a sweep in one process, over `mesa.batch_run` of the same rules agent "
        "by agent, both on one city of 2015",
        f"{more[0]:.0f} times by the clock ({1e3 * ours[0]:.0f} ms against {theirs[0]:.1f} s a "
        f"run), {more[1]:.0f} times of processors ({1e3 * ours[1]:.0f} ms, {theirs[1]:.1f} s)",
        "at least 100 times", before,
    )]  # fmt: skip


def store(runs: int, times: int, folder: Path) -> list[Row]:
    """Size, memory and query time of a store of 100,000 runs, its rows made up."""
    before = load()
    return [(*row, before) for row in big_store(folder / "big", np.random.default_rng(1))]


KINDS = {"overhead": overhead, "workers": workers, "mesa": mesa, "store": store}


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--write", action="store_true", help="into docs/benchmark.md")
    parser.add_argument("--bare", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        print(bare(load_sweep(asked.bare[0]), int(asked.bare[1]), 2))
        return
    print(here())
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.only.split(","):
            found = KINDS[name](asked.runs, asked.times, Path(folder))
            print("\n".join(" | ".join(row) for row in found), flush=True)
            rows += found
    if asked.write:
        text = table(("what", "measured", "aim", "load before"), rows)
        write_block("sweep_cost", f"{here()}; medians of {asked.times}.\n\n{text}")


if __name__ == "__main__":
    main()
