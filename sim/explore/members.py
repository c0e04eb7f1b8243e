"""The same work on every member, over processes, in the order of members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed

from sim.base.errors import InputError
from sim.base.state import Array
from sim.scenario.member import Member

Figures = dict[str, Any]


def _one(work: Callable[..., Figures], member: Member, options: dict[str, Any]) -> Figures | None:
    try:
        return work(member, **options)
    except ArithmeticError:
        return None


def for_members(
    work: Callable[..., Figures], members: Sequence[Member], *, workers: int,
    progress: Callable[[int], Any] | None = None, **options: Any,
) -> list[Figures]:  # fmt: skip
    """Call `work(member, **options)` for every member.

    Args:
        work: a function of a module, so that other processes can be told of it.
        members: in whose order the answers come, whatever the number of workers.
        workers: processes.
        progress: called with the number of members finished since the last call.

    Returns:
        The answers of the members whose city stayed in the range of money.

    Raises:
        InputError: every member failed.
    """
    calls = (delayed(_one)(work, member, options) for member in members)
    parts: Any = Parallel(n_jobs=min(workers, len(members)), return_as="generator")(calls)
    found = []
    for one in parts:
        if progress is not None:
            progress(1)
        if one is not None:
            found.append(one)
    if not found:
        raise InputError(
            "every member left the range of money; use --draws central",
            "所有成员的金额都超出可算范围；请使用 --draws central",
        )
    return found


def gathered(found: Sequence[Figures]) -> dict[str, Array]:
    """Figures of members by name; one entry per member."""
    return {name: np.array([one[name] for one in found]) for name in found[0]}
