"""The figures of the report; each is a picture that needs nothing from outside the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import stats

from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR
from sim.report.calibration.read import Row
from sim.report.calibration.speaker import Speaker
from sim.report.figures import BLUE, GREY, ORANGE, as_svg, drawing

WIDTH, ROW = 5.2, 0.2  # inches
SMALL = 8.5  # points
EDGE = 4.0  # tolerances shown to either side
BINS = 10
ROLE_COLOURS = {"scored": BLUE, "imposed": "#444444", "level": ORANGE, "same": "#9a9a9a"}
PALE = "#BBBBBB"


def _column(rows: Sequence[Row], name: str) -> Array:
    """A column as floats, NaN where there is no number."""
    return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=float)


def _rows_down(axes: Any, labels: Sequence[str]) -> Array:
    """Label the rows, the first one on top; returns where they lie."""
    at = np.arange(len(labels))
    axes.set_yticks(at, labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    return at


def fit_figure(rows: Sequence[Row], speaker: Speaker) -> bytes:
    """Predictions less published figures on the common scale of their tolerances."""
    rows = [row for row in rows if row["tolerance"]]
    away = {name: (_column(rows, name) - _column(rows, "published")) / _column(rows, "tolerance")
            for name in ("low", "median", "high")}  # fmt: skip
    with drawing(speaker.language, WIDTH, ROW * len(rows) + 0.7) as figure:
        axes = figure.subplots()
        axes.axvspan(-1, 1, color=PALE, alpha=0.35, linewidth=0)
        axes.axvline(0, color=GREY, linewidth=0.8)
        at = _rows_down(axes, [speaker.figure(row["indicator"]) for row in rows])
        colours = [ROLE_COLOURS[row["role"]] for row in rows]
        axes.hlines(at, away["low"], away["high"], color=colours, linewidth=2)
        for k, middle in enumerate(away["median"]):
            marker = "o" if abs(middle) <= EDGE else "<" if middle < 0 else ">"
            axes.plot(np.clip(middle, -EDGE, EDGE), k, marker, color=colours[k], clip_on=False)
        axes.set_xlim(-EDGE, EDGE)
        figure.supxlabel(speaker.say("fit_axis"), fontsize=SMALL)
        return as_svg(figure)


def learnt_figure(rows: Sequence[Row], speaker: Speaker) -> bytes:
    """Posterior beside prior, on the scale of the prior's range."""
    low = _column(rows, "prior_low")
    width = _column(rows, "prior_high") - low
    at = {name: (_column(rows, name) - low) / width for name in ("low", "median", "high")}
    with drawing(speaker.language, WIDTH, ROW * len(rows) + 0.7) as figure:
        axes = figure.subplots()
        down = _rows_down(axes, [speaker.parameter(row["parameter"]) for row in rows])
        axes.hlines(down, 0, 1, color=PALE, linewidth=6)
        axes.hlines(down, at["low"], at["high"], color=BLUE, linewidth=2.4)
        axes.plot(at["median"], down, "o", color=BLUE, markersize=4.5)
        figure.supxlabel(speaker.say("learnt_axis"), fontsize=SMALL)
        return as_svg(figure)


def ranks_figure(rows: Sequence[Row], speaker: Speaker) -> bytes:
    """How often the truth took each tenth of the ranks, by what made the cities."""
    methods = [name for name in ("emulator", "simulator")
               if any(row["method"] == name for row in rows)]  # fmt: skip
    with drawing(speaker.language, WIDTH, 2.3) as figure:
        for axes, method in zip(np.atleast_1d(figure.subplots(1, len(methods))), methods,
                                strict=True):  # fmt: skip
            mine = [row for row in rows if row["method"] == method]
            places = _column(mine, "rank") / (_column(mine, "of") + 1.0)
            low, high = stats.binom.interval(0.9, len(mine), 1.0 / BINS)
            axes.axhspan(low, high, color=PALE, alpha=0.5, linewidth=0)
            axes.hist(100.0 * places, bins=BINS, range=(0, 100), color=BLUE, alpha=0.75, rwidth=0.9)
            axes.set_title(speaker.say(f"made_by_{method}"))
            axes.set_xlabel(speaker.say("ranks_axis"))
            axes.set_ylabel(speaker.say("ranks_count"))
        return as_svg(figure)


def route_figure(rows: Sequence[Row], speaker: Speaker) -> bytes:
    """Means and spreads of the parameters by both routes."""
    with drawing(speaker.language, WIDTH, 1.3 * ROW * len(rows) + 0.9) as figure:
        axes = figure.subplots()
        at = _rows_down(axes, [speaker.parameter(row["parameter"]) for row in rows])
        both = (("emulator", "route_first", BLUE, -0.16), ("second", "route_second", ORANGE, 0.16))
        for route, label, colour, shift in both:
            axes.errorbar(
                _column(rows, f"mean_{route}"), at + shift, xerr=_column(rows, f"spread_{route}"),
                fmt="o", color=colour, markersize=4, linewidth=1.6, label=speaker.say(label),
            )  # fmt: skip
        axes.axvline(0, color=PALE, linewidth=0.8, zorder=0)
        figure.supxlabel(speaker.say("route_axis"), fontsize=SMALL)
        figure.legend(loc="outside upper right", ncols=2, frameon=False)
        return as_svg(figure)


def fan_figure(
    rows: Sequence[Row], aim: float | None, published: float | None,
    limits: tuple[float, float], speaker: Speaker,
) -> bytes:  # fmt: skip
    """One figure from 2020 to 2025; what it shows stands above it, so it holds no words.

    Args:
        rows: of one figure in one kind of prices, by year.
        aim: of the plan.
        published: in 2020.
        limits: of the scale, which figures side by side share.
        speaker: sets the font.
    """
    years = [int(row["year"]) for row in rows]
    with drawing(speaker.language, 3.1, 2.1) as figure:
        axes = figure.subplots()
        axes.fill_between(
            years, _column(rows, "low"), _column(rows, "high"), color=BLUE, alpha=0.22, linewidth=0
        )
        axes.plot(years, _column(rows, "median"), color=BLUE, linewidth=1.8)
        for rival, style in (("last_value", "-"), ("constant_growth", "--"), ("logistic", ":")):
            axes.plot(years, _column(rows, rival), style, color=GREY, linewidth=0.9)
        if published is not None:
            axes.plot(LAST_PUBLISHED_YEAR, published, "o", color=ORANGE, markersize=5, zorder=5)
        if aim is not None:
            axes.plot(years[-1], aim, "D", color=ORANGE, markersize=5, zorder=5, clip_on=False)
        axes.set_xticks(years)
        axes.set_ylim(*limits)
        axes.ticklabel_format(axis="y", style="plain", useOffset=False)
        return as_svg(figure)
