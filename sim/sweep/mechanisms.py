"""Mechanisms: the few groups that the many things a design varies fall into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sim.base.errors import InputError
from sim.base.parameters import parameters
from sim.base.resources import toml

FILE = "sensitivity/mechanisms.toml"
OF_GROUP = {"instruments": "policy", "macro": "surroundings"}


@dataclass(frozen=True)
class Mechanism:
    """One mechanism with its labels, its groups of parameters and single parameters."""

    name: str
    zh: str
    en: str
    groups: tuple[str, ...]
    parameters: tuple[str, ...]


@cache
def mechanisms() -> dict[str, Mechanism]:
    """All mechanisms by name, in the order of the table.

    Raises:
        InputError: the city has no such table, or a group or parameter has none or two, or does
            not exist.
    """
    found = {name: Mechanism(name, one["zh"], one["en"], tuple(one["groups"]),
                             tuple(one.get("parameters", ())))
             for name, one in toml(FILE).items()}  # fmt: skip
    groups = sorted(group for one in found.values() for group in one.groups)
    if groups != sorted({item.group for item in parameters().values()}):
        raise InputError(
            f"{FILE}: every group of parameters.toml must stand there once",
            f"{FILE}：parameters.toml 的每一组都须在其中出现一次",
        )
    for one in found.values():
        for name in one.parameters:
            if name not in parameters():
                raise InputError(
                    f"{FILE}: {one.name}: parameter '{name}' does not exist",
                    f"{FILE}: {one.name}：没有参数“{name}”",
                )
    return found


def mechanism_of(key: str) -> str:
    """The mechanism of an axis, by its key."""
    kind, _, name = key.partition(".")
    if kind != "parameters":
        return OF_GROUP[kind]
    known = mechanisms().values()
    named = [one.name for one in known if name in one.parameters]
    return (named or [one.name for one in known if parameters()[name].group in one.groups])[0]
