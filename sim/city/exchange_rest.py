"""What an exchange of firms asks of the rest of the city: totals, land, indices, entrants."""

from __future__ import annotations

import numpy as np

from sim.base.errors import InputError
from sim.base.state import Array, State
from sim.city.start import entry_tables

KEPT = ("output", "value_added", "employment", "land", "tax_paid")
LEAST_WEIGHT, MOST_WEIGHT = 0.2, 5.0  # of a firm that is re-weighted, over what it stood for
MISSED = 0.002  # of a total, that re-weighting may miss
INDEX_BASES = {"energy_2015": "electricity", "water_2015": "water"}


def keep_totals(state: State, own: slice, before: dict[str, float]) -> None:
    """Re-weight the other above-scale firms, large ones apart, so that the city's totals stay.

    The weights are the nearest to those they had that give number, output, value added, staff,
    land and tax of all above-scale firms as before.

    Raises:
        InputError: there are no such firms, or they cannot carry the difference.
    """
    firms, scalars = state.firms, state.scalars
    large = (firms["revenue"] >= scalars["large_revenue_nominal"] / scalars["price_level"]) | (
        firms["employment"] >= scalars["large_employment"]
    )
    rest = (firms["above_scale"] == 1) & ~large
    rest[own] = False
    rows = np.flatnonzero(rest)
    if rows.size <= len(KEPT):
        raise _cannot("no other firms are left", "没有其他企业")
    weight = firms["weight"][rows]
    columns = [np.ones(rows.size), *(firms[name][rows] for name in KEPT)]
    scale = np.array([float((weight * column).sum()) for column in columns])
    features = np.stack(columns) / scale[:, None] * rows.size
    upper = firms["weight"] * firms["above_scale"]
    now = [float(upper.sum()), *(float((upper * firms[name]).sum()) for name in KEPT)]
    gap = (_wanted(state, before) - np.array(now)) / scale * rows.size
    shift = np.linalg.lstsq((features * weight) @ features.T, gap, rcond=1e-10)[0]
    factor = 1.0 + features.T @ shift
    firms["weight"][rows] = weight * np.clip(factor, LEAST_WEIGHT, MOST_WEIGHT)
    missed = np.abs(gap - features @ (firms["weight"][rows] - weight)) / rows.size * scale
    if np.any(missed > MISSED * _wanted(state, before)):
        raise _cannot("the other firms cannot make up the difference", "其他企业无法弥补差额")


def _wanted(state: State, before: dict[str, float]) -> Array:
    """Totals of number and `KEPT`, in the units of the firms' columns."""
    worth = 10_000.0 / state.scalars["price_level"]  # 100m yuan of the year in 10k of 2015
    return np.array([before["firms"], *(
        before[name] * (worth if name in ("output", "value_added", "tax_paid") else 1.0)
        for name in KEPT
    )])  # fmt: skip


def _cannot(why: str, why_zh: str) -> InputError:
    return InputError(
        f'own firms: totals = "kept": {why}; write totals = "changed", which says by how much',
        f'自有企业：totals = "kept"：{why_zh}；请改为 totals = "changed"，将说明变化幅度',
    )


def settle_land(state: State, before: Array, after: Array) -> None:
    """Take land that firms of a place hold beyond the earlier ones from who else has it.

    First from users outside the model, then free land, then what is not ready; where none is left
    the stock grows. Land that the earlier firms held beyond the own ones goes to users outside.
    """
    places, gap = state.places, after - before
    places["modelled_land"] = after
    for name in ("other_land", "free_land", "reserved_land"):
        spare = np.where(gap < 0.0, gap if name == "other_land" else 0.0,
                         np.minimum(gap, places[name]))  # fmt: skip
        places[name] = places[name] - spare
        gap = gap - spare
    places["land_stock"] = places["land_stock"] + gap


def link(
    state: State, covered: Array, staff: Array, staff_now: Array, before: dict[str, float],
    after: dict[str, float],
) -> None:  # fmt: skip
    """Link what is set against 2015, so that the exchange itself moves no index.

    In 2015 itself there is nothing to link: the run starts on the own firms.
    """
    if not state.employment_2015.size:
        return
    base, scalars = state.employment_2015, state.scalars
    moved = staff_now != staff
    ratio = staff_now / np.where(staff > 0.0, staff, 1.0)
    state.employment_2015 = np.where(moved, np.where(staff > 0.0, base * ratio, staff_now), base)
    scalars["value_added_2015"] *= after["value_added"] / before["value_added"]
    for name, used in INDEX_BASES.items():
        scalars[name] *= (after[used] / after["value_added"]) / (
            before[used] / before["value_added"])  # fmt: skip
    share, mix = entry_tables(state)
    part = state.entry_share[covered].sum() / max(float(share[covered].sum()), 1e-12)
    state.entry_share = np.where(covered, share * part, state.entry_share)
    state.sector_mix = np.where(covered[:, None], mix, state.sector_mix)
