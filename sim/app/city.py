"""One run of one scenario, year by year: every firm a small square in the tile of its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim.app.tableau import GRADE_SHADES
from sim.app.words import say
from sim.base.indicators import INDICATOR
from sim.base.levers import GRADES
from sim.base.parameters import ladder
from sim.base.state import Array
from sim.park.atlas import places
from sim.report.compare.labels import indicator_label
from sim.report.words import Language
from sim.scenario.traced import Trace

WIDTH, HEIGHT = 1000, 560  # of the drawing, in its own pixels
HEADING, MARGIN = 13.0, 3.0
NAME_ROOM = 0.006  # room for a name: part of all firms that is added to every tile
LARGEST_SIDE = 12.0  # side of a square
RUNG_COLOURS = ("#DADADA", "#C7E9B4", "#7FCDBB", "#41B6C4", "#225EA8", "#081D58")
SHOWN = (
    "above_scale_firms", "value_added", "value_added_per_mu", "tax_per_mu", "land_price",
    "upgrades", "numerical_control_rate", "digital_workshops", "firms_entered",
    "firms_left_market", "public_cost",
)  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """Where a place is drawn."""

    place: int
    x: float
    y: float
    width: float
    height: float


def tiles(trace: Trace) -> list[Tile]:
    """Tiles of all places, each as large as the most firms it ever has; parks lie together."""
    most = _most_firms(trace)
    sizes = most + NAME_ROOM * most.sum()
    groups: dict[str, list[int]] = {}
    for row in range(len(places())):
        groups.setdefault(place_group(row), []).append(row)
    totals = [float(sum(sizes[row] for row in rows)) for rows in groups.values()]
    found: list[Tile] = []
    for rows, box in zip(groups.values(), _squares(totals, (0.0, 0.0, WIDTH, HEIGHT)), strict=True):
        inside = _squares([float(sizes[row]) for row in rows], box)
        found += [Tile(row, *one) for row, one in zip(rows, inside, strict=True)]
    return found


def place_group(row: int) -> str:
    """What a place is drawn together with: its park, or the other townships."""
    return places()[row].park


Box = tuple[float, float, float, float]


def _squares(sizes: list[float], box: Box) -> list[Box]:
    """Boxes of given relative sizes within a box, halved again and again along the longer side."""
    if len(sizes) == 1:
        return [box]
    half, cut = sum(sizes) / 2.0, 1
    while cut < len(sizes) - 1 and sum(sizes[: cut + 1]) <= half:
        cut += 1
    share = sum(sizes[:cut]) / sum(sizes)
    x, y, width, height = box
    if width >= height:
        part = width * share
        first, second = (x, y, part, height), (x + part, y, width - part, height)
    else:
        part = height * share
        first, second = (x, y, width, part), (x, y + part, width, height - part)
    return _squares(sizes[:cut], first) + _squares(sizes[cut:], second)


def sides(trace: Trace, boxes: list[Tile]) -> list[float]:
    """The side of a square in each tile: one for most tiles, smaller where a tile is crowded."""
    most = _most_firms(trace)
    own = [_side(box, int(most[box.place])) for box in boxes]
    usual = float(np.median(own))
    return [min(usual, one) for one in own]


def _most_firms(trace: Trace) -> Array:
    """The most firms that each place has in any year."""
    counts = [np.bincount(year.place, minlength=len(places())) for year in trace.firms]
    return np.asarray(np.max(counts, axis=0))


def _side(box: Tile, firms: int) -> float:
    """The largest side with which a tile holds so many squares."""
    low, high = 0.2, LARGEST_SIDE
    for _ in range(24):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _room(box, middle) >= firms else (low, middle)
    return low


def _room(box: Tile, side: float) -> int:
    across = int((box.width - 2 * MARGIN) / side)
    down = int((box.height - 2 * MARGIN - HEADING) / side)
    return max(across, 0) * max(down, 0)


def payload(trace: Trace, language: Language) -> dict[str, Any]:
    """What the drawing needs: tiles with names, and the firms of each year by place."""
    boxes = tiles(trace)
    years = {}
    for year, firms in zip(trace.years, trace.firms, strict=True):
        order = np.argsort(firms.place, kind="stable")  # by identity within a place
        years[str(year)] = {
            "place": firms.place[order].tolist(), "grade": firms.grade[order].tolist(),
            "rung": firms.rung[order].tolist(), "large": firms.above_scale[order].tolist(),
        }  # fmt: skip
    return {
        "width": WIDTH, "height": HEIGHT, "heading": HEADING, "margin": MARGIN,
        "years": years,
        "colours": {"grade": GRADE_SHADES, "rung": RUNG_COLOURS},
        "tiles": [{"place": one.place, "side": side, "x": one.x, "y": one.y, "width": one.width,
                   "height": one.height, "group": place_group(one.place),
                   "name": getattr(places()[one.place], language),
                   "park": places()[one.place].park_zh if language == "zh"
                   else places()[one.place].park_en, "in_park": places()[one.place].is_park}
                  for one, side in zip(boxes, sides(trace, boxes), strict=True)],
    }  # fmt: skip


@cache
def colour_key(colour: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Colours of grades or rungs with their labels."""
    if colour == "rung":
        return tuple((shade, getattr(rung, language))
                     for shade, rung in zip(RUNG_COLOURS, ladder(), strict=True))  # fmt: skip
    labels = [say("grade", language, grade=grade) for grade in GRADES]
    return tuple(zip(GRADE_SHADES, (*labels, say("no_grade", language)), strict=True))


def counts(trace: Trace, year: int, colour: str) -> list[float]:
    """Firms by grade or rung, each row counted as the firms it stands for."""
    firms = trace.firms[trace.years.index(year)]
    kinds = firms.rung if colour == "rung" else firms.grade
    size = len(RUNG_COLOURS) if colour == "rung" else len(GRADE_SHADES)
    return [float(one) for one in np.bincount(kinds, weights=firms.weight, minlength=size)]


def figures(trace: Trace, year: int, language: Language) -> list[tuple[str, str]]:
    """The city's figures of a year: label and value."""
    found = trace.indicators[trace.years.index(year)]
    return [(indicator_label(name, language), f"{found[name]:,.{INDICATOR[name].decimals}f}")
            for name in SHOWN]  # fmt: skip
