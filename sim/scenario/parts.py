"""Doses for parts of the city: by sector, by district or by place.

`rate = { elsewhere = 0.1, by_sector = { automobiles = 0.2 } }` gives one value for the sector and
another for all the rest. Each part is a value of its own, with its own years, source and origin;
its key is that of the dose with the part behind it: `upgrade_subsidy.rate.by_sector.automobiles`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from sim.base.errors import InputError, unknown
from sim.base.levers import LEVER
from sim.base.state import Array
from sim.park.atlas import District, Place, Sector, districts, places, sectors
from sim.policy.instrument import DoseCard, Instrument
from sim.scenario.doses import read_dose, read_value
from sim.scenario.schedule import RAMP, Schedule

ELSEWHERE = "elsewhere"
BY_SECTOR, BY_DISTRICT, BY_PLACE = "by_sector", "by_district", "by_place"
SCOPES = (BY_SECTOR, BY_DISTRICT, BY_PLACE)  # of districts and places the later one is narrower
MARK = ".by_"


@cache
def members(scope: str) -> dict[str, District | Place | Sector]:
    """What a scope can name, by name."""
    listed: dict[str, Iterable[District | Place | Sector]] = {
        BY_SECTOR: sectors(), BY_DISTRICT: districts(), BY_PLACE: places(),
    }  # fmt: skip
    return {one.name: one for one in listed[scope]}


def split_part(key: str) -> tuple[str, str, str]:
    """The key of the dose, the scope and the name; the last two are empty for all the city."""
    plain, mark, rest = key.partition(MARK)
    scope, _, name = rest.partition(".")
    return (plain, f"by_{scope}", name) if mark else (plain, "", "")


def is_within(key: str, other: str) -> bool:
    """Whether a key is that of a part of what another key stands for."""
    plain, scope, name = split_part(key)
    other_plain, other_scope, other_name = split_part(other)
    if plain != other_plain or not scope:
        return False
    if not other_scope:
        return True
    return (scope, other_scope) == (BY_PLACE, BY_DISTRICT) and (
        getattr(members(BY_PLACE)[name], "district", "") == other_name
    )


def cells(scope: str, name: str) -> tuple[Array, Array]:
    """Which places and which sectors a part is made of; boolean arrays."""
    at = np.array([scope == BY_SECTOR or name == (one.name if scope == BY_PLACE else one.district)
                   for one in places()])  # fmt: skip
    return at, np.array([scope != BY_SECTOR or name == one.name for one in sectors()])


def scopes_of(card: DoseCard) -> tuple[str, ...]:
    """By what a dose may be given; empty where the city has one."""
    if not card.lever:
        return ()
    return (BY_DISTRICT, BY_PLACE) if LEVER[card.lever].over == "place" else SCOPES


def read_parts(
    instrument: type[Instrument], name: str, written: Any, where: str
) -> dict[str, Schedule]:
    """Schedules of a dose by the end of their key, empty for all the city.

    Raises:
        InputError: unknown dose, sector, district or place, wrong form, a value outside its bounds,
            or a dose that can't differ within the city.
    """
    if not is_parted(written) or name not in instrument.doses():
        return {"": read_dose(instrument, name, written, where)}
    card, at = instrument.doses()[name], f"{where}: instruments.{instrument.name}.{name}"
    found = {}
    for key, value in written.items():
        if key == ELSEWHERE:
            found[""] = read_value(card, value, at)
            continue
        _check_scope(card, key, at)
        known = members(key)
        if not isinstance(value, dict) or not value:
            example = next(iter(known))
            raise InputError(
                f"{at}.{key}: name the parts: {{ {example} = ... }}",
                f"{at}.{key}：请写明各部分：{{ {example} = ... }}",
            )
        for one, dose in value.items():
            if one not in known:
                raise unknown(key.removeprefix("by_"), one, known).within(f"{at}: ")
            found[f".{key}.{one}"] = read_value(card, dose, f"{at}.{key}.{one}")
    return found


def is_parted(written: Any) -> bool:
    """True for a table of parts of the city."""
    return isinstance(written, dict) and any(
        key == ELSEWHERE or key.startswith("by_") for key in written
    )


def _check_scope(card: DoseCard, key: str, at: str) -> None:
    if key[:1].isdigit() or key == RAMP:
        raise InputError(
            f"{at}: years stand inside the parts; write {ELSEWHERE} = {{ 2021 = 0.1 }}",
            f"{at}：年份写在各部分之内；请写 {ELSEWHERE} = {{ 2021 = 0.1 }}",
        )
    if key not in SCOPES:
        raise unknown("key", key, (ELSEWHERE, *SCOPES)).within(f"{at}: ")
    if card.over == "place":
        raise InputError(
            f"{at}: this dose names its places itself; write {{ PLACE = number }}",
            f"{at}：此剂量本身就按片区给出；请写 {{ 片区 = 数字 }}",
        )
    if not scopes_of(card):
        raise InputError(
            f"{at}: this holds for the whole city (a quota, a budget, a queue or a "
            "rule that all firms share); give one value",
            f"{at}：此值适用于全市（数量、预算、排序或所有企业共用的规则）；请只写一个值",
        )
    if key not in scopes_of(card):
        raise InputError(
            f"{at}: land is let by place, to firms of any sector; give this dose "
            f"{BY_DISTRICT} or {BY_PLACE}",
            f"{at}：土地按片区供应，不区分产业；请用 {BY_DISTRICT} 或 {BY_PLACE} 给出",
        )


def refuse_crossed(keys: Iterable[str], where: str) -> None:
    """Refuse a dose given by sector and by place: for a firm in both, neither would be narrower.

    Raises:
        InputError: naming both.
    """
    seen: dict[str, str] = {}
    for key in sorted(keys):
        plain, scope, _ = split_part(key)
        if not scope:
            continue
        other = seen.setdefault(plain, key)
        if (split_part(other)[1] == BY_SECTOR) != (scope == BY_SECTOR):
            raise InputError(
                f"{where}: {key} and {other} hold for the same firms; give this dose "
                "by sector or by place, not by both",
                f"{where}：{key} 与 {other} 适用于同一批企业；请只按产业或只按地给出",
            )
