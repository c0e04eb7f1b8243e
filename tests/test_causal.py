"""Causal checks: estimators on made-up panels with a known effect, experiments, placebos."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.base.errors import InputError
from sim.explore.causal import experiments
from sim.explore.causal.experiments import (
    Design,
    design,
    in_order,
    leaders_first,
    staggered,
    with_land_returned,
    with_subsidy,
    without,
)
from sim.explore.causal.fixed_effects import Panel, two_way, without_means
from sim.explore.causal.staggered import NEVER, event_study
from sim.explore.causal.twins import (
    first_places,
    log_investment,
    panel_of,
    productivity,
    treated_rows,
    true_effect,
)
from sim.explore.expected import expectations
from sim.explore.firm_years import FirmYears, firm_years
from sim.park.atlas import places
from sim.report.trust.session import causal_and_report
from sim.scenario.load import load_scenario
from sim.scenario.member import Member

YEARS = tuple(range(2015, 2021))
PLACES = 60
MEMBER = Member(0, {}, 1, 1)


def made_up(
    rng: np.random.Generator, start: np.ndarray, effect: object, firms: int = 2400,
    noise: float = 0.05, shock: float = 0.02,
) -> Panel:  # fmt: skip
    """Firms with levels of their own, common years, shocks of places, some years missing."""
    place = rng.integers(0, PLACES, firms)
    level, common = rng.normal(0.0, 0.5, firms), rng.normal(0.0, 0.1, len(YEARS))
    local = np.cumsum(rng.normal(0.0, shock, (PLACES, len(YEARS))), axis=1)
    firm, year = (axis.ravel() for axis in np.meshgrid(np.arange(firms), np.arange(len(YEARS))))
    value = level[firm] + common[year] + local[place[firm], year]
    value = value + rng.normal(0.0, noise, len(firm))
    begun = start[place[firm]]
    since = np.array(YEARS)[year] - begun
    value = value + np.where(since >= 0, effect(since, begun), 0.0)  # type: ignore[operator]
    seen = rng.uniform(size=len(firm)) < 0.9
    known = np.unique(firm[seen], return_inverse=True)[1]
    return Panel(value[seen], known, year[seen], place[firm[seen]], np.ones(int(seen.sum())))


def starts(rng: np.random.Generator, years: tuple[int, ...] = (2017, 2018, 2019, NEVER)):
    return rng.permutation(np.resize(np.array(years), PLACES))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


# --- estimators -----------------------------------------------------------------------------------


def test_two_way_is_the_regression_with_all_dummies(rng: np.random.Generator) -> None:
    start = starts(rng)
    panel = made_up(rng, start, lambda since, begun: 0.05, firms=80)
    panel = dataclasses.replace(panel, weight=rng.uniform(0.5, 3.0, len(panel.firm)))
    treated = treated_rows(panel, YEARS, start)
    dummies = np.concatenate([np.eye(panel.firm.max() + 1)[panel.firm],
                              np.eye(len(YEARS))[panel.year][:, 1:], treated[:, None]], axis=1)
    root = np.sqrt(panel.weight)
    found = np.linalg.lstsq(dummies * root[:, None], panel.outcome * root, rcond=None)[0]
    left = panel.outcome - dummies @ found
    bread = np.linalg.pinv((dummies * panel.weight[:, None]).T @ dummies)
    scores = np.stack([((dummies * (panel.weight * left)[:, None])[panel.place == place]).sum(0)
                       for place in np.unique(panel.place)])  # fmt: skip
    count, rows, known = len(scores), len(left), 1 + len(YEARS)
    few = count / (count - 1) * (rows - 1) / (rows - known)
    error = np.sqrt(few * (bread @ scores.T @ scores @ bread)[-1, -1])
    estimate = two_way(panel, treated)
    assert estimate.value == pytest.approx(found[-1], abs=1e-7)
    assert estimate.error == pytest.approx(error, rel=1e-5)


def test_means_that_are_taken_out_are_out(rng: np.random.Generator) -> None:
    panel = made_up(rng, starts(rng), lambda since, begun: 0.0, firms=50)
    left = without_means(panel.outcome, panel)
    assert np.abs(np.bincount(panel.firm, left)).max() < 1e-6
    assert np.abs(np.bincount(panel.year, left)).max() < 1e-6


def repeated(effect: object, times: int = 40) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Two-way and cohort estimates over made-up cities; shares of intervals that hold the truth."""
    two, cohort, truth = [], [], []
    held = np.zeros(2)
    for number in range(times):
        rng = np.random.default_rng(100 + number)
        start = starts(rng)
        panel = made_up(rng, start, effect, firms=800)
        treated = treated_rows(panel, YEARS, start)
        since = np.array(YEARS)[panel.year] - start[panel.place]
        true = np.mean(effect(since, start[panel.place])[treated == 1])  # type: ignore[operator]
        estimates = two_way(panel, treated), event_study(panel, YEARS, start).overall
        held += [one.holds(true) for one in estimates]
        two.append(estimates[0].value)
        cohort.append(estimates[1].value)
        truth.append(true)
    return np.array(two), np.array(cohort), float(np.mean(truth)), float(held.min() / times)


