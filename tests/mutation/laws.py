"""All laws, by rule."""

from __future__ import annotations

from mutation import laws_money, laws_places, laws_works
from mutation.claims import Claim, Subject
from mutation.house import House, decisions
from mutation.units import KINDS, LOGARITHMS, other_unit, power_of, unit_of

# Decisions with a result that does not keep to its unit, and why.
OUT_OF_UNIT = {
    "apply_for_land": "land_leased_wanted is declared in mu and written as 0 or 1",
    "withdraw_or_redirect": "land_leased_wanted is declared in mu and written as 0 or 1",
}


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
        kinds = [kind for kind in KINDS if kind != "mu" or rule not in OUT_OF_UNIT]
        found += [other_unit(kind) for kind in kinds
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
