"""The same runs under other versions of Python and of the packages: counts equal, floats close.

    python tests/versions.py                    every set; makes its own environments, minutes each
    python tests/versions.py --only locked lowest
    python tests/versions.py --list             the sets, and the Pythons found

Each set gets an environment of its own in a temporary folder, with what a run needs and nothing
else, and runs two scenarios and the Mesa view there; what comes out is set against the locked
versions on the first Python. Pythons are looked for on the path and under pyenv; one that is
missing is said to be. Packages come from the package index by pip or uv.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
TOLERANCE = 1e-9
SHOWN = ("mesa", "numpy", "numba", "pandas", "pyarrow", "scipy", "pydantic")
MINUTES = 30


@dataclass(frozen=True)
class Set:
    """Versions that are tried together.

    Attributes:
        python: its version.
        base: what is not named: locked, lowest (of pyproject.toml) or newest.
        pins: requirements that go before.
    """

    name: str
    python: str
    base: str
    pins: tuple[str, ...] = ()


SETS = (
    Set("locked", "3.11", "locked"),
    Set("locked-3.12", "3.12", "locked"),
    Set("locked-3.13", "3.13", "locked"),
    Set("mesa-3.3.0", "3.11", "locked", ("mesa==3.3.0",)),
    Set("mesa-3.5", "3.12", "locked", ("mesa==3.5.*",)),
    Set("lowest", "3.11", "lowest"),
    Set("lowest-3.13", "3.13", "lowest"),
    Set("newest", "3.13", "newest"),
)

# Runs in the environment of a set: figures of each year as JSON.
CHILD = """
import json, platform, sys
from importlib.metadata import version
from sim.base.compiler import COMPILED
from sim.base.indicators import INDICATOR
from sim.city.mesa_view import CityModel
from sim.scenario.ensemble import run_ensemble
from sim.scenario.load import load_scenario
from sim.scenario.one_run import population
found = {"python": platform.python_version(), "compiled": COMPILED, "figures": {}, "units": {},
         "versions": {name: version(name) for name in %r}}
for name in ("baseline", "full_plan"):
    scenario = load_scenario(name)
    runs = run_ensemble(scenario, seeds=2, years=(2015, 2025), firms=0.05, workers=1)
    for record in runs.records:
        for year, figures in zip(record.years, record.indicators):
            for key, value in figures.items():
                found["figures"][f"{name}/{record.seed}/{year}/{key}"] = value.hex()
scenario = load_scenario("baseline")
model = CityModel(scenario.measures, parameters=scenario.parameters, seed=1,
                  population=population(scenario.parameters, 0.05))
for _ in range(2):
    model.step()
assert len(model.firms) == len(model.state.firms)
for key, value in model.record.indicators[-1].items():
    found["figures"][f"mesa/1/{model.year}/{key}"] = float(value).hex()
found["units"] = {name: card.unit for name, card in INDICATOR.items()}
json.dump(found, sys.stdout)
"""


def pythons() -> dict[str, str]:
    """Interpreters by version: this one, those on the path, those of pyenv."""
    found = {".".join(map(str, sys.version_info[:2])): sys.executable}
    for version in sorted({one.python for one in SETS}):
        names = [shutil.which(f"python{version}")]
        root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        names += sorted(map(str, root.glob(f"{version}.*/bin/python")))
        for name in names:
            if version not in found and name and _answers(name, version):
                found[version] = name
    return found


def _answers(python: str, version: str) -> bool:
    """Whether an interpreter is of a version; a shim may answer with an error."""
    ask = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == version


def _locked() -> list[str]:
    """The lock's pins, without hashes and conditions."""
    text = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    return re.findall(r"^([\w.\-\[\]]+==[^\s;\\]+)", text, re.MULTILINE)


