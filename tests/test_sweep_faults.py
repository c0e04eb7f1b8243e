"""Sweeps survive: processes killed, disks full, files damaged; see `tests/faults.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import ENGINES, FAULTS, Bench, CannotError, bench

POINTS = 3


# What an engine does itself; damaged files and clocks are the store's, whichever engine wrote it.
SHORT = ("driver", "worker", "term")
CASES = [
    pytest.param(engine, name,
                 marks=[] if engine == "joblib" and name in SHORT else pytest.mark.long)
    for engine in ENGINES for name in FAULTS if engine == "joblib" or name in SHORT
]  # fmt: skip


@pytest.fixture(scope="module")
def here(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    if os.name == "nt":
        pytest.skip("the faults are made with signals that Windows lacks")
    folder: Path = tmp_path_factory.mktemp(f"faults-{request.param}")
    try:
        with ENGINES[request.param](folder) as engine:
            yield bench(folder, POINTS, 1, engine)
    except CannotError as reason:
        pytest.skip(str(reason))


@pytest.mark.slow
@pytest.mark.parametrize(("here", "name"), CASES, indirect=["here"])
def test_a_sweep_survives(here: Bench, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        said = FAULTS[name](here)
    except CannotError as reason:
        pytest.skip(str(reason))
    with capsys.disabled():
        print(f"\n{here.engine.name}: {said}")
    assert "the same bytes" in said


def test_the_command_lists_its_faults() -> None:
    done = subprocess.run([sys.executable, str(Path(__file__).with_name("faults.py")), "--help"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert "--points" in done.stdout
