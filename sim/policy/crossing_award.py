"""Award for crossing the above-scale line (小升规奖励)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class CrossingAward(Instrument):
    """Firms that come on the register for the first time are paid once, a year later.

    Those that one good expansion would take over the line count the award in its return. Firms
    under 3 mu, who cross from outside the model, are paid and do not respond.
    """

    name = "crossing_award"
    zh = "小升规奖励"
    en = "award for crossing the line"
    evidence = ("P41",)
    writes = ("crossing_award",)
    ledger = (LedgerEntry("paid", "award_paid"),)

    award: float = dose(
        0.0, 0.0, 100.0, "10k yuan, nominal", "一次性奖励", "award paid once",
        "Ninghai 2024: 60-120k yuan on first coming above scale (priors)", "published",
        lever="crossing_award",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the award."""
        board.write("crossing_award", self.award)
