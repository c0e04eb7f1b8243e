"""Why a firm did what it did, and why firms upgraded or left: tracing, flips, causes."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from helpers import SMALL, digest, twin

from sim.base.draws import uniform
from sim.base.errors import InputError
from sim.base.rules import RULES, Decision
from sim.base.state import State
from sim.city.run import run_city
from sim.city.year import simulate_year, whole_population
from sim.firm.upgrade import decide_upgrade
from sim.policy.instrument import Instrument
from sim.scenario import causes
from sim.scenario.causes import EXIT_CAUSES, UPGRADE_CAUSES, UPGRADED, Causes, explain_city
from sim.scenario.explain import Explanation, _Follower, explain_firm
from sim.scenario.flips import Flip, find_flips, would_upgrade
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.member import Member
from sim.scenario.one_run import population, run_member
from sim.scenario.tracing import Call, Chance, trace

MEMBER = Member(0, {}, 1, 1)
YEAR = 2022
LOOKED_AT = range(1, 200)  # the largest firms, among which some are near their thresholds


@pytest.fixture(scope="module")
def plan() -> Scenario:
    return load_scenario("plan_strict")


@pytest.fixture(scope="module")
def before(plan: Scenario) -> State:
    """The small city of `YEAR`, its levers set and its firms graded, nothing decided."""
    caught: list[State] = []

    def catch(decision: Decision, state: State, rows: slice | None = None) -> None:
        if state.year == YEAR and decision.name == "receive_diagnosis" and not caught:
            caught.append(twin(state))
        whole_population(decision, state, rows)

    city = population(plan.parameters, SMALL)
    run_city(city, plan.measures, parameters=plan.parameters, seed=1, last_year=YEAR,
             each_firm=catch)  # fmt: skip
    return caught[0]


@pytest.fixture(scope="module")
def near(plan: Scenario, before: State) -> int:
    """The largest firm of grade B or C whose upgrade decision at least two doses can turn."""
    grades = dict(zip(before.firms["key"].tolist(), before.firms["grade"].tolist(), strict=True))
    here = [key for key in LOOKED_AT if grades.get(key) in (1, 2)]
    return next(k for k in here if len(find_flips(before, plan.measures, _row(before, k))) > 1)


@pytest.fixture(scope="module")
def explained(plan: Scenario, near: int) -> Explanation:
    return explain_firm(plan, MEMBER, near, YEAR, SMALL)


@pytest.fixture(scope="module")
def found(plan: Scenario) -> Causes:
    return explain_city(plan, MEMBER, YEAR, SMALL)


# --- one firm -----------------------------------------------------------------------------------


def test_looking_changes_no_byte(plan: Scenario, near: int) -> None:
    plain = digest(run_member(plan, MEMBER, firms=SMALL, last_year=YEAR))
    city = population(plan.parameters, SMALL)
    follower = _Follower(Explanation(plan, near, YEAR))
    asker = causes._Asker(YEAR)
    for looks in (follower, asker, causes._Asker(2017)):
        record = run_city(city, plan.measures, parameters=plan.parameters, seed=1, last_year=YEAR,
                          each_firm=looks, after_year=looks.after_year)  # fmt: skip
        assert digest(record) == plain
    assert follower.found.flips and asker.barriers


def test_a_trace_gives_the_bytes_of_the_loop(before: State, luck: np.random.Generator) -> None:
    state = twin(before)
    compared = set()

    def compare(decision: Decision, state: State, rows: slice | None = None) -> None:
        chosen = [int(row) for row in luck.integers(min(rows.stop if rows else 1 << 60,
                                                        state.firms.rows), size=6)]  # fmt: skip
        traces = [trace(decision, state, row) for row in chosen]
        decision.run(state, rows)
        for row, one in zip(chosen, traces, strict=True):
            for name, value in one.outputs.items():
                assert state.firms[name][row] == value, (decision.name, name)
        compared.add(decision.number)

    state.year -= 1
    simulate_year(state, (), compare)
    assert {"P2", "U6", "U7", "U8", "X7", "L2", "L4", "S1", "U10"} <= compared


def test_every_rule_that_a_decision_calls_stands_in_its_trace(before: State) -> None:
    found = trace(decide_upgrade, before, 0)
    assert found.card is RULES["U7"] and found.inputs.keys() == set(decide_upgrade.reads)
    calls = [step for step in found.steps if isinstance(step, Call)]
    assert {call.card.number for call in calls} >= {"U2", "U3", "U4", "U5", "F2", "F3", "B1"}
    assert len([step for step in found.steps if isinstance(step, Chance)]) == 2
    years = [call for call in calls if call.card.number == "U4"]
    for call in years:
        net, saving = call.arguments["net_cost"], call.arguments["yearly_saving"]
        assert call.answer == pytest.approx(net / saving)
    assert all(call.card.source for call in calls)


def test_chance_says_yes_below_its_probability(before: State) -> None:
    for row in range(0, before.firms.rows, 7):
        for step in trace(decide_upgrade, before, row).steps:
            if isinstance(step, Chance):
                assert step.happened == (step.draw < step.probability)


def test_all_decisions_of_the_year_are_explained(explained: Explanation, near: int) -> None:
    names = [item.card.name for item in explained.traces]
    assert names[0] == "score_firm" and len(set(names)) == len(names)
    wanted = {"decide_upgrade", "connect_machines", "decide_expansion", "decide_move",
              "decide_exit", "keep_register"}  # fmt: skip
    assert wanted <= set(names)
    kinds = [standing.kind for standing in explained.standings]
    assert kinds == ["grading", "clearing", "treatment", "subsidy", "land"]
    assert explained.end["key"] == near and not explained.left


def test_the_cuts_stand_on_both_sides_of_the_score(explained: Explanation) -> None:
    figures = explained.standings[0].figures
    assert figures["score_of_worse_grade"] <= figures["score"] <= figures["score_of_better_grade"]


def _row(state: State, key: int) -> int:
    return int(np.flatnonzero(state.firms["key"] == key)[0])


def test_asking_one_firm_again_gives_its_own_answer(plan: Scenario, before: State) -> None:
    state = twin(before)
    state.year -= 1
    answers = {}

    def note(decision: Decision, state: State, rows: slice | None = None) -> None:
        whole_population(decision, state, rows)
        if decision is decide_upgrade:
            yes = state.firms["would_upgrade"] | state.firms["would_upgrade_subsidised"]
            answers.update(zip(state.firms["key"].tolist(), yes.tolist(), strict=True))

    scalars = dict(before.scalars)
    keys = before.firms["key"][::3].tolist()
    asked = {key: would_upgrade(before, plan.measures, _row(before, key)) for key in keys}
    assert before.scalars == scalars
    replay = twin(before)
    for decision in ("receive_diagnosis", "consider_rung", "decide_upgrade"):
        note(_decision(decision), replay)
    assert asked == {key: bool(answers[key]) for key in keys}
    assert len(set(asked.values())) == 2


def _decision(name: str) -> Decision:
    import sim.firm.upgrade

    return getattr(sim.firm.upgrade, name)


@dataclasses.dataclass(frozen=True)
class _Fixed:
    instrument: Instrument

    def apply(self, board: Any, year: int) -> None:
        self.instrument.apply(board)


def test_the_found_dose_turns_the_decision_and_a_little_less_does_not(
    plan: Scenario, before: State, explained: Explanation
) -> None:
    row = _row(before, explained.key)
    now = would_upgrade(before, plan.measures, row)
    assert len(explained.flips) >= 2
    assert [flip.change for flip in explained.flips] == sorted(
        flip.change for flip in explained.flips
    )
    for flip in explained.flips:
        assert flip.card.low <= flip.after <= flip.card.high and flip.after != flip.before
        assert flip.before == _dose(plan, flip)
        less = flip.before + (1.0 - 1e-6) * (flip.after - flip.before)
        for number, turns in ((flip.after, True), (less, False)):
            measures = [_with(one, flip, number) for one in plan.measures]
            assert (would_upgrade(before, measures, row) != now) == turns, flip


def _dose(plan: Scenario, flip: Flip) -> float:
    """The dose in force, as the scenario writes it."""
    written = plan.resolved["instruments"][flip.instrument.name].get(flip.dose, {})
    begun = [year for year in written if int(year) <= YEAR]
    value = written[max(begun)] if begun else getattr(flip.instrument(), flip.dose)
    return float(value["ABCD".index(flip.part)] if flip.part else value)


def _with(measure: Any, flip: Flip, number: float) -> Any:
    if measure.kind is not flip.instrument:
        return measure
    doses = {name: schedule.at(YEAR) for name, schedule in measure.schedules.items()}
    kind = measure.kind(**{name: value for name, value in doses.items() if value is not None})
    value = getattr(kind, flip.dose)
    if flip.card.over == "grade":
        value = tuple(number if grade == flip.part else old
                      for grade, old in zip("ABCD", value, strict=True))  # fmt: skip
    else:
        value = number
    return _Fixed(dataclasses.replace(kind, **{flip.dose: value}))


@pytest.mark.slow
def test_a_diagnosis_of_the_year_counts(plan: Scenario, before: State) -> None:
    """Where a diagnosis turns the decision, coverage has to reach or to miss the firm's draw."""
    new = before.firms["key"][(before.firms["diagnosed"] == 0) & (before.firms["above_scale"] == 1)]
    draws, found = [], []
    for key in sorted(new.tolist()):
        for flip in find_flips(before, plan.measures, _row(before, key)):
            if flip.dose == "coverage":
                draws.append(uniform("draw_diagnosis", key, 1, YEAR))
                found.append(flip.after)
        if len(found) > 1:
            break
    assert found and found == pytest.approx(draws, abs=1e-9)


