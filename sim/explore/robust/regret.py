"""Regret, and how often a package does well enough, over the cases of a store.

Savage, "The theory of statistical decision", Journal of the American Statistical Association 46
(1951) 55-67; Lempert, Popper and Bankes, Shaping the Next One Hundred Years (RAND 2003); the share
of cases in which a package satisfies: Starr, "Product design and decision theory" (1963).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.compare.targets import wilson

RESAMPLES = 400
SEED = 1951
TIES = 1e-9  # of the spread of values: packages this close are the best together


@dataclass(frozen=True)
class Standing:
    """How a package stands by one measure in some cases.

    Attributes:
        package: its column.
        mean: of the measure.
        five, ninety_five: of the measure over the cases.
        regret: mean of what it falls short of the best package of each case.
        regret_low, regret_high: 95% interval of that mean, by drawing clusters again.
        regret_95, worst: 95% quantile and largest regret.
        best: share of the cases in which it is the best; equals share alike.
    """

    package: int
    mean: float
    five: float
    ninety_five: float
    regret: float
    regret_low: float
    regret_high: float
    regret_95: float
    worst: float
    best: float


def regrets(gain: Array) -> Array:
    """What each package falls short of the best of its case; shape as `gain`'s.

    Args:
        gain: more is better; shape: cases x packages.
    """
    return np.asarray(gain.max(axis=1, keepdims=True) - gain)


def best_shares(gain: Array) -> Array:
    """Share of the cases in which each package is the best; those as good share alike."""
    close = regrets(gain) <= TIES * max(float(np.ptp(gain)), np.finfo(float).tiny)
    return np.asarray((close / close.sum(axis=1, keepdims=True)).mean(axis=0))


def standings(measured: Array, clusters: Array, *, less: bool) -> list[Standing]:
    """Each package's standing.

    Args:
        measured: shape: cases x packages.
        clusters: number of each case's cluster; those of one are drawn together.
        less: less is better.
    """
    gain = -measured if less else measured
    lost = regrets(gain)
    means = lost.mean(axis=0)
    low, high = interval(lost, clusters)
    quantiles = np.quantile(measured, [0.05, 0.95], axis=0)
    shares = best_shares(gain)
    return [
        Standing(k, float(measured[:, k].mean()), float(quantiles[0, k]), float(quantiles[1, k]),
                 float(means[k]), float(low[k]), float(high[k]),
                 float(np.quantile(lost[:, k], 0.95)), float(lost[:, k].max()), float(shares[k]))
        for k in range(measured.shape[1])
    ]  # fmt: skip


def interval(values: Array, clusters: Array) -> tuple[Array, Array]:
    """95% interval of means over cases, whole clusters drawn again; shape of each: columns."""
    names, index = np.unique(clusters, return_inverse=True)
    sums = np.zeros((names.size, values.shape[1]))
    np.add.at(sums, index, values)
    sizes = np.bincount(index).astype(float)
    luck = np.random.default_rng(SEED)
    drawn = luck.multinomial(names.size, np.full(names.size, 1.0 / names.size), size=RESAMPLES)
    means = drawn @ sums / (drawn @ sizes)[:, None]
    low, high = np.quantile(means, [0.025, 0.975], axis=0)
    return low, high


@dataclass(frozen=True)
class Satisfied:
    """The share of cases in which a package does well enough.

    Attributes:
        share: of the cases.
        low, high: 95% interval: clusters drawn again, or Wilson's where all cases agree.
    """

    package: int
    share: float
    low: float
    high: float


def satisfied(enough: Array, clusters: Array) -> list[Satisfied]:
    """For each package the share of cases in which it does well enough.

    Args:
        enough: true or false; shape: cases x packages.
        clusters: number of each case's cluster.
    """
    low, high = interval(enough.astype(float), clusters)
    count = np.unique(clusters).shape[0]
    found = []
    for k in range(enough.shape[1]):
        share = float(enough[:, k].mean())
        # Cases that all agree say no more than as many clusters do.
        ends = (wilson(round(share * count), count) if share in (0.0, 1.0)
                else (float(low[k]), float(high[k])))  # fmt: skip
        found.append(Satisfied(k, share, *ends))
    return found
