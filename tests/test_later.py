"""Targets beyond the simulated years, quotas that run short, and indicators a question names."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console
from test_compare import paths

from sim.base.moments import mean_growth
from sim.compare.audit import full_audit
from sim.compare.later import chosen_later, distances, is_later
from sim.compare.quotas import ASKED_BY, quota, quotas_of
from sim.compare.targets import audit, targets
from sim.policy.registry import instruments
from sim.report.compare.labels import SHOWN, shown_names
from sim.report.console import later_table, target_table
from sim.report.frames import target_table as frame
from sim.report.words import Language
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import load_scenario

TARGET = {one.name: one for one in targets()}
GOAL = TARGET["total_industrial_value_added_2026"]


def ends_at(*last: float) -> Ensemble:
    """Runs of `goal_2026` whose value added of all industry is 5,000 in 2020 and ends as given."""
    series = [[5000.0, 5200.0, 5400.0, 5600.0, 5800.0, one] for one in last]
    return replace(paths({"total_industrial_value_added": series}),
                   scenario=load_scenario("goal_2026"))  # fmt: skip


def shown(table: object) -> str:
    screen = Console(file=io.StringIO(), width=250, highlight=False)
    screen.print(table)
    return " ".join(screen.file.getvalue().split())  # type: ignore[attr-defined]


def test_the_distance_is_the_growth_that_leads_to_the_aim() -> None:
    (one,) = distances([ends_at(6000.0, 8000.0, 10000.0, 10500.0, 8000.0)])
    assert (one.target, one.year, one.reached[0]) == (GOAL, 2025, 8000.0)
    assert one.needed[0] == pytest.approx(25.0)  # 8,000 to 10,000 in the one year left
    assert one.met == pytest.approx(0.4)
    assert 5000.0 * (1.0 + one.growth / 100.0) ** 5 == pytest.approx(8000.0)
    assert one.needed[1] < 0.0 < one.needed[2] < 100.0 * (10000.0 / 6000.0 - 1.0) + 1e-9


def test_two_years_left_are_two_years_of_growth() -> None:
    assert mean_growth(np.array([1.21]), 2) == pytest.approx([10.0])
    assert mean_growth(1.21, 2) == pytest.approx(10.0)


def test_no_probability_is_given_beyond_the_simulated_years() -> None:
    runs = ends_at(9000.0, 11000.0)
    row = next(row for row in audit(runs, None) if row.target == GOAL)
    assert row.probability is None and row.median is None and row.reason == "not_reached_year"


def test_only_figures_that_can_be_followed_have_a_distance() -> None:
    for one in targets():
        if is_later(one):
            assert one.group == "later" and one.represented and one.last_year > 2025
    assert is_later(GOAL) and is_later(TARGET["little_giants_2027"])
    assert not is_later(TARGET["value_added"]) and not is_later(TARGET["clusters_100bn_2027"])
    assert chosen_later([paths({"champions": [[1.0] * 6]})]) == []  # the baseline names none


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_and_a_comparison_show_the_distance(language: Language) -> None:
    plan = ends_at(8000.0, 8000.0)
    other = replace(plan, scenario=load_scenario("baseline"))
    both = distances([other, plan])
    assert [one.scenario for one in both] == ["baseline", "goal_2026"]
    text = shown(later_table(Console(), both, {"baseline": "X", "goal_2026": "Y"}, language))
    assert text.count("25.0") >= 2 and "(2026)" in text and "X" in text and "Y" in text
    assert "(2026)" not in shown(target_table(Console(), audit(plan, None), {}, language))
    names = {row.plain.target.name for row in full_audit([other, plan], None)}
    assert GOAL.name in names and "champions_2027" not in names
    table = frame(plan, audit(plan, None)).to_pandas().set_index("target")
    assert table.loc[GOAL.name, "growth_needed"] == pytest.approx(25.0)
    assert np.isnan(table.loc["value_added", "growth_needed"])


def test_an_aim_that_is_reached_early_says_so() -> None:
    text = shown(later_table(Console(), distances([ends_at(10500.0)]), {"goal_2026": ""}, "en"))
    assert "reached" in text.rpartition("(2026)")[2]


# --- quotas -------------------------------------------------------------------------------------


def treats(*least: float) -> Ensemble:
    """Runs of the strict plan, which asks for 500 firms a year, that treat so many in one year."""
    series = [[249.0, 500.0, 500.0, one, 500.0, 500.0] for one in least]
    return replace(paths({"low_efficiency_firms_treated": series}),
                   scenario=load_scenario("plan_strict"))  # fmt: skip


@pytest.mark.parametrize(("least", "firms", "short"), [
    (484.0, 1.0, True), (500.0, 1.0, False), (499.0, 1.0, True), (499.0, 0.1, False),
    (484.0, 0.1, True),
])  # fmt: skip
def test_a_quota_that_runs_short_is_an_outcome(least: float, firms: float, short: bool) -> None:
    runs = replace(treats(least, least), firms=firms)
    found = quota(runs, TARGET["low_efficiency_firms_treated"])
    assert found is not None and (found.asked, found.done, found.short) == (500.0, least, short)
    rows = audit(runs, None)
    for language, said, otherwise in (("zh", "配额500", "是投入"), ("en", "quota 500", "an input")):
        mine = [row for row in rows if row.target.name == "low_efficiency_firms_treated"]
        text = shown(target_table(Console(width=250), mine, quotas_of(runs, rows), language))  # type: ignore[arg-type]
        assert (said in text, otherwise in text) == (short, not short), text


def test_doses_behind_targets_exist() -> None:
    for target, (instrument, dose) in ASKED_BY.items():
        assert TARGET[target].binding == "dose"
        assert dose in instruments()[instrument].doses()
    assert set(ASKED_BY) == {one.name for one in targets() if one.binding == "dose"}
    assert quota(treats(484.0), TARGET["value_added"]) is None


# --- indicators of the question -----------------------------------------------------------------


def test_a_comparison_shows_what_its_questions_are_about() -> None:
    plain, energy = load_scenario("baseline"), load_scenario("energy_quota_tight")
    assert shown_names([plain]) == SHOWN
    assert shown_names([plain, energy, energy]) == (*SHOWN, "energy_per_value_added_index")
