"""Chains on the emulator: emcee's ensemble sampler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import emcee
import numpy as np

from sim.base.state import Array

LogDensity = Callable[[Array], Array]
STORED = 4000  # moves held in memory


@dataclass(frozen=True)
class Chain:
    """Draws from a density.

    Attributes:
        draws: shape: draws x walkers x parameters, after the burn-in.
        acceptance: mean accepted part of the moves.
        independent: moves of the whole chain over its longest autocorrelation time; not a number
            where it was not asked for.
    """

    draws: Array
    acceptance: float
    independent: float

    @property
    def flat(self) -> Array:
        """All draws; shape: draws x parameters."""
        return self.draws.reshape(-1, self.draws.shape[-1])

    def pick(self, count: int, seed: int) -> Array:
        """Draws taken at random without putting back; shape: count x parameters."""
        flat = self.flat
        return flat[np.random.default_rng(seed).choice(len(flat), count, replace=len(flat) < count)]


def sample(
    density: LogDensity, start: Array, *, steps: int, seed: int, keep: int = 2000,
    diagnose: bool = True,
) -> Chain:  # fmt: skip
    """Sample a density.

    Args:
        density: log density of each row.
        start: one row per walker; each must have a finite density.
        steps: moves of each walker, the first half left out as burn-in; of long chains every few
            moves are kept.
        seed: same seed, same draws.
        keep: about how many draws of the whole ensemble are kept.
        diagnose: False to spare the autocorrelation, which takes longer than a short chain.
    """
    walkers, width = start.shape
    # Differential evolution, with a jump between modes now and then (ter Braak 2006). Not emcee's
    # snooker move: in 3.1.6 its acceptance leaves out half of the volume factor, and samples come
    # out too narrow (by a fifth in 20 dimensions).
    moves = [(emcee.moves.DEMove(), 0.9), (emcee.moves.DEMove(gamma0=1.0), 0.1)]
    sampler = emcee.EnsembleSampler(walkers, width, density, vectorize=True, moves=moves)
    sampler.random_state = np.random.RandomState(seed).get_state()
    stride = max(1, steps // STORED)
    stored = steps // stride
    kept = stored - stored // 2
    thin = max(1, kept * walkers // (keep * 10))
    sampler.run_mcmc(start, stored, thin_by=stride, skip_initial_state_check=True)
    draws = sampler.get_chain(discard=stored // 2, thin=thin)
    independent = kept / _autocorrelation(sampler, kept) if diagnose else np.nan
    return Chain(draws, float(np.mean(sampler.acceptance_fraction)), independent)


def _autocorrelation(sampler: emcee.EnsembleSampler, kept: int) -> float:
    """Longest autocorrelation time of any parameter, in stored moves."""
    with np.errstate(invalid="ignore"):  # a walker that never moved has none
        times = sampler.get_autocorr_time(discard=sampler.iteration - kept, tol=0)
    return float(np.max(np.where(np.isfinite(times), times, kept)))
