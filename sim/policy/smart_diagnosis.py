"""Smart diagnosis of above-scale firms (智能化诊断)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import NO_LIMIT, LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class SmartDiagnosis(Instrument):
    """A share of the above-scale firms, or of the small ones, is diagnosed at the city's cost."""

    name = "smart_diagnosis"
    zh = "智能化诊断"
    en = "smart diagnosis"
    evidence = ("P21",)
    writes = ("diagnosis_coverage", "diagnosis_below_revenue", "diagnosis_below_scale")
    ledger = (LedgerEntry("paid", "diagnosis_cost"),)

    coverage: float = dose(
        0.0, 0.0, 1.0, "fraction/yr", "年覆盖率", "share diagnosed a year",
        "full coverage by 2020 (plan 1.1(5))", "document", lever="diagnosis_coverage",
    )  # fmt: skip

    below_revenue: float = dose(
        NO_LIMIT, 0.0, NO_LIMIT, "10k yuan, nominal", "营收上限", "revenue below which it is given",
        "no limit in the documents", "judgement", lever="diagnosis_below_revenue",
    )  # fmt: skip
    below_scale: float = dose(
        0.0, 0.0, 1.0, "0/1", "含规下企业", "below-scale firms too",
        "the documents speak of above-scale firms", "judgement", lever="diagnosis_below_scale",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write coverage, bound and whether below-scale firms take part."""
        board.write("diagnosis_coverage", self.coverage)
        board.write("diagnosis_below_revenue", self.below_revenue)
        board.write("diagnosis_below_scale", self.below_scale)
