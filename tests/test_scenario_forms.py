"""Spans and ramps, overlays and their conflicts, futures of the surroundings, sources."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from helpers import digest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import InputError
from sim.base.futures import future_figures
from sim.base.resources import table
from sim.base.state import State
from sim.city.record import Record
from sim.city.run import run_city
from sim.park.atlas import sectors
from sim.scenario.load import Scenario, load_scenario, scenario_names, without_measures
from sim.scenario.member import Member
from sim.scenario.one_run import run_member
from sim.scenario.schedule import YEARS, Schedule

TITLE = '[title]\nzh = "试"\nen = "trial"\n'


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a scenario file and return its path; keys of the top come before the title."""

    def go(text: str, name: str = "trial.toml", top: str = "") -> str:
        path = tmp_path / name
        path.write_text(f"{top}\n{TITLE}{text}", encoding="utf-8")
        return str(path)

    return go


def refusal(path: str) -> str:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def dose(scenario: Scenario, instrument: str, name: str) -> list[Any]:
    """A dose year by year, 2016 first."""
    (one,) = [one for one in scenario.measures if one.name == instrument]
    return [one.schedules[name].at(year) for year in range(2016, 2026)]


# --- schedules ----------------------------------------------------------------------------------


def test_a_span_of_years_ends_and_what_was_inherited_returns(write: Callable[..., str]) -> None:
    write("[instruments.clearing]\nquota = { 2019 = 10 }\n", "base.toml")
    text = '[instruments.clearing]\nquota = { "2021-2023" = 30 }\n'
    path = write(text, top='extends = "base.toml"')
    found = dose(load_scenario(path), "clearing", "quota")
    assert found == [None] * 3 + [10.0, 10.0, 30.0, 30.0, 30.0, 10.0, 10.0]


def test_a_span_over_nothing_leaves_the_neutral_dose(write: Callable[..., str]) -> None:
    scenario = load_scenario(write('[instruments.clearing]\nquota = { "2018-2018" = 5 }\n'))
    assert dose(scenario, "clearing", "quota") == [None, None, 5.0] + [None] * 7


def test_spans_lie_over_values_from_a_year_on(write: Callable[..., str]) -> None:
    path = write('[instruments.clearing]\nquota = { 2017 = 1, "2019-2020" = 9, 2022 = 2 }\n')
    expected = [None, 1.0, 1.0, 9.0, 9.0, 1.0, 2.0, 2.0, 2.0, 2.0]
    assert dose(load_scenario(path), "clearing", "quota") == expected


def test_a_ramp_rises_in_a_straight_line_and_stays(write: Callable[..., str]) -> None:
    text = "[instruments.upgrade_subsidy]\nselected = { ramp = [[2018, 0.1], [2022, 0.3]] }\n"
    found = dose(load_scenario(write(text)), "upgrade_subsidy", "selected")
    assert found[:2] == [None, None] and found[-1] == found[6] == 0.3
    assert found[2:7] == pytest.approx([0.1, 0.15, 0.2, 0.25, 0.3])


def test_a_ramp_goes_grade_by_grade(write: Callable[..., str]) -> None:
    text = "[instruments.upgrade_subsidy]\nrate = { ramp = [[2020, 0], [2022, [0.2, 0.1, 0, 0]]] }"
    found = dose(load_scenario(write(text)), "upgrade_subsidy", "rate")
    assert found[5] == pytest.approx((0.1, 0.05, 0.0, 0.0))


def steps(draw_value: st.SearchStrategy[float | None]) -> st.SearchStrategy[Schedule]:
    years = st.lists(st.tuples(st.sampled_from([0, *YEARS]), draw_value), max_size=5,
                     unique_by=lambda step: step[0])  # fmt: skip
    return years.map(lambda found: Schedule(tuple(sorted(found))))


VALUES = st.one_of(st.none(), st.sampled_from([1.0, 2.0, 3.0]))


@given(own=steps(VALUES), below=steps(VALUES), base=steps(VALUES))
def test_laying_over_is_year_by_year(own: Schedule, below: Schedule, base: Schedule) -> None:
    def meant(year: int, *layers: Schedule) -> float | None:
        return next((found for one in layers if (found := one.at(year)) is not None), None)  # type: ignore[misc]

    for year in YEARS:
        assert own.after(below).at(year) == meant(year, own, below)
        assert own.after(below).after(base).at(year) == own.after(below.after(base)).at(year)


