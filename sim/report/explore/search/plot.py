"""The figure of a search: objectives two by two, the front before and after.

Members differ more than packages do: each point is set against the packages that nothing chose, run
on the same members.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from sim.explore.search.study import Searched
from sim.report.explore.robust.view import measure_label
from sim.report.explore.words import say
from sim.report.figures import BLUE, GREY, ORANGE
from sim.report.pictures.page import fold
from sim.report.words import Language, named

COLUMNS = 3
LABEL_WIDTH = 40  # in half-width signs


def pairs(found: Searched) -> list[tuple[int, int]]:
    """Which objectives are set against each other."""
    count = len(found.plan.objectives)
    return list(combinations(range(count), 2)) or [(0, 0)]


def draw(figure: Any, found: Searched, language: Language) -> None:
    """Draw a panel per pair of objectives."""
    shown = pairs(found)
    rows = -(-len(shown) // COLUMNS)
    panels = figure.subplots(rows, min(COLUMNS, len(shown)), squeeze=False).ravel()
    for axes, pair in zip(panels, shown, strict=False):
        _panel(axes, found, pair, language)
    for axes in panels[len(shown) :]:
        axes.set_axis_off()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", frameon=False, ncols=3)
    title = found.plan.form.title
    heading = named(title, language)
    figure.suptitle(f"{heading}\n{say('centred', language)}", fontsize=11)


def _panel(axes: Any, found: Searched, pair: tuple[int, int], language: Language) -> None:
    measures = [measure for measure, _ in found.plan.objectives]
    signs = np.array([1.0 if one.less else -1.0 for one in measures])
    every = found.visited.values * signs - found.unchosen[:, 0]
    first, second = pair
    axes.plot(every[:, first], every[:, second], ".", color=GREY, alpha=0.35, markersize=3,
              label=say("visited", language))  # fmt: skip
    before = np.array([one.before for one in found.front]) - found.unchosen[:, 0]
    after = np.array([one.after for one in found.front]) - found.unchosen[:, 1]
    for old, new in zip(before, after, strict=True):
        axes.plot([old[first], new[first]], [old[second], new[second]], color=GREY, linewidth=0.6)
    axes.plot(before[:, first], before[:, second], "o", markerfacecolor="none", color=ORANGE,
              markersize=4, label=say("before", language))  # fmt: skip
    axes.plot(after[:, first], after[:, second], "o", color=BLUE, markersize=4,
              label=say("after", language))  # fmt: skip
    labels = ["\n".join(fold(measure_label(one, language), LABEL_WIDTH)) for one in measures]
    axes.set_xlabel(labels[first], fontsize=8)
    axes.set_ylabel(labels[second], fontsize=8)
