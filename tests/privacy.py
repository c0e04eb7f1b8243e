"""What files say of who made them: all that is readable in a file, and words that must not be."""

from __future__ import annotations

import getpass
import platform
import re
import sys
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pyarrow.parquet
from PIL import Image

from sim.base.resources import PACKAGE

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def _parquet(path: Path) -> bytes:
    table = pyarrow.parquet.read_table(path)
    found = [repr(table.schema.metadata), *table.column_names]
    for name in table.column_names:
        if not pyarrow.types.is_floating(table.schema.field(name).type):
            found.append(" ".join(map(str, table[name].unique().to_pylist())))
    return "\n".join(found).encode()


def _unpacked(path: Path) -> bytes:
    with ZipFile(path) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def _streams(content: bytes) -> bytes:
    found = [content]
    for stream in STREAM.findall(content):
        try:
            found.append(zlib.decompress(stream.strip(b"\r\n")))
        except zlib.error:
            continue
    return b"\n".join(found)


def readable(path: Path) -> bytes:
    """Everything that can be read in a file: cells, packed parts, notes on a picture."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        return content + _parquet(path)
    if path.suffix in (".xlsx", ".docx", ".zip"):
        try:
            return content + _unpacked(path)
        except BadZipFile:
            return content
    if path.suffix == ".pdf":
        return _streams(content)
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return content + repr(picture.info).encode()
    return content


def of_this_machine() -> set[str]:
    """Names and paths of whoever runs this, as far as they are long enough to tell."""
    words = {getpass.getuser(), platform.node(), str(Path.home()), sys.prefix, sys.base_prefix,
             str(PACKAGE.parent)}  # fmt: skip
    return {word for word in words if len(word) > 5}


def told(folder: Path, words: set[str]) -> list[tuple[str, str]]:
    """Every file below a folder that says one of the words, by name or content."""
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        content = name.encode() + b"\n" + readable(path)
        found += [(name, word) for word in sorted(words) if word.encode() in content]
    return found
