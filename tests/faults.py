"""Faults on purpose, and what they leave of a sweep: killed processes, full disks, damaged files.

    python tests/faults.py                      # every fault, 3 kills each
    python tests/faults.py --points 20          # 20 random points for each kind of kill
    python tests/faults.py --only driver,worker --seed 7

Each fault is let loose on a sweep in processes of its own. The sweep must come to the very bytes
of an undisturbed one, or say what is damaged and run just that again. Counts are printed; the
exit status is 1 if anything was lost. `tests/test_sweep_faults.py` runs all of it with 3 points.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from helpers import environment  # noqa: E402
from sweeps import PLAN, made, merged, trial  # noqa: E402

from sim.sweep.parts import FOLDER, parts  # noqa: E402
from sim.sweep.store import create_store, open_store  # noqa: E402

SHARDS = 48
LONG_PLAN = PLAN.replace("points = 3", "points = 48").replace("2022", "2025")
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
    """

    name: str
    command: Callable[[Path], list[str]]
    workers: Callable[[int], list[int]]


def children(process: int, mark: str = "loky") -> list[int]:
    """Children of a process whose command holds a mark."""
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    lines = [line.split(None, 2) for line in told.splitlines()]
    return [int(pid) for pid, parent, *args in lines
            if int(parent) == process and mark in " ".join(args)
            and "resource_tracker" not in " ".join(args)]  # fmt: skip


LOCAL = Engine(
    "joblib", lambda store: ["sweep", "resume", str(store), "--workers", "2", "--lang", "en"],
    children,
)  # fmt: skip
ENGINES = {engine.name: engine for engine in (LOCAL,)}


@dataclass(frozen=True)
class Bench:
    """Where faults are tried.

    Attributes:
        folder: for stores.
        wanted: bytes of the merged tables of an undisturbed sweep.
        points: kills of each kind.
        luck: where they happen.
        engine: what runs the sweep.
    """

    folder: Path
    wanted: tuple[bytes, bytes]
    points: int
    luck: random.Random
    engine: Engine = LOCAL

    def new_store(self, name: str) -> Path:
        """A store in which nothing has run."""
        path = self.folder / name
        create_store(path, trial(self.folder, LONG_PLAN, SHARDS))
        return path

    def check(self, store: Path) -> None:
        """The store holds what an undisturbed sweep gives, and nothing else."""
        opened = open_store(store)
        if merged(opened) != self.wanted:
            raise LostError(f"{store}: the merged tables differ")
        files = {path.name for path in (store / FOLDER).iterdir()}
        if files != {part.path.name for part in parts(store)}:
            raise LostError(f"{store}: left-overs: {sorted(files)[:3]}")


def bench(folder: Path, points: int, seed: int, engine: Engine = LOCAL) -> Bench:
    """A bench with the bytes of an undisturbed sweep."""
    (folder / "calm").mkdir()
    calm = made(folder / "calm", LONG_PLAN, shards=5)
    return Bench(folder, merged(calm), points, random.Random(seed), engine)


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


def marks(here: Bench) -> list[int]:
    """At how many written parts to strike: random, one in each stretch of the sweep."""
    step = (SHARDS - 2) / here.points
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
        until(lambda orphans=orphans: not any(map(alive, orphans)))  # type: ignore[misc]
    finish(here, store)
    return f"driver killed {killed} times: the same bytes"


def kill_worker(here: Bench) -> str:
    """Kill -9 of a worker; the driver goes on without being resumed."""
    store, killed = here.new_store("worker"), 0
    process = started(here.engine.command(store))
    for mark in marks(here):
        until(lambda mark=mark: len(parts(store)) >= mark, process)  # type: ignore[misc]
        found = here.engine.workers(process.pid)
        if found:
            os.kill(here.luck.choice(found), signal.SIGKILL)
            killed += 1
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
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does, workers too
        else:
            process.send_signal(number)
        status, said = ended(process)
        last = said.strip().splitlines()[-1]
        if status != 128 + number or f"yongsim sweep resume {store}" not in last:
            raise LostError(f"{number.name} gave {status}: {said}")
        if "Traceback" in said:
            raise LostError(said)
    finish(here, store)
    return "TERM and INT: stopped politely, resumed to the same bytes"


def damage(here: Bench) -> str:
    """Truncated parts, flipped bits, anywhere in the file."""
    store = here.new_store("damage")
    finish(here, store)
    harmed = here.luck.sample(parts(store), min(here.points * 2, SHARDS))
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
        store = disk / "store"
        create_store(store, trial(here.folder, LONG_PLAN, SHARDS))
        status, said = ended(started(here.engine.command(store)))
        _polite(status, said, "No space left")
        written = len(parts(store))
        if not 0 < written < SHARDS:
            raise LostError(f"{written} parts on the full disk")
        remount(disk, "size=64m")
        finish(here, store)
    return f"disk full after {written} parts: said so, resumed to the same bytes"


def read_only(here: Bench) -> str:
    """The results folder may not be written."""
    with small_disk(here.folder / "locked", 8192) as disk:
        store = disk / "store"
        create_store(store, trial(here.folder, LONG_PLAN, SHARDS))
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
    "driver": kill_driver, "worker": kill_worker, "term": terminate, "damage": damage,
    "full": full_disk, "read_only": read_only, "clock": clock,
}  # fmt: skip


def main() -> int:
    """Let every fault loose; print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=3, help="kills of each kind")
    parser.add_argument("--seed", type=int, default=1, help="where they happen")
    parser.add_argument("--engine", default="joblib", choices=ENGINES)
    parser.add_argument("--only", default=",".join(FAULTS), help="faults, by comma")
    asked = parser.parse_args()
    lost = 0
    folder = Path(tempfile.mkdtemp(prefix="yongsim-faults-"))
    try:
        here = bench(folder, asked.points, asked.seed, ENGINES[asked.engine])
        for name in asked.only.split(","):
            try:
                print(f"{asked.engine}: {name}: {FAULTS[name](here)}", flush=True)
            except CannotError as reason:
                print(f"{asked.engine}: {name}: left out: {reason}", flush=True)
            except LostError as error:
                lost += 1
                print(f"{asked.engine}: {name}: LOST: {error}", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{lost} faults cost more than they may")
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main())
