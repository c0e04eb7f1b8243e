"""What must add up, adds up: every year, under random measures, parameters and luck.

Totals are recomputed here with `math.fsum`, apart from the package's own summation, which
rounds each term to 2**-20; the tolerance of a sum over n firms is n such roundings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from helpers import Year, random_policy, twin, years

from sim.base.ledger import LedgerEntry
from sim.base.parameters import parameters as declared
from sim.base.state import Columns, State
from sim.base.totals import UNIT
from sim.base.variables import PLACE
from sim.city.record import LAND_ACCOUNT, LAND_LEDGER, PLACE_FIGURES, place_figures
from sim.firm.leaving import CLEARED, OBSOLETE, RECOVERED, RECTIFIED, STAYS
from sim.park.grading import SHARES, grade_firms, score_firm, set_baselines

WORLDS = 6
LAST_YEAR = 2021
EPSILON = 1e-9


def _sum(values: np.ndarray, weights: np.ndarray) -> float:
    return math.fsum((values * weights).tolist())


def _rounding(count: int) -> float:
    return (count + 1) / UNIT


def random_parameters(luck: np.random.Generator) -> dict[str, float]:
    """Every parameter but the population's anywhere within its bounds."""
    return {name: float(luck.uniform(card.low, card.high)) for name, card in declared().items()
            if card.group != "population"}  # fmt: skip


@pytest.fixture(scope="module", params=range(WORLDS))
def world(request: pytest.FixtureRequest, city: State, parameters: dict[str, float]) -> list[Year]:
    """The years of one random world, each with a state of its own; 2015 first.

    Every other world has random parameters too.
    """
    number = request.param
    luck = np.random.default_rng(number)
    measures = random_policy(luck)
    parameters = parameters | (random_parameters(luck) if number % 2 else {})
    found = []
    for year in years(city, measures, parameters, int(luck.integers(1, 2**40)), LAST_YEAR):
        found.append(Year(twin(year.state), year.rows, year.indicators, year.before))
    for year in found:
        year.before["measures"] = measures
    return found


def _simulated(world: list[Year]) -> Iterator[Year]:
    assert len(world) == LAST_YEAR - 2015 + 1
    yield from world[1:]


# --- land ---------------------------------------------------------------------------------------


def test_land_of_each_place_adds_up_to_its_stock(world: list[Year]) -> None:
    stock = world[0].state.places["land_stock"]
    for year in world:
        places = year.state.places
        parts = [places[name] for name in ("modelled_land", "other_land", "free_land",
                                           "reserved_land", "held_land")]  # fmt: skip
        assert np.array_equal(places["land_stock"], stock)
        assert np.allclose(sum(parts), stock, rtol=EPSILON, atol=1e-3)
        for part in parts:
            assert part.min() > -1e-3


def test_modelled_land_is_the_plots_of_the_firms_there(world: list[Year]) -> None:
    for year in world:
        firms, places = year.state.firms, year.state.places
        for row in range(len(places)):
            here = firms["place"] == row
            plots = _sum(firms["land"][here], firms["weight"][here])
            assert plots == pytest.approx(places["modelled_land"][row], rel=EPSILON, abs=5e-3)


def test_every_firm_has_a_plot_and_leases_no_more_than_it(world: list[Year]) -> None:
    for year in world:
        firms = year.state.firms
        assert firms["land"].min() > 0.0
        assert firms["leased_land"].min() >= 0.0
        assert (firms["leased_land"] <= firms["land"] * (1 + EPSILON)).all()


def test_land_granted_never_exceeds_what_was_wanted(world: list[Year]) -> None:
    for year in _simulated(world):
        firms = year.state.firms
        assert (firms["land_granted"] <= firms["land_wanted"] + EPSILON).all()


# --- firms --------------------------------------------------------------------------------------


def test_firms_are_last_years_plus_entrants_less_leavers(world: list[Year]) -> None:
    for year in _simulated(world):
        state = year.state
        keys = set(state.firms["key"].tolist())
        assert len(keys) == len(state.firms)
        last = set(year.before["firms"]["key"].tolist())
        left = set(state.departed["key"].tolist())
        new = state.firms["key"][(state.firms["age"] == 1) & (state.firms["origin"] > 0)]
        entered = set(new.tolist())
        assert left <= last
        assert not entered & last
        assert keys == (last - left) | entered


def test_numbers_of_firms_follow_the_published_flows(world: list[Year]) -> None:
    for year in _simulated(world):
        now, last = year.indicators, year.before["indicators"]
        left = sum(now[name] for name in ("firms_cleared", "firms_bought_out", "firms_left_market"))
        evaluated = last["evaluated_firms"] + now["firms_entered"] - left
        assert now["evaluated_firms"] == pytest.approx(evaluated, abs=_rounding(10_000))
        register = last["above_scale_firms"] + now["newly_above_scale"]
        register -= now["dropped_from_register"]
        assert now["above_scale_firms"] == pytest.approx(register, abs=_rounding(10_000))


