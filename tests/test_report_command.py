"""The command `report`: runs that are stored, what is refused, what stays when it fails."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from helpers import PACKAGE
from papers import CHINESE, FIRMS, NAMES, SEEDS, request_of
from rich.console import Console

import sim.report.paper.session as session_module
from sim.base.errors import InputError
from sim.report.paper.session import read_formats, report
from sim.report.paper.stored import find

pytest_plugins = ["papers"]

def _report(compared: Path, out: Path, *names: str, **changes: Any) -> str:
    screen = Console(file=StringIO(), width=200)
    options = {"formats": "html", "seeds": SEEDS, "firms": FIRMS, "out": out, "runs": compared,
               "language": "zh", "workers": 1, "quiet": True, "draws": "central", "twins": False}
    report(names or NAMES, screen=screen, **{**options, **changes})  # type: ignore[arg-type]
    return screen.file.getvalue()  # type: ignore[attr-defined]


def test_stored_runs_are_taken(compared: Path, tmp_path: Path, no_pictures: None) -> None:
    said = _report(compared, tmp_path / "out")
    assert "使用已存的模拟" in said and "报告已写入" in said
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "yongsim report baseline full_plan no_policy --lang zh --format html" in text
    assert str(tmp_path) not in text and str(compared) not in text


def test_other_runs_are_not_taken(compared: Path, tmp_path: Path) -> None:
    assert find(request_of(), compared) == compared / "comparison"
    for changes in ({"seeds": 4}, {"firms": 0.03}, {"draws": "prior"}):
        assert find(request_of(**changes), compared) is None
    assert find(request_of(NAMES[:2]), compared) is None
    said = json.loads((compared / "comparison" / "manifest.json").read_text(encoding="utf-8"))
    for change in ({"code_hash": "other"}, {"data_hash": "other"}, {"seeds": [1, 2, 3, 4]}):
        (tmp_path / "one").mkdir(exist_ok=True)
        (tmp_path / "one" / "manifest.json").write_text(json.dumps(said | change))
        assert find(request_of(), tmp_path) is None
    (tmp_path / "one" / "manifest.json").write_text(json.dumps(said))
    assert find(request_of(), tmp_path) is not None


def test_a_damaged_table_is_refused(compared: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(compared / "comparison", tmp_path / "comparison")
    path = tmp_path / "comparison" / "targets.parquet"
    path.write_bytes(path.read_bytes()[:-8] + b"damaged!")
    with pytest.raises(InputError, match="damaged") as caught:
        _report(tmp_path, tmp_path / "out")
    assert CHINESE.search(caught.value.zh) and not (tmp_path / "out").exists()


REFUSED: dict[str, tuple[Callable[[], dict[str, Any]], str, str]] = {
    "format": (lambda: {"formats": "html,pdf"}, "unknown format 'pdf'", "没有格式“pdf”"),
    "no format": (lambda: {"formats": " , "}, "give html, docx or xlsx", "请写 html"),
    "draws": (lambda: {"draws": "guess"}, "kind of draws", "抽样方式"),
    "seeds": (lambda: {"seeds": 0}, "seeds = 0", "模拟次数"),
    "firms": (lambda: {"firms": 2.0}, "firms = 2", "比例"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_bad_requests_are_refused_in_both_languages(
    compared: Path, tmp_path: Path, case: str
) -> None:
    changes, english, chinese_words = REFUSED[case]
    with pytest.raises(InputError, match=re.escape(english)) as caught:
        _report(compared, tmp_path / "out", **changes())
    assert chinese_words in caught.value.zh and list(tmp_path.iterdir()) == []


def test_one_scenario_and_a_taken_folder_are_refused(compared: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two scenarios"):
        _report(compared, tmp_path / "out", "baseline")
    with pytest.raises(InputError, match="exists") as caught:
        _report(compared, tmp_path)
    assert "已存在" in caught.value.zh and list(tmp_path.iterdir()) == []


def test_nothing_half_written_stays(
    compared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_pictures: None
) -> None:
    def broken(path: Path, content: bytes) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", broken)
    with pytest.raises(OSError, match="disk full"):
        _report(compared, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module.importlib.util, "find_spec", lambda name: None)
    assert read_formats("html") == ("html",)
    for name in ("docx", "xlsx"):
        with pytest.raises(InputError, match=r"pip install 'yongsim\[report\]'") as caught:
            read_formats(f"html,{name}")
        assert "请运行 pip install" in caught.value.zh


def test_the_page_needs_no_extra() -> None:
    """Only the other writers import their packages, and nobody imports those writers early."""
    extra, writers = {"docx", "xlsxwriter", "openpyxl"}, set()
    for path in (PACKAGE / "report" / "paper").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = ([one.name for one in node.names] if isinstance(node, ast.Import)
                     else [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            writers |= {path.stem for name in names if name.split(".")[0] in extra}
            assert path.stem.startswith("docx") or not {
                "sim.report.paper.docx", "sim.report.paper.xlsx"} & set(names), path.name
    assert writers == {"docx", "docx_styles", "docx_table", "xlsx"}
