"""Members: drawn by weight, run alike everywhere, and said where results are shown."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import digest
from rich.console import Console

import sim
from sim.base import resources
from sim.base.errors import InputError
from sim.base.parameters import parameters as declared
from sim.base.resources import model_hash, source_hash
from sim.base.units import LAST_YEAR
from sim.report import frames, session, store
from sim.report.notes import ranges_note, warnings
from sim.scenario import one_run, sample
from sim.scenario import stale as stale_module
from sim.scenario.ensemble import Ensemble, run_ensemble, run_ensembles, run_with_twin
from sim.scenario.load import Scenario, load_scenario, without_measures
from sim.scenario.member import Member
from sim.scenario.one_run import run_member
from sim.scenario.pert import with_ledger_prices
from sim.scenario.posterior import NEXT_COPY, Posterior, read_posterior
from sim.scenario.priors import from_prior, members, places, priors
from sim.scenario.sample import draw_members
from sim.scenario.stale import is_stale, question_hash

WEIGHTS = (0.3, 0.25, 0.15, 0.1, 0.1, 0.05, 0.04, 0.01)
SHORT: dict[str, Any] = {"firms": 0.02, "years": (2015, 2017), "workers": 1}


def write_posterior(where: Path, sampled: list[Member], figures: dict[str, float]) -> None:
    """A posterior of these members, last number first, fitted by another version of the code."""
    where.mkdir()
    names = list(sampled[0].parameters)
    with (where / "members.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n")
        write.writerow(["number", "weight", "population_seed", "seed", *names])
        for member, weight in reversed(list(zip(sampled, WEIGHTS, strict=True))):
            write.writerow([member.number, repr(weight), member.population_seed, member.seed,
                            *[repr(member.parameters[name]) for name in names]])  # fmt: skip
    about = {
        "source_hash": "of another version", "model_hash": model_hash(),
        "question_hash": question_hash(), "quick": False,
        "scenario": "baseline", "settings": {"seed": 1}, "files": {},
        "check": {"member": sampled[0].number, "figures": figures}, "further": "allowed",
    }  # fmt: skip
    (where / "posterior.json").write_text(json.dumps(about), encoding="utf-8")
    seal(where)


def change(where: Path, **changes: Any) -> None:
    """Put other values into posterior.json."""
    path = where / "posterior.json"
    about = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(about), encoding="utf-8")


def seal(where: Path) -> None:
    """Write the checksum of the members as they are now."""
    content = (where / "members.csv").read_bytes()
    change(where, files={"members.csv": hashlib.sha256(content).hexdigest()})


def eight() -> list[Member]:
    """Members whose number and seeds differ."""
    return [
        replace(member, population_seed=100 + member.number, seed=200 + member.number)
        for member in members(from_prior(len(WEIGHTS), 7), 1)
    ]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sampled = eight()
    record = run_member(load_scenario("baseline"), sampled[0], firms=1.0, last_year=LAST_YEAR)
    where = tmp_path_factory.mktemp("fit") / "posterior"
    write_posterior(where, sampled, record.indicators[-1])
    return where


@pytest.fixture
def here(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A posterior of one's own, which runs draw from."""
    where = tmp_path / "posterior"
    shutil.copytree(original, where)
    monkeypatch.setattr(sample, "posterior_folder", lambda: where)
    return where


@pytest.fixture
def posterior(original: Path) -> Posterior:
    return read_posterior(original)


def edit_members(where: Path, edit: Callable[[list[list[str]]], None]) -> None:
    """Change the table of members, checksum and all."""
    path = where / "members.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    edit(rows)
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    seal(where)


def put(row: int, column: int, text: str) -> Callable[[list[list[str]]], None]:
    def edit(rows: list[list[str]]) -> None:
        rows[row][column] = text

    return edit


# --- what is refused ----------------------------------------------------------------------------

