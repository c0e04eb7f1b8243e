"""The frame of the page: headings, path, progress, and the panel in view."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from sim.app.panels import choose, edit, one_city, results, run
from sim.app.plan import Plan
from sim.app.words import say
from sim.app.worker import Found
from sim.report.words import Language

VIEWS = ("choose", "edit", "run", "results", "city")
STORAGE = "session"  # of one tab, over reloads: several tabs don't disturb one another


def layout(language: Language, plan: Plan) -> html.Div:
    """The page as it is first sent; what a tab has kept comes back from the tab itself."""
    stores = {
        "language-kept": language, "view": VIEWS[0], "plan": plan.stored(), "editing": {},
        "job": "",
    }  # fmt: skip
    return html.Div([
        *(dcc.Store(id=name, data=data, storage_type=STORAGE) for name, data in stores.items()),
        dcc.Store(id="ready", data=""), dcc.Store(id="form-shown", data={}),
        dcc.Store(id="dressed"), dcc.Store(id="page-words"),
        # By its one tick, what the tab has kept is there.
        dcc.Interval(id="awake", interval=30, max_intervals=1),
        dcc.Interval(id="clock", interval=500, disabled=True), dcc.Download(id="file"),
        html.A(say("skip", language), href="#main", className="skip", id="skip"),
        html.Header([
            html.Div(id="heading"),
            html.Fieldset([
                html.Legend("语言 / Language", className="unseen"),
                dcc.RadioItems(id="language", value=language, className="choices", options=[
                    {"value": "zh", "label": html.Span("中文", lang="zh")},
                    {"value": "en", "label": html.Span("English", lang="en")},
                ]),
            ], className="choice inline language"),
        ]),
        html.Nav(id="path"),
        html.Div([html.Div(id="progress", className="progress"), html.Div([
            html.Button(id="cancel", type="button", hidden=True),
            html.Button(id="see", type="button", hidden=True),
        ])], className="strip"),
        html.Main(id="main", tabIndex="-1"),
        html.Footer(id="foot"),
    ], id="page")  # fmt: skip


def heading(language: Language) -> list[Any]:
    """What the page is."""
    return [html.H1(say("title", language)), html.P(say("subtitle", language))]


def path(view: str, language: Language) -> list[Any]:
    """The steps, in order; the one in view is marked."""
    return [html.Ol([
        html.Li(html.Button(
            f"{k}. {say(f'view_{name}', language)}", type="button",
            id={"do": "view", "name": name},
            **({"aria-current": "step"} if name == view else {}),
        )) for k, name in enumerate(VIEWS, start=1)
    ])]  # fmt: skip


def panel(
    view: str, plan: Plan, editing: dict[str, Any], found: Found | None, language: Language
) -> html.Div:
    """The panel in view."""
    shown: list[Any]
    if view == "edit":
        shown = edit.panel(plan, editing, language)
    elif view == "run":
        shown = run.panel(plan, language)
    elif view == "results":
        shown = results.panel(found, language)
    elif view == "city":
        names = results.names_of(found, language) if found is not None else {}
        shown = one_city.panel(found, names, language)
    else:
        shown = choose.panel(plan, language)
    return html.Div(shown, className=f"panel {view}")