def test_a_homogeneous_effect_is_found_by_both() -> None:
    two, cohort, truth, held = repeated(lambda since, begun: np.full(since.shape, 0.03))
    assert truth == pytest.approx(0.03)
    assert two.mean() == pytest.approx(truth, abs=0.005)
    assert cohort.mean() == pytest.approx(truth, abs=0.005)
    assert held >= 0.8


def test_a_growing_effect_misleads_two_way_only() -> None:
    """Early cohorts, already treated and still growing, serve two-way as controls."""
    two, cohort, truth, _ = repeated(
        lambda since, begun: 0.04 * (since + 1.0) * np.where(begun == 2017, 2.0, 0.5)
    )
    assert cohort.mean() == pytest.approx(truth, abs=0.006)
    assert two.mean() < truth - 0.02


def test_a_placebo_finds_nothing_too_often() -> None:
    found = trends = 0
    for number in range(60):
        rng = np.random.default_rng(300 + number)
        start = starts(rng)
        panel = made_up(rng, start, lambda since, begun: 0.0, firms=600)
        event = event_study(panel, YEARS, start)
        found += not event.overall.holds(0.0)
        found += not two_way(panel, treated_rows(panel, YEARS, start)).holds(0.0)
        trends += event.trend < 0.05
    assert found <= 14 and trends <= 8


def test_years_before_the_start_show_a_trend_that_is_there(rng: np.random.Generator) -> None:
    start = starts(rng)
    panel = made_up(rng, start, lambda since, begun: 0.0, shock=0.005)
    risen = 0.05 * panel.year * (start[panel.place] < NEVER)
    event = event_study(dataclasses.replace(panel, outcome=panel.outcome + risen), YEARS, start)
    assert event.trend < 1e-3
    early = {since: one.value for since, one in zip(event.since, event.effects, strict=True)}
    assert early[-2] < -0.03 and early[-3] < early[-2]


def test_the_event_study_follows_a_known_path(rng: np.random.Generator) -> None:
    start = starts(rng)
    panel = made_up(rng, start, lambda since, begun: 0.02 * (since + 1.0), 6000, 0.02, 0.001)
    event = event_study(panel, YEARS, start)
    assert event.since == (-4, -3, -2, 0, 1, 2, 3)
    for since, one in zip(event.since, event.effects, strict=True):
        assert one.value == pytest.approx(0.02 * (since + 1) if since >= 0 else 0.0, abs=0.006)


def test_cohorts_by_hand() -> None:
    """Two places, one treated in 2017; the effect is the difference of two changes."""
    outcome = np.array([[1.0, 1.1, 1.5], [2.0, 2.3, 2.4]])
    firm, year = np.repeat([0, 1], 3), np.tile([0, 1, 2], 2)
    panel = Panel(outcome.ravel(), firm, year, firm, np.ones(6))
    event = event_study(panel, (2015, 2016, 2017), np.array([2017, NEVER]))
    assert event.since == (-2, 0)
    assert event.effects[0].value == pytest.approx((1.0 - 1.1) - (2.0 - 2.3))
    assert event.effects[1].value == pytest.approx((1.5 - 1.1) - (2.4 - 2.3))


# --- experiments ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan() -> Design:
    return design()


@pytest.fixture(scope="module")
def worlds(plan: Design) -> dict[str, FirmYears]:
    """Twin cities on the same luck."""
    scenario = load_scenario("baseline")
    first = np.where(np.arange(len(places())) % 2 == 0, 2017, NEVER)
    made = {
        "bare": staggered(scenario, plan, np.full(len(places()), NEVER)),
        "half": staggered(scenario, plan, first),
        "everywhere": staggered(scenario, plan, np.full(len(places()), 2018)),
        "rules": without(scenario, plan.orders),
        "land": with_land_returned(scenario),
    }
    return {name: firm_years(one, MEMBER, last_year=2020, firms=0.05)
            for name, one in made.items()}  # fmt: skip


