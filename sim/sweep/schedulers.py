"""What SLURM, PBS, LSF and SGE call things: directives of a job, its number, submitting it.

Only SLURM's dialect is tried against the scheduler itself; the others follow their manuals (PBS
Professional and OpenPBS, IBM Spectrum LSF 10, Grid Engine 8) and are run with stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

AGAIN = 99  # exit status by which SGE, and LSF when told so, put a task into the queue again
MOST_RESTARTS = 50  # of a SLURM task, should a shard never fit into the time limit


@dataclass(frozen=True)
class Job:
    """What a job asks for.

    Attributes:
        name: plain ASCII.
        seconds: time limit.
        megabytes: of memory.
        warning: seconds before the limit at which the worker is sent TERM.
        tasks: numbers of the array's tasks, rising; none: no array.
        partition, account: empty: the scheduler's default.
    """

    name: str
    seconds: int
    megabytes: int
    warning: int
    tasks: tuple[int, ...] = ()
    partition: str = ""
    account: str = ""


@dataclass(frozen=True)
class Dialect:
    """How one scheduler is spoken to.

    Attributes:
        directives: the lines at the head of a script.
        index: the shell's word for a task's number.
        warns: whether the scheduler itself warns (USR1 to the script) before the limit; if not,
            `timeout` does.
        again: shell commands that put a stopped task into the queue again.
        submit: shell commands that submit array.sh, then merge.sh once every task has ended,
            however it ended; they set `array` and `merge`.
    """

    directives: Callable[[Job], list[str]]
    index: str
    warns: bool
    again: str
    submit: str


def spans(numbers: Sequence[int]) -> str:
    """Rising numbers as schedulers list them: 1-3,7."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def clock(seconds: int, parts: int = 3) -> str:
    """HH:MM:SS, or HH:MM rounded up."""
    if parts == 2:
        minutes = -(-seconds // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _given(*pairs: tuple[str, str]) -> list[str]:
    return [f"{option}{value}" for option, value in pairs if value]


def _slurm(job: Job) -> list[str]:
    array = [f"--array={spans(job.tasks)}", "--open-mode=append", "--requeue",
             f"--signal=B:USR1@{job.warning}"] if job.tasks else []  # fmt: skip
    log = "%A_%a" if job.tasks else "%j"
    return [f"#SBATCH {one}" for one in (
        f"--job-name={job.name}", *array, "--nodes=1", "--ntasks=1", "--cpus-per-task=1",
        f"--time={clock(job.seconds)}", f"--mem={job.megabytes}M",
        *_given(("--partition=", job.partition), ("--account=", job.account)),
        f"--output=logs/{log}.txt",
    )]  # fmt: skip


def _pbs(job: Job) -> list[str]:
    # An array of one is refused, and so is a list with gaps: tasks that are done end at once.
    array = [f"-J 1-{job.tasks[-1]}"] if job.tasks and job.tasks[-1] > 1 else []
    return [f"#PBS {one}" for one in (
        f"-N {job.name}", *array, f"-l select=1:ncpus=1:mem={job.megabytes}mb",
        f"-l walltime={clock(job.seconds)}",
        *_given(("-q ", job.partition), ("-A ", job.account)), "-r y", "-j oe", "-o logs/",
    )]  # fmt: skip


def _lsf(job: Job) -> list[str]:
    name, log = job.name, "%J"
    if job.tasks:
        name, log = f'"{job.name}[{spans(job.tasks)}]"', "%J_%I"
    again = ["-r", f"-Q {AGAIN}"] if job.tasks else []
    return [f"#BSUB {one}" for one in (
        f"-J {name}", *again, "-n 1", f"-W {clock(job.seconds, 2)}", f"-M {job.megabytes}MB",
        f'-R "rusage[mem={job.megabytes}MB]"',
        *_given(("-q ", job.partition), ("-P ", job.account)), f"-o logs/{log}.txt",
    )]  # fmt: skip


def _sge(job: Job) -> list[str]:
    array = [f"-t 1-{job.tasks[-1]}", "-r y"] if job.tasks else []
    return [f"#$ {one}" for one in (
        f"-N {job.name}", *array, "-S /bin/bash", "-cwd", f"-l h_rt={clock(job.seconds)}",
        f"-l mem_free={job.megabytes}M",
        *_given(("-q ", job.partition), ("-P ", job.account)), "-j y", "-o logs/",
    )]  # fmt: skip


DIALECTS = {
    "slurm": Dialect(
        _slurm, "${SLURM_ARRAY_TASK_ID:-1}", True,
        f'[ "${{SLURM_RESTART_COUNT:-0}}" -lt {MOST_RESTARTS} ] && '
        'scontrol requeue "$SLURM_JOB_ID"',
        'array=$(sbatch --parsable array.sh)\n'
        'merge=$(sbatch --parsable --dependency="afterany:${array%%;*}" merge.sh)',
    ),
    "pbs": Dialect(
        _pbs, "${PBS_ARRAY_INDEX:-1}", False, "echo 'stopped before the time limit: submit again'",
        'array=$(qsub array.sh)\n'
        'merge=$(qsub -W "depend=afterany:$array" merge.sh)',
    ),
    "lsf": Dialect(
        _lsf, "${LSB_JOBINDEX:-1}", False, f"exit {AGAIN}",
        "number() { sed -n 's/^Job <\\([0-9]*\\)>.*/\\1/p'; }\n"
        'array=$(bsub < array.sh | number)\n'
        'merge=$(bsub -w "numended($array, *)" < merge.sh | number)',
    ),
    "sge": Dialect(
        _sge, "${SGE_TASK_ID:-1}", False, f"exit {AGAIN}",
        'array=$(qsub -terse array.sh | cut -d. -f1)\n'
        'merge=$(qsub -terse -hold_jid "$array" merge.sh)',
    ),
}  # fmt: skip
