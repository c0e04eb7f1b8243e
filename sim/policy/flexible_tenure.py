"""Land leased first (先租后让)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class FlexibleTenure(Instrument):
    """Firms below a revenue lease new plots first: no price to pay, no land to pledge or sell back.

    Shorter terms and split transfers are not shown: plots carry no term of their own.
    """

    name = "flexible_tenure"
    zh = "先租后让"
    en = "land leased first"
    evidence = ("P13",)
    writes = ("lease_first_below",)

    lease_first_below: float = dose(
        0.0, 0.0, 1000000.0, "10k yuan, nominal", "先租后让营收界限",
        "revenue below which firms lease first",
        "plan 5.9(1); no number", "judgement", lever="lease_first_below",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the bound."""
        board.write("lease_first_below", self.lease_first_below)