REFUSED_FORMS = {
    "span backwards": ('quota = { "2023-2021" = 1 }', "2021-2023"),
    "spans overlap": ('quota = { "2018-2020" = 1, "2020-2021" = 2 }', "overlap"),
    "span outside": ('quota = { "2024-2030" = 1 }', "2030"),
    "year and word": ('quota = { 2021 = 1, later = 2 }', "later"),
    "half a span": ('quota = { "2021-" = 1 }', "2021-"),
    "ramp alone": ("quota = { ramp = [[2021, 1], [2022, 2]], 2016 = 5 }", "alone"),
    "ramp of one": ("quota = { ramp = [[2021, 1]] }", "[[2021"),
    "ramp backwards": ("quota = { ramp = [[2022, 1], [2021, 2]] }", "rise"),
    "ramp of text": ('quota = { ramp = "steep" }', "[[2021"),
    "ramp outside": ("quota = { ramp = [[2021, 1], [2031, 2]] }", "2031"),
    "ramp out of bounds": ("quota = { ramp = [[2021, 1], [2025, 1e9]] }", "bounds"),
    "sector": ("quota = { automobiles = 3 }", "whole city"),
    "sectors": ("quota = { sectors = { automobiles = 3 } }", "whole city"),
    "place": ("quota = { cixi_xiaolin = 3 }", "whole city"),
    "place by year": ("quota = { 2021 = { cixi_xiaolin = 3 } }", "whole city"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED_FORMS))
def test_another_form_is_refused_by_file_key_and_remedy(
    write: Callable[..., str], case: str
) -> None:
    text, remedy = REFUSED_FORMS[case]
    said = refusal(write(f"[instruments.clearing]\n{text}\n"))
    assert said.startswith("trial.toml: instruments.clearing.quota") and remedy in said


def test_a_choice_and_places_have_no_ramp(write: Callable[..., str]) -> None:
    text = '[instruments.upgrade_subsidy]\nqueue = { ramp = [[2021, "lot"], [2025, "score"]] }\n'
    assert "year by year" in refusal(write(text))
    text = "[instruments.park_clearance]\nplaces = { ramp = [[2021, []], [2025, []]] }"
    assert "year by year" in refusal(write(text))


# --- overlays -----------------------------------------------------------------------------------

A = "[instruments.clearing]\nthreshold = 1\nquota = { 2021 = 10 }\n"
B = "[instruments.low_efficiency]\nquota = 7\n[macro]\nenergy_price = 0.1\n"
C = '[instruments.clearing]\nquota = { "2018-2020" = 3 }\n[parameters]\nhurdle_spread = 0.2\n'


def test_overlays_lie_over_what_is_extended_and_under_the_own_values(
    write: Callable[..., str]
) -> None:
    write("[instruments.clearing]\nthreshold = 1\nquota = 10\n", "a.toml")
    top = 'extends = "full_plan"\noverlays = ["a.toml"]'
    scenario = load_scenario(write("[instruments.clearing]\nthreshold = { 2024 = 4 }\n", top=top))
    assert dose(scenario, "clearing", "quota") == [10.0] * 10
    assert dose(scenario, "clearing", "threshold") == [1.0] * 8 + [4.0, 4.0]
    plan = load_scenario("full_plan")
    assert dose(scenario, "low_efficiency", "quota") == dose(plan, "low_efficiency", "quota")


def test_the_order_of_overlays_changes_no_byte(
    write: Callable[..., str], run: Callable[..., Record]
) -> None:
    for name, text in (("a", A), ("b", B), ("c", C)):
        write(text + "[[not_represented]]\ninstrument='P1'\nzh='无'\nen='" + name + "'\n",
              f"{name}.toml")  # fmt: skip
    found = []
    for order in permutations(["a.toml", "b.toml", "c.toml"]):
        names = ", ".join(f'"{one}"' for one in order)
        found.append(load_scenario(write("", top=f'extends = "baseline"\noverlays = [{names}]')))
    first = found[0]
    assert dose(first, "clearing", "quota") == [None, None] + [3.0] * 3 + [10.0] * 5
    for one in found[1:]:
        assert one.resolved == first.resolved and one.future == first.future
        assert one.not_represented == first.not_represented
    assert digest(run(found[0].measures)) == digest(run(found[-1].measures))
    assert digest(run(first.measures)) != digest(run(load_scenario("baseline").measures))


