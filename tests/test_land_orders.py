"""Directions of the orders that bear on land: clearing, treatment, recovery, eviction."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from helpers import twin
from test_directions import check_rising

from sim.base.state import State
from sim.city.orders import (
    mark_evictions,
    order_clearing,
    order_elimination,
    order_recovery,
    order_rectification,
    order_treatment,
)
from sim.city.settlement import give_back_plots
from sim.firm.leaving import OBSOLETE, RECOVERED, RECTIFIED
from sim.firm.upgrade import decide_upgrade


def _orders(eve: State, order: Callable[[State], None], **levers: float) -> State:
    """A twin in which an order is given, nobody leaving or being treated before."""
    state = twin(eve)
    for name in ("leaves", "treated", "moves", "land_to_return"):
        state.firms[name] = 0
    decide_upgrade.run(state)  # for the cost of the projects
    state.scalars.update(levers)
    order(state)
    return state


def _number(state: State, chosen: np.ndarray) -> float:
    return float(state.firms["weight"][chosen].sum())


def test_treated_firms_give_back_land_and_keep_their_floors(eve: State) -> None:
    def at(part: float) -> State:
        state = _orders(eve, order_treatment, treatment_quota=500.0, treatment_support=0.4,
                        treatment_land_returned=part)  # fmt: skip
        give_back_plots(state, len(state.firms))
        return state

    states = [at(part) for part in (0.0, 0.3, 0.9)]
    check_rising([state.firms["land"] for state in states], may_rise=False)
    for state in states:
        firms = state.firms
        assert np.allclose(firms["land"] * firms["floor_ratio"],
                           eve.firms["land"] * eve.firms["floor_ratio"])  # fmt: skip
        freed = ((eve.firms["land"] - firms["land"]) * firms["weight"]).sum()
        gained = (state.places["free_land"] - eve.places["free_land"]).sum()
        assert gained == pytest.approx(freed, abs=1e-3)
        paid = firms["treatment_support_paid"]
        assert np.allclose(paid, 0.4 * firms["upgrade_cost"] * firms["treated"])
        assert paid.sum() > 0.0
    assert (states[-1].firms["land_buyback"] >= 0.0).all()
    assert states[-1].firms["leased_land"].min() >= 0.0


def test_elimination_closes_small_firms_with_the_widest_gaps_and_renews_large_ones(
    eve: State,
) -> None:
    numbers = []
    for quota in (0.0, 100.0, 400.0):
        state = _orders(eve, order_elimination, obsolete_gap=0.7, obsolete_quota=quota)
        firms = state.firms
        closed, renewed = firms["leaves"] == OBSOLETE, firms["treated"] == 2
        assert (firms["technology_gap"][closed | renewed] >= 0.7).all()
        assert (firms["above_scale"][closed] == 0).all()
        assert (firms["above_scale"][renewed] == 1).all()
        numbers.append(_number(state, closed | renewed))
        assert numbers[-1] <= quota
    assert numbers[0] == 0.0 < numbers[1] < numbers[2]


def test_rectification_reaches_small_township_firms_and_closes_the_part_it_says(
    eve: State,
) -> None:
    closed = []
    for part in (0.0, 0.5, 1.0):
        state = _orders(eve, order_rectification, rectification_quota=2000.0,
                        rectification_closed=part)  # fmt: skip
        firms = state.firms
        reached = (firms["leaves"] == RECTIFIED) | (firms["treated"] == 2)
        assert 0.0 < _number(state, reached) <= 2000.0
        assert (firms["above_scale"][reached] == 0).all()
        assert (state.places["in_park"][firms["place"][reached]] == 0).all()
        closed.append((firms["leaves"] == RECTIFIED).astype(int))
    check_rising(closed)
    assert closed[0].sum() == 0 and np.array_equal(closed[-1] == 1, reached)


def test_a_higher_bar_recovers_more_land_of_plots_old_enough_and_no_other(eve: State) -> None:
    known = np.arange(len(eve.firms))
    old, new, part = known % 3 == 0, known % 3 == 1, known % 2 == 0
    ready = twin(eve)
    ready.firms["plot_year"] = np.where(old, eve.year - 3, np.where(new, eve.year - 2, 0))
    ready.firms["new_plot"] = np.where(part, 0.25, 1.0) * eve.firms["land"]

    def at(bar: float) -> State:
        return _orders(ready, order_recovery, recovery_tax=bar, recovery_after=3.0)

    states = [at(bar) for bar in (0.0, 3.0, 10.0, 50.0)]
    check_rising([state.firms["land_to_return"] for state in states])
    check_rising([(state.firms["leaves"] == RECOVERED).astype(int) for state in states])
    last = states[-1]
    assert not (last.firms["leaves"][~old] == RECOVERED).any()
    assert last.firms["land_to_return"][~old | ~part].max() == 0.0
    give_back_plots(last, len(last.firms))
    freed = (last.places["free_land"] - eve.places["free_land"]).sum()
    assert freed == pytest.approx((last.firms["land_to_return"] * last.firms["weight"]).sum(),
                                  abs=1e-3)  # fmt: skip
    assert freed > 0.0


def test_a_larger_share_of_a_place_cleared_never_evicts_fewer_and_takes_the_lowest(
    eve: State,
) -> None:
    busiest = int(np.bincount(eve.firms["place"]).argmax())
    here = eve.firms["place"] == busiest

    def at(share: float) -> np.ndarray:
        state = twin(eve)
        state.place_levers["park_clearance"] = np.zeros(len(state.places))
        state.place_levers["park_clearance"][busiest] = share
        mark_evictions(state)
        return state.firms["evicted"].copy()

    found = [at(share) for share in (0.0, 0.1, 0.5, 1.0)]
    check_rising(found)
    assert found[-1][here].all() and not found[-1][~here].any()
    evicted = found[1] == 1
    score = eve.firms["score"]
    assert np.median(score[evicted]) < np.median(score[here & ~evicted])
    weights = eve.firms["weight"]
    assert weights[evicted].sum() <= 0.1 * weights[here].sum()


@pytest.mark.parametrize("order", [order_clearing, order_elimination, order_treatment,
                                   order_rectification, order_recovery])  # fmt: skip
def test_who_stands_in_a_cleared_block_gets_no_other_order(
    eve: State, order: Callable[[State], None]
) -> None:
    state = twin(eve)
    state.firms["evicted"] = (np.arange(len(state.firms)) % 2).astype(np.int64)
    state.firms["plot_year"] = eve.year - 3
    state.firms["new_plot"] = state.firms["land"]
    state = _orders(state, order, clearing_quota=1e4, clearing_threshold=10.0, obsolete_gap=0.3,
                    obsolete_quota=1e4, treatment_quota=1e4, rectification_quota=1e4,
                    recovery_tax=10.0)  # fmt: skip
    told = (state.firms["leaves"] > 0) | (state.firms["treated"] > 0)
    assert told.any() and not (told & (state.firms["evicted"] == 1)).any()
