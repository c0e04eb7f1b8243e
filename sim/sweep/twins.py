"""Shards that were written twice: by two copies of a task, on nodes with other versions of Arrow.

The name of a part holds the hash of its bytes, so the two lie side by side. The same runs in other
bytes are one shard, of which one part is enough; other figures are a fault that has to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.sweep.parts import Part, bytes_of, parts, read_part


@dataclass(frozen=True)
class Twin:
    """A further part of a shard.

    Attributes:
        part: it.
        first: the part of the shard that counts.
        same: whether both hold the same rows, to the bit.
    """

    part: Part
    first: Part
    same: bool


def twins(store: Path) -> list[Twin]:
    """Further whole parts of shards that have one; nothing is read of a shard with one part."""
    found: dict[int, list[Part]] = {}
    for part in parts(store):
        found.setdefault(part.shard, []).append(part)
    several = [[part for part in those if part.whole]
               for those in found.values() if len(those) > 1]  # fmt: skip
    return [Twin(part, first, _rows(part) == _rows(first))
            for first, *others in filter(None, several) for part in others]  # fmt: skip


def _rows(part: Part) -> bytes:
    return bytes_of(read_part(part).replace_schema_metadata(None))
