"""Which firms an entry of the ledger concerns, by what happened to them this year."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sim.base.ledger import LedgerEntry
from sim.base.state import Array, State
from sim.city.orders import LOW_EFFICIENCY
from sim.city.settlement import RELOCATED
from sim.firm.leaving import BOUGHT_OUT, CLEARED, MARKET, OBSOLETE, RECOVERED, RECTIFIED

# Why a firm left, by the cause of an entry.
LEFT = {
    "cleared": CLEARED, "bought_out": BOUGHT_OUT, "obsolete": OBSOLETE, "rectified": RECTIFIED,
    "recovered": RECOVERED, "unordered": MARKET,
}  # fmt: skip


class FirmColumns(Protocol):
    """Columns of firms by name: those of the city, or of those that left."""

    def __getitem__(self, name: str, /) -> Array:
        """The column of a variable."""


def returned_part(firms: FirmColumns, *, by_treatment: bool) -> Array:
    """Which firms gave part of their plot back: treated ones, or those that missed their bar."""
    ordered = firms["treated"] == LOW_EFFICIENCY
    gave = (firms["moves"] == 0) & (firms["land_to_return"] > 0.0)
    return gave & (ordered if by_treatment else ~ordered)


def _stayed(firms: FirmColumns, cause: str) -> Array | None:
    """Which firms of the city a cause concerns; None where only those that left."""
    if cause == "recovered":
        return returned_part(firms, by_treatment=False)
    if cause == "returned":
        return returned_part(firms, by_treatment=True)
    if cause == "relocated":
        return firms["moves"] == RELOCATED
    if cause == "unordered":
        return (firms["moves"] > 0) & (firms["moves"] != RELOCATED)
    return None


class _Rows:
    """Some rows of columns."""

    def __init__(self, columns: FirmColumns, rows: Array):
        self._columns, self._rows = columns, rows

    def __getitem__(self, name: str, /) -> Array:
        return np.asarray(self._columns[name][self._rows])


def parts(state: State, entry: LedgerEntry) -> list[tuple[FirmColumns, Array, Array]]:
    """What an entry adds up: columns of firms, the rows it concerns, and their amounts.

    The firms are those of the city, those that left this year, or both; rows with nothing in them
    are left out.
    """
    here, gone, variable = state.firms, state.departed, entry.variable
    found: list[tuple[FirmColumns, Array, Array]] = []
    rows = np.flatnonzero(here[variable] != 0.0)  # many times as fast as of the figures
    stayed = _stayed(_Rows(here, rows), entry.cause)
    if stayed is not None or not entry.cause:
        rows = rows if stayed is None else rows[stayed]
        found.append((here, rows, here[variable][rows]))
    if variable in gone and (not entry.cause or entry.cause in LEFT):
        rows = np.flatnonzero(gone[variable] != 0.0)
        if entry.cause:
            rows = rows[gone["leaves"][rows] == LEFT[entry.cause]]
        found.append((gone, rows, gone[variable][rows]))
    return found
