"""What a table of own firms stands for: the file beside it, or what holds without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.base.errors import InputError, unknown
from sim.base.resources import own_table
from sim.base.state import Array
from sim.park.atlas import districts, places, sectors
from sim.scenario.files import read_toml
from sim.scenario.schema import REMEDIES, printable

LISTED, CITY = "listed", "city"


class Settings(BaseModel):
    """The file `own_firms.toml` as written.

    Attributes:
        table: the file of the firms, beside this one.
        year: of the figures, where the table has no such column.
        covers: `listed` (the places that occur in the table), `city`, or names of places and
            districts: there the table stands for all firms.
        firms: `above_scale`, or `all`: those below scale with 3 mu or more, too.
        totals: `changed`, or `kept`: other above-scale firms are re-weighted.
        leave_out_refused: go on without rows that are refused.
        places, sectors: names that the table uses, and what they mean here.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    table: str = ""
    year: int | None = None
    covers: Literal["listed", "city"] | list[str] = LISTED  # type: ignore[assignment]
    firms: Literal["above_scale", "all"] = "above_scale"
    totals: Literal["changed", "kept"] = "changed"
    leave_out_refused: bool = False
    places: dict[str, str] = Field(default_factory=dict)
    sectors: dict[str, str] = Field(default_factory=dict)


def read_settings(path: Path) -> tuple[Settings, Path]:
    """The settings of a file, and the table; a table alone has the settings' defaults.

    Raises:
        InputError: naming file, key and remedy.
    """
    if path.suffix != ".toml":
        return Settings(), path
    where = printable(path.name)
    content = read_toml(path)
    try:
        settings = Settings.model_validate(content)
    except ValidationError as error:
        raise _complaint(error.errors()[0], where) from None
    _check_names(settings, where)
    return settings, own_table(path)


def _complaint(first: Any, where: str) -> InputError:
    key = printable(".".join(str(part) for part in first["loc"]))[:80]
    if first["type"] == "extra_forbidden":
        return unknown("key", key, Settings.model_fields).within(f"{where}: ")
    choices = {"firms": "above_scale, all", "totals": "changed, kept",
               "covers": f'listed, city, ["{districts()[0].name}", ...]'}  # fmt: skip
    for name, known in choices.items():
        if key.startswith(name):
            return InputError(f"{where}: {key.split('.')[0]}: give one of: {known}",
                              f"{where}：{key.split('.')[0]}：请取其一：{known}")  # fmt: skip
    remedy, remedy_zh = REMEDIES.get(first["type"],
                                     ("cannot be used; correct it", "无法使用；请更正"))
    return InputError(f"{where}: {key} {remedy}", f"{where}：{key} {remedy_zh}")


def _check_names(settings: Settings, where: str) -> None:
    known = {one.name for one in places()}
    for written, meant in settings.places.items():
        if meant not in known:
            raise unknown("place", meant, known).within(
                f"{where}: places.{printable(written)[:40]}: ")
    known = {one.name for one in sectors()}
    for written, meant in settings.sectors.items():
        if meant not in known:
            raise unknown("sector", meant, known).within(
                f"{where}: sectors.{printable(written)[:40]}: ")
    try:
        covered(settings, ())
    except InputError as error:
        raise error.within(f"{where}: ") from None


def covered(settings: Settings, listed: tuple[int, ...]) -> Array:
    """By place, whether the table stands for all firms there.

    Args:
        settings: what is covered.
        listed: rows of the places that occur in the table.

    Raises:
        InputError: there is no such place or district.
    """
    every = places()
    if settings.covers == CITY:
        return np.ones(len(every), dtype=bool)
    if settings.covers == LISTED:
        return np.isin(np.arange(len(every)), listed)
    known = {one.name for one in every} | {one.name for one in districts()}
    for name in settings.covers:
        if name not in known:
            raise unknown("place", name, known).within("covers: ")
    chosen = set(settings.covers)
    return np.array([one.name in chosen or one.district in chosen for one in every])
