"""A user's own firms take the place of modelled ones at the end of their table's year.

What the table does not say of a firm comes from a donor: the modelled firm of the same sector and
register nearest in output. Productivity is what makes the production rule give the table's value
added. Land that the own firms hold beyond those they replace comes from users outside the model.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.maths import logarithms
from sim.base.own import Change, OwnFirms
from sim.base.state import Array, State
from sim.base.totals import grouped_total, total
from sim.base.units import YUAN_100M
from sim.base.variables import CHOICES, FLOWS
from sim.city.exchange_rest import keep_totals, link, settle_land
from sim.firm.books import keep_books

NEAREST = 5  # donors that own firms of about one size share
# Kept from the donor until the first grading of the own firm's books, which comes before decisions.
STANDS_IN = ("score", "grade")
NOTHING_YET = (
    "projects", "plot_year", "new_plot", "leased_land", "origin", "subsidy_due", "bound_support",
    "guaranteed_debt", "subsidised_loans", "subsidised_capital",
    *(one.name for one in (*CHOICES, *FLOWS) if one.name not in STANDS_IN),
)  # fmt: skip
AS_THEY_ARE = {"high_tech": 1.0, "numerical_control": 100.0, "networked": 100.0}
# What the city owes the firms replaced, or they owe, goes on with the own ones: by output, by debt.
CLAIMS = {"subsidy_due": "output", "bound_support": "output", "guaranteed_debt": "debt",
          "subsidised_loans": "debt"}  # fmt: skip


def is_due(state: State) -> bool:
    """Whether own firms take over at the end of this year."""
    return state.own is not None and state.change is None and state.year == state.own.year


def take_over(state: State) -> None:
    """Exchange the firms that the table covers for its own; changed in place.

    Raises:
        InputError: the totals are to be kept, and the other firms cannot carry that.
    """
    own, firms = state.own, state.firms
    assert own is not None
    before, land, staff = city_totals(state), _by_place(state, "land"), _by_cell(state)
    replaced = own.covered[firms["place"]]
    if own.above_scale_only:
        replaced = replaced & (firms["above_scale"] == 1)
    weights = firms["weight"][replaced]
    claims = {name: total(firms[name][replaced], weights) for name in CLAIMS}
    donors = _donors(state, own)
    given = {name: firms[name][donors].copy() for name in firms}
    firms.keep(~replaced)
    rows = firms.append(len(own))
    for name, values in given.items():
        firms[name][rows] = values
    _fill(state, rows, own)
    for name, measure in CLAIMS.items():
        share = firms[measure][rows] / max(float(firms[measure][rows].sum()), 1.0)
        firms[name][rows] = claims[name] * share
    if own.totals_kept:
        keep_totals(state, rows, before)
    settle_land(state, land, _by_place(state, "land"))
    link(state, own.covered, staff, _by_cell(state), before, city_totals(state))
    state.change = Change(len(own), float(weights.sum()), before, city_totals(state))


def city_totals(state: State) -> dict[str, float]:
    """Totals of the above-scale firms, and all industrial land; money of the year, 100m yuan."""
    firms, price = state.firms, state.scalars["price_level"] / YUAN_100M
    upper = firms["weight"] * firms["above_scale"]
    found = {name: total(firms[name], upper) for name in
             ("output", "value_added", "employment", "land", "tax_paid", "electricity", "water")}
    for name in ("output", "value_added", "tax_paid"):
        found[name] *= price
    stock = total(state.places["land_stock"], np.ones(len(state.places)))
    return {"firms": total(np.ones(len(firms)), upper), **found, "land_stock": stock}


def _by_place(state: State, name: str) -> Array:
    firms = state.firms
    return grouped_total(firms[name], firms["weight"], firms["place"], len(state.places))


def _by_cell(state: State) -> Array:
    """Staff of each place-sector cell."""
    firms, count = state.firms, len(state.places) * state.sectors.rows
    return grouped_total(firms["employment"], firms["weight"], state.cell(slice(None)), count)


def _output(state: State, own: OwnFirms) -> Array:
    """Output in 10k yuan of 2015, from the table's output or revenue."""
    price = state.scalars["price_level"]
    sold = own.columns["revenue"] / state.scalars["sales_ratio"]
    output: Array = np.where(np.isnan(own.columns["output"]), sold, own.columns["output"]) / price
    return output


