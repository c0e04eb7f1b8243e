"""Last panel: one run of one scenario, year by year."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from sim.app import city
from sim.app.parts import choice, swatches, table
from sim.app.words import say
from sim.app.worker import Found
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.report.words import Language
from sim.scenario.traced import Trace


def panel(found: Found | None, names: dict[str, str], language: Language) -> list[Any]:
    """The drawing with its controls, the figures of the year beside it."""
    if found is None:
        return [html.Section([html.H2(say("city_title", language)),
                              html.P(say("no_results", language))],
                             className="main-column")]  # fmt: skip
    first = next(iter(names))
    return [
        html.Section([
            html.H2(say("city_title", language)),
            html.Div([
                choice("city-scenario", say("scenario", language), list(names.items()), first,
                       "inline", kept=True),
                choice("city-colour", say("colour", language),
                       [(one, say(f"colour_{one}", language)) for one in ("grade", "rung")],
                       "grade", "inline", kept=True),
            ], className="controls"),
            html.Div([
                html.Label(say("year", language), htmlFor="city-year"),
                dcc.Input(id="city-year", type="range", min=FIRST_YEAR, max=LAST_YEAR, step=1,
                          value=LAST_YEAR, persistence=True, persistence_type="session"),
                html.Output(str(LAST_YEAR), id="city-year-shown", htmlFor="city-year"),
                html.Button(say("play", language), id="play", type="button"),
            ], className="row"),
            dcc.Interval(id="beat", interval=900, disabled=True),
            html.Div(id="city-key"),
            html.Canvas(id="city-canvas", width=str(city.WIDTH), height=str(city.HEIGHT),
                        role="img", **{"aria-label": say("canvas_label", language)}),
            html.P("", id="city-hover", className="hint"),
            dcc.Store(id="city-data"), dcc.Store(id="city-drawn"),
            dcc.Store(id="city-words", data={"play": say("play", language),
                                             "pause": say("pause", language),
                                             "firms": say("squares_here", language,
                                                          count="{count}"),
                                             "first": FIRST_YEAR, "last": LAST_YEAR}),
        ], className="main-column"),
        html.Section(html.Div(id="city-figures", role="status"), className="side-column narrow"),
    ]  # fmt: skip


def beside(
    trace: Trace, run: int, share: float, year: int, colour: str, language: Language
) -> list[Any]:
    """Figures of the year, and firms by grade or rung."""
    labels = [label for _, label in city.colour_key(colour, language)]
    found = city.counts(trace, year, colour)
    whole = sum(found)
    rows = [[label, f"{one:,.0f}", f"{100.0 * one / whole:.0f}%"]
            for label, one in zip(labels, found, strict=True)]  # fmt: skip
    note = say("city_note", language, run=run)
    if share < 1.0:
        note = f"{note} {say('thinned_note', language, share=f'{100.0 * share:g}')}"
    return [
        html.H3(str(year)),
        table(say("city_counts", language), [say(f"colour_{colour}", language),
                                             say("firms_word", language), "%"],
              rows, (1, 2)),
        table(say("city_figures", language), [say("indicator", language), say("value", language)],
              [list(one) for one in city.figures(trace, year, language)], (1,)),
        html.P(note, className="hint"),
    ]  # fmt: skip


def key(colour: str, language: Language) -> html.Ul:
    """The key of the colours."""
    return swatches(city.colour_key(colour, language))
