"""What all figures share: font and style, and files that say where they come from."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure

from sim.base.resources import PACKAGE, data_hash, source_hash
from sim.report.palette import BLUE, GREY, ORANGE
from sim.report.words import Language
from sim.scenario.ensemble import Ensemble

__all__ = [
    "BLUE", "DPI", "FONT", "GREY", "ORANGE", "PLAIN_FONT", "as_svg", "chinese_font", "drawing",
    "encoded", "figure_language", "metadata", "save", "styled",
]  # fmt: skip

FONT = PACKAGE / "report" / "font" / "YongsimSansSC-Regular.ttf"  # cut by docs/font.py
PLAIN_FONT = "DejaVu Sans"  # comes with matplotlib; has signs that the other lacks
TRIED = "亩均制造"
DPI = 130


def chinese_font() -> str | None:
    """The name of the font that comes with yongsim; None, with a warning, if it can't be read."""
    return _register(FONT)


@cache
def _register(path: Path) -> str | None:
    """Make a font known to matplotlib by its own name, if it has and can draw Chinese."""
    try:
        font: Any = font_manager.get_font(path)
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


def _style() -> Any:
    font = chinese_font()
    return {
        # The font with Chinese first: characters it lacks come from the other one.
        "font.family": [PLAIN_FONT] if font is None else [font, PLAIN_FONT],
        "font.size": 8.5, "axes.spines.top": False, "axes.spines.right": False,
        "axes.titlesize": 9, "axes.titlelocation": "left", "text.parse_math": False,
    }  # fmt: skip


def styled() -> Any:
    """A block in which texts are set in the house's fonts, those added to a finished figure too."""
    return matplotlib.rc_context(_style())


@contextmanager
def drawing(language: Language, width: float, height: float) -> Iterator[Any]:
    """An empty figure in the house style, in inches; drawn and saved inside the block.

    Raises:
        ValueError: Chinese was asked for without a font for it; `figure_language` tells before.
    """
    if figure_language(language) != language:
        raise ValueError("without its font a Chinese figure would show boxes")
    with styled():
        yield Figure(figsize=(width, height), layout="constrained")


def encoded(
    figure: Any, kind: str, about: Mapping[str, str] | None = None, dpi: int = DPI
) -> bytes:
    """A figure as the bytes of a file, always the same; characters are outlines.

    Args:
        figure: drawn.
        kind: png, svg or pdf.
        about: title and source for the file's own metadata; default: what the figure brings.
        dpi: dots per inch of a png.
    """
    said = dict(about if about is not None else getattr(figure, "about", {}))
    title, source = said.get("Title", ""), said.get("Source", "")
    fields: dict[str, Any] = {
        "png": said,
        "svg": {"Title": title, "Source": source, "Creator": "yongsim", "Date": None},
        "pdf": {"Title": title, "Subject": source, "Creator": "yongsim", "CreationDate": None},
    }[kind]
    kept = {name: text for name, text in fields.items() if text != ""}
    content, style = BytesIO(), _style()
    style.update({"svg.fonttype": "path", "svg.hashsalt": "yongsim"})
    with matplotlib.rc_context(style):
        figure.savefig(content, format=kind, dpi=dpi, metadata=kept)
    return content.getvalue()


def as_svg(figure: Any) -> bytes:
    """The figure with its characters as outlines: it needs no font where it is read."""
    return encoded(figure, "svg", {})


def _drawn_from(ensemble: Ensemble) -> str:
    posterior = ensemble.origin.posterior
    return ensemble.origin.draws + (f" {posterior.digest[:12]}" if posterior else "")


def metadata(about: Ensemble, title: str, others: Sequence[Ensemble] = ()) -> dict[str, str]:
    """What a figure's file says of itself.

    Args:
        about: the runs it shows.
        title: its own.
        others: further scenarios on the same members that it shows.
    """
    names = " ".join(one.scenario.name for one in (about, *others))
    origin = (
        f"yongsim code {source_hash()[:12]} data {data_hash()[:12]} "
        f"scenario {names} seeds {len(about.runs)} firms {about.firms:g} "
        f"draws {_drawn_from(about)}"
    )
    return {"Title": title, "Source": origin, "Software": "yongsim"}


def save(
    figure: Any, path: Path, ensemble: Ensemble, title: str, others: Sequence[Ensemble] = ()
) -> None:
    """Write a PNG that says in its own metadata where it comes from; arguments as `metadata`."""
    path.write_bytes(encoded(figure, "png", metadata(ensemble, title, others)))
