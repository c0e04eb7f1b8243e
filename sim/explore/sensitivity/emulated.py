"""Sobol indices from an emulator: Legendre polynomials of the inputs, fitted to few runs."""

from __future__ import annotations

import numpy as np
from numpy.polynomial import legendre

from sim.base.state import Array
from sim.explore.sensitivity.ridge import Fit, refit, ridge
from sim.explore.sensitivity.rows import Estimate
from sim.explore.sensitivity.sample import Sample, centred, resampled, widened

DUMMIES = 5
TERMS_PER_RUN = 0.4  # at most
FORMS = ((1, 0), (2, 2), (3, 3), (4, 4), (6, 4), (8, 6))  # degree alone, of products


def basis(units: Array, degree: int, together: int, strong: Array) -> tuple[Array, Array]:
    """Orthonormal polynomials on 0 to 1.

    Args:
        units: shape: points x inputs.
        degree: of each input alone.
        together: total degree of products of two inputs.
        strong: inputs that have products.

    Returns:
        Terms; and their inputs, the second -1 for a term of one input.
    """
    count = units.shape[1]
    alone = [legendre.legval(2.0 * units - 1.0, [0.0] * k + [1.0]) * np.sqrt(2 * k + 1)
             for k in range(1, degree + 1)]  # fmt: skip
    columns = [one for power in alone for one in power.T]
    owners = [(k, -1) for _ in alone for k in range(count)]
    pairs = [(a, b) for i, a in enumerate(strong) for b in strong[i + 1 :]]
    for a, b in pairs:
        for i in range(1, together):
            for j in range(1, together - i + 1):
                columns.append(alone[i - 1][:, a] * alone[j - 1][:, b])
                owners.append((a, b))
    return np.column_stack(columns), np.array(owners)


def emulated(sample: Sample, *, times: int, seed: int) -> tuple[list[Estimate], Array] | None:
    """First-order and total indices of an emulator of independent inputs.

    The floor is the largest index of five made-up inputs, which the emulator is given too.
    Intervals come from fitting anew to resampled runs; the form's own error is not in them.

    Returns:
        The indices, and the part of each output's variance that the emulator predicts for runs
        left out of the fit; None if too few runs went well.
    """
    there, kept = sample.usable
    real = sample.units.shape[1]
    dummies = np.random.default_rng([seed, real]).random((int(there.sum()), DUMMIES))
    units, values = np.column_stack([sample.units[there], dummies]), sample.means[there][:, kept]
    if len(units) * TERMS_PER_RUN < units.shape[1]:
        return None
    chosen = _choose(units, values)
    owners, terms, fit = chosen
    point = _indices(fit.slopes, owners, units.shape[1])
    penalty = float(np.exp(np.log(fit.penalty).mean()))
    again = np.array([_indices(refit(terms, values, one, penalty), owners, units.shape[1])
                      for one in resampled(len(units), times, seed)])  # fmt: skip
    low, high = (widened(one, kept) for one in centred(point, again))
    point, explained = widened(point, kept), widened(fit.explained, kept)
    estimates = []
    for k, name in enumerate(("S1", "ST")):
        floor = np.broadcast_to(point[k, real:].max(axis=0), point[k, :real].shape)
        known = np.isfinite(point[k, :real])
        estimates.append(Estimate(
            name, point[k, :real], low[k, :real], high[k, :real], floor,
            low[k, :real] > np.maximum(floor, high[k, real:].max(axis=0)), known,
            np.full(known.shape, len(units)),
        ))  # fmt: skip
    return estimates, explained


def _choose(units: Array, values: Array) -> tuple[Array, Array, Fit]:
    """The form that predicts runs left out best, over all outputs that vary."""
    best: tuple[float, tuple[Array, Array, Fit]] | None = None
    strong = np.arange(0)
    most = int(TERMS_PER_RUN * len(units))
    for degree, together in FORMS:
        room = most - degree * units.shape[1]
        if room < 0:
            break
        each = together * (together - 1) // 2
        wanted = int((1 + np.sqrt(1 + 8 * room / max(each, 1))) / 2)
        terms, owners = basis(units, degree, together, np.sort(strong[:wanted]))
        fit = ridge(terms, values)
        score = float(np.nanmedian(fit.explained)) if np.isfinite(fit.explained).any() else 0.0
        if best is None or score > best[0]:
            best = score, (owners, terms, fit)
        total = np.nan_to_num(_indices(fit.slopes, owners, units.shape[1])[1])
        strong = np.argsort(-total.max(axis=1), kind="stable")
    assert best is not None
    return best[1]


def _indices(slopes: Array, owners: Array, count: int) -> Array:
    """First-order and total indices; shape: 2 x inputs x outputs."""
    power = slopes**2
    whole = power.sum(axis=0)
    whole = np.where(whole > 0.0, whole, np.nan)
    found = np.zeros((2, count, slopes.shape[1]))
    single = owners[:, 1] < 0
    np.add.at(found[0], owners[single, 0], power[single])
    np.add.at(found[1], owners[:, 0], power)
    np.add.at(found[1], owners[~single, 1], power[~single])
    return found / whole
