"""The bar that shows how far runs have come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.base.compiler import is_cold, mark_warm
from sim.report.console import console
from sim.report.words import Language, word


@contextmanager
def running(runs: int, language: Language, quiet: bool, label: str = "") -> Iterator[Any]:
    """A bar for so many runs; gives what to call with the number finished since the last call.

    It says so when the rules have to be compiled first. Quiet, or not on a terminal: None.
    """
    screen = console(error=True)
    if is_cold():
        print(word("compiling", language), file=screen.file, flush=True)
    if quiet or not screen.is_terminal:
        yield None
    else:
        label = label or word("running", language)
        bar = Progress(TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                       console=screen)  # fmt: skip
        with bar:
            task = bar.add_task(label, total=runs)
            yield lambda done: bar.advance(task, done)
    mark_warm()
