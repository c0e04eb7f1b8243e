"""The same sweep of the whole city on each engine: are the merged tables the same bytes?

    python tests/benchmarks/sweep_engines.py [--runs 2000] [--only local,dask,slurm] [--write]

dask: a scheduler and two workers as processes of their own; SLURM: `sweep emit`, one node, two
tasks at a time, with its own merge. What is not installed here is left out. `--write` puts the
table into docs/benchmark.md.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS), str(Path(__file__).resolve().parent)]

import slurm_local  # noqa: E402
from clusters import dask_here  # noqa: E402
from helpers import environment  # noqa: E402
from pages import Row, here, load, table, write_block  # noqa: E402

PLAN = """
scenarios = ["baseline", "full_plan"]
[title]
zh = "各引擎"
en = "each engine"
[[design]]
kind = "posterior"
points = {points}
"""
TABLES = ("results.parquet", "runs.parquet")


def said(folder: Path, *command: object, **changes: str) -> str:
    """Run something in a folder; what it prints."""
    done = subprocess.run(list(map(str, command)), env=environment(**changes), cwd=folder,
                          capture_output=True, text=True, check=False)  # fmt: skip
    if done.returncode:
        sys.exit(f"{command[:6]}: {done.stdout}{done.stderr}")
    return done.stdout


def sweep(folder: Path, *arguments: object, **changes: str) -> str:
    """Run `yongsim sweep ...`."""
    return said(folder, sys.executable, "-m", "sim", "sweep", *arguments, "--lang", "en", **changes)


def local(folder: Path) -> None:
    """Two processes of this machine."""
    sweep(folder, "run", "plan.toml", "--out", "local", "--workers", 2)
    sweep(folder, "merge", "local")


def dask(folder: Path) -> None:
    """A dask scheduler and two workers."""
    with dask_here(folder) as here:
        sweep(folder, "run", "plan.toml", "--out", "dask", "--engine", "dask", "--scheduler",
              here.address)  # fmt: skip
    sweep(folder, "merge", "dask")


def slurm(folder: Path) -> None:
    """Job scripts, an array of eight tasks, and the merge that SLURM starts after it."""
    place = Path(tempfile.mkdtemp(prefix="slurm-", dir="/tmp"))
    try:
        found = slurm_local.start(place)
        sweep(folder, "emit", "plan.toml", "--kind", "slurm", "--out", "slurm", "--tasks", 8,
              "--time", "02:00:00")  # fmt: skip
        said(folder, "sh", "slurm-jobs/submit.sh", **found)
        while said(folder, "squeue", "-h", **found).strip():
            time.sleep(0.5)
    finally:
        slurm_local.stop(place)
        shutil.rmtree(place, ignore_errors=True)


ENGINES: dict[str, Callable[[Path], None]] = {"local": local, "dask": dask, "slurm": slurm}


def why_not(name: str) -> str:
    """Why an engine is left out."""
    if name == "dask" and importlib.util.find_spec("distributed") is None:
        return "dask is not installed"
    return slurm_local.why_not() if name == "slurm" else ""


def main() -> int:
    """Run, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--only", default=",".join(ENGINES), help="engines, by comma")
    parser.add_argument("--write", action="store_true", help="into docs/benchmark.md")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="engines-") as name:
        folder = Path(name)
        (folder / "plan.toml").write_text(PLAN.format(points=asked.runs // 2), encoding="utf-8")
        for engine in asked.only.split(","):
            if reason := why_not(engine):
                print(f"{engine}: left out: {reason}")
                continue
            began, before = time.perf_counter(), load()
            ENGINES[engine](folder)
            took = time.perf_counter() - began
            state = sweep(folder, "status", engine).splitlines()[0]
            merged = b"".join((folder / engine / one).read_bytes() for one in TABLES)
            hashed = hashlib.sha256(merged).hexdigest()
            rows.append((engine, state, f"{took:.0f} s", f"{asked.runs / took:.1f}", before,
                         hashed[:16]))  # fmt: skip
            print(" | ".join(rows[-1]), flush=True)
    same = len({row[-1] for row in rows}) == 1
    print("the merged tables are the same bytes" if same else "THE TABLES DIFFER")
    if asked.write:
        head = ("engine", "state", "with start and merge", "runs/s", "load before",
                "SHA-256 of the merged tables")  # fmt: skip
        write_block("sweep_engines", f"{here()}.\n\n{table(head, rows)}")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
