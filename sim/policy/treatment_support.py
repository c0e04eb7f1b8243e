"""Support for low-efficiency firms that are made to upgrade (低效整治补助)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class TreatmentSupport(Instrument):
    """Pays a part of the upgrade that treated firms are made to carry out, in the same year."""

    name = "treatment_support"
    zh = "低效整治补助"
    en = "support for treated firms"
    evidence = ("P4",)
    writes = ("treatment_support",)
    ledger = (LedgerEntry("paid", "treatment_support_paid"),)

    share: float = dose(
        0.0, 0.0, 1.0, "fraction of cost", "补助比例", "part of the cost paid",
        "no figure in the documents", "judgement", lever="treatment_support",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the part."""
        board.write("treatment_support", self.share)