def test_flips_change_nothing_of_the_state(plan: Scenario, before: State, near: int) -> None:
    copy = twin(before)
    find_flips(before, plan.measures, _row(before, near))
    for name in before.firms:
        assert np.array_equal(before.firms[name], copy.firms[name])
    assert before.scalars == copy.scalars
    assert all(np.array_equal(before.grades[n], copy.grades[n]) for n in copy.grades)


def test_without_measures_no_dose_can_turn_a_decision(near: int) -> None:
    bare = explain_firm(load_scenario("no_policy"), MEMBER, near, YEAR, SMALL)
    assert bare.flips == [] and bare.traces


@pytest.mark.parametrize(("key", "year", "text"), [
    (99_999_999, 2020, "no firm 99999999"), (1, 2015, "--year 2015"), (1, 2026, "--year 2026"),
])  # fmt: skip
def test_bad_requests_are_refused(plan: Scenario, key: int, year: int, text: str) -> None:
    with pytest.raises(InputError, match=text):
        explain_firm(plan, MEMBER, key, year, SMALL)


def test_a_founders_first_year_is_explained_from_its_founding_on(plan: Scenario) -> None:
    caught: list[int] = []

    def look(state: State) -> None:
        new = state.firms["key"][state.firms["age"] == 1]
        caught.extend(new[:1].tolist() if state.year == 2017 else [])

    run_city(population(plan.parameters, SMALL), plan.measures, parameters=plan.parameters, seed=1,
             last_year=2017, after_year=look)  # fmt: skip
    found = explain_firm(plan, MEMBER, caught[0], 2017, SMALL)
    assert found.trace_of("decide_upgrade") is None and found.trace_of("keep_books") is not None
    assert found.end["age"] == 1 and found.flips == []
    with pytest.raises(InputError, match="thinned city"):
        explain_firm(plan, MEMBER, caught[0], 2016, SMALL)


