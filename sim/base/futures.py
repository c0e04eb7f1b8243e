"""What a scenario may say of the surroundings after the last published year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from sim.base.declare import STANDINGS, Standing
from sim.base.errors import InputError
from sim.base.resources import toml

# By year, what a scenario sets: by name, or by `sector_demand.<sector>`. Empty: the usual course.
Future: TypeAlias = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True)
class FutureFigure:
    """A yearly figure that a scenario may set, from 2021 on.

    Attributes:
        low, high: its bounds.
        replaces: whose course it takes the place of; empty where it is added to another.
        adds_to: the figure it is added to, times `share`.
        each_year: it is a change of the year, and changes of several years add up.
        over: city (one figure) or sector (one for each sector named).
    """

    name: str
    unit: str
    zh: str
    en: str
    low: float
    high: float
    source: str
    standing: Standing
    replaces: str = ""
    adds_to: str = ""
    share: float = 1.0
    each_year: bool = False
    over: Literal["city", "sector"] = "city"


@cache
def future_figures() -> dict[str, FutureFigure]:
    """The figures by name.

    Raises:
        InputError: a standing is unknown.
    """
    found = {name: FutureFigure(name=name, **entry)
             for name, entry in toml("futures.toml").items()}  # fmt: skip
    for item in found.values():
        if item.standing not in STANDINGS:
            raise InputError(f"futures.toml: {item.name}: unknown standing '{item.standing}'")
    return found
