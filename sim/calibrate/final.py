"""The last word has the simulator: draws of the emulator's posterior are run, and weighted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.calibrate.likelihood import Likelihood
from sim.calibrate.problem import Problem
from sim.calibrate.waves import Emulated

SMALLEST_VARIANCE = 1e-4  # of the emulator's own error, in errors of the published figure


@dataclass(frozen=True)
class Noise:
    """What separates a run's figures from what the emulator expects of its parameters.

    Attributes:
        luck: covariance between runs of one point, each with a population and luck of its own.
        lack: covariance of the emulator's own error.
    """

    luck: Array
    lack: Array


@dataclass(frozen=True)
class Final:
    """A weighted sample of the posterior.

    Attributes:
        places: shape: points x parameters.
        figures: shape: points x repeats x targets, on the scale of the errors.
        weights: of the points; they add up to one.
        power: of the weights; below 1 they were too few to carry a sample and have been tempered,
            so that the sample lies between the emulator's posterior and the simulator's.
        plain: effective size before that.
    """

    places: Array
    figures: Array
    weights: Array
    power: float
    plain: float

    @property
    def effective(self) -> float:
        """Number of equally weighted points that would tell as much."""
        return effective(self.weights)


def effective(weights: Array) -> float:
    """Kish's effective size of a weighted sample."""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def measure_noise(figures: Array, left_out: Array, errors: Array) -> Noise:
    """Tell luck from the emulator's own error.

    Args:
        figures: of points run several times; shape: points x repeats x targets.
        left_out: errors of the emulator in predicting each point's mean from all others.
        errors: of the published figures; they make the targets comparable.
    """
    count, repeats, _ = figures.shape
    away = figures - figures.mean(axis=1, keepdims=True)
    luck = np.einsum("pri,prj->ij", away, away) / (count * (repeats - 1))
    scale = np.outer(errors, errors)
    rest = (np.cov(left_out, rowvar=False) - luck / repeats) / scale
    values, vectors = np.linalg.eigh(rest)
    # Where luck explains all of the error, the difference is negative by chance.
    lack = (vectors * np.maximum(values, SMALLEST_VARIANCE)) @ vectors.T
    return Noise(luck, lack * scale)


def weigh(
    problem: Problem, drawn_from: Emulated, places: Array, figures: Array, expected: Array,
    noise: Noise, fewest: float,
) -> Final:  # fmt: skip
    """Weigh points drawn from an emulated posterior by what the simulator says of them.

    What a point's figures are without luck is judged from its own runs and from what an emulator
    expects of it without having seen them, each by its precision.

    Args:
        problem: what is fitted.
        drawn_from: what the points were drawn from.
        places: shape: points x parameters.
        figures: shape: points x repeats x targets.
        expected: by an emulator; shape: points x targets.
        noise: of the runs and of that emulator.
        fewest: effective size below which the weights are tempered.

    A point with a failed run gets no weight.
    """
    usable = np.asarray(np.isfinite(figures.reshape(len(figures), -1)).all(axis=1))
    mean = np.where(usable[:, None], figures.mean(axis=1), expected)
    trust = np.linalg.solve(noise.lack + noise.luck / figures.shape[1], noise.lack).T
    judged = expected + (mean - expected) @ trust.T
    unsure = noise.lack - trust @ noise.lack
    simulated = Likelihood(problem.wanted, problem.covariance + noise.luck + unsure)
    drawn = Likelihood(problem.wanted, drawn_from.noise)
    logs = np.where(usable, simulated.log(judged) - drawn.log(drawn_from.of(places)), -np.inf)
    logs = logs - logs.max()
    power = _power(logs, fewest)
    weights = np.where(np.isfinite(logs), np.exp(power * logs), 0.0)
    return Final(places, figures, weights / weights.sum(), power, effective(np.exp(logs)))


def _power(logs: Array, fewest: float) -> float:
    """The largest power of weights, up to 1, that leaves an effective size."""
    fewest = min(fewest, 0.5 * np.isfinite(logs).sum())
    if effective(np.exp(logs)) >= fewest:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        enough = effective(np.where(np.isfinite(logs), np.exp(middle * logs), 0.0)) >= fewest
        low, high = (middle, high) if enough else (low, middle)
    return low


def systematic(weights: Array, count: int, seed: int) -> Array:
    """How often each point is taken when `count` are; the usual systematic resampling."""
    start = np.random.default_rng(seed).random()
    marks = (np.arange(count) + start) / count
    taken = np.searchsorted(np.cumsum(weights), marks, side="right")
    return np.bincount(np.minimum(taken, len(weights) - 1), minlength=len(weights))
