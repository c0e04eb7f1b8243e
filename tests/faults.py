"""Faults on purpose, and what they leave of a sweep: killed processes, full disks, damaged files.

    python tests/faults.py                      # every fault, 3 kills each
    python tests/faults.py --points 20          # 20 random points for each kind of kill
    python tests/faults.py --only driver,worker --seed 7
    python tests/faults.py --engine dask        # workers of a dask scheduler on this machine
    python tests/faults.py --engine slurm --points 20   # kill -9 of tasks, requeues, cancelling

Each fault is let loose on a sweep in processes of its own. The sweep must come to the very bytes
of an undisturbed one, or say what is damaged and run just that again. Counts are printed; the
exit status is 1 if anything was lost. The test suite strikes each engine three times in one small
sweep (`tests/test_sweep_faults.py`, `tests/test_sweep_slurm.py`); `make test-long` runs all of it.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import slurm_local  # noqa: E402
from clusters import dask_here  # noqa: E402
from helpers import environment  # noqa: E402
from sweeps import HERE as STOP  # noqa: E402
from sweeps import PLAN, made, merged, trial  # noqa: E402

from sim.sweep.drive import drive  # noqa: E402
from sim.sweep.parts import FOLDER, parts  # noqa: E402
from sim.sweep.store import create_store, open_store, tidy  # noqa: E402

SHARDS = 48  # of the sweeps that are struck, four runs each
PATIENCE = 1200.0  # seconds for one step, on a busy machine


class LostError(AssertionError):
    """A fault cost more than it may."""


class CannotError(Exception):
    """A fault that cannot be made here; the message says why."""


@dataclass(frozen=True)
class Engine:
    """A way of running a store's missing shards.

    Attributes:
        name: of the engine.
        command: what to type after `yongsim`, for a store.
        workers: finds the processes that work for a driver.
        lasting: whether they outlive it.
    """

    name: str
    command: Callable[[Path], list[str]]
    workers: Callable[[int], list[int]]
    lasting: bool = False


def children(process: int, mark: str = "LokyProcess") -> list[int]:
    """Children of a process whose command holds a mark."""
    told = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True,
                          text=True, check=True).stdout  # fmt: skip
    lines = [line.split(None, 2) for line in told.splitlines()]
    return [int(pid) for pid, parent, *args in lines
            if int(parent) == process and mark in " ".join(args)]  # fmt: skip


LOCAL = Engine(
    "joblib", lambda store: ["sweep", "resume", str(store), "--workers", "2", "--lang", "en"],
    children,
)  # fmt: skip


@contextmanager
def dask(folder: Path) -> Iterator[Engine]:
    """A dask scheduler with two workers, for as long as the faults last."""
    if importlib.util.find_spec("distributed") is None:
        raise CannotError("dask is not installed")
    with dask_here(folder) as here:
        yield Engine(
            "dask", lambda store: ["sweep", "resume", str(store), "--engine", "dask",
                                   "--scheduler", str(here.file), "--lang", "en"],
            lambda driver: here.at_work(), lasting=True,
        )  # fmt: skip


ENGINES: dict[str, Callable[[Path], AbstractContextManager[Engine]]] = {
    "joblib": lambda folder: nullcontext(LOCAL), "dask": dask,
}


@dataclass(frozen=True)
class Bench:
    """Where faults are tried.

    Attributes:
        folder: for stores.
        wanted: bytes of the merged tables of an undisturbed sweep.
        points: kills of each kind.
        luck: where they happen.
        engine: what runs the sweep.
        shards: of each sweep.
    """

    folder: Path
    wanted: tuple[bytes, bytes]
    points: int
    luck: random.Random
    engine: Engine = LOCAL
    shards: int = SHARDS

    def new_store(self, name: str, inside: Path | None = None) -> Path:
        """A store in which nothing has run."""
        path = (inside or self.folder) / name
        create_store(path, trial(self.folder, long_plan(self.shards), self.shards))
        return path

    def check(self, store: Path) -> None:
        """The store holds what an undisturbed sweep gives, and nothing else."""
        opened = open_store(store)
        if merged(opened) != self.wanted:
            raise LostError(f"{store}: the merged tables differ")
        files = {path.name for path in (store / FOLDER).iterdir()}
        if files != {part.path.name for part in parts(store)}:
            raise LostError(f"{store}: left-overs: {sorted(files)[:3]}")


def long_plan(shards: int) -> str:
    """A plan of four runs a shard."""
    return PLAN.replace("points = 3", f"points = {shards}").replace("2022", "2025")


def bench(
    folder: Path, points: int, seed: int, engine: Engine = LOCAL, shards: int = SHARDS
) -> Bench:
    """A bench with the bytes of an undisturbed sweep."""
    (folder / "calm").mkdir()
    calm = made(folder / "calm", long_plan(shards), shards=5)
    return Bench(folder, merged(calm), points, random.Random(seed), engine, shards)


def started(arguments: Sequence[object], **changes: str) -> subprocess.Popen[bytes]:
    """The command, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *map(str, arguments)], env=environment(**changes),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HERE.parent, start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Exit status and what was said."""
    try:
        out, errors = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise LostError("a sweep hangs") from None
    return process.returncode, (out + errors).decode(errors="replace")


def finish(here: Bench, store: Path) -> str:
    """Resume a store to its end; what was said."""
    status, said = ended(started(here.engine.command(store)))
    if status != 0:
        raise LostError(f"resume gave {status}: {said}")
    here.check(store)
    return said


def until(met: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait for something; False if the process ends first."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if met():
            return True
        if process is not None and process.poll() is not None:
            return met()
        time.sleep(0.01)
    raise LostError("waited in vain")


def marks(here: Bench, left: int = 2) -> list[int]:
    """At how many written parts to strike: random, one in each stretch of the sweep.

    Args:
        here: how many.
        left: shards at the end of which none is a mark.
    """
    step = (here.shards - left) / here.points
    return [1 + int(step * (k + here.luck.random())) for k in range(here.points)]


# --- the faults -----------------------------------------------------------------------------------


def kill_driver(here: Bench) -> str:
    """Kill -9 of the driver; its workers end by themselves."""
    store, killed = here.new_store("driver"), 0
    for mark in marks(here):
        process = started(here.engine.command(store))
        until(lambda mark=mark: len(parts(store)) >= mark, process)  # type: ignore[misc]
        time.sleep(here.luck.uniform(0.0, 0.2))
        orphans = here.engine.workers(process.pid)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate()
        if not here.engine.lasting:
            until(lambda orphans=orphans: not any(map(alive, orphans)))  # type: ignore[misc]
    finish(here, store)
    return f"driver killed {killed} times: the same bytes"


def struck(here: Bench, workers: Sequence[int]) -> int:
    """Kill -9 of one of the workers; 0 where none is there any more."""
    for process in here.luck.sample(list(workers), len(workers)):
        with suppress(ProcessLookupError):  # replaced since it was seen
            os.kill(process, signal.SIGKILL)
            return 1
    return 0


def kill_worker(here: Bench) -> str:
    """Kill -9 of a worker; the driver goes on without being resumed."""
    store, killed = here.new_store("worker"), 0
    process = started(here.engine.command(store))
    for mark in marks(here):
        until(lambda mark=mark: len(parts(store)) >= mark, process)  # type: ignore[misc]
        killed += struck(here, here.engine.workers(process.pid))
    status, said = ended(process)
    if status != 0:
        raise LostError(f"the driver gave {status}: {said}")
    here.check(store)
    return f"workers killed {killed} times: the driver went on to the same bytes"


def alive(process: int) -> bool:
    """Whether a process runs; one that waits for its parent to look does not."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True,
                          text=True, check=False).stdout.strip()  # fmt: skip
    return bool(told) and not told.startswith("Z")


