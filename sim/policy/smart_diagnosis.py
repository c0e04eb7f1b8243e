"""Smart diagnosis of above-scale firms (智能化诊断)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class SmartDiagnosis(Instrument):
    """A share of the above-scale firms is diagnosed each year at the city's cost."""

    name = "smart_diagnosis"
    zh = "智能化诊断"
    en = "smart diagnosis"
    evidence = ("P21",)
    writes = ("diagnosis_coverage",)
    ledger = (LedgerEntry("paid", "diagnosis_cost"),)

    coverage: float = dose(
        0.0, 0.0, 1.0, "fraction/yr", "年覆盖率", "share diagnosed a year",
        "full coverage by 2020 (plan 1.1(5))", "document",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the coverage."""
        board.write("diagnosis_coverage", self.coverage)
