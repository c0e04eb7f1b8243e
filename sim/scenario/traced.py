"""One run, year by year: where each firm is, its grade and its rung; grades by place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.levers import GRADES
from sim.base.state import Array, State
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.city.run import run_city
from sim.park.atlas import places
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.one_run import check_shown, population

NOT_GRADED = len(GRADES)  # entrants of the year, and every firm before the first grading


@dataclass(frozen=True)
class TracedYear:
    """The firms at the end of a year, by identity; one entry of each array per firm.

    Attributes:
        key: identity; those of 2015 are numbered by size.
        place: row of the atlas.
        grade: 0 to 3 for A to D, 4 where there is none.
        rung: of the upgrade ladder, 0 to 5.
        above_scale: 1 where it is on the register.
        weight: firms that it stands for.
    """

    key: Array
    place: Array
    grade: Array
    rung: Array
    above_scale: Array
    weight: Array


@dataclass(frozen=True)
class Trace:
    """One run, year by year.

    Attributes:
        years: 2015 first.
        firms: by year.
        indicators: the city's figures by year.
    """

    years: tuple[int, ...]
    firms: tuple[TracedYear, ...]
    indicators: tuple[dict[str, float], ...]

    def grades_by_place(self) -> Array:
        """Firms by grade; shape: years x places x 5 (A to D, none)."""
        return np.stack([_grades(year) for year in self.firms])


def trace(scenario: Scenario, member: Member, firms: float) -> Trace:
    """Run a scenario on a member and keep every year's firms.

    Args:
        scenario: what is run.
        member: what it stands on.
        firms: share of the smaller firms.

    Raises:
        ArithmeticError: the city left the range of money.
    """
    values = scenario.values_for(member)
    city = population(values, firms, member.population_seed)
    check_shown(city)
    found = [_look(city)]
    record = run_city(
        city, scenario.measures, parameters=values, seed=member.seed, last_year=LAST_YEAR,
        future=scenario.future, after_year=lambda state: found.append(_look(state)),
    )  # fmt: skip
    return Trace(tuple(range(FIRST_YEAR, LAST_YEAR + 1)), tuple(found), tuple(record.indicators))


def _look(state: State) -> TracedYear:
    columns = state.firms
    order = np.argsort(columns["key"], kind="stable")
    graded = columns["score"] > 0.0  # the first grading is of the books of 2015
    grade = np.where(graded, columns["grade"], NOT_GRADED)
    return TracedYear(
        key=columns["key"][order], place=columns["place"][order], grade=grade[order],
        rung=columns["rung"][order], above_scale=columns["above_scale"][order],
        weight=columns["weight"][order],
    )  # fmt: skip


def _grades(year: TracedYear) -> Array:
    kinds = NOT_GRADED + 1
    cells = year.place * kinds + year.grade
    counts = np.bincount(cells, weights=year.weight, minlength=len(places()) * kinds)
    return counts.reshape(len(places()), kinds)
