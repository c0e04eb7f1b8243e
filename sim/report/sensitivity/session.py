"""What `yongsim sensitivity` does: make or resume the store, analyse it, write and show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.explore.sensitivity.analyse import analyse
from sim.explore.sensitivity.read import KINDS, read_sample, wrong_design
from sim.report import store as results
from sim.report.sensitivity.text import summary
from sim.report.sensitivity.words import say
from sim.report.sensitivity.write import NEXT, write
from sim.report.sweep import session as sweeping
from sim.report.words import Language, word
from sim.sweep.engine import Asked
from sim.sweep.manifest import NAME, about, read_content
from sim.sweep.parts import parts
from sim.sweep.read import open_sweep
from sim.sweep.setup import load_sweep
from sim.sweep.sweep import Sweep

SHARD_SECONDS = 60.0


def sensitivity(
    name: str, *, store: Path | None, out: Path | None, base: int | None, firms: float | None,
    workers: int | None, quiet: bool, language: Language, screen: Console,
) -> None:  # fmt: skip
    """Run what the plan's store lacks, then analyse it.

    Args:
        name: of a plan, or path of a plan file.
        store: of the runs; default results/sweep-NAME. One that is complete is only analysed.
        out: folder of the findings; default the first free results/sensitivity-NAME.
        base: new total of trajectories or base samples; what was run is kept.
        firms: share of the smaller firms, instead of the plan's.
        workers, quiet, language, screen: as for `sweep run`.

    Raises:
        InputError: before anything is run, or when store or folder cannot be used.
        StoppedError: by Ctrl-C or TERM; the same command goes on.
    """
    sweep = load_sweep(name, firms=firms)
    if len(sweep.designs) != 1 or sweep.designs[0].kind not in KINDS:
        raise wrong_design(sweep.name)
    path = store if store is not None else Path("results") / f"sweep-{sweep.name}"
    folder = out if out is not None else results.next_free(f"sensitivity-{sweep.name}")
    results.check_free(folder)
    options: dict[str, Any] = {
        "engine": Asked(workers=workers), "quiet": quiet, "language": language, "screen": screen,
    }  # fmt: skip
    _run(name, sweep, path, firms, base, options)
    data = open_sweep(path)
    screen.print(say("analysing", language, runs=data.about["runs"]))
    findings = analyse(read_sample(data))
    kept = write(findings, data, folder)
    heading = say("title", language, title=data.about["plan"]["title"][language])
    screen.print(summary(findings, heading, data.about["plan"]["firms"], language), markup=False)
    screen.print(f"{word('written', language)}: {folder}", markup=False)
    if kept:
        screen.print(say("next", language, path=folder / NEXT, count=len(kept)), markup=False)
    elif findings.sample.kind == "morris":
        screen.print(say("nothing_survived", language))


def _run(
    name: str, sweep: Sweep, path: Path, firms: float | None, base: int | None,
    options: dict[str, Any],
) -> None:  # fmt: skip
    """Begin, go on with or extend the store, as far as it needs it."""
    if not (path / NAME).exists():
        sweeping.run(name, out=path, firms=firms, shard_seconds=SHARD_SECONDS, **options)
    content = read_content(path)
    if _plan(content["plan"]) != _plan(about(sweep)["plan"]):
        raise InputError(
            f"'{path}' holds the runs of another plan, or of other bounds or size; give another "
            "--store",
            f"“{path}”中是另一方案的模拟，或取值范围、规模不同；请另给 --store",
        )
    if len({part.shard for part in parts(path)}) < content["shards"]:
        sweeping.resume(path, **options)
    design = content["plan"]["designs"][0]
    batch = design["batch"] if design["kind"] in ("morris", "saltelli") else 1
    if base is not None and base * batch != design["size"]:
        sweeping.extend(path, seeds=None, points=base * batch, shard_seconds=SHARD_SECONDS,
                        **options)  # fmt: skip


def _plan(plan: dict[str, Any]) -> dict[str, Any]:
    """What two plans must have in common, as JSON has it: all but how far the design has grown."""
    plan = json.loads(json.dumps(plan))
    designs = [{key: one for key, one in design.items() if key != "size"}
               for design in plan["designs"]]  # fmt: skip
    return {**plan, "designs": designs}
