"""What a report is made of. Writers know these blocks and nothing of comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sim.report.words import Language

Value = float | int | str | None
Kind = Literal["label", "text", "number", "word"]


@dataclass(frozen=True)
class Cell:
    """An entry of a table.

    Attributes:
        text: as every format shows it.
        values: what it is made of, one entry per part of its column: the stored numbers of a
            number or of the two ends of a range, else the text itself.
        form: how a workbook shows the numbers so that they read like the text.
    """

    text: str
    values: tuple[Value, ...]
    form: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        heading: over it; with the unit behind it where all rows share one.
        kind: label, text (may be broken into lines), word (may not) or number (flush right).
        weight: its width beside the others'.
        unit: of its numbers, where all rows share one.
        parts: what the entries' parts are called where there are several.
    """

    heading: str
    kind: Kind = "number"
    weight: float = 1.0
    unit: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading below that of a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a note says how to read what is beside it, a warning what to beware of."""

    text: str
    style: Literal["body", "note", "warning"] = "body"


@dataclass(frozen=True)
class Points:
    """Sentences in a list."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        name: by which texts refer to it; number: of all tables, in their order.
        rows: an entry for each column.
        note: below it.
        wide: whether it needs a page on its side.
        sheet: of a workbook; tables of one sheet have the same columns and stand below each other.
        key: what sets this table apart from the others of its sheet: heading and entry.
    """

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    sheet: str
    note: str = ""
    wide: bool = False
    key: tuple[str, str] | None = None
    number: int = 0


@dataclass(frozen=True)
class Figure:
    """A figure, as outlines for a page and as points for a text document.

    Attributes:
        alt: what it shows, for those who can't see it.
        width, height: inches.
        wide: whether it needs a page on its side.
    """

    name: str
    caption: str
    alt: str
    svg: bytes = field(repr=False)
    png: bytes = field(repr=False)
    width: float
    height: float
    note: str = ""
    wide: bool = False
    number: int = 0


Block = Heading | Paragraph | Points | Table | Figure


@dataclass(frozen=True)
class Section:
    """A part of the report under a heading of its own; annexes follow all others."""

    title: str
    blocks: Sequence[Block]
    annex: bool = False


@dataclass(frozen=True)
class Paper:
    """The whole report in one language.

    Attributes:
        title: of the report.
        subtitle: what it is about, in a line.
        summary: what a file says of itself to whoever only looks at its properties.
    """

    language: Language
    title: str
    subtitle: str
    summary: str
    sections: Sequence[Section]

    def tables(self) -> list[Table]:
        """All tables in their order."""
        return [block for part in self.sections for block in part.blocks
                if isinstance(block, Table)]  # fmt: skip

    def figures(self) -> list[Figure]:
        """All figures in their order."""
        return [block for part in self.sections for block in part.blocks
                if isinstance(block, Figure)]  # fmt: skip
