"""Figures of a comparison: probabilities, differences, winners and losers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.compare.findings import Findings
from sim.compare.pairs import Difference
from sim.compare.winners import group_names
from sim.report.compare.console import SHOWN_DIMENSIONS
from sim.report.compare.labels import (
    IN_100M,
    SHOWN_OF_GROUPS,
    group_label,
    indicator_label,
    shown_names,
    shown_of,
    titles,
)
from sim.report.compare.words import say as tell
from sim.report.palette import FAINT, GREY, MARKERS, SERIES
from sim.report.pictures.given import heading
from sim.report.pictures.page import Heading, fold, key, page, plain
from sim.report.pictures.words import say
from sim.report.words import Language, unit_label

if TYPE_CHECKING:
    from sim.report.notebooks import Comparison

ACROSS, NAME = 4, 44  # panels; narrow characters of a panel's title
WIDTHS = {"probabilities": 11.0, "differences": 12.5, "winners": 12.5}


def _findings(given: Comparison | Findings) -> Findings:
    return given if isinstance(given, Findings) else given.findings


def _names(findings: Findings, language: Language) -> dict[str, str]:
    return titles(findings.comparison.ensembles, language)


def _heading(findings: Findings, language: Language, title: str, note: str) -> Heading:
    comparison = findings.comparison
    first = next(iter(_names(findings, language).values()))
    return heading(comparison.first, language, title, note, subtitle=say(
        "compared_with", language, title=first), others=comparison.others)  # fmt: skip


def _look(k: int) -> dict[str, Any]:
    return {"color": SERIES[k % len(SERIES)], "marker": MARKERS[k % len(MARKERS)]}


def _heights(rows: int, k: int, of: int) -> NDArray[Any]:
    """Where the k-th of some scenarios stands on each of a number of lines."""
    return np.arange(rows) + (k - (of - 1) / 2.0) * 0.8 / max(of, 2)


def _rows(names: dict[str, str]) -> int:
    return -(-len(names) // ACROSS)


def _key(figure: Any, axes: Any, names: dict[str, str], first: int) -> None:
    """Whose the marks are; `first` is the look of the first name."""
    handles = [axes.plot([], [], linestyle="none", markersize=6, label=label, **_look(k + first))[0]
               for k, label in enumerate(names.values())]  # fmt: skip
    key(figure, handles, ACROSS)


def probabilities(given: Comparison | Findings, language: Language) -> Any:
    """Probability of each target with Wilson's interval, a mark per scenario.

    Args:
        given: what `sim.api.compare` returns, or its findings.
        language: zh or en.
    """
    findings = _findings(given)
    names = _names(findings, language)
    shown = [row for row in findings.audits if row.plain.probability is not None]
    lines = list(dict.fromkeys(row.plain.target for row in shown))
    head = _heading(findings, language, say("probabilities", language), say("wilson", language))
    height = 0.6 + len(lines) * (0.18 + 0.1 * len(names))
    with page(language, (WIDTHS["probabilities"], height), head, _rows(names)) as made:
        axes = made.subplots()
        for line in range(0, len(lines), 2):
            axes.axhspan(line - 0.5, line + 0.5, color=FAINT, linewidth=0, zorder=0)
        for k, name in enumerate(names):
            mine = {row.plain.target: row.plain for row in shown if row.scenario == name}
            found = 100.0 * np.array([[mine[line].probability, mine[line].low, mine[line].high]
                                      for line in lines], dtype=float)  # fmt: skip
            share, low, high = found.T
            errors = [np.maximum(share - low, 0.0), np.maximum(high - share, 0.0)]
            axes.errorbar(share, _heights(len(lines), k, len(names)), xerr=errors,
                          linestyle="none", markersize=5, capsize=2, linewidth=1.1,
                          clip_on=False, zorder=4, **_look(k))  # fmt: skip
        axes.set_yticks(range(len(lines)), [
            f"{line.label(language)}  {'≥' if line.at_least else '≤'} {line.aim:,g} "
            f"{unit_label(line.unit, language)}" for line in lines
        ])  # fmt: skip
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0.0, 100.0)
        axes.set_ylim(len(lines) - 0.5, -0.5)
        axes.set_xlabel(say("probability_axis", language))
        _key(made, axes, names, 0)
    return made


def _interval(axes: Any, found: Difference, at: float, scale: float, look: dict[str, Any]) -> None:
    """Mean with its interval as a thick line, the range over pairs as a thin one."""
    colour = look["color"]
    axes.plot([found.five * scale, found.ninety_five * scale], [at, at], color=colour,
              linewidth=0.9, alpha=0.7)  # fmt: skip
    if found.low is not None and found.high is not None:
        axes.plot([found.low * scale, found.high * scale], [at, at], color=colour, linewidth=3.4,
                  alpha=0.7, solid_capstyle="butt")  # fmt: skip
    axes.plot([found.mean * scale], [at], markersize=5.5, linestyle="none", **look)


def _zero_line(axes: Any) -> None:
    axes.axvline(0.0, color=GREY, linewidth=0.9)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(plain)
    axes.margins(x=0.12)


def differences(given: Comparison | Findings, language: Language) -> Any:
    """A panel per figure: each scenario's difference to the first.

    Args:
        given: what `sim.api.compare` returns, or its findings.
        language: zh or en.
    """
    findings = _findings(given)
    comparison = findings.comparison
    first, *others = (names := _names(findings, language))
    against = {name: names[name] for name in others}
    shown = shown_names(one.scenario for one in comparison.ensembles)
    rows = {name: shown_of([row for row in findings.differences if row.scenario == name], shown)
            for name in against}  # fmt: skip
    down = -(-len(shown) // ACROSS)
    title = say("differences", language, first=names[first])
    head = _heading(findings, language, title, tell("mean_and_ranges", language))
    size = (WIDTHS["differences"], down * (1.0 + 0.24 * len(against)))
    with page(language, size, head, _rows(against)) as made:
        panels = made.subplots(down, ACROSS, squeeze=False).ravel()
        for axes in panels[len(shown) :]:
            axes.set_visible(False)
        for axes, panel in zip(panels, zip(*rows.values(), strict=True), strict=False):
            for k, one in enumerate(panel):
                _interval(axes, one.difference, float(k), 1.0, _look(k + 1))
            _zero_line(axes)
            axes.set_yticks([])
            axes.set_ylim(len(against) - 0.4, -0.6)
            axes.spines["left"].set_visible(False)
            row = panel[0]
            years = [row.first_year, row.last_year][row.first_year == row.last_year :]
            when = "–".join(map(str, years))
            label = f"{indicator_label(row.indicator, language)} {when}"
            axes.set_title("\n".join(fold(label, NAME)), fontsize=8)
        _key(made, panels[0], against, 1)
    return made


def winners(given: Comparison | Findings, language: Language) -> Any:
    """A panel per dimension and figure: each group's difference to the first scenario.

    Args:
        given: what `sim.api.compare` returns, or its findings.
        language: zh or en.
    """
    findings = _findings(given)
    first, *others = (names := _names(findings, language))
    against = {name: names[name] for name in others}
    found = {(row.scenario, row.dimension, row.group, row.figure): row.difference
             for row in findings.winners if row.register == "above_scale"}  # fmt: skip
    groups = {one: group_names(one) for one in SHOWN_DIMENSIONS}
    lines = sum(len(own) + 1 for own in groups.values())
    head = _heading(findings, language, say("winners", language, first=names[first]),
                    tell("mean_and_ranges", language))  # fmt: skip
    size = (WIDTHS["winners"], 0.8 + lines * (0.17 + 0.07 * len(against)))
    with page(language, size, head, _rows(against)) as made:
        panels = made.subplots(
            len(groups), len(SHOWN_OF_GROUPS), squeeze=False, sharey="row",
            height_ratios=[len(own) + 1 for own in groups.values()],
        )  # fmt: skip
        for line, (dimension, own) in zip(panels, groups.items(), strict=True):
            _row_of_groups(line, dimension, own, found, list(against), language)
        made.align_ylabels()
        _key(made, panels[0, 0], against, 1)
    return made


def _row_of_groups(
    line: Any, dimension: str, own: tuple[str, ...], found: dict[Any, Difference],
    names: list[str], language: Language,
) -> None:  # fmt: skip
    for axes, shown in zip(line, SHOWN_OF_GROUPS, strict=True):
        for k, name in enumerate(names):
            for at, group in zip(_heights(len(own), k, len(names)), own, strict=True):
                difference = found.get((name, dimension, group, shown))
                if difference is None:
                    continue  # too few of a user's own firms
                _interval(axes, difference, float(at), IN_100M.get(shown, 1.0), _look(k + 1))
        _zero_line(axes)
        axes.set_title(tell(shown, language) if dimension == SHOWN_DIMENSIONS[0] else "")
        axes.set_ylim(len(own) - 0.4, -0.6)
    line[0].set_yticks(range(len(own)), [group_label(dimension, one, language) for one in own])
    line[0].set_ylabel(tell(dimension, language))