def test_an_empty_overlay_and_a_null_dose_change_no_byte(
    write: Callable[..., str], run: Callable[..., Record]
) -> None:
    usual = digest(run(load_scenario("baseline").measures))
    write("[instruments.clearing]\n[macro]\n[sources]\n", "empty.toml")
    write("[instruments.clearing]\nquota = 0\n[instruments.park_clearance]\nplaces = []\n",
          "null.toml")  # fmt: skip
    for names in ('"empty.toml"', '"null.toml"', '"null.toml", "empty.toml"'):
        path = write("", top=f'extends = "baseline"\noverlays = [{names}]')
        assert digest(run(load_scenario(path).measures)) == usual
    path = write("", top='extends = "baseline"\noverlays = []')
    assert load_scenario(path).resolved == load_scenario("baseline").resolved


CONFLICTS = {
    "dose": ("[instruments.clearing]\nquota = 1\n",
             "[instruments.clearing]\nquota = { 2023 = 2 }\n",
             "instruments.clearing.quota", "2023-2025"),
    "grades": ("[instruments.subsidy_veto]\neligible = [1, 1, 1, 0]\n",
               "[instruments.subsidy_veto]\neligible = [1, 1, 0, 0]\n",
               "instruments.subsidy_veto.eligible", "2015-2025"),
    "parameter": ("[parameters]\nhurdle_spread = 0.2\n", "[parameters]\nhurdle_spread = 0.3\n",
                  "parameters.hurdle_spread", "2015-2025"),
    "macro": ("[macro]\nenergy_price = 0.1\n", "[macro]\nenergy_price = { 2024 = 0.2 }\n",
              "macro.energy_price", "2024-2025"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CONFLICTS))
@pytest.mark.parametrize("turned", [False, True])
def test_two_overlays_that_differ_are_reported(
    write: Callable[..., str], case: str, turned: bool
) -> None:
    one, other, key, years = CONFLICTS[case]
    write(one, "one.toml")
    write(other, "other.toml")
    names = '"other.toml", "one.toml"' if turned else '"one.toml", "other.toml"'
    said = refusal(write("", top=f'extends = "baseline"\noverlays = [{names}]'))
    assert all(part in said for part in ("trial.toml", "one", "other", key, years, "write"))


def test_the_own_value_settles_a_conflict_where_it_is_written(write: Callable[..., str]) -> None:
    write("[instruments.clearing]\nquota = 1\n", "one.toml")
    write("[instruments.clearing]\nquota = 2\n", "other.toml")
    top = 'overlays = ["one.toml", "other.toml"]'
    path = write("[instruments.clearing]\nquota = 3\n", top=top)
    assert dose(load_scenario(path), "clearing", "quota") == [3.0] * 10
    assert "2015-2020" in refusal(write("[instruments.clearing]\nquota = {2021 = 3}\n", top=top))


def test_equal_values_are_no_conflict(write: Callable[..., str]) -> None:
    write("[instruments.clearing]\nquota = 1\n", "one.toml")
    write("[instruments.clearing]\nquota = { 2020 = 1 }\n", "other.toml")
    path = write("", top='overlays = ["one.toml", "other.toml"]')
    assert dose(load_scenario(path), "clearing", "quota") == [1.0] * 10


def test_an_overlay_adds_only_what_is_not_yet_below(write: Callable[..., str]) -> None:
    """Two questions about the baseline can be laid together: what they share is no conflict."""
    top = 'extends = "baseline"\noverlays = ["clearing_soft", "subsidies_for_a_and_b"]'
    scenario = load_scenario(write("", top=top))
    for name, instrument, key in (("clearing_soft", "clearing", "threshold"),
                                  ("subsidies_for_a_and_b", "subsidy_veto", "eligible"),
                                  ("baseline", "upgrade_subsidy", "rate")):  # fmt: skip
        assert dose(scenario, instrument, key) == dose(load_scenario(name), instrument, key)