def test_weights_stay_and_are_positive(world: list[Year]) -> None:
    first = dict(zip(world[0].state.firms["key"], world[0].state.firms["weight"], strict=True))
    for year in world:
        firms = year.state.firms
        assert firms["weight"].min() > 0.0
        for key, weight in zip(firms["key"].tolist(), firms["weight"].tolist(), strict=True):
            assert first.setdefault(key, weight) == weight


def test_nobody_who_is_gone_is_still_there(world: list[Year]) -> None:
    for year in _simulated(world):
        assert (year.state.firms["leaves"] == STAYS).all()
        assert (year.state.departed["leaves"] != STAYS).all()


# --- money --------------------------------------------------------------------------------------


# By cause: the code of those that left, and what is true of those that stayed; None for nobody.
CONCERNED: dict[str, tuple[int | None, Callable[[Columns], np.ndarray] | None]] = {
    "cleared": (2, None), "bought_out": (3, None), "obsolete": (4, None), "rectified": (5, None),
    "recovered": (6, lambda firms: _gave_part_back(firms) & (firms["treated"] != 1)),
    "returned": (None, lambda firms: _gave_part_back(firms) & (firms["treated"] == 1)),
    "relocated": (None, lambda firms: firms["moves"] == 3),
    "unordered": (1, lambda firms: (firms["moves"] == 1) | (firms["moves"] == 2)),
}  # fmt: skip


def _gave_part_back(firms: Columns) -> np.ndarray:
    return (firms["moves"] == 0) & (firms["land_to_return"] > 0.0)


def _expected(state: State, entry: LedgerEntry) -> tuple[float, float, int]:
    """Amount, number of firms concerned, and rows added up."""
    if entry.variable in PLACE:
        places = state.places[entry.variable]
        return math.fsum(places.tolist()) * state.scalars["price_level"], 0.0, len(places)
    parts = [state.firms, *([state.departed] if entry.variable in state.departed else [])]
    chosen = [np.ones(len(part["weight"]), dtype=bool) for part in parts]
    if entry.cause:
        code, stayed = CONCERNED[entry.cause]
        nobody = np.zeros(len(state.firms), dtype=bool)
        chosen = [nobody if stayed is None else stayed(state.firms)]
        chosen += [part["leaves"] == (-1 if code is None else code) for part in parts[1:]]
    amounts = np.concatenate([p[entry.variable][c] for p, c in zip(parts, chosen, strict=True)])
    weights = np.concatenate([p["weight"][c] for p, c in zip(parts, chosen, strict=True)])
    concerned = math.fsum(weights[amounts != 0.0].tolist())
    return _sum(amounts, weights) * state.scalars["price_level"], concerned, len(weights)


def test_the_ledger_is_the_sum_over_the_firms(world: list[Year]) -> None:
    for year in world:
        entries = [(LAND_ACCOUNT, entry) for entry in LAND_LEDGER]
        entries += [(one.name, entry) for one in year.before["measures"] for entry in one.ledger]
        assert len(entries) == len(year.rows) > 0
        for (name, entry), row in zip(entries, year.rows, strict=True):
            amount, concerned, count = _expected(year.state, entry)
            assert (row.instrument, row.flow, row.item) == (name, entry.flow, entry.variable)
            assert row.year == year.state.year
            assert row.amount == pytest.approx(amount, rel=EPSILON, abs=2 * _rounding(count))
            assert row.firms == pytest.approx(concerned, rel=EPSILON, abs=_rounding(count))


def test_what_was_committed_is_paid_a_year_later_yuan_for_yuan(world: list[Year]) -> None:
    for year in _simulated(world):
        last, state = year.before["firms"], year.state
        growth = 1.0 + state.scalars["deflator_growth"]
        due = dict(zip(last["key"].tolist(), last["subsidy_due"].tolist(), strict=True))
        paid: dict[int, float] = {}
        for part in (state.firms, state.departed):
            paid |= dict(zip(part["key"].tolist(), part["subsidy_paid"].tolist(), strict=True))
        for key, amount in due.items():
            assert paid[key] * growth == pytest.approx(amount, rel=EPSILON)
        assert sum(paid.values()) * growth == pytest.approx(sum(due.values()), rel=EPSILON)


