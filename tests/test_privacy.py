"""Results say nothing of who made them, and nothing that lay on a disk is ever run.

Every command that writes results runs here as a user with a name, a home, a host, a folder and a
secret in the environment; none of them may stand in any file, not even packed.
"""

from __future__ import annotations

import ast
import platform
import signal
import socket
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from helpers import PACKAGE
from PIL import Image, PngImagePlugin
from privacy import of_this_machine, readable, told

from sim.cli import main

MARK = "zqx"
USER, HOST, HOME = f"user{MARK}", f"host{MARK}", f"home{MARK}"
FOLDER, SECRET = f"folder{MARK}", f"secret{MARK}"
MINE = """extends = "baseline"
[title]
zh = "试"
en = "trial"
[instruments.upgrade_subsidy]
rate = 0.2
"""
PLAN = """scenarios = ["baseline", "{path}"]
seeds = 1
firms = 0.02
years = [2015, 2018]
outputs = ["value_added"]

[title]
zh = "试"
en = "trial"

[[design]]
kind = "sobol"
points = 2
[design.axes]
"parameters.hurdle_spread" = {{}}
"""
SMALL = ("--firms", "0.02", "--workers", "1", "--quiet", "--lang", "en")
RUNS = (*SMALL, "--seeds", "2", "--draws", "central")


def _call(monkeypatch: pytest.MonkeyPatch, *words: object) -> None:
    monkeypatch.setattr(sys, "argv", ["yongsim", *map(str, words)])
    try:
        main()
    except SystemExit as left:
        assert not left.code, words


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a name, and a user with a home, a host and a secret."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    mine = folder / "mine.toml"
    mine.write_text(MINE, encoding="utf-8")
    (folder / "plan.toml").write_text(PLAN.format(path=mine.as_posix()), encoding="utf-8")
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, USER)
    monkeypatch.setenv("HOME", str(folder / HOME))
    monkeypatch.setenv("HOSTNAME", HOST)
    monkeypatch.setenv("YONGSIM_SECRET_TOKEN", SECRET)
    monkeypatch.setattr(socket, "gethostname", lambda: HOST)
    monkeypatch.setattr(platform, "node", lambda: HOST)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.chdir(folder)
    return folder


def _silent(here: Path, *kinds: str) -> None:
    """Files of these kinds were written, and none of them says who made it."""
    out = here / "out"
    assert set(kinds) <= {path.suffix for path in out.rglob("*") if path.is_file()}
    assert told(out, of_this_machine() | {MARK, str(here)}) == []


@pytest.mark.slow
def test_no_result_says_who_made_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, out = here / "mine.toml", here / "out"
    _call(monkeypatch, "run", mine, *RUNS, "--detail", "--out", out / "run")
    _call(monkeypatch, "compare", "baseline", mine, *RUNS, "--out", out / "compare")
    _call(monkeypatch, "sweep", "run", here / "plan.toml", "--workers", "1", "--quiet",
          "--out", out / "sweep")  # fmt: skip
    _call(monkeypatch, "sweep", "merge", out / "sweep")
    _call(monkeypatch, "scenario", "export", "baseline", mine, "--out", out / "book.xlsx")
    _silent(here, ".parquet", ".json", ".xlsx", ".png")


@pytest.mark.long
def test_no_report_says_who_made_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, out = here / "mine.toml", here / "out"
    _call(monkeypatch, "report", "baseline", mine, *RUNS, "--runs", out, "--out", out / "report")
    _call(monkeypatch, "pictures", mine, *RUNS, "--format", "png,svg,pdf",
          "--out", out / "pictures")  # fmt: skip
    _call(monkeypatch, "calibration", "--report", out / "calibration")
    _silent(here, ".html", ".docx", ".xlsx", ".png", ".svg", ".pdf")


