"""The figures of the report: those of the catalogue, laid out anew for a page of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.compare.audit import FullAudit
from sim.compare.figures import Compared
from sim.compare.winners import Winner
from sim.report.figures import as_svg, encoded
from sim.report.paper.blocks import Figure, Section
from sim.report.paper.stored import Stored
from sim.report.paper.view import View
from sim.report.pictures.catalogue import PICTURES

DOTS = 200  # per inch
# Inches of a page's text; on its side where many panels stand side by side.
UPRIGHT, ON_ITS_SIDE = (6.14, 7.9), (9.6, 5.2)
LEGEND = 0.26  # inches that a row of a legend takes
SHOWN = {"probabilities": False, "winners": False, "differences": True, "fans": True}
NOTES = {"probabilities": "probabilities_note", "winners": "winners_note",
         "differences": "panels_note", "fans": "fans_note"}  # fmt: skip
TICKS, SMALL = 3, 7.0  # on a narrow axis


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
    fit(drawn, size)
    return Figure(
        name, view.say(f"{name}_figure", first=view.first), view.say(f"{name}_alt"),
        as_svg(drawn), encoded(drawn, "png", dpi=DOTS), *size,
        note=view.say(NOTES[name]), wide=wide,
    )  # fmt: skip


def fit(figure: Any, size: tuple[float, float]) -> None:
    """Lay a picture out in another size: heading and foot are the document's to give."""
    width, height = size
    for text in list(figure.texts):
        text.remove()
    figure.set_size_inches(width, height)
    rows = 0.0
    for legend in figure.legends:
        legend.set_loc("upper center")
        legend.set_bbox_to_anchor((0.5, 1.0))
        legend.set_ncols(1 if width < height else 3)
        rows = len(legend.get_texts()) / (1 if width < height else 3)
    kept = LEGEND * (int(rows + 0.99) + 0.2) / height
    figure.get_layout_engine().set(rect=(0.0, 0.0, 1.0, 1.0 - kept), w_pad=0.03, h_pad=0.03)
    for axes in figure.axes:
        axes.locator_params(axis="x", nbins=TICKS)
        axes.tick_params(labelsize=SMALL)
