"""What a run comes to: one number per indicator, at the end of the plan or over its years."""

from __future__ import annotations

import math

from sim.base.errors import unknown
from sim.base.indicators import INDICATOR
from sim.base.ledger import LAND_MONEY
from sim.base.units import LAST_YEAR, YUAN_100M
from sim.city.record import SIGN, Record

FIRST_PLAN_YEAR = 2021
# Flows of a year: they are added up over the plan's years; everything else is read at its end.
ADDED_UP = frozenset({
    "public_cost", "upgrades", "upgrades_subsidised", "industrial_investment",
    "renovation_investment", "newly_above_scale", "dropped_from_register", "firms_cleared",
    "firms_bought_out", "firms_left_market", "firms_entered", "firms_moved",
    "low_efficiency_firms_treated",
})  # fmt: skip


def check_indicators(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, if each is an indicator.

    Raises:
        InputError: one is not.
    """
    for name in names:
        if name not in INDICATOR:
            raise unknown("indicator", name, INDICATOR)
    return names


def outcome(record: Record, indicator: str) -> float:
    """A flow summed over 2021-2025, or a level of 2025; money of the years, not discounted."""
    if indicator not in ADDED_UP:
        return record.indicators[record.years.index(LAST_YEAR)][indicator]
    return math.fsum(
        figures[indicator]
        for year, figures in zip(record.years, record.indicators, strict=True)
        if year >= FIRST_PLAN_YEAR
    )


def cost(record: Record, *, land: bool) -> float:
    """Net public cost of 2021-2025 in 100m yuan of the years: paid and forgone less received.

    Args:
        record: of a run to 2025.
        land: with what the city pays and receives for land, whoever books it.
    """
    return math.fsum(
        SIGN[row.flow] * row.amount / YUAN_100M for row in record.ledger
        if row.year >= FIRST_PLAN_YEAR and (land or row.item not in LAND_MONEY)
    )  # fmt: skip
