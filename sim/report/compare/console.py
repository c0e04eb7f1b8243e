"""Tables of a comparison for the console."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from sim.base.indicators import INDICATOR
from sim.compare.audit import FullAudit, Joint
from sim.compare.figures import Compared
from sim.compare.projects import ProjectShare
from sim.compare.winners import Winner
from sim.report.compare.labels import (
    IN_100M,
    SHOWN,
    SHOWN_OF_GROUPS,
    decimals_for,
    group_label,
    indicator_label,
    shown_of,
    signed,
    span,
)
from sim.report.compare.words import say
from sim.report.console import number, plain_table
from sim.report.words import Language, unit_label, word

SHOWN_DIMENSIONS = ("district", "size", "sector", "grade")


def difference_view(
    screen: Console, rows: Sequence[Compared], less: str, language: Language,
    names: Sequence[str] = SHOWN,
) -> Table:  # fmt: skip
    """Differences of one scenario to the first, for the figures that are shown."""
    keys = ("indicator", "period", "reference", "mean", "error", "median", "range", "to_tell")
    heading = say("differences_title", language, less=less, pairs=rows[0].difference.pairs)
    table = plain_table(screen, heading, [say(key, language) for key in keys], set(range(2, 8)))
    for row in shown_of(rows, names):
        found = row.difference
        decimals = decimals_for(found, INDICATOR[row.indicator].decimals)
        table.add_row(
            indicator_label(row.indicator, language), row.period,
            number(row.reference, INDICATOR[row.indicator].decimals),
            signed(found.mean, decimals) + ("*" if found.sure else " "),
            number(found.standard_error, decimals), signed(found.median, decimals),
            span(found.five, found.ninety_five, decimals),
            _to_tell(found.to_tell, found.mean, language),
        )  # fmt: skip
    return table


def _to_tell(pairs: int | None, mean: float, language: Language) -> str:
    if pairs is not None:
        return f"{pairs:,}"
    return "" if mean == 0.0 else say("beyond", language)


def _target_rows(rows: Sequence[FullAudit]) -> dict[str, list[FullAudit]]:
    """Rows by target in the table's order, of the targets that the runs show."""
    found: dict[str, list[FullAudit]] = {}
    for row in rows:
        if row.plain.probability is not None:
            found.setdefault(row.plain.target.name, []).append(row)
    return found


def percent(value: float | None) -> str:
    """A probability or share for readers."""
    return "" if value is None else f"{100.0 * value:.0f}%"


def _mark(naive: bool | None, extrapolated: float | None, language: Language) -> str:
    if naive is None or extrapolated is None:
        return say("no_figure", language)
    decimals = 0 if abs(extrapolated) >= 1000.0 else 1
    return f"{word('yes' if naive else 'no', language)} ({number(extrapolated, decimals)})"


def probability_view(
    screen: Console, rows: Sequence[FullAudit], names: dict[str, str], language: Language,
    none_bare: bool = False,
) -> Table:  # fmt: skip
    """Probability of each target by scenario, without policy, and by extrapolation.

    Args:
        screen: where it is shown.
        rows: of all scenarios.
        names: titles by name.
        language: zh or en.
        none_bare: True leaves the column without policy out: a scenario says it already.
    """
    bare = [] if none_bare else [say("bare", language)]
    headers = [say("target", language), say("aim", language), *names.values(), *bare,
               say("naive", language)]  # fmt: skip
    table = plain_table(screen, say("targets_title", language), headers,
                        set(range(1, len(headers))))  # fmt: skip
    for found in _target_rows(rows).values():
        target, first = found[0].plain.target, found[0]
        cells = [f"{percent(row.plain.probability)} ({percent(row.plain.low)}–"
                 f"{percent(row.plain.high)})" for row in found]  # fmt: skip
        table.add_row(
            target.label(language),
            f"{target.aim:,g} {unit_label(target.unit, language)}", *cells,
            *(percent(first.plain.without_policy) for _ in bare),
            _mark(first.naive, first.extrapolated, language),
        )  # fmt: skip
    return table


def gap_view(
    screen: Console, rows: Sequence[FullAudit], names: dict[str, str], language: Language
) -> Table:
    """Mean shortfall and first year met of each target, by scenario."""
    headers = [say("target", language), say("aim", language), *names.values()]
    table = plain_table(screen, say("gaps_title", language), headers, set(range(1, len(headers))))
    for found in _target_rows(rows).values():
        target = found[0].plain.target
        cells = []
        for row in found:
            year = "" if target.each_year else f"; {row.first_year or say('never', language)}"
            cells.append(f"{number(row.shortfall, 2)}{year}")
        table.add_row(target.label(language),
                      f"{target.aim:,g} {unit_label(target.unit, language)}", *cells)  # fmt: skip
    return table


def joint_view(
    screen: Console, rows: Sequence[Joint], names: dict[str, str], language: Language
) -> Table:
    """The probability of whole sets of targets, by scenario."""
    headers = [say("set", language), say("number_of", language), *names.values()]
    table = plain_table(screen, say("joint_title", language), headers, set(range(1, len(headers))))
    for chosen in dict.fromkeys(row.chosen for row in rows):
        mine = [row for row in rows if row.chosen == chosen]
        cells = [f"{percent(row.probability)} ({percent(row.low)}–{percent(row.high)})"
                 for row in mine]  # fmt: skip
        table.add_row(say(chosen, language), str(len(mine[0].names)), *cells)
    return table


def project_view(
    screen: Console, rows: Sequence[ProjectShare], names: dict[str, str], language: Language
) -> Table:
    """Subsidised projects by what would have been without the subsidy."""
    keys = ("scenario", "kind", "projects", "subsidy", "share", "share_of_money")
    table = plain_table(screen, say("projects_title", language),
                        [say(key, language) for key in keys], {2, 3, 4, 5})  # fmt: skip
    for row in rows:
        table.add_row(
            names[row.scenario], say(row.kind, language), number(row.projects, 0),
            number(row.subsidy * IN_100M["value_added"], 2),
            f"{percent(row.share)} ({percent(row.five)}–{percent(row.ninety_five)})",
            percent(row.share_of_money),
        )  # fmt: skip
    return table


def winner_view(screen: Console, rows: Sequence[Winner], less: str, language: Language) -> Table:
    """Firms, jobs, output and land by group, of one scenario beside the first."""
    headers = ["", say("group", language), *(say(key, language) for key in SHOWN_OF_GROUPS)]
    table = plain_table(screen, say("winners_title", language, less=less), headers,
                        set(range(2, len(headers))))  # fmt: skip
    shown = [row for row in rows if row.register == "above_scale"
             and row.dimension in SHOWN_DIMENSIONS and row.figure in SHOWN_OF_GROUPS]  # fmt: skip
    by_group: dict[tuple[str, str], dict[str, Winner]] = {}
    for row in shown:
        by_group.setdefault((row.dimension, row.group), {})[row.figure] = row
    for (dimension, group), mine in by_group.items():
        table.add_row(say(dimension, language), group_label(dimension, group, language),
                      *(_cell(mine[figure]) for figure in SHOWN_OF_GROUPS))  # fmt: skip
    return table


def _cell(row: Winner) -> str:
    found, scale = row.difference, IN_100M.get(row.figure, 1.0)
    decimals = 1 if row.figure in ("firms", "output") else 0
    text = signed(found.mean * scale, decimals) or "0"
    if found.low is None or found.high is None:
        return text
    half = 0.5 * (found.high - found.low) * scale
    return f"{text} ±{half:,.{decimals}f}{'*' if found.sure else ' '}"