BAD_TABLES = {
    "weights add up to": put(1, 1, "0.02"),
    "did you mean 'permanent_spread'": lambda rows: put(
        0, rows[0].index("permanent_spread"), "permanent_spred")(rows),
    "outside its bounds": put(3, 4, "1e9"),
    "line 4: an entry is not a number": put(3, 5, "many"),
    "line 2: a number, weight or seed": put(1, 1, "-0.3"),
    "instead of": lambda rows: rows[2].pop(),
    "two members have one number": put(1, 0, "1"),
    "the header must be": put(0, 1, "share"),
    "each once": lambda rows: put(0, 5, rows[0][4])(rows),
}  # fmt: skip


@pytest.mark.parametrize("words", sorted(BAD_TABLES))
def test_a_table_that_cannot_be_used_is_refused_with_file_and_remedy(
    here: Path, words: str
) -> None:
    edit_members(here, BAD_TABLES[words])
    with pytest.raises(InputError) as refused:
        draw_members("posterior", 3)
    text = str(refused.value)
    assert words in text and "members.csv" in text and "yongsim calibrate" in text
    assert len(text.splitlines()) == 1


def test_not_a_number_is_outside_the_bounds(here: Path) -> None:
    edit_members(here, put(3, 4, "nan"))
    with pytest.raises(InputError, match="outside its bounds"):
        read_posterior(here)


def test_weights_may_miss_one_by_rounding_only(here: Path) -> None:
    edit_members(here, put(8, 1, "0.3000000001"))
    assert sum(read_posterior(here).weights) != 1.0
    edit_members(here, put(8, 1, "0.30000001"))
    with pytest.raises(InputError, match="add up"):
        read_posterior(here)


def test_a_damaged_or_missing_file_is_refused(here: Path) -> None:
    content = (here / "members.csv").read_bytes()
    (here / "members.csv").write_bytes(content.replace(b"0.25", b"0.26"))
    with pytest.raises(InputError, match=r"is damaged; .*yongsim calibrate"):
        read_posterior(here)
    for name in ("members.csv", "posterior.json"):
        (here / name).unlink()
        with pytest.raises(InputError, match=rf"{name}.*cannot be read.*yongsim calibrate"):
            read_posterior(here)


@pytest.mark.parametrize("changes", [
    {"files": {}}, {"quick": "no"}, {"model_hash": None}, {"check": {"member": 99, "figures": {}}},
    {"check": {"member": 1}},
], ids=str)  # fmt: skip
def test_provenance_that_cannot_be_used_is_refused(here: Path, changes: dict[str, Any]) -> None:
    change(here, **changes)
    with pytest.raises(InputError, match=r"posterior\.json.*yongsim calibrate"):
        read_posterior(here)


def test_an_unknown_kind_of_draws_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="'posterior'"):
        run_ensemble("baseline", seeds=1, draws="posteriors", **SHORT)


# --- draws --------------------------------------------------------------------------------------


def test_members_are_read_as_they_were_written(posterior: Posterior) -> None:
    wanted = eight()
    assert list(posterior.members) == wanted and posterior.weights == WEIGHTS
    assert posterior.member(3) == wanted[2]


@pytest.mark.parametrize("count", [1, 7, 100, 1001])
def test_draws_reproduce_the_weights(posterior: Posterior, count: int) -> None:
    drawn = posterior.draw(count)
    assert drawn == posterior.draw(count) and len(drawn) == count
    assert [m.number for m in drawn] == sorted(m.number for m in drawn)
    found = Counter(member.number for member in drawn)
    for member, weight in zip(posterior.members, WEIGHTS, strict=True):
        assert abs(found[member.number] - weight * count) < 1.0


def test_no_two_draws_are_the_same_run(posterior: Posterior) -> None:
    drawn = posterior.draw(300)
    assert len({(m.population_seed, m.seed) for m in drawn}) == 300
    first = [m for m in drawn if m.number == 1]
    assert first[0] == posterior.members[0]
    assert first[2].seed == first[0].seed + 2 * NEXT_COPY
    assert first[2].population_seed == first[0].population_seed + 2 * NEXT_COPY
    assert all(m.parameters == first[0].parameters for m in first)


