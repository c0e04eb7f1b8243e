"""Styles, pages and fonts of the text document."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from sim.report.paper.docx_fonts import LOOKS, OTHERWISE, Look
from sim.report.words import Language

PAGE = (210.0, 297.0)  # mm
UPRIGHT = {"top": 37.0, "bottom": 35.0, "left": 28.0, "right": 26.0}  # GB/T 9704
ON_ITS_SIDE = {"top": 28.0, "bottom": 26.0, "left": 25.0, "right": 25.0}
MARKETS = {"zh": "zh-CN", "en": "en-GB"}
BLACK = RGBColor(0, 0, 0)


def set_up(document: Any, language: Language) -> None:
    """Styles, the first page and page numbers of an empty document."""
    for name, look in LOOKS[language].items():
        _style(document, name, look, language)
    if language == "zh":
        # Official documents set lists as paragraphs.
        _remove(document.styles["List Bullet"].element.get_or_add_pPr(), "w:numPr")
    _set_language(document, language)
    _name_fonts(document)
    document.settings.odd_and_even_pages_header_footer = True
    turn(document.sections[0], wide=False)
    _number_pages(document.sections[0])


def text_width(wide: bool) -> float:
    """Width between the margins, mm."""
    margins = ON_ITS_SIDE if wide else UPRIGHT
    return (PAGE[1] if wide else PAGE[0]) - margins["left"] - margins["right"]


def turn(section: Any, *, wide: bool) -> None:
    """Set a section's page upright or on its side."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(x) for x in (PAGE[::-1] if wide else PAGE))
    for side, size in (ON_ITS_SIDE if wide else UPRIGHT).items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer_distance = Mm(18 if wide else 25)


def next_section(document: Any, *, wide: bool) -> None:
    """Begin a new page that lies as wished; page numbers go on."""
    turn(document.add_section(WD_SECTION.NEW_PAGE), wide=wide)
    # The break stands in a paragraph of its own, which could end up alone on a page.
    breaking = document.element.body[-2]
    before = breaking.getprevious()
    if before.tag == qn("w:p") and before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        before.get_or_add_pPr().append(breaking.find(f"{qn('w:pPr')}/{qn('w:sectPr')}"))
        document.element.body.remove(breaking)
    else:
        _flatten(breaking)


def end_with_paragraph(document: Any) -> None:
    """Readers want a paragraph after the last table."""
    if document.element.body[-2].tag == qn("w:tbl"):
        _flatten(document.add_paragraph()._p)


def _flatten(paragraph: Any) -> None:
    """Make a paragraph without words as low as it can be."""
    spacing = OxmlElement("w:spacing")
    for name, size in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), size)
    paragraph.get_or_add_pPr()._insert_spacing(spacing)


def _style(document: Any, name: str, look: Look, language: Language) -> None:
    known = {style.name for style in document.styles}
    if name not in known:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
    style = document.styles[name]
    _fonts(style, look)
    paragraph = style.paragraph_format
    properties = style.element.get_or_add_pPr()
    _remove(properties, "w:pBdr")
    _remove(properties, "w:ind")
    _remove(properties, "w:contextualSpacing")
    paragraph.alignment = (WD_ALIGN_PARAGRAPH.CENTER if look.centred
                           else WD_ALIGN_PARAGRAPH.JUSTIFY if name == "Normal" and language == "zh"
                           else WD_ALIGN_PARAGRAPH.LEFT)  # fmt: skip
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.keep_with_next = look.keep
    paragraph.widow_control = True
    if look.spacing:
        paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.line_spacing = Pt(look.spacing)
    else:
        paragraph.line_spacing = 1.0
    if name != "List Bullet" or language == "zh":
        _indent(properties, look)


def _indent(properties: Any, look: Look) -> None:
    """The first line; in characters, and in points for readers that count none."""
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), str(100 * look.indent))
    indent.set(qn("w:firstLine"), str(int(20 * look.indent * look.size)))
    properties._insert_ind(indent)


def _fonts(style: Any, look: Look) -> None:
    run = style.element.get_or_add_rPr()
    _remove(run, "w:rFonts")
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), look.latin)
    fonts.set(qn("w:eastAsia"), look.chinese)
    run.insert(0, fonts)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = BLACK


def _set_language(document: Any, language: Language) -> None:
    run = document.styles["Normal"].element.get_or_add_rPr()
    _remove(run, "w:lang")
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), MARKETS["en"])
    said.set(qn("w:eastAsia"), MARKETS["zh"])
    run.append(said)


def _name_fonts(document: Any) -> None:
    """List the fonts with their other names, so that one of them is found."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>'
        for name, others in OTHERWISE.items()
    )
    table = f'<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = (head + table).encode("utf-8")


def _number_pages(section: Any) -> None:
    """Odd pages at the right, even ones at the left, as GB/T 9704 has it."""
    for footer, side in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
                         (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):  # fmt: skip
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = "Footer"
        paragraph.alignment = side
        paragraph.add_run("— ")
        field(paragraph, "PAGE", "1")
        paragraph.add_run(" —")


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with what it shows until it is worked out anew."""
    parts = ('<w:fldChar w:fldCharType="begin"/>',
             f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
             '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{shown}</w:t>",
             '<w:fldChar w:fldCharType="end"/>')  # fmt: skip
    for part in parts:
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}>{part}</w:r>'))


def _remove(parent: Any, name: str) -> None:
    for found in parent.findall(qn(name)):
        parent.remove(found)
