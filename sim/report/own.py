"""Own firms in words: what a check of a table found, and what runs with them must say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from sim.base.disclosure import OwnParts
from sim.base.own import Change
from sim.park.atlas import districts, places
from sim.report.console import number, plain_table
from sim.report.words import Language
from sim.report.words_own import TOTALS, say
from sim.scenario.ensemble import Ensemble
from sim.scenario.own.check import Checked
from sim.scenario.own.columns import COLUMN, COLUMNS, Column
from sim.scenario.own.load import about_own_firms
from sim.scenario.own.row import Refusal
from sim.scenario.own.settings import Settings

MOST_SHOWN = 5  # of numbers that were interpreted


def own_firms_notes(ensemble: Ensemble, language: Language) -> list[str]:
    """What a reader of runs with own firms has to know; nothing where there are none."""
    lines = own_firms_lines(about_own_firms(), language)
    if not lines:
        return []
    said = about_own_firms()["own_firms"]
    changes = [one.change for one in ensemble.records if one.change is not None]
    if changes:
        lines.append(say(said["totals"], language, year=said["year"],
                         changes=_changes(changes, language)))  # fmt: skip
    return lines


def own_firms_lines(about: Mapping[str, Any], language: Language) -> list[str]:
    """That own firms stand for modelled ones, by what `about_own_firms` or a manifest says."""
    said = about.get("own_firms")
    if said is None:
        return []
    return [say("stand_in", language, firms=said["firms"], year=said["year"],
                places=said["places"], left_out=said["left_out"])]  # fmt: skip


def _changes(changes: list[Change], language: Language) -> str:
    """By how much the city's totals changed: the median over the runs, in percent."""
    parts = []
    for name, label in TOTALS.items():
        ratios = [one.after[name] / one.before[name] - 1.0 for one in changes]
        parts.append(f"{label[0 if language == 'zh' else 1]} {100.0 * np.median(ratios):+.1f}%")
    return ("、" if language == "zh" else ", ").join(parts)


def show_change(change: Change, year: int, screen: Console, language: Language) -> None:
    """Print the city's totals with the modelled firms and with the own ones."""
    headers = [say(key, language) for key in ("total", "modelled", "with_own", "difference")]
    title = say("change_title", language, own=change.own, replaced=change.replaced, year=year)
    table = plain_table(screen, title, headers, {1, 2, 3})
    for name, label in TOTALS.items():
        before, after = change.before[name], change.after[name]
        table.add_row(label[0 if language == "zh" else 1], number(before), number(after),
                      f"{100.0 * (after / before - 1.0):+.2f}%")  # fmt: skip
    screen.print(table)


def show_check(
    path: Path, settings: Settings, found: Checked, screen: Console, language: Language
) -> None:
    """Print every refusal, what was interpreted, what stands in, and what the table holds."""
    if found.refusals:
        screen.print(_refusals(found.refusals, screen, language))
    for line in _lines(settings, found, language):
        screen.print(line, markup=False, soft_wrap=True)
    if found.rows:
        screen.print(_by_district(found, screen, language))
    verdict = "usable" if _usable(settings, found) else "not_usable"
    screen.print(say(verdict, language, file=path.name, accepted=len(found.rows),
                     refused=found.refused), markup=False)  # fmt: skip


def _usable(settings: Settings, found: Checked) -> bool:
    return bool(found.rows) and (not found.refused or settings.leave_out_refused)


def _refusals(refusals: list[Refusal], screen: Console, language: Language) -> Table:
    headers = [say(key, language) for key in ("row", "column", "value", "problem")]
    table = plain_table(screen, say("refusals", language), headers, {0})
    for one in refusals:
        table.add_row(str(one.row), one.column, one.value, one.problem.text(language))
    return table


def _lines(settings: Settings, found: Checked, language: Language) -> Iterator[str]:
    for row, heading, text, value in found.interpreted[:MOST_SHOWN]:
        yield say("interpreted", language, row=row, column=heading, text=text.strip(), value=value)
    if len(found.interpreted) > MOST_SHOWN:
        yield say("more_interpreted", language, count=len(found.interpreted) - MOST_SHOWN)
    if found.unread:
        yield say("unread", language, columns=", ".join(found.unread))
    for name, count in found.empty.items():
        yield say("empty", language, column=heading_of(COLUMN[name], language), count=count,
                  rows=len(found.rows), stand_in=stand_in(COLUMN[name], language))  # fmt: skip
    if found.rows:
        yield say("covers", language, places=int(found.covered.sum()), year=found.year,
                  firms=say(f"firms_{settings.firms}", language))  # fmt: skip
        yield say(f"will_be_{settings.totals}", language)


def _by_district(found: Checked, screen: Console, language: Language) -> Table:
    """Firms and sums by district; one whose sums would tell a firm shows none."""
    names = ("value_added", "tax", "land", "employment")
    headers = [say("district", language), say("count", language),
               *(f"{heading_of(COLUMN[one], language)} ({_unit(COLUMN[one], language)})"
                 for one in names)]  # fmt: skip
    table = plain_table(screen, say("by_district", language), headers, set(range(1, 6)))
    homes = np.array([one.district for one in places()])[found.columns["place"].astype(int)]
    for one in districts():
        mine = homes == one.name
        if mine.any():
            values = np.stack([np.nan_to_num(found.columns[name][mine]) for name in names], axis=1)
            few = OwnParts.of(np.zeros(values.shape[0], np.int64), values, 1).tells()[0]
            sums = [say("hidden", language) if few else number(float(np.nansum(
                found.columns[name][mine]))) for name in names]  # fmt: skip
            table.add_row(one.zh if language == "zh" else one.en, str(int(mine.sum())), *sums)
    return table


def heading_of(column: Column, language: Language) -> str:
    """A column's heading."""
    return column.zh if language == "zh" else column.name


def stand_in(column: Column, language: Language) -> str:
    """What is taken where a cell is empty."""
    return column.stand_in_zh if language == "zh" else column.stand_in


def _unit(column: Column, language: Language) -> str:
    return column.unit_zh if language == "zh" else column.unit


def column_table(screen: Console, language: Language) -> Table:
    """Every column: headings, unit, whether it is needed, what stands in."""
    headers = [say(key, language) for key in ("heading", "also", "unit", "need", "stands_in")]
    table = plain_table(screen, say("columns", language), headers, set())
    for one in COLUMNS:
        table.add_row(f"{one.zh} / {one.name}", "、".join(one.also), _unit(one, language),
                      _need(one, language), stand_in(one, language))  # fmt: skip
    return table


def _need(column: Column, language: Language) -> str:
    if column.need != "one of":
        return say(f"need_{column.need}", language)
    others = [heading_of(one, language) for one in COLUMNS
              if one.group == column.group and one is not column]
    return say("need_one_of", language, others=", ".join(others))
