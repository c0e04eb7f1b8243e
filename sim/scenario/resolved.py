"""Scenarios from their resolved form, which manifests hold, and with single values changed."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.levers import GRADES
from sim.base.parameters import parameter_values
from sim.policy.registry import instruments
from sim.scenario.doses import read_dose
from sim.scenario.load import Scenario, ScheduledInstrument
from sim.scenario.macro import future_by_year, read_macro
from sim.scenario.schedule import YEARS, Schedule, Step, Value
from sim.scenario.schema import Title

Resolved = dict[str, Any]  # `resolved` of a scenario


def from_resolved(name: str, title: dict[str, str], resolved: Resolved) -> Scenario:
    """The scenario whose values were resolved earlier; sources and targets are not among them.

    Raises:
        InputError: an instrument or parameter does not exist in this version.
    """
    known = instruments()
    for kind in resolved["instruments"]:
        if kind not in known:
            raise InputError(f"{name}: {unknown('instrument', kind, known)}")
    schedules = {kind: _schedules(doses) for kind, doses in resolved["instruments"].items()}
    return Scenario(
        name=name, title=Title(**title), question=None,
        measures=tuple(ScheduledInstrument(known[kind], schedules[kind])
                       for kind in sorted(schedules)),
        parameters=parameter_values(resolved["parameters"]), resolved=resolved,
        not_represented=(), future=future_by_year(_schedules(resolved["macro"])),
    )  # fmt: skip


def changed(scenario: Scenario, values: dict[str, Schedule]) -> Scenario:
    """A scenario with values laid over its own.

    Args:
        scenario: what is changed.
        values: by `instruments.<instrument>.<dose>`, perhaps with a grade behind, or by
            `macro.<figure>`.
    """
    resolved = {group: dict(scenario.resolved[group]) for group in ("instruments", "macro")}
    for key, schedule in values.items():
        group, _, rest = key.partition(".")
        if group == "macro":
            resolved[group][rest] = _laid_over(schedule, resolved[group].get(rest))
        else:
            kind, dose, *grade = rest.split(".")
            doses = dict(resolved[group].get(kind, {}))
            whole = _with_grade(kind, dose, grade[0], schedule, doses) if grade else schedule
            doses[dose] = _laid_over(whole, doses.get(dose))
            resolved[group][kind] = doses
    own = from_resolved(scenario.name, scenario.title.model_dump(),
                        {**scenario.resolved, **resolved})  # fmt: skip
    return replace(own, targets=scenario.targets, sources=scenario.sources)


def read_change(key: str, written: Any, where: str) -> Schedule:
    """A value as a scenario file would write it, checked, for `changed`.

    Raises:
        InputError: no such value, a wrong form, or out of bounds.
    """
    group, _, rest = key.partition(".")
    if group == "macro":
        figure, _, sector = rest.partition(".")
        (schedule,) = read_macro({figure: {sector: written} if sector else written}, where).values()
        return schedule
    kind, dose, *_ = rest.split(".")
    return read_dose(instruments()[kind], dose, written, where)


def _schedules(by_year: dict[str, dict[str, Any]]) -> dict[str, Schedule]:
    return {name: Schedule(tuple((int(year), _frozen(value)) for year, value in steps.items()))
            for name, steps in by_year.items()}  # fmt: skip


def _frozen(value: Any) -> Value | None:
    """A value as schedules hold it: what JSON made a list is a tuple again."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in value)  # type: ignore[return-value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def _laid_over(schedule: Schedule, below: dict[str, Any] | None) -> dict[str, Any]:
    inherited = _schedules({"": below})[""] if below else None
    return {str(first): value for first, value in schedule.after(inherited).steps}


def _with_grade(
    kind: str, dose: str, grade: str, schedule: Schedule, doses: dict[str, Any]
) -> Schedule:
    """A schedule of one grade's values, with what is in force for the other grades."""
    neutral = {item.name: item.default for item in dataclasses.fields(instruments()[kind])}[dose]
    below = _schedules({"": doses.get(dose, {})})[""]
    at = GRADES.index(grade)
    steps: list[Step] = []
    for year in YEARS:
        value, held = schedule.at(year), below.at(year)
        if value is not None:
            others: Any = neutral if held is None else held
            steps.append((year, (*others[:at], value[at], *others[at + 1 :])))  # type: ignore[index]
        else:
            steps.append((year, None))
    return Schedule(tuple(steps))
