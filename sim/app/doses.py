"""The controls of the editor: what can be set of an instrument, within which bounds."""

from __future__ import annotations

import dataclasses
import math
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from sim.app.words import WORDS, say
from sim.base.levers import GRADES, NO_LIMIT
from sim.park.atlas import place_number, places, sectors
from sim.policy.instrument import DoseCard
from sim.policy.registry import instruments
from sim.report.scenarios import as_text, differing
from sim.report.words import Language, named
from sim.scenario.doses import as_written
from sim.scenario.load import Scenario, load_scenario, scenario_names
from sim.scenario.schedule import Schedule, Value

# Units that are counted: their sliders go by whole numbers.
WHOLE = frozenset({"days", "years", "rank", "firms/yr", "projects", "projects/yr", "mu", "mu/yr"})
SLIDER_STEPS = 100  # about so many from one end of a slider to the other
ENDLESS = "inf"
LONGEST, MOST_PLACES = 40, 80


@cache
def shipped(name: str) -> Scenario:
    """A shipped scenario, read once."""
    return load_scenario(name)


@dataclass(frozen=True)
class Written:
    """A dose as typed: one text, four by grade, or one with the places it holds for."""

    texts: tuple[str, ...]
    places: tuple[str, ...] = ()

    def value(self, card: DoseCard) -> Any:
        """As a scenario file would have it; what is no number stays text, to be refused."""
        numbers = [_number(text) for text in self.texts]
        if card.over == "place":
            return dict.fromkeys(self.places, numbers[0])
        return numbers if card.over == "grade" else numbers[0]


def read_text(stored: Any) -> Written | None:
    """What a browser kept of a dose; None without a form."""
    texts, named = stored.get("texts"), stored.get("places") or ()
    if not isinstance(texts, list | tuple) or len(texts) not in (1, len(GRADES)):
        return None
    known = {one.name for one in places()}
    return Written(tuple(_clean(text) for text in texts),
                   tuple(str(name) for name in named[:MOST_PLACES] if name in known))  # fmt: skip


def _clean(text: Any) -> str:
    """Typed text in one settled form, as "inf" for no limit in any language."""
    plain = unicodedata.normalize("NFKC", str("" if text is None else text)).strip()[:LONGEST]
    return ENDLESS if plain.lower() in ("inf", "∞", *WORDS["no_limit"]) else plain


def _number(text: str) -> float | int | str:
    if text == ENDLESS:
        return math.inf
    try:
        value = float(text)
    except ValueError:
        return text
    return value if math.isfinite(value) else text


@dataclass(frozen=True)
class Control:
    """One box of the editor, or four of a kind.

    Attributes:
        key: instrument.dose.
        kind: number, yes_no, choice or places.
        card: of the dose.
        low, high, step: of its slider; no high where nothing says how far it should go.
        base: what the shipped scenario has in the first year of the changes.
        years: the same by span of years, if it changes.
        parted: the shipped scenario has other values for parts of the city.
    """

    key: str
    kind: str
    card: DoseCard
    low: float
    high: float | None
    step: float
    base: Written
    in_force: bool
    years: tuple[tuple[str, Value | None], ...] = ()
    parted: bool = False


def controls(scenario: Scenario, kind: str, since: int) -> list[Control]:
    """The controls of an instrument, as a scenario has it from a year on."""
    return [_control(scenario, kind, dose, card, since)
            for dose, card in instruments()[kind].doses().items()]  # fmt: skip


def _control(
    scenario: Scenario, kind: str, dose: str, card: DoseCard, since: int
) -> Control:
    measure = next((one for one in scenario.measures if one.name == kind), None)
    schedule = measure.schedules.get(dose, Schedule(())) if measure else Schedule(())
    parted = measure is not None and any(part.dose == dose for part in measure.parts)
    value = schedule.at(since)
    spans = [(span, one) for span, one, _ in differing(schedule, Schedule(()))
             if int(span[-4:]) >= since]  # fmt: skip
    high = _slider_end(card, f"{kind}.{dose}")
    step = _step((high if high is not None else 1.0) - card.low, card.unit in WHOLE)
    return Control(
        f"{kind}.{dose}", _kind(card), card, card.low, high, step,
        _as_typed(neutral(kind, dose) if value is None else value, card), value is not None,
        tuple(spans) if len(spans) > 1 else (), parted,
    )  # fmt: skip


def _kind(card: DoseCard) -> str:
    if card.over == "place":
        return "places"
    if card.choices:
        return "choice"
    return "yes_no" if card.unit == "0/1" else "number"


def neutral(kind: str, dose: str) -> Value:
    """The do-nothing value of a dose."""
    return {one.name: one.default for one in dataclasses.fields(instruments()[kind])}[dose]  # type: ignore[return-value]


def _as_typed(value: Value, card: DoseCard) -> Written:
    if card.over == "place":
        pairs = [(places()[int(row)].name, one) for row, one in value]  # type: ignore[union-attr,misc]
        amounts = {one for _, one in pairs}
        text = _typed(amounts.pop(), card) if len(amounts) == 1 else ""
        return Written((text,), tuple(name for name, _ in pairs))
    if isinstance(value, tuple):
        return Written(tuple(_typed(one, card) for one in value))  # type: ignore[arg-type]
    return Written((_typed(value, card),))


def _typed(value: float, card: DoseCard) -> str:
    if value >= NO_LIMIT:
        return ENDLESS
    written = as_written(card, value) if card.choices else value
    return written if isinstance(written, str) else f"{written:.12g}"


def shown_text(text: str, language: Language) -> str:
    """A text for its box: no limit in the reader's language."""
    return say("no_limit", language) if text == ENDLESS else text


def years_text(control: Control, language: Language) -> list[str]:
    """What the shipped scenario has by span of years."""
    return [f"{span}: {as_text(value, control.card, language)}" for span, value in control.years]


def _step(width: float, whole: bool) -> float:
    """A round number: about a hundredth of a slider, at least one of what is counted."""
    exponent = math.floor(math.log10(width / SLIDER_STEPS))
    lead = width / SLIDER_STEPS / 10.0**exponent
    step = float(f"{max(one for one in (1, 2, 5) if one <= lead + 1e-9)}e{exponent}")
    return max(step, 1.0) if whole else step


@cache
def _slider_end(card: DoseCard, key: str) -> float | None:
    """The upper bound; without one, twice the largest value of any shipped scenario, if any."""
    if card.high < NO_LIMIT:
        return card.high
    kind, _, dose = key.partition(".")
    found = [0.0]
    for name in scenario_names():
        for measure in shipped(name).measures:
            if measure.name == kind and dose in measure.schedules:
                values = [value for _, value in measure.schedules[dose].steps]
                found += [one for one in values if isinstance(one, float) and one < NO_LIMIT]
    return 2.0 * max(found) or None


def choice_label(name: str, language: Language) -> str:
    """What a choice of a dose is called."""
    sector = next((one for one in sectors() if one.name == name), None)
    if sector is not None:
        return named(sector, language)
    return say(f"choice_{name}", language)


def place_label(name: str, language: Language) -> str:
    """A place with its park."""
    place = places()[place_number(name)]
    if language == "zh":
        return f"{place.park_zh} · {place.zh}"
    return f"{place.park_en} · {place.en}"
