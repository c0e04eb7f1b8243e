"""Many runs: members spread over workers, each under every scenario, in the order of members."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed

from sim.base.errors import InputError
from sim.base.own import adopt, settings
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.city.details import Wanted
from sim.city.record import Record
from sim.scenario.load import Scenario, load_scenario, without_measures
from sim.scenario.member import Member
from sim.scenario.one_run import PLAIN, run_member
from sim.scenario.sample import Draws, Origin, Sample, draw_members

SMALLEST_CITY = 0.01
DEFAULT_SEEDS = 100
Runs = list[Record] | None  # of one member, one per scenario; None when its city failed


@dataclass(frozen=True)
class Ensemble:
    """Records of one scenario.

    Attributes:
        scenario: as resolved.
        records: one per run that went well, in the order of the runs.
        runs: the number of each record's run.
        members: what each run stands on; run 1 on the first.
        origin: what the members were drawn from.
        firms: share of the smaller firms that was simulated; below 1 is a quick look.
        first_year, last_year: years reported.
    """

    scenario: Scenario
    records: list[Record]
    runs: tuple[int, ...]
    members: tuple[Member, ...]
    origin: Origin
    firms: float = 1.0
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR

    @property
    def failed(self) -> tuple[int, ...]:
        """Runs whose city left the range of money, here or under a scenario run with this one."""
        return tuple(run for run in range(1, len(self.members) + 1) if run not in set(self.runs))

    @property
    def has_detailed_ledger(self) -> bool:
        """Whether the runs recorded every yuan and every mu by place and grade."""
        details = self.records[0].details
        return details is not None and details.ledger is not None

    @property
    def years(self) -> list[int]:
        """The years recorded."""
        return self.records[0].years

    def values(self, indicator: str) -> Array:
        """An indicator of all runs and recorded years; shape: runs x years from 2015."""
        return np.array([[figures[indicator] for figures in record.indicators]
                         for record in self.records])  # fmt: skip


def _run_batch(
    scenarios: Sequence[Scenario], members: Sequence[Member], options: dict[str, Any],
    own: dict[str, str],
) -> list[Runs]:  # fmt: skip
    adopt(own)
    return [_run_one(scenarios, member, options) for member in members]


def _run_one(scenarios: Sequence[Scenario], member: Member, options: dict[str, Any]) -> Runs:
    try:
        return [run_member(one, member, **options) for one in scenarios]
    except ArithmeticError:
        return None


def _batches(members: Sequence[Member], workers: int) -> list[Sequence[Member]]:
    size = max(1, min(10, -(-len(members) // (4 * workers))))
    return [members[first : first + size] for first in range(0, len(members), size)]


def _run_all(
    scenarios: Sequence[Scenario], members: Sequence[Member], options: dict[str, Any],
    workers: int,
) -> Iterator[list[Runs]]:  # fmt: skip
    batches = _batches(members, workers)
    if workers == 1 or len(batches) == 1:
        return (_run_batch(scenarios, [member], options, settings()) for member in members)
    parts: Iterator[list[Runs]] = Parallel(
        n_jobs=min(workers, len(batches)), return_as="generator"
    )(delayed(_run_batch)(scenarios, batch, options, settings()) for batch in batches)
    return parts


def check_request(seeds: int, first_year: int, last_year: int, firms: float, workers: int) -> None:
    """Refuse a request that cannot be run.

    Raises:
        InputError: saying which value is wrong and what it may be.
    """
    if not 1 <= seeds <= 1_000_000:
        raise InputError(
            f"seeds = {seeds}: give a number of runs between 1 and 1000000",
            f"seeds = {seeds}：请给出 1 至 1000000 之间的模拟次数",
        )
    if not FIRST_YEAR <= first_year < last_year <= LAST_YEAR:
        raise InputError(
            f"years {first_year}-{last_year}: give FIRST-LAST with FIRST before LAST, from "
            f"{FIRST_YEAR} (where the evidence begins) to {LAST_YEAR} (where the plan ends)",
            f"years {first_year}-{last_year}：请写 起-止，起年在前，范围 {FIRST_YEAR}（证据起始）"
            f"至 {LAST_YEAR}（规划期末）",
        )
    if not SMALLEST_CITY <= firms <= 1.0:
        raise InputError(
            f"firms = {firms:g}: give a share between {SMALLEST_CITY:g} and 1",
            f"firms = {firms:g}：请给出 {SMALLEST_CITY:g} 至 1 之间的比例",
        )
    if not 1 <= workers <= 1024:
        raise InputError(
            f"workers = {workers}: give a number between 1 and 1024",
            f"workers = {workers}：请给出 1 至 1024 之间的数",
        )


def run_ensembles(
    scenarios: Sequence[Scenario | str],
    *,
    seeds: int = DEFAULT_SEEDS,
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR),
    firms: float = 1.0,
    workers: int | None = None,
    draws: Draws = "posterior",
    progress: Callable[[int], Any] | None = None,
    wanted: Wanted = PLAIN,
    sample: Sample | None = None,
) -> list[Ensemble]:
    """Run scenarios on the same members: the same parameters, populations and luck.

    Args:
        scenarios: scenarios, or their names or paths.
        seeds: number of runs of each.
        years: first and last year reported; every run starts from the city of 2015.
        firms: share of the smaller firms to simulate; 1 is the whole city.
        workers: processes; default one per core.
        draws: what members are drawn from; without a posterior, central values.
        progress: called with the number of runs finished since the last call.
        wanted: what runs record beside the plain record.
        sample: the members themselves, instead of `seeds` of them drawn by `draws`.

    Returns:
        One ensemble per scenario, records in the order of the members, the same whatever the
        number of workers. A member that fails under one scenario is left out of all.

    Raises:
        InputError: a scenario, a value or the posterior cannot be used, or every member failed.
    """
    chosen = [load_scenario(one) if isinstance(one, str) else one for one in scenarios]
    workers = workers or os.cpu_count() or 1
    check_request(seeds, *years, firms, workers)
    sample = sample or draw_members(draws, seeds)
    options = {"firms": firms, "last_year": years[1], "wanted": wanted}
    found: list[Runs] = []
    for part in _run_all(chosen, sample.members, options, workers):
        found.extend(part)
        if progress is not None:
            progress(len(part) * len(chosen))
    good = [(run, records) for run, records in enumerate(found, start=1) if records is not None]
    if not good:
        raise InputError(
            f"all {len(found)} runs left the range of money; change the scenario's [parameters], "
            "or use --draws central",
            f"全部 {len(found)} 次模拟的金额都超出可算范围；请修改情景的 [parameters]，或使用 --d"
            "raws central",
        )
    runs = tuple(run for run, _ in good)
    return [
        Ensemble(scenario, [records[k] for _, records in good], runs, sample.members,
                 sample.origin, firms, *years)
        for k, scenario in enumerate(chosen)
    ]  # fmt: skip


def run_ensemble(scenario: Scenario | str, **options: Any) -> Ensemble:
    """Run one scenario; options and errors as for `run_ensembles`."""
    (ensemble,) = run_ensembles([scenario], **options)
    return ensemble


def run_with_twin(scenario: Scenario | str, **options: Any) -> tuple[Ensemble, Ensemble | None]:
    """Run a scenario, and on the same members its city without measures.

    Options and errors as for `run_ensembles`. A scenario without measures is its own twin: None.
    """
    chosen = load_scenario(scenario) if isinstance(scenario, str) else scenario
    if not chosen.measures:
        return run_ensemble(chosen, **options), None
    ensemble, twin = run_ensembles([chosen, without_measures(chosen)], **options)
    return ensemble, twin