def _donors(state: State, own: OwnFirms) -> Array:
    """Row of the donor of each own firm; those of about one size take turns."""
    firms, size = state.firms, _output(state, own)
    found = np.zeros(len(own), dtype=np.int64)
    register, sector = own.columns["above_scale"], own.columns["sector"]
    for upper, kind in sorted(set(zip(register.tolist(), sector.tolist(), strict=True))):
        mine = np.flatnonzero((register == upper) & (sector == kind))
        pool = np.flatnonzero((firms["above_scale"] == upper) & (firms["sector"] == kind))
        if not pool.size:
            pool = np.flatnonzero(firms["above_scale"] == upper)
        order = pool[np.lexsort((firms["key"][pool], firms["output"][pool]))]
        at = np.searchsorted(firms["output"][order], size[mine]) + mine % NEAREST - NEAREST // 2
        found[mine] = order[np.clip(at, 0, order.shape[0] - 1)]
    return found


def _fill(state: State, rows: slice, own: OwnFirms) -> None:
    """Overwrite what donors gave by what the table says, and close the books."""
    firms, scalars, table = state.firms, state.scalars, own.columns
    new = {name: firms[name][rows] for name in firms}
    price = scalars["price_level"]

    def given(name: str, stand_in: Array, worth: float = 1.0) -> Array:
        return np.where(np.isnan(table[name]), stand_in, table[name] / worth)

    per_value_added = new["capital"] / new["value_added"]
    per_capital, share = new["debt"] / new["capital"], new["labour_share"].copy()
    for name in NOTHING_YET:
        new[name][:] = 0
    new["key"][:], new["weight"][:] = own.keys, 1.0
    for name in ("place", "sector", "above_scale"):
        new[name][:] = table[name].astype(np.int64)
    output = _output(state, own)
    made = given("value_added", new["value_added_rate"] * output, price)
    new["value_added"][:], new["value_added_rate"][:] = made, made / output
    new["employment"][:] = table["employment"]
    new["land"][:] = table["land"]
    new["capital"][:] = given("capital", per_value_added * made, price)
    new["debt"][:] = given("debt", per_capital * new["capital"], price)
    new["wage"][:] = given("wages", share * made, price) / new["employment"]
    new["labour_share"][:] = np.clip(new["wage"] * new["employment"] / made, 0.05, 0.9)
    sold = output * scalars["sales_ratio"] * price
    research = given("research", new["research_ratio"] * sold) / sold
    new["research_ratio"][:] = np.minimum(research, 0.3)
    for name, worth in AS_THEY_ARE.items():
        new[name][:] = given(name, new[name], worth)
    power = _by_energy(table, new["sector"], made, new["electricity_intensity"])
    new["electricity_intensity"][:] = given("electricity", power * made) / made
    new["awarded"][:] = new["above_scale"]
    _set_technique(state, new)
    keep_books.run(state, rows)
    new["tax_paid"][:] = given("tax", new["tax_paid"], price)
    below = (new["above_scale"] == 1) & (new["revenue"] < scalars["line_real"])
    new["years_below"][:] = np.where(below, 1, 0)


def _by_energy(
    table: Mapping[str, Array], sector: Array, made: Array, level: Array
) -> Array:
    """Electricity per value added of firms by their energy, where the table has that alone.

    Coal equivalent ranks the firms within their sector; the sector's level is the donors'.
    """
    energy = table["energy"]
    found = level.copy()
    for kind in np.unique(sector):
        mine = (sector == kind) & ~np.isnan(energy)
        if np.count_nonzero(mine) >= 3:
            mean = energy[mine].sum() / made[mine].sum()
            usual = (level[mine] * made[mine]).sum() / made[mine].sum()
            found[mine] = usual * np.clip(energy[mine] / made[mine] / mean, 0.1, 10.0)
    return found


def _set_technique(state: State, new: dict[str, Array]) -> None:
    """Floors that carry the capital, and the productivity behind the value added."""
    scalars = state.scalars
    room = state.sectors["land_density"][new["sector"]] * new["land"]
    new["floor_ratio"][:] = np.clip(new["capital"] / room, 1.0, scalars["floor_ratio_limit"])
    inputs = scalars["capital_elasticity"] * logarithms(new["capital"])
    inputs = inputs + scalars["labour_elasticity"] * logarithms(new["employment"])
    near = state.place_sectors["agglomeration"][new["place"] * state.sectors.rows + new["sector"]]
    rest = inputs + new["transitory"] + near
    new["productivity"][:] = logarithms(new["value_added"]) - rest
