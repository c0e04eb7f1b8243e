"""What `yongsim compare` does: run, show, write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.compare.audit import read_own
from sim.compare.findings import Findings, find
from sim.compare.together import Progress, check_maximum, load_all, run_together
from sim.compare.twins import twin_effects
from sim.compare.width import read_widths
from sim.report import store
from sim.report.compare.show import show
from sim.report.compare.write import write_comparison
from sim.report.progress import running
from sim.report.words import Language, word
from sim.scenario.ensemble import check_request
from sim.scenario.load import Scenario
from sim.scenario.sample import check_draws


def compare_and_report(
    names: Sequence[str], *, seeds: int, firms: float, out: Path | None, language: Language,
    screen: Console, workers: int | None, quiet: bool, draws: str, width: Sequence[str] = (),
    most: int, own: str = "", detail: bool = False, twins: bool = False,
) -> None:  # fmt: skip
    """Run scenarios on the same members, print the comparison and write it.

    Raises:
        InputError: before anything is simulated or written.
    """
    folder = out if out is not None else store.next_free("comparison")
    store.check_free(folder)
    findings = compare_scenarios(
        load_all(names), seeds=seeds, firms=firms, workers=workers, draws=draws, width=width,
        most=most, own=own, detail=detail, twins=twins,
        bar=lambda runs: running(runs, language, quiet),
    )  # fmt: skip
    show(findings, screen, language)
    write_comparison(findings, folder, language)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


def compare_scenarios(
    scenarios: Sequence[Scenario], *, seeds: int, firms: float, workers: int | None, draws: str,
    width: Sequence[str], most: int, own: str, detail: bool, twins: bool, bar: Progress,
) -> Findings:  # fmt: skip
    """Run scenarios on the same members and set the others against the first.

    Args:
        bar: opened with the number of runs of a batch; what it gives is told of each.

    Raises:
        InputError: before anything is simulated.
    """
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    widths, chosen, kind = read_widths(width), read_own(own), check_draws(draws)
    if widths:
        check_maximum(most, seeds)
    options: dict[str, Any] = {"firms": firms, "workers": workers}
    comparison = run_together(scenarios, seeds=seeds, draws=kind, progress=bar, widths=widths,
                              most=most, ledger=detail, **options)  # fmt: skip
    effects = twin_effects(scenarios, comparison.sample, bar, **options) if twins else []
    asked = {"seeds": seeds, "width": {one.indicator: one.width for one in widths},
             "most": most, "targets": list(chosen), "detail": detail, "twins": twins}  # fmt: skip
    return find(comparison, chosen, effects, asked)
