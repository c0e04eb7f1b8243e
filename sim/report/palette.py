"""Colours, lines, markers and hatches of all figures.

Colours are Okabe and Ito's (2008), which the colour-blind tell apart; what belongs to a series is
told by its line and marker as well, so that figures survive a grey printer.
"""

from __future__ import annotations

from typing import Any

BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
AMBER, SKY, BLACK = "#E69F00", "#56B4E9", "#000000"
GREY, PALE, FAINT, WHITE = "#666666", "#C8C8C8", "#F0F0F0", "#FFFFFF"
SERIES = (BLUE, ORANGE, GREEN, PINK, AMBER, SKY, BLACK)
LINES = ("-", "--", "-.", ":")
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
# Grades A to D, firms not graded yet, and firms that are not there: light and dark alternate.
GRADE_COLOURS = ("#00507D", SKY, "#F5CC7A", "#B04A00", PALE, WHITE)
GRADE_HATCHES = ("", "", "", "////", "....", "")
LOW, HIGH = (0.937, 0.953, 0.969), (0.031, 0.188, 0.420)  # ends of the ramp, pale and dark
INK_TURNS = 0.65  # from here on white contrasts more than black


def series(k: int) -> dict[str, Any]:
    """Colour, line and marker of the k-th series."""
    return {"color": SERIES[k % len(SERIES)], "linestyle": LINES[k % len(LINES)],
            "marker": MARKERS[k % len(MARKERS)]}  # fmt: skip


def ramp(part: float) -> tuple[float, float, float]:
    """A shade between pale and dark; lightness falls evenly, so grey keeps the order."""
    part = min(max(part, 0.0), 1.0)
    red, green, blue = (low + part * (high - low) for low, high in zip(LOW, HIGH, strict=True))
    return red, green, blue


def ink(part: float) -> str:
    """What is readable on a shade."""
    return WHITE if part > INK_TURNS else BLACK
