"""Sweeps survive: processes killed, disks full, files damaged; see `tests/faults.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from faults import ENGINES, FAULTS, Bench, CannotError, bench

POINTS = 3


@pytest.fixture(scope="module", params=sorted(ENGINES))
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    if os.name == "nt":
        pytest.skip("the faults are made with signals that Windows lacks")
    folder: Path = tmp_path_factory.mktemp(f"faults-{request.param}")
    return bench(folder, POINTS, 1, ENGINES[request.param])


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
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
