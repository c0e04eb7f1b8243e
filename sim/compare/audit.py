"""The targets across scenarios: shortfall, first year, extrapolation, and all of a set at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.errors import InputError, unknown
from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR
from sim.compare.later import chosen_later
from sim.compare.naive import extrapolated, met_by_extrapolation
from sim.compare.targets import PLAN, Audit, Target, audit, outcomes, reached, targets, wilson
from sim.scenario.ensemble import Ensemble

BINDING, EVERY, OWN = "binding", "all", "own"


@dataclass(frozen=True)
class FullAudit:
    """How a target fares in one scenario, and without any model.

    Attributes:
        scenario: its name.
        plain: probability with Wilson's interval, range, and the same without policy.
        shortfall: mean over all runs of what is missing to the aim, nought where it is reached.
        first_year: median over the runs of the first year in which it is reached, 2020 if then
            already; None if half of the runs never do, or where every year has to.
        extrapolated: constant growth of the published 2015-2020, in the target's unit.
        naive: whether that reaches the aim.
    """

    scenario: str
    plain: Audit
    shortfall: float | None
    first_year: int | None
    extrapolated: float | None
    naive: bool | None


@dataclass(frozen=True)
class Joint:
    """The share of runs that reach every target of a set.

    Attributes:
        chosen: binding, all or own.
        names: the targets of the set that the runs show.
        probability, low, high: with Wilson's 95% interval.
    """

    scenario: str
    chosen: str
    names: tuple[str, ...]
    probability: float
    low: float
    high: float


def full_audit(ensembles: Sequence[Ensemble], bare: Ensemble | None) -> list[FullAudit]:
    """The plan's targets in every scenario, and the later ones that any of them names."""
    chosen = (PLAN, *(target.name for target in chosen_later(ensembles)))
    return [_full(ensemble, row)
            for ensemble in ensembles for row in audit(ensemble, bare, chosen)]  # fmt: skip


def _full(ensemble: Ensemble, row: Audit) -> FullAudit:
    target = row.target
    found = outcomes(ensemble, target) if target.aim is not None else None
    missing = None if found is None else float(_missing(found, target).mean())
    year = None if found is None else first_year(ensemble, target)
    return FullAudit(ensemble.scenario.name, row, missing, year, extrapolated(target),
                     met_by_extrapolation(target))  # fmt: skip


def _missing(found: Array, target: Target) -> Array:
    assert target.aim is not None
    away = target.aim - found if target.at_least else found - target.aim
    return np.maximum(away, 0.0)


def first_year(ensemble: Ensemble, target: Target) -> int | None:
    """Median over the runs of the first year from 2020 on in which a target is reached."""
    if target.each_year:
        return None
    flow = target.growth or target.kind == "cumulative"
    start = LAST_PUBLISHED_YEAR + int(flow)  # over no year there is neither growth nor a sum
    first = np.full(len(ensemble.records), np.inf)
    for year in range(start, target.last_year + 1):
        found = outcomes(ensemble, target, year)
        assert found is not None
        hit = reached(found, target, ensemble.firms) & np.isinf(first)
        first[hit] = year
    middle = float(np.quantile(first, 0.5, method="inverted_cdf"))
    return None if np.isinf(middle) else int(middle)


def read_own(written: str) -> tuple[str, ...]:
    """Read an own list of targets: names separated by commas.

    Raises:
        InputError: an unknown target, or one that the model cannot show.
    """
    names = tuple(dict.fromkeys(part.strip() for part in written.split(",") if part.strip()))
    known = {target.name: target for target in targets() if target.group == PLAN}
    for name in names:
        if name not in known:
            raise unknown("target", name, known)
        target = known[name]
        if not target.represented or target.aim is None:
            reason = f": {target.reason_en}" if target.reason_en else ""
            reason_zh = f"：{target.reason_zh}" if target.reason_zh else ""
            raise InputError(
                f"--targets: '{name}' has no figure in the model{reason}; leave it out",
                f"--targets：模型中没有“{name}”的数值{reason_zh}；请去掉",
            )
    if written and not names:
        raise InputError(
            "--targets: give names of targets, separated by commas",
            "--targets：请给出目标名，用逗号分隔",
        )
    return names


def joint_sets(own: Sequence[str] = ()) -> dict[str, list[Target]]:
    """The sets of targets that are asked to be reached together."""
    plan = [one for one in targets() if one.group == PLAN and one.represented]
    sets = {
        BINDING: [one for one in plan if one.binding == "yes"],
        EVERY: plan,
        OWN: [one for one in plan if one.name in own],
    }
    return {name: chosen for name, chosen in sets.items() if chosen}


def joint(ensembles: Sequence[Ensemble], own: Sequence[str] = ()) -> list[Joint]:
    """The probability that all targets of a set are reached, by scenario and set."""
    rows = []
    for ensemble in ensembles:
        for name, chosen in joint_sets(own).items():
            hits, shown = _together(ensemble, chosen)
            if shown:
                low, high = wilson(int(hits.sum()), hits.shape[0])
                rows.append(Joint(ensemble.scenario.name, name, shown, float(hits.mean()),
                                  low, high))  # fmt: skip
    return rows


def _together(ensemble: Ensemble, chosen: Sequence[Target]) -> tuple[Array, tuple[str, ...]]:
    """Which runs reach all that they show of the chosen targets, and which targets these are."""
    hits, names = np.ones(len(ensemble.records), dtype=bool), []
    for target in chosen:
        found = outcomes(ensemble, target) if target.aim is not None else None
        if found is not None:
            hits &= reached(found, target, ensemble.firms)
            names.append(target.name)
    return hits, tuple(names)
