"""What `yongsim sweep run`, `resume`, `extend`, `status`, `merge` and `work` do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from rich.console import Console

from sim.base.compiler import is_cold, mark_warm
from sim.base.errors import InputError, StoppedError
from sim.report import store as results
from sim.report.console import console
from sim.report.sweep.bar import sweeping
from sim.report.sweep.words import say
from sim.report.words import Language, word
from sim.sweep.drive import cut, drive, recut, seconds_per_run, shards_for
from sim.sweep.extend import extended, settle_extension
from sim.sweep.manifest import NAME, about
from sim.sweep.merge import merge
from sim.sweep.parts import parts
from sim.sweep.setup import load_sweep, stale_posteriors
from sim.sweep.stop import Stop, stopping
from sim.sweep.store import RESULTS, RUNS, Store, create_store, open_store, status, tidy, writing
from sim.sweep.sweep import Sweep
from sim.sweep.worker import work as work_on


def run(
    name: str, *, out: Path | None, firms: float | None, workers: int | None,
    shard_seconds: float, quiet: bool, language: Language, screen: Console,
) -> None:  # fmt: skip
    """Begin a sweep in a new store and run it.

    Raises:
        InputError: before anything is run, or when the store cannot be written.
        StoppedError: by Ctrl-C or TERM; it can be resumed.
    """
    _check_seconds(shard_seconds)
    sweep, workers = load_sweep(name, firms=firms), worker_count(workers)
    path = out if out is not None else results.next_free(f"sweep-{sweep.name}")
    results.check_free(path)
    screen.print(say(
        "asked", language, title=sweep.title.zh if language == "zh" else sweep.title.en,
        scenarios=len(sweep.scenarios), points=sweep.points, seeds=sweep.seeds, runs=sweep.runs,
    ), markup=False)  # fmt: skip
    if stale_posteriors(sweep):
        screen.print(f"{word('warning', language)}: {word('stale_posterior', language)}")
    with stopping() as stop:
        per_run = _warm_up(sweep, language)
        sweep = cut(sweep, shards_for(sweep.runs, per_run, shard_seconds, workers))
        screen.print(say("timed", language, milliseconds=1e3 * per_run, shards=sweep.shards,
                         workers=workers))  # fmt: skip
        _drive(create_store(path, sweep), workers, stop, quiet, language, screen)


def resume(
    path: Path, *, workers: int | None, quiet: bool, language: Language, screen: Console
) -> None:
    """Run what a store lacks.

    Raises:
        InputError: the store cannot be gone on with.
        StoppedError: by Ctrl-C or TERM; it can be resumed again.
    """
    store = open_store(path)
    with stopping() as stop:
        _tidy(store, language, screen)
        if not store.missing():
            screen.print(say("nothing_left", language))
        elif is_cold():
            _warm_up(store.sweep, language)
        _drive(store, worker_count(workers), stop, quiet, language, screen)


def _tidy(store: Store, language: Language, screen: Console) -> None:
    with writing(store.path):
        for part in tidy(store):
            runs = store.runs_in(part.shard) if part.shard <= store.sweep.shards else 0
            screen.print(say("damaged", language, part=part.path, runs=runs), markup=False)


def _warm_up(sweep: Sweep, language: Language) -> float:
    """Compile the rules once, where workers find them, and time a run; seconds."""
    if is_cold():
        print(word("compiling", language), file=console(error=True).file, flush=True)
    seconds = seconds_per_run(sweep)
    mark_warm()
    return seconds


def _drive(
    store: Store, workers: int, stop: Stop, quiet: bool, language: Language, screen: Console
) -> None:
    before = sum(store.runs_in(part.shard) for part in parts(store.path))
    with sweeping(store.sweep.runs, before, language, quiet) as tick:
        complete = drive(store, workers=workers, stop=stop, progress=tick)
    found = status(store)
    if not complete:
        _stopped(stop, say("stopped", language, done=found.done, runs=found.runs,
                           store=store.path))  # fmt: skip
    screen.print(say("finished", language, runs=found.runs, failed=found.failed,
                     store=store.path), markup=False)  # fmt: skip


def _stopped(stop: Stop, message: str) -> NoReturn:
    raise StoppedError(message, stop.number)


def extend(
    path: Path, *, seeds: int | None, points: int | None, workers: int | None,
    shard_seconds: float, quiet: bool, language: Language, screen: Console,
) -> None:  # fmt: skip
    """Make a sweep larger, and run what that adds and what was missing.

    Raises:
        InputError: the store cannot be extended so.
        StoppedError: by Ctrl-C or TERM; it can be resumed.
    """
    if seeds is None and points is None:
        raise InputError("extend: give --seeds or --points, the new totals")
    _check_seconds(shard_seconds)
    store, count = open_store(path), worker_count(workers)
    larger = extended(store.sweep, seeds=seeds, points=points)
    with stopping() as stop:
        _tidy(store, language, screen)
        if larger.runs > store.sweep.runs:
            per_run = _warm_up(larger, language)
            larger = recut(larger, len(store.sweep.blocks), per_run, shard_seconds, count)
            store = settle_extension(store, larger)
        screen.print(say("extended", language, points=larger.points, seeds=larger.seeds,
                         runs=larger.runs))  # fmt: skip
        _drive(store, count, stop, quiet, language, screen)


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
    for part in found.unreadable:
        screen.print(say("unreadable", language, part=part), markup=False)
    for error, count in found.errors[:5]:
        screen.print(say("error_count", language, count=count, error=error), markup=False)


def _time(seconds: float) -> str:
    minutes = round(seconds / 60.0)
    return f"{minutes // 60}:{minutes % 60:02d} h"


def merge_store(path: Path, *, language: Language, screen: Console) -> None:
    """Write the merged tables of a complete store.

    Raises:
        InputError: something is missing or damaged, or cannot be written.
    """
    merge(open_store(path))
    screen.print(say("merged", language, results=path / RESULTS, runs=path / RUNS), markup=False)


def work(
    name: str, *, shard: int, of: int, out: Path | None, firms: float | None,
    language: Language, screen: Console,
) -> None:  # fmt: skip
    """Run one shard of a plan, as a task of a cluster does; again does no harm.

    Raises:
        InputError: the plan or the store cannot be used.
        StoppedError: by TERM; the shard is to be submitted again.
    """
    with stopping() as stop:
        store = _store_for(name, of, out, firms)
        for part in parts(store.path):
            if part.shard == shard and part.whole:
                screen.print(say("shard_there", language, shard=shard))
                return
            if part.shard == shard:
                part.path.unlink(missing_ok=True)
        with writing(store.path):
            done = work_on(str(store.path), shard, stop)
        mark_warm()
        if not done.finished:
            _stopped(stop, say("stopped_shard", language, shard=shard))
        screen.print(say("shard_done", language, shard=shard, runs=done.runs, failed=done.failed))


def _store_for(name: str, of: int, out: Path | None, firms: float | None) -> Store:
    """The store that a task writes into; the first task makes it."""
    sweep = load_sweep(name, firms=firms, shards=of)
    path = out if out is not None else Path("results") / f"sweep-{sweep.name}"
    if not (path / NAME).exists():
        if sweep.shards != of:
            raise InputError(f"--shard .../{of}: the plan has {sweep.runs} runs; give at most that")
        return create_store(path, sweep)
    store = open_store(path)
    if about(store.sweep)["plan"] != about(sweep)["plan"] or store.sweep.shards != of:
        raise InputError(
            f"'{path}' holds another plan, size or number of shards ({store.sweep.shards}); use "
            "another folder (--out)"
        )
    return store


def worker_count(asked: int | None) -> int:
    """How many processes to use; default one per core.

    Raises:
        InputError: too many.
    """
    count = asked or os.cpu_count() or 1
    if not 1 <= count <= 1024:
        raise InputError(f"workers = {count}: give a number between 1 and 1024")
    return count


def _check_seconds(seconds: float) -> None:
    if not seconds > 0.0:
        raise InputError(f"--shard-seconds {seconds:g}: give a number above 0")