def test_prior_draws_lie_inside_the_bounds_and_fill_them() -> None:
    drawn = draw_members("prior", 50).members
    assert drawn == draw_members("prior", 50).members
    free = {name for name, item in declared().items() if item.low < item.high}
    assert all(set(member.parameters) == free for member in drawn)
    for name in free:
        found = [member.parameters[name] for member in drawn]
        assert declared()[name].low <= min(found) <= max(found) <= declared()[name].high, name
    at = places(drawn)
    flat = [k for k, prior in enumerate(priors()) if prior.first == prior.second == 1.0]
    assert flat and (np.ptp(at[:, flat], axis=0) > 1.9).all()
    assert len({(member.population_seed, member.seed) for member in drawn}) == 50


def test_central_draws_differ_in_luck_only() -> None:
    drawn = draw_members("central", 4).members
    assert drawn == tuple(Member(0, {}, 1, seed) for seed in (1, 2, 3, 4))


def test_without_a_posterior_runs_are_central_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "posterior_folder", lambda: tmp_path / "none")
    found, plain = draw_members("posterior", 3), draw_members("central", 3)
    assert found.members == plain.members
    assert found.origin.draws == "central" and found.origin.fallback and not plain.origin.fallback
    with pytest.warns(UserWarning, match=r"uncalibrated.*yongsim calibrate"):
        mine = sim.run("no_policy", seeds=1, **SHORT)
    assert mine.ensemble is not None
    assert store.manifest(mine.ensemble, [])["posterior"] is None
    assert store.manifest(mine.ensemble, [])["draws"] == "central"
    assert any("未校准" in line for line in warnings(mine.ensemble, "zh"))


# --- staleness ----------------------------------------------------------------------------------


def planted(here: Path) -> None:
    """Another figure than the rules give: what a changed rule looks like."""
    check = json.loads((here / "posterior.json").read_text(encoding="utf-8"))["check"]
    check["figures"]["value_added"] *= 1.0 + 1e-8
    change(here, check=check)


def test_a_posterior_is_stale_when_its_check_run_gives_other_figures(here: Path) -> None:
    assert not is_stale(read_posterior(here))
    planted(here)
    assert is_stale(read_posterior(here))
    change(here, source_hash=source_hash())
    assert not is_stale(read_posterior(here))  # the same code and data need no check
    change(here, model_hash="of other data")
    assert is_stale(read_posterior(here))


@pytest.mark.parametrize(
    ("change_of_row", "stale"), [({"discrepancy": "0.5"}, True), ({"reason_en": ""}, False)]
)
def test_a_posterior_is_stale_when_it_answers_another_question(
    here: Path, monkeypatch: pytest.MonkeyPatch, change_of_row: dict[str, str], stale: bool
) -> None:
    rows = resources.table("fit_targets.csv")
    changed = (rows[0] | change_of_row, *rows[1:])
    monkeypatch.setattr(stale_module, "table", lambda name: changed)
    assert is_stale(read_posterior(here)) == stale


def test_a_posterior_is_stale_when_a_figure_is_gone_or_the_check_fails(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(here, check={"member": 1, "figures": {"happiness": 1.0}})
    assert is_stale(read_posterior(here))
    change(here, check={"member": 1, "figures": {}})
    assert is_stale(read_posterior(here))  # a check of nothing shows nothing

    def fail(*_: object, **__: object) -> None:
        raise OverflowError

    monkeypatch.setattr(one_run, "run_city", fail)
    assert is_stale(read_posterior(here))


def test_the_models_hash_leaves_the_posterior_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("calibration", "scenarios"):
        shutil.copytree(resources.folder(name), tmp_path / name,
                        ignore=shutil.ignore_patterns("posterior"))  # fmt: skip
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / name)
    monkeypatch.setattr(resources, "rules_data_hash", resources.rules_data_hash.__wrapped__)
    hashed = resources.model_hash.__wrapped__
    before = hashed()
    for name in ("posterior", ".posterior-x.part"):
        (tmp_path / "calibration" / name).mkdir()
        (tmp_path / "calibration" / name / "members.csv").write_text("number\n")
    assert hashed() == before == model_hash()
    with (tmp_path / "calibration" / "ladder.csv").open("a") as file:
        file.write("\n")
    assert hashed() != before


