"""A smaller city: every large firm is kept, the others are thinned and stand for more firms."""

from __future__ import annotations

import numpy as np

from sim.base.draws import uniforms
from sim.base.state import Array, State
from sim.city.population.territory import fill_places

BALANCED = ("output", "value_added", "employment", "profit", "taxes", "land", "capital", "wages")


def thin(city: State, share: float) -> State:
    """Keep a share of the smaller firms, weighted so that the totals stay what they were.

    Args:
        city: the whole city of 2015; not changed.
        share: between 0 and 1; 1 returns the city itself.

    Firms with the revenue or the staff of a large firm are all kept.
    """
    if share >= 1.0:
        return city
    firms = city.firms
    big = firms["revenue"] >= city.scalars["large_revenue_nominal"]
    always = big | (firms["employment"] >= city.scalars["large_employment"])
    keep, weight = always.copy(), np.ones(len(firms))
    for group in (1, 0):
        rows = np.flatnonzero(~always & (firms["above_scale"] == group))
        chosen = _every_so_many(firms["output"][rows], firms["key"][rows], share, city.seed)
        kept = rows[chosen]
        keep[kept] = True
        weight[kept] = _balance(city, rows, kept, rows.shape[0] / kept.shape[0])
    small = State(
        firms=firms.copy(), places=city.places.copy(), sectors=city.sectors.copy(),
        place_sectors=city.place_sectors.copy(), rungs=city.rungs.copy(), seed=city.seed,
        year=city.year, grades=dict(city.grades), scalars=dict(city.scalars),
        place_levers=dict(city.place_levers),
    )  # fmt: skip
    small.firms["weight"] = weight
    small.firms.keep(keep)
    small.thinning = share
    # The weights balance the city, not each place: land is spread anew over the firms kept.
    fill_places(small, small.scalars)
    return small


def _every_so_many(size: Array, keys: Array, share: float, seed: int) -> Array:
    """Systematic sample along the sizes, with a random start: all sizes are represented."""
    order = np.argsort(size, kind="stable")
    start = float(uniforms("draw_thinning", keys[:1], seed, 2015)[0])
    steps = np.floor(start + share * np.arange(1, order.shape[0] + 1))
    taken = np.diff(np.concatenate([[np.floor(start)], steps])) > 0
    return np.sort(order[taken])


def _balance(city: State, rows: Array, kept: Array, weight: float) -> Array:
    """Weights nearest to equal that reproduce the count and the totals of all `rows`."""
    columns = [city.firms[name] for name in BALANCED]
    features = np.stack([np.ones(kept.shape[0])] + [c[kept] / c[rows].mean() for c in columns])
    wanted = np.array([float(rows.shape[0])] + [float(rows.shape[0])] * len(columns))
    gap = wanted - weight * features.sum(axis=1)
    shift = np.linalg.lstsq(features @ features.T, gap, rcond=1e-10)[0]
    return np.maximum(weight + features.T @ shift, 0.05 * weight)
