"""Loan risk pool and guarantee company (贷款风险池与融资担保)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class CreditGuarantee(Instrument):
    """Admitted firms may borrow beyond their pledged assets; the city shares the loss if they fail.

    A loss is booked when a firm leaves the market, on the guaranteed part of its debt and without
    recoveries. Pool (at most 400m yuan) and capital (5bn yuan) set no limit by themselves: compare
    the booked losses with them.
    """

    name = "credit_guarantee"
    zh = "贷款风险池与融资担保"
    en = "loan risk pool and guarantees"
    evidence = ("P26", "P27")
    writes = (
        "guarantee_cap", "guarantee_below_revenue", "guarantee_coverage",
        "guarantee_public_share",
    )  # fmt: skip
    ledger = (LedgerEntry("paid", "guarantee_loss"),)

    cap: float = dose(
        0.0, 0.0, 5000.0, "10k yuan, nominal", "单户担保上限", "most guaranteed to one firm",
        "no figure per firm; usual ceilings are 3-10m yuan", "recalled", lever="guarantee_cap",
    )  # fmt: skip
    below_revenue: float = dose(
        0.0, 0.0, 1000000.0, "10k yuan, nominal", "营收上限",
        "revenue below which a firm is eligible", "small and medium firms; bound judged",
        "judgement", lever="guarantee_below_revenue",
    )  # fmt: skip
    coverage: float = dose(
        0.0, 0.0, 1.0, "fraction", "覆盖面", "share of eligible firms admitted a year", "judged",
        "judgement", lever="guarantee_coverage",
    )  # fmt: skip
    public_share: float = dose(
        1.0, 0.0, 1.0, "fraction of loss", "财政分担比例", "part of the loss that the city bears",
        "banks usually keep 20% of the risk", "recalled",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write cap, bound, coverage and the share of losses."""
        board.write("guarantee_cap", self.cap)
        board.write("guarantee_below_revenue", self.below_revenue)
        board.write("guarantee_coverage", self.coverage)
        board.write("guarantee_public_share", self.public_share)
