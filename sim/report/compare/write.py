"""Writing a comparison into a folder of its own, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from sim.compare.findings import Findings
from sim.report import figures, frames, store
from sim.report.compare import frames as tables
from sim.report.pictures.comparison import differences, probabilities, winners
from sim.report.words import Language


def write_comparison(
    findings: Findings, out: Path, language: Language, pictures: bool = True
) -> None:
    """Write tables, figures and the manifest into a new folder.

    Args:
        findings: what is written.
        out: the folder.
        language: of the figures.
        pictures: whether figures are written.

    Raises:
        InputError: the folder exists or cannot be written.
    """
    comparison = findings.comparison
    with store.new_folder(out) as folder:
        _write_runs(findings, folder)
        _write_findings(findings, folder)
        if pictures:
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
    for draw in (probabilities, differences, winners):
        figure = draw(findings, language)
        (folder / f"{draw.__name__}.png").write_bytes(figures.encoded(figure, "png"))
