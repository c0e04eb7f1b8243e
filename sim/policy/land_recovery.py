"""Recovery of plots that miss their commitments (未达标用地收回)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LandRecovery(Instrument):
    """Plots obtained some years ago that pay too little tax per mu are bought back.

    Who has no other plot leaves. Each plot is assessed once.
    """

    name = "land_recovery"
    zh = "未达标用地收回"
    en = "recovery of plots that miss their commitments"
    evidence = ("P14",)
    writes = ("recovery_tax", "recovery_after", "recovery_since")

    tax_per_mu: float = dose(
        0.0, 0.0, 100.0, "10k yuan/mu, nominal", "亩均税收要求", "tax per mu asked",
        "plan 5.9(1): whole-life management; no number", "judgement",
    )  # fmt: skip
    years: float = dose(
        3.0, 1.0, 6.0, "years", "考核年限", "years until assessed",
        "judged: time to build and reach capacity", "judgement",
    )  # fmt: skip

    since: float = dose(
        0.0, 0.0, 2025.0, "year", "约定起始年份", "plots let from this year on are assessed",
        "commitments bind who made them; judged: all plots since 2016 if nought", "judgement",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write bar, years, and since when plots carry commitments."""
        board.write("recovery_tax", self.tax_per_mu)
        board.write("recovery_after", self.years)
        board.write("recovery_since", self.since)
