"""Jobs: comparisons that run in processes of their own, one at a time, and what they found."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from sim.app.plan import BASELINE, Plan, scenario_of
from sim.app.worker import Found, unpacked
from sim.base.errors import InputError
from sim.base.resources import PACKAGE
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.scenario.ensemble import check_request
from sim.scenario.sample import check_draws

MOST_KEPT = 6  # finished jobs whose results stay at hand
WAITING, STARTING, RUNNING, TRACING = "waiting", "starting", "running", "tracing"
DONE, REFUSED, FAILED, CANCELLED = "done", "refused", "failed", "cancelled"
ENDED = frozenset({DONE, REFUSED, FAILED, CANCELLED})


@dataclass
class Job:
    """One comparison.

    Attributes:
        name: how the page knows it; not to be guessed.
        folder: of its files, its own.
        state: one of the states above.
        done, total: runs.
        began: when runs began, seconds of a steady clock.
        refused: why it cannot be run, by language.
        cold: the rules have to be compiled first.
        names: of its scenarios, the baseline first; labels by language.
    """

    name: str
    folder: Path
    plan: Plan
    state: str = WAITING
    done: int = 0
    total: int = 0
    began: float = 0.0
    cold: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    cancelled: bool = False
    found: Found | None = None

    @property
    def left(self) -> float | None:
        """Seconds that the runs will still take, when that can be told."""
        if self.state != RUNNING or not self.done:
            return None
        return (time.monotonic() - self.began) / self.done * (self.total - self.done)


class Jobs:
    """All jobs of a server; their files lie in a temporary folder that goes with it."""

    def __init__(self, workers: int | None = None):
        self.folder = Path(tempfile.mkdtemp(prefix="yongsim-app-"))
        self.workers = workers
        self._jobs: dict[str, Job] = {}
        self._turn = threading.Lock()  # held by the job that runs
        self._table = threading.Lock()

    def start(self, plan: Plan) -> Job:
        """Begin a comparison of the plan's options with the baseline.

        Raises:
            InputError: something in the plan cannot be used.
        """
        firms, draws = numbers_of(plan)
        if not plan.options:
            raise InputError(
                "choose one scenario or more to compare with the baseline",
                "请至少选择一个情景，与基准情景比较",
            )
        names = [BASELINE, *(one.name for one in plan.options)]
        twice = next((one for one in names if names.count(one) > 1), None)
        if twice is not None:
            raise InputError(
                f"'{twice}' is compared twice without a change; change a value or remove one",
                f"“{twice}”重复且未作调整；请调整其中一个的参数，或移除一个",
            )
        name = secrets.token_urlsafe(12)
        job = Job(name, self.folder / name, plan)
        job.folder.mkdir()
        try:
            scenarios = [BASELINE, *(scenario_of(one, job.folder) for one in plan.options)]
        except InputError:
            shutil.rmtree(job.folder, ignore_errors=True)
            raise
        (job.folder / "asked.json").write_text(json.dumps({
            "scenarios": scenarios, "firms": firms, "draws": draws, "kind": plan.kind,
            "workers": self.workers,
        }), encoding="utf-8")  # fmt: skip
        with self._table:
            self._jobs[name] = job
        threading.Thread(target=self._carry_out, args=(job,), daemon=True).start()
        return job

    def get(self, name: str | None) -> Job | None:
        """A job by its name, if it is still at hand."""
        return self._jobs.get(name or "")

    def found(self, name: str | None) -> Found | None:
        """What a job found, if it is done."""
        job = self.get(name)
        if job is None or job.state != DONE:
            return None
        return job.found

    def cancel(self, name: str | None) -> None:
        """Stop a job; what it has done so far is dropped."""
        job = self.get(name)
        if job is None or job.state in ENDED:
            return
        job.cancelled = True
        if job.process is not None:
            _end(job.process)

    def close(self) -> None:
        """Stop every job and remove all files."""
        for name in list(self._jobs):
            self.cancel(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _carry_out(self, job: Job) -> None:
        with self._turn:
            if not job.cancelled:
                job.state = STARTING
                self._run(job)
        if job.cancelled:
            job.state = CANCELLED
        self._forget_old()

    def _run(self, job: Job) -> None:
        command = [sys.executable, "-m", "sim.app.worker", "asked.json"]
        # sim is found as it was found here, wherever the page was started from.
        paths = os.pathsep.join([str(PACKAGE.parent), *filter(None, sys.path)])
        with (job.folder / "errors.txt").open("w", encoding="utf-8") as errors:
            job.process = subprocess.Popen(
                command, cwd=job.folder, stdout=subprocess.PIPE, stderr=errors, text=True,
                encoding="utf-8", start_new_session=True,
                env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
            )  # fmt: skip
            if job.cancelled:
                _end(job.process)
            assert job.process.stdout is not None
            for line in job.process.stdout:
                hear(job, line)
            job.process.wait()
        if job.state not in ENDED:
            job.state = FAILED

    def _forget_old(self) -> None:
        with self._table:
            ended = [one for one in self._jobs.values() if one.state in ENDED]
            for job in ended[:-MOST_KEPT]:
                del self._jobs[job.name]
                shutil.rmtree(job.folder, ignore_errors=True)


def hear(job: Job, line: str) -> None:
    """Take in one line of a job's process; what is no message of ours is passed over."""
    try:
        said = json.loads(line)
    except ValueError:
        return
    if "total" in said:
        job.state, job.total, job.cold = RUNNING, said["total"], said["cold"]
        job.began = time.monotonic()
    if "done" in said:
        job.done, job.cold = said["done"], False
    if "tracing" in said:
        job.state = TRACING
    if "refused" in said:
        job.state, job.refused = REFUSED, said["refused"]
    if "found" in said:
        job.found, job.state = unpacked(said["found"]), DONE


def numbers_of(plan: Plan) -> tuple[float, int]:
    """Share of the smaller firms, and number of draws.

    Raises:
        InputError: one cannot be used.
    """
    try:
        firms = float(plan.firms)
    except ValueError:
        raise InputError(
            f"firms = {plan.firms}: a number is needed, for example 0.1",
            f"firms = {plan.firms}：此处须为数字，例如 0.1",
        ) from None
    try:
        draws = int(plan.draws)
    except ValueError:
        raise InputError(
            f"seeds = {plan.draws}: a whole number is needed, for example 20",
            f"seeds = {plan.draws}：此处须为整数，例如 20",
        ) from None
    check_request(draws, FIRST_YEAR, LAST_YEAR, firms, 1)
    check_draws(plan.kind)
    return firms, draws


def _end(process: subprocess.Popen[str]) -> None:
    """End a process and those it has started."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except OSError:
        pass  # it has ended already