def test_subsidies_stay_within_budget_and_cap(world: list[Year]) -> None:
    granted = 0.0
    for year in _simulated(world):
        state = year.state
        firms, price = state.firms, state.scalars["price_level"]
        doses = {one.name: one.schedules for one in year.before["measures"]}["upgrade_subsidy"]
        budget, cap = (doses[name].at(state.year) for name in ("budget", "cap"))
        granted_to = firms["subsidy_granted"] + firms["equipment_granted"]
        spent = _sum(granted_to, firms["weight"]) * price
        assert spent <= budget * (1 + EPSILON)
        assert (granted_to * price <= cap * (1 + EPSILON)).all()
        assert (firms["subsidy_granted"] <= firms["upgrade_cost"] + EPSILON).all()
        assert _sum(firms["subsidy_due"], firms["weight"]) * price <= spent * (1 + EPSILON)
        granted += spent
    assert granted >= 0.0


def test_orders_stay_within_their_quotas(world: list[Year]) -> None:
    for year in _simulated(world):
        state = year.state
        doses = {one.name: one.schedules for one in year.before["measures"]}
        ordered = 0.0
        for cause, instrument in ((CLEARED, "clearing"), (OBSOLETE, "obsolete_capacity"),
                                  (RECTIFIED, "block_rectification")):  # fmt: skip
            gone = state.departed["weight"][state.departed["leaves"] == cause]
            number = math.fsum(gone.tolist())
            quota = doses[instrument]["quota"].at(state.year)
            assert number <= quota + _rounding(len(state.firms))
            ordered += number
        recovered = state.departed["weight"][state.departed["leaves"] == RECOVERED]
        ordered += math.fsum(recovered.tolist())
        assert year.indicators["firms_cleared"] == pytest.approx(ordered, abs=_rounding(10_000))
        treated = _sum(state.firms["treated"] == 1, state.firms["weight"])
        assert treated <= doses["low_efficiency"]["quota"].at(state.year) + EPSILON


def test_income_closes_firm_by_firm(world: list[Year]) -> None:
    for year in world:
        firms = year.state.firms
        shares = [firms[n] for n in ("wages", "depreciation", "interest", "taxes", "profit")]
        assert np.allclose(sum(shares), firms["value_added"], rtol=EPSILON, atol=EPSILON)
        assert np.allclose(firms["output"] * firms["value_added_rate"], firms["value_added"],
                           rtol=EPSILON)  # fmt: skip


def test_energy_is_what_production_takes(world: list[Year]) -> None:
    for year in world:
        firms = year.state.firms
        for used, intensity in (("electricity", "electricity_intensity"),
                                ("water", "water_intensity")):  # fmt: skip
            assert np.allclose(firms[used], firms["value_added"] * firms[intensity], rtol=EPSILON)
            assert firms[used].min() > 0.0


def test_every_figure_of_a_firm_is_a_number(world: list[Year]) -> None:
    for year in world:
        for name in year.state.firms:
            assert np.isfinite(year.state.firms[name]).all(), name
        for value in year.indicators.values():
            assert math.isfinite(value)


# --- grades, places -----------------------------------------------------------------------------


def test_grades_keep_their_shares_within_one_firm(world: list[Year]) -> None:
    for year in world:
        state = twin(year.state)
        set_baselines(state)
        score_firm.run(state)
        grade_firms(state)
        firms = state.firms
        cuts = np.cumsum([state.scalars[name] for name in SHARES])
        for group in (0, 1):
            members = firms["above_scale"] == group
            weights, grades = firms["weight"][members], firms["grade"][members]
            assert members.any() and set(grades.tolist()) <= {0, 1, 2, 3}
            for k, cut in enumerate(cuts):
                reached = math.fsum(weights[grades <= k].tolist())
                assert abs(reached - cut * weights.sum()) <= weights.max() * 0.5 + EPSILON


def test_a_better_grade_has_a_better_score(world: list[Year]) -> None:
    for year in world:
        state = twin(year.state)
        set_baselines(state)
        score_firm.run(state)
        grade_firms(state)
        firms = state.firms
        for group in (0, 1):
            scores = [firms["score"][(firms["above_scale"] == group) & (firms["grade"] == grade)]
                      for grade in range(4)]  # fmt: skip
            # A harsh random policy may leave a grade of few firms without any.
            for better, worse in pairwise([found for found in scores if found.size]):
                # Scores count to the hundredth of a point.
                assert better.min() >= worse.max() - 0.01


def test_places_add_up_to_the_city(world: list[Year]) -> None:
    for year in world:
        table = dict(zip(PLACE_FIGURES, place_figures(year.state), strict=True))
        figures, count = year.indicators, len(year.state.firms)
        for name, wanted in (
            ("firms", figures["evaluated_firms"]),
            ("above_scale_firms", figures["above_scale_firms"]),
            ("value_added", figures["value_added"] * 1e4),
            ("employment", figures["employment"]),
            ("tax", figures["tax_per_mu"] * figures["above_scale_land"]),
            ("upgrades", figures["upgrades"]),
        ):
            found = math.fsum(table[name].tolist())
            assert found == pytest.approx(wanted, rel=EPSILON, abs=4 * _rounding(count)), name
