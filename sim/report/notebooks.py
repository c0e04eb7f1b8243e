"""Comparison, attribution, frontier and explanation as data frames, without a screen."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.base.units import FIRST_YEAR
from sim.compare.findings import Findings
from sim.compare.together import MOST, load_all
from sim.report import notes
from sim.report.appraisal import attribution, weighed
from sim.report.appraisal.explain import out_of_range
from sim.report.appraisal.frontier import Appraisal
from sim.report.appraisal.results import one_of, sample_of, without_records
from sim.report.appraisal.session import split_effect, weigh
from sim.report.compare.session import compare_scenarios
from sim.report.compare.write import finding_tables
from sim.scenario.causes import Causes, explain_city
from sim.scenario.ensemble import DEFAULT_SEEDS, Ensemble, check_request
from sim.scenario.explain import Explanation, check_year, explain_firm
from sim.scenario.load import NO_POLICY, Scenario, load_scenario
from sim.scenario.sample import Draws

Given = str | Scenario  # a name, a path, or a loaded scenario


@dataclass(frozen=True)
class Comparison:
    """Scenarios set against the first one, run by run.

    Attributes:
        differences: by scenario, indicator and period: the mean difference with its interval.
        winners: the same by district, size, sector and grade.
        targets: the audit of each scenario's targets.
        joint: sets of targets met together.
        conflicts: targets that contradict each other.
        projects: subsidised projects by what would have been without.
        twins: what each instrument adds and costs; empty unless asked for.
        widths: wished widths: found, pairs needed, whether reached.
        findings: what the tables are made of.
    """

    differences: pd.DataFrame
    winners: pd.DataFrame
    targets: pd.DataFrame
    joint: pd.DataFrame
    conflicts: pd.DataFrame
    projects: pd.DataFrame
    twins: pd.DataFrame
    widths: pd.DataFrame
    findings: Findings = field(repr=False)


@dataclass(frozen=True)
class Attribution:
    """A package's effect, split among its instruments.

    Attributes:
        shares: by outcome and instrument: the Shapley value and its range over members.
        interactions: by outcome and pair of instruments.
        gap: largest distance between the shares' sum and the total effect.
        about: package and reference, without their records: what the runs stand on.
    """

    shares: pd.DataFrame
    interactions: pd.DataFrame
    gap: float
    about: tuple[Ensemble, Ensemble] = field(repr=False)


@dataclass(frozen=True)
class Frontier:
    """Packages by cost and effect.

    Attributes:
        tables: as in the results folder of `yongsim frontier`, by name.
        appraisal: what they are made of.
        ensembles: the runs behind it, the reference first.
    """

    tables: dict[str, pd.DataFrame]
    appraisal: Appraisal = field(repr=False)
    ensembles: tuple[Ensemble, ...] = field(repr=False)


def compare(
    *scenarios: Given, seeds: int = DEFAULT_SEEDS, firms: float = 1.0, draws: Draws = "posterior",
    workers: int | None = None, width: Mapping[str, float] | None = None, most: int = MOST,
    targets: Sequence[str] = (), twins: bool = False,
) -> Comparison:  # fmt: skip
    """Set scenarios against the first one on the same parameters, firms and luck.

    Args:
        scenarios: two or more; names, paths or loaded scenarios.
        seeds: number of pairs; with `width`, of a batch.
        firms: share of the smaller firms simulated.
        draws: what parameters are drawn from: posterior, prior or central.
        workers: processes; default one per core.
        width: batches go on until the 95% interval of these indicators' mean difference in the
            last year is so narrow, or is seen not to become so within `most` pairs.
        targets: own list for a joint probability.
        twins: whether each instrument is set against its twin without it.

    Raises:
        InputError: something given cannot be used.
    """
    findings = compare_scenarios(
        load_all(scenarios), seeds=seeds, firms=firms, workers=workers, draws=draws,
        width=[f"{name}={value!r}" for name, value in (width or {}).items()], most=most,
        own=",".join(targets), detail=False, twins=twins, bar=_no_bar,
    )  # fmt: skip
    _warn(findings.comparison.first)
    widths = pd.DataFrame([
        {"scenario": one.scenario, "indicator": one.wish.indicator, "wished": one.wish.width,
         "pairs": one.pairs, "found": one.found, "needed": one.needed, "reached": one.reached}
        for one in findings.comparison.widths
    ])  # fmt: skip
    shown = {name: table.to_pandas() for name, table in finding_tables(findings).items()}
    return Comparison(**{"twins": pd.DataFrame()} | shown, widths=widths, findings=findings)


def attribute(
    package: Given, *, against: Given = NO_POLICY, seeds: int = 20, firms: float = 1.0,
    draws: Draws = "posterior", workers: int | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    indicators: Sequence[str] = ("value_added", "tax_per_mu", "public_cost", "upgrades"),
) -> Attribution:  # fmt: skip
    """Split the effect of a package among its instruments: exact Shapley values.

    Args:
        package, against: names, paths or loaded scenarios.
        seeds: number of members; each runs every combination of the instruments.
        groups: instruments that count as one, by a name for them; 8 parts at most.
        indicators: outcomes in the last year.
        firms, draws, workers: as for `compare`.

    Raises:
        InputError: something given cannot be used.
    """
    split = split_effect(
        load_scenario(package), against, groups or {}, tuple(indicators), seeds=seeds,
        firms=firms, draws=draws, workers=workers, bar=_no_bar,
    )  # fmt: skip
    found = split.found
    about = (without_records(split.package, split.sample, firms, found.runs),
             without_records(split.reference, split.sample, firms, found.runs))  # fmt: skip
    _warn(about[0])
    shares, pairs = attribution.share_frame(found), attribution.interaction_frame(found)
    return Attribution(shares.to_pandas(), pairs.to_pandas(), found.gap, about)


def frontier(
    *packages: Given, against: Given = NO_POLICY, effect: str = "value_added", less: bool = False,
    without_land: bool = False, worth: float | None = None, seeds: int = DEFAULT_SEEDS,
    firms: float = 1.0, draws: Draws = "posterior", workers: int | None = None,
) -> Frontier:  # fmt: skip
    """Set packages' net public cost of 2021-2025 against an effect.

    Args:
        packages, against: names, paths or loaded scenarios.
        effect: an indicator of the last year; `less`: its fall counts.
        without_land: leaves the city's land account out of cost.
        worth: 100m yuan that a unit of effect is worth; default: where two packages change places.
        seeds: number of members; each runs every package.
        firms, draws, workers: as for `compare`.

    Raises:
        InputError: something given cannot be used.
    """
    ensembles, found = weigh(
        [load_scenario(one) for one in (against, *packages)], effect, less=less,
        land=not without_land, worth=worth, seeds=seeds, firms=firms, draws=draws,
        workers=workers, bar=_no_bar,
    )  # fmt: skip
    _warn(ensembles[0])
    tables = weighed.frames(found, found.learnt())
    return Frontier({name: table.to_pandas() for name, table in tables.items()}, found,
                    tuple(ensembles))  # fmt: skip


def explain(
    scenario: Given, *, year: int, firm: int | None = None, seed: int = 1,
    seeds: int = DEFAULT_SEEDS, firms: float = 1.0, draws: Draws = "posterior",
) -> Explanation | Causes:  # fmt: skip
    """Say why one firm decided as it did in a year or, without `firm`, why all of them did.

    Args:
        scenario: a name, a path or a loaded scenario.
        year: 2016 to 2025.
        firm: a firm's identity; 1 is the largest of 2015.
        seed: which run of the `seeds` that a run of the scenario would have.
        firms, draws: as for `compare`.

    Raises:
        InputError: something given cannot be used, or the firm was not there.
    """
    check_year(year)
    check_request(seeds, FIRST_YEAR, year, firms, 1)
    loaded, sample = load_scenario(scenario), sample_of(draws, seeds)
    member = one_of(sample, seed)
    _warn(without_records(loaded, sample, firms))
    try:
        if firm is None:
            return explain_city(loaded, member, year, firms)
        return explain_firm(loaded, member, firm, year, firms)
    except ArithmeticError:
        raise out_of_range(seed) from None


def _no_bar(runs: int) -> Any:
    return nullcontext()


def _warn(ensemble: Ensemble) -> None:
    for line in notes.warnings(ensemble, "en"):
        warnings.warn(line, stacklevel=3)
