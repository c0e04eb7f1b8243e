"""The members that runs stand on: drawn from the posterior, from the priors, or the central one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sim.base.errors import unknown
from sim.city.population import CITY_2015_SEED
from sim.scenario.member import Member
from sim.scenario.pert import with_ledger_prices
from sim.scenario.posterior import Posterior, posterior_folder, read_posterior, shift_of
from sim.scenario.stale import is_stale

Draws = Literal["posterior", "prior", "central"]
PRIOR_SEED = 2015


@dataclass(frozen=True)
class Origin:
    """What members were drawn from.

    Attributes:
        draws: posterior, prior or central.
        posterior: the one they were drawn from, if any.
        stale: True when the model has changed since that posterior was fitted.
        fallback: True when a posterior was asked for and there is none: central instead.
    """

    draws: Draws
    posterior: Posterior | None = None
    stale: bool = False
    fallback: bool = False


@dataclass(frozen=True)
class Sample:
    """Members, one per run, and what they were drawn from."""

    members: tuple[Member, ...]
    origin: Origin


def check_draws(name: str) -> Draws:
    """The kind of draws of a name.

    Raises:
        InputError: there is no such kind.
    """
    if name not in get_args(Draws):
        raise unknown("kind of draws", name, get_args(Draws))
    return cast(Draws, name)


def draw_members(draws: Draws, count: int) -> Sample:
    """Draw members; the same kind and count give the same members.

    Posterior and prior give each a draw of what only the ledger reads, which no fit has seen.

    Args:
        draws: posterior, prior or central; without a posterior the first becomes central.
        count: number of members.

    Raises:
        InputError: the posterior cannot be used, or there is no such kind.
    """
    kind = check_draws(draws)
    if kind == "prior":
        return Sample(from_priors(count), Origin("prior"))
    where = posterior_folder()
    if kind == "central" or not where.exists():
        return Sample(_central(count), Origin("central", fallback=kind != "central"))
    posterior = read_posterior(where)
    origin = Origin("posterior", posterior, stale=is_stale(posterior))
    return Sample(with_ledger_prices(posterior.draw(count)), origin)


def batches(draws: Draws, count: int) -> Iterator[Sample]:
    """Members batch by batch, without end; no two are alike, and the first is `draw_members`'s.

    Args:
        draws: posterior, prior or central.
        count: members in a batch.

    Raises:
        InputError: the posterior cannot be used, or there is no such kind.
    """
    first = draw_members(draws, count)
    yield first
    posterior = first.origin.posterior
    copies: Counter[int] = Counter()
    if posterior is not None:
        posterior.draw(count, copies=copies)
    for batch in itertools.count(1):
        if posterior is not None:
            members = with_ledger_prices(posterior.draw(count, shift_of(batch), copies))
        elif first.origin.draws == "prior":
            members = from_priors(count, batch)
        else:
            members = _central(count, batch)
        yield Sample(members, first.origin)


def _central(count: int, batch: int = 0) -> tuple[Member, ...]:
    """One city and one set of parameters; only luck differs."""
    first = 1 + batch * count
    return tuple(Member(0, {}, CITY_2015_SEED, seed) for seed in range(first, first + count))


def from_priors(count: int, batch: int = 0) -> tuple[Member, ...]:
    """A batch of members of the priors; no two batches share one."""
    # scipy.stats takes a second to import, which only these draws should cost.
    from sim.scenario.priors import from_prior, members  # noqa: PLC0415

    drawn = members(from_prior(count, PRIOR_SEED + batch), 1 + batch * count)
    return with_ledger_prices(drawn)
