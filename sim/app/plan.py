"""What a user has chosen and edited, as the page keeps it, and the scenario files it makes.

The browser keeps the plan as text, wrong values included, so that nothing typed is lost. What is
run is a scenario file written from it, the same that can be downloaded: `extends` the shipped
scenario, and the changed doses from one year on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.app.doses import Written, read_text, shipped
from sim.app.words import say
from sim.base.errors import InputError
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.policy.registry import instruments
from sim.report.words import Language, named
from sim.scenario.doses import read_dose
from sim.scenario.draft import draft_of, toml_text
from sim.scenario.load import load_scenario, scenario_names
from sim.scenario.schema import UNPRINTABLE, check

BASELINE = "baseline"
MOST_OPTIONS = 4
YEARS = tuple(range(LAST_PUBLISHED_YEAR + 1, LAST_YEAR + 1))
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Option:
    """One scenario that is compared.

    Attributes:
        number: tells it from the others; its file is named by it once it is edited.
        base: the shipped scenario it begins from.
        title: as the user called it; empty: the base's own.
        since: first year in which the changes hold.
        changes: by `instrument.dose`, as typed.
    """

    number: int
    base: str
    title: str = ""
    since: int = YEARS[0]
    changes: dict[str, Written] = field(default_factory=dict)

    @property
    def edited(self) -> bool:
        """Whether it is no longer the shipped scenario."""
        return bool(self.changes or self.title)

    @property
    def name(self) -> str:
        """What its file and its results are called."""
        return f"option_{self.number}" if self.edited else self.base

    def label(self, language: Language) -> str:
        """Its title in a language."""
        title = shipped(self.base).title
        own = named(title, language)
        return self.title or (say("edited_title", language, title=own) if self.edited else own)


@dataclass(frozen=True)
class Plan:
    """All that is compared, and how many runs it takes.

    Attributes:
        options: beside the baseline.
        firms, draws: share of the smaller firms, and number of common draws, as typed.
        kind: what parameters are drawn from.
    """

    options: tuple[Option, ...] = ()
    firms: str = "1"
    draws: str = "50"
    kind: str = "posterior"

    def option(self, number: int) -> Option | None:
        """An option by its number."""
        return next((one for one in self.options if one.number == number), None)

    def with_option(self, option: Option) -> Plan:
        """The same with one option replaced."""
        return replace(self, options=tuple(
            option if one.number == option.number else one for one in self.options
        ))  # fmt: skip

    def added(self, base: str, like: Option | None = None) -> Plan:
        """The same with one more option, if there is room; a copy of another one, if given."""
        if len(self.options) >= MOST_OPTIONS:
            return self
        taken = {one.number for one in self.options}
        number = next(k for k in range(1, MOST_OPTIONS + 1) if k not in taken)
        new = Option(number, base) if like is None else replace(like, number=number)
        return replace(self, options=(*self.options, new))

    def without(self, number: int) -> Plan:
        """The same with one option fewer."""
        kept = tuple(one for one in self.options if one.number != number)
        return replace(self, options=kept)

    def stored(self) -> dict[str, Any]:
        """As the browser keeps it."""
        return {**asdict(self), "options": [asdict(one) for one in self.options]}


def read_plan(stored: Any) -> Plan:
    """The plan that a browser kept; whatever has not its form is left out."""
    if not isinstance(stored, dict):
        return Plan()
    options: dict[int, Option] = {}
    for one in stored.get("options") or ():
        option = _read_option(one)
        if option is not None and len(options) < MOST_OPTIONS:
            options.setdefault(option.number, option)
    texts = {key: str(stored.get(key) if stored.get(key) is not None else default)[:20]
             for key, default in (("firms", "1"), ("draws", "50"), ("kind", "posterior"))}
    return Plan(tuple(options.values()), **texts)


def _read_option(stored: Any) -> Option | None:
    known = instruments()
    try:
        number, base, since = int(stored["number"]), str(stored["base"]), int(stored["since"])
        changes = {key: read_text(value) for key, value in dict(stored["changes"]).items()}
        title = UNPRINTABLE.sub("", str(stored["title"]))[:LONGEST_TITLE].strip()
    except (KeyError, TypeError, ValueError):
        return None
    kept = {key: value for key, value in changes.items()
            if key.partition(".")[0] in known and value is not None
            and key.partition(".")[2] in known[key.partition(".")[0]].doses()}  # fmt: skip
    fits = number in range(1, MOST_OPTIONS + 1) and base in scenario_names() and since in YEARS
    return Option(number, base, title, since, kept) if fits else None


def refusal(key: str, written: Written, where: str) -> InputError | None:
    """Why a dose as typed cannot be used, with the same words as for a scenario file."""
    kind, _, dose = key.partition(".")
    try:
        read_dose(instruments()[kind], dose, written.value(instruments()[kind].doses()[dose]),
                  where)  # fmt: skip
    except InputError as error:
        return error
    return None


def toml_of(option: Option) -> str:
    """The scenario file of an option.

    Raises:
        InputError: a dose cannot be used.
    """
    known = instruments()
    doses: dict[str, dict[str, Any]] = {}
    sources = {}
    for key, written in sorted(option.changes.items()):
        kind, _, dose = key.partition(".")
        value = written.value(known[kind].doses()[dose])
        doses.setdefault(kind, {})[dose] = {str(option.since): value}
        sources[key] = f"{say('set_here', 'en')} / {say('set_here', 'zh')}"
    where = f"{option.name}.toml"
    content = check({
        "extends": option.base, "title": {"zh": option.label("zh"), "en": option.label("en")},
        "instruments": doses, "sources": sources,
    }, where)  # fmt: skip
    return toml_text(draft_of(Path(where), content))


def scenario_of(option: Option, folder: Path) -> str:
    """What to run for an option: a shipped name, or the path of its file, written into a folder.

    Raises:
        InputError: a dose cannot be used, or they contradict each other.
    """
    if not option.edited:
        return option.base
    path = folder / f"{option.name}.toml"
    path.write_text(toml_of(option), encoding="utf-8", newline="\n")
    load_scenario(str(path))
    return str(path)
