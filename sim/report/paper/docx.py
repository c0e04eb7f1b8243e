"""The report as a text document in the manner of GB/T 9704."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.shared import Mm

from sim.report.paper.archive import MADE, settled
from sim.report.paper.blocks import Block, Figure, Paper, Paragraph, Points, Section, Table
from sim.report.paper.docx_styles import (
    end_with_paragraph,
    field,
    next_section,
    set_up,
    text_width,
)
from sim.report.paper.docx_table import table_xml
from sim.report.paper.heads import headed, mark, subheadings
from sim.report.words import Language

MM_PER_INCH = 25.4
STYLES = {"body": "Normal", "note": "Note", "warning": "Warning"}


def document(paper: Paper) -> bytes:
    """The document."""
    made = docx.Document()
    set_up(made, paper.language)
    _say_what_it_is(made, paper)
    made.add_paragraph(paper.title, style="Title")
    made.add_paragraph(paper.subtitle, style="Subtitle")
    writer = _Writer(made, paper.language)
    for head, part in headed(paper):
        writer.section(head, part)
    end_with_paragraph(made)
    content = BytesIO()
    made.save(content)
    return settled(content.getvalue())


def _say_what_it_is(made: Any, paper: Paper) -> None:
    """Properties without time, host or the template's own."""
    about = made.core_properties
    about.title, about.subject, about.author = paper.title, paper.subtitle, "yongsim"
    about.comments, about.keywords, about.last_modified_by = paper.summary, "", "yongsim"
    about.created = about.modified = MADE
    about.revision = 1
    about.language = {"zh": "zh-CN", "en": "en"}[paper.language]
    package = made.part.package
    for name, link in list(package.rels.items()):
        if link.reltype.endswith("/thumbnail"):
            del package.rels[name]


class _Writer:
    """Writes blocks one after the other, and turns the page where a table is wide."""

    def __init__(self, made: Any, language: Language):
        self.made, self.language, self.wide = made, language, False

    def section(self, head: str, part: Section) -> None:
        """A section under its heading; an annex begins on a page of its own."""
        wide = part.annex and any(isinstance(block, Table) and block.wide for block in part.blocks)
        if part.annex or self.wide:
            next_section(self.made, wide=wide)
            self.wide = wide
        self.made.add_paragraph(head, style="Heading 1")
        heads = subheadings(part, head, self.language)
        for at, block in enumerate(part.blocks):
            if at in heads:
                self.made.add_paragraph(heads[at], style="Heading 2")
            else:
                self._block(block, stay=part.annex)

    def _block(self, block: Block, *, stay: bool) -> None:
        wide = isinstance(block, Table | Figure) and block.wide
        if wide != self.wide and not stay:
            next_section(self.made, wide=wide)
            self.wide = wide
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Figure):
            self._figure(block)
        elif isinstance(block, Points):
            for text in block.items:
                self.made.add_paragraph(text, style="List Bullet")
        elif isinstance(block, Paragraph):
            self.made.add_paragraph(block.text, style=STYLES[block.style])

    def _caption(self, block: Table | Figure) -> Any:
        """A caption whose number a word processor counts."""
        word = mark(block, self.language)
        space, gap = ("", "　") if self.language == "zh" else (" ", ". ")
        paragraph = self.made.add_paragraph(word + space, style="Caption")
        field(paragraph, f"SEQ {word} \\* ARABIC", str(block.number))
        paragraph.add_run(f"{gap}{block.caption}")
        return paragraph

    def _table(self, block: Table) -> None:
        self._caption(block).paragraph_format.keep_with_next = True
        made = table_xml(block, text_width(self.wide), self.language)
        self.made.element.body.insert(-1, made)  # before the properties of the last section
        if block.note:
            self.made.add_paragraph(block.note, style="Note")

    def _figure(self, block: Figure) -> None:
        paragraph = self.made.add_paragraph(style="Figure")
        width = min(text_width(self.wide), block.width * MM_PER_INCH)
        shape = paragraph.add_run().add_picture(BytesIO(block.png), width=Mm(width))
        properties = shape._inline.docPr
        properties.set("descr", block.alt)
        properties.set("name", block.name)
        self._caption(block).paragraph_format.keep_with_next = bool(block.note)
        if block.note:
            self.made.add_paragraph(block.note, style="Note")
