"""The command `compare`: what it writes and prints."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import yongsim
from PIL import Image

import sim.report.compare.write as write_module
from sim.base.errors import InputError
from sim.base.resources import source_hash
from sim.compare.findings import find
from sim.compare.together import load_all, run_together
from sim.report.compare.write import write_comparison

NAMES = ("baseline", "full_plan")
OPTIONS = ("--firms", "0.02", "--seeds", "3", "--draws", "central", "--quiet")
TABLES = {"indicators", "places", "ledger", "members", "differences", "winners", "targets",
          "joint", "conflicts", "projects"}  # fmt: skip
FIGURES = {"probabilities.png", "differences.png", "winners.png"}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A full comparison's folder, and what was printed."""
    here = tmp_path_factory.mktemp("compare")
    found = yongsim("compare", *NAMES, *OPTIONS, "--detail", "--twins", "--lang", "zh", "--width",
                    "value_added=0.001", "--most", 5, "--workers", 1, "--out", "out",
                    cwd=here, PYTHONIOENCODING="utf-8")  # fmt: skip
    assert found.returncode == 0, found.stderr.decode()
    return here / "out", found.stdout.decode("utf-8")


def test_it_writes_exactly_the_promised_files(done: tuple[Path, str]) -> None:
    wanted = {f"{name}.parquet" for name in TABLES | {"ledger_detail", "twins"}}
    assert {path.name for path in done[0].iterdir()} == wanted | FIGURES | {"manifest.json"}
    assert [path.name for path in done[0].parent.iterdir()] == ["out"]


def test_the_tables_hold_every_scenario(done: tuple[Path, str]) -> None:
    folder, _ = done
    for name in ("indicators", "places", "ledger", "ledger_detail", "targets", "joint", "twins"):
        assert set(pd.read_parquet(folder / f"{name}.parquet")["scenario"]) == set(NAMES), name
    for name in ("differences", "winners"):
        assert set(pd.read_parquet(folder / f"{name}.parquet")["scenario"]) == {"full_plan"}, name
    indicators = pd.read_parquet(folder / "indicators.parquet")
    assert sorted(indicators["seed"].unique()) == [1, 2, 3, 4, 5]


def test_differences_are_those_of_the_runs(done: tuple[Path, str]) -> None:
    runs = pd.read_parquet(done[0] / "indicators.parquet")
    rows = pd.read_parquet(done[0] / "differences.parquet").set_index(["indicator", "first_year"])
    for year, sums in ((2025, runs[runs["year"] == 2025]), (2021, runs[runs["year"] > 2020])):
        wide = sums.pivot_table(index=["indicator", "seed"], columns="scenario", values="value",
                                aggfunc="sum", observed=True)  # fmt: skip
        apart = (wide["full_plan"] - wide["baseline"]).groupby("indicator", observed=True)
        for name in ("public_cost", "upgrades") + (("value_added",) if year == 2025 else ()):
            row = rows.loc[(name, year)]
            assert row["mean"] == pytest.approx(apart.mean()[name])
            assert row["median"] == pytest.approx(apart.median()[name])
            assert row["standard_error"] == pytest.approx(apart.sem()[name])
            assert row["pairs"] == 5


def test_the_detailed_ledger_adds_up_to_the_plain_one(done: tuple[Path, str]) -> None:
    folder, _ = done
    keys = ["scenario", "seed", "year", "instrument", "flow", "item"]
    plain = pd.read_parquet(folder / "ledger.parquet").groupby(keys)["amount"].sum()
    detail = pd.read_parquet(folder / "ledger_detail.parquet")
    money = detail[(detail["unit"] == "10k yuan") & (detail["instrument"] != "tax_account")]
    found = money.groupby(keys, observed=True)["amount"].sum()
    plain = plain[(plain != 0.0) & (plain.index.get_level_values("year") > 2015)]
    assert len(plain) > 100
    np.testing.assert_allclose(found.reindex(plain.index), plain, rtol=1e-9)
    assert set(found.index) == set(plain.index)


def test_the_manifest_says_what_was_compared(done: tuple[Path, str]) -> None:
    manifest = json.loads((done[0] / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["compared_with"] == "baseline"
    assert [one["scenario"] for one in manifest["scenarios"]] == list(NAMES)
    assert manifest["seeds"] == [1, 2, 3, 4, 5] and manifest["asked"]["most"] == 5
    assert manifest["asked"]["width"] == {"value_added": 0.001}
    assert manifest["code_hash"] == source_hash() and manifest["quick_look"] is True
    assert set(manifest["files"]) == {path.name for path in done[0].iterdir()} - {"manifest.json"}


def test_it_says_that_the_width_is_not_reached(done: tuple[Path, str]) -> None:
    assert "未达所求0.001" in done[1] and "--most" in done[1]


def test_figures_carry_both_scenarios(done: tuple[Path, str]) -> None:
    for name in FIGURES:
        with Image.open(done[0] / name) as figure:
            text = figure.text  # type: ignore[attr-defined]
            assert min(figure.size) > 300
        assert "baseline full_plan" in text["Source"] and text["Title"]


def test_workers_change_no_byte(tmp_path: Path) -> None:
    for name, workers, lang in (("one", 1, "en"), ("two", 2, "en")):
        found = yongsim("compare", *NAMES, *OPTIONS, "--lang", lang, "--workers", workers,
                        "--out", name, cwd=tmp_path)  # fmt: skip
        assert found.returncode == 0, found.stderr.decode()
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
                for name in ("one", "two"))  # fmt: skip
    assert set(one) == {f"{name}.parquet" for name in TABLES} | FIGURES | {"manifest.json"}
    assert one == two


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    comparison = run_together(load_all(NAMES), seeds=2, draws="central", firms=0.02, workers=1,
                              progress=lambda runs: nullcontext())  # fmt: skip
    asked = {"twins": False}
    findings = find(comparison, (), [], asked)
    monkeypatch.setattr(write_module, "winners", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_comparison(findings, tmp_path / "out", "en")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError, match="exists"):
        write_comparison(findings, tmp_path / "out", "en")


def test_titles_are_text_and_no_markup(tmp_path: Path) -> None:
    """Neither the console nor the figures read a meaning into a title."""
    title = "[/b] $\\\\foo$ [red]"
    (tmp_path / "odd.toml").write_text(
        f'extends = "baseline"\n[title]\nzh = "{title}"\nen = "{title}"\n', encoding="utf-8"
    )
    found = yongsim("compare", "baseline", "odd.toml", *OPTIONS, "--lang", "en", "--out", "out",
                    cwd=tmp_path)  # fmt: skip
    assert found.returncode == 0, found.stderr.decode()
    assert title.replace("\\\\", "\\") in found.stdout.decode("utf-8")
    assert {path.name for path in (tmp_path / "out").iterdir()} >= FIGURES


def test_run_with_detail_writes_one_table_more(tmp_path: Path) -> None:
    found = yongsim("run", "no_policy", *OPTIONS, "--detail", "--out", "out", cwd=tmp_path)
    assert found.returncode == 0, found.stderr.decode()
    detail = pd.read_parquet(tmp_path / "out" / "ledger_detail.parquet")
    assert set(detail["unit"]) == {"10k yuan", "mu"} and set(detail["scenario"]) == {"no_policy"}
    assert {"seed", "year", "instrument", "flow", "item", "place", "grade", "firms",
            "amount"} <= set(detail.columns)  # fmt: skip
