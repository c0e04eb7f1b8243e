"""Tornado: by how much an outcome differs when a parameter is low or high."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.parameters import parameters
from sim.compare.drivers import Drivers
from sim.report.palette import BLUE, GREY, ORANGE, PALE, WHITE
from sim.report.pictures.given import heading
from sim.report.pictures.page import columns, key, page, plain
from sim.report.pictures.waterfall import signed
from sim.report.pictures.words import say
from sim.report.words import Language, named, unit_label

WIDTH, HEIGHT, ACROSS, BARS = 13.0, 3.3, 2, 10
HIGH, LOW = (BLUE, ""), (ORANGE, "////")  # plain and hatched: told apart in grey as well
LONGEST = 46  # narrow characters of a parameter's name


def tornado(given: Drivers, language: Language) -> Any:
    """A panel per outcome: the parameters with the widest swing, pale where luck could do it.

    Args:
        given: what `sim.compare.drivers.drivers_of` returns.
        language: zh or en.
    """
    down = -(-len(given.indicators) // ACROSS)
    head = heading(given.about, language, say("tornado", language), say("tornado_note", language))
    with page(language, (WIDTH, HEIGHT * down), head, 1) as made:
        panels = made.subplots(down, ACROSS, squeeze=False).ravel()
        for axes in panels[len(given.indicators) :]:
            axes.set_visible(False)
        for k, axes in enumerate(panels[: len(given.indicators)]):
            _panel(axes, given, k, language)
        key(made, _handles(panels[0], language), 3)
    return made


def widest(found: Drivers, k: int) -> list[int]:
    """Numbers of the parameters that the k-th outcome swings most with."""
    swing = np.abs(found.at_high[k] - found.at_low[k])
    return [int(one) for one in np.argsort(-swing, kind="stable")[:BARS]]


def _panel(axes: Any, found: Drivers, k: int, language: Language) -> None:
    shown = widest(found, k)
    for at, one in enumerate(shown):
        for value, (colour, hatch), end in ((found.at_low[k, one], LOW, "low"),
                                            (found.at_high[k, one], HIGH, "high")):  # fmt: skip
            axes.barh(at, value, height=0.66, color=colour if found.told[k, one] else PALE,
                      hatch=hatch, edgecolor=WHITE, linewidth=0.0,
                      gid=f"{found.indicators[k]}-{found.names[one]}-{end}")  # fmt: skip
    axes.axvline(0.0, color=GREY, linewidth=0.9)
    axes.set_yticks(range(len(shown)), [_name(found, one, language) for one in shown], fontsize=7.5)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda value, _: signed(value) if value else "0")
    item = INDICATOR[found.indicators[k]]
    axes.set_title(named(item, language))
    mean = say("tornado_axis", language, unit=unit_label(item.unit, language),
               mean=f"{found.mean[k]:,.{item.decimals}f}")  # fmt: skip
    axes.set_xlabel(mean, fontsize=7.5, color=GREY)


def _name(found: Drivers, one: int, language: Language) -> str:
    item = parameters()[found.names[one]]
    label = named(item, language)
    while columns(label) > LONGEST:
        label = f"{label[:-2]}…"
    return f"{label} [{plain(found.low[one])}, {plain(found.high[one])}]"


def _handles(axes: Any, language: Language) -> list[Any]:
    looks = (("tornado_low", *LOW), ("tornado_high", *HIGH), ("tornado_pale", PALE, ""))
    return [axes.barh([np.nan], [np.nan], color=colour, hatch=hatch, edgecolor=WHITE,
                      linewidth=0.0, label=say(name, language))
            for name, colour, hatch in looks]  # fmt: skip
