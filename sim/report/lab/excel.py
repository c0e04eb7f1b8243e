"""Tables as an Excel file: a sheet each and one that says where they come from."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sim.base.errors import InputError
from sim.base.files import write_whole

ENDING = ".xlsx"
LONGEST_NAME, WIDEST = 31, 60
WRONG = re.compile(r"[\[\]:*?/\\]")
NO_DATE = datetime.datetime(2020, 1, 1)  # the same tables give the same bytes


def export(
    tables: Mapping[str, pd.DataFrame], path: str | Path, *,
    about: Sequence[tuple[str, str]] = (), about_name: str = "about",
) -> Path:  # fmt: skip
    """Write tables into a new Excel file; text that looks like a formula stays text.

    Args:
        tables: by name; each gets a sheet.
        path: ends in .xlsx; it must not exist.
        about: lines of a first sheet, label and text.
        about_name: that sheet's name.

    Returns:
        The path.

    Raises:
        InputError: nothing to write, a file that exists, or no package to write Excel with.
    """
    file = Path(path)
    if file.suffix != ENDING or file.exists():
        raise InputError(
            f"'{file}': give the name of a new file that ends in {ENDING}",
            f"“{file}”：请给出一个尚不存在、以 {ENDING} 结尾的文件名",
        )
    if not tables:
        raise InputError("no table to write", "没有可写的表格")
    content = io.BytesIO()
    try:
        _write(tables, content, about, about_name)
    except ImportError:
        raise InputError(
            "Excel files need XlsxWriter: pip install yongsim[report]",
            "写 Excel 文件需要 XlsxWriter：pip install yongsim[report]",
        ) from None
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, content.getvalue())
    return file


def _write(
    tables: Mapping[str, pd.DataFrame], content: io.BytesIO, about: Sequence[tuple[str, str]],
    about_name: str,
) -> None:  # fmt: skip
    plain = {"options": {"strings_to_formulas": False, "strings_to_urls": False,
                         "nan_inf_to_errors": False, "in_memory": True}}  # fmt: skip
    used: set[str] = set()
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs=plain) as writer:
        writer.book.set_properties({"created": NO_DATE, "author": "yongsim"})
        sheets = {about_name: pd.DataFrame(about)} if about else {}
        for name, table in {**sheets, **tables}.items():
            sheet = _sheet_name(name, used)
            table.to_excel(writer, sheet_name=sheet, index=False, header=name != about_name)
            page = writer.sheets[sheet]
            page.freeze_panes(0 if name == about_name else 1, 0)
            for k, heading in enumerate(table.columns):
                longest = max([_width(heading), *(_width(one) for one in table[heading])])
                page.set_column(k, k, min(longest + 2, WIDEST))


def _width(value: object) -> int:
    """Letters that a cell takes; a Chinese character takes two."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return sum(1 if letter.isascii() else 2 for letter in text)


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that Excel takes and no sheet has yet."""
    short = WRONG.sub(" ", name)[:LONGEST_NAME]
    number = 1
    while short.lower() in used:
        number += 1
        short = f"{short[: LONGEST_NAME - 4]} ({number})"
    used.add(short.lower())
    return short
