"""Paid use and lease of emission permits (排污权有偿使用与租赁)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class EmissionPermits(Instrument):
    """A price on every unit emitted; electricity stands for emissions, which no figure gives.

    Paid use and lease together come to the price of what is emitted: leases between firms net out.
    What saving takes is not in the books. Permits as pledge for loans or sold on exit are not
    represented.
    """

    name = "emission_permits"
    zh = "排污权有偿使用"
    en = "emission permits"
    evidence = ("P32",)
    writes = ("emission_price", "emission_response")
    ledger = (LedgerEntry("received", "emission_payment"),)

    price: float = dose(
        0.0, 0.0, 0.2, "yuan/kWh", "排污权价格", "price per kWh that stands for emissions",
        "no price published", "judgement", lever="emission_price",
    )  # fmt: skip
    response: float = dose(
        0.0, 0.0, 1.0, "log per yuan/kWh", "减排反应", "fall of electricity per value added",
        "own-price elasticity 0.1-0.4 over 0.60-0.75 yuan", "recalled", lever="emission_response",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write price and response."""
        board.write("emission_price", self.price)
        board.write("emission_response", self.response)
