"""The figure of a discovery: cases over the first box's two most telling inputs, and its limits."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.state import Array
from sim.explore.discovery.boxes import Found
from sim.explore.discovery.study import Discovery
from sim.report.explore.discovery.view import heading
from sim.report.explore.words import named, percent, say, unit, wrapped
from sim.report.figures import BLUE, GREY, ORANGE
from sim.report.words import Language

MOST_DRAWN = 3000  # cases
GRID = 8  # values of an input whose points are drawn apart


def draw(figure: Any, found: Discovery, title: str, language: Language) -> None:
    """Draw a panel per box; without one, the cases over the first two inputs."""
    boxes: tuple[Found | None, ...] = found.told or (None,)
    panels = np.atleast_1d(figure.subplots(1, len(boxes)))
    for number, (axes, box) in enumerate(zip(panels, boxes, strict=True), start=1):
        _panel(axes, found, box, number, language)
    figure.suptitle(wrapped(heading(found, title, language), 68 * len(boxes)), fontsize=10)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", frameon=False, ncols=2)


def _panel(axes: Any, found: Discovery, box: Found | None, number: int, language: Language) -> None:
    table, missed = found.problem.flat
    first, second = _shown(found, box)
    across, up = _apart(table[:, first], 0), _apart(table[:, second], 1)
    for hit, key, colour in ((False, "reached_word", BLUE), (True, "missed_word", ORANGE)):
        rows = np.flatnonzero(missed.astype(bool) == hit)[:MOST_DRAWN]
        axes.plot(across[rows], up[rows], ".", color=colour, alpha=0.5, markersize=4,
                  markeredgewidth=0.0, label=say(key, language))  # fmt: skip
    axes.set_xlabel(_axis(found, first, language))
    axes.set_ylabel(_axis(found, second, language))
    if box is None:
        axes.set_title(say("share_missed", language, cases=found.cases, misses=found.misses,
                           share=percent(found.share)))  # fmt: skip
        return
    spans = [_span(drawn, float(box.box.low[k]), float(box.box.high[k]))
             for k, drawn in ((first, across), (second, up))]  # fmt: skip
    (left, right), (bottom, top) = spans
    axes.plot([left, right, right, left, left], [bottom, bottom, top, top, bottom], color=GREY,
              linewidth=1.6)  # fmt: skip
    axes.set_title(f"{say('box', language)} {number}: {say('coverage', language)} "
                   f"{percent(box.coverage)}, {say('density', language)} "
                   f"{percent(box.density)}")  # fmt: skip


def _shown(found: Discovery, box: Found | None) -> tuple[int, int]:
    """The two inputs of a panel: of a box those least likely to be luck."""
    told = sorted(box.limits, key=lambda limit: limit.chance) if box is not None else []
    chosen = [limit.dimension for limit in told]
    others = [k for k in range(len(found.inputs)) if k not in chosen]
    pair = [*chosen, *others, 0][:2]
    return pair[0], pair[1]


def _apart(values: Array, seed: int) -> Array:
    """Values of a short grid moved a little, so that cases do not hide each other."""
    distinct = np.unique(values)
    if not 1 < distinct.size <= GRID:
        return values
    room = 0.2 * float(np.diff(distinct).min())
    return values + room * np.random.default_rng(seed).uniform(-1.0, 1.0, values.size)


def _span(drawn: Array, low: float, high: float) -> tuple[float, float]:
    return max(low, float(drawn.min())), min(high, float(drawn.max()))


def _axis(found: Discovery, k: int, language: Language) -> str:
    item = found.inputs[k]
    return named(item, language) if item.unit == "-" else (
        f"{named(item, language)} ({unit(item.unit, language)})")
