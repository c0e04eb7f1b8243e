"""Places, districts and sectors by what a table calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.base.errors import InputError, unknown
from sim.park.atlas import districts, places, sectors
from sim.scenario.own.cells import plain
from sim.scenario.own.settings import Settings

KIND_OF_PLACE = re.compile("[片区市县]$")  # tables often leave it out


class Names:
    """Looks up what a table calls places, districts and sectors.

    Args:
        settings: with the table's own names for places and sectors.
    """

    def __init__(self, settings: Settings):
        self._places = _known([(one.name, one.zh, one.en) for one in places()], settings.places)
        self._sectors = _known([(one.name, one.zh, one.en) for one in sectors()], settings.sectors)
        self._districts = _known([(one.name, one.zh, one.en) for one in districts()], {})
        names = [one.name for one in districts()]
        self._home = [names.index(one.district) for one in places()]
        self._block = {names.index(one.district): k for k, one in enumerate(places())
                       if not one.is_park}  # fmt: skip

    def sector(self, cell: object) -> int:
        """Row of a sector.

        Raises:
            InputError: there is none; the nearest one is named.
        """
        return _find("sector", cell, self._sectors)

    def district(self, cell: object) -> int:
        """Row of a district.

        Raises:
            InputError: there is none; the nearest one is named.
        """
        return _find("district", cell, self._districts)

    def place(self, cell: object) -> int:
        """Row of a place.

        Raises:
            InputError: there is none; the nearest one is named.
        """
        return _find("place", cell, self._places)

    def block(self, district: int) -> int:
        """The township block of a district: where its firms outside the parks are.

        Raises:
            InputError: the district has none.
        """
        if district not in self._block:
            raise InputError("the district has no place outside the parks; give the place",
                             "该区县没有园区外片区；请填写片区")  # fmt: skip
        return self._block[district]

    def home(self, place: int) -> int:
        """The district of a place."""
        return self._home[place]


def _known(labels: list[tuple[str, ...]], own: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row, names in enumerate(labels):
        for name in names:
            found.setdefault(_word(name), row)
            found.setdefault(KIND_OF_PLACE.sub("", _word(name)), row)
    rows = {names[0]: row for row, names in enumerate(labels)}
    return found | {_word(written): rows[meant] for written, meant in own.items()}


def _word(text: object) -> str:
    return plain(text).lower().replace(" ", "")


def _find(kind: str, cell: object, known: dict[str, int]) -> int:
    word = _word(cell)
    if word not in known:
        raise unknown(kind, word, known)
    return known[word]
