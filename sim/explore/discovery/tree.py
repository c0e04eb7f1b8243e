"""CART: conditions as the leaves of a tree, a second opinion on PRIM's boxes (scikit-learn).

Breiman, Friedman, Olshen and Stone (1984): grown, then cut back to the smallest tree whose error on
cases left out is within one standard error of the least; that may be no split at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.state import Array
from sim.explore.discovery.box import Box, everything

LEAST_LEAF = 0.05  # of all cases
FOLDS = 5
MOST_LEAVES = 16
SEED = 1984


@dataclass(frozen=True)
class Leaf:
    """A leaf of the tree; coverage, density and mass as for a box."""

    box: Box
    coverage: float
    density: float
    mass: float


@dataclass(frozen=True)
class Tree:
    """A tree.

    Attributes:
        leaves: the densest first; one leaf: no split was worth it.
        error: mean squared error of its shares on cases left out.
        bare_error: the same of the share among all.
    """

    leaves: tuple[Leaf, ...]
    error: float
    bare_error: float

    @property
    def counts(self) -> bool:
        """Whether any split beats noise."""
        return len(self.leaves) > 1


def grow(table: Array, missed: Array, clusters: Array) -> Tree:
    """A tree over cases.

    Args:
        table: shape: cases x inputs.
        missed: 1.0 or 0.0.
        clusters: cases of one number are left out together.

    Raises:
        InputError: scikit-learn is not installed.
    """
    prunings = np.unique(np.maximum(_tree(0.0, table.shape[0]).cost_complexity_pruning_path(
        table, missed)["ccp_alphas"], 0.0))  # fmt: skip
    names = np.unique(clusters)
    folds = np.random.default_rng(SEED).permutation(names.size) % FOLDS
    fold = folds[np.searchsorted(names, clusters)]
    errors = np.array([_errors(one, table, missed, fold) for one in prunings])
    mean = errors.mean(axis=1)
    best = int(np.argmin(mean))
    # Errors of cases of one fold go together: the spread is that of the folds' means.
    by_fold = np.array([errors[best][fold == one].mean() for one in range(FOLDS)
                        if (fold == one).any()])  # fmt: skip
    allowed = mean[best] + by_fold.std(ddof=1) / np.sqrt(by_fold.size)
    chosen = max(k for k in range(prunings.size) if mean[k] <= allowed)
    tree = _tree(float(prunings[chosen]), table.shape[0]).fit(table, missed)
    return Tree(_leaves(tree, table, missed), float(mean[chosen]), float(mean[-1]))


def _tree(pruning: float, cases: int) -> Any:
    try:
        from sklearn.tree import DecisionTreeRegressor  # noqa: PLC0415  two seconds, needed here
    except ImportError:
        raise InputError("trees need scikit-learn: pip install 'yongsim[explore]'",
                         "分类树需要 scikit-learn：pip install 'yongsim[explore]'") from None
    return DecisionTreeRegressor(
        min_samples_leaf=max(5, int(LEAST_LEAF * cases)), max_leaf_nodes=MOST_LEAVES,
        ccp_alpha=pruning, random_state=0,
    )  # fmt: skip


def _errors(pruning: float, table: Array, missed: Array, fold: Array) -> Array:
    """Squared error of each case by a tree grown without its fold."""
    found = np.empty(missed.shape[0])
    for one in np.unique(fold):
        out = fold == one
        tree = _tree(pruning, int((~out).sum())).fit(table[~out], missed[~out])
        found[out] = (tree.predict(table[out]) - missed[out]) ** 2
    return found


def _leaves(tree: Any, table: Array, missed: Array) -> tuple[Leaf, ...]:
    nodes, found = tree.tree_, []
    every = max(float(missed.sum()), 1.0)

    def walk(node: int, box: Box) -> None:
        if nodes.children_left[node] < 0:
            inside = box.holds(table)
            found.append(Leaf(box, float(missed[inside].sum() / every),
                              float(missed[inside].mean()), float(inside.mean())))  # fmt: skip
            return
        at, limit = int(nodes.feature[node]), float(nodes.threshold[node])
        below, above = box.high.copy(), box.low.copy()
        below[at] = limit
        above[at] = np.nextafter(limit, np.inf)
        walk(int(nodes.children_left[node]), Box(box.low, below))
        walk(int(nodes.children_right[node]), Box(above, box.high))

    walk(0, everything(table.shape[1]))
    return tuple(sorted(found, key=lambda leaf: -leaf.density))