def terminate(here: Bench) -> str:
    """TERM and Ctrl-C: the runs in hand are finished, and the last line says how to go on."""
    store = here.new_store("term")
    for number, mark in ((signal.SIGTERM, 5), (signal.SIGINT, 20)):
        process = started(here.engine.command(store))
        until(lambda mark=mark: len(parts(store)) >= mark, process)  # type: ignore[misc]
        if not stopped(process, store, number):
            raise LostError("the sweep had ended before it was told to")
    finish(here, store)
    return "TERM and INT: stopped politely, resumed to the same bytes"


def stopped(process: subprocess.Popen[bytes], store: Path, number: signal.Signals) -> bool:
    """A driver that is sent a signal ends politely and says how to go on; False: it was done."""
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does, workers too
    else:
        process.send_signal(number)
    status, said = ended(process)
    if status == 0 and len(parts(store)) == open_store(store).sweep.shards:
        return False
    # What loky's tracker of shared memory says after a worker was killed comes later still.
    own = [line for line in said.splitlines() if "resource_tracker" not in said or
           line.startswith("yongsim: ")]  # fmt: skip
    last = own[-1] if own else ""
    if status != 128 + number or f"yongsim sweep resume {store}" not in last:
        raise LostError(f"{number.name} gave {status}: {said}")
    if "Traceback" in "".join(own):
        raise LostError(said)
    return True


