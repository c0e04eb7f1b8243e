"""A store: a manifest, a part per shard, and after `merge` two tables of everything."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.errors import InputError
from sim.base.files import left_overs
from sim.sweep.designs import Design, Table
from sim.sweep.manifest import NAME, read_manifest, table_name, write_manifest
from sim.sweep.parts import FOLDER, Part, parts
from sim.sweep.rows import FAILED
from sim.sweep.sweep import Sweep
from sim.sweep.tables import keep_table
from sim.sweep.twins import twins

RESULTS, RUNS = "results.parquet", "runs.parquet"


@dataclass(frozen=True)
class Store:
    """A store and the sweep it holds.

    Attributes:
        path: the folder.
        sweep: what it is to hold.
    """

    path: Path
    sweep: Sweep

    def missing(self) -> list[int]:
        """Shards without a part, in order."""
        there = {part.shard for part in parts(self.path)}
        return [shard for shard in range(1, self.sweep.shards + 1) if shard not in there]

    def runs_in(self, shard: int) -> int:
        """Number of runs of a shard."""
        _, first, last = self.sweep.span(shard)
        return last - first


def open_store(path: Path) -> Store:
    """A store that this version of the code may go on with.

    Raises:
        InputError: there is none, it is damaged, or another version made it.
    """
    return Store(path, read_manifest(path))


def create_store(path: Path, sweep: Sweep) -> Store:
    """A new store; two processes that create the same one at a time do no harm.

    Raises:
        InputError: the folder cannot be written, or holds something else.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        foreign = [one.name for one in path.iterdir()
                   if one.name not in (NAME, FOLDER) and not one.name.startswith((".", "design-"))]
        if foreign:
            raise InputError(
                f"'{path}' holds '{foreign[0][:40]}'; choose another with --out",
                f"“{path}”中已有“{foreign[0][:40]}”；请用 --out 另选文件夹",
            )
        (path / FOLDER).mkdir(exist_ok=True)
        sweep = replace(sweep, designs=tuple(
            _kept(design, path, k) for k, design in enumerate(sweep.designs, start=1)))
        write_manifest(sweep, path)
    except OSError as error:
        raise cannot_write(path, error) from None
    return Store(path, sweep)


def _kept(design: Design, store: Path, number: int) -> Design:
    """A design that needs no file outside the store."""
    if not isinstance(design, Table):
        return design
    place = store / table_name(number)
    keep_table(design, place)
    return replace(design, file=str(place))


def cannot_write(path: Path, error: OSError) -> InputError:
    """What to say when a store cannot be written."""
    return InputError(
        f"'{path}' cannot be written: {error.strerror or error}; mend that, then 'yongsim sweep "
        f"resume {path}': what is finished is kept",
        f"无法写入“{path}”：{error.strerror or error}；请排除后继续：yongsim sweep resume {path}；"
        "已完成的部分保留",
    )


@dataclass(frozen=True)
class Removed:
    """Parts that were removed from a store.

    Attributes:
        damaged: not the bytes that were written; their runs are to be run again.
        spare: the same runs as another part of their shard.
        differing: other figures than another part of their shard, which is removed, too: the
            shard is to be run again.
    """

    damaged: tuple[Part, ...] = ()
    spare: tuple[Part, ...] = ()
    differing: tuple[Part, ...] = ()


def tidy(store: Store) -> Removed:
    """Remove what killed processes left, and parts that are damaged, spare or not of this sweep."""
    for folder in (store.path, store.path / FOLDER):
        for path in left_overs(folder):
            path.unlink(missing_ok=True)
    damaged = tuple(part for part in parts(store.path) if not part.whole)
    foreign = [part for part in parts(store.path) if part.shard > store.sweep.shards]
    for part in (*damaged, *foreign):
        part.path.unlink(missing_ok=True)
    found = twins(store.path)
    differing = {one for twin in found if not twin.same for one in (twin.first, twin.part)}
    spare = {twin.part for twin in found} - differing
    for part in (*spare, *differing):
        part.path.unlink(missing_ok=True)
    return Removed(damaged, *(tuple(sorted(some, key=lambda one: (one.shard, one.hashed)))
                              for some in (spare, differing)))  # fmt: skip


@dataclass(frozen=True)
class Status:
    """How far a sweep has come, by what lies in its store.

    Attributes:
        runs, done, failed: runs asked for, finished (failed ones too), failed.
        shards, written: shards, and how many have their part.
        twice: shards that have more than one part; each counts once.
        unreadable: parts whose end cannot be read.
        seconds: between the first and the last part, by the file system's clock.
        errors: how often each error occurred, the most frequent first.
    """

    runs: int
    done: int
    failed: int
    shards: int
    written: int
    twice: int
    unreadable: tuple[str, ...]
    seconds: float
    errors: tuple[tuple[str, int], ...]


def status(store: Store) -> Status:
    """How far a sweep has come; only the store is read, and nothing of it is changed."""
    done, unreadable, errors, stamps = 0, [], Counter[str](), []
    written = Counter(part.shard for part in parts(store.path))
    read = set()
    for part in parts(store.path):
        if part.shard in read:
            continue
        try:
            stamps.append(part.path.stat().st_mtime)
            errors.update(errors_of(part))
        except (OSError, pa.ArrowException):
            unreadable.append(part.path.name)
            continue
        read.add(part.shard)
        done += store.runs_in(part.shard) if part.shard <= store.sweep.shards else 0
    seconds = max(stamps) - min(stamps) if stamps else 0.0
    twice = sum(count > 1 for count in written.values())
    return Status(store.sweep.runs, done, errors.total(), store.sweep.shards, len(written), twice,
                  tuple(unreadable), seconds, tuple(errors.most_common()))


def errors_of(part: Part) -> list[str]:
    """The errors of a part's failed runs; its statistics say where there are none."""
    with pq.ParquetFile(part.path, page_checksum_verification=True) as file:
        names = file.schema_arrow.names
        group = file.metadata.row_group(0)
        counted = group.column(names.index("error")).statistics
        if counted is not None and counted.null_count == group.num_rows:
            return []
        rows = file.read(columns=["status", "error"]).to_pydict()
    return [error for status, error in zip(rows["status"], rows["error"], strict=True)
            if status == FAILED]  # fmt: skip


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a full disk, a read-only folder or too little memory into one line."""
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from None
    except MemoryError:
        raise InputError(
            f"too little memory; use fewer --workers, or a smaller city, then 'yongsim sweep "
            f"resume {path}': what is finished is kept",
            f"内存不足；请减少 --workers 或缩小城市，再继续：yongsim sweep resume {path}；"
            "已完成的部分保留",
        ) from None
