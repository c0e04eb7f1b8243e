"""Eligibility for subsidies by per-mu grade (政策享受与评价挂钩)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class SubsidyVeto(Instrument):
    """Grades without eligibility receive no subsidy."""

    name = "subsidy_veto"
    zh = "补助资格与等级挂钩"
    en = "subsidy eligibility by grade"
    evidence = ("P3",)
    writes = ("subsidy_eligible",)

    eligible: tuple[float, ...] = dose(
        1.0, 0.0, 1.0, "0/1", "可享受补助", "eligible", "instrument P3: none for D (and C)",
        "document", over="grade", lever="subsidy_eligible",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write eligibility."""
        board.write("subsidy_eligible", self.eligible)
