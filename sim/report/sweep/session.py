"""What `yongsim sweep run`, `resume`, `extend`, `status` and `merge` do."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from rich.console import Console

from sim.base.compiler import is_cold, mark_warm
from sim.base.errors import InputError, StoppedError
from sim.report import store as results
from sim.report.console import console
from sim.report.sweep.bar import sweeping
from sim.report.sweep.words import say, tell
from sim.report.words import Language, named, word
from sim.sweep.drive import cut, drive_on, recut, seconds_per_run, shards_for
from sim.sweep.engine import Asked, Engine, start
from sim.sweep.extend import extended, settle_extension
from sim.sweep.merge import merge
from sim.sweep.parts import one_each, parts
from sim.sweep.setup import load_sweep, stale_posteriors
from sim.sweep.stop import Stop, stopping
from sim.sweep.store import RESULTS, RUNS, Store, create_store, open_store, status, tidy, writing
from sim.sweep.sweep import Sweep


def run(
    name: str, *, out: Path | None, firms: float | None, engine: Asked,
    shard_seconds: float, quiet: bool, language: Language, screen: Console,
) -> None:  # fmt: skip
    """Begin a sweep in a new store and run it.

    Raises:
        InputError: before anything is run, or when the store cannot be written.
        StoppedError: by Ctrl-C or TERM; it can be resumed.
    """
    check_seconds(shard_seconds)
    sweep = load_sweep(name, firms=firms)
    path = out if out is not None else results.next_free(f"sweep-{sweep.name}")
    results.check_free(path)
    title = named(sweep.title, language)
    tell(screen, "asked", language, title=title, scenarios=len(sweep.scenarios),
         points=sweep.points, seeds=sweep.seeds, runs=sweep.runs)  # fmt: skip
    warn_if_stale(sweep, language, screen)
    with stopping() as stop, start(engine) as running:
        per_run = warm_up(sweep, language)
        sweep = cut(sweep, shards_for(sweep.runs, per_run, shard_seconds, running.workers))
        screen.print(say("timed", language, milliseconds=1e3 * per_run, shards=sweep.shards,
                         workers=running.workers))  # fmt: skip
        _drive(create_store(path, sweep), running, stop, quiet, language, screen)


def resume(
    path: Path, *, engine: Asked, quiet: bool, language: Language, screen: Console
) -> None:
    """Run what a store lacks.

    Raises:
        InputError: the store cannot be gone on with.
        StoppedError: by Ctrl-C or TERM; it can be resumed again.
    """
    store = open_store(path)
    with stopping() as stop, start(engine) as running:
        _tidy(store, language, screen)
        if not store.missing():
            screen.print(say("nothing_left", language))
        elif is_cold():
            warm_up(store.sweep, language)
        _drive(store, running, stop, quiet, language, screen)


def _tidy(store: Store, language: Language, screen: Console) -> None:
    with writing(store.path):
        removed = tidy(store)
    for key, some in (("damaged", removed.damaged), ("spare", removed.spare),
                      ("differing", removed.differing)):  # fmt: skip
        for part in some:
            runs = store.runs_in(part.shard) if part.shard <= store.sweep.shards else 0
            tell(screen, key, language, part=part.path, runs=runs, shard=part.shard)


def warm_up(sweep: Sweep, language: Language) -> float:
    """Compile the rules once, where workers find them, and time a run; seconds."""
    if is_cold():
        console(error=True).print(word("compiling", language), markup=False, soft_wrap=True)
    seconds = seconds_per_run(sweep)
    mark_warm()
    return seconds


def _drive(
    store: Store, engine: Engine, stop: Stop, quiet: bool, language: Language, screen: Console
) -> None:
    before = sum(store.runs_in(part.shard) for part in one_each(parts(store.path)))
    with sweeping(store.sweep.runs, before, language, quiet) as tick:
        complete = drive_on(engine, store, stop=stop, progress=tick)
    found = status(store)
    if not complete:
        stopped(stop, say("stopped", language, done=found.done, runs=found.runs,
                          store=store.path))  # fmt: skip
    tell(screen, "finished", language, runs=found.runs, failed=found.failed, store=store.path)


def stopped(stop: Stop, message: str) -> NoReturn:
    """Say that the work stopped and can be gone on with."""
    raise StoppedError(message, stop.number)


def extend(
    path: Path, *, seeds: int | None, points: int | None, engine: Asked,
    shard_seconds: float, quiet: bool, language: Language, screen: Console,
) -> None:  # fmt: skip
    """Make a sweep larger, and run what that adds and what was missing.

    Raises:
        InputError: the store cannot be extended so.
        StoppedError: by Ctrl-C or TERM; it can be resumed.
    """
    if seeds is None and points is None:
        raise InputError(
            "extend: give --seeds or --points, the new totals",
            "extend：请给出 --seeds 或 --points 的新总数",
        )
    check_seconds(shard_seconds)
    store = open_store(path)
    larger = extended(store.sweep, seeds=seeds, points=points)
    with stopping() as stop, start(engine) as running:
        _tidy(store, language, screen)
        if larger.runs > store.sweep.runs:
            per_run = warm_up(larger, language)
            larger = recut(larger, len(store.sweep.blocks), per_run, shard_seconds,
                           running.workers)  # fmt: skip
            store = settle_extension(store, larger)
        screen.print(say("extended", language, points=larger.points, seeds=larger.seeds,
                         runs=larger.runs))  # fmt: skip
        _drive(store, running, stop, quiet, language, screen)


def show_status(path: Path, *, language: Language, screen: Console) -> None:
    """Print how far a sweep has come.

    Raises:
        InputError: there is no store.
    """
    found = status(open_store(path))
    screen.print(say("progress", language, done=found.done, runs=found.runs, failed=found.failed,
                     share=100.0 * found.done / found.runs, written=found.written,
                     shards=found.shards))  # fmt: skip
    if 0 < found.done < found.runs and found.seconds > 0.0 and found.written > 1:
        # The first part's own time is not between the first and the last.
        rate = found.done * (found.written - 1) / found.written / found.seconds
        left = _time((found.runs - found.done) / rate)
        screen.print(say("pace", language, rate=rate, left=left))
    if found.twice:
        screen.print(say("twice", language, count=found.twice))
    for part in found.unreadable:
        tell(screen, "unreadable", language, part=part)
    for error, count in found.errors[:5]:
        tell(screen, "error_count", language, count=count, error=error)


def _time(seconds: float) -> str:
    minutes = round(seconds / 60.0)
    return f"{minutes // 60}:{minutes % 60:02d} h"


def merge_store(path: Path, *, language: Language, screen: Console) -> None:
    """Write the merged tables of a complete store.

    Raises:
        InputError: something is missing or damaged, or cannot be written.
    """
    for part in merge(open_store(path)):
        tell(screen, "spare", language, shard=part.shard, part=part.path)
    tell(screen, "merged", language, results=path / RESULTS, runs=path / RUNS)


def warn_if_stale(sweep: Sweep, language: Language, screen: Console) -> None:
    """Say when a posterior that the sweep draws from belongs to another version of the model."""
    if stale_posteriors(sweep):
        screen.print(f"{word('warning', language)}: {word('stale_posterior', language)}")


def check_seconds(seconds: float) -> None:
    """Refuse shards of no time.

    Raises:
        InputError: not above 0.
    """
    if not seconds > 0.0:
        raise InputError(
            f"--shard-seconds {seconds:g}: give a number above 0",
            f"--shard-seconds {seconds:g}：请给出大于 0 的数",
        )
