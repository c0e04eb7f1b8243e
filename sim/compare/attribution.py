"""Splitting the effect of a package among its instruments: exact Shapley values.

Every coalition of instruments is run on every member with the same draws, so that shares add up
to the package's total effect member by member (Shapley 1953). Pairs have the Shapley interaction
index (Owen 1972; Grabisch and Roubens 1999): positive where two instruments add to each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed

from sim.base.errors import InputError, unknown
from sim.base.state import Array
from sim.base.units import LAST_YEAR
from sim.scenario.load import Scenario
from sim.scenario.member import Member
from sim.scenario.one_run import run_member
from sim.scenario.outcome import outcome

MOST_PLAYERS = 8  # two to this power runs of each member


@dataclass(frozen=True)
class Player:
    """Instruments that come into force together.

    Attributes:
        name: of the group, or of its only instrument.
        instruments: their names.
    """

    name: str
    instruments: tuple[str, ...]


def _size(coalitions: int) -> int:
    count = coalitions.bit_length() - 1
    if coalitions != 1 << count:
        raise ValueError(f"{coalitions} coalitions: not a power of two")
    return count


def shapley(worth: Array) -> Array:
    """Shapley values.

    Args:
        worth: shape 2**n x ...; entry k is the worth of the coalition whose players are the bits
            set in k.

    Returns:
        Shape n x ...; they add up to the worth of all less the worth of none.
    """
    count = _size(worth.shape[0])
    shares = np.zeros((count, *worth.shape[1:]))
    for coalition in range(worth.shape[0]):
        size = coalition.bit_count()
        if size == count:
            continue
        chance = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
        for player in range(count):
            if not coalition >> player & 1:
                shares[player] += chance * (worth[coalition | 1 << player] - worth[coalition])
    return shares


def interactions(worth: Array) -> Array:
    """Shapley interaction index of each pair; shape n x n x ..., symmetric, nil on the diagonal."""
    count = _size(worth.shape[0])
    found = np.zeros((count, count, *worth.shape[1:]))
    for first in range(count):
        for second in range(first):
            one, two = 1 << first, 1 << second
            for rest in range(worth.shape[0]):
                if rest & (one | two):
                    continue
                size = rest.bit_count()
                chance = (math.factorial(size) * math.factorial(count - size - 2)
                          / math.factorial(count - 1))  # fmt: skip
                joint = worth[rest | one | two] - worth[rest | one] - worth[rest | two]
                found[first, second] += chance * (joint + worth[rest])
            found[second, first] = found[first, second]
    return found


def find_players(
    package: Scenario, reference: Scenario, groups: Mapping[str, Sequence[str]]
) -> tuple[Player, ...]:
    """The instruments in which two scenarios differ, grouped as asked, sorted by name.

    Args:
        groups: instruments by name of the group.

    Raises:
        InputError: nothing differs, too many do, a group names what is no player, or the two
            scenarios differ in parameters, which are not split.
    """
    if (package.changes, package.future) != (reference.changes, reference.future):
        raise InputError(
            f"'{package.name}' and '{reference.name}' set different parameters or surroundings; "
            "attribution splits instruments only: give both the same [parameters] and [macro]",
            f"“{package.name}”与“{reference.name}”的参数或外部环境不同；分解只针对政策工具：请让"
            "两者的 [parameters] 和 [macro] 相同",
        )
    there, here = _by_name(reference), _by_name(package)
    differ = sorted(name for name in {*there, *here} if there.get(name) != here.get(name))
    if not differ:
        raise InputError(
            f"'{package.name}' has the measures of '{reference.name}': no effect",
            f"“{package.name}”与“{reference.name}”的措施相同：没有效应可分；请换一个情景",
        )
    players = _grouped(differ, groups)
    if len(players) > MOST_PLAYERS:
        raise InputError(
            f"{len(players)} instruments differ ({', '.join(p.name for p in players)}); group "
            f"them into at most {MOST_PLAYERS} with --group name=a,b",
            f"有 {len(players)} 个工具不同（{', '.join(p.name for p in players)}）；请用 --group "
            f"名称=a,b 合并为至多 {MOST_PLAYERS} 个",
        )
    return players


def _by_name(scenario: Scenario) -> dict[str, Any]:
    return {measure.name: measure for measure in scenario.measures}


def _grouped(differ: list[str], groups: Mapping[str, Sequence[str]]) -> tuple[Player, ...]:
    taken: list[str] = []
    for group, names in groups.items():
        for name in names:
            if name not in differ:
                raise unknown("instrument", name, differ).within(f"--group {group[:40]}: ")
        taken += names
    twice = sorted({name for name in taken if taken.count(name) > 1})
    if twice:
        raise InputError(
            f"--group: '{twice[0]}' stands in two places; name it once",
            f"--group：“{twice[0]}”出现在两处；请只写一次",
        )
    clash = [group for group in groups if group in differ and group not in taken]
    if clash:
        raise InputError(
            f"--group {clash[0]}: an instrument outside the group has this name",
            f"--group {clash[0]}：组外有同名的工具；请换一个组名",
        )
    players = [Player(group, tuple(sorted(names))) for group, names in groups.items() if names]
    players += [Player(name, (name,)) for name in differ if name not in taken]
    return tuple(sorted(players, key=lambda player: player.name))


def coalitions(
    package: Scenario, reference: Scenario, players: Sequence[Player]
) -> list[Scenario]:
    """The scenarios of all coalitions, numbered as `shapley` asks: 0 is the reference."""
    there, here = _by_name(reference), _by_name(package)
    found = []
    for number in range(1 << len(players)):
        inside = {name for k, player in enumerate(players) if number >> k & 1
                  for name in player.instruments}  # fmt: skip
        chosen = {name: (here if name in inside else there).get(name)
                  for player in players for name in player.instruments}  # fmt: skip
        measures = {**there, **chosen}
        kept = tuple(measures[name] for name in sorted(measures) if measures[name] is not None)
        found.append(replace(package, name=f"{package.name}-{number}", measures=kept))
    return found


def _worth_of(
    scenarios: Sequence[Scenario], member: Member, indicators: Sequence[str], firms: float
) -> Array | None:
    """Outcomes of one member; shape: coalitions x indicators; None when its city failed."""
    found = np.empty((len(scenarios), len(indicators)))
    try:
        for row, scenario in enumerate(scenarios):
            record = run_member(scenario, member, firms=firms, last_year=LAST_YEAR)
            found[row] = [outcome(record, name) for name in indicators]
    except ArithmeticError:
        return None
    return found


def run_coalitions(
    scenarios: Sequence[Scenario], members: Sequence[Member], indicators: Sequence[str], *,
    firms: float, workers: int, progress: Callable[[int], Any] | None = None,
) -> tuple[Array, tuple[int, ...]]:  # fmt: skip
    """Run every coalition on every member.

    Args:
        scenarios: as `coalitions` gives them.
        indicators: what is read from each run, as `outcome` does.
        firms, workers: as for `run_ensembles`.
        progress: called with the number of runs finished since the last call.

    Returns:
        Worths, shape coalitions x indicators x members, and the numbers of the runs (from 1) whose
        city stayed in the range of money; the others are left out.

    Raises:
        InputError: every member failed.
    """
    found: list[Array | None] = []
    for worth in _all(scenarios, members, indicators, firms, workers):
        found.append(worth)
        if progress is not None:
            progress(len(scenarios))
    runs = tuple(run for run, worth in enumerate(found, start=1) if worth is not None)
    if not runs:
        raise InputError(
            "every member left the range of money; use --draws central",
            "所有成员的金额都超出可算范围；请使用 --draws central",
        )
    return np.stack([worth for worth in found if worth is not None], axis=2), runs


def _all(
    scenarios: Sequence[Scenario], members: Sequence[Member], indicators: Sequence[str],
    firms: float, workers: int,
) -> Iterator[Array | None]:  # fmt: skip
    if workers == 1 or len(members) == 1:
        return (_worth_of(scenarios, member, indicators, firms) for member in members)
    parts: Iterator[Array | None] = Parallel(
        n_jobs=min(workers, len(members)), return_as="generator"
    )(delayed(_worth_of)(scenarios, member, indicators, firms) for member in members)
    return parts
