"""The engine gives the same bytes however it is run, and its parts do what they say."""

from __future__ import annotations

import hashlib
import math
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import digest, environment, random_policy, twin

from sim.base.declare import Variable, by_name
from sim.base.draws import WORD, draw_block, normal_scores, philox, uniform, uniforms
from sim.base.maths import exponentials, happens, logarithms, logistic
from sim.base.state import Array, Columns, State
from sim.base.totals import grouped_total, total
from sim.city.measure import measure
from sim.city.mesa_view import CityModel
from sim.city.run import run_city
from sim.city.start import start
from sim.city.year import simulate_year
from sim.park.grading import grade_firms
from sim.park.queue import admit

LAST_YEAR, SEED = 2018, 11


def _policy() -> list[Any]:
    return list(random_policy(np.random.default_rng(5)))


def _fingerprint(state: State) -> str:
    """Hash of all columns, the firms sorted by key."""
    order = np.argsort(state.firms["key"])
    content = hashlib.sha256()
    for columns in (state.firms, state.places, state.sectors, state.place_sectors):
        for name in columns:
            values = columns[name][order] if columns is state.firms else columns[name]
            content.update(name.encode() + values.tobytes())
    return content.hexdigest()


def _fingerprints(population: State) -> list[str]:
    """One hash for 2015 and each year simulated, under random measures."""
    state, measures = start(population, SEED), _policy()
    measure(state)
    found = [_fingerprint(state)]
    while state.year < LAST_YEAR:
        simulate_year(state, measures)
        measure(state)
        found.append(_fingerprint(state))
    return found


def _run_digest(population: State) -> str:
    parameters = {name: float(value) for name, value in population.scalars.items()}
    record = run_city(population, _policy(), parameters=parameters, seed=SEED, last_year=LAST_YEAR)
    return digest(record)


@pytest.mark.parametrize("compile_rules", ["0", "1"])
def test_compiled_and_interpreted_agree(tiny: State, tmp_path: Path, compile_rules: str) -> None:
    file = tmp_path / "tiny.pickle"
    file.write_bytes(pickle.dumps(tiny))
    done = subprocess.run(
        [sys.executable, "-W", "error", __file__, str(file)], capture_output=True, timeout=300,
        check=False, env=environment(YONGSIM_COMPILE=compile_rules),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == _fingerprints(tiny)


def test_mesa_agents_agree_with_the_loops(tiny: State) -> None:
    model = CityModel(_policy(), population=tiny, seed=SEED, by_agent=True, rng=99)
    found = [_fingerprint(model.state)]
    while model.year < LAST_YEAR:
        model.step()
        found.append(_fingerprint(model.state))
    assert found == _fingerprints(tiny)


def test_mesa_agents_are_views_that_come_and_go(tiny: State) -> None:
    model = CityModel(population=tiny, seed=SEED, agent_reporters=["value_added"])
    for _ in range(2):
        model.step()
    assert sorted(firm.unique_id for firm in model.firms) == sorted(model.state.firms["key"])
    assert all(firm.unique_id == firm.key for firm in model.firms)
    firm = next(iter(model.firms))
    firm.debt = 12.5
    assert model.state.firms["debt"][firm.row] == 12.5
    assert firm.park.row == firm.place and firm in firm.park.firms
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table["value_added"]) == [y["value_added"] for y in model.record.indicators]


def test_no_result_depends_on_the_order_of_the_rows(tiny: State) -> None:
    mixed = twin(tiny)
    order = np.random.default_rng(3).permutation(len(tiny.firms))
    for name in mixed.firms:
        mixed.firms[name] = tiny.firms[name][order]
    assert _fingerprints(mixed) == _fingerprints(tiny)


def test_two_processes_give_what_one_gives(tiny: State) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert set(pool.map(_run_digest, [tiny, tiny])) == {_run_digest(tiny)}


