"""The report as one page that needs nothing from outside."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from sim.report.paper.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Paper,
    Paragraph,
    Points,
    Section,
    Table,
)
from sim.report.paper.heads import caption, headed, heading_of, subheadings
from sim.report.words import Language

TAGS = {"zh": "zh-CN", "en": "en"}
STYLES = (("sim.report.calibration", "page.css"), ("sim.report.paper", "page.css"))


def page(paper: Paper) -> str:
    """The page.

    Tables, rows and cells carry names for whoever reads the page by machine.
    """
    body = "\n".join(_section(head, part, paper.language) for head, part in headed(paper))
    style = "\n".join((files(where) / name).read_text(encoding="utf-8") for where, name in STYLES)
    return (
        f'<!DOCTYPE html>\n<html lang="{TAGS[paper.language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        '<meta name="generator" content="yongsim">\n'
        f'<meta name="description" content="{escape(paper.summary)}">\n'
        f"<title>{escape(paper.title)} · yongsim</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<header>\n<h1>{escape(paper.title)}</h1>\n<p>{escape(paper.subtitle)}</p>\n"
        f"</header>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _section(head: str, part: Section, language: Language) -> str:
    heads = subheadings(part, head, language)
    lines = [f"<h3>{escape(heads[at])}</h3>" if at in heads else _block(block, part, language)
             for at, block in enumerate(part.blocks)]  # fmt: skip
    kind = ' class="annex"' if part.annex else ""
    return f"<section{kind}>\n<h2>{escape(head)}</h2>\n" + "\n".join(lines) + "\n</section>"


def _block(block: Block, part: Section, language: Language) -> str:
    if isinstance(block, Table):
        return _table(block, part, language)
    if isinstance(block, Figure):
        return _figure(block, language)
    if isinstance(block, Points):
        items = "\n".join(f"<li>{escape(text)}</li>" for text in block.items)
        return f"<ul>\n{items}\n</ul>"
    assert isinstance(block, Paragraph)
    kind = "" if block.style == "body" else f' class="{block.style}"'
    return f"<p{kind}>{escape(block.text)}</p>"


def _figure(block: Figure, language: Language) -> str:
    source = base64.b64encode(block.svg).decode("ascii")
    return (f'<figure id="figure-{block.number}">\n'
            f'<img src="data:image/svg+xml;base64,{source}" alt="{escape(block.alt)}">\n'
            f"<figcaption>{escape(caption(block, language))}</figcaption>\n"
            f'<p class="marks">{escape(block.note)}</p>\n</figure>')  # fmt: skip


def _table(block: Table, part: Section, language: Language) -> str:
    heads = "".join(f'<th scope="col" class="{column.kind}">'
                    f"{escape(heading_of(column, language))}</th>" for column in block.columns)
    rows = "\n".join(f"<tr>{_row(block, row)}</tr>" for row in block.rows)
    kind = ' class="annex"' if part.annex else ""
    name = escape(caption(block, language))
    note = f'\n<p class="marks">{escape(block.note)}</p>' if block.note else ""
    return (f'<div class="wide{" broad" if block.wide else ""}" tabindex="0" role="region" '
            f'aria-label="{name}">\n'
            f'<table id="table-{block.number}" data-name="{block.name}"{kind}>\n'
            f"<caption>{name}</caption>\n<thead><tr>{heads}</tr></thead>\n"
            f"<tbody>\n{rows}\n</tbody>\n</table>{note}\n</div>")  # fmt: skip


def _row(block: Table, row: Sequence[Cell]) -> str:
    return "".join(_cell(column, cell.text)
                   for column, cell in zip(block.columns, row, strict=True))  # fmt: skip


def _cell(column: Column, text: str) -> str:
    if column.kind == "label":
        return f'<th scope="row" class="label">{escape(text)}</th>'
    return f'<td class="{column.kind}">{escape(text)}</td>'
