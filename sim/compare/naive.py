"""What a target would get with no model: the published 2015-2020 simply going on."""

from __future__ import annotations

from sim.base.moments import going_on, mean_growth, published_pair
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR, PUBLISHED_SPAN
from sim.compare.targets import GROWTH, Target


def published_growth(indicator: str, nominal: bool) -> float | None:
    """Mean growth a year of 2015-2020, in percent; None where it is not published.

    Args:
        indicator: a sum of money, or money over something.
        nominal: at current prices; else at those of 2015, by the deflator that value added and
            its real index imply.
    """
    pair, value_added, real = (published_pair(name) for name in
                               (indicator, "value_added", "real_value_added_index"))  # fmt: skip
    if pair is None:
        return None
    ratio = pair[1] / pair[0]
    if not nominal:
        if value_added is None or real is None:
            return None
        ratio /= (value_added[1] / value_added[0]) / (real[1] / real[0])
    return mean_growth(ratio, PUBLISHED_SPAN)


def extrapolated(target: Target) -> float | None:
    """What constant growth of the published 2015-2020 gives, in the target's unit.

    A sum over five years whose like is published for 2016-2020 comes to the same amount again;
    None where the evidence has no figure of 2015.
    """
    years = target.last_year - LAST_PUBLISHED_YEAR
    if target.growth:
        return published_growth(target.indicator.removesuffix(GROWTH), target.nominal)
    if target.kind == "cumulative":
        same_span = target.base_year == f"{FIRST_YEAR + 1}-{LAST_PUBLISHED_YEAR}"
        return float(target.base) * years / PUBLISHED_SPAN if same_span and target.base else None
    pair = published_pair(target.indicator) if target.indicator else None
    return None if pair is None else going_on(*pair, target.last_year)


def met_by_extrapolation(target: Target) -> bool | None:
    """Whether the extrapolated figure reaches the aim; None where there is no such figure."""
    found = extrapolated(target)
    if found is None or target.aim is None:
        return None
    return found >= target.aim if target.at_least else found <= target.aim
