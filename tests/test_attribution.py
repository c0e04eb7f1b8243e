"""Shapley values and interactions: known games, the axioms, and a package of the small city."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from helpers import SMALL

from sim.base.errors import InputError
from sim.compare.attribution import (
    coalitions,
    find_players,
    interactions,
    run_coalitions,
    shapley,
)
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.member import Member
from sim.scenario.one_run import run_member
from sim.scenario.outcome import check_indicators, outcome

INDICATORS = ("value_added", "tax_per_mu", "public_cost", "upgrades")
MEMBERS = [Member(0, {}, 1, seed) for seed in (1, 2)]


def game(worth: dict[str, float], players: str) -> np.ndarray:
    """Worths by the names of a coalition's players, as `shapley` takes them."""
    found = np.zeros(1 << len(players))
    for number in range(found.shape[0]):
        inside = "".join(name for k, name in enumerate(players) if number >> k & 1)
        found[number] = worth.get(inside, 0.0)
    return found


GLOVES = game({"ab": 1.0, "ac": 1.0, "abc": 1.0}, "abc")  # a has the left glove, b and c a right


def test_the_glove_game() -> None:
    """Shapley values 2/3, 1/6, 1/6: Osborne and Rubinstein, A Course in Game Theory (1994)."""
    assert shapley(GLOVES) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-15)


def test_the_airport_game() -> None:
    """Littlechild and Owen (1973): each stretch of runway is shared by those who need it."""
    costs = np.array([1.0, 2.0, 4.0])
    worth = np.array([max((costs[k] for k in range(3) if number >> k & 1), default=0.0)
                      for number in range(8)])  # fmt: skip
    assert shapley(worth) == pytest.approx([1 / 3, 1 / 3 + 1 / 2, 1 / 3 + 1 / 2 + 2.0])


def test_interactions_of_the_glove_game() -> None:
    """By hand: left and right complete each other in half the orders; two rights compete."""
    wanted = np.array([[0.0, 0.5, 0.5], [0.5, 0.0, -0.5], [0.5, -0.5, 0.0]])
    assert interactions(GLOVES) == pytest.approx(wanted, abs=1e-15)


def test_an_additive_game_is_split_exactly_and_has_no_interaction() -> None:
    parts = np.array([3.0, -1.0, 0.5, 8.0])
    worth = np.array([sum(parts[k] for k in range(4) if n >> k & 1) + 7.0 for n in range(16)])
    assert shapley(worth) == pytest.approx(parts, abs=1e-14)
    assert np.abs(interactions(worth)).max() < 1e-13


def test_symmetric_players_are_equal_and_a_dummy_has_nothing(luck: np.random.Generator) -> None:
    by_size = luck.normal(size=4)  # three alike, and a fourth that never matters
    worth = np.array([by_size[(number & 0b111).bit_count()] for number in range(16)])
    shares = shapley(worth)
    assert shares[0] == pytest.approx(shares[1]) == pytest.approx(shares[2])
    assert abs(shares[3]) < 1e-15
    assert np.abs(interactions(worth)[3]).max() < 1e-15


def test_values_are_the_mean_over_all_orders(luck: np.random.Generator) -> None:
    worth = luck.normal(size=(32, 3))
    wanted = np.zeros((5, 3))
    for order in permutations(range(5)):
        inside = 0
        for player in order:
            wanted[player] += worth[inside | 1 << player] - worth[inside]
            inside |= 1 << player
    assert shapley(worth) == pytest.approx(wanted / math.factorial(5))
    assert shapley(worth).sum(axis=0) == pytest.approx(worth[-1] - worth[0], abs=1e-12)


def test_a_wrong_number_of_coalitions_is_refused() -> None:
    with pytest.raises(ValueError, match="power of two"):
        shapley(np.zeros(6))


# --- a package of the small city ----------------------------------------------------------------

GROUPS = {
    "per_mu": ("grade_charges", "land_priority", "subsidy_veto"),
    "land": ("land_supply", "land_reactivation"),
    "other": ("smart_diagnosis", "low_efficiency", "upgrade_subsidy"),
}


