"""Cost against effect: plane and frontier, acceptability, budgets, perfect information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compare.frontier import acceptability, affordability, best_on_average, net_benefit
from sim.compare.information import evpi
from sim.report.appraisal.frontier import Appraisal, cost_label, effect_label, package_label
from sim.report.appraisal.words import say as tell
from sim.report.appraisal.words import unit
from sim.report.palette import BLACK, GREY, LINES, MARKERS, SERIES, WHITE
from sim.report.pictures.given import heading
from sim.report.pictures.page import fold, key, page, plain
from sim.report.pictures.words import say
from sim.report.words import Language
from sim.scenario.ensemble import Ensemble

if TYPE_CHECKING:
    from sim.report.notebooks import Frontier

SIZE, ACROSS = (12.5, 7.6), 4
MOST_DRAWN = 400  # members
COLOURS = (BLACK, *SERIES[:-1])  # the reference is black
TITLE_WIDTH = 62  # narrow characters of a panel's title


def _look(package: int) -> dict[str, Any]:
    return {"color": COLOURS[package % len(COLOURS)], "linestyle": LINES[package % len(LINES)]}


def _mark(package: int) -> str:
    return MARKERS[package % len(MARKERS)]


def frontier(given: Frontier, language: Language) -> Any:
    """Packages on the plane of cost and effect, and what choosing among them rests on.

    Args:
        given: what `sim.api.frontier` returns.
        language: zh or en.
    """
    return draw_appraisal(given.appraisal, given.ensembles, language)


def draw_appraisal(
    found: Appraisal, ensembles: tuple[Ensemble, ...], language: Language
) -> Any:
    """As `frontier`, from the appraisal and the runs it was made of, the reference first."""
    first, *others = ensembles
    head = heading(first, language, say("frontier", language), say("frontier_note", language),
                   subtitle=say("against", language, title=package_label(found, 0, language)),
                   others=others)  # fmt: skip
    rows = -(-len(found.names) // ACROSS)
    with page(language, SIZE, head, rows) as made:
        plane, curves, budgets, information = made.subplots(2, 2).ravel()
        _plane(plane, found, language)
        _curves(curves, found, language)
        _budgets(budgets, found, language)
        _information(information, found, language)
        key(made, plane.get_legend_handles_labels()[0], ACROSS)
    return made


def _title(axes: Any, text: str) -> None:
    axes.set_title("\n".join(fold(text, TITLE_WIDTH)))


def _plane(axes: Any, found: Appraisal, language: Language) -> None:
    axes.axhline(0.0, color=GREY, linewidth=0.5)
    axes.axvline(0.0, color=GREY, linewidth=0.5)
    for k in range(len(found.names)):
        colour = _look(k)["color"]
        if k > 0:
            axes.plot(found.cost[:MOST_DRAWN, k], found.effect[:MOST_DRAWN, k], ".", color=colour,
                      alpha=0.5, markersize=6, markeredgewidth=0.0)  # fmt: skip
        axes.plot([found.cost[:, k].mean()], [found.effect[:, k].mean()], _mark(k), color=colour,
                  markersize=8, markeredgecolor=WHITE, zorder=5, gid=f"mean-{found.names[k]}",
                  label=package_label(found, k, language))  # fmt: skip
    line = [step for step in found.steps if step.status == "frontier"]
    axes.plot([step.cost for step in line], [step.effect for step in line], color=GREY,
              linewidth=1.6, zorder=4, gid="frontier")  # fmt: skip
    _title(axes, say("plane", language))
    axes.set_xlabel(f"{cost_label(found, language)} ({unit('100m yuan', language)})")
    axes.set_ylabel("\n".join(fold(effect_label(found, language), 44)))
    for one in (axes.xaxis, axes.yaxis):
        one.set_major_formatter(plain)


def _shares(axes: Any, points: np.ndarray, shares: np.ndarray, language: Language) -> None:
    for k in range(shares.shape[1]):
        axes.plot(points, 100.0 * shares[:, k], linewidth=1.7, **_look(k), marker=_mark(k),
                  markersize=4, markevery=(3 * k % 12, 12))  # fmt: skip
    axes.set_ylim(-2.0, 104.0)
    axes.set_ylabel(say("share_of_runs", language))
    axes.xaxis.set_major_formatter(plain)


def _curves(axes: Any, found: Appraisal, language: Language) -> None:
    _shares(axes, found.worths, acceptability(found.cost, found.effect, found.worths), language)
    best = best_on_average(found.cost, found.effect, found.worths)
    for k in sorted(set(best.tolist())):
        there = found.worths[best == k]
        axes.plot(there, np.full(there.shape, 102.5), "s", color=_look(k)["color"], markersize=3,
                  clip_on=False)  # fmt: skip
    axes.axvline(found.worth, color=GREY, linewidth=0.8, linestyle=":")
    _title(axes, say("best_by_worth", language))
    axes.set_xlabel(f"{say('worth_axis', language)}（■ {tell('best_mean', language)}）"
                    if language == "zh" else
                    f"{say('worth_axis', language)} (■ {tell('best_mean', language)})")  # fmt: skip


def _budgets(axes: Any, found: Appraisal, language: Language) -> None:
    _shares(axes, found.budgets, affordability(found.cost, found.effect, found.budgets), language)
    _title(axes, say("best_by_budget", language))
    axes.set_xlabel(say("budget_axis", language))


def _information(axes: Any, found: Appraisal, language: Language) -> None:
    values = [evpi(net_benefit(found.cost, found.effect, worth)).value for worth in found.worths]
    axes.plot(found.worths, values, color=BLACK, linewidth=1.7)
    axes.axvline(found.worth, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_ylim(bottom=0.0)
    _title(axes, say("information", language))
    axes.set_xlabel(say("worth_axis", language))
    axes.set_ylabel(tell("evpi_axis", language))
    for one in (axes.xaxis, axes.yaxis):
        one.set_major_formatter(plain)
