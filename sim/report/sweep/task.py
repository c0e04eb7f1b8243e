"""What `yongsim sweep work` and `emit` do: tasks of a cluster's scheduler."""

from __future__ import annotations

import shlex
from pathlib import Path

from rich.console import Console

from sim.base.compiler import mark_warm
from sim.base.errors import InputError
from sim.report import store as results
from sim.report.sweep.session import check_seconds, stopped, warm_up, warn_if_stale
from sim.report.sweep.words import say, tell
from sim.report.words import Language
from sim.sweep.drive import cut, shards_for
from sim.sweep.emit import Wishes, time_limit
from sim.sweep.emit import emit as write_scripts
from sim.sweep.identity import digest
from sim.sweep.manifest import NAME, about
from sim.sweep.parts import parts, whole_part
from sim.sweep.setup import load_sweep
from sim.sweep.stop import Stop, stopping
from sim.sweep.store import Store, create_store, open_store, writing
from sim.sweep.worker import work as work_on


def work(
    name: str, *, shard: int, of: int, out: Path | None, firms: float | None,
    language: Language, screen: Console,
) -> None:  # fmt: skip
    """Do a share of a plan or of a store, as a task of a cluster does; again does no harm.

    Args:
        name: of a plan, which is cut into as many shards as there are shares; or a store: the
            share is then every `of`-th of its shards.
        shard, of: which share of how many, from 1.
        out: the store that all tasks of a plan share.
        firms: share of the smaller firms, instead of the plan's.
        language: zh or en.
        screen: where to print.

    Raises:
        InputError: the plan or the store cannot be used.
        StoppedError: by TERM; the task is to be submitted again.
    """
    with stopping() as stop:
        store = _store_for(name, of, out, firms)
        for one in range(shard, store.sweep.shards + 1, of):
            _work_on(store, one, stop, language, screen)


def _work_on(store: Store, shard: int, stop: Stop, language: Language, screen: Console) -> None:
    if whole_part(store.path, shard):
        screen.print(say("shard_there", language, shard=shard))
        return
    with writing(store.path):
        for part in parts(store.path):
            if part.shard == shard:  # damaged, then
                part.path.unlink(missing_ok=True)
        done = work_on(str(store.path), shard, stop)
    if not done.finished:
        stopped(stop, say("stopped_shard", language, shard=shard))
    mark_warm()
    screen.print(say("shard_done", language, shard=shard, runs=done.runs, failed=done.failed))


def _check_store_alone(name: str, out: Path | None, firms: float | None) -> None:
    """Refuse options that a store has settled already."""
    if out is not None or firms is not None:
        raise InputError(
            f"'{name}' is a store: leave out --out and --firms",
            f"“{name}”已是结果库：请去掉 --out 和 --firms",
        )


def _store_for(name: str, of: int, out: Path | None, firms: float | None) -> Store:
    """The store that a task writes into; the first task of a plan makes it."""
    if (Path(name) / NAME).is_file():
        _check_store_alone(name, out, firms)
        store = open_store(Path(name))
        if of > store.sweep.shards:
            raise InputError(
                f"--shard .../{of}: '{name}' has {store.sweep.shards} shards; give at most that",
                f"--shard .../{of}：“{name}”共有 {store.sweep.shards} 个分片；请不要超过",
            )
        return store
    sweep = load_sweep(name, firms=firms, shards=of)
    path = out if out is not None else Path("results") / f"sweep-{sweep.name}"
    if not (path / NAME).exists():
        if sweep.shards != of:
            raise InputError(
                f"--shard .../{of}: the plan has {sweep.runs} runs; give at most that",
                f"--shard .../{of}：计划共有 {sweep.runs} 次模拟；请不要超过",
            )
        return create_store(path, sweep)
    store = open_store(path)
    mine, theirs = (digest(about(one)["plan"]) for one in (sweep, store.sweep))
    if mine != theirs or store.sweep.shards != of:
        raise InputError(
            f"'{path}' holds another plan, size or number of shards ({store.sweep.shards}); use "
            "another folder (--out)",
            f"“{path}”中的计划、规模或分片数（{store.sweep.shards}）不同；请换一个文件夹（--out）",
        )
    return store


def emit(
    name: str, *, wishes: Wishes, out: Path | None, firms: float | None, shard_seconds: float,
    jobs: Path | None, language: Language, screen: Console,
) -> None:  # fmt: skip
    """Write job scripts for a plan, whose store is made, or for what a store still lacks.

    Raises:
        InputError: before anything is written, or when it cannot be written.
    """
    check_seconds(shard_seconds)
    there = (Path(name) / NAME).is_file()
    if there:
        _check_store_alone(name, out, firms)
    sweep = open_store(Path(name)).sweep if there else load_sweep(name, firms=firms)
    path = Path(name) if there else out or results.next_free(f"sweep-{sweep.name}")
    if not there:
        results.check_free(path)
        warn_if_stale(sweep, language, screen)
    per_run = warm_up(sweep, language)
    if not there:
        sweep = cut(sweep, shards_for(sweep.runs, per_run, shard_seconds, 1))
    per_shard = per_run * sweep.runs / sweep.shards
    time_limit(wishes, sweep.shards, per_shard)
    store = Store(path, sweep) if there else create_store(path, sweep)
    with writing(path):
        done = write_scripts(store, wishes, per_shard=per_shard,
                             folder=jobs or path.with_name(f"{path.name}-jobs"))  # fmt: skip
    tell(screen, "emitted", language, tasks=done.tasks, shards=sweep.shards, runs=sweep.runs,
         milliseconds=1e3 * per_run, minutes=done.seconds // 60,
         submit=shlex.quote(str(done.folder / "submit.sh")),
         store=shlex.quote(str(path)))  # fmt: skip
