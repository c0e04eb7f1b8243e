"""The files a user may take away, made in memory: workbook, pictures, scenario files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
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
from sim.report.words import Language, word

PICTURES = ("probabilities_figure", "differences_figure")


def file_of(
    found: Found, plan: Plan, kind: str, name: str, language: Language
) -> tuple[str, bytes]:
    """A file's name and content.

    Args:
        found: what the comparison found.
        plan: what was compared.
        kind: xlsx, png or toml.
        name: which picture, or which scenario by name.
        language: zh or en.

    Raises:
        InputError: there is no such file, or a dose of the plan cannot be used.
    """
    if kind == "xlsx":
        return f"{say('file_name', language)}.xlsx", workbook(found, language)
    if kind == "png":
        if name not in PICTURES:
            raise unknown("key", name, PICTURES)
        return f"{name}.png", picture(found.findings, name, language)
    return f"{name}.toml", scenario_text(plan, name).encode()


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


def pictures(found: Found, language: Language) -> dict[str, str]:
    """Pictures by name, with their titles."""
    pairs = len(found.findings.comparison.first.records)
    first = titles(found.findings.comparison.ensembles, language)["baseline"]
    return {name: say_compared(name, language, first=first, pairs=pairs) for name in PICTURES}


def picture(findings: Findings, name: str, language: Language) -> bytes:
    """A picture as PNG, with where it comes from in its metadata."""
    comparison = findings.comparison
    language = figures.figure_language(language)
    names = {key: text.replace("$", r"\$")
             for key, text in titles(comparison.ensembles, language).items()}  # fmt: skip
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
        draw_differences(figure, findings.differences, against, f"{title}\n{note}", language,
                         shown)  # fmt: skip

    draw: dict[str, tuple[tuple[float, float], Callable[[Any], None]]] = {
        "probabilities_figure": ((10.5, 4.0 + 1.6 * len(names)), probabilities),
        "differences_figure": ((12.5, 7.0 + 1.2 * len(against)), differences),
    }
    with tempfile.TemporaryDirectory() as place, figures.drawing(language, *draw[name][0]) as one:
        draw[name][1](one)
        path = Path(place) / "picture.png"
        figures.save(one, path, comparison.first, title, comparison.others)
        return path.read_bytes()
