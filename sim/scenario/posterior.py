"""The posterior: a weighted sample of members that a fit leaves in a folder."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from sim.base.errors import InputError, unknown
from sim.base.parameters import check_bounds, parameters
from sim.base.resources import folder
from sim.base.state import Array
from sim.base.versions import POSTERIOR, brought_up
from sim.scenario.member import Member

MEMBERS, ABOUT = "members.csv", "posterior.json"
FIRST_COLUMNS = ["number", "weight", "population_seed", "seed"]
NEXT_COPY = 10_000_000  # added to both seeds of a further copy; no member is numbered so high
REMEDY = "run 'yongsim calibrate' anew, or use --draws central"


class Check(BaseModel):
    """A run by which a posterior notices that the rules have changed.

    Attributes:
        member: its number.
        figures: indicators of the last year.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    member: int
    figures: dict[str, float]


class Provenance(BaseModel):
    """Where a posterior comes from.

    Attributes:
        source_hash: of all code when it was made.
        model_hash: of rules and data when it was made.
        question_hash: of the figures, errors, priors and method it answers.
        quick: True for a fit with few runs, for a first look.
        scenario: what was run.
        settings: of the fit.
        files: SHA-256 of each table of the folder.
    """

    # `model_hash` is a key of ours, not of pydantic.
    model_config = ConfigDict(
        extra="allow", strict=True, frozen=True, protected_namespaces=()
    )  # fmt: skip
    source_hash: str
    model_hash: str
    question_hash: str
    quick: bool
    scenario: str
    settings: dict[str, Any]
    files: dict[str, str]
    check: Check


@dataclass(frozen=True)
class Posterior:
    """A weighted sample.

    Attributes:
        members: in the order of their numbers.
        weights: of the members; they add up to one.
        provenance: where it comes from.
        digest: SHA-256 of the table of members.
    """

    members: tuple[Member, ...]
    weights: tuple[float, ...]
    provenance: Provenance
    digest: str

    def draw(
        self, count: int, shift: float = 0.5, copies: Counter[int] | None = None
    ) -> list[Member]:
        """Take members by weight at even marks: no chance in it, so the same count, the same draws.

        A member's first copy keeps its seeds; further copies get others, so no two runs are alike.

        Args:
            count: number of members.
            shift: where the marks lie in their steps, between 0 and 1.
            copies: how often each member was taken before; kept up to date.
        """
        copies = Counter() if copies is None else copies
        drawn = []
        for k in self.taken(count, shift).tolist():
            drawn.append(_copy(self.members[k], copies[k]))
            copies[k] += 1
        return drawn

    def taken(self, count: int, shift: float) -> Array:
        """Positions of the members that marks fall on, in rising order; `shift` as for `draw`."""
        marks = (np.arange(count) + shift) / count
        found = np.searchsorted(np.cumsum(self.weights), marks, side="right")
        return np.minimum(found, len(self.members) - 1)

    def member(self, number: int) -> Member:
        """The member of a number; there must be one."""
        return next(member for member in self.members if member.number == number)


def _copy(member: Member, further: int) -> Member:
    away = further * NEXT_COPY
    return replace(member, population_seed=member.population_seed + away, seed=member.seed + away)


def shift_of(batch: int) -> float:
    """Where a batch's marks lie: 1/2, 1/4, 3/4, 1/8 ..., each in a widest gap (van der Corput)."""
    number, found, part = batch + 1, 0.0, 0.5
    while number:
        found += part * (number & 1)
        number, part = number >> 1, part / 2.0
    return found


def posterior_folder() -> Path:
    """Where the posterior lies that runs draw from."""
    return folder("calibration") / "posterior"


def read_posterior(where: Path) -> Posterior:
    """Read a posterior.

    Args:
        where: its folder.

    Raises:
        InputError: a file is missing, damaged, or does not fit this version's parameters.
    """
    about = read_about(where / ABOUT)
    if MEMBERS not in about.files:
        raise InputError(f"{where / ABOUT}: names no checksum of {MEMBERS}; {REMEDY}")
    for name, checksum in about.files.items():
        if hashlib.sha256(read_bytes(where / name)).hexdigest() != checksum:
            raise InputError(f"'{where / name}' is damaged; restore it, or {REMEDY}")
    members, weights = _read_members(where / MEMBERS)
    if about.check.member not in {member.number for member in members}:
        raise InputError(f"{where / ABOUT}: member {about.check.member} does not exist; {REMEDY}")
    return Posterior(members, weights, about, about.files[MEMBERS])


def read_bytes(path: Path) -> bytes:
    """A file of a posterior.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}; {REMEDY}") from None


def read_about(path: Path) -> Provenance:
    """Where a posterior comes from.

    Raises:
        InputError: the file is missing or has another form.
    """
    try:
        content = json.loads(read_bytes(path))
    except ValueError:
        raise InputError(f"{path}: no JSON; {REMEDY}") from None
    if not isinstance(content, dict):
        raise InputError(f"{path}: no table of keys; {REMEDY}")
    content, _ = brought_up(POSTERIOR, content, str(path))
    try:
        return Provenance.model_validate_json(json.dumps(content))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])[:80]
        raise InputError(f"{path}: {key}: {first['msg'][:120]}; {REMEDY}") from None


def _read_members(path: Path) -> tuple[tuple[Member, ...], tuple[float, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file)) or [[]]
    _check_header(header, path)
    found = [_row(header, row, f"{path} line {line}") for line, row in enumerate(rows, start=2)]
    found.sort(key=lambda pair: pair[0].number)
    members, weights = tuple(pair[0] for pair in found), tuple(pair[1] for pair in found)
    if len({member.number for member in members}) < len(members):
        raise InputError(f"{path}: two members have one number; {REMEDY}")
    if abs(math.fsum(weights) - 1.0) > 1e-9:
        raise InputError(f"{path}: weights add up to {math.fsum(weights):.12g}, not 1; {REMEDY}")
    return members, weights


def _check_header(header: list[str], path: Path) -> None:
    first = len(FIRST_COLUMNS)
    if header[:first] != FIRST_COLUMNS or len(set(header)) < len(header):
        raise InputError(
            f"{path}: the header must be {','.join(FIRST_COLUMNS)} and parameters, each once; "
            f"{REMEDY}"
        )
    for name in header[first:]:
        if name not in parameters():
            raise InputError(f"{path}: {unknown('parameter', name, parameters())}; {REMEDY}")


def _row(header: list[str], row: list[str], where: str) -> tuple[Member, float]:
    if len(row) != len(header):
        raise InputError(f"{where}: {len(row)} entries instead of {len(header)}; {REMEDY}")
    try:
        number, population_seed, seed = int(row[0]), int(row[2]), int(row[3])
        weight, *values = (float(text) for text in (row[1], *row[len(FIRST_COLUMNS) :]))
    except ValueError:
        raise InputError(f"{where}: an entry is not a number; {REMEDY}") from None
    if min(number, population_seed, seed) < 0 or not 0.0 <= weight <= 1.0:
        raise InputError(f"{where}: a number, weight or seed is out of range; {REMEDY}")
    named = dict(zip(header[len(FIRST_COLUMNS) :], values, strict=True))
    try:
        for name, value in named.items():
            check_bounds(parameters()[name], value)
    except InputError as error:
        raise InputError(f"{where}: {error}, or {REMEDY}") from None
    return Member(number, named, population_seed, seed), weight
