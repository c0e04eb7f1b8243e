"""A notebook as it is read: its texts, tables and pictures in one language, and its Excel file."""

from __future__ import annotations

import base64
import html
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError, unknown
from sim.base.levers import NO_LIMIT
from sim.base.resources import data_hash, source_hash
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.report import figures
from sim.report.lab.excel import ENDING, export
from sim.report.lab.html import as_html
from sim.report.lab.tables import table
from sim.report.lab.words import column, say, title
from sim.report.pictures.catalogue import PICTURES
from sim.report.store import next_free
from sim.report.words import Language
from sim.scenario.ensemble import check_request

SEEDS, FIRMS, WORKERS, OUT = "YONGSIM_SEEDS", "YONGSIM_FIRMS", "YONGSIM_WORKERS", "YONGSIM_OUT"
DEFAULT_SEEDS = 20
LANGUAGES: tuple[Language, Language] = ("zh", "en")
MOST_ROWS = 50  # rows of a table that are shown
TEXTS = Path(__file__).with_name("texts.toml")


@cache
def texts() -> dict[str, dict[str, dict[str, str]]]:
    """Texts by notebook and key, in zh and en."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


@dataclass
class Page:
    """A notebook in one language.

    Attributes:
        name: of the notebook.
        language: of everything it shows.
        seeds: runs of each scenario: `YONGSIM_SEEDS`, or 20.
        firms: share of the smaller firms: `YONGSIM_FIRMS`, or the whole city.
        workers: processes: `YONGSIM_WORKERS`, or one per core.
        tables: what it has shown, by title: the sheets of its Excel file.
    """

    name: str
    language: Language
    seeds: int
    firms: float
    workers: int | None
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def size(self) -> dict[str, Any]:
        """How much is run: options of `sim.run` and `sim.api.compare`."""
        return {"seeds": self.seeds, "firms": self.firms, "workers": self.workers}

    @property
    def one(self) -> dict[str, Any]:
        """Options for looking at one run: of `sim.api.explain` and `sim.api.firms`."""
        return {"seeds": self.seeds, "firms": self.firms}

    def words(self, key: str, **values: Any) -> str:
        """A text of this notebook, its blanks filled."""
        return self.both(key, **values)[self.language]

    def both(self, key: str, **values: Any) -> dict[str, str]:
        """A text of this notebook in zh and en, as titles of scenarios want it."""
        own = texts()[self.name]
        if key not in own:
            raise unknown("text", key, own)
        return {language: own[key][language].strip().format(**_filled(values, language))
                for language in LANGUAGES}  # fmt: skip

    def text(self, key: str, **values: Any) -> None:
        """Show a text of this notebook."""
        _show("Markdown", self.words(key, **values))

    def table(self, name: str, given: Any = None, *, label: str = "", **options: Any) -> None:
        """Show a table, the first rows of a long one, and keep all of it for the Excel file.

        Args:
            name: as `sim.api.table` has it.
            given: what it is made of.
            label: stands behind its title; tables of one title replace each other.
            options: `place`, `budget`, `most`.
        """
        made = table(name, given, self.language, **options)
        heading = title(name, self.language) + (f" · {label}" if label else "")
        self.tables[heading] = made
        _show("HTML", as_html(made.head(MOST_ROWS), heading, column("scenario", self.language)))
        if len(made) > MOST_ROWS:
            said = say("more_rows", self.language, shown=MOST_ROWS, count=len(made))
            _show("Markdown", f"*{said}*")

    def picture(self, name: str, given: Any) -> None:
        """Show a picture of the catalogue; in English where its Chinese font is missing.

        Args:
            name: as `sim.report.pictures.catalogue` has it, for example `fans` or `frontier`.
            given: what it is drawn from: what `sim.run`, `sim.api.compare` or others gave.

        Raises:
            InputError: there is no such picture.
        """
        known = {one.name: one for one in PICTURES}
        if name not in known:
            raise unknown("picture", name, known)
        drawn = known[name].draw(given, figures.figure_language(self.language))
        coded = base64.b64encode(figures.as_svg(drawn)).decode()
        alt = html.escape(known[name].title(self.language))
        _show("HTML", f'<img alt="{alt}" style="max-width:100%" '
                      f'src="data:image/svg+xml;base64,{coded}">')  # fmt: skip

    def save(self, folder: str | Path | None = None) -> Path:
        """Write every table shown into one new Excel file, and say where it is.

        Args:
            folder: default `YONGSIM_OUT`, or `results/notebooks` beside the notebooks' folder.
        """
        where = Path(folder or os.environ.get(OUT, "") or _results())
        path = export(self.tables, next_free(f"{self.name}.{self.language}", ENDING, where),
                      about=self.about(), about_name=say("about", self.language))  # fmt: skip
        _show("Markdown", say("saved", self.language, path=f"`{path}`"))
        return path

    def about(self) -> list[tuple[str, str]]:
        """What the tables stand on, as label and text."""
        language = self.language
        size = say("runs", language, seeds=self.seeds, firms=self.firms)
        lines = [("notebook", self.words("title")), ("size", size), ("code", source_hash()[:12]),
                 ("data", data_hash()[:12]), ("note", say("prior_driven", language))]
        if self.firms < 1.0:
            lines.append(("note", say("quick_look", language)))
        return [(say(key, language), text) for key, text in lines]


def notebook(name: str, language: str = "zh") -> Page:
    """The page of a notebook.

    Args:
        name: of its texts.
        language: zh or en.

    Raises:
        InputError: no such notebook or language, or a size in the environment that is none.
    """
    if name not in texts():
        raise unknown("notebook", name, texts())
    if language not in ("zh", "en"):
        raise InputError(f"LANGUAGE {language!r}: give zh or en",
                         f"LANGUAGE {language!r}：请写 zh 或 en")  # fmt: skip
    asked: Mapping[str, str] = os.environ
    try:
        seeds, firms = int(asked.get(SEEDS, DEFAULT_SEEDS)), float(asked.get(FIRMS, "1"))
        workers = int(asked.get(WORKERS, "0"))
    except ValueError:
        raise InputError(f"{SEEDS}, {FIRMS} and {WORKERS} are numbers",
                         f"{SEEDS}、{FIRMS} 和 {WORKERS} 须为数字") from None  # fmt: skip
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    return Page(name, "zh" if language == "zh" else "en", seeds, firms, workers or None)


def _show(kind: str, text: str) -> None:
    """Show a text below the cell, as IPython's HTML or Markdown."""
    from IPython import display  # noqa: PLC0415  only notebooks have it

    ipython: Any = display
    ipython.display(getattr(ipython, kind)(text))


def _filled(values: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Values for the blanks of a text; a dose without limit in words."""
    return {key: say("no_limit", language) if isinstance(one, float) and one >= NO_LIMIT else one
            for key, one in values.items()}  # fmt: skip


def _results() -> Path:
    """`results/notebooks` of the checkout that the notebook lies in, or of where it is run."""
    here = Path.cwd()
    return (here.parent if here.name == "notebooks" else here) / "results" / "notebooks"
