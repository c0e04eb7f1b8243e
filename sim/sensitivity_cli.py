"""The command `yongsim sensitivity`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli_options import (
    LanguageOption,
    OutOption,
    PlanFirmsOption,
    QuietOption,
    WorkersOption,
    language_and_console,
)


def sensitivity(
    plan: Annotated[str, typer.Argument(help="Name of a plan of scenarios/sweeps, or its path.")],
    store: Annotated[
        Path | None, typer.Option("--store", help="Store of the runs; made, or gone on with.")
    ] = None,
    out: OutOption = None,
    base: Annotated[
        int | None,
        typer.Option("--base", help="New total of trajectories or base samples; runs are kept."),
    ] = None,
    firms: PlanFirmsOption = None,
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Run a plan and tell what drives its outcomes, with intervals. 敏感性分析。"""
    from sim.report.sensitivity import session

    language, screen = language_and_console(lang)
    session.sensitivity(
        plan, store=store, out=out, base=base, firms=firms, workers=workers or None, quiet=quiet,
        language=language, screen=screen,
    )  # fmt: skip
