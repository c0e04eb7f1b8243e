"""Support of single projects: awards by rung, leasing, cloud vouchers."""

from __future__ import annotations

from sim.base.maths import clip, power
from sim.base.rules import decision, rule
from sim.firm.expansion import renewal


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


@rule("U13", "上云券", "voucher of a firm below the revenue bound", "instrument P23")
def voucher_due(revenue: float, voucher: float, bound: float) -> float:
    return voucher if revenue < bound else 0.0


@rule("U14", "项目落实", "a project is carried out if it pays alone, has its grant, or is ordered",
      "definition")
def carried_out(alone: int, aided: int, granted: float, treated: int) -> bool:
    return (alone == 1) | ((aided == 1) & (granted > 0.0)) | (treated > 0)


@rule("U19", "补助带动投资", "investment with a subsidy over that without: firms want more capital "
      "as its price falls, until what the subsidy has brought makes up for it",
      "priors: +10 to +30% from a subsidy of 10%; form judged")
def lift_of_subsidy(rate: float, elasticity: float, brought: float) -> float:
    wanted = power(max(1.0 - rate, 0.01), -elasticity) - 1.0
    return 1.0 + max(wanted - brought, 0.0)


@rule("U21", "上限内带动", "the lift as far as the cap goes: beyond it the last yuan has no "
      "subsidy", "definition")
def lift_within_cap(lift: float, full_subsidy: float, left: float) -> float:
    return clip(left / max(full_subsidy, 1e-9), 1.0, lift)


@decision("U20", "equipment_request investment_lift", "设备投资补助申请",
          "a selected firm applies for its renewal and expansion, too, as far as they count, and "
          "invests more if it gets that; neither cash nor credit bounds what it adds",
          "instrument P20; form judged", answers="subsidy_equipment")
def apply_for_equipment(
    leaves, above_scale, capital, profit, capital_wanted, subsidy_request, draw_selection,
    subsidised_capital, subsidy_rate, subsidy_eligible, subsidy_cap, subsidy_selected,
    subsidy_equipment, renewal_rate, loss_renewal_cut, investment_elasticity,
):  # fmt: skip
    planned = renewal(capital, profit, renewal_rate, loss_renewal_cut) + capital_wanted
    rate = subsidy_rate * subsidy_eligible
    counted = subsidy_equipment * planned
    left = max(subsidy_cap - subsidy_request, 0.0)
    wished = lift_of_subsidy(rate, investment_elasticity, subsidised_capital)
    lift = lift_within_cap(wished, rate * counted, left)
    chosen = (draw_selection < subsidy_selected) & (above_scale == 1) & (leaves == 0)
    request = min(rate * counted * lift, left) if chosen else 0.0
    return request, subsidy_equipment * (lift - 1.0) if request > 0.0 else 0.0


@decision("U15", "ladder_award", "阶梯奖励承诺", "the award that the project considered would earn",
          "instrument P22", answers="workshop_award smart_factory_award future_factory_award")
def look_up_award(
    rung, candidate_rung, rung_cost, revenue, learning_factor, subsidy_eligible, workshop_award,
    smart_factory_award, future_factory_award,
):  # fmt: skip
    cost = rung_cost * revenue * learning_factor
    return rung_award(rung, candidate_rung, cost, subsidy_eligible, workshop_award,
                      smart_factory_award, future_factory_award)  # fmt: skip


@decision("U16", "ladder_award", "阶梯奖励兑现", "the award is paid if the project is carried out",
          "instrument P22", answers="workshop_award smart_factory_award future_factory_award")
def earn_award(ladder_award, would_upgrade, would_upgrade_subsidised, subsidy_granted, treated):
    done = carried_out(would_upgrade, would_upgrade_subsidised, subsidy_granted, treated)
    return ladder_award if done else 0.0


@decision("U18", "bound_support", "承诺期内补助",
          "a subsidy is earned by staying: of what is not yet earned, a part over the years of the "
          "commitment each year",
          "instrument P20; form judged", answers="subsidy_commitment")
def bind_support(bound_support, subsidy_paid, deflator_growth, subsidy_commitment):
    unearned = 1.0 - 1.0 / max(subsidy_commitment, 1.0)
    bound = bound_support * unearned / (1.0 + deflator_growth) + subsidy_paid
    return bound if subsidy_commitment > 0.0 else 0.0


@decision("U17", "cloud_voucher_paid", "上云券兑付",
          "who connects below the bound redeems a voucher", "instrument P23",
          answers="cloud_voucher")
def redeem_voucher(connected, revenue, cloud_voucher, cloud_below_revenue):
    due = voucher_due(revenue, cloud_voucher, cloud_below_revenue)
    return due if connected == 1 else 0.0
