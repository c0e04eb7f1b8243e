"""The commands that weigh and explain: explain, attribute, frontier, score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli_options import (
    DrawsOption,
    FirmsOption,
    LanguageOption,
    OutOption,
    QuietOption,
    RunsOption,
    ScenarioOption,
    WorkersOption,
    language_and_console,
    say_which,
)

AgainstOption = Annotated[str, typer.Option("--against", help="The scenario it is set against.")]


def explain(
    scenario: Annotated[str, typer.Option("--scenario", help="Name or path.")],
    year: Annotated[int, typer.Option("--year", help="2016 to 2025.")],
    seed: Annotated[int, typer.Option("--seed", help="Which run.")] = 1,
    firm: Annotated[
        int | None, typer.Option("--firm", help="Identity of a firm; without it: all causes.")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="The same firm under this scenario too.")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", help="Runs that the run is one of.")] = 100,
    firms: FirmsOption = 1.0,
    draws: DrawsOption = "posterior",
    lang: LanguageOption = "",
) -> None:
    """Say why a firm decided as it did, or why firms upgraded and left. 解释企业决策与原因。"""
    from sim.report.appraisal import explain as why

    language, screen = language_and_console(lang)
    say_which([scenario, *([against] if against else [])], language)
    why.explain(
        scenario, seed=seed, seeds=seeds, year=year, firm=firm, against=against, firms=firms,
        draws=draws, language=language, screen=screen,
    )  # fmt: skip


def attribute(
    scenario: Annotated[str, typer.Argument(help="The package: name or path.")],
    against: AgainstOption = "no_policy",
    seeds: Annotated[int, typer.Option("--seeds", help="Members; each runs all coalitions.")] = 20,
    firms: FirmsOption = 1.0,
    group: Annotated[
        list[str] | None, typer.Option("--group", help="name=instrument,instrument; repeatable.")
    ] = None,
    indicators: Annotated[
        str, typer.Option("--indicators", help="Outcomes, by comma.")
    ] = "value_added,tax_per_mu,public_cost,upgrades",
    draws: DrawsOption = "posterior",
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Split a package's effect among its instruments (Shapley). 分解政策组合的效应。"""
    from sim.report.appraisal import session

    language, screen = language_and_console(lang)
    say_which([scenario, against], language)
    names = tuple(name.strip() for name in indicators.split(",") if name.strip())
    session.attribute(
        scenario, against=against, seeds=seeds, firms=firms, draws=draws, indicators=names,
        groups=group or [], workers=workers or None, out=out, language=language, screen=screen,
        quiet=quiet,
    )  # fmt: skip


def frontier(
    packages: Annotated[list[str], typer.Argument(help="Scenarios: names or paths.")],
    against: AgainstOption = "no_policy",
    effect: Annotated[str, typer.Option("--effect", help="An indicator.")] = "value_added",
    less: Annotated[bool, typer.Option("--less", help="A fall of it counts as effect.")] = False,
    without_land: Annotated[
        bool, typer.Option("--without-land", help="Leave all money for land out of cost.")
    ] = False,
    worth: Annotated[
        float | None, typer.Option("--worth", help="100m yuan that a unit of effect is worth.")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", help="Members; each runs all packages.")] = 100,
    firms: FirmsOption = 1.0,
    draws: DrawsOption = "posterior",
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Weigh packages' cost against effect, and what knowing more is worth. 成本效果前沿。"""
    from sim.report.appraisal import session

    language, screen = language_and_console(lang)
    say_which([against, *packages], language)
    session.appraise(
        packages, against=against, effect=effect, less=less, land=not without_land, worth=worth,
        seeds=seeds, firms=firms, draws=draws, workers=workers or None, out=out,
        language=language, screen=screen, quiet=quiet,
    )  # fmt: skip


def score(
    outturns: Annotated[
        Path | None, typer.Argument(help="CSV: indicator, year, value. Default: the evidence's "
                                         "figures of single years before 2020.")
    ] = None,
    scenario: ScenarioOption = "baseline",
    seeds: RunsOption = 100,
    firms: FirmsOption = 1.0,
    draws: DrawsOption = "posterior",
    workers: WorkersOption = 0,
    out: OutOption = None,
    lang: LanguageOption = "",
    quiet: QuietOption = False,
) -> None:
    """Set later figures against the model and naive rivals. 用后来公布的数字检验模型。"""
    from sim.report.score import score_and_report

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    score_and_report(
        outturns, scenario=scenario, seeds=seeds, firms=firms, draws=draws, out=out,
        language=language, screen=screen, workers=workers or None, quiet=quiet,
    )  # fmt: skip
