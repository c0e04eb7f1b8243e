"""Work of earlier releases is read or carried forward; of newer ones, it is said so in one line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers import yongsim

import sim
from sim.base.errors import InputError
from sim.base.files import checksum
from sim.base.versions import KINDS, POSTERIOR, RESULTS, SCENARIO, SWEEP, Kind, Step, brought_up
from sim.report import old
from sim.scenario.posterior import read_posterior
from sim.sweep.identity import digest

OLD = Path(__file__).parent / "old"  # tiny files as earlier releases wrote them


def copied(name: str, tmp_path: Path) -> Path:
    target = tmp_path / name
    if (OLD / name).is_dir():
        return Path(shutil.copytree(OLD / name, target))
    return Path(shutil.copy(OLD / name, target))


def bytes_of(path: Path) -> dict[str, str]:
    files = [one for one in path.rglob("*") if one.is_file()]
    return {one.relative_to(path).as_posix(): checksum(one) for one in files}


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


# --- results ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
def test_results_of_every_format_are_read(version: int) -> None:
    before = bytes_of(OLD / f"results_{version}")
    found = sim.load_results(OLD / f"results_{version}")
    assert found.indicators["seed"].unique().tolist() == [1, 2]
    assert found.members["seed"].tolist() == [1, 2]
    assert {"other_land", "land_stock"} <= set(found.places.columns)
    assert found.places["land_stock"].isna().all()  # it was not recorded then
    assert {"quota", "growth_needed"} <= set(found.targets.columns)
    assert bytes_of(OLD / f"results_{version}") == before


def test_runs_of_the_first_format_were_of_central_values() -> None:
    found = sim.load_results(OLD / "results_1").members
    assert found["member"].tolist() == [0, 0] and found["population_seed"].tolist() == [1, 1]
    assert found["run_seed"].tolist() == [1, 2]


@pytest.mark.parametrize("version", [1, 2])
def test_results_are_carried_forward_and_the_old_are_kept(version: int, tmp_path: Path) -> None:
    path = copied(f"results_{version}", tmp_path)
    before, read = bytes_of(path), sim.load_results(path)
    kind, steps, backup = old.migrate(path)
    assert kind is RESULTS and len(steps) == RESULTS.current - version and backup is not None
    assert bytes_of(backup) == before
    said = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    assert said["schema_version"] == RESULTS.current and said["city"]["zh"] == "宁波"
    sums = {name: one for name, one in bytes_of(path).items() if name != "manifest.json"}
    assert said["files"] == sums
    again = sim.load_results(path)
    for name in ("indicators", "places", "ledger", "targets", "members"):
        assert getattr(again, name).equals(getattr(read, name)), name
    assert old.migrate(path)[2] is None
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([path.name, backup.name])


def test_a_migration_that_fails_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copied("results_1", tmp_path)
    before = bytes_of(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(old.store, "write_table", full)
    with pytest.raises(InputError, match="No space"):
        old.migrate(path)
    assert bytes_of(tmp_path) == before
    monkeypatch.undo()
    (tmp_path / "results_1.format-1").mkdir()
    with pytest.raises(InputError, match="exists"):
        old.migrate(path)
    assert bytes_of(tmp_path) == before


def test_the_name_comes_back_if_the_new_cannot_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copied("results_1", tmp_path)
    before, rename, calls = bytes_of(tmp_path), old.os.rename, []

    def second_fails(source: Any, target: Any) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(old.os, "rename", second_fails)
    with pytest.raises(InputError, match="as it was"):
        old.migrate(path)
    assert bytes_of(tmp_path) == before and len(calls) == 3


def test_damaged_old_results_are_not_carried_forward(tmp_path: Path) -> None:
    path = copied("results_1", tmp_path)
    table = path / "ledger.parquet"
    table.write_bytes(table.read_bytes()[:-1] + b"x")
    with pytest.raises(InputError, match="damaged"):
        old.migrate(path)
    assert not (tmp_path / "results_1.format-1").exists()


# --- stores of sweeps ---------------------------------------------------------------------------


def test_a_store_of_the_first_format_is_read_and_carried_forward(tmp_path: Path) -> None:
    path = copied("sweep_1", tmp_path)
    frame = sim.open_sweep(path).frame()
    assert len(frame) > 0 and sim.open_sweep(path).about["city"]["en"] == "Ningbo"
    kind, steps, backup = old.migrate(path)
    assert kind is SWEEP and len(steps) == 1 and backup is not None
    said = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    assert said["format"] == SWEEP.current and said.pop("digest") == digest(said)
    assert sim.open_sweep(path).frame().equals(frame)
    assert sim.open_sweep(backup).frame().equals(frame)


# --- posteriors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
def test_posteriors_of_earlier_formats_are_read(version: int, tmp_path: Path) -> None:
    path = copied(f"posterior_{version}", tmp_path)
    read = read_posterior(path)
    assert (read.provenance.question_hash == "") == (version == 1)
    assert old.migrate(path)[0] is POSTERIOR
    again = read_posterior(path)
    assert (again.members, again.weights, again.digest) == (read.members, read.weights, read.digest)
    assert json.loads((path / "posterior.json").read_text())["format"] == POSTERIOR.current


def test_a_posterior_that_does_not_know_what_it_was_asked_is_stale() -> None:
    from sim.scenario.stale import is_stale

    assert is_stale(read_posterior(OLD / "posterior_1"))


# --- scenarios ----------------------------------------------------------------------------------


def test_the_first_scenario_file_is_read_still_and_marked_ones_too(tmp_path: Path) -> None:
    first = sim.load_scenario(str(OLD / "scenario_1.toml"))
    assert len(first.measures) == 8
    path = tmp_path / "marked.toml"
    text = (OLD / "scenario_1.toml").read_text(encoding="utf-8")
    path.write_text(f"format = {SCENARIO.current}\n{text}", encoding="utf-8")
    assert sim.load_scenario(str(path)).resolved == first.resolved
    assert old.migrate(path)[1:] == ([], None)


# --- newer, and too old -------------------------------------------------------------------------


def _too_new(name: str, tmp_path: Path) -> Callable[[], object]:
    if name == "scenario":
        path = tmp_path / "new.toml"
        path.write_text('format = 99\n[title]\nzh = "x"\nen = "x"\n', encoding="utf-8")
        return lambda: sim.load_scenario(str(path))
    if name == "results":
        path = copied("results_2", tmp_path)
        rewrite(path / "manifest.json", lambda said: said.update(schema_version=99))
        return lambda: sim.load_results(path)
    if name == "posterior":
        path = copied("posterior_2", tmp_path)
        rewrite(path / "posterior.json", lambda said: said.update(format=99))
        return lambda: read_posterior(path)
    path = copied("sweep_1", tmp_path)

    def newer(said: dict[str, Any]) -> None:
        said.pop("digest")
        said["format"] = 99
        said["digest"] = digest(said)

    rewrite(path / "manifest.json", newer)
    return lambda: sim.open_sweep(path)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_files_of_a_newer_program_are_told_in_one_line(name: str, tmp_path: Path) -> None:
    read = _too_new(name, tmp_path)
    with pytest.raises(InputError) as caught:
        read()
    for text in (str(caught.value), caught.value.zh):
        assert "99" in text and str(KINDS[name].current) in text and "\n" not in text
    assert "newer yongsim" in str(caught.value) and "升级" in caught.value.zh


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.parametrize("version", [0, -1, "2", 1.5, True, None])
def test_versions_that_never_were_are_refused(name: str, version: Any) -> None:
    kind = KINDS[name]
    with pytest.raises(InputError, match="format"):
        brought_up(kind, {kind.key: version}, "x")


def test_what_cannot_be_carried_forward_says_what_changed_and_what_to_do() -> None:
    steps = (Step("改了甲", "a changed", lambda c, t: ({**c, "a": 2}, t)),
             Step("改了乙", "b went", None), Step("改了丙", "c changed", None))  # fmt: skip
    kind = Kind("x", "某物", "thing", "format", steps, None, "请重做", "make it anew")
    with pytest.raises(InputError) as caught:
        brought_up(kind, {"format": 1}, "file")
    assert str(caught.value) == (
        "file: thing of format 1 cannot be read: with format 3 b went; make it anew")
    assert caught.value.zh == "file：无法读取格式版本为 1 的某物：自版本 3 起改了乙；请重做"
    assert brought_up(kind, {"format": 4, "b": 1}, "file") == ({"format": 4, "b": 1}, {})


def test_carrying_forward_does_not_touch_what_it_is_given() -> None:
    for kind in KINDS.values():
        for number in range(1, kind.current):
            step = kind.steps[number - 1]
            assert step.zh != step.en and step.carry is not None
    given = {"schema_version": 1, "seeds": [4, 5], "population_seed": 1}
    kept = json.dumps(given)
    brought_up(RESULTS, given, "x")
    assert json.dumps(given) == kept


def test_what_is_nothing_of_ours_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.toml"):
        with pytest.raises(InputError, match="give one"):
            old.migrate(path)


@pytest.mark.slow
def test_the_command_says_what_changed_and_where_the_old_lies(tmp_path: Path) -> None:
    copied("results_1", tmp_path)
    done = yongsim("migrate", "results_1", "--lang", "zh", cwd=tmp_path)
    said = done.stdout.decode()
    assert done.returncode == 0 and "members.parquet" in said and "results_1.format-1" in said
