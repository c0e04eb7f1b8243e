"""What explorations share: the store they read, their results folder, and what must be said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import checksum
from sim.base.resources import data_hash, source_hash
from sim.explore.cases import Cases
from sim.explore.same import same_plan
from sim.report import figures, store
from sim.report.explore.words import say
from sim.report.own import own_firms_lines
from sim.report.sweep import session
from sim.report.words import Language, word
from sim.scenario.own.load import about_own_firms
from sim.scenario.schema import printable
from sim.sweep.engine import Asked
from sim.sweep.manifest import NAME, read_content
from sim.sweep.setup import load_sweep
from sim.sweep.store import open_store

LANGUAGES: tuple[Language, Language] = ("zh", "en")


def store_of(
    asked: str, *, keep: Path | None, firms: float | None, workers: int | None,
    language: Language, screen: Console, quiet: bool,
) -> Path:  # fmt: skip
    """The store to read: one that is there, or a plan's, begun or gone on with here.

    Args:
        asked: a store, or name or path of a plan.
        keep: where a plan's store lies; default results/sweep-NAME.
        firms, workers, language, screen, quiet: as for `yongsim sweep run`.

    Raises:
        InputError: neither, or the folder holds another plan's store.
        StoppedError: by Ctrl-C or TERM; the same command goes on.
    """
    if Path(asked).is_dir():
        if firms is not None or keep is not None:
            raise InputError("--firms and --store belong to a plan; a store says them itself",
                             "--firms 和 --store 只用于方案；结果库已自带这些内容")
        return Path(asked)
    sweep = load_sweep(asked, firms=firms)
    path = keep if keep is not None else Path("results") / f"sweep-{sweep.name}"
    if not (path / NAME).exists():
        session.run(asked, out=path, firms=firms, engine=Asked(workers=workers), shard_seconds=20.0,
                    quiet=quiet, language=language, screen=screen)  # fmt: skip
        return path
    if not same_plan(open_store(path).sweep, sweep):
        raise InputError(f"'{path}' holds another plan or size; choose another with --store",
                         f"“{path}”中是另一方案或另一规模；请用 --store 另选")
    session.resume(path, engine=Asked(workers=workers), quiet=quiet, language=language,
                   screen=screen)  # fmt: skip
    return path


def stands_on(cases: Cases, language: Language) -> list[str]:
    """What the cases stand on, and what to beware of."""
    kinds = {one["kind"] for one in cases.about["plan"]["designs"]}
    drawn = [kind for kind in ("posterior", "prior", "dependent") if kind in kinds]
    keys = [f"draws_{kind}" for kind in drawn or ["other"]]
    if any(one.macro for one in cases.inputs):
        keys.append("futures")
    lines = [say(key, language) for key in keys]
    if cases.dropped:
        lines.append(say("dropped", language, count=cases.dropped))
    if cases.firms < 1.0:
        lines.append(word("quick_look", language))
    return [*lines, *own_firms_lines(cases.about, language)]


@contextmanager
def results(out: Path | None, name: str, screen: Console, language: Language) -> Iterator[Path]:
    """A results folder to fill, whole or not there; printed when it is."""
    folder = out if out is not None else store.next_free(name)
    with store.new_folder(folder) as made:
        yield made
    screen.print(f"{word('written', language)}: {folder}", markup=False)


def write_sentences(lines: Mapping[Language, Iterable[str]], folder: Path) -> None:
    """Write what the numbers say as a text in each language."""
    for language, said in lines.items():
        text = "".join(f"- {line}\n" for line in said)
        (folder / f"findings.{language}.md").write_text(text, encoding="utf-8", newline="\n")


def write_figure(figure: Any, path: Path, title: str) -> None:
    """Write a PNG that says which code and data it comes from."""
    origin = f"yongsim code {source_hash()[:12]} data {data_hash()[:12]}"
    figure.savefig(path, dpi=130, metadata={"Title": title, "Source": origin,
                                            "Software": "yongsim"})  # fmt: skip


def figure_languages() -> list[Language]:
    """The languages that figures can be drawn in here."""
    return [one for one in LANGUAGES if figures.figure_language(one) == one]


def write_manifest(request: Mapping[str, Any], source: Path, cases: Cases, folder: Path) -> None:
    """Write manifest.json: what was asked, of which store, and each file's checksum."""
    content = {
        "schema_version": store.SCHEMA_VERSION, "request": dict(request),
        "code_hash": source_hash(), "data_hash": data_hash(),
        "store": {"plan": cases.about["plan"]["name"], "manifest": checksum(source / NAME),
                  "code_hash": read_content(source)["code_hash"]},
        "cases": cases.count, "dropped": cases.dropped, "firms": cases.firms,
        **about_own_firms(cases.about),
        "files": {path.name: checksum(path) for path in sorted(folder.iterdir())},
    }  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def title_of(cases: Cases, scenario: str, language: Language) -> str:
    """A package's title."""
    return printable(cases.titles[scenario][0 if language == "zh" else 1])
