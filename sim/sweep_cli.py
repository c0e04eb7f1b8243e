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
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Begin a sweep and run it. 开始批量模拟。"""
    from sim.report.sweep import session

    language, screen = language_and_console(lang)
    session.run(plan, out=out, firms=firms, workers=workers or None, shard_seconds=shard_seconds,
                quiet=quiet, language=language, screen=screen)  # fmt: skip


@app.command()
def resume(
    store: StoreArgument,
    workers: WorkersOption = 0,
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Run what a store still lacks. 继续未完成的模拟。"""
    from sim.report.sweep import session

    language, screen = language_and_console(lang)
    session.resume(store, workers=workers or None, quiet=quiet, language=language, screen=screen)


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
    quiet: QuietOption = False,
    lang: LanguageOption = "",
) -> None:
    """Add seeds or points; nothing is run twice. 增加种子或设计点。"""
    from sim.report.sweep import session

    language, screen = language_and_console(lang)
    session.extend(store, seeds=seeds, points=points, workers=workers or None,
                   shard_seconds=shard_seconds, quiet=quiet, language=language,
                   screen=screen)  # fmt: skip


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
    plan: PlanArgument,
    shard: Annotated[str, typer.Option("--shard", help="I/N: the I-th of N shards, from 1.")],
    out: Annotated[Path | None, typer.Option("--out", help="The store all tasks share.")] = None,
    firms: FirmsOption = None,
    lang: LanguageOption = "",
) -> None:
    """Run one shard, as a task on a cluster does. 运行一个分片（集群任务）。"""
    from sim.report.sweep import session

    number, count = _shard(shard)
    language, screen = language_and_console(lang)
    session.work(plan, shard=number, of=count, out=out, firms=firms, language=language,
                 screen=screen)  # fmt: skip


def _shard(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text, re.ASCII)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise InputError(f"--shard {text[:30]}: give I/N with I from 1 to N, for example 3/40")
    return int(found[1]), int(found[2])
