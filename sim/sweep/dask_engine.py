"""Shards as futures of dask: workers on other machines write their parts to a disk that all share.

Only names of shards travel. A worker that dies costs what was in its hand: its shard is given to
another. What it had finished lies on the disk, and is only told again.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import unfinished
from sim.scenario.schema import printable
from sim.sweep.dask_client import connected, distributed
from sim.sweep.manifest import NAME
from sim.sweep.stop import Stop
from sim.sweep.store import Store
from sim.sweep.worker import Worked, finished_before, work

SETBACKS = 3  # times that shards were lost with nothing finished in between
TRIES = 2  # of a shard whose worker could not write, on another perhaps
PAUSE, GRACE = 0.1, 60.0  # seconds: between looks, for stopping
FETCH = 10.0  # seconds for a few numbers from a worker, before they count as lost
GLANCE, REPLY = 30.0, 30.0  # seconds: between questions to the scheduler, for its answer
SILENCE = 300.0  # seconds without any: on a starved machine one answer may take half a minute
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
        """Work on the shards that a store lacks; what becomes of each, in no order.

        Raises:
            InputError: workers die again and again, or the scheduler is gone: if its connection
                breaks, at once; if it falls silent, after `SILENCE` seconds and one question.
        """
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
        futures = self._submitted(shards, job)
        waiting = distributed().as_completed(list(futures))
        setbacks, asked_at = 0, 0.0
        looked_at = heard_at = time.monotonic()
        while not waiting.is_empty():
            if stop.asked and not asked_at:
                wish.touch()
                asked_at = time.monotonic()
            if asked_at and time.monotonic() - asked_at > GRACE:
                return
            done, lost = waiting.next_batch(block=False), []
            if done or (time.monotonic() - looked_at > GLANCE and self._there()):
                looked_at = heard_at = time.monotonic()
            elif time.monotonic() - looked_at > GLANCE:
                looked_at = time.monotonic()
                if looked_at - heard_at > SILENCE:
                    raise _gone("no answer", "没有应答", wish.parent)
            for future in done:
                shard, worked = futures.pop(future), _answer(future, wish.parent)
                if worked is None:
                    lost.append(shard)
                    continue
                setbacks = 0
                yield worked
            if lost:
                setbacks += 1
                _check_setbacks(setbacks, lost[0], wish.parent)
                again = self._submitted(lost, job)
                futures |= again
                waiting.update(again)
            if not done:
                time.sleep(PAUSE)

    def _submitted(self, shards: list[int], job: tuple[str, Stop]) -> dict[Any, int]:
        store, stop = job
        found = self.client.map(
            work_here, shards, store=store, stop=stop, pure=False, retries=TRIES
        )
        return dict(zip(found, shards, strict=True))

    def _there(self) -> bool:
        """Whether the scheduler answers: one that hangs breaks no connection."""
        try:
            self.client.sync(self.client.scheduler.identity, callback_timeout=REPLY)
        except (TimeoutError, OSError, AttributeError):
            return False
        return True


@contextlib.contextmanager
def started(scheduler: str, workers: int | None) -> Iterator[Dask]:
    """An engine for a scheduler, which is left at the end of a `with`.

    Args:
        scheduler: address, path of a scheduler file, or slurm, pbs, lsf, sge.
        workers: how many jobs to ask for; for a scheduler that runs: None.

    Raises:
        InputError: dask is not installed, or nothing answers.
    """
    with connected(scheduler, workers) as (client, count):
        yield Dask(client, count)


def work_here(shard: int, store: str, stop: Stop) -> Worked:
    """What a worker of dask does with a shard; one that has its part is not run again.

    Raises:
        InputError: it does not see the store.
    """
    with _one_at_a_time:
        if not Path(store, NAME).exists():
            host = socket.gethostname()
            raise InputError(
                f"the worker on {host} does not see '{store}'; a store must lie on a disk that "
                "all workers share",
                f"{host} 上的工作进程看不到“{store}”；结果库须放在所有工作进程共用的磁盘上",
            )
        return finished_before(store, shard) or work(store, shard, stop)


def _answer(future: Any, store: Path) -> Worked | None:
    """What became of a shard; None: it was lost with its worker.

    Raises:
        InputError: workers cannot load this code, or the scheduler is gone.
        Exception: what `work` raised.
    """
    if future.status == "finished":
        # Its worker may die before it has told: the state then says what there is to say.
        with contextlib.suppress(Exception):
            worked: Worked = future.result(timeout=FETCH)
            return worked
    if future.status == "cancelled":
        raise _gone("connection lost", "连接中断", store)
    if future.status == "error":
        _check(future.exception())
    return None


def _check(error: BaseException) -> None:
    """Raise what a shard failed of, unless its workers died."""
    if isinstance(error, distributed().KilledWorker):
        return
    if isinstance(error, (InputError, OSError, MemoryError)):
        raise error from None
    said = printable(f"{type(error).__name__}: {error.__cause__ or error}")[:160]
    raise InputError(
        f"a worker could not work on a shard ({said}); start workers in the same environment as "
        "this command",
        f"工作进程无法运行分片（{said}）；请在与本命令相同的环境中启动工作进程",
    ) from None


def _check_setbacks(setbacks: int, shard: int, store: Path) -> None:
    if setbacks > SETBACKS:
        raise InputError(
            f"workers die again and again, last with shard {shard}: there may be too little "
            f"memory; what is finished is kept, go on with 'yongsim sweep resume {store}'",
            f"工作进程屡次中断，最近一次在分片{shard}：可能内存不足；已完成的部分保留，继续："
            f"yongsim sweep resume {store}",
        )


def _gone(why: str, why_zh: str, store: Path) -> InputError:
    return InputError(
        f"the scheduler is gone ({why}); what is finished is kept, go on with "
        f"'yongsim sweep resume {store}'",
        f"调度器已失联（{why_zh}）；已完成的部分保留，继续：yongsim sweep resume {store}",
    )
