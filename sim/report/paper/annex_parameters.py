"""The annex of parameters: values, what the runs drew, standing, source."""

from __future__ import annotations

from collections import Counter

import numpy as np

from sim.base.declare import STANDINGS
from sim.base.parameters import Parameter, parameters
from sim.report.paper import cells
from sim.report.paper.blocks import Cell, Column, Paragraph, Section, Table
from sim.report.paper.uncertainty import fitted
from sim.report.paper.view import View
from sim.report.words import standing

NOT_OF_PARAMETERS = {"seed", "member", "population_seed", "run_seed"}


def parameters_section(view: View) -> Section:
    """How many parameters stand on what."""
    count = Counter(item.standing for item in parameters().values())
    said = view.listed(
        view.say("standing_count", standing=standing(one, view.language), n=count[one])
        for one in STANDINGS if count[one]
    )  # fmt: skip
    return Section(view.say("parameters"), [
        Paragraph(view.say("parameters_plain", n=len(parameters()), standings=said)),
        Paragraph(view.say("standings_are")),
    ])  # fmt: skip


def parameters_annex(view: View) -> Section:
    """Every parameter."""
    drawn = _drawn(view)
    fit = fitted() if view.stored.first.origin.draws == "posterior" else None
    told = {row["parameter"] for row in fit.rows("parameters", disciplined=1)} if fit else set()
    columns = [
        Column(view.say("parameter"), "label", 2.3), Column(view.say("code_name"), "text", 2.2),
        Column(view.say("unit_column"), "text", 1.3), Column(view.say("central"), weight=0.9),
        Column(view.say("bounds"), weight=1.5, parts=(view.say("low"), view.say("high"))),
        Column(view.say("used"), weight=1.5, parts=(view.say("low"), view.say("high"))),
        Column(view.say("disciplined"), "word", 0.9), Column(view.say("standing"), "word", 1.0),
        Column(view.say("source"), "text", 4.0),
    ]  # fmt: skip
    rows = [_row(item, drawn.get(item.name), item.name in told, view)
            for item in parameters().values()]  # fmt: skip
    table = Table("parameters", view.say("parameter_caption"), columns, rows, "parameters",
                  view.say("parameter_note"), wide=True)  # fmt: skip
    return Section(view.say("parameter_table"), [table], annex=True)


def _drawn(view: View) -> dict[str, tuple[float, float]]:
    """The range of what the runs drew of each parameter."""
    rows = view.stored.tables["members"]
    names = [name for name in rows[0] if name not in NOT_OF_PARAMETERS] if rows else []
    found = {}
    for name in names:
        low, high = np.quantile([row[name] for row in rows], [0.05, 0.95])
        found[name] = (float(low), float(high))
    return found


def _row(
    item: Parameter, drawn: tuple[float, float] | None, told: bool, view: View
) -> list[Cell]:
    low, high = drawn or (None, None)
    return [
        cells.text(view.pick(item)), cells.text(item.name), cells.text(view.unit(item.unit)),
        cells.value_cell(item.value), cells.values_cell(item.low, item.high, view.language),
        cells.values_cell(low, high, view.language), cells.text(view.say("yes" if told else "no")),
        cells.text(standing(item.standing, view.language)), cells.text(item.source),
    ]  # fmt: skip
