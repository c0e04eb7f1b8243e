"""The font of the figures: it is there, holds every character shown, and its absence is told."""

import importlib.util
import warnings
from pathlib import Path

import numpy as np
import pytest
from helpers import REPOSITORY
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.report import figures

HAN = "亩均论英雄：宁波市制造业（2021—2025年）≥60万元/亩，R²"


def _script():
    spec = importlib.util.spec_from_file_location("font", REPOSITORY / "docs" / "font.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def no_other_fonts(monkeypatch):
    """A machine that has no fonts but matplotlib's own and ours."""
    own = [font for font in font_manager.fontManager.ttflist
           if "mpl-data" in font.fname or font.fname == str(figures.FONT)]  # fmt: skip
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    figures._register.cache_clear()
    yield
    figures._register.cache_clear()


def _drawn(text):
    """The pixels of a text."""
    with figures.drawing("zh", 3.0, 0.5) as figure:
        figure.text(0.02, 0.3, text, fontsize=14)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return np.asarray(canvas.buffer_rgba()).copy()


def test_the_font_has_every_character_of_our_texts():
    bundled = font_manager.get_font(figures.FONT)
    plain = font_manager.get_font(font_manager.findfont(figures.PLAIN_FONT))
    characters = _script().own_characters()
    assert len(characters) > 1000
    missing = {one for one in characters if not bundled.get_char_index(ord(one))}
    assert not {one for one in missing if ord(one) >= 0x2E80}, "run docs/font.py again"
    assert all(plain.get_char_index(ord(one)) for one in missing)


def test_the_font_has_the_standard_set_of_chinese():
    bundled = font_manager.get_font(figures.FONT)
    characters = _script().gb2312()
    assert len(characters) == 7445
    assert [one for one in characters if not bundled.get_char_index(ord(one))] == []


def test_its_licence_lies_beside_it_and_its_size_is_modest():
    licence = figures.FONT.with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert figures.FONT.stat().st_size < 2_500_000


@pytest.mark.usefixtures("no_other_fonts")
def test_chinese_is_drawn_and_no_character_is_a_box():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chinese = _drawn(HAN)
        one, other = _drawn("宁宁宁"), _drawn("波波波")
    # A character that no font has: what boxes look like.
    with pytest.warns(UserWarning, match="missing from font"):
        boxes = _drawn("\U0001f9ff" * 3)
    assert (chinese[..., 0] < 128).sum() > 500
    assert (one != other).any() and (one != boxes).any() and (other != boxes).any()


@pytest.mark.usefixtures("no_other_fonts")
@pytest.mark.parametrize("fault", ["missing", "empty", "cut short", "no font", "no Chinese"])
def test_without_it_figures_are_english_with_a_warning(tmp_path, monkeypatch, fault):
    path, content = tmp_path / "font.ttf", figures.FONT.read_bytes()
    plain = font_manager.findfont(figures.PLAIN_FONT)
    if fault == "no Chinese":
        path.write_bytes(Path(plain).read_bytes())
    elif fault != "missing":
        parts = {"empty": b"", "cut short": content[:1_500_000], "no font": b"not a font" * 99}
        path.write_bytes(parts[fault])
    monkeypatch.setattr(figures, "FONT", path)
    with pytest.warns(UserWarning, match="figures use English"):
        assert figures.figure_language("zh") == "en"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it is said once
        assert figures.figure_language("en") == "en"
        with figures.drawing("en", 2.0, 1.0) as figure:
            figure.text(0.1, 0.5, "tax per mu")
            figures.as_svg(figure)
    with pytest.raises(ValueError, match="boxes"), figures.drawing("zh", 2.0, 1.0):
        pass


def test_a_dollar_sign_is_no_mathematics():
    with figures.drawing("zh", 2.0, 1.0) as figure:
        text = figure.text(0.1, 0.5, "花费$5亿与$6亿")
        assert not text.get_parse_math()
