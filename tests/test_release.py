"""What is released is what is here: built from sources alone, installed offline, run elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import site
import subprocess
import sys
import tarfile
import tomllib
import venv
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from helpers import PACKAGE, REPOSITORY

import sim
from sim.base.resources import data_hash, source_hash

pytest.importorskip("hatchling", reason="hatchling builds the wheel")
PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
CITATION = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
VERSION = re.compile(r"\d+\.\d+\.\d+((a|b|rc)\d+)?(\.dev\d+)?")
# What a checkout holds beside the sources.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "results", "build", "dist", "__pycache__",
                                  ".*_cache", ".hypothesis", ".ci", "*.egg-info")  # fmt: skip


def field(name: str) -> str:
    """A line of the citation file."""
    found = re.search(rf'^{name}: "?([^"\n]+)"?$', CITATION, re.MULTILINE)
    assert found, name
    return found[1]


def test_the_version_stands_in_one_place_and_the_citation_agrees() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"] and "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "sim/__init__.py"
    assert VERSION.fullmatch(sim.__version__)
    assert field("version") == sim.__version__
    others = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"
              and f'"{sim.__version__}"' in path.read_text(encoding="utf-8")]  # fmt: skip
    assert others == []


def test_the_citation_says_what_the_project_says() -> None:
    assert field("cff-version") == "1.2.0" and field("type") == "software"
    assert field("title").startswith(PROJECT["project"]["name"])
    author = re.search(r"^authors:\n  - name: (.+)$", CITATION, re.MULTILINE)
    assert author and author[1].strip('"') == PROJECT["project"]["authors"][0]["name"]
    for licence in PROJECT["project"]["license"].split(" AND "):
        assert f"  - {licence}\n" in CITATION


# --- built, installed, run ------------------------------------------------------------------------


def _build(source: Path, into: Path, what: str) -> Path:
    """Build as `make dist` does, without isolation and without a network."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", what, "-d", str(into)], cwd=source,
        capture_output=True, text=True, check=False, timeout=300,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (built,) = into.glob("*.whl" if what == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Sources without a checkout -> sdist -> unpacked -> wheel: both files."""
    here = tmp_path_factory.mktemp("release")
    source = shutil.copytree(REPOSITORY, here / "sources", ignore=LEFT_OUT)
    sdist = _build(source, here / "dist", "sdist")
    with tarfile.open(sdist) as packed:
        # Early patch releases of Python 3.11 have no filters yet.
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        packed.extractall(here / "unpacked", **safe)  # type: ignore[arg-type]
    (unpacked,) = (here / "unpacked").iterdir()
    return sdist, _build(unpacked, here / "wheel", "wheel")


@pytest.fixture(scope="module")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, installed offline; other packages are those of this one."""
    here = tmp_path_factory.mktemp("env") / "env"
    venv.create(here, with_pip=False)
    inside = here / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(inside), "install", "--quiet", "--no-index",
         "--no-deps", "--disable-pip-version-check", str(built[1])],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (packages,) = here.rglob("site-packages")
    # The locked packages, after the wheel: a line of a .pth is not followed further.
    (packages / "locked.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return inside


def _call(
    python: Path, *words: object, cwd: Path, compiled: str = "0", timeout: float = 300.0
) -> str:
    kept = {name: value for name, value in os.environ.items()
            if name != "PYTHONPATH" and not name.startswith(("PYTEST", "YONGSIM"))}  # fmt: skip
    done = subprocess.run(
        [str(python.parent / "yongsim"), *map(str, words)], cwd=cwd, capture_output=True, text=True,
        check=False, timeout=timeout,
        env=kept | {"YONGSIM_COMPILE": compiled, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _tracked(*folders: str) -> set[str]:
    return {path.relative_to(REPOSITORY).as_posix()
            for folder in folders for path in (REPOSITORY / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip


def test_the_wheel_holds_every_file_a_run_needs(built: tuple[Path, Path]) -> None:
    with ZipFile(built[1]) as packed:
        names = set(packed.namelist())
    data = {f"sim/data/{name}" for name in _tracked("calibration", "scenarios")}
    assert _tracked("sim") | data <= names
    assert any(name.endswith("YongsimSansSC-Regular.ttf") for name in names)
    meta = f"yongsim-{sim.__version__}.dist-info"
    assert f"{meta}/METADATA" in names and f"{meta}/entry_points.txt" in names
    assert {f"{meta}/licenses/LICENSE", f"{meta}/licenses/sim/report/font/OFL.txt"} <= names
    rest = {name for name in names if not name.startswith(("sim/", meta))}
    assert rest == set()


def test_the_sdist_holds_the_sources_the_tests_and_the_documents(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    wanted = _tracked("sim", "calibration", "scenarios", "tests", "docs", "notebooks")
    assert {name for name in wanted if not name.startswith("docs/_")} <= names
    assert {"README.md", "LICENSE", "CITATION.cff", "pyproject.toml", "requirements.lock",
            "Makefile", "CHANGELOG.md", "CONTRIBUTING.md"} <= names  # fmt: skip
    assert not any(name.startswith((".git/", ".ci/", "results/b")) for name in names)


@pytest.mark.long
def test_the_wheel_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """Interpreted, so that nothing waits for a compiler, and a small city of its own."""
    asked = ("import sim; from sim.base.resources import data_hash, source_hash; "
             "print(sim.__file__, sim.__version__, source_hash(), data_hash())")  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    told = subprocess.run([str(installed), "-c", asked], cwd=tmp_path, env=kept,
                          capture_output=True, text=True, check=True).stdout.split()  # fmt: skip
    assert Path(told[0]).is_relative_to(installed.parent.parent)
    assert told[1:] == [sim.__version__, source_hash(), data_hash()]
    assert "full_plan" in _call(installed, "scenario", "list", "--lang", "en", cwd=tmp_path)
    fit = _call(installed, "calibration", "--lang", "en", cwd=tmp_path)
    assert "scored figures within tolerance" in fit
    invented = REPOSITORY / "tests" / "cities" / "three_parks"
    city = shutil.copytree(invented, tmp_path / "city")
    _call(installed, "--city", city, "run", "baseline", "--seeds", "1", "--years", "2015-2016",
          "--draws", "central", "--quiet", "--workers", "1", "--out", "out",
          cwd=tmp_path)  # fmt: skip
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["code_hash"] == source_hash() and manifest["failed"] == []
    assert (tmp_path / "out" / "indicators.parquet").stat().st_size > 1000


@pytest.mark.long
def test_the_wheel_runs_compiled_and_reports(installed: Path, tmp_path: Path) -> None:
    small = ("--firms", "0.02", "--seeds", "2", "--quiet", "--workers", "1")
    options: dict[str, Any] = {"cwd": tmp_path, "compiled": "1", "timeout": 900.0}
    _call(installed, "run", "baseline", *small, "--out", "out", **options)
    _call(installed, "report", "baseline", "no_policy", *small, "--lang", "zh", "--out", "report",
          **options)  # fmt: skip
    _call(installed, "calibration", "--report", "fit", **options)
    assert {path.suffix for path in (tmp_path / "report").iterdir()} >= {".html", ".docx", ".xlsx"}
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "宁波" in page
