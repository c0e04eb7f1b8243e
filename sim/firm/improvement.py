"""Better use of what a firm has: the answer to its grade that needs no investment."""

from __future__ import annotations

from sim.base.maths import exponential
from sim.base.rules import decision, rule
from sim.firm.books import charge_reach
from sim.firm.upgrade import grade_saving


@rule("M1", "挖潜", "productivity that a firm finds within reach in a year: the more, the more of "
      "its value added one better grade would save",
      "form judged; size: literature on the reform as a whole")
def slack_found(slack: float, stake: float, scale: float) -> float:
    return slack * (1.0 - exponential(-stake / scale))


@decision(
    "M2",
    "productivity slack",
    "对标挖潜",
    "a graded firm sees to its lines, hours and plot before it pays charges: what it finds raises "
    "productivity for good, and is found once",
    "instruments P1, P2; priors: firms' productivity rose by 2.4% under the reform (1-6%)",
)
def use_slack(
    productivity, slack, value_added, electricity, water, land, above_scale, electricity_surcharge,
    better_electricity_surcharge, water_surcharge, better_water_surcharge, land_tax_relief,
    better_land_tax_relief, below_scale_charges, water_price, land_use_tax, pressure_scale,
):  # fmt: skip
    better = grade_saving(
        electricity, water, land, water_price, land_use_tax, electricity_surcharge,
        better_electricity_surcharge, water_surcharge, better_water_surcharge,
        land_tax_relief, better_land_tax_relief,
    )  # fmt: skip
    stake = better * charge_reach(above_scale, below_scale_charges) / max(value_added, 1e-3)
    found = slack_found(slack, stake, pressure_scale)
    return productivity + found, slack - found
