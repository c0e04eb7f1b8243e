"""What engineering service companies can carry out in a year (工程服务能力)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import NO_LIMIT, LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class ServiceCapacity(Instrument):
    """At most so many projects a year find a service company; the others may try again."""

    name = "service_capacity"
    zh = "智能制造工程服务能力"
    en = "capacity of engineering service companies"
    evidence = ("P25",)
    writes = ("project_capacity",)

    projects_per_year: float = dose(
        NO_LIMIT, 0.0, NO_LIMIT, "projects/yr", "年服务项目", "projects a year",
        "8,815 projects in 2016-2020 with 215 companies in 2020 (plan 1.1(5)): no limit published",
        "derived",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the capacity."""
        board.write("project_capacity", self.projects_per_year)
