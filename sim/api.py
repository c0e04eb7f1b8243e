"""The Python way in: run, compare and take apart scenarios, get data frames."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sim.base.errors import InputError
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.compare.targets import audit
from sim.report import frames, notes
from sim.report.explored import Explored, discover, robust, search, sensitivity
from sim.report.lab.ask import firms, fitted, variant
from sim.report.lab.controls import pick_list, slider
from sim.report.lab.drivers import screen
from sim.report.lab.excel import export
from sim.report.lab.page import Page, notebook
from sim.report.lab.tables import table
from sim.report.notebooks import (
    Attribution,
    Comparison,
    Frontier,
    attribute,
    compare,
    explain,
    frontier,
)
from sim.report.old import read_results
from sim.report.paper.session import report_to as report
from sim.report.session import write_results
from sim.report.trust.ask import CausalTables, causal, facts
from sim.scenario.ensemble import DEFAULT_SEEDS, Ensemble, run_with_twin
from sim.scenario.load import Scenario
from sim.scenario.sample import Draws
from sim.sweep.read import SweepData, open_sweep

__all__ = [
    "Attribution", "CausalTables", "Comparison", "Explored", "Frontier", "Page", "Results",
    "SweepData", "attribute", "causal", "compare", "discover", "explain", "export", "facts",
    "firms", "fitted", "frontier", "load_results", "notebook", "open_sweep", "pick_list", "report",
    "robust", "run", "screen", "search", "sensitivity", "slider", "table", "variant",
]  # fmt: skip
TABLES = ("indicators", "places", "ledger", "targets", "members")


@dataclass(frozen=True)
class Results:
    """Tables of a scenario's runs.

    Attributes:
        indicators: seed, year, indicator, unit, value.
        places: seed, year, place and a column per figure.
        ledger: seed, year, instrument, flow, item, firms, amount (10k yuan of the year).
        targets: the audit of the plan's targets.
        members: what each run stands on: its member, its seeds and the parameters drawn for it.
        ensemble: the records behind them, or None when read from a folder.
    """

    indicators: pd.DataFrame
    places: pd.DataFrame
    ledger: pd.DataFrame
    targets: pd.DataFrame
    members: pd.DataFrame
    ensemble: Ensemble | None = field(default=None, repr=False)
    reference: Ensemble | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        name = "" if self.indicators.empty else str(self.indicators["scenario"].iloc[0])
        seeds = self.indicators["seed"].nunique()
        return f"Results of '{name}', {seeds} runs: {', '.join(TABLES)}"

    def save(self, out: str | Path, language: str = "en") -> Path:
        """Write a results folder; it must not exist.

        Raises:
            InputError: the folder exists, or these results were read from a folder.
        """
        if self.ensemble is None:
            raise InputError("these results were read from a folder; copy the folder instead")
        write_results(self.ensemble, self.reference, Path(out), "zh" if language == "zh" else "en")
        return Path(out)


def run(
    scenario: str | Scenario,
    *,
    seeds: int = DEFAULT_SEEDS,
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR),
    firms: float = 1.0,
    workers: int | None = None,
    draws: Draws = "posterior",
) -> Results:
    """Run a scenario, and the city without measures on the same members, and audit the targets.

    What is to be known of the runs, as that their posterior is stale, comes as a `UserWarning`.

    Args:
        scenario: name, path or loaded scenario.
        seeds: number of runs.
        years: first and last year reported.
        firms: share of the smaller firms simulated.
        workers: processes; default one per core.
        draws: what each run's parameters are drawn from: posterior, prior or central.

    Raises:
        InputError: something given cannot be used.
    """
    ensemble, reference = run_with_twin(
        scenario, seeds=seeds, years=years, firms=firms, workers=workers, draws=draws
    )
    for line in notes.warnings(ensemble, "en"):
        warnings.warn(line, stacklevel=2)
    tables = (
        frames.indicator_table(ensemble), frames.place_table(ensemble),
        frames.ledger_table(ensemble), frames.target_table(ensemble, audit(ensemble, reference)),
        frames.member_table(ensemble),
    )  # fmt: skip
    indicators, places, ledger, targets, members = (table.to_pandas() for table in tables)
    return Results(indicators, places, ledger, targets, members, ensemble, reference)


def load_results(folder: str | Path) -> Results:
    """Read a results folder of this or an earlier release, checking that no file is damaged.

    Raises:
        InputError: not a results folder, of a newer format, or a damaged file.
    """
    _, tables = read_results(Path(folder), TABLES)
    return Results(**{name: tables[name].to_pandas() for name in TABLES})