# --- runs ---------------------------------------------------------------------------------------


def all_digests(ensembles: list[Ensemble]) -> list[list[str]]:
    return [[digest(record) for record in ensemble.records] for ensemble in ensembles]


def test_workers_change_nothing(here: Path) -> None:
    both = ["baseline", "no_policy"]
    one = run_ensembles(both, seeds=8, **SHORT)
    two = run_ensembles(both, seeds=8, **(SHORT | {"workers": 2}))
    assert all_digests(one) == all_digests(two)
    assert [e.members for e in one] == [e.members for e in two]
    assert len(set(all_digests(one)[0])) == 8


def test_a_run_stands_on_its_member(here: Path) -> None:
    ensemble = run_ensemble("baseline", seeds=3, **SHORT)
    drawn = with_ledger_prices(read_posterior(here).draw(3))
    assert ensemble.members == drawn and ensemble.runs == (1, 2, 3)
    options = {"firms": SHORT["firms"], "last_year": SHORT["years"][1]}
    alone = run_member(load_scenario("baseline"), drawn[2], **options)
    assert digest(ensemble.records[2]) == digest(alone)
    elsewhere = Member(drawn[2].number, drawn[2].parameters, 99, drawn[2].seed)
    other = run_member(load_scenario("baseline"), elsewhere, **options)
    assert alone.indicators[0] != other.indicators[0]


