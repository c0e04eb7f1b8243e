"""One run of the command: simulate, show, write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console

from sim.compare.later import distances
from sim.compare.quotas import quotas_of
from sim.compare.targets import audit
from sim.report import figures, frames, store
from sim.report.console import cost_table, fit_table_view, later_table, target_table
from sim.report.costs import cost_rows
from sim.report.fit import fit_table
from sim.report.notes import ranges_note, warnings
from sim.report.pictures.dashboard import dashboard
from sim.report.pictures.fans import fans
from sim.report.pictures.given import Twins
from sim.report.progress import running
from sim.report.scenarios import missing_lines
from sim.report.words import Language, word
from sim.scenario.ensemble import Ensemble, check_request, run_with_twin
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.one_run import LEDGER, PLAIN
from sim.scenario.sample import check_draws


def _runs_of_both(
    scenario: Scenario, options: dict[str, Any], language: Language, quiet: bool
) -> tuple[Ensemble, Ensemble | None]:
    """Runs of the scenario, and of the city without measures on the same members."""
    needed = 2 if scenario.measures else 1
    with running(needed * options["seeds"], language, quiet) as tick:
        return run_with_twin(scenario, progress=tick, **options)


def write_results(
    ensemble: Ensemble, reference: Ensemble | None, out: Path, language: Language
) -> None:
    """Write tables, figures and the manifest into a new folder."""
    with store.new_folder(out) as folder:
        store.write_table(frames.indicator_table(ensemble), folder / "indicators.parquet")
        store.write_table(frames.place_table(ensemble), folder / "places.parquet")
        store.write_table(frames.ledger_table(ensemble), folder / "ledger.parquet")
        store.write_table(frames.target_table(ensemble, audit(ensemble, reference)),
                          folder / "targets.parquet")  # fmt: skip
        store.write_table(frames.member_table(ensemble), folder / "members.parquet")
        if ensemble.has_detailed_ledger:
            store.write_table(frames.ledger_detail_table(ensemble),
                              folder / "ledger_detail.parquet")  # fmt: skip
        shown = figures.figure_language(language)
        if 2020 in ensemble.records[0].years:
            (folder / "history.png").write_bytes(figures.encoded(fans(ensemble, shown), "png"))
        if 2025 in ensemble.records[0].years:
            board = dashboard(Twins(ensemble, reference), shown)
            (folder / "targets.png").write_bytes(figures.encoded(board, "png"))
        store.write_manifest(lambda files: store.manifest(ensemble, files), folder)


def run_and_report(
    name: str, *, seeds: int, years: tuple[int, int], firms: float, out: Path | None,
    language: Language, screen: Console, workers: int | None, quiet: bool, draws: str,
    detail: bool = False,
) -> None:  # fmt: skip
    """What `yongsim run` does.

    Raises:
        InputError: before anything is simulated or written.
    """
    check_request(seeds, *years, firms, workers or 1)
    scenario = load_scenario(name)
    folder = out if out is not None else store.next_free(scenario.name)
    store.check_free(folder)
    options = {"seeds": seeds, "years": years, "firms": firms, "workers": workers,
               "draws": check_draws(draws), "wanted": LEDGER if detail else PLAIN}  # fmt: skip
    ensemble, reference = _runs_of_both(scenario, options, language, quiet)
    show(ensemble, reference, screen, language)
    write_results(ensemble, reference, folder, language)
    screen.print(f"{word('written', language)}: {folder}", markup=False)


def show(
    ensemble: Ensemble, reference: Ensemble | None, screen: Console, language: Language
) -> None:
    """Print the fit of 2015-2020 and the target table, and what to beware of."""
    _show_tables(ensemble, reference, screen, language)
    show_notes(ensemble, screen, language)


def show_notes(ensemble: Ensemble, screen: Console, language: Language) -> None:
    """Print what the ranges combine, and what to beware of."""
    screen.print(ranges_note(ensemble, language))
    for line in warnings(ensemble, language):
        screen.print(f"{word('warning', language)}: {line}", markup=False)
    if ensemble.firms < 1.0:
        screen.print(word("quick_look", language))
    if language == "zh" and figures.figure_language(language) == "en":
        screen.print(word("no_font", language))


def _show_tables(
    ensemble: Ensemble, reference: Ensemble | None, screen: Console, language: Language
) -> None:
    rows = fit_table(ensemble)
    if rows:
        screen.print(fit_table_view(screen, rows, language))
    if 2025 not in ensemble.records[0].years:
        screen.print(word("no_targets", language))
        return
    screen.print(cost_table(screen, cost_rows(ensemble), language))
    audits = audit(ensemble, reference)
    screen.print(target_table(screen, audits, quotas_of(ensemble, audits), language))
    later = distances([ensemble])
    if later:
        screen.print(later_table(screen, later, {ensemble.scenario.name: ""}, language))
    screen.print(f"{word('not_represented', language)}:")
    for line in missing_lines(ensemble.scenario, language):
        screen.print(f"  - {line}", markup=False)
