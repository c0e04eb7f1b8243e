"""The detailed ledger as tidy columns: every part with its instrument, place and grade."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.state import Array
from sim.city.details import GRADE_NAMES, Entry
from sim.park.atlas import places
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import Scenario


def owner(scenario: Scenario, entry: Entry) -> str:
    """The instrument of an entry of the detailed ledger.

    Land that a lever moves belongs to the scenario's instruments that write the lever, joined by
    a plus sign where there are several; it is nobody's where there is none.
    """
    if not entry.lever:
        return entry.instrument
    return "+".join(one.name for one in scenario.measures if entry.lever in one.kind.writes)


def ledger_columns(ensemble: Ensemble) -> dict[str, Any]:
    """Columns of all runs of an ensemble that recorded its ledger in detail.

    Returns:
        Arrays of numbers by name; columns of text as a pair of positions and the texts.
    """
    cells = [record.details.ledger for record in ensemble.records
             if record.details is not None and record.details.ledger is not None]  # fmt: skip
    entries = cells[0].entries
    counts = [one.amount.shape[0] for one in cells]

    def together(name: str) -> Array:
        return np.concatenate([getattr(one, name) for one in cells])

    entry = together("entry")
    texts = {
        "instrument": [owner(ensemble.scenario, one) for one in entries],
        "flow": [one.flow for one in entries], "item": [one.item for one in entries],
        "unit": [one.unit for one in entries],
    }  # fmt: skip
    return {
        "seed": np.repeat(ensemble.runs, counts), "year": together("year"),
        **{name: (entry, found) for name, found in texts.items()},
        "place": (together("place"), [place.name for place in places()]),
        "grade": (together("grade"), list(GRADE_NAMES)),
        "firms": together("firms"), "amount": together("amount"),
    }  # fmt: skip
