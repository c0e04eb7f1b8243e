"""The command `yongsim`."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sim.app_cli import app as open_page
from sim.appraise_cli import attribute, explain, frontier, score
from sim.base.errors import InputError, StoppedError
from sim.cli_options import (
    DrawsOption,
    FirmsOption,
    LanguageOption,
    OutOption,
    QuietOption,
    RunsOption,
    ScenarioArgument,
    ScenariosArgument,
    TwinsOption,
    WorkersOption,
    language_and_console,
    language_of_refusals,
    say_which,
)
from sim.explore_cli import discover, robust, search
from sim.explorer_cli import explorer
from sim.facts_cli import causal, facts
from sim.firms_cli import app as firms_app
from sim.migrate_cli import migrate
from sim.scenario.schema import printable
from sim.scenario_cli import app as scenario_app
from sim.scenario_cli import list_scenarios
from sim.sensitivity_cli import sensitivity
from sim.sweep_cli import app as sweep_app

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
    rich_markup_mode=None,
)  # fmt: skip

SHOWN_OF_A_NAME = 40  # characters of one that is too long
OWN_HELP = "Table of your own firms (docs/own_firms.en.md). 自有企业数据。"
SHOWN_HELP = "Let single own firms be looked at. 允许查看单个自有企业。"
CITY_HELP = "Folder of another city (docs/cities.md). 另一城市的数据文件夹。"
INTERRUPTED = 130  # what a shell reports after Ctrl-C, and what typer makes of it

DetailOption = Annotated[
    bool, typer.Option("--detail", help="Write every yuan and every mu by place and grade.")
]


def _years(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{4})-(\d{4})", text, re.ASCII)
    if found is None:
        raise InputError(
            f"--years {text[:20]}: give FIRST-LAST, for example 2015-2025",
            f"--years {text[:20]}：请写 起-止，例如 2015-2025",
        )
    return int(found[1]), int(found[2])


@app.callback()
def choose(
    city: Annotated[Path | None, typer.Option("--city", help=CITY_HELP)] = None,
    own_firms: Annotated[Path | None, typer.Option("--own-firms", help=OWN_HELP)] = None,
    show_own_firms: Annotated[bool, typer.Option("--show-own-firms", help=SHOWN_HELP)] = False,
) -> None:
    """Agent-based simulation of industrial upgrading in Ningbo. 宁波工业转型升级多主体模拟。"""
    from sim.base import own, resources

    if own_firms is not None:
        os.environ[own.OWN] = str(own_firms.absolute())
    if show_own_firms:
        os.environ[own.SHOWN] = "1"
    if city is not None:
        os.environ[resources.CITY] = str(city.absolute())
    resources.city()


@app.command()
def run(
    scenario: ScenarioArgument,
    seeds: RunsOption = 100,
    years: Annotated[str, typer.Option("--years", help="FIRST-LAST.")] = "2015-2025",
    firms: FirmsOption = 1.0,
    out: OutOption = None,
    lang: LanguageOption = "",
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    draws: DrawsOption = "posterior",
    detail: DetailOption = False,
) -> None:
    """Simulate a scenario and audit the plan's targets. 模拟情景并检验规划目标。"""
    from sim.report.session import run_and_report

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    run_and_report(
        scenario, seeds=seeds, years=_years(years), firms=firms, out=out, language=language,
        screen=screen, workers=workers or None, quiet=quiet, draws=draws, detail=detail,
    )  # fmt: skip


