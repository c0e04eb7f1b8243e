"""The annex of who wins and who loses, by district, size, sector and grade."""

from __future__ import annotations

from sim.compare.winners import Winner
from sim.report.compare.console import SHOWN_DIMENSIONS
from sim.report.compare.labels import IN_100M, SHOWN_OF_GROUPS, group_label
from sim.report.compare.words import say as say_of_comparisons
from sim.report.paper import cells
from sim.report.paper.blocks import Block, Cell, Column, Paragraph, Section, Table
from sim.report.paper.sentences import told
from sim.report.paper.view import View

SURE = "*"


def groups_annex(view: View) -> Section:
    """A table for each scenario but the first."""
    blocks: list[Block] = [Paragraph(view.say("gains_plain", first=view.first))]
    blocks += [_table(view, name) for name in view.others]
    return Section(view.say("gains"), blocks, annex=True)


def _table(view: View, scenario: str) -> Table:
    parts = (view.say("mean"), view.say("low"), view.say("high"))
    columns = [
        Column(view.say("by"), "word", 1.3), Column(view.say("group"), "label", 1.7),
        *(Column(say_of_comparisons(figure, view.language), weight=2.6, parts=parts)
          for figure in SHOWN_OF_GROUPS),
    ]  # fmt: skip
    by_group: dict[tuple[str, str], dict[str, Winner]] = {}
    for row in view.stored.winners:
        if (row.scenario == scenario and row.register == "above_scale"
                and row.dimension in SHOWN_DIMENSIONS):  # fmt: skip
            by_group.setdefault((row.dimension, row.group), {})[row.figure] = row
    rows = [
        [cells.text(say_of_comparisons(dimension, view.language)),
         cells.text(group_label(dimension, group, view.language)),
         *(_cell(own[figure], view) for figure in SHOWN_OF_GROUPS)]
        for (dimension, group), own in by_group.items()
    ]  # fmt: skip
    caption = view.say("gains_caption", scenario=view.titles[scenario], first=view.first)
    return Table(f"groups_{scenario}", caption, columns, rows, "groups", wide=True,
                 key=(view.say("scenario"), view.titles[scenario]))  # fmt: skip


def _cell(row: Winner, view: View) -> Cell:
    scale, found = IN_100M.get(row.figure, 1.0), row.difference
    decimals = 1 if row.figure in ("firms", "output") else 0
    mean, low, high = (None if value is None else value * scale
                       for value in (found.mean, found.low, found.high))  # fmt: skip
    shown = cells.plain(mean, decimals, sign=True)
    if told(found) in ("higher", "lower"):
        shown += SURE
    ends = cells.numbers(low, high, decimals, view.language, sign=True)
    return Cell(view.say("with_unit", label=shown, unit=ends.text), (mean, low, high), ends.form)
