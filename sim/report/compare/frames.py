"""Tidy tables of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from typing import Any

import pyarrow as pa

from sim.compare.audit import FullAudit, Joint
from sim.compare.conflicts import Conflict
from sim.compare.figures import Compared
from sim.compare.later import Distance
from sim.compare.pairs import Difference
from sim.compare.projects import ProjectShare
from sim.compare.quotas import Quota
from sim.compare.twins import Effect
from sim.compare.winners import Winner
from sim.report.compare.sentences import conflict_sentence
from sim.report.frames import distance_columns, quota_columns
from sim.scenario.ensemble import Ensemble


def together(ensembles: Sequence[Ensemble], table: Callable[[Ensemble], pa.Table]) -> pa.Table:
    """A table of every scenario's runs, one below the other."""
    return pa.concat_tables([table(one) for one in ensembles]).unify_dictionaries()


def _columns(rows: Sequence[Any], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [getattr(row, name) for row in rows] for name in names}


def _differences(found: Sequence[Difference]) -> dict[str, pa.Array]:
    """A column per part of a difference."""
    whole = ("pairs", "to_tell")
    return {
        part.name: pa.array([getattr(one, part.name) for one in found],
                            pa.int64() if part.name in whole else pa.float64())
        for part in fields(Difference)
    }  # fmt: skip


def difference_table(rows: Sequence[Compared]) -> pa.Table:
    """One row per scenario but the first, figure and period."""
    names = ("scenario", "indicator", "unit", "first_year", "last_year", "reference")
    return pa.table(_columns(rows, names) | _differences([row.difference for row in rows]))


def winner_table(rows: Sequence[Winner]) -> pa.Table:
    """One row per scenario but the first, group, register and figure."""
    names = ("scenario", "dimension", "group", "register", "figure", "unit", "reference")
    return pa.table(_columns(rows, names) | _differences([row.difference for row in rows]))


def audit_table(
    rows: Sequence[FullAudit], later: Sequence[Distance], quotas: dict[tuple[str, str], Quota]
) -> pa.Table:
    """One row per scenario and target."""
    plain, number = [row.plain for row in rows], pa.float64()
    keys = [(row.scenario, row.plain.target.name) for row in rows]
    ahead = {(one.scenario, one.target.name): one for one in later}
    return pa.table({
        "scenario": [row.scenario for row in rows],
        "target": [one.target.name for one in plain],
        "zh": [one.target.zh for one in plain],
        "en": [one.target.en for one in plain],
        "base_2020": [one.target.base for one in plain],
        "aim": pa.array([one.target.aim for one in plain], number),
        "unit": [one.target.unit for one in plain],
        "median": pa.array([one.median for one in plain], number),
        "five_percent": pa.array([one.five for one in plain], number),
        "ninety_five_percent": pa.array([one.ninety_five for one in plain], number),
        "probability": pa.array([one.probability for one in plain], number),
        "probability_low": pa.array([one.low for one in plain], number),
        "probability_high": pa.array([one.high for one in plain], number),
        "without_policy": pa.array([one.without_policy for one in plain], number),
        "shortfall": pa.array([row.shortfall for row in rows], number),
        "first_year": pa.array([row.first_year for row in rows], pa.int32()),
        "extrapolated": pa.array([row.extrapolated for row in rows], number),
        "met_by_extrapolation": pa.array([row.naive for row in rows], pa.bool_()),
        "represented": [one.target.represented for one in plain],
        "imposed": [one.target.imposed for one in plain],
        "binding": [one.target.binding for one in plain],
        "reason_zh": [one.target.reason_zh for one in plain],
        "reason_en": [one.target.reason_en for one in plain],
        **quota_columns([quotas.get(key) for key in keys]),
        **distance_columns([ahead.get(key) for key in keys]),
    })  # fmt: skip


def joint_table(rows: Sequence[Joint]) -> pa.Table:
    """One row per scenario and set of targets."""
    return pa.table({
        "scenario": [row.scenario for row in rows], "set": [row.chosen for row in rows],
        "targets": [",".join(row.names) for row in rows],
        **{name: pa.array([getattr(row, name) for row in rows], pa.float64())
           for name in ("probability", "low", "high")},
    })  # fmt: skip


def conflict_table(rows: Sequence[Conflict]) -> pa.Table:
    """One row per conflict of targets."""
    number = pa.float64()
    return pa.table({
        "kind": [row.kind for row in rows],
        "targets": [",".join(one.name for one in row.targets) for row in rows],
        "figure": [row.figure for row in rows],
        "implied": pa.array([row.implied for row in rows], number),
        "against": pa.array([row.against for row in rows], number),
        "yearly": pa.array([row.yearly for row in rows], number),
        "mixed_prices": [row.mixed for row in rows],
        "zh": [conflict_sentence(row, "zh") for row in rows],
        "en": [conflict_sentence(row, "en") for row in rows],
    })  # fmt: skip


def project_table(rows: Sequence[ProjectShare]) -> pa.Table:
    """One row per scenario and kind of subsidised project."""
    schema = pa.schema([
        (part.name, pa.string() if part.name in ("scenario", "kind") else pa.float64())
        for part in fields(ProjectShare)
    ])  # fmt: skip
    return pa.Table.from_pylist([asdict(row) for row in rows], schema)


def twin_table(rows: Sequence[Effect]) -> pa.Table:
    """One row per scenario, instrument and figure."""
    costs = {
        f"cost_{part}": pa.array([getattr(row.cost, part) if row.cost else None for row in rows],
                                 pa.float64())
        for part in ("value", "low", "high")
    }  # fmt: skip
    return pa.table({
        **_columns(rows, ("scenario", "instrument", "figure", "target", "unit")),
        **_differences([row.difference for row in rows]),
        "chance": pa.array([row.chance for row in rows], pa.float64()), **costs,
    })  # fmt: skip
