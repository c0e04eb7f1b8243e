"""Mutated scenario files: each is accepted with a sane run or refused in one readable line.

    python -m tests.fuzz_scenarios --count 10000

No traceback, no hang, no file written outside the folder of the case. The same count gives the
same files.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiler import CACHE_FOLDER
from sim.base.errors import InputError
from sim.base.resources import folder
from sim.scenario.ensemble import run_ensemble
from sim.scenario.load import load_scenario, scenario_names
from sim.scenario.workbook import export_scenarios
from sim.scenario.workbook_import import import_scenarios

SEED, SLOWEST, LONGEST_LINE = 20152025, 30.0, 400
LONG, COMMAND, BOOK = 40, 400, 15  # every so many-th: a run to 2025, in a process, a workbook
REMEDY = re.compile(
    r"give|needs?\b|needed|write|did you mean|known:|choose|outside|remove|save|mend|shorten|must|"
    r"is missing|leave|put |rename|one value|list |set the|correct|fill|keep one|cut|name |"
    r"let none|in fewer|drop|a scenario file is|is small|is written|is no scenario|has no ramp|"
    r"three levels"
)

RICH = """extends = "baseline"
overlays = ["clearing_soft"]
targets = ["plan_2025"]
[title]
zh = "试"
en = "=1+1"
[question]
zh = "问"
en = "why"
[instruments.upgrade_subsidy]
rate = { ramp = [[2021, 0.1], [2025, [0.2, 0.2, 0.1, 0]]] }
queue = { "2021-2023" = "small_first" }
cap = { elsewhere = inf, by_sector = { automobiles = { "2021-2023" = 500 } } }
[instruments.land_supply]
mu_per_year = { by_district = { cixi = { 2021 = 50 } }, by_place = { cixi_xiaolin = 5 } }
[instruments.park_clearance]
places = { 2017 = ["cixi_xiaolin"] }
[macro]
deflator_growth = { "2022-2023" = -0.02 }
energy_price = 0.3
export_demand = { "2022-2022" = -0.5 }
sector_demand = { automobiles = { "2022-2024" = 0.3 } }
[parameters]
hurdle_spread = 0.2
[sources]
"upgrade_subsidy.rate" = "somewhere"
[[not_represented]]
instrument = "P34"
zh = "无"
en = "none"
"""
NUMBERS = [b"nan", b"inf", b"-inf", b"-1", b"0", b"1e400", b"9" * 400, b"9" * 5000, b"0x10", b"1_0",
           b"true", b'"x"', b"[]", b"{}", b"1979-05-27", b"[[1]]", b"2021", b"-0.0", b"1e-320",
           b'{ ramp = [[2021, 1], [2020, 2]] }', b'{ "2023-2021" = 1 }', b'{ 2021 = 1, 2021 = 2 }',
           b'{ ramp = [[2021, 0], [2025, 1e308]] }', b'["A"]', b"{ sectors = 1 }",
           b"{ by_sector = { automobiles = 1 } }", b"{ by_sector = 1 }", b"{ elsewhere = 1 }",
           b"{ by_place = { cixi_xiaolin = 1 }, elsewhere = { 2021 = 0 } }",
           b"{ by_sector = { biomedicine = 0 }, by_district = { cixi = 0 } }", b'{ "by_\n" = 1 }',
           b"{ by_district = { cixi = { by_place = { cixi_xiaolin = 1 } } } }"]  # fmt: skip
NAMES = ["../../x", "/etc/passwd", "..\\..\\x.toml", "~/.bashrc", "file.toml\\u0000", "nul.toml",
         "./trial.toml", "trial.toml", "/dev/zero", "/dev/zero.toml", "x" * 5000, "", "no_policy",
         "full_plan", "$(touch x)", "http://x/y.toml", "a\\nb"]  # fmt: skip
LINES = [b'overlays = ["full_plan", "clearing_soft"]', b'overlays = ["clearing_strict"]',
         b"[title]", b"[instruments.clearing]\nquota = 7\n", b'title = "x"',
         b"[macro]\ndemand_growth = 0.1",
         b"[a.a.a.a.a.a]", b'"\\ud800" = 1', b"x = " + b"[" * 3000 + b"]" * 3000,
         b"[sources]\nx.y.z.a.b.c = 1", b"targets = []", b"[instruments]", b"instruments = 3",
         b'[[instruments.clearing]]\nquota = 1', b"a." * 900 + b"b = 1", b'"=cmd|x" = 1',
         b'title.en = "=1+1"', b"x = {" + b"a={" * 900 + b"}" * 901]  # fmt: skip
PIECES = [*NUMBERS, b"\x00", b"\xff", b"'", b'"""', b"#", b"=", b"\n", b"]", b"}", b"\xef\xbb\xbf",
          "目标".encode(), b".", b"\\u0000", b"\x1b[2J", b"\r", "\u2028".encode()]  # fmt: skip
