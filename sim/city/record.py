"""What a run leaves behind: indicators, place figures and the ledger, year by year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from sim.base.compiler import compiled_over_columns
from sim.base.ledger import LedgerEntry
from sim.base.own import Change
from sim.base.state import Array, State
from sim.base.totals import UNIT, grouped_total, total, units
from sim.base.units import YUAN_100M
from sim.base.variables import PLACE
from sim.city.concerned import parts
from sim.city.details import Details
from sim.city.hiding import without_few
from sim.city.measure import FLOWS, measure

# The city lets land whatever its policy, and buys it from firms that move or close by themselves.
LAND_ACCOUNT = "land_account"
LAND_LEDGER = (
    LedgerEntry("received", "land_payment"),
    LedgerEntry("paid", "land_buyback", cause="unordered"),
)
# What counts in the net public cost: a commitment is not yet money.
SIGN = {"committed": 0.0, "paid": 1.0, "forgone": 1.0, "clawed_back": -1.0, "received": -1.0}
# A place's stock of land is that of its firms (`land`), free land, and these three.
LAND_OF_NO_FIRM = ("other_land", "reserved_land", "held_land")
PLACE_FIGURES = (
    "firms", "above_scale_firms", "value_added", "employment", "tax", "land", "free_land",
    "land_price", "occupancy", "upgrades", "left", *LAND_OF_NO_FIRM, "land_stock",
)  # fmt: skip

# What tells of a place's firms; the last two would tell their land as the rest.
FIRMS_FIGURES = tuple(PLACE_FIGURES.index(name) for name in (
    "firms", "above_scale_firms", "value_added", "employment", "tax", "land", "upgrades", "left",
    "other_land", "land_stock",
))  # fmt: skip


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


Flows = tuple[list[LedgerRow], dict[str, float]]


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
        details: what was recorded beside, when asked for.
        change: what own firms changed, where there are any.
    """

    seed: int
    years: list[int] = field(default_factory=list)
    indicators: list[dict[str, float]] = field(default_factory=list)
    places: list[Array] = field(default_factory=list)
    ledger: list[LedgerRow] = field(default_factory=list)
    details: Details | None = None
    change: Change | None = None

    def take(
        self, state: State, measures: Sequence[Booked], earlier: Flows | None = None
    ) -> None:
        """Record the state at the end of a year.

        Args:
            state: whose firms are recorded.
            measures: that book their cost.
            earlier: the year's flows, where they were those of other firms.
        """
        rows, flows = earlier or (ledger_rows(state, measures), {})
        figures = measure(state) | flows
        self.change = state.change
        net = math.fsum(SIGN[row.flow] * row.amount for row in rows)
        figures["public_cost"] = net / YUAN_100M
        self.years.append(state.year)
        self.indicators.append(figures)
        self.places.append(without_few(state, place_figures(state), FIRMS_FIGURES))
        self.ledger.extend(rows)


def flows_of(state: State, measures: Sequence[Booked]) -> Flows:
    """What the firms of a state did in the year: the ledger, and the indicators that are flows."""
    figures = measure(state)
    return ledger_rows(state, measures), {name: figures[name] for name in FLOWS}


def ledger_rows(state: State, measures: Sequence[Booked]) -> list[LedgerRow]:
    """The flows of the year, the city's land account first; each a sum over firms or places."""
    price = state.scalars["price_level"]
    rows: list[LedgerRow] = []
    for name, entry in booked(measures):
        concerned, amount = 0.0, 0.0
        if entry.variable in PLACE:
            amount = total(state.places[entry.variable], np.ones(len(state.places)))
        else:
            for columns, chosen, amounts in parts(state, entry):
                weights = columns["weight"][chosen]
                concerned += total(np.ones(chosen.shape[0]), weights)
                amount += total(amounts, weights)
        rows.append(
            LedgerRow(state.year, name, entry.flow, entry.variable, concerned, amount * price)
        )
    return rows


def booked(measures: Sequence[Booked]) -> list[tuple[str, LedgerEntry]]:
    """Every entry with the name it is booked under: the land account's, then the measures'."""
    found = [(LAND_ACCOUNT, entry) for entry in LAND_LEDGER]
    return found + [(one.name, entry) for one in measures for entry in one.ledger]


@compiled_over_columns
def _add_up_places(
    totals: Any, place: Any, weight: Any, above_scale: Any, value_added: Any, employment: Any,
    tax: Any, land: Any, upgraded: Any,
) -> None:  # fmt: skip
    """Sums over the firms of each place, in units."""
    for i in range(place.shape[0]):
        there, upper = place[i], weight[i] * above_scale[i]
        totals[there, 0] += units(weight[i])
        totals[there, 1] += units(upper)
        totals[there, 2] += units(value_added[i] * upper)
        totals[there, 3] += units(employment[i] * upper)
        totals[there, 4] += units(tax[i] * upper)
        totals[there, 5] += units(land[i] * weight[i])
        totals[there, 6] += units(upgraded[i] * upper)


def place_figures(state: State) -> Array:
    """Figures of each place; shape: figures x places."""
    firms, places, price = state.firms, state.places, state.scalars["price_level"]
    columns = ("place", "weight", "above_scale", "value_added", "employment", "tax_paid", "land",
               "upgraded")  # fmt: skip
    totals = np.zeros((len(places), len(columns) - 1), dtype=np.int64)
    _add_up_places(totals, *(firms[name] for name in columns))
    number, above_scale, value_added, employment, tax, land, upgrades = totals.T / UNIT
    left = np.zeros(len(places))
    if gone := state.departed:
        ones = np.ones(gone["weight"].shape[0])
        left = grouped_total(ones, gone["weight"], gone["place"], len(places))
    return np.stack([
        number, above_scale, value_added * price, employment, tax * price, land,
        places["free_land"], places["land_price"] * price, places["occupancy"], upgrades, left,
        *(places[name] for name in LAND_OF_NO_FIRM), places["land_stock"],
    ])  # fmt: skip
