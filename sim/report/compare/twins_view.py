"""What each instrument adds and costs, for the console."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from sim.compare.targets import targets
from sim.compare.twins import COST, UPGRADES, VALUE_ADDED, Effect, point_worth
from sim.policy.registry import instruments
from sim.report.compare.labels import signed, span
from sim.report.compare.words import say
from sim.report.console import plain_table
from sim.report.words import Language, named


def instrument_label(name: str, language: Language) -> str:
    """An instrument's label."""
    kind = instruments()[name]
    return named(kind, language)


def _with_span(effect: Effect, decimals: int) -> str:
    found = effect.difference
    text = signed(found.mean, decimals) or "0"
    if found.low is None or found.high is None:
        return text
    return f"{text} ±{0.5 * (found.high - found.low):,.{decimals}f}"


def _price(
    effect: Effect, worth: float, decimals: int, language: Language, way: float = 1.0
) -> str:
    """Cost per unit, where a price makes sense: the instrument helps, and costs something.

    Args:
        effect: on one figure.
        worth: factor on the cost as it is shown.
        decimals: shown.
        language: zh or en.
        way: minus one where less is better.
    """
    found, cost = effect.difference, effect.cost
    if not found.sure or cost is None or cost.low is None or cost.high is None:
        return say("not_told", language)
    if found.mean * way < 0.0:
        return say("worsens", language)
    if cost.high < 0.0:
        return say("saves", language)
    assert cost.value is not None
    ends = span(cost.low * worth, cost.high * worth, decimals)
    return f"{signed(cost.value * worth, decimals)} ({ends})"


def twin_view(screen: Console, rows: Sequence[Effect], scenario: str, language: Language) -> Table:
    """One scenario: cost, upgrades and value added of each instrument, and what they cost."""
    keys = ("instrument", "net_cost", "upgrades", "value_added", "per_upgrade", "per_value_added")
    table = plain_table(screen, say("twins_title", language, scenario=scenario),
                        [say(key, language) for key in keys], {1, 2, 3, 4, 5})  # fmt: skip
    for name in dict.fromkeys(row.instrument for row in rows):
        mine = {row.figure: row for row in rows if row.instrument == name and not row.target}
        table.add_row(
            instrument_label(name, language), _with_span(mine[COST], 2),
            _with_span(mine[UPGRADES], 1), _with_span(mine[VALUE_ADDED], 2),
            _price(mine[UPGRADES], 10_000.0, 0, language),
            _price(mine[VALUE_ADDED], 1.0, 3, language),
        )  # fmt: skip
    return table


def point_view(screen: Console, rows: Sequence[Effect], scenario: str, language: Language) -> Table:
    """One scenario: binding targets that an instrument moves for sure, and cost per point."""
    keys = ("instrument", "target", "points", "chance", "per_point")
    table = plain_table(screen, say("points_title", language, scenario=scenario),
                        [say(key, language) for key in keys], {2, 3, 4})  # fmt: skip
    known = {one.name: one for one in targets() if one.binding == "yes"}
    for row in rows:
        if row.target and row.figure in known and row.difference.sure:
            target = known[row.figure]
            points = row.difference.mean * point_worth(target)
            table.add_row(
                instrument_label(row.instrument, language), target.label(language),
                signed(points, 2), f"{signed(100.0 * (row.chance or 0.0), 0)}%",
                _price(row, 1.0, 2, language, 1.0 if target.at_least else -1.0),
            )  # fmt: skip
    return table
