"""The atlas: places, districts and sectors as the evidence tables give them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sim.base.errors import unknown
from sim.base.resources import table


@dataclass(frozen=True)
class Place:
    """A sub-area of table 4-1, or the township block of a district."""

    name: str
    zh: str
    en: str
    park: str
    park_zh: str
    park_en: str
    belt: str
    district: str
    is_park: bool
    leading_sectors: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class District:
    """A district or county of the city."""

    name: str
    zh: str
    en: str
    value_added_2018: float
    floor_price: float


@dataclass(frozen=True)
class Sector:
    """A cluster of the "246" list, or the rest of industry."""

    name: str
    zh: str
    en: str
    value_added_share: float
    firm_share: float
    value_added_rate: float
    equipment_share: float
    strategic_share: float
    labour_productivity: float
    capital_intensity: float
    electricity: float
    tax: float
    land: float
    demand_growth: float


@dataclass(frozen=True)
class SizeClass:
    """A class of the national standard; a firm is in the first whose two bounds it reaches.

    Attributes:
        least_staff: persons.
        least_revenue: 10k yuan of the year.
    """

    name: str
    zh: str
    en: str
    least_staff: float
    least_revenue: float


@cache
def places() -> tuple[Place, ...]:
    """All places, sub-areas first, in the order of the evidence table."""
    return tuple(
        Place(
            name=row["place"], zh=row["zh"], en=row["en"], park=row["park"],
            park_zh=row["park_zh"], park_en=row["park_en"], belt=row["belt"],
            district=row["district"], is_park=row["kind"] == "sub_area",
            leading_sectors=tuple(s for s in row["leading_sectors"].split(";") if s),
            weight=float(row["weight"] or 0.0),
        )
        for row in table("places.csv")
    )  # fmt: skip


@cache
def districts() -> tuple[District, ...]:
    """All districts."""
    return tuple(
        District(
            row["district"], row["zh"], row["en"], float(row["value_added_2018"]),
            float(row["land_floor_price"]),
        )
        for row in table("districts.csv")
    )  # fmt: skip


@cache
def sectors() -> tuple[Sector, ...]:
    """The modelled sectors."""
    numbers = (
        "value_added_share_2015", "firm_share_2015", "value_added_rate", "equipment_share",
        "strategic_share", "labour_productivity_relative", "capital_intensity_relative",
        "electricity_per_value_added", "tax_relative", "land_relative",
        "demand_growth",
    )  # fmt: skip
    return tuple(
        Sector(row["sector"], row["zh"], row["en"], *(float(row[name]) for name in numbers))
        for row in table("sectors.csv")
        if row["modelled"] == "yes"
    )


@cache
def size_classes() -> tuple[SizeClass, ...]:
    """The size classes, the largest first; the last one takes everyone."""
    return tuple(
        SizeClass(row["size"], row["zh"], row["en"], float(row["least_staff"]),
                  float(row["least_revenue"]))
        for row in table("size_classes.csv")
    )  # fmt: skip


def place_number(name: str) -> int:
    """Row of a place by name.

    Raises:
        InputError: no such place; the nearest one is named.
    """
    names = [place.name for place in places()]
    if name not in names:
        raise unknown("place", name, names)
    return names.index(name)
