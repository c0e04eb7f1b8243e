"""The posterior folder: written beside its place and put there whole."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import platform
import shutil
import tempfile
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.resources import model_hash, source_hash
from sim.base.versions import POSTERIOR
from sim.calibrate.findings import Findings
from sim.calibrate.settings import Effort, settings
from sim.calibrate.simulator import FIGURES
from sim.calibrate.tables import TABLES, Row, mostly_inside
from sim.scenario.stale import question_hash

DIGITS = 8
PACKAGES = ("numpy", "scipy", "numba", "emcee")
ABOUT = "posterior.json"


def check_place(out: Path, *, replace: bool) -> None:
    """Refuse a folder that holds something else, or a posterior that is not to be replaced.

    Raises:
        InputError: nothing is overwritten unasked.
    """
    try:
        if not out.exists():
            return
    except OSError as error:  # a name longer than a file system takes
        raise InputError(f"'{str(out)[:80]}' cannot be written: {error.strerror}") from None
    if not (out / ABOUT).is_file():
        raise InputError(f"'{out}' exists and holds no posterior; choose another with --out")
    if not replace:
        raise InputError(f"'{out}' holds a posterior; add --replace, or choose another with --out")


def hashes() -> dict[str, str]:
    """Hashes of the code and data; to be taken before the first run."""
    return {"source_hash": source_hash(), "model_hash": model_hash(),
            "question_hash": question_hash()}  # fmt: skip


def write_posterior(
    found: Findings, effort: Effort, out: Path, *, quick: bool, made_by: dict[str, str]
) -> Path:
    """Write tables and provenance; what stood there before goes only when all is written.

    Args:
        found: the findings.
        effort: what they took.
        out: the folder.
        quick: True for a fit with few runs.
        made_by: `hashes()` of before the first run.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".part", dir=out.parent))
    try:
        for name, rows in TABLES.items():
            _write_table(fresh / name, list(rows(found)))
        about = made_by | _about(found, effort, fresh, quick)
        text = json.dumps(about, ensure_ascii=False, indent=2)
        (fresh / ABOUT).write_text(text + "\n", encoding="utf-8", newline="\n")
        os.chmod(fresh, 0o755)
        _put(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return out


def _put(fresh: Path, out: Path) -> None:
    old = fresh.with_suffix(".old")
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_table(path: Path, rows: list[Row]) -> None:
    if not rows:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _text(value) for key, value in row.items()} for row in rows)


def _text(value: Any) -> Any:
    if value is None:
        return ""
    return f"{value:.{DIGITS}g}" if isinstance(value, float | np.floating) else value


def _about(found: Findings, effort: Effort, folder: Path, quick: bool) -> dict[str, Any]:
    fit, shipped = found.fit, found.shipped
    last = dict(zip(FIGURES, shipped.runs[0, -1].tolist(), strict=True))
    chosen = {key: value for key, value in asdict(settings()).items() if key not in
              ("full", "quick")}  # fmt: skip
    return {
        POSTERIOR.key: POSTERIOR.current,
        "quick": quick,
        "scenario": settings().scenario,
        "settings": chosen | asdict(effort),
        "runs": fit.runs,
        "runs_of_checks": effort.runs_of_checks if found.known_cities else 0,
        "members_with_nine_tenths_inside": round(mostly_inside(found), 4),
        "members": len(shipped.members),
        "effective_sample": round(fit.final.effective, 1),
        "effective_before_tempering": round(fit.final.plain, 1),
        "power_of_weights": round(fit.final.power, 4),
        "acceptance": round(fit.chain.acceptance, 4),
        "chain_over_autocorrelation": round(fit.chain.independent, 1),
        "versions": {name: metadata.version(name) for name in PACKAGES},
        "python": platform.python_version(),
        "check": {
            "member": shipped.members[0].number,
            "figures": {name: value for name, value in last.items() if np.isfinite(value)},
        },
        "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                  for path in sorted(folder.glob("*.csv"))},
    }  # fmt: skip
