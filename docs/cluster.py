"""What sweeps on a cluster take: measure here, work out sizes, draw the scaling, write the blocks.

    python docs/cluster.py                # measures (minutes), keeps it in docs/cluster.json
    python docs/cluster.py --no-run       # table and figure from what is kept
    python docs/cluster.py --price 0.2    # yuan a core hour, for the column of costs

Processor seconds are what is counted: other work on the machine disturbs them least.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))
KEPT, PAGE, FIGURE = DOCS / "cluster.json", DOCS / "cluster.md", DOCS / "cluster.png"
PLAN = """
scenarios = ["baseline"]
[title]
zh = "计时"
en = "timing"
[[design]]
kind = "posterior"
points = {runs}
"""
SHARD_SECONDS, TASKS = 60.0, 1000
SIZES, CORES = (10_000, 100_000, 1_000_000), (20, 100, 1000)
YEARS, OUTPUTS = 11, 40


def processors(who: int = resource.RUSAGE_SELF) -> float:
    """Seconds of processors used so far."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], object], who: int = resource.RUSAGE_SELF) -> tuple[float, float]:
    """Seconds by the clock and of processors."""
    clock, used = time.perf_counter(), processors(who)
    work()
    return time.perf_counter() - clock, processors(who) - used


def measure_runs(runs: int) -> dict[str, float | str]:
    """A sweep of the whole city with one and with two workers, and a task's start."""
    from sim.sweep.drive import cut, drive, seconds_per_run  # noqa: PLC0415
    from sim.sweep.setup import load_sweep  # noqa: PLC0415
    from sim.sweep.stop import Stop  # noqa: PLC0415
    from sim.sweep.store import create_store  # noqa: PLC0415

    load, stop = os.getloadavg()[0], Stop(driver=os.getpid())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = folder / "timing.toml"
        plan.write_text(PLAN.format(runs=runs), encoding="utf-8")
        sweep = cut(load_sweep(str(plan)), 8)
        seconds_per_run(sweep)  # compiled, and in the processor's reach
        stores = [create_store(folder / str(workers), sweep) for workers in (1, 2)]
        one = timed(lambda: drive(stores[0], workers=1, stop=stop))
        two = timed(lambda: drive(stores[1], workers=2, stop=stop))
        task = [sys.executable, "-m", "sim", "sweep", "work", str(stores[0].path), "--shard", "1/8"]
        start = timed(lambda: subprocess.run(
            task, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        ), resource.RUSAGE_CHILDREN)  # fmt: skip
    return {
        "runs": runs, "seconds_a_run": one[1] / runs, "clock_one": one[0], "clock_two": two[0],
        "start": start[1], "load": load,
        "cores": os.cpu_count() or 1, "python": platform.python_version(),
        "machine": platform.machine(),
    }  # fmt: skip


