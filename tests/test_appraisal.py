"""What the commands explain, attribute and frontier print and write."""

from __future__ import annotations

import contextlib
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import PACKAGE, SMALL, yongsim
from PIL import Image
from rich.console import Console

from sim.base.errors import InputError
from sim.base.rules import RULES, Decision
from sim.base.state import State
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR
from sim.city.run import run_city
from sim.firm.leaving import CLEARED
from sim.policy.registry import instruments
from sim.report.appraisal import labels, one_firm, session, words
from sim.report.appraisal.explain import explain
from sim.report.appraisal.frontier import appraise
from sim.report.words import Language
from sim.scenario.causes import EXIT_CAUSES, UPGRADE_CAUSES
from sim.scenario.ensemble import run_ensembles
from sim.scenario.explain import Explanation, explain_firm
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.member import Member
from sim.scenario.one_run import population
from sim.scenario.outcome import cost, outcome

CHINESE = re.compile("[一-鿿]")
TINY = 0.02


def say(call: Any, language: Language = "en", **options: Any) -> str:
    """What a command prints."""
    screen = Console(file=io.StringIO(), width=220, record=True)
    call(language=language, screen=screen, draws="central", **options)
    return screen.export_text()


@cache
def near() -> int:
    """The largest firm whose upgrade decision of 2022 one dose of the plan can turn."""
    plan, member = load_scenario("plan_strict"), Member(0, {}, 1, 1)
    return next(key for key in range(1, 200)
                if (found := _asked(plan, member, key)) is not None and found.flips)  # fmt: skip


def _asked(plan: Scenario, member: Member, key: int) -> Explanation | None:
    with contextlib.suppress(InputError):
        return explain_firm(plan, member, key, 2022, SMALL)
    return None


def explained(language: Language = "en", **changes: Any) -> str:
    options = {"seed": 1, "seeds": 1, "year": 2022, "firm": near(), "against": None,
               "firms": SMALL}  # fmt: skip
    return say(lambda **more: explain("plan_strict", **more), language, **options | changes)


# --- explain ------------------------------------------------------------------------------------


def test_an_explanation_shows_inputs_rules_draw_and_flips() -> None:
    text = explained(against="no_policy")
    for number in ("P2", "U6", "U7", "U5", "X7", "L2", "L4", "U8"):
        assert re.search(rf"^\s*{number} ", text, re.MULTILINE), number
    assert "priors: upgrading" in text and "chance 0." in text and "draw 0." in text
    assert "turns at" in text and "Only this firm decides again" in text
    assert "under No policy" in text and "Graded " in text


def test_an_explanation_in_chinese_has_no_english_label() -> None:
    text = explained("zh", against="no_policy")
    assert "发生了什么" in text and "反转值" in text and "无政策情景" in text
    for number in ("U7", "X7"):
        assert RULES[number].zh in text


def test_a_twin_without_the_firm_says_so() -> None:
    """A firm that the plan clears in 2022 and that stays where nothing is done."""
    stayers, cleared = set(), set()

    def look(state: State) -> None:
        gone = state.departed
        if state.year == 2022:
            cleared.update(gone["key"][gone["leaves"] == CLEARED].tolist())
        if state.year == 2023:
            stayers.update(state.firms["key"].tolist())

    for name in ("plan_strict", "no_policy"):
        scenario = load_scenario(name)
        stayers.clear()
        run_city(population(scenario.parameters, SMALL), scenario.measures, seed=1,
                 parameters=scenario.parameters, last_year=2023, after_year=look)  # fmt: skip
    key = min(cleared & stayers)
    text = say(lambda **more: explain("no_policy", **more), seed=1, seeds=1, year=2023,
               firm=key, against="plan_strict", firms=SMALL)  # fmt: skip
    assert f"firm {key}" in text and "No single dose" in text
    assert "under The plan applied strictly" in text and "the firm decided nothing" in text
    with pytest.raises(InputError, match="--against compares one firm"):
        explained(firm=None, against="no_policy")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_causes_are_printed_by_grade_and_place(language: Language) -> None:
    text = explained(language, firm=None)
    for cause in (*UPGRADE_CAUSES, *EXIT_CAUSES):
        label = words.say(f"cause_{cause}", language)
        assert label.split("：")[-1].split(":")[-1].strip()[:4] in text, cause
    total = words.say("total", language)
    lines = [line.split() for line in text.splitlines() if line.split()[:1] == [total]]
    assert len(lines) == 4 and lines[0] == lines[1] and lines[2] == lines[3]
    numbers = [int(cell.replace(",", "")) for cell in lines[0][1:]]
    assert numbers[-1] == pytest.approx(sum(numbers[:-1]), abs=len(numbers))
    upgrades = re.search(r"Totals are the indicators: ([\d,]+) upgrades", text)
    if language == "en":
        assert upgrades is not None
        wanted = int(upgrades[1].replace(",", ""))
        assert sum(numbers[:4]) == pytest.approx(wanted, abs=4)


