"""Finds the instruments: every module of `sim.policy` with an `Instrument` in it."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import sim.policy
from sim.policy.instrument import Instrument


@cache
def instruments() -> dict[str, type[Instrument]]:
    """Instrument classes by name, sorted by name.

    Raises:
        ValueError: two files use the same name.
    """
    found: dict[str, type[Instrument]] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(sim.policy.__path__)):
        members = vars(importlib.import_module(f"sim.policy.{module}"))
        for member in members.values():
            is_one = isinstance(member, type) and issubclass(member, Instrument)
            if is_one and member is not Instrument and member.__module__.endswith(module):
                if member.name in found:
                    raise ValueError(f"two instruments are called {member.name}")
                found[member.name] = member
    return dict(sorted(found.items()))
