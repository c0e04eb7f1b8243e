"""Work of earlier releases: read as it is, or written anew in the form of this one, with a backup.

Nothing is changed in place. What is made lies beside the old until it is whole and has been read
back; then the old takes the name of its version, and the new its place.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from sim.base.errors import InputError
from sim.base.files import checksum
from sim.base.versions import (
    POSTERIOR,
    RESULTS,
    SCENARIO,
    SWEEP,
    Kind,
    Step,
    Tables,
    brought_up,
    version_of,
)
from sim.report import store
from sim.scenario.files import read_toml
from sim.scenario.posterior import ABOUT, read_posterior
from sim.scenario.schema import printable
from sim.sweep.identity import digest
from sim.sweep.manifest import read_content

MANIFEST = "manifest.json"


def read_results(path: Path, names: Sequence[str]) -> tuple[dict[str, Any], Tables]:
    """A results folder of any release, in the form of this one; nothing on disk is changed.

    Args:
        path: the folder.
        names: tables that it must have; none: all that it has.

    Raises:
        InputError: it is no results folder, of a newer release, too old, or damaged.
    """
    content = _manifest(path)
    sums = content.get("files")
    if not isinstance(sums, dict) or RESULTS.key not in content:
        raise _no_results(path)
    version_of(RESULTS, content, f"'{path}'")
    there = [name for name in sums if name.endswith(".parquet")
             and (not names or Path(name).stem in names)]
    kept = {Path(name).stem: store.read_table(path / name, sums[name]) for name in there}
    said, tables = brought_up(RESULTS, content, f"'{path}'", kept)
    for name in names:
        if name not in tables:
            store.read_table(path / f"{name}.parquet")
            raise _no_results(path)
    return said, tables


def _manifest(path: Path) -> dict[str, Any]:
    try:
        content = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _no_results(path) from None
    if not isinstance(content, dict):
        raise _no_results(path)
    return content


def _no_results(path: Path) -> InputError:
    return InputError(f"'{path}' is not a results folder of yongsim; give one",
                      f"“{path}”不是 yongsim 的结果文件夹；请给出一个")  # fmt: skip


def kind_of(path: Path) -> tuple[Kind, dict[str, Any]]:
    """What a file or folder is, and what it says of itself.

    Raises:
        InputError: none of the kinds that carry a version, or damaged.
    """
    if path.suffix == ".toml" and path.is_file():
        return SCENARIO, read_toml(path)
    if (path / ABOUT).is_file():
        try:
            content = json.loads((path / ABOUT).read_text(encoding="utf-8"))
        except ValueError:
            content = None
        if isinstance(content, dict):
            return POSTERIOR, content
    if (path / MANIFEST).is_file():
        content = _manifest(path)
        if SWEEP.key in content and "plan" in content:
            return SWEEP, content
        if RESULTS.key in content:
            return RESULTS, content
    raise InputError(
        f"'{path}' is no scenario file, results folder, store of a sweep or posterior; give one",
        f"“{path}”不是情景文件、结果文件夹、批量模拟结果库或后验；请给出其中一种",
    )


def migrate(path: Path) -> tuple[Kind, list[Step], Path | None]:
    """Write the work of an earlier release in the form of this one.

    Returns:
        What it is, what changed since, and where the old lies now; None: it was current.

    Raises:
        InputError: it cannot be carried forward, or not be written; then all is as before.
    """
    path = Path(os.path.abspath(path))
    kind, content = kind_of(path)
    version = version_of(kind, content, f"'{path}'")
    if version == kind.current:
        return kind, [], None
    backup = path.with_name(f"{path.name}.format-{version}")
    if backup.exists():
        raise InputError(
            f"'{backup.name}' exists, and the old would be kept under that name; move it away",
            f"“{backup.name}”已存在，而旧文件将以此名保留；请先移走",
        )
    try:
        _exchange(path, backup, kind)
    except OSError as error:
        raise InputError(
            f"'{path}' cannot be written: {error.strerror}; it is as it was",
            f"“{path}”无法写入：{error.strerror}；保持原样，请排除后重试",
        ) from None
    return kind, kind.news(version), backup


def _exchange(path: Path, backup: Path, kind: Kind) -> None:
    holder = Path(tempfile.mkdtemp(prefix=f".{path.name[:80]}-", suffix=".part", dir=path.parent))
    made = holder / path.name
    try:
        WRITERS[kind.name](path, made)
        os.rename(path, backup)
        try:
            os.rename(made, path)
        except BaseException:
            os.rename(backup, path)
            raise
    finally:
        shutil.rmtree(holder, ignore_errors=True)


def _write_results(path: Path, made: Path) -> None:
    said, tables = read_results(path, ())
    shutil.copytree(path, made)
    for name, table in tables.items():
        _write_changed(table, made / f"{name}.parquet")
    files = sorted(one for one in made.iterdir() if one.is_file() and one.name != MANIFEST)
    said["files"] = {one.name: checksum(one) for one in files}
    _write_json(said, made / MANIFEST)
    read_results(made, ())


def _write_changed(table: pa.Table, path: Path) -> None:
    if not path.is_file() or not store.read_table(path).equals(table):
        store.write_table(table, path)


def _write_sweep(path: Path, made: Path) -> None:
    content = read_content(path)
    shutil.copytree(path, made, copy_function=_linked)
    (made / MANIFEST).unlink()
    content.pop("digest", None)
    _write_json({**content, "digest": digest(content)}, made / MANIFEST)
    read_content(made)


def _linked(source: str, target: str) -> str:
    """A part is never written again: the copy may be the same bytes on disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _write_posterior(path: Path, made: Path) -> None:
    content, _ = brought_up(POSTERIOR, kind_of(path)[1], f"'{path}'")
    shutil.copytree(path, made)
    _write_json(content, made / ABOUT)
    read_posterior(made)


def _write_scenario(path: Path, made: Path) -> None:
    raise InputError(
        f"{printable(path.name)}: scenario files of all formats are read as they are",
        f"{printable(path.name)}：各版本的情景文件均可直接读取，无需转换",
    )


def _write_json(content: dict[str, Any], path: Path) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


WRITERS: dict[str, Callable[[Path, Path], None]] = {
    RESULTS.name: _write_results, SWEEP.name: _write_sweep, POSTERIOR.name: _write_posterior,
    SCENARIO.name: _write_scenario,
}  # fmt: skip
