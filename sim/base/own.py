"""Firms of a user's own that take the place of modelled ones, as the city is handed them.

A bureau's table stays where it lies: its path is in an environment variable, so that workers find
it, and nothing here holds a name, a code or a path. What runs leave behind hides sums that would
tell one of them (`disclosure.py`), unless `YONGSIM_SHOW_OWN_FIRMS` asks for it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

OWN, SHOWN = "YONGSIM_OWN_FIRMS", "YONGSIM_SHOW_OWN_FIRMS"
FIRST_KEY = 1_000_000_000  # the identity of an own firm is this and the row of its table
LAST_KEY = 2 * FIRST_KEY  # entrants' identities begin far above


@dataclass(frozen=True)
class Change:
    """What an exchange of firms did to the city, at the end of the table's year.

    Attributes:
        own: own firms that came.
        replaced: modelled firms that they stand for, weighted.
        before, after: totals of the city by name, in money of the year.
    """

    own: int
    replaced: float
    before: dict[str, float]
    after: dict[str, float]


@dataclass(frozen=True)
class OwnFirms:
    """The firms of a table that passed every check.

    Attributes:
        year: the figures are those of its end.
        covered: by place, whether the table stands for all firms there.
        above_scale_only: whether it stands for the above-scale firms alone.
        totals_kept: whether the other above-scale firms are re-weighted so that the city's totals
            stay.
        shown: whether single firms may be looked at.
        keys: identities.
        columns: `place`, `sector`, `above_scale` as whole numbers; the figures in the table's
            units, not a number where the table has none.
        left_out: rows that were refused and left out.
        digest: SHA-256 of the files.
    """

    year: int
    covered: NDArray[np.bool_]
    above_scale_only: bool
    totals_kept: bool
    shown: bool
    keys: NDArray[np.int64]
    columns: Mapping[str, NDArray[np.float64]] = field(repr=False)
    left_out: int = 0
    digest: str = ""

    def __len__(self) -> int:
        return int(self.keys.shape[0])


def is_own(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which identities are those of own firms."""
    return (keys >= FIRST_KEY) & (keys < LAST_KEY)


def asked() -> Path | None:
    """The file of own firms that runs are to take, if any."""
    path = os.environ.get(OWN)
    return Path(path) if path else None


def shown() -> bool:
    """Whether single own firms may be looked at."""
    return bool(os.environ.get(SHOWN))


def settings() -> dict[str, str]:
    """What another process has to be told so that it takes the same own firms."""
    return {name: os.environ.get(name, "") for name in (OWN, SHOWN)}


def adopt(told: Mapping[str, str]) -> None:
    """Take the own firms that another process takes."""
    for name, value in told.items():
        if value:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)


def digest_of(paths: tuple[Path, ...]) -> str:
    """SHA-256 over the contents of files."""
    stamps = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    return _digest(stamps)


@lru_cache(maxsize=8)
def _digest(stamps: tuple[tuple[str, int, int], ...]) -> str:
    total = hashlib.sha256()
    for name, _, size in stamps:
        total.update(f"{size}\0".encode() + Path(name).read_bytes())
    return total.hexdigest()
