"""Targets that a scenario's own quota sets, and how much of the quota was carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.units import LAST_PUBLISHED_YEAR
from sim.compare.targets import ROUNDING_SLACK, THINNED_SLACK, Audit, Target, outcomes
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import Scenario

# The dose that asks for what a target counts.
ASKED_BY = {
    "low_efficiency_firms_treated": ("low_efficiency", "quota"),
    "land_reactivated": ("land_reactivation", "mu_per_year"),
}


@dataclass(frozen=True)
class Quota:
    """What a scenario's quota asks for and what the runs do, in the target's unit.

    Attributes:
        asked: by the dose: the least year, or the sum, as the target counts.
        done: median over the runs.
        short: whether the runs fall short of it, so that the count is an outcome, not an input.
    """

    asked: float
    done: float
    short: bool


def quotas_of(ensemble: Ensemble, rows: Sequence[Audit]) -> dict[str, Quota]:
    """The quotas behind the targets of an audit, by target."""
    found = {row.target.name: quota(ensemble, row.target) for row in rows}
    return {name: one for name, one in found.items() if one is not None}


def quota(ensemble: Ensemble, target: Target) -> Quota | None:
    """How much of its quota a scenario carries out; None where no quota stands behind a target."""
    found = outcomes(ensemble, target)
    if target.name not in ASKED_BY or found is None:
        return None
    years = range(LAST_PUBLISHED_YEAR + 1, target.last_year + 1)
    doses = [_dose(ensemble.scenario, *ASKED_BY[target.name], year) for year in years]
    asked, done = min(doses) if target.each_year else sum(doses), float(np.median(found))
    slack = THINNED_SLACK if ensemble.firms < 1.0 else ROUNDING_SLACK
    return Quota(asked, done, done < asked * (1.0 - slack))


def _dose(scenario: Scenario, instrument: str, dose: str, year: int) -> float:
    doses = (measure.doses(year) for measure in scenario.measures if measure.name == instrument)
    return float(next(doses, {}).get(dose, 0.0))
