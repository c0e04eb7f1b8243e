"""The figures of the report: those of the catalogue, laid out anew for a page of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.compare.audit import FullAudit
from sim.compare.figures import Compared
from sim.compare.winners import Winner
from sim.report.figures import as_svg, encoded, styled
from sim.report.paper.blocks import Figure, Section
from sim.report.paper.stored import Stored
from sim.report.paper.view import View
from sim.report.pictures.catalogue import PICTURES
from sim.report.pictures.page import LEGEND_SIZE, columns

DOTS_PER_INCH = 200
# Inches of a page's text; on its side where many panels stand side by side.
UPRIGHT, ON_ITS_SIDE = (6.14, 7.5), (9.6, 5.2)
LEGEND = 0.18  # inches that a row of a legend takes
LETTERS, MARK = 15.0, 8  # narrow characters of a legend in an inch; what a mark takes of them
SHOWN = {"probabilities": False, "winners": False, "differences": True, "fans": True}
NOTES = {"probabilities": "probabilities_note", "winners": "winners_note",
         "differences": "panels_note", "fans": "fans_note"}  # fmt: skip
TICKS, SMALL, OVER_PANELS = 3, 7.0, 7.5  # on narrow panels; sizes in points


@dataclass(frozen=True)
class _Findings:
    """What pictures of a comparison read."""

    comparison: Stored
    audits: Sequence[FullAudit]
    differences: Sequence[Compared]
    winners: Sequence[Winner]


@dataclass(frozen=True)
class _Given:
    """A stored comparison as pictures take one."""

    findings: _Findings


def figures_section(view: View) -> Section:
    """All figures; of single scenarios only the first one's."""
    stored = view.stored
    compared = _Given(_Findings(stored, stored.audits, stored.differences, stored.winners))
    named = {one.name: one for one in PICTURES}
    found = []
    for name, wide in SHOWN.items():
        given = stored.first if named[name].needs == "ensemble" else compared
        drawn = named[name].draw(given, view.in_figures.language)
        found.append(_figure(view, name, drawn, wide))
    return Section(view.say("figures"), found)


def _figure(view: View, name: str, drawn: Any, wide: bool) -> Figure:
    size = ON_ITS_SIDE if wide else UPRIGHT
    with styled():
        fit(drawn, size)
    return Figure(
        name, view.say(f"{name}_figure", first=view.first), view.say(f"{name}_alt"),
        as_svg(drawn), encoded(drawn, "png", dpi=DOTS_PER_INCH), *size,
        note=view.say(NOTES[name]), wide=wide,
    )  # fmt: skip


def _legend(figure: Any, legend: Any, width: float) -> float:
    """Set a legend on top, in as many columns as there is room for; gives its height in inches."""
    names = [text.get_text() for text in legend.get_texts()]
    room = max(columns(name) for name in names) + MARK
    across = min(len(names), max(1, int(width * LETTERS / room)))
    handles = legend.legend_handles
    legend.remove()
    figure.legend(
        handles, names, loc="upper center", bbox_to_anchor=(0.5, 1.0), frameon=False, ncols=across,
        fontsize=LEGEND_SIZE, borderaxespad=0.1,
    ).set_in_layout(False)  # fmt: skip
    return LEGEND * (-(-len(names) // across) + 0.4)


def fit(figure: Any, size: tuple[float, float]) -> None:
    """Lay a picture out in another size: heading and foot are the document's to give."""
    width, height = size
    for text in list(figure.texts):
        text.remove()
    figure.set_size_inches(width, height)
    kept = sum(_legend(figure, legend, width) for legend in list(figure.legends))
    figure.get_layout_engine().set(rect=(0.0, 0.0, 1.0, 1.0 - kept / height), w_pad=0.03,
                                   h_pad=0.03)  # fmt: skip
    for axes in figure.axes:
        axes.locator_params(axis="x", nbins=TICKS)
        axes.tick_params(labelsize=SMALL)
        axes.set_title(axes.get_title(loc="left"), loc="left", fontsize=OVER_PANELS)
