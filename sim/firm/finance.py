"""What capital costs a firm and how much it may borrow."""

from __future__ import annotations

from sim.base.maths import clip, logarithm
from sim.base.rules import decision, rule


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


@rule("F6", "贴息后利率", "interest that the firm itself pays on new investment, by its own part "
      "of debt in capital", "instrument P29")
def rate_after_subsidy(rate: float, subsidy: float, debt: float, capital: float) -> float:
    return rate * (1.0 - subsidy * loan_part(debt, capital))


@rule("F7", "贷款占比", "part of an investment that a loan pays: as in the firm's capital so far",
      "judgement")
def loan_part(debt: float, capital: float) -> float:
    return clip(debt / max(capital, 1.0), 0.0, 1.0)


@decision("F8", "extra_credit unsecured_debt", "增信与信贷额度",
          "credit beyond pledged assets: a guarantee for admitted small firms, and the quota of "
          "new loans, spread over above-scale firms by revenue",
          "instruments P26-P28", answers="guarantee_cap loan_quota")
def seek_credit(
    revenue, above_scale, capital, land, leased_land, floor_price, debt, collateral_share,
    guaranteed_debt, draw_guarantee, guarantee_cap, guarantee_below_revenue, guarantee_coverage,
    loan_quota, graded_revenue,
):  # fmt: skip
    admitted = (revenue < guarantee_below_revenue) & (draw_guarantee < guarantee_coverage)
    guarantee = max(guarantee_cap - guaranteed_debt, 0.0) if admitted else 0.0
    loans = loan_part_of_quota(revenue, above_scale, loan_quota, graded_revenue)
    secured = collateral_share * (capital + (land - leased_land) * floor_price)
    return guarantee + loans, max(debt - secured, 0.0)


@rule("F9", "信贷额度分配", "an above-scale firm's part of the quota of new loans, by revenue",
      "instrument P28")
def loan_part_of_quota(
    revenue: float, above_scale: int, quota: float, graded_revenue: float
) -> float:
    return quota * above_scale * revenue / graded_revenue


@rule("F10", "贴息贷款余额", "loans under interest subsidy: they run off, investment beyond wear "
      "adds", "instrument P29")
def loans_subsidised(
    loans: float, added: float, part: float, subsidy: float, years: float
) -> float:
    return loans * (1.0 - 1.0 / years) + (part * max(added, 0.0) if subsidy > 0.0 else 0.0)


@rule("F12", "项目贴息", "part of a project's cost, as far as it is borrowed, that the city takes "
      "over as interest while the loan runs off, not discounted", "instrument P29; form judged")
def interest_relief(
    revenue: float, debt: float, capital: float, base_loan_rate: float, premium: float,
    line: float, subsidy: float, years: float,
) -> float:  # fmt: skip
    rate = loan_rate(revenue, base_loan_rate, premium, line)
    return subsidy * rate * years * loan_part(debt, capital) if subsidy > 0.0 else 0.0


@decision("F11", "guaranteed_debt subsidised_loans", "担保与贴息贷款",
          "of the year's new debt, the guarantee covers what exceeds pledged assets; loans for "
          "investment beyond wear earn the interest subsidy",
          "instruments P26, P27, P29", answers="guarantee_cap interest_subsidy")
def take_loans(
    debt, capital, land, leased_land, floor_price, collateral_share, extra_credit, unsecured_debt,
    guaranteed_debt, subsidised_loans, investment, depreciation, revenue, above_scale, loan_quota,
    graded_revenue, interest_subsidy, interest_subsidy_years,
):  # fmt: skip
    secured = collateral_share * (capital + (land - leased_land) * floor_price)
    beyond = max(debt - secured, 0.0)
    quota = loan_part_of_quota(revenue, above_scale, loan_quota, graded_revenue)
    grown = clip(beyond - unsecured_debt, 0.0, max(extra_credit - quota, 0.0))
    part = loan_part(debt, capital)
    loans = loans_subsidised(
        subsidised_loans, investment - depreciation, part, interest_subsidy, interest_subsidy_years
    )
    return min(guaranteed_debt + grown, beyond), loans
