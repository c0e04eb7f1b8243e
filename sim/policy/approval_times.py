"""Approval times of investment projects (投资项目审批提速)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class ApprovalTimes(Instrument):
    """Entrants and expansions wait for approval; a shorter wait brings projects forward once.

    A year of the model holds many such waits, so what is saved counts in the year of the change.
    """

    name = "approval_times"
    zh = "投资项目审批提速"
    en = "approval times"
    evidence = ("P45",)
    writes = ("approval_days",)

    days: float = dose(
        100.0, 20.0, 200.0, "days", "审批天数", "days an approval takes",
        "100 days before, 80 by the plan, 20 for small projects (plan 1.2, 5.10)", "document",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the days."""
        board.write("approval_days", self.days)
