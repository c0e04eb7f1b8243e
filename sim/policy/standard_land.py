"""The standard-land bar and the leading-industry cap (标准地与主导产业准入)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class StandardLand(Instrument):
    """Land buyers promise tax and investment per mu; parks may take leading sectors only."""

    name = "standard_land"
    zh = "标准地"
    en = "standard land"
    evidence = ("P12", "P17")
    writes = ("standard_land_tax", "standard_land_investment", "leading_sectors_only")

    tax_per_mu: float = dose(
        0.0, 0.0, 100.0, "10k yuan/mu, nominal", "亩均税收承诺", "tax per mu promised",
        "no number in the documents", "judgement", lever="standard_land_tax",
    )  # fmt: skip
    investment_per_mu: float = dose(
        0.0, 0.0, 1000.0, "10k yuan/mu, nominal", "投资强度承诺", "investment per mu promised",
        "no number in the documents", "judgement", lever="standard_land_investment",
    )  # fmt: skip
    leading_sectors_only: float = dose(
        0.0, 0.0, 1.0, "0/1", "仅限主导产业", "leading sectors only", "plan 5.7(2)", "document",
        lever="leading_sectors_only",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the bars and the cap."""
        board.write("standard_land_tax", self.tax_per_mu)
        board.write("standard_land_investment", self.investment_per_mu)
        board.write("leading_sectors_only", self.leading_sectors_only)
