"""The figure of an appraisal: plane and frontier, acceptability, budgets, perfect information."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compare.frontier import acceptability, affordability, best_on_average, net_benefit
from sim.compare.information import evpi
from sim.report.appraisal.frontier import Appraisal, cost_label, effect_label, package_label
from sim.report.appraisal.words import say, unit
from sim.report.figures import GREY
from sim.report.words import Language

# Okabe and Ito's colours, told apart by the colour-blind; then they come again, dashed.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
CLOUD = 400  # members drawn at most


def _look(package: int) -> dict[str, Any]:
    dashed = package // len(COLOURS) % 2 == 1
    return {"color": COLOURS[package % len(COLOURS)], "linestyle": "--" if dashed else "-"}


def draw(figure: Any, found: Appraisal, language: Language) -> None:
    """Draw into an empty figure."""
    plane, curves, budgets, information = figure.subplots(2, 2).ravel()
    _plane(plane, found, language)
    _curves(curves, found, language)
    _budgets(budgets, found, language)
    _information(information, found, language)
    handles, labels = plane.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", frameon=False, ncols=3)


def _plane(axes: Any, found: Appraisal, language: Language) -> None:
    axes.axhline(0.0, color=GREY, linewidth=0.5)
    axes.axvline(0.0, color=GREY, linewidth=0.5)
    for k in range(len(found.names)):
        colour = _look(k)["color"]
        if k > 0:
            axes.plot(found.cost[:CLOUD, k], found.effect[:CLOUD, k], ".", color=colour, alpha=0.45,
                      markersize=4.5, markeredgewidth=0.0)  # fmt: skip
        axes.plot([found.cost[:, k].mean()], [found.effect[:, k].mean()], "o", color=colour,
                  markersize=7, markeredgecolor="white", zorder=5,
                  label=package_label(found, k, language))  # fmt: skip
    line = [step for step in found.steps if step.status == "frontier"]
    axes.plot([step.cost for step in line], [step.effect for step in line], color=GREY,
              linewidth=1.4, zorder=4)  # fmt: skip
    axes.set_title(_title(say("plane", language, runs=len(found.runs),
                              against=package_label(found, 0, language))))  # fmt: skip
    axes.set_xlabel(f"{cost_label(found, language)} ({unit('100m yuan', language)})")
    axes.set_ylabel(effect_label(found, language))


def _shares(axes: Any, points: np.ndarray, shares: np.ndarray) -> None:
    for k in range(shares.shape[1]):
        axes.plot(points, shares[:, k], linewidth=1.5, **_look(k))
    axes.set_ylim(-0.02, 1.02)


def _title(text: str) -> str:
    """A heading in two lines: what stands in brackets goes to the second."""
    return text.replace(" (", "\n(").replace("（", "\n（")


def _curves(axes: Any, found: Appraisal, language: Language) -> None:
    _shares(axes, found.worths, acceptability(found.cost, found.effect, found.worths))
    best = best_on_average(found.cost, found.effect, found.worths)
    for k in sorted(set(best.tolist())):
        there = found.worths[best == k]
        axes.plot(there, np.full(there.shape, 1.0), "s", color=_look(k)["color"], markersize=3)
    axes.axvline(found.worth, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_title(_title(say("acceptability_title", language)))
    axes.set_xlabel(f"{say('worth', language)} (■ {say('best_mean', language)})")


def _budgets(axes: Any, found: Appraisal, language: Language) -> None:
    _shares(axes, found.budgets, affordability(found.cost, found.effect, found.budgets))
    axes.set_title(_title(say("affordability_title", language)))
    axes.set_xlabel(say("budget", language))


def _information(axes: Any, found: Appraisal, language: Language) -> None:
    values = [evpi(net_benefit(found.cost, found.effect, worth)).value for worth in found.worths]
    axes.plot(found.worths, values, color=COLOURS[0], linewidth=1.5)
    axes.axvline(found.worth, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_ylim(bottom=0.0)
    axes.set_title(say("evpi", language))
    axes.set_xlabel(say("worth", language))
    axes.set_ylabel(say("evpi_axis", language))
