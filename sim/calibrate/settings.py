"""How the fit is done: `calibration/fit.toml`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sim.base.resources import toml


@dataclass(frozen=True)
class Effort:
    """How many runs and steps a fit may take.

    Attributes:
        waves: runs of each wave; the first is drawn from the priors.
        widen: for each wave 0 to fill what is not ruled out, or the factor on all variances by
            which it surrounds the posterior.
        points, repeats: parameter sets of the final sample, and runs of each.
        fewest: effective size of the weighted sample below which its weights are tempered.
        walkers, steps: of the chains on the emulator.
        last_steps: of the chains that the final sample and the tables come from.
        search_steps, search_points: the same of the fits to known cities, each point run once.
        emulated_cities, simulated_cities: how many known cities are found again; 0 for none.
        second_route: runs of the other way to the posterior.
    """

    waves: tuple[int, ...]
    widen: tuple[float, ...]
    points: int
    repeats: int
    fewest: float
    walkers: int
    steps: int
    last_steps: int
    search_steps: int = 0
    search_points: int = 0
    emulated_cities: int = 0
    simulated_cities: int = 0
    second_route: int = 0

    @property
    def runs_of_checks(self) -> int:
        """Runs of the simulator that only check the fit."""
        return self.simulated_cities * (1 + self.search_points) + self.second_route

    @property
    def at_last(self) -> Effort:
        """What the last chains may take."""
        return replace(self, steps=self.last_steps)

    @property
    def for_a_search(self) -> Effort:
        """What the fit to a known city may take."""
        points = self.search_points
        return replace(self, steps=self.search_steps, points=points, repeats=1, fewest=points / 10)


@dataclass(frozen=True)
class Settings:
    """What `fit.toml` says of the method.

    Attributes:
        scenario: whose measures of 2016-2020 are the documented ones.
        seed: same seed, same posterior.
        cut: implausibility beyond which a parameter set is ruled out.
        active_effect, active_most: smallest effect and largest number of active parameters.
        squares_most: how many of them get squares and products.
        shipped: draws from the weighted sample that are shipped.
    """

    scenario: str
    seed: int
    cut: float
    active_effect: float
    active_most: int
    squares_most: int
    shipped: int
    full: Effort
    quick: Effort


@cache
def settings() -> Settings:
    """Read `fit.toml`."""
    content = toml("fit.toml")
    full, quick = _effort(content["full"]), _effort(content["quick"])
    return Settings(full=full, quick=quick, **content["settings"])


def _effort(entry: dict[str, Any]) -> Effort:
    lists = {name: tuple(entry[name]) for name in ("waves", "widen")}
    return Effort(**(entry | lists))
