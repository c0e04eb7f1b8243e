"""Low-efficiency firms brought up to standard (低效企业达标提升)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LowEfficiency(Instrument):
    """The lowest scores of grade D are made to upgrade, up to a yearly quota."""

    name = "low_efficiency"
    zh = "低效企业达标提升"
    en = "low-efficiency firms brought up to standard"
    evidence = ("P4",)
    writes = ("treatment_quota",)

    quota: float = dose(
        0.0, 0.0, 3000.0, "firms/yr", "年度数量", "firms a year",
        "249 in 2018 (published); at least 500 a year by the plan, 5.7(5)", "document",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the quota."""
        board.write("treatment_quota", self.quota)
