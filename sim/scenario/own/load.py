"""The own firms that runs take, read once by each process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.base import own
from sim.base.disclosure import OwnParts, limits
from sim.base.errors import InputError
from sim.base.own import OwnFirms
from sim.base.resources import own_digest
from sim.scenario.own.check import Checked, check_sheet, keys_of
from sim.scenario.own.columns import COLUMN
from sim.scenario.own.settings import CITY, Settings, read_settings
from sim.scenario.own.sheet import read_sheet
from sim.scenario.schema import printable

HOW = "`yongsim firms check {name}` says why"
HOW_ZH = "原因见 `yongsim firms check {name}`"
FIRST_ROWS = 10
TOTALS = ("output", "value_added", "tax", "land", "employment")  # told for the whole city


def checked(path: Path) -> tuple[Settings, Checked]:
    """A file of own firms after all checks; nothing is written and nothing simulated.

    Raises:
        InputError: the file as a whole cannot be used.
    """
    settings, table = read_settings(path)
    sheet = read_sheet(table)
    try:
        return settings, check_sheet(sheet, settings)
    except InputError as error:
        raise error.within(f"{printable(table.name)}: ") from None


def own_firms() -> OwnFirms | None:
    """The own firms that this process is to take, if any.

    Raises:
        InputError: the file cannot be used, or has rows that are refused.
    """
    path = own.asked()
    if path is None:
        return None
    return _loaded(path, own_digest(path), own.shown())


def key() -> str:
    """What tells one set of own firms from another; empty for none.

    Raises:
        InputError: the file cannot be read.
    """
    path = own.asked()
    return "" if path is None else f"{own_digest(path)}{own.shown()}"


def about_own_firms(made: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What manifests say of own firms: year, counts, a hash; nothing where there are none.

    Args:
        made: what the store that results stand on says of itself: its own firms count then, and
            not those of this process, which may have none.

    Raises:
        InputError: the own firms cannot be used.
    """
    if made is not None:
        return {"own_firms": made["own_firms"]} if "own_firms" in made else {}
    found = own_firms()
    if found is None:
        return {}
    return {"own_firms": {
        "year": found.year, "firms": len(found), "left_out": found.left_out,
        "places": int(found.covered.sum()), "above_scale_only": found.above_scale_only,
        "totals": "kept" if found.totals_kept else "changed", "shown": found.shown,
        "sha256": found.digest,
    }}  # fmt: skip


def single_firms() -> InputError:
    """The refusal of what shows single own firms unasked."""
    return InputError(
        "this shows single firms of your own table; ask for it: yongsim --show-own-firms ... "
        f"(in Python {own.SHOWN}=1)",
        "此操作会显示您自己表中的单个企业；如确需，请明确要求：yongsim --show-own-firms ……"
        f"（Python 中设 {own.SHOWN}=1）",
    )


def check_may_be_shown() -> None:
    """Refuse what shows firms one by one where own firms are among them.

    Raises:
        InputError: nobody asked to see single own firms.
    """
    if own.asked() is not None and not own.shown():
        raise single_firms()


@lru_cache(maxsize=2)
def _loaded(path: Path, digest: str, shown: bool) -> OwnFirms:
    settings, found = checked(path)
    name = printable(path.name)
    _check_whole(settings, found, name, shown)
    return OwnFirms(
        year=found.year, covered=found.covered, above_scale_only=settings.firms != "all",
        totals_kept=settings.totals == "kept", shown=shown, keys=keys_of(found.rows),
        columns=found.columns, left_out=found.refused, digest=digest,
    )  # fmt: skip


def _check_whole(settings: Settings, found: Checked, name: str, shown: bool) -> None:
    """Refuse a table that cannot be used as it is; no figure or name of a firm is told."""
    if found.refused and not settings.leave_out_refused:
        numbers = list(dict.fromkeys(one.row for one in found.refusals))
        some = ", ".join(map(str, numbers[:FIRST_ROWS]))
        some += ", ..." if len(numbers) > FIRST_ROWS else ""
        how, how_zh = HOW.format(name=name), HOW_ZH.format(name=name)
        raise InputError(
            f"{name}: {found.refused} rows are refused (rows {some}); {how}, or write "
            "leave_out_refused = true in own_firms.toml",
            f"{name}：{found.refused} 行被拒绝（第 {some} 行）；{how_zh}，或在 own_firms.toml 中写 "
            "leave_out_refused = true",
        )
    if not shown:
        _check_together(found, name)
    if settings.covers == CITY and settings.firms == "all" and settings.totals == "kept":
        raise InputError(
            f'{name}: totals = "kept" needs other firms, and the table covers all; write "changed"',
            f'{name}：totals = "kept" 需要其他企业，而本表覆盖全部；请写 "changed"',
        )


def _check_together(found: Checked, name: str) -> None:
    """Refuse firms of which the city's totals, which are never hidden, would tell one."""
    least = limits().least
    if len(found.rows) < least:
        raise InputError(
            f"{name}: {len(found.rows)} firms: the city's totals would tell their figures; give "
            f"{least} or more, or ask for it: --show-own-firms",
            f"{name}：只有 {len(found.rows)} 家企业：全市合计会泄露其数据；请给出 {least} 家以上，"
            "或明确要求：--show-own-firms",
        )
    one_cell = np.zeros(len(found.rows), np.int64)
    for column in TOTALS:
        values = found.columns[column]  # where one is empty, donors fill the column up
        if not np.isnan(values).any() and OwnParts.of(one_cell, values[:, None], 1).tells()[0]:
            label = COLUMN[column].zh
            raise InputError(
                f"{name}: one or two firms make up nearly all of column {column}: the city's "
                "totals would tell their figures; give more firms, or ask for it: --show-own-firms",
                f"{name}：“{label}”（{column}）列几乎全部来自一两家企业：全市合计会泄露其数据；"
                "请给出更多企业，或明确要求：--show-own-firms",
            )
