"""Expansion: how much capital a firm wants, and whether it buys, leases or builds upwards."""

from __future__ import annotations

from sim.base.maths import clip, logarithm, power
from sim.base.rules import decision, rule
from sim.firm.books import tax_per_mu
from sim.firm.finance import (
    credit_room,
    loan_rate,
    next_debt,
    rate_after_subsidy,
    retained_cash,
    user_cost,
)


@rule("X1", "资本回报率", "return on capital and land before interest", "definition")
def return_on_capital(
    profit: float, interest: float, depreciation: float, capital: float, land_value: float
) -> float:
    return (profit + interest + depreciation) / max(capital + land_value, 1.0)


@rule("X2", "拟增资本", "wish to expand rises with the return over the user cost", "judgement")
def wanted_capital(
    capital: float, profitability: float, cost: float, speed: float, limit: float
) -> float:
    wish = speed * logarithm(max(profitability, 0.02) / cost)
    return capital * clip(wish, 0.0, limit)


@rule("X3", "年用地成本", "yearly cost of a bought mu", "derived: price over the term of tenure")
def yearly_land_cost(price: float, rate: float, tenure_years: float) -> float:
    return price * (rate + 1.0 / tenure_years)


@rule("X4", "用地需求", "mu wanted for new floor space; falls with the price of land",
      "priors: own-price elasticity -0.3 to -1.0")
def land_demand(
    floor_needed: float, floor_ratio: float, price: float, reference_price: float,
    elasticity: float,
) -> float:  # fmt: skip
    plain = floor_needed / floor_ratio
    return plain * min(power(max(price, 1e-3) / reference_price, -elasticity), 1.0)


@rule("X5", "最高出价", "highest price at which a mu still pays: discounted return of the capital "
      "it carries", "derived")
def land_bid_price(
    profitability: float, cost: float, density: float, floor_ratio: float, rate: float,
) -> float:  # fmt: skip
    surplus = max(profitability - cost, 0.0) * density * floor_ratio
    return surplus / max(rate, 0.01)


@rule("X6", "标准地准入", "a buyer must promise the asked tax and investment per mu",
      "instrument P12")
def meets_bar(
    tax_per_mu: float, investment_per_mu: float, tax_bar: float, investment_bar: float
) -> int:
    return int((tax_per_mu >= tax_bar) & (investment_per_mu >= investment_bar))


@rule("X10", "上规奖励回报", "award for crossing the line, spread over the payback the firm "
      "accepts, if a full expansion would take it over the line", "instrument P41; form judged")
def award_return(
    above_scale: int, revenue: float, capital: float, hurdle: float, line: float, limit: float,
    award: float,
) -> float:  # fmt: skip
    near = (above_scale == 0) & (revenue < line) & (revenue * (1.0 + limit) >= line)
    return award / (max(capital, 1.0) * hurdle) if near else 0.0


@rule("X11", "单独供地", "whether a project is large enough for a plot of its own",
      "plan box 13: 50m yuan or 20 mu")
def has_own_plot(
    plot: float, investment: float, smallest_plot: float, smallest_investment: float
) -> int:
    return int((plot >= smallest_plot) & (investment >= smallest_investment))


@decision(
    "X7",
    "capital_wanted land_wanted land_bid land_leased_wanted",
    "扩产决策",
    "capital by return against user cost; land for it unless building upwards is cheaper",
    "judgement; land price elasticity from the priors",
)
def decide_expansion(
    profit, interest, depreciation, income_tax, capital, land, leased_land, floor_ratio, debt,
    revenue, tax_paid, land_price, floor_price, land_density, land_access, draw_expansion,
    base_loan_rate, small_firm_premium, risk_premium, depreciation_rate, expansion_speed,
    expansion_limit, expansion_chance, land_price_reference, land_price_elasticity, tenure_years,
    upward_cost, floor_ratio_limit, lease_yield, leases_below_revenue, collateral_share,
    payout_share, standard_land_tax, standard_land_investment, line_real, renewal_rate,
    land_price_factor, floor_limit_factor, lease_first_below, small_project_land,
    small_project_investment, above_scale, hurdle, crossing_award, pulled_forward,
    extra_credit, interest_subsidy,
):  # fmt: skip
    rate = loan_rate(revenue, base_loan_rate, small_firm_premium, line_real)
    paid_rate = rate_after_subsidy(rate, interest_subsidy, debt, capital)
    cost = user_cost(paid_rate, risk_premium, depreciation_rate)
    gain = return_on_capital(profit, interest, depreciation, capital, land * land_price)
    prize = award_return(
        above_scale, revenue, capital, hurdle, line_real, expansion_limit, crossing_award
    )
    wish = wanted_capital(capital, gain + prize, cost, expansion_speed, expansion_limit)
    means = retained_cash(profit, income_tax, depreciation, payout_share) - renewal_rate * capital
    means = max(means, 0.0)
    means = means + credit_room(capital, land, leased_land, floor_price, debt, collateral_share)
    means = means + extra_credit
    affordable = min(wish, means)
    wish = affordable if draw_expansion < expansion_chance * pulled_forward else 0.0
    spare = max(land * floor_ratio * land_density - capital, 0.0)
    floor_needed = max(wish - spare, 0.0) / land_density
    bid = land_bid_price(gain, cost, land_density, floor_ratio, rate)
    price = land_price * land_price_factor
    highest = floor_ratio_limit * floor_limit_factor
    plot = land_demand(
        floor_needed, floor_ratio, price, land_price_reference, land_price_elasticity
    )
    own_plot = has_own_plot(plot, wish, small_project_land, small_project_investment)
    tax_density = tax_per_mu(tax_paid, land)
    promise = meets_bar(
        tax_density, land_density * floor_ratio, standard_land_tax, standard_land_investment
    )
    lease_first = revenue < lease_first_below
    rent = price * lease_yield
    yearly = rent if lease_first else yearly_land_cost(price, rate, tenure_years)
    upwards = (yearly > upward_cost * rate * floor_ratio) & (floor_ratio < highest)
    buys = (bid >= price) & (land_access > 0.5) & (promise == 1) & (not upwards)
    buys = buys & (own_plot == 1)
    plot = plot if buys else 0.0
    by_itself = (revenue < leases_below_revenue) & (lease_yield < rate)
    leased = plot if lease_first | by_itself else 0.0
    return wish, plot, bid, leased


