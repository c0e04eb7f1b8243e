"""Points that vary as the posterior does: its ranges and its correlations, without its few members.

A fit leaves some hundred distinct members, too few to tell nearly two hundred inputs apart. So
their marginal distributions and their rank correlations are kept, as a Gaussian copula, and points
are drawn from that. Weaker forms of dependence are lost.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache

import numpy as np

from sim.base.parameters import Parameter, parameters
from sim.base.state import Array
from sim.scenario.pert import pert_shape
from sim.scenario.posterior import Posterior, posterior_folder, read_bytes
from sim.sweep.axes import Axis
from sim.sweep.designs import saved_posterior

PARAMETERS = "parameters.csv"  # of the posterior: how the fit treated each
LEAST_SIZE = 1e-3  # of an eigenvalue of the correlations


def as_posterior(units: Array, axes: tuple[Axis, ...], digest: str, groups: tuple[int, ...] = ()
                 ) -> Array:  # fmt: skip
    """Numbers between 0 and 1 carried to values that are distributed and correlated as members.

    What the posterior does not hold is independent: what only the ledger reads has its prior, doses
    and surroundings are even between their bounds.

    Args:
        units: independent; shape: points x axes.
        axes: what is varied.
        digest: of the posterior.
        groups: of each axis; correlations between groups are left out. Empty: none are.
    """
    from scipy import special  # noqa: PLC0415  half of what starting a worker costs

    posterior = saved_posterior("", digest)
    names = [str(axis.parameter) for axis in axes]
    held = [k for k, name in enumerate(names) if name in posterior.members[0].parameters]
    own = tuple(groups[k] for k in held) if groups else (0,) * len(held)
    root = np.linalg.cholesky(correlations(posterior.digest, tuple(names[k] for k in held), own))
    safe = np.clip(units, 1e-9, 1.0 - 1e-9)
    chances = safe.copy()
    chances[:, held] = special.ndtr(_mixed(special.ndtri(safe[:, held]), root))
    columns = [_values(posterior, axis, chances[:, k]) for k, axis in enumerate(axes)]
    return np.column_stack(columns)


def _mixed(scores: Array, root: Array) -> Array:
    """`scores @ root.T`, row by row: a product of matrices rounds by how many rows it has."""
    found = np.zeros(scores.shape)
    for k in range(root.shape[1]):
        found += scores[:, k : k + 1] * root[:, k]
    return found


def _values(posterior: Posterior, axis: Axis, chances: Array) -> Array:
    """Values of one axis at cumulative chances."""
    name = axis.parameter
    if name is None:
        return axis.low + (axis.high - axis.low) * chances
    if name not in posterior.members[0].parameters:
        return _from_prior(parameters()[name], chances)
    values, ranks = _marginal(posterior.digest, name)
    return np.interp(chances, ranks, values)


def _from_prior(item: Parameter, chances: Array) -> Array:
    from scipy import special  # noqa: PLC0415

    unit = special.betaincinv(*pert_shape(item), chances)
    return np.asarray(item.low + (item.high - item.low) * unit)


@lru_cache(maxsize=1024)
def _marginal(digest: str, name: str) -> tuple[Array, Array]:
    """A parameter's values in rising order, and how much of the posterior lies below each."""
    posterior = saved_posterior("", digest)
    values = np.array([one.parameters[name] for one in posterior.members])
    order = np.argsort(values, kind="stable")
    weights = np.array(posterior.weights)[order]
    return values[order], np.cumsum(weights) - 0.5 * weights


@lru_cache(maxsize=8)
def correlations(digest: str, names: tuple[str, ...], groups: tuple[int, ...]) -> Array:
    """Correlations of the members' normal scores, those that so many pairs show by luck left out.

    Only what the fit moved is correlated: everything else it drew from the priors, each by itself.

    Args:
        digest: of the posterior.
        names: of parameters that it holds.
        groups: of each; correlations between groups are left out.
    """
    from scipy import special  # noqa: PLC0415

    posterior = saved_posterior("", digest)
    weights = np.array(posterior.weights)
    scores = np.empty((weights.size, len(names)))
    for k, name in enumerate(names):
        values, ranks = _marginal(digest, name)
        own = np.array([one.parameters[name] for one in posterior.members])
        scores[:, k] = special.ndtri(np.interp(own, values, ranks))
    fitted = np.array([name in _fitted() for name in names])
    found = np.eye(len(names))
    found[np.ix_(fitted, fitted)] = told_apart(scores[:, fitted], weights)
    labels = np.array(groups)
    found[labels[:, None] != labels[None, :]] = 0.0
    return positive(found)


@cache
def _fitted() -> frozenset[str]:
    """The parameters that the fit moved."""
    text = read_bytes(posterior_folder() / PARAMETERS).decode("utf-8")
    return frozenset(row["parameter"] for row in csv.DictReader(text.splitlines())
                     if row["active"] == "1")  # fmt: skip


def told_apart(scores: Array, weights: Array) -> Array:
    """Weighted correlations; nil where so many pairs of independent inputs would show as much.

    They have to show without the weights, too: a few heavy members make any two inputs agree.

    Args:
        scores: shape: members x inputs.
        weights: of the members; they add up to one.
    """
    even = np.full(len(scores), 1.0 / len(scores))
    found, bare = (_correlated(scores, one) for one in (weights, even))
    pairs = max(scores.shape[1] * (scores.shape[1] - 1) / 2, 2.0)
    limit, bare_limit = (np.sqrt(2.0 * np.log(pairs) * (one**2).sum()) for one in (weights, even))
    found[(np.abs(found) < limit) | (bare * np.sign(found) < bare_limit)] = 0.0
    np.fill_diagonal(found, 1.0)
    return found


def _correlated(scores: Array, weights: Array) -> Array:
    shifted = scores - weights @ scores
    spread = np.sqrt(np.maximum(weights @ shifted**2, 1e-12))
    return np.asarray((shifted * weights[:, None]).T @ shifted / np.outer(spread, spread))


def positive(found: Array) -> Array:
    """The nearest correlations that go together, by lifting eigenvalues."""
    sizes, vectors = np.linalg.eigh(found)
    fixed = (vectors * np.maximum(sizes, LEAST_SIZE)) @ vectors.T
    scale = np.sqrt(np.diag(fixed))
    return np.asarray(fixed / np.outer(scale, scale))
