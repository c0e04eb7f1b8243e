"""The recipes of docs/extend: every edit made in a copy of the repository, every command run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from helpers import REPOSITORY, environment

sys.path.append(str(REPOSITORY / "docs"))
from odd_parts.pages import PROSE, prose


def blocks() -> list[dict[str, Any]]:
    return [block for path in sorted(PROSE.glob("extend_*.toml"))
            for block in prose(path.stem)["block"]]  # fmt: skip


def edited(text: str, block: dict[str, Any]) -> str:
    """A file's text after one edit of the page."""
    code = block["code"].removeprefix("\n")
    for place in ("after", "before", "replace"):
        if place in block:
            anchor = block[place].strip("\n")
            assert text.count(anchor) == 1, (block["edit"], anchor)
            made = {"after": anchor + "\n" + code.rstrip("\n"), "before": code + anchor,
                    "replace": code.strip("\n")}  # fmt: skip
            return text.replace(anchor, made[place])
    return code


def test_every_edit_finds_its_place_once() -> None:
    texts: dict[str, str] = {}
    copied: dict[str, str] = {}
    for block in blocks():
        if "copy" in block:
            copied[block["to"]] = block["copy"]
        if "edit" in block:
            top, _, rest = block["edit"].partition("/")
            path = REPOSITORY / copied.get(top, top) / rest
            known = path.read_text(encoding="utf-8") if path.exists() else ""
            texts[block["edit"]] = edited(texts.get(block["edit"], known), block)
    assert sum("edit" in block for block in blocks()) >= 9


@pytest.mark.long
def test_the_recipes_work(tmp_path: Path) -> None:
    for name in ("sim", "calibration", "scenarios", "docs"):
        shutil.copytree(REPOSITORY / name, tmp_path / name,
                        ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    around = environment(PYTHONPATH=str(tmp_path), YONGSIM_COMPILE="0")
    for block in blocks():
        if "copy" in block:
            shutil.copytree(REPOSITORY / block["copy"], tmp_path / block["to"])
        if "edit" in block:
            path = tmp_path / block["edit"]
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(edited(text, block), encoding="utf-8")
        for command in block.get("run", ()):
            words = [sys.executable, "-m", "sim", *command.split()[1:]]
            done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, env=around)
            assert done.returncode == 0, done.stderr.decode()
    table = pq.read_table(tmp_path / "results/rationing/indicators.parquet").to_pandas()
    loss = table[table["indicator"] == "stoppage_loss"].groupby("year")["value"].mean()
    assert (loss[[2022, 2023]] > 50.0).all() and (loss.drop([2022, 2023]) == 0.0).all()
    _another_city(tmp_path / "results/qingwan", tmp_path / "my_city")
    subprocess.run([sys.executable, "docs/odd.py"], cwd=tmp_path, check=True, env=around)
    page = (tmp_path / "docs/odd.en.md").read_text(encoding="utf-8")
    assert "rule-g11" in page and "58 sub-areas" in page and "`power_rationing`" in page


def _another_city(results: Path, city: Path) -> None:
    """The run was that city's, with its new place and its parameter."""
    said = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    assert said["city"] == {"zh": "青湾", "en": "Qingwan"}
    assert said["parameters"]["births_per_year"] == 90.0
    rows = (city / "calibration/places.csv").read_text(encoding="utf-8").splitlines()[1:]
    table = pq.read_table(results / "places.parquet").to_pandas()
    assert set(table["place"]) == {row.partition(",")[0] for row in rows}
    there = table[table["place"] == "ferry_quay"]
    assert len(there) == 2 * 11 and (there["firms"] > 0.0).all()
