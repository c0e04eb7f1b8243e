"""The city of 2015: what is published is met, what is thinned keeps its totals."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest
from helpers import SMALL

from sim.base.moments import moments, published
from sim.base.state import State
from sim.city.measure import measure
from sim.city.population import build_city
from sim.city.population.build import measure_sectors, set_sectors
from sim.city.population.inputs import drawn_staff
from sim.city.population.sizes import ONE_BILLION, TEN_BILLION
from sim.city.population.thinning import thin
from sim.city.start import start
from sim.park.atlas import districts, sectors
from sim.scenario.checks import population_rows

# Moments of 2015 that the starting city is built to meet (README of calibration: standing of the
# 2015 figure); derived ones carry the doubt's own width.
TOTAL, SHARE = 0.005, 0.3


def _sum(values: np.ndarray, weights: np.ndarray) -> float:
    return math.fsum((values * weights).tolist())


def _bytes(state: State) -> str:
    content = hashlib.sha256()
    for columns in (state.firms, state.places, state.sectors, state.place_sectors, state.rungs):
        for name in columns:
            content.update(name.encode() + np.ascontiguousarray(columns[name]).tobytes())
    return content.hexdigest()


@pytest.fixture(scope="module")
def figures(whole_city: State) -> dict[str, float]:
    return measure(start(whole_city, 1))


MEASURED = [m for m in moments() if m.value_2015 is not None and m.use != "do_not_fit"]


@pytest.mark.parametrize("moment", MEASURED, ids=lambda moment: moment.name)
def test_a_published_figure_of_2015_is_met(moment, figures: dict[str, float]) -> None:  # type: ignore[no-untyped-def]
    found, wanted = figures[moment.indicator], moment.value_2015
    if moment.unit == "firms":
        width = 0.0 if moment.standing == "document" else 0.5
    elif moment.unit == "%":
        width = max(SHARE, moment.tolerance or 0.0) if moment.standing == "derived" else SHARE
    else:
        width = TOTAL * wanted
    assert abs(found - wanted) <= width + 1e-9, (found, wanted)


def test_the_moments_of_2015_are_not_forgotten() -> None:
    assert len(MEASURED) >= 20
    assert {"value_added", "profit", "employment", "firms_over_10bn"} <= {m.name for m in MEASURED}


def test_numbers_of_firms_are_whole(whole_city: State, parameters: dict[str, float]) -> None:
    firms = whole_city.firms
    above = int(firms["above_scale"].sum())
    assert above == published("above_scale_firms", 2015)
    assert len(firms) - above == round(parameters["below_scale_firms"])
    assert (firms["weight"] == 1.0).all()
    assert sorted(firms["key"].tolist()) == list(range(1, len(firms) + 1))


def test_the_size_tail_is_the_published_one(whole_city: State) -> None:
    firms = whole_city.firms
    output = firms["output"][firms["above_scale"] == 1] / 1e4
    assert int((output >= 10.0).sum()) == published("firms_over_1bn", 2015)
    assert int((output >= 100.0).sum()) == published("firms_over_10bn", 2015)
    below = firms["above_scale"] == 0
    assert firms["output"][below].max() < firms["output"][~below].max()
    revenue = firms["revenue"][below]
    assert revenue.max() < whole_city.scalars["line_nominal"]


def test_large_firms_are_as_published(
    whole_city: State, figures: dict[str, float], parameters: dict[str, float]
) -> None:
    firms = whole_city.firms
    large = (firms["employment"] >= parameters["large_employment"]) & (
        firms["revenue"] >= parameters["large_revenue_nominal"]
    )
    assert int(large.sum()) == round(published("large_firms", 2015))
    share = 100.0 * firms["output"][large].sum() / firms["output"][firms["above_scale"] == 1].sum()
    assert share == pytest.approx(published("large_firm_output_share", 2015), abs=SHARE)
    assert share == pytest.approx(figures["large_firm_output_share"])


def test_large_firms_are_those_with_most_staff(
    whole_city: State, parameters: dict[str, float]
) -> None:
    """Chosen by chance, a hundred big firms would be forced below the line of large ones."""
    firms = whole_city.firms
    above = firms["above_scale"] == 1
    drawn = drawn_staff(whole_city, above, parameters)[above]
    staff, output = firms["employment"][above], firms["output"][above]
    line = parameters["large_employment"]
    big = firms["revenue"][above] >= parameters["large_revenue_nominal"]
    large = big & (staff >= line)
    middle = big & (output >= ONE_BILLION) & (output < TEN_BILLION)
    assert np.median(drawn[middle & large]) > 1.5 * np.median(drawn[middle & ~large])
    # All others keep their draw: one factor brings the total back to the published one.
    kept = np.isclose(staff, drawn * np.median(staff / drawn), rtol=1e-6)
    assert np.mean(kept) > 0.99
    assert np.mean(kept[big & ~large]) > 0.75
    assert staff[large].min() >= line


def test_income_closes_for_every_firm(whole_city: State) -> None:
    firms = whole_city.firms
    shares = [firms[name] for name in ("wages", "depreciation", "interest", "taxes", "profit")]
    assert np.allclose(sum(shares), firms["value_added"], rtol=1e-9)
    for name in ("value_added", "wages", "depreciation", "interest", "taxes", "employment",
                 "capital", "land", "output", "revenue", "electricity", "water"):  # fmt: skip
        assert firms[name].min() > 0.0, name
    for name in firms:
        assert np.isfinite(firms[name]).all(), name


def test_land_of_the_places_adds_up_and_is_used_within_bounds(
    whole_city: State, parameters: dict[str, float]
) -> None:
    places, firms = whole_city.places, whole_city.firms
    stock = places["land_stock"]
    parts = sum(places[n] for n in ("modelled_land", "other_land", "free_land", "reserved_land"))
    assert np.allclose(parts, stock, rtol=1e-9)
    assert stock.sum() == pytest.approx(parameters["total_industrial_land"], rel=1e-9)
    plots = np.bincount(firms["place"], weights=firms["land"], minlength=len(places))
    assert np.allclose(plots, places["modelled_land"], rtol=1e-6)
    assert (places["occupancy"] >= parameters["occupancy_low"] - 1e-9).all()
    assert (places["occupancy"] <= parameters["occupancy_high"] + 1e-9).all()
    assert (places["land_price"] >= places["floor_price"] - 1e-9).all()
    assert plots.min() > 0.0


def test_shares_of_value_added_follow_the_evidence(whole_city: State) -> None:
    firms = whole_city.firms
    above = firms["above_scale"] == 1
    made = firms["value_added"][above]
    everything = made.sum()
    for listed, group, wanted in (
        (sectors(), firms["sector"], [s.value_added_share for s in sectors()]),
        (districts(), whole_city.places["district"][firms["place"]],
         [d.value_added_2018 for d in districts()]),
    ):  # fmt: skip
        found = np.bincount(group[above], weights=made, minlength=len(listed)) / everything
        # Judged sector shares and one year's districts: within a point, not to the decimal.
        assert np.abs(found - np.array(wanted) / sum(wanted)).max() < 0.01


def test_parks_hold_their_published_shares(
    whole_city: State, parameters: dict[str, float]
) -> None:
    firms = whole_city.firms
    above = firms["above_scale"] == 1
    inside = whole_city.places["in_park"][firms["place"]][above] == 1
    assert inside.mean() == pytest.approx(parameters["park_share_of_firms"], abs=0.003)
    share = firms["value_added"][above][inside].sum() / firms["value_added"][above].sum()
    assert share == pytest.approx(parameters["park_share_of_value_added"], abs=0.003)


# --- a smaller city -----------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.01, 0.02, SMALL, 0.1, 0.5])
def test_a_thinned_city_keeps_totals_and_large_firms(whole_city: State, share: float) -> None:
    small = thin(whole_city, share)
    firms, all_firms = small.firms, whole_city.firms
    assert firms["weight"].min() > 0.0
    assert len(firms) < len(all_firms) and small.thinning == share
    whole, thinned = measure(start(whole_city, 1)), measure(start(small, 1))
    for name in ("above_scale_firms", "evaluated_firms", "value_added", "gross_output", "revenue",
                 "profit", "employment", "large_firms", "firms_over_1bn", "firms_over_10bn",
                 "large_firm_output_share", "above_scale_land", "profit_and_tax"):  # fmt: skip
        assert thinned[name] == pytest.approx(whole[name], rel=TOTAL), name
    big = all_firms["key"][(all_firms["employment"] >= 1000) | (all_firms["output"] >= 1e5)]
    kept = dict(zip(firms["key"].tolist(), firms["weight"].tolist(), strict=True))
    assert all(kept.get(key) == 1.0 for key in big.tolist())
    assert _sum(small.places["land_stock"], np.ones(len(small.places))) == pytest.approx(
        _sum(whole_city.places["land_stock"], np.ones(len(small.places)))
    )


def test_a_thinned_firm_is_a_firm_of_the_city(whole_city: State, city: State) -> None:
    row_of = {key: row for row, key in enumerate(whole_city.firms["key"].tolist())}
    rows = [row_of[key] for key in city.firms["key"].tolist()]
    for name in city.firms:
        if name != "weight":
            assert np.array_equal(city.firms[name], whole_city.firms[name][rows]), name


def test_the_whole_city_is_not_thinned(whole_city: State) -> None:
    before = _bytes(whole_city)
    assert thin(whole_city, 1.0) is whole_city
    thin(whole_city, 0.3)
    assert _bytes(whole_city) == before


# --- seeds --------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_and_another_differs(
    whole_city: State, parameters: dict[str, float]
) -> None:
    again, other = build_city(parameters), build_city(parameters, 2)
    assert _bytes(again) == _bytes(whole_city) != _bytes(other)
    for name in ("output", "sector", "place", "land", "wage"):
        assert not np.array_equal(other.firms[name], again.firms[name]), name
    assert measure(start(other, 1))["value_added"] == pytest.approx(
        published("value_added", 2015), rel=TOTAL
    )


def test_a_run_copies_the_city(whole_city: State) -> None:
    before = _bytes(whole_city)
    state = start(whole_city, 5)
    state.firms["output"] = 0.0
    state.places["free_land"] = 0.0
    state.scalars["line_nominal"] = 0.0
    assert _bytes(whole_city) == before and whole_city.scalars["line_nominal"] > 0.0


def test_a_sector_without_firms_above_scale_has_the_citys_ratios(whole_city: State) -> None:
    state = start(whole_city, 1)
    above = (state.firms["above_scale"] == 1) & (state.firms["sector"] != 3)
    set_sectors(state, above)
    measure_sectors(state, above)
    wages, staff = (state.firms[name][above].sum() for name in ("wages", "employment"))
    assert state.sectors["typical_wage"][3] == pytest.approx(wages / staff)
    for name in state.sectors:
        assert np.isfinite(state.sectors[name]).all(), name


# --- the command's table -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_comparison_shows_every_published_figure(language: str) -> None:
    rows = population_rows(1.0, language)
    assert len(rows) > len(MEASURED)
    labels = [row[0] for row in rows]
    assert len(set(labels)) == len(labels)
    for label, unit, wanted, found, standing in rows:
        assert label.strip() and unit.strip() and standing.strip()
        assert math.isfinite(wanted) and math.isfinite(found)
    shown = {round(row[2], 6) for row in rows}
    assert {round(m.value_2015, 6) for m in MEASURED if m.value_2015 is not None} <= shown
