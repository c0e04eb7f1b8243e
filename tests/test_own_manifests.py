"""Whatever is made with own firms says so in one way, and tells nothing else of them."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import PACKAGE
from own_tables import PLANTED, firms, write_settings
from privacy import told
from sweeps import TITLE
from typer.testing import CliRunner

from sim import cli
from sim.base.own import OWN, SHOWN
from sim.scenario.own.load import about_own_firms

SMALL = ("--firms", "0.02", "--workers", "1", "--quiet", "--lang", "en")
FEW = (*SMALL, "--seeds", "2", "--draws", "central")
OUTPUTS = 'outputs = ["value_added", "real_value_added_index", "tax_per_mu", "public_cost"]'
HEAD = f"""
scenarios = ["baseline", "no_policy"]
firms = 0.02
years = [2020, 2025]
{OUTPUTS}
{TITLE}
"""
PLANS = {
    "cases": f'{HEAD}[[design]]\nkind = "prior"\npoints = 8\n',
    "screening": f"""{HEAD}[[design]]\nkind = "morris"\ntrajectories = 2
[design.axes]\n"parameters.hurdle_spread" = {{}}\n"parameters.leverage" = {{}}\n""",
    "sliders": f"""
scenarios = ["baseline"]
firms = 0.02
{OUTPUTS.replace(']', ', "ledger"]')}
{TITLE}
[[design]]
kind = "grid"
[design.axes]
"instruments.upgrade_subsidy.selected" = {{ values = [0.2, 1.0], years = "2021" }}
""",
    "packages": f"""
scenario = "baseline"
members = 2
fresh = 1
population = 4
generations = 1
firms = 0.02
targets = ["tax_per_mu"]
chance = 0.3
budget = 100000.0
{TITLE}
[objectives]
targets_attained = 0.01
"-public_cost" = 0.1
[axes]
"instruments.upgrade_subsidy.rate" = {{ years = "2021" }}
""",
}
# What each command is given; {plan} stands for a plan's file, {out} for its results.
COMMANDS: dict[str, tuple[str, ...]] = {
    "run": ("baseline", *FEW), "score": FEW, "facts": FEW, "causal": FEW,
    "compare": ("baseline", "no_policy", *FEW), "frontier": ("baseline", *FEW),
    "attribute": ("{plan}/mine.toml", "--against", "no_policy", *FEW),
    "sensitivity": ("{plan}/screening.toml", *SMALL[2:], "--store", "{out}-runs"),
    "discover": ("{plan}/cases.toml", "--miss", "tax_per_mu", *SMALL[2:],
                 "--store", "{plan}/runs"),
    "robust": ("{plan}/cases.toml", "--measures", "value_added,-public_cost", "--targets",
               "tax_per_mu", *SMALL[2:], "--store", "{plan}/runs"),
    "search": ("{plan}/packages.toml", *SMALL[2:], "--work", "{out}-runs"),
    "explorer": ("{plan}/sliders.toml", *SMALL[2:], "--store", "{out}-runs"),
}  # fmt: skip


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of plans; runs take twelve own firms."""
    monkeypatch.delenv(SHOWN, raising=False)
    table = tmp_path / "own"
    table.mkdir()
    monkeypatch.setenv(OWN, str(write_settings(table, firms(12, year=2018))))
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "mine.toml").write_text(
        f'extends = "no_policy"\n{TITLE}[instruments.upgrade_subsidy]\nrate = 0.2\n',
        encoding="utf-8")  # fmt: skip
    for name, text in PLANS.items():
        (plans / f"{name}.toml").write_text(text, encoding="utf-8")
    return plans


def said_by(command: str, plans: Path, out: Path) -> dict[str, Any]:
    """What the results of a command say of themselves."""
    target = out.with_suffix(".html") if command == "explorer" else out
    words = [one.format(plan=plans, out=out) for one in COMMANDS[command]]
    done = CliRunner().invoke(cli.app, [command, *words, "--out", str(target)],
                              catch_exceptions=False)  # fmt: skip
    assert done.exit_code == 0, done.output
    if command != "explorer":
        found = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    else:
        page = target.read_text(encoding="utf-8")
        data = re.search(r'<script[^>]*id="content"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert data is not None
        found = json.loads(data[1])
    assert isinstance(found, dict)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_results_say_which_own_firms_they_stand_on(
    command: str, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = about_own_firms()
    out = tmp_path / "results" / command
    out.parent.mkdir()
    said = said_by(command, own, out)
    assert said["own_firms"] == wanted["own_firms"]
    assert told(out.parent, {PLANTED, "INVENTED", str(tmp_path / "own")}) == []
    if command in ("discover", "robust"):  # the runs' own firms count, not this process's
        monkeypatch.delenv(OWN)
        words = COMMANDS[command][1:-2]
        again = CliRunner().invoke(cli.app, [command, str(own / "runs"), *words, "--out",
                                             str(tmp_path / "again")], catch_exceptions=False)
        assert again.exit_code == 0, again.output
        text = (tmp_path / "again" / "manifest.json").read_text(encoding="utf-8")
        assert json.loads(text)["own_firms"] == wanted["own_firms"]


# --- the writers ----------------------------------------------------------------------------------


def manifests(tree: ast.AST) -> list[ast.Dict]:
    """What says which code and data results come from; labels of these, which are texts, do not."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            said = {str(getattr(key, "value", "")).removeprefix("store_")
                    for key, value in zip(node.keys, node.values, strict=True)
                    if not isinstance(value, ast.Tuple)}  # fmt: skip
            found += [node] if {"code_hash", "data_hash"} <= said else []
    return found


def silent(tree: ast.AST) -> list[int]:
    """Lines of those that say nothing of own firms."""
    return [node.lineno for node in manifests(tree) if not any(
        key is None and ast.unparse(value).startswith("about_own_firms(")
        for key, value in zip(node.keys, node.values, strict=True))]  # fmt: skip


def test_every_manifest_asks_the_one_function() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    trees = {path: ast.parse(text) for path, text in texts.items() if "code_hash" in text}
    assert sum(len(manifests(tree)) for tree in trees.values()) >= 6
    assert {path: lines for path, tree in trees.items() if (lines := silent(tree))} == {}


def test_a_planted_manifest_that_says_nothing_is_seen() -> None:
    planted = '{"code_hash": source_hash(), "data_hash": data_hash(), **REST}'
    assert silent(ast.parse(planted)) == [1]
    assert silent(ast.parse(planted.replace("REST", "about_own_firms(data.about)"))) == []
