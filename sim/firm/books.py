"""The books of a year: value added = wages + depreciation + interest + taxes + profit."""

from __future__ import annotations

from sim.base.rules import decision, rule
from sim.firm.finance import loan_rate


@rule("B1", "差别电价支出", "electricity surcharge by grade", "instrument P2")
def electricity_cost(electricity: float, surcharge: float) -> float:
    return electricity * surcharge


@rule("B2", "差别水价支出", "water surcharge by grade, a part of the price", "instrument P2")
def water_cost(water: float, surcharge: float, water_price: float) -> float:
    return water * water_price * surcharge


@rule("B3", "土地使用税减免", "relief of the urban land-use tax by grade", "priors: per-mu rules")
def land_relief(land: float, land_use_tax: float, relief: float) -> float:
    return land * land_use_tax * relief


@rule("B4", "企业所得税", "income tax on profits, lower for high-tech firms", "recalled")
def income_tax_due(
    profit: float, high_tech: int, rate: float, rate_high_tech: float, coverage: float
) -> float:
    applied = rate_high_tech if high_tech == 1 else rate
    return max(profit, 0.0) * applied * coverage


@rule("B6", "亩均税收", "tax per mu: taxes and income tax over land, without charges by grade",
      "plan 5.7(5)")
def tax_per_mu(tax_paid: float, land: float) -> float:
    return tax_paid / max(land, 0.1)


@rule("B9", "差别化力度", "part of charges and reliefs that reaches the firm: below scale a part",
      "plan 5.7(5): evaluation extended to below-scale firms")
def charge_reach(above_scale: int, below_scale_charges: float) -> float:
    return 1.0 if above_scale == 1 else below_scale_charges


@decision(
    "B5",
    "output revenue wages depreciation interest taxes profit income_tax tax_paid electricity water "
    "electricity_charge water_charge land_tax_relief_received",
    "年度账目",
    "the books of the year; the identity closes in profit",
    "identity",
)
def keep_books(
    value_added, value_added_rate, sales_ratio, employment, wage, capital, debt, land, high_tech,
    electricity_intensity, water_intensity, tax_relative, subsidy_paid, above_scale,
    electricity_surcharge, water_surcharge, land_tax_relief, below_scale_charges,
    production_tax_rate, depreciation_rate, base_loan_rate, small_firm_premium,
    income_tax_rate, income_tax_rate_high_tech, income_tax_coverage,
    land_use_tax, water_price, line_real, energy_price,
):  # fmt: skip
    output = value_added / value_added_rate
    revenue = output * sales_ratio
    electricity = value_added * electricity_intensity
    water = value_added * water_intensity
    reach = charge_reach(above_scale, below_scale_charges)
    charge_electricity = electricity_cost(electricity, electricity_surcharge * reach)
    charge_water = water_cost(water, water_surcharge * reach, water_price)
    produced = value_added * production_tax_rate * tax_relative
    relief = min(land_relief(land, land_use_tax, land_tax_relief * reach), produced)
    wages = wage * employment
    depreciation = depreciation_rate * capital
    interest = debt * loan_rate(revenue, base_loan_rate, small_firm_premium, line_real)
    # A dearer kilowatt-hour than usual stands with the charges: value added is as produced.
    dearer = electricity_cost(electricity, energy_price)
    taxes = produced + charge_electricity + charge_water - relief + dearer
    profit = value_added - wages - depreciation - interest - taxes
    income_tax = income_tax_due(
        profit + subsidy_paid, high_tech, income_tax_rate, income_tax_rate_high_tech,
        income_tax_coverage,
    )  # fmt: skip
    return (
        output, revenue, wages, depreciation, interest, taxes, profit, income_tax,
        produced + income_tax, electricity, water, charge_electricity, charge_water, relief,
    )  # fmt: skip


@rule("B7", "用能权交易", "electricity beyond the quota is bought, what is left of it is sold, at "
      "one price", "instrument P31")
def quota_trade(electricity: float, quota: float, price: float) -> float:
    return price * (electricity - quota)


@decision(
    "B8",
    "interest taxes profit income_tax tax_paid interest_subsidy_paid energy_trade "
    "emission_payment research_tax_forgone",
    "措施入账",
    "what measures change in the books: interest paid by the city, energy quota, emission permits, "
    "awards, extra deduction of research; the identity still closes in profit",
    "instruments P22, P29, P31, P32, P38-P40, P42",
    answers="interest_subsidy energy_quota_price emission_price research_deduction workshop_award "
    "smart_factory_award future_factory_award high_tech_award little_giant_award champion_award "
    "fostering_grant",
)
def book_measures(
    interest, taxes, profit, income_tax, tax_paid, revenue, debt, subsidised_loans, value_added,
    electricity, high_tech, research_ratio, subsidy_paid, ladder_award, recognition_award,
    interest_subsidy, base_loan_rate, small_firm_premium, line_real, energy_quota_price,
    energy_benchmark, typical_electricity, electricity_index, energy_trend, emission_price,
    income_tax_rate, income_tax_rate_high_tech, income_tax_coverage, research_deduction,
):  # fmt: skip
    rate = loan_rate(revenue, base_loan_rate, small_firm_premium, line_real)
    aid = interest_subsidy * rate * min(subsidised_loans, debt)
    standard = energy_benchmark * typical_electricity * electricity_index * (1.0 + energy_trend)
    traded = quota_trade(electricity, value_added * standard, energy_quota_price)
    emission = electricity_cost(electricity, emission_price)
    earned = profit + aid - traded - emission
    taxable = earned + subsidy_paid + ladder_award + recognition_award
    plain = income_tax_due(taxable, high_tech, income_tax_rate, income_tax_rate_high_tech,
                           income_tax_coverage)
    due = income_tax_due(
        taxable - research_deduction * research_ratio * revenue, high_tech, income_tax_rate,
        income_tax_rate_high_tech, income_tax_coverage,
    )  # fmt: skip
    return (
        interest - aid, taxes + traded + emission, earned, due, tax_paid - income_tax + due,
        aid, traded, emission, plain - due,
    )  # fmt: skip
