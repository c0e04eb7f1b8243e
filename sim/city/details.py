"""What a run records beside its record when it is asked for: ledger by place, groups, projects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.levers import GRADES
from sim.base.state import Array

NEW, NO_GRADE = len(GRADES), len(GRADES) + 1
# Entrants of the year have no grade yet; land that no firm holds has none at all.
GRADE_NAMES = (*GRADES, "new", "")
GROUP_FIGURES = ("firms", "employment", "output", "value_added", "tax", "land")
REGISTER = ("below_scale", "above_scale")
# Would the project have come without the subsidy? By choice, by order, or not.
PROJECT_KINDS = ("anyway", "ordered", "additional")
PROJECT_FIGURES = ("projects", "subsidy", "cost")
# Above-scale firms, those that reached each rung of the ladder, capital with its equipped parts.
ADOPTION_FIGURES = ("firms", "rung_1", "rung_2", "rung_3", "rung_4", "rung_5", "capital",
                    "numerical_control", "networked")  # fmt: skip
# Where a firm stands: its grade, not graded yet, or not there (not yet, or no more).
STANDINGS, ABSENT = (*GRADES, "new", "absent"), len(GRADES) + 1


@dataclass(frozen=True)
class Entry:
    """One flow of the detailed ledger.

    Attributes:
        instrument: who books it; empty for land that only a lever stands behind.
        flow: as in the plain ledger, or a flow of land.
        item: the firm variable that is summed, or the cause of a flow of land.
        unit: 10k yuan (of the year) or mu.
        lever: whose instrument stands behind a flow of land.
    """

    instrument: str
    flow: str
    item: str
    unit: str
    lever: str = ""


@dataclass(frozen=True)
class LedgerCells:
    """Parts of the ledger that are not nought, one entry of each array per part.

    Attributes:
        year, place, grade: whole numbers; grade is a position in `GRADE_NAMES`.
        entry: a position in `entries`.
        firms: firms concerned.
        amount: in the unit of the entry.
    """

    entries: tuple[Entry, ...]
    year: Array
    entry: Array
    place: Array
    grade: Array
    firms: Array
    amount: Array


@dataclass(frozen=True)
class Paths:
    """How the city moves year by year.

    Attributes:
        adoption: sums over above-scale firms; shape: years from 2015 x size classes of the year x
            `ADOPTION_FIGURES`.
        grades: all firms by standing at the end of one year and of the next; shape: steps from
            2015-2016 x `STANDINGS` x `STANDINGS`.
    """

    adoption: Array
    grades: Array


@dataclass(frozen=True)
class Details:
    """What was asked for; the rest is None or empty.

    Attributes:
        ledger: money and land by place and grade, all years.
        groups: by dimension, sums of the last year; shape: groups x `REGISTER` x `GROUP_FIGURES`,
            money in 10k yuan of the year.
        projects: subsidised projects; shape: years from 2016 x `PROJECT_KINDS` x
            `PROJECT_FIGURES`, money in 10k yuan of the year.
        paths: adoption by size and moves between grades, all years.
    """

    ledger: LedgerCells | None
    groups: dict[str, Array]
    projects: Array
    paths: Paths | None = None

    @staticmethod
    def empty() -> Details:
        """Details with nothing in them."""
        return Details(None, {}, np.zeros((0, len(PROJECT_KINDS), len(PROJECT_FIGURES))))


@dataclass(frozen=True)
class Wanted:
    """What a run is to record beside its record.

    Attributes:
        ledger: every yuan and every mu by place and grade.
        groups: sums of the last year by group, and subsidised projects by kind.
        paths: adoption by size and moves between grades, year by year.
    """

    ledger: bool = False
    groups: bool = False
    paths: bool = False
