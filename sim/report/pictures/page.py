"""The page that every picture stands on: heading, legend, panels, foot."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sim.report.figures import drawing
from sim.report.palette import GREY
from sim.report.words import Language

MARGIN = 0.12  # inches
TITLE, SUBTITLE, LEGEND, FOOT_LINE = 0.34, 0.24, 0.26, 0.155  # heights in inches
TITLE_SIZE, SUBTITLE_SIZE, FOOT_SIZE, LEGEND_SIZE = 13.0, 9.5, 7.5, 8.5  # points
COLUMNS_PER_INCH = 17.0  # narrow characters of the foot's size


def columns(text: str) -> int:
    """How wide a text is, in narrow characters: Chinese ones take two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def fold(text: str, most: int) -> list[str]:
    """Lines of a text, none wider than `most`; broken at blanks, or between Chinese characters."""
    lines, line, word = [], "", ""
    for one in f"{text} ":
        wide = unicodedata.east_asian_width(one) in "WF"
        word += one
        if not wide and one != " ":
            continue
        if line and columns(line + word.rstrip()) > most and one not in "，。；：、）":
            lines.append(line.rstrip())
            line = ""
        line, word = line + word, ""
    return [*lines, line.rstrip()] if line.strip() else lines


@dataclass(frozen=True)
class Heading:
    """What stands above and below the panels, and in the file.

    Attributes:
        title, subtitle: what is shown; of which runs.
        notes: the lines of the foot, folded to the width.
        about: what the file says of itself.
    """

    title: str
    subtitle: str
    notes: tuple[str, ...]
    about: dict[str, str]


@contextmanager
def page(
    language: Language, size: tuple[float, float], heading: Heading, legend: int = 0
) -> Iterator[Any]:
    """A figure with its heading and foot; panels are laid out between them.

    Args:
        language: zh or en.
        size: width in inches, and height of the panels.
        heading: above, below, and in the file.
        legend: rows kept free for a legend, drawn by `key`.
    """
    width, panels = size
    most = int((width - 2 * MARGIN) * COLUMNS_PER_INCH)
    lines = [line for note in heading.notes for line in fold(note, most)]
    head_lines = fold(heading.subtitle, int(most * FOOT_SIZE / SUBTITLE_SIZE))
    head = MARGIN + TITLE + SUBTITLE * len(head_lines) + LEGEND * legend
    below = MARGIN + FOOT_LINE * len(lines) + 0.06
    height = panels + head + below
    with drawing(language, width, height) as figure:
        left = MARGIN / width
        figure.suptitle(heading.title, x=left, y=1.0 - MARGIN / height, ha="left", va="top",
                        fontsize=TITLE_SIZE).set_in_layout(False)  # fmt: skip
        figure.text(left, 1.0 - (MARGIN + TITLE) / height, "\n".join(head_lines), va="top",
                    color=GREY, fontsize=SUBTITLE_SIZE).set_in_layout(False)  # fmt: skip
        figure.text(left, MARGIN / height, "\n".join(lines), va="bottom", color=GREY,
                    fontsize=FOOT_SIZE, linespacing=1.35).set_in_layout(False)  # fmt: skip
        figure.get_layout_engine().set(
            rect=(left, below / height, 1.0 - 2 * left, panels / height),
            w_pad=0.05, h_pad=0.05,
        )  # fmt: skip
        figure.about = heading.about
        figure.legend_at = (left, 1.0 - (head - LEGEND * legend) / height)
        yield figure
        for axes in figure.axes:  # ticks made now take the style's font
            axes.get_xticklabels(), axes.get_yticklabels()


def plain(value: float, _: int = 0) -> str:
    """A figure on an axis: thousands apart, no more digits than needed, a true minus."""
    text = f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"
    return text.replace("-", "−")


def key(figure: Any, handles: Sequence[Any], across: int) -> None:
    """Draw the legend into the rows kept free for it."""
    figure.legend(
        handles=list(handles), loc="upper left", bbox_to_anchor=figure.legend_at, frameon=False,
        ncols=across, fontsize=LEGEND_SIZE, borderaxespad=0.0, borderpad=0.0, handlelength=2.2,
        columnspacing=1.6,
    ).set_in_layout(False)  # fmt: skip
