"""What the model can't represent: of the scenarios, of the targets, of the plan's measures."""

from __future__ import annotations

from sim.base.resources import table
from sim.compare.targets import PLAN, targets
from sim.report.paper import cells
from sim.report.paper.blocks import Block, Cell, Column, Heading, Paragraph, Points, Section, Table
from sim.report.paper.view import View


def limits_section(view: View) -> Section:
    """How much is not shown, and what the scenarios say of it themselves."""
    plan = [one for one in targets() if one.group == PLAN]
    shown = sum(one.represented for one in plan)
    blocks: list[Block] = [
        Paragraph(view.say("limits_plain", shown=shown, hidden=len(plan) - shown,
                           measures=len(_measures(view)), targets="{table:limits_targets}",
                           missing="{table:limits_measures}")),
        Paragraph(view.say("limits_general")),
    ]  # fmt: skip
    items = [
        view.say("limit_of", name=view.titles[one.scenario.name], text=view.pick(item))
        for one in view.stored.ensembles for item in one.scenario.not_represented
    ]  # fmt: skip
    if items:
        blocks += [Heading(view.say("limits_scenarios")), Points(list(dict.fromkeys(items)))]
    return Section(view.say("limits"), blocks)


def limits_annex(view: View) -> Section:
    """Every target without a figure and every measure not shown, with its reason."""
    return Section(view.say("limits_annex"), [
        Table("limits_targets", view.say("limits_targets"), [
            Column(view.say("reason"), "label", 2.2), Column(view.say("number_of"), weight=0.6),
            Column(view.say("target_names"), "text", 3.4),
        ], _targets(view), "limits_targets"),
        Table("limits_measures", view.say("limits_measures"), [
            Column(view.say("measure"), "label", 2.0), Column(view.say("not_shown"), "text", 4.2),
        ], _measures(view), "limits_measures"),
    ], annex=True)  # fmt: skip


def _targets(view: View) -> list[list[Cell]]:
    by_reason: dict[str, list[str]] = {}
    for target in targets():
        if target.group == PLAN and not target.represented:
            reason = target.reason_zh if view.language == "zh" else target.reason_en
            by_reason.setdefault(reason, []).append(target.label(view.language))
    return [[cells.text(reason), cells.number(float(len(names)), 0),
             cells.text(view.listed(names))] for reason, names in by_reason.items()]  # fmt: skip


def _measures(view: View) -> list[list[Cell]]:
    return [[cells.text(f"{row['number']} {row[view.language]}"),
             cells.text(row[f"not_represented_{view.language}"])]
            for row in table("instruments.csv") if row["not_represented_en"]]  # fmt: skip
