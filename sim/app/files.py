"""The files a user may take away, made in memory: workbook, pictures, scenario files."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from sim.app.papers import PAPERS, paper
from sim.app.plan import BASELINE, Plan, toml_of
from sim.app.words import say
from sim.app.workbook import workbook
from sim.app.worker import Found
from sim.base.errors import unknown
from sim.base.resources import folder
from sim.compare.findings import Findings
from sim.report.figures import encoded, figure_language
from sim.report.pictures.catalogue import pictures_of
from sim.report.words import Language
from sim.scenario.ensemble import Ensemble

_drawing = threading.Lock()  # matplotlib's settings are one for all threads


@dataclass(frozen=True)
class Given:
    """One scenario's runs, and the runs without policy: what pictures are drawn from."""

    ensemble: Ensemble
    reference: Ensemble


def file_of(
    found: Found, plan: Plan, place: Path, kind: str, name: str, language: Language
) -> tuple[str, bytes]:
    """A file's name and content.

    Args:
        found: what the comparison found.
        plan: what was compared.
        place: folder of the job's own files.
        kind: xlsx, docx, html, png or toml.
        name: which picture, alone or with its scenario; or which scenario.
        language: zh or en.

    Raises:
        InputError: there is no such file, or it cannot be made of these runs.
    """
    if kind == "xlsx":
        return f"{say('file_name', language)}.xlsx", workbook(found, language)
    if kind in PAPERS:
        with _drawing:
            return f"{say('file_name', language)}.{kind}", paper(found, place, kind, language)
    if kind == "toml":
        return f"{name}.toml", scenario_text(plan, name).encode()
    return f"{name}.png", picture(found.findings, name, figure_language(language))


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


def picture(findings: Findings, name: str, language: Language) -> bytes:
    """A picture of the catalogue as PNG: of all scenarios together, or `name.scenario` of one.

    Raises:
        InputError: there is no such picture.
    """
    drawn, _, scenario = name.partition(".")
    compared = {one.name: one for one in pictures_of("comparison")}
    single = {one.name: one for one in pictures_of("ensemble")}
    runs = {one.scenario.name: one for one in findings.comparison.ensembles}
    with _drawing:
        if name in compared:
            return encoded(compared[name].draw(findings, language), "png")
        if drawn in single and scenario in runs:
            given = Given(runs[scenario], findings.comparison.bare)
            return encoded(single[drawn].draw(given, language), "png")
    raise unknown("key", name, [*compared, *(f"{one}.{other}" for one in single for other in runs)])
