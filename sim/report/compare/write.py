"""Writing a comparison into a folder of its own, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from sim.compare.findings import Findings
from sim.report import figures, frames, store
from sim.report.compare import frames as tables
from sim.report.compare.figures import (
    PANELS_ACROSS,
    draw_differences,
    draw_probabilities,
    draw_winners,
)
from sim.report.compare.labels import shown_names, titles
from sim.report.compare.words import say
from sim.report.notes import ranges_note
from sim.report.words import Language, word


def write_comparison(findings: Findings, out: Path, language: Language) -> None:
    """Write tables, figures and the manifest into a new folder.

    Raises:
        InputError: the folder exists or cannot be written.
    """
    comparison = findings.comparison
    with store.new_folder(out) as folder:
        _write_runs(findings, folder)
        _write_findings(findings, folder)
        _write_figures(findings, folder, figures.figure_language(language))
        store.write_manifest(
            lambda files: store.comparison_manifest(comparison.ensembles, findings.asked, files),
            folder,
        )


def _write_runs(findings: Findings, folder: Path) -> None:
    ensembles = findings.comparison.ensembles
    runs = {
        "indicators": frames.indicator_table, "places": frames.place_table,
        "ledger": frames.ledger_table,
    }  # fmt: skip
    if ensembles[0].has_detailed_ledger:
        runs["ledger_detail"] = frames.ledger_detail_table
    for name, table in runs.items():
        store.write_table(tables.together(ensembles, table), folder / f"{name}.parquet")
    store.write_table(frames.member_table(ensembles[0]), folder / "members.parquet")


def finding_tables(findings: Findings) -> dict[str, pa.Table]:
    """What a comparison found, one table per file; twins only if they were asked for."""
    found = {
        "differences": tables.difference_table(findings.differences),
        "winners": tables.winner_table(findings.winners),
        "targets": tables.audit_table(findings.audits, findings.later, findings.quotas),
        "joint": tables.joint_table(findings.joint),
        "conflicts": tables.conflict_table(findings.conflicts),
        "projects": tables.project_table(findings.projects),
    }
    if findings.asked["twins"]:
        found["twins"] = tables.twin_table(findings.twins)
    return found


def _write_findings(findings: Findings, folder: Path) -> None:
    for name, table in finding_tables(findings).items():
        store.write_table(table, folder / f"{name}.parquet")


def _write_figures(findings: Findings, folder: Path, language: Language) -> None:
    comparison = findings.comparison
    names = titles(comparison.ensembles, language)
    pairs = len(comparison.first.records)
    first, *others = names
    against = {name: names[name] for name in others}
    note = f"{pairs} {word('seeds_word', language)} · {ranges_note(comparison.first, language)}"
    if comparison.first.firms < 1.0:
        note = f"{note} · {word('quick_look', language)}"
    targets = len({row.plain.target.name for row in findings.audits
                   if row.plain.probability is not None})  # fmt: skip
    heading = say("differences_figure", language, first=names[first], pairs=pairs)
    winners = say("winners_figure", language, first=names[first])

    def keep(
        name: str, size: tuple[float, float], title: str, draw: Callable[[Any], None]
    ) -> None:
        with figures.drawing(language, *size) as figure:
            draw(figure)
            figures.save(figure, folder / f"{name}.png", comparison.first, title,
                         comparison.others)  # fmt: skip

    keep("probabilities", (10.5, 0.16 * targets * (1 + 0.5 * len(names)) + 2.2),
         say("probabilities_figure", language),
         lambda figure: draw_probabilities(figure, findings.audits, names, note, language))
    shown = shown_names(one.scenario for one in comparison.ensembles)
    rows = -(-len(shown) // PANELS_ACROSS)
    keep("differences", (12.5, 2.0 + rows * (1.2 + 0.25 * len(against))), heading,
         lambda figure: draw_differences(figure, findings.differences, against,
                                         f"{heading}\n{note}", language, shown))
    keep("winners", (12.5, 4.0 + 0.22 * 34 * (1.0 + 0.3 * len(against))), winners,
         lambda figure: draw_winners(figure, findings.winners, against, f"{winners}\n{note}",
                                     language))  # fmt: skip
