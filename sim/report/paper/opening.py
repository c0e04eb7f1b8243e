"""The question, and what was compared."""

from __future__ import annotations

from sim.policy.registry import instruments
from sim.report.notes import warnings
from sim.report.paper import cells
from sim.report.paper.blocks import Block, Cell, Column, Paragraph, Points, Section, Table
from sim.report.paper.view import View
from sim.scenario.load import Scenario


def question_section(view: View) -> Section:
    """The question of the report and of each scenario."""
    asked = [
        view.say("question_of", name=view.titles[one.scenario.name],
                 question=view.pick(one.scenario.question))
        for one in view.stored.ensembles if one.scenario.question is not None
    ]  # fmt: skip
    blocks: list[Block] = [
        Paragraph(view.say("question_plain", count=len(view.stored.ensembles))), Points(asked),
    ]  # fmt: skip
    blocks += [Paragraph(view.say("beware", text=line), "warning")
               for line in warnings(view.stored.first, view.language)]  # fmt: skip
    if view.stored.first.firms < 1.0:
        share = cells.percent(view.stored.first.firms)
        blocks.append(Paragraph(view.say("city_thinned", share=share), "warning"))
    return Section(view.say("question"), blocks)


def compared_section(view: View) -> Section:
    """The scenarios and their instruments."""
    plain = view.say("compared_plain", first=view.first, runs=view.stored.runs,
                     table="{table:instruments}")  # fmt: skip
    blocks: list[Block] = [Paragraph(plain)]
    if view.stored.first.firms >= 1.0:
        blocks.append(Paragraph(view.say("city_whole")))
    blocks.append(_instruments(view))
    return Section(view.say("compared"), blocks)


def _instruments(view: View) -> Table:
    scenarios = [one.scenario for one in view.stored.ensembles]
    used = {one.name for scenario in scenarios for one in scenario.measures}
    columns = [Column(view.say("instrument"), "label", 1.6),
               *(Column(title, "word", 1.0) for title in view.titles.values())]  # fmt: skip
    rows = [[cells.text(view.pick(instruments()[name])),
             *(_presence(scenario, scenarios[0], name, view) for scenario in scenarios)]
            for name in sorted(used)]  # fmt: skip
    if any(one.resolved["macro"] or one.changes for one in scenarios):
        rows.append([cells.text(view.say("surroundings")),
                     *(_setting(one, scenarios[0], view) for one in scenarios)])  # fmt: skip
    return Table("instruments", view.say("instruments_caption"), columns, rows,
                 "instruments", view.say("instruments_note", first=view.first))  # fmt: skip


def _presence(scenario: Scenario, first: Scenario, name: str, view: View) -> Cell:
    own, theirs = (one.resolved["instruments"].get(name) for one in (scenario, first))
    return cells.text(view.say(_word(own, theirs, is_first=scenario is first)))


def _setting(scenario: Scenario, first: Scenario, view: View) -> Cell:
    own, theirs = ({**one.resolved["macro"], **one.changes} for one in (scenario, first))
    return cells.text(view.say(_word(own, theirs, is_first=scenario is first)))


def _word(own: object, theirs: object, *, is_first: bool) -> str:
    if not own:
        return "absent"
    if is_first or not theirs:
        return "in_force"
    return "same" if own == theirs else "otherwise"
