"""Causes of upgrading and of leaving, by grade and by place: the tables."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from sim.base.levers import GRADES
from sim.base.state import Array
from sim.park.atlas import places
from sim.report.appraisal.labels import place_label
from sim.report.appraisal.words import say
from sim.report.console import plain_table
from sim.report.words import Language, named
from sim.scenario.causes import EXIT_CAUSES, UPGRADE_CAUSES, Causes


def cause_tables(screen: Console, found: Causes, language: Language) -> list[Table]:
    """Upgrading by grade and by place, then leaving by grade and by place."""
    homes = [place_label(place.name, language) for place in places()]
    scenario = named(found.scenario.title, language)
    tables = []
    for key, causes, counts in (("upgrades_title", UPGRADE_CAUSES, found.upgrades),
                                ("exits_title", EXIT_CAUSES, found.exits)):  # fmt: skip
        for by, rows, table in (("by_grade", list(GRADES), counts.sum(axis=2)),
                                ("by_place", homes, counts.sum(axis=1))):  # fmt: skip
            heading = say(key, language, year=found.year, scenario=scenario, by=say(by, language))
            heads = [say(by, language), *(say(f"cause_{cause}", language) for cause in causes),
                     say("total", language)]  # fmt: skip
            tables.append(_count_table(plain_table(screen, heading, heads,
                                                   set(range(1, len(heads)))),
                                       rows, table, language))  # fmt: skip
    return tables


def _count_table(table: Table, rows: list[str], counts: Array, language: Language) -> Table:
    """Counts by cause (first axis) and row; rows without a firm are left out."""
    table.columns[0].no_wrap = True
    for k, label in enumerate(rows):
        if counts[:, k].any():
            table.add_row(label, *_cells(counts[:, k]))
    table.add_section()
    table.add_row(say("total", language), *_cells(counts.sum(axis=1)))
    return table


def _cells(numbers: Array) -> list[str]:
    return [f"{number:,.0f}" for number in (*numbers, numbers.sum())]


def causes_note(found: Causes, language: Language) -> str:
    """That the counts add up to the indicators, and what the causes mean."""
    figures = found.indicators
    left = sum(figures[name] for name in ("firms_left_market", "firms_cleared", "firms_bought_out"))
    return say("causes_note", language, upgrades=f"{figures['upgrades']:,.0f}",
               firms=f"{figures['above_scale_firms']:,.0f}", left=f"{left:,.0f}")  # fmt: skip
