"""The command `yongsim migrate`: work of earlier releases in the form of this one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli_options import LanguageOption, language_and_console


def migrate(
    path: Annotated[Path, typer.Argument(help="Scenario, results, store of a sweep, posterior.")],
    lang: LanguageOption = "",
) -> None:
    """Write older work in this release's form; the old is kept beside. 转换旧版文件并保留原件。"""
    from sim.report.old import migrate as carry
    from sim.report.words import word

    language, screen = language_and_console(lang)
    kind, steps, backup = carry(path)
    label = kind.zh if language == "zh" else kind.en
    if backup is None:
        text = word("format_current", language).format(kind=label, version=kind.current)
        screen.print(text, markup=False)
        return
    for number, step in enumerate(steps, start=kind.current - len(steps) + 1):
        said = step.zh if language == "zh" else step.en
        screen.print(f"{label} {number}: {said}", markup=False, soft_wrap=True)
    screen.print(word("format_carried", language).format(path=path, old=backup), markup=False,
                 soft_wrap=True)  # fmt: skip
