"""The page of the naive rivals: where they stand beside the model, and where they are nearer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.base.indicators import INDICATOR
from sim.base.rivals import RIVALS
from sim.base.units import LAST_YEAR
from sim.compare.outturns import Score
from sim.report.calibration.ahead import plan_aim
from sim.report.calibration.names import GROWTH
from sim.report.calibration.read import Fitted, Row
from sim.report.calibration.speaker import figure_number
from sim.report.score import HEADERS, score_cells, sentences
from sim.report.trust.page import Ran, as_text, opening, table
from sim.report.trust.words import say
from sim.report.words import Language, named, unit_label, word

PICTURE = "rivals.{language}.png"
YEARS = ("figure", "year", "published", "predicted", "range", "constant_growth", "nearer")
LEFT_OUT = ("figure", "published", "predicted", "range", "last_value", "nearer")
AHEAD = ("figure", "prices", "predicted", "range", *RIVALS, "aim")


def rivals_page(scores: Sequence[Score], fitted: Fitted, ran: Ran, language: Language) -> str:
    """The page, in Markdown.

    Args:
        scores: figures of single years that no fit was shown.
        fitted: the shipped posterior's tables.
        ran: what the scores stand on.
    """
    heads = [word(key, language) for key in HEADERS]
    left_out = fitted.rows("left_out")
    lost = [row for row in left_out if _lost(row)]
    return as_text([
        *opening("rivals_page", ran, language),
        *table(heads, [score_cells(row, language) for row in scores]),
        *(f"- {line}" for line in sentences(scores, language)), "",
        f"## {say('rivals_years', language)}", "", say("rivals_years_text", language), "",
        *table(_heads(YEARS, language),
               [list(_year(row, language)) for row in fitted.rows("checks", kind="between")
                if row["constant_growth"] is not None]),
        f"## {say('rivals_left_out', language)}", "",
        say("rivals_left_out_text", language, n=len(left_out),
            inside=sum(bool(row["within_90"]) for row in left_out),
            rivalled=sum(row["error_last_value"] is not None for row in left_out), lost=len(lost),
            names=say("listed", language).join(_named(row, language) for row in lost)
            or word("nothing", language)), "",
        *table(_heads(LEFT_OUT, language), [list(_left_out(row, language)) for row in left_out]),
        f"## {say('rivals_ahead', language)}", "", say("rivals_ahead_text", language), "",
        f"![{say('rivals_ahead', language)}](facts/{PICTURE.format(language=language)})", "",
        *table(_heads(AHEAD, language),
               [list(_ahead(row, language)) for row in fitted.rows("projections")
                if row["year"] == LAST_YEAR]),
    ])  # fmt: skip


def _heads(keys: Sequence[str], language: Language) -> list[str]:
    own = {**{name: labels[0 if language == "zh" else 1] for name, labels in RIVALS.items()},
           **{key: word(key, language) for key in ("figure", "year", "nearer")}}  # fmt: skip
    return [own.get(key) or say(f"rivals_{key}", language) for key in keys]


def _named(row: Row, language: Language) -> str:
    name = row["indicator"]
    if name in GROWTH:
        return GROWTH[name][0 if language == "zh" else 1]
    return named(INDICATOR[name], language)


def _year(row: Row, language: Language) -> Iterator[str]:
    """The growth of a single year, which no fit was shown, and the mean growth of 2015-2020."""
    name = row["indicator"]
    yield f"{_named(row, language)} (%)"
    yield f"{row['year']:.0f}"
    yield from (figure_number(row[column], name) for column in ("published", "median"))
    yield f"{figure_number(row['low'], name)} – {figure_number(row['high'], name)}"
    rival = RIVALS["constant_growth"][0 if language == "zh" else 1]
    yield figure_number(row["constant_growth"], name)
    apart = [abs(row[column] - row["published"]) for column in ("median", "constant_growth")]
    yield word("model", language) if apart[0] < apart[1] else f"**{rival}**"


def _label(row: Row, language: Language) -> str:
    unit = unit_label(INDICATOR[row["indicator"]].unit, language)
    return say("with_unit", language, name=_named(row, language), unit=unit)


def _lost(row: Row) -> bool:
    """Whether the last value was at least as near as the prediction from the other figures."""
    return row["error_last_value"] is not None and row["error"] >= row["error_last_value"]


def _left_out(row: Row, language: Language) -> Iterator[str]:
    name = row["indicator"]
    yield _label(row, language)
    yield from (figure_number(row[column], name) for column in ("published", "median"))
    yield f"{figure_number(row['low'], name)} – {figure_number(row['high'], name)}"
    yield figure_number(row["last_value"], name)
    if row["error_last_value"] is None:
        yield ""
    else:
        rival = RIVALS["last_value"][0 if language == "zh" else 1]
        yield f"**{rival}**" if _lost(row) else word("model", language)


def _ahead(row: Row, language: Language) -> Iterator[str]:
    name = row["indicator"]
    yield _label(row, language)
    money = "yuan" in INDICATOR[name].unit
    yield say(f"prices_{row['prices']}", language) if money else ""
    yield figure_number(row["median"], name)
    yield f"{figure_number(row['low'], name)} – {figure_number(row['high'], name)}"
    yield from (figure_number(row[rival], name) for rival in RIVALS)
    yield figure_number(plan_aim(name), name)


def picture_path(folder: Path, language: Language) -> Path:
    """Where the fans beside the rivals are kept."""
    return folder / PICTURE.format(language=language)
