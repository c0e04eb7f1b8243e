"""One firm, year by year, as a table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from sim.base.variables import FIRM
from sim.park.atlas import places, sectors
from sim.report.console import plain_table
from sim.report.words import Language, named, word

SHOWN = (
    "above_scale", "grade", "score", "rung", "value_added", "revenue", "profit",
    "employment", "capital", "land", "numerical_control", "networked", "technology_gap",
    "upgraded", "upgrade_cost", "upgrade_payback", "subsidy_granted",
    "equipment_granted", "slack", "capital_wanted", "land_wanted", "land_granted", "moves",
    "leaves",
)  # fmt: skip


def _whereabouts(sector: str, homes: list[str], language: Language) -> str:
    """Sector and places by label, the places in the order the firm was there."""
    zh = language == "zh"
    labels = {item.name: item.zh if zh else item.en for item in sectors()}
    labels |= {item.name: item.zh if zh else item.en for item in places()}
    return f"{labels[sector]} · {' > '.join(labels[name] for name in homes)}"


def firm_table(screen: Console, history: dict[int, dict[str, str]], language: Language) -> Table:
    """A row per variable, a column per year.

    Args:
        history: by year, values by variable name.
    """
    years = sorted(history)
    homes = list(dict.fromkeys(history[year]["place"] for year in years))
    title = _whereabouts(history[years[0]]["sector"], homes, language)
    table = plain_table(screen, title, [word("name", language), word("unit", language),
                                *[str(year) for year in years]],
                   set(range(2, 2 + len(years))), compact=True)  # fmt: skip
    for name in SHOWN:
        item = FIRM[name]
        cells = [history[year].get(name, "") for year in years]
        table.add_row(named(item, language), item.unit, *cells)
    return table
