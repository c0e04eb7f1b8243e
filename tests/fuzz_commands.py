"""Command lines by lot: each is carried out, or refused in a line or two; never a traceback.

    python tests/fuzz_commands.py --count 2000

In process, each in a folder of its own with a few files of the wrong kind lying about. Statuses
allowed: 0, 2 with a line on the error stream, and 130 for one that was cut short here because it
had begun to work. The same count gives the same lines.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import pkgutil
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import typer.main

import sim
from sim import cli
from sim.scenario.load import scenario_names

SEED, PATIENCE, HANGS = 20152025, 0.5, 120.0
LINES, LONGEST = 3, 600  # of a refusal
# These serve, or fit for an hour: only with words that they refuse.
NEVER = {"app", "calibrate"}
NUMBERS = ("0", "-1", "1", "2", "nan", "inf", "-0", "1e9", "x", "", "²", "0x10", "1_0",
           "99999999999999999999", "0.02", "+1", " 1", "1.5", "٣")  # fmt: skip
WORDS = ("", ".", "-", "--", "baseline", "full_plan", "no_policy", "basline", "nowhere",
         "file", "file/below", "folder", "folder.toml", "bad.toml", "empty.toml", "x" * 300,
         "a\nb", "a\0b", "中文", "~", "*", "$(id)", "; ls", "'", '"', "\\", "\ud800", "%s", "{}",
         "zh", "en", "value_added", "profit=3", "profit=", "=", "a,b", "png,gif", "2015-2020",
         "2020-2015",
         "central", "posterior", "local", "1/2", "0/0", "2/1", "per_mu=clearing", "-h")  # fmt: skip
ENDS = {0: "carried out", 2: "refused", 130: "cut short"}
SMALL = {"--firms": "0.02", "--seeds": "1", "--draws": "central", "--workers": "1"}


@dataclass
class Tally:
    """What became of the lines."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0


def _leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if hasattr(command, "commands"):
        for name, one in sorted(command.commands.items()):
            yield from _leaves(one, (*path, name))
    else:
        yield path, command


COMMANDS = dict(_leaves(typer.main.get_command(cli.app)))
SCENARIOS = scenario_names()


def _value(luck: np.random.Generator) -> str:
    pool = NUMBERS if luck.integers(2) else WORDS
    return str(pool[luck.integers(len(pool))])


def line(number: int) -> list[str]:
    """The words of a command line; they depend on the number alone."""
    luck = np.random.default_rng([SEED, number])
    paths = sorted(COMMANDS)
    path = paths[luck.integers(len(paths))]
    command, words = COMMANDS[path], list(path)
    options = [one for one in command.params if one.param_type_name == "option"]
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    for _ in arguments:
        good = luck.integers(3) == 0
        words.append(SCENARIOS[luck.integers(len(SCENARIOS))] if good else _value(luck))
    for one in options:
        if luck.integers(3):
            continue
        name = one.opts[0]
        words += [name] if getattr(one, "is_flag", False) else [name, _value(luck)]
    for name, value in SMALL.items():
        if name not in words and any(name in one.opts for one in options):
            words += [name, value]
    if luck.integers(6) == 0:
        words.insert(int(luck.integers(len(words) + 1)), _value(luck))
    if luck.integers(10) == 0:
        words = words[: luck.integers(len(words) + 1)]
    return words


class CutShortError(KeyboardInterrupt):
    """A line that had begun to work."""


def _compiling(frame: FrameType | None) -> bool:
    """Whether a rule is being compiled: cut short, it would stay half compiled in this process."""
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).startswith(("numba.", "llvmlite.")):
            return True
        frame = frame.f_back
    return False


@contextlib.contextmanager
def _cut_short(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        if _compiling(frame):
            signal.setitimer(signal.ITIMER_PROF, seconds)
            return
        raise CutShortError

    # Seconds of the processor, so that a busy machine cuts no more short than an idle one.
    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _lie_about() -> None:
    Path("file").write_text("mine", encoding="utf-8")
    Path("folder").mkdir()
    Path("folder.toml").mkdir()
    Path("bad.toml").write_bytes(b"\xff\xfe= [")
    Path("empty.toml").write_text("", encoding="utf-8")


def _call(words: list[str]) -> tuple[int | None, str]:
    """Status and what stood on the error stream."""
    # As the interpreter opens it: what cannot be written is written with backslashes.
    said = io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True)
    status = 0
    printed = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    argv, sys.argv = sys.argv, ["yongsim", *words]
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(said):
            cli.main()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    finally:
        sys.argv = argv
    said.seek(0)
    return status, said.read()


def _fault(status: int | None, said: str) -> str:
    """What is wrong with how a line ended; empty if nothing is."""
    if CutShortError.__name__ in said:  # the alarm rang where nobody could hear it
        return ""
    if status not in (0, 2, 130):
        return f"status {status}: {said[-300:]}"
    if "Traceback" in said:
        return f"a traceback: {said[-300:]}"
    if status == 2 and said.startswith("Usage: "):  # what a group of commands has
        return ""
    complaint = [one for one in said.splitlines() if one.startswith("yongsim: ")]
    if status == 2 and not complaint:
        return "refused without a word"
    rows = said.strip().splitlines()
    if status == 2 and (len(rows) > LINES or len(said) > LONGEST):
        return f"refused at length: {said[:300]}"
    if status == 2 and re.search(r"Errno|<class|object at 0x", said):
        return f"refused in the words of the machine: {said[:300]}"
    return ""


def one_line(number: int, tally: Tally) -> None:
    """Put one command line to the command, in a folder of its own."""
    words, before, began = line(number), Path.cwd(), time.monotonic()
    if set(words) & NEVER:
        words.append("--no-such-option")
    with tempfile.TemporaryDirectory() as here:
        os.chdir(here)
        try:
            _lie_about()
            with _cut_short(PATIENCE):
                status, said = _call(words)
            fault = _fault(status, said)
            tally.counts[ENDS.get(status or 0, "otherwise")] += 1
        except KeyboardInterrupt:
            tally.counts["cut short"] += 1
            fault = ""
        except BaseException as error:
            fault = f"{type(error).__name__}: {error}"
        finally:
            os.chdir(before)
    took = time.monotonic() - began
    tally.slowest = max(tally.slowest, took)
    if not fault and took > HANGS:
        fault = f"{took:.0f} s"
    if fault:
        tally.faults.append(f"line {number}: {words!r}: {fault}")


def _read_in() -> None:
    """Import all of the package: an alarm in the middle of an import would leave half a module."""
    for one in pkgutil.walk_packages(sim.__path__, "sim."):
        if one.name != "sim.__main__":
            importlib.import_module(one.name)
    importlib.import_module("matplotlib.pyplot")


def fuzz(count: int, first: int = 0) -> Tally:
    """Put so many command lines to the command."""
    tally = Tally()
    _read_in()
    for number in range(first, first + count):
        one_line(number, tally)
    return tally


def main() -> None:
    """The whole count, with what became of the lines."""
    raw = argparse.RawTextHelpFormatter
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    ask.add_argument("--count", type=int, default=2000)
    ask.add_argument("--first", type=int, default=0, help="number of the first line")
    given = ask.parse_args()
    tally = fuzz(given.count, given.first)
    print(dict(tally.counts), "faults", len(tally.faults), f"slowest {tally.slowest:.1f} s")
    print("\n".join(tally.faults[:40]))
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
