"""Access to land by per-mu grade (差别化用地)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LandPriority(Instrument):
    """Better grades stand first in the land queue; grades without access get no new plot."""

    name = "land_priority"
    zh = "用地优先与等级挂钩"
    en = "land priority by grade"
    evidence = ("P1", "P2")
    writes = ("land_priority", "land_access")

    rank: tuple[float, ...] = dose(
        0.0, 0.0, 9.0, "rank", "排队次序", "rank in the queue", "instrument P2; order judged",
        "judgement", over="grade", lever="land_priority",
    )  # fmt: skip
    access: tuple[float, ...] = dose(
        1.0, 0.0, 1.0, "0/1", "可新增用地", "may obtain land", "instrument P2", "judgement",
        over="grade", lever="land_access",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write ranks and access."""
        board.write("land_priority", self.rank)
        board.write("land_access", self.access)
