"""The simulator as the fit sees it: members in, yearly figures out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.indicators import INDICATORS
from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.one_run import run_member
from sim.sweep.shards import identity, run_shards

FIGURES = tuple(indicator.name for indicator in INDICATORS)


def simulate(wanted: Sequence[Member], scenario: Scenario, last_year: int) -> Array:
    """Run members; a member whose city leaves the range of money becomes a row of NaN.

    Returns:
        Shape: members x years x figures, 2015 first.
    """
    years = last_year - FIRST_YEAR + 1
    found = np.full((len(wanted), years, len(FIGURES)), np.nan)
    for k, member in enumerate(wanted):
        try:
            record = run_member(scenario, member, firms=1.0, last_year=last_year)
        except ArithmeticError:
            continue
        found[k] = [[year.get(name, np.nan) for name in FIGURES] for year in record.indicators]
    return found


def simulate_in_shards(
    wanted: Sequence[Member], scenario: Scenario, folder: Path, *, workers: int, progress: Any,
    last_year: int = LAST_PUBLISHED_YEAR,
) -> Array:  # fmt: skip
    """`simulate`, spread over workers and resumable."""
    work = partial(simulate, scenario=scenario, last_year=last_year)
    folder = folder / identity([scenario.resolved, last_year])
    return run_shards(folder, wanted, work, workers=workers, progress=progress)
