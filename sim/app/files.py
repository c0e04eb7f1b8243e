"""The files a user may take away, made in memory: workbook, pictures, scenario files."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.app.plan import BASELINE, Plan, toml_of
from sim.app.words import say
from sim.app.workbook import workbook
from sim.app.worker import Found
from sim.base.errors import unknown
from sim.base.resources import folder
from sim.compare.findings import Findings
from sim.report import figures
from sim.report.compare.figures import draw_differences, draw_probabilities
from sim.report.compare.labels import shown_names, titles
from sim.report.compare.words import say as say_compared
from sim.report.notes import ranges_note
from sim.report.pictures.catalogue import pictures_of
from sim.report.words import Language, word
from sim.scenario.ensemble import Ensemble

COMPARED = ("probabilities_figure", "differences_figure")
Draw = Callable[[Any], None]
_drawing = threading.Lock()  # matplotlib's settings are one for all threads


@dataclass(frozen=True)
class Given:
    """One scenario's runs, and the runs without policy: what pictures are drawn from."""

    ensemble: Ensemble
    reference: Ensemble


def file_of(
    found: Found, plan: Plan, kind: str, name: str, language: Language
) -> tuple[str, bytes]:
    """A file's name and content.

    Args:
        found: what the comparison found.
        plan: what was compared.
        kind: xlsx, png or toml.
        name: which picture, alone or with its scenario; or which scenario.
        language: zh or en.

    Raises:
        InputError: there is no such file, or it cannot be made of these runs.
    """
    if kind == "xlsx":
        return f"{say('file_name', language)}.xlsx", workbook(found, language)
    if kind == "toml":
        return f"{name}.toml", scenario_text(plan, name).encode()
    shown = figures.figure_language(language)
    with _drawing:
        if name in COMPARED:
            return f"{name}.png", _compared(found.findings, name, shown)
        return f"{name}.png", _single(found.findings, name, shown)


def scenario_text(plan: Plan, name: str) -> str:
    """The scenario file of what was compared: as shipped, or as edited here.

    Raises:
        InputError: it was not compared, or a dose cannot be used.
    """
    option = next((one for one in plan.options if one.name == name), None)
    if option is None and name != BASELINE:
        raise unknown("scenario", name, [BASELINE, *(one.name for one in plan.options)])
    if option is None or not option.edited:
        return (folder("scenarios") / f"{name}.toml").read_text(encoding="utf-8")
    return toml_of(option)


def compared_pictures(found: Found, language: Language) -> dict[str, str]:
    """Pictures of all scenarios together: titles by name."""
    pairs = len(found.findings.comparison.first.records)
    first = titles(found.findings.comparison.ensembles, language)[BASELINE]
    return {name: say_compared(name, language, first=first, pairs=pairs) for name in COMPARED}


def _single(findings: Findings, name: str, language: Language) -> bytes:
    """A picture of the catalogue, of one scenario."""
    drawn, _, scenario = name.partition(".")
    known = {one.name: one for one in pictures_of("ensemble")}
    runs = {one.scenario.name: one for one in findings.comparison.ensembles}
    if drawn not in known or scenario not in runs:
        raise unknown("key", name, [f"{one}.{other}" for one in known for other in runs])
    given = Given(runs[scenario], findings.comparison.bare)
    figure = known[drawn].draw(given, language)
    return _saved(figure, given.ensemble, known[drawn].title(language))


def _saved(figure: Any, about: Ensemble, title: str, *others: Ensemble) -> bytes:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "picture.png"
        figures.save(figure, path, about, title, others)
        return path.read_bytes()


def _compared(findings: Findings, name: str, language: Language) -> bytes:
    """A picture of all scenarios together."""
    comparison = findings.comparison
    names = titles(comparison.ensembles, language)
    first, *others = names
    pairs = len(comparison.first.records)
    note = f"{pairs} {word('seeds_word', language)} · {ranges_note(comparison.first, language)}"
    if comparison.first.firms < 1.0:
        note = f"{note} · {word('quick_look', language)}"
    against = {key: names[key] for key in others}
    title = say_compared(name, language, first=names[first], pairs=pairs)
    shown = shown_names(one.scenario for one in comparison.ensembles)

    def probabilities(figure: Any) -> None:
        draw_probabilities(figure, findings.audits, names, note, language)

    def differences(figure: Any) -> None:
        heading = f"{title}\n{note}"
        draw_differences(figure, findings.differences, against, heading, language, shown)

    draw: dict[str, tuple[tuple[float, float], Draw]] = {
        "probabilities_figure": ((10.5, 4.0 + 1.6 * len(names)), probabilities),
        "differences_figure": ((12.5, 7.0 + 1.2 * len(against)), differences),
    }
    size, draw_it = draw[name]
    with figures.drawing(language, *size) as figure:
        draw_it(figure)
        return _saved(figure, comparison.first, title, *comparison.others)
