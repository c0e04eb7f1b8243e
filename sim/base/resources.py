"""Where the data files lie: inside an installed wheel, or in the repository beside `sim`."""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """The folder `calibration` or `scenarios`, as shipped in the wheel or as in the repository."""
    shipped = PACKAGE / "data" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of `calibration`, as dictionaries of text."""
    with (folder("calibration") / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


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
    """Hash of every data file that a run reads."""
    parts = []
    for name in ("calibration", "scenarios"):
        root = folder(name)
        files = [p for p in root.rglob("*") if p.suffix in {".csv", ".toml"}]
        parts.append(digest(files, root))
    return hashlib.sha256("".join(parts).encode()).hexdigest()
