"""The columns that hold the city: one array per declared variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.compiler import compiled
from sim.base.declare import Variable
from sim.base.draws import DRAWS, draw_block
from sim.base.futures import Future
from sim.base.own import Change, OwnFirms

Array = NDArray[Any]


# Columns lie one after another in two tables. Their distance is kept off multiples of a memory
# page, which would make them compete for the same lines of the processor's cache.
PAGE_ENTRIES, LINE_ENTRIES = 512, 8


def _table(columns: int, entries: int, whole: bool) -> Array:
    """Table not filled yet; shape: columns x room for at least `entries` rows."""
    room = -(-entries // PAGE_ENTRIES) * PAGE_ENTRIES + LINE_ENTRIES
    return np.empty((columns, room), dtype=np.int64 if whole else np.float64)


@compiled
def _fill_gaps(table: Any, gaps: Any, movers: Any) -> None:
    for line in range(table.shape[0]):
        for k in range(gaps.shape[0]):
            table[line, gaps[k]] = table[line, movers[k]]


class Columns:
    """Arrays by variable name, zero at first, with room to grow.

    `columns["output"]` is a view of the rows in use (shape: rows), contiguous. Rows stand in no
    order: those that come may take the places of those that went.
    """

    def __init__(self, declared: dict[str, Variable], rows: int, room: int | None = None):
        self.declared = declared
        self.rows = 0
        self.changes = 0  # how often rows came or went: draws made before that are stale
        self._lines = {
            whole: [name for name, item in declared.items() if item.whole == whole]
            for whole in (False, True)
        }
        self._tables = {
            whole: _table(len(names), max(room or rows, rows), whole)
            for whole, names in self._lines.items()
        }
        self.append(rows)

    def _look(self) -> None:
        """Renew the views of the columns after a change of rows."""
        self._views = {
            name: self._tables[whole][line, : self.rows]
            for whole, names in self._lines.items()
            for line, name in enumerate(names)
        }

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_views"}

    def __setstate__(self, content: dict[str, Any]) -> None:
        self.__dict__.update(content)
        self._look()

    def __getitem__(self, name: str) -> Array:
        return self._views[name]

    def __setitem__(self, name: str, values: Any) -> None:
        self._views[name][:] = values

    def __iter__(self) -> Iterator[str]:
        return iter(self.declared)

    def __len__(self) -> int:
        return self.rows

    def append(self, count: int) -> slice:
        """Make room for `count` more rows, set to zero, and return their slice."""
        start, end = self.rows, self.rows + count
        for whole, table in self._tables.items():
            if end > table.shape[1]:
                self._tables[whole] = _table(table.shape[0], int(end * 1.2), whole)
                self._tables[whole][:, :start] = table[:, :start]
            self._tables[whole][:, start:end] = 0
        self.rows = end
        self.changes += 1
        self._look()
        return slice(start, end)

    def keep(self, mask: Array) -> None:
        """Drop the rows where `mask` is False; the last of the others move into the gaps."""
        kept = int(np.count_nonzero(mask))
        if kept == self.rows:
            return
        gaps = np.flatnonzero(~mask[:kept])
        movers = kept + np.flatnonzero(mask[kept:])
        for table in self._tables.values():
            _fill_gaps(table, gaps, movers)
        self.rows = kept
        self.changes += 1
        self._look()

    def copy(self, room: int | None = None) -> Columns:
        """A copy with room for at least `room` rows."""
        twin = Columns(self.declared, 0, max(room or 0, self.rows))
        for whole, table in self._tables.items():
            twin._tables[whole][:, : self.rows] = table[:, : self.rows]
        twin.rows = self.rows
        twin._look()
        return twin


@dataclass
class State:
    """Everything that a year reads and writes.

    Attributes:
        firms, places, sectors, place_sectors, rungs: columns.
        grades: per-grade levers of the year, arrays of 4.
        place_levers: per-place levers of the year, one entry per place.
        local: what the scenario sets by sector or place, by the name of the city lever, grade lever
            or scalar that it stands for; one entry per place-sector cell, times grades for a grade
            lever.
        scalars: parameters, macro figures, city levers and last year's totals by name.
        future: what the scenario sets of the surroundings, by year; empty for their usual course.
        seed, year: what the draws are keyed by.
        employment_2015: staff of each place-sector cell in 2015.
        sector_mix: places x sectors, cumulated odds of an entrant's sector.
        entry_share: each place's share of the entrants.
        departed: columns of the firms that left this year.
        thinning: share of the small firms that the population holds (1 is the full city).
        awake: numbers of the decisions that answer levers which have been in force.
        own: a user's own firms that take over at the end of their year, if there are any.
        change: what that did, once they have.
    """

    firms: Columns
    places: Columns
    sectors: Columns
    place_sectors: Columns
    rungs: Columns
    seed: int
    year: int = 0
    employment_2015: Array = field(default_factory=lambda: np.zeros(0))
    sector_mix: Array = field(default_factory=lambda: np.zeros((0, 0)))
    entry_share: Array = field(default_factory=lambda: np.zeros(0))
    departed: dict[str, Array] = field(default_factory=dict)
    thinning: float = 1.0
    awake: set[str] = field(default_factory=set)
    grades: dict[str, Array] = field(default_factory=dict)
    place_levers: dict[str, Array] = field(default_factory=dict)
    local: dict[str, Array] = field(default_factory=dict)
    scalars: dict[str, float] = field(default_factory=dict)
    future: Future = field(default_factory=dict)
    own: OwnFirms | None = None
    change: Change | None = None
    _drawn: dict[tuple[int, bool], tuple[tuple[int, ...], Array]] = field(default_factory=dict)

    def lever(
        self, name: str, rows: Array | slice, place: Array | None = None
    ) -> Array | float:
        """A city or grade lever as the firms in `rows` meet it; one number if all meet the same.

        Args:
            place: where they meet it; default: where they stand.
        """
        grade = self.firms["grade"][rows]
        if name not in self.local:
            return self.grades[name][grade] if name in self.grades else self.scalars[name]
        cell = self.cell(rows, place)
        return self.local[name][cell * 4 + grade if name in self.grades else cell]

    def cell(self, rows: Any, place: Any = None) -> Any:
        """Place-sector cells of the firms in `rows`, where they stand or in `place`."""
        at = self.firms["place"][rows] if place is None else place
        return at * self.sectors.rows + self.firms["sector"][rows]

    def draws(self, name: str, first: int, end: int) -> Array:
        """The draws of a decision this year of the firms in rows `first` to `end`.

        A block is drawn once for all decisions that share it; its memory serves again next year.
        """
        number = DRAWS[name]
        slot = (number >> 2, first > 0)
        stamp = (first, end, self.year, self.seed, self.firms.changes)
        drawn_for, block = self._drawn.get(slot, ((), np.empty((4, 0))))
        if drawn_for != stamp:
            keys = self.firms["key"][first:end]
            block = draw_block(slot[0], keys, self.seed, self.year, block)
            self._drawn[slot] = (stamp, block)
        return block[number & 3, : end - first]
