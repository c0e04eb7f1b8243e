"""Options that several commands share."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.base.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from sim.report.words import Language

LanguageOption = Annotated[
    str, typer.Option("--lang", help="zh or en; default: the system's language.")
]
ScenarioArgument = Annotated[
    str, typer.Argument(help="Name of a scenario, or path of a TOML file.")
]
ScenariosArgument = Annotated[
    list[str], typer.Argument(help="Names or TOML files; the first is compared with.")
]
ScenarioOption = Annotated[str, typer.Option("--scenario", help="Name or TOML file.")]
RunsOption = Annotated[int, typer.Option("--seeds", help="Number of runs.")]
FirmsOption = Annotated[
    float, typer.Option("--firms", help="Share of the smaller firms simulated; 1: the whole city.")
]
PlanFirmsOption = Annotated[
    float | None, typer.Option("--firms", help="Share of the smaller firms; default: the plan's.")
]
DrawsOption = Annotated[
    str, typer.Option("--draws", help="Parameters from: posterior, prior or central.")
]
TwinsOption = Annotated[
    bool, typer.Option("--twins", help="Each instrument against its twin without it.")
]
StoreOption = Annotated[Path | None, typer.Option("--store", help="Where a plan's runs are kept.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="The results folder itself.")]
WorkersOption = Annotated[int, typer.Option("--workers", help="Processes; 0: one per core.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No progress bar.")]

_said_in: list[Language] = ["en"]


def language_and_console(asked: str) -> tuple[Language, Console]:
    """The language to use, and the console; English where the console cannot show Chinese."""
    from sim.report.console import can_show_chinese, console
    from sim.report.words import word

    if asked not in ("", "zh", "en"):
        raise InputError(
            f"--lang {asked[:20]}: give zh or en",
            f"--lang {asked[:20]}：请写 zh 或 en",
        )
    screen = console()
    system = (os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or "")
    wants_chinese = asked == "zh" or (not asked and system.lower().startswith(("zh", "chinese")))
    chosen: Language = "zh" if wants_chinese else "en"
    if chosen == "zh" and not can_show_chinese(screen):
        print(word("no_console", "en"), file=sys.stderr)
        chosen = "en"
    _said_in[0] = chosen
    return chosen, screen


def say_which(names: Iterable[str], language: Language) -> None:
    """Say on the error stream which scenario a name means where a file here has a shipped name."""
    from sim.report.words import word
    from sim.scenario.files import namesakes

    for name, is_file in namesakes(names):
        text = word("file_meant" if is_file else "shipped_meant", language).format(name=name)
        print(f"yongsim: {text}", file=sys.stderr)


def language_of_refusals() -> Language:
    """The language of the command that was called; English before it is known."""
    return _said_in[0]
