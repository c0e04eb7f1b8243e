"""S-curves: how the ladder, numerical control and networking spread, by size of firm."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.moments import moments
from sim.base.resources import table
from sim.compare.paths import EQUIPMENT, RUNGS, adoption_shares, paths_of
from sim.park.atlas import size_classes
from sim.report.palette import BLACK, GREY, ORANGE, PALE, SERIES
from sim.report.pictures.given import WithTwin, heading, runs_of
from sim.report.pictures.page import key, page, plain
from sim.report.pictures.words import say
from sim.report.words import Language, named
from sim.scenario.ensemble import Ensemble

SIZE = (12.5, 5.6)
PUBLISHED = {"numerical_control": "numerical_control_rate", "networked": "networking_rate"}
LINES = ("-", "--", "-.", ":")
BOLD = 2.4  # points: the line of all firms


def adoption(given: Ensemble | WithTwin, language: Language) -> Any:
    """Shares of above-scale firms at each rung, and of equipment, by size class and year.

    Args:
        given: runs that recorded their paths.
        language: zh or en.

    Raises:
        InputError: they did not.
    """
    ensemble, _ = runs_of(given)
    paths_of(ensemble)
    head = heading(ensemble, language, say("adoption", language), say("adoption_note", language))
    with page(language, SIZE, head, 1) as made:
        panels = made.subplots(2, 4).ravel()
        panels[-1].set_visible(False)
        for axes, figure in zip(panels, (*RUNGS, *EQUIPMENT), strict=False):
            _panel(axes, ensemble, figure, language)
        key(made, _handles(panels[0], language), 7)
    return made


def _panel(axes: Any, ensemble: Ensemble, figure: str, language: Language) -> None:
    years = ensemble.years
    by_size, every = adoption_shares(ensemble, figure)
    low, middle, high = np.quantile(every, [0.05, 0.5, 0.95], axis=0)
    axes.fill_between(years, low, high, color=PALE, alpha=0.6, linewidth=0)
    axes.plot(years, middle, color=BLACK, linewidth=BOLD, zorder=4)
    for k in range(by_size.shape[2]):
        axes.plot(years, np.nanmedian(by_size[..., k], axis=0), color=SERIES[k],
                  linestyle=LINES[k], linewidth=1.6, zorder=5)  # fmt: skip
    if figure in PUBLISHED:
        found = next(one for one in moments() if one.indicator == PUBLISHED[figure])
        axes.plot([2015, 2020], [found.value_2015, found.value_2020], "o", color=ORANGE,
                  markeredgecolor="white", zorder=6)  # fmt: skip
    axes.set_title(_title(figure, language))
    share = "share_of_firms" if figure in RUNGS else "share_of_capital"
    axes.set_ylabel(say(share, language), fontsize=7.5, color=GREY)
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    axes.set_xticks([year for year in years if (year - years[0]) % 5 == 0])
    axes.set_ylim(0.0, min(1.04 * axes.get_ylim()[1], 102.0))
    axes.yaxis.set_major_formatter(plain)


def _title(figure: str, language: Language) -> str:
    if figure in EQUIPMENT:
        return say("nc" if figure == "numerical_control" else "net", language)
    row = next(row for row in table("ladder.csv") if row["rung"] == figure.removeprefix("rung_"))
    return (
        row[language] if figure == RUNGS[-1] else say("reached_rung", language, rung=row[language])
    )


def _handles(axes: Any, language: Language) -> list[Any]:
    every = axes.plot([], [], color=BLACK, linewidth=BOLD, label=say("every_firm", language))
    sizes = [axes.plot([], [], color=SERIES[k], linestyle=LINES[k], linewidth=1.6,
                       label=named(one, language))[0]
             for k, one in enumerate(size_classes())]  # fmt: skip
    band = axes.plot([], [], color=PALE, alpha=0.6, linewidth=7,
                     label=say("every_band", language))  # fmt: skip
    published = axes.plot([], [], "o", color=ORANGE, label=say("published_all", language))
    return [*every, *band, *sizes, *published]
