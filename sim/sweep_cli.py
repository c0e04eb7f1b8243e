"""The commands `yongsim sweep ...`."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from inspect import Parameter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from sim.base.errors import InputError
from sim.cli_options import (
    LanguageOption,
    PlanFirmsOption,
    QuietOption,
    WorkersOption,
    language_and_console,
)

if TYPE_CHECKING:
    from rich.console import Console

    from sim.report.words import Language
    from sim.sweep.engine import Asked

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="Many runs that survive: begin, resume, extend, verify, merge. 批量模拟。",
)  # fmt: skip

PlanArgument = Annotated[str, typer.Argument(help="Name of a plan, or path of a TOML file.")]
EitherArgument = Annotated[str, typer.Argument(help="A plan, or the store of a sweep.")]
StoreArgument = Annotated[Path, typer.Argument(help="The store of a sweep.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="The store, a new folder.")]
EngineOption = Annotated[str, typer.Option("--engine", help="local or dask.")]
SchedulerOption = Annotated[
    str, typer.Option("--scheduler", help="With dask: its address or file; slurm, pbs, lsf, sge.")
]
ShardSecondsOption = Annotated[
    float, typer.Option("--shard-seconds", help="About so long a shard takes.")
]


def _option(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


# What a command's argument of a name is made of: options that several commands share.
MADE_OF: dict[str, tuple[Parameter, ...]] = {
    "engine": (
        _option("workers", WorkersOption, 0), _option("engine", EngineOption, "local"),
        _option("scheduler", SchedulerOption, ""),
    ),
    "language": (_option("lang", LanguageOption, ""),),
    "screen": (),
}  # fmt: skip


def _command(function: Callable[..., None]) -> Callable[..., None]:
    """A command of `sweep`; its `engine`, `language` and `screen` come from shared options."""
    own = inspect.signature(function).parameters
    hints = get_type_hints(
        function, localns=dict.fromkeys(("Asked", "Language", "Console"), Any), include_extras=True
    )
    options = [option for name, one in own.items() for option in MADE_OF.get(name, (
        one.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY),
    ))]  # fmt: skip

    @functools.wraps(function)
    def called(**given: Any) -> None:
        language, screen = language_and_console(given.pop("lang"))
        if "engine" in own:
            from sim.sweep.engine import Asked

            given["engine"] = Asked(given["engine"], given.pop("scheduler"),
                                    given.pop("workers") or None)  # fmt: skip
        function(**given, language=language, screen=screen)

    called.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in options}
    app.command()(called)
    return called


@_command
def run(
    plan: PlanArgument, *,
    out: OutOption = None,
    firms: PlanFirmsOption = None,
    shard_seconds: ShardSecondsOption = 60.0,
    engine: Asked,
    quiet: QuietOption = False,
    language: Language,
    screen: Console,
) -> None:  # fmt: skip
    """Begin a sweep and run it. 开始批量模拟。"""
    from sim.report.sweep import session

    session.run(plan, out=out, firms=firms, engine=engine, shard_seconds=shard_seconds,
                quiet=quiet, language=language, screen=screen)  # fmt: skip


@_command
def resume(
    store: StoreArgument, *, engine: Asked, quiet: QuietOption = False, language: Language,
    screen: Console,
) -> None:  # fmt: skip
    """Run what a store still lacks. 继续未完成的模拟。"""
    from sim.report.sweep import session

    session.resume(store, engine=engine, quiet=quiet, language=language, screen=screen)


@_command
def status(store: StoreArgument, *, language: Language, screen: Console) -> None:
    """Show how far a sweep has come. 查看进度。"""
    from sim.report.sweep import session

    session.show_status(store, language=language, screen=screen)


@_command
def merge(store: StoreArgument, *, language: Language, screen: Console) -> None:
    """Write one table of results and one of runs. 合并结果。"""
    from sim.report.sweep import session

    session.merge_store(store, language=language, screen=screen)


@_command
def extend(
    store: StoreArgument, *,
    seeds: Annotated[int | None, typer.Option("--seeds", help="New total of seeds.")] = None,
    points: Annotated[
        int | None, typer.Option("--points", help="New total of points of the first design.")
    ] = None,
    shard_seconds: ShardSecondsOption = 60.0,
    engine: Asked,
    quiet: QuietOption = False,
    language: Language,
    screen: Console,
) -> None:  # fmt: skip
    """Add seeds or points; nothing is run twice. 增加种子或设计点。"""
    from sim.report.sweep import session

    session.extend(store, seeds=seeds, points=points, engine=engine, shard_seconds=shard_seconds,
                   quiet=quiet, language=language, screen=screen)  # fmt: skip


@_command
def verify(
    store: StoreArgument, *,
    sample: Annotated[int, typer.Option("--sample", help="Runs to run again.")] = 20,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Of the choice; default: another each time.")
    ] = None,
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    language: Language,
    screen: Console,
) -> None:  # fmt: skip
    """Check all files, and run a sample of runs again. 核对文件并抽样重算。"""
    from sim.report.sweep import checking

    checking.verify(store, sample=sample, seed=seed, workers=workers or None, quiet=quiet,
                    language=language, screen=screen)  # fmt: skip


@_command
def work(
    plan: EitherArgument, *,
    shard: Annotated[str, typer.Option("--shard", help="I/N: the I-th of N shares, from 1.")],
    out: Annotated[Path | None, typer.Option("--out", help="The store all tasks share.")] = None,
    firms: PlanFirmsOption = None,
    language: Language,
    screen: Console,
) -> None:  # fmt: skip
    """Do one share of a sweep, as a task on a cluster does. 运行一部分（集群任务）。"""
    from sim.report.sweep import task

    number, count = _shard(shard)
    task.work(plan, shard=number, of=count, out=out, firms=firms, language=language,
              screen=screen)  # fmt: skip


@_command
def emit(
    plan: EitherArgument, *,
    kind: Annotated[str, typer.Option("--kind", help="slurm, pbs, lsf or sge.")],
    out: OutOption = None,
    jobs: Annotated[
        Path | None, typer.Option("--jobs", help="Folder of the scripts; default: STORE-jobs.")
    ] = None,
    firms: PlanFirmsOption = None,
    shard_seconds: ShardSecondsOption = 60.0,
    tasks: Annotated[int, typer.Option("--tasks", help="Most tasks of the array.")] = 1000,
    time: Annotated[
        str, typer.Option("--time", help="Limit of a task, HH:MM:SS; default: by a timed run.")
    ] = "",
    memory: Annotated[str, typer.Option("--memory", help="Of a task.")] = "2G",
    warning: Annotated[
        int, typer.Option("--warning", help="Seconds before the limit to stop and queue again.")
    ] = 120,
    partition: Annotated[str, typer.Option("--partition", help="Partition or queue.")] = "",
    account: Annotated[str, typer.Option("--account", help="Account or project.")] = "",
    python: Annotated[str, typer.Option("--python", help="On the nodes; default: this one.")] = "",
    setup: Annotated[
        list[str] | None,
        typer.Option("--setup", help="A shell line before the task, such as the activation of an "
                                     "environment; may be given several times."),
    ] = None,
    language: Language,
    screen: Console,
) -> None:  # fmt: skip
    """Write job scripts for a cluster: an array and a merge. 生成集群作业脚本。"""
    from sim.report.sweep import task
    from sim.sweep.emit import read_wishes

    wishes = read_wishes(
        kind, time=time, memory=memory, warning=warning, tasks=tasks, partition=partition,
        account=account, python=python, setup=tuple(setup or ()),
    )  # fmt: skip
    task.emit(plan, wishes=wishes, out=out, firms=firms, shard_seconds=shard_seconds, jobs=jobs,
              language=language, screen=screen)  # fmt: skip


def _shard(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text, re.ASCII)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise InputError(
            f"--shard {text[:30]}: give I/N with I from 1 to N, for example 3/40",
            f"--shard {text[:30]}：请写 I/N，I 为 1 至 N，例如 3/40",
        )
    return int(found[1]), int(found[2])
