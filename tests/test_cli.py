"""The command, as people and scripts meet it: in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from helpers import environment, yongsim
from PIL import Image

import sim
from sim.base.indicators import INDICATORS
from sim.base.ledger import Flow
from sim.base.resources import data_hash, source_hash
from sim.cli import main
from sim.compare.targets import targets
from sim.park.atlas import places
from sim.report.store import read_table
from sim.scenario.load import scenario_names

QUICK = ("--firms", "0.02", "--seeds", "2")
TABLES = {"indicators.parquet", "places.parquet", "ledger.parquet", "targets.parquet",
          "members.parquet"}  # fmt: skip
FILES = TABLES | {"manifest.json", "history.png", "targets.png"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder, written by one worker."""
    here = tmp_path_factory.mktemp("first")
    done = yongsim("run", "baseline", *QUICK, "--workers", 1, "--out", "out", cwd=here)
    assert done.returncode == 0, done.stderr.decode()
    return here / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def refused(status: object, text: str) -> str:
    """What a refusal says; it is short and polite."""
    assert status == 2, (status, text)
    assert "Traceback" not in text
    assert text.strip() and len(text.strip().splitlines()) <= 3, text
    return text


# --- what a run writes --------------------------------------------------------------------------


def test_a_run_writes_exactly_the_promised_files(results: Path) -> None:
    assert set(contents(results)) == FILES
    assert [path.name for path in results.parent.iterdir()] == ["out"]


def test_the_tables_are_tidy_and_readable_by_pandas(results: Path) -> None:
    table = {name: pd.read_parquet(results / name) for name in TABLES}
    indicators = table["indicators.parquet"]
    wanted = {(s, y, i.name) for s in (1, 2) for y in range(2015, 2026) for i in INDICATORS}
    rows = indicators[["seed", "year", "indicator"]].itertuples(index=False, name=None)
    assert len(indicators) == len(wanted) and set(rows) == wanted
    assert np.isfinite(indicators["value"]).all()
    at = table["places.parquet"]
    assert len(at) == 2 * 11 * len(places())
    assert set(at["place"]) == {place.name for place in places()}
    assert set(table["ledger.parquet"]["flow"]) <= set(get_args(Flow))
    plan = {target.name for target in targets() if target.group == "plan_2025"}
    assert set(table["targets.parquet"]["target"]) == plan
    probability = table["targets.parquet"]["probability"].dropna()
    assert len(probability) > 0 and probability.between(0.0, 1.0).all()


def test_the_scenarios_name_stands_in_its_own_column_only(results: Path) -> None:
    for name in TABLES:
        table = pd.read_parquet(results / name)
        for column in table.columns:
            if column not in ("scenario", "run_id"):
                assert not table[column].astype(str).str.contains("baseline").any(), (name, column)


def test_no_table_or_manifest_holds_time_or_host(results: Path) -> None:
    here = {platform.node().encode(), str(results).encode(), time.strftime("%Y-%m-%d").encode()}
    for name, content in contents(results).items():
        assert not [word for word in here if len(word) > 3 and word in content], name