def test_a_firm_that_left_is_told_when(plan: Scenario) -> None:
    caught: dict[int, int] = {}

    def look(state: State) -> None:
        caught.update(dict.fromkeys(state.departed["key"].tolist(), state.year))

    run_city(population(plan.parameters, SMALL), plan.measures, parameters=plan.parameters, seed=1,
             last_year=2018, after_year=look)  # fmt: skip
    key, year = next((key, year) for key, year in caught.items() if year == 2017)
    assert explain_firm(plan, MEMBER, key, year, SMALL).left
    with pytest.raises(InputError, match="from 2016 to 2017"):
        explain_firm(plan, MEMBER, key, 2019, SMALL)


# --- the whole city -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["no_policy", "plan_strict"])
@pytest.mark.parametrize("year", [2016, 2023])
def test_causes_add_up_to_the_published_totals(name: str, year: int) -> None:
    found = explain_city(load_scenario(name), MEMBER, year, SMALL)
    figures = found.indicators
    by_cause = dict(zip(UPGRADE_CAUSES, found.upgrades.sum(axis=(1, 2)), strict=True))
    left = dict(zip(EXIT_CAUSES, found.exits.sum(axis=(1, 2)), strict=True))
    assert found.upgrades.sum() == figures["above_scale_firms"]
    assert sum(by_cause[cause] for cause in UPGRADED) == figures["upgrades"]
    assert by_cause["anyway"] + by_cause["only"] <= figures["upgrades_subsidised"]
    assert left["market"] + left["insolvency"] == figures["firms_left_market"]
    assert left["cleared"] == figures["firms_cleared"]
    assert left["bought_out"] == figures["firms_bought_out"]


