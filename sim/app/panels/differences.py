"""Results: how each option differs from the baseline, with intervals."""

from __future__ import annotations

from typing import Any

from dash import html

from sim.app.parts import interval, table
from sim.app.words import say
from sim.base.indicators import INDICATOR
from sim.compare.figures import Compared
from sim.compare.findings import Findings
from sim.report.compare.labels import (
    decimals_for,
    indicator_label,
    shown_names,
    shown_of,
    signed,
    span,
)
from sim.report.compare.words import say as say_compared
from sim.report.words import Language


def section(findings: Findings, names: dict[str, str], language: Language) -> list[Any]:
    """A row per indicator, a column per option."""
    shown = shown_names(one.scenario for one in findings.comparison.ensembles)
    others = list(names)[1:]
    found = {name: shown_of([row for row in findings.differences if row.scenario == name], shown)
             for name in others}  # fmt: skip
    headers = [say_compared("indicator", language), say_compared("period", language),
               say("baseline_median", language), *(names[name] for name in others)]  # fmt: skip
    body = [_row(list(line), language) for line in zip(*found.values(), strict=True)]
    caption = say("differences_caption", language, pairs=len(findings.comparison.first.records))
    return [
        table(caption, headers, body, [2, *range(3, 3 + len(others))], wide=True),
        html.P(say("differences_note", language), className="hint"),
        html.P(say_compared("prior_driven", language), className="hint"),
    ]  # fmt: skip


def _row(line: list[Compared], language: Language) -> list[Any]:
    first = line[0]
    apart = [row.difference for row in line]
    ends = [abs(end) for one in apart for end in (one.low, one.high, one.mean) if end is not None]
    reference = f"{first.reference:,.{INDICATOR[first.indicator].decimals}f}"
    return [indicator_label(first.indicator, language), first.period, reference,
            *(_cell(row, max(ends, default=0.0)) for row in line)]  # fmt: skip


def _cell(row: Compared, most: float) -> list[Any]:
    found = row.difference
    decimals = decimals_for(found, INDICATOR[row.indicator].decimals)
    text = signed(found.mean, decimals) or "0"
    parts: list[Any] = [html.Strong(f"{text}*" if found.sure else text)]
    if found.low is not None and found.high is not None:
        parts += [html.Div(span(found.low, found.high, decimals), className="small"),
                  interval(found.low, found.mean, found.high, most, found.sure)]  # fmt: skip
    return parts
