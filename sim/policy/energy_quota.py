"""Energy quota with trade inside the city (用能权交易与能耗双控)."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument, dose


@dataclass(frozen=True, kw_only=True)
class EnergyQuota(Instrument):
    """Firms above their sector's benchmark buy electricity quota, those below sell.

    The benchmark is the sector's electricity per value added of 2015 on trend. What does not net
    out is sold by the city, or bought if negative. Electricity stands for all energy. Using less of
    it saves a firm quota only, and costs it nothing: neither the price of electricity as such nor
    what saving takes is apart in the books.
    """

    name = "energy_quota"
    zh = "用能权交易"
    en = "energy quota with trade"
    evidence = ("P31", "P33")
    writes = ("energy_quota_price", "energy_benchmark", "energy_quota_response")
    ledger = (LedgerEntry("received", "energy_trade"),)

    price: float = dose(
        0.0, 0.0, 0.5, "yuan/kWh", "用能权价格", "price of quota",
        "no price published; within the surcharges by grade", "judgement",
        lever="energy_quota_price",
    )  # fmt: skip
    benchmark: float = dose(
        1.0, 0.5, 1.2, "ratio", "用能指标", "quota over the sector on trend",
        "energy per value added fell 14.93% against 16% planned (plan T1-1); tightness judged",
        "judgement", lever="energy_benchmark",
    )  # fmt: skip
    response: float = dose(
        0.0, 0.0, 1.0, "log per yuan/kWh", "节能反应", "fall of electricity per value added",
        "own-price elasticity 0.1-0.4 over 0.60-0.75 yuan", "recalled",
        lever="energy_quota_response",
    )  # fmt: skip

    def apply(self, board: LeverBoard) -> None:
        """Write price, benchmark and response."""
        board.write("energy_quota_price", self.price)
        board.write("energy_benchmark", self.benchmark)
        board.write("energy_quota_response", self.response)
