"""Invented firms for the tests of own firms: names and figures that nothing else would show."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from sim.scenario.own.columns import COLUMNS

NAMES = [one.name for one in COLUMNS]
PLANTED = "Zzyzx Invented Works"  # in the name of every firm
PLACES = ("cixi_longshan", "cixi_xiaolin", "wangchun_gaoqiao")
SECTORS = ("automobiles", "smart_home_appliances", "key_basic_parts")


def firm(k: int, **changes: Any) -> dict[str, Any]:
    """An invented firm; its figures are odd, so that they are found where they should not be."""
    found = {
        "code": f"INVENTED-{k:05d}", "name": f"{PLANTED} {k}", "year": 2020,
        "place": PLACES[k % 2], "sector": SECTORS[k % 3], "output": 12_345.67 + 917.31 * k,
        "value_added": 2_718.28 + 201.13 * k, "tax": 431.7 + 31.07 * k, "land": 23.57 + 0.83 * k,
        "employment": 137 + 3 * k,
    }  # fmt: skip
    return {**found, **changes}


def firms(count: int = 12, **changes: Any) -> list[dict[str, Any]]:
    """Invented firms in two places."""
    return [firm(k, **changes) for k in range(1, count + 1)]


def write_csv(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8") -> Path:
    """Write a table with the columns that the rows have."""
    heads = [name for name in NAMES if any(name in row for row in rows)]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, heads, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_settings(folder: Path, rows: list[dict[str, Any]], text: str = "") -> Path:
    """A table with its settings; gives the file of settings."""
    write_csv(folder / "own_firms.csv", rows)
    path = folder / "own_firms.toml"
    path.write_text(f'table = "own_firms.csv"\n{text}\n', encoding="utf-8")
    return path
