"""Interest subsidy on loans for new investment (贷款贴息)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class InterestSubsidy(Instrument):
    """The city pays part of the interest on the loan part of new investment.

    Firms that expand reckon with it as if it lasted as long as the capital, firms that upgrade with
    what it pays while the loan for the project runs off; the city pays while the measure is in
    force, on loans that run off over their mean life.
    """

    name = "interest_subsidy"
    zh = "中长期贷款贴息"
    en = "interest subsidy"
    evidence = ("P29",)
    writes = ("interest_subsidy", "interest_subsidy_years")
    ledger = (LedgerEntry("paid", "interest_subsidy_paid"),)

    share: float = dose(
        0.0, 0.0, 1.0, "fraction of interest", "贴息比例", "part of the interest paid",
        'city opinion of late 2020: "a certain share", no number', "judgement",
        lever="interest_subsidy",
    )  # fmt: skip
    years: float = dose(
        1.0, 1.0, 10.0, "years", "贷款平均年限", "mean life of the loans",
        "medium-term loans run 1-5 years", "recalled", lever="interest_subsidy_years",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write share and mean life."""
        board.write("interest_subsidy", self.share)
        board.write("interest_subsidy_years", self.years)
