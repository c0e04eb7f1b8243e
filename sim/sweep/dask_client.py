"""Clients of dask: a scheduler that runs, or one made here whose workers are jobs of a cluster."""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sim.base.errors import InputError
from sim.scenario.schema import printable

SYSTEMS = {"slurm": "SLURMCluster", "pbs": "PBSCluster", "lsf": "LSFCluster", "sge": "SGECluster"}
PAUSE, PATIENCE, LEAVE = 0.1, 30.0, 5.0  # seconds: between looks, for connecting, for closing
JOB = {"cores": 1, "processes": 1, "memory": "2GiB"}  # where dask's own configuration says nothing


@contextmanager
def connected(scheduler: str, workers: int | None) -> Iterator[tuple[Any, int]]:
    """A client, closed at the end of a `with`, and how many shards are worked on at a time.

    Args:
        scheduler: address, path of a scheduler file, or slurm, pbs, lsf, sge.
        workers: how many jobs to ask for; for a scheduler that runs: None.

    Raises:
        InputError: dask is not installed, or nothing answers.
    """
    with ExitStack() as open_things:
        package = distributed()
        # A scheduler that goes is told in one line, not by dask's traceback.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        if scheduler in SYSTEMS:
            cluster = open_things.enter_context(_jobs(scheduler))
            cluster.scale(jobs=workers or 1)
            client = package.Client(cluster)
            open_things.callback(_close, client)
            yield client, workers or 1
            return
        if workers is not None:
            raise InputError(
                "--workers says nothing to a scheduler that runs: it has its own; leave it out",
                "--workers 对正在运行的调度器不起作用：它有自己的工作进程；请去掉",
            )
        client = _client(scheduler)
        open_things.callback(_close, client)
        yield client, _count(client, scheduler)


def _client(scheduler: str) -> Any:
    if not scheduler:
        raise InputError(
            "--engine dask: give --scheduler ADDRESS, for example tcp://10.0.0.1:8786, a "
            "scheduler file, or slurm, pbs, lsf, sge",
            "--engine dask：请给出 --scheduler 地址，例如 tcp://10.0.0.1:8786、调度器文件，"
            "或 slurm、pbs、lsf、sge",
        )
    given, known = printable(scheduler)[:80], {"address": scheduler}
    if scheduler.endswith(".json"):
        known = {"scheduler_file": scheduler}
        if not os.path.exists(scheduler):
            raise InputError(
                f"--scheduler '{given}': no such file; give the file that 'dask scheduler "
                "--scheduler-file' writes",
                f"--scheduler “{given}”：没有该文件；请给出"
                "“dask scheduler --scheduler-file”写的文件",
            )
    try:
        return distributed().Client(**known, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        said = printable(str(error).splitlines()[0] if str(error) else type(error).__name__)[:100]
        raise InputError(
            f"--scheduler '{given}' does not answer: {said}; is 'dask scheduler' running there?",
            f"--scheduler “{given}”没有应答：{said}；那里的“dask scheduler”是否在运行？",
        ) from None


def _close(client: Any) -> None:
    """Leave a scheduler; one that hangs or has gone is not waited for."""
    with contextlib.suppress(OSError, TimeoutError):
        client.close(timeout=LEAVE)


def _count(client: Any, scheduler: str) -> int:
    """Workers of a scheduler; it may take a moment until they have come."""
    until, given = time.monotonic() + PATIENCE, printable(scheduler)[:80]
    while not (found := len(client.ncores())):
        if time.monotonic() > until:
            raise InputError(
                f"--scheduler '{given}' has no workers; start some: dask worker {given} "
                "--nthreads 1",
                f"--scheduler “{given}”没有工作进程；请启动：dask worker {given} --nthreads 1",
            )
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
        said = printable(str(error))[:160]
        raise InputError(
            f"--scheduler {system}: its workers cannot be asked for: {said}; see jobqueue.yaml",
            f"--scheduler {system}：无法申请工作进程：{said}；请查看 jobqueue.yaml",
        ) from None


def distributed() -> Any:
    """The package of that name.

    Raises:
        InputError: it is not installed.
    """
    return _needed("distributed")


def _needed(name: str) -> Any:
    """A package of the extra `cluster`."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError(
            f"--engine dask needs {name}, which is not installed: pip install 'yongsim[cluster]'",
            f"--engine dask 需要 {name}，尚未安装：pip install 'yongsim[cluster]'",
        ) from None
