"""Results: which targets each option meets."""

from __future__ import annotations

from typing import Any

from dash import html

from sim.app.parts import swatches, table
from sim.app.words import say
from sim.base.indicators import INDICATOR
from sim.compare.audit import FullAudit
from sim.compare.findings import Findings
from sim.compare.later import is_later
from sim.report.compare.console import percent
from sim.report.compare.sentences import conflict_sentence, quota_sentences
from sim.report.compare.words import say as say_compared
from sim.report.words import Language, unit_label, word

# Told apart by sign and word as well; readable for people who see few colours.
VERDICTS = {"met": ("●", "#00684F"), "not_told": ("◐", "#7A5200"), "missed": ("○", "#A33B00")}


def section(findings: Findings, names: dict[str, str], language: Language) -> list[Any]:
    """The target table, what stands beside it, and what the model can't show."""
    rows = by_target(findings.audits)
    known = {name: found[0].plain.target for name, found in rows.items()}
    shown = [rows[name] for name, target in known.items()
             if target.represented and not is_later(target)]  # fmt: skip
    headers = [word("target", language), word("aim", language), *names.values(),
               say("bare", language), word("remark", language)]  # fmt: skip
    body = [_tally(shown, len(names), language), *(_row(found, language) for found in shown)]
    key = [(colour, f"{sign} {say(f'verdict_{name}', language)}")
           for name, (sign, colour) in VERDICTS.items()]  # fmt: skip
    return [
        swatches(key),
        table(say("targets_caption", language), headers, body,
              [1, *range(2, len(names) + 3)], wide=True),
        *_notes(findings, names, language),
        *_not_shown(rows, language),
    ]  # fmt: skip


def _tally(shown: list[list[FullAudit]], scenarios: int, language: Language) -> list[Any]:
    """How many targets each scenario meets, misses, or can't be told about."""
    cells = []
    for k in range(scenarios):
        found: list[str] = [rows[k].plain.verdict for rows in shown]
        cells.append([html.Div(f"{sign} {say(name, language)} {found.count(name)}",
                               style={"color": colour}) for name, (sign, colour) in
                      VERDICTS.items()])  # fmt: skip
    return [html.Strong(say("tally", language, count=len(shown))), "", *cells, "", ""]


def by_target(audits: list[FullAudit]) -> dict[str, list[FullAudit]]:
    """Rows by target, the scenarios in their order."""
    found: dict[str, list[FullAudit]] = {}
    for row in audits:
        found.setdefault(row.plain.target.name, []).append(row)
    return found


def _row(found: list[FullAudit], language: Language) -> list[Any]:
    target = found[0].plain.target
    sign = "≥" if target.at_least else "≤"
    aim = "" if target.aim is None else (
        f"{sign} {target.aim:,g} {unit_label(target.unit, language)}")  # fmt: skip
    bare = found[0].plain.without_policy
    return [target.label(language), aim, *(_cell(row, language) for row in found), percent(bare),
            _remark(found[0], language)]  # fmt: skip


def _cell(row: FullAudit, language: Language) -> Any:
    plain, name = row.plain, row.plain.verdict
    if plain.probability is None:
        return word(plain.reason, language) if plain.reason else ""
    sign, colour = VERDICTS[name]
    item = INDICATOR.get(plain.target.indicator)
    decimals = item.decimals if item else 1
    return [
        html.Span(f"{sign} {say(name, language)} ", style={"color": colour}, className="verdict"),
        html.Strong(percent(plain.probability)),
        html.Div(say("range_and_median", language, low=f"{100.0 * (plain.low or 0.0):.0f}",
                     high=percent(plain.high), median=f"{plain.median:,.{decimals}f}"),
                 className="small"),
    ]  # fmt: skip


def _remark(row: FullAudit, language: Language) -> str:
    target, notes = row.plain.target, []
    if target.imposed:
        notes.append(word("imposed", language))
    if target.binding in ("below_base", "contradictory", "dose"):
        notes.append(word(target.binding, language))
    return "; ".join(notes)


def _notes(findings: Findings, names: dict[str, str], language: Language) -> list[Any]:
    lines = quota_sentences(findings, names, language)
    lines += [conflict_sentence(one, language) for one in findings.conflicts]
    return [html.Details([
        html.Summary(say_compared("conflicts_title", language)),
        html.Ul([html.Li(line) for line in lines]),
    ])] if lines else []  # fmt: skip


def _not_shown(rows: dict[str, list[FullAudit]], language: Language) -> list[Any]:
    missing = [found[0].plain.target for found in rows.values()
               if not found[0].plain.target.represented]  # fmt: skip
    items = [html.Li([html.Strong(one.label(language)), ": ",
                      one.reason_zh if language == "zh" else one.reason_en])
             for one in missing]  # fmt: skip
    return [html.Details([
        html.Summary(say("not_shown", language, count=len(items))), html.Ul(items),
    ])] if items else []  # fmt: skip
