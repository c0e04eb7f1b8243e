"""Rules and decisions: written as scalars, turned into loops over the population.

A *rule* is a pure scalar function: numbers in, number out. A *decision* is a rule whose
arguments are declared names and whose results are written to firm variables. The loop over
the firms is generated from the argument names, so the author never writes an index:

    firm variable            own value
    place variable or lever  value of the firm's place
    sector variable          value of the firm's sector
    place-sector variable    value of the firm's sector in its place
    grade lever              value of the firm's grade; `better_<lever>`: of one grade up
    ladder variable          value of the candidate rung
    draw_<decision>          the firm's own draw of the year
    anything else            a parameter, macro figure, city lever or city total

A lever or scalar that a scenario sets by sector or place (`State.local`) is read from the firm's
cell instead. That takes another loop, generated when it is first needed: where nothing is set so,
nothing is looked up.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeVar

from sim.base.compiler import inlined, load_generated
from sim.base.draws import DRAWS, uniform
from sim.base.levers import LEVER
from sim.base.state import State
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR

Function = TypeVar("Function", bound=Callable[..., Any])
BETTER = "better_"
LONGEST_NAME = 120  # of a file that holds a generated loop


@dataclass(frozen=True)
class RuleCard:
    """What the model description says of a rule."""

    number: str
    name: str
    zh: str
    en: str
    source: str
    function: Callable[..., Any]


RULES: dict[str, RuleCard] = {}


def rule(
    number: str, zh: str, en: str, source: str = "judgement"
) -> Callable[[Function], Function]:
    """Register and compile a scalar rule.

    Args:
        number: equation number in the model description, for example ``U3``.
        zh, en: what it says in a few words.
        source: where it comes from: a document section, a paper, or judgement.

    Raises:
        ValueError: a number is used twice.
    """

    def register(function: Function) -> Function:
        if number in RULES and RULES[number].name != function.__name__:
            raise ValueError(f"rule number {number} is used twice")
        RULES[number] = RuleCard(number, function.__name__, zh, en, source, function)
        return inlined(function)

    return register


def _kind(name: str) -> str:
    """Which of the sources of the module's table an argument name belongs to."""
    if name in FIRM:
        return "firm"
    if name in PLACE or (name in LEVER and LEVER[name].over == "place"):
        return "place"
    if name in SECTOR:
        return "sector"
    if name in PLACE_SECTOR:
        return "place_sector"
    if name in RUNG:
        return "rung"
    if name.removeprefix(BETTER) in LEVER and LEVER[name.removeprefix(BETTER)].over == "grade":
        return "grade"
    return "draw" if name in DRAWS else "scalar"


def _holder(kind: str, name: str) -> str:
    """The attribute of the state that holds the arrays of a kind."""
    if kind == "local":
        return kind
    return "place_levers" if name in LEVER and kind == "place" else f"{kind}s"


