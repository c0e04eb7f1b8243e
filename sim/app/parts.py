"""Pieces of the page that several panels share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dash import dcc, html

Child = Any  # a component, a text, or a list of them


def dom_id(name: dict[str, Any]) -> str:
    """The id that a component named by a dictionary has in the page."""
    return json.dumps(name, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def table(
    caption: str, headers: Sequence[Child], rows: Sequence[Sequence[Child]],
    numbers: Sequence[int] = (), wide: bool = False,
) -> html.Div:  # fmt: skip
    """A table with a caption; the first cell of each row names it.

    Args:
        caption: what it shows.
        headers: of the columns.
        rows: their cells.
        numbers: columns set flush right.
        wide: whether cells may break their lines.
    """
    right = set(numbers)
    head = [html.Th(one, scope="col", className="number" if k in right else "")
            for k, one in enumerate(headers)]  # fmt: skip
    body = [html.Tr([_cell(k, one, k in right) for k, one in enumerate(row)]) for row in rows]
    return html.Div(
        html.Table([html.Caption(caption), html.Thead(html.Tr(head)), html.Tbody(body)],
                   className="wide" if wide else ""),
        className="scroll", tabIndex="0", role="region", **{"aria-label": caption},
    )  # fmt: skip


def _cell(column: int, content: Child, right: bool) -> Any:
    name = "number" if right else ""
    if column == 0:
        return html.Th(content, scope="row", className=name)
    return html.Td(content, className=name)


def choice(
    name: str | dict[str, Any], legend: str, options: Sequence[tuple[str, str]], value: str,
    kind: str = "", kept: bool = False,
) -> html.Fieldset:  # fmt: skip
    """A group of radio buttons under a heading.

    Args:
        name: id of the group.
        legend: heading.
        options: value and label.
        value: which is chosen.
        kind: class of the group.
        kept: whether the browser keeps the choice while the page is redrawn.
    """
    return html.Fieldset([
        html.Legend(legend),
        dcc.RadioItems(
            id=name, options=[{"value": one, "label": label} for one, label in options],
            value=value, className="choices", persistence=kept or None,
            persistence_type="session",
        ),
    ], className=f"choice {kind}".strip())  # fmt: skip


def said(text: str, name: str | dict[str, Any] | None = None) -> html.Div:
    """A place for a refusal, read out when it appears."""
    given = {} if name is None else {"id": name}
    return html.Div(text, role="alert", className="refusal", **given)


def swatches(items: Sequence[tuple[str, str]]) -> html.Ul:
    """A key of colours: colour and label."""
    return html.Ul(
        [html.Li([html.Span(className="swatch", style={"background": colour}), label])
         for colour, label in items], className="key",
    )  # fmt: skip


def shares(parts: Sequence[tuple[float, str]], title: str) -> html.Div:
    """A bar of parts of a whole: size and colour; nothing for an empty whole."""
    whole = sum(size for size, _ in parts)
    if whole <= 0.0:
        return html.Div("–", className="bar empty", title=title)
    return html.Div(
        [html.Span(style={"width": f"{100.0 * size / whole:.2f}%", "background": colour})
         for size, colour in parts if size > 0.0],
        className="bar", title=title, role="img", **{"aria-label": title},
    )  # fmt: skip


def interval(low: float, mean: float, high: float, most: float, sure: bool) -> html.Div:
    """A difference with its interval about nought, drawn to the scale of its row."""
    def at(value: float) -> float:
        return 50.0 + 48.0 * value / most if most > 0.0 else 50.0

    style = {"left": f"{at(low):.1f}%", "width": f"{max(at(high) - at(low), 0.5):.1f}%"}
    return html.Div([
        html.Span(className="nought"),
        html.Span(className="span sure" if sure else "span", style=style),
        html.Span(className="dot sure" if sure else "dot", style={"left": f"{at(mean):.1f}%"}),
    ], className="interval", **{"aria-hidden": "true"})  # fmt: skip