FILES = ["trial.toml", "-x.toml", "a b.toml", "=1+1.toml", "con.toml", "试.toml", "..toml",
         "x" * 200 + ".toml", "a\nb.toml"]  # fmt: skip


@dataclass
class Tally:
    """What became of the files."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


class Watch:
    """Records every file opened for writing, made, renamed or removed outside a folder."""

    def __init__(self) -> None:
        self.inside: Path | None = None
        self.seen: list[str] = []
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.inside is None or event not in ("open", "os.rename", "os.mkdir", "os.remove",
                                                "os.rmdir", "os.symlink"):  # fmt: skip
            return
        writing = event != "open" or _writes(arguments)
        paths = [one for one in arguments[: 2 if event in ("os.rename", "os.symlink") else 1]
                 if isinstance(one, str | bytes | os.PathLike)]  # fmt: skip
        for path in paths if writing else ():
            text = os.path.abspath(os.fsdecode(path))
            # A form of dose met for the first time has its loop compiled into the cache.
            known = (f"{self.inside}{os.sep}", f"{CACHE_FOLDER}{os.sep}")
            if not text.startswith(known) and text != os.devnull:
                self.seen.append(f"{event} {text}")


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(sign in mode for sign in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def mutated(luck: np.random.Generator, texts: list[bytes]) -> bytes:
    """A scenario with one to four faults, of bytes, values, lines or names."""
    text = texts[luck.integers(len(texts))]
    for _ in range(min(int(luck.geometric(0.6)), 4)):
        text = WAYS[luck.integers(len(WAYS))](luck, text)
    return text


def _pick(luck: np.random.Generator, options: list[Any]) -> Any:
    return options[luck.integers(len(options))]


def _bytes(luck: np.random.Generator, text: bytes) -> bytes:
    at = int(luck.integers(len(text) + 1))
    to = min(at + int(luck.integers(12)), len(text))
    piece = _pick(luck, [b"", text[at:to] * 2, _pick(luck, PIECES), luck.bytes(3)])
    return text[:at] + piece + text[to:]


def _value(luck: np.random.Generator, text: bytes) -> bytes:
    found = list(re.finditer(rb"-?\d+(\.\d+)?", text))
    if not found:
        return text
    one = _pick(luck, found)
    scaled = repr(float(one[0][:300]) * float(_pick(luck, [-1, 0.5, 0.9, 1.1, 10, 1e6]))).encode()
    return text[: one.start()] + _pick(luck, [scaled, scaled, _pick(luck, NUMBERS)]) + (
        text[one.end() :])  # fmt: skip


def _dose(luck: np.random.Generator, text: bytes) -> bytes:
    lines = text.split(b"\n")
    k = int(luck.integers(len(lines)))
    head = lines[k].partition(b"=")[0]
    lines[k] = head + b"= " + _pick(luck, NUMBERS)
    return b"\n".join(lines)


def _lines(luck: np.random.Generator, text: bytes) -> bytes:
    lines = text.split(b"\n")
    k, j = (int(luck.integers(len(lines))) for _ in range(2))
    way = luck.integers(4)
    if way == 0:
        lines.insert(j, lines[k])
    elif way == 1:
        del lines[k]
    elif way == 2:
        lines[k], lines[j] = lines[j], lines[k]
    else:
        lines.insert(k, _pick(luck, LINES))
    return b"\n".join(lines)


def _name(luck: np.random.Generator, text: bytes) -> bytes:
    name = str(_pick(luck, NAMES)).encode()
    if luck.integers(2):
        return b'extends = "' + name + b'"\n' + re.sub(rb"(?m)^extends.*\n", b"", text)
    return b'overlays = ["' + name + b'"]\n' + re.sub(rb"(?m)^overlays.*\n", b"", text)


def _whole(luck: np.random.Generator, text: bytes) -> bytes:
    way = luck.integers(12)
    if way == 0:
        return text.decode("utf-8", "replace").encode("utf-16")
    if way == 1:
        return text.replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + text if way > 1 else text


WAYS = [_bytes, _value, _value, _dose, _dose, _lines, _lines, _name, _whole]


@contextlib.contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """A case that hangs ends in TimeoutError, where the system has alarms."""
    if not hasattr(__import__("signal"), "setitimer"):
        yield
        return
    import signal

    def ring(number: int, frame: object) -> None:
        raise TimeoutError(f"more than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def readable(message: str, *names: str) -> str:
    """What is wrong with a refusal; empty if nothing is."""
    if len(message.splitlines()) != 1 or not message.isprintable():
        return "not one printable line"
    if len(message) > LONGEST_LINE + max(len(name) for name in names):
        return "too long"
    if not any(name in message for name in names):
        return "names no file"
    return "" if REMEDY.search(message) else "no remedy"


def in_chinese(message: str) -> str:
    """What is wrong with a refusal in Chinese; empty if nothing is."""
    if len(message.splitlines()) != 1 or not message.isprintable():
        return "not one printable line in Chinese"
    return "" if re.search("[一-鿿]", message) else "not in Chinese"


def run_small(path: Path, last_year: int) -> None:
    """Load and run; the figures must be sane.

    Raises:
        InputError: refused.
        AssertionError: a figure is no number, or the city is empty.
    """
    scenario = load_scenario(str(path))
    ensemble = run_ensemble(scenario, seeds=1, years=(2015, last_year), firms=0.02, workers=1,
                            draws="central")  # fmt: skip
    for figures in ensemble.records[0].indicators:
        assert all(math.isfinite(value) for value in figures.values()), "a figure is no number"
        assert figures["above_scale_firms"] > 0.0 and figures["value_added"] > 0.0, "an empty city"


def _by_command(here: Path, path: Path) -> str:
    """The same by the command, in a process of its own: what it wrote and said."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "sim", "run", str(path), "--firms", "0.02", "--seeds", "1",
         "--draws", "central", "--years", "2015-2016", "--out", "out", "--quiet"],
        cwd=here, env=environment, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode not in (0, 2) or "Traceback" in said:
        return f"status {done.returncode}: {said[-300:]}"
    shutil.rmtree(here / "out", ignore_errors=True)
    return ""


