"""A higher super-deduction of research (研发费用加计扣除提高)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class ResearchDeduction(Instrument):
    """Research is cheaper for firms with profit, which do more of it; tax is forgone.

    Rates up to 2020 are in the imposed trend of research. The tax is shared by all levels of
    government. Research has no effect on productivity here, and its cost is not apart in the books.
    """

    name = "research_deduction"
    zh = "研发费用加计扣除"
    en = "super-deduction of research"
    evidence = ("P42",)
    writes = ("research_deduction", "research_response")
    ledger = (LedgerEntry("forgone", "research_tax_forgone"),)

    extra: float = dose(
        0.0, 0.0, 1.0, "fraction of research", "加计扣除提高", "deducted beyond the 75% of 2020",
        "priors: 75% from 2018, 100% from 2021", "recalled", lever="research_deduction",
    )  # fmt: skip
    response: float = dose(
        0.0, 0.0, 2.5, "elasticity", "研发价格弹性", "rise of research per fall of its cost",
        "user-cost elasticity of R&D about 1; long run", "recalled", lever="research_response",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the extra deduction and the response."""
        board.write("research_deduction", self.extra)
        board.write("research_response", self.response)
