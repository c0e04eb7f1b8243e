"""The command `robust`."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.compare.audit import read_own
from sim.explore.cases import find_target, read_cases
from sim.explore.robust.measures import binding, read_measure
from sim.explore.robust.study import Robust, robust
from sim.report import figures, store
from sim.report.explore.folder import (
    LANGUAGES,
    figure_languages,
    results,
    stands_on,
    store_of,
    write_figure,
    write_manifest,
    write_sentences,
)
from sim.report.explore.robust.plot import draw
from sim.report.explore.robust.sentences import sentences
from sim.report.explore.robust.view import frames, satisfied_table, standing_table, titles
from sim.report.explore.words import say
from sim.report.words import Language

MEASURES = "targets_attained,tax_per_mu,value_added,-public_cost"


def run(
    asked: str, *, measures: str, targets: str, budget: float | None, keep: Path | None,
    firms: float | None, workers: int | None, out: Path | None, language: Language,
    screen: Console, quiet: bool,
) -> Robust:  # fmt: skip
    """What `yongsim robust` does.

    Raises:
        InputError: what was asked for cannot be had; nothing is left half-written.
        StoppedError: by Ctrl-C or TERM while a plan runs; the same command goes on.
    """
    names = _names(measures or MEASURES)
    judged_by = tuple(read_measure(name) for name in names)
    wanted = tuple(find_target(name) for name in read_own(targets)) or binding()
    if out is not None:
        store.check_free(out)
    source = store_of(asked, keep=keep, firms=firms, workers=workers, language=language,
                      screen=screen, quiet=quiet)  # fmt: skip
    cases = read_cases(source)
    found = robust(cases, judged_by, wanted, budget)
    title = titles(cases, found, language)
    for one in found.judged:
        screen.print(standing_table(screen, one, title, language))
    screen.print(satisfied_table(screen, found, title, language))
    said = {own: [*sentences(found, titles(cases, found, own), own), *stands_on(cases, own)]
            for own in LANGUAGES}  # fmt: skip
    for line in said[language]:
        screen.print(line, markup=False)
    with results(out, f"robust-{source.name}", screen, language) as folder:
        store.write_tables(frames(found), folder)
        write_sentences(said, folder)
        for own in figure_languages():
            with figures.drawing(own, 11.0, 1.2 + 2.6 * len(found.judged)) as figure:
                draw(figure, found, titles(cases, found, own), own)
                write_figure(figure, folder / f"robust.{own}.png",
                             say("robust_title", own, cases=found.cases))  # fmt: skip
        request = {"command": "robust", "measures": names, "budget": budget,
                   "targets": [target.name for target in wanted]}  # fmt: skip
        write_manifest(request, source, cases, folder)
    return found


def _names(measures: str) -> list[str]:
    names = [part.strip() for part in measures.split(",") if part.strip()]
    if not names or len(set(names)) < len(names):
        raise InputError("--measures: give indicators separated by commas, each once",
                         "--measures：请用逗号分隔指标，每个只写一次")
    return names
