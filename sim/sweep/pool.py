"""Jobs spread over processes; a process that is killed costs what was in its hand, no more."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from joblib import Parallel, delayed, parallel_config

from sim.base.errors import InputError

Job = TypeVar("Job")
Answer = TypeVar("Answer")
SETBACKS = 3  # deaths of workers in a row, with nothing finished in between


def spread(
    work: Callable[[Job], Answer],
    jobs: Sequence[Job],
    *,
    workers: int,
    unfinished: Callable[[list[Job]], list[Job]],
) -> Iterator[Answer]:
    """Answers as they come, in no order; in this very process where one worker is asked for.

    Args:
        work: does a job; jobs and answers travel between processes.
        jobs: what to do.
        workers: processes.
        unfinished: which of some jobs are still to do, asked when a worker has died: the pool
            is then made anew for these.

    Raises:
        InputError: workers die again and again.
    """
    if workers == 1 or len(jobs) == 1:
        yield from map(work, jobs)
        return
    left, setbacks = list(jobs), 0
    while left:
        try:
            yield from _answers(work, left, workers)
            return
        except BrokenProcessPool:
            still = unfinished(left)
            setbacks = 0 if len(still) < len(left) else setbacks + 1
            left = still
            if setbacks > SETBACKS:
                raise InputError(
                    "workers are killed again and again; use fewer (--workers), there may be too "
                    "little memory; what is finished is kept, go on with 'resume'",
                    "工作进程屡次被终止；可能内存不足，请减少进程数（--workers）；已完成的部分保留，"
                    "可用 resume 继续",
                ) from None


def _answers(work: Callable[[Job], Answer], jobs: Iterable[Job], workers: int) -> Iterator[Answer]:
    with parallel_config(backend="loky", n_jobs=workers, inner_max_num_threads=1), \
            warnings.catch_warnings():  # fmt: skip
        warnings.filterwarnings("ignore", message="A worker stopped while some jobs")
        yield from Parallel(return_as="generator_unordered", batch_size=1)(
            delayed(work)(job) for job in jobs
        )
