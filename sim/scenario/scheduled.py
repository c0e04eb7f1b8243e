"""An instrument with its doses by year: what the city applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.policy.instrument import Instrument
from sim.scenario.parts import SCOPES, cells, split_part
from sim.scenario.schedule import Schedule


@dataclass(frozen=True)
class Part:
    """A dose for one sector, district or place.

    Attributes:
        dose: its name.
        scope, name: by what it is given, and for which one.
        schedule: its values by year.
    """

    dose: str
    scope: str
    name: str
    schedule: Schedule

    @property
    def key(self) -> str:
        """As in `Scenario.resolved`."""
        return f"{self.dose}.{self.scope}.{self.name}"

    def holds_for(self, place: int, sector: int) -> bool:
        """Whether a firm there is of this part."""
        places, sectors = cells(self.scope, self.name)
        return bool(places[place] and sectors[sector])


@dataclass(frozen=True)
class ScheduledInstrument:
    """An instrument with its doses by year.

    Attributes:
        schedules: by dose.
        parts: doses for parts of the city; the narrower ones come later.
    """

    kind: type[Instrument]
    schedules: dict[str, Schedule]
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> str:
        """The instrument's name."""
        return self.kind.name

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """How it books its cost."""
        return self.kind.ledger

    def doses(self, year: int, place: int = -1, sector: int = -1) -> dict[str, Any]:
        """Doses in force in a year; of a place and sector, those of its parts.

        A dose not in force keeps its do-nothing value and is left out.
        """
        found: dict[str, Any] = {name: one.at(year) for name, one in self.schedules.items()}
        if place >= 0:
            for part in self.parts:
                value = part.schedule.at(year)
                if value is not None and part.holds_for(place, sector):
                    found[part.dose] = value
        return {name: value for name, value in found.items() if value is not None}

    def apply(self, board: LeverBoard, year: int) -> None:
        """Write the levers of a year, then those of the parts over them."""
        doses = self.doses(year)
        if doses:
            self.kind(**doses).apply(board)
        for part in self.parts:
            value = part.schedule.at(year)
            if value is None:
                continue
            places, sectors = cells(part.scope, part.name)
            there = board.part(places)
            self.kind(**{**doses, part.dose: value}).apply(there)
            board.take(self.kind.doses()[part.dose].lever, there, places, sectors)


def scheduled(kind: type[Instrument], doses: dict[str, Schedule]) -> ScheduledInstrument:
    """An instrument with schedules by dose, perhaps with a part of the city behind the name."""
    plain, parts = {}, []
    for key, schedule in doses.items():
        dose, scope, name = split_part(key)
        if scope:
            parts.append(Part(dose, scope, name, schedule))
        else:
            plain[dose] = schedule
    parts.sort(key=lambda part: (SCOPES.index(part.scope), part.dose, part.name))
    return ScheduledInstrument(kind, plain, tuple(parts))
