"""Results: what the measures cost, and what a result costs."""

from __future__ import annotations

from typing import Any

from dash import html

from sim.app.parts import table
from sim.app.words import say
from sim.compare.findings import Findings
from sim.compare.targets import targets
from sim.compare.twins import COST, UPGRADES, VALUE_ADDED, Effect, effects, point_worth
from sim.report.compare.labels import signed, span
from sim.report.compare.twins_view import price
from sim.report.compare.words import say as say_compared
from sim.report.costs import CostRow, cost_rows
from sim.report.words import Language, word

FLOWS = ("committed", "paid", "clawed_back", "forgone", "received")


def section(findings: Findings, names: dict[str, str], language: Language) -> list[Any]:
    """Cost per result first, then the ledger of each scenario."""
    baseline = findings.comparison.first
    found = {one.scenario.name: effects("", one, baseline) for one in findings.comparison.others}
    return [
        _results(found, names, language), _points(found, names, language),
        html.P(say("cost_note", language), className="hint"),
        *(_ledger(cost_rows(one), names[one.scenario.name], language)
          for one in findings.comparison.ensembles),
    ]  # fmt: skip


def _results(
    found: dict[str, list[Effect]], names: dict[str, str], language: Language
) -> html.Div:
    keys = ("net_cost", "upgrades", "value_added", "per_upgrade", "per_value_added")
    headers = [word("scenario", language), *(say_compared(key, language) for key in keys)]
    body = []
    for name, rows in found.items():
        mine = {row.figure: row for row in rows if not row.target}
        body.append([
            names[name], _amount(mine[COST], 2), _amount(mine[UPGRADES], 1),
            _amount(mine[VALUE_ADDED], 2), price(mine[UPGRADES], 10_000.0, 0, language),
            price(mine[VALUE_ADDED], 1.0, 3, language),
        ])  # fmt: skip
    return table(say("cost_caption", language), headers, body, range(1, 6), wide=True)


def _amount(row: Effect, decimals: int) -> list[Any]:
    found = row.difference
    text = signed(found.mean, decimals) or "0"
    return [html.Strong(f"{text}*" if found.sure else text),
            html.Div(span(found.low, found.high, decimals), className="small")]  # fmt: skip


def _points(
    found: dict[str, list[Effect]], names: dict[str, str], language: Language
) -> html.Div:
    """Binding targets that an option moves for sure, and what a point of them costs."""
    known = {one.name: one for one in targets() if one.binding == "yes"}
    keys = ("target", "points", "chance", "per_point")
    body = []
    for name, rows in found.items():
        for row in rows:
            if row.target and row.figure in known and row.difference.sure:
                target = known[row.figure]
                points = row.difference.mean * point_worth(target)
                way = 1.0 if target.at_least else -1.0
                body.append([
                    names[name], target.label(language), signed(points, 2),
                    f"{signed(100.0 * (row.chance or 0.0), 0) or '0'}%",
                    price(row, 1.0, 2, language, way),
                ])  # fmt: skip
    headers = [word("scenario", language), *(say_compared(key, language) for key in keys)]
    return table(say("points_caption", language), headers, body, (2, 3, 4), wide=True)


def _ledger(rows: list[CostRow], name: str, language: Language) -> html.Div:
    headers = [word("instrument", language), *(word(flow, language) for flow in FLOWS)]
    body = [[row.zh if language == "zh" else row.en,
             *(_money(row.amounts.get(flow)) for flow in FLOWS)] for row in rows]  # fmt: skip
    return table(f"{name}: {word('cost_title', language)}", headers, body, range(1, 6))


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
