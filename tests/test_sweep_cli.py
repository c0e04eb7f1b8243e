"""`yongsim sweep` as people and schedulers meet it.

Most of it is typed in this process, which spares starting an interpreter; `test_sweep_faults.py`
and the tests of dask and SLURM run the command in processes of its own.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from helpers import REPOSITORY, environment
from sweeps import PLAN, Typed, calm, merged, plan_file, typed, wanted  # noqa: F401  a fixture
from test_sweep import another_figure, written_otherwise

from sim.base.errors import InputError
from sim.sweep.parts import parts, write_part
from sim.sweep.plan import plan_names
from sim.sweep.store import open_store
from sim.sweep_cli import _shard

CHINESE = re.compile("[一-鿿]")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A copy of a finished store, called s."""
    return shutil.copytree(calm().path, tmp_path / "s")


def test_run_status_merge_and_verify(tmp_path: Path, typed: Typed) -> None:  # noqa: F811
    plan = plan_file(tmp_path)
    text = typed("sweep", "run", plan, "--out", "s", "--workers", 1, "--lang", "en")
    assert "12 runs" in text and "all done: 12 runs, 0 of them failed" in text
    assert "完成12/12次模拟（100.0%），失败0" in typed("sweep", "status", "s", "--lang", "zh")
    text = typed("sweep", "verify", "s", "--sample", 3, "--workers", 1, "--lang", "en")
    assert "3 runs were run again and gave the same bytes" in text
    assert "merged: " in typed("sweep", "merge", "s", "--lang", "en")
    assert (tmp_path / "s" / "results.parquet").read_bytes() == wanted()[0]
    refused = typed("sweep", "run", plan, "--out", "s", "--lang", "en", status=2)
    assert "'s' exists" in refused and refused.count("\n") == 1


def test_shards_run_alone_make_the_same_store(tmp_path: Path, typed: Typed) -> None:  # noqa: F811
    plan = plan_file(tmp_path)
    for shard in ("3/3", "1/3", "3/3"):
        text = typed("sweep", "work", plan, "--shard", shard, "--out", "s", "--lang", "en")
    assert "shard 3 is there already" in text
    text = typed("sweep", "merge", "s", "--lang", "en", status=2)
    assert "1 of 3 shards are missing, the first is 2" in text
    text = typed("sweep", "work", plan, "--shard", "1/4", "--out", "s", "--lang", "en", status=2)
    assert "another plan, size or number of shards (3)" in text
    typed("sweep", "resume", "s", "--workers", 1, "--lang", "en")
    assert merged(open_store(tmp_path / "s")) == wanted()


@pytest.mark.parametrize("shard", ["0/3", "4/3", "3", "a/b", "-1/3"])
def test_a_shard_that_is_none_is_refused(shard: str) -> None:
    with pytest.raises(InputError, match="give I/N"):
        _shard(shard)


def test_extend_in_the_command(store: Path, typed: Typed) -> None:  # noqa: F811
    text = typed("sweep", "extend", "s", "--seeds", 3, "--workers", 1, "--lang", "en")
    assert "now 3 points and 3 seeds: 18 runs" in text and "all done: 18 runs" in text
    text = typed("sweep", "extend", "s", "--lang", "en", status=2)
    assert "give --seeds or --points" in text


def test_verify_names_what_is_damaged(store: Path, typed: Typed) -> None:  # noqa: F811
    victim = parts(store)[1]
    victim.path.write_bytes(victim.path.read_bytes()[:-9])
    text = typed("sweep", "verify", "s", "--sample", 0, "--lang", "en", status=2)
    assert f"{victim.path.name} is damaged" in text and "runs its 3 runs again" in text
    text = typed("sweep", "resume", "s", "--workers", 1, "--lang", "en")
    assert text.count("are run again") == 1 and victim.path.name in text
    assert merged(open_store(store)) == wanted()


def test_a_shard_that_was_written_twice_is_told(store: Path, typed: Typed) -> None:  # noqa: F811
    written_otherwise(open_store(store), 2)
    spare = parts(store)[2].path.name
    assert "1 shards have two parts" in typed("sweep", "status", "s", "--lang", "en")
    text = typed("sweep", "verify", "s", "--sample", 0, "--lang", "en")
    assert "shard 2 was written twice, the same runs" in text and spare in text
    text = typed("sweep", "merge", "s", "--lang", "zh")
    assert "分片2写了两次" in text and "只计一次" in text and spare in text
    write_part(another_figure(parts(store)[0]), store, 1)
    text = typed("sweep", "verify", "s", "--sample", 0, "--lang", "en", status=2)
    assert "two parts with different figures" in text and "1 shards with two results" in text
    text = typed("sweep", "resume", "s", "--workers", 1, "--lang", "en")
    assert text.count("has two parts with different figures") == 2
    assert merged(open_store(store)) == wanted()


@pytest.mark.parametrize("words", [
    ("run", "nosuchplan"), ("run", "no.toml"), ("status", "nowhere"), ("extend", "s"),
    ("extend", "s", "--seeds", "1"), ("extend", "s", "--points", "1"),
    ("verify", "s", "--sample", "-1"), ("resume", "s", "--engine", "desk"),
    ("resume", "s", "--engine", "dask"), ("resume", "s", "--scheduler", "tcp://127.0.0.1:1"),
    ("work", "s", "--shard", "9/9"), ("work", "s", "--shard", "1/1", "--firms", "0.1"),
    ("emit", "s", "--kind", "slurm"), ("emit", "s", "--kind", "slrum"),
    ("emit", "s", "--kind", "slurm", "--time", "soon"),
])  # fmt: skip
def test_the_commands_refuse_in_chinese(
    store: Path, typed: Typed, words: tuple[str, ...]  # noqa: F811
) -> None:
    before = sorted(store.rglob("*"))
    text = typed("sweep", *words, "--lang", "zh", status=2)
    complaint = text.strip().splitlines()[-1]
    assert complaint.startswith("yongsim: ") and CHINESE.search(complaint)
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}", complaint), complaint
    assert sorted(store.rglob("*")) == before


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


def test_the_first_plan_runs_small(tmp_path: Path, typed: Typed) -> None:  # noqa: F811
    text = typed("sweep", "run", plan_names()[0], "--firms", 0.02, "--out", "s", "--quiet",
                 "--workers", 1, "--lang", "en")  # fmt: skip
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
