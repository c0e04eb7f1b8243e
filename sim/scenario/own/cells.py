"""What a cell of a bureau's table says: numbers, yes or no, nothing at all."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from sim.base.errors import InputError

EMPTY = {"", "-", "--", "—", "——", "/", "无", "空", "n/a", "na", "null"}
YES = {"1", "是", "有", "y", "yes", "true", "规上", "规模以上", "√"}
NO = {"0", "否", "没有", "n", "no", "false", "规下", "规模以下", "×"}
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?", re.IGNORECASE)
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
TEXT = re.compile(r"[万亿千百]?(元|亩|人|吨标准煤|吨标煤|吨|千瓦时|度|平方米|\u33a1|m2)$|%$")
ABOUT = re.compile(r"约|左右|大概|以上|以下|>|<|~|≈|\+$")
IN_BRACKETS = re.compile(r"\((.+)\)$")


@dataclass(frozen=True)
class Found:
    """A number read from a cell.

    Attributes:
        value: None for an empty cell.
        as_text: how it was written, where that had to be interpreted.
    """

    value: float | None
    as_text: str = ""


def plain(cell: object) -> str:
    """A cell as text: full-width signs as ordinary ones, no blanks around, no apostrophe before."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)).strip().lstrip("'").strip()


def is_empty(cell: object) -> bool:
    """Whether a cell says nothing."""
    return plain(cell).lower() in EMPTY


def number(cell: object, unit: str, unit_zh: str) -> Found:
    """A cell as a number.

    Args:
        cell: as the sheet holds it.
        unit, unit_zh: of its column, for messages.

    Raises:
        InputError: saying what to make of it.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Found(_finite(float(cell)))
    text = plain(cell).replace(" ", "").replace("\u00a0", "")
    if text.lower() in EMPTY:
        return Found(None)
    if PLAIN.fullmatch(text):
        value = _finite(float(text))
        return Found(value, "" if text == str(cell).strip() else str(cell))
    if GROUPED.fullmatch(text):
        return Found(_finite(float(text.replace(",", ""))), str(cell))
    raise _no_number(text, unit, unit_zh)


def _no_number(text: str, unit: str, unit_zh: str) -> InputError:
    if text.startswith("#"):
        return InputError("an error of the spreadsheet; mend its formula",
                          "电子表格的公式错误；请修正公式")  # fmt: skip
    if IN_BRACKETS.fullmatch(text):
        return InputError("brackets mean a loss in accounting; a figure here is above nought",
                          "括号在会计中表示负数；此处须为正数")  # fmt: skip
    if ABOUT.search(text):
        return InputError("an approximate figure; give one number", "约数；请给出一个确定的数")
    if TEXT.search(text):
        return InputError(f"a unit in the cell; give the number alone, in {unit}",
                          f"单元格中带有单位；请只写数字，单位为{unit_zh}")  # fmt: skip
    if "," in text:
        return InputError(
            "a comma that does not stand before three digits; write 1234.5 for one thousand two "
            "hundred thirty-four and a half",
            "逗号后不是三位数字；一千二百三十四点五请写作 1234.5",
        )
    return InputError(f"no number; give one in {unit}, or leave the cell empty",
                      f"不是数字；请填写以{unit_zh}计的数，或留空")  # fmt: skip


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise InputError("no finite number; correct it", "不是有限数；请更正")
    return value


def flag(cell: object) -> bool | None:
    """A cell as yes, no or nothing.

    Raises:
        InputError: it is neither.
    """
    text = plain(cell).lower()
    if text in YES | NO:
        return text in YES
    if text in EMPTY:
        return None
    raise InputError("neither yes nor no; write one of them", "不是“是”或“否”；请填写其一")
