"""What capital costs a firm and how much it may borrow."""

from __future__ import annotations

from sim.base.maths import clip, logarithm
from sim.base.rules import rule


@rule("F1", "贷款利率", "loan rate of a firm: small firms pay more", "priors: finance (recalled)")
def loan_rate(
    revenue: float, base_loan_rate: float, small_firm_premium: float, line: float
) -> float:
    smallness = clip(1.0 - logarithm(max(revenue, 1.0) / line) / 3.0, 0.0, 1.0)
    return base_loan_rate + small_firm_premium * smallness


@rule("F2", "可用信贷", "credit left to a firm: pledged assets less debt", "judgement")
def credit_room(
    capital: float, land: float, leased_land: float, floor_price: float, debt: float, pledge: float
) -> float:
    # Banks value land at the floor price: otherwise dearer land would let firms buy more of it.
    assets = capital + (land - leased_land) * floor_price
    return max(pledge * assets - debt, 0.0)


@rule("F3", "留存现金", "cash a firm keeps after income tax", "identity")
def retained_cash(profit: float, income_tax: float, depreciation: float, payout: float) -> float:
    earned = profit - income_tax
    return max((1.0 - payout) * earned + depreciation, 0.0)


@rule("F4", "资金使用成本", "user cost of capital: interest, risk and wear", "priors: firms")
def user_cost(rate: float, risk_premium: float, depreciation_rate: float) -> float:
    return rate + risk_premium + depreciation_rate


@rule("F5", "年末负债", "debt after the year's investment and repayment", "identity")
def next_debt(debt: float, spending: float, cash: float, repayment_share: float) -> float:
    gap = spending - cash
    return debt + gap if gap > 0.0 else max(debt + repayment_share * gap, 0.0)
