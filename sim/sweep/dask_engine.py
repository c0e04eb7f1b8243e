"""Shards as futures of dask: workers on other machines write their parts to a disk that all share.

Only names of shards travel. A worker that dies costs what was in its hand: its shard is given to
another.
"""

from __future__ import annotations

import importlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import unfinished
from sim.scenario.schema import printable
from sim.sweep.manifest import NAME
from sim.sweep.stop import Stop
from sim.sweep.store import Store
from sim.sweep.worker import Worked, work

SYSTEMS = {"slurm": "SLURMCluster", "pbs": "PBSCluster", "lsf": "LSFCluster", "sge": "SGECluster"}
SETBACKS = 3  # shards whose workers died again and again, with nothing finished in between
PAUSE, GRACE, PATIENCE = 0.1, 60.0, 30.0  # seconds: between looks, for stopping, for connecting
TRIES = 2  # of a shard whose worker could not write, on another perhaps
JOB = {"cores": 1, "processes": 1, "memory": "2GiB"}  # where dask's own configuration says nothing
_one_at_a_time = threading.Lock()  # a worker may have several threads; a run is for one


@dataclass(frozen=True)
class Dask:
    """A client of a scheduler.

    Attributes:
        client: dask.distributed's.
        workers: how many shards are worked on at a time.
    """

    client: Any
    workers: int

    def answers(self, store: Store, stop: Stop) -> Iterator[Worked]:
        """Work on the shards that a store lacks; what becomes of each, in no order."""
        path = store.path.resolve()
        wish = unfinished(path / "stop")  # that workers stop; on the disk they share
        job = (str(path), Stop(file=str(wish)))
        try:
            yield from self._collected(store.missing(), job, stop, wish)
        finally:
            wish.unlink(missing_ok=True)

    def _collected(
        self, shards: list[int], job: tuple[str, Stop], stop: Stop, wish: Path
    ) -> Iterator[Worked]:
        futures = dict(zip(self._submitted(shards, job), shards, strict=True))
        waiting = _distributed().as_completed(list(futures))
        setbacks, asked_at = 0, 0.0
        while not waiting.is_empty():
            if stop.asked and not asked_at:
                wish.touch()
                asked_at = time.monotonic()
            if asked_at and time.monotonic() - asked_at > GRACE:
                return
            done = waiting.next_batch(block=False)
            for future in done:
                shard = futures.pop(future)
                if future.status == "finished":
                    setbacks = 0
                    yield future.result()
                    continue
                _check(future, wish.parent)
                setbacks += 1
                if setbacks > SETBACKS:
                    raise InputError(f"workers die again and again, last with shard {shard}: there "
                                     "may be too little memory; what is finished is kept, go on "
                                     f"with 'yongsim sweep resume {wish.parent}'")  # fmt: skip
                (again,) = self._submitted([shard], job)
                futures[again] = shard
                waiting.add(again)
            if not done:
                time.sleep(PAUSE)

    def _submitted(self, shards: list[int], job: tuple[str, Stop]) -> list[Any]:
        store, stop = job
        found: list[Any] = self.client.map(
            work_here, shards, store=store, stop=stop, pure=False, retries=TRIES
        )
        return found


def work_here(shard: int, store: str, stop: Stop) -> Worked:
    """What a worker of dask does with a shard.

    Raises:
        InputError: it does not see the store.
    """
    with _one_at_a_time:
        if not Path(store, NAME).exists():
            raise InputError(f"the worker on {socket.gethostname()} does not see '{store}'; a "
                             "store must lie on a disk that all workers share")  # fmt: skip
        return work(store, shard, stop)


def _check(future: Any, store: Path) -> None:
    """Raise what a future failed of, unless its workers died.

    Raises:
        InputError: workers cannot load this code, or the scheduler is gone.
        Exception: what `work` raised.
    """
    if future.status != "error":
        raise InputError(f"the scheduler is gone ({future.status}); what is finished is kept, go "
                         f"on with 'yongsim sweep resume {store}'")  # fmt: skip
    error = future.exception()
    if isinstance(error, _distributed().KilledWorker):
        return
    if isinstance(error, (InputError, OSError, MemoryError)):
        raise error from None
    said = printable(f"{type(error).__name__}: {error.__cause__ or error}")[:160]
    raise InputError(f"a worker could not work on a shard ({said}); start workers in the same "
                     "environment as this command") from None  # fmt: skip


@contextmanager
def connected(scheduler: str, workers: int | None) -> Iterator[Dask]:
    """A client of a scheduler that runs, or of one made here whose workers are jobs of a cluster.

    Args:
        scheduler: address, path of a scheduler file, or slurm, pbs, lsf, sge.
        workers: how many jobs to ask for; for a scheduler that runs: None.

    Raises:
        InputError: dask is not installed, or nothing answers.
    """
    distributed = _distributed()
    with ExitStack() as open_things:
        if scheduler in SYSTEMS:
            cluster = open_things.enter_context(_jobs(scheduler))
            cluster.scale(jobs=workers or 1)
            client = open_things.enter_context(distributed.Client(cluster))
            yield Dask(client, workers or 1)
            return
        if workers is not None:
            raise InputError("--workers says nothing to a scheduler that runs: it has its own; "
                             "leave it out")  # fmt: skip
        client = open_things.enter_context(_client(distributed, scheduler))
        yield Dask(client, _count(client, scheduler))


def _client(distributed: Any, scheduler: str) -> Any:
    if not scheduler:
        raise InputError("--engine dask: give --scheduler ADDRESS, for example "
                         "tcp://10.0.0.1:8786, a scheduler file, or slurm, pbs, lsf, sge")
    known = {"scheduler_file": scheduler} if scheduler.endswith(".json") else {"address": scheduler}
    if "scheduler_file" in known and not os.path.exists(scheduler):
        raise InputError(f"--scheduler '{printable(scheduler)[:80]}': no such file")
    try:
        return distributed.Client(**known, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        said = printable(str(error).splitlines()[0] if str(error) else type(error).__name__)[:100]
        raise InputError(f"--scheduler '{printable(scheduler)[:80]}' does not answer: {said}; is "
                         "'dask scheduler' running there?") from None  # fmt: skip


def _count(client: Any, scheduler: str) -> int:
    """Workers of a scheduler; it may take a moment until they have come."""
    until = time.monotonic() + PATIENCE
    while not (found := len(client.ncores())):
        if time.monotonic() > until:
            raise InputError(f"--scheduler '{printable(scheduler)[:80]}' has no workers; start "
                             f"some: dask worker {scheduler} --nthreads 1")  # fmt: skip
        time.sleep(PAUSE)
    return found


def _jobs(system: str) -> Any:
    """A cluster whose workers are jobs, as dask's configuration (jobqueue.yaml) describes them."""
    jobqueue, config = _needed("dask_jobqueue"), _needed("dask").config
    missing = {name: value for name, value in JOB.items()
               if config.get(f"jobqueue.{system}.{name}", None) is None}  # fmt: skip
    try:
        return getattr(jobqueue, SYSTEMS[system])(**missing)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"--scheduler {system}: {printable(str(error))[:160]}") from None


def _distributed() -> Any:
    return _needed("distributed")


def _needed(name: str) -> Any:
    """A package of the extra `cluster`.

    Raises:
        InputError: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError(f"--engine dask needs {name}, which is not installed: pip install "
                         "'yongsim[cluster]'") from None  # fmt: skip
