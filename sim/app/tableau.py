"""The tableau: the 57 sub-areas park by park, as tiles with a figure of a year."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from dash import html

from sim.app.parts import shares, swatches, table
from sim.app.words import say
from sim.app.worker import Found
from sim.base.levers import GRADES
from sim.base.resources import table as evidence
from sim.base.state import Array
from sim.compare.paths import place_medians
from sim.park.atlas import Place, places
from sim.report.frames import PLACE_UNITS
from sim.report.palette import AMBER, BLUE, FAINT, GRADE_COLOURS, GREY, PINK, ink, ramp
from sim.report.words import Language, unit_label
from sim.scenario.ensemble import Ensemble

FIGURES = ("land_price", "grades", "land_use")
GRADE_SHADES = GRADE_COLOURS[: len(GRADES) + 1]  # A to D, none
USES = {"land": BLUE, "other_land": GREY, "held_land": PINK, "free_land": AMBER,
        "reserved_land": FAINT}  # fmt: skip
PRICE_SHADES = 7  # of the scale of prices
TILE_WIDTH, PARK_WIDTH = 88, 132  # pixels, before they share a line
PRICE_COLOURS = tuple(
    "#" + "".join(f"{round(255 * part):02X}" for part in ramp(k / (PRICE_SHADES - 1)))
    for k in range(PRICE_SHADES)
)


def grade_shares(found: Found, scenario: str, year: int) -> Array:
    """Firms by grade and place, the mean of the runs traced; shape: places x 5."""
    at = found.findings.comparison.first.years.index(year)
    return np.asarray(found.grades[scenario][:, at].mean(axis=0))


def tableau(
    found: Found, scenario: str, figure: str, year: int, language: Language
) -> list[Any]:
    """Tiles of the sub-areas, then the same as a table."""
    ensemble = next(one for one in found.findings.comparison.ensembles
                    if one.scenario.name == scenario)  # fmt: skip
    key, tiles, note = _tiles(found, ensemble, figure, year, language)
    return [
        key, html.P(note, className="hint"),
        html.Div([_belt(name, tiles, language) for name in _belts()], className="tableau"),
        _as_table(found, ensemble, year, language),
    ]  # fmt: skip


def _tiles(
    found: Found, ensemble: Ensemble, figure: str, year: int, language: Language
) -> tuple[Any, list[Any], str]:
    if figure == "grades":
        names = [say("grade", language, grade=grade) for grade in GRADES]
        labels = [*names, say("no_grade", language)]
        counts = grade_shares(found, ensemble.scenario.name, year)
        tiles = [_stacked(place, counts[k], GRADE_SHADES, labels, language)
                 for k, place in enumerate(places())]  # fmt: skip
        note = say("grades_note", language, runs=len(found.traced))
        return swatches(list(zip(GRADE_SHADES, labels, strict=True))), tiles, note
    if figure == "land_use":
        labels = [say(f"use_{name}", language) for name in USES]
        parts = np.stack([place_medians(ensemble, name, year) for name in USES], axis=1)
        colours = tuple(USES.values())
        tiles = [_stacked(place, parts[k], colours, labels, language)
                 for k, place in enumerate(places())]  # fmt: skip
        note = say("land_use_note", language, runs=len(ensemble.records))
        return swatches(list(zip(colours, labels, strict=True))), tiles, note
    return _price_tiles(found, ensemble, year, language)


def _price_tiles(
    found: Found, ensemble: Ensemble, year: int, language: Language
) -> tuple[Any, list[Any], str]:
    """One scale for all scenarios and years, so that tiles can be compared."""
    parks = np.array([place.is_park for place in places()])
    every = [place_medians(one, "land_price", at)[parks]
             for one in found.findings.comparison.ensembles for at in one.years]  # fmt: skip
    low, high = float(np.min(every)), float(np.max(every))
    edges = np.linspace(low, high, len(PRICE_COLOURS) + 1)
    values = place_medians(ensemble, "land_price", year)
    tiles = []
    for place, value in zip(places(), values, strict=True):
        at = int(np.clip(np.searchsorted(edges, value, "right") - 1, 0, len(PRICE_COLOURS) - 1))
        tiles.append(html.Li([
            html.Span(getattr(place, language), className="place"),
            html.Strong(f"{value:,.1f}"),
        ], className="tile", style={"background": PRICE_COLOURS[at],
                                    "color": ink(at / (PRICE_SHADES - 1))}))  # fmt: skip
    key = [(colour, f"{edges[k]:,.0f}–{edges[k + 1]:,.0f}")
           for k, colour in enumerate(PRICE_COLOURS)]  # fmt: skip
    unit = unit_label(PLACE_UNITS["land_price"], language)
    note = say("price_note", language, runs=len(ensemble.records), unit=unit)
    return swatches(key), tiles, note


def _stacked(
    place: Place, parts: Array, colours: tuple[str, ...], labels: list[str], language: Language
) -> html.Li:
    whole = float(parts.sum())
    named = [f"{label} {100.0 * part / whole:.0f}%"
             for label, part in zip(labels, parts, strict=True) if part > 0.0]  # fmt: skip
    said = "; ".join(named) or say("nothing_there", language)
    return html.Li([
        html.Span(getattr(place, language), className="place"),
        shares(list(zip((float(one) for one in parts), colours, strict=True)), said),
    ], className="tile")  # fmt: skip


@cache
def _belts() -> dict[str, dict[str, str]]:
    """Belts in the order of the evidence table, with their labels."""
    return {row["belt"]: {"zh": row["belt_zh"], "en": row["belt_en"]}
            for row in evidence("places.csv") if row["kind"] == "sub_area"}  # fmt: skip


def _belt(belt: str, tiles: list[Any], language: Language) -> html.Section:
    parks: dict[str, list[Any]] = {}
    for place, tile in zip(places(), tiles, strict=True):
        if place.is_park and place.belt == belt:
            name = place.park_zh if language == "zh" else place.park_en
            parks.setdefault(name, []).append(tile)
    count = sum(len(own) for own in parks.values())
    return html.Section([
        html.H4(_belts()[belt][language]),
        html.Div([_park(name, own) for name, own in parks.items()], className="parks"),
    ], className="belt",
        style={"flexGrow": count, "flexBasis": f"{count * (TILE_WIDTH + 8)}px"})  # fmt: skip


def _park(name: str, tiles: list[Any]) -> html.Section:
    width = max(len(tiles) * TILE_WIDTH, PARK_WIDTH)
    return html.Section([html.H5(name), html.Ul(tiles)], className="park",
                        style={"flexGrow": len(tiles), "flexBasis": f"{width}px"})  # fmt: skip


def _as_table(found: Found, ensemble: Ensemble, year: int, language: Language) -> html.Details:
    """The same figures, all of them, for reading and copying."""
    columns = {name: place_medians(ensemble, name, year)
               for name in ("land_price", "land", "free_land")}  # fmt: skip
    counts = grade_shares(found, ensemble.scenario.name, year)
    headers = [say("sub_area", language),
               *(f"{say(f'use_{name}' if name != 'land_price' else name, language)} "
                 f"({unit_label(PLACE_UNITS[name], language)})" for name in columns),
               *(f"{say('grade', language, grade=grade)} (%)" for grade in GRADES)]  # fmt: skip
    body = []
    for k, place in enumerate(places()):
        if place.is_park:
            whole = counts[k].sum()
            park = place.park_zh if language == "zh" else place.park_en
            body.append([
                f"{park} · {getattr(place, language)}",
                *(f"{values[k]:,.1f}" for values in columns.values()),
                *(f"{100.0 * one / whole:.0f}" if whole else "" for one in counts[k][:4]),
            ])  # fmt: skip
    caption = say("tableau_caption", language, year=year)
    return html.Details([html.Summary(say("as_table", language)),
                         table(caption, headers, body, range(1, 8))])  # fmt: skip