@pytest.mark.parametrize(
    "counter, key, words",
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0),
         (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
    ],
)  # fmt: skip
def test_philox_gives_the_published_words(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    c0, c1, c2, c3 = counter
    firm = np.array([(c1 << 32) | c0], dtype=np.uint64).view(np.int64)
    seed = int(np.array([(key[1] << 32) | key[0]], dtype=np.uint64).view(np.int64)[0])
    assert tuple(philox(seed, c2, c3, int(firm[0]))) == words
    drawn = draw_block(c3, firm, seed, c2)[:, 0]
    assert drawn.tolist() == [(word + 0.5) / (WORD + 1) for word in words]


def test_a_firms_draw_is_its_own(tiny: State) -> None:
    keys = tiny.firms["key"]
    together = uniforms("draw_exit", keys, SEED, 2016)
    assert together[7] == uniform("draw_exit", int(keys[7]), SEED, 2016)
    assert not np.isin(together, uniforms("draw_exit", keys, SEED, 2017)).any()
    assert abs(together.mean() - 0.5) < 0.05 and 0.0 < together.min() < together.max() < 1.0


def test_exponential_and_logarithm_are_exact_to_the_last_bits() -> None:
    luck = np.random.default_rng(1)
    x = np.concatenate([luck.uniform(-708, 709, 2000), luck.uniform(-1, 1, 2000), [0.0, 1e-300]])
    assert exponentials(x) == pytest.approx([math.exp(v) for v in x], rel=5e-16, abs=0)
    y = np.concatenate([np.exp(luck.uniform(-690, 709, 2000)), luck.uniform(0.5, 2.0, 2000)])
    assert logarithms(y) == pytest.approx([math.log(v) for v in y], rel=5e-16, abs=1e-18)


def test_exponential_and_logarithm_stay_finite() -> None:
    ends = exponentials(np.array([-math.inf, -1e9, 1e9, math.inf]))
    assert ends.tolist() == pytest.approx([math.exp(-708), math.exp(-708)] + [math.exp(709)] * 2)
    low = math.log(1e-300)
    assert logarithms(np.array([-1.0, 0.0, 5e-324, 1.0])).tolist() == [low, low, low, 0.0]
    assert logarithms(np.array([1.7e308]))[0] == pytest.approx(math.log(1.7e308))


def test_normal_scores_are_those_of_the_normal_law() -> None:
    known = {0.5: 0.0, 0.975: 1.959963984540054, 0.0013498980316301: -3.0, 1e-9: -5.997807015}
    assert normal_scores(np.array(list(known))) == pytest.approx(list(known.values()), abs=1e-7)


def test_happens_with_the_chance_of_the_index() -> None:
    for index in (-3.0, 0.0, 1.7):
        chance = logistic(index)
        assert happens(chance * 0.999, index) and not happens(chance * 1.001, index)


def test_totals_do_not_depend_on_the_order() -> None:
    luck = np.random.default_rng(2)
    values, weights = luck.lognormal(5, 4, 5000) - 100.0, luck.uniform(0, 9, 5000)
    groups = luck.integers(0, 7, 5000)
    order = luck.permutation(5000)
    mixed = values[order], weights[order]
    assert total(values, weights) == total(*mixed)
    assert total(values, weights) == pytest.approx(math.fsum(values * weights), abs=5000 / 2**20)
    parts = grouped_total(values, weights, groups, 7)
    assert parts.tolist() == grouped_total(*mixed, groups[order], 7).tolist()
    assert parts.sum() == pytest.approx(total(values, weights), rel=1e-14)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, 3e9, -3e9])
def test_a_total_refuses_what_it_cannot_add(wrong: float) -> None:
    with pytest.raises(OverflowError):
        total(np.array([1.0, wrong, 1.0]), np.ones(3))


def test_a_total_over_some_rows_leaves_the_others_out() -> None:
    values, only = np.array([1.5, 2.0, 4.0, 8.0]), np.array([1, 0, 1, 1])
    assert total(values, np.full(4, 2.0), only) == 27.0
    assert total(values, np.full(4, 2.0), only == 0) == 4.0


def test_equal_scores_are_graded_by_key(tiny: State) -> None:
    state = twin(tiny)
    firms = state.firms
    firms["score"] = np.round(np.random.default_rng(8).uniform(0, 3, len(firms)))
    grade_firms(state)
    found = dict(zip(firms["key"].tolist(), firms["grade"].tolist(), strict=True))
    for name in firms:
        firms[name] = firms[name][::-1].copy()
    grade_firms(state)
    assert found == dict(zip(firms["key"].tolist(), firms["grade"].tolist(), strict=True))
    upper = firms["above_scale"] == 1
    share = np.mean(firms["grade"][upper] == 0)
    assert share == pytest.approx(state.scalars["grade_share_a"], abs=1.0 / upper.sum())