def test_the_twin_shares_members_and_each_city_is_built_once(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(here, source_hash=source_hash())  # fresh at once: no check run builds a city
    built: list[int] = []

    def build(parameters: dict[str, float], seed: int) -> Any:
        built.append(seed)
        return build_city(parameters, seed)

    build_city = one_run.build_city
    monkeypatch.setattr(one_run, "build_city", build)
    one_run._population.cache_clear()
    ticks: list[int] = []
    ensemble, twin = run_with_twin("baseline", seeds=4, progress=ticks.append, **SHORT)
    assert built == [member.population_seed for member in ensemble.members]
    assert sum(ticks) == 8
    assert twin is not None and twin.members == ensemble.members and not twin.scenario.measures
    alone = run_ensemble("no_policy", seeds=4, **SHORT)
    assert all_digests([twin]) == all_digests([alone])
    assert run_with_twin("no_policy", seeds=1, **SHORT)[1] is None


@pytest.fixture
def changing(tmp_path: Path) -> tuple[Scenario, str, float]:
    """A scenario that sets a parameter of its own."""
    name = "permanent_spread"
    path = tmp_path / "own.toml"
    path.write_text(
        f'extends = "baseline"\n[title]\nzh = "试"\nen = "trial"\n[parameters]\n'
        f"{name} = {declared()[name].high}\n", encoding="utf-8",
    )  # fmt: skip
    return load_scenario(str(path)), name, declared()[name].high


@pytest.mark.parametrize("draws", ["posterior", "prior", "central"])
def test_what_a_scenario_sets_wins_over_the_member(
    here: Path, changing: tuple[Scenario, str, float], draws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario, name, value = changing
    change(here, source_hash=source_hash())
    seen: list[dict[str, float]] = []

    def look(*arguments: Any, **options: Any) -> Any:
        seen.append(options["parameters"])
        return run_city(*arguments, **options)

    run_city = one_run.run_city
    member = draw_members(draws, 1).members[0]
    monkeypatch.setattr(one_run, "run_city", look)
    ensemble, twin = run_with_twin(scenario, seeds=1, draws=draws, **SHORT)
    assert twin is not None and len(seen) == 2 and seen[0] == seen[1]
    assert seen[0] == scenario.parameters | member.parameters | {name: value}
    assert without_measures(scenario).values_for(member)[name] == value
    assert name not in frames.member_table(ensemble).column_names


def test_a_failing_member_is_left_out_and_counted(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_city = one_run.run_city
    failing = read_posterior(here).draw(4)[1]

    def go(population: Any, measures: Any, **options: Any) -> Any:
        if options["seed"] == failing.seed and measures:
            raise OverflowError("a term of a total is not a number or exceeds 2e9")
        return run_city(population, measures, **options)

    monkeypatch.setattr(one_run, "run_city", go)
    ensemble, twin = run_with_twin("baseline", seeds=4, **SHORT)
    assert twin is not None
    for found in (ensemble, twin):
        assert found.runs == (1, 3, 4) and found.failed == (2,) and len(found.records) == 3
        assert set(frames.indicator_table(found).to_pandas()["seed"]) == {1, 3, 4}
        assert set(frames.place_table(found).to_pandas()["seed"]) == {1, 3, 4}
        assert set(frames.ledger_table(found).to_pandas()["seed"]) <= {1, 3, 4}
        assert frames.member_table(found).to_pandas()["seed"].tolist() == [1, 2, 3, 4]
    assert store.manifest(ensemble, [])["failed"] == [{"seed": 2, "member": failing.number}]
    assert any("1/4" in line for line in warnings(ensemble, "en"))


def test_it_is_an_error_when_all_members_fail(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OverflowError

    monkeypatch.setattr(one_run, "run_city", fail)
    with pytest.raises(InputError, match="all 2 runs"):
        run_ensemble("baseline", seeds=2, **SHORT)


# --- what is said -------------------------------------------------------------------------------


def test_a_run_says_and_writes_what_it_stands_on(here: Path, tmp_path: Path) -> None:
    planted(here)
    change(here, quick=True)
    said = io.StringIO()
    session.run_and_report(
        "baseline", seeds=3, years=(2015, 2017), firms=0.02, out=tmp_path / "out", language="en",
        screen=Console(file=said, width=200), workers=1, quiet=True, draws="posterior",
    )  # fmt: skip
    text = said.getvalue()
    assert "ranges combine parameters (posterior)" in text
    assert text.count("yongsim calibrate") == 2 and "stale" in text and "quick fit" in text
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    about = read_posterior(here)
    assert manifest["draws"] == "posterior" and manifest["failed"] == []
    assert manifest["posterior"] == {
        "digest": about.digest, "model_hash": model_hash(), "quick": True, "stale": True,
    }  # fmt: skip
    assert about.digest == hashlib.sha256((here / "members.csv").read_bytes()).hexdigest()
    assert manifest["parameters"] == load_scenario("baseline").parameters
    assert "central" in manifest["parameters_are"] and manifest["seeds"] == [1, 2, 3]
    table = pd.read_parquet(tmp_path / "out" / "members.parquet")
    assert table.equals(sim.load_results(tmp_path / "out").members)
    members_drawn = with_ledger_prices(about.draw(3))
    for row, member in zip(table.to_dict("records"), members_drawn, strict=True):
        seeds = {"member": member.number, "population_seed": member.population_seed,
                 "run_seed": member.seed}  # fmt: skip
        assert {name: value for name, value in row.items() if name != "seed"} == (
            seeds | member.parameters
        )
    assert table["seed"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_kind_of_draws_has_its_own_words(here: Path, language: Any) -> None:
    kinds: list[Any] = ["posterior", "prior", "central"]
    found = [run_ensemble("no_policy", seeds=1, draws=kind, **SHORT) for kind in kinds]
    assert len({ranges_note(one, language) for one in found}) == 3
    assert [warnings(one, language) for one in found] == [[], [], []]


def test_python_warns_of_a_stale_posterior(here: Path) -> None:
    planted(here)
    with pytest.warns(UserWarning, match="stale"):
        results = sim.run("no_policy", seeds=2, **SHORT)
    assert results.members["member"].tolist() == [1, 4]
