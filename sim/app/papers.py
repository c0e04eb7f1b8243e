"""The report of what was compared, as `yongsim report` writes it."""

from __future__ import annotations

from pathlib import Path

from sim.app.worker import Found
from sim.report.compare.write import write_comparison
from sim.report.paper.build import build
from sim.report.paper.session import read_formats, rendered
from sim.report.paper.stored import Request, read
from sim.report.words import Language

PAPERS = ("docx", "html")


def paper(found: Found, folder: Path, kind: str, language: Language) -> bytes:
    """The report in one format.

    Args:
        found: what the comparison found.
        folder: where its tables are put for the report to read; made when it is first asked for.
        kind: one of `PAPERS`.
        language: zh or en.

    Raises:
        InputError: the package of the format is not installed.
    """
    read_formats(kind)
    comparison = found.findings.comparison
    first = comparison.first
    tables = folder / "comparison"
    if not tables.exists():
        write_comparison(found.findings, tables, language, pictures=False)
    scenarios = tuple(one.scenario for one in comparison.ensembles)
    request = Request(scenarios, len(first.members), first.firms, first.origin.draws, False)
    return rendered(build(read(request, tables), language, [kind]), kind)
