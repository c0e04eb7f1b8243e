"""The report of a comparison, built once in each language; all formats are written from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sim.report.paper.annex_groups import groups_annex
from sim.report.paper.annex_parameters import parameters_annex, parameters_section
from sim.report.paper.annex_values import values_annex
from sim.report.paper.blocks import Block, Figure, Paper, Paragraph, Points, Section, Table
from sim.report.paper.findings import findings_section
from sim.report.paper.limits import limits_annex, limits_section
from sim.report.paper.money import money_section
from sim.report.paper.opening import compared_section, question_section
from sim.report.paper.pictures import figures_section
from sim.report.paper.provenance import provenance_section
from sim.report.paper.stored import Stored
from sim.report.paper.targets import targets_section
from sim.report.paper.uncertainty import uncertainty_section
from sim.report.paper.view import View
from sim.report.words import Language

BODY: tuple[Callable[[View], Section], ...] = (
    question_section, compared_section, findings_section, targets_section, figures_section,
    money_section, uncertainty_section, limits_section, parameters_section,
)  # fmt: skip
ANNEXES = (values_annex, groups_annex, parameters_annex, limits_annex)
SHOWN_OF_A_HASH = 12


def build(stored: Stored, language: Language, formats: Sequence[str]) -> Paper:
    """The report in one language.

    Args:
        stored: the comparison.
        language: zh or en.
        formats: that are written, for the command that makes the report again.
    """
    view = View(stored, language)
    sections = [*(part(view) for part in BODY), provenance_section(view, formats),
                *(part(view) for part in ANNEXES)]  # fmt: skip
    names = [view.titles[name] for name in view.others]
    joined = view.say("and").join(view.say("quoted", name=name) for name in names)
    said = stored.manifest
    return numbered(Paper(
        language, view.say("title", city=said["city"][language]),
        view.say("subtitle", first=view.say("quoted", name=view.first), others=joined),
        view.say("summary", runs=stored.runs, code=said["code_hash"][:SHOWN_OF_A_HASH],
                 data=said["data_hash"][:SHOWN_OF_A_HASH]), sections,
    ), view)  # fmt: skip


def numbered(paper: Paper, view: View) -> Paper:
    """Number tables and figures in their order, and fill in where texts refer to them."""
    tables = {block.name: k for k, block in enumerate(paper.tables(), start=1)}
    figures = {block.name: k for k, block in enumerate(paper.figures(), start=1)}
    space = "" if view.language == "zh" else " "
    words = {f"{{table:{name}}}": f"{view.say('table_word')}{space}{k}"
             for name, k in tables.items()}  # fmt: skip

    def settled(blocks: Sequence[Block]) -> Iterator[Block]:
        for block in blocks:
            if isinstance(block, Table):
                yield replace(block, number=tables[block.name])
            elif isinstance(block, Figure):
                yield replace(block, number=figures[block.name])
            elif isinstance(block, Paragraph):
                yield replace(block, text=_filled(block.text, words))
            elif isinstance(block, Points):
                yield Points([_filled(text, words) for text in block.items])
            else:
                yield block

    sections = [replace(part, blocks=list(settled(part.blocks))) for part in paper.sections]
    return replace(paper, sections=sections)


def _filled(text: str, words: dict[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
