"""What `yongsim explorer` does: make or resume the grid's store, write the page."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_whole
from sim.report import store as results
from sim.report.explore.folder import store_of
from sim.report.explorer.content import content, notes
from sim.report.explorer.grid import read_grid
from sim.report.explorer.page import page
from sim.report.explorer.words import say
from sim.report.words import Language, word

ENDING = ".html"


def run(
    asked: str, *, keep: Path | None, firms: float | None, workers: int | None, out: Path | None,
    language: Language, screen: Console, quiet: bool,
) -> Path:  # fmt: skip
    """Run what the plan's store lacks, then write the page.

    Args:
        asked: a store, or name or path of a plan with a grid.
        keep: where a plan's store lies; default results/sweep-NAME.
        out: the page; default results/explorer-NAME.html, which must not exist.
        firms, workers, language, screen, quiet: as for `yongsim sweep run`.

    Returns:
        The page's path.

    Raises:
        InputError: what was asked for cannot be had; no page is left half-written.
        StoppedError: by Ctrl-C or TERM while the plan runs; the same command goes on.
    """
    if out is not None:
        _check(out)
    source = store_of(asked, keep=keep, firms=firms, workers=workers, language=language,
                      screen=screen, quiet=quiet)  # fmt: skip
    path = out if out is not None else _free(source)
    grid = read_grid(source)
    text = page(content(grid), language).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _check(path)
        write_whole(path, text)
    except OSError as error:
        raise InputError(
            f"'{path}' cannot be written: {error.strerror}; choose another --out",
            f"“{path}”无法写入：{error.strerror}；请用 --out 另选",
        ) from None
    screen.print(say("title", language, title=grid.plan["title"][language]), markup=False)
    screen.print(say("made", language, cells=grid.cells, draws=grid.draws, size=len(text) / 1e6),
                 markup=False)  # fmt: skip
    for line in notes(grid, language):
        screen.print(f"- {line}", markup=False)
    screen.print(f"{word('written', language)}: {path}", markup=False)
    return path


def _check(out: Path) -> None:
    if out.suffix != ENDING:
        raise InputError(f"--out {out}: the page's name ends in {ENDING}",
                         f"--out {out}：页面文件名须以 {ENDING} 结尾")  # fmt: skip
    results.check_free(out)


def _free(source: Path) -> Path:
    """results/explorer-NAME.html, with a number behind where there is one already."""
    name = source.resolve().name.removeprefix("sweep-")
    return results.next_free(f"explorer-{name}", ENDING)
