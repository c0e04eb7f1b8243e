"""What `yongsim sweep verify` does."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError, StoppedError
from sim.report.progress import running
from sim.report.sweep.words import say, tell
from sim.report.words import Language
from sim.sweep.engine import worker_count
from sim.sweep.parts import parts
from sim.sweep.stop import stopping
from sim.sweep.store import Store, open_store
from sim.sweep.twins import twins
from sim.sweep.verify import Again, choose, damaged, run_again


def verify(
    path: Path, *, sample: int, seed: int | None, workers: int | None, quiet: bool,
    language: Language, screen: Console,
) -> None:  # fmt: skip
    """Check every part's bytes, and run a sample of runs again.

    Raises:
        InputError: something is damaged or differs; each is printed first.
        StoppedError: by Ctrl-C or TERM.
    """
    if sample < 0:
        raise InputError(
            f"--sample {sample}: give a number of runs, 0 for none",
            f"--sample {sample}：请给出模拟次数，0 为不抽样",
        )
    store = open_store(path)
    broken = damaged(store)
    for part in broken:
        runs = store.runs_in(part.shard) if part.shard <= store.sweep.shards else 0
        tell(screen, "damaged_part", language, part=part.path, store=path, runs=runs)
    further = twins(path)
    for one in further:
        tell(screen, "twin_same" if one.same else "twin_differs", language, shard=one.part.shard,
             first=one.first.path.name, part=one.part.path.name, store=path)  # fmt: skip
    again = _sample_again(store, choose(store, sample, seed), workers, language, quiet)
    differing = [one for one in again if not one.same]
    for run in differing:
        screen.print(say("differs", language, shard=run.shard, identity=run.identity))
    contradicted = sum(not one.same for one in further)
    if broken or differing or contradicted:
        raise InputError(
            f"'{path}': {len(broken)} damaged parts, {contradicted} shards with two results, "
            f"{len(differing)} of {len(again)} runs differ",
            f"“{path}”：{len(broken)} 个文件损坏，{contradicted} 个分片有两种结果，"
            f"{len(again)} 次重算中 {len(differing)} 次不一致",
        )
    screen.print(say("verified", language, parts=len(parts(path)), runs=len(again)))


def _sample_again(
    store: Store, chosen: list[tuple[int, int]], workers: int | None, language: Language,
    quiet: bool,
) -> list[Again]:  # fmt: skip
    """The chosen runs, run again while a bar goes along."""
    with stopping() as stop, running(len(chosen), language, quiet, say("verifying", language)) as (
        tick
    ):
        again = run_again(store, chosen, workers=worker_count(workers), stop=stop,
                          progress=tick and (lambda _: tick(1)))  # fmt: skip
        if stop.asked:
            raise StoppedError(say("stopped_checking", language, runs=len(again)), stop.number)
    return again
