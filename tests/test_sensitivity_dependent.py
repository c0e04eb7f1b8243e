"""Correlated inputs: points that vary as the posterior does, members that come many times."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from sweeps import plan_file
from test_sensitivity import Array, designed, saltelli, sample_of

from sim.base.errors import InputError
from sim.base.parameters import parameters
from sim.explore.sensitivity.analyse import analyse
from sim.explore.sensitivity.pawn import pawn
from sim.explore.sensitivity.ridge import ridge
from sim.explore.sensitivity.shapley import shapley
from sim.explore.sensitivity.sobol import sobol
from sim.report.calibration.read import read_folder
from sim.scenario.pert import ledger_names
from sim.scenario.posterior import posterior_folder, read_posterior
from sim.sweep.copula import correlations, told_apart
from sim.sweep.mechanisms import mechanism_of
from sim.sweep.setup import load_sweep

HEAD = '''
scenarios = ["no_policy"]
firms = 0.02
[title]
zh = "试"
en = "a trial"
[[design]]
'''
AXES = '''
[design.axes]
"parameters.*" = {}
"instruments.clearing.quota" = { low = 0, high = 1000, years = "2022" }
'''
DEPENDENT = f'{HEAD}kind = "dependent"\npoints = 512\n{AXES}'
GROUPED = f'{HEAD}kind = "saltelli"\nbase = 128\ngroups = "mechanism"\nwithin = "posterior"\n{AXES}'


def rank_correlations(rows: Array) -> Array:
    scores = stats.norm.ppf((stats.rankdata(rows, axis=0) - 0.5) / len(rows))
    found: Array = np.corrcoef(scores, rowvar=False)
    return found


def test_dependent_points_vary_as_the_members_do(tmp_path: Path) -> None:
    design = load_sweep(plan_file(tmp_path, DEPENDENT)).designs[0]
    rows, names = design.rows(0, 512), [axis.parameter for axis in design.axes]
    posterior = read_posterior(posterior_folder())
    weights = np.array(posterior.weights)
    for name in ("upgrade_intercept", "productivity_trend", "leverage"):
        values = np.array([one.parameters[name] for one in posterior.members])
        column = rows[:, names.index(name)]
        mean = float(weights @ values)
        spread = float(np.sqrt(weights @ (values - mean) ** 2))
        assert column.mean() == pytest.approx(mean, abs=0.15 * spread)  # three errors
        assert column.std() == pytest.approx(spread, rel=0.15)
    found = rank_correlations(rows)
    held = tuple(name for name in names if name in posterior.members[0].parameters)
    wanted = correlations(posterior.digest, held, (0,) * len(held))
    at = [names.index(name) for name in held]
    assert found[np.ix_(at, at)] == pytest.approx(wanted, abs=0.2)
    strong = np.abs(wanted - np.eye(len(held))) > 0.3
    assert strong.any() and found[np.ix_(at, at)][strong] == pytest.approx(wanted[strong], abs=0.15)
    ridge = max(read_folder(posterior_folder()).rows("ridges"),
                key=lambda row: abs(row["correlation"]))  # fmt: skip
    told = wanted[held.index(ridge["first"]), held.index(ridge["second"])]
    assert abs(told) > 0.3 and told * ridge["correlation"] > 0.0, "the fit's own report names it"
    quota = rows[:, -1]
    assert design.axes[-1].parameter is None and np.ptp(quota) > 980.0


def test_dependent_points_go_on_and_hold_what_only_the_ledger_reads(tmp_path: Path) -> None:
    design = load_sweep(plan_file(tmp_path, DEPENDENT)).designs[0]
    rows = design.rows(0, 40)
    assert replace(design, size=8192).rows(8, 32).tolist() == rows[8:].tolist()
    many = replace(design, size=1024).rows(0, 1024)
    for at in (0, 1, 500, 1023):  # a point is the same however many are asked for
        assert replace(design, size=1024).rows(at, 1).tolist() == many[at : at + 1].tolist()
    names = [axis.parameter for axis in design.axes]
    assert ledger_names() and set(ledger_names()) <= set(names)
    for name in ledger_names():
        item, column = parameters()[name], design.rows(0, 512)[:, names.index(name)]
        middle = (item.low + 4.0 * item.value + item.high) / 6.0  # the mean of a PERT
        assert column.mean() == pytest.approx(middle, rel=0.02)


def test_many_axes_have_base_samples_that_do_not_go_together() -> None:
    """Half of a Sobol sequence of 80 columns goes with the other half: total indices shrink."""
    design = saltelli(40, 64)
    points = design.rows(0, design.size)
    own, other = points[:: design.batch], points[design.batch - 1 :: design.batch]
    both = np.corrcoef(np.column_stack([own, other]), rowvar=False)
    assert np.abs(both[np.triu_indices(80, 1)]).max() < 0.55  # 4.4 standard errors of one eighth
    weights = np.append(np.ones(10), np.zeros(30))
    total = sobol(designed(design, lambda units: units @ weights), times=5, seed=1)[0][1]
    assert total.value[:10].sum() == pytest.approx(1.0, abs=0.15)


def test_sobol_by_mechanism_keeps_ridges_within_and_none_between(tmp_path: Path) -> None:
    design = load_sweep(plan_file(tmp_path, GROUPED)).designs[0]
    own = design.rows(0, design.size)[:: design.batch]
    found, keys = rank_correlations(own), [axis.key for axis in design.axes]
    at = {key.removeprefix("parameters."): k for k, key in enumerate(keys)}
    within = [at["networking_intercept"], at["networking_size_slope"]]
    across = [at["crossings_per_year"], at["below_scale_output"]]
    assert len({mechanism_of(keys[k]) for k in within}) == 1
    assert len({mechanism_of(keys[k]) for k in across}) == 2
    assert found[within[0], within[1]] < -0.25 and abs(found[across[0], across[1]]) < 0.25


@pytest.mark.parametrize(("text", "said"), [
    (DEPENDENT.replace("points = 512", ""), "needs 'points'"),
    (DEPENDENT.replace("points = 512", 'points = 512\nwithin = "posterior"'), "says nothing"),
    (DEPENDENT.partition("[design.axes]")[0], "needs 'axes'"),
])  # fmt: skip
def test_dependent_plans_are_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_sweep(plan_file(tmp_path, text))


def test_correlations_of_independent_inputs_are_nil(luck: np.random.Generator) -> None:
    scores = luck.standard_normal((250, 60))
    scores[:, 1] = 0.8 * scores[:, 0] + 0.6 * scores[:, 1]
    weights = luck.random(250)
    found = told_apart(scores, weights / weights.sum())
    assert found[0, 1] == pytest.approx(0.8, abs=0.1)
    found[0, 1] = found[1, 0] = 0.0
    assert np.count_nonzero(found - np.eye(60)) <= 2


def by_hand(matrix: Array, slopes: Array, groups: list[list[int]]) -> list[float]:
    """Shapley effects of groups of normal inputs of a linear model, from conditional variances."""

    def explained(known: list[int]) -> float:
        rest = [k for k in range(len(slopes)) if k not in known]
        whole = float(slopes @ matrix @ slopes)
        if not rest:
            return whole
        left = matrix[np.ix_(rest, rest)]
        if known:
            link = matrix[np.ix_(rest, known)]
            left = left - link @ np.linalg.solve(matrix[np.ix_(known, known)], link.T)
        return whole - float(slopes[rest] @ left @ slopes[rest])

    orders = list(permutations(range(len(groups))))
    found = np.zeros(len(groups))
    for order in orders:
        known: list[int] = []
        for one in order:
            before = explained(known)
            known = [*known, *groups[one]]
            found[one] += (explained(known) - before) / len(orders)
    return (found / found.sum()).tolist()


def test_shapley_effects_of_correlated_groups_are_those_of_their_definition() -> None:
    """SALib's Shapley effects know neither groups nor correlations."""
    luck, slopes = np.random.default_rng(8), np.array([1.0, 2.0, -1.0, 0.5, 0.0])
    matrix = np.eye(5)
    for a, b, rho in ((0, 1, 0.6), (1, 2, 0.5), (3, 4, 0.7)):
        matrix[a, b] = matrix[b, a] = rho
    drawn = luck.multivariate_normal(np.zeros(5), matrix, size=1500)
    sample = sample_of("dependent", drawn, (drawn @ slopes)[:, None])
    groups = [[0, 2], [1], [3, 4]]
    found = shapley(sample, np.array([0, 1, 0, 2, 2]), times=5, seed=1)
    single = shapley(sample, np.arange(5), times=5, seed=1)
    assert found is not None and single is not None
    assert found[0].value[:, 0] == pytest.approx(by_hand(matrix, slopes, groups), abs=0.03)
    assert single[0].value[:, 0] == pytest.approx(
        by_hand(matrix, slopes, [[k] for k in range(5)]), abs=0.03)  # fmt: skip


