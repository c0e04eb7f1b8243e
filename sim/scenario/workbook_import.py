"""Scenarios out of an Excel workbook, as TOML files; nothing in it is trusted."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.base.errors import InputError, unknown
from sim.scenario.draft import Draft, toml_text
from sim.scenario.files import scenario_names
from sim.scenario.load import load_scenario
from sim.scenario.schema import UNPRINTABLE, NotRepresented, Title, printable
from sim.scenario.sheet import HEADINGS, Cell
from sim.scenario.sheet_read import schedules_from
from sim.scenario.workbook import MISSING, NAME, SHEET, check_free

LARGEST_BOOK, LARGEST_UNPACKED = 10_000_000, 100_000_000
MOST_ROWS, MOST_COLUMNS = 20_000, 200


def import_scenarios(book: Path, out: Path) -> list[Path]:
    """Write the scenarios of a workbook as TOML files into a new folder.

    Raises:
        InputError: no such workbook, a formula, a cell that cannot be used, or the folder exists.
    """
    check_free(out)
    columns = _columns(book)
    known = {f"{name}.toml" for name in columns} | set(scenario_names())
    part = Path(tempfile.mkdtemp(suffix=".part", dir=out.parent))
    try:
        for name, cells in columns.items():
            draft = _draft(book.name, name, cells)
            for other in (*([draft.extends] if draft.extends else []), *draft.overlays):
                if other not in known:
                    raise unknown("scenario", other, known).within(f"{book.name}: {name}: ")
            (part / f"{name}.toml").write_text(toml_text(draft), encoding="utf-8", newline="\n")
        for name in columns:
            _check_loads(part / f"{name}.toml", book.name)
        part.chmod(0o755)
        part.rename(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [out / f"{name}.toml" for name in columns]


def _check_loads(path: Path, where: str) -> None:
    try:
        load_scenario(str(path))
    except InputError as error:
        raise error.within(f"{where}: ") from None


def _columns(book: Path) -> dict[str, dict[str, Cell]]:
    """The cells of each scenario's column by key."""
    rows = _rows(book)
    names = _names(book, next(rows, ()))
    first, end = len(HEADINGS), len(HEADINGS) + len(names)
    found: dict[str, dict[str, Cell]] = {name: {} for name in names}
    seen = set()
    for row in rows:
        key = row[0] if row else None
        if key is None:
            continue
        if key in seen:
            raise InputError(
                f"{book.name}: the row '{str(key)[:80]}' is there twice; keep one",
                f"{book.name}：行“{str(key)[:80]}”出现两次；请只留一行",
            )
        seen.add(key)
        if any(value is not None for value in row[end:]):
            raise InputError(
                f"{book.name}: row '{str(key)[:80]}' has a value in a column without "
                "a name; name the scenario in the first row",
                f"{book.name}：行“{str(key)[:80]}”在没有名称的列中有值；请在首行写上情景名",
            )
        for name, value in zip(names, row[first:], strict=False):
            if value is not None:
                found[name][str(key)] = value
    return found


def _names(book: Path, head: tuple[Any, ...]) -> list[str]:
    """The scenarios that the first row names, one a column behind the headings."""
    count = len(HEADINGS)
    if tuple(head[:count]) != HEADINGS:
        raise InputError(
            f"{book.name}: the first row of sheet '{SHEET}' must begin with "
            f"{', '.join(HEADINGS)}",
            f"{book.name}：工作表“{SHEET}”的首行须以 {', '.join(HEADINGS)} 开头，请更正",
        )
    names = [name for name in head[count:] if name is not None]
    if not names or None in head[count : count + len(names)] or len(set(names)) < len(names):
        raise InputError(
            f"{book.name}: each column after '{HEADINGS[-1]}' needs a name of its own",
            f"{book.name}：“{HEADINGS[-1]}”之后的每一列都须有各自的名称，请补上",
        )
    for name in names:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise InputError(
                f"{book.name}: '{printable(str(name))[:40]}' is no name of a "
                "scenario; use letters, digits, - and _",
                f"{book.name}：“{printable(str(name))[:40]}”不能作情景名；请用字母、数字、- 和 _",
            )
    return names


def _rows(book: Path) -> Iterator[tuple[Any, ...]]:
    try:
        import openpyxl  # noqa: PLC0415
    except ImportError:
        raise InputError(*MISSING) from None
    _check_package(book)
    try:
        content = openpyxl.load_workbook(book, read_only=True, data_only=False)
        try:
            if SHEET not in content.sheetnames:
                raise InputError(
                    f"{book.name}: there is no sheet '{SHEET}'; name it so",
                    f"{book.name}：没有工作表“{SHEET}”；请如此命名",
                )
            for k, row in enumerate(content[SHEET].iter_rows(max_col=MOST_COLUMNS), start=1):
                if k > MOST_ROWS:
                    raise InputError(
                        f"{book.name}: more than {MOST_ROWS} rows; split it",
                        f"{book.name}：超过 {MOST_ROWS} 行；请拆分",
                    )
                yield tuple(_read(cell, book.name) for cell in row)
        finally:
            content.close()
    except InputError:
        raise
    except Exception as error:  # a damaged package fails in many ways
        raise InputError(
            f"{book.name}: not a readable workbook ({type(error).__name__}); save it "
            "as .xlsx again",
            f"{book.name}：不是可读的工作簿（{type(error).__name__}）；请重新另存为 .xlsx",
        ) from None


