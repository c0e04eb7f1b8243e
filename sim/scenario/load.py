"""Finding, reading and resolving scenarios."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.ledger import LedgerEntry
from sim.base.levers import LeverBoard
from sim.base.parameters import parameter_values
from sim.base.resources import folder
from sim.policy.instrument import Instrument
from sim.policy.registry import instruments
from sim.scenario.doses import Schedule, as_number, read_dose
from sim.scenario.member import Member
from sim.scenario.schema import NotRepresented, ScenarioFile, Title, check

LARGEST_FILE = 1_000_000
DEEPEST_CHAIN = 10
NO_POLICY = "no_policy"


@dataclass(frozen=True)
class ScheduledInstrument:
    """An instrument with its doses by year: what the city applies."""

    kind: type[Instrument]
    schedules: dict[str, Schedule]

    @property
    def name(self) -> str:
        """The instrument's name."""
        return self.kind.name

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """How it books its cost."""
        return self.kind.ledger

    def apply(self, board: LeverBoard, year: int) -> None:
        """Write the levers of a year; a dose not yet in force keeps its do-nothing value."""
        found = {name: schedule.at(year) for name, schedule in self.schedules.items()}
        doses = {name: value for name, value in found.items() if value is not None}
        if doses:
            self.kind(**doses).apply(board)


@dataclass(frozen=True)
class Scenario:
    """A scenario, resolved.

    Attributes:
        name: as asked for.
        title: zh and en.
        measures: instruments with their schedules, by name.
        parameters: every parameter value, central where the scenario sets none.
        resolved: doses by first year in force and changed parameters, after all `extends`.
    """

    name: str
    title: Title
    question: Title | None
    measures: tuple[ScheduledInstrument, ...]
    parameters: dict[str, float]
    resolved: dict[str, Any]
    not_represented: tuple[NotRepresented, ...]

    @property
    def changes(self) -> dict[str, float]:
        """Parameters that the scenario itself sets."""
        return self.resolved["parameters"]

    def values_for(self, member: Member) -> dict[str, float]:
        """Every parameter value of a member's run; what the scenario sets wins over the member."""
        return self.parameters | member.parameters | self.changes


def scenario_names() -> list[str]:
    """Names of the shipped scenarios."""
    return sorted(path.stem for path in folder("scenarios").glob("*.toml"))


def _find(name: str, beside: Path | None) -> Path:
    looks_like_path = name.endswith(".toml") or "/" in name or "\\" in name
    if not looks_like_path:
        if name in scenario_names():
            return folder("scenarios") / f"{name}.toml"
        raise unknown("scenario", name, scenario_names())
    path = (beside or Path()) / name
    if not _is_file(path):
        raise InputError(f"scenario file '{name[:80]}' does not exist; give a name or a .toml file")
    return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than a file system takes
        return False


def _read(path: Path) -> ScenarioFile:
    if path.stat().st_size > LARGEST_FILE:
        raise InputError(f"{path.name}: larger than 1 MB; a scenario file is a short TOML text")
    try:
        text = path.read_text(encoding="utf-8-sig")
        return check(tomllib.loads(text), path.name)
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.name}: not valid TOML: {str(error)[:100]}") from None
    except RecursionError:
        raise InputError(f"{path.name}: nested too deeply; a scenario has three levels") from None
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read: {error.strerror}") from None


def _chain(name: str) -> list[tuple[Path, ScenarioFile]]:
    """The scenario and those it extends, the most basic first."""
    chain: list[tuple[Path, ScenarioFile]] = []
    wanted: str | None = name
    beside: Path | None = None
    while wanted is not None:
        path = _find(wanted, beside)
        if any(path.resolve() == seen.resolve() for seen, _ in chain):
            raise InputError(f"{path.name}: extends itself; remove one 'extends'")
        if len(chain) >= DEEPEST_CHAIN:
            raise InputError(f"{path.name}: more than {DEEPEST_CHAIN} scenarios extend each other")
        content = _read(path)
        chain.append((path, content))
        beside, wanted = path.parent, content.extends
    return chain[::-1]


def without_measures(scenario: Scenario) -> Scenario:
    """The same city and parameters without any measure: what a scenario is set against."""
    bare = load_scenario(NO_POLICY)
    resolved = {**bare.resolved, "parameters": scenario.changes}
    return replace(bare, parameters=scenario.parameters, resolved=resolved)


def _resolved(schedules: dict[str, dict[str, Schedule]]) -> dict[str, Any]:
    """Doses after all `extends`: by first year in force, 0 for always."""
    return {kind: {dose: {str(year): value for year, value in schedule.steps}
                   for dose, schedule in sorted(own.items())}
            for kind, own in sorted(schedules.items())}  # fmt: skip


def load_scenario(name: str) -> Scenario:
    """Load a scenario by name (shipped) or by path (a TOML file).

    Raises:
        InputError: the scenario, a key, a place or a value cannot be used.
    """
    chain = _chain(str(name))
    changes: dict[str, float] = {}
    schedules: dict[str, dict[str, Schedule]] = {}
    missing: list[NotRepresented] = []
    known = instruments()
    for path, content in chain:
        for kind, written in content.instruments.items():
            if kind not in known:
                raise InputError(f"{path.name}: {unknown('instrument', kind, known)}")
            for dose, value in written.items():
                schedule = read_dose(known[kind], dose, value, path.name)
                own = schedules.setdefault(kind, {})
                own[dose] = schedule.after(own.get(dose))
        changes.update({key: as_number(value) for key, value in content.parameters.items()})
        missing.extend(content.not_represented)
    last = chain[-1][1]
    return Scenario(
        name=chain[-1][0].stem, title=last.title, question=last.question,
        measures=tuple(ScheduledInstrument(known[k], schedules[k]) for k in sorted(schedules)),
        parameters=parameter_values(changes),
        resolved={"instruments": _resolved(schedules), "parameters": changes},
        not_represented=tuple(missing),
    )  # fmt: skip
