"""Fourth panel: the results, a section at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from dash import dcc, html

from sim.app import fan
from sim.app.panels import differences, downloads, money, targets
from sim.app.parts import choice, table
from sim.app.tableau import FIGURES
from sim.app.words import say
from sim.app.worker import Found
from sim.base.indicators import INDICATOR
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.report.compare.labels import indicator_label, titles
from sim.report.notes import ranges_note, warnings
from sim.report.words import Language, word
from sim.scenario.ensemble import Ensemble

SECTIONS = ("targets", "differences", "paths", "money", "tableau", "downloads")


def panel(found: Found | None, language: Language) -> list[Any]:
    """What was run, and the choice of a section."""
    if found is None:
        return [html.Section([html.H2(say("results_title", language)),
                              html.P(say("no_results", language))],
                             className="main-column")]  # fmt: skip
    return [html.Section([
        html.H2(say("results_title", language)),
        html.P(about(found, language), className="hint"),
        *(html.P(line, className="warning") for line in cautions(found, language)),
        choice("section", say("section", language),
               [(one, say(f"section_{one}", language)) for one in SECTIONS], "targets", "tabs",
               kept=True),
        html.Div(id="section-shown"),
    ], className="main-column")]  # fmt: skip


def names_of(found: Found, language: Language) -> dict[str, str]:
    """Titles of the scenarios by name, the baseline first."""
    return titles(found.findings.comparison.ensembles, language)


def about(found: Found, language: Language) -> str:
    """What the results stand on, in a line."""
    first = found.findings.comparison.first
    ranges = ranges_note(first, language)
    return say("about_results", language, runs=len(first.records), ranges=ranges)


def cautions(found: Found, language: Language) -> list[str]:
    """What to beware of."""
    first = found.findings.comparison.first
    lines = warnings(first, language)
    return [word("quick_look", language), *lines] if first.firms < 1.0 else lines


def section(found: Found, name: str, language: Language) -> list[Any]:
    """One section of the results."""
    names = names_of(found, language)
    if name == "targets":
        return targets.section(found.findings, names, language)
    if name == "differences":
        return differences.section(found.findings, names, language)
    if name == "paths":
        return _paths(language)
    if name == "money":
        return money.section(found.findings, names, language)
    if name == "tableau":
        return _tableau(names, language)
    return downloads.section(names, language)


def _paths(language: Language) -> list[Any]:
    return [
        html.Div([
            html.Label(say("indicator", language), htmlFor="indicator"),
            dcc.Dropdown(id="indicator", options=fan.indicator_options(language),
                         value="value_added", clearable=False, persistence=True,
                         persistence_type="session"),
        ], className="row"),
        dcc.Graph(id="fan", config={"displayModeBar": False, "responsive": True}),
        html.P(say("fan_note", language), className="hint"),
        html.Div(id="fan-table"),
    ]  # fmt: skip


def _tableau(names: dict[str, str], language: Language) -> list[Any]:
    return [
        html.Div([
            choice("tableau-scenario", say("scenario", language), list(names.items()),
                   next(iter(names)), "inline", kept=True),
            choice("tableau-figure", say("figure", language),
                   [(one, say(f"figure_{one}", language)) for one in FIGURES], FIGURES[0],
                   "inline", kept=True),
            html.Div([
                html.Label(say("year", language), htmlFor="tableau-year"),
                dcc.Input(id="tableau-year", type="range", min=FIRST_YEAR, max=LAST_YEAR, step=1,
                          value=LAST_YEAR, persistence=True, persistence_type="session"),
                html.Output(str(LAST_YEAR), id="tableau-year-shown", htmlFor="tableau-year"),
            ], className="row"),
        ], className="controls"),
        html.Div(id="tableau"),
    ]  # fmt: skip


def path_table(
    ensembles: Sequence[Ensemble], names: dict[str, str], indicator: str, language: Language
) -> html.Details:
    """What the chart shows, as a table: median and 90% range by year."""
    decimals = INDICATOR[indicator].decimals
    rows = []
    for k, year in enumerate(ensembles[0].years):
        cells = []
        for one in ensembles:
            low, middle, high = np.quantile(one.values(indicator)[:, k], [0.05, 0.5, 0.95])
            cells.append(f"{middle:,.{decimals}f} ({low:,.{decimals}f} – {high:,.{decimals}f})")
        rows.append([str(year), *cells])
    headers = [say("year", language), *names.values()]
    caption = f"{indicator_label(indicator, language)}: {word('median_and_range', language)}"
    return html.Details([html.Summary(say("as_table", language)),
                         table(caption, headers, rows, range(1, len(headers)))])  # fmt: skip
