"""How far charges and reliefs by grade reach below-scale firms (规下企业亩均评价应用)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class BelowScaleRules(Instrument):
    """Below-scale firms are graded apart; their charges and reliefs are a part of the grade's."""

    name = "below_scale_rules"
    zh = "规下差别化力度"
    en = "charges by grade below scale"
    evidence = ("P1",)
    writes = ("below_scale_charges",)

    part: float = dose(
        1.0, 0.0, 3.0, "fraction", "规下执行力度",
        "part that reaches below-scale firms",
        "evaluation extended to below-scale firms (plan 5.7(5)); 1 as for above-scale ones",
        "judgement", lever="below_scale_charges",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the part."""
        board.write("below_scale_charges", self.part)
