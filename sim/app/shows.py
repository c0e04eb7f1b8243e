"""What the page shows: drawn anew whenever language, panel, plan or results change."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update

from sim.app import city, page
from sim.app.acts import Stored, known_language
from sim.app.fan import fan
from sim.app.jobs import DONE, ENDED, Jobs
from sim.app.page import VIEWS
from sim.app.panels import edit, one_city, results, run
from sim.app.plan import read_plan
from sim.app.tableau import FIGURES, tableau
from sim.app.words import say
from sim.base.indicators import INDICATOR
from sim.base.units import FIRST_YEAR, LAST_YEAR


def register(app: Dash, jobs: Jobs) -> None:
    """Tie everything that is shown to what it shows."""
    _register_words(app)
    _register_panels(app, jobs)
    _register_progress(app, jobs)
    _register_results(app, jobs)
    _register_city(app, jobs)


def _register_words(app: Dash) -> None:
    @app.callback(
        Output("language-kept", "data"), Output("language", "value"), Input("language", "value"),
        Input("language-kept", "data"), prevent_initial_call=True,
    )  # fmt: skip
    def speak(wanted: Any, kept: Any) -> tuple[Any, Any]:
        """A tab that is loaded again speaks as it did; else as was just asked for."""
        if ctx.triggered_id == "language":
            return known_language(wanted), no_update
        return no_update, known_language(kept)

    @app.callback(
        Output("heading", "children"), Output("skip", "children"), Output("foot", "children"),
        Output("cancel", "children"), Output("see", "children"), Output("page-words", "data"),
        Input("language-kept", "data"),
    )  # fmt: skip
    def head(kept: Any) -> tuple[Any, ...]:
        language = known_language(kept)
        return (page.heading(language), say("skip", language), html.P(say("foot", language)),
                say("cancel", language), say("see_results", language),
                {"title": say("title", language), "language": language})  # fmt: skip

    app.clientside_callback(
        ClientsideFunction("yongsim", "dress"), Output("dressed", "data"),
        Input("page-words", "data"),
    )  # fmt: skip


def _register_panels(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output("path", "children"), Output("main", "children"), Input("language-kept", "data"),
        Input("view", "data"), Input("ready", "data"), Input("awake", "n_intervals"),
        State("plan", "data"), State("editing", "data"), State("job", "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    def show(
        kept: Any, view: Any, ready: Any, awake: Any, stored: Stored, editing: Stored | None,
        job: Any,
    ) -> tuple[Any, Any]:
        language, name = known_language(kept), view if view in VIEWS else VIEWS[0]
        if ctx.triggered_id == "ready" and name not in ("results", "city"):
            return no_update, no_update
        found = jobs.found(job) if name in ("results", "city") else None
        return page.path(name, language), page.panel(name, read_plan(stored), editing or {}, found,
                                                     language)  # fmt: skip

    @app.callback(
        Output("form", "children"), Input("editing", "data"), State("plan", "data"),
        State("language-kept", "data"), prevent_initial_call=True,
    )  # fmt: skip
    def fill(editing: Stored | None, stored: Stored, kept: Any) -> Any:
        plan = read_plan(stored)
        if not plan.options:
            return no_update
        return edit.form(*edit.where(plan, editing or {}), known_language(kept))


def _register_progress(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output("progress", "children"), Output("clock", "disabled"), Output("cancel", "hidden"),
        Output("see", "hidden"), Output("ready", "data"),
        Output("view", "data", allow_duplicate=True), Input("clock", "n_intervals"),
        Input("job", "data"), Input("language-kept", "data"), Input("view", "data"),
        State("ready", "data"), prevent_initial_call="initial_duplicate",
    )  # fmt: skip
    def follow(
        beats: Any, name: Any, kept: Any, view: Any, ready: Any
    ) -> tuple[Any, ...]:
        job = jobs.get(name)
        going = job is not None and job.state not in ENDED
        done = job is not None and job.state == DONE
        fresh = done and ready != name
        # Whoever waits for the results gets them; whoever has gone elsewhere is not torn away.
        arrives = fresh and view == "run" and ctx.triggered_id == "clock"
        seen = arrives or view in ("results", "city")
        return (run.progress(job, bool(name), known_language(kept)), not going, not going,
                not done or seen, name if fresh else no_update,
                "results" if arrives else no_update)  # fmt: skip


def _register_results(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output("section-shown", "children"), Input("section", "value"), State("job", "data"),
        State("language-kept", "data"),
    )  # fmt: skip
    def show_section(name: Any, job: Any, kept: Any) -> Any:
        found = jobs.found(job)
        if found is None:
            return no_update
        return results.section(found, name if name in results.SECTIONS else "targets",
                               known_language(kept))  # fmt: skip

    @app.callback(
        Output("fan", "figure"), Output("fan-table", "children"), Input("indicator", "value"),
        State("job", "data"), State("language-kept", "data"),
    )  # fmt: skip
    def show_fan(indicator: Any, job: Any, kept: Any) -> tuple[Any, Any]:
        found, language = jobs.found(job), known_language(kept)
        if found is None or indicator not in INDICATOR:
            return no_update, no_update
        ensembles = found.findings.comparison.ensembles
        names = results.names_of(found, language)
        return fan(ensembles, names, indicator, language), results.path_table(
            ensembles, names, indicator, language)  # fmt: skip

    @app.callback(
        Output("tableau", "children"), Output("tableau-year-shown", "children"),
        Input("tableau-scenario", "value"), Input("tableau-figure", "value"),
        Input("tableau-year", "value"), State("job", "data"), State("language-kept", "data"),
    )  # fmt: skip
    def show_tableau(
        scenario: Any, figure: Any, year: Any, job: Any, kept: Any
    ) -> tuple[Any, Any]:
        found, at = jobs.found(job), known_year(year)
        if found is None or figure not in FIGURES:
            return no_update, no_update
        return tableau(found, known_scenario(found, scenario), figure, at,
                       known_language(kept)), str(at)  # fmt: skip


def _register_city(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output("city-data", "data"), Input("city-scenario", "value"), State("job", "data"),
        State("language-kept", "data"),
    )  # fmt: skip
    def load_city(scenario: Any, job: Any, kept: Any) -> Any:
        found = jobs.found(job)
        if found is None:
            return no_update
        return city.payload(found.traces[known_scenario(found, scenario)], known_language(kept))

    @app.callback(
        Output("city-figures", "children"), Output("city-key", "children"),
        Output("city-year-shown", "children"), Input("city-scenario", "value"),
        Input("city-year", "value"), Input("city-colour", "value"), State("job", "data"),
        State("language-kept", "data"),
    )  # fmt: skip
    def show_year(
        scenario: Any, year: Any, colour: Any, job: Any, kept: Any
    ) -> tuple[Any, Any, Any]:
        found, language = jobs.found(job), known_language(kept)
        if found is None:
            return no_update, no_update, no_update
        by, at = "rung" if colour == "rung" else "grade", known_year(year)
        trace = found.traces[known_scenario(found, scenario)]
        share = found.findings.comparison.first.firms
        return (one_city.beside(trace, found.traced[0], share, at, by, language),
                one_city.key(by, language), str(at))  # fmt: skip

    app.clientside_callback(
        ClientsideFunction("yongsim", "drawCity"), Output("city-drawn", "data"),
        Input("city-data", "data"), Input("city-year", "value"), Input("city-colour", "value"),
        State("city-words", "data"),
    )  # fmt: skip
    app.clientside_callback(
        ClientsideFunction("yongsim", "play"), Output("beat", "disabled"),
        Output("play", "children"), Output("city-year", "value"), Input("play", "n_clicks"),
        Input("beat", "n_intervals"), State("beat", "disabled"), State("city-year", "value"),
        State("city-words", "data"), prevent_initial_call=True,
    )  # fmt: skip


def known_year(year: Any) -> int:
    """A year of the runs; the last one for anything else."""
    text = str(year)
    at = int(text) if text.isdigit() else LAST_YEAR
    return at if FIRST_YEAR <= at <= LAST_YEAR else LAST_YEAR


def known_scenario(found: Any, name: Any) -> str:
    """A scenario of the comparison; the baseline for anything else."""
    return name if name in found.traces else next(iter(found.traces))