@pytest.mark.parametrize(("changes", "text"), [
    ({"seed": 2}, "--seed 2: give a run from 1 to 1"), ({"year": 2030}, "--year 2030"),
    ({"firm": 0}, "no firm 0"), ({"against": "nope"}, "unknown scenario 'nope'"),
])  # fmt: skip
def test_what_cannot_be_explained_is_refused(changes: dict[str, Any], text: str) -> None:
    with pytest.raises(InputError, match=text):
        explained(**changes)


# --- attribute ----------------------------------------------------------------------------------

GROUPS = ["per_mu=grade_charges,land_priority,subsidy_veto", "land=land_supply,land_reactivation",
          "firms=smart_diagnosis,low_efficiency,upgrade_subsidy"]  # fmt: skip


def attributed(out: Path, language: Language = "en", **changes: Any) -> str:
    options = {"against": "no_policy", "seeds": 2, "firms": TINY, "groups": GROUPS, "workers": 1,
               "indicators": ("value_added", "upgrades"), "out": out, "quiet": True}  # fmt: skip
    return say(lambda **more: session.attribute("baseline", **more), language, **options | changes)


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("shares") / "out"
    return out, attributed(out)


def test_written_parts_add_up_to_the_written_total(shares: tuple[Path, str]) -> None:
    table = pd.read_parquet(shares[0] / "attribution.parquet")
    assert set(table["instrument"]) == {"per_mu", "land", "firms", "total"}
    assert len(table) == 4 * 2 * 2 and set(table["seed"]) == {1, 2}
    wide = table.pivot(index=["indicator", "seed"], columns="instrument", values="value")
    gap = wide[["per_mu", "land", "firms"]].sum(axis=1) - wide["total"]
    assert gap.abs().max() < 1e-9 and (wide["total"].abs() > 0.0).all()
    pairs = pd.read_parquet(shares[0] / "interactions.parquet")
    assert len(pairs) == 3 * 2 * 2 and (pairs["first"] < pairs["second"]).all()
    manifest = json.loads((shares[0] / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["scenarios"]) == {"baseline", "no_policy"}
    assert manifest["request"]["players"]["land"] == ["land_reactivation", "land_supply"]


def test_the_total_effect_is_that_of_paired_runs(shares: tuple[Path, str]) -> None:
    table = pd.read_parquet(shares[0] / "attribution.parquet")
    bare, package = run_ensembles(["no_policy", "baseline"], seeds=2, firms=TINY, workers=1,
                                  draws="central")  # fmt: skip
    for name in ("value_added", "upgrades"):
        wanted = [outcome(one, name) - outcome(other, name)
                  for one, other in zip(package.records, bare.records, strict=True)]  # fmt: skip
        rows = table[(table["indicator"] == name) & (table["instrument"] == "total")]
        assert list(rows.sort_values("seed")["value"]) == wanted


def test_workers_and_the_order_of_groups_change_no_byte(
    shares: tuple[Path, str], tmp_path: Path
) -> None:
    attributed(tmp_path / "again", groups=GROUPS[::-1], workers=2)
    for name in ("attribution.parquet", "interactions.parquet", "members.parquet"):
        assert (tmp_path / "again" / name).read_bytes() == (shares[0] / name).read_bytes()


def test_shares_are_printed_with_ranges_and_their_sum(shares: tuple[Path, str]) -> None:
    text = shares[1]
    assert "total effect" in text and "100%" in text and "8 coalitions" in text
    gap = re.search(r"differ by at most ([\d.e+-]+)", text)
    assert gap is not None and float(gap[1]) < 1e-9
    assert "luck only" in text and "thinned city" in text


@pytest.mark.parametrize(("changes", "text"), [
    ({"groups": ["land"]}, "give name=instrument"), ({"groups": ["a=land_supply"] * 2}, "twice"),
    ({"indicators": ("vlue",)}, "unknown indicator"), ({"against": "baseline"}, "no effect"),
    ({"firms": 2.0}, "firms = 2"), ({"seeds": 0}, "seeds = 0"),
])  # fmt: skip
def test_a_refused_attribution_writes_nothing(
    tmp_path: Path, changes: dict[str, Any], text: str
) -> None:
    with pytest.raises(InputError, match=text):
        attributed(tmp_path / "out", **changes)
    assert list(tmp_path.iterdir()) == []


# --- frontier -----------------------------------------------------------------------------------


def appraised(out: Path, language: Language = "en", **changes: Any) -> str:
    options = {"against": "no_policy", "effect": "upgrades", "less": False, "land": False,
               "worth": None, "seeds": 14, "firms": TINY, "workers": 1, "out": out,
               "quiet": True, "draws": "prior"} | changes  # fmt: skip
    screen = Console(file=io.StringIO(), width=220, record=True)
    session.appraise(["baseline", "plan_strict"], language=language, screen=screen, **options)
    return screen.export_text()


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("weighed") / "out"
    return out, appraised(out)


def test_a_frontier_folder_holds_what_it_promises(weighed: tuple[Path, str]) -> None:
    files = {path.name for path in weighed[0].iterdir()}
    names = ("outcomes", "frontier", "acceptability", "affordability", "information", "members")
    tables = {f"{name}.parquet" for name in names}
    assert files == tables | {"frontier.png", "manifest.json"}
    outcomes = pd.read_parquet(weighed[0] / "outcomes.parquet")
    bare = outcomes[outcomes["scenario"] == "no_policy"]
    assert len(outcomes) == 3 * 14 and (bare[["cost", "effect"]] == 0.0).all().all()
    curve = pd.read_parquet(weighed[0] / "acceptability.parquet")
    assert curve.groupby("worth")["share"].sum().to_numpy() == pytest.approx(1.0)
    means = outcomes.groupby("scenario")[["cost", "effect"]].mean()
    table = pd.read_parquet(weighed[0] / "frontier.parquet").set_index("scenario")
    for name in means.index:
        assert table.loc[name, "effect"] == pytest.approx(means.loc[name, "effect"])
    assert table["cost"].is_monotonic_increasing
    with Image.open(weighed[0] / "frontier.png") as figure:
        assert "no_policy baseline plan_strict" in figure.text["Source"]  # type: ignore[attr-defined]


def test_information_is_bounded_by_perfect_information(weighed: tuple[Path, str]) -> None:
    table = pd.read_parquet(weighed[0] / "information.parquet")
    perfect = table[table["parameter"] == ""]["value"].item()
    rest = table[table["parameter"] != ""]
    assert perfect >= 0.0 and len(rest) <= 8
    assert (rest["value"] > 0.0).all() and rest["value"].is_monotonic_decreasing
    assert (rest["standard_error"] > 0.0).all() and (rest["noise_level"] >= 0.0).all()


def test_money_for_land_is_in_the_cost_or_not() -> None:
    (one,) = run_ensembles(["baseline"], seeds=1, firms=TINY, workers=1, draws="central")
    record = one.records[0]
    assert cost(record, land=True) == pytest.approx(outcome(record, "public_cost"), rel=1e-12)
    land = ("land_payment", "land_buyback", "supply_cost", "reactivation_cost")
    rows = [row for row in record.ledger if row.item in land and row.year > 2020]
    net = sum(row.amount if row.flow == "paid" else -row.amount for row in rows) / 1e4
    assert cost(record, land=True) - cost(record, land=False) == pytest.approx(net)
    assert net != 0.0


def test_central_draws_leave_nothing_to_learn(tmp_path: Path) -> None:
    text = appraised(tmp_path / "out", draws="central", seeds=3, less=True, worth=0.5)
    assert "there is none to learn about" in text and "fall of" in text
    assert "a unit of effect worth 0.5" in text and "No --worth" not in text


def test_a_fall_turns_the_effect_round() -> None:
    runs = run_ensembles(["no_policy", "baseline"], seeds=2, firms=TINY, workers=1,
                         draws="central")  # fmt: skip
    one, other = (appraise(runs, "upgrades", less=less, land=True, worth=1.0)
                  for less in (False, True))  # fmt: skip
    assert np.array_equal(one.effect, -other.effect) and np.array_equal(one.cost, other.cost)


@pytest.mark.parametrize(("changes", "text"), [
    ({"effect": "nope"}, "unknown indicator"), ({"against": "baseline"}, "given twice"),
    ({"worth": -1.0}, "--worth -1"), ({"workers": 5000}, "workers = 5000"),
])  # fmt: skip
def test_a_refused_frontier_writes_nothing(
    tmp_path: Path, changes: dict[str, Any], text: str
) -> None:
    with pytest.raises(InputError, match=text):
        appraised(tmp_path / "out", **changes)
    assert list(tmp_path.iterdir()) == []


# --- the command line ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("line", [
    "explain --scenario plan_strict --year 2022 --firm 1 --firms 0.02 --draws central",
    "attribute plan_strict --against baseline --seeds 1 --firms 0.02 --draws central --out out",
    "frontier baseline --seeds 2 --firms 0.02 --draws central --out out",
])  # fmt: skip
def test_the_commands_run(tmp_path: Path, line: str) -> None:
    done = yongsim(*line.split(), "--lang", "zh", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert CHINESE.search(done.stdout.decode())


@pytest.mark.parametrize("line", [
    "explain --scenario nope --year 2022", "explain --scenario baseline --year x",
    "attribute full_plan --draws central --seeds 1", "attribute", "frontier nope",
])  # fmt: skip
def test_bad_lines_get_one_line(tmp_path: Path, line: str) -> None:
    done = yongsim(*line.split(), cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 2 and len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said and list(tmp_path.iterdir()) == []


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(words.WORDS))
def test_a_text_exists_in_both_languages_with_the_same_blanks(key: str) -> None:
    zh, en = words.WORDS[key]
    assert CHINESE.search(zh) and en.strip() == en and en and not CHINESE.search(en)
    assert set(re.findall(r"{\w*}", zh)) == set(re.findall(r"{\w*}", en))


def test_every_text_is_used() -> None:
    paths = [path for path in (PACKAGE / "report" / "appraisal").glob("*.py")
             if path.stem != "words"]  # fmt: skip
    said = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    said += (PACKAGE / "scenario" / "queues.py").read_text(encoding="utf-8")
    said += (PACKAGE / "report" / "pictures" / "frontier.py").read_text(encoding="utf-8")
    kinds = {f"kind_{kind}" for kind in (*labels.COLUMNS, "grade", "lever", "draw", "parameter",
                                         "macro", "total")}  # fmt: skip
    causes = {f"cause_{cause}" for cause in (*UPGRADE_CAUSES, *EXIT_CAUSES)}
    put_together = kinds | causes | {f"status_{s}" for s in ("frontier", "dominated", "extended")}
    unused = [key for key in words.WORDS
              if not re.search(rf"""["']{key}["']""", said) and key not in put_together
              and f'"{key.removeprefix("figure_")}"' not in said
              and f'"{key.removeprefix("standing_")}"' not in said]  # fmt: skip
    assert unused == []


def _decisions() -> list[Decision]:
    import sim.firm.expansion
    import sim.firm.improvement
    import sim.firm.leaving
    import sim.firm.support
    import sim.firm.upgrade
    import sim.park.grading

    modules = (sim.firm.upgrade, sim.firm.expansion, sim.firm.leaving, sim.firm.support,
               sim.firm.improvement, sim.park.grading)  # fmt: skip
    found = [item for module in modules for item in vars(module).values()
             if isinstance(item, Decision) and item.name in one_firm.SHOWN]  # fmt: skip
    assert {item.name for item in found} == set(one_firm.SHOWN)
    return found


def test_all_that_is_shown_has_a_label_and_a_chinese_unit() -> None:
    names = {name for item in _decisions() for name in (*item.reads, *item.writes)}
    units = {labels.declared(name)[3] for name in {*names, *one_firm.RESULTS}}
    for name in names:
        label = labels.input_label(name, "zh")
        assert CHINESE.search(label) and label != name, name
        assert not CHINESE.search(labels.input_label(name, "en"))
    units |= {card.unit for kind in instruments().values() for card in kind.doses().values()}
    units |= {item.unit for known in (FIRM, PLACE, SECTOR, PLACE_SECTOR, RUNG)
              for item in known.values()}  # fmt: skip
    english = {of for of in units
               if re.search("[a-z]{2}", words.unit(of, "zh").replace("logit", ""))}  # fmt: skip
    assert english == set()