def test_overlays_within_overlays_and_circles_are_refused(write: Callable[..., str]) -> None:
    write("", "inner.toml", top='overlays = ["clearing_soft"]')
    assert "inner.toml" in refusal(write("", top='overlays = ["inner.toml"]'))
    own = write("[instruments.clearing]\nquota = 1\n", top='overlays = ["trial.toml"]')
    assert dose(load_scenario(own), "clearing", "quota") == [1.0] * 10  # it adds nothing to itself
    assert "no_such" in (said := refusal(write("", top='overlays = ["no_such"]')))
    assert said.startswith("trial.toml: overlays:")


# --- the surroundings ---------------------------------------------------------------------------


@pytest.fixture
def go(city: State, parameters: dict[str, float]) -> Callable[..., list[dict[str, float]]]:
    """Indicators by year of the small city without measures under some future."""

    def run_it(future: dict[int, dict[str, float]]) -> list[dict[str, float]]:
        return run_city(city, [], parameters=parameters, seed=1, last_year=2023,
                        future=future).indicators  # fmt: skip

    return run_it


EFFECTS = [
    ("base_loan_rate", 0.10, "profit", -1), ("deflator_growth", 0.08, "value_added", 1),
    ("demand_growth", 0.2, "real_value_added_index", 1),
    ("export_demand", -0.5, "real_value_added_index", -1),
    ("sector_demand.automobiles", 0.4, "real_value_added_index", 1),
    ("energy_price", 0.5, "profit", -1), ("production_tax_rate", 0.3, "profit", -1),
    ("sales_ratio", 0.9, "revenue", -1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "indicator", "sign"), EFFECTS)
def test_a_future_moves_its_figure_in_its_direction_and_not_before(
    go: Callable[..., list[dict[str, float]]], name: str, value: float, indicator: str, sign: int
) -> None:
    usual, other = go({}), go({2022: {name: value}})
    assert other[:7] == usual[:7]  # 2015 to 2021
    assert sign * (other[7][indicator] - usual[7][indicator]) > 1e-3 * abs(usual[7][indicator])


def test_every_figure_is_tried_and_bounded() -> None:
    assert {name.partition(".")[0] for name, *_ in EFFECTS} == set(future_figures())
    for name, value, _, _ in EFFECTS:
        card = future_figures()[name.partition(".")[0]]
        assert card.low <= value <= card.high and card.source


def test_after_its_years_a_figure_goes_back_to_its_course(
    go: Callable[..., list[dict[str, float]]]
) -> None:
    """Growth of the deflator in 2023 is the usual one again after a year of none."""
    def deflator(rows: list[dict[str, float]], k: int) -> float:
        return rows[k]["value_added"] / rows[k]["real_value_added_index"]

    usual, other = go({}), go({2022: {"deflator_growth": 0.0}})
    assert deflator(other, 7) == pytest.approx(deflator(other, 6), rel=1e-12)
    assert deflator(other, 8) / deflator(other, 7) == pytest.approx(
        deflator(usual, 8) / deflator(usual, 7), rel=1e-12
    )


def test_an_export_slump_is_a_shock_of_demand_by_its_share(
    go: Callable[..., list[dict[str, float]]]
) -> None:
    share = future_figures()["export_demand"].share
    slump, shock = go({2022: {"export_demand": -0.5}}), go({2022: {"demand_growth": -0.5 * share}})
    assert slump[-1] == pytest.approx(shock[-1], rel=1e-12)


def test_all_sectors_alike_are_a_shock_of_the_city(
    go: Callable[..., list[dict[str, float]]]
) -> None:
    every = {f"sector_demand.{one.name}": 0.05 for one in sectors()}
    together, shock = go({2022: every}), go({2022: {"demand_growth": 0.05}})
    assert together[-1] == pytest.approx(shock[-1], rel=1e-9)


def test_a_scenario_carries_its_future_into_run_and_twin(write: Callable[..., str]) -> None:
    path = write('[macro]\ndemand_growth = { "2022-2022" = -0.3 }\n', top='extends = "baseline"')
    scenario, base = load_scenario(path), load_scenario("baseline")
    member = Member(0, {}, 2015, 1)
    options = {"firms": 0.02, "last_year": 2022}
    for one, usual in ((scenario, base), (without_measures(scenario), without_measures(base))):
        slump = run_member(one, member, **options).indicators[-1]["real_value_added_index"]
        assert slump < 0.9 * run_member(usual, member, **options).indicators[-1][
            "real_value_added_index"]  # fmt: skip
    assert scenario.resolved["macro"] == {"demand_growth": {"2022": -0.3, "2023": None}}


