"""Price of new plots by per-mu grade (差别化地价)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LandPriceByGrade(Instrument):
    """Worse grades pay more for new plots, better ones less; entrants count as grade B."""

    name = "land_price_by_grade"
    zh = "分等级地价"
    en = "land price by grade"
    evidence = ("P2",)
    writes = ("land_price_factor",)

    factor: tuple[float, ...] = dose(
        1.0, 0.3, 5.0, "ratio", "地价系数", "factor on the price by grade",
        "instrument P2: differentiated land; no number", "judgement", over="grade",
        lever="land_price_factor",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the factors."""
        board.write("land_price_factor", self.factor)
