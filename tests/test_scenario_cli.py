"""`yongsim scenario ...`, golden results, and mutated files."""

from __future__ import annotations

import csv
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzz_scenarios import BOOK, fuzz
from golden.update import GOLDEN, INDICATORS, golden_row
from helpers import REPOSITORY

from sim.cli import main
from sim.policy.registry import instruments
from sim.scenario.json_schema import SCHEMA_FILE
from sim.scenario.load import load_scenario, scenario_names
from sim.scenario.template import TEMPLATE

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """Give the command in an empty folder: status, what it printed, what it complained of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def go(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["yongsim", "scenario", *arguments])
        status = 0
        try:
            main()
        except SystemExit as left:
            status = int(left.code or 0)
        printed = capfd.readouterr()
        return status, printed.out, printed.err

    return go


def chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


def test_list_names_every_shipped_one(command: Command) -> None:
    for language in ("zh", "en"):
        status, out, _ = command("list", "--lang", language)
        assert status == 0 and [line.split()[0] for line in out.splitlines()] == scenario_names()
        assert chinese(out) == (language == "zh")


def test_show_says_values_sources_targets_and_what_is_missing(command: Command) -> None:
    status, out, _ = command("show", "plan_strict", "--lang", "en")
    assert status == 0 and not chinese(out)
    flat = " ".join(out.split())
    for part in ("Do the quotas for low-efficiency firms", "builds on: baseline",
                 "clearing.threshold", "2022-2025", "plan_2025", "not represented",
                 "digital-economy core in GDP"):  # fmt: skip
        assert part in flat, part
    status, out, _ = command("show", "full_plan", "--lang", "zh")
    assert status == 0 and "数字经济核心产业增加值占GDP比重" in "".join(out.split())


def test_diff_says_what_differs_in_which_years(command: Command) -> None:
    status, out, _ = command("diff", "baseline", "grade_charges_doubled", "--lang", "en")
    rows = [line.split() for line in out.splitlines() if "grade_charges." in line]
    assert status == 0 and [row[0] for row in rows] == [
        "grade_charges.electricity", "grade_charges.water"]  # fmt: skip
    assert all("2021-2025" in row for row in rows)
    assert "0, 0, 0.1, 0.15" in out and "0, 0, 0.2, 0.3" in out
    status, out, _ = command("diff", "baseline", "grade_charges_doubled", "--lang", "zh")
    assert status == 0 and "差别化要素价格：电价加价" in out
    status, out, _ = command("diff", "baseline", "baseline", "--lang", "en")
    assert status == 0 and "same values" in out
    status, out, _ = command("diff", "full_plan", "goal_2026", "--lang", "en")
    assert status == 0 and "total_industrial_value_added_2026" in "".join(out.split())


def test_show_names_the_indicators_of_the_question(command: Command) -> None:
    for language, label in (("zh", "单位增加值能耗指数"), ("en", "energy per")):
        status, out, _ = command("show", "energy_quota_tight", "--lang", language)
        assert status == 0 and label in out.rpartition("plan_2025")[2].partition("\n  - ")[0]


def test_new_writes_a_file_that_is_in_order_and_never_writes_over(
    command: Command, tmp_path: Path
) -> None:
    assert command("new", "mine", "--lang", "en")[0] == 0
    path = tmp_path / "mine.toml"
    content = path.read_bytes()
    assert command("check", "mine.toml", "--lang", "en")[:2] == (0, "mine: in order (instruments: "
        f"{len(load_scenario('baseline').measures)})\n")  # fmt: skip
    hint = content.decode().splitlines()[0]
    assert hint.startswith("#:schema ")
    pointed = (tmp_path / hint.removeprefix("#:schema ")).resolve()
    assert pointed == REPOSITORY / "docs" / SCHEMA_FILE
    status, _, said = command("new", "mine")
    assert status == 2 and "exists" in said and path.read_bytes() == content
    assert load_scenario(str(path)).measures != load_scenario("baseline").measures


def test_new_takes_no_name_of_a_shipped_scenario(command: Command, tmp_path: Path) -> None:
    status, _, said = command("new", "baseline", "--lang", "en")
    assert status == 2 and "'baseline' is a shipped scenario" in said and "another name" in said
    status, _, said = command("new", "no_policy.toml", "--lang", "zh")
    assert status == 2 and "内置情景名" in said
    assert list(tmp_path.iterdir()) == []


def test_it_says_which_is_meant_where_a_file_has_a_shipped_name(
    command: Command, tmp_path: Path
) -> None:
    assert command("check", "no_policy", "--lang", "en")[2] == ""
    text = 'extends = "no_policy"\n[title]\nzh = "我的"\nen = "mine"\n'
    (tmp_path / "no_policy.toml").write_text(text, encoding="utf-8")
    status, out, said = command("show", "no_policy", "--lang", "en")
    assert status == 0 and "mine" not in out
    assert "'no_policy' means the shipped scenario; for the file" in said
    status, out, said = command("show", "./no_policy.toml", "--lang", "zh")
    assert status == 0 and "我的" in out and "而不是同名的内置情景" in said


def test_units_are_printed_in_the_language_asked_for(command: Command) -> None:
    status, out, _ = command("diff", "baseline", "grade_charges_doubled", "--lang", "zh")
    assert status == 0 and "元/千瓦时" in out and "yuan/kWh" not in out
    status, out, _ = command("show", "baseline", "--lang", "zh")
    assert status == 0 and "亩/年" in out and "mu/yr" not in out


def test_what_the_template_offers_in_comments_is_in_order(tmp_path: Path) -> None:
    """Every line commented out with one sign and a blank is a key or a table."""
    lines = TEMPLATE.format(schema="x", base="baseline", name="all", format=1,
                            sector="automobiles").splitlines()  # fmt: skip
    opened = [line[2:] if line.startswith(("# [", "# overlays", "# export_", "# sector_",
                                           "# instrument =", "# zh =", "# en ="))
              else line for line in lines]  # fmt: skip
    assert opened != lines
    (tmp_path / "all.toml").write_text("\n".join(opened), encoding="utf-8")
    scenario = load_scenario(str(tmp_path / "all.toml"))
    assert scenario.future and scenario.not_represented and scenario.overlays


def test_export_and_import_go_there_and_back(command: Command, tmp_path: Path) -> None:
    assert command("export", "baseline", "clearing_soft", "--out", "x.xlsx")[0] == 0
    assert command("import", "x.xlsx", "--out", "back")[0] == 0
    assert sorted(path.name for path in tmp_path.rglob("*.toml")) == [
        "baseline.toml", "clearing_soft.toml"]  # fmt: skip
    status, out, _ = command("diff", "clearing_soft", "back/clearing_soft.toml", "--lang", "en")
    assert status == 0 and "same values" in out


def test_the_schema_is_printed_byte_by_byte(command: Command) -> None:
    status, out, _ = command("schema")
    assert status == 0
    assert out == (REPOSITORY / "docs" / SCHEMA_FILE).read_text(encoding="utf-8")


BAD = [
    ("show", "basline"), ("show",), ("diff", "baseline"), ("diff", "baseline", "x.toml"),
    ("check", "missing.toml"), ("check", "."), ("check", "/etc/passwd"), ("new",), ("new", ""),
    ("new", "../mine"), ("new", "/tmp/mine"), ("new", "a/b"), ("new", ".."), ("new", "x" * 300),
    ("new", "a\\b"), ("new", "a\nb"), ("new", "mine", "--extends", "basline"),
    ("new", "mine", "--extends", "../x.toml"), ("new", "mine", "--lang", "fr"),
    ("export", "baseline"), ("export", "baseline", "--out", "x.csv"),
    ("export", "basline", "--out", "x.xlsx"), ("export", "baseline", "--out", "no/x.xlsx"),
    ("export", "baseline", "baseline", "--out", "x.xlsx"),
    ("export", "baseline", "--out", "x" * 300 + ".xlsx"), ("import", "x.xlsx", "--out", "back"),
    ("import", "x.xlsx"), ("list", "--lang", "x"), ("walk",),
]  # fmt: skip


@pytest.mark.parametrize("arguments", BAD, ids=lambda words: " ".join(words)[:40])
def test_a_mistake_is_one_line_and_writes_nothing(
    command: Command, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    status, _, said = command(*arguments)
    assert status == 2 and said.startswith("yongsim: ") and len(said.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


# --- golden results -----------------------------------------------------------------------------


def test_every_shipped_scenario_has_its_golden_row() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["scenario"] for row in rows] == scenario_names(), "python tests/golden/update.py"


def test_results_are_the_golden_ones(shipped: str) -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["scenario"] == shipped]
    found = golden_row(shipped)
    moved = [name for name in INDICATORS
             if found[name] != pytest.approx(float(row[name]), rel=1e-9)]  # fmt: skip
    assert not moved, (
        f"RESULTS CHANGE in {shipped}: {', '.join(moved)}. If that is meant: python "
        "tests/golden/update.py, and an entry RESULTS CHANGE in CHANGELOG.md"
    )


# --- mutated files ------------------------------------------------------------------------------


def test_mutated_files_are_accepted_with_a_sane_run_or_refused_in_one_line() -> None:
    """Some hundred of the ten thousand that `python -m tests.fuzz_scenarios` takes."""
    tally = fuzz(300, first=10_001)
    assert tally.faults == []
    books = 300 // BOOK
    kinds = ("file accepted", "file refused", "book accepted", "book refused")
    files = [tally.counts[kind] for kind in kinds]
    assert sum(files) == 300 and files[2] + files[3] == books
    assert files[0] > 30 and files[1] > 100


def test_the_watch_sees_a_file_written_elsewhere(tmp_path: Path) -> None:
    from fuzz_scenarios import Watch

    watch = Watch()
    (tmp_path / "in").mkdir()
    watch.inside = tmp_path / "in"
    (tmp_path / "in" / "a").write_text("x", encoding="utf-8")
    seen = list(watch.seen)
    (tmp_path / "b").write_text("x", encoding="utf-8")
    watch.inside = None
    assert seen == [] and any(str(tmp_path / "b") in one for one in watch.seen)


def test_every_instrument_in_the_template_exists() -> None:
    assert "upgrade_subsidy" in TEMPLATE and "upgrade_subsidy" in instruments()