def test_the_mesa_model_meets_the_same_future(
    city: State, parameters: dict[str, float], go: Callable[..., list[dict[str, float]]]
) -> None:
    from sim import CityModel

    future = {2021: {"energy_price": 0.4, "deflator_growth": -0.03}, 2022: {"demand_growth": -0.2}}
    model = CityModel(parameters=parameters, population=city, future=future, seed=1, last_year=2023)
    while model.running:
        model.step()
    assert model.record.indicators == go(future)


REFUSED_FUTURES = {
    "unknown": ("oil_price = 1", "energy_price"),
    "published": ("energy_price = { 2018 = 0.1 }", "2021"),
    "too high": ("base_loan_rate = 0.5", "bounds"), "nan": ("energy_price = nan", "bounds"),
    "sector unknown": ("sector_demand = { cars = 0.1 }", "did you mean|known"),
    "sector missing": ("sector_demand = 0.1", "name the sectors"),
    "goes on": ("demand_growth = { 2022 = -0.2 }", '"2022-2022"'),
    "ramp goes on": ("export_demand = { ramp = [[2021, 0], [2023, -0.2]] }", '"2023-2025"'),
    "by grade": ("energy_price = [0.1, 0.1, 0.2, 0.2]", "number"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED_FUTURES))
def test_a_future_that_cannot_be_is_refused(write: Callable[..., str], case: str) -> None:
    text, remedy = REFUSED_FUTURES[case]
    said = refusal(write(f"[macro]\n{text}\n"))
    assert said.startswith("trial.toml: ") and any(part in said for part in remedy.split("|"))


# --- sources, targets ---------------------------------------------------------------------------


def test_a_change_may_hold_to_the_end_if_it_says_so(write: Callable[..., str]) -> None:
    for text in ('{ "2023-2025" = 0.1 }', "{ 2025 = 0.1 }", "0.1", "{ 2022 = 0.1, 2024 = 0 }",
                 "{ ramp = [[2021, 0], [2025, 0.1]] }"):  # fmt: skip
        future = load_scenario(write(f"[macro]\ndemand_growth = {text}\n")).future
        assert future[2025]["demand_growth"] in (0.1, 0.0)


def test_a_source_stands_by_the_file_whose_value_holds(write: Callable[..., str]) -> None:
    from sim.report.scenarios import sources_of

    write('[instruments.clearing]\nquota = 1\n[sources]\n"clearing.quota" = "old"\n', "a.toml")
    text = '[instruments.clearing]\nquota = { 2021 = 2, 2023 = 3 }\n[sources]\n' \
           '"clearing.quota" = "new"\n"clearing.quota.2023" = "newest"\n'  # fmt: skip
    scenario = load_scenario(write(text, top='extends = "a.toml"'))
    key = "instruments.clearing.quota"
    assert sources_of(scenario, key, 2016, 2020) == "old [a]"
    assert sources_of(scenario, key, 2021, 2022) == "new [trial]"
    assert sources_of(scenario, key, 2023, 2025) == "new [trial]\n2023: newest [trial]"
    silent = load_scenario(write("[instruments.clearing]\nquota = 9\n", top='extends = "a.toml"'))
    assert sources_of(silent, key, 2016, 2025) == ""  # the old source vouches for another value
    assert silent.sources == {} and scenario.sources[key] == (("a", "old"), ("trial", "new"))


@pytest.mark.parametrize("text", ['"clearing.quota" = 3', '"clearing.qota" = "x"', '"x" = ""',
                                  '"low_efficiency.quota" = "set elsewhere"', "clearing = 3",
                                  '"clearing.quota.1999" = "x"', 'a.b.c.d.e.f = "x"'])  # fmt: skip
def test_a_source_of_nothing_is_refused(write: Callable[..., str], text: str) -> None:
    said = refusal(write(f"[instruments.clearing]\nquota = 1\n[sources]\n{text}\n"))
    assert said.startswith("trial.toml: sources")


def test_every_value_of_a_shipped_scenario_has_a_source(shipped: str) -> None:
    scenario = load_scenario(shipped)
    for one in scenario.measures:
        for name in one.schedules:
            assert scenario.sources.get(f"instruments.{one.name}.{name}"), (shipped, name)


