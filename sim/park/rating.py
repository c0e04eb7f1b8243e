"""Rating of whole places: their tax per mu beside the city's, and the land supplied by it."""

from __future__ import annotations

import numpy as np

from sim.base.maths import clip
from sim.base.rules import rule
from sim.base.state import Array, State
from sim.base.totals import grouped_total

BEST = 2.0


@rule("A3", "园区亩均评价", "tax per mu of a place over the city's, counted up to twice",
      "plan 5.7(5): evaluation extended to industrial clusters")
def place_rating(tax: float, land: float, city_tax: float, city_land: float) -> float:
    mean = city_tax / max(city_land, 1.0)
    return clip(tax / max(land, 1.0) / max(mean, 1e-9), 0.0, BEST)


@rule("A4", "按评价供地", "a place's supply shifts with its rating, as far as the rating counts",
      "instrument P1; form judged")
def supply_by_rating(supply: float, rating: float, weight: float) -> float:
    return supply * max(1.0 + weight * (rating - 1.0), 0.0)


def rated_supply(state: State) -> Array:
    """Reserved land to be made ready in each place, mu; the ratings shift it, the total stays."""
    supply, weight = state.place_levers["land_supply"], state.scalars["park_rating_weight"]
    if weight <= 0.0 or supply.sum() <= 0.0:
        return supply
    firms, places = state.firms, state.places
    tax = grouped_total(firms["tax_paid"], firms["weight"], firms["place"], len(places))
    land = places["modelled_land"]
    city = (float(tax.sum()), float(land.sum()))
    rating = [place_rating(t, m, *city) for t, m in zip(tax.tolist(), land.tolist(), strict=True)]
    places["tax_rating"] = rating
    shifted = np.array([supply_by_rating(amount, of, weight)
                        for amount, of in zip(supply.tolist(), rating, strict=True)])  # fmt: skip
    return shifted * (supply.sum() / shifted.sum()) if shifted.sum() > 0.0 else supply
