"""What SALib does without a word, and that none of it reaches our results."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from SALib.analyze import shapley as salib_shapley
from SALib.analyze import sobol as salib_sobol
from SALib.sample import morris as salib_sample
from SALib.sample import shapley as salib_shapley_sample
from test_sensitivity import axes, designed, ishigami, saltelli, sample_of

from sim.explore.sensitivity.shapley import shapley
from sim.explore.sensitivity.sobol import sobol
from sim.sweep import designs
from sim.sweep.designs import Morris

PROBLEM = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}


def test_one_nan_makes_salibs_indices_nil_and_not_ours() -> None:
    sample = designed(saltelli(3, 256), ishigami)
    values = sample.values.copy()
    values[7, 0, 0] = np.nan
    holed = replace(sample, values=values, failed=1)
    theirs = salib_sobol.analyze(PROBLEM, holed.means[:, 0], calc_second_order=False, seed=1)
    assert not np.any(theirs["ST"])  # the trap: mended in SALib, this line says so
    (_, total), _ = sobol(holed, times=20, seed=1)
    whole = sobol(sample, times=20, seed=1)[0][1]
    assert total.used[0, 0] == 255 and total.value == pytest.approx(whole.value, abs=0.05)


def test_salib_changes_its_problem_and_a_design_has_one_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = copy.deepcopy(PROBLEM)
    salib_sample.sample(problem, 2, seed=1)
    assert problem != PROBLEM  # the trap
    given: list[dict[str, Any]] = []
    original = salib_sample.sample

    def watched(problem: dict[str, Any], *rest: Any, **more: Any) -> Any:
        assert set(problem) == {"num_vars", "names", "bounds"}  # nothing left of an earlier call
        given.append(problem)
        return original(problem, *rest, **more)

    monkeypatch.setattr(salib_sample, "sample", watched)
    for size in (4, 8):
        designs._trajectories.cache_clear()
        Morris(axes(3), size * 4, 4, 1).rows(0, 4)
    designs._trajectories.cache_clear()
    assert len(given) == 2 and given[0] is not given[1]


def test_a_seed_of_nought_is_a_seed() -> None:
    made = []
    for seed in (0, 0, 1):
        designs._trajectories.cache_clear()
        made.append(Morris(axes(3), 80, 4, seed).rows(0, 80).tolist())
    assert made[0] == made[1] != made[2]
    sample = designed(saltelli(3, 64), ishigami, spread=1.0)
    first, again, other = (sobol(sample, times=50, seed=seed)[0][1] for seed in (0, 0, 1))
    assert first.low.tolist() == again.low.tolist() != other.low.tolist()


def test_salibs_shapley_refuses_groups_and_ours_takes_them() -> None:
    problem = {**copy.deepcopy(PROBLEM), "groups": ["g", "g", "h"]}
    with pytest.raises(ValueError, match="group"):
        points = salib_shapley_sample.sample(problem, 16, seed=1)
        salib_shapley.analyze(problem, points, points.sum(axis=1))
    drawn = np.random.default_rng(2).standard_normal((400, 3))
    sample = sample_of("dependent", drawn, drawn.sum(axis=1)[:, None])
    found = shapley(sample, np.array([0, 0, 1]), times=5, seed=1)
    assert found is not None
    assert found[0].value[:, 0] == pytest.approx([2 / 3, 1 / 3], abs=0.05)
