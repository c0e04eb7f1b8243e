"""Third panel: how many runs of how large a city, and how far they are."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from sim.app.jobs import (
    CANCELLED,
    DONE,
    ENDED,
    FAILED,
    REFUSED,
    RUNNING,
    STARTING,
    TRACING,
    WAITING,
    Job,
)
from sim.app.parts import choice, said
from sim.app.plan import Plan, refusal
from sim.app.words import say
from sim.report.words import Language

FIRMS = ("0.02", "0.1", "0.3", "1")
KINDS = ("posterior", "prior", "central")
STATES = {
    WAITING: "state_waiting", STARTING: "state_starting", RUNNING: "state_running",
    TRACING: "state_tracing", DONE: "state_done", REFUSED: "state_refused",
    FAILED: "state_failed", CANCELLED: "state_cancelled",
}  # fmt: skip


def panel(plan: Plan, language: Language) -> list[Any]:
    """What is to be run, and the button."""
    return [
        html.Section([
            html.H2(say("run_title", language)),
            html.P(say("run_hint", language), className="hint"),
            html.Div([
                html.Label(say("draws", language), htmlFor="draws"),
                dcc.Input(id="draws", type="text", value=plan.draws, debounce=0.3, maxLength=8),
                html.Span(say("draws_hint", language), className="hint"),
            ], className="row"),
            html.Div([
                html.Label(say("firms", language), htmlFor="firms"),
                dcc.Input(id="firms", type="text", value=plan.firms, debounce=0.3, maxLength=8),
                html.Span([html.Button(text, type="button", id={"do": "firms", "share": text})
                           for text in FIRMS], className="buttons"),
                html.Span(say("firms_hint", language), className="hint"),
            ], className="row"),
            choice("kind", say("kind", language),
                   [(one, say(f"kind_{one}", language)) for one in KINDS], plan.kind, "inline"),
            html.Button(say("run", language), id="run", type="button", className="primary"),
            said("", "run-said"),
        ], className="main-column"),
        html.Section([
            html.H2(say("to_run", language)),
            html.Ol([html.Li(text) for text in _listed(plan, language)], className="chosen"),
            *_problems(plan, language),
        ], className="side-column"),
    ]  # fmt: skip


def _listed(plan: Plan, language: Language) -> list[str]:
    return [say("baseline", language), *(one.label(language) for one in plan.options)]


def _problems(plan: Plan, language: Language) -> list[Any]:
    """Refusals that wait in the editor."""
    found = [refusal(key, written, option.label(language))
             for option in plan.options for key, written in option.changes.items()]  # fmt: skip
    return [said(error.text(language)) for error in found if error is not None]


def progress(job: Job | None, lost: bool, language: Language) -> list[Any]:
    """The strip under the headings: state, bar, what is left, cancel."""
    if job is None:
        return [html.Span(say("results_lost", language), role="status")] if lost else []
    # Read out when the state changes, not with every run that is done.
    spoken = {} if job.state == RUNNING and job.done else {"role": "status"}
    found: list[Any] = [html.Span(state_text(job, language), **spoken)]
    if job.state not in ENDED:
        done = None if job.state != RUNNING else str(job.done)
        bar = {} if done is None else {"value": done}
        found += [
            html.Progress(max=str(max(job.total, 1)), **bar,
                          **{"aria-label": say("progress", language)}),
            html.Span(_left(job, language), className="hint"),
        ]  # fmt: skip
    if job.state == REFUSED:
        found.append(said(job.refused[language]))
    return found


def state_text(job: Job, language: Language) -> str:
    """What a job is doing."""
    key = "state_compiling" if job.cold and job.state == RUNNING else STATES[job.state]
    return say(key, language, done=job.done, total=job.total)


def _left(job: Job, language: Language) -> str:
    if job.left is None:
        return ""
    if job.left < 60:
        return say("seconds_left", language, seconds=max(round(job.left), 1))
    return say("minutes_left", language, minutes=round(job.left / 60))