def test_targets_are_sets_or_single_ones(write: Callable[..., str]) -> None:
    assert load_scenario(write("")).targets == ("plan_2025",)
    path = write("", top='extends = "goal_2026"')
    assert load_scenario(path).targets == ("plan_2025", "total_industrial_value_added_2026")
    assert "plan_2025" in refusal(write("", top='targets = ["plan_2026"]'))
    assert "targets" in refusal(write("", top="targets = []"))


def test_indicators_of_the_question_add_up_and_are_known(write: Callable[..., str]) -> None:
    assert load_scenario(write("")).indicators == ()
    write("", "a.toml", top='indicators = ["champions"]')
    top = 'extends = "energy_quota_tight"\noverlays = ["a.toml"]\nindicators = ["land_price"]'
    assert load_scenario(write("", top=top)).indicators == (
        "energy_per_value_added_index", "champions", "land_price")  # fmt: skip
    assert "networking_rate" in refusal(write("", top='indicators = ["networking_rat"]'))


def test_the_whole_plan_shows_every_measure_of_the_plan_or_says_why_not() -> None:
    plan = load_scenario("full_plan")
    carried = {row for one in plan.measures for row in one.kind.evidence}
    named = {row for item in plan.not_represented
             for row in re.findall(r"P\d+", f"{item.instrument} {item.en}")}  # fmt: skip
    rows = {row["number"] for row in table("instruments.csv")}
    assert rows - carried - named == {"P48"}, "an aim, no measure"
    assert {row["number"] for row in table("instruments.csv")
            if row["carries_mission"] == "yes"} <= carried  # fmt: skip


def test_targets_outside_the_model_are_shown_with_their_reason() -> None:
    from sim.report.scenarios import missing_lines

    scenario = load_scenario("baseline")
    (chinese,) = [line for line in missing_lines(scenario, "zh") if "数字经济核心产业" in line]
    (english,) = [line for line in missing_lines(scenario, "en") if "digital-economy core" in line]
    assert "GDP" in chinese.partition(":")[0] and "GDP" in english.partition(":")[0]


# --- the shipped ones ---------------------------------------------------------------------------

ASKED_FOR = (
    "history", "baseline", "no_policy", "full_plan", "plan_strict", "subsidy_rate_00",
    "subsidy_rate_05", "subsidy_rate_10", "subsidy_rate_15", "subsidy_rate_20", "few_large_grants",
    "many_small_grants", "subsidies_for_a_and_b", "grade_charges_doubled", "clearing_strict",
    "clearing_soft", "goal_2026", "action_plan_2027",
)  # fmt: skip


def test_the_questions_are_shipped_by_these_names() -> None:
    assert set(ASKED_FOR) <= set(scenario_names())


def test_the_baseline_continues_what_history_ends(run: Callable[..., Record]) -> None:
    history, baseline = load_scenario("history"), load_scenario("baseline")
    assert digest(run(history.measures, 2020)) == digest(run(baseline.measures, 2020))
    assert [one.name for one in history.measures] == [one.name for one in baseline.measures]
    for old, new in zip(history.measures, baseline.measures, strict=True):
        for name, schedule in new.schedules.items():
            for year in range(2021, 2026):
                assert old.schedules[name].at(year) is None
                assert schedule.at(year) == schedule.at(2020) == old.schedules[name].at(2020)


@pytest.mark.parametrize("rate", ["05", "10", "15", "20"])
def test_families_differ_in_what_they_say(rate: str) -> None:
    free, equal = load_scenario(f"subsidy_rate_{rate}"), load_scenario(
        f"subsidy_rate_{rate}_equal_budget")  # fmt: skip
    base = load_scenario("baseline")
    for one in (free, equal):
        assert dose(one, "upgrade_subsidy", "rate")[5:] == [(int(rate) / 100,) * 4] * 5
        assert dose(one, "upgrade_subsidy", "rate")[:5] == dose(base, "upgrade_subsidy", "rate")[:5]
    budget = [dose(one, "upgrade_subsidy", "budget")[-1] for one in (free, equal, base)]
    assert budget[0] > 1e12 and budget[1] == budget[2] and math.isfinite(budget[1])
