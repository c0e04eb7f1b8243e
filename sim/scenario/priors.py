"""Priors: flat where the published figures speak, a hump at the value everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import stats

from sim.base.fitted import fitted
from sim.base.parameters import Parameter, parameters
from sim.base.state import Array
from sim.scenario.member import Member
from sim.scenario.pert import pert_shape, written


def _log_beta(place: Array, first: Array | float, second: Array | float) -> Array:
    """Log density of a beta distribution between -1 and 1, up to a constant; outside -inf."""
    unit = 0.5 * (place + 1.0)
    inside = (unit > 0.0) & (unit < 1.0)
    safe = np.where(inside, unit, 0.5)
    density = (first - 1.0) * np.log(safe) + (second - 1.0) * np.log1p(-safe)
    return np.where(inside, density, -np.inf)


@dataclass(frozen=True)
class Prior:
    """The prior of one parameter, on its bounds carried to -1 and 1.

    Attributes:
        parameter: with value and bounds.
        first, second: shape of the beta distribution; 1 and 1 is flat.
    """

    parameter: Parameter
    first: float
    second: float

    def place(self, chance: Array) -> Array:
        """Values between -1 and 1 at given cumulative chances."""
        return 2.0 * stats.beta.ppf(chance, self.first, self.second) - 1.0

    def score(self, place: Array) -> Array:
        """Standard normal scores of values between -1 and 1: what is usual is near 0."""
        chance = stats.beta.cdf(0.5 * (place + 1.0), self.first, self.second)
        return stats.norm.ppf(np.clip(chance, 1e-9, 1.0 - 1e-9))

    def log_density(self, place: Array) -> Array:
        """Log density between -1 and 1, up to a constant; minus infinity outside."""
        return _log_beta(place, self.first, self.second)

    def value(self, place: Array) -> Array:
        """The parameter's own value."""
        item = self.parameter
        return item.low + (item.high - item.low) * 0.5 * (place + 1.0)

    def place_of(self, value: Array) -> Array:
        """The other way round."""
        item = self.parameter
        return 2.0 * (value - item.low) / (item.high - item.low) - 1.0


@cache
def priors() -> tuple[Prior, ...]:
    """A prior for every parameter that a fit can see and that is not fixed, in the table's order.

    Those that only the ledger reads are drawn apart (`sim.scenario.pert`).
    """
    return tuple(_prior(item) for item in parameters().values()
                 if item.high > item.low and item.read_by == "rules")  # fmt: skip


def _prior(item: Parameter) -> Prior:
    if item.name in fitted().all:
        return Prior(item, 1.0, 1.0)
    return Prior(item, *pert_shape(item))


def names() -> tuple[str, ...]:
    """Names of the parameters that have a prior."""
    return tuple(prior.parameter.name for prior in priors())


def from_prior(count: int, seed: int) -> Array:
    """A Latin hypercube of the priors; shape: count x parameters, on -1 to 1."""
    chances = stats.qmc.LatinHypercube(len(priors()), rng=seed).random(count)
    return np.column_stack([prior.place(chances[:, k]) for k, prior in enumerate(priors())])


def scores(places: Array, columns: Array) -> Array:
    """Standard normal scores of the parameters in `columns`; shape: rows x columns."""
    return np.column_stack([priors()[k].score(places[:, k]) for k in columns])


def places_at(found: Array, columns: Array) -> Array:
    """Places of the parameters in `columns` at given normal scores."""
    chances = stats.norm.cdf(found)
    return np.column_stack([priors()[k].place(chances[:, j]) for j, k in enumerate(columns)])


def log_prior(places: Array, columns: Array) -> Array:
    """Log prior density of the parameters in `columns`; shape: one per row of `places`."""
    first, second = (np.array([getattr(prior, name) for prior in priors()])[columns]
                     for name in ("first", "second"))  # fmt: skip
    return _log_beta(places, first, second).sum(axis=1)


def members(places: Array, first: int) -> list[Member]:
    """Members at given places of the priors, each with a population and luck of its own.

    Args:
        places: shape: members x parameters, on -1 to 1.
        first: number of the first; numbers are seeds too.
    """
    known = priors()
    values = np.column_stack([prior.value(places[:, k]) for k, prior in enumerate(known)])
    table = [[written(value) for value in row] for row in values]
    names = [prior.parameter.name for prior in known]
    return [
        Member(number, dict(zip(names, row, strict=True)), number, number)
        for number, row in enumerate(table, start=first)
    ]


def places(wanted: Sequence[Member]) -> Array:
    """Where members lie between their bounds; shape: members x parameters, on -1 to 1."""
    return np.column_stack([
        prior.place_of(np.array([member.parameters[prior.parameter.name] for member in wanted]))
        for prior in priors()
    ])  # fmt: skip
