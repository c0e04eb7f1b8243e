"""Leasing of robots and modules to small firms (机器人租赁)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class RobotLeasing(Instrument):
    """Small firms that lack cash and credit lease part of a project and owe the lessor.

    Costs of the lessor's own failures fall on nobody here; no public cost is published. Project
    costs are in proportion to revenue, so smaller modules would change nothing: they are not shown.
    """

    name = "robot_leasing"
    zh = "机器人租赁"
    en = "robot leasing"
    evidence = ("P24",)
    writes = ("leasing_share", "leasing_below_revenue", "leasing_charge")

    share: float = dose(
        0.0, 0.0, 0.9, "fraction of project", "可租赁比例", "part of a project that may be leased",
        "plan box 8 names leasing without a figure", "judgement", lever="leasing_share",
    )  # fmt: skip
    below_revenue: float = dose(
        0.0, 0.0, 1000000.0, "10k yuan, nominal", "营收上限",
        "revenue below which a firm may lease", "small firms (plan box 8); bound judged",
        "judgement", lever="leasing_below_revenue",
    )  # fmt: skip
    charge: float = dose(
        0.0, 0.0, 0.5, "fraction of leased part", "租赁费率",
        "charge of the lessor beside the price", "judged", "judgement", lever="leasing_charge",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write share, bound and charge."""
        board.write("leasing_share", self.share)
        board.write("leasing_below_revenue", self.below_revenue)
        board.write("leasing_charge", self.charge)
