"""Comparisons: pairs share all but the policy; intervals and the stop rule are what they say."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from helpers import digest
from scipy import stats

from sim.base.errors import InputError
from sim.base.indicators import INDICATORS
from sim.city.record import Record
from sim.compare import conflicts as conflicts_module
from sim.compare import together as together_module
from sim.compare.audit import first_year, full_audit, joint, read_own
from sim.compare.conflicts import Conflict, conflicts
from sim.compare.figures import compared
from sim.compare.naive import extrapolated, met_by_extrapolation
from sim.compare.pairs import difference, least_deviation, pairs_for_width, student
from sim.compare.projects import project_shares
from sim.compare.ratio import ratio
from sim.compare.targets import Target, audit, outcomes, targets, wilson
from sim.compare.together import Comparison, check_maximum, load_all, run_together
from sim.compare.twins import effects, twin_effects, without_instrument
from sim.compare.width import FEWEST, Width, check_widths, read_widths
from sim.compare.winners import dimensions, group_names, winners
from sim.report.compare.labels import SHOWN, group_label
from sim.report.compare.sentences import conflict_sentence, width_sentence
from sim.report.compare.words import WORDS
from sim.scenario.ensemble import Ensemble, run_ensemble, run_ensembles
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.member import Member
from sim.scenario.pert import with_ledger_prices
from sim.scenario.posterior import Posterior
from sim.scenario.sample import Draws, Origin, Sample, batches, draw_members

TARGET = {target.name: target for target in targets()}
QUICK: dict[str, Any] = {"firms": 0.02, "workers": 1}


def no_bar(runs: int) -> AbstractContextManager[None]:
    return nullcontext()


def go(names: Sequence[str], **options: Any) -> Comparison:
    asked = {"seeds": 4, "draws": "central", **QUICK, **options}
    return run_together(load_all(names), progress=no_bar, **asked)


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario that is the baseline by another name."""
    path = tmp_path_factory.mktemp("alike") / "alike.toml"
    path.write_text('extends = "baseline"\n[title]\nzh = "同"\nen = "alike"\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def three(alike: Path) -> Comparison:
    return go(["baseline", str(alike), "full_plan"])


# --- pairs --------------------------------------------------------------------------------------


def test_a_scenario_compared_with_itself_differs_by_nothing(three: Comparison) -> None:
    same = [row for row in compared(three.ensembles) if row.scenario == "alike"]
    assert {row.indicator for row in same} == {item.name for item in INDICATORS}
    for row in same:
        found = row.difference
        assert (found.mean, found.standard_error, found.low, found.high) == (0.0, 0.0, 0.0, 0.0)
        assert found.five == found.median == found.ninety_five == found.positive == 0.0
        assert found.to_tell is None and not found.sure
    mine = [row.difference for row in winners(three.ensembles) if row.scenario == "alike"]
    assert mine and all(one.mean == one.five == one.ninety_five == 0.0 for one in mine)


def test_another_policy_does_make_a_difference(three: Comparison) -> None:
    rows = {row.indicator: row for row in compared(three.ensembles) if row.scenario == "full_plan"}
    assert rows["upgrades"].difference.mean > 0.0
    assert any(row.difference.mean != 0.0 for row in winners(three.ensembles)
               if row.scenario == "full_plan")  # fmt: skip


def test_pairs_stand_on_the_same_members(three: Comparison) -> None:
    for one in three.ensembles:
        assert one.members == three.first.members and one.runs == three.first.runs
    plain = run_ensemble("full_plan", seeds=4, draws="central", **QUICK)
    assert [digest(record) for record in plain.records] == [
        digest(record) for record in three.ensembles[2].records
    ]


def test_the_interval_is_the_paired_t_interval(luck: np.random.Generator) -> None:
    mine, theirs = luck.normal(3.0, 2.0, 30), luck.normal(2.0, 2.0, 30)
    found = difference(mine, theirs)
    test = stats.ttest_rel(mine, theirs)
    low, high = test.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.mean == pytest.approx(float(np.mean(mine - theirs)))
    assert found.standard_error == pytest.approx(float(stats.sem(mine - theirs)))
    assert found.sure == (low > 0.0 or high < 0.0)
    assert difference(mine[:1], theirs[:1]).standard_error is None


@pytest.mark.parametrize(("deviation", "width"), [(1.0, 3.0), (5.0, 1.0), (0.3, 0.29), (0.0, 1.0)])
def test_needed_pairs_are_the_fewest_that_do(deviation: float, width: float) -> None:
    def found(pairs: int) -> float:
        return float(2.0 * stats.t.ppf(0.975, pairs - 1) * deviation / math.sqrt(pairs))

    least = pairs_for_width(deviation, width)
    assert least is not None and found(least) <= width
    assert least == 2 or found(least - 1) > width
    assert pairs_for_width(1e9, 1e-9) is None
    assert student(9) == pytest.approx(stats.t.ppf(0.975, 9))


# --- width --------------------------------------------------------------------------------------


def test_a_wide_wish_is_reached_by_the_first_batch_and_a_narrow_one_is_not() -> None:
    names = ["baseline", "full_plan"]
    first = go(names, seeds=10, widths=[Width("value_added", 1e6)], most=40)
    assert [check.reached for check in first.widths] == [True]
    assert len(first.first.records) == 10
    assert first.widths[0].found is not None
    half = Width("value_added", 0.5 * first.widths[0].found)
    last = go(names, seeds=10, widths=[half], most=25)
    (check,) = last.widths
    assert not check.reached and check.pairs == 25 and len(last.first.members) == 25
    assert check.needed is not None and check.needed > 25
    assert last.first.runs == tuple(range(1, 26))
    assert last.first.members[:10] == first.first.members
    assert len({(one.population_seed, one.seed) for one in last.first.members}) == 25
    # It stops as soon as the width is reached, not before.
    middle = check_widths([replace(one, records=one.records[:20]) for one in last.ensembles],
                          [Width("value_added", 1.0)])[0]  # fmt: skip
    assert middle.found is not None
    stopped = go(names, seeds=10, widths=[Width("value_added", middle.found * 1.000001)], most=40)
    wide = check_widths([replace(one, records=one.records[:10]) for one in last.ensembles],
                        [Width("value_added", 1.0)])[0]  # fmt: skip
    assert wide.found is not None
    assert len(stopped.first.records) == (20 if wide.found > middle.found else 10)


def made_up(deviation: float) -> Callable[..., list[Ensemble]]:
    """In place of runs: differences of a known spread, the same every time."""
    luck = np.random.default_rng(7)

    def run(scenarios: Sequence[Scenario], sample: Sample, **_: Any) -> list[Ensemble]:
        found = []
        for k, scenario in enumerate(scenarios):
            values = luck.normal(5.0, deviation, len(sample.members)) if k == 1 else (
                np.zeros(len(sample.members)))  # fmt: skip
            records: list[Any] = [SimpleNamespace(indicators=[{"value_added": one}])
                                  for one in values.tolist()]  # fmt: skip
            found.append(Ensemble(scenario, records, tuple(range(1, len(records) + 1)),
                                  sample.members, sample.origin))  # fmt: skip
        return found

    return run


@pytest.mark.parametrize(("width", "most", "least", "greatest"), [
    (0.1, 1000, 10, 10),  # about 150,000 pairs: the first batch shows it
    (2.0, 1000, 300, 500),  # about 390 pairs: waited for, and reached
    (2.0, 100, 10, 20),  # not within 100
    (2.0, 200, 10, 190),  # some batches can tell 200 from 390
])  # fmt: skip
def test_a_width_is_waited_for_only_while_it_may_be_reached(
    monkeypatch: pytest.MonkeyPatch, width: float, most: int, least: int, greatest: int
) -> None:
    monkeypatch.setattr(together_module, "run_ensembles", made_up(10.0))
    found = go(["no_policy", "baseline"], seeds=10, widths=[Width("value_added", width)],
               most=most)  # fmt: skip
    (check,) = found.widths
    assert least <= check.pairs <= greatest
    assert check.needed is not None and check.at_least is not None
    assert check.at_least <= check.needed and check.reached == (least == 300)
    said = {language: width_sentence(check, found, language) for language in ("zh", "en")}
    stopped = not check.reached
    assert ("no further batch" in said["en"]) == ("不再继续" in said["zh"]) == stopped
    if stopped:
        assert all(f"{check.needed:,}" in text and "--most" in text for text in said.values())


def test_one_width_out_of_reach_does_not_end_the_wait_for_another(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together_module, "run_ensembles", made_up(10.0))
    (check,) = go(["no_policy", "baseline"], seeds=10, widths=[Width("value_added", 2.0)],
                  most=1000).widths  # fmt: skip
    assert not check.out_of_reach(1000)
    assert not replace(check, found=9.0, at_least=999).out_of_reach(1000)
    assert replace(check, found=9.0, at_least=1001).out_of_reach(1000)
    assert not replace(check, found=9.0, at_least=1001, pairs=FEWEST - 1).out_of_reach(1000)
    assert replace(check, found=9.0, at_least=None).out_of_reach(1000)


def test_the_least_deviation_is_the_lower_end_of_its_interval(luck: np.random.Generator) -> None:
    """Of 2,000 samples of 10, about 2.5% lie so wide that the truth is below the lower end."""
    samples = luck.normal(0.0, 1.0, (2000, 10))
    low = [least_deviation(float(np.std(one, ddof=1)), 10) for one in samples]
    assert 0.01 < float(np.mean(np.array(low) > 1.0)) < 0.045


def test_few_pairs_never_end_the_batches() -> None:
    found = go(["baseline", "full_plan"], seeds=4, widths=[Width("value_added", 1e6)], most=40)
    assert FEWEST <= len(found.first.records) <= FEWEST + 4 and found.widths[0].reached


@pytest.mark.parametrize("draws", ["central", "prior"])
def test_batches_begin_as_plain_runs_and_repeat_no_member(draws: Draws) -> None:
    three = list(itertools.islice(batches(draws, 5), 3))
    assert three[0] == draw_members(draws, 5)
    seeds = [(one.population_seed, one.seed) for batch in three for one in batch.members]
    assert len(set(seeds)) == 15


def test_batches_of_a_posterior_keep_weights_and_repeat_no_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from sim.scenario import sample as module

    members = tuple(Member(k, {}, k, k) for k in range(1, 4))
    posterior = Posterior(members, (0.6, 0.3, 0.1), None, "x")  # type: ignore[arg-type]
    monkeypatch.setattr(module, "posterior_folder", lambda: tmp_path)
    monkeypatch.setattr(module, "read_posterior", lambda where: posterior)
    monkeypatch.setattr(module, "is_stale", lambda one: False)
    four = list(itertools.islice(batches("posterior", 25), 4))
    assert four[0].members == with_ledger_prices(posterior.draw(25))
    drawn = [one for batch in four for one in batch.members]
    assert len({(one.population_seed, one.seed) for one in drawn}) == 100
    assert [sum(one.number == k for one in drawn) for k in (1, 2, 3)] == [60, 30, 10]


@pytest.mark.parametrize(
    ("written", "message"),
    [("value_added", "INDICATOR=WIDTH"), ("value_aded=3", "did you mean 'value_added'"),
     ("value_added=0", "above 0"), ("value_added=-1", "above 0"), ("value_added=nan", "above 0"),
     ("value_added=inf", "above 0"), ("value_added=", "not a number"),
     ("value_added=two", "not a number")],
)  # fmt: skip
def test_a_bad_width_is_refused(written: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_widths([written])


def test_other_requests_are_refused(alike: Path) -> None:
    assert read_widths(["value_added=3", "profit=0.5"])[1] == Width("profit", 0.5)
    with pytest.raises(InputError, match="twice"):
        read_widths(["profit=1", "profit=2"])
    for names in (["baseline", "baseline"], ["baseline", str(alike), str(alike)]):
        with pytest.raises(InputError, match="given twice"):
            load_all(names)
    with pytest.raises(InputError, match="two scenarios"):
        load_all(["baseline"])
    with pytest.raises(InputError, match="--most"):
        check_maximum(5, 10)
    with pytest.raises(InputError, match="did you mean 'tax_per_mu'"):
        read_own("value_added,tax_per_mo")
    with pytest.raises(InputError, match="no figure in the model"):
        read_own("solid_waste_use_rate")
    with pytest.raises(InputError, match="separated by commas"):
        read_own(" , ")
    assert read_own("tax_per_mu, value_added,tax_per_mu") == ("tax_per_mu", "value_added")


# --- targets ------------------------------------------------------------------------------------


def paths(series: dict[str, list[list[float]]], firms: float = 1.0) -> Ensemble:
    """Runs whose indicators from 2020 on are given, a list per run; nought before and beside."""
    runs = len(next(iter(series.values())))
    records = []
    for k in range(runs):
        figures = [{item.name: 1.0 for item in INDICATORS} for _ in range(11)]
        for name, found in series.items():
            for year, value in enumerate(found[k], start=5):
                figures[year][name] = value
        records.append(Record(k, list(range(2015, 2026)), figures))
    members = tuple(Member(0, {}, 1, k) for k in range(runs))
    return Ensemble(load_scenario("baseline"), records, tuple(range(1, runs + 1)), members,
                    Origin("central"), firms)  # fmt: skip


@pytest.mark.parametrize(("hits", "runs"), [(0, 10), (3, 10), (10, 10), (57, 100), (1, 400)])
def test_wilsons_interval_solves_its_equation(hits: int, runs: int) -> None:
    """Its ends are the shares p from which what was seen lies just 1.96 errors away."""
    share, z = hits / runs, stats.norm.ppf(0.975)
    for end in wilson(hits, runs):
        assert (share - end) ** 2 == pytest.approx(z * z * end * (1 - end) / runs, abs=1e-12)
    low, high = wilson(hits, runs)
    assert 0.0 <= low <= share + 1e-15 and share - 1e-15 <= high <= 1.0 and low < high


def test_shortfall_and_first_year_of_a_level() -> None:
    aim = TARGET["value_added"]
    assert aim.aim == 6800.0
    runs = paths({"value_added": [
        [4000, 5000, 6900, 7000, 7100, 7200], [4000, 5000, 6000, 6850, 6900, 6950],
        [4000, 4100, 4200, 4300, 4400, 4500],
    ]})  # fmt: skip
    row = next(one for one in full_audit([runs], None) if one.plain.target is aim)
    assert row.plain.probability == pytest.approx(2 / 3)
    assert row.shortfall == pytest.approx((6800 - 4500) / 3)
    assert row.first_year == 2023  # the years are 2022, 2023 and never
    never = paths({"value_added": [[4000] * 6, [4000] * 6, [7000] * 6]})
    assert first_year(never, aim) is None
    assert first_year(paths({"value_added": [[7000] * 6]}), aim) == 2020


def test_first_year_of_growth_and_of_sums() -> None:
    growth = TARGET["industrial_investment_growth_rate"]
    assert growth.aim == 13.0 and growth.nominal
    path = [100.0, 105.0, 130.0, 140.0, 150.0, 160.0]  # 130 / 100 is 14% a year; 160 / 100 is 9.9%
    runs = paths({"industrial_investment": [path]})
    assert first_year(runs, growth) == 2022
    assert outcomes(runs, growth) == pytest.approx([100 * (1.6**0.2 - 1)])
    cumulative = TARGET["land_reactivated"]
    assert cumulative.aim == 40000.0
    summed = paths({"land_reactivated_cumulative": [[9e4, 9e4, 11e4, 13e4, 13e4, 14e4]]})
    assert first_year(summed, cumulative) == 2023
    assert first_year(summed, TARGET["low_efficiency_firms_treated"]) is None


def test_the_last_bits_of_a_sum_do_not_miss_an_aim() -> None:
    target = TARGET["land_reactivated"]
    rounded, short = 80000.0 - 7.3e-12 * 2, 80000.0 - 0.1
    assert rounded < 80000.0
    runs = paths({"land_reactivated_cumulative": [[40000.0, 5e4, 6e4, 7e4, 7.5e4, end]
                                                  for end in (rounded, short)]})  # fmt: skip
    row = next(one for one in audit(runs, None) if one.target is target)
    assert row.probability == 0.5


def test_extrapolation_by_hand() -> None:
    for name, wanted in (
        ("value_added", 4042 * (4042 / 2576.2)), ("profit_margin", 8.77 * 8.77 / 5.9),
        ("value_added_growth_rate", 100 * (1.4026**0.2 - 1)),
        ("labour_productivity_growth_rate",
         100 * ((27.6 / 18.13 / (4042 / 2576.2 / 1.4026)) ** 0.2 - 1)),
        ("land_reactivated", 40000.0), ("gross_output_2035", 17887.1 * (17887.1 / 13759.3) ** 3),
    ):  # fmt: skip
        assert extrapolated(TARGET[name]) == pytest.approx(wanted), name
    assert met_by_extrapolation(TARGET["value_added"]) is False
    assert met_by_extrapolation(TARGET["profit_margin"]) is True
    for name in ("tax_per_mu", "high_tech_firms", "newly_above_scale"):  # no figure of 2015
        assert extrapolated(TARGET[name]) is None and met_by_extrapolation(TARGET[name]) is None


def test_joint_probability_counts_runs_that_reach_all() -> None:
    runs = paths({
        "value_added": [[1, 1, 1, 1, 1, value] for value in (7000, 7000, 6000, 6000)],
        "tax_per_mu": [[1, 1, 1, 1, 1, value] for value in (70, 50, 70, 50)],
    })  # fmt: skip
    rows = {row.chosen: row for row in joint([runs], ("value_added", "tax_per_mu"))}
    assert rows["own"].probability == 0.25 and rows["own"].names == ("value_added", "tax_per_mu")
    assert (rows["own"].low, rows["own"].high) == wilson(1, 4)
    binding = {one.name for one in targets() if one.binding == "yes" and one.represented}
    assert set(rows["binding"].names) == {name for name in binding if TARGET[name].group ==
                                          "plan_2025"}  # fmt: skip
    assert "own" not in {row.chosen for row in joint([runs])}


def test_a_set_is_never_likelier_than_its_targets(three: Comparison) -> None:
    for row in joint(three.ensembles, ("value_added",)):
        ensemble = next(one for one in three.ensembles if one.scenario.name == row.scenario)
        single = {one.target.name: one.probability for one in audit(ensemble, None)}
        assert row.probability <= min(single[name] or 0.0 for name in row.names)
        if row.chosen == "own":
            assert row.probability == single["value_added"]


# --- conflicts of targets -----------------------------------------------------------------------


def _found(kind: str, *names: str) -> Conflict:
    mine = [one for one in conflicts()
            if one.kind == kind and tuple(each.name for each in one.targets) == names]  # fmt: skip
    assert len(mine) == 1, (kind, names)
    return mine[0]


def test_the_conflicts_of_doubt_d9_come_out_of_the_table() -> None:
    level = _found("growth_level", "value_added_growth_rate", "value_added")
    assert level.implied == pytest.approx(7447, abs=1.0) and level.against == 6800.0
    assert level.yearly == pytest.approx(10.96, abs=0.01) and level.mixed
    per_mu = _found("growth_level", "value_added_per_mu_growth_rate", "value_added_per_mu")
    assert round(per_mu.implied) == 256 and per_mu.against == 200.0 and not per_mu.mixed
    staff = _found("quotient_growth", "value_added_growth_rate", "labour_productivity_growth_rate")
    assert staff.figure == "employment" and round(100 * staff.implied) == 38
    assert staff.against == pytest.approx(1464500 / 1420600 - 1)
    land = _found("quotient_level", "value_added", "value_added_per_mu")
    assert land.implied == pytest.approx(6800e4 / 200 / 231620 - 1)
    margin = _found("below_base", "profit_margin")
    assert (margin.implied, margin.against) == (7.0, 8.77)
    both = _found("two_aims", "digital_workshops", "digital_workshops_stretch")
    assert (both.implied, both.against) == (250.0, 350.0)
    step = _found("later", "total_industrial_value_added", "total_industrial_value_added_2026")
    assert step.implied == pytest.approx(100 * (10000 / 8100 - 1))


def _with(monkeypatch: pytest.MonkeyPatch, **aims: float) -> list[Conflict]:
    changed = tuple(replace(one, aim=aims.get(one.name, one.aim)) for one in targets())
    monkeypatch.setattr(conflicts_module, "targets", lambda: changed)
    return conflicts()


def test_aims_that_agree_are_no_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    agreed = _with(monkeypatch, value_added=4042 * 1.13**5, profit_margin=9.0,
                   digital_workshops_stretch=250.0, labour_productivity_growth_rate=12.5,
                   value_added_per_mu=174.5 * 1.08**5)  # fmt: skip
    kinds = [one.kind for one in agreed]
    assert "growth_level" not in kinds and "two_aims" not in kinds
    below = [one.targets[0].name for one in agreed if one.kind == "below_base"]
    assert "profit_margin" not in below
    assert "employment" not in [one.figure for one in agreed]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sentences_carry_the_numbers_of_the_table(
    language: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [conflict_sentence(one, language) for one in conflicts()]
    assert len(set(texts)) == len(texts) and not any("{" in text for text in texts)
    assert any("256" in text and "200" in text for text in texts)
    assert any("+37.7%" in text and "+3.1%" in text for text in texts)
    other = [conflict_sentence(one, language) for one in _with(monkeypatch, value_added=6000.0)]
    assert any("6,000" in text for text in other) and not any("6,800" in text for text in other)


# --- who wins, deadweight, twins ----------------------------------------------------------------


def test_groups_of_winners_have_names_and_labels(three: Comparison) -> None:
    rows = winners(three.ensembles)
    assert {row.dimension for row in rows} == set(dimensions(three.first))
    for dimension in dimensions(three.first):
        names = group_names(dimension)
        assert len(set(names)) == len(names) == len({row.group for row in rows
                                                     if row.dimension == dimension})  # fmt: skip
        for language in ("zh", "en"):
            labels = [group_label(dimension, name, language) for name in names]  # type: ignore[arg-type]
            assert len(set(labels)) == len(labels) and all(labels)


def test_differences_of_groups_add_up_to_the_indicators(three: Comparison) -> None:
    wanted = {row.indicator: row.difference.mean for row in compared(three.ensembles)
              if row.scenario == "full_plan" and row.first_year == row.last_year}  # fmt: skip
    rows = [row for row in winners(three.ensembles)
            if row.scenario == "full_plan" and row.register == "above_scale"]  # fmt: skip
    for dimension in dimensions(three.first):
        for figure, indicator, scale in (("firms", "above_scale_firms", 1.0),
                                         ("employment", "employment", 1.0),
                                         ("output", "gross_output", 1e4),
                                         ("land", "above_scale_land", 1.0)):  # fmt: skip
            mine = [row for row in rows if (row.dimension, row.figure) == (dimension, figure)]
            found = math.fsum(row.difference.mean for row in mine)
            level = math.fsum(row.reference for row in mine)
            assert found == pytest.approx(wanted[indicator] * scale, abs=1e-9 * level)


def test_shares_of_projects_add_up_to_one(three: Comparison) -> None:
    rows = project_shares(three.ensembles)
    for name in ("baseline", "full_plan"):
        mine = [row for row in rows if row.scenario == name]
        assert sum(row.share for row in mine) == pytest.approx(1.0)
        assert sum(row.share_of_money for row in mine) == pytest.approx(1.0)
    assert project_shares(go(["no_policy", "baseline"]).ensembles[:1]) == []


def test_a_twin_is_the_scenario_without_the_instrument(tmp_path: Path) -> None:
    whole = load_scenario("baseline")
    twin = without_instrument(whole, "upgrade_subsidy")
    assert {one.name for one in whole.measures} - {one.name for one in twin.measures} == {
        "upgrade_subsidy"
    }
    assert "upgrade_subsidy" not in twin.resolved["instruments"]
    assert "upgrade_subsidy" in whole.resolved["instruments"]
    off = tmp_path / "off.toml"
    head = 'extends = "baseline"\n[title]\nzh = "无"\nen = "off"\n'
    doses = "[instruments.upgrade_subsidy]\nrate = 0\nselected = 0\n"
    off.write_text(head + doses, encoding="utf-8")
    mine, theirs = run_ensembles([twin, str(off)], seeds=2, draws="central", **QUICK)
    assert [digest(one) for one in mine.records] == [digest(one) for one in theirs.records]


def test_effects_against_oneself_are_nought(three: Comparison) -> None:
    rows = effects("upgrade_subsidy", three.first, three.ensembles[1])
    assert {row.figure for row in rows if not row.target} == {"public_cost", "upgrades",
                                                              "value_added"}  # fmt: skip
    for row in rows:
        assert row.difference.mean == 0.0 and not row.chance
        assert row.cost is None or (row.cost.value, row.cost.low, row.cost.high) == (None,) * 3


def test_twins_of_the_subsidy_show_cost_and_additional_upgrades() -> None:
    sample = draw_members("central", 4)
    rows = twin_effects([load_scenario("baseline"), load_scenario("no_policy")], sample, no_bar,
                        firms=0.05, workers=1)  # fmt: skip
    mine = {(row.figure, row.target): row for row in rows if row.instrument == "upgrade_subsidy"}
    cost, upgrades = mine["public_cost", False], mine["upgrades", False]
    assert {row.scenario for row in rows} == {"baseline"}
    assert cost.difference.mean > 0.0 and upgrades.difference.mean > 0.0
    assert upgrades.cost is not None and upgrades.cost.value == pytest.approx(
        cost.difference.mean / upgrades.difference.mean
    )
    target = mine["value_added", True]
    assert target.chance is not None and target.cost is not None
    worth = target.difference.mean * 100.0 / 6800.0
    assert target.cost.value == pytest.approx(cost.difference.mean / worth)


def test_fiellers_ends_are_where_the_interval_touches_nought(luck: np.random.Generator) -> None:
    below = luck.normal(10.0, 3.0, 25)
    above = 2.0 * below + luck.normal(0.0, 4.0, 25)
    found = ratio(above, below)
    assert found.value == pytest.approx(above.mean() / below.mean())
    assert found.low is not None and found.high is not None
    assert found.low < found.value < found.high  # type: ignore[operator]
    for end in (found.low, found.high):
        apart = above - end * below
        half = stats.t.ppf(0.975, 24) * stats.sem(apart)
        assert abs(apart.mean()) == pytest.approx(half)
    lost = ratio(above, luck.normal(0.0, 5.0, 25))
    assert lost.low is None and lost.high is None


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(WORDS))
def test_words_say_the_same_in_both_languages(key: str) -> None:
    import string

    blanks = [sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})
              for text in WORDS[key]]  # fmt: skip
    assert blanks[0] == blanks[1]
    zh, en = WORDS[key]
    assert any("一" <= c <= "鿿" for c in zh) and not any("一" <= c <= "鿿" for c in en)


def test_every_word_of_comparisons_is_used() -> None:
    from test_evidence import SOURCES, _names

    used = set().union(*(_names(path) for path in SOURCES if path.name != "words.py"))
    assert [key for key in WORDS if key not in used] == []


def test_shown_figures_exist() -> None:
    assert set(SHOWN) <= {item.name for item in INDICATORS}


def test_targets_have_the_form_that_arithmetic_needs() -> None:
    for one in targets():
        assert isinstance(one, Target)
        assert not (one.growth and one.each_year)