@app.command()
def compare(
    scenarios: ScenariosArgument,
    seeds: Annotated[int, typer.Option("--seeds", help="Number of pairs; of a batch.")] = 100,
    firms: FirmsOption = 1.0,
    out: OutOption = None,
    lang: LanguageOption = "",
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    draws: DrawsOption = "posterior",
    width: Annotated[
        list[str] | None,
        typer.Option("--width", help="INDICATOR=WIDTH: batches go on until the 95% interval of "
                                     "the mean difference in 2025 is this narrow."),
    ] = None,
    most: Annotated[int, typer.Option("--most", help="With --width: most pairs.")] = 1000,
    targets: Annotated[
        str, typer.Option("--targets", help="Own list for the joint probability: a,b,c.")
    ] = "",
    detail: DetailOption = False,
    twins: TwinsOption = False,
) -> None:
    """Compare scenarios on the same parameters, firms and luck. 同参数、同企业、同运气比较情景。"""
    from sim.report.compare.session import compare_and_report

    language, screen = language_and_console(lang)
    say_which(scenarios, language)
    compare_and_report(
        scenarios, seeds=seeds, firms=firms, out=out, language=language, screen=screen,
        workers=workers or None, quiet=quiet, draws=draws, width=width or (), most=most,
        own=targets, detail=detail, twins=twins,
    )  # fmt: skip


@app.command()
def pictures(
    scenario: ScenarioArgument,
    seeds: RunsOption = 100,
    firms: FirmsOption = 1.0,
    out: Annotated[Path | None, typer.Option("--out", help="The folder of the files.")] = None,
    kinds: Annotated[str, typer.Option("--format", help="png, svg, pdf; or several.")] = "png",
    lang: LanguageOption = "",
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    draws: DrawsOption = "posterior",
) -> None:
    """Draw targets, paths, adoption, grades, land and drivers of a scenario. 绘制情景的各种图。"""
    from sim.report.pictures.session import draw_and_write, kinds_of

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    draw_and_write(
        scenario, seeds=seeds, firms=firms, draws=draws, kinds=kinds_of(kinds), out=out,
        language=language, screen=screen, workers=workers or None, quiet=quiet,
    )  # fmt: skip


@app.command()
def report(
    scenarios: ScenariosArgument,
    formats: Annotated[
        str, typer.Option("--format", help="html, docx, xlsx; several by comma.")
    ] = "html,docx,xlsx",
    seeds: Annotated[int, typer.Option("--seeds", help="Runs of each scenario.")] = 100,
    firms: FirmsOption = 1.0,
    out: Annotated[Path | None, typer.Option("--out", help="The report's folder itself.")] = None,
    runs: Annotated[
        Path, typer.Option("--runs", help="Where finished comparisons lie, and new ones are kept.")
    ] = Path("results"),
    lang: LanguageOption = "",
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    draws: DrawsOption = "posterior",
    twins: TwinsOption = False,
) -> None:
    """Write a comparison as a report: page, text document, workbook. 生成比较报告。"""
    from sim.report.paper import session

    language, screen = language_and_console(lang)
    say_which(scenarios, language)
    session.report(
        scenarios, formats=formats, seeds=seeds, firms=firms, out=out, runs=runs,
        language=language, screen=screen, workers=workers or None, quiet=quiet, draws=draws,
        twins=twins,
    )  # fmt: skip


@app.command()
def population(firms: FirmsOption = 1.0, lang: LanguageOption = "") -> None:
    """Print each published figure of 2015 beside the central city's. 核对2015年中心企业群体。"""
    from sim.report.console import comparison_table
    from sim.scenario.checks import population_rows

    language, screen = language_and_console(lang)
    screen.print(comparison_table(screen, population_rows(firms, language), language))


@app.command()
def parameters(lang: LanguageOption = "") -> None:
    """List every parameter with value, bounds, source and standing. 列出全部参数。"""
    from sim.report.console import parameter_table

    language, screen = language_and_console(lang)
    screen.print(parameter_table(screen, language))


app.add_typer(scenario_app, name="scenario")
app.command("scenarios")(list_scenarios)
app.add_typer(sweep_app, name="sweep")
app.add_typer(firms_app, name="firms")
app.command()(migrate)
app.command()(explain)
app.command()(attribute)
app.command()(frontier)
app.command()(score)
app.command()(facts)
app.command()(causal)
app.command()(sensitivity)
app.command()(discover)
app.command()(robust)
app.command()(search)
app.command()(explorer)
app.command("app")(open_page)


