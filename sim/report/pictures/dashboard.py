"""Dashboard of the targets: what runs reach against the aim, and how likely that is."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compare.quotas import quotas_of
from sim.compare.targets import Audit, audit, number_in
from sim.report.palette import AMBER, BLACK, BLUE, FAINT, GREY, ORANGE, WHITE
from sim.report.pictures.given import WithTwin, heading, need_plan, runs_of
from sim.report.pictures.page import key, page, plain
from sim.report.pictures.words import say
from sim.report.words import Language, unit_label
from sim.scenario.ensemble import Ensemble

WIDTH, ROW, ROOM = 13.0, 0.29, 0.75  # inches
SCALE_END = 200.0  # per cent of the aim
# Colour and hatch: told apart in grey as well.
VERDICTS = {"met": (BLUE, ""), "not_told": (AMBER, ""), "missed": (ORANGE, "////")}
IMPOSED, INPUT = "†", "‡"
AT_AIM, AT_REACHED, AT_CHANCE, AT_BARE = 0.0, 0.34, 0.9, 1.12  # columns right of the scale


def dashboard(given: Ensemble | WithTwin, language: Language) -> Any:
    """All represented targets of the plan: found range against aim, verdict, probability.

    Args:
        given: runs to 2025; with their twin without measures, its probabilities stand beside.
        language: zh or en.

    Raises:
        InputError: the runs stop before 2025.
    """
    ensemble, reference = runs_of(given)
    need_plan(ensemble)
    every = audit(ensemble, reference)
    rows = [row for row in every if row.probability is not None]
    inputs = {name for name, one in quotas_of(ensemble, every).items() if not one.short}
    marks = [f"{sign} {say(name, language)}"
             for sign, name in ((IMPOSED, "mark_imposed"), (INPUT, "mark_input"))]  # fmt: skip
    note = say("dashboard_note", language, count=len(every) - len(rows))
    height = ROW * len(rows) + ROOM
    head = heading(ensemble, language, say("dashboard", language), note, " · ".join(marks))
    with page(language, (WIDTH, height), head, 1) as made:
        axes, table = made.subplots(1, 2, width_ratios=(1.0, 0.92), sharey=True)
        for at, row in enumerate(rows):
            _row(axes, at, row)
            _figures(table, at, row, language)
        _scale(axes, rows, inputs, language)
        _columns(table, len(rows), language, bare=reference is not None)
        key(made, _handles(axes, language), 4)
    return made


def _part(row: Audit, value: float) -> float:
    """A value in per cent of the aim."""
    assert row.target.aim
    return 100.0 * value / row.target.aim


def _row(axes: Any, at: int, row: Audit) -> None:
    colour, hatch = VERDICTS[row.verdict]
    assert row.five is not None and row.ninety_five is not None and row.median is not None
    low, middle, high = (_part(row, value) for value in (row.five, row.median, row.ninety_five))
    if at % 2 == 0:
        axes.axhspan(at - 0.5, at + 0.5, color=FAINT, linewidth=0, zorder=0)
    shown = np.clip([low, high], 0.0, SCALE_END)
    axes.barh(at, max(shown[1] - shown[0], 0.6), left=shown[0], height=0.52, color=colour,
              hatch=hatch, edgecolor=WHITE, linewidth=0.0, zorder=3)  # fmt: skip
    axes.plot([min(max(middle, 0.0), SCALE_END)] * 2, [at - 0.34, at + 0.34], color=BLACK,
              linewidth=2.2, zorder=5, gid=row.target.name)  # fmt: skip
    if high > SCALE_END:
        axes.plot([SCALE_END], [at], ">", color=colour, markersize=6, clip_on=False, zorder=4)
    if low < 0.0:
        axes.plot([0.0], [at], "<", color=colour, markersize=6, clip_on=False, zorder=4)
    base = number_in(row.target.base)
    if base is not None and 0.0 <= _part(row, base) <= SCALE_END:
        axes.plot([_part(row, base)], [at], "o", color=GREY, markerfacecolor=WHITE, markersize=4.5,
                  zorder=4)  # fmt: skip


def _scale(axes: Any, rows: list[Audit], inputs: set[str], language: Language) -> None:
    names = []
    for row in rows:
        signs = IMPOSED * row.target.imposed + INPUT * (row.target.name in inputs)
        names.append(f"{row.target.label(language)}{signs}")
    axes.set_yticks(range(len(rows)), names, fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    axes.axvline(100.0, color=BLACK, linewidth=1.1, linestyle="--", zorder=2)
    axes.set_xlim(0.0, SCALE_END)
    axes.set_ylim(len(rows) - 0.5, -1.3)
    axes.set_xlabel(say("of_aim", language))
    axes.spines["left"].set_visible(False)


def _figures(table: Any, at: int, row: Audit, language: Language) -> None:
    """Aim, median with range, probability as a bar with its figure, the same without measures."""
    assert row.target.aim is not None and row.median is not None and row.probability is not None
    assert row.five is not None and row.ninety_five is not None
    if at % 2 == 0:
        table.axhspan(at - 0.5, at + 0.5, color=FAINT, linewidth=0, zorder=0)
    sign = "≥" if row.target.at_least else "≤"
    unit = unit_label(row.target.unit, language)
    unit = f"({unit})" if unit[0].isdigit() else unit
    table.text(AT_AIM, at, f"{sign} {plain(row.target.aim)} {unit}", va="center")
    reached = f"{plain(row.median)} [{plain(row.five)}, {plain(row.ninety_five)}]"
    table.text(AT_REACHED, at, reached, va="center")
    colour, hatch = VERDICTS[row.verdict]
    table.barh(at, 0.12, left=AT_CHANCE, height=0.4, color=WHITE, edgecolor=GREY, linewidth=0.5)
    table.barh(at, 0.12 * row.probability, left=AT_CHANCE, height=0.4, color=colour, hatch=hatch,
               edgecolor=WHITE, linewidth=0.0)  # fmt: skip
    table.text(AT_CHANCE - 0.02, at, f"{row.probability:.0%}", va="center", ha="right")
    if row.without_policy is not None:
        table.text(AT_BARE + 0.1, at, f"{row.without_policy:.0%}", va="center", ha="right",
                   color=GREY)  # fmt: skip


def _columns(table: Any, rows: int, language: Language, *, bare: bool) -> None:
    heads = [(AT_AIM, "aim_head", "left"), (AT_REACHED, "reached_head", "left"),
             (AT_CHANCE + 0.12, "probability_head", "right")]  # fmt: skip
    heads += [(AT_BARE + 0.1, "bare_head", "right")] if bare else []
    for at, name, side in heads:
        table.text(at, -0.95, say(name, language), va="center", ha=side, color=GREY)
    table.set_xlim(-0.02, 1.24 if bare else 1.06)
    table.set_axis_off()


def _handles(axes: Any, language: Language) -> list[Any]:
    bars = [axes.barh([np.nan], [np.nan], color=colour, hatch=hatch, edgecolor=WHITE, linewidth=0.0,
                      label=say(f"verdict_{name}", language))
            for name, (colour, hatch) in VERDICTS.items()]  # fmt: skip
    base = axes.plot([], [], "o", color=GREY, markerfacecolor=WHITE, markersize=4.5,
                     label=say("base_mark", language))  # fmt: skip
    return [*bars, *base]