def _check_package(book: Path) -> None:
    try:
        if book.stat().st_size > LARGEST_BOOK:
            raise InputError(
                f"{book.name}: larger than 10 MB; a workbook of scenarios is small",
                f"{book.name}：超过 10 MB；情景工作簿应很小，请精简",
            )
        with zipfile.ZipFile(book) as package:
            size = sum(item.file_size for item in package.infolist())
    except InputError:
        raise
    except Exception:  # a damaged package fails in many ways
        raise InputError(
            f"'{printable(book.name)[:80]}' is not a workbook; give an .xlsx file",
            f"“{printable(book.name)[:80]}”不是工作簿；请给出 .xlsx 文件",
        ) from None
    if size > LARGEST_UNPACKED:
        raise InputError(
            f"{book.name}: holds more than 100 MB unpacked; it is no scenario",
            f"{book.name}：解压后超过 100 MB；这不是情景，请检查",
        )


def _read(cell: Any, where: str) -> Any:
    value = cell.value
    if value is None:
        return None
    at = f"{where}: cell {cell.coordinate}"
    if cell.data_type == "f":
        raise InputError(
            f"{at} holds a formula; put its value there",
            f"{at} 含公式；请改为数值",
        )
    if isinstance(value, str):
        if UNPRINTABLE.search(value):
            raise InputError(
                f"{at}: one line of printable text is needed",
                f"{at}：须为一行可显示的文字，请修改",
            )
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(
            f"{at} holds neither a text nor a number; write one of them",
            f"{at} 既不是文字也不是数字；请写其中一种",
        )
    try:
        number = float(value)
    except OverflowError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(
            f"{at}: no number a scenario can use; correct it",
            f"{at}：不是情景可用的数；请更正",
        )
    return number


def _draft(where: str, name: str, cells: dict[str, Cell]) -> Draft:
    """A draft from a column.

    Raises:
        InputError: a row that no scenario has, or a text that is missing.
    """
    texts = {key: str(value) for key, value in cells.items()
             if not key.startswith(("instruments.", "macro.", "parameters."))}  # fmt: skip
    try:
        draft = Draft(
            name, Title(zh=texts.pop("title.zh", ""), en=texts.pop("title.en", "")),
            extends=texts.pop("extends", None), overlays=_list(texts, "overlays"),
            targets=tuple(_list(texts, "targets")) or None,
            indicators=tuple(_list(texts, "indicators")), values=schedules_from(cells),
        )  # fmt: skip
        if {"question.zh", "question.en"} & texts.keys():
            draft.question = Title(
                zh=texts.pop("question.zh", ""), en=texts.pop("question.en", "")
            )
        draft.sources = {key.removeprefix("sources."): texts.pop(key)
                         for key in list(texts) if key.startswith("sources.")}  # fmt: skip
        draft.missing = _missing(texts)
    except ValidationError as error:
        key = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(
            f"{where}: {name}: title, question and what is not represented need a "
            f"text in each language ({key}); fill it in",
            f"{where}：{name}：标题、问题和未包含事项须有中英文（{key}）；请补全",
        ) from None
    except InputError as error:
        raise error.within(f"{where}: {name}: ") from None
    if texts:
        raise InputError(
            f"{where}: row '{printable(next(iter(texts)))[:80]}' is none that a "
            "scenario has; correct its key",
            f"{where}：行“{printable(next(iter(texts)))[:80]}”不是情景所有；请更正键名",
        )
    return draft


def _list(texts: dict[str, str], head: str) -> list[str]:
    keys = [key for key in texts if re.fullmatch(rf"{head}\.\d{{1,3}}", key, re.ASCII)]
    return [texts.pop(key) for key in sorted(keys, key=lambda key: int(key.split(".")[1]))]


def _missing(texts: dict[str, str]) -> list[NotRepresented]:
    form = re.compile(r"not_represented\.(\d{1,3})\.(instrument|zh|en)", re.ASCII)
    found: dict[int, dict[str, str]] = {}
    for key in list(texts):
        parts = form.fullmatch(key)
        if parts:
            found.setdefault(int(parts[1]), {})[parts[2]] = texts.pop(key)
    return [NotRepresented(**found[k]) for k in sorted(found)]
