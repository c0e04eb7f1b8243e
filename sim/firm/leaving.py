"""Moving and leaving: the market, the clearing rules and the register."""

from __future__ import annotations

from sim.base.maths import clip, happens, logarithm
from sim.base.rules import decision, rule

STAYS, MARKET, CLEARED, BOUGHT_OUT, OBSOLETE, RECTIFIED, RECOVERED = range(7)
ORDERED = (CLEARED, OBSOLETE, RECTIFIED, RECOVERED)  # told to go one by one


@rule("L1", "退出倾向", "logit of market exit: falls with productivity and size",
      "Dunne, Roberts, Samuelson 1989; He and Yang 2016")
def exit_index(
    relative_productivity: float, revenue: float, losing: int, intercept: float,
    productivity_slope: float, size_slope: float, loss_effect: float, line: float,
) -> float:  # fmt: skip
    size = clip(logarithm(max(revenue, 1.0) / line), -4.0, 6.0)
    index = intercept - productivity_slope * relative_productivity - size_slope * size
    return index + loss_effect * losing


@decision("L2", "leaves", "退出决策",
          "leaves the market, or is bought out when its block is cleared", "literature (signs)")
def decide_exit(
    value_added, employment, revenue, profit, sector_productivity, evicted, draw_exit,
    draw_relocation, exit_intercept, exit_productivity_slope, exit_size_slope, exit_loss_effect,
    relocation_chance, line_real, debt, capital, land, leased_land, floor_price,
    insolvency_ratio, insolvency_effect,
):  # fmt: skip
    own = logarithm(max(value_added, 1e-3) / max(employment, 1.0))
    relative = clip(own - sector_productivity, -3.0, 3.0)
    losing = int(profit < 0.0)
    broken = int(debt > insolvency_ratio * (capital + (land - leased_land) * floor_price))
    index = insolvency_effect * broken + exit_index(
        relative, revenue, losing, exit_intercept, exit_productivity_slope, exit_size_slope,
        exit_loss_effect, line_real,
    )  # fmt: skip
    gives_up = (evicted == 1) & (draw_relocation >= relocation_chance)
    otherwise = BOUGHT_OUT if gives_up else STAYS
    return MARKET if happens(draw_exit, index) else otherwise


@rule("L3", "搬迁倾向", "logit of moving from a township block into a park", "judgement")
def move_index(
    grade: int, revenue: float, price_gap: float, intercept: float, size_slope: float,
    grade_slope: float, price_slope: float, line: float,
) -> float:  # fmt: skip
    size = clip(logarithm(max(revenue, 1.0) / line), -3.0, 6.0)
    return intercept + size_slope * size + grade_slope * (grade - 1) - price_slope * price_gap


@decision("L4", "moves", "搬迁决策",
          "township firms move to a plot or to shared floors; cleared blocks relocate", "judgement",
          where="gateway")
def decide_move(
    grade, revenue, land, in_park, land_price, evicted, draw_move, draw_relocation,
    park_land_price, land_price_factor, move_intercept, move_size_slope, move_grade_slope,
    move_price_slope, relocation_chance, shared_floor_land, line_real, land_access,
):  # fmt: skip
    asked = park_land_price * land_price_factor
    gap = logarithm(max(asked, 1e-3) / max(land_price, 1e-3))
    index = move_index(grade, revenue, gap, move_intercept, move_size_slope, move_grade_slope,
                       move_price_slope, line_real)
    wants = (in_park == 0) & (land_access > 0.5) & happens(draw_move, index)
    kind = 2 if land < shared_floor_land else 1
    chosen = kind if wants else 0
    relocated = 3 if draw_relocation < relocation_chance else 0
    return relocated if evicted == 1 else chosen


@decision(
    "L6",
    "above_scale years_below dropped registered",
    "规上名录",
    "registered once revenue reaches the line; dropped after two years below it",
    "register lag: doubts, churn",
)
def keep_register(above_scale, years_below, revenue, line_real, years_until_dropped):
    under = revenue < line_real
    listed = above_scale == 1
    below = years_below + 1 if listed & under else 0
    drops = below > years_until_dropped
    enters = (not listed) & (not under)
    stays = listed & (not drops)
    return int(stays | enters), 0 if drops else below, int(drops), int(enters)
