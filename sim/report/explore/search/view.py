"""A search as tables to read and to keep, and as sentences."""

from __future__ import annotations

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from sim.explore.search.study import MOST_REACHING, Package, Searched
from sim.report.console import plain_table
from sim.report.explore.robust.view import measure_label
from sim.report.explore.words import named, percent, say
from sim.report.words import Language

MOST_PACKAGES = 15  # packages of a table on the screen
CLEAR = 2.0  # standard errors


def front_table(screen: Console, found: Searched, language: Language) -> Table:
    """The front before and after it was run anew, the best in the first objective first."""
    measures = [measure for measure, _ in found.plan.objectives]
    heads = [say("package", language), say("stays", language),
             *(named(one, language) for one in measures), say("together", language)]  # fmt: skip
    heading = say("front_title", language, before=found.plan.form.members,
                  after=found.plan.form.members * found.plan.form.fresh)  # fmt: skip
    table = plain_table(screen, heading, heads, set(range(2, len(heads))))
    sign = -1.0 if not measures[0].less else 1.0
    for one in sorted(found.front, key=lambda one: sign * one.after[0])[:MOST_PACKAGES]:
        figures = [f"{_short(before - then)} → {_short(after - now)} ± {_short(error, '')}"
                   for before, after, error, (then, now) in zip(
                       one.before, one.after, one.error, found.unchosen, strict=True)]  # fmt: skip
        table.add_row(str(one.number), say("yes" if one.stays else "no", language), *figures,
                      f"{percent(one.together_before)} → {percent(one.together)}")  # fmt: skip
    return table


def _short(value: float, sign: str = "+") -> str:
    return f"{value:{sign},.0f}" if abs(value) >= 1000.0 else f"{value:{sign},.3g}"


def sentences(found: Searched, language: Language) -> list[str]:
    """What the numbers say, and no more."""
    form, rows = found.plan.form, found.visited
    lines = [say("evaluated", language, count=rows.rows.shape[0], members=form.members,
                 open=int((rows.excess <= 0.0).sum()))]  # fmt: skip
    if not found.front:
        return [*lines, say("none_open", language)]
    staying = sum(one.stays for one in found.front)
    lines.append(say("front_said", language, front=len(found.front), stays=staying))
    for (measure, _), (gap, error) in zip(found.plan.objectives, found.luck, strict=True):
        key = "luck_clear" if gap > CLEAR * error else "luck_unclear"
        lines.append(say(key, language, measure=measure_label(measure, language),
                         gap=f"{gap:+.3g}", error=f"{error:.2g}"))  # fmt: skip
    comma = "、" if language == "zh" else ", "
    names = comma.join(named(one, language) for one in found.plan.targets)
    lines.append(say("reaching", language, targets=names, chance=percent(form.chance),
                     before=found.reaching, after=len(found.confirmed)))  # fmt: skip
    if found.reaching > MOST_REACHING:
        lines.append(say("reaching_more", language, most=MOST_REACHING))
    lines += _spans(found, language)
    return [*lines, say("not_optimal", language)]


def _spans(found: Searched, language: Language) -> list[str]:
    """Over which part of its bounds each dose of the confirmed packages runs."""
    if len(found.confirmed) < 2:
        return []
    lines = []
    for k, axis in enumerate(found.plan.axes):
        doses = [one.doses[k] for one in found.confirmed]
        lines.append(say("span", language, dose=named(axis, language), low=f"{min(doses):.3g}",
                         high=f"{max(doses):.3g}", least=f"{axis.low:.3g}",
                         most=f"{axis.high:.3g}"))  # fmt: skip
    return lines


def frames(found: Searched) -> dict[str, pa.Table]:
    """What is kept: packages run anew, and everything that was evaluated."""
    axes, objectives = found.plan.axes, [measure for measure, _ in found.plan.objectives]
    signs = [1.0 if measure.less else -1.0 for measure in objectives]
    visited = found.visited
    return {
        "packages": _packages(found.packages, found),
        "visited": pa.table({
            "package": pa.array(range(1, visited.rows.shape[0] + 1), pa.int64()),
            "generation": pa.array(visited.generation + 1, pa.int64()),
            **{axis.column: visited.rows[:, k] for k, axis in enumerate(axes)},
            **{one.name: visited.values[:, k] * signs[k] for k, one in enumerate(objectives)},
            "over_budget": visited.excess > 0.0,
            "together": found.together,
        }),
    }  # fmt: skip


def _packages(rows: tuple[Package, ...], found: Searched) -> pa.Table:
    objectives = [measure.name for measure, _ in found.plan.objectives]
    return pa.table({
        "package": pa.array([one.number for one in rows], pa.int64()),
        "generation": pa.array([one.generation for one in rows], pa.int64()),
        **{axis.column: pa.array([one.doses[k] for one in rows], pa.float64())
           for k, axis in enumerate(found.plan.axes)},
        **{f"{name}_{part}": pa.array([getattr(one, part)[k] for one in rows], pa.float64())
           for k, name in enumerate(objectives) for part in ("before", "after", "error")},
        **{name: pa.array([getattr(one, name) for one in rows], pa.bool_())
           for name in ("on_front", "stays")},
        **{name: pa.array([getattr(one, name) for one in rows], pa.float64())
           for name in ("together_before", "together", "cost")},
    })  # fmt: skip
