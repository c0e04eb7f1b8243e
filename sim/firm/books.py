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
    electricity_intensity, water_intensity, tax_relative, subsidy_paid,
    electricity_surcharge, water_surcharge, land_tax_relief,
    production_tax_rate, depreciation_rate, base_loan_rate, small_firm_premium,
    income_tax_rate, income_tax_rate_high_tech, income_tax_coverage,
    land_use_tax, water_price, line_real, energy_price,
):  # fmt: skip
    output = value_added / value_added_rate
    revenue = output * sales_ratio
    electricity = value_added * electricity_intensity
    water = value_added * water_intensity
    charge_electricity = electricity_cost(electricity, electricity_surcharge)
    charge_water = water_cost(water, water_surcharge, water_price)
    produced = value_added * production_tax_rate * tax_relative
    relief = min(land_relief(land, land_use_tax, land_tax_relief), produced)
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
