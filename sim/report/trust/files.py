"""Results of the checks as files: tables in CSV, read back for the pages."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import checksum
from sim.base.resources import city_name, data_hash, source_hash
from sim.base.rivals import RIVALS
from sim.compare.outturns import Outturn, Score
from sim.explore.causal.study import Causal, Check, Since
from sim.explore.expected import Expected, Found
from sim.report import store
from sim.report.trust.words import WORDS
from sim.scenario.load import Scenario
from sim.scenario.own.load import about_own_firms
from sim.scenario.sample import Sample

FOUND = ("draws", "median", "five", "ninety_five", "inside", "verdict")
EXPECTED = ("zh", "en", "unit", "low", "high", "standing", "built")
CHECKS, SINCE, SPILL = "estimators.csv", "event_study.csv", "spill.csv"
FACTS, FIGURES, ABOUT = "facts.csv", "causal.csv", "manifest.json"
SCORES, QUANTILES = "scores.csv", ("q05", "q25", "median", "q75", "q95")


def _number(value: Any) -> Any:
    """Six figures, which is more than any of these is known to; the same text everywhere."""
    return f"{value:.6g}" if isinstance(value, float) else value


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    listed = [{key: _number(value) for key, value in row.items()} for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(listed[0]) if listed else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_found(found: Sequence[Found], path: Path) -> None:
    """Write figures with what is expected of them."""
    _write(path, ({"name": row.expected.name,
                   **{key: getattr(row.expected, key) for key in EXPECTED},
                   **{key: getattr(row, key) for key in FOUND}} for row in found))  # fmt: skip


def read_found(path: Path, expected: Mapping[str, Expected]) -> list[Found]:
    """Read figures back, with the texts that are expected of them now.

    Raises:
        InputError: what is expected has changed since.
    """
    rows = _read(path)
    kept = [(row["name"], row["low"], row["high"]) for row in rows]
    if kept != [(name, _number(one.low), _number(one.high)) for name, one in expected.items()]:
        zh, en = WORDS["stale_kept"]
        raise InputError(en.format(file=path.name), zh.format(file=path.name))
    casts: dict[str, Any] = {"draws": int, "verdict": str}
    given: list[dict[str, Any]] = [
        {key: casts.get(key, float)(row[key]) for key in FOUND} for row in rows
    ]
    return [Found(expected[row["name"]], **one) for row, one in zip(rows, given, strict=True)]


def write_causal(causal: Causal, folder: Path) -> None:
    """Write all tables of the causal checks."""
    write_found(causal.found, folder / FIGURES)
    _write(folder / CHECKS, map(dataclasses.asdict, causal.checks))
    _write(folder / SINCE, map(dataclasses.asdict, causal.since))
    _write(folder / SPILL, ({"order": key, "spill": value} for key, value in causal.spill.items()))


def read_causal(folder: Path, expected: Mapping[str, Expected]) -> Causal:
    """Read the causal checks back.

    Raises:
        InputError: what is expected has changed since.
    """
    return Causal(
        read_found(folder / FIGURES, expected),
        [Check(**_typed(row, Check)) for row in _read(folder / CHECKS)],
        [Since(**_typed(row, Since)) for row in _read(folder / SINCE)],
        {row["order"]: float(row["spill"]) for row in _read(folder / SPILL)},
    )


def write_scores(scores: Sequence[Score], path: Path) -> None:
    """Write figures beside the model's ranges and the rivals' errors; no error: no rival."""
    _write(path, ({
        **dataclasses.asdict(row.outturn), **dict(zip(QUANTILES, row.quantiles, strict=True)),
        "below": row.below, "model": row.model,
        **{name: row.rivals.get(name, "") for name in RIVALS},
    } for row in scores))  # fmt: skip


def read_scores(path: Path) -> list[Score]:
    """Read the scores back."""
    return [
        Score(
            Outturn(row["indicator"], int(row["year"]), float(row["value"])),
            tuple(float(row[name]) for name in QUANTILES), float(row["below"]),
            float(row["model"]), {name: float(row[name]) for name in RIVALS if row[name]},
        )
        for row in _read(path)
    ]  # fmt: skip


def _typed(row: Mapping[str, str], kind: type) -> dict[str, Any]:
    """The cells of a row as the fields of a class have them."""
    casts: dict[str, Any] = {"str": str, "int": int, "float": float,
                             "int | None": lambda text: int(text) if text else None}  # fmt: skip
    return {field.name: casts[str(field.type)](row[field.name])
            for field in dataclasses.fields(kind)}  # fmt: skip


def write_manifest(
    asked: Mapping[str, Any], scenario: Scenario, sample: Sample, folder: Path
) -> None:
    """Write what was asked, on which posterior, and each file's checksum."""
    posterior = sample.origin.posterior
    content = {
        "schema_version": store.SCHEMA_VERSION, "request": dict(asked), "scenario": scenario.name,
        "resolved": scenario.resolved, "city": city_name(), "draws": sample.origin.draws,
        "members": len(sample.members), "posterior": posterior.digest if posterior else None,
        "stale": sample.origin.stale, "code_hash": source_hash(), "data_hash": data_hash(),
        **about_own_firms(),
        "files": {path.name: checksum(path) for path in sorted(folder.iterdir())},
    }  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8", newline="\n")

