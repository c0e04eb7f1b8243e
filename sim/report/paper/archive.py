"""Files that are archives inside, without the time they were made: same content, same bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say
MADE = datetime(*NO_TIME)  # what files say of themselves
ORDINARY_FILE = 0o600 << 16


def settled(content: bytes) -> bytes:
    """The archive packed anew: its parts in the same order, without times."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(packed, "w") as made:
        for item in given.infolist():
            part = ZipInfo(item.filename, NO_TIME)
            part.compress_type, part.external_attr = ZIP_DEFLATED, ORDINARY_FILE
            part.create_system = 3  # as everywhere but on Windows; readers do not look at it
            made.writestr(part, given.read(item))
    return packed.getvalue()
