"""The commands on a store: what they write, what they refuse, and what the cases are."""

from __future__ import annotations

import io
import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from rich.console import Console
from sweeps import TITLE, made, plan_file

from sim import api
from sim.base.errors import InputError
from sim.explore.cases import Cases, find_target, read_cases
from sim.explore.discovery.study import chosen_inputs, discover, problem_of
from sim.explore.same import same_plan
from sim.report.explore.discovery import session as discovering
from sim.report.explore.robust import session as weighing
from sim.report.explored import read_explored
from sim.scenario.load import load_scenario
from sim.scenario.one_run import run_member
from sim.scenario.outcome import outcome
from sim.scenario.pert import ledger_names
from sim.scenario.sample import draw_members
from sim.sweep.parts import parts
from sim.sweep.setup import load_sweep
from sim.sweep.store import Store, open_store

MEMBERS, CASES = 14, 28  # of the priors; each in two futures
PLAN = f"""
scenarios = ["baseline", "no_policy"]
firms = 0.02
years = [2020, 2025]
outputs = ["value_added", "tax_per_mu", "public_cost", "employment"]
{TITLE}
[[design]]
kind = "KIND"
points = {MEMBERS}
[[design]]
kind = "grid"
[design.axes]
"macro.deflator_growth" = {{ values = [-0.05, 0.1], years = "2021" }}
"""
TABLE = PLAN.partition("[[design]]")[0] + """
[[design]]
kind = "table"
file = "rows.csv"
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Members of the priors x two futures x two scenarios."""
    return made(tmp_path_factory.mktemp("explore"), PLAN.replace("KIND", "prior"), shards=7)


@pytest.fixture(scope="module")
def cases(store: Store) -> Cases:
    return read_cases(store.path)


def screen() -> Console:
    return Console(file=io.StringIO(), width=150)


def weigh(source: str, out: Path, **options: Any) -> Any:
    asked = {"measures": "value_added,-public_cost", "targets": "tax_per_mu", "budget": None,
             "keep": None, "firms": None, "workers": 1, "quiet": True, "language": "en",
             "screen": screen(), **options}  # fmt: skip
    return weighing.run(source, out=out, **asked)


def look(source: str, out: Path, **options: Any) -> Any:
    asked = {"miss": "tax_per_mu", "scenario": None, "among": "all", "keep": None, "firms": None,
             "workers": 1, "quiet": True, "language": "zh", "screen": screen(),
             **options}  # fmt: skip
    return discovering.run(source, out=out, **asked)


def test_cases_are_the_runs(cases: Cases) -> None:
    """A case's figures are those of the member under the scenario, run by itself."""
    assert cases.points == CASES and cases.dropped == 0
    member = draw_members("prior", MEMBERS).members[7]
    record = run_member(load_scenario("no_policy"), member, firms=0.02, last_year=2025)
    at = 2 * 7  # the first future is not the usual one, but public cost to 2020 is the same
    early = cases.runs["no_policy"].figures["public_cost"][at, 0]
    assert early == pytest.approx(record.indicators[5]["public_cost"], rel=1e-6)
    own = {one.name: one.values[at] for one in cases.inputs}
    for name in ("wage_growth", *ledger_names()):
        assert own[f"parameter_{name}"] == member.parameters[name]
    paid = cases.runs["no_policy"].figures["public_cost"][:, 1:].sum(axis=1)
    assert np.array_equal(cases.runs["no_policy"].outcome("public_cost"), paid)
    assert np.array_equal(cases.clusters, np.repeat(np.arange(MEMBERS), 2))
    assert outcome(record, "value_added") > 0.0


