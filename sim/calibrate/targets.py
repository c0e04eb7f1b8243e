"""The published figures of 2020 that a fit is judged by, with what is not known about each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.base.errors import InputError, unknown
from sim.base.indicators import INDICATOR
from sim.base.moments import Moment, moments
from sim.base.resources import table
from sim.base.state import Array

USE_OF_ROLE = {"scored": "fit", "imposed": "fit", "same": "fit", "level": "level"}
"""Role -> what moments.csv must say of the figure."""
FILE = "fit_targets.csv"


@dataclass(frozen=True)
class Target:
    """A figure that the fit answers to.

    Attributes:
        moment: the published figure.
        role: scored; imposed (a trend carries it); level (it fixes a scale and scores nothing);
            same (it follows from others, shown only).
        relative: True when errors are fractions of the figure, compared in logs.
        observation: standard error of the figure itself.
        discrepancy: standard error of what the model leaves out.
        reason_zh, reason_en: why the discrepancy is what it is.
    """

    moment: Moment
    role: str
    relative: bool
    observation: float
    discrepancy: float
    reason_zh: str
    reason_en: str

    @property
    def name(self) -> str:
        """The indicator's name."""
        return self.moment.indicator

    @property
    def published(self) -> float:
        """The figure of 2020."""
        assert self.moment.value_2020 is not None
        return self.moment.value_2020

    @property
    def error(self) -> float:
        """Observation and discrepancy together, on the scale of `scaled`."""
        return float(np.hypot(self.observation, self.discrepancy))

    def scaled(self, values: Array | float) -> Array:
        """Figures on the scale of the errors: logs where they are relative."""
        return np.log(values) if self.relative else np.asarray(values, dtype=float)

    def unscaled(self, values: Array) -> Array:
        """Back from `scaled`."""
        return np.exp(values) if self.relative else values


@cache
def targets() -> tuple[Target, ...]:
    """All targets in the order of the table.

    Raises:
        InputError: a row cannot be used; the message names its line.
    """
    by_name = {moment.name: moment for moment in moments()}
    found = [_target(row, by_name, f"{FILE} line {line}")
             for line, row in enumerate(table(FILE), start=2)]  # fmt: skip
    missing = [m.name for m in moments() if m.use == "fit" and m not in {t.moment for t in found}]
    if missing:
        raise InputError(f"{FILE}: no row for '{missing[0]}', which moments.csv says to fit")
    return tuple(found)


def in_likelihood() -> tuple[Target, ...]:
    """The targets that enter the likelihood: each piece of evidence once."""
    return tuple(target for target in targets() if target.role != "same")


def _target(row: dict[str, str], known: dict[str, Moment], where: str) -> Target:
    name = row["moment"]
    if name not in known:
        raise InputError(f"{where}: {unknown('moment', name, known)}")
    moment = known[name]
    if moment.value_2020 is None or moment.indicator not in INDICATOR:
        raise InputError(f"{where}: {name} has no figure of 2020 that the model measures")
    role = row["role"]
    if role not in USE_OF_ROLE:
        raise InputError(f"{where}: {unknown('role', role, USE_OF_ROLE)}")
    if moment.use != USE_OF_ROLE[role]:
        raise InputError(f"{where}: moments.csv says '{moment.use}' of {name}; "
                         f"role {role} asks for '{USE_OF_ROLE[role]}'")  # fmt: skip
    if row["kind"] not in ("relative", "absolute"):
        raise InputError(f"{where}: kind is '{row['kind']}'; write relative or absolute")
    return Target(
        moment, role, row["kind"] == "relative",
        _error(row, "observation", where), _error(row, "discrepancy", where),
        row["reason_zh"], row["reason_en"],
    )  # fmt: skip


def _error(row: dict[str, str], column: str, where: str) -> float:
    try:
        value = float(row[column])
    except (TypeError, ValueError):
        raise InputError(f"{where}: {column} is '{row[column]}'; a number is needed") from None
    if not 0.0 < value < np.inf:
        raise InputError(f"{where}: {column} = {value:g}; a positive number is needed")
    return value
