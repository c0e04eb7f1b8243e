"""What `yongsim report` does: take the runs or make them, build the report, write it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError, unknown
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.compare.together import MOST, Progress, load_all
from sim.report import store
from sim.report.compare.session import compare_scenarios
from sim.report.compare.write import write_comparison
from sim.report.paper.blocks import Paper
from sim.report.paper.build import build
from sim.report.paper.html import page
from sim.report.paper.stored import Request, Stored, find, read
from sim.report.paper.words import say
from sim.report.progress import running
from sim.report.words import Language
from sim.scenario.ensemble import DEFAULT_SEEDS, check_request
from sim.scenario.load import Scenario
from sim.scenario.sample import check_draws

NEEDED = {"html": (), "docx": ("docx", "python-docx"), "xlsx": ("xlsxwriter", "XlsxWriter")}
RUNS = Path("results")


def report(
    names: Sequence[str | Scenario], *, formats: str, seeds: int, firms: float, out: Path | None,
    runs: Path, language: Language, screen: Console, workers: int | None, quiet: bool, draws: str,
    twins: bool,
) -> Path:  # fmt: skip
    """Write the report of a comparison into a folder of its own.

    Args:
        names: the scenario that the others are set against first.
        formats: html, docx, xlsx, separated by commas.
        out: the folder; default: the first free one of results/report, results/report-2, ...
        runs: where finished comparisons lie, and where a new one is kept.

    Raises:
        InputError: before anything is simulated or written.
    """
    wanted = read_formats(formats)
    folder = out if out is not None else store.next_free("report")
    store.check_free(folder)
    request = _request(names, seeds, firms, draws, workers, twins)
    where = take_or_run(request, runs, language, workers, lambda n: running(n, language, quiet),
                        lambda text: screen.print(text, markup=False))  # fmt: skip
    write(read(request, where), folder, wanted, language)
    screen.print(say("report_written", language, folder=folder), markup=False)
    return folder


def read_formats(written: str) -> tuple[str, ...]:
    """The formats asked for, in their usual order.

    Raises:
        InputError: an unknown one, or one whose package is not installed.
    """
    asked = [part.strip() for part in written.split(",") if part.strip()]
    for name in asked:
        if name not in NEEDED:
            raise unknown("format", name, NEEDED)
        if (needed := NEEDED[name]) and importlib.util.find_spec(needed[0]) is None:
            raise InputError(
                f"--format {name} needs {needed[1]}: pip install 'yongsim[report]' "
                "(--format html needs nothing)",
                f"--format {name} 需要 {needed[1]}：请运行 pip install 'yongsim[report]'"
                "（--format html 无需安装）",
            )
    if not asked:
        raise InputError(
            f"--format '{written[:20]}': give html, docx or xlsx, separated by commas",
            f"--format “{written[:20]}”：请写 html、docx 或 xlsx，用逗号分隔",
        )
    return tuple(name for name in NEEDED if name in asked)


def _request(
    names: Sequence[str | Scenario], seeds: int, firms: float, draws: str, workers: int | None,
    twins: bool,
) -> Request:  # fmt: skip
    scenarios = load_all(names)
    check_request(seeds, FIRST_YEAR, LAST_YEAR, firms, workers or 1)
    return Request(tuple(scenarios), seeds, firms, check_draws(draws), twins)


def take_or_run(
    request: Request, runs: Path, language: Language, workers: int | None, bar: Progress,
    tell: Callable[[str], object],
) -> Path:  # fmt: skip
    """The folder of the comparison asked for; it is run and kept where there is none."""
    found = find(request, runs)
    if found is not None:
        tell(say("taken", language, folder=found))
        return found
    folder = store.next_free("comparison", folder=runs)
    store.check_free(folder)
    findings = compare_scenarios(
        request.scenarios, seeds=request.seeds, firms=request.firms, workers=workers,
        draws=request.draws, width=(), most=MOST, own="", detail=False, twins=request.twins,
        bar=bar,
    )  # fmt: skip
    write_comparison(findings, folder, language)
    tell(say("kept", language, folder=folder))
    return folder


def write(stored: Stored, folder: Path, formats: Sequence[str], language: Language) -> None:
    """Write a stored comparison's report in each format, into a new folder."""
    paper = build(stored, language, formats)
    contents = {name: rendered(paper, name) for name in formats}
    with store.new_folder(folder) as place:
        for name, content in contents.items():
            (place / f"report.{name}").write_bytes(content)


def rendered(paper: Paper, name: str) -> bytes:
    """A report in a format: html, docx or xlsx."""
    if name == "html":
        return page(paper).encode("utf-8")
    if name == "docx":
        from sim.report.paper.docx import document  # noqa: PLC0415  its package may be missing

        return document(paper)
    from sim.report.paper.xlsx import workbook  # noqa: PLC0415  its package may be missing

    return workbook(paper)


def report_to(
    *scenarios: str | Scenario, out: str | Path, language: Language = "zh",
    formats: str = "html,docx,xlsx", seeds: int = DEFAULT_SEEDS, firms: float = 1.0,
    draws: str = "posterior", twins: bool = False, workers: int | None = None,
    runs: str | Path = RUNS,
) -> Path:  # fmt: skip
    """Write a report that sets scenarios against the first one, without a word on the screen.

    Args:
        scenarios: two or more; names, paths or loaded scenarios.
        out: the report's folder; it must not exist.
        language: zh or en.
        formats: html, docx, xlsx, separated by commas.
        seeds: runs of each scenario.
        firms: share of the smaller firms simulated.
        draws: what parameters are drawn from: posterior, prior or central.
        twins: whether each instrument is set against its twin without it.
        workers: processes; default one per core.
        runs: where finished comparisons lie, and where a new one is kept.

    Returns:
        The folder.

    Raises:
        InputError: something given cannot be used.
    """
    return report(
        scenarios, formats=formats, seeds=seeds, firms=firms, out=Path(out), runs=Path(runs),
        language=language, screen=Console(quiet=True), workers=workers, quiet=True, draws=draws,
        twins=twins,
    )  # fmt: skip
