"""The commands `yongsim discover`, `search` and `robust`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli_options import (
    LanguageOption,
    OutOption,
    PlanFirmsOption,
    QuietOption,
    StoreOption,
    WorkersOption,
    language_and_console,
)

SourceArgument = Annotated[
    str, typer.Argument(help="A sweep's store, or a plan, whose runs are then run or gone on with.")
]


def discover(
    source: SourceArgument,
    miss: Annotated[str, typer.Option("--miss", help="A target of the plan.")],
    package: Annotated[
        str | None, typer.Option("--package", help="A scenario of the store; default the first.")
    ] = None,
    inputs: Annotated[
        str,
        typer.Option("--inputs", help="Conditions on: all, futures, others, or names of parameters "
                                      "by comma."),
    ] = "all",
    keep: StoreOption = None,
    firms: PlanFirmsOption = None,
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Find the conditions in which a package misses a target. 查找未达标的条件。"""
    from sim.report.explore.discovery import session

    language, screen = language_and_console(lang)
    session.run(
        source, miss=miss, scenario=package, among=inputs, keep=keep, firms=firms,
        workers=workers or None, out=out, language=language, screen=screen, quiet=quiet,
    )  # fmt: skip


def robust(
    source: SourceArgument,
    measures: Annotated[
        str,
        typer.Option("--measures", help="Indicators by comma, or targets_attained; a minus sign "
                                        "before one: less is better. Default: targets_attained, "
                                        "tax_per_mu, value_added, -public_cost."),
    ] = "",
    targets: Annotated[
        str, typer.Option("--targets", help="Targets to reach together; default the binding ones.")
    ] = "",
    budget: Annotated[
        float | None,
        typer.Option("--budget", help="Public cost of 2021-2025 not to exceed, 100m yuan."),
    ] = None,
    keep: StoreOption = None,
    firms: PlanFirmsOption = None,
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Weigh packages over all that is not known: regret, satisficing, information. 稳健性。"""
    from sim.report.explore.robust import session

    language, screen = language_and_console(lang)
    session.run(
        source, measures=measures, targets=targets, budget=budget, keep=keep, firms=firms,
        workers=workers or None, out=out, language=language, screen=screen, quiet=quiet,
    )  # fmt: skip


def search(
    plan: Annotated[str, typer.Argument(help="Name of a search plan, or path of a TOML file.")],
    work: Annotated[
        Path | None, typer.Option("--work", help="Where runs are kept; the same command goes on.")
    ] = None,
    firms: PlanFirmsOption = None,
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Search doses for packages that no other one beats in everything. 搜索政策组合。"""
    from sim.report.explore.search import session

    language, screen = language_and_console(lang)
    asked = session.Asked(work, out, workers or None, quiet)
    session.run(plan, asked, firms=firms, language=language, screen=screen)
