"""Elimination of obsolete capacity (落后产能淘汰)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class ObsoleteCapacity(Instrument):
    """Firms with the oldest equipment close if below scale, and must replace it if above.

    The widest technology gap comes first, up to a quota of modelled firms; the published counts
    include workshops under 3 mu, which are not modelled.
    """

    name = "obsolete_capacity"
    zh = "落后产能淘汰"
    en = "elimination of obsolete capacity"
    evidence = ("P6",)
    writes = ("obsolete_gap", "obsolete_quota")
    ledger = (LedgerEntry("paid", "compensation", cause="obsolete"),)

    gap: float = dose(
        1.0, 0.3, 1.0, "fraction", "落后界限", "technology gap that counts as obsolete",
        "judged: no document says what counts", "judgement",
    )  # fmt: skip
    quota: float = dose(
        0.0, 0.0, 1000.0, "firms/yr", "年度数量", "firms a year",
        "908 in 2016-2020, 750 in 2021-2025 (plan 1.1(3), 5.7(4)), workshops included", "document",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write bar and quota."""
        board.write("obsolete_gap", self.gap)
        board.write("obsolete_quota", self.quota)
