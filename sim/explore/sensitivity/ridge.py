"""Ridge regression with its error of leaving one run out, as emulators need it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array

FOLDS = 10
PENALTIES = 10.0 ** np.arange(-4.0, 4.0)  # per run


@dataclass(frozen=True)
class Fit:
    """A fit.

    Attributes:
        slopes: shape: terms x outputs.
        explained: part of the variance that is predicted with each run left out; per output.
        penalty: chosen for each output.
    """

    slopes: Array
    explained: Array
    penalty: Array


def ridge(terms: Array, values: Array, clusters: Array | None = None) -> Fit:
    """Fit outputs on terms that have mean nil over their distribution, and a constant.

    Args:
        terms: shape: runs x terms.
        values: shape: runs x outputs.
        clusters: of the runs; those of one are left out together. None: all differ.
    """
    if clusters is not None and len(np.unique(clusters)) < len(clusters):
        return _by_cluster(terms, values, clusters)
    count = len(terms)
    centre, mean = terms.mean(axis=0), values.mean(axis=0)
    left, size, right = np.linalg.svd(terms - centre, full_matrices=False)
    shadows, shifted = left.T @ (values - mean), values - mean
    best = np.full(values.shape[1], np.inf)
    slopes = np.zeros((terms.shape[1], values.shape[1]))
    chosen = np.full(values.shape[1], PENALTIES[-1])
    for penalty in PENALTIES:
        kept = size**2 / (size**2 + penalty * count)
        leverage = 1.0 / count + np.einsum("ij,j->i", left**2, kept)
        slack = np.maximum(1.0 - leverage, 1e-6)[:, None]
        error = (((shifted - left @ (kept[:, None] * shadows)) / slack) ** 2).sum(axis=0)
        better = error < best
        best = np.where(better, error, best)
        chosen = np.where(better, penalty, chosen)
        found = right.T @ ((size / (size**2 + penalty * count))[:, None] * shadows)
        slopes[:, better] = found[:, better]
    total = (shifted**2).sum(axis=0)
    explained = 1.0 - best / np.where(total > 0.0, total, np.nan)
    return Fit(slopes, explained, chosen)


def _by_cluster(terms: Array, values: Array, clusters: Array) -> Fit:
    """The same with folds of whole clusters: a further run of some inputs gives them away."""
    names, index = np.unique(clusters, return_inverse=True)
    fold = np.random.default_rng(len(names)).permutation(len(names))[index] % FOLDS
    error = np.zeros((len(PENALTIES), values.shape[1]))
    shares = np.full(len(terms), 1.0 / len(terms))
    for one in range(FOLDS):
        out = fold == one
        kept = np.where(out, 0.0, 1.0) / max(int((~out).sum()), 1)
        for k, penalty in enumerate(PENALTIES):
            found = refit(terms, values, kept, float(penalty))
            missed = values[out] - kept @ values - (terms[out] - kept @ terms) @ found
            error[k] += (missed**2).sum(axis=0)
    best, total = error.argmin(axis=0), ((values - values.mean(axis=0)) ** 2).sum(axis=0)
    slopes = np.column_stack([refit(terms, values[:, [k]], shares, float(PENALTIES[one]))[:, 0]
                              for k, one in enumerate(best)])  # fmt: skip
    explained = 1.0 - error.min(axis=0) / np.where(total > 0.0, total, np.nan)
    return Fit(slopes, explained, PENALTIES[best])


def refit(terms: Array, values: Array, shares: Array, penalty: float) -> Array:
    """Slopes when runs count by `shares`, which add up to one, with a given penalty per run."""
    shifted = terms - shares @ terms
    heavy = shifted * shares[:, None]
    matrix = heavy.T @ shifted + penalty * np.eye(terms.shape[1])
    found: Array = np.linalg.solve(matrix, heavy.T @ (values - shares @ values))
    return found
