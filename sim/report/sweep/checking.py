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
from sim.sweep.store import open_store
from sim.sweep.verify import choose, damaged, run_again


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
        raise InputError(f"--sample {sample}: give a number of runs, 0 for none")
    store = open_store(path)
    broken = damaged(store)
    for part in broken:
        runs = store.runs_in(part.shard)
        tell(screen, "damaged_part", language, part=part.path, store=path, runs=runs)
    chosen = choose(store, sample, seed)
    with stopping() as stop, running(len(chosen), language, quiet, say("verifying", language)) as (
        tick
    ):
        again = run_again(store, chosen, workers=worker_count(workers), stop=stop,
                          progress=tick and (lambda _: tick(1)))  # fmt: skip
        if stop.asked:
            raise StoppedError(f"stopped; {len(again)} runs were compared", stop.number)
    differing = [one for one in again if not one.same]
    for one in differing:
        screen.print(say("differs", language, shard=one.shard, identity=one.identity))
    if broken or differing:
        raise InputError(f"'{path}': {len(broken)} damaged parts, {len(differing)} of {len(again)} "
                         "runs differ")  # fmt: skip
    screen.print(say("verified", language, parts=len(parts(path)), runs=len(again)))
