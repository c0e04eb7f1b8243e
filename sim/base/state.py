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

Array = NDArray[Any]


@compiled
def _close_ranks(array: Any, kept: Any, first: int) -> None:
    for i in range(kept.shape[0]):
        array[first + i] = array[kept[i]]


class Columns:
    """Arrays by variable name, with room to grow.

    `columns["output"]` is a view of the rows in use (shape: rows), contiguous.
    """

    def __init__(self, declared: dict[str, Variable], rows: int, room: int | None = None):
        self.declared = declared
        self.rows = rows
        self.changes = 0  # how often rows came or went: draws made before that are stale
        size = max(room or rows, rows)
        self._arrays: dict[str, Array] = {
            name: np.zeros(size, dtype=np.int64 if item.whole else np.float64)
            for name, item in declared.items()
        }

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name][: self.rows]

    def __setitem__(self, name: str, values: Any) -> None:
        self._arrays[name][: self.rows] = values

    def __iter__(self) -> Iterator[str]:
        return iter(self.declared)

    def __len__(self) -> int:
        return self.rows

    def append(self, count: int) -> slice:
        """Make room for `count` more rows, set to zero, and return their slice."""
        start, end = self.rows, self.rows + count
        for name, array in self._arrays.items():
            if end > array.shape[0]:
                bigger = np.zeros(int(end * 1.2) + 16, dtype=array.dtype)
                bigger[:start] = array[:start]
                self._arrays[name] = bigger
            self._arrays[name][start:end] = 0
        self.rows = end
        self.changes += 1
        return slice(start, end)

    def keep(self, mask: Array) -> None:
        """Drop the rows where `mask` is False; the order of the others stays."""
        kept = np.flatnonzero(mask)
        if kept.shape[0] == self.rows:
            return
        first = int(np.flatnonzero(~mask)[0])
        for array in self._arrays.values():
            _close_ranks(array, kept[first:], first)
        self.rows = kept.shape[0]
        self.changes += 1

    def copy(self, room: int | None = None) -> Columns:
        """A copy with room for at least `room` rows."""
        twin = Columns(self.declared, self.rows, room)
        for name in self:
            twin[name] = self[name]
        return twin


@dataclass
class State:
    """Everything that a year reads and writes.

    Attributes:
        firms, places, sectors, place_sectors, rungs: columns.
        grades: per-grade levers of the year, arrays of 4.
        place_levers: per-place levers of the year, one entry per place.
        scalars: parameters, macro figures, city levers and last year's totals by name.
        seed, year: what the draws are keyed by.
        employment_2015: staff of each place-sector cell in 2015.
        sector_mix: places x sectors, cumulated odds of an entrant's sector.
        entry_share: each place's share of the entrants.
        departed: columns of the firms that left this year.
        thinning: share of the small firms that the population holds (1 is the full city).
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
    grades: dict[str, Array] = field(default_factory=dict)
    place_levers: dict[str, Array] = field(default_factory=dict)
    scalars: dict[str, float] = field(default_factory=dict)
    _drawn: dict[tuple[int, ...], Array] = field(default_factory=dict)

    def draws(self, name: str, first: int, end: int) -> Array:
        """The draws of a decision this year of the firms in rows `first` to `end`."""
        number = DRAWS[name]
        stamp = (number >> 2, first, end, self.year, self.firms.changes)
        if stamp not in self._drawn:
            if any(old[3:] != stamp[3:] for old in self._drawn):
                self._drawn.clear()
            keys = self.firms["key"][first:end]
            self._drawn[stamp] = draw_block(stamp[0], keys, self.seed, self.year)
        return self._drawn[stamp][number & 3]
