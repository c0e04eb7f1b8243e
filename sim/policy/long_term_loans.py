"""A quota of medium and long-term loans to manufacturing (制造业中长期贷款)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LongTermLoans(Instrument):
    """New loans beyond pledged assets, spread over above-scale firms by revenue.

    A part that a firm does not need is passed on to nobody, so the quota is an upper bound. Banks
    carry the cost; maturity itself is not represented.
    """

    name = "long_term_loans"
    zh = "制造业中长期贷款"
    en = "medium and long-term loans"
    evidence = ("P28",)
    writes = ("loan_quota",)

    new_loans: float = dose(
        0.0, 0.0, 5000000.0, "10k yuan/yr, nominal", "年新增额度", "new loans a year",
        "at least 10bn yuan a year (plan 5.9(2))", "document",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the quota."""
        board.write("loan_quota", self.new_loans)
