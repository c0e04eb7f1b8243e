"""Merging: every part into one table of results and one of runs, in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.base.errors import InputError
from sim.base.files import settle, unfinished
from sim.base.state import Array
from sim.sweep.parts import Part, one_each, parts, read_part, write_rows
from sim.sweep.rows import COLUMNS, schema
from sim.sweep.store import RESULTS, RUNS, Store, writing
from sim.sweep.sweep import Block, Sweep
from sim.sweep.twins import twins

RUNS_TOGETHER = 2_000  # runs whose rows form a row group


def merge(store: Store) -> list[Part]:
    """Write the merged tables: the same bytes, whatever workers, shards, kills and extensions.

    Returns:
        Parts that were removed, for their shard was written twice: it counts once.

    Raises:
        InputError: shards are missing, a part is damaged, two parts of a shard hold different
            figures, or the store cannot be written.
    """
    check_complete(store)
    spare = _spare(store)
    wanted = schema(store.sweep)
    with writing(store.path):
        for part in spare:
            part.path.unlink(missing_ok=True)
        _write(_in_order(store), store.path / RESULTS, wanted)
        short = pa.schema([item for item in wanted if item.name in _run_columns(store.sweep)])
        _write(_runs(store, short), store.path / RUNS, short)
    return spare


def check_complete(store: Store) -> None:
    """Refuse a store in which something is missing or damaged.

    Raises:
        InputError: naming the part, and what to do.
    """
    for part in parts(store.path):
        if not part.whole:
            raise InputError(
                f"'{part.path}' is damaged; 'yongsim sweep resume {store.path}' runs its "
                f"{store.runs_in(part.shard)} runs again",
                f"“{part.path}”已损坏；“yongsim sweep resume {store.path}”会重新运行其 "
                f"{store.runs_in(part.shard)} 次模拟",
            )
    if missing := store.missing():
        raise InputError(
            f"{len(missing)} of {store.sweep.shards} shards are missing, the first is "
            f"{missing[0]}; 'yongsim sweep resume {store.path}' runs them",
            f"{store.sweep.shards} 个分片缺 {len(missing)} 个，第一个是 {missing[0]}；"
            f"“yongsim sweep resume {store.path}”会运行",
        )


def _spare(store: Store) -> list[Part]:
    found = twins(store.path)
    for twin in found:
        if not twin.same:
            raise InputError(
                f"'{twin.first.path}' and '{twin.part.path.name}' hold different figures of the "
                f"same runs: two machines compute differently; 'yongsim sweep resume "
                f"{store.path}' removes both and runs shard {twin.part.shard} again",
                f"“{twin.first.path}”与“{twin.part.path.name}”是同一批模拟却数值不同：两台机器的"
                f"计算结果不一致；“yongsim sweep resume {store.path}”会删除两者并重新运行分片"
                f"{twin.part.shard}",
            )
    return [twin.part for twin in found]


def _write(tables: Iterator[pa.Table], path: Path, wanted: pa.Schema) -> None:
    temporary = unfinished(path)
    try:
        write_rows(tables, temporary, wanted)
        settle(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _run_columns(sweep: Sweep) -> set[str]:
    return {name for name, *_ in COLUMNS} | {axis.column for axis in sweep.axes}


def _runs(store: Store, wanted: pa.Schema) -> Iterator[pa.Table]:
    """One row per run, from the merged results."""
    first = store.sweep.years[0]
    with pq.ParquetFile(store.path / RESULTS, page_checksum_verification=True) as file:
        for group in range(file.num_row_groups):
            rows = file.read_row_group(group, columns=[*wanted.names, "year"])
            once = pc.or_kleene(pc.is_null(rows["year"]), pc.equal(rows["year"], first))
            yield rows.filter(once).select(wanted.names).cast(wanted)


def _in_order(store: Store) -> Iterator[pa.Table]:
    """Rows of all blocks by point, seed and scenario, some points at a time."""
    sweep = store.sweep
    order = pa.array([one.name for one in sweep.scenarios])
    streams = [_Stream(store, block) for block in sweep.blocks]
    step = max(1, RUNS_TOGETHER // len(sweep.scenarios))
    for last in range(step, sweep.points * sweep.seeds + step, step):
        taken = [stream.below(last) for stream in streams]
        rows = pa.concat_tables([one for one in taken if one.num_rows])
        keys = rows.append_column("place", pc.index_in(rows["scenario"], order))
        by = [(name, "ascending") for name in ("point", "seed", "place", "year")]
        yield rows.take(pc.sort_indices(keys, sort_keys=by))


class _Stream:
    """The rows of a block, read part by part; in a block points rise, and seeds in each."""

    def __init__(self, store: Store, block: Block):
        last = block.first_shard + block.shards
        self.left = [part for part in one_each(parts(store.path))
                     if block.first_shard <= part.shard < last]  # fmt: skip
        self.rows = schema(store.sweep).empty_table()
        self.seeds = store.sweep.seeds

    def below(self, cell: int) -> pa.Table:
        """Rows before a cell that were not taken yet; each point has a cell for each seed."""
        while self.left and (not self.rows.num_rows or _cells(self.rows, self.seeds)[-1] < cell):
            self.rows = pa.concat_tables([self.rows, read_part(self.left.pop(0))])
        count = int(np.searchsorted(_cells(self.rows, self.seeds), cell))
        taken, self.rows = self.rows.slice(0, count), self.rows.slice(count)
        return taken


def _cells(rows: pa.Table, seeds: int) -> Array:
    point, seed = (rows[name].to_numpy().astype(np.int64) for name in ("point", "seed"))
    return (point - 1) * seeds + seed - 1
