"""The hump-shaped prior (PERT), and draws of the parameters that only the ledger reads.

No fit sees those: a member of the posterior has values of its own for them, from the prior.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.base.parameters import Parameter, parameters
from sim.scenario.member import Member

PERT_WEIGHT = 4.0  # of the value against the bounds, as in the usual PERT
DIGITS = 6  # of a parameter's value: what is written down is what was run


def pert_shape(item: Parameter) -> tuple[float, float]:
    """Both shapes of the beta distribution between a parameter's bounds, highest at its value."""
    peak = (item.value - item.low) / (item.high - item.low)
    return 1.0 + PERT_WEIGHT * peak, 1.0 + PERT_WEIGHT * (1.0 - peak)


def written(value: float) -> float:
    """A value as it is written down."""
    return float(f"{value:.{DIGITS}g}")


def ledger_names() -> tuple[str, ...]:
    """Parameters that are not fixed and that only the ledger reads."""
    return tuple(item.name for item in parameters().values()
                 if item.read_by == "ledger" and item.low < item.high)  # fmt: skip


def with_ledger_prices(members: Sequence[Member]) -> tuple[Member, ...]:
    """The members with a draw of each parameter that only the ledger reads, by their own seeds."""
    free = [parameters()[name] for name in ledger_names()]
    return tuple(
        replace(member, parameters={**member.parameters,
                                    **{item.name: _draw(item, member.seed) for item in free}})
        for member in members
    )  # fmt: skip


def _draw(item: Parameter, seed: int) -> float:
    luck = np.random.default_rng([seed, zlib.crc32(item.name.encode())])
    return written(item.low + (item.high - item.low) * float(luck.beta(*pert_shape(item))))