def measure_store(runs: int) -> dict[str, float]:
    """Size and merge of a store with shards of a minute, its figures made up, not simulated."""
    import numpy as np  # noqa: PLC0415

    from sim.base.indicators import INDICATORS  # noqa: PLC0415
    from sim.sweep.drive import cut  # noqa: PLC0415
    from sim.sweep.identity import run_identity  # noqa: PLC0415
    from sim.sweep.merge import merge  # noqa: PLC0415
    from sim.sweep.parts import write_part  # noqa: PLC0415
    from sim.sweep.rows import Outcome, table  # noqa: PLC0415
    from sim.sweep.setup import load_sweep  # noqa: PLC0415
    from sim.sweep.store import RESULTS, create_store  # noqa: PLC0415

    luck, names = np.random.default_rng(1), [item.name for item in INDICATORS[:OUTPUTS]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = folder / "made_up.toml"
        plan.write_text(f"outputs = {json.dumps(names)}\n{PLAN.format(runs=runs)}",
                        encoding="utf-8")  # fmt: skip
        sweep = cut(load_sweep(str(plan)), runs // 400)
        store = create_store(folder / "store", sweep)
        for shard in range(1, sweep.shards + 1):
            found = []
            for run in sweep.runs_of(shard):
                walk = np.exp(luck.normal(0.02, 0.05, (YEARS, OUTPUTS)).cumsum(axis=0))
                found.append(Outcome(run, run_identity(sweep, run), walk.astype(np.float32)))
            write_part(table(sweep, found), store.path, shard)
        merging = timed(lambda: merge(store))
        size = (store.path / RESULTS).stat().st_size
    return {"merge_a_run": merging[1] / runs, "bytes_a_run": size / runs}


def hours(found: dict[str, float], runs: int, cores: int) -> float:
    """From the first task's start to the last part, every core being free at once."""
    shards = max(1, math.ceil(runs * found["seconds_a_run"] / SHARD_SECONDS))
    tasks = min(shards, TASKS)
    each = runs * found["seconds_a_run"] / shards
    waves = math.ceil(tasks / cores)
    return waves * (found["start"] + math.ceil(shards / tasks) * each) / 3600


def table(found: dict[str, float], price: float) -> str:
    """Sizes and costs."""
    lines = [
        f"One run of the whole city: {1e3 * found['seconds_a_run']:.0f} ms of one core (mean of "
        f"{found['runs']:.0f} runs, {found['machine']}, Python {found['python']}, load "
        f"{found['load']:.0f} on {found['cores']} cores: an idle machine is faster). Start of a "
        f"task: {found['start']:.1f} s. Merging: {1e3 * found['merge_a_run']:.2g} ms a run.",
        "",
        "| runs | core hours | shards | tasks | 20 cores | 100 cores | 1,000 cores | store | merge "
        f"| at {price:g} yuan a core hour |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for runs in SIZES:
        core_hours = runs * found["seconds_a_run"] / 3600
        shards = max(1, math.ceil(3600 * core_hours / SHARD_SECONDS))
        size = runs * found["bytes_a_run"] / 1e6
        times = " | ".join(duration(hours(found, runs, cores)) for cores in CORES)
        lines.append(
            f"| {runs:,} | {core_hours:.3g} | {shards:,} | {min(shards, TASKS):,} | {times} "
            f"| {size:,.0f} MB | {duration(runs * found['merge_a_run'] / 3600)} "
            f"| {price * core_hours:.3g} |"
        )
    return "\n".join(lines)


def duration(number: float) -> str:
    """Hours, or minutes, or seconds."""
    if number >= 1:
        return f"{number:.1f} h"
    return f"{60 * number:.0f} min" if number >= 1 / 30 else f"{3600 * number:.0f} s"


def draw(found: dict[str, float]) -> None:
    """Speed against cores: measured for 1 and 2, worked out beyond."""
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
    many = [2**k for k in range(11)]
    axes.plot(many, many, color="0.7", linewidth=1, label="no overhead at all")
    for runs in SIZES:
        alone = runs * found["seconds_a_run"] / 3600
        axes.plot(many, [alone / hours(found, runs, cores) for cores in many],
                  label=f"{runs:,} runs, worked out")  # fmt: skip
    axes.plot([1, 2], [1.0, found["clock_one"] / found["clock_two"]], "ko",
              label=f"measured, load {found['load']:.0f} from other work")  # fmt: skip
    axes.set(xscale="log", yscale="log", xlabel="cores", ylabel="times as fast as one core",
             title=f"Shards of {SHARD_SECONDS:.0f} s, tasks that start in {found['start']:.1f} s")
    axes.legend(frameon=False)
    figure.savefig(FIGURE, dpi=110, metadata={"Software": None})


def main() -> None:
    """Measure, write, draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-run", action="store_true", help="from docs/cluster.json")
    parser.add_argument("--runs", type=int, default=100, help="with one worker, and with two")
    parser.add_argument("--only", default="", choices=["", "runs", "store"], help="measure just it")
    parser.add_argument("--price", type=float, default=0.1, help="yuan a core hour")
    asked = parser.parse_args()
    if not asked.no_run:
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        if asked.only in ("", "runs"):
            kept |= measure_runs(asked.runs)
        if asked.only in ("", "store"):
            kept |= measure_store(4000)
        text = json.dumps(kept, indent=2) + "\n"
        KEPT.write_text(text, encoding="utf-8", newline="\n")
    found = json.loads(KEPT.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    block = f"<!-- sizes: written by docs/cluster.py -->\n{table(found, asked.price)}\n<!-- end -->"
    page = re.sub(r"<!-- sizes:.*?<!-- end -->", lambda _: block, page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    draw(found)
    print(table(found, asked.price))


if __name__ == "__main__":
    main()
