"""The results as a workbook: one tidy sheet per table, values only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import numpy as np
import xlsxwriter

from sim.app.panels.money import price_text
from sim.app.tableau import grade_shares
from sim.app.words import say
from sim.app.worker import Found
from sim.base.levers import GRADES
from sim.compare.paths import place_medians
from sim.park.atlas import places
from sim.report.compare.labels import indicator_label, titles
from sim.report.compare.write import finding_tables
from sim.report.costs import cost_rows
from sim.report.frames import PLACE_UNITS
from sim.report.notes import ranges_note, warnings
from sim.report.paper.prices import prices_between
from sim.report.scenarios import as_text, differing, values_of
from sim.report.words import Language, named, unit_label, word
from sim.scenario.draft import card_of
from sim.scenario.schedule import Schedule
from sim.scenario.sheet import labels_of

Sheet = tuple[list[str], list[list[Any]]]
NO_DATE = datetime(1980, 1, 1)  # the same results make the same file


def sheets(found: Found, language: Language) -> dict[str, Sheet]:
    """Every sheet by name: headings and rows."""
    findings = found.findings
    names = titles(findings.comparison.ensembles, language)
    tidy = {f"sheet_{name}": _tidy(table, names, language)
            for name, table in finding_tables(findings).items()}  # fmt: skip
    own = {
        "sheet_about": _about(found, language), **tidy, "sheet_ledger": _ledger(found, language),
        "sheet_costs": _costs(found, language), "sheet_places": _places(found, language),
        "sheet_grades": _grades(found, language), "sheet_doses": _doses(found, language),
    }
    return {say(name, language): sheet for name, sheet in own.items()}


def workbook(found: Found, language: Language) -> bytes:
    """The file; texts stay texts, whatever they begin with."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": False}  # fmt: skip
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"created": NO_DATE})
    heading = book.add_format({"bold": True, "bottom": 1})
    for name, (headings, rows) in sheets(found, language).items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, heading)
        for k, row in enumerate(rows, start=1):
            sheet.write_row(k, 0, [_plain(one) for one in row])
        for k in range(len(headings)):
            widest = max((len(str(row[k])) for row in rows[:40]), default=0)
            sheet.set_column(k, k, min(max(len(headings[k]) * 2, widest) + 2, 50))
    book.close()
    return content.getvalue()


def _plain(value: Any) -> Any:
    """A value that a sheet can hold: nothing for what is not there."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _tidy(table: Any, names: dict[str, str], language: Language) -> Sheet:
    """A table as results folders have it, with readers' names in front."""
    rows = table.to_pylist()
    columns = list(table.column_names)
    front: list[str] = []
    if "scenario" in columns:
        front.append(say("scenario_title", language))
    if "indicator" in columns:
        front.append(say("indicator_label", language))
    return [*front, *columns], [
        [*([names[row["scenario"]]] if "scenario" in columns else []),
         *([indicator_label(row["indicator"], language)] if "indicator" in columns else []),
         *row.values()] for row in rows
    ]  # fmt: skip


def _about(found: Found, language: Language) -> Sheet:
    comparison = found.findings.comparison
    first = comparison.first
    posterior = first.origin.posterior
    rows: list[list[Any]] = [
        [say("draws", language), len(first.records)], [say("firms", language), first.firms],
        [say("kind", language), say(f"kind_{first.origin.draws}", language)],
        [say("posterior", language), posterior.digest if posterior else ""],
        *([word("scenario", language), title]
          for title in titles(comparison.ensembles, language).values()),
        [word("range", language), ranges_note(first, language)],
        *([word("warning", language), line] for line in warnings(first, language)),
    ]  # fmt: skip
    if first.firms < 1.0:
        rows.append([word("warning", language), word("quick_look", language)])
    return [word("name", language), word("value", language)], rows


def _ledger(found: Found, language: Language) -> Sheet:
    comparison = found.findings.comparison
    names = titles(comparison.ensembles, language)
    headings = [word("scenario", language), word("instrument", language), say("flow", language),
                f"{word('cost_title', language)}"]  # fmt: skip
    return headings, [
        [names[one.scenario.name], named(row, language), word(flow, language),
         amount] for one in comparison.ensembles for row in cost_rows(one)
        for flow, amount in row.amounts.items()
    ]  # fmt: skip


def _costs(found: Found, language: Language) -> Sheet:
    comparison = found.findings.comparison
    names = titles(comparison.ensembles, language)
    rows = []
    for one in comparison.others:
        for row in prices_between(comparison.first, one):
            effect, cost, price = row.effect, row.cost, row.price
            told = row.told in ("per_unit", "per_loss")
            rows.append([
                names[one.scenario.name], indicator_label(row.figure, language),
                effect.mean, effect.low, effect.high, cost.mean, cost.low, cost.high,
                *((price.value, price.low, price.high) if told else (None, None, None)),
                price_text(row, language),
            ])  # fmt: skip
    ends = [say("interval_low", language), say("interval_high", language)]
    return [
        word("scenario", language), say("result", language), say("added", language), *ends,
        say("net_cost", language), *ends, say("per_unit", language), *ends,
        say("per_unit_told", language),
    ], rows  # fmt: skip


def _places(found: Found, language: Language) -> Sheet:
    ensembles = found.findings.comparison.ensembles
    names = titles(ensembles, language)
    units = [f"{name} ({unit_label(PLACE_UNITS[name], language)})" for name in PLACE_UNITS]
    rows = []
    for one in ensembles:
        for year in one.years:
            columns = [place_medians(one, figure, year) for figure in PLACE_UNITS]
            rows += [[names[one.scenario.name], year, place.name, getattr(place, language),
                      *(column[k] for column in columns)]
                     for k, place in enumerate(places())]  # fmt: skip
    return [word("scenario", language), say("year", language), "place", say("sub_area", language),
            *units], rows  # fmt: skip


def _grades(found: Found, language: Language) -> Sheet:
    ensembles = found.findings.comparison.ensembles
    names = titles(ensembles, language)
    rows: list[list[Any]] = []
    for one in ensembles:
        for year in one.years:
            counts = grade_shares(found, one.scenario.name, year)
            rows += [[names[one.scenario.name], year, place.name, getattr(place, language),
                      *counts[k]] for k, place in enumerate(places())]  # fmt: skip
    return [word("scenario", language), say("year", language), "place", say("sub_area", language),
            *(say("grade", language, grade=grade) for grade in GRADES),
            say("no_grade", language)], rows  # fmt: skip


def _doses(found: Found, language: Language) -> Sheet:
    keys: Sequence[str] = ("scenario", "name", "label", "years_word", "value", "unit")
    rows = []
    for one in found.findings.comparison.ensembles:
        title = titles([one], language)[one.scenario.name]
        for key, schedule in values_of(one.scenario).items():
            zh, en, unit, *_ = labels_of(key)
            for span, value, _ in differing(schedule, Schedule(())):
                rows.append([title, key, zh if language == "zh" else en, span,
                             as_text(value, card_of(key), language),
                             unit_label(str(unit), language)])  # fmt: skip
    return [word(key, language) for key in keys], rows
