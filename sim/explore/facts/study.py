"""The stylised facts over the members of a sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.base.units import LAST_YEAR
from sim.explore.expected import Found, expectations, judge
from sim.explore.facts.catalogue import measured
from sim.explore.firm_years import firm_years
from sim.explore.members import for_members, gathered
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.sample import Sample

FILE = "stylised_facts.toml"


def _facts_of(member: Member, *, scenario: Scenario, firms: float) -> dict[str, float]:
    return measured(firm_years(scenario, member, last_year=LAST_YEAR, firms=firms))


def stylised_facts(
    scenario: Scenario, sample: Sample, *, firms: float, workers: int,
    progress: Callable[[int], Any] | None = None,
) -> list[Found]:  # fmt: skip
    """Measure the facts on every member and judge them.

    Args:
        scenario: as loaded; its measures up to 2020 should be the documented ones.
        sample: the members.
        firms: share of the smaller firms simulated.
        workers: processes.
        progress: called with the number of runs finished since the last call.

    Raises:
        InputError: the file of expectations cannot be used, or every member failed.
    """
    expected = expectations(FILE)
    values = gathered(for_members(_facts_of, sample.members, workers=workers, progress=progress,
                                  scenario=scenario, firms=firms))  # fmt: skip
    return [judge(one, values[name]) for name, one in expected.items()]
