"""Figures of a comparison: targets, differences, winners and losers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.indicators import INDICATOR
from sim.compare.audit import FullAudit
from sim.compare.figures import Compared
from sim.compare.pairs import Difference
from sim.compare.winners import Winner, group_names
from sim.report.compare.console import SHOWN_DIMENSIONS
from sim.report.compare.labels import (
    IN_100M,
    SHOWN_OF_GROUPS,
    group_label,
    shown_of,
)
from sim.report.compare.words import say
from sim.report.figures import GREY
from sim.report.words import Language, unit_label

# Told apart by people who see few colours (Okabe and Ito), and by marker.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
PANELS_ACROSS = 4


def _look(k: int) -> dict[str, Any]:
    return {"color": COLOURS[k % len(COLOURS)], "marker": MARKERS[k % len(MARKERS)]}


def _heights(rows: int, k: int, of: int) -> NDArray[Any]:
    """Where the k-th of some scenarios stands on each of a number of lines."""
    return np.arange(rows) + (k - (of - 1) / 2.0) * 0.8 / max(of, 2)


def draw_probabilities(
    figure: Any, rows: Sequence[FullAudit], names: dict[str, str], note: str, language: Language
) -> None:
    """Probability of each target with Wilson's interval, a mark per scenario."""
    axes = figure.subplots()
    shown = [row for row in rows if row.plain.probability is not None]
    lines = list(dict.fromkeys(row.plain.target for row in shown))[::-1]
    for k, (name, label) in enumerate(names.items()):
        mine = {row.plain.target: row.plain for row in shown if row.scenario == name}
        found = np.array([[mine[line].probability, mine[line].low, mine[line].high]
                          for line in lines], dtype=float)  # fmt: skip
        share, low, high = found.T
        errors = [np.maximum(share - low, 0.0), np.maximum(high - share, 0.0)]
        at = _heights(len(lines), len(names) - 1 - k, len(names))
        axes.errorbar(share, at, xerr=errors, linestyle="none", markersize=4.5, capsize=2,
                      linewidth=1.1, label=label, clip_on=False, zorder=4, **_look(k))  # fmt: skip
    axes.set_yticks(range(len(lines)), [
        f"{line.label(language)}  {'≥' if line.at_least else '≤'} {line.aim:,g} "
        f"{unit_label(line.unit, language)}" for line in lines
    ])  # fmt: skip
    for line in range(len(lines) - 1):
        axes.axhline(line + 0.5, color=GREY, linewidth=0.4, alpha=0.4)
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(-0.6, len(lines) - 0.4)
    axes.set_xlabel(say("probability", language))
    axes.set_title(f"{say('probabilities_figure', language)}\n{note}", pad=10)
    figure.legend(loc="outside lower center", frameon=False, ncols=min(len(names), 4))


def _interval(axes: Any, found: Difference, at: float, scale: float, look: dict[str, Any]) -> None:
    """Mean with its interval as a thick line, the range over pairs as a thin one."""
    colour = look["color"]
    axes.plot([found.five * scale, found.ninety_five * scale], [at, at], color=colour,
              linewidth=0.9, alpha=0.6)  # fmt: skip
    if found.low is not None and found.high is not None:
        axes.plot([found.low * scale, found.high * scale], [at, at], color=colour, linewidth=3.2,
                  alpha=0.75, solid_capstyle="butt")  # fmt: skip
    axes.plot([found.mean * scale], [at], markersize=5, linestyle="none", **look)


def _zero_line(axes: Any) -> None:
    axes.axvline(0.0, color=GREY, linewidth=0.9)
    axes.locator_params(axis="x", nbins=5)
    axes.margins(x=0.12)


def draw_differences(
    figure: Any, rows: Sequence[Compared], names: dict[str, str], heading: str, language: Language,
    indicators: Sequence[str], across: int = PANELS_ACROSS,
) -> None:  # fmt: skip
    """A panel per figure shown: each scenario's difference to the first.

    Args:
        figure: an empty one.
        rows: all that is compared.
        names: titles by name, the first scenario left out.
        heading: over the panels.
        language: zh or en.
        indicators: what is shown.
        across: panels side by side.
    """
    shown = {name: shown_of([row for row in rows if row.scenario == name], indicators)
             for name in names}  # fmt: skip
    down = -(-len(indicators) // across)
    panels = figure.subplots(down, across, squeeze=False).ravel()
    for axes, panel in zip(panels, zip(*shown.values(), strict=True), strict=False):
        for k, row in enumerate(panel):
            _interval(axes, row.difference, -float(k), 1.0, _look(k + 1))
        _zero_line(axes)
        axes.set_yticks([])
        axes.set_ylim(-len(names) + 0.4, 0.6)
        axes.spines["left"].set_visible(False)
        axes.set_title(_panel_title(panel[0], language), fontsize=8.5)
    for axes in panels[len(indicators) :]:
        axes.set_visible(False)
    _finish(figure, names, heading, language)


def _panel_title(row: Compared, language: Language) -> str:
    item = INDICATOR[row.indicator]
    label = item.zh if language == "zh" else item.en
    return f"{label}\n{row.period}, {unit_label(item.unit, language)}"


def draw_winners(
    figure: Any, rows: Sequence[Winner], names: dict[str, str], heading: str, language: Language
) -> None:
    """A panel per dimension and figure: each group's difference to the first scenario."""
    found = {(row.scenario, row.dimension, row.group, row.figure): row.difference
             for row in rows if row.register == "above_scale"}  # fmt: skip
    groups = {one: group_names(one)[::-1] for one in SHOWN_DIMENSIONS}
    panels = figure.subplots(
        len(groups), len(SHOWN_OF_GROUPS), squeeze=False, sharey="row",
        gridspec_kw={"height_ratios": [len(own) + 1 for own in groups.values()]},
    )  # fmt: skip
    for line, (dimension, own) in zip(panels, groups.items(), strict=True):
        for axes, shown in zip(line, SHOWN_OF_GROUPS, strict=True):
            for k, name in enumerate(names):
                heights = _heights(len(own), len(names) - 1 - k, len(names))
                for at, group in zip(heights, own, strict=True):
                    difference = found[name, dimension, group, shown]
                    _interval(axes, difference, float(at), IN_100M.get(shown, 1.0), _look(k + 1))
            _zero_line(axes)
            axes.set_title(say(shown, language) if dimension == SHOWN_DIMENSIONS[0] else "")
        line[0].set_yticks(range(len(own)),
                           [group_label(dimension, group, language) for group in own])  # fmt: skip
        line[0].set_ylabel(say(dimension, language))
    _finish(figure, names, heading, language)


def _finish(figure: Any, names: dict[str, str], heading: str, language: Language) -> None:
    """Heading, what the marks are, and whose they are."""
    figure.suptitle(f"{heading}\n{say('mean_and_ranges', language)}", fontsize=10.5)
    figure.align_ylabels()
    axes = figure.axes[0]
    handles = [axes.plot([], [], linestyle="none", markersize=6, label=label, **_look(k + 1))[0]
               for k, label in enumerate(names.values())]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", frameon=False,
                  ncols=min(len(names), 4))  # fmt: skip
