"""The ledger in detail: every yuan and every mu by entry, place and grade."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.base.disclosure import OwnParts, hidden
from sim.base.ledger import LAND_ENTRIES, LedgerEntry
from sim.base.own import is_own
from sim.base.state import Array, State
from sim.base.totals import grouped_total
from sim.base.variables import PLACE
from sim.city.concerned import LEFT, FirmColumns, parts, returned_part
from sim.city.details import GRADE_NAMES, NEW, NO_GRADE, Entry, LedgerCells
from sim.city.hiding import hidden_places, hides
from sim.city.record import LAND_ACCOUNT, Booked, booked
from sim.city.settlement import PAID_EARLY, RELOCATED
from sim.firm.founding import BORN, CROSSED, LARGE, MIDDLE, RECRUITED, REPLACING
from sim.firm.leaving import MARKET

TAX_ACCOUNT = "tax_account"
TAXES = (LedgerEntry("received", "tax_paid"),)
CAUSE_OF_LEAVING = {**LEFT, "market_exit": MARKET}
ENTRY_ORIGINS = {
    "born": BORN, "crossed": CROSSED, "recruited": RECRUITED, "replacing": REPLACING,
    "large_project": LARGE, "middle_project": MIDDLE,
}  # fmt: skip
IN_PART = ("part_recovered", "part_returned")
# Amounts, weights, cells and identities of firms.
Added = tuple[Array, Array, Array, Array]
OF_THE_PLACE = {"supplied": "land_supplied", "regained": "land_regained", "lost": "land_lost"}


class LedgerWatch:
    """Adds up each year's flows by place and grade.

    What is paid at the start of a year (subsidies due, diagnoses, land bought back) belongs to
    the place where the firm stood then, the rest to where it stands at the year's end.

    Args:
        population: the city before the first year.
        measures: instruments in force.
    """

    def __init__(self, population: State, measures: Sequence[Booked]):
        money = booked(measures) + [(TAX_ACCOUNT, entry) for entry in TAXES]
        self._money = money
        self._entries = tuple(
            [Entry(name, entry.flow, entry.variable, "10k yuan") for name, entry in money]
            + [Entry("" if land.lever else LAND_ACCOUNT, land.flow, land.cause, "mu", land.lever)
               for land in LAND_ENTRIES]
        )  # fmt: skip
        self._cells: list[tuple[Array, ...]] = []
        self._unseen: Array | None = None  # cells of the places that the year hides
        self._remember(population)

    def _remember(self, state: State) -> None:
        """Where each firm stood, and on how much land, at a year's end."""
        firms = state.firms
        order = np.argsort(firms["key"])
        self._keys = firms["key"][order]
        self._place, self._land = firms["place"][order], firms["land"][order]

    def look(self, state: State) -> None:
        """Add a year."""
        now = _Now(state, self._keys, self._place, self._land)
        self._unseen = None
        for k, (_, entry) in enumerate(self._money):
            price = state.scalars["price_level"]
            if entry.variable in PLACE:
                self._keep_places(k, state, state.places[entry.variable], price)
                continue
            self._keep(k, state, [now.money(*part, entry.variable)
                                  for part in parts(state, entry)], price)  # fmt: skip
        for k, land in enumerate(LAND_ENTRIES, start=len(self._money)):
            if land.flow in OF_THE_PLACE:
                self._keep_places(k, state, state.places[OF_THE_PLACE[land.flow]], 1.0)
            else:
                self._keep(k, state, [now.land(land.flow, land.cause)], 1.0)
        self._remember(state)

    def _keep(self, entry: int, state: State, added: list[Added], worth: float) -> None:
        """Sum amounts and keep the cells that are not nought."""
        size = len(state.places) * len(GRADE_NAMES)
        firms, amount = np.zeros(size), np.zeros(size)
        for amounts, weights, cells, _ in added:
            ones = (amounts != 0.0).astype(np.float64)
            firms += grouped_total(ones, weights, cells, size)
            amount += grouped_total(amounts, weights, cells, size)
        found = np.flatnonzero((firms != 0.0) | (amount != 0.0))
        place, grade = np.divmod(found, len(GRADE_NAMES))
        counts, sums = firms[found], amount[found] * worth
        if hides(state):
            few = self._hidden(state, added)[found]
            counts[few] = sums[few] = np.nan
        self._append(entry, state.year, place, grade, counts, sums)

    def _hidden(self, state: State, added: list[Added]) -> Array:
        """Cells that are not shown: those that tell, and those of places that are hidden.

        The latter since a place's cells add up to what is hidden of the place.
        """
        mine = [is_own(keys) & (amounts != 0.0) for amounts, _, _, keys in added]
        pairs = list(zip(added, mine, strict=True))
        amounts, cells = (np.concatenate([part[k][own] for part, own in pairs]) for k in (0, 2))
        size = len(state.places) * len(GRADE_NAMES)
        parts = OwnParts.of(cells.astype(np.int64), amounts[:, None], size)
        if self._unseen is None:
            self._unseen = np.repeat(hidden_places(state), len(GRADE_NAMES))
        return hidden(parts, self._unseen)

    def _keep_places(self, entry: int, state: State, amounts: Array, worth: float) -> None:
        """Keep what belongs to places and to no firm."""
        found = np.flatnonzero(amounts != 0.0)
        grade = np.full(found.shape[0], NO_GRADE)
        none = np.zeros(found.shape[0])
        self._append(entry, state.year, found, grade, none, amounts[found] * worth)

    def _append(
        self, entry: int, year: int, place: Array, grade: Array, firms: Array, amount: Array
    ) -> None:
        count = place.shape[0]
        self._cells.append((
            np.full(count, year, np.int16), np.full(count, entry, np.int16),
            place.astype(np.int16), grade.astype(np.int8), firms, amount,
        ))  # fmt: skip

    def cells(self) -> LedgerCells:
        """All years' cells."""
        columns = [np.concatenate(column) for column in zip(*self._cells, strict=True)]
        return LedgerCells(self._entries, *columns)


