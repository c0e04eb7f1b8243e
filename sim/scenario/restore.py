"""Runs as they were recorded, from the tables of a results folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.units import FIRST_YEAR
from sim.city.record import PLACE_FIGURES, LedgerRow, Record
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import Scenario
from sim.scenario.sample import Sample

Columns = Mapping[str, Sequence[Any]]


def restored(
    scenario: Scenario, sample: Sample, firms: float, *, indicators: Columns, places: Columns,
    ledger: Columns,
) -> Ensemble:  # fmt: skip
    """The ensemble of a scenario whose runs were stored, without the details beside the record.

    Args:
        scenario: what was run.
        sample: the members it was run on.
        firms: share of the smaller firms.
        indicators, places, ledger: the scenario's own rows of the stored tables, in their order.
    """
    runs = tuple(dict.fromkeys(indicators["seed"]))
    records = {run: Record(sample.members[run - 1].seed) for run in runs}
    _add_indicators(records, indicators)
    _add_places(records, places)
    for run, *row in zip(*(ledger[name] for name in (
        "seed", "year", "instrument", "flow", "item", "firms", "amount",
    )), strict=True):  # fmt: skip
        records[run].ledger.append(LedgerRow(*row))
    return Ensemble(scenario, list(records.values()), runs, sample.members, sample.origin, firms,
                    FIRST_YEAR, records[runs[0]].years[-1])  # fmt: skip


def _add_indicators(records: dict[int, Record], columns: Columns) -> None:
    found: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    for run, year, name, value in zip(*(columns[key] for key in (
        "seed", "year", "indicator", "value",
    )), strict=True):  # fmt: skip
        found[run, year][name] = value
    for (run, year), figures in found.items():
        records[run].years.append(year)
        records[run].indicators.append(figures)


def _add_places(records: dict[int, Record], columns: Columns) -> None:
    years = len(next(iter(records.values())).years)
    figures = np.array([columns[name] for name in PLACE_FIGURES], dtype=float)
    by_run = figures.reshape(len(PLACE_FIGURES), len(records), years, -1)
    for k, record in enumerate(records.values()):
        record.places = [by_run[:, k, year] for year in range(years)]
