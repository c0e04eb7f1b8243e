"""The smallest change of one dose that turns one firm's upgrade decision round.

Only this firm decides again, on the same draws: queues, peers, prices and other years stay as they
were. A dose that acts through a queue alone (a budget, a quota) therefore turns nothing here.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sim.base.levers import GRADES, NO_LIMIT, LeverBoard
from sim.base.state import State
from sim.city.surroundings import set_levers
from sim.firm.upgrade import consider_rung, decide_upgrade, receive_diagnosis
from sim.park.atlas import places
from sim.policy.instrument import DoseCard, Instrument
from sim.scenario.load import ScheduledInstrument

STEPS = 32  # looked at between the dose in force and each bound before the halving
HALVINGS = 50
WIDEST = 1e6  # 10k yuan, firms, mu: how far a dose without an upper bound is tried


@dataclass(frozen=True)
class Flip:
    """A change of one dose that turns the decision round.

    Attributes:
        instrument, dose: names.
        card: the dose's bounds, unit and labels.
        part: the grade or place whose number changes; empty for a dose of the city.
        before, after: the number in force and the nearest one found that turns the decision.
        change: the distance, as a share of what the bounds allow.
    """

    instrument: type[Instrument]
    dose: str
    card: DoseCard
    part: str
    before: float
    after: float
    change: float


@dataclass(frozen=True)
class _InForce:
    """An instrument at the doses of one year."""

    instrument: Instrument

    def apply(self, board: LeverBoard, year: int) -> None:
        self.instrument.apply(board)


def would_upgrade(state: State, measures: Sequence[Any], row: int) -> bool:
    """Whether a firm decides to upgrade, if what it asks for is granted.

    Args:
        state: of the year, before the diagnosis is received; not changed.
        measures: in force instead of those of the run.
        row: the firm's.
    """
    firms = state.firms.copy()
    alone = firms["key"] == firms["key"][row]
    firms.keep(alone)
    return _asked_again(dataclasses.replace(state, firms=firms), measures)


def _asked_again(one: State, measures: Sequence[Any]) -> bool:
    """As `would_upgrade`, for a state that holds a single firm; its copy decides."""
    twin = dataclasses.replace(
        one, firms=one.firms.copy(), scalars=dict(one.scalars), grades=dict(one.grades),
        place_levers=dict(one.place_levers), local=dict(one.local), _drawn={},
    )  # fmt: skip
    set_levers(twin, measures)
    for step in (receive_diagnosis, consider_rung, decide_upgrade):
        step.run_one(twin, 0)
    firms = twin.firms
    return bool(firms["would_upgrade"][0] or firms["would_upgrade_subsidised"][0])


def find_flips(state: State, measures: Sequence[ScheduledInstrument], row: int) -> list[Flip]:
    """One change for each dose that can turn the upgrade decision, the smallest first.

    Args:
        state: of the year, before the diagnosis is received; not changed.
        measures: the scenario's; their doses of the year are tried between their bounds.
        row: the firm's.
    """
    firms = state.firms.copy()
    firms.keep(firms["key"] == firms["key"][row])
    one = dataclasses.replace(state, firms=firms)
    place, sector = int(one.firms["place"][0]), int(one.firms["sector"][0])
    settled = [_in_force(measure, state.year, place, sector) for measure in measures]
    now = _asked_again(one, settled)
    found = []
    for k, measure in enumerate(settled):

        def turned(changed: Instrument, k: int = k) -> bool:
            tried = [*settled[:k], _InForce(changed), *settled[k + 1 :]]
            return _asked_again(one, tried) != now

        found += list(_flips_of(measure.instrument, one, turned))
    return sorted(found, key=lambda flip: (flip.change, flip.instrument.name, flip.dose, flip.part))


def _in_force(measure: ScheduledInstrument, year: int, place: int, sector: int) -> _InForce:
    """At the doses that hold for firms of a place and sector; all others are left out of this."""
    return _InForce(measure.kind(**measure.doses(year, place, sector)))


def _flips_of(
    instrument: Instrument, one: State, turned: Callable[[Instrument], bool]
) -> Iterator[Flip]:
    for name, card in instrument.doses().items():
        for part, before, with_number in _parts(instrument, name, card, one):

            def tried(value: float, build: Callable[[float], Instrument] = with_number) -> bool:
                return turned(build(value))

            after = _nearest(card, before, tried)
            if after is not None:
                change = _distance(card, before, after)
                yield Flip(type(instrument), name, card, part, before, after, change)


def _parts(
    instrument: Instrument, name: str, card: DoseCard, one: State
) -> Iterator[tuple[str, float, Callable[[float], Instrument]]]:
    """The numbers of a dose that may concern the firm: label, number, instrument with another."""
    value: Any = getattr(instrument, name)
    if card.over == "city":
        yield "", value, lambda number: dataclasses.replace(instrument, **{name: number})
    elif card.over == "grade":
        own = int(one.firms["grade"][0])
        for grade in sorted({own, max(own - 1, 0)}, reverse=True):

            def graded(number: float, grade: int = grade) -> Instrument:
                numbers = (*value[:grade], number, *value[grade + 1 :])
                return dataclasses.replace(instrument, **{name: numbers})

            yield GRADES[grade], value[grade], graded
    else:
        home = int(one.firms["place"][0])
        others = tuple(pair for pair in value if pair[0] != home)

        def placed(number: float) -> Instrument:
            return dataclasses.replace(instrument, **{name: (*others, (home, number))})

        yield places()[home].name, dict(value).get(home, 0.0), placed


def _nearest(card: DoseCard, before: float, turned: Callable[[float], bool]) -> float | None:
    """The number nearest to the one in force that turns the decision; None between the bounds."""
    if card.choices:
        numbers = [float(k) for k in range(len(card.choices)) if k != before and turned(float(k))]
        return min(numbers, default=None)
    high = card.high if card.high < NO_LIMIT else max(WIDEST, min(before, WIDEST))
    sides = [_search(before, bound, turned) for bound in (card.low, high)]
    found = [number for number in sides if number is not None]
    return min(found, key=lambda number: _distance(card, before, number), default=None)


def _search(before: float, bound: float, turned: Callable[[float], bool]) -> float | None:
    """Steps from the number in force to a bound; the first step that turns is halved."""
    start = min(before, WIDEST)
    if start == bound:
        return None
    last = start
    for k in range(1, STEPS + 1):
        # A dose of money spans several powers of ten: its steps lie closer near the start.
        part = k / STEPS if abs(bound - start) <= 10.0 else (k / STEPS) ** 4
        number = start + (bound - start) * part
        if turned(number):
            return _halve(last, number, turned)
        last = number
    return None


def _halve(same: float, other: float, turned: Callable[[float], bool]) -> float:
    for _ in range(HALVINGS):
        middle = 0.5 * (same + other)
        if middle in (same, other):
            break
        same, other = (same, middle) if turned(middle) else (middle, other)
    return other


def _distance(card: DoseCard, before: float, after: float) -> float:
    """Change as a share of the bounds; without an upper bound, of powers of ten up to the limit."""
    if card.high < NO_LIMIT:
        return abs(after - before) / (card.high - card.low)
    start, end = (math.log10(1.0 + min(number, WIDEST)) for number in (before, after))
    return abs(end - start) / math.log10(1.0 + WIDEST)
