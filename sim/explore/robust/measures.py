"""How well a package does in a case: a figure of the city, or how many targets it reaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.errors import InputError
from sim.base.indicators import INDICATOR
from sim.base.state import Array
from sim.compare.audit import BINDING, joint_sets
from sim.compare.targets import Target
from sim.explore.cases import Cases, Runs
from sim.scenario.outcome import ADDED_UP, check_indicators

ATTAINED = "targets_attained"  # of the binding ones


@dataclass(frozen=True)
class Measure:
    """What packages are judged by.

    Attributes:
        name: of an indicator, or `targets_attained`.
        unit, zh, en: as declared.
        less: True where less is better.
        summed: True for a flow summed over 2021-2025.
    """

    name: str
    unit: str
    zh: str
    en: str
    less: bool = False
    summed: bool = False


def read_measure(written: str) -> Measure:
    """A measure as the command line has it: a name; a minus sign before it: less is better.

    Raises:
        InputError: no such indicator.
    """
    less, name = written.startswith("-"), written.removeprefix("-")
    if name == ATTAINED:
        return Measure(name, "targets", "达到的约束性目标数", "binding targets reached", less)
    check_indicators((name,))
    item = INDICATOR[name]
    return Measure(name, item.unit, item.zh, item.en, less, name in ADDED_UP)


def binding() -> tuple[Target, ...]:
    """The binding targets that the model shows."""
    return tuple(one for one in joint_sets()[BINDING] if one.aim is not None)


def values(cases: Cases, measure: Measure) -> Array:
    """The measure of each case under each scenario; shape: cases x scenarios.

    Raises:
        InputError: the store does not keep what it takes.
    """
    if measure.name == ATTAINED:
        return attained(cases, binding()).sum(axis=2).astype(float)
    return np.column_stack([runs.outcome(measure.name) for runs in cases.runs.values()])


def attained(cases: Cases, chosen: tuple[Target, ...]) -> Array:
    """Which cases reach which targets; shape: cases x scenarios x targets.

    Raises:
        InputError: the store does not show one.
    """
    return np.stack([np.column_stack([cases.reaches(name, target) for target in chosen])
                     for name in cases.runs], axis=1)  # fmt: skip


def spent(cases: Cases) -> Array | None:
    """Public cost of 2021-2025, 100m yuan of the years; None if the store does not keep it."""
    runs: list[Runs] = list(cases.runs.values())
    if "public_cost" not in runs[0].figures:
        return None
    try:
        return np.column_stack([one.outcome("public_cost") for one in runs])
    except InputError:
        return None
