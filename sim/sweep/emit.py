"""Job scripts for a cluster: an array that works on shards, a merge after it, what submits both.

No path stands in a directive, where schedulers split at spaces: the scripts are submitted from
their own folder, and what they run is quoted as shells have it.
"""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import InputError, unknown
from sim.base.files import write_whole
from sim.base.resources import CITY, PACKAGE, other_city
from sim.sweep.schedulers import DIALECTS, Dialect, Job
from sim.sweep.store import Store

MOST_TASKS = 1000  # of an array; SLURM's own default limit
LONGEST_SECONDS = 30 * 24 * 3600
LEAST_MEGABYTES, MOST_MEGABYTES = 256, 1024 * 1024
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.,@+-]{0,63}")
TIME = re.compile(r"(?:(?:(\d{1,3})-)?(\d{1,4}):)?(\d{1,5}):(\d{2})")
MEMORY = re.compile(r"(\d{1,7})([MG])B?", re.IGNORECASE)


@dataclass(frozen=True)
class Wishes:
    """What is asked of a scheduler.

    Attributes:
        kind: slurm, pbs, lsf or sge.
        seconds: time limit of a task; 0: by what a shard takes.
        megabytes: memory of a task.
        warning: seconds before the limit at which the run in hand is the last.
        tasks: the most tasks of the array.
        partition, account: empty: the scheduler's default.
        python: the interpreter on the nodes; empty: this one.
        setup: shell lines before the task, such as the activation of an environment.
    """

    kind: str
    seconds: int
    megabytes: int
    warning: int
    tasks: int = MOST_TASKS
    partition: str = ""
    account: str = ""
    python: str = ""
    setup: tuple[str, ...] = ()


def read_wishes(
    kind: str, *, time: str, memory: str, warning: int, tasks: int, partition: str, account: str,
    python: str, setup: tuple[str, ...],
) -> Wishes:  # fmt: skip
    """Options as given on the command line, checked.

    Raises:
        InputError: naming the option and the remedy.
    """
    if kind not in DIALECTS:
        raise unknown("kind", kind, DIALECTS)
    seconds, megabytes = _seconds(time) if time else 0, _megabytes(memory)
    if not 1 <= tasks <= 100_000:
        raise InputError(
            f"--tasks {tasks}: give a number between 1 and 100000",
            f"--tasks {tasks}：请给出 1 至 100000 之间的数",
        )
    if not 10 <= warning <= 3600:
        raise InputError(
            f"--warning {warning}: give seconds between 10 and 3600",
            f"--warning {warning}：请给出 10 至 3600 之间的秒数",
        )
    if seconds and seconds < 2 * warning:
        raise InputError(
            f"--time {time}: less than twice --warning {warning} s leaves no time to work; ask "
            "for more",
            f"--time {time}：不足 --warning {warning} 秒的两倍，来不及运行；请延长",
        )
    wishes = Wishes(kind, seconds, megabytes, warning, tasks, partition, account, python, setup)
    _check_texts(wishes)
    return wishes


def _check_texts(wishes: Wishes) -> None:
    """Refuse what would break out of its line of a job script."""
    for option, text in (("--partition", wishes.partition), ("--account", wishes.account)):
        if text and not PLAIN.fullmatch(text):
            raise InputError(
                f"{option} {text[:40]!r}: give a name of letters, digits and _.,@+-",
                f"{option} {text[:40]!r}：名称只能用字母、数字和 _.,@+-",
            )
    for line in (*wishes.setup, wishes.python):
        if not line.isprintable():
            raise InputError(
                f"--setup, --python {line[:40]!r}: give one line of printable text",
                f"--setup、--python {line[:40]!r}：请给出一行可打印的文字",
            )


def _seconds(text: str) -> int:
    found = TIME.fullmatch(text)
    days, hours, minutes, seconds = (int(one or 0) for one in found.groups()) if found else [0] * 4
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if not 60 <= total <= LONGEST_SECONDS:
        raise InputError(
            f"--time {text[:30]}: give HH:MM:SS or D-HH:MM:SS, from a minute to 30 days",
            f"--time {text[:30]}：请写 HH:MM:SS 或 D-HH:MM:SS，1 分钟至 30 天",
        )
    return total


def _megabytes(text: str) -> int:
    found = MEMORY.fullmatch(text)
    total = int(found[1]) * (1024 if found[2].upper() == "G" else 1) if found else 0
    if not LEAST_MEGABYTES <= total <= MOST_MEGABYTES:
        raise InputError(
            f"--memory {text[:30]}: give for example 2G or 900M, from 256M to 1024G",
            f"--memory {text[:30]}：请写例如 2G 或 900M，256M 至 1024G",
        )
    return total


@dataclass(frozen=True)
class Emitted:
    """Scripts that were written.

    Attributes:
        folder: where; `submit.sh` submits them.
        tasks: of the array.
        seconds: the time limit.
    """

    folder: Path
    tasks: int
    seconds: int


