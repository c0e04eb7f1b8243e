"""What an instrument is: a frozen set of doses that writes levers, and nothing else."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from sim.base.declare import Standing
from sim.base.ledger import LedgerEntry
from sim.base.levers import GRADES, LeverBoard

Over = Literal["city", "grade", "place"]


@dataclass(frozen=True)
class DoseCard:
    """What is known of a dose: bounds, unit, labels, source.

    Attributes:
        over: city (one number), grade (four numbers, A to D) or place (numbers by place).
        choices: names that stand for 0, 1, 2 ... where the dose is a choice.
        lever: the lever that carries the dose to single sectors, districts or places; empty: one
            number for the whole city. A lever over places can't tell sectors apart.
    """

    low: float
    high: float
    unit: str
    zh: str
    en: str
    source: str
    standing: Standing
    over: Over = "city"
    choices: tuple[str, ...] = ()
    lever: str = ""


def dose(
    neutral: float, low: float, high: float, unit: str, zh: str, en: str, source: str,
    standing: Standing, over: Over = "city", choices: tuple[str, ...] = (), lever: str = "",
) -> Any:  # fmt: skip
    """Declare a dose of an instrument; `neutral` is its do-nothing value."""
    card = DoseCard(low, high, unit, zh, en, source, standing, over, choices, lever)
    if over == "grade":
        return field(default=(neutral,) * len(GRADES), metadata={"card": card})
    if over == "place":
        return field(default=(), metadata={"card": card})
    return field(default=neutral, metadata={"card": card})


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """Base of all instruments.

    A new instrument is one file in `sim/policy/` with one subclass: it is found by itself. With
    its default doses it does nothing.

    Class attributes:
        name: its table in scenario files.
        zh, en: labels.
        evidence: rows of `calibration/instruments.csv`.
        writes: the levers it may write.
        ledger: how it books its cost.
    """

    name: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""
    evidence: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[tuple[str, ...]] = ()
    ledger: ClassVar[tuple[LedgerEntry, ...]] = ()

    def apply(self, board: LeverBoard) -> None:
        """Write this instrument's levers for one year."""
        raise TypeError(f"{type(self).__name__} must say which levers it writes")

    @classmethod
    def doses(cls) -> dict[str, DoseCard]:
        """Dose cards by name."""
        return {item.name: item.metadata["card"] for item in dataclasses.fields(cls)}
