"""The command `discover`."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from sim.explore.cases import find_target, read_cases
from sim.explore.discovery.boxes import DEALS, RESAMPLES
from sim.explore.discovery.study import Discovery, check_among, discover, package
from sim.report import figures, store
from sim.report.explore.discovery.plot import draw
from sim.report.explore.discovery.view import box_table, frames, heading, sentences
from sim.report.explore.folder import (
    LANGUAGES,
    figure_languages,
    results,
    stands_on,
    store_of,
    title_of,
    write_figure,
    write_manifest,
    write_sentences,
)
from sim.report.progress import running
from sim.report.words import Language


def run(
    asked: str, *, miss: str, scenario: str | None, among: str, keep: Path | None,
    firms: float | None, workers: int | None, out: Path | None, language: Language,
    screen: Console, quiet: bool,
) -> Discovery:  # fmt: skip
    """What `yongsim discover` does.

    Raises:
        InputError: what was asked for cannot be had; nothing is left half-written.
        StoppedError: by Ctrl-C or TERM while a plan runs; the same command goes on.
    """
    target = find_target(miss)
    check_among(among)
    if out is not None:
        store.check_free(out)
    source = store_of(asked, keep=keep, firms=firms, workers=workers, language=language,
                      screen=screen, quiet=quiet)  # fmt: skip
    cases = read_cases(source)
    name = package(cases, scenario)
    with running(DEALS + RESAMPLES, language, quiet) as tick:
        found = discover(cases, target, name, among=among, progress=tick)
    said = {one: [*sentences(found, one), *stands_on(cases, one)] for one in LANGUAGES}
    screen.print(heading(found, title_of(cases, name, language), language), markup=False)
    if found.told:
        screen.print(box_table(screen, found, language))
    for line in said[language]:
        screen.print(line, markup=False)
    with results(out, f"discovery-{name}-{target.name}", screen, language) as folder:
        store.write_tables(frames(found), folder)
        write_sentences(said, folder)
        for one in figure_languages():
            with figures.drawing(one, 5.2 * max(1, len(found.told)), 4.8) as figure:
                draw(figure, found, title_of(cases, name, one), one)
                write_figure(figure, folder / f"discovery.{one}.png",
                             heading(found, title_of(cases, name, one), one))  # fmt: skip
        request = {"command": "discover", "miss": target.name, "package": name,
                   "inputs": among}
        write_manifest(request, source, cases, folder)
    return found
