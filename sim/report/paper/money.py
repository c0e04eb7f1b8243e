"""Public money: who pays whom under each instrument, and what would have come anyway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR, YUAN_100M
from sim.compare.figures import over_plan
from sim.compare.twins import COST, UPGRADES, VALUE_ADDED, Effect
from sim.policy.registry import instruments
from sim.report.compare.twins_view import instrument_label
from sim.report.compare.words import say as say_of_comparisons
from sim.report.paper import cells
from sim.report.paper.blocks import Block, Cell, Column, Paragraph, Section, Table
from sim.report.paper.prices import price_table
from sim.report.paper.view import View
from sim.report.words import word
from sim.scenario.ensemble import Ensemble

FLOWS = ("committed", "paid", "forgone", "received", "clawed_back")


def money_section(view: View) -> Section:
    """Ledgers, projects that would have come anyway, cost per result, twins if asked for."""
    blocks: list[Block] = [Paragraph(view.say("money_plain"))]
    blocks += [_ledger(view, one) for one in view.stored.ensembles]
    blocks += [price_table(view, name) for name in view.others]
    if view.stored.projects:
        blocks.append(_projects(view))
    if view.stored.twins:
        blocks.append(Paragraph(view.say("twins_plain")))
        blocks += [_twins(view, name) for name in view.titles
                   if any(row.scenario == name for row in view.stored.twins)]  # fmt: skip
    return Section(view.say("money"), blocks)


def flows(ensemble: Ensemble) -> dict[tuple[str, str], Array]:
    """Five-year sums by instrument and flow, 100m yuan; one entry per run."""
    found: dict[tuple[str, str], Array] = defaultdict(lambda: np.zeros(len(ensemble.records)))
    for k, record in enumerate(ensemble.records):
        for row in record.ledger:
            if row.year > LAST_PUBLISHED_YEAR:
                found[row.instrument, row.flow][k] += row.amount / YUAN_100M
    return found


def _ledger(view: View, ensemble: Ensemble) -> Table:
    ends = (view.say("low"), view.say("high"))
    money = view.unit("100m yuan")
    columns = [
        Column(view.say("instrument"), "label", 2.0), Column(view.say("flow"), "word", 0.9),
        Column(view.say("payer"), "text", 2.0),
        Column(view.say("sum_median"), weight=1.5, unit=money),
        Column(view.say("range"), weight=1.6, unit=money, parts=ends),
    ]  # fmt: skip
    rows = [[
        cells.text(_owner(name, view)), cells.text(word(flow, view.language)),
        cells.text(view.say(f"pays_{flow}")), *_spread(sums, view),
    ] for (name, flow), sums in _by_instrument(flows(ensemble)) if np.any(sums != 0.0)]  # fmt: skip
    rows.append([cells.text(view.say("net")), cells.text(cells.NOTHING),
                 cells.text(view.say("net_payer")), *_spread(over_plan(ensemble, COST), view)])
    title = view.titles[ensemble.scenario.name]
    return Table(f"ledger_{ensemble.scenario.name}", view.say("ledger_caption", scenario=title),
                 columns, rows, "ledger", view.say("ledger_note"),
                 key=(view.say("scenario"), title))  # fmt: skip


def _by_instrument(
    found: dict[tuple[str, str], Array]
) -> Iterator[tuple[tuple[str, str], Array]]:
    for name in sorted({name for name, _ in found}):
        yield from (((name, flow), found[name, flow]) for flow in FLOWS if (name, flow) in found)


def _owner(name: str, view: View) -> str:
    return view.pick(instruments()[name]) if name in instruments() else word(name, view.language)


def _spread(sums: Array, view: View) -> tuple[Cell, Cell]:
    five, median, ninety_five = (float(x) for x in np.quantile(sums, [0.05, 0.5, 0.95]))
    return cells.number(median, 2), cells.numbers(five, ninety_five, 2, view.language)


def _projects(view: View) -> Table:
    ends = (view.say("low"), view.say("high"))
    columns = [
        Column(view.say("scenario"), "label", 2.0), Column(view.say("kind"), "text", 1.8),
        Column(view.say("projects"), weight=1.1, unit=view.unit("projects")),
        Column(view.say("subsidy"), weight=1.2, unit=view.unit("100m yuan")),
        Column(view.say("share"), weight=1.0), Column(view.say("range"), weight=1.4, parts=ends),
    ]  # fmt: skip
    rows = [[
        cells.text(view.titles[row.scenario]),
        cells.text(say_of_comparisons(row.kind, view.language)),
        cells.number(row.projects, 0), cells.number(row.subsidy / YUAN_100M, 2),
        cells.share(row.share), cells.shares(row.five, row.ninety_five, view.language),
    ] for row in view.stored.projects]  # fmt: skip
    return Table("projects", view.say("projects_caption"), columns, rows, "projects",
                 view.say("projects_note"))  # fmt: skip


def _twins(view: View, scenario: str) -> Table:
    ends, money = (view.say("low"), view.say("high")), view.unit("100m yuan")
    shown = ((COST, money, 2), (UPGRADES, view.unit("projects"), 1), (VALUE_ADDED, money, 2))
    columns = [Column(view.say("instrument"), "label", 1.8)]
    for name, unit, _ in shown:
        columns += [Column(view.indicator(name), weight=1.1, unit=unit),
                    Column(view.say("interval"), weight=1.5, parts=ends)]  # fmt: skip
    mine = [row for row in view.stored.twins if row.scenario == scenario and not row.target]
    by: dict[str, dict[str, Effect]] = defaultdict(dict)
    for row in mine:
        by[row.instrument][row.figure] = row
    rows = [[cells.text(instrument_label(name, view.language)),
             *(cell for figure, _, decimals in shown
               for cell in _effect(own[figure], decimals, view))]
            for name, own in by.items()]  # fmt: skip
    title = view.titles[scenario]
    return Table(f"twins_{scenario}", view.say("twins_caption", scenario=title), columns, rows,
                 "twins", key=(view.say("scenario"), title))  # fmt: skip


def _effect(row: Effect, decimals: int, view: View) -> tuple[Cell, Cell]:
    found = row.difference
    return (cells.number(found.mean, decimals, sign=True),
            cells.numbers(found.low, found.high, decimals, view.language, sign=True))  # fmt: skip
