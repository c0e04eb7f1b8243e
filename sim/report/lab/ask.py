"""What notebooks ask beside runs: a scenario with some doses changed, firms, the fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR
from sim.explore.firms import firms_at
from sim.report.appraisal.explain import out_of_range
from sim.report.appraisal.results import one_of, sample_of
from sim.report.calibration.read import Fitted, read_folder
from sim.report.lab.controls import dose_of
from sim.scenario.ensemble import DEFAULT_SEEDS, check_request
from sim.scenario.explain import check_year
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.posterior import posterior_folder
from sim.scenario.resolved import changed, read_change
from sim.scenario.sample import Draws
from sim.scenario.schema import Title

OWN = "own"


def variant(
    base: str | Scenario, doses: Mapping[str, Any], *, zh: str, en: str, name: str = OWN,
    since: int = LAST_PUBLISHED_YEAR + 1,
) -> Scenario:  # fmt: skip
    """A scenario with some doses changed from a year on.

    Args:
        base: name, path or loaded scenario.
        doses: by `instrument.dose`: a number, a choice's word, or four numbers by grade.
        zh, en: its title.
        name: what tables of a comparison call it; unlike the base's.
        since: first year in which they are in force.

    Raises:
        InputError: no such dose, a value out of its bounds, or the base's own name.
    """
    below = load_scenario(base)
    if name == below.name:
        raise InputError(f"name '{name}' is the scenario's own; give another",
                         f"名称“{name}”与原情景相同；请换一个")  # fmt: skip
    schedules = {}
    for key, value in doses.items():
        dose_of(key)
        written = {str(since): list(value) if isinstance(value, tuple) else value}
        schedules[f"instruments.{key}"] = read_change(f"instruments.{key}", written, name)
    made = changed(below, schedules)
    return replace(made, name=name, title=Title(zh=zh, en=en), question=below.question,
                   not_represented=below.not_represented, indicators=below.indicators,
                   origins=below.origins)  # fmt: skip


def firms(
    scenario: str | Scenario, *, year: int, seed: int = 1, seeds: int = DEFAULT_SEEDS,
    firms: float = 1.0, draws: Draws = "posterior",
) -> pd.DataFrame:  # fmt: skip
    """Every firm of one run at the end of a year, the largest first.

    Args:
        scenario: a name, a path or a loaded scenario.
        year: 2016 to 2025.
        seed: which run of the `seeds` that a run of the scenario would have.
        firms, draws: as for `compare`.

    Returns:
        firm (its identity, as `explain` takes it), place, sector, grade, above_scale, score, rung,
        value_added and tax_paid (10k yuan at 2015 prices), land (mu), employment.

    Raises:
        InputError: something given cannot be used.
    """
    check_year(year)
    check_request(seeds, FIRST_YEAR, year, firms, 1)
    member = one_of(sample_of(draws, seeds), seed)
    try:
        return firms_at(load_scenario(scenario), member, year, firms)
    except ArithmeticError:
        raise out_of_range(seed) from None


def fitted() -> Fitted:
    """What the fit to 2015-2020 found, for the tables `fit` and `undisciplined`.

    Raises:
        InputError: there is no posterior, or it is damaged.
    """
    return read_folder(posterior_folder())
