"""The stylised facts by name: each a number read from the firms of one run.

What range each is expected in stands in `calibration/stylised_facts.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR
from sim.explore.facts import measures
from sim.explore.firm_years import FirmYears

# Settings of the measures, not evidence: what part is the tail, how fine bins are.
TAIL = 0.05
BINS = 20
UPPER, LOWER = 0.9, 0.1
WIRED = 0.5  # share of machines from which a firm counts as networked
WORKSHOP = 3  # rung of the ladder
FURTHER = 0.1  # of a share: peers are stated by ten points of it

Measure = Callable[[FirmYears], float]
MEASURES: dict[str, Measure] = {}


def fact(measure: Measure) -> Measure:
    """Name a measure by its function."""
    MEASURES[measure.__name__] = measure
    return measure


class Steps(NamedTuple):
    """Firms on the register at the end of a year and where they stood a year later, pooled.

    Attributes:
        before: variables at the end of the year.
        after: a year later; not a number for those that were not there any more.
        there: whether they were.
        year: number of the year, from 0 on.
        year_sector: number of the year and the sector.
    """

    before: dict[str, Array]
    after: dict[str, Array]
    there: Array
    year: Array
    year_sector: Array

    def stayed(self, name: str) -> Array:
        """A variable before, of those that stayed on the register."""
        return self.before[name][self._stay]

    def became(self, name: str) -> Array:
        """A variable a year later, of those that stayed on the register."""
        return self.after[name][self._stay]

    def group(self) -> Array:
        """Number of year and sector of those that stayed on the register."""
        return self.year_sector[self._stay]

    @property
    def _stay(self) -> Array:
        return self.there & (self.after["above_scale"] == 1)


STEP_COLUMNS = (
    "weight", "above_scale", "output", "revenue", "productivity", "place", "sector", "upgraded",
    "treated", "projects", "networked", "rung",
)  # fmt: skip


def steps(panel: FirmYears, last: int = LAST_PUBLISHED_YEAR) -> Steps:
    """Steps of a year from 2015 to the last published year, or to another."""
    parts = [_step(panel, *years) for years in pairwise(panel.years) if years[1] <= last]
    before = {name: np.concatenate([part[0][name] for part in parts]) for name in parts[0][0]}
    after = {name: np.concatenate([part[1][name] for part in parts]) for name in STEP_COLUMNS}
    year = np.repeat(np.arange(len(parts)), [len(part[2]) for part in parts])
    sector = before["sector"]
    return Steps(before, after, np.concatenate([part[2] for part in parts]), year,
                 year * (int(sector.max()) + 1) + sector)  # fmt: skip


def _step(
    panel: FirmYears, first: int, second: int
) -> tuple[dict[str, Array], dict[str, Array], Array]:
    listed = np.flatnonzero(panel.of(first, "above_scale") == 1)
    here, there = panel.pairs(first, second)
    at = np.full(len(panel.of(first, "key")), -1)
    at[here] = there
    at = at[listed]
    found = at >= 0
    before = {name: panel.of(first, name)[listed] for name in STEP_COLUMNS}
    after = {name: np.where(found, panel.of(second, name)[at], np.nan) for name in STEP_COLUMNS}
    before["peers"] = others_with_project(panel, first)[listed]
    return before, after, found


def others_with_project(panel: FirmYears, year: int) -> Array:
    """Share of a firm's neighbours (place and sector, itself left out) that had a project."""
    weight, sector = panel.of(year, "weight"), panel.of(year, "sector")
    cell = panel.of(year, "place") * (int(sector.max()) + 1) + sector
    done = weight * (panel.of(year, "projects") > 0)
    others = np.bincount(cell, weight)[cell] - weight
    return np.asarray((np.bincount(cell, done)[cell] - done) / np.maximum(others, 1e-9)
                      * (others > 1e-9))  # fmt: skip


# --- sizes ----------------------------------------------------------------------------------------


