"""Sensitivity from plan to folder: a store of a known function in place of the city."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sweeps import plan_file
from test_sensitivity import ISHIGAMI, ishigami
from typer.testing import CliRunner

from sim.base.errors import InputError
from sim.base.indicators import INDICATORS
from sim.base.parameters import parameters
from sim.cli import app
from sim.explore.sensitivity.analyse import analyse
from sim.explore.sensitivity.read import read_sample
from sim.report.sensitivity.write import _figures as drawn
from sim.sweep.every import every_axis
from sim.sweep.manifest import read_manifest
from sim.sweep.mechanisms import mechanism_of, mechanisms
from sim.sweep.parts import parts
from sim.sweep.plan import AxisForm
from sim.sweep.read import open_sweep
from sim.sweep.setup import load_sweep

VARIED = ("hurdle_spread", "capital_elasticity", "permanent_spread", "leverage")  # the last: inert
HEAD = """
scenarios = ["no_policy", "baseline"]
seeds = 2
firms = 0.02
years = [2020, 2025]
outputs = ["value_added", "real_value_added_index", "public_cost"]
[title]
zh = "试"
en = "a trial"
[[design]]
"""
AXES = "[design.axes]\n" + "\n".join(f'"parameters.{name}" = {{}}' for name in VARIED)
SALTELLI = f'{HEAD}kind = "saltelli"\nbase = 64\n{AXES}'
MORRIS = f'{HEAD}kind = "morris"\ntrajectories = 20\n{AXES}'


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Ishigami's function in place of the city; it fails where told to. Counts its runs."""
    counted = {"runs": 0, "fail_at": -1}

    def run_member(scenario: Any, member: Any, **_: Any) -> Any:
        counted["runs"] += 1
        if counted["runs"] == counted["fail_at"]:
            raise ArithmeticError("planted")
        units = [(member.parameters[name] - parameters()[name].low)
                 / (parameters()[name].high - parameters()[name].low) for name in VARIED]
        value = 6800.0 + 100.0 * float(ishigami(np.array([units]))[0]) + 10.0 * member.seed
        extra = 50.0 * units[1] if scenario.name == "baseline" else 0.0
        year = {item.name: 1.0 for item in INDICATORS} | {"value_added": value + extra}
        return SimpleNamespace(indicators=[year] * 11, years=range(2015, 2026), ledger=[])

    monkeypatch.setattr("sim.sweep.worker.run_member", run_member)
    monkeypatch.setattr("sim.sweep.drive.TIMED_RUNS", 1)
    monkeypatch.setattr("sim.report.sensitivity.write._figures", lambda *_: None)
    monkeypatch.setattr("sim.report.sensitivity.session.SHARD_SECONDS", 1e-3)
    return counted


def command(folder: Path, *arguments: object) -> Any:
    wanted = ["sensitivity", *map(str, arguments), "--workers", "1", "--lang", "en", "--quiet",
              "--store", str(folder / "store")]
    return CliRunner().invoke(app, wanted, catch_exceptions=False)


def rows(folder: Path, index: str, output: str = "value_added", against: str = "") -> pd.DataFrame:
    frame = pd.read_parquet(folder / "indices.parquet")
    chosen = ((frame["index"] == index) & (frame["output"] == output) & (frame["kind"] == "figure")
              & (frame["against"] == against))
    scenario = "baseline" if against else "no_policy"
    return frame[chosen & (frame["scenario"] == scenario)].set_index("input")


