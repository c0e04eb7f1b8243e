"""Tableau of the 57 sub-areas: price of land and land in use, tiles by district."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from sim.base.units import LAST_YEAR
from sim.compare.paths import place_medians
from sim.park.atlas import Place, districts, places
from sim.report.palette import AMBER, BLACK, GREY, WHITE, ink, ramp
from sim.report.pictures.given import WithTwin, heading, runs_of
from sim.report.pictures.page import fold, page
from sim.report.pictures.words import say
from sim.report.words import Language, named
from sim.scenario.ensemble import Ensemble

WIDTH, ROW = 13.3, 0.83  # inches
TILE, BAR = 0.94, 0.1  # of a cell
LINE = {"zh": 20, "en": 24}  # narrow characters of a name's line


def land(given: Ensemble | WithTwin, language: Language) -> Any:
    """Each sub-area as a tile in its district's row, shaded by price, with a bar of land in use.

    Args:
        given: runs; their last year is shown.
        language: zh or en.
    """
    ensemble, _ = runs_of(given)
    year = min(ensemble.years[-1], LAST_YEAR)
    price = place_medians(ensemble, "land_price", year)
    use = place_medians(ensemble, "occupancy", year)
    size = (WIDTH, ROW * len(districts()) + 0.65)
    head = heading(ensemble, language, say("land", language, year=year),
                   say("land_note", language), ranges=False)  # fmt: skip
    with page(language, size, head) as made:
        axes, scale = made.subplots(2, 1, height_ratios=(22.0, 0.45))
        low, high = float(price.min()), float(price.max())
        for row, district in enumerate(districts()):
            axes.text(-0.08, row, named(district, language), ha="right",
                      va="center", fontsize=10)  # fmt: skip
            for column, number in enumerate(_row(district.name)):
                part = (price[number] - low) / (high - low) if high > low else 0.5
                _tile(axes, row, column, places()[number], (price[number], use[number], part),
                      language)  # fmt: skip
        widest = max(len(_row(district.name)) for district in districts())
        axes.set_xlim(-0.75, widest)
        axes.set_ylim(len(districts()) - 0.5, -0.5)
        axes.set_axis_off()
        _scale(scale, low, high, language)
    return made


def _row(district: str) -> list[int]:
    """Numbers of a district's places, the sub-areas first."""
    own = [k for k, place in enumerate(places()) if place.district == district]
    return sorted(own, key=lambda k: not places()[k].is_park)


def _tile(
    axes: Any, row: int, column: int, place: Place, found: tuple[float, float, float],
    language: Language,
) -> None:  # fmt: skip
    price, use, part = found
    foot_of = row + TILE / 2.0
    axes.bar(column + 0.5, TILE, width=TILE, bottom=row - TILE / 2.0, color=ramp(part),
             edgecolor=GREY, linewidth=0.5 if place.is_park else 1.2,
             linestyle="-" if place.is_park else "--", gid=place.name)  # fmt: skip
    left = column + 0.5 - TILE / 2.0
    axes.barh(foot_of - BAR / 2.0, TILE, left=left, height=BAR, color=WHITE, edgecolor=GREY,
              linewidth=0.4)  # fmt: skip
    axes.barh(foot_of - BAR / 2.0, TILE * min(use, 1.0), left=left, height=BAR, color=AMBER,
              edgecolor=BLACK, linewidth=0.4)  # fmt: skip
    name = named(place, language)
    if not place.is_park:
        name = say("township", language)
    lines = [line for part in name.split("\n") for line in fold(part, LINE[language])][:3]
    axes.text(column + 0.5, row - 0.16, "\n".join(lines), ha="center", va="center", fontsize=7.2,
              color=ink(part), linespacing=1.15)  # fmt: skip
    numbers = say("tile", language, price=f"{price:.0f}", use=f"{100.0 * use:.0f}")
    axes.text(column + 0.5, row + 0.22, numbers, ha="center", va="center", fontsize=7.2,
              color=ink(part))  # fmt: skip


def _scale(axes: Any, low: float, high: float, language: Language) -> None:
    """The shades with their prices."""
    edges = np.linspace(low, high, 65)
    for first, last in pairwise(edges):
        axes.axvspan(first, last, color=ramp((first - low) / (high - low or 1.0)), linewidth=0)
    axes.set_xlim(low - 0.02 * (high - low), low + 2.6 * (high - low))
    axes.set_yticks([])
    marks = np.linspace(low, high, 5)
    axes.set_xticks(marks, [f"{value:.0f}" for value in marks])
    axes.text(high + 0.04 * (high - low), 0.5, f"{say('land_price_key', language)}    "
              f"{say('land_use_key', language)}", va="center")  # fmt: skip
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