def test_causes_tell_policy_from_none(found: Causes) -> None:
    bare = explain_city(load_scenario("no_policy"), MEMBER, YEAR, SMALL)
    count = dict(zip(UPGRADE_CAUSES, bare.upgrades.sum(axis=(1, 2)), strict=True))
    assert count["anyway"] == count["only"] == count["treated"] == count["not_granted"] == 0.0
    assert count["alone"] > 0.0 and bare.exits[EXIT_CAUSES.index("cleared")].sum() == 0.0
    here = dict(zip(UPGRADE_CAUSES, found.upgrades.sum(axis=(1, 2)), strict=True))
    assert min(here["anyway"], here["only"], here["treated"]) > 0.0
    assert found.upgrades[UPGRADE_CAUSES.index("treated"), :3].sum() == 0.0  # grade D alone


def test_insolvency_is_told_from_the_market(plan: Scenario) -> None:
    """In a city where little debt counts as insolvency; asking about it changes no later year."""
    frail = dataclasses.replace(plan, parameters=plan.parameters | {"insolvency_ratio": 0.2})
    found = explain_city(frail, MEMBER, 2017, SMALL)
    left = dict(zip(EXIT_CAUSES, found.exits.sum(axis=(1, 2)), strict=True))
    assert min(left["market"], left["insolvency"]) > 0.0
    assert left["market"] + left["insolvency"] == found.indicators["firms_left_market"]
    city, asker = population(frail.parameters, SMALL), causes._Asker(2017)
    record = run_city(city, plan.measures, parameters=frail.parameters, seed=1, last_year=2019,
                      each_firm=asker, after_year=asker.after_year)  # fmt: skip
    assert digest(record) == digest(run_member(frail, MEMBER, firms=SMALL, last_year=2019))


def test_barriers_are_what_the_numbers_say(before: State) -> None:
    """Means and readiness, recomputed firm by firm from the trace of the decision."""
    state = twin(before)
    for name in ("receive_diagnosis", "consider_rung"):
        _decision(name).run(state)
    asker = causes._Asker(YEAR)
    asker(decide_upgrade, state)
    seen = set()
    for row in range(0, state.firms.rows, 5):
        one = trace(decide_upgrade, state, row)
        if one.outputs["would_upgrade_subsidised"]:
            continue
        calls = {step.card.number: step for step in one.steps if isinstance(step, Call)}
        means = calls["F3"].answer + calls["F2"].answer
        able = one.inputs["revenue"] >= one.inputs["rung_minimum_revenue"]
        lucky = [step.happened for step in one.steps if isinstance(step, Chance)][-1]
        wanted = causes.NOT_ABLE if not able else causes.MEANS if lucky else causes.DRAW
        assert asker.barriers[int(state.firms["key"][row])] == wanted, means
        seen.add(wanted)
    assert {causes.MEANS, causes.DRAW} <= seen
