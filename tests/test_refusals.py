"""Refusals are written in Chinese and English side by side, and said in the language asked for."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import PACKAGE, yongsim
from test_parts import REFUSED
from test_scenario_forms import REFUSED_FORMS, write  # noqa: F401  a fixture

from sim.base.errors import InputError, unknown
from sim.base.futures import future_figures
from sim.base.parameters import parameters
from sim.base.units import UNITS_ZH
from sim.policy.registry import instruments
from sim.scenario.load import load_scenario
from sim.scenario.workbook_import import import_scenarios

CHINESE = re.compile("[一-鿿]")
# What scenario files, the scenario commands and comparisons say; the posterior's own files do not.
SAID_IN_BOTH = ("scenario", "compare", "explore", "sweep", "report/compare", "report/appraisal",
                "report/explore", "report/explorer", "report/lab", "report/paper",
                "report/sensitivity", "report/sweep", "report/score.py", "report/store.py",
                "app", "app_cli.py", "appraise_cli.py", "cli.py", "cli_options.py",
                "explore_cli.py", "explorer_cli.py", "scenario_cli.py", "sensitivity_cli.py",
                "sweep_cli.py",
                "base/errors.py", "base/levers.py", "base/resources.py", "base/versions",
                "city/exchange_rest.py", "firms_cli.py", "migrate_cli.py",
                "report/old.py")  # fmt: skip
ENGLISH_ONLY = ("scenario/posterior.py",)


def _files() -> Iterator[Path]:
    for name in SAID_IN_BOTH:
        path = PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _refusals() -> Iterator[tuple[str, ast.Call]]:
    for path in _files():
        short = path.relative_to(PACKAGE).as_posix()
        if short in ENGLISH_ONLY:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id == "InputError":  # type: ignore[union-attr]
                yield f"{short}:{node.lineno}", node  # type: ignore[misc]


def test_every_refusal_has_its_chinese_beside_it() -> None:
    """Both texts at one place; composed ones are made by `within`, which keeps both."""
    found = list(_refusals())
    assert len(found) > 100
    for where, call in found:
        composed = any(isinstance(one, ast.Starred) for one in call.args) or where.startswith(
            ("base/errors.py", "scenario/layers.py")
        )
        texts = [ast.unparse(one) for one in call.args]
        in_chinese = CHINESE.search(texts[-1]) or "_zh}" in texts[-1]
        assert composed or (len(texts) == 2 and in_chinese), where
        assert not CHINESE.search(texts[0]), where


def _filled_in(text: ast.expr) -> set[str]:
    return {ast.unparse(node.value) for node in ast.walk(text)
            if isinstance(node, ast.FormattedValue)}  # fmt: skip


def test_both_texts_name_the_same_things() -> None:
    """What is filled into the English text is filled into the Chinese one: file, key, value."""
    for where, call in _refusals():
        if len(call.args) != 2 or where.startswith(("base/errors.py", "scenario/layers.py")):
            continue
        english, chinese = (_filled_in(text) for text in call.args)
        own = {name.removesuffix("_zh") for name in chinese} | {
            "LEVER[name].zh", *(re.sub(r"\.zh$", ".en", name) for name in chinese),
            *(re.sub(r"unit_zh\((.*)\)", r"\1", name) for name in chinese)}
        assert english <= own | {"name"}, where


def test_a_refusal_keeps_both_texts_when_wrapped_and_sent() -> None:
    error = unknown("sector", "cars", ["automobiles"]).within("a.toml: ")
    assert str(error) == "a.toml: unknown sector 'cars'; known: automobiles"
    assert error.zh == "a.toml: 没有产业“cars”；可用：automobiles"
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.zh, again.text("zh")) == (str(error), error.zh, error.zh)
    assert InputError("only so").text("zh") == "only so"


def refused(path: str) -> InputError:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    return caught.value


@pytest.mark.parametrize("case", sorted(REFUSED_FORMS))
def test_forms_are_refused_in_chinese_with_file_and_key(
    write: Callable[..., str], case: str  # noqa: F811
) -> None:
    error = refused(write(f"[instruments.clearing]\n{REFUSED_FORMS[case][0]}\n"))
    assert error.zh.startswith("trial.toml: instruments.clearing.quota")
    assert CHINESE.search(error.zh) and len(error.zh.splitlines()) == 1


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_parts_are_refused_in_chinese_with_file_and_key(
    write: Callable[..., str], case: str  # noqa: F811
) -> None:
    kind, text, _ = REFUSED[case]
    error = refused(write(f"[instruments.{kind}]\n{text}\n"))
    assert error.zh.startswith("trial.toml: instruments.") or error.zh.startswith("trial.toml：")
    assert CHINESE.search(error.zh) and kind in error.zh


OTHERS = {
    "instrument": ("[instruments.clearng]\nquota = 1\n", "clearing"),
    "key": ("[titel]\nzh = 'x'\n", "title"),
    "type": ("targets = 3\n", "列表"),
    "parameter": ("[parameters]\nhurdle_spred = 0.2\n", "hurdle_spread"),
    "bounds": ("[parameters]\nhurdle_spread = 99\n", "超出范围"),
    "figure": ("[macro]\nenergy_prise = 0.2\n", "energy_price"),
    "open end": ("[macro]\nexport_demand = { 2022 = -0.2 }\n", "2022-2022"),
    "source": ("[sources]\n'clearing.quota' = 'x'\n", "本文件的数值"),
    "target": ("", "plan_2025"),
}


@pytest.mark.parametrize("case", sorted(OTHERS))
def test_other_parts_of_a_file_are_refused_in_chinese(
    write: Callable[..., str], case: str  # noqa: F811
) -> None:
    text, part = OTHERS[case]
    top = text if case == "type" else 'targets = ["plan_2026"]' if case == "target" else ""
    error = refused(write("" if top else text, top=top))
    assert part in error.zh and CHINESE.search(error.zh) and "trial.toml" in error.zh


def test_a_workbook_is_refused_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_text("no")
    with pytest.raises(InputError) as caught:
        import_scenarios(tmp_path / "x.xlsx", tmp_path / "out")
    assert "不是工作簿" in caught.value.zh


@pytest.mark.slow
def test_the_command_refuses_in_the_language_asked_for(tmp_path: Path) -> None:
    said = {"zh": "没有情景“baselin”；是否指“baseline”？",
            "en": "unknown scenario 'baselin'; did you mean 'baseline'?"}  # fmt: skip
    for language, part in said.items():
        done = yongsim("scenario", "show", "baselin", "--lang", language, cwd=tmp_path)
        assert done.returncode == 2 and part in done.stderr.decode()


def test_every_unit_has_its_chinese_word_in_one_table() -> None:
    used = {card.unit for kind in instruments().values() for card in kind.doses().values()}
    used |= {item.unit for item in future_figures().values()}
    used |= {item.unit for item in parameters().values()}
    assert {unit for unit in used if unit not in UNITS_ZH} == set()
