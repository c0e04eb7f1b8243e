"""The folder of a posterior as the report reads it: tables with their numbers, and provenance."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.scenario.posterior import ABOUT, Provenance, read_about, read_bytes

Row = dict[str, Any]
REMEDY = "restore it, or run 'yongsim calibrate' anew"

# Columns of text; all other columns hold numbers.
TEXT = {
    "moment", "role", "indicator", "kind", "parameter", "group", "unit", "standing", "figure",
    "first", "second", "method", "prices",
}  # fmt: skip
BAND = ("low", "median", "high")
REQUIRED = {
    "fit.csv": (
        "indicator", "moment", "role", "published_2015", "published", "tolerance", *BAND,
        "inside", "members_inside",
    ),
    "checks.csv": (
        "indicator", "year", "published", *BAND, "within_90", "kind", "tolerance", "inside",
        "last_value", "constant_growth",
    ),
    "parameters.csv": (
        "parameter", "group", "unit", "standing", "figure", "active", "prior_low",
        "prior_median", "prior_high", *BAND, "shrinkage", "gap_to_sample", "disciplined",
    ),
    "ridges.csv": ("first", "second", "correlation", "expected"),
    "emulator.csv": (
        "moment", "relative", "observation", "discrepancy", "luck", "left_one_out",
        "emulator_alone", "spread_of_last_wave",
    ),
    "waves.csv": (
        "wave", "runs", "failed", "not_ruled_out_before", "active_parameters", "acceptance",
    ),
    "projections.csv": (
        "indicator", "prices", "year", *BAND, "last_value", "constant_growth", "logistic",
    ),
}  # fmt: skip
OPTIONAL = {  # a quick fit leaves them out
    "coverage.csv": ("method", "parameter", "cities", "inside"),
    "ranks.csv": ("method", "city", "parameter", "rank", "of", "inside"),
    "crosscheck.csv": (
        "parameter", "mean_emulator", "mean_second", "spread_emulator", "spread_second", "gap",
    ),
    "left_out.csv": (
        "moment", "indicator", "published", *BAND, "within_90", "last_value", "error",
        "error_last_value",
    ),
}  # fmt: skip
NEEDED_OF_ABOUT = (
    "runs", "members", "effective_sample", "power_of_weights", "acceptance",
    "chain_over_autocorrelation", "versions", "python",
)  # fmt: skip


@dataclass(frozen=True)
class Fitted:
    """What a fit left in its folder.

    Attributes:
        provenance: hashes, settings, checksums.
        about: what else `posterior.json` says, by its key.
        tables: rows by file; a table that a quick fit leaves out has none.
    """

    provenance: Provenance
    about: dict[str, Any]
    tables: dict[str, list[Row]]

    def rows(self, name: str, **wanted: object) -> list[Row]:
        """Rows of a table whose columns have the wanted entries."""
        return [row for row in self.tables[f"{name}.csv"]
                if all(row[column] == value for column, value in wanted.items())]  # fmt: skip


def read_folder(where: Path) -> Fitted:
    """Read the folder of a posterior.

    Raises:
        InputError: a file is missing or damaged; the message names it.
    """
    provenance = read_about(where / ABOUT)
    about = dict(provenance.model_extra or {})
    for key in NEEDED_OF_ABOUT:
        if key not in about:
            raise InputError(f"{where / ABOUT}: no entry '{key}'; {REMEDY}")
    tables = {name: _table(where / name, columns, provenance) for name, columns in REQUIRED.items()}
    for name, columns in OPTIONAL.items():
        listed = name in provenance.files or (where / name).exists()
        tables[name] = _table(where / name, columns, provenance) if listed else []
    return Fitted(provenance, about, tables)


def _table(path: Path, columns: tuple[str, ...], provenance: Provenance) -> list[Row]:
    content = read_bytes(path)
    if hashlib.sha256(content).hexdigest() != provenance.files.get(path.name):
        raise InputError(f"'{path}' is damaged: its checksum differs; {REMEDY}")
    reader = csv.DictReader(io.StringIO(content.decode("utf-8")))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(f"{path}: no column '{missing[0]}'; {REMEDY}")
    return [_row(row, columns, f"{path} line {line}") for line, row in enumerate(reader, start=2)]


def _row(row: dict[str, str | None], columns: tuple[str, ...], where: str) -> Row:
    return {column: row[column] if column in TEXT else _number(row[column], f"{where}: {column}")
            for column in columns}  # fmt: skip


def _number(text: str | None, where: str) -> float | None:
    """A number; None for an empty entry and for what no run could tell."""
    if text == "":
        return None
    try:
        value = float(text or "nothing")
    except ValueError:
        raise InputError(f"{where} is '{text}'; a number is needed; {REMEDY}") from None
    return value if math.isfinite(value) else None
