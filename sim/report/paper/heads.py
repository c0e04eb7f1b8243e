"""How headings are numbered and captions begin: the same in every format."""

from __future__ import annotations

from collections.abc import Iterator

from sim.report.paper.blocks import Column, Figure, Heading, Paper, Section, Table
from sim.report.paper.words import say
from sim.report.words import Language

NUMERALS = "一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    shown = ("" if tens <= 1 else NUMERALS[tens - 1]) + ("十" if tens else "")
    return shown + (NUMERALS[ones - 1] if ones else "")


def headed(paper: Paper) -> Iterator[tuple[str, Section]]:
    """Sections with their numbered headings."""
    body = annex = 0
    for part in paper.sections:
        if part.annex:
            annex += 1
            yield f"{say('annex_word', paper.language, number=annex)}　{part.title}".replace(
                "　", "　" if paper.language == "zh" else ": "), part  # fmt: skip
        else:
            body += 1
            yield (f"{chinese(body)}、{part.title}" if paper.language == "zh"
                   else f"{body} {part.title}"), part  # fmt: skip


def subheadings(part: Section, head: str, language: Language) -> dict[int, str]:
    """Numbered headings below a section's, by the position of their block."""
    found: dict[int, str] = {}
    for at, block in enumerate(part.blocks):
        if isinstance(block, Heading):
            number = len(found) + 1
            found[at] = (f"（{chinese(number)}）{block.text}" if language == "zh"
                         else f"{head.split(maxsplit=1)[0]}.{number} {block.text}")  # fmt: skip
    return found


def mark(block: Table | Figure, language: Language) -> str:
    """The word before a caption's number."""
    return say("table_word" if isinstance(block, Table) else "figure_word", language)


def caption(block: Table | Figure, language: Language) -> str:
    """A whole caption in one line."""
    gap = ("", "　") if language == "zh" else (" ", ". ")
    return f"{mark(block, language)}{gap[0]}{block.number}{gap[1]}{block.caption}"


def heading_of(column: Column, language: Language) -> str:
    """A column's heading with the unit that its rows share."""
    if not column.unit:
        return column.heading
    return say("with_unit", language, label=column.heading, unit=column.unit)
