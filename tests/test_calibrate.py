"""The fit: likelihood, emulator, chains, weights, targets, shards; each against what is known."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace

import numpy as np
import pytest
from helpers import REPOSITORY, environment
from scipy import stats

from sim.base.errors import InputError
from sim.base.fitted import fitted
from sim.base.parameters import parameters
from sim.base.rivals import rivals
from sim.calibrate import coverage, crosscheck, emulator, predict
from sim.calibrate import targets as target_table
from sim.calibrate.chain import sample
from sim.calibrate.emulator import fit_emulator
from sim.calibrate.final import Noise, effective, measure_noise, systematic, weigh
from sim.calibrate.identify import DISCIPLINED
from sim.calibrate.likelihood import Likelihood
from sim.calibrate.problem import Problem, always_active, published_city
from sim.calibrate.targets import in_likelihood, targets
from sim.calibrate.waves import Emulated
from sim.scenario.posterior import posterior_folder
from sim.scenario.priors import from_prior, names, places_at, priors, scores
from sim.sweep.shards import identity, run_shards

WIDTH = len(priors())


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


# --- likelihood ----------------------------------------------------------------------------------


def test_likelihood_is_the_multivariate_normal():
    root = rng(1).standard_normal((4, 4))
    covariance = root @ root.T + np.eye(4)
    wanted, figures = rng(2).standard_normal(4), rng(3).standard_normal((7, 4))
    expected = stats.multivariate_normal(wanted, covariance).logpdf(figures)
    assert Likelihood(wanted, covariance).log(figures) == pytest.approx(expected, rel=1e-12)


def test_likelihood_gives_nothing_to_a_failed_run():
    figures = np.array([[0.0, np.nan], [0.0, 0.0]])
    found = Likelihood(np.zeros(2), np.eye(2)).log(figures)
    assert found[0] == -np.inf and np.isfinite(found[1])


def test_implausibility_counts_standard_errors():
    likelihood = Likelihood(np.array([10.0, 0.0]), np.diag([4.0, 1.0]))
    assert likelihood.implausibility(np.array([[16.0, -2.0]])).tolist() == [[3.0, 2.0]]


# --- targets -------------------------------------------------------------------------------------


def test_only_fit_rows_are_scored_and_every_one_has_a_row():
    assert {target.moment.use for target in targets() if target.role != "level"} == {"fit"}
    assert {target.moment.use for target in targets() if target.role == "level"} == {"level"}
    assert len({target.moment.name for target in targets()}) == len(targets())
    together = {"profit_margin", "other_firms_mean_output"}
    assert {t.moment.name for t in targets() if t.role == "same"} == together


def test_errors_stay_within_the_tolerance():
    for target in in_likelihood():
        scale = target.published if target.relative else 1.0
        assert 0.2 <= target.error * scale / target.moment.tolerance <= 0.85, target.name


def test_scales_invert():
    for target in targets():
        there = target.scaled(np.array([target.published]))
        assert target.unscaled(there)[0] == pytest.approx(target.published)


BROKEN = [
    ({"moment": "above_scale_firm"}, "did you mean 'above_scale_firms'"),
    ({"moment": "revenue"}, "moments.csv says 'check'"),
    ({"role": "level"}, "role level asks for 'level'"),
    ({"role": "scorred"}, "did you mean 'scored'"),
    ({"kind": "percent"}, "write relative or absolute"),
    ({"observation": "a lot"}, "a number is needed"),
    ({"observation": None}, "a number is needed"),
    ({"discrepancy": "0"}, "a positive number is needed"),
    ({"discrepancy": "nan"}, "a positive number is needed"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_a_malformed_target_row_is_refused_with_its_line(monkeypatch, change, message):
    rows = list(target_table.table("fit_targets.csv"))
    rows[2] = {**rows[2], **change}
    monkeypatch.setattr(target_table, "table", lambda name: tuple(rows))
    targets.cache_clear()
    with pytest.raises(InputError, match=r"fit_targets.csv line 4") as refused:
        targets()
    assert message in str(refused.value)
    targets.cache_clear()


def test_a_missing_target_row_is_refused(monkeypatch):
    rows = [row for row in target_table.table("fit_targets.csv") if row["moment"] != "employment"]
    monkeypatch.setattr(target_table, "table", lambda name: tuple(rows))
    targets.cache_clear()
    with pytest.raises(InputError, match="no row for 'employment'"):
        targets()
    targets.cache_clear()


# --- priors --------------------------------------------------------------------------------------


def test_priors_are_flat_where_figures_speak_and_peak_at_the_value_elsewhere():
    grid = np.linspace(-0.99, 0.99, 199)
    for prior in priors():
        density = prior.log_density(grid)
        item = prior.parameter
        if item.name in fitted().all:
            assert np.ptp(density) == 0.0
        else:
            peak = np.clip(prior.place_of(np.array(item.value)), -0.99, 0.99)
            assert abs(grid[np.argmax(density)] - peak) < 0.02, item.name
        assert prior.log_density(np.array([-1.01, 1.01])).tolist() == [-np.inf, -np.inf]


def test_prior_draws_lie_inside_the_bounds_and_fill_them():
    drawn = from_prior(500, 3)
    assert drawn.shape == (500, WIDTH) and np.abs(drawn).max() <= 1.0
    flat = always_active()
    assert np.abs(np.sort(drawn[:, flat], axis=0) - np.linspace(-1, 1, 500)[:, None]).max() < 0.01
    assert (from_prior(500, 3) == drawn).all() and (from_prior(500, 4) != drawn).any()


def test_scores_and_places_invert():
    drawn, columns = from_prior(50, 5), np.arange(WIDTH)
    assert places_at(scores(drawn, columns), columns) == pytest.approx(drawn, abs=1e-6)


def test_fixed_parameters_have_no_prior_nor_what_only_the_ledger_reads():
    assert set(names()) == {
        p.name for p in parameters().values() if p.high > p.low and p.read_by == "rules"
    }


# --- emulator ------------------------------------------------------------------------------------


def _linear_city(runs: int, noise: float = 0.0, seed: int = 7):
    """Figures that are quadratic in two parameters and linear in a third's score."""
    places = from_prior(runs, seed)
    first, second = always_active()[:2]
    third = next(k for k in range(WIDTH) if k not in always_active())
    figures = np.column_stack([
        3.0 * places[:, first] + 2.0 * places[:, first] * places[:, second],
        places[:, second] + places[:, second] ** 2 + 0.5 * scores(places, np.array([third]))[:, 0],
    ])  # fmt: skip
    return places, figures + noise * rng(seed).standard_normal(figures.shape)