@pytest.fixture(scope="module")
def bare() -> Scenario:
    return load_scenario("no_policy")


@pytest.fixture(scope="module")
def worth(bare: Scenario) -> np.ndarray:
    package = load_scenario("baseline")
    players = find_players(package, bare, GROUPS)
    assert [player.name for player in players] == ["land", "other", "per_mu"]
    found, runs = run_coalitions(coalitions(package, bare, players), MEMBERS, INDICATORS,
                                 firms=SMALL, workers=1)  # fmt: skip
    assert found.shape == (8, 4, 2) and runs == (1, 2)
    return found


def test_shares_add_up_to_the_total_effect(worth: np.ndarray, bare: Scenario) -> None:
    """The two ends are the scenarios themselves, run as any run."""
    for column, member in enumerate(MEMBERS):
        for row, name in ((0, "no_policy"), (7, "baseline")):
            record = run_member(load_scenario(name), member, firms=SMALL, last_year=2025)
            assert list(worth[row, :, column]) == [outcome(record, i) for i in INDICATORS]
    total = worth[-1] - worth[0]
    assert np.abs(shapley(worth).sum(axis=0) - total).max() < 1e-9
    assert (np.abs(total) > 0.0).all()


def test_the_order_of_instruments_and_groups_changes_nothing(
    worth: np.ndarray, bare: Scenario
) -> None:
    package = load_scenario("baseline")
    shuffled = replace(package, measures=package.measures[::-1])
    groups = {name: names[::-1] for name, names in reversed(GROUPS.items())}
    players = find_players(shuffled, bare, groups)
    again, _ = run_coalitions(coalitions(shuffled, bare, players), MEMBERS[:1], INDICATORS,
                              firms=SMALL, workers=1)  # fmt: skip
    assert np.array_equal(again, worth[:, :, :1])


def test_only_what_differs_is_a_player() -> None:
    plan, baseline = load_scenario("plan_strict"), load_scenario("baseline")
    names = {player.name for player in find_players(plan, baseline, {})}
    assert names == {"upgrade_subsidy", "grade_charges", "clearing", "low_efficiency",
                     "standard_land"}  # fmt: skip
    ends = coalitions(plan, baseline, find_players(plan, baseline, {}))
    assert ends[0].measures == baseline.measures and ends[-1].measures == plan.measures


@pytest.mark.parametrize(("name", "groups", "text"), [
    ("full_plan", {}, r"group them into at most 8 with --group"),
    ("no_policy", {}, "no effect"),
    ("baseline", {"x": ("land_suply",)}, "did you mean 'land_supply'"),
    ("baseline", {"x": ("land_supply",), "y": ("land_supply",)}, "two places"),
    ("baseline", {"clearing": ("land_suply",)}, "--group clearing"),
    ("baseline", {"land_supply": ("land_priority",)}, "outside the group"),
])  # fmt: skip
def test_what_cannot_be_split_is_refused(
    bare: Scenario, name: str, groups: dict[str, tuple[str, ...]], text: str
) -> None:
    with pytest.raises(InputError, match=text):
        find_players(load_scenario(name), bare, groups)


def test_scenarios_with_other_parameters_are_refused(bare: Scenario) -> None:
    baseline = load_scenario("baseline")
    changed = {**baseline.resolved, "parameters": {"payout_share": 0.4}}
    with pytest.raises(InputError, match="different parameters"):
        find_players(replace(baseline, resolved=changed), bare, {})


def test_flows_are_summed_over_the_plan_and_levels_read_at_its_end(bare: Scenario) -> None:
    record = run_member(bare, MEMBERS[0], firms=SMALL, last_year=2025)
    wanted = sum(record.indicators[record.years.index(y)]["upgrades"] for y in range(2021, 2026))
    assert outcome(record, "upgrades") == pytest.approx(wanted)
    assert wanted > 0.0
    assert outcome(record, "value_added") == record.indicators[-1]["value_added"]
    with pytest.raises(InputError, match="did you mean 'value_added'"):
        check_indicators(("value_add",))
