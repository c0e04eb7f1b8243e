"""The surroundings after 2020 as a scenario sets them: read, checked, laid out by year."""

from __future__ import annotations

from typing import Any

from sim.base.errors import InputError, unknown
from sim.base.futures import FutureFigure, future_figures
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.park.atlas import sectors
from sim.policy.instrument import DoseCard
from sim.scenario.doses import read_value
from sim.scenario.schedule import ALWAYS, RAMP, Schedule, spans

LATER_YEARS = range(LAST_PUBLISHED_YEAR + 1, LAST_YEAR + 1)


def macro_keys() -> dict[str, tuple[FutureFigure, str, str]]:
    """Every key of [macro] with its figure and labels zh and en; sectors written out."""
    found = {}
    for name, item in future_figures().items():
        if item.over == "city":
            found[name] = (item, item.zh, item.en)
            continue
        for sector in sectors():
            labels = f"{item.zh}：{sector.zh}", f"{item.en}: {sector.en}"
            found[f"{name}.{sector.name}"] = (item, *labels)
    return found


def macro_card(item: FutureFigure) -> DoseCard:
    """A figure's card, in the form that doses have."""
    return DoseCard(item.low, item.high, item.unit, item.zh, item.en, item.source, item.standing)


def read_macro(written: dict[str, Any], where: str) -> dict[str, Schedule]:
    """Schedules by key from a file's [macro].

    Raises:
        InputError: an unknown figure or sector, a wrong form, a value out of bounds, or a year
            that the published figures cover.
    """
    figures, found = future_figures(), {}
    for name, value in written.items():
        if name not in figures:
            raise unknown("figure of [macro]", name, figures).within(f"{where}: ")
        if figures[name].over == "city":
            found[name] = _read(figures[name], value, f"{where}: macro.{name}")
            continue
        known = [sector.name for sector in sectors()]
        if not isinstance(value, dict):
            raise InputError(
                f"{where}: macro.{name}: name the sectors: {{ {known[0]} = ... }}",
                f"{where}：macro.{name}：请写明产业：{{ {known[0]} = ... }}",
            )
        for sector, one in value.items():
            if sector not in known:
                raise unknown("sector", sector, known).within(f"{where}: macro.{name}: ")
            key = f"{name}.{sector}"
            found[key] = _read(figures[name], one, f"{where}: macro.{key}")
    return found


def _read(item: FutureFigure, written: Any, where: str) -> Schedule:
    schedule = read_value(macro_card(item), written, where)
    first = schedule.steps[0][0]
    if first not in (ALWAYS, *LATER_YEARS):
        raise InputError(
            f"{where}: {first} is published; set the surroundings from {LATER_YEARS[0]} on",
            f"{where}：{first} 年已有公布数；请从 {LATER_YEARS[0]} 年起设定外部环境",
        )
    if item.each_year and spans(written):
        _refuse_open_end(written, where)
    return schedule


def adds_up(key: str) -> bool:
    """True for a value's key whose figure is a change of the year."""
    group, _, name = key.partition(".")
    return group == "macro" and future_figures()[name.partition(".")[0]].each_year


def _refuse_open_end(written: dict[str, Any], where: str) -> None:
    """A change of demand that ran on unsaid would fall anew in each later year."""
    if RAMP in written:
        last, value = written[RAMP][-1]
    else:
        years = [int(key) for key in written if "-" not in key]
        last = max(years, default=LATER_YEARS[-1])
        value = written[str(last)] if years else 0
    if int(last) < LATER_YEARS[-1] and value != 0:
        raise InputError(
            f"{where}: a change would go on every year after {last}; write "
            f'"{last}-{last}" for that year alone, or "{last}-{LATER_YEARS[-1]}"',
            f"{where}：{last} 年以后该变化会逐年重复；只限当年请写 \"{last}-{last}\"，否则写 \""
            f"{last}-{LATER_YEARS[-1]}\"",
        )


def future_by_year(schedules: dict[str, Schedule]) -> dict[int, dict[str, float]]:
    """By year after the last published one, what the scenario sets."""
    found: dict[int, dict[str, float]] = {}
    for year in LATER_YEARS:
        values = {key: schedule.at(year) for key, schedule in sorted(schedules.items())}
        held = {key: value for key, value in values.items() if isinstance(value, float)}
        if held:
            found[year] = held
    return found
