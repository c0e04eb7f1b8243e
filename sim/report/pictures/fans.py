"""Fan charts: the simulated paths with the published figures and the targets."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.moments import moments, published_pair
from sim.base.rivals import RIVALS, rivals
from sim.base.state import Array
from sim.base.units import LAST_PUBLISHED_YEAR
from sim.compare.targets import PLAN, targets
from sim.report.palette import BLUE, GREY, ORANGE, SKY
from sim.report.pictures.given import WithTwin, heading, runs_of
from sim.report.pictures.page import key, page, plain
from sim.report.pictures.words import say
from sim.report.words import Language, named, unit_label
from sim.scenario.ensemble import Ensemble

PANELS = (
    "real_value_added_index", "value_added", "gross_output", "profit", "employment",
    "above_scale_firms", "large_firm_output_share", "firms_over_10bn", "numerical_control_rate",
    "networking_rate", "renovation_investment_cumulative", "industrial_investment_cumulative",
    "tax_per_mu", "value_added_per_mu", "above_scale_land", "research_ratio",
)  # fmt: skip
ACROSS, SIZE = 4, (12.5, 8.2)
RIVAL_LINES = dict(zip(RIVALS, ("-", "--", ":"), strict=True))


def band(axes: Any, years: list[int], found: Array) -> None:
    """Median with 50% and 90% range; shape of `found`: runs x years."""
    five, quarter, middle, three, ninety_five = np.quantile(
        found, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0
    )
    axes.fill_between(years, five, ninety_five, color=SKY, alpha=0.35, linewidth=0)
    axes.fill_between(years, quarter, three, color=SKY, alpha=0.75, linewidth=0)
    axes.plot(years, middle, color=BLUE, linewidth=1.8)


def fans(given: Ensemble | WithTwin, language: Language) -> Any:
    """Simulated paths from 2015, a panel per figure, with what was published and what is aimed at.

    After 2020 naive rivals stand beside the paths: they know the two published figures alone.

    Args:
        given: runs.
        language: zh or en.
    """
    ensemble, _ = runs_of(given)
    with page(language, SIZE, heading(ensemble, language, say("fans", language)), 2) as made:
        panels = made.subplots(len(PANELS) // ACROSS, ACROSS)
        for axes, name in zip(panels.ravel(), PANELS, strict=True):
            _panel(axes, ensemble, name, language)
        key(made, _handles(panels[0, 0], language), 6)
    return made


def _panel(axes: Any, ensemble: Ensemble, name: str, language: Language) -> None:
    years, item = ensemble.years, INDICATOR[name]
    band(axes, years, ensemble.values(name))
    for year, value, error in _published(name):
        axes.errorbar([year], [value], yerr=[error], fmt="o", color=ORANGE, markersize=5, zorder=5,
                      capsize=3, markeredgecolor="white", markeredgewidth=0.6)  # fmt: skip
    for year, aim in _aims(name):
        if year in years:
            axes.plot([year], [aim], "D", markersize=6, color="black", markerfacecolor="white",
                      markeredgewidth=1.4, clip_on=False, zorder=6)  # fmt: skip
    _draw_rivals(axes, name, item.unit, years)
    label = named(item, language)
    axes.set_title(label)
    axes.set_ylabel(unit_label(item.unit, language), fontsize=7.5, color=GREY)
    if years[-1] > LAST_PUBLISHED_YEAR:
        axes.axvspan(LAST_PUBLISHED_YEAR, years[-1] + 0.3, color=GREY, alpha=0.07, linewidth=0)
    axes.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    axes.set_ylim(0.0, 1.04 * axes.get_ylim()[1])
    axes.yaxis.set_major_formatter(plain)
    axes.set_xticks([year for year in years if (year - years[0]) % 5 == 0])


def _draw_rivals(axes: Any, name: str, unit: str, years: list[int]) -> None:
    """What the published figures of 2015 and 2020 alone would give after 2020."""
    pair, ahead = published_pair(name), [year for year in years if year >= LAST_PUBLISHED_YEAR]
    if pair is None or len(ahead) < 2:
        return
    found = [rivals(*pair, year, share=unit == "%") for year in ahead]
    for rival in found[0]:
        axes.plot(ahead, [one[rival] for one in found], RIVAL_LINES[rival], color=GREY,
                  linewidth=1.0, zorder=4)  # fmt: skip


def _published(name: str) -> list[tuple[int, float, float]]:
    """Year, published figure and tolerance."""
    found = next((one for one in moments() if one.indicator == name), None)
    if found is None:
        return []
    both = ((2015, found.value_2015, 0.0), (2020, found.value_2020, found.tolerance or 0.0))
    return [(year, value, error) for year, value, error in both if value is not None]


def _aims(name: str) -> list[tuple[int, float]]:
    """Year and aim of the plan's targets for the level of a figure."""
    return [(one.last_year, one.aim) for one in targets()
            if one.group == PLAN and one.indicator == name and one.represented
            and one.aim is not None and one.kind != "cumulative" and not one.each_year]  # fmt: skip


def _handles(axes: Any, language: Language) -> list[Any]:
    drawn = (
        ("fans_key_median", {"color": BLUE, "linewidth": 1.8}),
        ("fans_key_50", {"color": SKY, "alpha": 0.75, "linewidth": 7}),
        ("fans_key_90", {"color": SKY, "alpha": 0.35, "linewidth": 7}),
        ("fans_key_published", {"color": ORANGE, "marker": "o", "linestyle": "none"}),
        ("fans_key_target", {"color": "black", "marker": "D", "linestyle": "none",
                             "markerfacecolor": "white", "markeredgewidth": 1.4}),
        ("fans_key_ahead", {"color": GREY, "alpha": 0.15, "linewidth": 7}),
    )  # fmt: skip
    handles = [axes.plot([], [], label=say(name, language), **look)[0] for name, look in drawn]
    for rival, line in RIVAL_LINES.items():
        label = say("fans_key_rival", language, rival=RIVALS[rival][0 if language == "zh" else 1])
        handles += axes.plot([], [], line, color=GREY, linewidth=1.0, label=label)
    return handles
