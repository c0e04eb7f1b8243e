"""Shapley effects of dependent inputs: the posterior's parameters are correlated.

Inputs are carried to normal scores, their dependence is taken as Gaussian, and outputs as
quadratic in the scores. Then what any set of inputs explains is known in closed form, and only
the orders in which inputs are revealed are sampled (Song, Nelson and Staum 2016).
"""

from __future__ import annotations

from itertools import permutations

import numpy as np
from scipy import stats

from sim.base.state import Array
from sim.explore.sensitivity.ridge import refit, ridge
from sim.explore.sensitivity.rows import Estimate
from sim.explore.sensitivity.sample import Sample, centred, resampled_clusters, widened
from sim.sweep.copula import positive, told_apart

DUMMIES, STRONG, ORDERS, FEW_ORDERS = 5, 10, 100, 20
MOST_PERMUTED = 6  # players whose orders are all gone through
FEWEST = 1.5  # points with inputs of their own, for each input


def normal_scores(units: Array) -> Array:
    """Normal scores of each column by rank; shape as given."""
    ranks = stats.rankdata(units, axis=0)
    found: Array = stats.norm.ppf((ranks - 0.5) / len(units))
    return found / np.maximum(found.std(axis=0), 1e-12)


def dependence(scores: Array, clusters: Array) -> Array:
    """Correlations that are told apart from nil among so many, as a matrix that goes together."""
    _, first, copies = np.unique(clusters, return_index=True, return_counts=True)
    return positive(told_apart(scores[first], copies / copies.sum()))


def shapley(
    sample: Sample, players: Array, *, times: int, seed: int
) -> tuple[Estimate, Array] | None:
    """Shapley effects, as shares of what the emulator explains.

    Args:
        sample: of members of a posterior, or of points that vary as they do.
        players: the player of each axis, numbered from 0: axes of one are revealed together.
        times: resamples of the runs for intervals.
        seed: of resamples and orders.

    Returns:
        The effects of the players, and the part of each output's variance that the emulator
        predicts for runs left out of the fit; None if too few runs went well.
    """
    there, kept = sample.usable
    units, values = sample.units[there], sample.means[there][:, kept]
    names, of = np.unique(sample.clusters[there], return_inverse=True)
    count, real = len(names), units.shape[1]
    if count < FEWEST * (real + DUMMIES):
        return None
    luck = np.random.default_rng([seed, real])
    made_up = luck.standard_normal((count, DUMMIES))[of]
    scores = np.column_stack([normal_scores(units), made_up])
    matrix = dependence(scores, of)
    of_player = np.append(players, players.max() + 1 + np.arange(DUMMIES))
    strong = _strong(scores, values)
    terms = np.column_stack([scores, _products(scores[:, strong], matrix[np.ix_(strong, strong)])])
    fit = ridge(terms, values, of)
    penalty = float(np.exp(np.log(fit.penalty).mean()))
    orders = _orders(of_player.max() + 1, ORDERS, luck)
    point = _effects(fit.slopes, matrix, strong, of_player, orders)
    again = np.array([
        _effects(refit(terms, values, one, penalty), matrix, strong, of_player,
                 orders[luck.integers(len(orders), size=FEW_ORDERS)])
        for one in resampled_clusters(of, times, seed)
    ])  # fmt: skip
    low, high = (widened(one, kept) for one in centred(point, again))
    point, explained = widened(point, kept), widened(fit.explained, kept)
    known = players.max() + 1
    floor = np.broadcast_to(high[known:].max(axis=0), point[:known].shape)
    return Estimate("Shapley", point[:known], low[:known], high[:known], floor,
                    low[:known] > floor, np.isfinite(point[:known]),
                    np.full(point[:known].shape, len(units))), explained  # fmt: skip


def _strong(scores: Array, values: Array) -> Array:
    """Inputs with squares and products: the strongest of a linear fit, over all outputs."""
    spread = np.where(values.std(axis=0) > 0.0, values.std(axis=0), np.inf)
    force = np.abs(ridge(scores, values / spread).slopes).max(axis=1)
    return np.sort(np.argsort(-force, kind="stable")[:STRONG])


def _products(scores: Array, matrix: Array) -> Array:
    first, second = np.triu_indices(scores.shape[1])
    return scores[:, first] * scores[:, second] - matrix[first, second]


def _orders(players: int, most: int, luck: np.random.Generator) -> Array:
    """All orders of few players; of many, random ones, each with its reverse."""
    if players - DUMMIES <= MOST_PERMUTED:
        tail = np.arange(players - DUMMIES, players)  # dummies are independent: always last
        found = [np.append(one, tail) for one in permutations(range(players - DUMMIES))]
        return np.array(found)
    drawn = [luck.permutation(players) for _ in range(most // 2)]
    return np.array([one for order in drawn for one in (order, order[::-1])])


def _effects(
    slopes: Array, matrix: Array, strong: Array, of_player: Array, orders: Array
) -> Array:
    """Mean gain in explained variance when a player is revealed; players x outputs."""
    width, total = len(matrix), np.zeros((int(of_player.max()) + 1, slopes.shape[1]))
    first, second = np.triu_indices(len(strong))
    square = np.zeros((len(strong), len(strong), slopes.shape[1]))
    square[first, second] += 0.5 * slopes[width:]
    square[second, first] += 0.5 * slopes[width:]
    for order in orders:
        place = np.argsort(order)[of_player]
        row = np.argsort(place, kind="stable")
        root = np.linalg.cholesky(matrix[np.ix_(row, row)])
        gain = (root.T @ slopes[:width][row]) ** 2
        own = root[np.argsort(row)[strong]].T  # inputs in this order x strong
        half = np.tensordot(own, square, axes=1)  # inputs x strong x outputs
        outer = own[:, :, None] * own[:, None, :]
        earlier = np.cumsum(outer, axis=0) - outer
        gain += 2.0 * (half * own[:, :, None]).sum(axis=1) ** 2
        gain += 4.0 * (half * (earlier @ half)).sum(axis=1)
        np.add.at(total, of_player[row], gain)
    whole = total.sum(axis=0)
    return total / np.where(whole > 0.0, whole, np.nan)
