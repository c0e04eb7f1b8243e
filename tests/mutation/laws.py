"""All laws, by rule."""

from __future__ import annotations

from mutation import laws_money, laws_places, laws_works
from mutation.claims import Claim, Subject
from mutation.house import House, decisions
from mutation.units import KINDS, LOGARITHMS, other_unit, power_of, unit_of


def laws_of(rule: str) -> list[Claim]:
    """What is claimed of a rule."""
    found: list[Claim] = []
    for part in (laws_money, laws_works, laws_places):
        found += part.LAWS.get(rule, [])
    decision = decisions().get(rule)
    if decision is None:
        return found
    names = (*decision.reads, *decision.writes)
    if not set(names) & set(LOGARITHMS):
        found += [other_unit(kind) for kind in KINDS
                  if any(power_of(unit_of(name), kind) for name in names)]  # fmt: skip
    return found


def broken(rule: str, house: House) -> str:
    """The first law that a rule breaks in this house; empty if it keeps them all."""
    try:
        subject = Subject(rule, house)
        for claim in laws_of(rule):
            claim(subject)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
