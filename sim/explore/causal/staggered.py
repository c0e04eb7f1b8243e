"""Cohort by cohort against those not yet treated (Callaway and Sant'Anna 2021).

No firm that is treated already serves as a control, so effects that differ between cohorts or
grow over time do no harm, as they do to two-way fixed effects (Goodman-Bacon 2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from sim.base.state import Array
from sim.explore.causal.fixed_effects import Estimate, Panel

OVERALL = -1  # where the mean over treated firm-years stands
NEVER = 9999  # start of a place that gets no rules in the years looked at


@dataclass(frozen=True)
class Event:
    """Effects by years since the start, and what the years before it say.

    Attributes:
        since: years since the start; -1 is what all others are set against and is left out.
        effects: with standard errors, in that order.
        overall: mean over the firm-years that are treated.
        trend: chance of such differences before the start if there are none in truth.
    """

    since: tuple[int, ...]
    effects: tuple[Estimate, ...]
    overall: Estimate
    trend: float


@dataclass(frozen=True)
class _Sums:
    """Weighted sums of changes since a base year, by place: what every estimate is made of.

    Attributes:
        starts: of the cohorts, each with the year before as its base.
        years: looked at.
        change, weight: shape: places x cohorts' bases x years.
        start: of each place.
    """

    starts: tuple[int, ...]
    years: tuple[int, ...]
    change: Array
    weight: Array
    start: Array


def event_study(
    panel: Panel, years: tuple[int, ...], start: Array
) -> Event:
    """Effects by years since the start, with the jackknife over places.

    Args:
        panel: firm-years, their `year` being positions in `years`.
        years: in order.
        start: first year under the rules by place, or `NEVER`.
    """
    sums = _sums(panel, years, start)
    since = tuple(sorted({year - begun for begun in sums.starts for year in years} - {-1}))
    there = np.flatnonzero(np.any(sums.weight > 0.0, axis=(1, 2)))
    left_out = 1.0 - np.eye(len(start))[there]
    whole, *without = _effects(sums, since, np.vstack([np.ones(len(start)), left_out]))
    apart = np.array(without) - np.mean(without, axis=0)
    covariance = (len(there) - 1.0) / len(there) * apart.T @ apart
    errors = np.sqrt(np.diag(covariance))
    found = [Estimate(float(v), float(e)) for v, e in zip(whole, errors, strict=True)]
    early = [k for k, years_since in enumerate(since) if years_since < -1]
    return Event(since, tuple(found[:-1]), found[-1], _no_trend(whole, covariance, early))


def _no_trend(effects: Array, covariance: Array, early: list[int]) -> float:
    """Chance of the effects before the start, or larger ones, if all are nought."""
    if not early:
        return float("nan")
    part = covariance[np.ix_(early, early)]
    if not np.all(np.isfinite(part)) or np.linalg.matrix_rank(part) < len(early):
        return float("nan")
    distance = float(effects[early] @ np.linalg.solve(part, effects[early]))
    return float(chi2.sf(distance, len(early)))


def _sums(panel: Panel, years: tuple[int, ...], start: Array) -> _Sums:
    starts = tuple(int(one) for one in np.unique(start)
                   if one - 1 in years and one in years)  # fmt: skip
    firms = int(panel.firm.max()) + 1
    outcome = np.full((firms, len(years)), np.nan)
    outcome[panel.firm, panel.year] = panel.outcome
    weight, place = np.zeros(firms), np.zeros(firms, dtype=np.int64)
    weight[panel.firm], place[panel.firm] = panel.weight, panel.place
    shape = (len(start), len(starts), len(years))
    change, held = np.zeros(shape), np.zeros(shape)
    for k, begun in enumerate(starts):
        base = outcome[:, years.index(begun - 1)]
        for t in range(len(years)):
            apart = outcome[:, t] - base
            seen = np.isfinite(apart)
            change[:, k, t] = np.bincount(place[seen], weight[seen] * apart[seen], len(start))
            held[:, k, t] = np.bincount(place[seen], weight[seen], len(start))
    return _Sums(starts, years, change, held, start)


def _effects(sums: _Sums, since: tuple[int, ...], kept: Array) -> Array:
    """Effects by years since the start, and last their mean over treated firm-years.

    Args:
        kept: which places count; shape: choices of places x places, 0 for one that is left out.

    Returns:
        Shape: choices x effects; not a number where a choice tells none.
    """
    total, weight = (np.zeros((len(since) + 1, len(kept))) for _ in range(2))
    for k, begun in enumerate(sums.starts):
        for t, year in enumerate(sums.years):
            if year == begun - 1:
                continue
            own = kept * (sums.start == begun)
            # Before the start as after it: those that no rules have reached by then.
            others = kept * (sums.start > max(year, begun))
            weights, changes = sums.weight[:, k, t], sums.change[:, k, t]
            mine, theirs = own @ weights, others @ weights
            told = (mine > 0.0) & (theirs > 0.0)
            effect = (own @ changes / np.where(told, mine, 1.0)
                      - others @ changes / np.where(told, theirs, 1.0))  # fmt: skip
            at_since = since.index(year - begun)
            for at in (at_since, OVERALL) if year >= begun else (at_since,):
                total[at] += np.where(told, mine * effect, 0.0)
                weight[at] += np.where(told, mine, 0.0)
    found = total / np.where(weight > 0.0, weight, 1.0)
    return np.where(weight > 0.0, found, np.nan).T
