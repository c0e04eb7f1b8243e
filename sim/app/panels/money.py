"""Results: what the measures cost, and what a result costs."""

from __future__ import annotations

from typing import Any

from dash import html

from sim.app.parts import table
from sim.app.words import say
from sim.compare.findings import Findings
from sim.report.compare.labels import indicator_label
from sim.report.costs import CostRow, cost_rows
from sim.report.paper import cells
from sim.report.paper.prices import Price, prices_between
from sim.report.paper.words import say as say_in_report
from sim.report.words import Language, named, word
from sim.scenario.ensemble import Ensemble

FLOWS = ("committed", "paid", "clawed_back", "forgone", "received")


def section(findings: Findings, names: dict[str, str], language: Language) -> list[Any]:
    """Cost per result first, then the ledger of each scenario."""
    comparison = findings.comparison
    return [
        *(_results(comparison.first, one, names[one.scenario.name], language)
          for one in comparison.others),
        html.P(say("cost_note", language), className="hint"),
        *(_ledger(cost_rows(one), names[one.scenario.name], language)
          for one in comparison.ensembles),
    ]  # fmt: skip


def _results(first: Ensemble, other: Ensemble, name: str, language: Language) -> html.Div:
    """What an option adds to each result, what more it costs, and what a unit costs."""
    headers = [say(key, language) for key in ("result", "added", "net_cost", "per_unit")]
    rows = [[indicator_label(one.figure, language), *_cells(one, language)]
            for one in prices_between(first, other)]  # fmt: skip
    return table(f"{name}: {say('cost_caption', language)}", headers, rows, (1, 2), wide=True)


def _cells(row: Price, language: Language) -> list[Any]:
    found, cost = row.effect, row.cost
    decimals = cells.enough(cells.decimals_of(row.figure), [found.mean, found.low, found.high])
    return [
        [html.Strong(_marked(cells.plain(found.mean, decimals, sign=True), found.sure)),
         html.Div(cells.numbers(found.low, found.high, decimals, language, sign=True).text,
                  className="small")],
        [html.Strong(_marked(cells.plain(cost.mean, 1, sign=True), cost.sure)),
         html.Div(cells.numbers(cost.low, cost.high, 1, language, sign=True).text,
                  className="small")],
        price_text(row, language),
    ]  # fmt: skip


def _marked(text: str, sure: bool) -> str:
    return f"{text}*" if sure else text


def price_text(row: Price, language: Language) -> str:
    """What a unit of a result costs, in the words of the report; never more than can be told."""
    decimals = cells.enough(2, [row.price.value])
    return say_in_report(
        f"cost_{row.told}", language, value=cells.plain(row.price.value, decimals),
        range=cells.numbers(row.price.low, row.price.high, decimals, language).text,
    )  # fmt: skip


def _ledger(rows: list[CostRow], name: str, language: Language) -> html.Div:
    headers = [word("instrument", language), *(word(flow, language) for flow in FLOWS)]
    body = [[named(row, language),
             *(_money(row.amounts.get(flow)) for flow in FLOWS)] for row in rows]  # fmt: skip
    return table(f"{name}: {word('cost_title', language)}", headers, body, range(1, 6))


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
