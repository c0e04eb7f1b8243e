"""Subsidised projects that would have come anyway: asked of each firm on its own draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR
from sim.city.details import PROJECT_FIGURES, PROJECT_KINDS
from sim.scenario.ensemble import Ensemble


@dataclass(frozen=True)
class ProjectShare:
    """Subsidised projects of one kind over the plan's years, in one scenario.

    Attributes:
        kind: anyway, ordered or additional.
        projects: mean number over the runs.
        subsidy: mean money, 10k yuan of the years.
        share, five, ninety_five: of the subsidised projects; mean of the runs and their 90% range.
        share_of_money: of the subsidy committed, mean of the runs.
    """

    scenario: str
    kind: str
    projects: float
    subsidy: float
    share: float
    five: float
    ninety_five: float
    share_of_money: float


def project_values(ensemble: Ensemble) -> Array:
    """Shape: runs x years from 2016 x kinds x figures; money in 10k yuan of the year."""
    found = []
    for record in ensemble.records:
        assert record.details is not None
        found.append(record.details.projects)
    return np.stack(found)


def project_shares(ensembles: Sequence[Ensemble]) -> list[ProjectShare]:
    """Subsidised projects by kind in every scenario that has any after 2020."""
    rows: list[ProjectShare] = []
    for ensemble in ensembles:
        values = project_values(ensemble)[:, LAST_PUBLISHED_YEAR - FIRST_YEAR :].sum(axis=1)
        count, money = (values[:, :, PROJECT_FIGURES.index(name)] for name in
                        ("projects", "subsidy"))  # fmt: skip
        some = count.sum(axis=1) > 0.0
        if not some.any():
            continue
        shares = count[some] / count[some].sum(axis=1, keepdims=True)
        paid = money[some] / money[some].sum(axis=1, keepdims=True)
        for k, kind in enumerate(PROJECT_KINDS):
            five, ninety_five = np.quantile(shares[:, k], [0.05, 0.95])
            rows.append(ProjectShare(
                ensemble.scenario.name, kind, float(count[:, k].mean()), float(money[:, k].mean()),
                float(shares[:, k].mean()), float(five), float(ninety_five),
                float(paid[:, k].mean()),
            ))  # fmt: skip
    return rows