@rule("X12", "加层面积", "floor space that no plot was got for is built upwards, as far as the "
      "largest floor ratio lets it", "judgement")
def floors_added(
    capital_wanted: float, capital: float, density: float, plot: float, floor_ratio: float,
    highest: float,
) -> float:  # fmt: skip
    if capital_wanted <= 0.0:
        return 0.0
    missing = (capital + capital_wanted) / density - plot * floor_ratio
    return clip(missing, 0.0, plot * max(highest - floor_ratio, 0.0))


@rule("X8", "更新投资", "routine renewal of equipment, cut when the firm makes losses", "derived")
def renewal(capital: float, profit: float, renewal_rate: float, loss_cut: float) -> float:
    return capital * renewal_rate * (1.0 if profit >= 0.0 else loss_cut)


@decision(
    "X9",
    "capital debt land leased_land floor_ratio floor_built investment renovation land_payment "
    "subsidy_due subsidised_capital",
    "投资落实",
    "capital wears, is renewed, upgraded and expanded as far as there is room, on the plot got or "
    "upwards; debt pays the gap",
    "identity",
)
def carry_out_investment(
    capital, debt, land, leased_land, floor_ratio, profit, income_tax, depreciation,
    upgraded, upgrade_cost, subsidy_granted, capital_wanted, land_granted,
    land_leased_wanted, land_price, land_price_factor, land_density, subsidy_paid,
    depreciation_rate, renewal_rate, loss_renewal_cut, equipment_share_of_project,
    renovation_share_of_expansion, lease_yield, payout_share,
    repayment_share, upward_cost, floor_ratio_limit, floor_limit_factor, ladder_award,
    recognition_award, equipment_granted, investment_lift, subsidised_capital,
):  # fmt: skip
    lift = 1.0 + (investment_lift if equipment_granted > 0.0 else 0.0)
    wanted = capital_wanted * lift
    plot = land + land_granted
    lease = leased_land + (land_granted if land_leased_wanted > 0.0 else 0.0)
    highest = floor_ratio_limit * floor_limit_factor
    floors = floors_added(wanted, capital, land_density, plot, floor_ratio, highest)
    ratio = floor_ratio + floors / max(plot, 0.1)
    room = max(plot * ratio * land_density - capital, 0.0)
    added = min(wanted, room)
    routine = renewal(capital, profit, renewal_rate, loss_renewal_cut) * lift
    project = upgraded * upgrade_cost
    upwards = floors * upward_cost
    spent = routine + project + added + upwards
    bought = land_granted if land_leased_wanted <= 0.0 else 0.0
    price = land_price * land_price_factor
    payment = bought * price + lease * price * lease_yield
    kept = capital * (1.0 - depreciation_rate) + routine
    new_capital = kept + equipment_share_of_project * project + added + upwards
    grants = subsidy_paid + ladder_award + recognition_award
    cash = retained_cash(profit, income_tax, depreciation, payout_share) + grants
    owed = next_debt(debt, spent + payment, cash, repayment_share)
    renovation = routine + project + renovation_share_of_expansion * added
    due = subsidy_granted if upgraded == 1 else 0.0
    # An expansion that finds no room is not built, and not subsidised; renewal needs none.
    due = due + equipment_granted * (routine + added) / max(routine + wanted, 1e-6)
    brought = subsidised_capital * capital * (1.0 - depreciation_rate)
    brought = brought + (routine + added) * (1.0 - 1.0 / lift)
    part = brought / max(new_capital, 1e-6)
    return (
        new_capital, owed, plot, lease, ratio, floors, spent, renovation, payment, due, part,
    )  # fmt: skip
