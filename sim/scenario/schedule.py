"""Values over the years: one for always, by first year in force, for a span of years, as a ramp."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sim.base.errors import InputError
from sim.base.units import FIRST_YEAR, LAST_YEAR

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)  # the years that a value may come into force
ALWAYS = 0  # the first year of a value written without one
RAMP = "ramp"
Value = float | tuple[float, ...] | tuple[tuple[int, float], ...]
Step = tuple[int, Value | None]


@dataclass(frozen=True)
class Schedule:
    """A value by first year in force.

    None stands for what was inherited or, where nothing was, for the neutral value; so does the
    time before the first step.
    """

    steps: tuple[Step, ...]

    def at(self, year: int) -> Value | None:
        """The value in force in a year, or None."""
        current = None
        for first, value in self.steps:
            if first <= year:
                current = value
        return current

    def after(self, inherited: Schedule | None) -> Schedule:
        """This schedule over an inherited one, which stays wherever this one says nothing."""
        below = inherited or Schedule(())
        firsts = sorted({first for first, _ in (*self.steps, *below.steps)})
        merged: list[Step] = []
        for first in firsts:
            own = self.at(first)
            value = below.at(first) if own is None else own
            if (merged[-1][1] if merged else None) != value:
                merged.append((first, value))
        return Schedule(tuple(merged))

    def without(self, years: Collection[int]) -> Schedule:
        """The same, silent in some years."""
        firsts = {first for first, _ in self.steps} | {*years} | {year + 1 for year in years}
        cut: list[Step] = []
        for first in sorted(first for first in firsts if first == ALWAYS or first in YEARS):
            value = None if (first or FIRST_YEAR) in years else self.at(first)
            if (cut[-1][1] if cut else None) != value:
                cut.append((first, value))
        return Schedule(tuple(cut))


def spans(written: Any) -> bool:
    """True for a table of years, of spans of years, or with a ramp."""
    return isinstance(written, dict) and any(
        key == RAMP or re.match(r"\d", key, re.ASCII) for key in written
    )


def read_schedule(written: Any, read: Callable[[Any], Value], where: str) -> Schedule:
    """Turn what is written into a schedule.

    Args:
        written: a value, a table of values by first year or by span of years, or a ramp.
        read: checks one value.
        where: file and key, for messages.

    Raises:
        InputError: wrong form, or a year outside the run.
    """
    if not spans(written):
        return Schedule(((ALWAYS, read(written)),))
    if RAMP in written:
        if len(written) > 1:
            raise InputError(
                f"{where}: a ramp stands alone; put every year into its points",
                f"{where}：斜坡须单独写；请把各年都放进它的点里",
            )
        return Schedule(_ramp(written[RAMP], read, where))
    # Open values first, then spans laid over them: the narrower statement holds.
    open_steps: list[Step] = []
    closed: list[tuple[int, int, Value]] = []
    for key, value in written.items():
        first, last = _span(key, where)
        if last is None:
            open_steps.append((first, read(value)))
        else:
            closed.append((first, last, read(value)))
    return _laid_out(sorted(open_steps, key=lambda step: step[0]), sorted(
        closed, key=lambda span: span[:2]), where)


def _laid_out(
    steps: list[Step], closed: list[tuple[int, int, Value]], where: str
) -> Schedule:
    found, end = Schedule(tuple(steps)), 0
    for first, last, value in closed:
        if first <= end:
            raise InputError(
                f"{where}: two spans of years hold {first}; let none overlap",
                f"{where}：两个时段都包含 {first} 年；请不要重叠",
            )
        end = last
        after: list[Step] = [(last + 1, None)] if last + 1 in YEARS else []
        found = Schedule(((first, value), *after)).after(found)
    return found if closed else Schedule(tuple(steps))


def _span(key: str, where: str) -> tuple[int, int | None]:
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", key, re.ASCII)
    if found is None:
        raise InputError(
            f"{where}: '{key[:20]}' is no year; write 2021, or \"2021-2023\" for a span of years",
            f"{where}：“{key[:20]}”不是年份；请写 2021，时段写 \"2021-2023\"",
        )
    first, last = int(found[1]), int(found[2]) if found[2] else None
    for year in (first, last or first):
        _check_year(year, where)
    if last is not None and last < first:
        raise InputError(
            f"{where}: the span {key} ends before it begins; write {last}-{first}",
            f"{where}：时段 {key} 止年早于起年；请写 {last}-{first}",
        )
    return first, last


def _check_year(year: Any, where: str) -> None:
    if isinstance(year, bool) or not isinstance(year, int):
        raise InputError(
            f"{where}: a ramp is written [[2021, 0.1], [2025, 0.2]]",
            f"{where}：斜坡的写法是 [[2021, 0.1], [2025, 0.2]]，请照此写",
        )
    if year not in YEARS:
        given = str(year) if abs(year) < 10_000 else "given"
        raise InputError(
            f"{where}: the year {given} lies outside {YEARS[0]}-{YEARS[-1]}",
            f"{where}：年份 {given} 超出 {YEARS[0]}-{YEARS[-1]}；请写其中的年份",
        )


def _ramp(written: Any, read: Callable[[Any], Value], where: str) -> tuple[Step, ...]:
    """Year by year along straight lines between the points; the last value stays."""
    pairs = isinstance(written, list) and all(
        isinstance(point, list) and len(point) == 2 for point in written
    )
    if not pairs or len(written) < 2:
        raise InputError(
            f"{where}: a ramp is written [[2021, 0.1], [2025, 0.2]]",
            f"{where}：斜坡的写法是 [[2021, 0.1], [2025, 0.2]]，请照此写",
        )
    for year, _ in written:
        _check_year(year, where)
    points = [(year, read(value)) for year, value in written]
    steps: list[Step] = []
    for (first, low), (last, high) in pairwise(points):
        if last <= first:
            raise InputError(
                f"{where}: the years of a ramp must rise; {last} follows {first}",
                f"{where}：斜坡的年份须递增；{last} 排在 {first} 之后，请调整",
            )
        steps += [(year, _between(low, high, (year - first) / (last - first)))
                  for year in range(first, last)]  # fmt: skip
    return (*steps, points[-1])


def _between(low: Any, high: Any, share: float) -> Value:
    """Between two numbers, or grade by grade."""
    if isinstance(low, tuple):
        return tuple(a + (b - a) * share for a, b in zip(low, high, strict=True))
    between: float = low + (high - low) * share
    return between
