"""Clearance of whole places (园区腾退)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class ParkClearance(Instrument):
    """All firms of a place relocate or are bought out in the years it is listed."""

    name = "park_clearance"
    zh = "园区腾退"
    en = "park clearance"
    evidence = ("P8",)
    writes = ("park_clearance",)
    ledger = (LedgerEntry("paid", "compensation", cause="bought_out"),)

    places: tuple[tuple[int, float], ...] = dose(
        0.0, 0.0, 1.0, "0/1", "腾退片区", "places cleared", "document 000: Changshi", "document",
        over="place",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write which places are cleared this year."""
        for place, cleared in self.places:
            board.write_at("park_clearance", place, cleared)
