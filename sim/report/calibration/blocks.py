"""What a page is made of; the template knows one shape for each."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """An entry of a table.

    Attributes:
        column: its name, for whoever reads the page by machine.
        kind: "label", "number", "text", "word" (not to be broken), "role", "yes" or "no".
    """

    column: str
    text: str
    kind: str = "number"


@dataclass(frozen=True)
class Line:
    """A row of a table; `style` sets apart rows that do not count like the others."""

    name: str
    cells: Sequence[Cell]
    style: str = ""


@dataclass(frozen=True)
class Table:
    """A table; headings stand in the order of the cells."""

    name: str
    headings: Sequence[str]
    lines: Sequence[Line]
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A figure, and below it what its marks mean."""

    title: str
    svg: bytes
    note: str = ""
    kind: str = "picture"

    @property
    def source(self) -> str:
        """The figure inside the page."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg).decode("ascii")


@dataclass(frozen=True)
class Grid:
    """Small figures side by side; in pairs, or as many as there is room for."""

    pictures: Sequence[Picture]
    pairs: bool = False
    kind: str = "grid"


@dataclass(frozen=True)
class Facts:
    """Figures that sum up: what, how much, and a remark."""

    rows: Sequence[tuple[str, str, str]]
    kind: str = "facts"


@dataclass(frozen=True)
class Points:
    """A list under a heading of its own."""

    title: str
    items: Sequence[str]
    kind: str = "points"


@dataclass(frozen=True)
class Note:
    """A sentence between other blocks."""

    text: str
    kind: str = "note"


@dataclass(frozen=True)
class Terms:
    """Compact lists, each under its own term."""

    rows: Sequence[tuple[str, Sequence[str]]]
    kind: str = "terms"


Block = Table | Picture | Grid | Facts | Points | Note | Terms


@dataclass(frozen=True)
class Section:
    """A part of the page: for policy readers first, then a line for researchers."""

    name: str
    title: str
    plain: str
    research: str
    blocks: Sequence[Block]
