"""The command `search`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from sim.base.compiler import is_cold, mark_warm
from sim.base.files import checksum
from sim.base.resources import data_hash, source_hash
from sim.explore.search.city import City, warm_up
from sim.explore.search.export import scenario_text
from sim.explore.search.plan import SearchPlan, load_search
from sim.explore.search.study import Searched, search
from sim.report import figures, store
from sim.report.console import console
from sim.report.explore.folder import (
    LANGUAGES,
    figure_languages,
    results,
    write_figure,
    write_sentences,
)
from sim.report.explore.search.plot import COLUMNS, draw, pairs
from sim.report.explore.search.view import frames, front_table, sentences
from sim.report.explore.words import say
from sim.report.own import own_firms_lines
from sim.report.sweep.bar import sweeping
from sim.report.words import Language, word
from sim.scenario.own.load import about_own_firms
from sim.sweep.engine import worker_count
from sim.sweep.stop import stopping


@dataclass(frozen=True)
class Asked:
    """What a search's command line gives.

    Attributes:
        work: where the runs are kept, for the same command to go on with.
        out: the results folder itself.
        workers: processes.
        quiet: no bar.
    """

    work: Path | None
    out: Path | None
    workers: int | None
    quiet: bool


def run(
    name: str, asked: Asked, *, firms: float | None, language: Language, screen: Console
) -> Searched:
    """What `yongsim search` does.

    Raises:
        InputError: what was asked for cannot be had; nothing is left half-written.
        StoppedError: by Ctrl-C or TERM; the same command goes on.
    """
    plan = load_search(name, firms)
    if asked.out is not None:
        store.check_free(asked.out)
    found = _search(plan, asked, language)
    if found.front:
        screen.print(front_table(screen, found, language))
    said = {one: [*sentences(found, one), *_stands_on(plan, one)] for one in LANGUAGES}
    for line in said[language]:
        screen.print(line, markup=False)
    with results(asked.out, f"search-{plan.name}", screen, language) as folder:
        store.write_tables(frames(found), folder)
        write_sentences(said, folder)
        _write_scenarios(found, folder)
        _write_figures(found, folder)
        _write_manifest(plan, folder)
    return found


def _search(plan: SearchPlan, asked: Asked, language: Language) -> Searched:
    work = asked.work if asked.work is not None else Path("results") / f"search-{plan.name}-runs"
    form = plan.form
    runs = form.members * form.population * form.generations
    if is_cold():
        console(error=True).print(word("compiling", language))
        warm_up(plan)
    with stopping() as stop, sweeping(runs, 0, language, asked.quiet) as tick:
        found = search(City(plan, work, worker_count(asked.workers), stop, tick))
    mark_warm()
    return found


def _stands_on(plan: SearchPlan, language: Language) -> list[str]:
    lines = [say("draws_posterior", language)]
    lines += own_firms_lines(about_own_firms(), language)
    return lines if plan.firms >= 1.0 else [*lines, word("quick_look", language)]


def _write_scenarios(found: Searched, folder: Path) -> None:
    """The packages that hold on fresh members, as scenario files."""
    place = folder / "scenarios"
    place.mkdir()
    for one in found.packages:
        if one.stays or one in found.confirmed:
            text = scenario_text(found, one, place)
            (place / f"package-{one.number}.toml").write_text(text, encoding="utf-8", newline="\n")


def _write_figures(found: Searched, folder: Path) -> None:
    if not found.front:
        return
    rows = -(-len(pairs(found)) // COLUMNS)
    for one in figure_languages():
        with figures.drawing(one, 11.5, 0.8 + 3.2 * rows) as figure:
            draw(figure, found, one)
            write_figure(figure, folder / f"search.{one}.png", found.plan.name)


def _write_manifest(plan: SearchPlan, folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "schema_version": store.SCHEMA_VERSION, "code_hash": source_hash(),
        "data_hash": data_hash(), "firms": plan.firms, "scenario": plan.scenario.resolved,
        "request": {"command": "search", "plan": plan.form.model_dump(mode="json")},
        **about_own_firms(),
        "files": {path.relative_to(folder).as_posix(): checksum(path) for path in files},
    }  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
