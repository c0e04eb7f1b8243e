"""Where the data files lie: inside an installed wheel, or in the repository beside `sim`."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sim.base.errors import InputError

PACKAGE = Path(__file__).resolve().parent.parent
RULES = ("base", "firm", "park", "city", "policy", "scenario")  # packages that say what a run does


def folder(name: str) -> Path:
    """The folder `calibration` or `scenarios`, as shipped in the wheel or as in the repository."""
    shipped = PACKAGE / "data" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of `calibration`, as dictionaries of text."""
    with (folder("calibration") / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def toml(name: str) -> dict[str, Any]:
    """The content of a TOML file of `calibration`.

    Raises:
        InputError: the file is not valid TOML.
    """
    try:
        return tomllib.loads((folder("calibration") / name).read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"calibration/{name}: not valid TOML: {str(error)[:100]}") from None


def digest(paths: list[Path], root: Path) -> str:
    """SHA-256 over names and contents of files, independent of where `root` lies."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + content + b"\0")
    return total.hexdigest()


@cache
def source_hash() -> str:
    """Hash of every Python source of the package: the same code gives the same hash."""
    return digest(list(PACKAGE.rglob("*.py")), PACKAGE)


@cache
def data_hash() -> str:
    """Hash of every data file that the rules read.

    They lie in the two folders themselves: what lies deeper, as the posterior does, finished or
    being written, has hashes of its own.
    """
    parts = []
    for name in ("calibration", "scenarios"):
        root = folder(name)
        files = [p for p in root.iterdir() if p.suffix in {".csv", ".toml"}]
        parts.append(digest(files, root))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


@cache
def model_hash() -> str:
    """Hash of rules and data: what a posterior depends on, and not what is made of it."""
    rules = digest([p for name in RULES for p in (PACKAGE / name).rglob("*.py")], PACKAGE)
    return hashlib.sha256((rules + data_hash()).encode()).hexdigest()
