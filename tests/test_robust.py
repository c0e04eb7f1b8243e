"""Robustness: regret and the value of information of a linear model, where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.errors import InputError
from sim.explore.cases import Cases, Input, Runs, find_target
from sim.explore.robust.measures import read_measure, values
from sim.explore.robust.regret import best_shares, interval, regrets, satisfied
from sim.explore.robust.study import Robust, robust
from sim.report.explore.robust.sentences import sentences

POINTS = 600
YEARS = list(range(2020, 2026))
BASE = 6800.0  # the aim of value added
MONEY = read_measure("value_added")


def cases(packages: dict[str, np.ndarray], inputs: dict[str, np.ndarray], seeds: int = 1,
          clusters: np.ndarray | None = None) -> Cases:  # fmt: skip
    """Cases in which value added of 2025 is as given; what the city spends rises by 2 a year."""
    runs = {}
    for name, last in packages.items():
        levels = np.repeat(last[:, None], len(YEARS), axis=1)
        spent = np.full(levels.shape, 2.0)
        runs[name] = Runs(YEARS, {"value_added": levels, "public_cost": spent})
    points = next(iter(inputs.values())).shape[0]
    made = tuple(Input(f"parameter_{name}", "-", f"输入{name}", f"input {name}", column)
                 for name, column in inputs.items())  # fmt: skip
    titles = {name: (f"组合{name}", f"package {name}") for name in packages}
    return Cases({"plan": {"designs": []}}, made, runs, titles,
                 np.arange(points) if clusters is None else clusters, seeds, 0, 1.0)  # fmt: skip


@pytest.fixture
def linear(luck: np.random.Generator) -> Cases:
    """One package is the same everywhere, the other gains x, which is even between -1 and 1."""
    x = (2.0 * luck.permutation(POINTS) + 1.0 - POINTS) / POINTS
    idle = luck.random(POINTS)
    return cases({"still": np.full(POINTS, BASE), "steep": BASE + x}, {"x": x, "idle": idle})


def of(found: Robust) -> dict[str, float]:
    one = found.judged[0]
    return {name: row.regret for name, row in zip(found.packages, one.standings, strict=True)}


def test_regret_of_a_linear_model(linear: Cases) -> None:
    found = robust(linear, (MONEY,), (find_target("value_added"),))
    assert of(found) == {"still": pytest.approx(0.25, abs=1e-4),
                         "steep": pytest.approx(0.25, abs=1e-4)}  # fmt: skip
    still, steep = found.judged[0].standings
    assert still.worst == pytest.approx(1.0, abs=0.01) == steep.worst
    assert still.regret_95 == pytest.approx(0.9, abs=0.01)
    assert (still.best, steep.best) == (0.5, 0.5)
    assert still.regret_low < 0.25 < still.regret_high
    # The error of a mean of max(x, 0): variance 1/6 - 1/16.
    assert still.regret_high - still.regret_low == pytest.approx(
        2 * 1.96 * np.sqrt((1 / 6 - 1 / 16) / POINTS), rel=0.15)


def test_value_of_information_of_a_linear_model(linear: Cases) -> None:
    one = robust(linear, (MONEY,), (find_target("value_added"),)).judged[0]
    assert one.perfect.value == pytest.approx(0.25, abs=1e-4)
    known = {item.item.name: item for item in one.learnt}
    assert known["parameter_x"].information.value == pytest.approx(0.25, abs=0.005)
    assert known["parameter_x"].noise < 0.06
    assert [item.item.name for item in one.telling] == ["parameter_x"]


def test_which_package_is_best_where(linear: Cases) -> None:
    one = robust(linear, (MONEY,), (find_target("value_added"),)).judged[0]
    places = [place for place in one.where if place.item.name == "parameter_x"]
    assert [place.cases for place in places] == [200, 200, 200]
    assert (places[0].leader, places[2].leader) == (0, 1)
    assert places[0].sure and places[2].sure and not places[1].sure
    assert places[2].behind[0, 0] == pytest.approx(2 / 3, abs=0.01)
    idle = [place for place in one.where if place.item.name == "parameter_idle"]
    assert not any(place.sure for place in idle)


def test_less_may_be_better(linear: Cases) -> None:
    less = robust(linear, (read_measure("-value_added"),), (find_target("value_added"),)).judged[0]
    places = [place for place in less.where if place.item.name == "parameter_x"]
    assert (places[0].leader, places[2].leader) == (1, 0)
    assert places[0].means[1] == pytest.approx(BASE - 2 / 3, abs=0.01)  # in its own unit
    assert less.measure.less and not MONEY.less


def test_satisficing_share_and_budget(linear: Cases) -> None:
    target = find_target("value_added")
    found = robust(linear, (MONEY,), (target,), budget=10.5)
    assert [row.share for row in found.satisfied] == [1.0, 0.5]
    assert found.satisfied[0].low == pytest.approx(0.9937, abs=0.001)  # Wilson, 600 of 600
    assert found.satisfied[1].low == pytest.approx(0.46, abs=0.01)
    poor = robust(linear, (MONEY,), (target,), budget=9.5)  # five years at 2
    assert [row.share for row in poor.satisfied] == [0.0, 0.0]


def test_points_of_one_member_count_once(luck: np.random.Generator) -> None:
    """Twenty futures of each of thirty members: the intervals are those of thirty, not of 600."""
    own = np.repeat(luck.standard_normal(30), 20)
    clusters = np.repeat(np.arange(30), 20)
    low, high = interval(own[:, None], clusters)
    expected = 2 * 1.96 * own[::20].std(ddof=1) / np.sqrt(30)
    assert high[0] - low[0] == pytest.approx(expected, rel=0.2)
    x = np.repeat(luck.random(30), 20)
    found = robust(
        cases({"a": np.full(600, BASE), "b": BASE + own}, {"x": x}, clusters=clusters),
        (MONEY,), (find_target("value_added"),),
    )  # fmt: skip
    assert not found.judged[0].telling  # parameters of thirty members say nothing of luck


def test_equal_packages_share_and_regret_nothing() -> None:
    gain = np.array([[1.0, 1.0, 0.0], [2.0, 1.0, 2.0]])
    assert best_shares(gain).tolist() == [0.5, 0.25, 0.25]
    assert regrets(gain).tolist() == [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    (one,) = satisfied(np.ones((8, 1), dtype=bool), np.arange(8))
    assert one.low == pytest.approx(0.676, abs=0.001)  # Wilson, 8 of 8


def test_sentences_say_what_is_not_told_apart(linear: Cases) -> None:
    found = robust(linear, (MONEY,), (find_target("value_added"),))
    for language, unsure in (("zh", "无法区分"), ("en", "not told apart from")):
        said = sentences(found, lambda k: found.packages[k], language)  # type: ignore[arg-type]
        assert any(unsure in line for line in said)
        assert not any("None" in line or "nan" in line for line in said)
    low = cases({"a": np.full(50, 1.0), "b": np.full(50, 2.0)}, {"x": np.arange(50.0)})
    said = sentences(robust(low, (MONEY,), (find_target("value_added"),)), str, "en")
    assert any("no package reaches these in any case: value added" in line for line in said)
    assert any("told apart from every other" in line for line in said)


def test_one_package_or_a_missing_figure_is_refused(linear: Cases) -> None:
    with pytest.raises(InputError, match="nothing to choose"):
        robust(cases({"a": np.ones(9)}, {"x": np.arange(9.0)}), (MONEY,), ())
    with pytest.raises(InputError, match="keeps no 'employment'"):
        values(linear, read_measure("employment"))
    with pytest.raises(InputError, match="did you mean 'value_added'"):
        read_measure("value_aded")
    with pytest.raises(InputError, match="keeps no 'tax_per_mu'"):
        robust(linear, (MONEY,), (find_target("tax_per_mu"),))
    with pytest.raises(InputError, match="no figure in the model"):
        find_target("green_factories")
