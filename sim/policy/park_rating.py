"""Rating of whole parks by tax per mu, with consequences for their land (园区亩均评价)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class ParkRating(Instrument):
    """Land made ready shifts from places with little tax per mu to others; the total stays."""

    name = "park_rating"
    zh = "园区亩均评价"
    en = "rating of parks by tax per mu"
    evidence = ("P1",)
    writes = ("park_rating_weight",)

    weight: float = dose(
        0.0, 0.0, 1.0, "fraction", "评价权重", "weight of the rating in land supply",
        "evaluation extended to industrial clusters (plan 5.7(5)); weight judged", "judgement",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the weight."""
        board.write("park_rating_weight", self.weight)
