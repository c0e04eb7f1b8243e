"""Figures: one function per figure, provenance in the file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.figure import Figure

from sim.base.indicators import INDICATOR
from sim.base.moments import Moment, moments
from sim.base.resources import PACKAGE, data_hash, source_hash
from sim.compare.targets import audit
from sim.report.notes import ranges_note
from sim.report.words import Language, word
from sim.scenario.ensemble import Ensemble

FONT = PACKAGE / "report" / "font" / "YongsimSansSC-Regular.ttf"  # cut by docs/font.py
PLAIN_FONT = "DejaVu Sans"  # comes with matplotlib; has signs that the other lacks
TRIED = "宁波亩均"
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#666666"
HISTORY_PANELS = (
    "real_value_added_index", "value_added", "gross_output", "profit", "employment",
    "above_scale_firms", "large_firm_output_share", "firms_over_10bn", "numerical_control_rate",
    "networking_rate", "renovation_investment_cumulative", "industrial_investment_cumulative",
    "tax_per_mu", "value_added_per_mu", "above_scale_land", "research_ratio",
)  # fmt: skip


def chinese_font() -> str | None:
    """The name of the font that comes with yongsim; None, with a warning, if it can't be read."""
    return _register(FONT)


@cache
def _register(path: Path) -> str | None:
    """Make a font known to matplotlib by its own name, if it has and can draw Chinese."""
    try:
        font = font_manager.get_font(path)
        for glyph in (*map(font.get_char_index, map(ord, TRIED)), font.num_glyphs - 1):
            if glyph == 0:
                raise RuntimeError("no Chinese characters")
            font.load_glyph(glyph)
        font_manager.fontManager.addfont(path)
    except (OSError, RuntimeError) as error:
        warnings.warn(f"{path.name}: {error}; figures use English", stacklevel=4)
        return None
    return str(font.family_name)


def figure_language(language: Language) -> Language:
    """The language figures can show: English if the font that comes with yongsim is missing."""
    return "en" if language == "zh" and chinese_font() is None else language


def _style() -> dict[str, Any]:
    font = chinese_font()
    return {
        # The font with Chinese first: characters it lacks come from the other one.
        "font.family": [PLAIN_FONT] if font is None else [font, PLAIN_FONT],
        "font.size": 8.5, "axes.spines.top": False, "axes.spines.right": False,
        "axes.titlesize": 9, "axes.titlelocation": "left", "text.parse_math": False,
    }  # fmt: skip


@contextmanager
def drawing(language: Language, width: float, height: float) -> Iterator[Figure]:
    """An empty figure in the house style, in inches; drawn and saved inside the block.

    Raises:
        ValueError: Chinese was asked for without a font for it; `figure_language` tells before.
    """
    if figure_language(language) != language:
        raise ValueError("without its font a Chinese figure would show boxes")
    with matplotlib.rc_context(_style()):
        yield Figure(figsize=(width, height), layout="constrained")


def as_svg(figure: Figure) -> bytes:
    """The figure with its characters as outlines: it needs no font where it is read."""
    content = BytesIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "yongsim"}):
        figure.savefig(content, format="svg", metadata={"Date": None})
    return content.getvalue()


def _band(axes: Any, years: list[int], found: np.ndarray) -> None:
    low, middle, high = np.quantile(found, [0.05, 0.5, 0.95], axis=0)
    axes.fill_between(years, low, high, color=BLUE, alpha=0.22, linewidth=0)
    axes.plot(years, middle, color=BLUE, linewidth=1.6)


def _label(moment_or_name: str, language: Language) -> str:
    item = INDICATOR[moment_or_name]
    return f"{item.zh if language == 'zh' else item.en}\n{item.unit}"


def _published(axes: Any, moment: Moment) -> None:
    both = ((2015, moment.value_2015), (2020, moment.value_2020))
    points = [(year, value) for year, value in both if value is not None]
    tolerance = moment.tolerance or 0.0
    for year, value in points:
        error = tolerance if year == 2020 else 0.0
        axes.errorbar([year], [value], yerr=[error], fmt="o", color=ORANGE, markersize=5,
                      capsize=3, zorder=5)  # fmt: skip


def _note(ensemble: Ensemble, title: str, language: Language) -> str:
    """What runs a figure shows; a thinned city says so."""
    note = f"{title} · {len(ensemble.records)} {word('seeds_word', language)}"
    return note if ensemble.firms >= 1.0 else f"{note} · {word('quick_look', language)}"


