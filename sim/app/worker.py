"""The process that runs a comparison: asked by a file, it says how far it is line by line.

A process of its own leaves the page free to answer, and can be stopped at any moment. What it finds
goes through the same pipe: nothing that has lain on a disk is ever unpickled.
"""

from __future__ import annotations

import base64
import importlib
import json
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import InputError

MOST_TRACED = 8  # runs that grades by place are taken from


@dataclass(frozen=True)
class Found:
    """What a job leaves behind.

    Attributes:
        findings: the comparison.
        grades: by scenario, firms by grade of some runs; shape: runs x years x places x 5.
        traces: by scenario, the first of these runs firm by firm.
        traced: the numbers of these runs.
    """

    findings: Any
    grades: dict[str, Any]
    traces: dict[str, Any]
    traced: tuple[int, ...]


def tell(**said: Any) -> None:
    """Say something to whoever started this process: one line."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


@contextmanager
def _bar(runs: int) -> Iterator[Any]:
    from sim.base.compiler import is_cold, mark_warm  # noqa: PLC0415  a slow import

    tell(total=runs, cold=is_cold())
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        tell(done=done)

    yield tick
    mark_warm()


def find(request: dict[str, Any]) -> Found:
    """Run what is asked for.

    Raises:
        InputError: something asked for cannot be used.
    """
    from sim.compare import findings  # noqa: PLC0415  slow imports, told of before
    from sim.compare.together import load_all, run_together  # noqa: PLC0415

    comparison = run_together(
        load_all(request["scenarios"]), seeds=request["draws"], draws=request["kind"],
        progress=_bar, paths=True, firms=request["firms"], workers=request["workers"],
    )  # fmt: skip
    asked = {"seeds": request["draws"], "targets": [], "twins": False}
    return _traced(findings.find(comparison, (), [], asked), request["firms"])


def _traced(findings: Any, firms: float) -> Found:
    import numpy as np  # noqa: PLC0415  slow imports, told of before

    from sim.scenario.traced import trace  # noqa: PLC0415

    ensembles = findings.comparison.ensembles
    runs = ensembles[0].runs[:MOST_TRACED]
    grades: dict[str, Any] = {one.scenario.name: [] for one in ensembles}
    traces: dict[str, Any] = {}
    tell(tracing=len(runs))
    for run in runs:
        for one in ensembles:
            found = trace(one.scenario, one.members[run - 1], firms)
            grades[one.scenario.name].append(found.grades_by_place())
            traces.setdefault(one.scenario.name, found)
    stacked = {name: np.stack(own) for name, own in grades.items()}
    return Found(findings, stacked, traces, runs)


def main(asked: Path) -> None:
    """Do a job: read what is asked, hand over what is found, whole or not at all."""
    try:
        found = find(json.loads(asked.read_text(encoding="utf-8")))
    except InputError as error:
        tell(refused={"en": error.text("en"), "zh": error.text("zh")})
        return
    tell(found=base64.b64encode(pickle.dumps(found, pickle.HIGHEST_PROTOCOL)).decode("ascii"))


def unpacked(said: str) -> Found:
    """What a process of ours handed over."""
    found: Found = pickle.loads(base64.b64decode(said))
    return found


if __name__ == "__main__":
    # What is handed over is read by another process, which knows this module by its own name.
    importlib.import_module("sim.app.worker").main(Path(sys.argv[1]))
