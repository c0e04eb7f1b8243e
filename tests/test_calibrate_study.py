"""A whole fit in small: from the first run to a posterior that a run can draw from."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from privacy import of_this_machine, told

from sim.base.errors import InputError
from sim.base.fitted import fitted
from sim.calibrate import tables, waves, write
from sim.calibrate.findings import Findings, examine, look_into
from sim.calibrate.settings import Effort, settings
from sim.calibrate.study import Desk, fit
from sim.calibrate.targets import targets
from sim.scenario.posterior import read_posterior
from sim.scenario.stale import is_stale

TINY = Effort(
    waves=(100, 60), widen=(0.0, 4.0), points=14, repeats=2, fewest=4.0, walkers=110, steps=300,
    last_steps=300, search_steps=60, search_points=10, emulated_cities=3, simulated_cities=2,
    second_route=40,
)  # fmt: skip
RUNS = 100 + 60 + 14 * 2

pytestmark = pytest.mark.slow


def _desk(folder: Path, workers: int = 2, told: list[tuple[str, int]] | None = None) -> Desk:
    def tell(label: str, runs: int) -> Any:
        if told is not None:
            told.append((label, runs))
        return lambda done: None

    return Desk(folder, workers, tell)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Findings]]:
    work = tmp_path_factory.mktemp("work")
    desk = _desk(work)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waves, "CANDIDATES", 1_000)  # draws of many priors take seconds
        waves.candidates.cache_clear()
        yield work, look_into(fit(desk, TINY), desk)
    waves.candidates.cache_clear()


@pytest.fixture(scope="module")
def folder(study: tuple[Path, Findings], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "posterior"
    return write.write_posterior(study[1], TINY, out, quick=True, made_by=write.hashes())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_can_draw_from_what_a_fit_wrote(folder: Path) -> None:
    posterior = read_posterior(folder)
    assert sum(posterior.weights) == pytest.approx(1.0, abs=1e-12)
    assert len(posterior.draw(50)) == 50
    assert not is_stale(posterior)
    assert posterior.provenance.quick
    assert json.loads((folder / "posterior.json").read_text())["runs"] == RUNS


def test_no_file_of_a_fit_says_who_made_it(folder: Path, study: tuple[Path, Findings]) -> None:
    assert told(folder, of_this_machine() | {str(study[0]), str(folder.parent)}) == []


def test_the_check_run_notices_other_rules(folder: Path, tmp_path: Path, monkeypatch) -> None:
    posterior = read_posterior(folder)
    from sim.scenario import stale

    monkeypatch.setattr(stale, "source_hash", lambda: "another")
    assert not is_stale(posterior)  # other sources, the same figures
    figures = dict(posterior.provenance.check.figures)
    figures["value_added"] *= 1.0001
    check = posterior.provenance.check.model_copy(update={"figures": figures})
    changed = posterior.provenance.model_copy(update={"check": check})
    assert is_stale(replace(posterior, provenance=changed))


def test_every_fit_row_stands_in_the_table(folder: Path) -> None:
    rows = _rows(folder / "fit.csv")
    assert [row["moment"] for row in rows] == [target.moment.name for target in targets()]
    for row in rows:
        low, median, high = (float(row[name]) for name in ("low", "median", "high"))
        assert low <= median <= high
        gap = abs(median - float(row["published"]))
        assert (gap <= float(row["tolerance"])) == (row["inside"] == "1")


def test_a_quick_fit_leaves_the_long_checks_out(folder: Path) -> None:
    left_out = {"coverage.csv", "ranks.csv", "crosscheck.csv", "left_out.csv"}
    assert {path.name for path in folder.glob("*.csv")} == set(tables.TABLES) - left_out


def test_a_fit_repeats_from_its_shards_byte_for_byte(
    study: tuple[Path, Findings], folder: Path, tmp_path: Path
) -> None:
    """Taken up again with another number of workers, nothing is run and nothing differs."""
    work, _ = study
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*.npy")}
    told: list[tuple[str, int]] = []
    desk = _desk(work, workers=1, told=told)
    again = look_into(fit(desk, TINY), desk)
    out = write.write_posterior(again, TINY, tmp_path / "p", quick=True, made_by=write.hashes())
    assert {path: path.stat().st_mtime_ns for path in work.rglob("*.npy")} == before
    assert sum(runs for label, runs in told if label != "shipped") == RUNS
    for path in sorted(folder.iterdir()):
        assert (out / path.name).read_bytes() == path.read_bytes(), path.name


def test_nothing_is_overwritten_unasked(folder: Path, tmp_path: Path) -> None:
    write.check_place(tmp_path / "new", replace=False)
    write.check_place(folder, replace=True)
    with pytest.raises(InputError, match="--replace"):
        write.check_place(folder, replace=False)
    with pytest.raises(InputError, match="holds no posterior"):
        write.check_place(tmp_path, replace=True)


def test_a_failed_write_leaves_the_old_posterior(
    study: tuple[Path, Findings], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(found: Findings) -> list[Any]:
        raise OSError("disk full")

    monkeypatch.setitem(tables.TABLES, "waves.csv", fail)
    with pytest.raises(OSError, match="disk full"):
        write.write_posterior(study[1], TINY, folder, quick=True, made_by=write.hashes())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.long
def test_the_long_checks_give_their_tables(
    study: tuple[Path, Findings], tmp_path: Path
) -> None:
    work, found = study
    told: list[tuple[str, int]] = []
    whole = examine(found, _desk(work, told=told), TINY)
    assert sum(runs for _, runs in told) == TINY.runs_of_checks
    out = write.write_posterior(whole, TINY, tmp_path / "p", quick=False, made_by=write.hashes())
    assert {path.name for path in out.glob("*.csv")} == set(tables.TABLES)
    fitted_here = len(fitted().all)
    coverage = _rows(out / "coverage.csv")
    assert [row["cities"] for row in coverage] == ["3"] * fitted_here + ["2"] * fitted_here
    assert len(_rows(out / "ranks.csv")) == 5 * fitted_here
    for row in _rows(out / "ranks.csv"):
        assert 0 <= int(row["rank"]) <= int(row["of"])
    scored = [target.moment.name for target in targets() if target.role == "scored"]
    assert [row["moment"] for row in _rows(out / "left_out.csv")] == scored
    assert {row["parameter"] for row in _rows(out / "crosscheck.csv")} == set(fitted().all)
    about = json.loads((out / "posterior.json").read_text(encoding="utf-8"))
    assert (about["runs"], about["runs_of_checks"]) == (RUNS, TINY.runs_of_checks)
    read_posterior(out)


def test_settings_of_the_shipped_fit_are_sound() -> None:
    for effort in (settings().full, settings().quick):
        assert len(effort.waves) == len(effort.widen)
        assert effort.walkers >= 2 * settings().active_most
        assert effort.repeats >= 2 and effort.fewest < effort.points
    assert np.isfinite(settings().cut)
