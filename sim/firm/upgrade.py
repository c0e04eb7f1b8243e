"""The upgrade decision: one rung of the ladder, weighed as a payback against a hurdle."""

from __future__ import annotations

from sim.base.maths import clip, happens, logarithm
from sim.base.rules import decision, rule
from sim.firm.books import charge_reach, electricity_cost, land_relief, water_cost
from sim.firm.finance import credit_room, interest_relief, retained_cash
from sim.firm.support import carried_out, leased_part, voucher_due


@rule("U1", "候选阶梯", "the next rung if the firm is ready for it, else renewal on its own rung",
      "plan 5.4, box 8")
def next_rung(rung: int, networked: float, above_scale: int, revenue: float,
              minimum_workshop: float, minimum_smart: float, minimum_future: float) -> int:
    later = minimum_smart if rung == 3 else minimum_future
    asked = minimum_workshop if rung == 2 else later
    climbs = (above_scale == 1) & (revenue >= asked) & (rung < 5)
    wired = (rung == 1) & (networked >= 0.5)
    return rung + int((rung == 0) | wired | ((rung >= 2) & climbs))


@rule("U2", "补助额", "subsidy on a project: rate times cost, capped, if the grade may have it",
      "instrument P20; P3")
def subsidy_amount(cost: float, rate: float, cap: float, eligible: float) -> float:
    return min(rate * cost, cap) * eligible


@rule("U3", "等级价值", "yearly cost that one better grade would save", "instruments P1-P3")
def grade_saving(
    electricity: float, water: float, land: float, water_price: float, land_use_tax: float,
    surcharge: float, better_surcharge: float, water_surcharge: float,
    better_water: float, relief: float, better_relief: float,
) -> float:  # fmt: skip
    power_saving = electricity_cost(electricity, surcharge - better_surcharge)
    water_saving = water_cost(water, water_surcharge - better_water, water_price)
    tax_saving = land_relief(land, land_use_tax, better_relief - relief)
    return max(power_saving + water_saving + tax_saving, 0.0)


@rule("U4", "回收期", "payback in years of a net cost at a yearly saving", "definition")
def payback(net_cost: float, yearly_saving: float) -> float:
    return max(net_cost, 0.0) / max(yearly_saving, 1e-6)


@rule("U5", "采纳倾向", "logit of adopting: payback against the hurdle, size, peers, knowledge",
      "priors: upgrading")
def adoption_index(
    years: float, hurdle: float, revenue: float, peers: float, diagnosed: int, intercept: float,
    payback_slope: float, size_slope: float, peer_slope: float, diagnosis_effect: float,
    line: float,
) -> float:  # fmt: skip
    attraction = payback_slope * clip(logarithm(hurdle / max(years, 0.01)), -5.0, 5.0)
    size = size_slope * clip(logarithm(max(revenue, 1.0) / line), -3.0, 6.0)
    return intercept + attraction + size + peer_slope * peers + diagnosis_effect * diagnosed


@decision("U6", "candidate_rung", "拟上阶梯", "the rung the firm considers this year", "plan box 8")
def consider_rung(
    rung, networked, above_scale, revenue, workshop_minimum_revenue, smart_factory_minimum_revenue,
    future_factory_minimum_revenue,
):  # fmt: skip
    return next_rung(
        rung, networked, above_scale, revenue, workshop_minimum_revenue,
        smart_factory_minimum_revenue, future_factory_minimum_revenue,
    )  # fmt: skip


