"""Engines: what spreads the shards of a store over processes, on this machine or a cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from sim.base.errors import InputError, unknown
from sim.sweep.pool import spread
from sim.sweep.stop import Stop
from sim.sweep.store import Store
from sim.sweep.worker import Worked, work

ENGINES = ("local", "dask")
MOST_WORKERS = 1024


class Engine(Protocol):
    """What works on shards.

    Attributes:
        workers: how many shards are worked on at a time.
    """

    @property
    def workers(self) -> int: ...  # noqa: D102

    def answers(self, store: Store, stop: Stop) -> Iterator[Worked]:
        """Work on the shards that a store lacks; what becomes of each, in no order."""
        ...


@dataclass(frozen=True)
class Local:
    """Processes of this machine.

    Attributes:
        workers: how many.
    """

    workers: int

    def answers(self, store: Store, stop: Stop) -> Iterator[Worked]:
        """Work on the shards that a store lacks."""
        job = partial(work, str(store.path), stop=stop)

        def still(shards: list[int]) -> list[int]:
            return sorted(set(shards).intersection(store.missing()))

        return spread(job, store.missing(), workers=self.workers, unfinished=still)


@dataclass(frozen=True)
class Asked:
    """An engine as asked for.

    Attributes:
        name: local or dask.
        scheduler: of dask: its address, its file, or slurm, pbs, lsf, sge.
        workers: None: one per core; with dask: what the scheduler has.
    """

    name: str = "local"
    scheduler: str = ""
    workers: int | None = None


def worker_count(asked: int | None) -> int:
    """How many processes to use; default one per core.

    Raises:
        InputError: too many.
    """
    count = asked or os.cpu_count() or 1
    if not 1 <= count <= MOST_WORKERS:
        raise InputError(
            f"workers = {count}: give a number between 1 and {MOST_WORKERS}",
            f"workers = {count}：请给出 1 至 {MOST_WORKERS} 之间的数",
        )
    return count


def start(asked: Asked) -> AbstractContextManager[Engine]:
    """An engine, stopped at the end of a `with`.

    Raises:
        InputError: it does not exist, is not installed or cannot be reached.
    """
    count = worker_count(asked.workers)
    if asked.name not in ENGINES:
        raise unknown("engine", asked.name, ENGINES)
    if asked.name == "local":
        if asked.scheduler:
            raise InputError(
                "--scheduler says nothing to this machine alone; add --engine dask",
                "--scheduler 对单机不起作用；请加上 --engine dask",
            )
        return nullcontext(Local(count))
    from sim.sweep.dask_engine import started  # noqa: PLC0415  only where it is asked for

    return started(asked.scheduler, asked.workers)