def _queue(luck: np.random.Generator, count: int, ranks: int = 3) -> tuple[Array, ...]:
    amounts = luck.uniform(1, 10, count)
    priority = luck.integers(0, ranks, count).astype(float)
    lot = np.round(luck.uniform(0, 1, count), 1)
    return amounts, priority, lot, luck.permutation(count), luck.integers(0, 4, count)


@pytest.mark.parametrize("ranks", [1, 3, 1_000_000])
def test_a_queue_serves_no_more_than_there_is_and_no_one_out_of_turn(ranks: int) -> None:
    luck = np.random.default_rng(4)
    amounts, priority, lot, keys, groups = _queue(luck, 400, ranks)
    capacity = np.array([0.0, 100.0, 250.0, 1e18])
    served = admit(amounts, priority, lot, keys, groups, capacity)
    used = np.bincount(groups, amounts * served, 4)
    assert (used <= capacity + 1e-9).all()
    assert served[groups == 3].all() and not served[groups == 0].any()
    rank = np.empty(400)
    rank[np.lexsort((keys, lot, priority))] = np.arange(400)
    for i in np.flatnonzero(~served):
        before = served & (groups == groups[i]) & (rank < rank[i])
        assert amounts[before].sum() + amounts[i] > capacity[groups[i]] - 1e-9


def test_a_queue_does_not_depend_on_the_order_of_the_applicants() -> None:
    luck = np.random.default_rng(6)
    given = _queue(luck, 300)
    order = luck.permutation(300)
    capacity = np.full(4, 120.0)
    served = admit(*given, capacity)
    assert (admit(*(part[order] for part in given), capacity) == served[order]).all()
    assert 0 < served.sum() < 300


def _columns(rows: int, room: int | None = None) -> Columns:
    declared = by_name((Variable("key", "-", "", "", whole=True), Variable("size", "-", "", "")))
    columns = Columns(declared, rows, room)
    columns["key"], columns["size"] = np.arange(rows), np.arange(rows) / 2
    return columns


def test_columns_keep_the_rows_they_are_told_to() -> None:
    columns = _columns(50)
    mask = np.random.default_rng(7).uniform(size=50) < 0.6
    columns.keep(mask)
    assert sorted(columns["key"].tolist()) == np.flatnonzero(mask).tolist()
    assert (columns["size"] == columns["key"] / 2).all()
    assert len(columns) == len(columns["size"]) == mask.sum()


def test_columns_grow_by_rows_of_zeros() -> None:
    columns = _columns(600, 600)
    columns.keep(np.arange(600) < 500)
    for count, end in ((50, 550), (900, 1450)):
        rows = columns.append(count)
        assert (rows.start, rows.stop, len(columns)) == (end - count, end, end)
        assert not columns["key"][rows].any() and not columns["size"][rows].any()
    assert (columns["size"][:500] == np.arange(500) / 2).all()


def test_columns_survive_pickling_and_copying() -> None:
    columns = pickle.loads(pickle.dumps(_columns(5)))
    twin_of = columns.copy(room=9)
    columns["size"][2] = 7.0
    assert columns["size"].tolist() == [0.0, 0.5, 7.0, 1.5, 2.0]
    assert twin_of["size"].tolist() == [0.0, 0.5, 1.0, 1.5, 2.0]
    columns.append(1)
    assert columns["size"].tolist() == [0.0, 0.5, 7.0, 1.5, 2.0, 0.0]


if __name__ == "__main__":
    print(*_fingerprints(pickle.loads(Path(sys.argv[1]).read_bytes())))


@pytest.mark.parametrize("strange", [float("nan"), float("inf"), 1e12])
def test_sums_refuse_what_they_cannot_add(tiny, strange):
    state = start(tiny, SEED)
    measure(state)
    state.firms["profit"][3] = strange
    with pytest.raises(OverflowError, match="not a number or exceeds"):
        measure(state)
