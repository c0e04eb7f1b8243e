"""Running tallies: what has added up since 2015. The year keeps them; measuring only reads."""

from __future__ import annotations

from sim.base.maths import logarithm
from sim.base.moments import published
from sim.base.state import State
from sim.base.sums import sums
from sim.base.totals import total
from sim.base.units import FIRST_YEAR, YUAN_100M


def open_tallies(state: State) -> None:
    """Tallies at nil, and the figures of 2015 that indices are set against."""
    firms, scalars = state.firms, state.scalars
    upper = firms["weight"] * firms["above_scale"]
    value_added = total(firms["value_added"], upper)
    scalars["value_added_2015"] = value_added
    scalars["energy_2015"] = total(firms["electricity"], upper) / value_added
    scalars["water_2015"] = total(firms["water"], upper) / value_added
    start = published("new_product_rate", FIRST_YEAR) / 100.0
    scalars["new_product_logit"] = logarithm(start / (1.0 - start))
    for name in ("investment", "renovation", "projects", "registered", "land_reactivated"):
        scalars[f"{name}_done"] = 0.0


@sums("investment renovation projects registered")
def _flows(
    weight: float, above_scale: int, investment: float, renovation: float, upgraded: int,
    registered: int,
) -> tuple[float, ...]:  # fmt: skip
    return (
        investment * weight, renovation * weight, upgraded * (weight * above_scale),
        registered * weight,
    )  # fmt: skip


def keep_tallies(state: State) -> None:
    """Add the year to the tallies; money in 100m yuan of the year."""
    scalars, of = state.scalars, _flows.of(state)
    price = scalars["price_level"] / YUAN_100M
    scalars["investment_done"] += of["investment"] * price
    scalars["renovation_done"] += of["renovation"] * price
    scalars["projects_done"] += of["projects"]
    scalars["registered_done"] += of["registered"]
