"""Tables of one or several scenarios' runs: main figures, targets, money, one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import unknown
from sim.base.moments import moments
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR, LAST_YEAR, YUAN_100M
from sim.compare.audit import full_audit
from sim.compare.targets import SURE, Audit
from sim.park.atlas import places
from sim.policy.registry import instruments
from sim.report.compare.labels import SHOWN
from sim.report.frames import PLACE_UNITS
from sim.report.lab.common import (
    Row,
    bare_of,
    ensembles_of,
    figure_name,
    figure_unit,
    frame,
    marks,
    percent,
    title_of,
    verdict,
)
from sim.report.lab.words import place_figure, say
from sim.report.words import Language, named, unit_label
from sim.scenario.ensemble import Ensemble
from sim.scenario.outcome import ADDED_UP, FIRST_PLAN_YEAR
from sim.sweep.outputs import signed

PLACE_FIGURES = ("firms", "above_scale_firms", "value_added", "employment", "tax", "land",
                 "free_land", "land_price", "occupancy")  # fmt: skip
FLOWS = ("paid", "forgone", "clawed_back", "received")


def city(given: Any, language: Language) -> pd.DataFrame:
    """Main figures of 2015, 2020 and 2025, levels alone, with what is published for 2020."""
    (ensemble, *_), rows = ensembles_of(given), []
    published = {one.indicator: one.value_2020 for one in moments()}
    at = {year: ensemble.years.index(year) for year in (FIRST_YEAR, LAST_PUBLISHED_YEAR, LAST_YEAR)}
    for name in SHOWN:
        if name in ADDED_UP:
            continue
        found = ensemble.values(name)
        end, low, high = marks(found[:, at[LAST_YEAR]])
        rows.append({
            "indicator": figure_name(name, language), "unit": figure_unit(name, language),
            "start": float(np.median(found[:, at[FIRST_YEAR]])), "published": published.get(name),
            "middle": float(np.median(found[:, at[LAST_PUBLISHED_YEAR]])), "end": end, "low": low,
            "high": high,
        })  # fmt: skip
    columns = ("indicator", "unit", "start", "published", "middle", "end", "low", "high")
    return frame(rows, columns, language)


def targets(given: Any, language: Language) -> pd.DataFrame:
    """Every target that the model shows: aim, range, probability, verdict, a remark."""
    ensembles, bare = ensembles_of(given), bare_of(given)
    known = {one.scenario.name: title_of(one, language) for one in ensembles}
    rows: list[Row] = []
    for row in full_audit(ensembles, bare):
        plain = row.plain
        if plain.probability is None:
            continue
        rows.append({
            "scenario": known[row.scenario], "target": named(plain.target, language),
            "unit": unit_label(plain.target.unit, language), "aim": plain.target.aim,
            "median": plain.median, "five": plain.five, "ninety_five": plain.ninety_five,
            "probability": percent(plain.probability), "probability_low": percent(plain.low),
            "probability_high": percent(plain.high),
            "verdict": verdict(plain, language),
            "without_policy": percent(plain.without_policy), "extrapolated": row.extrapolated,
            "first_year": row.first_year,
            "remark": remark(plain, language),
        })  # fmt: skip
    order = {row["target"]: k for k, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: order[row["target"]])
    columns: Sequence[str]
    columns = ("target", "scenario", "unit", "aim", "median", "five", "ninety_five", "probability",
               "probability_low", "probability_high", "verdict", "without_policy", "extrapolated",
               "first_year", "remark")  # fmt: skip
    if len(ensembles) == 1:
        columns = tuple(name for name in columns if name != "scenario")
    return frame(rows, columns, language)


def remark(row: Audit, language: Language) -> str:
    """Why meeting or missing a target says little of policy, or that policy decides it."""
    if row.target.imposed:
        return say("imposed", language)
    if row.target.binding in ("below_base", "dose", "contradictory"):
        return say(row.target.binding, language)
    if row.without_policy is not None and row.without_policy >= SURE:
        return say("loose", language)
    if row.verdict == "missed":
        return say("short", language)
    return say("binding", language)


def ledger(given: Any, language: Language) -> pd.DataFrame:
    """Public money of 2021-2025 by instrument and flow; means over the runs: rows add up."""
    rows: list[Row] = []
    ensembles = ensembles_of(given)
    for ensemble in ensembles:
        sums = _sums(ensemble)
        for name in dict.fromkeys(name for name, _ in sums):
            flows = {flow: sums.get((name, flow), 0.0) for flow in FLOWS}
            rows.append({
                "scenario": title_of(ensemble, language), "instrument": owner(name, language),
                **flows, "net": sum(signed(flow) * amount for flow, amount in flows.items()),
            })  # fmt: skip
        own = rows[-len({name for name, _ in sums}) :] if sums else []
        rows.append({"scenario": title_of(ensemble, language), "instrument": say("total", language),
                     **{key: sum(row[key] for row in own) for key in (*FLOWS, "net")}})
    columns = ("scenario", "instrument", *FLOWS, "net")
    return frame(rows, columns if len(ensembles) > 1 else columns[1:], language)


def owner(name: str, language: Language) -> str:
    """Who books: an instrument, or the city's land account."""
    kind = instruments().get(name)
    return say(name, language) if kind is None else named(kind, language)


def _sums(ensemble: Ensemble) -> dict[tuple[str, str], float]:
    """Mean over the runs of what each instrument books in the plan's years, 100m yuan."""
    sums: dict[tuple[str, str], float] = {}
    for record in ensemble.records:
        for row in record.ledger:
            if row.year >= FIRST_PLAN_YEAR:
                key = row.instrument, row.flow
                part = row.amount / YUAN_100M / len(ensemble.records)
                sums[key] = sums.get(key, 0.0) + part
    return sums


def parks(given: Any, language: Language, *, place: str) -> pd.DataFrame:
    """One place's figures in 2020 and 2025 under each scenario: medians over the runs.

    Raises:
        InputError: there is no such place.
    """
    known = [one.name for one in places()]
    if place not in known:
        raise unknown("place", place, known)
    rows: list[Row] = []
    for ensemble in ensembles_of(given):
        at = [ensemble.years.index(year) for year in (LAST_PUBLISHED_YEAR, LAST_YEAR)]
        found = np.median([[record.places[k][:, known.index(place)] for k in at]
                           for record in ensemble.records], axis=0)  # fmt: skip
        for k, name in enumerate(PLACE_UNITS):
            if name in PLACE_FIGURES:
                rows.append({
                    "indicator": place_figure(name, language),
                    "unit": unit_label(PLACE_UNITS[name], language),
                    "scenario": title_of(ensemble, language), "middle": float(found[0, k]),
                    "end": float(found[1, k]),
                })  # fmt: skip
    rows.sort(key=lambda row: [place_figure(name, language) for name in PLACE_FIGURES].index(
        row["indicator"]))  # fmt: skip
    return frame(rows, ("indicator", "unit", "scenario", "middle", "end"), language)
