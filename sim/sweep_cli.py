"""The commands `yongsim sweep ...`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from sim.base.errors import InputError
from sim.cli_options import LanguageOption, language_and_console

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="Many runs that survive: begin, resume, extend, verify, merge. 批量模拟。",
)  # fmt: skip

PlanArgument = Annotated[str, typer.Argument(help="Name of a plan, or path of a TOML file.")]
StoreArgument = Annotated[Path, typer.Argument(help="The store of a sweep.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="The store, a new folder.")]
FirmsOption = Annotated[
    float | None, typer.Option("--firms", help="Share of the smaller firms; default: the plan's.")
]
WorkersOption = Annotated[int, typer.Option("--workers", help="Processes; 0: one per core.")]
EngineOption = Annotated[str, typer.Option("--engine", help="local or dask.")]
SchedulerOption = Annotated[
    str, typer.Option("--scheduler", help="With dask: its address or file; slurm, pbs, lsf, sge.")
]
ShardSecondsOption = Annotated[
    float, typer.Option("--shard-seconds", help="About so long a shard takes.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No progress bar.")]


@app.command()
def run(
    plan: PlanArgument,
    out: OutOption = None,
    firms: FirmsOption = None,
    workers: WorkersOption = 0,
    shard_seconds: ShardSecondsOption = 60.0,
    engine: EngineOption = "local",
    scheduler: SchedulerOption = "",
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Begin a sweep and run it. 开始批量模拟。"""
    from sim.report.sweep import session
    from sim.sweep.engine import Asked

    language, screen = language_and_console(lang)
    session.run(plan, out=out, firms=firms, engine=Asked(engine, scheduler, workers or None),
                shard_seconds=shard_seconds, quiet=quiet, language=language,
                screen=screen)  # fmt: skip


@app.command()
def resume(
    store: StoreArgument,
    workers: WorkersOption = 0,
    engine: EngineOption = "local",
    scheduler: SchedulerOption = "",
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Run what a store still lacks. 继续未完成的模拟。"""
    from sim.report.sweep import session
    from sim.sweep.engine import Asked

    language, screen = language_and_console(lang)
    session.resume(store, engine=Asked(engine, scheduler, workers or None), quiet=quiet,
                   language=language, screen=screen)  # fmt: skip


@app.command()
def status(store: StoreArgument, lang: LanguageOption = "") -> None:
    """Show how far a sweep has come. 查看进度。"""
    from sim.report.sweep import session

    language, screen = language_and_console(lang)
    session.show_status(store, language=language, screen=screen)


@app.command()
def merge(store: StoreArgument, lang: LanguageOption = "") -> None:
    """Write one table of results and one of runs. 合并结果。"""
    from sim.report.sweep import session

    language, screen = language_and_console(lang)
    session.merge_store(store, language=language, screen=screen)


@app.command()
def extend(
    store: StoreArgument,
    seeds: Annotated[int | None, typer.Option("--seeds", help="New total of seeds.")] = None,
    points: Annotated[
        int | None, typer.Option("--points", help="New total of points of the first design.")
    ] = None,
    workers: WorkersOption = 0,
    shard_seconds: ShardSecondsOption = 60.0,
    engine: EngineOption = "local",
    scheduler: SchedulerOption = "",
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Add seeds or points; nothing is run twice. 增加种子或设计点。"""
    from sim.report.sweep import session
    from sim.sweep.engine import Asked

    language, screen = language_and_console(lang)
    session.extend(store, seeds=seeds, points=points,
                   engine=Asked(engine, scheduler, workers or None), shard_seconds=shard_seconds,
                   quiet=quiet, language=language, screen=screen)  # fmt: skip


@app.command()
def verify(
    store: StoreArgument,
    sample: Annotated[int, typer.Option("--sample", help="Runs to run again.")] = 20,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Of the choice; default: another each time.")
    ] = None,
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Check all files, and run a sample of runs again. 核对文件并抽样重算。"""
    from sim.report.sweep import checking

    language, screen = language_and_console(lang)
    checking.verify(store, sample=sample, seed=seed, workers=workers or None, quiet=quiet,
                    language=language, screen=screen)  # fmt: skip


@app.command()
def work(
    plan: Annotated[str, typer.Argument(help="A plan, or the store of a sweep.")],
    shard: Annotated[str, typer.Option("--shard", help="I/N: the I-th of N shares, from 1.")],
    out: Annotated[Path | None, typer.Option("--out", help="The store all tasks share.")] = None,
    firms: FirmsOption = None,
    lang: LanguageOption = "",
) -> None:
    """Do one share of a sweep, as a task on a cluster does. 运行一部分（集群任务）。"""
    from sim.report.sweep import task

    number, count = _shard(shard)
    language, screen = language_and_console(lang)
    task.work(plan, shard=number, of=count, out=out, firms=firms, language=language,
              screen=screen)  # fmt: skip


@app.command()
def emit(
    plan: Annotated[str, typer.Argument(help="A plan, or the store of a sweep.")],
    kind: Annotated[str, typer.Option("--kind", help="slurm, pbs, lsf or sge.")],
    out: OutOption = None,
    jobs: Annotated[
        Path | None, typer.Option("--jobs", help="Folder of the scripts; default: STORE-jobs.")
    ] = None,
    firms: FirmsOption = None,
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
    lang: LanguageOption = "",
) -> None:
    """Write job scripts for a cluster: an array and a merge. 生成集群作业脚本。"""
    from sim.report.sweep import task
    from sim.sweep.emit import read_wishes

    language, screen = language_and_console(lang)
    wishes = read_wishes(
        kind, time=time, memory=memory, warning=warning, tasks=tasks, partition=partition,
        account=account, python=python, setup=tuple(setup or ()),
    )  # fmt: skip
    task.emit(plan, wishes=wishes, out=out, firms=firms, shard_seconds=shard_seconds, jobs=jobs,
              language=language, screen=screen)  # fmt: skip


def _shard(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text, re.ASCII)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise InputError(f"--shard {text[:30]}: give I/N with I from 1 to N, for example 3/40")
    return int(found[1]), int(found[2])
