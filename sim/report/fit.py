"""The simulated path 2015-2020 beside the published figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.moments import Moment, moments
from sim.scenario.ensemble import Ensemble

THIRD = 1.0 / 3.0


@dataclass(frozen=True)
class FitRow:
    """A published figure beside the simulated one.

    Attributes:
        share_of_change: simulated change over published change; None where none is published.
        moves: True when it goes in the published direction by at least a third of the change, or
            stays within the tolerance where the published figure is flat.
        inside: True when the median of 2020 lies within the tolerance.
    """

    moment: Moment
    simulated_2015: float
    simulated_2020: float
    five: float
    ninety_five: float
    share_of_change: float | None
    moves: bool | None
    inside: bool | None


def fit_table(ensemble: Ensemble) -> list[FitRow]:
    """Rows for every moment that is an indicator of the model."""
    years = ensemble.records[0].years
    if 2020 not in years:
        return []
    first, last = years.index(2015), years.index(2020)
    shown = [m for m in moments() if m.indicator in INDICATOR and m.value_2020 is not None]
    return [_fit_row(m, ensemble.values(m.indicator)[:, [first, last]]) for m in shown]


def _fit_row(moment: Moment, found: np.ndarray) -> FitRow:
    before, after = np.median(found, axis=0)
    five, ninety_five = np.quantile(found[:, 1], [0.05, 0.95])
    share = moves = inside = None
    assert moment.value_2020 is not None
    if moment.value_2015 is not None and moment.value_2015 != moment.value_2020:
        change = moment.value_2020 - moment.value_2015
        share = float((after - before) / change)
        # A published change smaller than its own tolerance says "flat", not a direction.
        flat = moment.tolerance is not None and abs(change) < moment.tolerance
        if flat:
            share, moves = None, bool(abs(after - before) <= (moment.tolerance or 0.0))
        else:
            moves = share >= THIRD
    if moment.tolerance is not None:
        inside = bool(abs(after - moment.value_2020) <= moment.tolerance)
    return FitRow(moment, float(before), float(after), float(five), float(ninety_five), share,
                  moves, inside)  # fmt: skip
