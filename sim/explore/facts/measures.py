"""Measures of firms' sizes, growth and productivity: arrays in, a number out.

Every firm counts by its weight: in a thinned city a small firm stands for several.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from sim.base.state import Array

STEPS = 60  # of Newton's method, far more than a well-behaved likelihood takes
SMALL = 1e-10  # a step that changes nothing any more


def weighted_quantile(values: Array, weights: Array, part: float) -> float:
    """The value below which `part` of the weight lies; between two values on the line."""
    order = np.argsort(values, kind="stable")
    held = np.cumsum(weights[order]) - 0.5 * weights[order]
    return float(np.interp(part, held / weights.sum(), values[order]))


def tail_exponent(sizes: Array, weights: Array, part: float) -> float:
    """Exponent of a Pareto law over the largest firms (Hill 1975).

    Args:
        sizes: above nought.
        weights: firms that each stands for.
        part: of all firms that make the tail.
    """
    least = weighted_quantile(sizes, weights, 1.0 - part)
    above = sizes > least
    return float(weights[above].sum() / np.sum(weights[above] * np.log(sizes[above] / least)))


def centred(values: Array, weights: Array, groups: Array) -> Array:
    """Values less the weighted mean of their group; groups are numbers from 0 on."""
    held = np.bincount(groups, weights)
    means = np.bincount(groups, weights * values) / np.maximum(held, 1e-12)
    return np.asarray(values - means[groups])


def subbotin_exponent(values: Array, weights: Array) -> float:
    """Exponent of a Subbotin law: 1 is the Laplace law (a tent), 2 the normal; by likelihood.

    Around the median; the scale is the best for each exponent, so one number is searched for.
    """
    shares = weights / weights.sum()
    apart = np.abs(values - weighted_quantile(values, weights, 0.5))

    def misfit(exponent: float) -> float:
        scale = float(np.sum(shares * apart**exponent)) ** (1.0 / exponent)
        width = math.log(2.0 * scale) + math.log(exponent) / exponent
        return width + float(gammaln(1.0 + 1.0 / exponent)) + 1.0 / exponent

    return float(minimize_scalar(misfit, bounds=(0.2, 6.0), method="bounded").x)


def slope(values: Array, of: Array, weights: Array | None = None) -> float:
    """Slope of the least-squares line of `values` in `of`."""
    shares = np.ones(len(of)) if weights is None else weights
    shares = shares / shares.sum()
    aside = of - np.sum(shares * of)
    return float(np.sum(shares * aside * values) / np.sum(shares * aside**2))


def spread_slope(sizes: Array, rates: Array, weights: Array, bins: int) -> float:
    """Slope of the log standard deviation of growth in log size, over bins of equal weight.

    Args:
        sizes: before the growth, above nought.
        rates: of growth, logs.
        bins: how many.
    """
    order = np.argsort(sizes, kind="stable")
    held = np.cumsum(weights[order]) / weights.sum()
    number = np.minimum((held * bins).astype(np.int64), bins - 1)
    share = weights[order]
    weight = np.bincount(number, share)
    means = np.bincount(number, share * rates[order]) / weight
    spread = np.sqrt(np.bincount(number, share * (rates[order] - means[number]) ** 2) / weight)
    middle = np.bincount(number, share * np.log(sizes[order])) / weight
    return slope(np.log(spread), middle)


def percentile_ratio(logs: Array, weights: Array, upper: float, lower: float) -> float:
    """Ratio of two percentiles of a quantity given in logs."""
    high, low = (weighted_quantile(logs, weights, part) for part in (upper, lower))
    return math.exp(high - low)


def correlation(first: Array, second: Array, weights: Array) -> float:
    """Weighted correlation of two arrays."""
    shares = weights / weights.sum()
    one, other = (values - np.sum(shares * values) for values in (first, second))
    together = np.sum(shares * one * other)
    return float(together / math.sqrt(np.sum(shares * one**2) * np.sum(shares * other**2)))


def standardised(values: Array, weights: Array) -> Array:
    """Values less their mean, over their standard deviation."""
    shares = weights / weights.sum()
    aside = values - np.sum(shares * values)
    return np.asarray(aside / math.sqrt(np.sum(shares * aside**2)))


def logit_slopes(happened: Array, causes: Array, years: Array, weights: Array) -> Array:
    """Slopes of a logit with an intercept for each year, by Newton's method.

    Args:
        happened: 0 or 1.
        causes: shape: observations x causes.
        years: number of the year of each observation, from 0 on.

    Returns:
        One slope per cause; not a number where the data tell none (nothing, or all, happened).
    """
    dummies = np.eye(int(years.max()) + 1)[years]
    table = np.concatenate([causes, dummies], axis=1)
    found = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(table @ found, -30.0, 30.0)))
        gradient = table.T @ (weights * (happened - chance))
        curvature = (table * (weights * chance * (1.0 - chance))[:, None]).T @ table
        try:
            step = np.linalg.solve(curvature, gradient)
        except np.linalg.LinAlgError:
            break
        if not np.all(np.isfinite(step)):
            break
        found = found + np.clip(step, -3.0, 3.0)
        if np.max(np.abs(step)) < SMALL:
            return found[: causes.shape[1]]
    return np.full(causes.shape[1], np.nan)


def imitation_over_innovation(shares: Array, hazards: Array) -> float:
    """By how much imitation exceeds innovation in a diffusion; above nought it is S-shaped.

    The hazard of adopting is set against the share that has adopted (Bass 1969): intercept p,
    slope q. New adoptions rise first and fall later only where q is above p.

    Args:
        shares: that had adopted a year before.
        hazards: of adopting among those that had not.
    """
    imitation = slope(hazards, shares)
    innovation = float(np.mean(hazards) - imitation * np.mean(shares))
    return imitation - innovation
