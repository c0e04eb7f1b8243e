"""Low-efficiency firms brought up to standard (低效企业达标提升)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LowEfficiency(Instrument):
    """The lowest scores of grade D are made to upgrade, up to a yearly quota.

    They may have to give land back, as far as their floors fit on the rest of the plot; the city
    buys what of it they own.
    """

    name = "low_efficiency"
    zh = "低效企业达标提升"
    en = "low-efficiency firms brought up to standard"
    evidence = ("P4",)
    writes = ("treatment_quota", "treatment_land_returned")
    ledger = (LedgerEntry("paid", "land_buyback", cause="returned"),)

    quota: float = dose(
        0.0, 0.0, 3000.0, "firms/yr", "年度数量", "firms a year",
        "249 in 2018 (published); at least 500 a year by the plan, 5.7(5)", "document",
    )  # fmt: skip
    land_returned: float = dose(
        0.0, 0.0, 0.9, "fraction of the plot", "退地比例", "part of the plot given back",
        "4,660 mu of 249 firms in 2018 (published); part judged", "judgement",
        lever="treatment_land_returned",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the quota and the part of the plot to be given back."""
        board.write("treatment_quota", self.quota)
        board.write("treatment_land_returned", self.land_returned)
