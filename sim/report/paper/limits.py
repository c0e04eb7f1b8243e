"""What the model can't represent: of the scenarios, of the targets, of the plan's measures."""

from __future__ import annotations

from sim.base.resources import table
from sim.compare.targets import PLAN, targets
from sim.report.paper.blocks import Block, Heading, Points, Section
from sim.report.paper.view import View


def limits_section(view: View) -> Section:
    """Three lists; nothing is left out silently."""
    blocks: list[Block] = []
    for key, items in (("limits_scenarios", _of_scenarios(view)),
                       ("limits_targets", _of_targets(view)),
                       ("limits_measures", _of_measures(view))):  # fmt: skip
        if items:
            blocks += [Heading(view.say(key)), Points(items)]
    return Section(view.say("limits"), blocks)


def _of_scenarios(view: View) -> list[str]:
    return [
        view.say("limit_of", name=view.titles[one.scenario.name], text=view.pick(item))
        for one in view.stored.ensembles for item in one.scenario.not_represented
    ]  # fmt: skip


def _of_targets(view: View) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for target in targets():
        if target.group == PLAN and not target.represented:
            reason = target.reason_zh if view.language == "zh" else target.reason_en
            by_reason.setdefault(reason, []).append(target.label(view.language))
    return [view.say("limit_targets", reason=reason, n=len(names), names=view.listed(names))
            for reason, names in by_reason.items()]  # fmt: skip


def _of_measures(view: View) -> list[str]:
    return [
        view.say("limit_of", name=f"{row['number']} {row[view.language]}",
                 text=row[f"not_represented_{view.language}"])
        for row in table("instruments.csv") if row["not_represented_en"]
    ]  # fmt: skip
