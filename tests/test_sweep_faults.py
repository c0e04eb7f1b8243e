"""Sweeps survive: processes killed, disks full, files damaged; see `tests/faults.py`.

The suite strikes each engine at three points of one small sweep; `make test-long` lets all faults
loose, and by hand `tests/faults.py --points 20`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import faults
import pytest
from faults import ENGINES, FAULTS, Bench, CannotError, bench

POINTS, SHARDS = 3, 24
# What an engine does itself; damaged files are the store's, whichever engine wrote it.
OWN = ("driver", "worker", "term", "full", "read_only", "clock")
CASES = [
    (engine, name) for engine in ENGINES for name in FAULTS
    if name != "turn" and (engine == "joblib" or name in OWN)
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the faults are made with signals that Windows lacks"
)


@pytest.fixture(scope="module")
def here(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """Where faults of an engine are tried, with so many shards."""
    name, shards = request.param
    folder: Path = tmp_path_factory.mktemp(f"faults-{name}")
    try:
        with ENGINES[name](folder) as engine:
            yield bench(folder, POINTS, 1, engine, shards)
    except CannotError as reason:
        pytest.skip(str(reason))


def survives(here: Bench, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        said = FAULTS[name](here)
    except CannotError as reason:
        pytest.skip(str(reason))
    with capsys.disabled():
        print(f"\n{here.engine.name}: {said}")
    assert "the same bytes" in said


@pytest.mark.slow
@pytest.mark.parametrize("here", [(name, SHARDS) for name in ENGINES], indirect=True,
                         ids=list(ENGINES))  # fmt: skip
def test_three_strikes_cost_nothing(here: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    survives(here, "turn", capsys)


@pytest.mark.long
@pytest.mark.parametrize(
    ("here", "name"), [((engine, faults.SHARDS), name) for engine, name in CASES],
    indirect=["here"], ids=[f"{engine}-{name}" for engine, name in CASES],
)
def test_a_sweep_survives(here: Bench, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    survives(here, name, capsys)


def test_the_command_lists_its_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["faults.py", "--help"])
    with pytest.raises(SystemExit):
        faults.main()
    assert "--points" in capsys.readouterr().out
