"""What the figures tell of each parameter, and which parameters they cannot tell apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.fitted import fitted
from sim.base.state import Array
from sim.calibrate.study import Fit
from sim.scenario.priors import from_prior, names, priors

PRIOR_DRAWS = 4000
CORRELATED = 0.4  # correlation in the posterior from which two parameters are told together
DISCIPLINED = 0.1  # part of the prior's variance that must go before a parameter counts as informed
# Pairs that theory expects to be told apart badly.
EXPECTED = (
    ("crossings_per_year", "exit_intercept"),
    ("gain_attenuation", "upgrade_intercept"),
    ("gain_attenuation", "payback_hurdle"),
    ("productivity_trend", "gain_attenuation"),
    ("productivity_trend", "wage_growth"),
)


@dataclass(frozen=True)
class Learnt:
    """What became of one parameter's prior.

    Attributes:
        prior, posterior: 5%, 50% and 95%, in the parameter's unit.
        shrinkage: part of the prior's variance that is gone; below zero it grew by chance.
        gap: mean of the weighted sample that runs draw from, less the mean told here, in posterior
            standard deviations.
        figure: the published figure meant to discipline it, or empty.
    """

    name: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    shrinkage: float
    gap: float
    figure: str

    @property
    def disciplined(self) -> bool:
        """Whether the figures told anything of it."""
        return self.shrinkage >= DISCIPLINED


def posterior_draws(fit: Fit, seed: int) -> Array:
    """Draws of all parameters from the emulated posterior; shape: draws x parameters."""
    return fit.emulated.complete(fit.chain.pick(PRIOR_DRAWS, seed), seed)


def learnt(before: Array, after: Array, weighted: Array) -> list[Learnt]:
    """Prior against posterior of every parameter.

    Args:
        before, after: draws; shape: draws x parameters, on -1 to 1.
        weighted: mean of the weighted sample; one per parameter.
    """
    found = []
    gaps = (weighted - after.mean(axis=0)) / after.std(axis=0)
    for k, prior in enumerate(priors()):
        item = prior.parameter
        gone = 1.0 - after[:, k].var() / before[:, k].var()
        found.append(
            Learnt(
                item.name, _three(prior.value(before[:, k])), _three(prior.value(after[:, k])),
                float(gone), float(gaps[k]), fitted().all.get(item.name, ""),
            )
        )  # fmt: skip
    return found


def _three(values: Array) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)


def prior_draws(seed: int) -> Array:
    """Draws of all parameters from their priors."""
    return from_prior(PRIOR_DRAWS, seed)


def ridges(after: Array) -> list[tuple[str, str, float, bool]]:
    """Pairs of parameters that the posterior ties together, strongest first.

    Returns:
        Names, correlation, and whether theory expects the pair; expected pairs are always told.
    """
    known = names()
    matrix = np.corrcoef(after, rowvar=False)
    expected = {frozenset(pair) for pair in EXPECTED}
    found = []
    for i, first in enumerate(known):
        for j in range(i + 1, len(known)):
            wanted = frozenset((first, known[j])) in expected
            if wanted or abs(matrix[i, j]) >= CORRELATED:
                found.append((first, known[j], float(matrix[i, j]), wanted))
    return sorted(found, key=lambda row: -abs(row[2]))
