"""Waterfall: how the instruments of a package add up to its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.indicators import INDICATOR
from sim.base.state import Array
from sim.report.appraisal.labels import instrument_label
from sim.report.palette import BLACK, BLUE, GREY, ORANGE, PALE, WHITE
from sim.report.pictures.given import heading, title_of
from sim.report.pictures.page import columns, key, page, plain
from sim.report.pictures.words import say
from sim.report.words import Language, named, unit_label
from sim.scenario.outcome import ADDED_UP

if TYPE_CHECKING:
    from sim.report.notebooks import Attribution

WIDTH, ROW, ROOM, ACROSS = 12.5, 0.34, 0.95, 2
# Rises are plain, falls are hatched: told apart in grey as well.
RISE, FALL, WHOLE = (BLUE, ""), (ORANGE, "////"), ("#444444", "")
LONGEST = 30  # narrow characters of an instrument's name


def parts_of(found: Attribution, indicator: str) -> tuple[list[str], Array]:
    """Instruments of one outcome, the largest first, then `total`.

    Returns:
        Names, and values; shape: names x members.
    """
    own = found.shares[found.shares["indicator"] == indicator]
    table = own.pivot(index="instrument", columns="seed", values="value")
    parts = table.drop(index="total")
    order = parts.mean(axis=1).abs().sort_values(ascending=False, kind="stable").index
    names = [str(name) for name in order]
    return [*names, "total"], table.loc[[*names, "total"]].to_numpy(float)


def waterfall(given: Attribution, language: Language) -> Any:
    """A panel per outcome: each instrument's part from where the last one ended, then the whole.

    Args:
        given: what `sim.api.attribute` returns.
        language: zh or en.
    """
    indicators = list(dict.fromkeys(given.shares["indicator"]))
    lines = len(parts_of(given, indicators[0])[0])
    down = -(-len(indicators) // ACROSS)
    about, against = given.about
    subtitle = say("package_against", language, package=title_of(about, language),
                   against=title_of(against, language))  # fmt: skip
    head = heading(about, language, say("waterfall", language), say("waterfall_note", language),
                   subtitle=subtitle, others=[against])  # fmt: skip
    with page(language, (WIDTH, down * (ROW * lines + ROOM)), head, 1) as made:
        panels = made.subplots(down, ACROSS, squeeze=False).ravel()
        for axes in panels[len(indicators) :]:
            axes.set_visible(False)
        for axes, indicator in zip(panels, indicators, strict=False):
            _panel(axes, given, indicator, language)
        key(made, _handles(panels[0], language), 3)
    return made


def _panel(axes: Any, found: Attribution, indicator: str, language: Language) -> None:
    names, values = parts_of(found, indicator)
    means = values.mean(axis=1)
    starts = np.concatenate([[0.0], np.cumsum(means[:-1])[:-1], [0.0]])
    low, high = np.quantile(values, [0.05, 0.95], axis=1)
    for at, (start, mean) in enumerate(zip(starts, means, strict=True)):
        last = at == len(means) - 1
        colour, hatch = WHOLE if last else RISE if mean >= 0.0 else FALL
        axes.barh(at, mean, left=start, height=0.62, color=colour, hatch=hatch, edgecolor=WHITE,
                  linewidth=0.0, gid=f"{indicator}-{names[at]}")  # fmt: skip
        if values.shape[1] > 1:
            axes.plot([start + low[at], start + high[at]], [at, at], color=BLACK, linewidth=1.0)
        if not last:
            axes.plot([start + mean] * 2, [at - 0.31, at + 1.31], color=GREY, linewidth=0.7)
        edge = start + max(mean, 0.0, high[at])
        axes.annotate(signed(mean), (edge, at), (4, 0), textcoords="offset points", va="center",
                      fontsize=7.5, annotation_clip=False)  # fmt: skip
    axes.axvline(0.0, color=GREY, linewidth=0.9)
    axes.set_yticks(range(len(names)), [_name(name, language) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.12)
    axes.xaxis.set_major_formatter(plain)
    axes.locator_params(axis="x", nbins=6)
    axes.grid(axis="x", color=PALE, linewidth=0.5, alpha=0.6)
    axes.set_axisbelow(True)
    item = INDICATOR[indicator]
    when = say("over_plan" if indicator in ADDED_UP else "end_of_plan", language)
    axes.set_title(f"{named(item, language)} · {when}")
    axes.set_xlabel(unit_label(item.unit, language), fontsize=7.5, color=GREY)


def signed(value: float) -> str:
    """A change with its sign: a true minus, no digits that mean nothing."""
    text = f"{value:+,.0f}" if abs(value) >= 100.0 else f"{value:+.3g}"
    return text.replace("-", "−")


def _name(name: str, language: Language) -> str:
    label = say("whole", language) if name == "total" else instrument_label(name, language)
    if columns(label) <= LONGEST:
        return label
    while columns(label) > LONGEST - 1:
        label = label[:-1]
    return f"{label}…"


def _handles(axes: Any, language: Language) -> list[Any]:
    looks = (("rises", RISE), ("falls", FALL), ("whole", WHOLE))
    return [axes.barh([np.nan], [np.nan], color=colour, hatch=hatch, edgecolor=WHITE,
                      linewidth=0.0, label=say(name, language))
            for name, (colour, hatch) in looks]  # fmt: skip