def test_ishigami_from_plan_to_folder(
    tmp_path: Path, known: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.report.sensitivity.write._figures", drawn)
    plan = plan_file(tmp_path, SALTELLI)
    done = command(tmp_path, plan, "--out", tmp_path / "found")
    assert done.exit_code == 0 and "told apart from noise: 3 of 4 inputs" in done.output
    total = rows(tmp_path / "found", "ST")
    for name, wanted in zip(VARIED, (*ISHIGAMI["total"], 0.0), strict=True):
        row = total.loc[f"parameters.{name}"]
        assert row["low"] - 0.1 <= wanted <= row["high"] + 0.1
    assert total.loc["parameters.leverage", "told_apart"] == "no"
    difference = rows(tmp_path / "found", "ST", against="no_policy")
    assert difference["value"].to_numpy()[:4] == pytest.approx([0.0, 1.0, 0.0, 0.0], abs=0.2)
    written = {path.name for path in (tmp_path / "found").iterdir()}
    assert {"summary.zh.md", "summary.en.md", "outputs.csv", "main_indices.csv", "failed.csv",
            "convergence-no_policy.en.png", "sobol-no_policy.en.png", "manifest.json",
            "sobol-baseline-less-no_policy.en.png"} <= written


def test_ishigami_a_failed_run_is_counted_and_told(tmp_path: Path, known: dict[str, int]) -> None:
    known["fail_at"] = 300
    done = command(tmp_path, plan_file(tmp_path, SALTELLI), "--out", tmp_path / "found")
    assert done.exit_code == 0 and "1 runs failed" in done.output
    assert len(pd.read_csv(tmp_path / "found" / "failed.csv")) == 1
    used = rows(tmp_path / "found", "ST")["used"].to_numpy()
    other = rows(tmp_path / "found", "ST", against="no_policy")["used"].to_numpy()
    assert {*used, *other} <= {63, 64} and 63 in {*used, *other}
    assert json.loads((tmp_path / "found" / "manifest.json").read_text())["failed"] == 1


def test_ishigami_a_broken_store_goes_on_and_more_base_samples_keep_the_old(
    tmp_path: Path, known: dict[str, int]
) -> None:
    plan = plan_file(tmp_path, MORRIS)
    first = command(tmp_path, plan, "--out", tmp_path / "first")
    assert first.exit_code == 0 and (tmp_path / "first" / "next_plan.toml").exists()
    parts(tmp_path / "store")[1].path.unlink()
    known["runs"] = 0
    assert command(tmp_path, plan, "--out", tmp_path / "again").exit_code == 0
    assert 0 < known["runs"] < 20 * 5 * 4
    tables = [(tmp_path / name / "indices.parquet").read_bytes() for name in ("first", "again")]
    assert tables[0] == tables[1]
    known["runs"] = 0
    more = command(tmp_path, plan, "--base", 23, "--out", tmp_path / "more")
    assert more.exit_code == 0 and known["runs"] <= 3 * 5 * 4 + 2
    assert set(rows(tmp_path / "more", "mu_star")["used"]) == {23}


def test_ishigami_the_plan_of_the_next_step_can_be_used(
    tmp_path: Path, known: dict[str, int]
) -> None:
    command(tmp_path, plan_file(tmp_path, MORRIS), "--out", tmp_path / "found")
    sweep = load_sweep(str(tmp_path / "found" / "next_plan.toml"))
    names = {axis.parameter for axis in sweep.designs[0].axes}
    assert set(VARIED[:3]) == names and sweep.designs[0].kind == "saltelli" and sweep.seeds == 2
    low = {axis.parameter: axis.low for axis in sweep.designs[0].axes}
    assert low["hurdle_spread"] == parameters()["hurdle_spread"].low


@pytest.mark.parametrize(("text", "message"), [
    (HEAD + 'kind = "grid"\n[design.axes]\n"parameters.leverage" = { levels = 2 }', "one design"),
    (SALTELLI.replace("base = 64", ""), "needs 'base'"),
    (SALTELLI.replace("base = 64", "base = 1"), "give 2 or more"),
    (SALTELLI.replace('"value_added", "real_value_added_index", "public_cost"', '"upgrades"'),
     "no target"),
    (HEAD + 'kind = "morris"\ntrajectories = 2\n[design.axes]\n"parameters.*" = { low = 0.1 }',
     "takes 'within'"),
    (HEAD + 'kind = "morris"\ntrajectories = 2\n[design.axes]\n"macro.energy_price" = '
     '{ within = "posterior" }', "give 'low' and 'high'"),
    (HEAD + 'kind = "morris"\ntrajectories = 2\n[design.axes]\n"macro.energy_price" = '
     '{ low = 0.0, high = 0.1, only = ["full_plan"] }', "scenario of this plan"),
])  # fmt: skip
def test_bad_input_gets_one_line(
    tmp_path: Path, known: dict[str, int], text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        command(tmp_path, plan_file(tmp_path, text), "--out", tmp_path / "found")
    assert "\n" not in str(caught.value) and not (tmp_path / "found").exists()


def test_another_plans_store_is_refused(tmp_path: Path, known: dict[str, int]) -> None:
    command(tmp_path, plan_file(tmp_path, MORRIS), "--out", tmp_path / "found")
    with pytest.raises(InputError, match="another plan"):
        command(tmp_path, plan_file(tmp_path, SALTELLI), "--out", tmp_path / "other")


def test_a_store_keeps_groups_and_scenarios_of_its_axes(
    tmp_path: Path, known: dict[str, int]
) -> None:
    text = SALTELLI.replace("base = 64", 'base = 4\ngroups = "mechanism"') + (
        '\n"instruments.low_efficiency.quota" = { low = 0, high = 9, only = ["baseline"] }')
    command(tmp_path, plan_file(tmp_path, text), "--out", tmp_path / "found")
    sweep = read_manifest(tmp_path / "store")
    assert sweep.designs == load_sweep(str(tmp_path / "trial.toml")).designs
    sample = read_sample(open_sweep(tmp_path / "store"))
    assert [one.key for one in sample.inputs] == ["behaviour", "macro", "policy"]
    assert sample.group_of == (0, 1, 1, 0, 2)
    assert analyse(sample).indices["input"].isin([*mechanisms(), "luck"]).all()
    block = sweep.blocks[0]
    quotas = [sweep.run(block, at).scenario.resolved["instruments"].get("low_efficiency")
              for at in (0, 1)]
    assert quotas[0] is None and quotas[1] is not None


def test_every_parameter_has_a_mechanism_and_an_axis() -> None:
    found = every_axis({"parameters.*": AxisForm(within="posterior")}, "plan")
    free = {item.name for item in parameters().values() if item.high > item.low}
    assert {key.removeprefix("parameters.") for key in found} == free
    assert {mechanism_of(key) for key in found} <= set(mechanisms())
    low, high = found["parameters.productivity_trend"].low, found["parameters.leverage"].high
    assert low is not None and low > parameters()["productivity_trend"].low
    assert high is not None and high < parameters()["leverage"].high
    assert mechanism_of("parameters.wage_growth") == "prices"