def _fitted_to(places, figures, most=25, effect=100.0):
    return fit_emulator(
        places, figures, np.ones(figures.shape[1]), always=always_active(), effect=effect,
        most=most, squares=6,
    )  # fmt: skip


def test_emulator_reproduces_what_it_can_express():
    places, figures = _linear_city(600)
    found = _fitted_to(places, figures)
    fresh, expected = _linear_city(100, seed=8)
    predicted = found(fresh[:, found.active], scores(fresh, found.passive))
    assert predicted == pytest.approx(expected, abs=0.02)
    assert np.sqrt(np.diag(found.covariance)).max() < 0.02


def test_left_out_error_is_what_leaving_one_out_gives():
    terms = np.column_stack([np.ones(40), rng(1).standard_normal((40, 5))])
    figures = terms @ rng(2).standard_normal((6, 1)) + rng(3).standard_normal((40, 1))
    _, left_out = emulator._ridge(terms, figures)
    spread = terms[:, 1:].std(axis=0) + 1e-12
    best = None
    for penalty in emulator.PENALTIES:
        errors = []
        for k in range(40):
            kept = np.arange(40) != k
            design = np.column_stack([np.ones(39), terms[kept, 1:] / spread])
            weight = penalty * np.diag([0.0] + [1.0] * 5)
            slopes = np.linalg.solve(design.T @ design + weight, design.T @ figures[kept, 0])
            errors.append(figures[k, 0] - np.concatenate([[1.0], terms[k, 1:] / spread]) @ slopes)
        if best is None or np.sum(np.square(errors)) < np.sum(np.square(best)):
            best = errors
    assert left_out[:, 0] == pytest.approx(np.array(best), rel=1e-6)