def test_the_manifest_says_where_the_results_come_from(results: Path) -> None:
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["code_hash"] == source_hash() and manifest["data_hash"] == data_hash()
    assert manifest["seeds"] == [1, 2] and manifest["years"] == [2015, 2025]
    assert manifest["firms"] == 0.02 and manifest["quick_look"] is True
    assert manifest["scenario"] == "baseline" and manifest["failed"] == []
    assert (manifest["posterior"] is None) == (manifest["draws"] != "posterior")
    baseline = sim.load_scenario("baseline")
    assert manifest["parameters"] == baseline.parameters
    assert manifest["resolved"]["instruments"].keys() == {one.name for one in baseline.measures}
    assert set(manifest["files"]) == FILES - {"manifest.json"}
    assert {"numpy", "numba", "pyarrow"} <= set(manifest["versions"])


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_command_gives_the_same_bytes(results: Path, tmp_path: Path, workers: int) -> None:
    done = yongsim("run", "baseline", *QUICK, "--workers", workers, "--out", "again", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    first, again = contents(results), contents(tmp_path / "again")
    for name in TABLES:
        assert again[name] == first[name], name
    assert json.loads(again["manifest.json"]) == json.loads(first["manifest.json"])
    assert again == first


@pytest.mark.filterwarnings("ignore::UserWarning")  # where there is no posterior
def test_python_and_the_command_agree(results: Path) -> None:
    mine = sim.run("baseline", seeds=2, firms=0.02, workers=1)
    theirs = sim.load_results(results)
    for name in ("indicators", "places", "ledger", "targets", "members"):
        pd.testing.assert_frame_equal(getattr(mine, name), getattr(theirs, name),
                                      check_exact=True)  # fmt: skip


def test_figures_carry_their_provenance(results: Path) -> None:
    for name in ("history.png", "targets.png"):
        with Image.open(results / name) as figure:
            text = figure.text  # type: ignore[attr-defined]
            assert min(figure.size) > 300
        assert text["Title"] and text["Software"] == "yongsim"
        for part in (source_hash()[:12], data_hash()[:12], "baseline", "seeds 2", "0.02"):
            assert part in text["Source"]


def test_years_cut_the_tables_and_the_figures(tmp_path: Path) -> None:
    done = yongsim("run", "no_policy", *QUICK, "--years", "2015-2020", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert set(contents(tmp_path / "out")) == FILES - {"targets.png"}
    assert set(pd.read_parquet(tmp_path / "out" / "indicators.parquet")["year"]) == set(
        range(2015, 2021)
    )
    found = pd.read_parquet(tmp_path / "out" / "targets.parquet")
    assert len(found) > 0 and found["probability"].isna().all()


# --- damage -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_flipped_bit_is_noticed(results: Path, tmp_path: Path, name: str) -> None:
    good = (results / name).read_bytes()
    damaged = tmp_path / "out"
    shutil.copytree(results, damaged)
    luck = np.random.default_rng(len(name))
    for _ in range(25):
        content = bytearray(good)
        content[luck.integers(len(good))] ^= 1 << int(luck.integers(8))
        (damaged / name).write_bytes(content)
        with pytest.raises(sim.InputError, match="damaged"):
            sim.load_results(damaged)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_pages_carry_checksums_of_their_own(results: Path, tmp_path: Path, name: str) -> None:
    """Without the manifest: a flip between the page headers is noticed by the page's checksum."""
    good = (results / name).read_bytes()
    footer = len(good) - 8 - int.from_bytes(good[-8:-4], "little")
    whole, noticed = pd.read_parquet(results / name), 0
    luck = np.random.default_rng(7)
    for _ in range(40):
        content = bytearray(good)
        content[luck.integers(4, footer)] ^= 1 << int(luck.integers(8))
        (tmp_path / name).write_bytes(content)
        try:
            found = read_table(tmp_path / name).to_pandas()
        except sim.InputError:
            noticed += 1
        else:
            pd.testing.assert_frame_equal(found, whole, check_exact=True)
    assert noticed >= 20


def test_a_missing_file_or_manifest_is_noticed(results: Path, tmp_path: Path) -> None:
    with pytest.raises(sim.InputError):
        sim.load_results(tmp_path)
    damaged = tmp_path / "out"
    shutil.copytree(results, damaged)
    (damaged / "places.parquet").unlink()
    with pytest.raises(sim.InputError, match="places"):
        sim.load_results(damaged)
    old = '{"schema_version": 0, "files": {}}'
    (damaged / "manifest.json").write_text(old, encoding="utf-8")
    with pytest.raises(sim.InputError, match="format"):
        sim.load_results(damaged)
    (damaged / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(sim.InputError):
        sim.load_results(damaged)


# --- refusals -----------------------------------------------------------------------------------


def test_an_existing_folder_is_refused_and_left_alone(results: Path) -> None:
    before = contents(results.parent)
    done = yongsim("run", "baseline", *QUICK, "--out", "out", cwd=results.parent)
    assert "exists" in refused(done.returncode, done.stderr.decode("utf-8"))
    assert contents(results.parent) == before


BAD = [
    ("run",), ("run", ""), ("run", "basline"), ("run", "no/such.toml"), ("run", "."),
    ("run", "folder.toml"), ("run", "baseline", "--sedes", "2"), ("walk", "baseline"),
    ("run", "baseline", "--seeds", "0"), ("run", "baseline", "--seeds", "-3"),
    ("run", "baseline", "--seeds", "two"), ("run", "baseline", "--seeds", "1.5"),
    ("run", "baseline", "--seeds", "99999999999999999999"),
    ("run", "baseline", "--years", "2014-2025"), ("run", "baseline", "--years", "2015-2026"),
    ("run", "baseline", "--years", "2020-2016"), ("run", "baseline", "--years", "2018-2018"),
    ("run", "baseline", "--years", "2015"), ("run", "baseline", "--years", "abc"),
    ("run", "baseline", "--years", "²⁰¹⁵-2020"), ("run", "baseline", "--years", ""),
    ("run", "baseline", "--years", "2015-2020-2025"),
    ("run", "baseline", "--firms", "0"), ("run", "baseline", "--firms", "1.01"),
    ("run", "baseline", "--firms", "nan"), ("run", "baseline", "--firms", "inf"),
    ("run", "baseline", "--firms", "-0.1"), ("run", "baseline", "--firms", "some"),
    ("run", "baseline", "--workers", "-1"), ("run", "baseline", "--workers", "100000"),
    ("run", "baseline", "--workers", "x"), ("run", "baseline", "--lang", "fr"),
    ("run", "baseline", "--out", "file"), ("run", "baseline", "--out", "file/below"),
    ("run", "baseline", "--out", "."), ("run", "baseline", "--out", "x" * 300),
    ("population", "--firms", "0"), ("population", "--firms", "nan"),
    ("population", "--firms", "7"), ("population", "--lang", "de"), ("parameters", "--lang", "x"),
    ("scenarios", "--lang", "x"), ("firm", "0"), ("firm", "-1"), ("firm", "x"),
    ("firm", "123456789"), ("firm", "99999999999999999999"), ("firm", "1", "--scenario", "none"),
    ("firm", "1", "--seed", "99999999999999999999"), ("firm", "1", "--lang", "x"),
    ("run", "baseline", "--draws", "posteriors"),
    ("calibrate",), ("calibrate", "--lang", "x"), ("calibrate", "--out", "."),
    ("calibrate", "--out", "x" * 300),
    ("calibrate", "--out", "new", "--workers", "-1"), ("calibrate", "--workers", "x"),
    ("calibration", "--posterior", "nowhere"), ("calibration", "--lang", "x"),
    ("calibration", "--report", "x" * 300),
    ("compare",), ("compare", "baseline"), ("compare", "baseline", "baseline"),
    ("compare", "baseline", "full_plam"), ("compare", "baseline", "no/such.toml"),
    ("compare", "baseline", "full_plan", "--seeds", "0"),
    ("compare", "baseline", "full_plan", "--firms", "2"),
    ("compare", "baseline", "full_plan", "--width", "profit=0"),
    ("compare", "baseline", "full_plan", "--width", "profit"),
    ("compare", "baseline", "full_plan", "--width", "profits=3"),
    ("compare", "baseline", "full_plan", "--width", "profit=3", "--most", "5"),
    ("compare", "baseline", "full_plan", "--targets", "value_aded"),
    ("compare", "baseline", "full_plan", "--targets", "green_factories"),
    ("compare", "baseline", "full_plan", "--draws", "mean"),
    ("compare", "baseline", "full_plan", "--out", "file"),
    ("compare", "baseline", "full_plan", "--lang", "fr"),
    ("compare", "baseline", "full_plan", "--workers", "-1"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", BAD, ids=lambda words: " ".join(words)[:60])
def test_bad_input_is_refused_in_three_lines_with_nothing_written(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    if arguments[0] == "run" and "--firms" not in arguments:
        arguments = (*arguments, "--firms", "0.02")
    if arguments[0] == "run" and "--seeds" not in arguments and "--sedes" not in arguments:
        arguments = (*arguments, "--seeds", "1")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["yongsim", *arguments])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as left:
        main()
    refused(left.value.code, capfd.readouterr().err)
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    done = yongsim("run", "basline", cwd=tmp_path)
    assert "baseline" in refused(done.returncode, done.stderr.decode("utf-8"))


@pytest.mark.parametrize("arguments", BAD[::9], ids=lambda words: " ".join(words)[:60])
def test_bad_input_is_refused_in_a_process_of_its_own(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    done = yongsim(*arguments, cwd=tmp_path)
    refused(done.returncode, done.stderr.decode("utf-8"))
    assert list(tmp_path.iterdir()) == []


# --- interruption -------------------------------------------------------------------------------


def start_long(here: Path, workers: int, seeds: int = 3000) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "sim", "run", "baseline", "--firms", "0.02", "--seeds", str(seeds),
         "--workers", str(workers), "--out", "out", "--quiet"],
        cwd=here, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip


def wait_for_write(here: Path, child: subprocess.Popen[bytes]) -> None:
    for _ in range(12_000):
        if any(path.name.endswith(".part") for path in here.iterdir()):
            return
        assert child.poll() is None, child.stderr.read() if child.stderr else ""
        time.sleep(0.01)
    pytest.fail("nothing was being written")


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["running", "running on two", "writing"])
def test_an_interrupted_run_leaves_no_results(tmp_path: Path, number: int, moment: str) -> None:
    with start_long(tmp_path, 2 if "two" in moment else 1,
                    2 if moment == "writing" else 3000) as child:  # fmt: skip
        try:
            if moment == "writing":
                wait_for_write(tmp_path, child)
            else:
                time.sleep(5.0)
                assert child.poll() is None
            child.send_signal(number)
            _, error = child.communicate(timeout=60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # its own session: workers left behind
    assert b"Traceback" not in error, error
    if moment == "writing" and (tmp_path / "out").exists():  # the signal came too late
        assert len(sim.load_results(tmp_path / "out").indicators) > 0
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
        return
    assert child.returncode != 0
    assert b"interrupted" in error
    assert list(tmp_path.iterdir()) == []


# --- languages ----------------------------------------------------------------------------------

OTHERS = [("population", "--firms", "0.02"), ("parameters",), ("calibration",), ("scenarios",),
          ("firm", "1"), ("firm", "7000", "--scenario", "no_policy", "--seed", "3")]  # fmt: skip


@pytest.mark.parametrize("arguments", OTHERS, ids=" ".join)
def test_the_other_commands_speak_both_languages(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    said = {}
    for language in ("zh", "en"):
        done = yongsim(*arguments, "--lang", language, cwd=tmp_path, PYTHONIOENCODING="utf-8")
        assert done.returncode == 0, done.stderr.decode()
        said[language] = done.stdout.decode("utf-8")
        assert len(said[language].splitlines()) >= 3
    assert said["zh"] != said["en"]
    chinese = {name: sum("一" <= c <= "鿿" for c in text) for name, text in said.items()}
    assert chinese["zh"] > 10 and chinese["en"] == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_run_prints_on_any_console(encoding: str, tmp_path: Path, results: Path) -> None:
    done = yongsim("run", "baseline", *QUICK, "--lang", "zh", "--out", "结果", cwd=tmp_path,
                   PYTHONIOENCODING=encoding)  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    assert ("达标概率" in text) == (encoding == "gbk")
    if encoding == "ascii":
        assert "probability" in text and b"English" in done.stderr
    else:
        assert "?" not in text.replace("policy?", "")
    for name in TABLES:
        assert (tmp_path / "结果" / name).read_bytes() == (results / name).read_bytes()


def test_scenarios_lists_every_shipped_one(tmp_path: Path) -> None:
    done = yongsim("scenarios", "--lang", "en", cwd=tmp_path)
    listed = [line.split()[0] for line in done.stdout.decode().splitlines() if line.strip()]
    assert done.returncode == 0 and listed == scenario_names()


def test_help_names_every_command(tmp_path: Path) -> None:
    done = yongsim("--help", cwd=tmp_path)
    assert done.returncode == 0
    for command in ("run", "population", "parameters", "scenarios", "firm", "calibrate",
                    "calibration"):  # fmt: skip
        assert command in done.stdout.decode()
