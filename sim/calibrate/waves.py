"""Waves of runs that close in on the published city: history matching, then refinement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from sim.base.state import Array
from sim.calibrate.chain import Chain, LogDensity, sample
from sim.calibrate.emulator import Emulator, fit_emulator
from sim.calibrate.likelihood import Likelihood
from sim.calibrate.problem import Problem, always_active
from sim.calibrate.settings import Effort, settings
from sim.scenario.priors import from_prior, log_prior, places_at, scores

CANDIDATES = 20_000  # from the prior, to start chains and to see how much is ruled out
WALL = 5.0  # log density lost for each standard error beyond the cut


@dataclass(frozen=True)
class Wave:
    """Runs of one wave.

    Attributes:
        places: of all parameters; shape: runs x parameters.
        figures: shape: runs x targets, on the scale of the errors.
    """

    places: Array
    figures: Array

    @property
    def failed(self) -> int:
        """Runs that left the range of money."""
        return int((~np.isfinite(self.figures).all(axis=1)).sum())


def emulate(problem: Problem, waves: list[Wave]) -> Emulator:
    """The emulator of the last two waves: near enough to be quadratic, enough runs to fit."""
    places = np.vstack([wave.places for wave in waves[-2:]])
    figures = np.vstack([wave.figures for wave in waves[-2:]])
    usable = np.isfinite(figures).all(axis=1)
    chosen = settings()
    return fit_emulator(
        places[usable], figures[usable], problem.errors, always=always_active(),
        effect=chosen.active_effect, most=chosen.active_most, squares=chosen.squares_most,
    )  # fmt: skip


@lru_cache(maxsize=1)
def candidates(seed: int) -> Array:
    """Draws of the priors; they take seconds, so those of the last seed are kept."""
    return from_prior(CANDIDATES, seed)


@dataclass(frozen=True)
class Emulated:
    """The posterior as an emulator sees it.

    Attributes:
        problem: what is fitted.
        emulator: stands in for the simulator.
        widen: factor on all variances but the passive parameters' own; above 1 for a wave that
            should surround the posterior.
        own: covariance of the emulator's error and of one run's luck, where it is known better
            than from the runs that the emulator was fitted to.
    """

    problem: Problem
    emulator: Emulator
    widen: float = 1.0
    own: Array | None = None

    @property
    def noise(self) -> Array:
        """Covariance of what neither parameter explains."""
        own = self.emulator.covariance if self.own is None else self.own
        return self.widen * (self.problem.covariance + own)

    def towards(self, wanted: Array) -> Emulated:
        """The posterior that another city's figures would give."""
        return replace(self, problem=self.problem.towards(wanted))

    def without(self, position: int) -> Emulated:
        """The posterior that never saw one of the figures."""
        kept = [k for k in range(len(self.problem.targets)) if k != position]
        own = None if self.own is None else self.own[np.ix_(kept, kept)]
        return replace(self, problem=self.problem.without(position),
                       emulator=self.emulator.only(kept), own=own)  # fmt: skip

    @property
    def likelihood(self) -> Likelihood:
        """Of active parameters, the passive ones left open."""
        return Likelihood(self.problem.wanted, self.noise + self.emulator.passive_covariance)

    def of(self, places: Array) -> Array:
        """Expected figures of cities given by all their parameters; shape: points x targets."""
        emulator = self.emulator
        return emulator(places[:, emulator.active], scores(places, emulator.passive))

    def implausibility(self, active: Array) -> Array:
        """Largest gap to a published figure, in standard errors; one per row."""
        return self.likelihood.implausibility(self.emulator(active)).max(axis=1)

    def log_posterior(self, *others: Likelihood) -> LogDensity:
        """Log density of the active parameters.

        Args:
            others: likelihoods of other cities' figures, where the parameters must answer to them
                too.
        """
        likelihoods = (self.likelihood, *others)

        def figures(active: Array) -> Array:
            found = self.emulator(active)
            return np.sum([likelihood.log(found) for likelihood in likelihoods], axis=0)

        return self._within_bounds(figures)

    def log_not_ruled_out(self) -> LogDensity:
        """Log density of the prior where it is not ruled out, with steep walls around."""
        likelihood, cut = self.likelihood, settings().cut

        def walls(active: Array) -> Array:
            beyond = likelihood.implausibility(self.emulator(active)) - cut
            return -WALL * np.maximum(beyond, 0.0).sum(axis=1)

        return self._within_bounds(walls)

    def _within_bounds(self, term: LogDensity) -> LogDensity:
        columns = self.emulator.active

        def density(active: Array) -> Array:
            found = log_prior(active, columns)
            inside = np.isfinite(found)
            if inside.any():
                found[inside] += term(active[inside])
            return found

        return density

    def chain(
        self, density: LogDensity, effort: Effort, seed: int, *, start: Array | None = None
    ) -> Chain:
        """Sample the active parameters.

        Args:
            density: log density of each row.
            effort: walkers and steps.
            seed: same seed, same draws.
            start: where the walkers start, one row each; without it at the best candidates.
                Chains that are given one are many and short, and are not diagnosed.
        """
        if start is not None:
            return sample(density, start, steps=effort.steps, seed=seed, diagnose=False)
        places = candidates(seed)[:, self.emulator.active]
        best = np.argsort(-density(places), kind="stable")[: effort.walkers]
        return sample(density, places[best], steps=effort.steps, seed=seed)

    def passive_scores(self, active: Array, seed: int) -> Array:
        """Scores of the passive parameters given the active ones: Gaussian, drawn exactly."""
        effects = self.emulator.effects.T
        gain = np.linalg.solve(effects @ effects.T + self.noise, effects).T
        spread = np.linalg.cholesky(np.eye(len(gain)) - gain @ effects)
        middle = (self.problem.wanted - self.emulator(active)) @ gain.T
        return middle + np.random.default_rng(seed).standard_normal(middle.shape) @ spread.T

    def complete(self, active: Array, seed: int) -> Array:
        """Places of all parameters, the passive ones drawn given the active ones."""
        found = np.empty((len(active), self.emulator.active.size + self.emulator.passive.size))
        found[:, self.emulator.active] = active
        passive = self.emulator.passive
        found[:, passive] = places_at(self.passive_scores(active, seed), passive)
        return found