class _Now:
    """The firms of a year's end beside those of the end before."""

    def __init__(self, state: State, keys: Array, place: Array, land: Array):
        self._state = state
        firms = state.firms
        self._at = np.minimum(np.searchsorted(keys, firms["key"]), keys.shape[0] - 1)
        self._known = keys[self._at] == firms["key"]
        self._place_before = np.where(self._known, place[self._at], firms["place"])
        self._land_before = np.where(self._known, land[self._at], 0.0)
        self._grade = np.where(self._known, firms["grade"], NEW)

    def money(
        self, columns: FirmColumns, rows: Array, amounts: Array, variable: str
    ) -> Added:
        """One part of an entry."""
        weights, keys = columns["weight"][rows], columns["key"][rows]
        if columns is not self._state.firms:
            return amounts, weights, _cell(columns["place"][rows], columns["grade"][rows]), keys
        early = variable in PAID_EARLY
        place = self._place_before if early else columns["place"]
        return amounts, weights, _cell(place[rows], self._grade[rows]), keys

    def land(self, flow: str, cause: str) -> Added:
        """Land that firms freed or were granted for a cause."""
        firms, gone = self._state.firms, self._state.departed
        if cause in CAUSE_OF_LEAVING:
            if not gone:
                return np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64)
            left = gone["leaves"] == CAUSE_OF_LEAVING[cause]
            cells = _cell(gone["place"], gone["grade"])
            return gone["land"] * left, gone["weight"], cells, gone["key"]
        if cause in IN_PART:
            concerned = returned_part(firms, by_treatment=cause == "part_returned")
            part = firms["land_to_return"] * concerned
            return part, firms["weight"], _cell(self._place_before, self._grade), firms["key"]
        chosen = self._because(cause)
        if flow == "freed":
            cells = _cell(self._place_before, self._grade)
            return self._land_before * chosen, firms["weight"], cells, firms["key"]
        granted = firms["land_granted"] * chosen
        return granted, firms["weight"], _cell(firms["place"], self._grade), firms["key"]

    def _because(self, cause: str) -> Array:
        """The firms that a cause concerns, as 0 or 1."""
        firms = self._state.firms
        moves = firms["moves"]
        if cause in ENTRY_ORIGINS:
            return ~self._known & (firms["origin"] == ENTRY_ORIGINS[cause])
        if cause == "moved":
            return (moves > 0) & (moves != RELOCATED)
        return moves == RELOCATED if cause == "relocated" else self._known & (moves == 0)


def _cell(place: Array, grade: Array) -> Array:
    cells: Array = place * len(GRADE_NAMES) + grade
    return cells
