"""The page as one file: template, style, script and data put together; nothing is fetched."""

from __future__ import annotations

import html
import json
from pathlib import Path
from string import Template
from typing import Any

from sim.report.explorer.words import say
from sim.report.words import Language

HERE = Path(__file__).parent


def page(content: dict[str, Any], language: Language) -> str:
    """The HTML of a page.

    The charts are drawn by some hundred lines of script of our own: the bundle of plotly that its
    Python package ships weighs 4.8 MB, more than everything else together, calls functions that
    browsers of 2020 lack (`Array.prototype.at`), and carries addresses of tile servers.

    Args:
        content: what it shows, as `sim.report.explorer.content` makes it.
        language: in which it opens; it holds both.
    """
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Template(_read("page.html")).substitute(
        language="zh-CN" if language == "zh" else "en",
        title=html.escape(content["title"][language]),
        no_script=" / ".join(say("no_script", one) for one in ("zh", "en")),
        style=_read("page.css"), charts=_read("charts.js"), script=_read("page.js"),
        content=data.replace("<", "\\u003c"),
    )  # fmt: skip


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
