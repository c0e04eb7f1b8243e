"""Why one firm did what it did in one year: its decisions taken apart, and what followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim.base.errors import InputError
from sim.base.rules import Decision
from sim.base.state import State
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.base.variables import FIRM
from sim.city.run import run_city
from sim.park.atlas import places, sectors
from sim.scenario import queues
from sim.scenario.ensemble import check_request
from sim.scenario.flips import Flip, find_flips
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.one_run import check_shown, population
from sim.scenario.queues import Standing
from sim.scenario.tracing import Trace, trace

# The decision before which the flips are looked for: grades and peers are known, nothing is
# decided yet.
BEFORE_DECIDING = "receive_diagnosis"
# What the city decided for all just before a decision is put to the firms.
SETTLED_BEFORE: dict[str, tuple[Callable[[State, int], Standing], ...]] = {
    BEFORE_DECIDING: (queues.grading,),
    "withdraw_or_redirect": (queues.clearing, queues.treatment),
    "carry_out_upgrade": (queues.subsidy, queues.land),
}


@dataclass
class Explanation:
    """One firm in one year.

    Attributes:
        scenario: as resolved.
        key, year: which firm and year.
        sector, place: their names; the place at the beginning of the year.
        traces: the decisions, in the order in which they were taken.
        standings: rankings and queues, in the same order.
        flips: changes of one dose that turn the upgrade decision, the smallest first.
        end: the firm's variables at the end of the year, or those kept of it when it left.
        left: True when it left this year.
    """

    scenario: Scenario
    key: int
    year: int
    sector: str = ""
    place: str = ""
    traces: list[Trace] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)
    end: dict[str, float] = field(default_factory=dict)
    left: bool = False

    def trace_of(self, name: str) -> Trace | None:
        """The decision of a name, if the firm took it this year."""
        return next((item for item in self.traces if item.card.name == name), None)


@dataclass
class _Follower:
    """Puts decisions to all firms as usual and looks at one of them before each."""

    found: Explanation
    seen: list[int] = field(default_factory=list)

    def __call__(self, decision: Decision, state: State, rows: slice | None = None) -> None:
        if state.year == self.found.year:
            at = np.flatnonzero(state.firms["key"] == self.found.key)
            if at.size:
                self._look(decision, state, int(at[0]))
        decision.run(state, rows)

    def _look(self, decision: Decision, state: State, row: int) -> None:
        found = self.found
        if not found.traces:
            found.place = places()[int(state.firms["place"][row])].name
            found.sector = sectors()[int(state.firms["sector"][row])].name
        found.standings += [ask(state, row) for ask in SETTLED_BEFORE.get(decision.name, ())]
        if decision.name == BEFORE_DECIDING:
            found.flips = find_flips(state, found.scenario.measures, row)
        found.traces.append(trace(decision, state, row))

    def after_year(self, state: State) -> None:
        """Note in which years the firm is there, and how its year ended."""
        at = np.flatnonzero(state.firms["key"] == self.found.key)
        if at.size:
            self.seen.append(state.year)
        if state.year != self.found.year:
            return
        gone = state.departed
        left = np.flatnonzero(gone["key"] == self.found.key) if gone else np.zeros(0, dtype=int)
        if at.size:
            self.found.end = {name: state.firms[name][at[0]].item() for name in FIRM}
        elif left.size:
            self.found.end = {name: values[left[0]].item() for name, values in gone.items()}
            self.found.left = True


def check_year(year: int) -> None:
    """Refuse a year in which nothing is decided.

    Raises:
        InputError: naming the years there are.
    """
    if not FIRST_YEAR < year <= LAST_YEAR:
        raise InputError(
            f"--year {year}: give a year from {FIRST_YEAR + 1} to {LAST_YEAR}",
            f"--year {year}：请给出 {FIRST_YEAR + 1} 至 {LAST_YEAR} 之间的年份",
        )


def explain_firm(
    scenario: Scenario, member: Member, key: int, year: int, firms: float = 1.0
) -> Explanation:
    """Run a member under a scenario and take one firm's year apart; the run itself is unchanged.

    Args:
        scenario: as loaded.
        member: parameters, population and luck.
        key: the firm's identity; 1 to 7,263 are the above-scale firms of 2015, largest first.
        year: 2016 to 2025.
        firms: share of the smaller firms simulated.

    Raises:
        InputError: no such year, or the firm was not there.
    """
    check_year(year)
    check_request(1, FIRST_YEAR, year, firms, 1)
    values = scenario.values_for(member)
    city = population(values, firms, member.population_seed)
    check_shown(city, key)
    follower = _Follower(Explanation(scenario, key, year))
    if np.any(city.firms["key"] == key):
        follower.seen.append(FIRST_YEAR)
    run_city(city, scenario.measures, parameters=values, seed=member.seed, last_year=year,
             future=scenario.future, after_year=follower.after_year,
             each_firm=follower)  # fmt: skip
    if not follower.found.traces:
        raise _absent(key, year, follower.seen, int(city.firms["key"].max()), firms < 1.0)
    return follower.found


def _absent(key: int, year: int, seen: list[int], last: int, thinned: bool) -> InputError:
    some = "; a thinned city holds some of them" if thinned else ""
    some_zh = "（稀释城市只含其中一部分）" if thinned else ""
    if seen:
        first, end = max(seen[0], FIRST_YEAR + 1), seen[-1] + 1
        return InputError(
            f"firm {key} decided nothing in {year}; give a --year from {first} to {end}{some}",
            f"企业 {key} 在 {year} 年没有决策；请用 --year 给出 {first} 至 {end} 年{some_zh}",
        )
    return InputError(
        f"no firm {key} in {year}; the firms of 2015 are numbered 1 to {last}{some}",
        f"{year} 年没有企业 {key}；2015年的企业编号为 1 至 {last}，请从中选{some_zh}",
    )
