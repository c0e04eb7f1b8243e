"""What several test files share: running years one by one, copying states, random policy."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.levers import GRADES, NO_LIMIT
from sim.base.state import State
from sim.city.record import LedgerRow, Record
from sim.city.start import start
from sim.city.year import simulate_year
from sim.park.atlas import places
from sim.policy.instrument import DoseCard, Instrument
from sim.policy.registry import instruments
from sim.scenario.load import ScheduledInstrument
from sim.scenario.schedule import Schedule

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "sim"
SMALL = 0.05
EVE = 2019  # the year that firms of the fixture `eve` are about to decide on


@dataclass
class Year:
    """The end of a year, and what the year before looked like."""

    state: State
    rows: list[LedgerRow]
    indicators: dict[str, float]
    before: dict[str, Any] = field(default_factory=dict)


def snapshot(state: State) -> dict[str, Any]:
    """Copies of what the next year's identities compare with."""
    return {
        "firms": {name: state.firms[name].copy() for name in state.firms},
        "places": {name: state.places[name].copy() for name in state.places},
    }


def years(
    city: State, measures: Sequence[Any], parameters: dict[str, float], seed: int, last_year: int
) -> Iterator[Year]:
    """The city year by year, 2015 first."""
    state = start(city, seed)
    state.scalars.update(parameters)
    record = Record(seed)
    record.take(state, measures)
    yield Year(state, record.ledger[:], record.indicators[-1])
    while state.year < last_year:
        before, booked = snapshot(state), len(record.ledger)
        before["indicators"] = record.indicators[-1]
        simulate_year(state, measures)
        record.take(state, measures)
        yield Year(state, record.ledger[booked:], record.indicators[-1], before)


def twin(state: State) -> State:
    """A copy that shares nothing with the original: same keys, same year, so the same draws."""
    return dataclasses.replace(
        state, firms=state.firms.copy(), places=state.places.copy(), sectors=state.sectors.copy(),
        place_sectors=state.place_sectors.copy(), rungs=state.rungs.copy(),
        grades={name: values.copy() for name, values in state.grades.items()},
        place_levers={name: values.copy() for name, values in state.place_levers.items()},
        local={name: values.copy() for name, values in state.local.items()},
        scalars=dict(state.scalars), departed=dict(state.departed),
        awake=set(state.awake), _drawn={},
    )  # fmt: skip


def thinned(city: State, every: int) -> State:
    """Some firms of a city, the large ones too, each standing for many."""
    small = twin(city)
    small.firms.keep(np.arange(len(small.firms)) % every == 0)
    small.firms["weight"] = float(every)
    small.thinning = 1.0 / every
    return small


def scheduled(kind: type[Instrument], doses: dict[str, Any]) -> ScheduledInstrument:
    """An instrument in force from the first year on."""
    return ScheduledInstrument(kind, {k: Schedule(((0, v),)) for k, v in doses.items()})


def defaults(kind: type[Instrument]) -> dict[str, Any]:
    """The do-nothing doses of an instrument."""
    return {item.name: item.default for item in dataclasses.fields(kind)}


def random_dose(card: DoseCard, luck: np.random.Generator) -> Any:
    """A dose somewhere between its bounds."""

    def one() -> float:
        if card.choices:
            return float(luck.integers(len(card.choices)))
        if card.high >= NO_LIMIT:
            return float(max(card.low, 10.0 ** luck.uniform(0.0, 6.0)))
        return float(luck.choice([card.low, card.high, luck.uniform(card.low, card.high)]))

    if card.over == "grade":
        return tuple(one() for _ in GRADES)
    if card.over == "place":
        chosen = luck.choice(len(places()), size=3, replace=False)
        return tuple((int(place), one()) for place in sorted(chosen))
    return one()


def random_policy(luck: np.random.Generator) -> list[ScheduledInstrument]:
    """Every instrument of the registry with random doses."""
    return [
        scheduled(kind, {name: random_dose(card, luck) for name, card in kind.doses().items()})
        for kind in instruments().values()
    ]


def digest(record: Record) -> str:
    """Hash of the bytes of a record's indicators and place figures."""
    content = hashlib.sha256()
    for figures in record.indicators:
        names = sorted(figures)
        content.update(repr(names).encode())
        content.update(np.array([figures[name] for name in names]).tobytes())
    for table in record.places:
        content.update(np.ascontiguousarray(table).tobytes())
    return content.hexdigest()


def catalogue() -> Any:
    """The script that writes docs/catalogue.md, as a module."""
    path = REPOSITORY / "docs" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def environment(**changes: str) -> dict[str, str]:
    """The environment of a child process: this repository's package, one language."""
    mine = {**os.environ, "PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8", **changes}
    return {name: value for name, value in mine.items() if not name.startswith("PYTEST")}


def yongsim(
    *arguments: object, cwd: Path, timeout: float = 300.0, **changes: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder and wait."""
    return subprocess.run(
        [sys.executable, "-m", "sim", *map(str, arguments)],
        cwd=cwd, env=environment(**changes), capture_output=True, timeout=timeout, check=False,
    )  # fmt: skip
