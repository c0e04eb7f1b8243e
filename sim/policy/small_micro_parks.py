"""Small-micro parks with multi-storey floors (小微企业园多层厂房)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class SmallMicroParks(Instrument):
    """Small entrants take shared floors by choice, and floors are stacked higher.

    The 200 parks have no places in the documents: floors are offered in every place, and their
    number has no limit.
    """

    name = "small_micro_parks"
    zh = "小微企业园"
    en = "small-micro parks"
    evidence = ("P16",)
    writes = ("small_park_floor_ratio", "small_park_entry")

    floor_ratio: float = dose(
        0.0, 0.0, 4.0, "-", "容积率", "floor ratio of shared floors",
        "judged; below the ratio of today (2.0) it changes nothing", "judgement",
    )  # fmt: skip
    entrants: float = dose(
        0.0, 0.0, 1.0, "fraction", "入园比例", "share of small entrants that take shared floors",
        "15,000 small firms in parks by 2025 (plan box 13); share judged", "judgement",
        lever="small_park_entry",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write ratio and share."""
        board.write("small_park_floor_ratio", self.floor_ratio)
        board.write("small_park_entry", self.entrants)
