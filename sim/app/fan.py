"""Fan charts: an indicator over the years, a panel per scenario on one scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
from plotly import graph_objects as go
from plotly.subplots import make_subplots

from sim.app.words import say
from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.base.units import FIRST_YEAR, LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.report.compare.labels import indicator_label
from sim.report.palette import GREY, ORANGE, SERIES
from sim.report.words import Language, word
from sim.scenario.ensemble import Ensemble

BANDS = ((0.05, 0.95, 0.18), (0.25, 0.75, 0.30))
FONT = "Noto Sans SC, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, SimHei, sans-serif"


def fan(
    ensembles: Sequence[Ensemble], names: dict[str, str], indicator: str, language: Language
) -> go.Figure:
    """The chart.

    Args:
        ensembles: the baseline first; its median is drawn in every panel.
        names: titles by name.
        indicator: what is shown.
        language: zh or en.
    """
    wrap = 16 if language == "zh" else 26
    titles = ["<br>".join(textwrap.wrap(_plain(names[one.scenario.name]), wrap)[:3])
              for one in ensembles]  # fmt: skip
    figure = make_subplots(cols=len(ensembles), shared_yaxes=True, subplot_titles=titles,
                           horizontal_spacing=0.02)  # fmt: skip
    middle = np.median(ensembles[0].values(indicator), axis=0)
    for k, one in enumerate(ensembles):
        _panel(figure, k, one, indicator, language)
        if k:
            figure.add_scatter(
                x=one.years, y=middle, mode="lines", row=1, col=k + 1, showlegend=k == 1,
                line={"color": "#000000", "dash": "dot", "width": 1.3}, hoverinfo="skip",
                name=say("baseline_median", language), legendgroup="baseline",
            )  # fmt: skip
        _published(figure, k, indicator, language)
    return _dressed(figure, indicator, language)


def _plain(title: str) -> str:
    """A title that a chart does not take for marks of its own."""
    return title.replace("<", "‹").replace(">", "›").replace("$", "＄")


def _panel(figure: Any, k: int, one: Ensemble, indicator: str, language: Language) -> None:
    values, colour = one.values(indicator), SERIES[k % len(SERIES)]
    for low, high, alpha in BANDS:
        bottom, top = np.quantile(values, [low, high], axis=0)
        for edge, fill in ((bottom, None), (top, "tonexty")):
            figure.add_scatter(
                x=one.years, y=edge, mode="lines", line={"width": 0}, fill=fill, row=1, col=k + 1,
                fillcolor=_see_through(colour, alpha), hoverinfo="skip", showlegend=False,
            )  # fmt: skip
    figure.add_scatter(
        x=one.years, y=np.median(values, axis=0), mode="lines", row=1, col=k + 1, showlegend=False,
        line={"color": colour, "width": 2.4}, name=say("median", language),
        hovertemplate="%{x}: %{y:,.4g}<extra></extra>",
    )  # fmt: skip


def _see_through(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _published(figure: Any, k: int, indicator: str, language: Language) -> None:
    known = next((one for one in moments() if one.indicator == indicator), None)
    if known is None:
        return
    points = [(year, value) for year, value in
              ((FIRST_YEAR, known.value_2015), (LAST_PUBLISHED_YEAR, known.value_2020))
              if value is not None]  # fmt: skip
    figure.add_scatter(
        x=[year for year, _ in points], y=[value for _, value in points], mode="markers",
        marker={"color": ORANGE, "size": 8, "symbol": "diamond"}, row=1, col=k + 1,
        showlegend=k == 0, name=word("published", language), legendgroup="published",
        hovertemplate="%{x}: %{y:,.6g}<extra></extra>",
    )  # fmt: skip


def _dressed(figure: go.Figure, indicator: str, language: Language) -> go.Figure:
    figure.add_vrect(x0=LAST_PUBLISHED_YEAR, x1=LAST_YEAR + 0.3, fillcolor=GREY, opacity=0.07,
                     line_width=0)  # fmt: skip
    figure.update_layout(
        template="none", height=400, font={"family": FONT, "size": 13},
        margin={"l": 70, "r": 12, "t": 62, "b": 44}, separators=".,",
        legend={"orientation": "h", "y": -0.1, "x": 0}, hovermode="closest",
    )  # fmt: skip
    figure.update_annotations(font_size=13)
    figure.update_xaxes(tickvals=[FIRST_YEAR, LAST_PUBLISHED_YEAR, LAST_YEAR],
                        range=[FIRST_YEAR - 0.3, LAST_YEAR + 0.3], ticks="outside")
    figure.update_yaxes(rangemode="tozero", gridcolor="#E3E3E3", tickformat=",~g")
    figure.update_yaxes(
        title={"text": indicator_label(indicator, language), "font": {"size": 13}}, col=1
    )
    return figure


def indicator_options(language: Language) -> list[dict[str, str]]:
    """Every indicator by its label."""
    return [{"value": name, "label": indicator_label(name, language)} for name in INDICATOR]
