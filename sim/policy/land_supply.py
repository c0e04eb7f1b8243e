"""Supply of industrial land and its floor price (工业用地供应与最低价)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class LandSupply(Instrument):
    """Makes reserved land ready each year, spread by the places' stocks, and sets the floor.

    What it takes to make land ready is booked here; what firms pay for it, in the land account.
    """

    name = "land_supply"
    zh = "工业用地供应"
    en = "industrial land supply"
    evidence = ("P10", "P11")
    writes = ("land_supply", "floor_price_factor")
    ledger = (LedgerEntry("paid", "supply_cost"),)

    mu_per_year: float = dose(
        0.0, 0.0, 30000.0, "mu/yr", "年供地", "mu a year",
        "at least 35% of land sold goes to industry; no area published", "judgement",
        lever="land_supply",
    )  # fmt: skip
    floor_price_factor: float = dose(
        1.0, 0.3, 5.0, "ratio", "最低价系数", "factor on the floor price", "judged", "judgement",
        lever="floor_price_factor",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write the supply of each place and the factor on floor prices."""
        board.spread("land_supply", self.mu_per_year)
        board.write("floor_price_factor", self.floor_price_factor)
