"""Cut the font of the figures out of Noto Sans SC.

    python docs/font.py expo-google-fonts-noto-sans-sc-0.4.3.tgz

The archive is that of the npm package (`npm pack @expo-google-fonts/noto-sans-sc@0.4.3`); another
one is refused. The subset holds GB 2312, the Latin letters and marks that figures use, and every
character that occurs in the project's own texts; run it again when a test finds one missing. It has
a name of its own, so that figures are the same to the byte whether or not the machine has the whole
font installed. Tables that matplotlib doesn't read (layout, hints, vertical writing) are left out.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = "package/400Regular/NotoSansSC_400Regular.ttf"
SOURCE_SHA256 = "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16"
FAMILY = "Yongsim Sans SC"
TARGET = REPOSITORY / "sim/report/font/YongsimSansSC-Regular.ttf"
RANGES = (
    (0x20, 0x7F), (0xA0, 0x100),  # ASCII, Latin-1
    (0x2010, 0x2028), (0x2030, 0x2034),  # dashes, quotation marks, points; per mille, primes
    (0x2070, 0x2090),  # superscripts and subscripts
    (0x2190, 0x219A), (0x2212, 0x2213), (0x2260, 0x2266),  # arrows, minus, comparisons
    (0x25A0, 0x2600),  # geometric shapes
    (0x3000, 0x3018), (0xFF00, 0xFFF0),  # Chinese punctuation, full-width forms
)  # fmt: skip
FOLDERS = ("sim", "calibration", "scenarios")
KINDS = frozenset({".py", ".csv", ".toml", ".j2"})


def own_characters(root: Path = REPOSITORY) -> set[str]:
    """Every printable character of the project's sources, tables and scenarios."""
    files = [path for name in FOLDERS for path in (root / name).rglob("*") if path.suffix in KINDS]
    texts = (path.read_text(encoding="utf-8-sig") for path in files)
    return {character for text in texts for character in set(text) if character.isprintable()}


def gb2312() -> set[str]:
    """All characters of the standard set of simplified Chinese."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {cell.decode("gb2312", "ignore") for cell in cells} - {""}


def wanted() -> set[str]:
    """Characters that figures may show."""
    ranges = {chr(code) for first, end in RANGES for code in range(first, end)}
    return gb2312() | ranges | own_characters()


def read_source(archive: Path) -> bytes:
    """The font in the archive, if it is the one this was written for."""
    with tarfile.open(archive) as files:
        member = files.extractfile(SOURCE)
        content = member.read() if member else b""
    if hashlib.sha256(content).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{archive}: {SOURCE} is not that of version 0.4.3")
    return content


def cut(content: bytes) -> bytes:
    """The subset under its own name."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, name_languages=[0x409],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
    )  # fmt: skip
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx", "VORG"]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(wanted())))
    cutter.subset(font)
    plain = FAMILY.replace(" ", "")
    for number, text in ((1, FAMILY), (2, "Regular"), (3, f"{plain}-Regular"),
                         (4, f"{FAMILY} Regular"), (6, f"{plain}-Regular")):  # fmt: skip
        font["name"].setName(text, number, 3, 1, 0x409)
    result = io.BytesIO()
    font.save(result, reorderTables=True)
    return result.getvalue()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    TARGET.write_bytes(cut(read_source(Path(sys.argv[1]))))
    print(f"{TARGET.relative_to(REPOSITORY)}: {TARGET.stat().st_size:,} bytes")
