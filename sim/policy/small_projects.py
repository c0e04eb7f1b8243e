"""No separate plots for small projects (小项目不再单独供地)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class SmallProjects(Instrument):
    """Entrants below either bound take shared floors of small-micro parks.

    Firms that are here and would expand by less build upwards instead.
    """

    name = "small_projects"
    zh = "小项目不单独供地"
    en = "no separate plots for small projects"
    evidence = ("P15",)
    writes = ("small_project_investment", "small_project_land")

    investment: float = dose(
        0.0, 0.0, 20000.0, "10k yuan, nominal", "投资界限", "smallest investment",
        "under 50m yuan (plan box 13)", "document", lever="small_project_investment",
    )  # fmt: skip
    land: float = dose(
        0.0, 0.0, 100.0, "mu", "用地界限", "smallest plot",
        "under 20 mu (plan box 13)", "document", lever="small_project_land",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write both bounds."""
        board.write("small_project_investment", self.investment)
        board.write("small_project_land", self.land)