def _listed(panel: FirmYears, year: int, *names: str) -> list[Array]:
    """Variables of the firms on the register at the end of a year; their weights first."""
    on = panel.of(year, "above_scale") == 1
    return [panel.of(year, name)[on] for name in ("weight", *names)]


@fact
def tail_output(panel: FirmYears) -> float:
    """Pareto exponent of the largest firms by output."""
    weight, output = _listed(panel, LAST_PUBLISHED_YEAR, "output")
    return measures.tail_exponent(output, weight, TAIL)


@fact
def tail_employment(panel: FirmYears) -> float:
    """Pareto exponent of the largest firms by staff."""
    weight, staff = _listed(panel, LAST_PUBLISHED_YEAR, "employment")
    return measures.tail_exponent(staff, weight, TAIL)


@fact
def large_firm_output_share(panel: FirmYears) -> float:
    """Large firms' share of output."""
    return panel.indicators[LAST_PUBLISHED_YEAR]["large_firm_output_share"]


@fact
def other_firms_mean_output(panel: FirmYears) -> float:
    """Mean output of the firms that are not large."""
    return panel.indicators[LAST_PUBLISHED_YEAR]["other_firms_mean_output"]


# --- growth ---------------------------------------------------------------------------------------


def _growth(found: Steps) -> tuple[Array, Array, Array]:
    """Weights, outputs and growth rates, less their sector's mean of the year."""
    weight, output = found.stayed("weight"), found.stayed("output")
    rate = np.log(found.became("output") / output)
    return weight, output, measures.centred(rate, weight, found.group())


@fact
def growth_shape(panel: FirmYears) -> float:
    """Subbotin exponent of growth rates."""
    weight, _, rate = _growth(steps(panel))
    return measures.subbotin_exponent(rate, weight)


@fact
def growth_spread_in_size(panel: FirmYears) -> float:
    """Fall of the spread of growth with size."""
    weight, output, rate = _growth(steps(panel))
    return -measures.spread_slope(output, rate, weight, BINS)


# --- leaving --------------------------------------------------------------------------------------


def _odds_of_leaving(panel: FirmYears) -> Array:
    """Odds of leaving the register per standard deviation of productivity and of log size."""
    found = steps(panel)
    weight = found.before["weight"]
    stays = found.there & (found.after["above_scale"] == 1)
    skill = measures.centred(found.before["productivity"], weight, found.year_sector)
    causes = np.stack([measures.standardised(skill, weight),
                       measures.standardised(np.log(found.before["revenue"]), weight)], axis=1)
    return np.exp(measures.logit_slopes(1.0 - stays, causes, found.year, weight))


@fact
def leaving_rate(panel: FirmYears) -> float:
    """Percent of the firms on the register that are not on it a year later."""
    found = steps(panel)
    stays = found.there & (found.after["above_scale"] == 1)
    return 100.0 * float(np.average(~stays, weights=found.before["weight"]))


@fact
def leaving_by_productivity(panel: FirmYears) -> float:
    """Odds of leaving per standard deviation of productivity."""
    return float(_odds_of_leaving(panel)[0])


@fact
def leaving_by_size(panel: FirmYears) -> float:
    """Odds of leaving per standard deviation of log size."""
    return float(_odds_of_leaving(panel)[1])


# --- productivity ---------------------------------------------------------------------------------


@fact
def productivity_dispersion(panel: FirmYears) -> float:
    """90-10 ratio of total factor productivity within sectors."""
    weight, skill, sector = _listed(panel, LAST_PUBLISHED_YEAR, "productivity", "sector")
    return measures.percentile_ratio(measures.centred(skill, weight, sector), weight, UPPER, LOWER)


@fact
def labour_productivity_dispersion(panel: FirmYears) -> float:
    """90-10 ratio of value added per person within sectors."""
    weight, made, staff, sector = _listed(
        panel, LAST_PUBLISHED_YEAR, "value_added", "employment", "sector"
    )
    logs = measures.centred(np.log(made / staff), weight, sector)
    return measures.percentile_ratio(logs, weight, UPPER, LOWER)


