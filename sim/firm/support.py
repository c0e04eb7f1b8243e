"""Support of single projects: awards by rung, leasing, cloud vouchers."""

from __future__ import annotations

from sim.base.rules import rule


@rule("U11", "阶梯奖励", "award for the rung that a project reaches, if the grade may have it; "
      "renewal on a rung earns none", "instruments P22, P3")
def rung_award(
    rung: int, reached: int, cost: float, eligible: float, workshop: float, smart_factory: float,
    future_factory: float,
) -> float:  # fmt: skip
    higher = smart_factory if reached == 4 else future_factory
    award = min(workshop if reached == 3 else higher, cost) * eligible
    return award if (reached >= 3) & (reached > rung) else 0.0


@rule("U12", "租赁额", "part of a project that is leased: only where cash and credit fall short",
      "instrument P24")
def leased_part(own_cost: float, means: float, share: float) -> float:
    return share * own_cost if own_cost > means else 0.0


@rule("U13", "上云券", "voucher of a firm below the revenue bound, at most the price of the "
      "service", "instrument P23")
def cloud_relief(revenue: float, voucher: float, bound: float, price: float) -> float:
    return min(voucher, price) if revenue < bound else 0.0
