"""Labels of comparisons: scenarios, figures with units, groups of firms, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.base.indicators import INDICATOR
from sim.compare.figures import Compared
from sim.compare.pairs import Difference
from sim.compare.winners import ENTERED
from sim.park.atlas import District, Sector, SizeClass, districts, sectors, size_classes
from sim.report.compare.words import say
from sim.report.words import Language, named, unit_label
from sim.scenario.ensemble import Ensemble
from sim.scenario.load import Scenario

# What is shown of all that is compared; the tables in the files hold everything.
SHOWN = (
    "value_added", "gross_output", "profit", "employment", "labour_productivity",
    "value_added_per_mu", "tax_per_mu", "above_scale_firms", "above_scale_land", "upgrades",
    "digital_workshops", "numerical_control_rate", "industrial_investment_cumulative",
    "firms_cleared", "land_price", "public_cost",
)  # fmt: skip
SHOWN_OF_GROUPS = ("firms", "employment", "output", "land")
IN_100M = {"output": 1e-4, "value_added": 1e-4, "tax": 1e-4}  # 10k yuan to 100m yuan


def title(ensemble: Ensemble, language: Language) -> str:
    """A scenario's title."""
    return named(ensemble.scenario.title, language)


def titles(ensembles: Sequence[Ensemble], language: Language) -> dict[str, str]:
    """Titles by name; the name is added where two titles are the same."""
    found = [title(one, language) for one in ensembles]
    return {
        one.scenario.name: text if found.count(text) == 1 else f"{text} ({one.scenario.name})"
        for one, text in zip(ensembles, found, strict=True)
    }


def shown_names(scenarios: Iterable[Scenario]) -> tuple[str, ...]:
    """Indicators that a comparison shows: the usual ones, then what its questions are about."""
    asked = (name for one in scenarios for name in one.indicators)
    return tuple(dict.fromkeys((*SHOWN, *asked)))


def shown_of(rows: Sequence[Compared], names: Sequence[str] = SHOWN) -> list[Compared]:
    """What is shown of one comparison, in its order; yearly flows as the sum over the plan."""
    summed = {row.indicator for row in rows if row.first_year < row.last_year}
    kept = {row.indicator: row for row in rows
            if row.indicator not in summed or row.first_year < row.last_year}  # fmt: skip
    return [kept[name] for name in names]


def indicator_label(name: str, language: Language) -> str:
    """An indicator with its unit."""
    item = INDICATOR[name]
    return f"{named(item, language)} ({unit_label(item.unit, language)})"


def group_label(dimension: str, group: str, language: Language) -> str:
    """A group of firms."""
    if dimension == "grade":
        return say("new", language) if group == "new" else group
    if group == ENTERED:
        return say("entered", language)
    known: tuple[District | Sector | SizeClass, ...] = (*districts(), *sectors(), *size_classes())
    found = next(one for one in known if one.name == group)
    return named(found, language)


def signed(value: float | None, decimals: int) -> str:
    """A number with its sign; empty for None."""
    if value is None:
        return ""
    text = f"{value:+,.{decimals}f}"
    return text.replace("+", "").replace("-", "") if float(text.replace(",", "")) == 0 else text


def span(low: float | None, high: float | None, decimals: int) -> str:
    """A range of signed numbers; empty where an end is missing."""
    if low is None or high is None:
        return ""
    return f"{signed(low, decimals)} … {signed(high, decimals)}"


def decimals_for(found: Difference, declared: int) -> int:
    """Decimals that show a small difference as well: the declared ones, or more."""
    size = max(abs(found.mean), found.standard_error or 0.0)
    more = declared
    while size > 0.0 and size * 10**more < 10.0 and more < declared + 3:
        more += 1
    return more
