"""The figures of the report, drawn as wide as a page of text."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from sim.report import figures
from sim.report.compare.figures import draw_differences, draw_probabilities, draw_winners
from sim.report.compare.labels import shown_names
from sim.report.compare.words import say
from sim.report.paper.blocks import Figure, Section
from sim.report.paper.view import View
from sim.report.words import word

DOTS = 200  # per inch
WIDTH, TALLEST = 7.2, 9.2  # inches; a page of text is 156 mm wide, so labels shrink a little
ACROSS, TICKS = 3, 4
Draw = Callable[[Any], None]


def figures_section(view: View) -> Section:
    """All figures."""
    return Section(view.say("figures"), [_probabilities(view), _differences(view), _winners(view)])


def picture(view: View, name: str, height: float, draw: Draw, **filled: str) -> Figure:
    """A figure, drawn twice: as outlines and as points.

    Args:
        view: whose language it is labelled in.
        name: of the figure, its caption and its description.
        height: inches, cut where a page ends.
        draw: draws it on an empty figure.
        filled: the blanks of its caption.
    """
    size = (WIDTH, min(height, TALLEST))
    with figures.drawing(view.in_figures.language, *size) as figure:
        draw(figure)
        for axes in figure.axes:
            if axes.get_xscale() == "linear":
                axes.locator_params(axis="x", nbins=TICKS)
        svg, png = figures.as_svg(figure), BytesIO()
        figure.savefig(png, format="png", dpi=DOTS, metadata={"Software": "yongsim"})
    caption = view.say(f"{name}_figure", **filled)
    return Figure(name, caption, view.say(f"{name}_alt"), svg, png.getvalue(), *size)


def _names(view: View) -> dict[str, str]:
    """Titles as figures take them: a dollar sign is no mathematics."""
    return {name: text.replace("$", r"\$") for name, text in view.in_figures.titles.items()}


def _probabilities(view: View) -> Figure:
    language, names = view.in_figures.language, _names(view)
    lines = len({row.plain.target.name for row in view.stored.audits
                 if row.plain.probability is not None})  # fmt: skip
    note = f"{view.stored.runs} {word('seeds_word', language)}"
    return picture(
        view, "probabilities", 0.12 * lines * (1 + 0.6 * len(names)) + 1.6,
        lambda figure: draw_probabilities(figure, view.stored.audits, names, note, language),
    )  # fmt: skip


def _differences(view: View) -> Figure:
    language, names = view.in_figures.language, _names(view)
    shown = shown_names(one.scenario for one in view.stored.ensembles)
    first, *others = names.values()
    against = dict(zip(view.others, others, strict=True))
    heading = say("differences_figure", language, first=first, pairs=view.stored.runs)
    rows = -(-len(shown) // ACROSS)
    return picture(
        view, "differences", 1.4 + rows * (0.75 + 0.2 * len(against)),
        lambda figure: draw_differences(figure, view.stored.differences, against, heading,
                                        language, shown, ACROSS),
        first=view.first,
    )  # fmt: skip


def _winners(view: View) -> Figure:
    language, names = view.in_figures.language, _names(view)
    first, *others = names.values()
    against = dict(zip(view.others, others, strict=True))
    heading = say("winners_figure", language, first=first)
    return picture(
        view, "winners", 3.0 + 0.15 * 34 * (1.0 + 0.25 * len(against)),
        lambda figure: draw_winners(figure, view.stored.winners, against, heading, language),
        first=view.first,
    )  # fmt: skip