def test_what_a_file_says_is_found_however_it_is_packed(tmp_path: Path) -> None:
    """The test above can fail: each kind of file is read through."""
    import pandas

    pandas.DataFrame({"a": [SECRET] * 50}).to_parquet(tmp_path / "a.parquet")
    with ZipFile(tmp_path / "b.xlsx", "w", compression=8) as packed:
        packed.writestr("x.xml", SECRET * 50)
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", SECRET, zip=True)
    Image.new("L", (2, 2)).save(tmp_path / "c.png", pnginfo=note)
    (tmp_path / "d.json").write_text(SECRET, encoding="utf-8")
    found = {name for name, _ in told(tmp_path, {SECRET})}
    assert found == {"a.parquet", "b.xlsx", "c.png", "d.json"}
    assert SECRET.encode() not in (tmp_path / "b.xlsx").read_bytes()
    assert SECRET.encode() in readable(tmp_path / "b.xlsx")


# --- nothing that lay on a disk is run ------------------------------------------------------------

# Module and function, or method, by which bytes of a file become code or objects.
UNPACKS = {
    "pickle": {"load", "loads", "Unpickler"}, "_pickle": {"load", "loads"},
    "cloudpickle": {"load", "loads"}, "dill": {"load", "loads"}, "marshal": {"load", "loads"},
    "shelve": {"open"}, "joblib": {"load"}, "pd": {"read_pickle"}, "pandas": {"read_pickle"},
    "yaml": {"load", "unsafe_load"}, "torch": {"load"},
}  # fmt: skip
# What comes through a pipe from a process of our own.
BY_PIPE = {"app/worker.py": "pickle.loads"}
# Generated from the model's own sources, never from data.
GENERATED = {"base/compiler.py": "exec"}


def _unpacking(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in UNPACKS:
            found |= {f"{node.module}.{one.name}" for one in node.names
                      if one.name in UNPACKS[node.module]}  # fmt: skip
        if not isinstance(node, ast.Call):
            continue
        name = node.func
        module = getattr(getattr(name, "value", None), "id", "")
        if isinstance(name, ast.Attribute) and name.attr in UNPACKS.get(module, ()):
            found.add(f"{module}.{name.attr}")
        if isinstance(name, ast.Attribute) and name.attr == "read_pickle":
            found.add("read_pickle")
        if isinstance(name, ast.Name) and name.id in ("exec", "eval"):
            found.add(name.id)
        if any(one.arg == "allow_pickle" and not _is(one.value, False) for one in node.keywords):
            found.add("allow_pickle")
    return found


def _is(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


@pytest.fixture(scope="module")
def sources() -> dict[str, ast.Module]:
    """The package's files, read."""
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted(PACKAGE.rglob("*.py"))}  # fmt: skip


def test_no_pickle_is_read_from_a_disk(sources: dict[str, ast.Module]) -> None:
    found = {name: ways for name, tree in sources.items() if (ways := _unpacking(tree))}
    assert found == {name: {way} for name, way in (BY_PIPE | GENERATED).items()}


@pytest.mark.parametrize("planted", [
    "import pickle\npickle.load(open('x', 'rb'))", "from pickle import loads",
    "import numpy as np\nnp.load('x', allow_pickle=True)", "import joblib\njoblib.load('x')",
    "import pandas as pd\npd.read_pickle('x')", "frame.read_pickle('x')", "eval('1')",
])  # fmt: skip
def test_a_planted_pickle_is_seen(planted: str) -> None:
    assert _unpacking(ast.parse(planted))


def _asked(node: ast.AST) -> ast.expr | None:
    """What is asked of the environment, by index or by `get`."""
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        return node.slice
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        name = f"{getattr(node.func.value, 'attr', '')}.{node.func.attr}"
        owner = getattr(node.func.value, "id", "")
        if name == "environ.get" or (owner, node.func.attr) == ("os", "getenv"):
            return node.args[0]
    return None


def test_the_environment_is_asked_for_known_names_only(sources: dict[str, ast.Module]) -> None:
    """Nothing else of the environment can get anywhere: each name that is read stands here."""
    read = set()
    for tree in sources.values():
        for name in filter(None, map(_asked, ast.walk(tree))):
            text = name.value if isinstance(name, ast.Constant) else ast.unparse(name)
            read.add(str(text).split(".")[-1])
    assert read == {"YONGSIM_COMPILE", "YONGSIM_CACHE", "CITY", "OWN", "SHOWN", "name", "OUT",
                    "LC_ALL", "LANG"}  # fmt: skip
