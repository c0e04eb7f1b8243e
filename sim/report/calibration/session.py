"""The two commands: fit anew, and show what a fit found."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.base.errors import InputError
from sim.base.own import asked
from sim.base.resources import model_hash
from sim.report.calibration.console import fitted_table, short_lines
from sim.report.calibration.read import read_folder
from sim.report.console import console
from sim.report.words import Language, word
from sim.scenario.posterior import posterior_folder, read_posterior
from sim.scenario.stale import is_stale

if TYPE_CHECKING:
    from sim.calibrate.study import Tell

WORK = Path("results") / "calibration-work"
MOST_WORKERS = 1024
ONLY_TO_FIT, ONLY_TO_REPORT = "emcee", "jinja2"


def check_package(name: str) -> None:
    """Refuse to start without a package that only calibration needs.

    Raises:
        InputError: saying how to install it.
    """
    if importlib.util.find_spec(name) is None:
        raise InputError(f"this needs {name}: pip install yongsim[calibrate]")


def refuse_own_firms() -> None:
    """Refuse to fit a city that holds a user's own firms.

    Raises:
        InputError: runs are to take own firms.
    """
    if asked() is not None:
        raise InputError(
            "a fit is of the modelled firms: leave out --own-firms",
            "校准针对模拟企业群体：请去掉 --own-firms",
        )


def calibrate(
    *, quick: bool, out: Path | None, work: Path, replace: bool, workers: int,
    language: Language, screen: Console, quiet: bool,
) -> None:  # fmt: skip
    """What `yongsim calibrate` does.

    Raises:
        InputError: before anything is run.
    """
    check_package(ONLY_TO_FIT)
    refuse_own_firms()
    from sim.calibrate.findings import examine, look_into  # noqa: PLC0415
    from sim.calibrate.settings import settings  # noqa: PLC0415
    from sim.calibrate.study import Desk, fit  # noqa: PLC0415
    from sim.calibrate.write import check_place, hashes, write_posterior  # noqa: PLC0415

    folder = out if out is not None else posterior_folder()
    check_place(folder, replace=replace)
    if not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"workers = {workers}: give a number between 1 and {MOST_WORKERS}")
    made_by = hashes()
    effort = settings().quick if quick else settings().full
    with _teller(quiet=quiet) as tell:
        # Shards of one model are of no use to another.
        desk = Desk(work / model_hash()[:16], workers, tell)
        found = look_into(fit(desk, effort), desk)
        if not quick:
            found = examine(found, desk, effort)
    write_posterior(found, effort, folder, quick=quick, made_by=made_by)
    show(folder, None, language=language, screen=screen)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


@contextmanager
def _teller(*, quiet: bool) -> Iterator[Tell]:
    """What tells of a step and counts its runs: bars on a terminal, a line each elsewhere."""
    screen = console(error=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    shown = screen.is_terminal and not quiet

    with Progress(*columns, console=screen, disable=not shown) as bar:

        def tell(label: str, runs: int) -> Callable[[int], Any]:
            if not shown and not quiet:
                screen.print(f"{label}: {runs}", markup=False)
            task = bar.add_task(label, total=runs)
            return lambda done: bar.advance(task, done)

        yield tell


def show(
    folder: Path | None, report: Path | None, *, language: Language, screen: Console
) -> None:
    """What `yongsim calibration` does: the fit in short, and its pages if a folder is given.

    Raises:
        InputError: there is no posterior, or it is damaged.
    """
    where = folder if folder is not None else posterior_folder()
    if report is not None:
        _check_report(report)
    fitted = read_folder(where)
    screen.print(fitted_table(screen, fitted, language))
    for line in short_lines(fitted, language):
        screen.print(line, markup=False)
    if report is not None:
        check_package(ONLY_TO_REPORT)
        from sim.report.calibration.page import write_pages  # noqa: PLC0415

        stale = is_stale(read_posterior(where))
        for path in write_pages(where, report, stale=stale):
            screen.print(f"{word('written', language)}: {path}", markup=False)


def _check_report(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"'{str(folder)[:80]}' cannot be a folder: {error.strerror}") from None