def test_emulator_knows_its_error():
    places, figures = _linear_city(1600, noise=0.5)
    found = _fitted_to(places, figures)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx([0.5, 0.5], rel=0.15)


def test_a_parameter_with_an_effect_becomes_active():
    places, figures = _linear_city(600)
    third = next(k for k in range(WIDTH) if k not in always_active())
    assert third in _fitted_to(places, figures, effect=0.25, most=40).active
    assert third in _fitted_to(places, figures, effect=5.0).passive


# --- chains and weights --------------------------------------------------------------------------


def test_chain_finds_a_known_normal_and_repeats():
    middle, spread = np.array([1.0, -2.0, 0.5]), np.array([0.5, 2.0, 1.0])

    def density(x):
        return -0.5 * (((x - middle) / spread) ** 2).sum(axis=1)

    start = rng(1).standard_normal((40, 3))
    chain = sample(density, start, steps=2000, seed=5)
    assert chain.flat.mean(axis=0) == pytest.approx(middle, abs=0.15)
    assert chain.flat.std(axis=0) == pytest.approx(spread, rel=0.1)
    assert (sample(density, start, steps=2000, seed=5).flat == chain.flat).all()


def test_chain_is_as_wide_as_its_density_in_many_dimensions():
    start = rng(2).standard_normal((100, 20))
    chain = sample(lambda x: -0.5 * (x**2).sum(axis=1), start, steps=4000, seed=6, diagnose=False)
    assert chain.flat.std(axis=0).mean() == pytest.approx(1.0, abs=0.03)


@pytest.fixture(scope="module")
def toy() -> Emulated:
    """A problem with two figures and an emulator that is right about them."""
    places, figures = _linear_city(800, noise=0.3)
    problem = Problem(in_likelihood()[:2], np.array([1.0, 0.6]), np.array([0.2, 0.2]))
    return Emulated(problem, _fitted_to(places, figures))


def test_passive_scores_are_the_conditional_normal(toy):
    active = np.zeros((1, toy.emulator.active.size))
    drawn = toy.passive_scores(np.repeat(active, 20_000, axis=0), 3)
    effects = toy.emulator.effects
    precision = np.eye(len(effects)) + effects @ np.linalg.solve(toy.noise, effects.T)
    gap = (toy.problem.wanted - toy.emulator(active))[0]
    expected = np.linalg.solve(precision, effects @ np.linalg.solve(toy.noise, gap))
    assert drawn.mean(axis=0) == pytest.approx(expected, abs=0.03)
    assert np.cov(drawn, rowvar=False) == pytest.approx(np.linalg.inv(precision), abs=0.05)


def _runs_of(toy, count, repeats, seed=11):
    """Points of the emulated posterior, run by a simulator that is the emulator and some luck."""
    rows = rng(seed)
    active = rows.uniform(-0.5, 0.5, (count, toy.emulator.active.size))
    places = toy.complete(active, seed)
    luck = 0.3 * rows.standard_normal((count, repeats, 2))
    return places, toy.of(places)[:, None, :] + luck


NOISE = Noise(luck=0.09 * np.eye(2), lack=0.04 * np.eye(2))


def _weigh(toy, places, figures, fewest=0.0):
    return weigh(toy.problem, toy, places, figures, toy.of(places), NOISE, fewest)


def test_weights_add_up_to_one_and_a_failed_run_gets_none(toy):
    places, figures = _runs_of(toy, 60, 4)
    figures[7, 2, 0] = np.nan
    final = _weigh(toy, places, figures)
    assert final.weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert final.weights[7] == 0.0 and (np.delete(final.weights, 7) > 0.0).all()