def requirements(one: Set) -> tuple[list[str], list[str]]:
    """What a set installs, and what holds the rest."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [line.partition(";")[0].strip() for line in project["project"]["dependencies"]]
    named = {re.match(r"[\w.-]+", pin).group().lower() for pin in one.pins}  # type: ignore[union-attr]
    wanted = [line for line in wanted if re.match(r"[\w.-]+", line).group().lower() not in named]  # type: ignore[union-attr]
    if one.base == "lowest":
        wanted = [re.sub(r">=([\d.]+)(,<.*)?$", r"==\1", line) for line in wanted]
    held = []
    if one.base == "locked":
        held = [pin for pin in _locked() if pin.partition("==")[0].lower() not in named]
    return [*one.pins, *wanted], held


def _install(one: Set, python: str, here: Path) -> Path:
    """An environment with a set's packages; its interpreter.

    Raises:
        RuntimeError: the packages do not go together, or there are none for this Python.
    """
    wanted, held = requirements(one)
    (here / "held.txt").write_text("\n".join(held) + "\n", encoding="utf-8")
    subprocess.run([python, "-m", "venv", str(here / "env")], check=True, capture_output=True)
    inside = here / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    own = [str(inside), "-m", "pip", "install"]
    pip = [uv, "pip", "install", "--python", str(inside)] if uv else own
    done = subprocess.run(
        [*pip, "--quiet", "--only-binary", ":all:", "-c", str(here / "held.txt"), *wanted],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(" ".join(done.stderr.split())[-300:])
    return inside


def run(one: Set, python: str) -> dict[str, Any]:
    """What the runs give under a set.

    Raises:
        RuntimeError: it cannot be installed, or the runs failed.
    """
    with tempfile.TemporaryDirectory() as made:
        here = Path(made)
        inside = _install(one, python, here)
        cache = {"YONGSIM_CACHE": str(here / "cache"), "PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(
            [str(inside), "-W", "error::RuntimeWarning", "-c", CHILD % (SHOWN,)], cwd=here,
            capture_output=True, text=True, check=False, timeout=MINUTES * 60,
            env={**os.environ, **cache, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(" ".join(done.stderr.split())[-400:])
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def compare(reference: dict[str, Any], other: dict[str, Any]) -> tuple[int, int, float]:
    """Figures that differ at all, counts that differ, and the largest relative difference."""
    assert reference["figures"].keys() == other["figures"].keys()
    differ, counts, largest = 0, 0, 0.0
    for key, text in reference["figures"].items():
        one, two = float.fromhex(text), float.fromhex(other["figures"][key])
        if one == two:
            continue
        differ += 1
        unit = reference["units"].get(key.rpartition("/")[2], "")
        whole = unit.partition("/")[0] in ("firms", "projects", "factories", "persons")
        counts += int(whole and not math.isclose(one, two, rel_tol=TOLERANCE, abs_tol=1e-6))
        largest = max(largest, abs(one - two) / max(abs(one), abs(two), 1e-300))
    return differ, counts, largest


def _row(one: Set, found: dict[str, Any] | str, against: dict[str, Any] | None) -> str:
    if isinstance(found, str):
        return f"| {one.name} | {one.python} | " + "– | " * len(SHOWN) + f"{found} |"
    versions = " | ".join(found["versions"][name] for name in SHOWN)
    if against is None:
        result = f"reference ({len(found['figures'])} figures)"
    else:
        differ, counts, largest = compare(against, found)
        good = counts == 0 and largest <= TOLERANCE
        result = ("same bytes" if differ == 0 else
                  f"{'agrees' if good else 'DIFFERS'}: {differ} figures in the last digits, "
                  f"largest {largest:.1e}, {counts} counts")  # fmt: skip
    return f"| {one.name} | {found['python']} | {versions} | {result} |"


def main() -> None:
    """The table."""
    raw = argparse.RawTextHelpFormatter
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    ask.add_argument("--only", nargs="*", choices=[one.name for one in SETS])
    ask.add_argument("--list", action="store_true")
    given, have = ask.parse_args(), pythons()
    sets = [one for one in SETS if not given.only or one.name in given.only]
    if given.list:
        for one in sets:
            print(one.name, have.get(one.python, "no such Python here"), *requirements(one)[0])
        return
    print("| set | Python |", " | ".join(SHOWN), "| result |")
    print("|" + "---|" * (len(SHOWN) + 3), flush=True)
    reference, bad = None, False
    for one in sets:
        began, found = time.monotonic(), "no such Python here"
        if one.python in have:
            try:
                found = run(one, have[one.python])  # type: ignore[assignment]
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                found = f"not run: {error}"
        row = _row(one, found, reference)
        print(row, flush=True)
        print(f"{one.name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        if isinstance(found, dict) and reference is None:
            reference = found
        bad = bad or "DIFFERS" in row
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
