"""Tidy tables of an ensemble."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.base.indicators import INDICATOR, INDICATORS
from sim.compare.later import Distance, distances
from sim.compare.owners import ledger_columns
from sim.compare.quotas import Quota, quotas_of
from sim.park.atlas import places
from sim.scenario.ensemble import Ensemble

if TYPE_CHECKING:
    from sim.compare.targets import Audit

PLACE_UNITS = {
    "firms": "firms", "above_scale_firms": "firms", "value_added": "10k yuan",
    "employment": "persons", "tax": "10k yuan", "land": "mu", "free_land": "mu",
    "land_price": "10k yuan/mu", "occupancy": "fraction", "upgrades": "firms", "left": "firms",
    "other_land": "mu", "reserved_land": "mu", "held_land": "mu", "land_stock": "mu",
}  # fmt: skip


def _years(ensemble: Ensemble) -> list[int]:
    """Positions of the reported years in a record."""
    recorded = ensemble.records[0].years
    return [k for k, year in enumerate(recorded) if year >= ensemble.first_year]


def indicator_table(ensemble: Ensemble) -> pa.Table:
    """One row per seed, year and indicator; a seed is the number of a run."""
    keep = _years(ensemble)
    names = [item.name for item in INDICATORS]
    count = len(names)
    seeds = np.repeat(ensemble.runs, len(keep) * count)
    years = [ensemble.records[0].years[k] for k in keep]
    data = [[record.indicators[k][name] for name in names]
            for record in ensemble.records for k in keep]
    rows = len(ensemble.records) * len(keep)
    return pa.table({
        "scenario": pa.array([ensemble.scenario.name] * (rows * count)).dictionary_encode(),
        "seed": pa.array(seeds, pa.int64()),
        "year": pa.array(np.tile(np.repeat(years, count), len(ensemble.records)), pa.int32()),
        "indicator": pa.array(names * rows).dictionary_encode(),
        "unit": pa.array([INDICATOR[name].unit for name in names] * rows).dictionary_encode(),
        "value": pa.array(np.ravel(data), pa.float64()),
    })  # fmt: skip


def place_table(ensemble: Ensemble) -> pa.Table:
    """One row per seed, year and place, a column per figure."""
    keep = _years(ensemble)
    names = [place.name for place in places()]
    records = ensemble.records
    stacked = np.array([[record.places[k] for k in keep] for record in records])
    rows = len(records) * len(keep)
    years = [records[0].years[k] for k in keep]
    table = {
        "scenario": pa.array([ensemble.scenario.name] * (rows * len(names))).dictionary_encode(),
        "seed": pa.array(np.repeat(ensemble.runs, len(keep) * len(names)), pa.int64()),
        "year": pa.array(np.tile(np.repeat(years, len(names)), len(records)), pa.int32()),
        "place": pa.array(names * rows).dictionary_encode(),
    }
    for k, figure in enumerate(PLACE_UNITS):
        table[figure] = pa.array(stacked[:, :, k, :].ravel(), pa.float64())
    return pa.table(table)


def ledger_table(ensemble: Ensemble) -> pa.Table:
    """One row per seed, year, instrument and flow; amounts in 10k yuan of the year."""
    rows = [(run, row) for run, record in zip(ensemble.runs, ensemble.records, strict=True)
            for row in record.ledger if row.year >= ensemble.first_year]
    return pa.table({
        "scenario": pa.array([ensemble.scenario.name] * len(rows), pa.string()),
        "seed": pa.array([seed for seed, _ in rows], pa.int64()),
        "year": pa.array([row.year for _, row in rows], pa.int32()),
        "instrument": pa.array([row.instrument for _, row in rows], pa.string()),
        "flow": pa.array([row.flow for _, row in rows], pa.string()),
        "item": pa.array([row.item for _, row in rows], pa.string()),
        "firms": pa.array([row.firms for _, row in rows], pa.float64()),
        "amount": pa.array([row.amount for _, row in rows], pa.float64()),
    })  # fmt: skip


def ledger_detail_table(ensemble: Ensemble) -> pa.Table:
    """One row per seed, year, instrument, flow, item, place and grade that is not nought."""
    columns = ledger_columns(ensemble)
    rows = columns["amount"].shape[0]
    table = {"scenario": _text(np.zeros(rows, np.int8), [ensemble.scenario.name])}
    kinds = {"seed": pa.int64(), "year": pa.int32()}
    for name, found in columns.items():
        table[name] = (_text(*found) if isinstance(found, tuple)
                       else pa.array(found, kinds.get(name, pa.float64())))  # fmt: skip
    return pa.table(table)


def _text(positions: np.ndarray, texts: list[str]) -> pa.Array:
    """Text as positions in a list without repeats."""
    distinct = list(dict.fromkeys(texts))
    at = np.array([distinct.index(text) for text in texts], np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(at[positions]), pa.array(distinct))


def member_table(ensemble: Ensemble) -> pa.Table:
    """What each run stands on: one row per seed, a column per parameter that was drawn.

    Runs that failed are there too: only their member says why.
    """
    members, fixed = ensemble.members, ensemble.scenario.changes
    drawn = [name for name in members[0].parameters if name not in fixed]
    table = {
        "seed": pa.array(range(1, len(members) + 1), pa.int64()),
        "member": pa.array([member.number for member in members], pa.int64()),
        "population_seed": pa.array([member.population_seed for member in members], pa.int64()),
        "run_seed": pa.array([member.seed for member in members], pa.int64()),
    }
    for name in drawn:
        table[name] = pa.array([member.parameters[name] for member in members], pa.float64())
    return pa.table(table)


def quota_columns(quotas: Sequence[Quota | None]) -> dict[str, pa.Array]:
    """What the scenario's own quota asks for, and the median carried out; empty without one."""
    return {
        "quota": pa.array([one and one.asked for one in quotas], pa.float64()),
        "quota_carried_out": pa.array([one and one.done for one in quotas], pa.float64()),
    }