@app.command()
def rules(lang: LanguageOption = "") -> None:
    """List every equation with its number and source. 列出全部方程。"""
    import sim.scenario.ensemble  # noqa: F401  the rules register when the city is loaded
    from sim.report.console import rule_table

    language, screen = language_and_console(lang)
    screen.print(rule_table(screen, language))


@app.command()
def firm(
    number: Annotated[int, typer.Argument(help="Identity of the firm: 1 is the largest.")],
    scenario: Annotated[str, typer.Option("--scenario")] = "baseline",
    seed: Annotated[int, typer.Option("--seed")] = 1,
    lang: LanguageOption = "",
) -> None:
    """Show one firm year by year, at central values. 查看一家企业的逐年变化（参数取中心值）。"""
    from sim.report.one_firm import firm_table
    from sim.scenario.one_firm import follow_firm

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    screen.print(firm_table(screen, follow_firm(scenario, seed, number), language))


@app.command()
def calibrate(
    quick: Annotated[bool, typer.Option("--quick", help="Few runs, for a first look.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the posterior; default: the model's.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the posterior that is there.")
    ] = False,
    work: Annotated[
        Path | None, typer.Option("--work", help="Where finished runs wait for a later call.")
    ] = None,
    workers: WorkersOption = 0,
    lang: LanguageOption = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Fit the model to 2015-2020 anew; broken off, it goes on where it stopped. 重新校准。"""
    from sim.report.calibration import session

    language, screen = language_and_console(lang)
    session.calibrate(
        quick=quick, out=out, work=work or session.WORK, replace=replace,
        workers=workers or os.cpu_count() or 1, language=language, screen=screen, quiet=quiet,
    )  # fmt: skip


@app.command()
def calibration(
    report: Annotated[
        Path | None, typer.Option("--report", help="Write the pages, Chinese and English, here.")
    ] = None,
    posterior: Annotated[
        Path | None, typer.Option("--posterior", help="Its folder; default: the model's.")
    ] = None,
    lang: LanguageOption = "",
) -> None:
    """Show how well the model fits 2015-2020. 查看校准结果。"""
    from sim.report.calibration import session

    language, screen = language_and_console(lang)
    session.show(posterior, report, language=language, screen=screen)


def _interrupt(number: int, frame: object) -> None:
    """A polite kill stops a run as Ctrl-C does: workers end and nothing half-written stays."""
    raise KeyboardInterrupt


def _leave(message: str, status: int) -> NoReturn:
    print(f"yongsim: {message}", file=sys.stderr)
    sys.exit(status)


def _name_too_long(error: OSError) -> InputError:
    """The refusal of a name that no file system takes, wherever it was first looked for."""
    name = printable(str(error.filename))[:SHOWN_OF_A_NAME]
    return InputError(f"'{name}...': longer than the name of a file can be; give a shorter one",
                      f"“{name}……”：超过文件名允许的长度；请换用较短的名称")  # fmt: skip


def main() -> None:
    """Entry point: a user's mistake prints its message and exits with status 2."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except InputError as error:
        _leave(error.text(language_of_refusals()), 2)
    except StoppedError as stopped:
        _leave(str(stopped), stopped.status)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        _leave(_name_too_long(error).text(language_of_refusals()), 2)
    except Exception as error:
        # A complaint of typer about the command line, whichever click it carries.
        message = getattr(error, "format_message", None)
        if message is None:
            raise
        if message().startswith("Usage:"):  # a group of commands by its name alone
            print(message(), file=sys.stderr)
            sys.exit(2)
        _leave(f"{message()} (--help lists what there is)", 2)
    if status == INTERRUPTED:
        _leave("interrupted; a results folder is there only if it is complete", INTERRUPTED)
    if isinstance(status, int) and status:
        sys.exit(status)  # said already what is wrong, as `firms check` does


if __name__ == "__main__":
    main()