def test_shapley_effects_of_squares_and_products() -> None:
    """y = x0 x1 + x2^2 - 1 of independent normal inputs: variances 1 and 2, the product halved."""
    drawn = np.random.default_rng(8).standard_normal((1500, 4))
    values = drawn[:, 0] * drawn[:, 1] + drawn[:, 2] ** 2
    found = shapley(sample_of("dependent", drawn, values[:, None]), np.arange(4), times=5, seed=1)
    assert found is not None
    assert found[0].value[:, 0] == pytest.approx([1 / 6, 1 / 6, 2 / 3, 0.0], abs=0.04)


def copies(luck: np.random.Generator, members: int = 120, times: int = 8) -> tuple[Array, Array]:
    """Members that come many times, outputs hanging on the member but on none of its inputs."""
    units = np.repeat(luck.random((members, 6)), times, axis=0)
    own = np.repeat(luck.standard_normal(members), times)
    return units, own + 0.3 * luck.standard_normal(members * times)


def test_a_members_copies_do_not_make_its_inputs_count(luck: np.random.Generator) -> None:
    told = 0
    for _ in range(5):
        units, values = copies(luck)
        plain = sample_of("posterior", units, values[:, None])
        sample = replace(plain, members=tuple(np.repeat(np.arange(120), 8).tolist()))
        told += int(pawn(sample, seed=1)[0].told.sum())
    assert told <= 5  # of 30, at a level of one in twenty


