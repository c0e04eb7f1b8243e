"""Cost per result: the difference of net public cost over the difference of what it brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.base.indicators import INDICATOR
from sim.base.state import Array
from sim.compare.figures import at_end, over_plan
from sim.compare.pairs import Difference, difference
from sim.compare.ratio import Ratio, ratio
from sim.report.paper import cells
from sim.report.paper.blocks import Cell, Column, Table
from sim.report.paper.sentences import unit_of_difference
from sim.report.paper.view import View
from sim.scenario.ensemble import Ensemble
from sim.scenario.outcome import ADDED_UP

COST = "public_cost"
RESULTS = (
    "value_added", "tax_per_mu", "value_added_per_mu", "upgrades", "digital_workshops",
    "numerical_control_rate", "employment",
)  # fmt: skip


@dataclass(frozen=True)
class Price:
    """What a scenario adds to one figure, and what that costs beside the first one.

    Attributes:
        effect, cost: differences over pairs; cost in 100m yuan of 2021-2025.
        price: cost over effect.
    """

    scenario: str
    figure: str
    effect: Difference
    cost: Difference
    price: Ratio

    @property
    def told(self) -> str:
        """What may be said: not_told, worsens, per_loss, saves or per_unit."""
        if not self.effect.sure or self.price.low is None or self.price.high is None:
            return "not_told"
        if self.effect.mean < 0.0:
            return "per_loss" if self.price.low > 0.0 else "worsens"
        return "saves" if self.price.high < 0.0 else "per_unit"


def prices(view: View, scenario: str) -> Iterator[Price]:
    """The price of each result in one scenario."""
    other = next(one for one in view.stored.others if one.scenario.name == scenario)
    yield from prices_between(view.stored.first, other)


def prices_between(first: Ensemble, other: Ensemble) -> Iterator[Price]:
    """The price of each result of a scenario, set against the first one."""
    money, base = over_plan(other, COST), over_plan(first, COST)
    for name in RESULTS:
        mine, theirs = figure_of(other, name), figure_of(first, name)
        yield Price(other.scenario.name, name, difference(mine, theirs), difference(money, base),
                    ratio(money - base, mine - theirs))  # fmt: skip


def figure_of(ensemble: Ensemble, name: str) -> Array:
    """An indicator of the last year, or its sum over the plan where it adds up."""
    return over_plan(ensemble, name) if name in ADDED_UP else at_end(ensemble, name)


def price_table(view: View, scenario: str) -> Table:
    """What each result adds and costs."""
    ends, money = (view.say("low"), view.say("high")), view.unit("100m yuan")
    columns = [
        Column(view.say("result"), "label", 2.0), Column(view.say("unit_column"), "word", 1.2),
        Column(view.say("effect"), weight=1.2),
        Column(view.say("interval"), weight=1.9, parts=ends),
        Column(view.say("cost"), weight=1.4, unit=money),
        Column(view.say("per_unit"), "text", 3.0, unit=money,
               parts=(view.say("per_unit"), view.say("low"), view.say("high"), view.say("told"))),
    ]  # fmt: skip
    rows = []
    for row in prices(view, scenario):
        found = row.effect
        decimals = cells.enough(cells.decimals_of(row.figure), [found.mean, found.low, found.high])
        rows.append([
            cells.text(view.indicator(row.figure)),
            cells.text(view.unit(INDICATOR[row.figure].unit)),
            cells.number(found.mean, decimals, sign=True),
            cells.numbers(found.low, found.high, decimals, view.language, sign=True),
            cells.number(row.cost.mean, 1, sign=True), _price(view, row),
        ])  # fmt: skip
    caption = view.say("cost_caption", scenario=view.titles[scenario], first=view.first)
    return Table(f"prices_{scenario}", caption, columns, rows, "cost_per_result",
                 view.say("cost_note"),
                 key=(view.say("scenario"), view.titles[scenario]))  # fmt: skip


def _price(view: View, row: Price) -> Cell:
    found, text = row.price, view.say(f"cost_{row.told}", **_filled(view, row))
    known = row.told in ("per_unit", "per_loss")
    stored = (found.value, found.low, found.high) if known else (None, None, None)
    return Cell(text, (*stored, text), "#,##0.00##")


def _filled(view: View, row: Price) -> dict[str, str]:
    found = row.price
    decimals = cells.enough(2, [found.value])
    ends = cells.numbers(found.low, found.high, decimals, view.language)
    return {"value": cells.plain(found.value, decimals), "range": ends.text}


def price_sentences(view: View) -> list[str]:
    """Prices that the intervals allow to state."""
    return [
        view.say("price", scenario=view.titles[name], figure=view.indicator(row.figure),
                 unit=_unit(view, row.figure), **_filled(view, row))
        for name in view.others for row in prices(view, name)
        if row.told == "per_unit" and row.price.low is not None and row.price.low > 0.0
    ]  # fmt: skip


def _unit(view: View, figure: str) -> str:
    unit = unit_of_difference(INDICATOR[figure].unit, view.language)
    return f"1{unit}" if view.language == "zh" else f"unit ({unit})"
