"""All that a page is told: numbers, labels in both languages, sources, provenance."""

from __future__ import annotations

from typing import Any

from sim.base.errors import InputError
from sim.base.indicators import INDICATOR
from sim.base.parameters import Parameter, parameters
from sim.compare.targets import PLAN, SURE, UNSURE, Target, targets
from sim.policy.instrument import DoseCard
from sim.policy.registry import instruments
from sim.report.explorer.grid import Grid
from sim.report.explorer.numbers import COST, PLAN_YEARS, Shown, cell, shown
from sim.report.explorer.words import choice, page_words, say
from sim.report.own import own_firms_lines
from sim.report.words import Language, standing, unit_label, word
from sim.scenario.load import load_scenario
from sim.scenario.macro import macro_card, macro_keys
from sim.scenario.outcome import ADDED_UP
from sim.scenario.own.load import about_own_firms
from sim.sweep.axes import Axis
from sim.sweep.outputs import output, signed
from sim.sweep.plan import find_plan, plan_names, read_plan

LANGUAGES: tuple[Language, Language] = ("zh", "en")
MANY_DRAWS = 100
Both = dict[str, str]


def content(grid: Grid) -> dict[str, Any]:
    """The page's data: `texts` and labels by language, `cells` by number."""
    show = shown(grid)
    return {
        "texts": {language: page_words(language) for language in LANGUAGES},
        "title": grid.plan["title"],
        "question": _question(grid),
        "scenarios": [{"name": one["name"], **one["title"]} for one in grid.plan["scenarios"]],
        "axes": [_axis(axis) for axis in grid.axes],
        "indicators": [_indicator(name) for name in show.indicators],
        "targets": [_target(one) for one in show.targets],
        "money": [_money(name) for name in show.money],
        "years": grid.years, "plan_years": list(PLAN_YEARS), "cost": COST,
        "sure": SURE, "unsure": UNSURE,
        "reference": grid.reference, "own": grid.own,
        "notes": {language: notes(grid, language) for language in LANGUAGES},
        "cannot": _cannot(show), "missing_measures": _missing(grid),
        "provenance": _provenance(grid),
        **about_own_firms(grid.data.about),
        "cells": [cell(grid, show, number) for number in range(grid.cells)],
    }  # fmt: skip


def notes(grid: Grid, language: Language) -> list[str]:
    """What a reader has to know of the numbers, a sentence each."""
    drawn = [one["kind"] for one in grid.plan["designs"] if one["kind"] != "grid"]
    lines = [word(f"ranges_{drawn[0]}", language)] if drawn else [say("luck_only", language)]
    lines.append(say("prior_driven", language))
    if grid.firms < 1.0:
        lines.append(word("quick_look", language))
    if grid.draws < MANY_DRAWS:
        lines.append(say("few_draws", language, n=grid.draws))
    return [*lines, *own_firms_lines(grid.data.about, language), say("mean_and_range", language)]


def _both(item: Any) -> Both:
    return {"zh": item.zh, "en": item.en}


def _units(unit: str) -> dict[str, Both]:
    return {"unit": {language: unit_label(unit, language) for language in LANGUAGES}}


def _axis(axis: Axis) -> dict[str, Any]:
    card = _card(axis)
    choices = [{one: choice(name, one) for one in LANGUAGES} for name in axis.choices]
    stands_on = {language: standing(card.standing, language) for language in LANGUAGES}
    return {**_both(axis), **_units(axis.unit), "key": axis.key, "values": list(axis.values),
            "choices": choices, "years": axis.years, "only": list(axis.only),
            "source": card.source, "standing": stands_on}  # fmt: skip


def _card(axis: Axis) -> Parameter | DoseCard:
    group, _, rest = axis.key.partition(".")
    if group == "parameters":
        return parameters()[rest]
    if group == "macro":
        return macro_card(macro_keys()[rest][0])
    kind, dose, *_ = rest.split(".")
    return instruments()[kind].doses()[dose]


def _indicator(name: str) -> dict[str, Any]:
    item = INDICATOR[name]
    return {**_both(item), **_units(item.unit), "name": name, "decimals": item.decimals,
            "sum": name in ADDED_UP, "imposed": item.imposed}  # fmt: skip


def _target(target: Target) -> dict[str, Any]:
    remark = target.binding if target.binding in ("contradictory", "below_base", "dose") else ""
    return {**_both(target), **_units(target.unit), "aim": target.aim, "name": target.name,
            "at_least": target.at_least, "source": target.source,
            "remark": "imposed" if target.imposed else remark}  # fmt: skip


def _money(name: str) -> dict[str, Any]:
    found = output(name)
    owner = {"zh": found.zh.split("：")[0], "en": found.en.rsplit(": ", 1)[0]}
    return {**owner, "instrument": found.instrument, "flow": found.flow,
            "sign": signed(found.flow)}  # fmt: skip


def _cannot(show: Shown) -> dict[str, list[Both]]:
    plan = [one for one in targets() if one.group == PLAN]
    return {
        "model": [{"zh": f"{one.zh}：{one.reason_zh}", "en": f"{one.en}: {one.reason_en}"}
                  for one in plan if not one.represented],
        "grid": [_both(one) for one in show.untold],
    }  # fmt: skip


def _missing(grid: Grid) -> list[Both]:
    """What the scenarios say that they can't show; known of shipped ones alone."""
    found: list[Both] = []
    for one in grid.plan["scenarios"]:
        try:
            scenario = load_scenario(one["name"])
        except InputError:  # a file of the user's own, which a store does not keep
            continue
        if scenario.resolved == one["resolved"]:
            found += [_both(item) for item in scenario.not_represented]
    return found


def _question(grid: Grid) -> Both:
    """The plan's question, which a store does not keep; empty unless the plan is shipped."""
    name = grid.plan["name"]
    form = read_plan(find_plan(name)) if name in plan_names() else None
    if form is None or form.question is None or form.title.model_dump() != grid.plan["title"]:
        return {"zh": "", "en": ""}
    return form.question.model_dump()


def _provenance(grid: Grid) -> dict[str, Any]:
    about = grid.data.about
    drawn = [one for one in grid.plan["designs"] if one["kind"] != "grid"]
    mine = about_own_firms(about).get("own_firms")
    return {
        "from_grid": grid.plan["name"], "runs": about["runs"], "firms_share": grid.firms,
        "code": about["code_hash"][:12], "data": about["data_hash"][:12],
        "posterior": str(drawn[0].get("digest", drawn[0]["kind"]))[:12] if drawn else "",
        "own_firms": mine["sha256"][:12] if mine else "",
        "again": f"yongsim explorer {grid.plan['name']} --firms {grid.firms:g}",
    }  # fmt: skip