# Row numbers are told not to be negative, which spares the loops a test of each.
_TERM = {
    "firm": "{0}[i]",
    "draw": "{0}[i]",
    "place": "{0}[uint64(place[i])]",
    "sector": "{0}[uint64(sector[i])]",
    "place_sector": "{0}[uint64(place[i] * sector_count + sector[i])]",
    "rung": "{0}[uint64(candidate_rung[i])]",
    "grade": "{0}[uint64(grade[i])]",
    "better_grade": "{0}[uint64(max(grade[i] - 1, 0))]",
    "scalar": "{0}",
    "local_scalar": "{0}[uint64({1})]",
    "local_grade": "{0}[uint64(({1}) * 4 + grade[i])]",
    "local_better_grade": "{0}[uint64(({1}) * 4 + max(grade[i] - 1, 0))]",
}
_CELL = "place[i] * sector_count + sector[i]"
_NEEDS = {"place": ("place",), "sector": ("sector",), "place_sector": ("place", "sector"),
          "rung": ("candidate_rung",), "grade": ("grade",)}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """A rule with named inputs and outputs that is applied to every firm.

    Attributes:
        where: place-sector variable that names the place whose local levers count; empty: the
            firm's own.
    """

    number: str
    function: Callable[..., Any]
    writes: tuple[str, ...]
    answers: tuple[str, ...] = ()
    where: str = ""

    @property
    def name(self) -> str:
        """The function's name."""
        return RULES[self.number].name

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Argument names, in order."""
        return tuple(inspect.signature(RULES[self.number].function).parameters)

    @cached_property
    def _may_be_local(self) -> tuple[str, ...]:
        """Levers and scalars that a scenario may set by sector or place."""
        found = (name.removeprefix(BETTER) for name in self.reads
                 if _kind(name) in ("scalar", "grade"))  # fmt: skip
        return tuple(dict.fromkeys(found))

    def _columns(self, local: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """(kind, name) of each array the loop takes: inputs, their indices, outputs."""
        wanted: dict[tuple[str, str], None] = {}
        for name in self.reads:
            kind, lever = _kind(name), name.removeprefix(BETTER)
            for index in (*_NEEDS.get(kind, ()), *(("place", "sector") if lever in local else ())):
                wanted[("firm", index)] = None
            if lever in local:
                wanted[("local", lever)] = None
                if self.where:
                    wanted[("place_sector", self.where)] = None
            elif kind == "grade":
                wanted[(kind, lever)] = None
            elif kind != "scalar":
                wanted[(kind, name)] = None
        for name in self.writes:
            wanted[("firm", name)] = None
        return tuple(wanted)

    def _term(self, name: str, local: tuple[str, ...]) -> str:
        kind, lever = _kind(name), name.removeprefix(BETTER)
        if kind == "grade" and name != lever:
            kind = "better_grade"
        if lever not in local:
            return _TERM[kind].format(lever)
        there = f"{self.where}[uint64({_CELL})] * sector_count + sector[i]"
        return _TERM[f"local_{kind}"].format(lever, there if self.where else _CELL)

    def _plain_scalars(self, local: tuple[str, ...]) -> list[str]:
        return [name for name in self.reads if _kind(name) == "scalar" and name not in local]

    def source(self, local: tuple[str, ...] = ()) -> str:
        """Source of the generated loop.

        Args:
            local: levers and scalars that are read by cell.
        """
        arrays = [name for _, name in self._columns(local)]
        header = ["rows", "sector_count", *arrays, *self._plain_scalars(local)]
        targets = ", ".join(f"{name}[i]" for name in self.writes)
        terms = ",\n            ".join(self._term(name, local) for name in self.reads)
        module = RULES[self.number].function.__module__
        return (
            "from numpy import uint64\n\n"
            "from sim.base.compiler import compiled_over_columns\n"
            f"from {module} import {self.name}\n\n"
            f"apply = {self.name}.function\n\n\n"
            f"@compiled_over_columns\ndef loop({', '.join(header)}):\n"
            "    for i in range(rows):\n"
            f"        {targets} = apply(\n            {terms},\n        )\n"
        )

    def is_awake(self, state: State) -> bool:
        """False until one of the city levers that it answers is first in force.

        Before that it would change nothing. Once awake it stays so: what it wrote must run off.
        """
        if not self.answers or self.number in state.awake:
            return True
        neutral = all(state.scalars[name] == LEVER[name].neutral for name in self.answers)
        if neutral and not any(name in state.local for name in self.answers):
            return False
        state.awake.add(self.number)
        return True

    def run(self, state: State, rows: slice | None = None) -> None:
        """Apply the decision to all firms, or to a slice of rows."""
        first, end = (rows.start, rows.stop) if rows else (0, state.firms.rows)
        local: tuple[str, ...] = ()
        if state.local:
            local = tuple(name for name in self._may_be_local if name in state.local)
        loop, holders, names = _loop(self, local)
        arrays = []
        for holder, name in holders:
            if holder == "draws":
                arrays.append(state.draws(name, first, end))
            elif holder == "firms" and rows:
                arrays.append(state.firms[name][first:end])
            else:
                arrays.append(getattr(state, holder)[name])
        scalars = [state.scalars[name] for name in names]
        loop(end - first, state.sectors.rows, *arrays, *scalars)

    def inputs(self, state: State, row: int) -> dict[str, Any]:
        """The named inputs of one firm, as the rule sees them."""
        return {name: self._input(state, name, row) for name in self.reads}

    def _input(self, state: State, name: str, row: int) -> Any:
        firms, kind = state.firms, _kind(name)
        lever = name.removeprefix(BETTER)
        if lever in state.local:
            return self._local_input(state, name, row)
        if kind == "scalar":
            return state.scalars[name]
        if kind == "draw":
            return uniform(name, int(firms["key"][row]), state.seed, state.year)
        if kind == "grade":
            grade = int(firms["grade"][row])
            return state.grades[lever][max(grade - 1, 0) if name != lever else grade]
        place, sector = int(firms["place"][row]), int(firms["sector"][row])
        index = {
            "firm": row, "place": place, "sector": sector,
            "place_sector": place * state.sectors.rows + sector,
            "rung": int(firms["candidate_rung"][row]),
        }[kind]  # fmt: skip
        return getattr(state, _holder(kind, name))[name][index]

    def _local_input(self, state: State, name: str, row: int) -> Any:
        lever, grade = name.removeprefix(BETTER), int(state.firms["grade"][row])
        cell = state.cell(row)
        if self.where:
            cell = state.cell(row, state.place_sectors[self.where][cell])
        if _kind(name) == "grade":
            cell = cell * 4 + (grade if name == lever else max(grade - 1, 0))
        return state.local[lever][cell]

    def run_one(self, state: State, row: int) -> None:
        """Apply the decision to one firm, calling the rule directly (the Mesa agent's way)."""
        results = self.function(*self.inputs(state, row).values())
        values = results if len(self.writes) > 1 else (results,)
        for name, value in zip(self.writes, values, strict=True):
            state.firms[name][row] = value


@cache
def _loop(decided: Decision, local: tuple[str, ...]) -> tuple[Any, tuple[Any, ...], list[str]]:
    """The loop over firms, compiled unless the switch is off, with the arrays and scalars it takes.

    An array is named by (attribute of the state, name).
    """
    name = "_by_".join((f"loop_{decided.name}", *sorted(local)))
    if len(name) > LONGEST_NAME:
        name = f"loop_{decided.name}_by_{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    holders = tuple((_holder(kind, one), one) for kind, one in decided._columns(local))
    return load_generated(name, decided.source(local)), holders, decided._plain_scalars(local)


def decision(
    number: str, writes: str, zh: str, en: str, source: str = "judgement", answers: str = "",
    where: str = "",
) -> Callable[[Callable[..., Any]], Decision]:
    """Declare a decision: a rule applied to every firm.

    Args:
        number, zh, en, source: as for `rule`.
        writes: the firm variables that the results go to, separated by spaces, in order.
        answers: city levers, separated by spaces; the decision rests while all are neutral.
        where: place-sector variable naming the place whose local levers count; default: its own.
    """
    names = tuple(writes.split())
    unknown = [name for name in names if name not in FIRM]
    if unknown:
        raise ValueError(f"decision {number} writes undeclared variables: {unknown}")
    levers = tuple(answers.split())
    if strange := [name for name in levers if name not in LEVER or LEVER[name].over != "city"]:
        raise ValueError(f"decision {number} answers what is no city lever: {strange}")

    def register(function: Callable[..., Any]) -> Decision:
        return Decision(
            number, rule(number, zh, en, source)(function), names, levers, where
        )

    return register