@fact
def productivity_persistence(panel: FirmYears) -> float:
    """Correlation of total factor productivity with that of a year before."""
    found = steps(panel)
    weight = found.stayed("weight")
    now, then = (measures.centred(values, weight, found.group())
                 for values in (found.became("productivity"), found.stayed("productivity")))
    return measures.correlation(now, then, weight)


# --- adoption -------------------------------------------------------------------------------------


def _diffusion(panel: FirmYears, has: Callable[[dict[str, Array]], Array]) -> float:
    """Imitation less innovation in the spread of something among the firms on the register."""
    found = steps(panel, panel.years[-1])
    weight, before, after = found.before["weight"], has(found.before), has(found.after)
    stays = found.there
    share = (np.bincount(found.year, weight * before * stays)
             / np.bincount(found.year, weight * stays))  # fmt: skip
    left = weight * stays * ~before
    hazard = np.bincount(found.year, left * after) / np.maximum(np.bincount(found.year, left), 1e-9)
    return measures.imitation_over_innovation(share, hazard)


@fact
def project_diffusion(panel: FirmYears) -> float:
    """Imitation less innovation in firms' first upgrade projects."""
    return _diffusion(panel, lambda firms: firms["projects"] > 0)


@fact
def network_diffusion(panel: FirmYears) -> float:
    """Imitation less innovation in networking machines."""
    return _diffusion(panel, lambda firms: firms["networked"] >= WIRED)


@fact
def workshop_diffusion(panel: FirmYears) -> float:
    """Imitation less innovation in digital workshops and above."""
    return _diffusion(panel, lambda firms: firms["rung"] >= WORKSHOP)


def _slopes_of_adoption(panel: FirmYears) -> Array:
    """Logit slopes of carrying out a project in log size and peers; ordered projects left out."""
    found = steps(panel)
    free = found.there & (found.after["treated"] == 0)
    causes = np.stack([np.log(found.before["revenue"]), found.before["peers"]], axis=1)[free]
    return measures.logit_slopes(found.after["upgraded"][free], causes, found.year[free],
                                 found.before["weight"][free])  # fmt: skip


@fact
def adoption_by_size(panel: FirmYears) -> float:
    """Logit slope of carrying out a project per log unit of revenue."""
    return float(_slopes_of_adoption(panel)[0])


@fact
def adoption_by_peers(panel: FirmYears) -> float:
    """Logit slope of carrying out a project per ten points of peers' share."""
    return FURTHER * float(_slopes_of_adoption(panel)[1])


# --- land -----------------------------------------------------------------------------------------


@fact
def plots_of_net_entrants(panel: FirmYears) -> float:
    """Land per firm by which the register grew since 2015, over the mean plot of 2015."""
    first, last = (panel.indicators[year] for year in (FIRST_YEAR, LAST_PUBLISHED_YEAR))
    more = last["above_scale_firms"] - first["above_scale_firms"]
    mean = first["above_scale_land"] / first["above_scale_firms"]
    return (last["above_scale_land"] - first["above_scale_land"]) / more / mean


@fact
def plots_of_newcomers(panel: FirmYears) -> float:
    """Mean plot of firms that joined the register since 2015, over that of the others on it."""
    weight, land, keys = _listed(panel, LAST_PUBLISHED_YEAR, "land", "key")
    old = panel.of(FIRST_YEAR, "key")[panel.of(FIRST_YEAR, "above_scale") == 1]
    joined = ~np.isin(keys, old)
    means = [np.average(land[rows], weights=weight[rows]) for rows in (joined, ~joined)]
    return float(means[0] / means[1])


def measured(panel: FirmYears) -> dict[str, float]:
    """All facts of a run that reaches the end of the plan; not a number where it tells none."""
    return {name: measure(panel) for name, measure in MEASURES.items()}
