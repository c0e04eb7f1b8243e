"""The stylised facts and the causal checks as data frames, for notebooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.explore.causal.study import causal_checks
from sim.explore.expected import Found
from sim.explore.facts.study import stylised_facts
from sim.report.trust.session import processes
from sim.scenario.ensemble import DEFAULT_SEEDS, check_request
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.sample import Draws, draw_members


@dataclass(frozen=True)
class CausalTables:
    """What `causal` found.

    Attributes:
        figures: against what is expected: name, zh, en, unit, low, high, median and range, inside
            (share of draws), verdict, source, source_zh, standing, built.
        estimators: estimates beside the true effect, in percent.
        since: effects by years since the start, in percent.
    """

    figures: pd.DataFrame
    estimators: pd.DataFrame
    since: pd.DataFrame


def facts(
    scenario: str | Scenario = "baseline", *, seeds: int = DEFAULT_SEEDS, firms: float = 1.0,
    draws: Draws = "posterior", workers: int | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Stylised facts of firms on the calibrated city, against the ranges they should lie in.

    Args:
        scenario: name, path or loaded scenario.
        seeds: members.
        firms: share of the smaller firms simulated.
        draws, workers: as for `run`.

    Returns:
        One row per fact: name, zh, en, unit, low, high, median, five, ninety_five, inside (share of
        draws), verdict, source, source_zh, standing, built (free, built or fitted) and why.

    Raises:
        InputError: something given cannot be used.
    """
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    return _frame(stylised_facts(load_scenario(scenario), draw_members(draws, seeds), firms=firms,
                                 workers=processes(workers)))  # fmt: skip


def causal(
    scenario: str | Scenario = "baseline", *, seeds: int = DEFAULT_SEEDS, firms: float = 1.0,
    draws: Draws = "posterior", seed: int = 1, workers: int | None = None,
) -> CausalTables:  # fmt: skip
    """Policy's effects in the simulated past, estimated as a paper would, beside the true ones.

    Args:
        scenario, seeds, firms, draws, workers: as for `facts`.
        seed: luck by which places get rules or rates first, 0 or more.

    Raises:
        InputError: something given cannot be used.
    """
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    found = causal_checks(load_scenario(scenario), draw_members(draws, seeds), firms=firms,
                          workers=processes(workers), seed=seed)  # fmt: skip
    return CausalTables(_frame(found.found), _listed(found.checks), _listed(found.since))


def _frame(found: Iterable[Found]) -> pd.DataFrame:
    rows = [dataclasses.asdict(row.expected) | {
        key: value for key, value in dataclasses.asdict(row).items() if key != "expected"
    } for row in found]  # fmt: skip
    return pd.DataFrame(rows)


def _listed(rows: Iterable[Any]) -> pd.DataFrame:
    return pd.DataFrame([dataclasses.asdict(row) for row in rows])
