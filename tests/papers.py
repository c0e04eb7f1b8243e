"""What the tests of the report share: one small comparison, its papers, what a page shows.

The fixtures are those of a plugin: a file that names `pytest_plugins = ["papers"]` has them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import sim.report.compare.write as write_module
import sim.report.paper.pictures as pictures_module
from sim.compare.together import MOST, load_all
from sim.report.compare.session import compare_scenarios
from sim.report.compare.write import write_comparison
from sim.report.paper import cells
from sim.report.paper.blocks import Figure, Paper, Table
from sim.report.paper.build import build
from sim.report.paper.stored import Request, Stored, read
from sim.report.words import Language

NAMES = ("baseline", "full_plan", "no_policy")
SEEDS, FIRMS = 3, 0.02
CHINESE = re.compile("[一-鿿]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STUB = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)


def request_of(names: tuple[str, ...] = NAMES, **changes: Any) -> Request:
    return replace(Request(tuple(load_all(names)), SEEDS, FIRMS, "central", False), **changes)


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A results folder with one comparison in it, without its figures."""
    place = tmp_path_factory.mktemp("results")
    findings = compare_scenarios(
        load_all(NAMES), seeds=SEEDS, firms=FIRMS, workers=1, draws="central", width=(), most=MOST,
        own="", detail=False, twins=False, bar=lambda runs: nullcontext(),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write_module, "_write_figures", lambda *_: None)
        write_comparison(findings, place / "comparison", "zh")
    yield place


@pytest.fixture(scope="session")
def stored_runs(compared: Path) -> Stored:
    return read(request_of(), compared / "comparison")


def _stub(view: Any, name: str, drawn: Any, wide: bool) -> Figure:
    said = view.say(f"{name}_figure", first=view.first), view.say(f"{name}_alt")
    note = view.say(pictures_module.NOTES[name])
    return Figure(name, *said, b"<svg/>", STUB, 4.0, 3.0, note, wide)


@pytest.fixture(scope="session")
def papers(stored_runs: Stored) -> dict[Language, Paper]:
    """Both languages: the Chinese one with its figures, the other with stand-ins."""
    found: dict[Language, Paper] = {"zh": build(stored_runs, "zh", ("html", "docx", "xlsx"))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures_module, "PICTURES", tuple(
            replace(one, draw=lambda *_: None) for one in pictures_module.PICTURES))
        patch.setattr(pictures_module, "_figure", _stub)
        found["en"] = build(stored_runs, "en", ("html",))
    return found


@pytest.fixture(params=["zh", "en"])
def paper(request: pytest.FixtureRequest, papers: dict[Language, Paper]) -> Paper:
    return papers[request.param]


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_module, "PICTURES", tuple(
        replace(one, draw=lambda *_: None) for one in pictures_module.PICTURES))
    monkeypatch.setattr(pictures_module, "_figure", _stub)


class Page(HTMLParser):
    """Tables, headings, figures and addresses of a page."""

    def __init__(self, text: str):
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.captions: list[str] = []
        self.heads: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.lang = ""
        self._into: list[str] | None = None
        self._rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [str(value) for name, value in attrs if name in ("src", "href")]
        if tag == "html":
            self.lang = str(given["lang"])
        if tag == "table":
            self._rows = self.tables[str(given["data-name"])] = []
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._into = self._rows[-1]
            self._into.append("")
        if tag in ("caption", "h1", "h2", "h3"):
            self._into = self.captions if tag == "caption" else self.heads
            self._into.append("")
        if tag == "img":
            self.images.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption", "h1", "h2", "h3"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


def words_of(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def parsed(text: str) -> float:
    return float(text.replace(",", "").replace(cells.MINUS, "-").replace("*", ""))


def named(paper: Paper, name: str) -> Table:
    return next(table for table in paper.tables() if table.name == name)
