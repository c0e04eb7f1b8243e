"""Scenario discovery: a planted box is found, noise is not taken for one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from sim.explore.discovery.box import Box, accuracy, everything
from sim.explore.discovery.boxes import Problem, find_boxes
from sim.explore.discovery.interval import Columns
from sim.explore.discovery.prim import find_box, quasi_p, trajectory
from sim.explore.discovery.tree import grow

CASES, INPUTS = 400, 12


def planted(luck: np.random.Generator, sure: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Cases that miss mostly where the first input lies in 0.3-0.6 and the second above 0.5."""
    table = luck.random((CASES, INPUTS))
    inside = (table[:, 0] > 0.3) & (table[:, 0] < 0.6) & (table[:, 1] > 0.5)
    chance = np.where(inside, sure, 1.0 - sure)
    return table, (luck.random(CASES) < chance).astype(float)


def problem(table: np.ndarray, missed: np.ndarray, clusters: int = CASES) -> Problem:
    shape = clusters, -1
    return Problem(table.reshape(*shape, table.shape[1]), missed.reshape(*shape, 1),
                   np.arange(clusters))  # fmt: skip


def test_prim_recovers_a_planted_box(luck: np.random.Generator) -> None:
    table, missed = planted(luck)
    (first, *further) = find_boxes(problem(table, missed), deals=19, resamples=20)
    assert first.counts and not further
    assert [limit.dimension for limit in first.limits] == [0, 1]
    assert abs(first.limits[0].low - 0.3) < 0.06 and abs(first.limits[0].high - 0.6) < 0.06
    assert abs(first.limits[1].low - 0.5) < 0.06 and first.limits[1].high > 0.97
    assert first.coverage > 0.6 and first.density > 0.8  # 15% of the cases, 5% of the others miss
    assert first.mass == pytest.approx(0.15, abs=0.04)
    assert all(limit.share > 0.8 and limit.chance < 0.001 for limit in first.limits)
    assert 0.6 < first.checked_density <= 1.0 and 0.5 < first.checked_coverage <= 1.0


def test_prim_on_a_certain_box_holds_it_all(luck: np.random.Generator) -> None:
    table, missed = planted(luck, sure=1.0)
    box = find_box(table, missed, np.arange(CASES))
    assert np.array_equal(box.holds(table), missed.astype(bool))


def test_prim_says_when_no_box_beats_noise(luck: np.random.Generator) -> None:
    told = []
    for _ in range(8):
        table, missed = luck.random((200, INPUTS)), (luck.random(200) < 0.3).astype(float)
        told += [one.counts for one in find_boxes(problem(table, missed, 200), deals=19,
                                                  resamples=1)]  # fmt: skip
    assert len(told) == 8 and sum(told) <= 2  # 0.4 of 8 are expected by the level of the test


def test_prim_does_not_take_a_members_luck_for_its_parameters(luck: np.random.Generator) -> None:
    """Twenty points of a member share parameters and luck: they are one case, not twenty."""
    told = []
    for _ in range(8):
        own = np.repeat(luck.random((30, 1, 6)), 20, axis=1)
        unlucky = luck.random((30, 1, 1)) < 0.3
        missed = np.broadcast_to(unlucky, (30, 20, 1)).astype(float)
        made = Problem(own, missed, np.arange(30))
        told += [one.counts for one in find_boxes(made, deals=19, resamples=1)]
    assert len(told) == 8 and sum(told) <= 2


def test_prim_tells_what_differs_within_members(luck: np.random.Generator) -> None:
    """Members differ in luck and in idle parameters; a future that all of them share matters."""
    own = np.repeat(luck.random((40, 1, 40)), 4, axis=1)
    future = np.broadcast_to(np.array([0.0, 0.0, 1.0, 1.0])[:, None], (40, 4, 1))
    level = luck.standard_normal((40, 1, 1)) + 2.0 * future - 1.0
    table = np.concatenate([own, future], axis=2)
    missed = (level > 0.0).astype(float)
    (first, *_) = find_boxes(Problem(table, missed, np.arange(40)), deals=39, resamples=5)
    assert first.counts and [limit.dimension for limit in first.limits] == [40]
    assert (first.limits[0].low, first.limits[0].high) == (0.5, np.inf)


def test_prim_finds_one_box_after_the_other(luck: np.random.Generator) -> None:
    table = luck.random((CASES, 6))
    missed = ((table[:, 0] < 0.2) | (table[:, 1] > 0.85)).astype(float)
    found = find_boxes(problem(table, missed), deals=19, resamples=2)
    assert {limit.dimension for one in found[:2] for limit in one.limits} == {0, 1}
    assert sum(one.coverage for one in found) > 0.97


