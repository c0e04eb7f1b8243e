"""Printing a comparison."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from sim.compare.findings import Findings
from sim.report.compare.console import (
    difference_view,
    gap_view,
    joint_view,
    probability_view,
    project_view,
    winner_view,
)
from sim.report.compare.labels import shown_names, titles
from sim.report.compare.sentences import (
    conflict_sentence,
    less,
    quota_sentences,
    width_sentence,
)
from sim.report.compare.twins_view import point_view, twin_view
from sim.report.compare.words import say
from sim.report.console import cost_table, later_table
from sim.report.costs import cost_rows
from sim.report.session import show_notes
from sim.report.words import Language, word


def show(findings: Findings, screen: Console, language: Language) -> None:
    """Print all tables of a comparison, and what to beware of."""
    found = titles(findings.comparison.ensembles, language)
    names = {name: escape(text) for name, text in found.items()}
    _show_differences(findings, names, screen, language)
    _show_targets(findings, names, screen, language)
    _show_money(findings, names, screen, language)
    screen.print(f"{word('warning', language)}: {say('prior_driven', language)}", markup=False)
    show_notes(findings.comparison.first, screen, language)


def _show_differences(
    findings: Findings, names: dict[str, str], screen: Console, language: Language
) -> None:
    first, *others = names
    shown = shown_names(one.scenario for one in findings.comparison.ensembles)
    for other in others:
        title = less(names[first], names[other], language)
        rows = [row for row in findings.differences if row.scenario == other]
        screen.print(difference_view(screen, rows, title, language, shown))
        groups = [row for row in findings.winners if row.scenario == other]
        screen.print(winner_view(screen, groups, title, language))
    for check in findings.comparison.widths:
        screen.print(width_sentence(check, findings.comparison, language), markup=False)


def _show_targets(
    findings: Findings, names: dict[str, str], screen: Console, language: Language
) -> None:
    none_bare = findings.comparison.bare in findings.comparison.ensembles
    screen.print(probability_view(screen, findings.audits, names, language, none_bare))
    for line in quota_sentences(findings, names, language):
        screen.print(line, markup=False)
    screen.print(gap_view(screen, findings.audits, names, language))
    if findings.later:
        screen.print(later_table(screen, findings.later, names, language))
    screen.print(joint_view(screen, findings.joint, names, language))
    screen.print(say("conflicts_title", language))
    for one in findings.conflicts:
        screen.print(f"  - {conflict_sentence(one, language)}", markup=False)


def _show_money(
    findings: Findings, names: dict[str, str], screen: Console, language: Language
) -> None:
    for ensemble in findings.comparison.ensembles:
        title = f"{word('cost_title', language)}: {names[ensemble.scenario.name]}"
        screen.print(cost_table(screen, cost_rows(ensemble), language, title))
    screen.print(project_view(screen, findings.projects, names, language))
    for name in dict.fromkeys(row.scenario for row in findings.twins):
        rows = [row for row in findings.twins if row.scenario == name]
        screen.print(twin_view(screen, rows, names[name], language))
        screen.print(point_view(screen, rows, names[name], language))
        screen.print(say("twins_note", language))
