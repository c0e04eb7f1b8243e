"""Runs of scenarios on the same members, batch by batch until widths are reached or can't be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from sim.base.errors import InputError
from sim.city.details import Wanted
from sim.compare.width import Width, WidthCheck, check_widths
from sim.scenario.ensemble import Ensemble, run_ensembles
from sim.scenario.load import NO_POLICY, Scenario, load_scenario
from sim.scenario.sample import Draws, Sample, batches

MOST = 1000  # pairs, unless another maximum is given
Progress = Callable[[int], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Comparison:
    """Scenarios on the same members; pairs are runs of the same number.

    Attributes:
        ensembles: in the order asked for; the others are set against the first.
        bare: the city without measures on the same members; one of the scenarios if it is that.
        widths: each wished width in each comparison.
        most: the maximum of pairs.
    """

    ensembles: tuple[Ensemble, ...]
    bare: Ensemble
    widths: tuple[WidthCheck, ...]
    most: int

    @property
    def first(self) -> Ensemble:
        """What the others are set against."""
        return self.ensembles[0]

    @property
    def others(self) -> tuple[Ensemble, ...]:
        """Those set against the first."""
        return self.ensembles[1:]

    @property
    def sample(self) -> Sample:
        """The members of all runs."""
        return Sample(self.first.members, self.first.origin)


def load_all(names: Sequence[str | Scenario]) -> list[Scenario]:
    """Load the scenarios of a comparison.

    Raises:
        InputError: fewer than two, one twice, or one that cannot be used.
    """
    if len(names) < 2:
        raise InputError(
            "compare needs two scenarios or more, the one to compare with first",
            "compare 至少需要两个情景，作比较基准的放在最前；请补充",
        )
    scenarios = [load_scenario(name) for name in names]
    called = [one.name for one in scenarios]
    for name in called:
        if called.count(name) > 1:
            raise InputError(
                f"scenario '{name[:60]}' is given twice; drop one, or rename its file",
                f"情景“{name[:60]}”给出了两次；请去掉一个，或给文件改名",
            )
    return scenarios


def check_maximum(most: int, seeds: int) -> None:
    """Refuse a maximum of pairs below the first batch.

    Raises:
        InputError: saying what it may be.
    """
    if not seeds <= most <= 1_000_000:
        raise InputError(
            f"--most {most}: give a number of pairs from --seeds ({seeds}) to 1000000",
            f"--most {most}：请给出 {seeds}（--seeds）至 1000000 之间的对数",
        )


def run_together(
    scenarios: Sequence[Scenario], *, seeds: int, draws: Draws, progress: Progress,
    widths: Sequence[Width] = (), most: int = MOST, ledger: bool = False, paths: bool = False,
    **options: Any,
) -> Comparison:  # fmt: skip
    """Run scenarios on the same members, in batches of `seeds` until the widths are reached.

    What is seen not to be reached within the maximum of pairs is not waited for.

    Args:
        scenarios: the one that the others are set against first.
        seeds: pairs in a batch; without widths one batch is run.
        draws: what members are drawn from.
        progress: opened with the number of runs of a batch; what it gives is told of each.
        widths: wished widths.
        most: batches end before there are more pairs than this.
        ledger: whether the ledger is recorded by place and grade.
        paths: whether adoption by size and moves between grades are recorded.
        options: as for `run_ensembles`.

    Raises:
        InputError: a value or the posterior cannot be used, or every member failed.
    """
    bare = [] if any(not one.measures for one in scenarios) else [load_scenario(NO_POLICY)]
    chosen, wanted = [*scenarios, *bare], Wanted(ledger=ledger, groups=True, paths=paths)
    found: list[Ensemble] = []
    checks: list[WidthCheck] = []
    for sample in _batches(draws, seeds, most, bool(widths)):
        with progress(len(sample.members) * len(chosen)) as tick:
            batch = run_ensembles(chosen, seeds=len(sample.members), sample=sample,
                                  progress=tick, wanted=wanted, **options)  # fmt: skip
        found = [joined(a, b) for a, b in zip(found, batch, strict=True)] if found else batch
        checks = check_widths(found[: len(scenarios)], widths)
        if all(check.reached or check.out_of_reach(most) for check in checks):
            break
    reference = next(one for one in reversed(found) if not one.scenario.measures)
    return Comparison(tuple(found[: len(scenarios)]), reference, tuple(checks), most)


def _batches(draws: Draws, seeds: int, most: int, go_on: bool) -> Iterator[Sample]:
    """Batches of members, the last one cut at the maximum."""
    left = most if go_on else seeds
    for sample in batches(draws, seeds):
        yield Sample(sample.members[:left], sample.origin)
        left -= seeds
        if left <= 0:
            return


def joined(first: Ensemble, second: Ensemble) -> Ensemble:
    """Two batches of one scenario as one; runs of the second are numbered on."""
    further = len(first.members)
    return replace(
        first, records=first.records + second.records, members=first.members + second.members,
        runs=first.runs + tuple(further + run for run in second.runs),
    )  # fmt: skip
