"""A law for every decision: another unit of money, land or power changes no choice.

Ten thousand yuan counted in yuan (or in groats) is the same money. Every input and result of a
decision declares its unit, so what each must become is known; a formula that adds yuan to mu, or
multiplies where it should divide, gives itself away. Least values that stand as bare numbers in
formulas (one 10k yuan of revenue) lie below every firm drawn here.
"""

from __future__ import annotations

from mutation.claims import Claim, Subject, near
from sim.base.levers import LEVER
from sim.base.parameters import parameters
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR

FACTOR = 1024.0
KINDS = ("yuan", "mu", "kWh")
# What the year keeps without declaring a unit.
TOTALS = {
    "base_tax_per_mu": "10k yuan/mu", "base_value_added_per_mu": "10k yuan/mu",
    "base_value_added_per_kwh": "yuan/kWh", "base_productivity": "10k yuan/person",
    "below_tax_per_mu": "10k yuan/mu", "below_tax_per_kwh": "yuan/kWh", "line_real": "10k yuan",
    "graded_revenue": "10k yuan", "energy_price": "yuan/kWh",
}  # fmt: skip
# Logarithms of money are shifted where others are multiplied; their rules stand in no such law.
LOGARITHMS = ("productivity", "sector_productivity", "mean_log_size")


def unit_of(name: str) -> str:
    """The unit that an argument or result declares; empty if it has none."""
    name = name.removeprefix("better_")
    for declared in (FIRM, PLACE, SECTOR, PLACE_SECTOR, RUNG, LEVER, parameters()):
        if name in declared:
            return str(declared[name].unit)
    return TOTALS.get(name, "")


def power_of(unit: str, kind: str) -> int:
    """How often a unit holds money, land or power; below the line it counts against."""
    if " per " in unit:
        above, below = "", unit.partition(" per ")[2]
        above, _, below = below.partition("/")
        above, below = below, above
    else:
        above, _, below = unit.partition("/")
    if kind not in above and kind not in below:
        return 0
    return int(kind in above) - int(kind in below)


def other_unit(kind: str) -> Claim:
    """Counting money, land or power in another unit changes the results by their units alone."""

    def check(rule: Subject) -> None:
        names = rule.arguments()
        for values, base in zip(rule.samples, rule.base, strict=True):
            factors = {name: FACTOR ** power_of(unit_of(name), kind) for name in names}
            found = rule.of({name: values[name] * factors[name] if factors[name] != 1.0
                             else values[name] for name in names})  # fmt: skip
            for out, one, other in zip(rule.outputs, base, found, strict=True):
                due = one * FACTOR ** power_of(unit_of(out), kind)
                assert near(other / max(abs(due), 1.0), due / max(abs(due), 1.0)), (
                    f"{rule.name}: {out} is {other} in another unit of {kind}, not {due}"
                )

    return check
