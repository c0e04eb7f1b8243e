"""Tables for the console, in either language, on any encoding."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from sim.base.indicators import INDICATOR
from sim.base.parameters import parameters
from sim.base.rules import RULES
from sim.compare.later import Distance, is_later
from sim.compare.quotas import Quota
from sim.compare.targets import SURE, UNSURE, Audit
from sim.report.costs import CostRow
from sim.report.fit import FitRow
from sim.report.words import Language, named, unit_label, word


def console(error: bool = False) -> Console:
    """A console that never fails on a character its encoding lacks."""
    stream = sys.stderr if error else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    width = None if stream.isatty() else 150
    return Console(file=stream, highlight=False, soft_wrap=False, width=width, emoji=False)


def can_show_chinese(screen: Console) -> bool:
    """True when the console's encoding has Chinese characters."""
    try:
        "规上工业增加值".encode(screen.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def plain_table(
    screen: Console, title: str, headers: list[str], numbers: set[int], compact: bool = False
) -> Table:
    """An empty table; `numbers` are the columns set flush right, unbroken if `compact`."""
    unicode_lines = (screen.encoding or "").lower().startswith("utf")
    table = Table(title=title, title_justify="left", header_style="bold",
                  box=box.SIMPLE_HEAD if unicode_lines else box.ASCII)  # fmt: skip
    for k, header in enumerate(headers):
        right = k in numbers
        table.add_column(header, justify="right" if right else "left", overflow="fold",
                         no_wrap=right and compact)  # fmt: skip
    return table


def number(value: float | None, decimals: int = 1) -> str:
    """A number for a table cell; empty for None."""
    return "" if value is None else f"{value:,.{decimals}f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f}%"


def _decimals(row: Audit) -> int:
    item = INDICATOR.get(row.target.indicator)
    return item.decimals if item else 1


def _verdict(value: float | None, language: Language) -> str:
    if value is None:
        return ""
    key = "yes" if value >= SURE else "no" if value <= UNSURE else "uncertain"
    return f"{word(key, language)} ({_share(value)})"


def _remark(row: Audit, language: Language, quota: Quota | None) -> str:
    target, notes = row.target, []
    if row.reason:
        notes.append(word(row.reason, language))
    if target.imposed:
        notes.append(word("imposed", language))
    if quota is not None and quota.short:
        notes.append(word("quota_short", language).format(
            asked=number(quota.asked, 0), done=number(quota.done, 0)))  # fmt: skip
    elif target.binding in ("below_base", "contradictory", "dose"):
        notes.append(word(target.binding, language))
    return "; ".join(notes)


def target_table(
    screen: Console, rows: list[Audit], quotas: dict[str, Quota], language: Language
) -> Table:
    """The target table: base, aim, what the runs reach, probability, without policy, remarks.

    Args:
        screen: where it is shown.
        rows: the audit; targets beyond the simulated years have a table of their own.
        quotas: by the names of targets that a quota of the scenario stands behind.
        language: zh or en.
    """
    keys = ("target", "base", "aim", "simulated", "range", "probability", "interval",
            "without_policy", "remark")  # fmt: skip
    table = plain_table(screen, word("targets_title", language), [word(k, language) for k in keys],
                   {1, 2, 3, 4, 5, 6, 7})  # fmt: skip
    for row in (row for row in rows if row.target.represented and not is_later(row.target)):
        target, decimals = row.target, _decimals(row)
        aim = "" if target.aim is None else f"{target.aim:,g} {target.unit}"
        spread = "" if row.five is None else (
            f"{number(row.five, decimals)} - {number(row.ninety_five, decimals)}")
        interval = "" if row.low is None else f"{_share(row.low)} - {_share(row.high)}"
        table.add_row(
            named(target, language), target.base, aim,
            number(row.median, decimals), spread, _share(row.probability), interval,
            _verdict(row.without_policy, language),
            _remark(row, language, quotas.get(target.name)),
        )  # fmt: skip
    return table


def later_table(
    screen: Console, rows: Sequence[Distance], names: dict[str, str], language: Language
) -> Table:
    """Targets beyond the simulated years: where the runs end, and the growth still needed.

    Args:
        screen: where it is shown.
        rows: by target and scenario.
        names: titles by name of the scenario, shown if there are several.
        language: zh or en.
    """
    several = [word("scenario", language)] if len(names) > 1 else []
    keys = ("target", "base", "aim", "stands_at", "range", "needed", "range", "grown", "at_aim")
    headers = [word(key, language).format(year=rows[0].year) for key in keys]
    table = plain_table(screen, word("later_title", language), [*several, *headers],
                        set(range(len(several) + 1, len(headers) + len(several))))  # fmt: skip
    for row in rows:
        target = row.target
        (middle, *ends), (needed, *bounds) = row.reached, row.needed
        title = [names[row.scenario]] if several else []
        table.add_row(
            *title, target.label(language), target.base,
            f"{target.aim:,g} {target.unit} ({target.last_year})", number(middle, 0),
            " - ".join(number(end, 0) for end in ends),
            word("reached_already", language) if needed <= 0.0 else number(needed, 1),
            " - ".join(number(bound, 1) for bound in bounds), number(row.growth, 1),
            _share(row.met),
        )  # fmt: skip
    return table


def fit_table_view(screen: Console, rows: list[FitRow], language: Language) -> Table:
    """Published and simulated figures of 2015 and 2020."""
    keys = ("indicator", "use", "published_2015", "simulated_2015", "published_2020",
            "simulated_2020", "range", "direction", "inside")  # fmt: skip
    table = plain_table(screen, word("history_title", language), [word(k, language) for k in keys],
                   {2, 3, 4, 5, 6})  # fmt: skip
    for row in rows:
        item = INDICATOR[row.moment.indicator]
        decimals = item.decimals
        label = f"{named(item, language)} ({item.unit})"
        mark = {True: word("yes", language), False: word("no", language), None: ""}
        share = "" if row.share_of_change is None else f" ({100 * row.share_of_change:.0f}%)"
        table.add_row(
            label, word(row.moment.use, language), number(row.moment.value_2015, decimals),
            number(row.simulated_2015, decimals), number(row.moment.value_2020, decimals),
            number(row.simulated_2020, decimals),
            f"{number(row.five, decimals)} - {number(row.ninety_five, decimals)}",
            mark[row.moves] + share, mark[row.inside],
        )  # fmt: skip
    return table


def cost_table(
    screen: Console, rows: list[CostRow], language: Language, title: str = ""
) -> Table:
    """What each instrument commits, pays, claws back, forgoes and brings in a year."""
    flows = [flow for flow in ("committed", "paid", "clawed_back", "forgone", "received")
             if flow != "clawed_back" or any(row.amounts.get(flow) for row in rows)]  # fmt: skip
    headers = [word("instrument", language), *[word(flow, language) for flow in flows]]
    table = plain_table(screen, title or word("cost_title", language), headers, {1, 2, 3, 4, 5})
    for row in rows:
        label = named(row, language)
        table.add_row(label, *[number(row.amounts.get(flow), 2) for flow in flows])
    return table


def parameter_table(screen: Console, language: Language) -> Table:
    """Every parameter with value, bounds, unit, source and standing."""
    keys = ("name", "label", "value", "bounds", "unit", "standing", "source")
    table = plain_table(screen, "", [word(k, language) for k in keys], {2, 3})
    for item in parameters().values():
        table.add_row(
            item.name, named(item, language), f"{item.value:g}",
            f"{item.low:g} - {item.high:g}", unit_label(item.unit, language), item.standing,
            item.source,
        )  # fmt: skip
    return table


def rule_table(screen: Console, language: Language) -> Table:
    """Every equation of the model: number, name in code, what it says, source."""
    keys = ("rule_number", "name", "label", "source")
    table = plain_table(screen, "", [word(k, language) for k in keys], set())
    for card in sorted(RULES.values(), key=lambda card: (card.number[0], int(card.number[1:]))):
        label = named(card, language)
        table.add_row(card.number, card.name, label, card.source)
    return table


def comparison_table(
    screen: Console, rows: list[tuple[str, str, float, float, str]], language: Language
) -> Table:
    """Published figures beside generated ones: label, unit, published, generated, standing."""
    keys = ("indicator", "unit", "published_word", "generated", "difference", "standing")
    table = plain_table(screen, "2015", [word(k, language) for k in keys], {2, 3, 4})
    for label, unit, wanted, found, standing in rows:
        if "%" in unit:
            difference = f"{found - wanted:+.2f} pt"
        else:
            difference = f"{100 * (found / wanted - 1):+.2f} %" if wanted else ""
        shown = unit_label(unit, language)
        table.add_row(label, shown, f"{wanted:,.6g}", f"{found:,.6g}", difference, standing)
    return table
