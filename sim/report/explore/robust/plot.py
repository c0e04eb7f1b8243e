"""The figure of robustness: regret over the cases, and what is worth knowing, by measure."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.explore.robust.study import CLEAR, Judged, Robust
from sim.report.explore.robust.view import Titles, measure_label
from sim.report.explore.words import named, say, wrapped
from sim.report.figures import BLUE, GREY, ORANGE
from sim.report.words import Language

LABEL_WIDTH = 34  # letters of a line


def draw(figure: Any, found: Robust, title: Titles, language: Language) -> None:
    """Draw a row per measure."""
    rows = figure.subplots(len(found.judged), 2, squeeze=False)
    for (left, right), one in zip(rows, found.judged, strict=True):
        _regret(left, one, title, language)
        _information(right, one, language)
    figure.suptitle(say("robust_title", language, cases=found.cases), fontsize=11)


def _regret(axes: Any, one: Judged, title: Titles, language: Language) -> None:
    """Mean regret with its interval, and the largest."""
    at = np.arange(len(one.standings))[::-1]
    mean = np.array([row.regret for row in one.standings])
    ends = np.array([[row.regret_low, row.regret_high] for row in one.standings]).T
    axes.barh(at, mean, color=BLUE, alpha=0.75, height=0.6, label=say("regret", language))
    axes.errorbar(mean, at, xerr=np.maximum([mean - ends[0], ends[1] - mean], 0.0), fmt="none",
                  ecolor=GREY, capsize=2)  # fmt: skip
    axes.plot([row.worst for row in one.standings], at, "D", color=ORANGE, markersize=4,
              label=say("worst", language))  # fmt: skip
    axes.set_yticks(at, [wrapped(title(row.package), LABEL_WIDTH) for row in one.standings])
    axes.set_title(wrapped(measure_label(one.measure, language), 2 * LABEL_WIDTH))
    axes.set_xlabel(say("regret_axis", language))
    axes.legend(frameon=False, loc="best", fontsize=7)


def _information(axes: Any, one: Judged, language: Language) -> None:
    known = one.learnt[::-1]
    axes.set_title(say("information_title", language))
    if not known:
        axes.text(0.5, 0.5, say("none_to_know", language), ha="center", color=GREY,
                  transform=axes.transAxes)  # fmt: skip
        axes.set_axis_off()
        return
    at = np.arange(len(known))
    errors = [CLEAR * item.information.error for item in known]
    axes.barh(at, [item.information.value for item in known], color=BLUE, alpha=0.75, height=0.6,
              xerr=errors, error_kw={"ecolor": GREY, "capsize": 2})  # fmt: skip
    axes.plot([item.noise for item in known], at, "|", color=ORANGE, markersize=12,
              markeredgewidth=2, label=say("noise", language))  # fmt: skip
    axes.set_yticks(at, [wrapped(named(item.item, language), LABEL_WIDTH) for item in known],
                    fontsize=7)  # fmt: skip
    axes.set_xlim(left=0.0)
    axes.set_xlabel(say("worth_axis", language))
