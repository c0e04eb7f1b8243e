"""Predictions: figures the fit did not see, the years to 2025, and what naive rivals say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.calibrate.settings import Effort, settings
from sim.calibrate.simulator import FIGURES
from sim.calibrate.study import Fit
from sim.calibrate.targets import Target
from sim.calibrate.waves import Emulated

NINETY = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class LeftOut:
    """A scored figure predicted by the posterior that was not shown it.

    Attributes:
        low, middle, high: 5%, 50% and 95% of the prediction, errors of the figure included.
        last: what a rival says who knows 2015 only.
    """

    target: Target
    low: float
    middle: float
    high: float
    last: float | None

    @property
    def inside(self) -> bool:
        """Whether the 90% interval holds the published figure."""
        return self.low <= self.target.published <= self.high


def leave_each_out(fit: Fit, effort: Effort, workers: int) -> list[LeftOut]:
    """Predict every scored figure from all the others, on the emulator."""
    scored = [k for k, target in enumerate(fit.problem.targets) if target.role == "scored"]
    return list(Parallel(n_jobs=workers)(delayed(_leave_out)(fit, effort, k) for k in scored))


def _leave_out(fit: Fit, effort: Effort, position: int) -> LeftOut:
    whole, blind = fit.emulated, fit.emulated.without(position)
    seed = settings().seed + 4000 + position
    start = fit.chain.pick(effort.walkers, seed)
    chain = blind.chain(blind.log_posterior(), effort, seed, start=start)
    places = blind.complete(chain.pick(2000, seed), seed)
    found = _given_the_others(whole, places, position, seed + 1)
    target = fit.problem.targets[position]
    low, middle, high = np.quantile(target.unscaled(found), NINETY)
    return LeftOut(target, float(low), float(middle), float(high), target.moment.value_2015)


def _given_the_others(whole: Emulated, places: Array, position: int, seed: int) -> Array:
    """Draws of one figure, given parameters and all other published figures.

    The luck of a run moves several figures together, so the others tell something of its luck.
    """
    kept = np.arange(len(whole.problem.targets)) != position
    noise = whole.noise
    share = np.linalg.solve(noise[np.ix_(kept, kept)], noise[kept, position])
    expected = whole.of(places)
    middle = expected[:, position] + (whole.problem.wanted[kept] - expected[:, kept]) @ share
    variance = noise[position, position] - noise[position, kept] @ share
    draws = np.random.default_rng(seed).standard_normal(len(places))
    found: Array = middle + np.sqrt(variance) * draws
    return found


def path(runs: Array, indicator: str) -> Array:
    """One figure in all runs; shape: runs x years, 2015 first."""
    found: Array = runs[:, :, FIGURES.index(indicator)]
    return found


def at_constant_prices(runs: Array, indicator: str) -> Array:
    """A sum of money at prices of 2020; shape: runs x years."""
    nominal, real = path(runs, "value_added"), path(runs, "real_value_added_index")
    deflator = nominal / real
    base = LAST_PUBLISHED_YEAR - FIRST_YEAR
    return path(runs, indicator) * deflator[:, [base]] / deflator


def growth(runs: Array, indicator: str, year: int) -> Array:
    """Growth of a figure over the year before, percent; one per run."""
    found, k = path(runs, indicator), year - FIRST_YEAR
    return 100.0 * (found[:, k] / found[:, k - 1] - 1.0)


def fan(values: Array) -> list[tuple[int, float, float, float]]:
    """Year, 5%, 50% and 95% from the last published year on."""
    first = LAST_PUBLISHED_YEAR - FIRST_YEAR
    bands = np.quantile(values[:, first:], NINETY, axis=0).T
    years = range(LAST_PUBLISHED_YEAR, LAST_YEAR + 1)
    return [(year, float(a), float(b), float(c))
            for year, (a, b, c) in zip(years, bands, strict=True)]  # fmt: skip
