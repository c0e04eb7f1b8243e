"""What it would be worth to know more before choosing among packages.

EVPI: Raiffa and Schlaifer, Applied Statistical Decision Theory (1961). EVPPI by regression of net
benefits on the drawn parameters: Strong, Oakley and Brennan, Medical Decision Making 34 (2014)
311-326. Here a natural cubic spline stands for their smoother.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array

MOST_COLUMNS = 5  # of a spline, the constant left out
MEMBERS_PER_COLUMN = 10
SIMULATIONS = 1000  # of the regression's own error
DEALS = 200  # of a parameter's values among the members
ROUNDING = 1e-12  # of the largest difference
SEED = 2014


@dataclass(frozen=True)
class Information:
    """Expected value of information, in units of net benefit.

    Attributes:
        value: the estimate.
        error: its standard error.
    """

    value: float
    error: float


def evpi(benefit: Array) -> Information:
    """Expected value of perfect information.

    Args:
        benefit: net benefits; shape: members x packages, equally likely members.
    """
    best = int(np.argmax(benefit.mean(axis=0)))
    gained = benefit.max(axis=1) - benefit[:, best]
    members = benefit.shape[0]
    error = float(gained.std(ddof=1) / np.sqrt(members)) if members > 1 else np.nan
    return Information(float(gained.mean()), error)


def evppi(benefit: Array, known: Array) -> Information:
    """Expected value of knowing some parameters, by regression.

    Args:
        benefit: as for `evpi`.
        known: their values; shape: members, or members x parameters (effects are then additive).

    Returns:
        The estimate with the regression's own error; nil where no parameter varies. It is never
        negative, so noise alone lifts it: `noise_level` says how far.

    Raises:
        ValueError: too few members for a regression.
    """
    basis, gains = _regression(benefit, known)
    fitted = basis @ (basis.T @ gains)
    return Information(_value(fitted), float(_simulated(basis, fitted, gains).std(ddof=1)))


def evppi_alone(benefit: Array, known: Array) -> float:
    """The estimate of `evppi` without its error: quicker, to look through many parameters."""
    basis, gains = _regression(benefit, known)
    return _value(basis @ (basis.T @ gains))


def _regression(benefit: Array, known: Array) -> tuple[Array, Array]:
    """Basis of the regression, and the gains over the first package that are regressed."""
    columns = known.reshape(benefit.shape[0], -1)
    columns = columns[:, np.ptp(columns, axis=0) > 0.0]
    if benefit.shape[0] < fewest_members(columns.shape[1]):
        raise ValueError(f"{benefit.shape[0]} members are too few for a regression")
    gains = benefit[:, 1:] - benefit[:, :1]
    if columns.shape[1] == 0:
        return np.full((benefit.shape[0], 1), benefit.shape[0] ** -0.5), gains
    return _best(_bases(columns), gains), gains


def noise_level(benefit: Array, known: Array) -> float:
    """What `evppi` seldom exceeds (one time in twenty) for parameters that say nothing.

    Args:
        benefit, known: as for `evppi`; benefits are dealt out anew among the members.
    """
    luck = np.random.default_rng(SEED)
    gains = benefit[:, 1:] - benefit[:, :1]
    bases = _bases(known.reshape(benefit.shape[0], -1))
    found = []
    for _ in range(DEALS):
        dealt = gains[luck.permutation(gains.shape[0])]
        basis = _best(bases, dealt)
        found.append(_value(basis @ (basis.T @ dealt)))
    return float(np.quantile(found, 0.95))


def fewest_members(parameters: int = 1) -> int:
    """The number of members from which a regression on so many parameters is tried."""
    return MEMBERS_PER_COLUMN * parameters + 2


def _value(fitted: Array) -> float:
    """Mean of the best less the best of means; the first package has nil everywhere."""
    best = np.maximum(fitted.max(axis=-1), 0.0).mean()
    gained = float(best - max(fitted.mean(axis=0).max(), 0.0))
    # One choice is the best everywhere: what is left is rounding.
    return gained if gained > ROUNDING * float(np.abs(fitted).max()) else 0.0


def _simulated(basis: Array, fitted: Array, gains: Array) -> Array:
    """Values when the regression's coefficients are drawn from their own distribution."""
    spare = gains.shape[0] - basis.shape[1]
    spread = (gains - fitted).T @ (gains - fitted) / spare
    sizes, axes = np.linalg.eigh(spread)
    root = axes * np.sqrt(np.maximum(sizes, 0.0))
    luck = np.random.default_rng(SEED)
    return np.array([
        _value(fitted + basis @ luck.standard_normal((basis.shape[1], root.shape[0])) @ root.T)
        for _ in range(SIMULATIONS)
    ])  # fmt: skip


def _bases(columns: Array) -> list[Array]:
    """Orthonormal bases of the splines that are tried, the stiffest first."""
    members, parameters = columns.shape
    most = min(MOST_COLUMNS, members // (MEMBERS_PER_COLUMN * parameters))
    found = []
    for size in range(1, max(most, 1) + 1):
        parts = [_spline(columns[:, k], size) for k in range(parameters)]
        found.append(_orthonormal(np.column_stack([np.ones(members), *parts])))
    return found


def _best(bases: list[Array], gains: Array) -> Array:
    """The basis with the least generalised cross-validation error."""
    # Each package counts alike, whatever the size of its differences.
    scale = np.maximum(gains.var(axis=0), np.finfo(float).tiny)

    def score(basis: Array) -> float:
        left = gains - basis @ (basis.T @ gains)
        free = 1.0 - basis.shape[1] / gains.shape[0]
        return float((left**2 / scale).mean() / free**2)

    return min(bases, key=score)


def _orthonormal(columns: Array) -> Array:
    """Orthonormal columns that span the given ones; those that repeat others fall out."""
    axes, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    return axes[:, sizes > 1e-10 * sizes[0]]


def _spline(values: Array, size: int) -> Array:
    """Natural cubic spline with knots at quantiles; shape: members x size; size 1 is a line."""
    x = (values - values.mean()) / values.std()
    knots = np.unique(np.quantile(x, np.linspace(0.0, 1.0, size + 1)))
    if size == 1 or knots.shape[0] < 3:
        return x[:, None]

    def bend(knot: float) -> Array:
        cubes = np.maximum(x - knot, 0.0) ** 3 - np.maximum(x - knots[-1], 0.0) ** 3
        return cubes / (knots[-1] - knot)

    last = bend(knots[-2])
    return np.column_stack([x, *(bend(knot) - last for knot in knots[:-2])])