def test_what_is_left_out_of_a_fit_is_whole_members(luck: np.random.Generator) -> None:
    units, values = copies(luck, 60, 10)
    terms, of = np.column_stack([units, units**2, units**3, units**4]), np.repeat(np.arange(60), 10)
    leaking, honest = (ridge(terms, values[:, None], one).explained[0] for one in (None, of))
    assert honest < 0.05 and leaking > 0.2


def test_too_few_members_give_no_shapley_effects(luck: np.random.Generator) -> None:
    units, values = copies(luck, 12, 80)
    sample = replace(sample_of("posterior", units, values[:, None]),
                     members=tuple(np.repeat(np.arange(12), 80).tolist()))  # fmt: skip
    assert shapley(sample, np.arange(6), times=3, seed=1) is None
    assert not len(analyse(sample).indices)


def test_an_output_that_few_points_have_does_not_take_the_others_along() -> None:
    drawn = np.random.default_rng(3).standard_normal((300, 3))
    sample = sample_of("dependent", drawn, (drawn @ np.array([1.0, 2.0, 0.0]))[:, None])
    rare = np.where(np.arange(300) < 20, 1.0, np.nan)[:, None, None]
    other = replace(sample.outputs[0], name="rare")
    both = replace(sample, outputs=(*sample.outputs, other),
                   values=np.concatenate([sample.values, rare], axis=2))  # fmt: skip
    found = shapley(both, np.arange(3), times=3, seed=1)
    assert found is not None and np.isnan(found[0].value[:, 1]).all()
    assert found[0].value[:, 0] == pytest.approx([0.2, 0.8, 0.0], abs=0.05)
    assert found[0].used[0, 0] == 300
