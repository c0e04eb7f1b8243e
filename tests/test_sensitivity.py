"""Sensitivity: known indices through the whole path, failed runs, noise, dependent inputs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import morris as salib_morris
from SALib.analyze import pawn as salib_pawn
from SALib.analyze import sobol as salib_sobol
from scipy.stats import qmc

from sim.base.errors import InputError
from sim.explore.sensitivity.analyse import Findings, analyse
from sim.explore.sensitivity.follow import survivors
from sim.explore.sensitivity.morris import effects
from sim.explore.sensitivity.pawn import pawn
from sim.explore.sensitivity.sample import Input, Output, Sample
from sim.explore.sensitivity.shapley import shapley
from sim.explore.sensitivity.sobol import sobol
from sim.sweep.axes import Axis
from sim.sweep.designs import Morris
from sim.sweep.saltelli import Saltelli

Array = Any
ISHIGAMI = {"first": (0.3139, 0.4424, 0.0), "total": (0.5576, 0.4424, 0.2437)}


def ishigami(units: Array) -> Array:
    """Ishigami and Homma 1990, a = 7, b = 0.1; further inputs do nothing."""
    x = np.pi * (2.0 * units - 1.0)
    return (np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2
            + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))  # fmt: skip


G = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def sobol_g(units: Array) -> Array:
    """Sobol' 1993, with Saltelli's usual weights."""
    return np.prod((np.abs(4.0 * units[:, :8] - 2.0) + G) / (1.0 + G), axis=1)


def known_g() -> tuple[Array, Array]:
    """First-order and total indices of the G function, in closed form."""
    own = 1.0 / (3.0 * (1.0 + G) ** 2)
    whole = np.prod(1.0 + own) - 1.0
    return own / whole, own * np.prod(1.0 + own) / (1.0 + own) / whole


def axes(count: int) -> tuple[Axis, ...]:
    return tuple(Axis(f"parameters.x{k}", 0.0, 1.0, "-", f"x{k}", f"x{k}") for k in range(count))


def saltelli(count: int, base: int, groups: tuple[int, ...] = ()) -> Saltelli:
    groups = groups or tuple(range(count))
    batch = len(set(groups)) + 2
    return Saltelli(axes(count), base * batch, batch, 3, groups)


def sample_of(
    kind: str, units: Array, values: Array, batch: int = 1, groups: tuple[int, ...] = ()
) -> Sample:
    """A sample of one output; `values` by point and seed."""
    groups = groups or tuple(range(units.shape[1]))
    inputs = tuple(Input(f"x{k}", f"x{k}", f"x{k}", "behaviour") for k in range(max(groups) + 1))
    output = Output("y", "figure", "baseline", "", "y", "y", "-")
    return Sample(kind, inputs, groups, units, batch, (output,), values[:, :, None])


def noisy(values: Array, spread: float, seeds: int = 4) -> Array:
    """Replicates: each point has luck of its own."""
    luck = np.random.default_rng(11).standard_normal((len(values), seeds))
    return values[:, None] + spread * luck


def designed(design: Saltelli, function: Any, spread: float = 0.0, seeds: int = 4) -> Sample:
    units = design.rows(0, design.size)
    return sample_of("saltelli", units, noisy(function(units), spread, seeds), design.batch,
                     design.groups)


def table(found: Findings, method: str, index: str) -> pd.DataFrame:
    rows = found.indices[(found.indices["method"] == method) & (found.indices["index"] == index)]
    return rows.set_index("input")


def inside(rows: pd.DataFrame, wanted: Any, slack: float = 0.0) -> None:
    for k, value in enumerate(wanted):
        row = rows.loc[f"x{k}"]
        assert row["low"] - slack <= value <= row["high"] + slack, (k, value, row.to_dict())


def test_ishigami_indices_lie_in_their_intervals_and_a_dummy_is_noise() -> None:
    found = analyse(designed(saltelli(4, 1024), ishigami, spread=0.5))
    inside(table(found, "sobol", "S1"), ISHIGAMI["first"], 0.01)
    inside(table(found, "sobol", "ST"), ISHIGAMI["total"], 0.01)
    total = table(found, "sobol", "ST")
    assert total["told_apart"].tolist()[:4] == ["yes", "yes", "yes", "no"]
    assert total.loc["x3", "value"] == pytest.approx(total.loc["x3", "floor"], rel=0.15)
    share = 0.5**2 / 4 / (ishigami(np.random.default_rng(1).random((100_000, 3))).var() + 0.0625)
    assert total.loc["luck", "value"] == pytest.approx(share, rel=0.2)
    pawns = table(found, "pawn", "PAWN")["told_apart"].tolist()
    assert pawns[1] == "yes" and pawns[3] == "no"


def test_sobol_g_indices_lie_in_their_intervals() -> None:
    found = analyse(designed(saltelli(8, 2048), sobol_g))
    first, total = known_g()
    inside(table(found, "sobol", "S1"), first, 0.005)
    inside(table(found, "sobol", "ST"), total, 0.005)


def test_ishigami_by_groups_adds_up_and_matches_salib() -> None:
    sample = designed(saltelli(4, 1024, (0, 1, 0, 2)), ishigami)
    (first, total), _ = sobol(sample, times=200, seed=1)
    assert first.value[:, 0] == pytest.approx([1.0 - 0.4424, 0.4424, 0.0], abs=0.03)
    assert total.value[:, 0] == pytest.approx([1.0 - 0.4424, 0.4424, 0.0], abs=0.03)
    problem = {"num_vars": 4, "names": ["a", "b", "c", "d"], "bounds": [[0, 1]] * 4,
               "groups": ["g", "h", "g", "i"]}
    theirs = salib_sobol.analyze(problem, sample.means[:, 0], calc_second_order=False, seed=1)
    assert total.value[:, 0] == pytest.approx(theirs["ST"], rel=1e-9, abs=1e-12)
    assert first.value[:, 0] == pytest.approx(theirs["S1"], abs=0.01)


def test_sobol_g_a_planted_nan_costs_its_base_sample_and_no_more() -> None:
    sample = designed(saltelli(8, 512), sobol_g)
    values = sample.values.copy()
    values[5 * sample.batch + 3, 1, 0] = np.nan
    holed = replace(sample, values=values, failed=1)
    (first, total), _ = sobol(holed, times=100, seed=1)
    assert first.used[0, 0] == 511 and np.isfinite(total.value).all()
    kept = np.delete(np.arange(len(values)), np.arange(5 * sample.batch, 6 * sample.batch))
    without = replace(sample, units=sample.units[kept], values=sample.values[kept])
    assert total.value == pytest.approx(sobol(without, times=100, seed=1)[0][1].value)


def test_ishigami_morris_is_salibs_and_flags_a_dummy() -> None:
    design = Morris(axes(4), 40 * 5, 5, 1, 4)
    units = design.rows(0, design.size)
    sample = sample_of("morris", units, noisy(ishigami(units), 0.2), 5)
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    theirs = salib_morris.analyze(problem, units, sample.means[:, 0], num_levels=4, seed=1)
    rows = table(analyse(sample), "morris", "mu_star")
    assert rows["value"].to_numpy() == pytest.approx(np.array(theirs["mu_star"]))
    assert rows["told_apart"].tolist() == ["yes", "yes", "yes", "no"]


def test_ishigami_a_failed_run_costs_two_effects_of_its_trajectory() -> None:
    design = Morris(axes(4), 10 * 5, 5, 1, 4)
    units = design.rows(0, design.size)
    values = noisy(ishigami(units), 0.2)
    values[12, 1] = np.nan
    sample = sample_of("morris", units, values, 5)
    assert np.isnan(effects(sample).mean(axis=2)).sum() == 2
    rows = table(analyse(sample), "morris", "mu_star")
    assert np.isfinite(rows["value"]).all() and sorted(rows["used"]) == [9, 9, 10, 10]


def test_ishigami_without_replicates_nothing_is_told_apart() -> None:
    design = Morris(axes(4), 10 * 5, 5, 1, 4)
    units = design.rows(0, design.size)
    rows = table(analyse(sample_of("morris", units, ishigami(units)[:, None], 5)),
                 "morris", "mu_star")
    assert set(rows["told_apart"]) == {"unknown"}


def test_common_draws_give_an_inert_input_nil_and_it_is_flagged() -> None:
    design = saltelli(4, 64)
    units = design.rows(0, design.size)
    luck = np.random.default_rng(1).standard_normal(3)
    sample = sample_of("saltelli", units, ishigami(units)[:, None] + luck, design.batch)
    rows = table(analyse(sample), "sobol", "ST")
    assert rows.loc["x3", "value"] == 0.0 and rows.loc["x3", "told_apart"] == "no"


def sobol_points(count: int, points: int) -> Array:
    return qmc.Sobol(count, rng=np.random.default_rng(2)).random(points)


def test_sobol_g_from_an_emulator_of_1024_runs() -> None:
    units = np.column_stack([sobol_points(8, 1024), np.random.default_rng(5).random(1024)])
    found = analyse(sample_of("sobol", units, noisy(sobol_g(units), 0.02)))
    first, total = known_g()
    explains = float(found.outputs["emulator_explains"].iloc[0])
    assert 0.9 < explains < 1.0
    rows = table(found, "emulated", "ST")
    assert rows["value"].to_numpy()[:8] == pytest.approx(total, abs=0.06)
    assert table(found, "emulated", "S1")["value"].to_numpy()[:8] == pytest.approx(first, abs=0.06)
    assert rows.loc["x8", "told_apart"] == "no" and rows.loc["x0", "told_apart"] == "yes"


def test_pawn_is_salibs() -> None:
    units = sobol_points(4, 1024)
    sample = sample_of("sobol", units, ishigami(units)[:, None])
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    theirs = salib_pawn.analyze(problem, units, sample.means[:, 0], S=10, seed=1)
    (ours,) = pawn(sample, seed=1)
    assert ours.value[:, 0] == pytest.approx(np.asarray(theirs["median"]), abs=0.01)


def test_shapley_effects_of_two_correlated_inputs_are_owen_and_prieurs() -> None:
    luck, rho, slopes = np.random.default_rng(4), 0.6, np.array([1.0, 2.0, 0.0])
    matrix = np.eye(3)
    matrix[0, 1] = matrix[1, 0] = rho
    drawn = luck.multivariate_normal(np.zeros(3), matrix, size=800)
    sample = sample_of("posterior", drawn, (drawn @ slopes)[:, None])
    found = shapley(sample, np.arange(3), times=30, seed=1)
    assert found is not None
    both = slopes[0] * slopes[1] * rho
    shared = (slopes[0] ** 2 + slopes[1] ** 2) * rho**2 / 2
    wanted = np.array([slopes[k] ** 2 * (1 - rho**2) + shared + both for k in (0, 1)])
    wanted = wanted / (slopes[0] ** 2 + slopes[1] ** 2 + 2 * both)
    assert found[0].value[:2, 0] == pytest.approx(wanted, abs=0.03)
    assert found[0].told[:, 0].tolist() == [True, True, False]
    assert (found[0].low <= found[0].value).all() and (found[0].value <= found[0].high).all()
    assert found[1][0] > 0.99


def test_screening_keeps_what_matters() -> None:
    design = Morris(axes(12), 20 * 13, 13, 1, 4)
    units = design.rows(0, design.size)
    found = analyse(sample_of("morris", units, noisy(sobol_g(units), 0.02), 13))
    assert survivors(found.indices)[:2] == ["x0", "x1"]
    assert not {"x8", "x9", "x10", "x11"} & set(survivors(found.indices))


def test_convergence_is_shown_and_one_base_sample_is_refused() -> None:
    sample = designed(saltelli(3, 64), ishigami)
    steps = analyse(sample).convergence["batches"].unique().tolist()
    assert steps == [16, 32, 48, 64]
    with pytest.raises(InputError, match="give 2 or more"):
        analyse(sample.first(1))


def test_a_longer_saltelli_design_begins_with_the_same_points() -> None:
    short, long = saltelli(5, 8, (0, 1, 1, 0, 2)), saltelli(5, 32, (0, 1, 1, 0, 2))
    assert long.rows(0, short.size).tolist() == short.rows(0, short.size).tolist()
    assert long.rows(7, 30).tolist() == long.rows(0, 40)[7:37].tolist()
    block = long.rows(0, 5)
    assert (block[1] != block[0]).tolist() == [True, False, False, True, False]
    assert (block[4] != block[0]).all()
