"""Reactivation of idle industrial land (存量用地盘活)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LandReactivation(Instrument):
    """Takes land of users outside the model back into the pool each year.

    What it costs is a multiple of the place's price of land, judged for the whole city.
    """

    name = "land_reactivation"
    zh = "存量用地盘活"
    en = "land reactivation"
    evidence = ("P9",)
    writes = ("reactivation",)
    ledger = (LedgerEntry("paid", "reactivation_cost"),)

    mu_per_year: float = dose(
        0.0, 0.0, 30000.0, "mu/yr", "年盘活", "mu a year",
        "40,000 mu in 2016-2020 and again as target (plan 1.1(3), 5.7(4))", "document",
        lever="reactivation",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the land reactivated in each place."""
        board.spread("reactivation", self.mu_per_year)
