"""Results: files to take away."""

from __future__ import annotations

from typing import Any

from dash import html

from sim.app.files import pictures
from sim.app.worker import Found
from sim.app.words import say
from sim.report.words import Language


def section(found: Found, names: dict[str, str], language: Language) -> list[Any]:
    """A button per file."""
    return [
        _group("files_tables", [("xlsx", "", say("file_xlsx", language))], language),
        _group("files_pictures", [("png", name, label)
                                  for name, label in pictures(found, language).items()], language),
        _group("files_scenarios", [("toml", name, say("file_toml", language, scenario=title))
                                   for name, title in names.items()], language),
        html.P(say("files_note", language), className="hint"),
    ]  # fmt: skip


def _group(title: str, files: list[tuple[str, str, str]], language: Language) -> html.Section:
    return html.Section([
        html.H3(say(title, language)),
        html.Ul([html.Li(html.Button(label, type="button",
                                     id={"do": "download", "kind": kind, "name": name}))
                 for kind, name, label in files], className="files"),
    ])  # fmt: skip
