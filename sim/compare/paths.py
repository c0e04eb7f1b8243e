"""How runs moved year by year: adoption by size of firm, moves between grades, places."""

from __future__ import annotations

import numpy as np

from sim.base.errors import InputError
from sim.base.state import Array
from sim.city.details import ABSENT, ADOPTION_FIGURES, NEW, Paths
from sim.city.record import PLACE_FIGURES
from sim.scenario.ensemble import Ensemble

__all__ = [
    "ABSENT", "EQUIPMENT", "FIRST_STEP", "NEW", "RUNGS", "adoption_shares", "grade_moves",
    "paths_of", "place_medians",
]  # fmt: skip
RUNGS = ("rung_1", "rung_2", "rung_3", "rung_4", "rung_5")
EQUIPMENT = ("numerical_control", "networked")
FIRST_STEP = 1  # grading begins with 2016: the step 2015-2016 has no grade to come from


def paths_of(ensemble: Ensemble) -> list[Paths]:
    """What runs recorded of adoption and grades.

    Raises:
        InputError: they did not.
    """
    found = [record.details and record.details.paths for record in ensemble.records]
    kept = [paths for paths in found if paths]
    if not kept or len(kept) < len(found):
        raise InputError(
            "these runs did not record adoption and grades: run them with wanted=PATHS "
            "(sim.scenario.one_run)",
            "这些模拟没有记录改造与等级的逐年变化：请以 wanted=PATHS（sim.scenario.one_run）运行",
        )
    return kept


def adoption_shares(ensemble: Ensemble, figure: str) -> tuple[Array, Array]:
    """A figure in per cent: rungs of above-scale firms, equipment of their capital.

    Args:
        ensemble: runs that recorded their paths.
        figure: of `RUNGS` (that rung or above) or `EQUIPMENT`.

    Returns:
        By size class of the year, and of all. Shapes: runs x years x size classes, NaN where a
        class is empty, and runs x years.

    Raises:
        InputError: the runs did not record it.
    """
    sums = np.stack([paths.adoption for paths in paths_of(ensemble)])
    base = "firms" if figure in RUNGS else "capital"
    part, whole = (sums[..., ADOPTION_FIGURES.index(name)] for name in (figure, base))
    by_size = 100.0 * part / np.where(whole > 0.0, whole, np.nan)
    return by_size, 100.0 * part.sum(axis=2) / whole.sum(axis=2)


def grade_moves(ensemble: Ensemble) -> Array:
    """Mean over runs of the firms that move from one standing to another.

    Returns:
        Shape: steps from 2016-2017 x standings x standings (A to D, `NEW`, `ABSENT`).

    Raises:
        InputError: the runs did not record it.
    """
    return np.mean([paths.grades[FIRST_STEP:] for paths in paths_of(ensemble)], axis=0)


def place_medians(ensemble: Ensemble, figure: str, year: int) -> Array:
    """Median over runs of a figure of each place; shape: places."""
    at, line = ensemble.years.index(year), PLACE_FIGURES.index(figure)
    return np.median([record.places[at][line] for record in ensemble.records], axis=0)
