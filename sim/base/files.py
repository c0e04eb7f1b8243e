"""Files that are there whole or not at all, and their checksums."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from pathlib import Path

LEFT_OVER = ".part"  # how the name of an unfinished file ends; it begins with a dot
PIECE = 1 << 20
NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)  # of some file systems of a network


def unfinished(path: Path) -> Path:
    """A name beside a file for writing it; readers of the folder overlook it.

    Two processes, on two hosts perhaps, never get the same one.
    """
    return path.with_name(f".{path.stem}-{secrets.token_hex(8)}{LEFT_OVER}")


def settle(temporary: Path, path: Path) -> None:
    """Give a written file its name: its bytes reach the disk first, then the name does."""
    _sync(temporary, os.O_RDWR)
    os.replace(temporary, path)
    if os.name != "nt":  # Windows opens no folders, and keeps the order by itself
        try:
            _sync(path.parent, os.O_RDONLY)
        except OSError as error:
            if error.errno not in NO_FOLDER_SYNC:
                raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step, over an earlier one if there is one."""
    temporary = unfinished(path)
    try:
        temporary.write_bytes(content)
        settle(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def left_overs(folder: Path) -> list[Path]:
    """Unfinished files that a killed process has left in a folder."""
    return sorted(path for path in folder.iterdir()
                  if path.name.startswith(".") and path.suffix == LEFT_OVER)  # fmt: skip


def checksum(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            total.update(piece)
    return total.hexdigest()


def _sync(path: Path, how: int) -> None:
    handle = os.open(path, how | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
