"""Clearing of firms under a tax-per-mu threshold (亩均税收1万元以下动态清零)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class Clearing(Instrument):
    """Each year the firms lowest under the threshold leave their land, up to a quota."""

    name = "clearing"
    zh = "低效清零"
    en = "clearing of low-tax firms"
    evidence = ("P5",)
    writes = ("clearing_threshold", "clearing_quota")
    ledger = (LedgerEntry("paid", "compensation", cause="cleared"),)

    threshold: float = dose(
        0.0, 0.0, 10.0, "10k yuan/mu, nominal", "亩均税收门槛", "tax per mu", "document 001",
        "document", lever="clearing_threshold",
    )  # fmt: skip
    quota: float = dose(
        0.0, 0.0, 5000.0, "firms/yr", "年度数量", "firms a year", "no quota in the documents",
        "judgement",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write threshold and quota."""
        board.write("clearing_threshold", self.threshold)
        board.write("clearing_quota", self.quota)