def distance_columns(rows: Sequence[Distance | None]) -> dict[str, pa.Array]:
    """Where the runs end, and growth needed from there; empty for targets of simulated years."""
    parts: dict[str, tuple[pa.DataType, Callable[[Distance], Any]]] = {
        "end_year": (pa.int32(), lambda one: one.year),
        "end_median": (pa.float64(), lambda one: one.reached[0]),
        "end_five_percent": (pa.float64(), lambda one: one.reached[1]),
        "end_ninety_five_percent": (pa.float64(), lambda one: one.reached[2]),
        "growth_needed": (pa.float64(), lambda one: one.needed[0]),
        "growth_needed_five_percent": (pa.float64(), lambda one: one.needed[1]),
        "growth_needed_ninety_five_percent": (pa.float64(), lambda one: one.needed[2]),
        "growth_simulated": (pa.float64(), lambda one: one.growth),
    }
    return {name: pa.array([None if row is None else part(row) for row in rows], kind)
            for name, (kind, part) in parts.items()}  # fmt: skip


def target_table(ensemble: Ensemble, rows: list[Audit]) -> pa.Table:
    """The audit of the targets, one row per target."""
    quotas = quotas_of(ensemble, rows)
    later = {one.target.name: one for one in distances([ensemble])}
    names = [row.target.name for row in rows]
    return pa.table({
        "target": names,
        "zh": [row.target.zh for row in rows],
        "en": [row.target.en for row in rows],
        "base_2020": [row.target.base for row in rows],
        "aim": pa.array([row.target.aim for row in rows], pa.float64()),
        "unit": [row.target.unit for row in rows],
        "median": pa.array([row.median for row in rows], pa.float64()),
        "five_percent": pa.array([row.five for row in rows], pa.float64()),
        "ninety_five_percent": pa.array([row.ninety_five for row in rows], pa.float64()),
        "probability": pa.array([row.probability for row in rows], pa.float64()),
        "probability_low": pa.array([row.low for row in rows], pa.float64()),
        "probability_high": pa.array([row.high for row in rows], pa.float64()),
        "without_policy": pa.array([row.without_policy for row in rows], pa.float64()),
        "represented": [row.target.represented for row in rows],
        "imposed": [row.target.imposed for row in rows],
        "binding": [row.target.binding for row in rows],
        "reason_zh": [row.target.reason_zh for row in rows],
        "reason_en": [row.target.reason_en for row in rows],
        **quota_columns([quotas.get(name) for name in names]),
        **distance_columns([later.get(name) for name in names]),
    })  # fmt: skip
