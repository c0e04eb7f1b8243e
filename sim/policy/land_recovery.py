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
    writes = ("recovery_tax", "recovery_after")

    tax_per_mu: float = dose(
        0.0, 0.0, 100.0, "10k yuan/mu, nominal", "亩均税收要求", "tax per mu asked",
        "plan 5.9(1): whole-life management; no number", "judgement",
    )  # fmt: skip
    years: float = dose(
        3.0, 1.0, 6.0, "years", "考核年限", "years until assessed",
        "judged: time to build and reach capacity", "judgement",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write bar and years."""
        board.write("recovery_tax", self.tax_per_mu)
        board.write("recovery_after", self.years)
