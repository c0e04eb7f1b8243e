"""The parameters that published figures discipline, as `calibration/fit.toml` names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sim.base.errors import InputError, unknown
from sim.base.moments import moments
from sim.base.parameters import parameters
from sim.base.resources import toml


@dataclass(frozen=True)
class Fitted:
    """Parameters with the published figure of each.

    Attributes:
        scored: parameter -> the figure that disciplines it.
        level: parameter -> the level of 2020 that disciplines it.
        imposed: trend -> the figure that it carries.
    """

    scored: dict[str, str]
    level: dict[str, str]
    imposed: dict[str, str]

    @property
    def all(self) -> dict[str, str]:
        """All parameters that some published figure disciplines."""
        return self.scored | self.level | self.imposed


@cache
def fitted() -> Fitted:
    """Read the last three groups of `fit.toml`.

    Raises:
        InputError: it names a parameter or a figure that does not exist.
    """
    content = toml("fit.toml")
    found = Fitted(content["scored"], content["level"], content["imposed"])
    known = {moment.name for moment in moments()}
    for name, figure in found.all.items():
        if name not in parameters():
            raise InputError(f"fit.toml: {unknown('parameter', name, parameters())}")
        if figure not in known:
            raise InputError(f"fit.toml: {unknown('moment', figure, known)}")
    return found
