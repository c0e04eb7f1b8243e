"""Parts: one parquet file per shard, named by its number and the hash of its bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.files import checksum, settle, unfinished

FOLDER = "parts"
PATTERN = re.compile(r"part-(\d{6,})-([0-9a-f]{16})\.parquet")
ATTEMPTS = 3  # of giving a file its name, should another process clear it away


@dataclass(frozen=True)
class Part:
    """A part of a store.

    Attributes:
        path: where it lies.
        shard: its number.
        hashed: how the SHA-256 of its bytes begins.
    """

    path: Path
    shard: int
    hashed: str

    @property
    def whole(self) -> bool:
        """Whether its bytes are those that were written."""
        try:
            return checksum(self.path).startswith(self.hashed)
        except OSError:
            return False


def parts(store: Path) -> list[Part]:
    """The parts of a store by number of shard; nothing is read."""
    found = []
    for path in (store / FOLDER).iterdir():
        if match := PATTERN.fullmatch(path.name):
            found.append(Part(path, int(match[1]), match[2]))
    return sorted(found, key=lambda part: (part.shard, part.hashed))


def one_each(found: list[Part]) -> list[Part]:
    """The first part of each shard: a shard that was written twice counts once."""
    first: dict[int, Part] = {}
    for part in found:
        first.setdefault(part.shard, part)
    return list(first.values())


def whole_part(store: Path, shard: int) -> Part | None:
    """A part of a shard whose bytes are those that were written; None: there is none."""
    return next((part for part in parts(store) if part.shard == shard and part.whole), None)


def write_part(table: pa.Table, store: Path, shard: int) -> Part:
    """Write a shard's part; it appears whole or not at all.

    The name holds the hash of the bytes, so that every flipped bit shows, in a page or not.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _write(table, store, shard)
        except FileNotFoundError:
            if attempt == ATTEMPTS or not (store / FOLDER).is_dir():
                raise
    raise AssertionError("unreachable")


def _write(table: pa.Table, store: Path, shard: int) -> Part:
    temporary = unfinished(store / FOLDER / f"part-{shard:06d}.parquet")
    try:
        write_rows([table], temporary, table.schema)
        hashed = checksum(temporary)[:16]
        path = store / FOLDER / f"part-{shard:06d}-{hashed}.parquet"
        settle(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return Part(path, shard, hashed)


def write_rows(tables: Iterable[pa.Table], path: Path | BinaryIO, schema: pa.Schema) -> None:
    """Write tables, a row group each: zstd, page checksums, split bytes for single floats."""
    single = [item.name for item in schema if item.type == pa.float32()]
    others = [item.name for item in schema if item.type != pa.float32()]
    with pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=others, use_byte_stream_split=single,
        write_page_checksum=True,
    ) as writer:  # fmt: skip
        for table in tables:
            writer.write_table(table.combine_chunks(), row_group_size=max(1, table.num_rows))


def bytes_of(rows: pa.Table) -> bytes:
    """Rows as this version of Arrow writes them, so that they can be compared to the bit."""
    content = io.BytesIO()
    write_rows([rows], content, rows.schema)
    return content.getvalue()


def read_part(part: Part, columns: list[str] | None = None) -> pa.Table:
    """The rows of a part, its page checksums verified."""
    return pq.read_table(part.path, columns=columns, page_checksum_verification=True)
