"""Parameters, macro figures and the upgrade ladder, read from `calibration/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from sim.base.declare import STANDINGS, Standing
from sim.base.errors import InputError, unknown
from sim.base.resources import city, table, toml


@dataclass(frozen=True)
class Parameter:
    """One parameter: its value, bounds, labels and where it comes from.

    Attributes:
        read_by: `ledger` if it says only what something costs the city, so that no firm and no
            figure of a fit answers to it; else `rules`.
    """

    name: str
    group: str
    value: float
    low: float
    high: float
    unit: str
    zh: str
    en: str
    source: str
    standing: Standing
    read_by: Literal["rules", "ledger"] = "rules"


@dataclass(frozen=True)
class MacroSeries:
    """A yearly figure of the surroundings; a year not listed takes the last one before it."""

    name: str
    unit: str
    zh: str
    en: str
    source: str
    standing: Standing
    values: dict[int, float]

    def at(self, year: int) -> float:
        """The figure of a year."""
        return self.values[max(y for y in self.values if y <= year)]


@cache
def parameters() -> dict[str, Parameter]:
    """All parameters by name.

    Raises:
        InputError: a value lies outside its bounds or a standing is unknown.
    """
    found: dict[str, Parameter] = {}
    own = city()["parameters"]
    for group, members in toml("parameters.toml").items():
        for name, entry in members.items():
            item = Parameter(name=name, group=group, **(entry | own.get(name, {})))
            if item.standing not in STANDINGS:
                raise InputError(f"parameter {name}: unknown standing '{item.standing}'")
            check_bounds(item, item.value)
            found[name] = item
    for name in own:
        if name not in found:
            raise InputError(f"city.toml: {unknown('parameter', name, found)}")
    return found


def check_bounds(item: Parameter, value: float) -> None:
    """Refuse a value outside a parameter's bounds.

    Raises:
        InputError: naming the parameter, the value and the bounds.
    """
    if not item.low <= value <= item.high:
        raise InputError(
            f"parameter {item.name} = {value:g} lies outside its bounds "
            f"[{item.low:g}, {item.high:g}]; choose a value between them",
            f"参数 {item.name} = {value:g} 超出范围 [{item.low:g}, {item.high:g}]；请取其间的值",
        )


def parameter_values(changes: dict[str, float] | None = None) -> dict[str, float]:
    """Values by name, with changes applied after a check of names and bounds."""
    known = parameters()
    values = {name: float(item.value) for name, item in known.items()}
    for name, value in (changes or {}).items():
        if name not in known:
            raise unknown("parameter", name, known)
        check_bounds(known[name], value)
        values[name] = float(value)
    return values


@cache
def macro() -> dict[str, MacroSeries]:
    """Macro figures by name."""
    found = {}
    for name, entry in toml("macro.toml").items():
        years = {int(year): float(value) for year, value in entry.pop("values").items()}
        found[name] = MacroSeries(name=name, values=years, **entry)
    return found


@dataclass(frozen=True)
class Rung:
    """One rung of the upgrade ladder."""

    number: int
    zh: str
    en: str
    cost: float
    gain: float
    labour_saving: float
    minimum_revenue: float
    intercept: float
    standing: Standing
    source: str


@cache
def ladder() -> tuple[Rung, ...]:
    """The rungs in order, from none (0) to the future factory (5)."""
    numbers = ("cost", "gain", "labour_saving", "minimum_revenue", "intercept")
    return tuple(
        Rung(
            number=int(row["rung"]), zh=row["zh"], en=row["en"], source=row["source"],
            standing=cast(Standing, row["standing"]),
            **{name: float(row[name]) for name in numbers},
        )
        for row in table("ladder.csv")
    )  # fmt: skip
