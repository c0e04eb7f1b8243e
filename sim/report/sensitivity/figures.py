"""Figures of a sensitivity analysis: bars with intervals, and how they converge."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.explore.sensitivity.analyse import Findings
from sim.explore.sensitivity.sample import Output
from sim.report.figures import BLUE, GREY, ORANGE
from sim.report.sensitivity.select import rows_of, varied
from sim.report.sensitivity.words import say
from sim.report.words import Language, named, unit_label

BARS, LINES, ACROSS = 8, 4, 2
PALE, LONGEST = "#C8C8C8", 40
HEADROOM = 1.45  # above the lines, for their names


def panels(figure: Any, count: int) -> list[Any]:
    """Empty axes, two beside each other."""
    down = -(-count // ACROSS)
    found = figure.subplots(down, ACROSS, squeeze=False).ravel()
    for axes in found[count:]:
        axes.set_visible(False)
    return list(found[:count])


def draw_bars(
    figure: Any, findings: Findings, method: str, outputs: list[Output], heading: str,
    language: Language,
) -> None:  # fmt: skip
    """A panel per output: the strongest inputs with intervals; pale where not told from noise."""
    for axes, output in zip(panels(figure, len(outputs)), outputs, strict=True):
        rows = rows_of(findings.indices, method, output)
        axes.set_title(title(output, method, language), fontsize=8, wrap=True)
        if not varied(rows):
            axes.text(0.5, 0.5, say("constant", language), ha="center", color=GREY,
                      transform=axes.transAxes)  # fmt: skip
            axes.set_axis_off()
            continue
        rows = rows[rows["value"] > 0.0].head(BARS)[::-1]
        at, value = np.arange(len(rows)), rows["value"].to_numpy(float)
        told = (rows["told_apart"] == "yes").to_numpy()
        axes.barh(at, value, height=0.66, color=[BLUE if one else PALE for one in told])
        low, high = (rows[name].to_numpy(float) for name in ("low", "high"))
        errors = [np.nan_to_num(np.maximum(value - low, 0.0)),
                  np.nan_to_num(np.maximum(high - value, 0.0))]  # fmt: skip
        axes.errorbar(value, at, xerr=errors, fmt="none", ecolor="black", elinewidth=0.9,
                      capsize=2)  # fmt: skip
        floor = rows["floor"].to_numpy(float)
        axes.plot(floor, at, "|", color=ORANGE, markersize=11, markeredgewidth=1.8, zorder=5)
        axes.set_yticks(at, [_short(findings, key, language) for key in rows["input"]])
        axes.set_xlim(left=0.0)
    _legend(figure, heading, language)


def _short(findings: Findings, key: str, language: Language) -> str:
    label = findings.inputs[key].label(language)
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def title(output: Output, method: str, language: Language) -> str:
    """An output with what is read of it and its unit."""
    name = named(output, language)
    unit = f" ({unit_label(output.unit, language)})" if method == "morris" else ""
    if output.kind == "figure":
        return f"{name}{unit}"
    return f"{name}: {say(output.kind, language)}{unit}"


def _legend(figure: Any, heading: str, language: Language) -> None:
    figure.suptitle(heading, fontsize=10)
    axes, tick = figure.axes[0], {"marker": "|", "linestyle": "none", "markersize": 10}
    handles = [
        *axes.plot([], [], color=BLUE, linewidth=6, label=say("told_mark", language)),
        *axes.plot([], [], color=PALE, linewidth=6, label=say("not_told_mark", language)),
        *axes.plot([], [], color=ORANGE, markeredgewidth=1.8, label=say("floor_mark", language),
                   **tick),
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", frameon=False, ncols=3)


def draw_convergence(
    figure: Any, findings: Findings, method: str, outputs: list[Output], heading: str,
    language: Language,
) -> None:  # fmt: skip
    """A panel per output: the strongest inputs' index over the growing sample."""
    for axes, output in zip(panels(figure, len(outputs)), outputs, strict=True):
        rows = rows_of(findings.convergence, method, output)
        last = rows[rows["batches"] == findings.sample.batches]
        axes.set_title(title(output, method, language), fontsize=8, wrap=True)
        for k, key in enumerate(last["input"].head(LINES)):
            mine = rows[rows["input"] == key].sort_values("batches")
            at = mine["batches"].to_numpy(float) * (1.0 + 0.012 * k)
            value, low, high = (mine[name].to_numpy(float) for name in ("value", "low", "high"))
            errors = [np.nan_to_num(np.maximum(value - low, 0.0)),
                      np.nan_to_num(np.maximum(high - value, 0.0))]  # fmt: skip
            axes.errorbar(at, value, yerr=errors, marker="o", markersize=3, linewidth=1.0,
                          capsize=2, label=_short(findings, str(key), language))  # fmt: skip
        axes.set_xlabel(say("batches", language), fontsize=7.5)
        axes.set_ylim(bottom=0.0, top=HEADROOM * max(axes.get_ylim()[1], 1e-12))
        if len(last):
            axes.legend(frameon=False, fontsize=6.5, loc="upper left", ncols=2)
    figure.suptitle(heading, fontsize=10)
