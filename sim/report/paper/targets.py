"""The table of targets of each scenario, and targets that do not go together."""

from __future__ import annotations

from typing import Any

from sim.base.indicators import INDICATOR
from sim.compare.audit import FullAudit
from sim.report.paper import cells
from sim.report.paper.blocks import Block, Cell, Column, Paragraph, Points, Section, Table
from sim.report.paper.findings import audited, verdict_of
from sim.report.paper.view import View

REMARKS = {"dose": "remark_dose", "below_base": "remark_below_base",
           "contradictory": "remark_contradictory"}  # fmt: skip


def targets_section(view: View) -> Section:
    """How targets are judged, a table for each scenario, and conflicts among the targets."""
    blocks: list[Block] = [Paragraph(view.say("targets_plain"))]
    found = [row[view.language] for row in view.stored.tables["conflicts"]]
    if found:
        blocks += [Paragraph(view.say("conflicts")), Points(found)]
    blocks += [_target_table(view, name) for name in view.titles]
    for name in view.titles:
        if later := _later_rows(view, name):
            blocks.append(_later_table(view, name, later))
    return Section(view.say("targets"), blocks)


def _target_table(view: View, scenario: str) -> Table:
    ends = (view.say("low"), view.say("high"))
    columns = [
        Column(view.say("target"), "label", 3.0), Column(view.say("unit_column"), "word", 1.25),
        Column(view.say("base"), weight=1.1), Column(view.say("aim"), weight=1.1),
        Column(view.say("median"), weight=1.1),
        Column(view.say("range"), weight=1.9, parts=ends),
        Column(view.say("probability"), weight=1.1),
        Column(view.say("interval"), weight=1.6, parts=ends),
        Column(view.say("verdict"), "word", 1.3), Column(view.say("bare"), weight=1.1),
        Column(view.say("remark"), "text", 1.9),
    ]  # fmt: skip
    return Table(
        f"targets_{scenario}", view.say("targets_caption", scenario=view.titles[scenario]),
        columns, [_target_row(view, row) for row in audited(view, scenario)], "targets",
        view.say("targets_note"), wide=True, key=(view.say("scenario"), view.titles[scenario]),
    )  # fmt: skip


def _target_row(view: View, row: FullAudit) -> list[Cell]:
    plain, target = row.plain, row.plain.target
    item = INDICATOR.get(target.indicator)
    decimals = item.decimals if item else 1
    return [
        cells.text(target.label(view.language)), cells.text(view.unit(target.unit)),
        _as_printed(target.base), _aim(target.aim), cells.number(plain.median, decimals),
        cells.numbers(plain.five, plain.ninety_five, decimals, view.language),
        cells.share(plain.probability), cells.shares(plain.low, plain.high, view.language),
        cells.text(view.say(verdict_of(row))), cells.share(plain.without_policy),
        cells.text(_remark(view, row)),
    ]  # fmt: skip


def _as_printed(base: str) -> Cell:
    """A base as the documents print it: a number where it is one."""
    try:
        value = float(base)
    except ValueError:
        return cells.text(base or cells.NOTHING)
    return Cell(f"{value:,g}" if abs(value) < 1e6 else f"{value:,.0f}", (value,), "General")


def _aim(aim: float | None) -> Cell:
    return Cell(cells.NOTHING if aim is None else f"{aim:,.10g}", (aim,), "#,##0.###")


def _remark(view: View, row: FullAudit) -> str:
    target, notes = row.plain.target, []
    if target.imposed:
        notes.append(view.say("remark_imposed"))
    quota = _quota(view, row)
    if quota is not None and quota["quota_carried_out"] < quota["quota"] * (1.0 - 1e-9):
        notes.append(view.say("remark_quota", asked=cells.plain(quota["quota"], 0),
                              done=cells.plain(quota["quota_carried_out"], 0)))  # fmt: skip
    elif target.binding in REMARKS:
        notes.append(view.say(REMARKS[target.binding]))
    return view.listed(notes)


def _quota(view: View, row: FullAudit) -> dict[str, Any] | None:
    """The stored row of a target that a quota of the scenario stands behind."""
    return next((one for one in view.stored.tables["targets"] if one["scenario"] == row.scenario
                 and one["target"] == row.plain.target.name and one["quota"] is not None),
                None)  # fmt: skip


def _later_rows(view: View, scenario: str) -> list[dict[str, Any]]:
    return [row for row in view.stored.tables["targets"]
            if row["scenario"] == scenario and row["end_year"] is not None]  # fmt: skip


def _later_table(view: View, scenario: str, rows: list[dict[str, Any]]) -> Table:
    ends = (view.say("low"), view.say("high"))
    year = {row.plain.target.name: row.plain.target.last_year for row in view.stored.audits}
    columns = [
        Column(view.say("target"), "label", 2.4), Column(view.say("unit_column"), "word", 1.0),
        Column(view.say("target_year"), weight=0.8), Column(view.say("aim"), weight=1.0),
        Column(view.say("stands_at"), weight=1.2),
        Column(view.say("range"), weight=1.8, parts=ends),
        Column(view.say("needed"), weight=1.4, unit="%"),
        Column(view.say("grown"), weight=1.4, unit="%"),
    ]  # fmt: skip
    lines = [[
        cells.text(row[view.language]), cells.text(view.unit(row["unit"])),
        Cell(str(year[row["target"]]), (year[row["target"]],), "0"), _aim(row["aim"]),
        cells.number(row["end_median"], 0),
        cells.numbers(row["end_five_percent"], row["end_ninety_five_percent"], 0, view.language),
        cells.number(row["growth_needed"], 1), cells.number(row["growth_simulated"], 1),
    ] for row in rows]  # fmt: skip
    return Table(f"later_{scenario}", view.say("later_caption", scenario=view.titles[scenario]),
                 columns, lines, "later_targets",
                 key=(view.say("scenario"), view.titles[scenario]))  # fmt: skip
