"""What was found of robustness, as tables to read and to keep."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from sim.compare.information import Information
from sim.explore.cases import Cases
from sim.explore.robust.measures import ATTAINED, Measure
from sim.explore.robust.study import Judged, Robust
from sim.report.console import plain_table
from sim.report.explore.folder import title_of
from sim.report.explore.words import named, percent, say, unit
from sim.report.words import Language

Titles = Callable[[int], str]


def titles(cases: Cases, found: Robust, language: Language) -> Titles:
    """The title of a package by its column."""
    return lambda k: title_of(cases, found.packages[k], language)


def measure_label(measure: Measure, language: Language) -> str:
    """What is measured: figure, unit, when, and which way is better."""
    own = say("targets_unit", language) if measure.name == ATTAINED else unit(
        measure.unit, language)  # fmt: skip
    label = f"{named(measure, language)} ({own})"
    label = say("over_plan" if measure.summed else "end_of_plan", language, label=label)
    return say("less_better", language, label=label) if measure.less else label


def standing_table(screen: Console, one: Judged, title: Titles, language: Language) -> Table:
    """Mean, range, regret and places as best of each package."""
    keys = ("package", "mean", "range", "regret", "interval", "regret_95", "worst", "best")
    heading = say("standing_title", language, measure=measure_label(one.measure, language))
    table = plain_table(screen, heading, [say(key, language) for key in keys], set(range(1, 8)))
    for row in one.standings:
        table.add_row(
            title(row.package), f"{row.mean:,.4g}", f"{row.five:,.4g} .. {row.ninety_five:,.4g}",
            f"{row.regret:,.3g}", f"{row.regret_low:,.3g} .. {row.regret_high:,.3g}",
            f"{row.regret_95:,.3g}", f"{row.worst:,.3g}", percent(row.best),
        )  # fmt: skip
    return table


def satisfied_table(screen: Console, found: Robust, title: Titles, language: Language) -> Table:
    """Share of the cases in which each package reaches each target, and all together."""
    heads = [say("package", language), *(named(one, language) for one in found.wanted),
             say("together", language), say("interval", language)]  # fmt: skip
    table = plain_table(screen, say("satisfied_title", language, count=len(found.wanted)), heads,
                        set(range(1, len(heads))))  # fmt: skip
    for row in found.satisfied:
        shares = [percent(float(one)) for one in found.attained[row.package]]
        table.add_row(title(row.package), *shares, percent(row.share),
                      f"{percent(row.low)} .. {percent(row.high)}")  # fmt: skip
    return table


def frames(found: Robust) -> dict[str, pa.Table]:
    """What is kept: standings, satisfying, which package where, and the worth of knowing."""
    names = found.packages
    rows = [(one.measure.name, row) for one in found.judged for row in one.standings]
    fields = ("mean", "five", "ninety_five", "regret", "regret_low", "regret_high", "regret_95",
              "worst", "best")  # fmt: skip
    return {
        "standings": pa.table({
            "measure": [name for name, _ in rows],
            "scenario": [names[row.package] for _, row in rows],
            **{field: pa.array([getattr(row, field) for _, row in rows], pa.float64())
               for field in fields},
        }),
        "satisfied": pa.table({
            "scenario": [names[row.package] for row in found.satisfied],
            **{field: pa.array([getattr(row, field) for row in found.satisfied], pa.float64())
               for field in ("share", "low", "high")},
            **{f"reaches_{target.name}": found.attained[:, k]
               for k, target in enumerate(found.wanted)},
        }),
        "where": _where(found),
        "information": _information(found),
    }  # fmt: skip


def _where(found: Robust) -> pa.Table:
    rows = [(one, place, k) for one in found.judged for place in one.where
            for k in range(len(found.packages))]  # fmt: skip
    return pa.table({
        "measure": [one.measure.name for one, _, _ in rows],
        "input": [place.item.name for _, place, _ in rows],
        "unit": [place.item.unit for _, place, _ in rows],
        "zh": [place.item.zh for _, place, _ in rows],
        "en": [place.item.en for _, place, _ in rows],
        "low": pa.array([place.low for _, place, _ in rows], pa.float64()),
        "high": pa.array([place.high for _, place, _ in rows], pa.float64()),
        "cases": pa.array([place.cases for _, place, _ in rows], pa.int64()),
        "scenario": [found.packages[k] for _, _, k in rows],
        "mean": pa.array([place.means[k] for _, place, k in rows], pa.float64()),
        "best": pa.array([place.leader == k for _, place, k in rows], pa.bool_()),
        "sure": pa.array([place.sure for _, place, _ in rows], pa.bool_()),
        **{name: pa.array([place.behind[k, at] for _, place, k in rows], pa.float64())
           for at, name in enumerate(("behind", "behind_low", "behind_high"))},
    })  # fmt: skip


def _information(found: Robust) -> pa.Table:
    """A row per measure for perfect information, its input empty, and one per input."""
    rows: list[tuple[str, str | None, str | None, str | None, Information, float | None]] = []
    for one in found.judged:
        rows.append((one.measure.name, None, None, None, one.perfect, None))
        rows += [(one.measure.name, known.item.name, known.item.zh, known.item.en,
                  known.information, known.noise) for known in one.learnt]  # fmt: skip
    return pa.table({
        "measure": [row[0] for row in rows],
        **{name: pa.array([row[k] for row in rows], pa.string())
           for k, name in ((1, "input"), (2, "zh"), (3, "en"))},
        "value": [row[4].value for row in rows], "standard_error": [row[4].error for row in rows],
        "noise_level": pa.array([row[5] for row in rows], pa.float64()),
    })  # fmt: skip
