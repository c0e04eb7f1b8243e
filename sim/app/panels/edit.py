"""Second panel: the doses of an option, instrument by instrument."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from sim.app.doses import (
    Control,
    Written,
    choice_label,
    controls,
    place_label,
    shipped,
    shown_text,
    years_text,
)
from sim.app.parts import choice, dom_id, said
from sim.app.plan import YEARS, Option, Plan, refusal
from sim.app.words import say
from sim.base.levers import GRADES, NO_LIMIT
from sim.park.atlas import places
from sim.policy.registry import instruments
from sim.report.words import Language, standing, unit_label


def panel(plan: Plan, editing: dict[str, Any], language: Language) -> list[Any]:
    """Options on the left, instruments beside them, then the doses."""
    if not plan.options:
        return [html.Section([html.H2(say("edit_title", language)),
                              html.P(say("nothing_chosen", language))],
                             className="main-column")]  # fmt: skip
    option, kind = where(plan, editing)
    picks = [(str(one.number), f"{one.number}. {one.label(language)}") for one in plan.options]
    return [
        html.Section([
            html.H2(say("edit_title", language)),
            choice("edited-option", say("which_option", language), picks, str(option.number)),
            html.Fieldset([
                html.Legend(say("instruments", language)),
                dcc.RadioItems(id="edited-instrument", options=kinds(option, language), value=kind,
                               className="choices list"),
            ], className="choice"),
        ], className="side-column left"),
        html.Section(html.Div(form(option, kind, language), id="form"), className="main-column"),
    ]  # fmt: skip


def where(plan: Plan, editing: dict[str, Any]) -> tuple[Option, str]:
    """Which option and instrument the editor shows; the first ones if none is picked."""
    option = plan.option(int(editing.get("option") or 0)) or plan.options[0]
    kind = editing.get("instrument")
    return option, kind if kind in instruments() else "upgrade_subsidy"


def kinds(option: Option, language: Language) -> list[dict[str, Any]]:
    """The instruments: those in force in the shipped scenario first, edited ones marked."""
    in_force = {one.name for one in shipped(option.base).measures}
    changed = {key.partition(".")[0] for key in option.changes}
    order = sorted(instruments(), key=lambda name: name not in in_force)
    return [{"value": name, "label": html.Span([
        getattr(instruments()[name], language),
        *_marks(name in in_force, name in changed, language),
    ])} for name in order]  # fmt: skip


def _marks(in_force: bool, changed: bool, language: Language) -> list[Any]:
    texts = [("in_force", in_force), ("is_changed", changed)]
    return [html.Span(say(key, language), className=f"mark {key}") for key, shown in texts if shown]


def form(option: Option, kind: str, language: Language) -> list[Any]:
    """The doses of one instrument."""
    card, year = instruments()[kind], str(option.since)
    number = option.number
    return [
        html.H3([getattr(card, language), html.Span(option.label(language), className="of")]),
        html.Div([
            html.Div([
                html.Label(say("option_title", language), htmlFor=dom_id(_title_id(number))),
                dcc.Input(id=_title_id(number), type="text", value=option.title, debounce=0.4,
                          maxLength=60, placeholder=option.label(language)),
            ], className="named"),
            choice({"role": "since", "option": number}, say("since", language),
                   [(str(one), str(one)) for one in YEARS], year, "inline"),
            html.Button(say("reset", language), type="button",
                        id={"do": "reset", "option": number, "instrument": kind}),
        ], className="form-head"),
        *(_dose(control, option, language)
          for control in controls(shipped(option.base), kind, option.since)),
    ]  # fmt: skip


def _title_id(number: int) -> dict[str, Any]:
    return {"role": "title", "option": number}


def box_id(option: Option, control: Control, role: str, part: int = 0) -> dict[str, Any]:
    """The id of one box of a control."""
    kind, _, dose = control.key.partition(".")
    return {"role": role, "option": option.number, "kind": kind, "dose": dose, "part": part}


def _dose(control: Control, option: Option, language: Language) -> html.Fieldset:
    written = option.changes.get(control.key, control.base)
    problem = refusal(control.key, written, option.label(language))
    name = {**box_id(option, control, "said")}
    return html.Fieldset([
        html.Legend([getattr(control.card, language), html.Span(_unit(control, language),
                                                                 className="unit")]),
        html.Div(_boxes(control, written, option, language), className="boxes"),
        said(problem.text(language) if problem else "", name),
        html.P(_about(control, language), className="about"),
    ], className="dose")  # fmt: skip


def _unit(control: Control, language: Language) -> str:
    unit = control.card.unit
    return "" if unit in ("-", "0/1") else unit_label(unit, language)


def _about(control: Control, language: Language) -> list[Any]:
    """Bounds, what the shipped scenario has, and what that stands on."""
    card = control.card
    high = say("no_limit", language) if card.high >= NO_LIMIT else f"{card.high:g}"
    lines = []
    if control.kind in ("number", "places"):
        lines.append(say("bounds", language, low=f"{card.low:g}", high=high))
    shown = "、".join(_base_texts(control, language)) if language == "zh" else ", ".join(
        _base_texts(control, language))  # fmt: skip
    lines.append(say("shipped_value" if control.in_force else "neutral_value", language,
                     value=shown))  # fmt: skip
    if control.years:
        lines.append(say("by_year", language, years="; ".join(years_text(control, language))))
    if control.parted:
        lines.append(say("by_part", language))
    stands_on = standing(card.standing, language)
    lines.append(say("source", language, standing=stands_on, source=card.source))
    return [part for line in lines for part in (html.Span(line), " ")]


def _base_texts(control: Control, language: Language) -> list[str]:
    texts = [_label(control, text, language) for text in control.base.texts]
    if control.kind == "places":
        named = [place_label(name, language) for name in control.base.places]
        return [f"{name} {texts[0]}".strip() for name in named] or [say("nowhere", language)]
    if len(texts) == 1:
        return texts
    return [f"{grade} {text}" for grade, text in zip(GRADES, texts, strict=True)]


def _label(control: Control, text: str, language: Language) -> str:
    if control.kind == "choice":
        return choice_label(text, language)
    if control.kind == "yes_no":
        return say("yes" if text == "1" else "no", language) if text in ("0", "1") else text
    return shown_text(text, language)


def _boxes(
    control: Control, written: Written, option: Option, language: Language
) -> list[Any]:
    if control.kind in ("yes_no", "choice"):
        return [_pick(control, text, option, part, language)
                for part, text in enumerate(written.texts)]  # fmt: skip
    found: list[Any] = []
    if control.kind == "places":
        found.append(_places(control, written, option, language))
    return found + [_number(control, text, option, part, language)
                    for part, text in enumerate(written.texts)]  # fmt: skip


def _part_label(control: Control, part: int, language: Language) -> str:
    if control.card.over == "grade":
        return say("grade", language, grade=GRADES[part])
    return say("value", language)


def _pick(
    control: Control, text: str, option: Option, part: int, language: Language
) -> html.Fieldset:
    given = control.card.choices or ("1", "0")
    labels = [(one, _label(control, one, language)) for one in given]
    return choice(box_id(option, control, "pick", part), _part_label(control, part, language),
                  labels, text, "inline" if control.card.over == "grade" else "inline plain")


def _number(
    control: Control, text: str, option: Option, part: int, language: Language
) -> html.Div:
    box, slider = (box_id(option, control, role, part) for role in ("box", "slider"))
    found: list[Any] = [
        html.Label(_part_label(control, part, language), htmlFor=dom_id(box)),
        dcc.Input(id=box, type="text", value=shown_text(text, language), debounce=0.3,
                  maxLength=40, className="number-box"),
    ]  # fmt: skip
    if control.high is not None:
        label = f"{getattr(control.card, language)} {_part_label(control, part, language)}"
        found += [
            html.Label(say("slider", language, label=label), htmlFor=dom_id(slider),
                       className="unseen"),
            dcc.Input(id=slider, type="range", min=control.low, max=control.high,
                      step=control.step, value=_slider_value(text, control), debounce=0.15),
        ]  # fmt: skip
    if control.card.high >= NO_LIMIT:
        found.append(html.Button(say("no_limit", language), type="button",
                                 id=box_id(option, control, "endless", part)))  # fmt: skip
    return html.Div(found, className="one-number")


def _slider_value(text: str, control: Control) -> float:
    try:
        value = float(text)
    except ValueError:
        return control.low
    return min(max(value, control.low), control.high or value)


def _places(
    control: Control, written: Written, option: Option, language: Language
) -> html.Div:
    name = box_id(option, control, "places")
    return html.Div([
        html.Label(say("places", language), htmlFor=dom_id(name)),
        dcc.Dropdown(
            id=name, multi=True, value=list(written.places), placeholder=say("nowhere", language),
            options=[{"value": one.name, "label": place_label(one.name, language)}
                     for one in places()],
        ),
    ], className="places")  # fmt: skip


def edited(option: Option, typed: dict[str, Written]) -> Option:
    """An option after something was typed: what is as shipped counts as no change."""
    changes = dict(option.changes)
    base: dict[str, Written] = {}
    for kind in {key.partition(".")[0] for key in typed}:
        base |= {one.key: one.base for one in controls(shipped(option.base), kind, option.since)}
    for key, written in typed.items():
        if same(written, base[key]):
            changes.pop(key, None)
        else:
            changes[key] = written
    return replace(option, changes=changes)


def same(one: Written, other: Written) -> bool:
    """Whether two texts say the same value."""
    return set(one.places) == set(other.places) and all(
        a == b or _as_float(a) == _as_float(b) for a, b in zip(one.texts, other.texts, strict=True)
    )


def _as_float(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
