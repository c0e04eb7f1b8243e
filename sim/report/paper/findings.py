"""The main findings in sentences, and the tables of differences that they rest on."""

from __future__ import annotations

from sim.compare.audit import BINDING, FullAudit
from sim.compare.targets import PLAN, wilson
from sim.compare.targets import told as verdict
from sim.report.paper import cells
from sim.report.paper.blocks import Block, Column, Heading, Paragraph, Points, Section, Table
from sim.report.paper.prices import price_sentences
from sim.report.paper.sentences import sentence, told
from sim.report.paper.view import IN_SENTENCES, View

CONCLUSIONS = {
    "higher": "is_higher", "lower": "is_lower", "equal": "is_equal", "not_apart": "is_not_apart",
    "one_pair": "is_one_pair",
}  # fmt: skip


def findings_section(view: View) -> Section:
    """Sentences from the numbers, then the differences."""
    blocks: list[Block] = [Paragraph(view.say("findings_plain")), Heading(view.say("on_targets"))]
    for name in view.titles:
        blocks.append(Paragraph(target_sentences(view, name)))
    blocks.append(Heading(view.say("on_differences")))
    for name in view.others:
        blocks += _difference_sentences(view, name)
    blocks += [_difference_table(view, name) for name in view.others]
    blocks += [Heading(view.say("on_money")), Points(_money_sentences(view))]
    return Section(view.say("findings"), blocks)


def audited(view: View, scenario: str) -> list[FullAudit]:
    """The plan's targets that the runs of a scenario show."""
    return [row for row in view.stored.audits if row.scenario == scenario
            and row.plain.target.group == PLAN and row.plain.probability is not None]  # fmt: skip


def verdict_of(row: FullAudit) -> str:
    """Met, missed or not told."""
    return row.plain.verdict


def met_without_policy(row: FullAudit, runs: int) -> bool:
    """Whether the runs without any measure allow to call the target met as well."""
    share = row.plain.without_policy
    return share is not None and verdict(*wilson(round(share * runs), runs)) == "met"


def target_sentences(view: View, scenario: str) -> str:
    """How many targets are met, missed or not told, and which."""
    rows = audited(view, scenario)
    by = {key: [row for row in rows if verdict_of(row) == key]
          for key in ("met", "missed", "not_told")}  # fmt: skip
    names = {key: view.listed(row.plain.target.label(view.language) for row in mine)
             for key, mine in by.items()}  # fmt: skip
    said = [view.say("tally", scenario=view.titles[scenario], all=len(rows),
                     **{key: len(mine) for key, mine in by.items()})]  # fmt: skip
    if by["met"]:
        said.append(view.say("tally_met", names=names["met"]))
    if by["missed"]:
        said.append(view.say("tally_missed", names=names["missed"]))
    bare = [row.plain.target.label(view.language) for row in by["met"]
            if met_without_policy(row, view.stored.runs)]  # fmt: skip
    if bare and any(one.scenario.measures for one in view.stored.ensembles
                    if one.scenario.name == scenario):  # fmt: skip
        said.append(view.say("tally_bare", n=len(bare), names=view.listed(bare)))
    for row in view.stored.joint:
        if row.scenario == scenario and row.chosen == BINDING:
            ends = cells.shares(row.low, row.high, view.language).text
            said.append(view.say("tally_joint", n=len(row.names), range=ends,
                                 share=cells.percent(row.probability)))  # fmt: skip
    return ("" if view.language == "zh" else " ").join(said)


def _difference_sentences(view: View, scenario: str) -> list[Block]:
    rows = view.shown(scenario, IN_SENTENCES)
    stop = view.say("full_stop")
    apart = [row for row in rows if told(row.difference) != "not_apart"]
    rest = [view.indicator(row.indicator) for row in rows if row not in apart]
    said = [sentence(row, view.indicator(row.indicator), view.language) + stop for row in apart]
    if rest:
        said.append(view.say("all_not_apart", names=view.listed(rest),
                             table="{table:differences_" + scenario + "}"))  # fmt: skip
    opening = view.say("difference_of", scenario=view.titles[scenario])
    return [Paragraph(opening + ("：" if view.language == "zh" else ":")), Points(said)]


def _difference_table(view: View, scenario: str) -> Table:
    ends = (view.say("low"), view.say("high"))
    columns = [
        Column(view.say("figure_column"), "label", 2.4), Column(view.say("period"), "word", 1.2),
        Column(view.say("unit_column"), "word", 1.2), Column(view.say("reference"), weight=1.2),
        Column(view.say("mean"), weight=1.2), Column(view.say("interval"), weight=2.0, parts=ends),
        Column(view.say("range"), weight=2.0, parts=ends), Column(view.say("told"), "word", 1.2),
    ]  # fmt: skip
    rows = []
    for row in view.shown(scenario):
        found, declared = row.difference, cells.decimals_of(row.indicator)
        decimals = cells.enough(declared, [found.low, found.high, found.mean])
        rows.append([
            cells.text(view.indicator(row.indicator)), cells.text(row.period),
            cells.text(view.unit(row.unit)), cells.number(row.reference, declared),
            cells.number(found.mean, decimals, sign=True),
            cells.numbers(found.low, found.high, decimals, view.language, sign=True),
            cells.numbers(found.five, found.ninety_five, decimals, view.language, sign=True),
            cells.text(view.say(CONCLUSIONS[told(found)])),
        ])  # fmt: skip
    caption = view.say("differences_caption", scenario=view.titles[scenario], first=view.first)
    return Table(f"differences_{scenario}", caption, columns, rows, "differences",
                 view.say("differences_note"),
                 key=(view.say("scenario"), view.titles[scenario]))  # fmt: skip


def _money_sentences(view: View) -> list[str]:
    said = [
        view.say("anyway", scenario=view.titles[row.scenario], share=cells.percent(row.share),
                 range=cells.shares(row.five, row.ninety_five, view.language).text)
        for row in view.stored.projects if row.kind == "anyway"
    ]  # fmt: skip
    return [*price_sentences(view), *said]