def in_turn(here: Bench) -> str:
    """Workers and drivers killed in turn in one sweep, at last TERM: few starts, for the suite."""
    store, killed = here.new_store("turn"), {"worker": 0, "driver": 0}
    process = started(here.engine.command(store))
    for k, mark in enumerate(marks(here, here.shards // 2)):
        if process.poll() is not None:
            process = started(here.engine.command(store))
        until(lambda mark=mark: len(parts(store)) >= mark, process)  # type: ignore[misc]
        until(lambda process=process: bool(here.engine.workers(process.pid)), process)  # type: ignore[misc]
        found = here.engine.workers(process.pid)
        if process.poll() is not None or not found:
            raise LostError(f"nothing to strike, {len(parts(store))} parts: {ended(process)}")
        there = len(parts(store))
        if k % 2:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed["driver"] += 1
            if not here.engine.lasting:
                until(lambda found=found: not any(map(alive, found)))  # type: ignore[misc]
            continue
        killed["worker"] += struck(here, found)
        if not until(lambda there=there: len(parts(store)) > there + 1, process):  # type: ignore[misc]
            raise LostError(f"the driver ended with its worker: {ended(process)}")
    if process.poll() is not None:  # the last strike was at a driver
        process = started(here.engine.command(store))
        # Lasting workers finish what the dead driver gave them; more than that is the new one's,
        # which then is at work and hears TERM.
        until(lambda: bool(here.engine.workers(process.pid)), process)
        enough = len(parts(store)) + 2 * len(here.engine.workers(process.pid)) + 1
        until(lambda: len(parts(store)) > enough, process)
    term = "TERM" if stopped(process, store, signal.SIGTERM) else "TERM came too late"
    opened = open_store(store)
    tidy(opened)  # as 'resume' does; what is left runs in this process, which any engine allows
    drive(opened, workers=1, stop=STOP)
    here.check(store)
    return (f"workers killed {killed['worker']} times, the driver {killed['driver']} times, "
            f"{term}: the same bytes")  # fmt: skip


def damage(here: Bench) -> str:
    """Truncated parts, flipped bits, anywhere in the file."""
    store = here.new_store("damage")
    finish(here, store)
    harmed = here.luck.sample(parts(store), min(here.points * 2, here.shards))
    for k, part in enumerate(harmed):
        content = bytearray(part.path.read_bytes())
        if k % 2:
            del content[here.luck.randrange(len(content)) :]
        else:
            content[here.luck.randrange(len(content))] ^= 1 << here.luck.randrange(8)
        part.path.write_bytes(bytes(content))
    status, said = ended(started(["sweep", "verify", store, "--sample", 0, "--lang", "en"]))
    named = [part for part in harmed if part.path.name in said]
    if status != 2 or len(named) != len(harmed) or said.count(" is damaged") != len(harmed):
        raise LostError(f"verify gave {status}: {said}")
    said = finish(here, store)
    if said.count("are run again") != len(harmed):
        raise LostError(f"resume ran more or less than the damaged parts: {said}")
    return f"{len(harmed)} damaged parts: all named, just these run again: the same bytes"


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of its own that is soon full."""
    folder.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise CannotError("only root on Linux may mount a small disk")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder],
                          capture_output=True, text=True, check=False)  # fmt: skip
    if done.returncode != 0:
        raise CannotError(f"mounting is not allowed: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=False, capture_output=True)


def remount(folder: Path, options: str) -> None:
    """Change a small disk."""
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True, capture_output=True)


def full_disk(here: Bench) -> str:
    """The disk fills up in the middle; with more room the sweep goes on."""
    with small_disk(here.folder / "disk", 160) as disk:
        store = here.new_store("store", disk)
        status, said = ended(started(here.engine.command(store)))
        _polite(status, said, "No space left")
        written = len(parts(store))
        if not 0 < written < here.shards:
            raise LostError(f"{written} parts on the full disk")
        remount(disk, "size=64m")
        finish(here, store)
    return f"disk full after {written} parts: said so, resumed to the same bytes"


def read_only(here: Bench) -> str:
    """The results folder may not be written."""
    with small_disk(here.folder / "locked", 8192) as disk:
        store = here.new_store("store", disk)
        remount(disk, "ro")
        status, said = ended(started(here.engine.command(store)))
        _polite(status, said, "Read-only")
        status, said = ended(started(["sweep", "status", store, "--lang", "en"]))
        if status != 0:
            raise LostError(f"status needs to write: {said}")
        remount(disk, "rw")
        finish(here, store)
    return "read-only folder: said so, status still read it, resumed to the same bytes"


def _polite(status: int, said: str, word: str) -> None:
    """One line that names the fault and the way on."""
    complaint = [line for line in said.splitlines() if line.startswith("yongsim: ")]
    if status != 2 or len(complaint) != 1 or word not in complaint[0] or "resume" not in said:
        raise LostError(f"status {status}: {said}")


JUMPS = """
import random, time
_clock, _luck = time.time, random.Random(3)
time.time = lambda: _clock() + _luck.choice([-1e9, -4e5, 0.0, 4e5, 1e9])
"""


def clock(here: Bench) -> str:
    """The clock jumps by years, and files bear dates from before and after."""
    store = here.new_store("clock")
    jumping = here.folder / "jumping"
    jumping.mkdir()
    (jumping / "sitecustomize.py").write_text(JUMPS)
    path = os.pathsep.join([str(jumping), str(HERE.parent)])
    process = started(here.engine.command(store), PYTHONPATH=path)
    until(lambda: len(parts(store)) >= 10, process)
    process.send_signal(signal.SIGTERM)
    ended(process)
    for part in parts(store):
        stamp = here.luck.choice([0.0, 1e9, 4e9])
        os.utime(part.path, (stamp, stamp))
    status, said = ended(started(["sweep", "status", store, "--lang", "en"]))
    if status != 0:
        raise LostError(f"status gave {status}: {said}")
    status, said = ended(started(here.engine.command(store), PYTHONPATH=path))
    if status != 0:
        raise LostError(f"resume gave {status}: {said}")
    here.check(store)
    return "clock jumps: the same bytes"


FAULTS: dict[str, Callable[[Bench], str]] = {
    "driver": kill_driver, "worker": kill_worker, "term": terminate, "turn": in_turn,
    "damage": damage, "full": full_disk, "read_only": read_only, "clock": clock,
}  # fmt: skip


def main() -> int:
    """Let every fault loose; print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=3, help="kills of each kind")
    parser.add_argument("--seed", type=int, default=1, help="where they happen")
    parser.add_argument("--engine", default="joblib", choices=[*ENGINES, "slurm"])
    parser.add_argument("--only", default="", help="faults, by comma; default all of the engine's")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="yongsim-faults-"))
    try:
        if asked.engine == "slurm":
            lost = on_slurm(folder, asked.points, asked.seed, asked.only)
        else:
            with ENGINES[asked.engine](folder) as engine:
                here = bench(folder, asked.points, asked.seed, engine)
                lost = let_loose(asked.engine, asked.only, {
                    name: partial(fault, here) for name, fault in FAULTS.items()
                })  # fmt: skip
    except CannotError as reason:
        print(f"{asked.engine}: left out: {reason}")
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{lost} faults cost more than they may")
    return int(lost > 0)


def let_loose(engine: str, only: str, faults: Mapping[str, Callable[[], str]]) -> int:
    """Let faults loose one after another; how many cost more than they may."""
    lost = 0
    for name in only.split(",") if only else faults:
        try:
            print(f"{engine}: {name}: {faults[name]()}", flush=True)
        except CannotError as reason:
            print(f"{engine}: {name}: left out: {reason}", flush=True)
        except LostError as error:
            lost += 1
            print(f"{engine}: {name}: LOST: {error}", flush=True)
    return lost


def on_slurm(folder: Path, points: int, seed: int, only: str) -> int:
    """Faults on SLURM, which is started for them."""
    if reason := slurm_local.why_not():
        raise CannotError(reason)
    import faults_slurm

    here = bench(folder, points, seed)

    def one(name: str, slurm: faults_slurm.Queue) -> str:
        store = here.new_store(name)
        said = faults_slurm.FAULTS[name](slurm, store, points)
        tidy(open_store(store))  # as 'resume' does
        here.check(store)
        return f"{said}: the same bytes"

    with faults_slurm.queue(here.luck) as slurm:
        return let_loose("slurm", only, {
            name: partial(one, name, slurm) for name in faults_slurm.FAULTS
        })  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
