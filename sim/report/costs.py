"""What the measures cost, by instrument."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from sim.base.units import LAST_YEAR, YUAN_100M
from sim.policy.registry import instruments
from sim.report.words import WORDS
from sim.scenario.ensemble import Ensemble

FIRST, LAST = 2021, LAST_YEAR  # the years of the plan


@dataclass(frozen=True)
class CostRow:
    """One instrument: median over the runs of the yearly mean of each flow, 100m yuan."""

    instrument: str
    zh: str
    en: str
    amounts: dict[str, float]


def cost_rows(ensemble: Ensemble) -> list[CostRow]:
    """Flows of each instrument over 2021-2025, in the order of their names."""
    runs = len(ensemble.records)
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0] * runs)
    for k, record in enumerate(ensemble.records):
        for row in record.ledger:
            if FIRST <= row.year <= LAST:
                sums[row.instrument, row.flow][k] += row.amount / YUAN_100M / (LAST - FIRST + 1)
    names = sorted({name for name, _ in sums})
    return [CostRow(name, *_label(name), {flow: float(np.median(amounts))
                                          for (owner, flow), amounts in sums.items()
                                          if owner == name})
            for name in names]  # fmt: skip


def _label(name: str) -> tuple[str, str]:
    known = instruments()
    return (known[name].zh, known[name].en) if name in known else WORDS[name]
