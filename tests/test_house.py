"""The shape of the sources: directions of imports, small files, nothing left lying about."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers import PACKAGE, REPOSITORY, environment

from sim.scenario.posterior import posterior_folder, read_posterior
from sim.scenario.stale import is_stale

SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
# The year is a page of calls, one a line in the order in which they happen: it is read as a whole.
LONGER = {("sim/city/year.py", "simulate_year")}
ONCE = ("mesa", "matplotlib", "SALib", "emcee", "jinja2", "pymoo", "sklearn")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
    return {name.split(".")[0] for name in found}


def _short(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@pytest.mark.slow
def test_imports_go_one_way() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    if not command.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run(
        [str(command), "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False,
        env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: " in done.stdout


@pytest.mark.parametrize("library", ONCE)
def test_a_large_library_is_imported_in_one_place(library: str) -> None:
    assert len([_short(path) for path in SOURCES if library in _imports(path)]) <= 1


def _long_functions(path: Path) -> set[tuple[str, str]]:
    """Functions of a file with more lines than they should have, by file and name.

    Signature, decorators and docstring do not count: rules name every number that they use.
    """
    found = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.get_docstring(node) is not None
            lines = [one.lineno for part in node.body[said:] for one in ast.walk(part)
                     if hasattr(one, "lineno")]  # fmt: skip
            assert node.end_lineno is not None
            if lines and node.end_lineno - min(lines) >= LONGEST_FUNCTION:
                found.add((_short(path), node.name))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=_short)
def test_files_and_functions_are_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_FILE
    assert _long_functions(path) - LONGER == set()


def test_what_may_be_longer_is() -> None:
    """A function that has become short needs no exception."""
    assert {name for path, _ in LONGER for name in _long_functions(REPOSITORY / path)} == LONGER


@pytest.mark.parametrize("path", SOURCES, ids=_short)
def test_nothing_is_left_lying_about(path: Path) -> None:
    content = path.read_bytes()
    assert b"\r" not in content and b"\t" not in content
    assert content.endswith(b"\n")
    text = content.decode("utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|WIP)\b", text)
    assert not re.search(r"https?://", text)
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("breakpoint", "eval"), node.lineno
            assert node.func.id != "print" or path.parent.name in ("sim", "report"), node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=_short)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(_tree(path)), "a module begins with what it is"


@pytest.mark.parametrize("folder", ["firm", "park"])
def test_rules_draw_nothing_and_read_nothing(folder: str) -> None:
    """Files of rules import no randomness, no system and no files."""
    for path in (PACKAGE / folder).glob("*.py"):
        assert not _imports(path) & {"random", "os", "pathlib", "time", "datetime", "secrets"}


def test_nothing_in_the_step_asks_the_clock_or_its_own_luck() -> None:
    for path in SOURCES:
        if path.parts[-2] in ("firm", "park", "city", "population", "policy"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"np\.random|\btime\.|datetime|fastmath|parallel=True|@ |np\.dot",
                                 text) or "@ features" in text, _short(path)  # fmt: skip


def test_the_top_level_is_the_promised_one() -> None:
    allowed = {"sim", "scenarios", "calibration", "notebooks", "results", "tests", "docs"}
    files = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True,
                           check=False)  # fmt: skip
    if files.returncode != 0:
        pytest.skip("not a git checkout")
    tops = {line.split("/")[0] for line in files.stdout.splitlines() if "/" in line}
    assert {top for top in tops if not top.startswith(".")} <= allowed


# --- the README ---------------------------------------------------------------------------------

README = REPOSITORY / "README.md"


def _commands() -> list[str]:
    """Lines of the README's code blocks that call yongsim or make."""
    blocks = re.findall(r"```\w*\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(r"(yongsim|make|\S*/yongsim) ", line)]


def test_the_readme_shows_commands() -> None:
    assert any(line.startswith("make ") for line in _commands())
    assert any("yongsim run" in line for line in _commands())


@pytest.mark.parametrize("line", sorted(set(_commands())))
def test_a_command_of_the_readme_exists(line: str) -> None:
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        targets = re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
        assert [word for word in words[1:] if "=" not in word and word not in targets] == []
        return
    import typer.main

    from sim.cli import app

    whole = typer.main.get_command(app)
    commands = whole.commands  # type: ignore[attr-defined]
    while words[1].startswith("--"):  # an option of all commands, with its value
        assert words[1] in {option for item in whole.params for option in item.opts}
        del words[1:3]
    assert words[1] in commands
    command = commands[words[1]]
    if hasattr(command, "commands"):
        assert words[2] in command.commands
        command = command.commands[words[2]]
    known = {option for item in command.params for option in item.opts}
    used = {word.split("=")[0] for word in words[2:] if word.startswith("--")}
    assert used <= known | {"--help"}


def test_the_files_that_the_readme_names_exist() -> None:
    text = README.read_text(encoding="utf-8")
    for name in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (REPOSITORY / name).exists(), name


def test_the_wheel_carries_the_data() -> None:
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {"sim", "calibration", "scenarios"} <= set(wheel["only-include"])
    assert wheel["sources"] == {name: f"sim/data/{name}" for name in ("calibration", "scenarios")}


def test_there_is_one_command_and_it_is_installed_or_can_be() -> None:
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"] == {"yongsim": "sim.cli:main"}
    assert shutil.which("python3") or sys.executable


def _updater() -> Any:
    spec = importlib.util.spec_from_file_location("update", REPOSITORY / "docs" / "update.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readme_figures_come_from_the_stored_results():
    text = README.read_text(encoding="utf-8")
    assert _updater().with_blocks(text) == text, "run docs/update.py --no-run"


def test_stored_baseline_stands_on_the_shipped_posterior():
    stands_on = json.loads((REPOSITORY / "docs" / "baseline.json").read_text(encoding="utf-8"))
    digest = read_posterior(posterior_folder()).digest
    assert stands_on["draws"] == "posterior"
    assert stands_on["posterior"]["digest"] == digest, "run make readme"


def test_shipped_posterior_belongs_to_this_model():
    posterior = read_posterior(posterior_folder())
    assert not posterior.provenance.quick
    assert not is_stale(posterior), "rules or data changed what a run does: run make calibrate"
