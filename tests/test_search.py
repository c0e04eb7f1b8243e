"""Policy search: a known front is found through our own path, and a search goes on as it began."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sweeps import plan_file

from sim.base.errors import InputError, StoppedError
from sim.explore.search.city import City
from sim.explore.search.evolve import evolve
from sim.explore.search.export import scenario_text
from sim.explore.search.front import dominates, epsilon_front, front
from sim.explore.search.plan import load_search
from sim.explore.search.study import search
from sim.scenario.load import load_scenario
from sim.sweep.stop import Stop
from sim.sweep.worker import Worked

HERE = Stop(driver=os.getpid())
PLAN = """
scenario = "baseline"
members = 3
fresh = 1
population = 4
generations = 2
firms = 0.02
targets = ["tax_per_mu"]
chance = 0.3
budget = 100000.0
[title]
zh = "试"
en = "a trial"
[objectives]
targets_attained = 0.01
"-public_cost" = 0.1
[axes]
"instruments.upgrade_subsidy.rate" = { years = "2021" }
"instruments.clearing.quota" = { low = 0.0, high = 500.0, years = "2021" }
"instruments.grade_charges.electricity.D" = { years = "2021" }
"""


def dtlz2(rows: np.ndarray) -> np.ndarray:
    """Deb, Thiele, Laumanns and Zitzler (2005): the front is the unit sphere, all else above it."""
    away = 1.0 + ((rows[:, 2:] - 0.5) ** 2).sum(axis=1)
    first, second = (0.5 * np.pi * rows[:, k] for k in (0, 1))
    return np.column_stack([
        away * np.cos(first) * np.cos(second), away * np.cos(first) * np.sin(second),
        away * np.sin(first),
    ])  # fmt: skip


def test_dtlz2_front_is_recovered() -> None:
    low, high = np.zeros(6), np.ones(6)
    found = evolve(
        lambda _, rows: (dtlz2(rows), np.full(len(rows), -1.0)), low, high, objectives=3,
        population=60, generations=70, seed=3,
    )  # fmt: skip
    values = found.values[epsilon_front(found.values, np.full(3, 0.1))]
    away = np.linalg.norm(values, axis=1) - 1.0
    assert away.min() > -1e-9 and np.median(away) < 0.02 and away.max() < 0.08
    angles = np.linspace(0.05, 0.5 * np.pi - 0.05, 6)
    sphere = np.array([[np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)]
                       for a in angles for b in angles])  # fmt: skip
    gaps = np.linalg.norm(sphere[:, None, :] - values[None, :, :], axis=2).min(axis=1)
    assert gaps.max() < 0.2  # every part of the sphere has its package


def test_dtlz2_under_a_constraint_keeps_to_it() -> None:
    def evaluate(_: int, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values = dtlz2(rows)
        return values, 0.5 - values[:, 0]  # the first objective may not be below one half

    found = evolve(evaluate, np.zeros(5), np.ones(5), objectives=3, population=40, generations=40,
                   seed=1)  # fmt: skip
    late = found.generation >= 30
    assert (found.excess[late] <= 0.0).mean() > 0.75 > (found.excess <= 0.0).mean() - 0.2
    assert found.values[found.excess <= 0.0][:, 0].min() == pytest.approx(0.5, abs=0.02)


def test_dtlz2_search_is_the_same_from_the_same_seed() -> None:
    def go(seed: int) -> np.ndarray:
        return evolve(lambda _, rows: (dtlz2(rows), np.full(len(rows), -1.0)), np.zeros(5),
                      np.ones(5), objectives=3, population=12, generations=5, seed=seed).rows

    assert go(4).tobytes() == go(4).tobytes() != go(5).tobytes()


def test_epsilon_front_against_every_pair(luck: np.random.Generator) -> None:
    values, steps = luck.random((200, 3)), np.full(3, 0.2)
    kept = epsilon_front(values, steps)
    boxes = np.floor(values / steps)
    assert len({tuple(box) for box in boxes[kept]}) == len(kept)
    assert not any(dominates(boxes[a], boxes[b]) for a in kept for b in kept)
    for row in range(200):  # what is left out is beaten, to within the steps
        assert any((values[one] <= values[row] + steps).all() for one in kept)


def test_front_by_hand() -> None:
    values = np.array([[1.0, 4.0], [2.0, 2.0], [3.0, 3.0], [4.0, 1.0], [2.0, 2.0]])
    assert front(values) == [0, 1, 3, 4]
    assert epsilon_front(values, np.ones(2)) == [0, 1, 3]


def test_search_on_the_city_goes_on_with_the_same_answer(tmp_path: Path) -> None:
    plan = load_search(plan_file(tmp_path, PLAN))
    whole = search(City(plan, tmp_path / "whole", 1, HERE))
    done: list[Worked] = []
    halted = replace(HERE, file=str(tmp_path / "stop"))

    def tick(worked: Worked) -> None:
        done.append(worked)
        Path(halted.file).touch()

    with pytest.raises(StoppedError):
        search(City(plan, tmp_path / "broken", 1, halted, tick))
    assert 0 < sum(one.runs for one in done) < 24
    again = search(City(plan, tmp_path / "broken", 1, HERE))
    assert again.packages == whole.packages and again.luck == whole.luck
    assert again.visited.rows.tobytes() == whole.visited.rows.tobytes()
    assert again.visited.values.tobytes() == whole.visited.values.tobytes()
    fresh = json.loads((tmp_path / "whole" / "fresh" / "manifest.json").read_text())
    rerun = {one.number for one in whole.packages} | {1, 2, 3, 4}  # and the unchosen ones
    assert fresh["runs"] == 3 * len(rerun)  # on the fresh members alone
    _check_packages(whole, tmp_path)


def _check_packages(found, folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert found.front and all(one.before != one.after for one in found.packages)
    package = found.packages[0]
    path = folder / "package.toml"
    path.write_text(scenario_text(found, package, folder), encoding="utf-8")
    loaded = load_scenario(str(path))
    rate, quota, charge = package.doses
    doses = {one.name: one.schedules for one in loaded.measures}
    assert doses["upgrade_subsidy"]["rate"].at(2025) == (rate,) * 4
    assert doses["clearing"]["quota"].at(2022) == quota
    assert doses["grade_charges"]["electricity"].at(2021) == (0.0, 0.0, 0.1, charge)
    assert doses["grade_charges"]["electricity"].at(2019) != (0.0, 0.0, 0.1, charge)
    assert all("found by search" in text for key, notes in loaded.sources.items()
               for file, text in notes if file == "package")  # fmt: skip
    assert any(file == "package" for notes in loaded.sources.values() for file, _ in notes)


@pytest.mark.parametrize(("old", "new", "said"), [
    ("members = 3", "member = 3", "did you mean 'members'"),
    ("[objectives]", "[objectives]\nvalue_aded = 1.0", "did you mean 'value_added'"),
    ('targets_attained = 0.01', "targets_attained = 0.0", "give the difference that matters"),
    ('["tax_per_mu"]', '["tax_per_nu"]', "did you mean 'tax_per_mu'"),
    ("[axes]", '[axes]\n"macro.energy_price" = {}', "a city can choose doses only"),
    ("[axes]", '[axes]\n"instruments.upgrade_subsidy.cap" = {}', "give 'low' below a finite"),
    ("firms = 0.02", "firms = 0.0", "give a share"),
    ("chance = 0.3", "chance = 2.0", "trial.toml: chance"),
])  # fmt: skip
def test_search_plans_are_refused_in_one_line(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said) as caught:
        load_search(plan_file(tmp_path, PLAN.replace(old, new)))
    assert "\n" not in str(caught.value)


def test_another_search_is_not_taken_for_this_one(tmp_path: Path) -> None:
    plan = load_search(plan_file(tmp_path, PLAN))
    City(plan, tmp_path / "work", 1, HERE).run("generation-000", np.array([[0.1, 5.0, 0.2]]))
    with pytest.raises(InputError, match="another search"):
        City(plan, tmp_path / "work", 1, HERE).run("generation-000", np.array([[0.2, 5.0, 0.2]]))
