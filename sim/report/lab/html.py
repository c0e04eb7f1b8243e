"""A table as a page shows it: numbers short enough to read, wide text wrapped."""

from __future__ import annotations

import html
import math
from typing import Any

import pandas as pd

STYLE = ("border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:0.92em;"
         "margin:0.4em 0 1em")  # fmt: skip
CELL = "padding:0.2em 0.6em;border-bottom:1px solid #d0d0d0;vertical-align:top;"
DIGITS = 3
NOTHING = 1e-9  # smaller numbers are what rounding leaves of nought
YEARS = range(1990, 2100)


def as_html(table: pd.DataFrame, heading: str, lifted: str = "") -> str:
    """A table with its heading; text to the left, numbers to the right.

    Args:
        table: what is shown.
        heading: stands above.
        lifted: a column that goes into the heading where it says the same in every row.
    """
    if lifted in table.columns and table[lifted].nunique() == 1:
        heading = f"{heading} · {table[lifted].iloc[0]}"
        table = table.drop(columns=lifted)
    heads = "".join(f'<th scope="col" style="{CELL}text-align:{_side(table[name])}">'
                    f"{html.escape(str(name))}</th>" for name in table.columns)  # fmt: skip
    kinds = [(_side(table[name]), _years(table[name])) for name in table.columns]
    rows = "".join(
        "<tr>" + "".join(_cell(shown(value, year=year), side)
                         for (side, year), value in zip(kinds, row, strict=True)) + "</tr>"
        for row in table.itertuples(index=False)
    )  # fmt: skip
    return (f'<table style="{STYLE}"><caption style="text-align:left;font-weight:600">'
            f"{html.escape(heading)}</caption><thead><tr>{heads}</tr></thead>"
            f"<tbody>{rows}</tbody></table>")  # fmt: skip


def shown(value: Any, *, year: bool = False) -> str:
    """A value as text: three digits of a number, all of one above a hundred; – for none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if math.isinf(value):
        return "∞"
    if year:
        return str(int(value))
    if abs(value) < NOTHING or float(value).is_integer() or abs(value) >= 10 ** (DIGITS - 1):
        text = f"{value:,.0f}"
    else:
        text = f"{value:.{DIGITS}g}"
    return "0" if text == "-0" else text.replace("-", "−")


def _cell(text: str, side: str) -> str:
    wrap = "white-space:nowrap;" if side == "right" else "min-width:6em;max-width:32em;"
    return f'<td style="{CELL}{wrap}text-align:{side}">{html.escape(text)}</td>'


def _years(values: pd.Series) -> bool:
    there = [one for one in values if isinstance(one, int | float) and not math.isnan(one)]
    return bool(there) and all(one in YEARS for one in there)


def _side(values: pd.Series) -> str:
    numbers = any(isinstance(one, int | float) and not isinstance(one, bool) for one in values)
    return "right" if numbers and not any(isinstance(one, str) for one in values) else "left"