def same(first: FirmYears, second: FirmYears, year: int) -> bool:
    return all(np.array_equal(first.of(year, name), second.of(year, name))
               for name in first.columns[year])  # fmt: skip


def test_rules_everywhere_by_place_are_the_rules_of_the_city(worlds: dict[str, FirmYears]) -> None:
    for year in (2017, 2020):
        assert same(worlds["everywhere"], worlds["rules"], year)
    assert not same(worlds["everywhere"], worlds["bare"], 2018)


def test_before_the_start_twins_are_the_same_to_the_byte(worlds: dict[str, FirmYears]) -> None:
    assert same(worlds["half"], worlds["bare"], 2016)
    assert not same(worlds["half"], worlds["bare"], 2017)
    start = np.where(np.arange(len(places())) % 2 == 0, 2017, NEVER)
    early = true_effect(worlds["half"], worlds["bare"], (2015, 2016), start - 2, productivity)
    assert early.treated == 0.0 and early.others == 0.0


def test_the_truth_is_what_was_planted(worlds: dict[str, FirmYears]) -> None:
    """A city whose firms are lifted by 5% wherever rules are in force."""
    bare, start = worlds["bare"], np.where(np.arange(len(places())) % 3 == 0, 2018, NEVER)
    keys, at = first_places(bare, YEARS)
    lifted = {
        year: {**bare.columns[year], "productivity": bare.of(year, "productivity")
               + 0.05 * (start[at[np.searchsorted(keys, bare.of(year, "key"))]] <= year)}
        for year in bare.years
    }  # fmt: skip
    run = FirmYears(bare.years, lifted, bare.indicators)
    truth = true_effect(run, bare, YEARS, start, productivity)
    assert truth.treated == pytest.approx(0.05) and truth.others == pytest.approx(0.0)
    assert truth.since == pytest.approx({0: 0.05, 1: 0.05, 2: 0.05})
    panel = panel_of(run, YEARS, productivity)
    plain = panel_of(bare, YEARS, productivity)
    treated = treated_rows(panel, YEARS, start)
    more = two_way(panel, treated).value - two_way(plain, treated).value
    assert more == pytest.approx(0.05, abs=1e-6)
    more = (event_study(panel, YEARS, start).overall.value
            - event_study(plain, YEARS, start).overall.value)  # fmt: skip
    assert more == pytest.approx(0.05, abs=1e-9)


def test_a_panel_is_the_register(worlds: dict[str, FirmYears]) -> None:
    run = worlds["bare"]
    panel = panel_of(run, YEARS, productivity)
    for t, year in enumerate(YEARS):
        listed = run.of(year, "weight") * run.of(year, "above_scale")
        assert panel.weight[panel.year == t].sum() == pytest.approx(listed.sum())
    invested = panel_of(run, YEARS[1:], log_investment)
    assert np.isfinite(invested.outcome).all() and len(invested.outcome) > 0


def test_more_subsidy_is_more_spending(plan: Design) -> None:
    scenario = load_scenario("baseline")
    runs = [firm_years(with_subsidy(scenario, rate, plan.subsidy_first, chosen), MEMBER,
                       last_year=plan.subsidy_first, firms=0.02)
            for rate, chosen in ((0.0, None), (0.1, None), (0.1, np.zeros(len(places()), bool)))]
    spent = [np.sum(run.of(plan.subsidy_first, "weight") * run.of(plan.subsidy_first, "upgraded"))
             for run in runs]  # fmt: skip
    assert spent[1] > spent[0] == spent[2]
    year, rest = plan.subsidy_first, []
    for run in runs:
        projects = run.of(year, "upgraded") * run.of(year, "upgrade_cost")
        rest.append(np.sum(run.of(year, "weight") * (run.of(year, "investment") - projects)))
    assert rest[1] > 1.05 * rest[0] and rest[2] == rest[0], "renewal and expansion answer as well"


def test_land_comes_back_only_if_the_dose_says_so(worlds: dict[str, FirmYears]) -> None:
    from sim.explore.causal.study import _land_given_back

    assert _land_given_back(worlds["rules"], 2018) == 0.0
    assert _land_given_back(worlds["land"], 2018) > 0.0


