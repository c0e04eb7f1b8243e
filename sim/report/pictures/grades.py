"""Alluvial figure: how firms move between the per-mu grades from year to year."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.levers import GRADES
from sim.base.state import Array
from sim.compare.paths import ABSENT, FIRST_STEP, NEW, grade_moves
from sim.report.palette import BLACK, GRADE_COLOURS, GRADE_HATCHES, GREY, WHITE
from sim.report.pictures.given import WithTwin, heading, runs_of
from sim.report.pictures.page import key, page
from sim.report.pictures.words import say
from sim.report.words import Language
from sim.scenario.ensemble import Ensemble

SIZE = (13.0, 6.0)
ORDER = (*range(len(GRADES)), NEW)  # from the top
GAP, NODE = 0.022, 0.13  # between nodes, part of the highest column; half-width of a node in years
BEND = np.linspace(0.0, 1.0, 31)
CURVE = BEND * BEND * (3.0 - 2.0 * BEND)


def grades(given: Ensemble | WithTwin, language: Language) -> Any:
    """Stock of firms by grade each year, and the flows between the years.

    Args:
        given: runs that recorded their paths.
        language: zh or en.

    Raises:
        InputError: they did not.
    """
    ensemble, _ = runs_of(given)
    flows = grade_moves(ensemble)
    years = ensemble.years[FIRST_STEP:]
    title = say("grades", language, first=years[0], last=years[-1])
    head = heading(ensemble, language, title, say("grade_flow_key", language),
                   say("grades_note", language), ranges=False)  # fmt: skip
    with page(language, SIZE, head, 1) as made:
        axes = made.subplots()
        stocks = _stocks(flows)
        tops = [_tops(stock, GAP * stocks.sum(axis=1).max()) for stock in stocks]
        for step, flow in enumerate(flows):
            _bands(axes, years[step], flow, tops[step], tops[step + 1])
        for year, stock, top in zip(years, stocks, tops, strict=True):
            _nodes(axes, year, stock, top, language)
        axes.set_xticks(years)
        axes.set_xlim(years[0] - 0.55, years[-1] + 0.45)
        axes.set_yticks([])
        axes.tick_params(axis="x", length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.set_ylabel(say("firms_axis", language))
        key(made, _handles(axes, language), 6)
    return made


def _stocks(flows: Array) -> Array:
    """Firms by standing at the end of each year; shape: years x (grades and ungraded)."""
    here = [*ORDER]
    first = flows[0][here, :].sum(axis=1)
    return np.stack([first, *(flow[:, here].sum(axis=0) for flow in flows)])


def _tops(stock: Array, gap: float) -> Array:
    """Upper edge of each node, the first on top at nought, downwards."""
    return -np.concatenate([[0.0], np.cumsum(stock + gap)[:-1]])


def _bands(axes: Any, year: int, flow: Array, left: Array, right: Array) -> None:
    out, into = left.copy(), right.copy()
    x = year + NODE + (1.0 - 2.0 * NODE) * BEND
    for start in ORDER:
        for end in ORDER:
            number = flow[start, end]
            if number > 0.0:
                top = out[start] + (into[end] - out[start]) * CURVE
                axes.fill_between(x, top - number, top, color=GRADE_COLOURS[start], alpha=0.45,
                                  linewidth=0.0)  # fmt: skip
            out[start] -= number
            into[end] -= number
        leaving = flow[start, ABSENT]
        axes.bar(year + NODE + 0.05, leaving, width=0.06, bottom=out[start] - leaving, color=WHITE,
                 edgecolor=GREY, linewidth=0.7)  # fmt: skip


def _nodes(axes: Any, year: int, stock: Array, top: Array, language: Language) -> None:
    for k in ORDER:
        axes.bar(year, stock[k], width=2 * NODE, bottom=top[k] - stock[k], color=GRADE_COLOURS[k],
                 hatch=GRADE_HATCHES[k], edgecolor=WHITE if GRADE_HATCHES[k] else BLACK,
                 linewidth=0.0, gid=f"{year}-{k}")  # fmt: skip
        if stock[k] <= 0.0:
            continue
        dark = k == 0
        tall = stock[k] > 0.03 * stock.sum()
        axes.text(year, top[k] - stock[k] / 2.0, f"{stock[k]:,.0f}" if tall else "", ha="center",
                  va="center", fontsize=6.5, color=WHITE if dark else BLACK,
                  bbox=None if dark or k == 1 else BOX)  # fmt: skip


BOX = {"facecolor": WHITE, "edgecolor": "none", "pad": 0.8, "alpha": 0.8}


def _handles(axes: Any, language: Language) -> list[Any]:
    names = [*(say("grade", language, grade=grade) for grade in GRADES), say("ungraded", language)]
    bars = [axes.bar([np.nan], [np.nan], color=GRADE_COLOURS[k], hatch=GRADE_HATCHES[k],
                     edgecolor=WHITE if GRADE_HATCHES[k] else BLACK, linewidth=0.0, label=name)
            for k, name in enumerate(names)]  # fmt: skip
    gone = axes.bar([np.nan], [np.nan], color=WHITE, edgecolor=GREY, linewidth=0.7,
                    label=say("left", language))  # fmt: skip
    return [*bars, gone]
