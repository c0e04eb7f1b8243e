"""Scenarios into an Excel workbook: columns are scenarios, rows are values."""

from __future__ import annotations

import datetime
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.scenario.draft import Draft, draft_of
from sim.scenario.files import find_file, is_path, read_file
from sim.scenario.load import load_scenario
from sim.scenario.schema import printable
from sim.scenario.sheet import HEADINGS, Cell, cells_of, labels_of, row_order

SHEET = "scenarios"
NAME = re.compile(r"\w[\w .-]{0,58}\w|\w")  # what a column, and the file made of it, may be called
# A fixed moment: the same scenarios, the same bytes.
MADE = datetime.datetime(2020, 1, 1)
MISSING = (
    "Excel files need the packages of `pip install yongsim[report]`",
    "读写 Excel 文件请先安装 `pip install yongsim[report]`",
)


def export_scenarios(names: Sequence[str], out: Path) -> None:
    """Write scenarios into a workbook: columns are scenarios, blank is inherited.

    Raises:
        InputError: a scenario cannot be used, the file exists, or a package is missing.
    """
    if out.suffix != ".xlsx":
        raise InputError(
            f"'{out.name[:80]}': give the workbook a name that ends in .xlsx",
            f"“{out.name[:80]}”：工作簿名须以 .xlsx 结尾，请更改",
        )
    check_free(out)
    drafts = [_exported(name) for name in names]
    own = [draft.name for draft in drafts]
    if len(set(own)) < len(own):
        raise InputError(
            "two scenarios have one name; a workbook takes each name once",
            "两个情景同名；一个工作簿里每个名称只能出现一次，请改名",
        )
    for name, draft in zip(names, drafts, strict=True):
        load_scenario(name)
        draft.extends = _reference(draft, draft.extends, own) if draft.extends else None
        draft.overlays = [_reference(draft, one, own) for one in draft.overlays]
    columns = [cells_of(draft) for draft in drafts]
    _write_whole(out, own, columns)


def check_free(out: Path) -> None:
    """Refuse to write over anything, or into a folder that is not there."""
    try:
        taken, there = out.exists() or out.is_symlink(), out.parent.is_dir()
    except (OSError, ValueError):
        raise InputError(
            f"'{printable(str(out))[:80]}' cannot be written; shorten it",
            f"“{printable(str(out))[:80]}”无法写入；请缩短名称",
        ) from None
    if taken:
        raise InputError(
            f"'{out}' exists; give another name or remove it",
            f"“{out}”已存在；请换一个名称或先删除",
        )
    if not there:
        raise InputError(
            f"'{out.parent}' is no folder; make it first",
            f"“{out.parent}”不是文件夹；请先建立",
        )


def _exported(name: str) -> Draft:
    path = find_file(name)
    if not NAME.fullmatch(path.stem):
        raise InputError(
            f"{printable(path.name)}: rename it: letters, digits, - and _ only",
            f"{printable(path.name)}：请改名，只用字母、数字、- 和 _",
        )
    return draft_of(path, read_file(path))


def _reference(draft: Draft, name: str, exported: Sequence[str]) -> str:
    if not is_path(name):
        return name
    stem = Path(name).stem
    if stem not in exported:
        raise InputError(
            f"{draft.name}: builds on the file {name[:80]}; export that as well",
            f"{draft.name}：以文件 {name[:80]} 为基础；请一并导出",
        )
    return f"{stem}.toml"


def _write_whole(out: Path, names: Sequence[str], columns: Sequence[dict[str, Cell]]) -> None:
    try:
        import xlsxwriter  # noqa: PLC0415
    except ImportError:
        raise InputError(*MISSING) from None
    handle, part = tempfile.mkstemp(suffix=".part", dir=out.parent)
    os.close(handle)
    try:
        book = xlsxwriter.Workbook(part, {"in_memory": True})
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, len(HEADINGS))
        sheet.set_column(0, 2, 44)
        for column, heading in enumerate((*HEADINGS, *names)):
            sheet.write_string(0, column, heading)
        keys = sorted(set().union(*columns), key=row_order)
        for row, key in enumerate(keys, start=1):
            values = (key, *labels_of(key), *(cells.get(key, "") for cells in columns))
            for column, value in enumerate(values):
                _write(sheet, row, column, value)
        book.close()
        Path(part).chmod(0o644)
        Path(part).rename(out)
    finally:
        Path(part).unlink(missing_ok=True)


def _write(sheet: Any, row: int, column: int, value: Cell) -> None:
    """A text is never a formula; a number that Excel's 16 digits cut short is kept as text."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value)
    elif float(f"{value:.16G}") == value:
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, repr(value))
