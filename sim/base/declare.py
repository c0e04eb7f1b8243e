"""What a declaration of a variable, lever, parameter or indicator holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

Standing = Literal[
    "document", "published", "literature", "derived", "recalled", "judgement"
]
STANDINGS: tuple[Standing, ...] = (
    "document", "published", "literature", "derived", "recalled", "judgement",
)  # fmt: skip


@dataclass(frozen=True)
class Variable:
    """A quantity that the model keeps for each firm, place or sector.

    Attributes:
        name: full English words, the only name it has in code.
        unit: unit in English; money is in 10k yuan at 2015 prices unless it says otherwise.
        zh, en: labels.
        whole: True for counts, codes and flags (stored as 64-bit integers).
    """

    name: str
    unit: str
    zh: str
    en: str
    whole: bool = False


@dataclass(frozen=True)
class Lever:
    """A channel through which policy reaches firms; instruments write levers and nothing else.

    Attributes:
        over: what it varies over: the city, the grades A-D, or the places.
        neutral: the value that leaves every decision as it would be without policy.
    """

    name: str
    over: Literal["city", "grade", "place"]
    unit: str
    neutral: float
    zh: str
    en: str


@dataclass(frozen=True)
class Indicator:
    """A yearly figure of the city.

    Attributes:
        imposed: True when an exogenous trend moves it and no behaviour of the model does.
    """

    name: str
    unit: str
    zh: str
    en: str
    imposed: bool = False
    decimals: int = 1


Declared = TypeVar("Declared", Variable, Lever, Indicator)


def by_name(declared: tuple[Declared, ...]) -> dict[str, Declared]:
    """Index declarations by name, refusing a name declared twice."""
    index = {item.name: item for item in declared}
    if len(index) != len(declared):
        raise ValueError("a name is declared twice")
    return index
