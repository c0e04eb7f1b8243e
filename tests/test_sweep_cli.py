"""`yongsim sweep` as people and schedulers meet it: in processes of their own."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from helpers import REPOSITORY, environment, yongsim
from sweeps import PLAN, made, merged, plan_file

from sim.sweep.parts import parts
from sim.sweep.plan import plan_names
from sim.sweep.store import Store, open_store

RUNS = 12


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made(tmp_path_factory.mktemp("kept"))


def said(done: subprocess.CompletedProcess[bytes], status: int = 0) -> str:
    """What a command said; it ended as it should."""
    text = (done.stdout + done.stderr).decode()
    assert done.returncode == status, text
    assert "Traceback" not in text
    return text


def test_run_status_merge_and_verify(tmp_path: Path, kept: Store) -> None:
    plan = plan_file(tmp_path)
    done = yongsim("sweep", "run", plan, "--out", "s", "--workers", 2, "--lang", "en",
                   cwd=tmp_path)  # fmt: skip
    assert "12 runs" in said(done) and "all done: 12 runs, 0 of them failed" in said(done)
    done = yongsim("sweep", "status", "s", "--lang", "zh", cwd=tmp_path)
    assert "完成12/12次模拟（100.0%），失败0" in said(done)
    done = yongsim("sweep", "verify", "s", "--sample", 3, "--workers", 1, "--lang", "en",
                   cwd=tmp_path)  # fmt: skip
    assert "3 runs were run again and gave the same bytes" in said(done)
    assert "merged: " in said(yongsim("sweep", "merge", "s", "--lang", "en", cwd=tmp_path))
    results = (tmp_path / "s" / "results.parquet").read_bytes()
    assert results == merged(kept)[0]
    refused = said(yongsim("sweep", "run", plan, "--out", "s", cwd=tmp_path), 2)
    assert "'s' exists" in refused and refused.count("\n") == 1


def test_shards_run_alone_make_the_same_store(tmp_path: Path, kept: Store) -> None:
    plan = plan_file(tmp_path)
    for shard in ("3/3", "1/3", "3/3"):
        text = said(yongsim("sweep", "work", plan, "--shard", shard, "--out", "s", "--lang", "en",
                            cwd=tmp_path))  # fmt: skip
    assert "shard 3 is there already" in text
    text = said(yongsim("sweep", "merge", "s", cwd=tmp_path), 2)
    assert "1 of 3 shards are missing, the first is 2" in text
    text = said(yongsim("sweep", "work", plan, "--shard", "1/4", "--out", "s", cwd=tmp_path), 2)
    assert "another plan, size or number of shards (3)" in text
    said(yongsim("sweep", "resume", "s", "--workers", 1, cwd=tmp_path))
    assert merged(open_store(tmp_path / "s")) == merged(kept)


@pytest.mark.parametrize("shard", ["0/3", "4/3", "3", "a/b", "-1/3"])
def test_a_shard_that_is_none_is_refused(tmp_path: Path, shard: str) -> None:
    text = said(yongsim("sweep", "work", "x", f"--shard={shard}", cwd=tmp_path), 2)
    assert "give I/N" in text


def test_extend_in_the_command(tmp_path: Path, kept: Store) -> None:
    shutil.copytree(kept.path, tmp_path / "s")
    text = said(yongsim("sweep", "extend", "s", "--seeds", 3, "--workers", 1, "--lang", "en",
                        cwd=tmp_path))  # fmt: skip
    assert "now 3 points and 3 seeds: 18 runs" in text and "all done: 18 runs" in text
    text = said(yongsim("sweep", "extend", "s", cwd=tmp_path), 2)
    assert "give --seeds or --points" in text


def test_verify_names_what_is_damaged(tmp_path: Path, kept: Store) -> None:
    shutil.copytree(kept.path, tmp_path / "s")
    victim = parts(tmp_path / "s")[1]
    victim.path.write_bytes(victim.path.read_bytes()[:-9])
    text = said(yongsim("sweep", "verify", "s", "--sample", 0, "--lang", "en", cwd=tmp_path), 2)
    assert f"{victim.path.name} is damaged" in text and "runs its 3 runs again" in text
    text = said(yongsim("sweep", "resume", "s", "--workers", 1, "--lang", "en", cwd=tmp_path))
    assert text.count("are run again") == 1 and victim.path.name in text
    assert merged(open_store(tmp_path / "s")) == merged(kept)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no TERM")
def test_term_lets_a_task_be_submitted_again(tmp_path: Path) -> None:
    text = PLAN.replace("points = 3", "points = 4000")
    plan = plan_file(tmp_path, text)
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "sweep", "work", plan, "--shard", "1/1", "--out", "s",
         "--lang", "en"],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 600
    while not (tmp_path / "s" / "manifest.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=600)
    assert process.returncode == 128 + signal.SIGTERM, errors
    assert b"shard 1" in errors and b"submit it again" in errors and b"Traceback" not in errors
    assert list((tmp_path / "s" / "parts").iterdir()) == []


def test_the_first_plan_runs_small(tmp_path: Path) -> None:
    text = said(yongsim("sweep", "run", plan_names()[0], "--firms", 0.05, "--out", "s", "--quiet",
                        "--lang", "en", cwd=tmp_path))  # fmt: skip
    assert "0 of them failed" in text
    rows = pd.read_parquet(tmp_path / "s" / "parts")
    assert rows["value_added"].notna().all() and rows["dose_upgrade_subsidy_rate"].nunique() == 3
    last = rows.query("year == 2025 and macro_energy_price == 0.0").groupby(
        "dose_upgrade_subsidy_rate")["upgrades_subsidised"].mean()  # fmt: skip
    assert last.loc[0.0] == 0.0 < last.loc[0.1]


def test_the_documented_commands_exist() -> None:
    import typer.main

    from sim.sweep_cli import app

    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    text = (REPOSITORY / "docs" / "sweeps.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("yongsim sweep ")]
    assert len(lines) >= 6
    for line in lines:
        words = shlex.split(line, comments=True)
        options = {option for item in known[words[2]].params for option in item.opts}
        assert {word for word in words if word.startswith("--")} <= options, line