def history_figure(ensemble: Ensemble, language: Language = "en") -> Figure:
    """The simulated path with the published points of 2015 and 2020, one panel per figure."""
    by_indicator = {moment.indicator: moment for moment in moments()}
    years = ensemble.records[0].years
    with matplotlib.rc_context(_style()):
        figure = Figure(figsize=(12.5, 9.4), layout="constrained")
        grid = figure.subplots(4, 4)
        for axes, name in zip(grid.ravel(), HISTORY_PANELS, strict=True):
            _band(axes, years, ensemble.values(name))
            if name in by_indicator:
                _published(axes, by_indicator[name])
            axes.set_title(_label(name, language))
            axes.axvspan(2020, max(years[-1], 2020), color=GREY, alpha=0.07, linewidth=0)
            axes.set_xlim(2014.7, years[-1] + 0.3)
            axes.set_ylim(0.0, 1.04 * axes.get_ylim()[1])
            axes.ticklabel_format(axis="y", style="plain")
            axes.set_xticks([year for year in years if (year - 2015) % 5 == 0])
        title = ensemble.scenario.title.zh if language == "zh" else ensemble.scenario.title.en
        note = _note(ensemble, title, language)
        figure.suptitle(f"{word('history_title', language)}\n{note}", fontsize=12)
        figure.supxlabel(
            f"● {word('published', language)}    ▬ {word('median_and_range', language)}\n"
            f"{ranges_note(ensemble, language)}", fontsize=9, color=GREY,
        )  # fmt: skip
    return figure


def target_figure(
    ensemble: Ensemble, reference: Ensemble | None, language: Language = "en"
) -> Figure:
    """Probability that each represented target is met, with and without measures."""
    rows = [row for row in audit(ensemble, reference) if row.probability is not None][::-1]
    with matplotlib.rc_context(_style()):
        figure = Figure(figsize=(9.5, 0.32 * len(rows) + 1.6), layout="constrained")
        axes = figure.subplots()
        at = np.arange(len(rows))
        share = np.array([row.probability for row in rows], dtype=float)
        low = np.array([row.low for row in rows], dtype=float)
        high = np.array([row.high for row in rows], dtype=float)
        errors = [np.maximum(share - low, 0.0), np.maximum(high - share, 0.0)]
        axes.barh(at, share, color=BLUE, alpha=0.75, height=0.62)
        axes.errorbar(share, at, xerr=errors, fmt="none", ecolor=GREY, capsize=2)
        bare = [
            (k, row.without_policy) for k, row in enumerate(rows) if row.without_policy is not None
        ]
        axes.plot([value for _, value in bare], [k for k, _ in bare], "D", color=ORANGE,
                  markersize=5, clip_on=False, zorder=5,
                  label=word("without_policy", language))  # fmt: skip
        names = [
            f"{r.target.zh if language == 'zh' else r.target.en}  "
            f"{'≥' if r.target.at_least else '≤'} {r.target.aim:g}"
            for r in rows
        ]
        axes.set_yticks(at, names)
        axes.set_xlim(0, 1.02)
        axes.set_xlabel(word("probability", language))
        axes.set_ylim(-0.7, len(rows) - 0.3)
        figure.legend(loc="outside lower right", frameon=False)
        title = ensemble.scenario.title.zh if language == "zh" else ensemble.scenario.title.en
        axes.set_title(f"{word('targets_title', language)}\n{_note(ensemble, title, language)}")
    return figure


def _drawn_from(ensemble: Ensemble) -> str:
    posterior = ensemble.origin.posterior
    return ensemble.origin.draws + (f" {posterior.digest[:12]}" if posterior else "")


def save(
    figure: Figure, path: Path, ensemble: Ensemble, title: str, others: Sequence[Ensemble] = ()
) -> None:
    """Write a PNG that says in its own metadata where it comes from.

    Args:
        figure: drawn.
        path: the file.
        ensemble: what it shows.
        title: its own.
        others: further scenarios on the same members that it shows.
    """
    names = " ".join(one.scenario.name for one in (ensemble, *others))
    origin = (
        f"yongsim code {source_hash()[:12]} data {data_hash()[:12]} "
        f"scenario {names} seeds {len(ensemble.records)} firms {ensemble.firms:g} "
        f"draws {_drawn_from(ensemble)}"
    )
    about = {"Title": title, "Source": origin, "Software": "yongsim"}
    figure.savefig(path, dpi=130, metadata=about)