def test_weights_follow_the_simulator_where_the_emulator_is_wrong(toy):
    places, figures = _runs_of(toy, 60, 4)
    right = _weigh(toy, places, figures).weights
    figures[5] = toy.problem.wanted
    figures[6] = toy.problem.wanted + 10.0
    found = _weigh(toy, places, figures).weights
    assert found[6] < 1e-12 and found[5] > right[5]


def test_a_point_is_judged_by_its_runs_and_its_neighbours(toy):
    """One figure, by hand: expected 0 with variance 0.04, mean of four runs 1 with 0.09 / 4."""
    places, figures = _runs_of(toy, 1, 4)
    problem = toy.problem.towards(np.zeros(2))
    figures[:] = 1.0
    twice = np.repeat(figures, 2, axis=0)
    twice[1] = 0.0
    places = np.repeat(places, 2, axis=0)
    found = weigh(problem, toy, places, twice, np.zeros((2, 2)), NOISE, 0.0).weights
    judged = 0.04 / (0.04 + 0.09 / 4)
    variance = 0.04 + 0.09 + 0.04 * (1.0 - judged)
    assert np.log(found[0] / found[1]) == pytest.approx(-0.5 * 2 * judged**2 / variance)


def test_weights_undo_a_biased_proposal(toy):
    """Linear and normal all through, so that the answer is known.

    Points are drawn from a posterior whose emulator is wrong by a constant; weighted by the right
    expectation they must have the moments of the right posterior.
    """
    emulator = toy.emulator
    count = 6_000
    active = np.zeros((count, emulator.active.size))
    shift = np.array([0.3, -0.2])
    wrong = replace(emulator, coefficients=emulator.coefficients.copy())
    wrong.coefficients[0] += shift
    drawn_from = replace(toy, emulator=wrong)
    drawn = drawn_from.passive_scores(active, 5)
    places = np.empty((count, WIDTH))
    places[:, emulator.active] = active
    places[:, emulator.passive] = places_at(drawn, emulator.passive)
    tight = Noise(luck=toy.emulator.covariance, lack=1e-10 * np.eye(2))
    expected = toy.of(places)
    final = weigh(toy.problem, drawn_from, places, expected[:, None, :], expected, tight, 0.0)
    effects = emulator.effects
    precision = np.eye(len(effects)) + effects @ np.linalg.solve(toy.noise, effects.T)
    gap = (toy.problem.wanted - emulator(active[:1]))[0]
    middle = np.linalg.solve(precision, effects @ np.linalg.solve(toy.noise, gap))
    found = final.weights @ scores(places, emulator.passive)
    strong = np.argsort(-np.abs(middle))[:3]
    assert found[strong] == pytest.approx(middle[strong], abs=0.06)
    unweighted = drawn.mean(axis=0)
    assert np.abs(unweighted[strong] - middle[strong]).max() > 0.1


def test_more_tempering_than_points_is_not_asked(toy):
    places, figures = _runs_of(toy, 40, 4)
    figures[:30] = np.nan
    final = _weigh(toy, places, figures, fewest=30.0)
    assert np.isfinite(final.weights).all() and final.weights.sum() == pytest.approx(1.0)
    assert final.plain * (1.0 - 1e-12) <= final.effective <= 10.0


def test_ranks_of_a_right_method_are_even():
    rows = rng(41)
    truths = rows.standard_normal((400, 1))
    draws = [rows.standard_normal((3000, 1)) for _ in truths]
    known = coverage._known(truths, draws, np.full(400, np.inf))
    assert known.inside.mean() == pytest.approx(0.9, abs=0.05)
    assert stats.kstest(known.ranks[:, 0] / coverage.RANKS_OF, "uniform").pvalue > 0.01


