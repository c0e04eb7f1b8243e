"""The commands `yongsim scenario ...`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli_options import LanguageOption, ScenarioArgument, language_and_console, say_which

app = typer.Typer(
    no_args_is_help=True, help="Scenarios as data. 情景文件。", rich_markup_mode=None
)


@app.command("list")
def list_scenarios(lang: LanguageOption = "") -> None:
    """List the shipped scenarios. 列出内置情景。"""
    from sim.scenario.load import load_scenario, scenario_names

    language, screen = language_and_console(lang)
    width = max(map(len, scenario_names())) + 2
    for name in scenario_names():
        title = load_scenario(name).title
        screen.print(f"{name:{width}s}{title.zh if language == 'zh' else title.en}", markup=False)


@app.command()
def show(scenario: ScenarioArgument, lang: LanguageOption = "") -> None:
    """Show what a scenario sets, on which sources, and what it can't show. 查看情景。"""
    from sim.report.scenarios import show_scenario
    from sim.scenario.load import load_scenario

    language, screen = language_and_console(lang)
    say_which([scenario], language)
    show_scenario(screen, load_scenario(scenario), language)


@app.command()
def diff(first: ScenarioArgument, second: ScenarioArgument, lang: LanguageOption = "") -> None:
    """Show where two scenarios differ, by value and year. 比较两个情景的差异。"""
    from sim.report.scenarios import difference_table
    from sim.scenario.load import load_scenario

    language, screen = language_and_console(lang)
    say_which([first, second], language)
    screen.print(
        difference_table(screen, load_scenario(first), load_scenario(second), language)
    )


@app.command()
def check(file: ScenarioArgument, lang: LanguageOption = "") -> None:
    """Check a scenario file without running it. 检查情景文件。"""
    from sim.report.scenarios import summary
    from sim.scenario.load import load_scenario

    language, screen = language_and_console(lang)
    say_which([file], language)
    screen.print(summary(load_scenario(file), language), markup=False)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario.")],
    extends: Annotated[
        str, typer.Option("--extends", help="The scenario it builds on.")
    ] = "baseline",
    lang: LanguageOption = "",
) -> None:
    """Write a commented scenario file into this folder. 新建情景文件模板。"""
    from sim.report.words import word
    from sim.scenario.template import write_template

    language, screen = language_and_console(lang)
    path = write_template(name, extends, Path())
    screen.print(f"{word('file_written', language)}: {path}", markup=False)


@app.command("export")
def export_(
    scenarios: Annotated[list[str], typer.Argument(help="Names or paths.")],
    out: Annotated[Path, typer.Option("--out", help="The workbook to write (.xlsx).")],
    lang: LanguageOption = "",
) -> None:
    """Write scenarios into an Excel workbook, a column each. 导出为Excel。"""
    from sim.report.words import word
    from sim.scenario.workbook import export_scenarios

    language, screen = language_and_console(lang)
    say_which(scenarios, language)
    export_scenarios(scenarios, out)
    screen.print(f"{word('file_written', language)}: {out}", markup=False)


@app.command("import")
def import_(
    book: Annotated[Path, typer.Argument(help="The workbook (.xlsx).")],
    out: Annotated[Path, typer.Option("--out", help="The new folder for the TOML files.")],
    lang: LanguageOption = "",
) -> None:
    """Read scenarios from an Excel workbook into TOML files. 从Excel导入。"""
    from sim.report.words import word
    from sim.scenario.workbook_import import import_scenarios

    language, screen = language_and_console(lang)
    for path in import_scenarios(book, out):
        screen.print(f"{word('file_written', language)}: {path}", markup=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files. 输出情景文件的JSON Schema。"""
    import sys

    from sim.scenario.json_schema import schema_text

    sys.stdout.buffer.write(schema_text().encode())
