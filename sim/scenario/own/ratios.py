"""Figures of one firm that cannot all be true, mostly because a unit slipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.base.errors import InputError

SMALLEST_PLOT = 3.0  # mu: smaller firms below scale are not simulated
# Between these a ratio is possible: far beyond what firms of the sectors show.
PER_WORKER = (0.5, 50_000.0)  # output, 10k yuan
PER_MU = (0.05, 200_000.0)  # output, 10k yuan
MU_PER_WORKER = 100.0
WAGE = (0.5, 200.0)  # 10k yuan a year


def impossible(found: dict[str, Any]) -> Iterator[tuple[str, InputError]]:
    """Column and problem of each ratio that no firm can have.

    Args:
        found: figures of the firm, not a number where the table has none.
    """
    size = found["revenue"] if np.isnan(found["output"]) else found["output"]
    yield from _parts(found, size)
    staff, land = found["employment"], found["land"]
    if not PER_WORKER[0] <= size / staff <= PER_WORKER[1]:
        yield "employment", _unlikely("output per person", "人均产值", size / staff, "10k yuan",
                                      "万元")  # fmt: skip
    if not PER_MU[0] <= size / land <= PER_MU[1]:
        yield "land", _unlikely("output per mu", "亩均产值", size / land, "10k yuan", "万元")
    elif land / staff > MU_PER_WORKER:
        yield "land", _unlikely("land per person", "人均用地", land / staff, "mu", "亩")
    if found["above_scale"] == 0.0 and land < SMALLEST_PLOT:
        yield "land", InputError(
            f"below scale and less than {SMALLEST_PLOT:g} mu: not simulated; remove the row",
            f"规下且用地不足 {SMALLEST_PLOT:g} 亩：不在模拟范围；请删去该行",
        )
    wage = found["wages"] / staff
    if not np.isnan(wage) and not WAGE[0] <= wage <= WAGE[1]:
        yield "wages", _unlikely("pay per person", "人均薪酬", wage, "10k yuan", "万元")


def _parts(found: dict[str, Any], size: float) -> Iterator[tuple[str, InputError]]:
    """Parts of the output that exceed it."""
    for name, label, label_zh in (("value_added", "value added", "增加值"), ("tax", "tax", "税金"),
                                  ("wages", "pay", "薪酬"), ("research", "research", "研发费用")):
        if found[name] > size:
            yield name, InputError(
                f"{label} exceeds output or revenue; correct one of both, or their units",
                f"{label_zh}超过总产值或营业收入；请更正其一，或检查单位",
            )
    ratio = found["revenue"] / found["output"]
    if not np.isnan(ratio) and not 0.1 <= ratio <= 10.0:
        yield "revenue", InputError(
            "revenue and output differ tenfold; check the units of both",
            "营业收入与总产值相差十倍以上；请检查两者的单位",
        )


def _unlikely(ratio: str, ratio_zh: str, value: float, unit: str, unit_zh: str) -> InputError:
    return InputError(
        f"{ratio} would be {value:,.4g} {unit}; no firm has that: check both figures and units",
        f"{ratio_zh}将为 {value:,.4g} {unit_zh}，不可能；请检查两个数及其单位",
    )
