"""Checking a store: every part's bytes, and a random sample of runs run again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc

from sim.sweep.parts import Part, bytes_of, one_each, parts, read_part, whole_part
from sim.sweep.pool import spread
from sim.sweep.rows import table
from sim.sweep.stop import Stop, at_work
from sim.sweep.store import Store
from sim.sweep.worker import opened, outcome


@dataclass(frozen=True)
class Again:
    """A run that was run again.

    Attributes:
        shard: where it lies.
        place: its number there, from 0.
        identity: its hash.
        same: whether it gave the stored bytes.
    """

    shard: int
    place: int
    identity: str
    same: bool


def damaged(store: Store) -> list[Part]:
    """Parts whose bytes are not those that were written."""
    return [part for part in parts(store.path) if not part.whole]


def choose(store: Store, sample: int, seed: int | None = None) -> list[tuple[int, int]]:
    """Runs of whole parts by chance: shard and place there.

    Args:
        store: where.
        sample: how many, at most.
        seed: of the choice; None: another choice each time.
    """
    whole = [part.shard for part in one_each([one for one in parts(store.path) if one.whole])]
    counts = [store.runs_in(shard) for shard in whole]
    total = sum(counts)
    if not total:
        return []
    luck = np.random.default_rng(seed)
    chosen = np.sort(luck.choice(total, size=min(sample, total), replace=False))
    ends = np.cumsum(counts)
    at = np.searchsorted(ends, chosen, side="right")
    return [(whole[k], int(one - (ends[k] - counts[k])))
            for k, one in zip(at.tolist(), chosen.tolist(), strict=True)]  # fmt: skip


def run_again(
    store: Store, chosen: Sequence[tuple[int, int]], *, workers: int, stop: Stop,
    progress: Callable[[Again], Any] | None = None,
) -> list[Again]:  # fmt: skip
    """Run chosen runs again and compare them with what is stored, byte by byte."""
    found: dict[tuple[int, int], Again] = {}
    job = partial(_again, str(store.path), stop)
    for again in spread(job, chosen, workers=workers, unfinished=lambda left: [
        one for one in left if one not in found
    ]):
        if again is not None:
            found[again.shard, again.place] = again
            if progress is not None:
                progress(again)
    return [found[key] for key in sorted(found)]


def _again(path: str, stop: Stop, chosen: tuple[int, int]) -> Again | None:
    with at_work(stop):
        if stop.asked:
            return None
        shard, place = chosen
        sweep = opened(Path(path))
        block, first, _ = sweep.span(shard)
        new = outcome(sweep, sweep.run(block, first + place))
        part = whole_part(Path(path), shard)
        if part is None:
            return None
        stored = read_part(part)
        rows = stored.filter(pc.equal(stored["run"], new.identity))
        same = bytes_of(rows) == bytes_of(table(sweep, [new]))
        return Again(shard, place, new.identity, same)
