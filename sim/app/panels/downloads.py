"""Results: files to take away."""

from __future__ import annotations

from typing import Any

from dash import html

from sim.app.papers import PAPERS
from sim.app.parts import said, table
from sim.app.words import say
from sim.report.pictures.catalogue import pictures_of
from sim.report.words import Language, word


def section(names: dict[str, str], language: Language) -> list[Any]:
    """A button per file."""
    between = [(one.name, one.title(language)) for one in pictures_of("comparison")]
    papers = [_button(kind, "", say(f"file_{kind}", language)) for kind in PAPERS]
    return [
        said("", "file-said"),
        _group("files_papers", papers, language),
        _group("files_tables", [_button("xlsx", "", say("file_xlsx", language))], language),
        _group("files_pictures", [_button("png", name, label) for name, label in between],
               language),
        _of_each(names, language),
        _group("files_scenarios", [_button("toml", name, say("file_toml", language, scenario=title))
                                   for name, title in names.items()], language),
        html.P(say("files_note", language), className="hint"),
    ]  # fmt: skip


def _button(kind: str, name: str, label: str, spoken: str = "") -> html.Button:
    return html.Button(label, type="button", id={"do": "download", "kind": kind, "name": name},
                       **({"aria-label": spoken} if spoken else {}))  # fmt: skip


def _group(title: str, buttons: list[html.Button], language: Language) -> html.Section:
    listed = html.Ul([html.Li(one) for one in buttons], className="files")
    return html.Section([html.H3(say(title, language)), listed])


def _of_each(names: dict[str, str], language: Language) -> html.Div:
    """Pictures of single scenarios: a row per picture, a column per scenario."""
    rows = [[one.title(language),
             *(_button("png", f"{one.name}.{name}", say("download", language),
                       f"{say('download', language)}: {one.title(language)}, {title}")
               for name, title in names.items())]
            for one in pictures_of("ensemble")]  # fmt: skip
    return table(say("files_of_each", language), [word("name", language), *names.values()], rows)
