"""The bar of a sweep: runs done, rate, failures, time left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.report.console import console
from sim.report.sweep.words import say
from sim.report.words import Language
from sim.sweep.worker import Worked

Tick = Callable[[Worked], None]


@contextmanager
def sweeping(runs: int, done: int, language: Language, quiet: bool) -> Iterator[Tick | None]:
    """A bar for a sweep; gives what to call with each shard. Quiet, or on no terminal: None.

    Args:
        runs: of the sweep.
        done: how many were there before.
        language: zh or en.
        quiet: no bar.
    """
    screen = console(error=True)
    if quiet or not screen.is_terminal:
        yield None
        return
    label = say("sweeping", language)
    bar = Progress(
        TextColumn(label), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[failed]}"), TimeRemainingColumn(), console=screen,
    )  # fmt: skip
    began, now, lost = time.monotonic(), 0, 0
    with bar:
        task = bar.add_task(label, total=runs, completed=done, rate="", failed="")

        def tick(worked: Worked) -> None:
            nonlocal now, lost
            if not worked.finished:
                return
            now, lost = now + worked.runs, lost + worked.failed
            rate = now / max(time.monotonic() - began, 1e-9)
            bar.update(task, advance=worked.runs, rate=say("rate", language, rate=rate),
                       failed=say("failed_count", language, failed=lost))  # fmt: skip

        yield tick
