"""Does the method find what is known? Cities made with known parameters, fitted as if published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from sim.base.state import Array
from sim.calibrate.final import systematic, weigh
from sim.calibrate.problem import always_active
from sim.calibrate.settings import Effort, settings
from sim.calibrate.study import NUMBERS_A_WAVE, Desk, Fit, run_points
from sim.calibrate.waves import Emulated

INSIDE = (0.05, 0.95)
RANKS_OF = 200  # draws among which a truth is ranked
FIRST_NUMBER = 50 * NUMBERS_A_WAVE  # of the members of cities that are refitted


@dataclass(frozen=True)
class Known:
    """Cities whose parameters are known, and where the fit put them.

    Attributes:
        truths: shape: cities x fitted parameters, on -1 to 1.
        low, middle, high: 5%, 50% and 95% of what the fit says; same shape.
        ranks: how many of `RANKS_OF` draws lie below the truth; same shape.
    """

    truths: Array
    low: Array
    middle: Array
    high: Array
    ranks: Array

    @property
    def inside(self) -> Array:
        """Whether the 90% interval holds the truth; shape: cities x parameters."""
        return (self.low <= self.truths) & (self.truths <= self.high)


def _known(truths: Array, draws: list[Array]) -> Known:
    low, middle, high = np.stack(
        [np.quantile(found, [INSIDE[0], 0.5, INSIDE[1]], axis=0) for found in draws], axis=1
    )
    ranks = np.stack([_rank(truth, found) for truth, found in zip(truths, draws, strict=True)])
    return Known(truths, low, middle, high, ranks)


def _rank(truth: Array, draws: Array) -> Array:
    every = draws[:: max(1, len(draws) // RANKS_OF)][:RANKS_OF]
    return (every < truth).sum(axis=0)


def known_cities(fit: Fit, effort: Effort, count: int, seed: int) -> Array:
    """Active parameters of cities to be found again: any that is not ruled out."""
    chain = fit.emulated.chain(fit.emulated.log_not_ruled_out(), effort, seed)
    return chain.pick(count, seed)


def on_emulator(fit: Fit, effort: Effort, count: int, workers: int) -> Known:
    """Cities that the emulator made, found again with the emulator.

    The prior of each search is where the cities came from, so that 90% of the intervals must hold
    the truth if the chains do what they should.
    """
    seed = settings().seed + 1000
    truths = known_cities(fit, effort, count, seed)
    emulated = fit.emulated
    noise = np.linalg.cholesky(emulated.likelihood.covariance)
    luck = np.random.default_rng(seed).standard_normal((count, len(noise))) @ noise.T
    wanted = emulated.emulator(truths) + luck
    fitted = _fitted_columns(emulated)
    draws = Parallel(n_jobs=workers)(
        delayed(_search)(emulated, wanted[k], effort, seed + k + 1) for k in range(count)
    )
    return _known(truths[:, fitted], [found[:, fitted] for found in draws])


def _search(emulated: Emulated, wanted: Array, effort: Effort, seed: int) -> Array:
    """Draws of the active parameters for a city with other figures, the same prior ruled out."""
    possible = emulated.log_not_ruled_out()
    towards = Emulated(emulated.problem.towards(wanted), emulated.emulator)
    likelihood = towards.likelihood

    def density(active: Array) -> Array:
        found = possible(active)
        inside = np.isfinite(found)
        if inside.any():
            found[inside] += likelihood.log(emulated.emulator(active[inside]))
        return found

    return towards.chain(density, effort, seed, start=settings().seed).flat


def _fitted_columns(emulated: Emulated) -> Array:
    """Positions of the fitted parameters among the active ones."""
    return np.flatnonzero(np.isin(emulated.emulator.active, always_active()))


def with_simulator(fit: Fit, desk: Desk, effort: Effort, count: int) -> Known:
    """Cities that the simulator made, refitted with the simulator's last word.

    The cities are runs of the last wave, with an error of observation and discrepancy added.
    """
    rng = np.random.default_rng(settings().seed + 2000)
    wave = fit.waves[-1]
    usable = np.flatnonzero(np.isfinite(wave.figures).all(axis=1))
    chosen = np.sort(rng.choice(usable, count, replace=False))
    luck = rng.standard_normal((count, fit.problem.errors.size))
    wanted = wave.figures[chosen] + luck * fit.problem.errors
    draws = [_refit(fit, wanted[k], desk, effort, k) for k in range(count)]
    columns = always_active()
    return _known(wave.places[chosen][:, columns], [places[:, columns] for places in draws])


def _refit(fit: Fit, wanted: Array, desk: Desk, effort: Effort, number: int) -> Array:
    """Equally weighted places of the posterior of one known city."""
    problem = fit.problem.towards(wanted)
    emulated = Emulated(problem, fit.emulated.emulator)
    seed = settings().seed + 3000 + number
    start = settings().seed
    chain = emulated.chain(emulated.log_posterior(), effort, seed, start=start)
    drawn = emulated.complete(chain.pick(effort.points, seed), seed)
    first = FIRST_NUMBER + NUMBERS_A_WAVE * (number + 1)
    places, figures = run_points(problem, drawn, desk, effort, first, f"city {number + 1}")
    expected = emulated.of(places)
    final = weigh(problem, emulated, places, figures, expected, fit.noise, effort.fewest)
    return np.repeat(places, systematic(final.weights, RANKS_OF, seed), axis=0)