# --- who is first ---------------------------------------------------------------------------------


def test_groups_are_of_equal_size_among_parks_and_among_blocks() -> None:
    start = in_order(np.arange(len(places())), (2017, 2018, 2019))
    outside = np.array([not place.is_park for place in places()])
    for kind in (outside, ~outside):
        counts = [int(np.sum(start[kind] == year)) for year in (2017, 2018, 2019, NEVER)]
        assert max(counts) - min(counts) <= 1 and sum(counts) == kind.sum()
    assert start[0] == 2017


def test_leaders_have_the_most_value_added_per_mu(worlds: dict[str, FirmYears]) -> None:
    order, run = leaders_first(worlds["bare"]), worlds["bare"]
    assert sorted(order) == list(range(len(places())))

    def density(place: int) -> float:
        here = run.of(2015, "weight") * (run.of(2015, "place") == place)
        return float(np.sum(here * run.of(2015, "value_added"))
                     / np.sum(here * run.of(2015, "land")))  # fmt: skip

    assert density(order[0]) > density(order[20]) > density(order[-1])


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("rules", ["grade_charge"], "unknown instrument 'grade_charge'"),
        ("cohorts", [2019, 2018], "cohorts must rise"),
        ("cohorts", [2015, 2018], "cohorts must rise"),
        ("last_year", None, "give last_year"),
        ("cohort", [2017], "unknown key 'cohort'; did you mean 'cohorts'?"),
    ],
)
def test_a_design_that_cannot_be_run_is_refused(
    key: str, value: object, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = dict(experiments.toml(experiments.FILE)["design"])
    written.pop(key, None)
    if value is not None:
        written[key] = value
    monkeypatch.setattr(experiments, "toml", lambda name: {"design": written})
    with pytest.raises(InputError) as refused:
        design()
    assert said in str(refused.value) and refused.value.zh != str(refused.value)


def test_a_scenario_without_rules_is_refused(plan: Design) -> None:
    with pytest.raises(InputError, match="no_policy: none of grade_charges"):
        staggered(load_scenario("no_policy"), plan, np.full(len(places()), 2017))


# --- the command ----------------------------------------------------------------------------------


def asked(out: Path, said: io.StringIO, seed: int, seeds: int = 1, draws: str = "central") -> None:
    """What `yongsim causal` does, in this process."""
    causal_and_report(
        "baseline", seeds=seeds, firms=0.01, draws=draws, seed=seed, out=out, language="zh",
        screen=Console(file=said, width=150), workers=1, quiet=True,
    )  # fmt: skip


def test_the_command_runs_the_experiments(tmp_path: Path) -> None:
    said = io.StringIO()
    asked(tmp_path / "out", said, 1, seeds=2, draws="posterior")
    found = pd.read_csv(tmp_path / "out" / "causal.csv").set_index("name")
    assert list(found.index) == list(expectations(experiments.FILE))
    assert found.loc["low_efficiency_land", "median"] == 0.0
    assert found.loc["low_efficiency_land", "verdict"] == "fails"
    checks = pd.read_csv(tmp_path / "out" / "estimators.csv")
    assert len(checks) == 4 and (checks["members"] == 2).all()
    assert "估计方法与真实效应对照" in said.getvalue() and "在范围外" in said.getvalue()
    since = pd.read_csv(tmp_path / "out" / "event_study.csv")["since"]
    assert set(since) == {-4, -3, -2, 0, 1, 2, 3}


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        asked(tmp_path / name, io.StringIO(), seed)
    one, again, other = ((tmp_path / name / "estimators.csv").read_bytes()
                         for name in ("one", "again", "other"))  # fmt: skip
    assert one == again != other


def test_a_seed_below_nought_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="give 0 or more"):
        asked(tmp_path / "out", io.StringIO(), -1)
    assert not (tmp_path / "out").exists()


def test_python_gives_the_same_figures_as_tables() -> None:
    from sim import api

    found = api.causal("baseline", seeds=1, firms=0.01, draws="central", workers=1)
    assert list(found.figures["name"]) == list(expectations(experiments.FILE))
    assert list(found.estimators["estimator"]) == ["two_way", "cohorts"] * 2
    assert set(found.since["order"]) == {"lot", "leaders"}
    facts = api.facts("baseline", seeds=1, firms=0.01, draws="central", workers=1)
    assert {"name", "low", "high", "median", "verdict", "built"} <= set(facts.columns)