def test_a_left_out_figure_takes_what_the_others_tell_of_luck(toy):
    """Two figures with a common luck: the one seen moves what is said of the other."""
    own = np.array([[1.0, 0.9], [0.9, 1.0]])
    together = replace(toy, own=own)
    places = toy.complete(np.zeros((6_000, toy.emulator.active.size)), 3)
    found = predict._given_the_others(together, places, 0, 4)
    noise = together.noise
    share = noise[0, 1] / noise[1, 1]
    expected = toy.of(places)
    middle = expected[:, 0] + share * (toy.problem.wanted[1] - expected[:, 1])
    assert (found - middle).mean() == pytest.approx(0.0, abs=0.04)
    assert (found - middle).var() == pytest.approx(noise[0, 0] - share * noise[0, 1], rel=0.08)


def test_noise_is_told_apart():
    rows = rng(21)
    errors = np.array([1.0, 0.01])
    wrong = rows.standard_normal((4000, 2)) * errors
    luck = 2.0 * rows.standard_normal((4000, 3, 2)) * errors
    figures = wrong[:, None, :] + luck
    found = measure_noise(figures, figures.mean(axis=1), errors)
    assert np.sqrt(np.diag(found.luck)) / errors == pytest.approx([2.0, 2.0], rel=0.05)
    assert np.sqrt(np.diag(found.lack)) / errors == pytest.approx([1.0, 1.0], rel=0.1)


def test_a_perfect_emulator_leaves_next_to_nothing():
    figures = rng(22).standard_normal((4000, 3, 2)) * np.array([1.0, 0.01])
    found = measure_noise(figures, figures.mean(axis=1), np.array([1.0, 0.01]))
    assert (np.sqrt(np.diag(found.lack)) / np.array([1.0, 0.01]) < 0.25).all()


def test_too_few_weights_are_tempered_and_it_is_said(toy):
    places, figures = _runs_of(toy, 400, 4)
    elsewhere = toy.problem.towards(toy.problem.wanted + 1.5)

    def found(fewest):
        return weigh(elsewhere, toy, places, figures, toy.of(places), NOISE, fewest)

    plain = found(0.0)
    assert plain.power == 1.0 and plain.effective == pytest.approx(plain.plain)
    tempered = found(plain.effective + 10.0)
    assert tempered.power < 1.0 and tempered.plain == pytest.approx(plain.effective)
    assert tempered.effective == pytest.approx(plain.effective + 10.0, rel=1e-3)
    assert effective(np.ones(7)) == pytest.approx(7.0)


def test_systematic_resampling_keeps_the_weights():
    weights = np.array([0.5, 0.0, 0.25, 0.25])
    assert systematic(weights, 400, 3).tolist() == [200, 0, 100, 100]
    rough = rng(1).dirichlet(np.ones(30))
    assert np.abs(systematic(rough, 500, 2) - 500 * rough).max() <= 1.0


def test_every_parameter_that_is_fitted_is_told_of_by_the_figures():
    """One that is not keeps its judged prior: it does not belong into `fit.toml`."""
    with (posterior_folder() / "parameters.csv").open(encoding="utf-8") as file:
        shrinkage = {row["parameter"]: float(row["shrinkage"]) for row in csv.DictReader(file)}
    assert [name for name in fitted().all if shrinkage[name] < DISCIPLINED] == []


# --- the second route, rivals --------------------------------------------------------------------


def test_second_route_agrees_with_the_normal_answer():
    columns = np.array([0])
    places = rng(4).uniform(-1.0, 1.0, (20_000, 1))
    figures = places + 0.05 * rng(5).standard_normal(places.shape)
    problem = Problem(in_likelihood()[:1], np.array([0.2]), np.array([0.05]))
    found = crosscheck.adjust(problem, places, figures, columns, 6)
    assert found.weights.sum() == pytest.approx(1.0)
    assert found.mean[0] == pytest.approx(0.2, abs=0.01)
    assert found.spread[0] == pytest.approx(np.hypot(0.05, 0.05), rel=0.2)


