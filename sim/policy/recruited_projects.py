"""Large projects recruited from outside (双百工程与精准招商)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class RecruitedProjects(Instrument):
    """Projects under way start production over the years it takes to build them, and need plots.

    Many of the projects counted are expansions of firms that are here, or outside the modelled
    industry: only the additional part enters as new firms. They hire as entrants of their sector
    do, which may be more than a new plant needs.
    """

    name = "recruited_projects"
    zh = "双百工程"
    en = "recruited large projects"
    evidence = ("P37",)
    writes = ("large_projects", "middle_projects", "large_project_size", "middle_project_size")

    over_10bn: float = dose(
        0.0, 0.0, 30.0, "projects", "百亿级在建项目", "10bn-yuan projects under way",
        "10 each year (plan 5.2(3))", "document",
    )  # fmt: skip
    over_1bn: float = dose(
        0.0, 0.0, 300.0, "projects", "十亿级在建项目", "1bn-yuan projects under way",
        "100 each year (plan 5.2(3))", "document",
    )  # fmt: skip
    build_years: float = dose(
        3.0, 1.0, 8.0, "years", "建设年限", "years to build",
        "judged", "judgement",
    )  # fmt: skip
    additional: float = dose(
        0.25, 0.0, 1.0, "fraction", "净增比例", "part that is additional",
        "judged: no document separates expansions from newcomers", "judgement",
    )  # fmt: skip
    size_over_10bn: float = dose(
        1000000.0, 1000000.0, 3000000.0, "10k yuan, nominal", "百亿级项目投资",
        "investment of a 10bn project",
        "at least 10bn yuan (plan 5.2(3))", "document",
    )  # fmt: skip
    size_over_1bn: float = dose(
        100000.0, 100000.0, 900000.0, "10k yuan, nominal", "十亿级项目投资",
        "investment of a 1bn project",
        "at least 1bn yuan (plan 5.2(3))", "document",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write starts a year and sizes."""
        starts = self.additional / self.build_years
        board.write("large_projects", self.over_10bn * starts)
        board.write("middle_projects", self.over_1bn * starts)
        board.write("large_project_size", self.size_over_10bn)
        board.write("middle_project_size", self.size_over_1bn)