def test_a_member_with_a_missing_run_is_left_out_whole(store: Store, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(store.path, tmp_path / "broken")
    parts(tmp_path / "broken")[0].path.unlink()
    left = read_cases(tmp_path / "broken")
    assert 0 < left.points < CASES and left.dropped == 4 * (MEMBERS - np.unique(left.clusters).size)
    assert np.bincount(left.clusters)[np.unique(left.clusters)].tolist() == [2] * (left.points // 2)


def test_problems_keep_members_together(cases: Cases) -> None:
    missed = ~cases.reaches("baseline", find_target("tax_per_mu"))
    problem = problem_of(cases, missed)
    assert problem.missed.shape == (MEMBERS, 2, 1) and problem.table.shape[:2] == (MEMBERS, 2)
    drawn = [k for k, one in enumerate(cases.inputs) if not one.macro]
    assert not np.ptp(problem.table[:, :, drawn], axis=1).any()
    assert np.array_equal(problem.flat[1].astype(bool), missed)


def test_what_may_restrict_a_box_is_chosen_by_word_and_by_name(cases: Cases) -> None:
    names = [one.name for one in cases.inputs]
    assert [one.name for one in chosen_inputs(cases, "all")] == names
    assert [one.name for one in chosen_inputs(cases, "futures")] == ["macro_deflator_growth"]
    mixed = [one.name for one in chosen_inputs(cases, "futures, wage_growth")]
    assert mixed == ["parameter_wage_growth", "macro_deflator_growth"]
    assert len(chosen_inputs(cases, "others")) == len(names) - 1
    assert {f"parameter_{name}" for name in ledger_names()} <= set(names)  # cost has its doubt


def test_discover_writes_a_folder_in_both_languages(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovering, "discover", partial(discover, deals=19, resamples=3))
    found = look(str(store.path), tmp_path / "out", among="futures", scenario="no_policy")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {"boxes.parquet", "limits.parquet", "cases.parquet", "findings.zh.md",
                     "findings.en.md", "manifest.json", "discovery.en.png"}  # fmt: skip
    kept = pq.read_table(tmp_path / "out" / "cases.parquet")
    assert kept.num_rows == CASES and sum(kept["missed"].to_pylist()) == found.misses
    said = (tmp_path / "out" / "findings.en.md").read_text(encoding="utf-8")
    assert f"{found.misses} of {CASES} cases miss" in said and "priors (uncalibrated)" in said
    assert "先验（未校准）" in (tmp_path / "out" / "findings.zh.md").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert told["request"]["package"] == "no_policy" and told["cases"] == CASES
    with pytest.raises(InputError, match="exists"):
        look(str(store.path), tmp_path / "out")


def test_robust_writes_a_folder_and_the_same_bytes_again(store: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        weigh(str(store.path), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert {"standings.parquet", "satisfied.parquet", "where.parquet", "information.parquet",
            "findings.zh.md", "findings.en.md", "manifest.json"} <= set(files)  # fmt: skip
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    read = api.robust(tmp_path / "one")
    assert read.tables["standings"].shape[0] == 4 and "先验" in read.findings["zh"]
    assert [path.name for path in read.figures("en")] == ["robust.en.png"]
    with pytest.raises(InputError, match="no finished folder of 'yongsim discover'"):
        read_explored(tmp_path / "one", "discover")
    (tmp_path / "one" / "findings.en.md").write_text("better\n")
    with pytest.raises(InputError, match="damaged") as caught:
        api.robust(tmp_path / "one")
    assert "已损坏" in caught.value.zh
    standings = pq.read_table(tmp_path / "two" / "standings.parquet").to_pylist()
    assert [row["scenario"] for row in standings] == ["baseline", "no_policy"] * 2
    assert min(row["regret"] for row in standings[:2]) >= 0.0


@pytest.mark.parametrize(("call", "options", "said"), [
    (look, {"miss": "tax_per_nu"}, "did you mean 'tax_per_mu'"),
    (look, {"scenario": "base_line"}, "did you mean 'baseline'"),
    (look, {"among": "future"}, "did you mean 'futures'"),
    (look, {"among": "futures,wage_grwth"}, "did you mean 'wage_growth'"),
    (look, {"miss": "champions"}, "keeps no 'champions'"),
    (look, {"firms": 0.1}, "belong to a plan"),
    (weigh, {"measures": "value_aded"}, "did you mean 'value_added'"),
    (weigh, {"measures": ","}, "--measures"),
    (weigh, {"measures": "profit"}, "keeps no 'profit'"),
    (weigh, {"targets": "tax_per_nu"}, "did you mean 'tax_per_mu'"),
])  # fmt: skip
def test_bad_input_is_refused_in_one_line(
    call: Any, options: dict[str, Any], said: str, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=said) as caught:
        call(str(store.path), tmp_path / "out", **options)
    assert "\n" not in str(caught.value) and not (tmp_path / "out").exists()
    assert any("一" <= sign <= "鿿" for sign in caught.value.zh)


def test_a_plan_is_run_gone_on_with_and_not_mixed_with_another(tmp_path: Path) -> None:
    text = PLAN.replace("KIND", "prior").replace(f"points = {MEMBERS}", "points = 3")
    plan, keep = plan_file(tmp_path, text), tmp_path / "runs"
    weigh(plan, tmp_path / "one", keep=keep)
    parts(keep)[0].path.unlink()
    weigh(plan, tmp_path / "two", keep=keep)
    one, two = (tmp_path / name / "standings.parquet" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    with pytest.raises(InputError, match="another plan or size"):
        weigh(plan, tmp_path / "three", keep=keep, firms=0.03)


def test_a_plan_with_a_table_is_known_again(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("instruments.clearing.quota\n1.0\n2.0\n", encoding="utf-8")
    kept = made(tmp_path, TABLE)
    assert same_plan(open_store(kept.path).sweep, load_sweep(plan_file(tmp_path, TABLE)))
    rows.write_text("instruments.clearing.quota\n1.0\n3.0\n", encoding="utf-8")
    assert not same_plan(open_store(kept.path).sweep, load_sweep(plan_file(tmp_path, TABLE)))
