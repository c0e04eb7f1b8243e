"""Rectification of low, scattered and messy firms in township blocks (低散乱污整治)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class BlockRectification(Instrument):
    """Below-scale firms outside the parks are rectified: some close, the others upgrade.

    The lowest scores come first; those that upgrade do so at their own cost.

    The 75 blocks have no borders in the documents, and most of the 15,000 firms have under 3 mu
    and are not modelled: a quota here is of modelled firms.
    """

    name = "block_rectification"
    zh = "低散乱污整治"
    en = "rectification of township blocks"
    evidence = ("P7",)
    writes = ("rectification_quota", "rectification_closed")
    ledger = (LedgerEntry("paid", "compensation", cause="rectified"),)

    quota: float = dose(
        0.0, 0.0, 3000.0, "firms/yr", "年度数量", "firms a year",
        "7,677 in 2016-2020, 15,000 and 75 blocks in 2021-2025 (plan 1.1(3), 5.7(4)), most not "
        "modelled", "document",
    )  # fmt: skip
    closed: float = dose(
        0.0, 0.0, 1.0, "fraction", "关停比例", "part that closes",
        "no figure in the documents", "judgement",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write quota and part."""
        board.write("rectification_quota", self.quota)
        board.write("rectification_closed", self.closed)
