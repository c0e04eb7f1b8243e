"""Who wins and who loses: differences over pairs by group, in the last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.state import Array
from sim.city.details import GRADE_NAMES, GROUP_FIGURES, NEW, REGISTER
from sim.compare.pairs import Difference, difference
from sim.park.atlas import District, Sector, SizeClass, districts, sectors, size_classes
from sim.scenario.ensemble import Ensemble

ENTERED = "entered"  # came after 2015
UNITS = {"firms": "firms", "employment": "persons", "output": "10k yuan", "value_added": "10k yuan",
         "tax": "10k yuan", "land": "mu"}  # fmt: skip


@dataclass(frozen=True)
class Winner:
    """One figure of one group of firms beside the first scenario's.

    Attributes:
        scenario: the one set against the first.
        dimension: district, size (class of the last year), size_2015 (class of 2015), sector or
            grade.
        group: its name.
        register: above_scale or below_scale.
        figure, unit: one of `GROUP_FIGURES`.
        reference: mean of the first scenario.
        difference: over the pairs.
    """

    scenario: str
    dimension: str
    group: str
    register: str
    figure: str
    unit: str
    reference: float
    difference: Difference


def group_names(dimension: str) -> tuple[str, ...]:
    """Names of a dimension's groups, in the order of the sums."""
    sizes = tuple(one.name for one in size_classes())
    named: dict[str, Sequence[District | Sector | SizeClass]] = {
        "district": districts(), "sector": sectors(), "size": size_classes(),
    }  # fmt: skip
    if dimension == "size_2015":
        return (*sizes, ENTERED)
    if dimension == "grade":
        return GRADE_NAMES[: NEW + 1]
    return tuple(one.name for one in named[dimension])


def group_values(ensemble: Ensemble, dimension: str) -> Array:
    """Sums of all runs; shape: runs x groups x register x figures."""
    found = []
    for record in ensemble.records:
        assert record.details is not None
        found.append(record.details.groups[dimension])
    return np.stack(found)


def dimensions(ensemble: Ensemble) -> tuple[str, ...]:
    """The dimensions that were recorded."""
    details = ensemble.records[0].details
    return tuple(details.groups) if details is not None else ()


def winners(ensembles: Sequence[Ensemble]) -> list[Winner]:
    """Every group of every dimension in every comparison with the first scenario.

    Groups that hide what few of a user's own firms make up are left out.
    """
    first, rows = ensembles[0], []
    for other in ensembles[1:]:
        for dimension in dimensions(first):
            mine, theirs = group_values(other, dimension), group_values(first, dimension)
            for g, group in enumerate(group_names(dimension)):
                for r, register in enumerate(REGISTER):
                    for f, figure in enumerate(GROUP_FIGURES):
                        a, b = mine[:, g, r, f], theirs[:, g, r, f]
                        if np.isnan(a).any() or np.isnan(b).any():
                            continue  # too few of a user's own firms
                        rows.append(Winner(
                            other.scenario.name, dimension, group, register, figure,
                            UNITS[figure], float(b.mean()), difference(a, b),
                        ))  # fmt: skip
    return rows
