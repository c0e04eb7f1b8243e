"""Energy-saving diagnosis of above-scale firms (节能诊断)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class EnergyDiagnosis(Instrument):
    """A share of the above-scale firms is diagnosed each year and keeps what it saves.

    The saving shows in electricity, in the per-mu score and in charges on electricity; its price as
    such is inside value added, and what the firm spends to save is not in the books.
    """

    name = "energy_diagnosis"
    zh = "节能诊断"
    en = "energy-saving diagnosis"
    evidence = ("P33",)
    writes = ("energy_diagnosis_coverage", "energy_diagnosis_saving", "energy_diagnosis_price")
    ledger = (LedgerEntry("paid", "energy_diagnosis_cost"),)

    coverage: float = dose(
        0.0, 0.0, 1.0, "fraction/yr", "年覆盖率", "share diagnosed a year",
        "plan 5.7(3) gives no number", "judgement", lever="energy_diagnosis_coverage",
    )  # fmt: skip
    saving: float = dose(
        0.0, 0.0, 0.15, "fraction", "节电率", "electricity per value added saved",
        "audits usually find a few per cent", "recalled", lever="energy_diagnosis_saving",
    )  # fmt: skip
    cost: float = dose(
        0.0, 0.0, 20.0, "10k yuan, nominal", "单次经费", "public cost of one diagnosis", "judged",
        "judgement", lever="energy_diagnosis_price",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write coverage, saving and cost."""
        board.write("energy_diagnosis_coverage", self.coverage)
        board.write("energy_diagnosis_saving", self.saving)
        board.write("energy_diagnosis_price", self.cost)
