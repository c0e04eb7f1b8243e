"""Why firms upgraded or not, and why they left: the whole city in one year.

What held a firm back is found by asking it again: a firm that would upgrade with money without
limit was held back by its means; one that would not even then, and not on the luckiest draw, was
not able; the rest were held back by the draw against their threshold.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import numpy as np

from sim.base.levers import GRADES
from sim.base.rules import Decision
from sim.base.state import Array, State
from sim.base.totals import grouped_total
from sim.base.units import FIRST_YEAR
from sim.city.run import run_city
from sim.firm.leaving import MARKET
from sim.park.atlas import places
from sim.scenario.ensemble import check_request
from sim.scenario.explain import check_year
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.one_run import check_shown, population

ALONE, ANYWAY, ONLY, TREATED = range(4)
NOT_GRANTED, MEANS, DRAW, NOT_ABLE, NEW = range(4, 9)
UPGRADE_CAUSES = (
    "alone", "anyway", "only", "treated", "not_granted", "means", "draw", "not_able", "new",
)  # fmt: skip
UPGRADED = UPGRADE_CAUSES[: TREATED + 1]
# From "cleared" on in the order of the numbers in `sim.firm.leaving`.
EXIT_CAUSES = (
    "market", "insolvency", "cleared", "bought_out", "obsolete", "rectified", "recovered",
)  # fmt: skip
BOUNDLESS, CERTAIN = 1e12, 1e6  # 10k yuan; logit: beyond all that a firm or a threshold has


@dataclass
class Causes:
    """Causes by grade and place; grades are those of the year, counts are weighted firms.

    Attributes:
        scenario: as resolved.
        year: which.
        upgrades: above-scale firms at the year's end by cause (`UPGRADE_CAUSES`), grade and place.
        exits: all firms that left, by cause (`EXIT_CAUSES`), grade and place.
        indicators: the year's figures of the run, whose totals the counts add up to.
    """

    scenario: Scenario
    year: int
    upgrades: Array
    exits: Array
    indicators: dict[str, float]


@dataclass
class _Asker:
    """Puts decisions to all firms as usual, and asks again on copies in the year of interest."""

    year: int
    barriers: dict[int, int] = field(default_factory=dict)
    insolvent: set[int] = field(default_factory=set)
    upgrades: Array = field(default_factory=lambda: np.zeros(0))
    exits: Array = field(default_factory=lambda: np.zeros(0))

    def __call__(self, decision: Decision, state: State, rows: slice | None = None) -> None:
        asked = state.year == self.year
        if asked and decision.name == "decide_upgrade":
            self._ask_about_upgrades(decision, state)
        if asked and decision.name == "decide_exit":
            self._ask_about_exits(decision, state)
        decision.run(state, rows)

    def _ask_about_upgrades(self, decision: Decision, state: State) -> None:
        rich = _copy(state)
        rich.firms["debt"] = -BOUNDLESS
        decision.run(rich)
        with_money = rich.firms["would_upgrade_subsidised"].copy()
        rich.scalars["upgrade_intercept"] = CERTAIN
        decision.run(rich)
        with_luck = rich.firms["would_upgrade_subsidised"]
        barrier = np.where(with_luck == 0, NOT_ABLE, np.where(with_money == 1, MEANS, DRAW))
        self.barriers = dict(zip(state.firms["key"].tolist(), barrier.tolist(), strict=True))

    def _ask_about_exits(self, decision: Decision, state: State) -> None:
        twin = _copy(state)
        decision.run(twin)
        left = twin.firms["leaves"] == MARKET
        twin.scalars["insolvency_effect"] = 0.0
        decision.run(twin)
        broken = left & (twin.firms["leaves"] != MARKET)
        self.insolvent = set(state.firms["key"][broken].tolist())

    def after_year(self, state: State) -> None:
        """Sort the firms that are there and those that left."""
        if state.year != self.year:
            return
        firms, gone = state.firms, state.departed
        barrier = np.array([self.barriers.get(key, NEW) for key in firms["key"].tolist()])
        weight = firms["weight"] * firms["above_scale"]
        self.upgrades = _counts(upgrade_cause(state, barrier), firms["grade"], firms["place"],
                                weight, len(UPGRADE_CAUSES))  # fmt: skip
        broken = np.array([key in self.insolvent for key in gone["key"].tolist()], dtype=bool)
        cause = np.where(gone["leaves"] == MARKET, broken.astype(np.int64), gone["leaves"])
        self.exits = _counts(cause, gone["grade"], gone["place"], gone["weight"],
                             len(EXIT_CAUSES))  # fmt: skip


def _copy(state: State) -> State:
    """A state whose firms and scalars may be changed."""
    return dataclasses.replace(
        state, firms=state.firms.copy(), scalars=dict(state.scalars), _drawn={}
    )


def upgrade_cause(state: State, barrier: Array) -> Array:
    """The number of each firm's cause in `UPGRADE_CAUSES`, at the end of a year.

    Args:
        state: after the year.
        barrier: what held each firm back, or would have.
    """
    firms = state.firms
    done, alone = firms["upgraded"] == 1, firms["would_upgrade"] == 1
    granted = firms["subsidy_granted"] > 0.0
    helped = (firms["would_upgrade_subsidised"] == 1) & granted
    refused = (firms["would_upgrade_subsidised"] == 1) & ~granted
    return np.select(
        [done & alone & ~granted, done & alone, done & helped, done, refused],
        [ALONE, ANYWAY, ONLY, TREATED, NOT_GRANTED], barrier,
    )  # fmt: skip


def _counts(cause: Array, grade: Array, place: Array, weight: Array, causes: int) -> Array:
    """Weighted firms; shape: causes x grades x places."""
    shape = (causes, len(GRADES), len(places()))
    group = np.ravel_multi_index((cause, grade, place), shape).astype(np.int64)
    ones = np.ones(group.shape[0])
    return grouped_total(ones, weight, group, int(np.prod(shape))).reshape(shape)


def explain_city(scenario: Scenario, member: Member, year: int, firms: float = 1.0) -> Causes:
    """Run a member under a scenario and count the causes of one year; the run is unchanged.

    Args:
        scenario, member, firms: as for `explain_firm`.
        year: 2016 to 2025.

    Raises:
        InputError: no such year; or own firms are there, which these counts would tell apart.
    """
    check_year(year)
    check_request(1, FIRST_YEAR, year, firms, 1)
    values = scenario.values_for(member)
    asker = _Asker(year)
    city = population(values, firms, member.population_seed)
    check_shown(city)
    record = run_city(
        city, scenario.measures, parameters=values,
        seed=member.seed, last_year=year, future=scenario.future, after_year=asker.after_year,
        each_firm=asker,
    )  # fmt: skip
    return Causes(scenario, year, asker.upgrades, asker.exits, record.indicators[-1])
