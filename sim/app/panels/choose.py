"""First panel: which scenarios are compared with the baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from sim.app.doses import shipped
from sim.app.parts import said
from sim.app.plan import BASELINE, MOST_OPTIONS, Option, Plan
from sim.app.words import say
from sim.report.words import Language
from sim.scenario.load import scenario_names


def panel(plan: Plan, language: Language) -> list[Any]:
    """The list of shipped scenarios beside those chosen."""
    return [
        html.Section([
            html.H2(say("choose_title", language)),
            html.P(say("choose_hint", language, most=MOST_OPTIONS), className="hint"),
            html.Fieldset([
                html.Legend(say("shipped", language)),
                dcc.Checklist(id="bases", options=options(plan, language), value=bases(plan),
                              className="cards"),
            ], className="choice"),
        ], className="main-column"),
        html.Section(html.Div(chosen(plan, language), id="chosen"), className="side-column"),
    ]  # fmt: skip


def options(plan: Plan, language: Language) -> list[dict[str, Any]]:
    """Every shipped scenario by its title and question."""
    full = len(plan.options) >= MOST_OPTIONS
    taken = bases(plan)
    return [{"value": name, "disabled": full and name not in taken,
             "label": html.Span(_card(name, language))}
            for name in _ordered()]  # fmt: skip


def _ordered() -> list[str]:
    """The whole plan and its strict part first: what is asked for most; then by name."""
    known = scenario_names()  # another city has a plan of its own, or none
    first = [name for name in ("full_plan", "plan_strict", "no_policy") if name in known]
    return first + [name for name in known if name not in {*first, BASELINE}]


def _card(name: str, language: Language) -> list[Any]:
    scenario = shipped(name)
    found = [html.Strong(getattr(scenario.title, language))]
    if scenario.question is not None:
        found.append(html.Span(getattr(scenario.question, language), className="question"))
    return found


def bases(plan: Plan) -> list[str]:
    """The boxes that are ticked."""
    return list(dict.fromkeys(one.base for one in plan.options if one.base != BASELINE))


def chosen(plan: Plan, language: Language) -> list[Any]:
    """What is chosen, with what can be done to it."""
    baseline = shipped(BASELINE).title
    cards = [html.Li([
        html.Div(getattr(baseline, language), className="name"),
        html.Div(say("is_baseline", language), className="hint"),
        html.Div(html.Button(say("copy_baseline", language), type="button",
                             id={"do": "copy", "option": 0},
                             disabled=len(plan.options) >= MOST_OPTIONS)),
    ])]  # fmt: skip
    cards += [_chosen(option, plan, language) for option in plan.options]
    count = say("chosen_count", language, count=len(plan.options), most=MOST_OPTIONS)
    full = say("chosen_full", language, most=MOST_OPTIONS)
    return [
        html.H2(say("chosen", language)), html.P(count, className="hint", role="status"),
        html.Ul(cards, className="chosen"),
        said(full if len(plan.options) >= MOST_OPTIONS else ""),
    ]  # fmt: skip


def _chosen(option: Option, plan: Plan, language: Language) -> html.Li:
    note = say("changed_count", language, count=len(option.changes)) if option.changes else (
        say("as_shipped", language))  # fmt: skip
    label = option.label(language)
    full = len(plan.options) >= MOST_OPTIONS

    def button(do: str, disabled: bool = False) -> html.Button:
        return html.Button(
            say(do, language), type="button", id={"do": do, "option": option.number},
            disabled=disabled, **{"aria-label": f"{say(do, language)}: {label}"},
        )  # fmt: skip

    return html.Li([
        html.Div(f"{option.number}. {label}", className="name"), html.Div(note, className="hint"),
        html.Div([button("edit"), button("copy", full), button("remove")], className="buttons"),
    ])  # fmt: skip


def ticked(plan: Plan, wanted: list[str]) -> Plan:
    """The plan after boxes were ticked and unticked."""
    before = bases(plan)
    for base in before:
        if base not in wanted:
            plan = replace(plan, options=tuple(o for o in plan.options if o.base != base))
    known = set(scenario_names()) - {BASELINE}
    for base in wanted:
        if base not in before and base in known:
            plan = plan.added(base)
    return plan


def copied(plan: Plan, number: int) -> Plan:
    """The plan with a copy of an option; of the baseline for nought."""
    if number == 0:
        return plan.added(BASELINE)
    option = plan.option(number)
    return plan if option is None else plan.added(option.base, option)