@decision(
    "U7",
    "upgrade_cost upgrade_payback would_upgrade would_upgrade_subsidised subsidy_request",
    "改造决策",
    "whether the firm upgrades without and with a subsidy; both answers on one draw, so a "
    "subsidy never deters",
    "priors: upgrading",
)
def decide_upgrade(
    revenue, value_added, electricity, water, land, capital, leased_land, debt, floor_price,
    profit, income_tax, depreciation, technology_gap, hurdle, diagnosed, above_scale, peers,
    place_peers, place_peer_weight, rung_cost, rung_gain, rung_intercept, rung_minimum_revenue,
    draw_upgrade, draw_selection, subsidy_rate, subsidy_eligible, subsidy_cap, subsidy_selected,
    electricity_surcharge, better_electricity_surcharge, water_surcharge, better_water_surcharge,
    land_tax_relief, better_land_tax_relief, below_scale_charges, water_price, land_use_tax,
    grade_step_chance,
    learning_factor, gain_attenuation, payback_slope, size_slope, peer_slope, diagnosis_effect,
    upgrade_intercept, collateral_share, payout_share, line_real, extra_credit,
    ladder_award, leasing_share, leasing_below_revenue, leasing_charge, interest_subsidy,
    interest_subsidy_years, base_loan_rate, small_firm_premium,
):  # fmt: skip
    cost = rung_cost * revenue * learning_factor
    saving = value_added * rung_gain * gain_attenuation * technology_gap
    better = grade_saving(
        electricity, water, land, water_price, land_use_tax, electricity_surcharge,
        better_electricity_surcharge, water_surcharge, better_water_surcharge,
        land_tax_relief, better_land_tax_relief,
    )  # fmt: skip
    better = better * charge_reach(above_scale, below_scale_charges)
    benefit = saving + grade_step_chance * better
    offered = subsidy_amount(cost, subsidy_rate, subsidy_cap, subsidy_eligible)
    selected = (draw_selection < subsidy_selected) & (above_scale == 1)
    offer = offered if selected else 0.0
    means = retained_cash(profit, income_tax, depreciation, payout_share)
    means = means + credit_room(capital, land, leased_land, floor_price, debt, collateral_share)
    means = means + extra_credit
    own = cost - ladder_award
    share = leasing_share if revenue < leasing_below_revenue else 0.0
    leased, leased_aided = leased_part(own, means, share), leased_part(own - offer, means, share)
    charge, charge_aided = leasing_charge * leased, leasing_charge * leased_aided
    company = place_peer_weight * place_peers + (1.0 - place_peer_weight) * peers
    relief = interest_relief(revenue, debt, capital, base_loan_rate, small_firm_premium, line_real,
                             interest_subsidy, interest_subsidy_years)  # fmt: skip
    eased, eased_aided = relief * (own - leased), relief * (own - offer - leased_aided)
    bare_years = payback(own + charge - eased, benefit)
    intercept = upgrade_intercept + rung_intercept
    bare = adoption_index(bare_years, hurdle, revenue, company, diagnosed, intercept,
                          payback_slope, size_slope, peer_slope, diagnosis_effect, line_real)
    aided_years = payback(own - offer + charge_aided - eased_aided, benefit)
    aided = adoption_index(aided_years, hurdle, revenue, company, diagnosed, intercept,
                           payback_slope, size_slope, peer_slope, diagnosis_effect, line_real)
    able = revenue >= rung_minimum_revenue
    alone = able & (own - leased <= means) & happens(draw_upgrade, bare)
    helped = able & (own - offer - leased_aided <= means) & happens(draw_upgrade, aided)
    request = offer if helped else 0.0
    contract = cost + (charge if alone else charge_aided)
    return contract, bare_years, int(alone), int(helped), request


@decision(
    "U8",
    "connected networked",
    "联网上云",
    "machines are networked or put on the cloud at a hazard that rises with size, peers, "
    "diagnosis and a voucher; no separate project is counted",
    "moments: networking 11.5% of the remainder a year",
)
def connect_machines(
    networked, revenue, diagnosed, peers, draw_connection, networking_intercept,
    networking_size_slope, peer_slope, diagnosis_effect, networking_reach, line_real,
    cloud_voucher, cloud_below_revenue, cloud_effect,
):  # fmt: skip
    index = networking_intercept + peer_slope * peers + diagnosis_effect * diagnosed
    index = index + networking_size_slope * clip(
        logarithm(max(revenue, 1.0) / line_real), -3.0, 6.0
    )
    voucher = voucher_due(revenue, cloud_voucher, cloud_below_revenue)
    index = index + cloud_effect * voucher
    wired = (networked < 0.5) & happens(draw_connection, index)
    return int(wired), networking_reach if wired else networked


@decision("U9", "diagnosed diagnosis_cost", "智能诊断", "a diagnosis gives lasting knowledge",
          "instrument P21")
def receive_diagnosis(
    diagnosed, above_scale, revenue, draw_diagnosis, diagnosis_coverage, diagnosis_price,
    diagnosis_below_revenue, diagnosis_below_scale,
):  # fmt: skip
    meant = (above_scale == 1) | (diagnosis_below_scale > 0.5)
    meant = meant & (revenue < diagnosis_below_revenue)
    chosen = meant & (diagnosed == 0) & (draw_diagnosis < diagnosis_coverage)
    return int((diagnosed == 1) | chosen), diagnosis_price if chosen else 0.0


@decision(
    "U10",
    "upgraded rung projects numerical_control productivity labour_share technology_gap",
    "改造落实",
    "a project lifts the rung, the NC share and productivity, and saves labour",
    "plan 1.1(5); gain attenuated as the evidence asks",
)
def carry_out_upgrade(
    would_upgrade, would_upgrade_subsidised, subsidy_granted, treated, candidate_rung, rung,
    projects, numerical_control, productivity, labour_share, technology_gap, rung_gain,
    rung_labour_saving, gain_attenuation, numerical_control_gain, gap_closed,
):  # fmt: skip
    done = carried_out(would_upgrade, would_upgrade_subsidised, subsidy_granted, treated)
    controlled = numerical_control + numerical_control_gain * (1.0 - numerical_control)
    gained = productivity + rung_gain * gain_attenuation * technology_gap
    share = labour_share * (1.0 - rung_labour_saving * technology_gap)
    gap = technology_gap * (1.0 - gap_closed)
    return (
        int(done), candidate_rung if done else rung, projects + int(done),
        controlled if done else numerical_control, gained if done else productivity,
        share if done else labour_share, gap if done else technology_gap,
    )  # fmt: skip