def emit(store: Store, wishes: Wishes, *, per_shard: float, folder: Path) -> Emitted:
    """Write array.sh, merge.sh and submit.sh for what a store lacks.

    Args:
        store: on a disk that all nodes share.
        wishes: what to ask for.
        per_shard: about how many seconds a shard takes.
        folder: of the scripts; made if need be.

    Raises:
        InputError: nothing is missing, or a shard does not fit into the time limit.
    """
    missing, shards = store.missing(), store.sweep.shards
    if not missing:
        raise InputError(
            f"nothing is missing in '{store.path}'; 'yongsim sweep merge {store.path}' writes the "
            "tables",
            f"“{store.path}”已完整；合并：yongsim sweep merge {store.path}",
        )
    of = min(wishes.tasks, shards)
    seconds = time_limit(wishes, shards, per_shard)
    job = Job(_name(store.path), seconds, wishes.megabytes, wishes.warning,
              tuple(sorted({(shard - 1) % of + 1 for shard in missing})),
              wishes.partition, wishes.account)  # fmt: skip
    dialect, head = DIALECTS[wishes.kind], _head(wishes)
    command = shlex.join([wishes.python or sys.executable, "-m", "sim", "sweep"])
    path = shlex.quote(str(store.path.resolve()))
    merge = Job(f"{job.name}-merge", seconds, wishes.megabytes, wishes.warning,
                partition=wishes.partition, account=wishes.account)  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "array.sh", [
        "#!/bin/bash", *dialect.directives(job), *head,
        *_task(dialect, f'{command} work {path} --shard "{dialect.index}/{of}"', job),
    ])  # fmt: skip
    _write(folder / "merge.sh", [
        "#!/bin/bash", *dialect.directives(merge), *head, f"exec {command} merge {path}",
    ])  # fmt: skip
    _write(folder / "submit.sh", _submit(dialect))
    return Emitted(folder, len(job.tasks), seconds)


def time_limit(wishes: Wishes, shards: int, per_shard: float) -> int:
    """Seconds of a task: as asked for, or what a slow node keeps, in whole quarters of an hour.

    Raises:
        InputError: a shard does not fit.
    """
    longest = -(-shards // min(wishes.tasks, shards))
    by_runs = -(-round(300 + wishes.warning + 3 * longest * per_shard) // 900) * 900
    seconds = wishes.seconds or by_runs
    if seconds - wishes.warning < 2.0 * per_shard:
        raise InputError(
            f"--time: a shard takes about {per_shard:.0f} s, and {wishes.warning} s are kept for "
            f"stopping; ask for {2 * wishes.warning + 4 * round(per_shard + 1)} s or more, or make "
            "shards smaller (--shard-seconds)",
            f"--time：一个分片约需 {per_shard:.0f} 秒，另留 {wishes.warning} 秒用于停止；请申请 "
            f"{2 * wishes.warning + 4 * round(per_shard + 1)} 秒以上，"
            "或把分片改小（--shard-seconds）",
        )
    return seconds


def _name(store: Path) -> str:
    """A job's name; short, for PBS has room for 15 characters in places."""
    kept = re.sub(r"[^A-Za-z0-9]+", "-", store.resolve().name).strip("-")[:15].strip("-")
    return kept if kept[:1].isalpha() else f"sweep-{kept}".strip("-")


def _head(wishes: Wishes) -> list[str]:
    """What comes before the task: threads, this very code, this city, the user's own lines."""
    threads = [f"{name}_NUM_THREADS=1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")]
    lines = [f"export {' '.join(threads)}"]
    if not wishes.python and "site-packages" not in PACKAGE.parts:
        here = shlex.quote(str(PACKAGE.parent))
        lines.append(f'export PYTHONPATH={here}"${{PYTHONPATH:+:$PYTHONPATH}}"')
    if (city := other_city()) is not None:
        lines.append(f"export {CITY}={shlex.quote(str(city.resolve()))}")
    return [*lines, *wishes.setup]


def _task(dialect: Dialect, command: str, job: Job) -> list[str]:
    """Shell lines that run a task, hand signals on to it, and queue it again in time."""
    prefix = "" if dialect.warns else f"timeout --signal=TERM {job.seconds - job.warning} "
    # A task stopped by a signal says so by a status above 128, `timeout` by 124.
    ended = "-gt 128" if dialect.warns else "-eq 124"
    warned = ['trap \'warned=1; kill -TERM "$task"\' USR1'] if dialect.warns else ["warned=1"]
    return [
        "",
        "# Shortly before the time limit the task is sent TERM: it ends its run, what is written",
        "# stays, and it queues again. Cancelling does not queue it again.",
        "warned=",
        *warned,
        "trap 'kill -TERM \"$task\"' TERM",
        f"{prefix}{command} &",
        "task=$!",
        'wait "$task"; status=$?',
        'while kill -0 "$task" 2>/dev/null; do wait "$task"; status=$?; done',
        f'if [ -n "$warned" ] && [ "$status" {ended} ]; then',
        f"    {dialect.again}",
        "fi",
        'exit "$status"',
    ]


def _submit(dialect: Dialect) -> list[str]:
    return [
        "#!/bin/sh",
        "# Submits the array and a merge for when all its tasks have ended, however they ended.",
        "# Submitting again does no harm: what is there is not run again.",
        "set -e",
        'cd "$(dirname "$0")"',
        "mkdir -p logs",
        *dialect.submit.split("\n"),
        'echo "array $array, merge $merge"',
    ]


def _write(path: Path, lines: list[str]) -> None:
    write_whole(path, ("\n".join(lines) + "\n").encode())
