"""What notebooks call: comparison, attribution, frontier and explanation as data frames."""

from __future__ import annotations

from typing import Any

import pytest

from sim import api
from sim.base.errors import InputError
from sim.scenario.causes import Causes
from sim.scenario.explain import Explanation
from sim.scenario.load import Scenario, load_scenario

TINY: dict[str, Any] = {"firms": 0.02, "workers": 1, "draws": "central"}
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # what runs stand on


@pytest.fixture(scope="module")
def single() -> dict[str, float]:
    """Value added of 2025 without measures and under the baseline, each run by itself."""
    found = {}
    for name in ("no_policy", "baseline"):
        table = api.run(name, seeds=2, **TINY).indicators
        last = table.query("indicator == 'value_added' and year == 2025")
        found[name] = float(last["value"].mean())
    return found


def test_compare_is_the_difference_of_the_runs(single: dict[str, float]) -> None:
    found = api.compare("no_policy", load_scenario("baseline"), seeds=2, **TINY,
                        width={"value_added": 1e9})  # fmt: skip
    rows = found.differences.query("indicator == 'value_added' and last_year == 2025")
    row = rows.iloc[-1]
    assert row["scenario"] == "baseline" and row["pairs"] == 10
    few = api.compare("no_policy", "baseline", seeds=2, **TINY)
    row = few.differences.query("indicator == 'value_added' and first_year == 2025").iloc[0]
    assert row["mean"] == pytest.approx(single["baseline"] - single["no_policy"], rel=1e-9)
    assert found.widths["reached"].tolist() == [True] and few.widths.empty
    assert set(few.targets["scenario"]) == {"no_policy", "baseline"} and few.twins.empty
    assert {"district", "sector", "size", "grade"} <= set(few.winners["dimension"])
    assert not few.conflicts.empty and not few.joint.empty and not few.projects.empty


def test_attribution_adds_up_to_the_difference(single: dict[str, float]) -> None:
    names = [one.name for one in load_scenario("baseline").measures]
    found = api.attribute(
        "baseline", seeds=2, indicators=["value_added"], **TINY,
        groups={"first": names[:1], "rest": names[1:]},
    )  # fmt: skip
    assert found.gap < 1e-9
    total = single["baseline"] - single["no_policy"]
    mean = found.shares.groupby("instrument")["value"].mean()
    assert mean["total"] == pytest.approx(total, rel=1e-6)
    assert mean[["first", "rest"]].sum() == pytest.approx(total, rel=1e-6)
    assert set(found.interactions["seed"]) == {1, 2}


def test_frontier_sets_cost_against_the_same_effect(single: dict[str, float]) -> None:
    found = api.frontier("baseline", seeds=2, **TINY)
    table = found.tables["frontier"].set_index("scenario")
    total = single["baseline"] - single["no_policy"]
    assert table.loc["baseline", "effect"] == pytest.approx(total, rel=1e-6)
    assert table.loc["baseline", "cost"] != 0.0 and "outcomes" in found.tables


def test_explain_takes_one_firm_or_all_apart() -> None:
    options = {name: value for name, value in TINY.items() if name != "workers"}
    one = api.explain("baseline", year=2018, firm=1, seeds=1, **options)
    assert isinstance(one, Explanation) and one.key == 1 and one.year == 2018
    assert one.trace_of("decide_upgrade") is not None
    every = api.explain("baseline", year=2018, seeds=1, **options)
    assert isinstance(every, Causes)


REFUSED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "one scenario": (api.compare, {"scenarios": ["baseline"]}, "two scenarios"),
    "width": (api.compare, {"scenarios": ["baseline", "full_plan"], "width": {"value": 3}},
              "unknown indicator"),
    "same": (api.attribute, {"scenarios": ["baseline"], "against": "baseline"}, "no effect"),
    "worth": (api.frontier, {"scenarios": ["baseline"], "worth": -1.0}, "above 0"),
    "year": (api.explain, {"scenarios": ["baseline"], "year": 2030}, "from 2016 to 2025"),
    "seed": (api.explain, {"scenarios": ["baseline"], "year": 2020, "seed": 9, "seeds": 2,
                           "draws": "central"}, "from 1 to 2"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_cannot_be_used_is_refused_before_anything_runs(case: str) -> None:
    call, options, message = REFUSED[case]
    given: list[str | Scenario] = options["scenarios"]
    with pytest.raises(InputError, match=message):
        call(*given, **{key: value for key, value in options.items() if key != "scenarios"})
