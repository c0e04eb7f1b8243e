"""A dask scheduler with workers as separate processes on loopback, for tests."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from helpers import environment

PATIENCE = 600.0
SILENT = {"DASK_LOGGING__DISTRIBUTED": "error"}


@dataclass
class DaskHere:
    """A scheduler and its workers.

    Attributes:
        file: the scheduler file.
        scheduler: its process.
        workers: processes of workers; each has a nanny, which starts it again when it dies.
    """

    file: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the scheduler listens."""
        return str(json.loads(self.file.read_text())["address"])

    def at_work(self) -> list[int]:
        """Process ids of the workers themselves."""
        told = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True,
                              text=True, check=True).stdout  # fmt: skip
        lines = [line.split(None, 2) for line in told.splitlines()]
        nannies = {process.pid for process in self.workers}
        return [int(pid) for pid, parent, *args in lines
                if int(parent) in nannies and "resource_tracker" not in " ".join(args)]  # fmt: skip

    def stop(self) -> None:
        """End everything."""
        for process in (*self.workers, self.scheduler):
            process.terminate()
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _started(folder: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    log = (folder / f"{name}.log").open("ab")
    with log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
            env=environment(**SILENT), cwd=folder, stdout=log, stderr=log,
        )  # fmt: skip


@contextmanager
def dask_here(folder: Path, workers: int = 2) -> Iterator[DaskHere]:
    """A scheduler and workers, one thread each."""
    file = folder / "scheduler.json"
    here = DaskHere(file, _started(folder, "scheduler", "scheduler", "--host", "127.0.0.1",
                                   "--port", "0", "--scheduler-file", str(file)))  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while not file.exists() or not file.read_text().strip():
            if here.scheduler.poll() is not None or time.monotonic() > until:
                raise RuntimeError((folder / "scheduler.log").read_text()[-500:])
            time.sleep(0.05)
        for k in range(workers):
            here.workers.append(_started(
                folder, f"worker-{k}", "worker", "--scheduler-file", str(file), "--nthreads", "1",
                "--host", "127.0.0.1", "--local-directory", str(folder / f"local-{k}"),
            ))  # fmt: skip
        yield here
    finally:
        here.stop()