def test_rivals_by_hand():
    found = rivals(20.0, 40.0, 2025, share=True)
    assert found["last_value"] == 40.0 and found["constant_growth"] == 80.0
    assert found["logistic"] == pytest.approx(100 / (1 + np.exp(-np.log(16 / 9))))
    assert set(rivals(20.0, 40.0, 2025, share=False)) == {"last_value", "constant_growth"}


def test_constant_prices_take_the_deflator_out():
    figures = predict.FIGURES
    runs = np.ones((1, 11, len(figures)))
    price = 1.03 ** np.arange(11)
    runs[0, :, figures.index("real_value_added_index")] = 1.07 ** np.arange(11)
    runs[0, :, figures.index("value_added")] = 100.0 * 1.07 ** np.arange(11) * price
    found = predict.at_constant_prices(runs, "value_added")
    assert found[0] == pytest.approx(100.0 * 1.07 ** np.arange(11) * price[5])


def test_the_published_city_is_the_published_one():
    problem = published_city()
    for target, wanted in zip(problem.targets, problem.wanted, strict=True):
        assert target.unscaled(np.array([wanted]))[0] == pytest.approx(target.published)
    shorter = problem.without(3)
    assert problem.targets[3] not in shorter.targets
    assert shorter.wanted.size == len(problem.targets) - 1


# --- shards --------------------------------------------------------------------------------------

ASKED = list(range(23))


def _double(tasks: list[int]) -> np.ndarray:
    return np.array([[2.0 * task, 1.0] for task in tasks])


def _refuse(tasks: list[int]) -> np.ndarray:
    raise AssertionError(f"{tasks} ran twice")


def test_shards_answer_in_order_whatever_the_workers(tmp_path):
    one = run_shards(tmp_path / "a", ASKED, _double, workers=1, size=5)
    two = run_shards(tmp_path / "b", ASKED, _double, workers=2, size=5)
    assert (one == two).all() and one[:, 0].tolist() == [2.0 * k for k in ASKED]


def test_finished_shards_are_not_run_again(tmp_path):
    counted = []
    run_shards(tmp_path, ASKED, _double, workers=1, size=5)
    found = run_shards(tmp_path, ASKED, _refuse, workers=1, size=5, progress=counted.append)
    assert found.shape == (23, 2) and counted == [23]


def test_other_tasks_have_other_names():
    assert identity([1, 2]) == identity([1, 2]) != identity([2, 1])


KILLED = """
    import sys, time
    from pathlib import Path
    import numpy as np
    from sim.sweep.shards import run_shards

    def slow(tasks):
        time.sleep(0.3)
        return np.array([[2.0 * task, 1.0] for task in tasks])

    run_shards(Path(sys.argv[1]), list(range(23)), slow, workers=1, size=1)
"""


def test_a_killed_study_goes_on_where_it_stopped(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)]
    process = subprocess.Popen(command, cwd=REPOSITORY, env=environment())
    try:
        deadline = time.time() + 60
        while len(list(tmp_path.glob("*.npy"))) < 3 and time.time() < deadline:
            time.sleep(0.05)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = len(list(tmp_path.glob("*.npy")))
    assert 3 <= done < 23
    counted: list[int] = []
    found = run_shards(tmp_path, ASKED, _double, workers=1, size=1, progress=counted.append)
    assert counted[0] == done and sum(counted) == 23
    assert found[:, 0].tolist() == [2.0 * k for k in ASKED]


def test_half_a_shard_does_not_count(tmp_path):
    (tmp_path / f"{identity(ASKED[:5])}.1.part").write_bytes(b"half")
    found = run_shards(tmp_path, ASKED[:5], _double, workers=1, size=5)
    assert found.shape == (5, 2)


def test_widening_leaves_the_passive_parameters_alone(toy):
    wide = replace(toy, widen=4.0)
    extra = wide.likelihood.covariance - toy.likelihood.covariance
    assert extra == pytest.approx(3.0 * toy.noise)
