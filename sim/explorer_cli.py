"""The command `yongsim explorer`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli_options import (
    LanguageOption,
    PlanFirmsOption,
    QuietOption,
    StoreOption,
    WorkersOption,
    language_and_console,
)


def explorer(
    source: Annotated[
        str, typer.Argument(help="A plan with a grid of doses, or the store of its runs.")
    ],
    keep: StoreOption = None,
    firms: PlanFirmsOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="The page, NAME.html.")] = None,
    workers: WorkersOption = 0,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Write a grid as one page with sliders that opens without Python. 生成离线探索页。"""
    from sim.report.explorer import session

    language, screen = language_and_console(lang)
    session.run(
        source, keep=keep, firms=firms, workers=workers or None, out=out, language=language,
        screen=screen, quiet=quiet,
    )  # fmt: skip
