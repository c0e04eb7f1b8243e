"""Tables of the text document: the row of headings comes again on every page, rows stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sim.report.paper.blocks import Cell, Column, Table
from sim.report.paper.heads import caption, heading_of
from sim.report.words import Language

TWENTIETHS = 1440 / 25.4  # of a point, in a millimetre
LINES = ('<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
         '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
         '<w:insideH w:val="single" w:sz="2" w:space="0" w:color="808080"/>')  # fmt: skip
MARGINS = ('<w:top w:w="20" w:type="dxa"/><w:left w:w="50" w:type="dxa"/>'
           '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="50" w:type="dxa"/>')  # fmt: skip
SIDES = {"number": "right", "label": "left", "text": "left", "word": "left"}


def table_xml(table: Table, width: float, language: Language) -> Any:
    """A table as wide as the text.

    Args:
        table: what it shows.
        width: mm.
        language: of its description.
    """
    widths = widths_of(table.columns, width)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    heads = [heading_of(column, language) for column in table.columns]
    rows = [_row(heads, table.columns, widths, head=True)]
    rows += [_row(_texts(row), table.columns, widths) for row in table.rows]
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{LINES}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{MARGINS}</w:tblCellMar>'
        f'<w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption(table, language))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def widths_of(columns: Sequence[Column], width: float) -> list[int]:
    """Widths of columns in twentieths of a point, by their weights."""
    every = sum(column.weight for column in columns)
    return [int(column.weight / every * width * TWENTIETHS) for column in columns]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _row(
    texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], head: bool = False
) -> str:
    style = "TableHead" if head else "TableText"
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:vAlign w:val="{"bottom" if head else "top"}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{SIDES[column.kind]}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        for text, column, width in zip(texts, columns, widths, strict=True)
    )
    again = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{cells}</w:tr>"