def test_prim_trajectory_peels_a_little_at_a_time(luck: np.random.Generator) -> None:
    table, missed = planted(luck)
    sizes = [CASES, *(int(box.holds(table).sum()) for box in trajectory(table, missed))]
    for before, after in pairwise(sizes):
        assert before - after == max(1, int(0.05 * before))


def test_prim_keeps_the_values_of_a_grid_together(luck: np.random.Generator) -> None:
    table = luck.integers(0, 3, size=(CASES, 4)).astype(float)
    missed = (table[:, 2] == 1.0).astype(float)
    box = find_box(table, missed, np.arange(CASES))
    assert box.restricted == [2] and (box.low[2], box.high[2]) == (0.5, 1.5)


def test_best_interval_is_the_best_of_all(luck: np.random.Generator) -> None:
    table, missed = luck.integers(0, 9, size=(60, 3)).astype(float), luck.random(60)
    weights = missed - missed.mean()
    outer = Box(np.array([-np.inf, 2.5, -np.inf]), np.array([np.inf, np.inf, 6.5]))
    for gain, k, low, high in Columns(table).offers(outer, weights):
        others = outer.without(k).holds(table)
        every = [weights[others & (table[:, k] >= a) & (table[:, k] <= b)].sum()
                 for a in range(9) for b in range(a, 9)]  # fmt: skip
        inside = others & (table[:, k] >= low) & (table[:, k] <= high)
        assert gain == pytest.approx(max(every)) and gain == pytest.approx(weights[inside].sum())


def test_quasi_p_of_a_limit_that_says_nothing_is_large(luck: np.random.Generator) -> None:
    table, missed = planted(luck)
    low, high = np.full(INPUTS, -np.inf), np.full(INPUTS, np.inf)
    low[[0, 1, 5]], high[0] = (0.3, 0.5, 0.5), 0.6
    box = Box(low, high)
    assert quasi_p(box, 5, table, missed) > 0.01
    assert quasi_p(box, 1, table, missed) < 0.001
    inside, freed = box.holds(table), box.without(1).holds(table)
    exact = stats.binomtest(int(missed[inside].sum()), int(inside.sum()),
                            missed[freed].mean(), alternative="greater")  # fmt: skip
    assert quasi_p(box, 1, table, missed) == pytest.approx(exact.pvalue)


def test_accuracy_by_hand() -> None:
    inside, missed = np.array([True, True, False, False]), np.array([1.0, 1.0, 1.0, 0.0])
    assert accuracy(inside, missed) == pytest.approx(0.5 * (1.0 - 0.75))
    assert accuracy(everything(1).holds(np.zeros((4, 1))), missed) == 0.0


def test_tree_recovers_a_planted_box_and_no_noise(luck: np.random.Generator) -> None:
    table, missed = planted(luck)
    tree = grow(table, missed, np.arange(CASES))
    assert tree.counts and tree.error < 0.8 * tree.bare_error
    assert set(tree.leaves[0].box.restricted) >= {0, 1} and tree.leaves[0].density > 0.7
    assert sum(leaf.coverage for leaf in tree.leaves) == pytest.approx(1.0)
    assert sum(leaf.mass for leaf in tree.leaves) == pytest.approx(1.0)
    noise = (luck.random(CASES) < 0.3).astype(float)
    assert not grow(table, noise, np.arange(CASES)).counts


def test_prim_deals_only_what_is_left(luck: np.random.Generator) -> None:
    """After a box is taken out, noise is dealt from the cases outside it, members kept together."""
    missed = luck.integers(0, 2, size=(6, 4, 2)).astype(float)
    made = Problem(luck.random((6, 4, 3)), missed, np.arange(6))
    left = np.repeat(luck.random((6, 4)) < 0.6, 2)
    left[:8] = False  # of the first cluster nothing is left
    missed[0] = 7.0
    open_ = left.reshape(6, 4, 2)[:, :, 0]
    for _ in range(20):
        dealt = made.dealt(luck, left).missed
        assert np.array_equal(dealt[0], missed[0]) and np.array_equal(dealt[~open_], missed[~open_])
        for own in range(1, 6):
            given = [one for one in range(1, 6) if open_[one].any() and all(
                any((row == other).all() for other in missed[one, open_[one]])
                for row in dealt[own, open_[own]])]  # fmt: skip
            assert not open_[own].any() or given
    whole = made.dealt(luck, np.ones(48, dtype=bool)).missed
    assert sorted(whole.sum(axis=(1, 2))) == sorted(missed.sum(axis=(1, 2)))
