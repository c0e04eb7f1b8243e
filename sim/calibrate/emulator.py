"""A cheap stand-in for the simulator: quadratic in what matters, with its own error."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.base.state import Array
from sim.scenario.priors import scores

PENALTIES = 10.0 ** np.arange(-3.0, 4.0)


@dataclass(frozen=True)
class Emulator:
    """Figures as polynomials of the active parameters, and linear in the scores of all others.

    Attributes:
        active: columns of the parameters that enter by their places.
        passive: all other columns; they enter by their normal scores, which makes what is learnt
            about them exact: Gaussian.
        squares: positions among `active` that enter with squares and products too.
        coefficients: shape: terms x targets.
        effects: of the passive scores; shape: passive x targets.
        left_out: errors in predicting each run from all others; shape: runs x targets. They hold
            the emulator's own error and the luck of a run.
    """

    active: Array
    passive: Array
    squares: Array
    coefficients: Array
    effects: Array
    left_out: Array

    def __call__(self, places: Array, scores: Array | None = None) -> Array:
        """Expected figures; shape: points x targets.

        Args:
            places: of the active parameters; shape: points x active.
            scores: of the passive ones; without them they are at their middle.
        """
        found: Array = _terms(places, self.squares) @ self.coefficients
        return found if scores is None else found + scores @ self.effects

    def only(self, targets: list[int]) -> Emulator:
        """The same emulator for some of its targets."""
        return replace(
            self, coefficients=self.coefficients[:, targets], effects=self.effects[:, targets],
            left_out=self.left_out[:, targets],
        )  # fmt: skip

    @property
    def covariance(self) -> Array:
        """Covariance of the left-out errors; shape: targets x targets."""
        return np.cov(self.left_out, rowvar=False)

    @property
    def passive_covariance(self) -> Array:
        """Spread that the passive parameters add over their priors; shape: targets x targets."""
        return self.effects.T @ self.effects


def _terms(places: Array, squares: Array) -> Array:
    strong = places[:, squares]
    first, second = np.triu_indices(squares.size)
    return np.hstack([np.ones((len(places), 1)), places, strong[:, first] * strong[:, second]])


def fit_emulator(
    places: Array, figures: Array, errors: Array, *, always: Array, effect: float, most: int,
    squares: int,
) -> Emulator:  # fmt: skip
    """Choose the parameters that matter and fit.

    Args:
        places: shape: runs x parameters.
        figures: shape: runs x targets, on the scale of the errors.
        errors: standard error of each target.
        always: columns that are active whatever their effect.
        effect: smallest effect, in errors, of any other active parameter.
        most: largest number of active parameters.
        squares: how many of them get squares and products.
    """
    strength = _strengths(places, figures / errors)
    order = np.argsort(-strength, kind="stable")
    others = [k for k in order if k not in set(always) and strength[k] >= effect]
    active = np.sort(np.concatenate([always, others[: max(most - len(always), 0)]]).astype(int))
    strong = np.sort(np.argsort(-strength[active], kind="stable")[:squares])
    passive = np.setdiff1d(np.arange(places.shape[1]), active)
    terms = _terms(places[:, active], strong)
    found, left_out = _ridge(np.column_stack([terms, scores(places, passive)]), figures)
    count = terms.shape[1]
    return Emulator(active, passive, strong, found[:count], found[count:], left_out)


def _strengths(places: Array, figures: Array) -> Array:
    """Largest effect of each parameter on any figure, from a linear fit: slope times spread."""
    terms = np.column_stack([np.ones(len(places)), places])
    slopes, _ = _ridge(terms, figures)
    return np.abs(slopes[1:] * places.std(axis=0)[:, None]).max(axis=1)


def _ridge(terms: Array, figures: Array) -> tuple[Array, Array]:
    """Ridge regression, its penalty chosen for each figure by the error of leaving one run out."""
    centre, spread = terms[:, 1:].mean(axis=0), terms[:, 1:].std(axis=0) + 1e-12
    mean = figures.mean(axis=0)
    left, values, right = np.linalg.svd((terms[:, 1:] - centre) / spread, full_matrices=False)
    shadows = left.T @ (figures - mean)
    slopes = np.zeros((terms.shape[1] - 1, figures.shape[1]))
    left_out = np.full(figures.shape, np.inf)
    for penalty in PENALTIES:
        kept = values**2 / (values**2 + penalty)
        leverage = 1.0 / len(terms) + np.einsum("ij,j->i", left**2, kept)
        errors = (figures - mean - left @ (kept[:, None] * shadows)) / (1.0 - leverage)[:, None]
        better = (errors**2).sum(axis=0) < (left_out**2).sum(axis=0)
        left_out[:, better] = errors[:, better]
        found = right.T @ ((values / (values**2 + penalty))[:, None] * shadows)
        slopes[:, better] = (found / spread[:, None])[:, better]
    return np.vstack([mean - centre @ slopes, slopes]), left_out
