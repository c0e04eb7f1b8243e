"""Figures against what is expected of them: cells, sentences, the console's table."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from sim.explore.expected import Expected, Found
from sim.report.console import plain_table
from sim.report.trust.words import say
from sim.report.words import Language, standing, unit_label

HEADS = ("expected", "standing", "median", "range", "inside", "verdict", "test")
NUMBERS = {3, 4, 5}
PLAIN = ("-", "ratio")  # units that a label does without


def number(value: float) -> str:
    """Three figures, thousands apart; empty where there is none."""
    if not math.isfinite(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def label(one: Expected, language: Language) -> str:
    """The figure's name, with its unit."""
    name = one.zh if language == "zh" else one.en
    if one.unit in PLAIN:
        return name
    return say("with_unit", language, name=name, unit=unit_label(one.unit, language))


def expected_text(one: Expected, language: Language) -> str:
    """The range, or its one bound, or the published figure."""
    if one.point:
        return number(one.low)
    key = ("at_least" if math.isinf(one.high) else
           "at_most" if math.isinf(one.low) else "between")  # fmt: skip
    return say(key, language, low=number(one.low), high=number(one.high))


def verdict(row: Found, language: Language, *, checks: bool) -> str:
    """Shown or not; of a causal check, inside or outside."""
    return say(f"check_{row.verdict}" if checks else row.verdict, language)


def cells(row: Found, language: Language, *, checks: bool) -> tuple[str, ...]:
    """One figure's cells: its label, then those of `HEADS`."""
    one = row.expected
    spread = say("dash", language).join((number(row.five), number(row.ninety_five)))
    inside = "" if one.point or math.isnan(row.inside) else f"{row.inside:.0%}"
    return (
        label(one, language), expected_text(one, language), standing(one.standing, language),
        number(row.median), spread, inside, verdict(row, language, checks=checks),
        say(one.built, language),
    )  # fmt: skip


def sentences(found: Sequence[Found], language: Language, *, checks: bool) -> list[str]:
    """How many are shown, how many of those that are a test, and which fail.

    Args:
        found: the figures.
        language: zh or en.
        checks: causal checks; else stylised facts.
    """
    lines = [say("count_checks" if checks else "count", language, **_counts(found))]
    free = [row for row in found if row.expected.built == "free"]
    if not checks:
        lines.append(say("count_free", language, **_counts(free)))
    failing = [row for row in found if row.verdict == "fails"]
    if failing:
        names = say("and", language).join(_failing(row, language) for row in failing)
        lines.append(say("failing_checks" if checks else "failing", language, names=names))
    else:
        lines.append(say("none_failing", language))
    missing = [row.expected for row in found if row.verdict == "unmeasured"]
    if missing:
        names = say("and", language).join(label(one, language) for one in missing)
        lines.append(say("unmeasured_ones", language, names=names))
    return lines


def _counts(found: Sequence[Found]) -> dict[str, int]:
    verdicts = [row.verdict for row in found]
    return {"n": len(found), "shown": verdicts.count("shown"), "partly": verdicts.count("partly"),
            "fails": verdicts.count("fails")}  # fmt: skip


def _failing(row: Found, language: Language) -> str:
    one = row.expected
    return say("one_failing", language, name=label(one, language), median=number(row.median),
               expected=expected_text(one, language),
               side=say("low" if row.median < one.low else "high", language))  # fmt: skip


def console_table(
    screen: Console, found: Sequence[Found], language: Language, *, checks: bool
) -> Table:
    """The figures as a table of the console."""
    first, title = ("check", "causal_title") if checks else ("fact", "facts_title")
    heads = [say(key, language) for key in (first, *HEADS)]
    table = plain_table(screen, say(title, language), heads, NUMBERS)
    for row in found:
        table.add_row(*cells(row, language, checks=checks))
    return table
