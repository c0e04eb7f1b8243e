"""A member: one draw of all that a run does not know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """What one run stands on.

    Attributes:
        number: its place in its sample; 0 for the central values.
        parameters: values by name; those not named keep the scenario's.
        population_seed: what the firms of 2015 are drawn by.
        seed: what the run's own draws are keyed by.
    """

    number: int
    parameters: dict[str, float]
    population_seed: int
    seed: int
