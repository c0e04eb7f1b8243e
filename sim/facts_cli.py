"""The commands that set the model against what is known of firms and of policy's effects."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli_options import (
    DrawsOption,
    FirmsOption,
    LanguageOption,
    OutOption,
    QuietOption,
    ScenarioOption,
    WorkersOption,
    language_and_console,
    say_which,
)

SeedsOption = Annotated[int, typer.Option("--seeds", help="Number of members.")]


def facts(
    scenario: ScenarioOption = "baseline",
    seeds: SeedsOption = 100,
    firms: FirmsOption = 1.0,
    draws: DrawsOption = "posterior",
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Set stylised facts of firms against the calibrated city. 用企业典型事实检验模型。"""
    from sim.report.trust import session

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    session.facts_and_report(
        scenario, seeds=seeds, firms=firms, draws=draws, out=out, language=language,
        screen=screen, workers=workers or None, quiet=quiet,
    )  # fmt: skip


def causal(
    scenario: ScenarioOption = "baseline",
    seeds: SeedsOption = 100,
    firms: FirmsOption = 1.0,
    draws: DrawsOption = "posterior",
    seed: Annotated[
        int, typer.Option("--seed", help="Luck by which places get rules or rates first.")
    ] = 1,
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Estimate policy's effects in the simulated past, beside the true ones. 政策效应检验。"""
    from sim.report.trust import session

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    session.causal_and_report(
        scenario, seeds=seeds, firms=firms, draws=draws, seed=seed, out=out, language=language,
        screen=screen, workers=workers or None, quiet=quiet,
    )  # fmt: skip
