"""Innovation industrial land in the core (创新型产业用地M0)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class InnovationLand(Instrument):
    """In listed places floors may be stacked higher than elsewhere."""

    name = "innovation_land"
    zh = "创新型产业用地（M0）"
    en = "innovation industrial land"
    evidence = ("P19",)
    writes = ("floor_limit_factor",)

    floor_limit: tuple[tuple[int, float], ...] = dose(
        1.0, 1.0, 3.0, "ratio", "容积率上限系数", "factor on the largest floor ratio by place",
        "plan 4.2(1), core belt; factor judged", "judgement", over="place",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the factor of each place."""
        for place, factor in self.floor_limit:
            board.write_at("floor_limit_factor", place, factor)