def _book(luck: np.random.Generator, here: Path, whole: bytes) -> Path:
    """A workbook with a few bytes changed, or with cells that no scenario has."""
    path = here / "book.xlsx"
    path.write_bytes(whole)
    if luck.integers(2):
        content = bytearray(whole)
        for _ in range(luck.integers(1, 6)):
            content[luck.integers(len(content))] = int(luck.integers(256))
        path.write_bytes(bytes(content))
        return path
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.active
    cells = ["=1+1", "=HYPERLINK(\"x\")", "../../x", "a\nb", -1, 1e300, True, None, "inherit",
             "none", "inf", "nan", "x" * 3000, 0.1, "extends", "=cmd|' /C calc'!A0"]  # fmt: skip
    for _ in range(luck.integers(1, 4)):
        row = int(luck.choice([1, int(luck.integers(1, sheet.max_row + 1))]))
        cell = sheet.cell(row, int(luck.integers(1, sheet.max_column + 1)))
        cell.value = _pick(luck, cells)
    book.save(path)
    return path


def fuzz(count: int, first: int = 0, report: Any = None) -> Tally:
    """Put so many mutated files to the model.

    Args:
        count: how many.
        first: number of the first; a file depends on its number alone.
        report: called with the tally now and then.
    """
    tally, watch = Tally(), Watch()
    texts = [(folder("scenarios") / f"{name}.toml").read_bytes() for name in scenario_names()]
    texts += [RICH.encode()] * (len(texts) // 2)
    with tempfile.TemporaryDirectory() as made:
        root = Path(made).resolve()
        (root / "rich.toml").write_text(RICH, encoding="utf-8")
        run_small(root / "rich.toml", 2025)  # whatever is compiled and cached once comes first
        export_scenarios(["baseline", "clearing_soft", str(root / "rich.toml")], root / "b.xlsx")
        import_scenarios(root / "b.xlsx", root / "b")
        whole = (root / "b.xlsx").read_bytes()
        for number in range(first, first + count):
            luck = np.random.default_rng([SEED, number])
            here = root / f"case{number}"
            here.mkdir()
            _one(number, luck, here, texts, whole, watch, tally)
            shutil.rmtree(here)
            if report is not None and (number + 1 - first) % 500 == 0:
                report(tally)
    watch.inside = None
    return tally


def _one(
    number: int, luck: np.random.Generator, here: Path, texts: list[bytes], whole: bytes,
    watch: Watch, tally: Tally,
) -> None:  # fmt: skip
    as_book, text = number % BOOK == BOOK - 1, mutated(luck, texts)
    name = _pick(luck, FILES) if luck.integers(8) == 0 else "trial.toml"
    path = _book(luck, here, whole) if as_book else here / name
    if not as_book:
        path.write_bytes(text)
        if number % 1000 == 500:  # a hundred million bytes
            os.truncate(path, 100_000_000)
    before = sorted(here.rglob("*"))
    began = time.monotonic()
    watch.inside, fault, kind = here, "", "book" if as_book else "file"
    cwd = Path.cwd()
    os.chdir(here)
    try:
        with _bounded(SLOWEST):
            if as_book:
                import_scenarios(path, here / "out")
                shutil.rmtree(here / "out")
            else:
                run_small(path, 2025 if number % LONG == 0 else 2017)
        tally.counts[f"{kind} accepted"] += 1
    except InputError as error:
        tally.counts[f"{kind} refused"] += 1
        shipped = [] if as_book else [f"{one}.toml" for one in scenario_names()]
        names = [path.name, path.stem, *shipped]
        names = [re.sub(r"[\x00-\x1f]", "?", one) for one in names]
        wrong = readable(str(error), *names) or in_chinese(error.zh)
        fault = f"{wrong}: {error}" if wrong else ""
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        fault = f"{type(error).__name__}: {error}"
    finally:
        watch.inside = None
        os.chdir(cwd)
    tally.slowest = max(tally.slowest, time.monotonic() - began)
    if not fault and not as_book and number % COMMAND == 0:
        tally.counts["by command"] += 1
        fault = _by_command(here, path)
    if sorted(here.rglob("*")) != before:
        fault = f"left files behind: {sorted(here.rglob('*'))}"
    if watch.seen:
        fault, watch.seen = f"wrote outside: {watch.seen[:3]}", []
    if fault:
        tally.faults.append(f"case {number}: {fault[:500]}")


def main() -> None:
    """The whole count, with what became of the files."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--count", type=int, default=10_000)
    ask.add_argument("--first", type=int, default=0, help="number of the first file")
    given = ask.parse_args()

    def say(tally: Tally) -> None:
        print(f"{dict(tally.counts)} faults {len(tally.faults)} slowest {tally.slowest:.2f} s",
              flush=True)  # fmt: skip

    tally = fuzz(given.count, given.first, say)
    say(tally)
    print("\n".join(tally.faults[:40]))
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
