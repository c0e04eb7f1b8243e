"""What is compared: every indicator in the last year, and yearly flows over the plan's years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.indicators import INDICATORS
from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR
from sim.compare.pairs import Difference, difference
from sim.scenario.ensemble import Ensemble
from sim.scenario.outcome import ADDED_UP


@dataclass(frozen=True)
class Compared:
    """One figure of one scenario beside the first scenario's.

    Attributes:
        scenario: the one set against the first.
        indicator, unit: what.
        first_year, last_year: equal for a figure of one year, else its sum over these years.
        reference: median of the first scenario.
        difference: over the pairs.
    """

    scenario: str
    indicator: str
    unit: str
    first_year: int
    last_year: int
    reference: float
    difference: Difference

    @property
    def period(self) -> str:
        """The year, or the years summed."""
        years = (self.first_year, self.last_year)
        return str(self.last_year) if years[0] == years[1] else f"{years[0]}-{years[1]}"


def at_end(ensemble: Ensemble, indicator: str) -> Array:
    """An indicator in the last year; one entry per run."""
    return ensemble.values(indicator)[:, -1]


def over_plan(ensemble: Ensemble, indicator: str) -> Array:
    """The sum of a yearly indicator over the plan's years; one entry per run."""
    years = ensemble.records[0].years
    first = years.index(LAST_PUBLISHED_YEAR) + 1
    summed: Array = ensemble.values(indicator)[:, first:].sum(axis=1)
    return summed


def compared(ensembles: Sequence[Ensemble]) -> list[Compared]:
    """Every figure of every scenario beside the first one's."""
    first, last_year = ensembles[0], ensembles[0].records[0].years[-1]
    rows = []
    for other in ensembles[1:]:
        for item in INDICATORS:
            spans = [(last_year, at_end)]
            if item.name in ADDED_UP and last_year > LAST_PUBLISHED_YEAR + 1:
                spans.append((LAST_PUBLISHED_YEAR + 1, over_plan))
            for start, figure in spans:
                mine, theirs = figure(other, item.name), figure(first, item.name)
                rows.append(Compared(
                    other.scenario.name, item.name, item.unit, start, last_year,
                    float(np.median(theirs)), difference(mine, theirs),
                ))  # fmt: skip
    return rows


