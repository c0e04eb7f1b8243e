"""How estimators do against the truth: cells and the console's tables."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from rich.console import Console

from sim.explore.causal.fixed_effects import CONFIDENCE
from sim.explore.causal.study import LOT, ORDERS, TWO_WAY, Causal, Check, Since
from sim.report.console import plain_table
from sim.report.trust.words import say
from sim.report.words import Language

HEADS = ("order", "estimator", "truth", "estimate", "bias", "scatter", "stated", "holding",
         "finding", "placebo", "trends")  # fmt: skip
POWER = 0.8  # chance of telling an effect that counts as telling it
SINCE_HEADS = ("order", "since", "estimate", "range", "truth")


def percent(value: float) -> str:
    """Two decimals: effects are small."""
    return f"{round(value, 2) + 0.0:.2f}"  # no minus before nought


def check_cells(row: Check, language: Language) -> tuple[str, ...]:
    """An estimator's cells, in the order of `HEADS`."""
    counts = [f"{count}/{row.members}" for count in (row.holding, row.finding, row.placebo)]
    trends = "" if row.trends is None else f"{row.trends}/{row.members}"
    return (
        say(row.order, language), say(row.estimator, language), percent(row.truth),
        percent(row.estimate), f"{percent(row.bias)} ({percent(row.bias_error)})",
        percent(row.scatter), percent(row.stated), *counts, trends,
    )  # fmt: skip


def since_cells(row: Since, language: Language) -> tuple[str, ...]:
    """A year's cells, in the order of `SINCE_HEADS`."""
    spread = say("dash", language).join((percent(row.five), percent(row.ninety_five)))
    since = f"{row.since:+d}" if row.since else "0"
    return (say(row.order, language), since, percent(row.estimate), spread, percent(row.truth))


def note(causal: Causal, language: Language) -> str:
    """How to read the table of estimators, and what spills over."""
    members, tail = causal.checks[0].members, NormalDist()
    reach = tail.inv_cdf(0.5 + CONFIDENCE / 2.0) + tail.inv_cdf(POWER)
    plain = next(one for one in causal.checks if (one.order, one.estimator) == (LOT, TWO_WAY))
    spill = {order: percent(causal.spill[order]) for order in ORDERS}
    return say("estimators_note", language, n=members, due=f"{CONFIDENCE * members:.0f}",
               false=f"{(1.0 - CONFIDENCE) * members:.0f}",
               least=f"{reach * plain.stated:.1f}", **spill)  # fmt: skip


def show(screen: Console, causal: Causal, language: Language) -> None:
    """Print both tables and how to read them."""
    _print(screen, "estimators_title", HEADS,
           [check_cells(row, language) for row in causal.checks], language)  # fmt: skip
    screen.print(note(causal, language), markup=False)
    _print(screen, "since_title", SINCE_HEADS,
           [since_cells(row, language) for row in causal.since], language)  # fmt: skip


def _print(
    screen: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]],
    language: Language,
) -> None:  # fmt: skip
    numbers = set(range(2, len(heads)))
    table = plain_table(screen, say(title, language), [say(key, language) for key in heads],
                        numbers)  # fmt: skip
    for row in rows:
        table.add_row(*row)
    screen.print(table)
