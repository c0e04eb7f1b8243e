"""Does the method find what is known? Cities made with known parameters, fitted as if published.

The check is the one of Säilynoja, Schmitt, Bürkner and Vehtari (2025), "Posterior SBC": parameters
are drawn from the posterior that the published figures give, cities are made with them, and the
posterior that the published and the new figures give together must hold those parameters as often
as it says. It looks where the answer lies and where the emulator has runs, not at the whole prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from sim.base.state import Array
from sim.calibrate.chain import Chain
from sim.calibrate.final import Final, systematic, weigh
from sim.calibrate.problem import always_active
from sim.calibrate.settings import Effort, settings
from sim.calibrate.study import NUMBERS_A_WAVE, Desk, Fit, run_points
from sim.calibrate.waves import Emulated
from sim.scenario.load import load_scenario
from sim.scenario.priors import from_prior

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
        effective: size of each city's weighted sample; infinite for chains.
    """

    truths: Array
    low: Array
    middle: Array
    high: Array
    ranks: Array
    effective: Array

    @property
    def inside(self) -> Array:
        """Whether the 90% interval holds the truth; shape: cities x parameters."""
        return (self.low <= self.truths) & (self.truths <= self.high)


def _known(truths: Array, draws: list[Array], effective: Array) -> Known:
    low, middle, high = np.stack(
        [np.quantile(found, [INSIDE[0], 0.5, INSIDE[1]], axis=0) for found in draws], axis=1
    )
    ranks = np.stack([_rank(truth, found) for truth, found in zip(truths, draws, strict=True)])
    return Known(truths, low, middle, high, ranks, effective)


def _rank(truth: Array, draws: Array) -> Array:
    # Rows at random: a chain's rows lie walker by walker, and a stride would meet a few of them.
    some = np.random.default_rng(0).choice(len(draws), RANKS_OF, replace=len(draws) < RANKS_OF)
    return (draws[some] < truth).sum(axis=0)


def on_emulator(fit: Fit, effort: Effort, count: int, workers: int) -> Known:
    """Cities that the emulator made, found again with the emulator.

    It tests the chains and says nothing of the emulator itself.
    """
    seed = settings().seed + 1000
    emulated = fit.emulated
    truths = fit.chain.pick(count, seed)
    noise = np.linalg.cholesky(emulated.likelihood.covariance)
    luck = np.random.default_rng(seed).standard_normal((count, len(noise))) @ noise.T
    wanted = emulated.emulator(truths) + luck
    start = fit.chain.pick(effort.walkers, seed + 1)
    fitted = np.flatnonzero(np.isin(emulated.emulator.active, always_active()))
    draws = Parallel(n_jobs=workers)(
        delayed(_search)(emulated, wanted[k], effort, start, seed + k + 2) for k in range(count)
    )
    return _known(truths[:, fitted], [found.flat[:, fitted] for found in draws],
                  np.full(count, np.inf))  # fmt: skip


def _search(emulated: Emulated, wanted: Array, effort: Effort, start: Array, seed: int) -> Chain:
    """Draws of the active parameters, given the published figures and another city's."""
    density = emulated.log_posterior(emulated.towards(wanted).likelihood)
    return emulated.chain(density, effort, seed, start=start)


def with_simulator(fit: Fit, desk: Desk, effort: Effort, count: int) -> Known:
    """Cities that the simulator made, refitted with the simulator's last word.

    An error of observation and discrepancy is added to their figures.
    """
    seed = settings().seed + 2000
    truths = from_prior(count, seed)
    truths[:, fit.emulated.emulator.active] = fit.chain.pick(count, seed)
    ran, found = desk.run("known cities", truths, FIRST_NUMBER, load_scenario(settings().scenario))
    luck = np.random.default_rng(seed).standard_normal((count, fit.problem.errors.size))
    wanted = fit.problem.figures(found) + luck * fit.problem.errors
    finals = [_refit(fit, wanted[k], desk, effort, k) for k in range(count)]
    columns = always_active()
    draws = [
        np.repeat(final.places, systematic(final.weights, RANKS_OF, seed), axis=0)[:, columns]
        for final in finals
    ]
    return _known(ran[:, columns], draws, np.array([final.effective for final in finals]))


def _refit(fit: Fit, wanted: Array, desk: Desk, effort: Effort, number: int) -> Final:
    """The weighted sample of one known city."""
    emulated = fit.emulated.towards(wanted)
    seed = settings().seed + 3000 + number
    start = fit.chain.pick(effort.walkers, seed)
    chain = _search(fit.emulated, wanted, effort, start, seed)
    drawn = emulated.complete(chain.pick(effort.points, seed), seed + 1)
    first = FIRST_NUMBER + NUMBERS_A_WAVE * (number + 1)
    problem = emulated.problem
    places, figures = run_points(problem, drawn, desk, effort, first, f"city {number + 1}")
    expected = emulated.of(places)
    return weigh(problem, emulated, places, figures, expected, fit.noise, effort.fewest)
