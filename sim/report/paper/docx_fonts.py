"""Fonts and sizes of the text document: GB/T 9704 in Chinese, a plain serif in English."""

from __future__ import annotations

from dataclasses import dataclass

from sim.report.words import Language


@dataclass(frozen=True)
class Look:
    """A style: fonts for Latin and Chinese characters, points, and how lines are set.

    Attributes:
        indent: of the first line, in characters.
        spacing: exact distance of lines in points; 0: that of the font.
        before, after: points.
    """

    latin: str
    chinese: str
    size: float
    bold: bool = False
    centred: bool = False
    indent: int = 0
    spacing: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep: bool = False


SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
PLAIN_SONG = "宋体"
LATIN = "Times New Roman"
LINE = 28.0  # points between lines of the body
# Other names of these fonts, and what to take where they are not installed.
OTHERWISE = {
    SONG: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,FangSong_GB2312,华文仿宋,STFangsong,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,KaiTi_GB2312,华文楷体,STKaiti,Noto Serif CJK SC",
    HEI: "SimHei,微软雅黑,Microsoft YaHei,Noto Sans CJK SC",
    PLAIN_SONG: "SimSun,NSimSun,华文宋体,STSong,Noto Serif CJK SC",
    LATIN: "Liberation Serif,Noto Serif",
}
# The names of styles that word processors know: headings show in the outline, captions in lists.
LOOKS: dict[Language, dict[str, Look]] = {
    "zh": {
        "Normal": Look(LATIN, FANG, 16, indent=2, spacing=LINE),
        "Title": Look(LATIN, SONG, 22, centred=True, spacing=36.0, after=8),
        "Subtitle": Look(LATIN, KAI, 16, centred=True, spacing=LINE, after=14),
        "Heading 1": Look(LATIN, HEI, 16, indent=2, spacing=LINE, keep=True),
        "Heading 2": Look(LATIN, KAI, 16, indent=2, spacing=LINE, keep=True),
        "List Bullet": Look(LATIN, FANG, 16, indent=2, spacing=LINE),
        "Caption": Look(LATIN, HEI, 12, centred=True, spacing=20.0, before=8, after=4),
        "Note": Look(LATIN, PLAIN_SONG, 9, spacing=13.0, before=3, after=10),
        "Warning": Look(LATIN, HEI, 14, indent=2, spacing=24.0),
        "Table Text": Look(LATIN, PLAIN_SONG, 9),
        "Table Head": Look(LATIN, HEI, 9),
        "Figure": Look(LATIN, PLAIN_SONG, 9, centred=True, before=6, keep=True),
        "Footer": Look(PLAIN_SONG, PLAIN_SONG, 14),
    },
    "en": {
        "Normal": Look(LATIN, FANG, 11.5, spacing=16.0, after=6),
        "Title": Look(LATIN, SONG, 22, bold=True, centred=True, after=8),
        "Subtitle": Look(LATIN, KAI, 13, centred=True, after=14),
        "Heading 1": Look(LATIN, HEI, 15, bold=True, before=14, after=6, keep=True),
        "Heading 2": Look(LATIN, KAI, 12.5, bold=True, before=8, after=4, keep=True),
        "List Bullet": Look(LATIN, FANG, 11.5, spacing=16.0, after=3),
        "Caption": Look(LATIN, HEI, 10.5, bold=True, before=8, after=4),
        "Note": Look(LATIN, PLAIN_SONG, 9, before=3, after=10),
        "Warning": Look(LATIN, HEI, 11.5, bold=True, spacing=16.0, after=6),
        "Table Text": Look(LATIN, PLAIN_SONG, 8.5),
        "Table Head": Look(LATIN, HEI, 8.5, bold=True),
        "Figure": Look(LATIN, PLAIN_SONG, 9, centred=True, before=6, keep=True),
        "Footer": Look(LATIN, PLAIN_SONG, 10),
    },
}
