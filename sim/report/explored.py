"""Sensitivity, discovery, robustness and search for notebooks: a finished folder, or run here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pandas as pd
from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import checksum
from sim.report.store import next_free, read_table
from sim.sweep.manifest import NAME

QUIET: dict[str, Any] = {"quiet": True, "language": "en"}
TEXTS = {"sensitivity": "summary", "discover": "findings", "robust": "findings",
         "search": "findings"}  # fmt: skip


@dataclass(frozen=True)
class Explored:
    """What one of the commands found.

    Attributes:
        folder: of its results.
        tables: by name of the file.
        findings: its text, by language.
        about: its manifest.
    """

    folder: Path
    tables: dict[str, pd.DataFrame] = field(repr=False)
    findings: dict[str, str] = field(repr=False)
    about: dict[str, Any] = field(repr=False)

    def __repr__(self) -> str:
        command = self.about["request"]["command"]
        return f"{command} in '{self.folder}': tables {', '.join(self.tables)}"

    def figures(self, language: str = "en") -> list[Path]:
        """Its figures in a language."""
        return sorted(self.folder.glob(f"*.{language}.png"))


def read_explored(folder: str | Path, command: str) -> Explored:
    """Read a folder that a command wrote, checking that no file is damaged.

    Args:
        folder: its results.
        command: sensitivity, discover, robust or search.

    Raises:
        InputError: another command's folder or none, or a damaged file.
    """
    path = Path(folder)
    try:
        about = json.loads((path / NAME).read_text(encoding="utf-8"))
        found, sums = about["request"]["command"], cast(dict[str, str], about["files"])
    except (OSError, ValueError, KeyError, TypeError):
        found, sums, about = "", {}, {}
    if found != command:
        raise InputError(f"'{path}' is no finished folder of 'yongsim {command}'",
                         f"“{path}”不是“yongsim {command}”写出的文件夹")  # fmt: skip
    for name, kept in sums.items():
        if not (path / name).is_file() or checksum(path / name) != kept:
            raise InputError(f"'{path / name}' is damaged or missing; run the command again",
                             f"“{path / name}”已损坏或缺失；请重新运行该命令")  # fmt: skip
    tables = {one.stem: read_table(one).to_pandas() for one in sorted(path.glob("*.parquet"))}
    tables |= {one.stem: pd.read_csv(one) for one in sorted(path.glob("*.csv"))}
    texts = {language: (path / f"{TEXTS[command]}.{language}.md").read_text(encoding="utf-8")
             for language in ("zh", "en")}  # fmt: skip
    return Explored(path, tables, texts, about)


def _finished(source: str | Path) -> bool:
    """Whether a results folder was given, not a plan or a store."""
    path = Path(source) / NAME
    try:
        return "request" in json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def sensitivity(
    source: str | Path, *, out: str | Path | None = None, store: str | Path | None = None,
    base: int | None = None, firms: float | None = None, workers: int | None = None,
) -> Explored:  # fmt: skip
    """What drives outcomes: a finished folder read, or a plan run, or gone on with, and analysed.

    Args:
        source: a folder that `yongsim sensitivity` wrote, or name or path of a plan.
        out: the results folder; default the first free results/sensitivity-NAME.
        store, base, firms, workers: as the options of the command.

    Raises:
        InputError: something given cannot be used.
    """
    if not _finished(source):
        from sim.report.sensitivity import session  # noqa: PLC0415  drawing costs a second

        name = Path(source).stem
        out = Path(out) if out is not None else next_free(f"sensitivity-{name}")
        session.sensitivity(str(source), store=_path(store), out=out, base=base, firms=firms,
                            workers=workers, screen=_nowhere(), **QUIET)  # fmt: skip
        source = out
    return read_explored(source, "sensitivity")


def discover(
    source: str | Path, *, miss: str = "", package: str | None = None, inputs: str = "all",
    out: str | Path | None = None, store: str | Path | None = None, firms: float | None = None,
    workers: int | None = None,
) -> Explored:  # fmt: skip
    """Under which conditions a package misses a target.

    Args:
        source: a folder that `yongsim discover` wrote, a store, or name or path of a plan.
        miss, package, inputs: what is asked, as the options of the command.
        out: the results folder; default the first free results/discovery-...
        store, firms, workers: as the options of the command.

    Raises:
        InputError: something given cannot be used.
    """
    if not _finished(source):
        from sim.report.explore.discovery import session  # noqa: PLC0415  drawing costs a second

        out = Path(out) if out is not None else next_free(f"discovery-{package or 'first'}-{miss}")
        session.run(str(source), miss=miss, scenario=package, among=inputs, keep=_path(store),
                    firms=firms, workers=workers, out=out, screen=_nowhere(), **QUIET)  # fmt: skip
        source = out
    return read_explored(source, "discover")


def robust(
    source: str | Path, *, measures: Sequence[str] = (), targets: Sequence[str] = (),
    budget: float | None = None, out: str | Path | None = None, store: str | Path | None = None,
    firms: float | None = None, workers: int | None = None,
) -> Explored:  # fmt: skip
    """Which package holds over all that is not known.

    Args:
        source: a folder that `yongsim robust` wrote, a store, or name or path of a plan.
        measures, targets, budget: what packages are judged by; default the command's.
        out: the results folder; default the first free results/robust-NAME.
        store, firms, workers: as the options of the command.

    Raises:
        InputError: something given cannot be used.
    """
    if not _finished(source):
        from sim.report.explore.robust import session  # noqa: PLC0415  drawing costs a second

        out = Path(out) if out is not None else next_free(f"robust-{Path(source).stem}")
        session.run(str(source), measures=",".join(measures),
                    targets=",".join(targets), budget=budget, keep=_path(store), firms=firms,
                    workers=workers, out=out, screen=_nowhere(), **QUIET)  # fmt: skip
        source = out
    return read_explored(source, "robust")


def search(
    source: str | Path, *, out: str | Path | None = None, work: str | Path | None = None,
    firms: float | None = None, workers: int | None = None,
) -> Explored:  # fmt: skip
    """Packages of doses that no other one found beats in everything.

    Args:
        source: a folder that `yongsim search` wrote, or name or path of a search's plan.
        out: the results folder; default the first free results/search-NAME.
        work: where the runs are kept.
        firms, workers: as the options of the command.

    Raises:
        InputError: something given cannot be used.
    """
    if not _finished(source):
        from sim.report.explore.search import session  # noqa: PLC0415  drawing costs a second

        out = Path(out) if out is not None else next_free(f"search-{Path(source).stem}")
        asked = session.Asked(_path(work), out, workers, quiet=True)
        session.run(str(source), asked, firms=firms, language="en", screen=_nowhere())
        source = out
    return read_explored(source, "search")


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)


def _nowhere() -> Console:
    return Console(quiet=True)
