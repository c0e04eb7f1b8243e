"""The commands `yongsim firms ...`: a bureau's own table of firms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli_options import LanguageOption, language_and_console, say_which

app = typer.Typer(
    no_args_is_help=True, help="A table of your own firms. 自有企业数据。", rich_markup_mode=None
)
FileArgument = Annotated[Path, typer.Argument(help="own_firms.toml, or a table: .csv, .xlsx.")]


@app.command()
def check(file: FileArgument, lang: LanguageOption = "") -> None:
    """Check every row and explain each refusal; nothing is written. 逐行检查并说明原因。"""
    from sim.report.own import show_check
    from sim.scenario.own.load import checked

    language, screen = language_and_console(lang)
    settings, found = checked(file)
    show_check(file, settings, found, screen, language)
    if found.refused and not settings.leave_out_refused:
        raise typer.Exit(1)


@app.command()
def columns(lang: LanguageOption = "") -> None:
    """List the columns: headings, units, which are needed, what stands in. 列出各列。"""
    from sim.report.own import column_table

    language, screen = language_and_console(lang)
    screen.print(column_table(screen, language))


@app.command()
def template(
    out: Annotated[Path, typer.Option("--out", help="The new folder.")] = Path("own_firms"),
    lang: LanguageOption = "",
) -> None:
    """Write settings and an example table of invented firms to fill in. 生成模板与示例。"""
    from sim.report.words_own import say
    from sim.scenario.own.template import write_template

    language, screen = language_and_console(lang)
    for path in write_template(out, language):
        screen.print(say("written", language, path=path), markup=False)


@app.command()
def totals(
    file: FileArgument,
    scenario: Annotated[str, typer.Option("--scenario", help="What runs up to then.")] = "history",
    lang: LanguageOption = "",
) -> None:
    """Show what the table makes of the city's totals, by one central run. 对全市合计的影响。"""
    import os

    from sim.base.own import OWN
    from sim.report.own import show_change
    from sim.scenario.own.totals import change_of

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    os.environ[OWN] = str(file.absolute())
    change, year = change_of(scenario)
    show_change(change, year, screen, language)
