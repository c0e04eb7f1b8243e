"""Where the firms of 2015 are: sector, district, park or township block, sub-area."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiler import compiled
from sim.base.draws import normals, uniforms
from sim.base.maths import logarithms
from sim.base.state import Array
from sim.base.totals import grouped_total, total
from sim.park.atlas import districts, places, sectors

ROUNDS = 25


@compiled
def _choose(odds: Any, kinds: Any, weights: Any, draws: Any, chosen: Any) -> None:
    """Column chosen by each row with probability proportional to its kind's odds times weights."""
    last = odds.shape[1] - 1
    for row in range(kinds.shape[0]):
        kind = kinds[row]
        everything = 0.0
        for column in range(odds.shape[1]):
            everything += odds[kind, column] * weights[column]
        reach, edge, passed = draws[row] * everything, 0.0, 0
        for column in range(last):
            edge += odds[kind, column] * weights[column]
            passed += int(edge < reach)
        chosen[row] = passed


def _rake(
    odds: Array, kinds: Array, draws: Array, sizes: Array, shares: Array, measured: Array
) -> Array:
    """Choose columns so that the sum of sizes over the `measured` rows splits as `shares` asks.

    Args:
        odds: kinds x columns, relative odds of each choice.
        kinds: of each row.
        draws: one per row.
        sizes: rows x columns, what a row adds to the column it chooses.
        shares: wanted split, sums to 1.
        measured: boolean, the rows that count.
    """
    weights = np.ones(odds.shape[1])
    rows = np.arange(kinds.shape[0])
    ones = np.ones(int(measured.sum()))
    best, best_miss = np.zeros(kinds.shape[0], dtype=np.int64), np.inf
    for _ in range(ROUNDS):
        chosen = np.empty_like(best)
        _choose(odds, kinds, weights, draws, chosen)
        size = sizes[rows, chosen]
        got = grouped_total(size[measured], ones, chosen[measured], odds.shape[1])
        got = got / got.sum()
        miss = float(np.abs(got - shares).max())
        if miss < best_miss:
            best, best_miss = chosen, miss
        weights = weights * np.clip(shares / np.maximum(got, 1e-6), 0.5, 2.0) ** 0.7
    return best


def choose_sectors(
    outputs: Array, keys: Array, above: Array, rate_luck: Array, seed: int, p: dict[str, float]
) -> Array:
    """Sector of each firm, so that value added of above-scale firms splits as the evidence says."""
    listed = sectors()
    firm_share = np.array([s.firm_share for s in listed])
    shares = np.array([s.value_added_share for s in listed])
    rates = np.array([s.value_added_rate for s in listed])
    # Few-firm sectors take more of the large firms.
    pull = p["size_concentration"] * logarithms(shares / firm_share)
    size = logarithms(outputs / p["line_nominal"])
    odds = firm_share * np.exp(np.clip(size[:, None] * pull[None, :], -8.0, 8.0))
    sizes = (outputs * rate_luck)[:, None] * rates[None, :]
    draws = uniforms("draw_sector", keys, seed, 2015)
    kinds = np.arange(outputs.shape[0])  # each firm's size makes it a kind of its own
    return _rake(odds, kinds, draws, sizes, shares / shares.sum(), above)


def _affinity(leading: list[tuple[str, ...]], p: dict[str, float]) -> Array:
    """sectors x areas: the odds factor of a sector in an area where it leads."""
    names = [s.name for s in sectors()]
    table = np.ones((len(names), len(leading)))
    for column, leaders in enumerate(leading):
        for name in leaders:
            if name in names:
                table[names.index(name), column] = p["affinity"]
    return table


def choose_districts(
    value_added: Array, keys: Array, above: Array, sector: Array, seed: int, p: dict[str, float]
) -> Array:
    """District of each firm, so that value added splits as in the only year published."""
    listed = districts()
    shares = np.array([d.value_added_2018 for d in listed])
    shares = shares / shares.sum()
    leading = [
        tuple({s for place in places() if place.district == d.name for s in place.leading_sectors})
        for d in listed
    ]
    odds = shares[None, :] * _affinity(leading, p)
    sizes = np.repeat(value_added[:, None], len(listed), axis=1)
    draws = uniforms("draw_district", keys, seed, 2015)
    return _rake(odds, sector, draws, sizes, shares, above)


def choose_parks(
    value_added: Array, keys: Array, above: Array, seed: int, p: dict[str, float]
) -> Array:
    """Which firms sit in parks: the published shares of firms and of value added both hold.

    Above-scale firms are ranked by size plus luck; the luck's spread is chosen so that the top
    share of firms holds the published share of value added.
    """
    luck = normals("draw_park", keys, seed, 2015)
    inside = luck < np.quantile(luck[~above], p["park_share_below_scale"])
    rows = np.flatnonzero(above)
    size, noise = logarithms(value_added[rows]), luck[rows]
    ones = np.ones(rows.shape[0])
    count = round(p["park_share_of_firms"] * rows.shape[0])
    everything = total(value_added[rows], ones)
    low, high = 0.0, 20.0
    chosen = rows[:0]
    for _ in range(40):
        spread = 0.5 * (low + high)
        chosen = rows[np.argpartition(-(size + spread * noise), count)[:count]]
        share = total(value_added[chosen], np.ones(count)) / everything
        low, high = (low, spread) if share < p["park_share_of_value_added"] else (spread, high)
    inside[rows] = False
    inside[chosen] = True
    return inside


def choose_places(
    district: Array, inside: Array, sector: Array, keys: Array, seed: int, p: dict[str, float]
) -> Array:
    """Sub-area (by weight and leading sector) or township block of each firm."""
    listed = places()
    names = [d.name for d in districts()]
    home = np.array([names.index(place.district) for place in listed])
    weight = np.array([place.weight if place.is_park else 1.0 for place in listed])
    is_park = np.array([place.is_park for place in listed])
    odds = weight[None, :] * _affinity([place.leading_sectors for place in listed], p)
    districts_of, parks_of, sectors_of = np.indices((len(names), 2, odds.shape[0]))
    possible = (home == districts_of[..., None]) & (is_park == parks_of[..., None])
    table = (odds[sectors_of] * possible).reshape(-1, len(listed))
    kinds = np.ravel_multi_index((district, inside.astype(int), sector), sectors_of.shape)
    chosen = np.empty(keys.shape[0], dtype=np.int64)
    draws = uniforms("draw_place", keys, seed, 2015)
    _choose(table, kinds, np.ones(len(listed)), draws, chosen)
    return chosen
