"""What a run leaves behind: indicators, place figures and the ledger, year by year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from sim.base.ledger import LedgerEntry
from sim.base.state import Array, State
from sim.base.totals import grouped_total, total
from sim.base.units import YUAN_100M
from sim.city.measure import measure
from sim.firm.leaving import BOUGHT_OUT, CLEARED

# The city buys and lets land whatever its policy.
LAND_ACCOUNT = "land_account"
LAND_LEDGER = (LedgerEntry("received", "land_payment"), LedgerEntry("paid", "land_buyback"))
# What counts in the net public cost: a commitment is not yet money.
SIGN = {"committed": 0.0, "paid": 1.0, "forgone": 1.0, "received": -1.0}
CAUSES = {"cleared": CLEARED, "bought_out": BOUGHT_OUT}
PLACE_FIGURES = (
    "firms", "above_scale_firms", "value_added", "employment", "tax", "land", "free_land",
    "land_price", "occupancy", "upgrades", "left",
)  # fmt: skip


class Booked(Protocol):
    """A measure that says how it books its cost."""

    @property
    def name(self) -> str:
        """The instrument's name."""

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """How it books its cost."""


@dataclass(frozen=True)
class LedgerRow:
    """One flow of one instrument in one year, 10k yuan of that year."""

    year: int
    instrument: str
    flow: str
    item: str
    firms: float
    amount: float


@dataclass
class Record:
    """The record of one run.

    Attributes:
        seed: what the run's draws were keyed by.
        years: years recorded, 2015 first.
        indicators: one dictionary per year.
        places: per year an array, figures (`PLACE_FIGURES`) x places; money in 10k yuan of the
            year.
        ledger: rows of all years.
    """

    seed: int
    years: list[int] = field(default_factory=list)
    indicators: list[dict[str, float]] = field(default_factory=list)
    places: list[Array] = field(default_factory=list)
    ledger: list[LedgerRow] = field(default_factory=list)

    def take(self, state: State, measures: Sequence[Booked]) -> None:
        """Record the state at the end of a year."""
        rows = ledger_rows(state, measures)
        figures = measure(state)
        net = math.fsum(SIGN[row.flow] * row.amount for row in rows)
        figures["public_cost"] = net / YUAN_100M
        self.years.append(state.year)
        self.indicators.append(figures)
        self.places.append(place_figures(state))
        self.ledger.extend(rows)


def ledger_rows(state: State, measures: Sequence[Booked]) -> list[LedgerRow]:
    """The flows of the year, the city's land account first; each is the sum over the firms."""
    price = state.scalars["price_level"]
    rows: list[LedgerRow] = []
    booked = [(LAND_ACCOUNT, entry) for entry in LAND_LEDGER]
    booked += [(one.name, entry) for one in measures for entry in one.ledger]
    for name, entry in booked:
        amounts, weights = _part(state, entry)
        concerned = total((amounts != 0.0) * 1.0, weights)
        amount = total(amounts, weights) * price
        rows.append(LedgerRow(state.year, name, entry.flow, entry.variable, concerned, amount))
    return rows


def _part(state: State, entry: LedgerEntry) -> tuple[Array, Array]:
    """The firms' amounts and weights that an entry adds up."""
    here, gone = state.firms, state.departed
    if entry.cause:
        if not gone:
            return np.zeros(0), np.zeros(0)
        return gone[entry.variable] * (gone["leaves"] == CAUSES[entry.cause]), gone["weight"]
    if entry.variable not in gone:
        return here[entry.variable], here["weight"]
    amounts = np.concatenate([here[entry.variable], gone[entry.variable]])
    return amounts, np.concatenate([here["weight"], gone["weight"]])


def place_figures(state: State) -> Array:
    """Figures of each place; shape: figures x places."""
    firms, count, price = state.firms, len(state.places), state.scalars["price_level"]
    weight, upper = firms["weight"], firms["weight"] * firms["above_scale"]
    at, ones = firms["place"], np.ones(len(firms))

    def by_place(values: Array, weights: Array) -> Array:
        return grouped_total(values, weights, at, count)

    gone = state.departed
    left = np.zeros(count)
    if gone:
        left = grouped_total(np.ones(gone["weight"].shape[0]), gone["weight"], gone["place"], count)
    return np.stack([
        by_place(ones, weight),
        by_place(ones, upper),
        by_place(firms["value_added"], upper) * price,
        by_place(firms["employment"], upper),
        by_place(firms["tax_paid"], upper) * price,
        by_place(firms["land"], weight),
        state.places["free_land"],
        state.places["land_price"] * price,
        state.places["occupancy"],
        by_place(firms["upgraded"], upper),
        left,
    ])  # fmt: skip
