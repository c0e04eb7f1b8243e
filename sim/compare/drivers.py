"""What outcomes go with: each parameter's slope over the runs, told from luck or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sim.base.errors import InputError
from sim.base.state import Array
from sim.scenario.ensemble import Ensemble
from sim.scenario.outcome import check_indicators, outcome

FEWEST = 30  # runs
FALSE_ALARM = 0.05  # chance that any of the parameters of an outcome is told by luck alone
OUTCOMES = ("value_added", "tax_per_mu", "numerical_control_rate", "digital_workshops")


@dataclass(frozen=True)
class Drivers:
    """How outcomes change with each parameter, one by one.

    Attributes:
        indicators: the outcomes.
        names: parameters that differ between the runs.
        low, high: 5% and 95% of each parameter; shape: names.
        at_low, at_high: change of an outcome from its mean when a parameter stands there, by its
            line of regression; shape: indicators x names.
        told: whether that slope is told from nought with all parameters tried; the same shape.
        mean: of the outcomes; shape: indicators.
        about: the runs.
    """

    indicators: tuple[str, ...]
    names: tuple[str, ...]
    low: Array
    high: Array
    at_low: Array
    at_high: Array
    told: Array
    mean: Array
    about: Ensemble


def drivers_of(ensemble: Ensemble, indicators: tuple[str, ...] = OUTCOMES) -> Drivers:
    """Regress outcomes of 2025 on each parameter that the runs draw.

    One regression per parameter: parameters that the posterior ties together share an effect.

    Args:
        ensemble: runs to 2025, 30 at least.
        indicators: outcomes.

    Raises:
        InputError: too few runs, none of whose parameters differ, or no such indicator.
    """
    check_indicators(indicators)
    members = [ensemble.members[run - 1].parameters for run in ensemble.runs]
    fixed = ensemble.scenario.changes
    drawn = {name: np.array([member[name] for member in members]) for name in members[0]}
    drawn = {name: values for name, values in drawn.items()
             if name not in fixed and np.ptp(values) > 0.0}  # fmt: skip
    if len(members) < FEWEST or not drawn:
        raise InputError(
            f"{len(members)} runs, {len(drawn)} parameters drawn: what drives outcomes needs "
            f"{FEWEST} runs with drawn parameters (--seeds, --draws posterior)",
            f"{len(members)}次模拟、{len(drawn)}个抽取的参数：分析决定因素至少需{FEWEST}次且参数有"
            "抽取的模拟（--seeds、--draws posterior）",
        )
    inputs = np.array(list(drawn.values()))
    found = np.array([[outcome(record, name) for record in ensemble.records]
                      for name in indicators])  # fmt: skip
    slopes, told = _regress(inputs, found)
    low, high = np.quantile(inputs, [0.05, 0.95], axis=1)
    centre = inputs.mean(axis=1)
    return Drivers(indicators, tuple(drawn), low, high, slopes * (low - centre),
                   slopes * (high - centre), told, found.mean(axis=1), ensemble)  # fmt: skip


def _regress(inputs: Array, outcomes: Array) -> tuple[Array, Array]:
    """Slope of each outcome on each input, and whether it is told; shape: outcomes x inputs."""
    runs = inputs.shape[1]
    x = inputs - inputs.mean(axis=1, keepdims=True)
    y = outcomes - outcomes.mean(axis=1, keepdims=True)
    spread = (x * x).sum(axis=1)
    slopes = (y @ x.T) / spread
    rest = np.maximum((y * y).sum(axis=1)[:, None] - slopes**2 * spread, 0.0)
    error = np.sqrt(rest / (runs - 2) / spread)
    bound = stats.t.ppf(1.0 - FALSE_ALARM / (2.0 * inputs.shape[0]), runs - 2)
    return slopes, np.abs(slopes) > bound * error
