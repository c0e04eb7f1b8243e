"""Watching a run: what is recorded beside the record, after each year, changing nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.base.state import Array, State
from sim.city.detail_groups import Classes, group_sums, project_sums
from sim.city.detail_ledger import LedgerWatch
from sim.city.detail_paths import PathWatch
from sim.city.details import Details, Wanted
from sim.city.record import Booked


class Watch:
    """Looks at the city after each year.

    Args:
        population: the city of 2015, before the run.
        measures: instruments in force.
        wanted: what to record.
        last_year: the year whose groups are summed.
    """

    def __init__(
        self, population: State, measures: Sequence[Booked], wanted: Wanted, last_year: int
    ):
        self._ledger = LedgerWatch(population, measures) if wanted.ledger else None
        self._classes = Classes(population) if wanted.groups else None
        self._paths = PathWatch(population) if wanted.paths else None
        self._last_year = last_year
        self._groups: dict[str, Array] = {}
        self._projects: list[Array] = []

    def look(self, state: State) -> None:
        """Record the year that has just ended."""
        if self._ledger is not None:
            self._ledger.look(state)
        if self._paths is not None:
            self._paths.look(state)
        if self._classes is not None:
            self._projects.append(project_sums(state))
            if state.year == self._last_year:
                self._groups = group_sums(state, self._classes)

    def details(self) -> Details:
        """All that was recorded."""
        empty = Details.empty()
        return Details(
            self._ledger.cells() if self._ledger is not None else None, self._groups,
            np.stack(self._projects) if self._projects else empty.projects,
            self._paths.paths() if self._paths is not None else None,
        )  # fmt: skip
