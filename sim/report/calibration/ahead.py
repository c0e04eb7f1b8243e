"""Section 6: the years to 2025 as fans, beside the plan's targets and rivals without a model."""

from __future__ import annotations

from itertools import groupby

from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.report.calibration.blocks import Cell, Grid, Line, Picture, Section, Table
from sim.report.calibration.figures import fan_figure
from sim.report.calibration.read import Fitted, Row
from sim.report.calibration.speaker import NOTHING, Speaker, figure_number, span
from sim.report.targets import targets

PLAN = "plan_2025"


def ahead_section(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 6."""
    fans = _fans(fitted.rows("projections"))
    pictures = [_picture(rows, speaker) for rows in fans]
    return Section(
        "ahead", speaker.say("ahead_title"),
        speaker.say("ahead_plain", scenario=fitted.provenance.scenario),
        speaker.say("ahead_research"),
        [Grid(pictures, speaker.say("ahead_marks")), _table(fans, speaker)],
    )  # fmt: skip


def _fans(rows: list[Row]) -> list[list[Row]]:
    """Rows of each figure by year; one figure's two kinds of prices side by side."""
    order = list(dict.fromkeys(row["indicator"] for row in rows))
    priced = {row["indicator"] for row in rows if row["prices"] != "current"}
    rows = sorted(rows, key=lambda row: (row["indicator"] not in priced,
                                         order.index(row["indicator"]), row["prices"] != "current",
                                         row["year"]))  # fmt: skip
    by_fan = groupby(rows, key=lambda row: (row["indicator"], row["prices"]))
    return [list(some) for _, some in by_fan]


def plan_aim(indicator: str) -> float | None:
    """What the plan sets for 2025, for the figure itself and not for its growth."""
    for target in targets():
        if target.group == PLAN and target.indicator == indicator and target.last_year == LAST_YEAR:
            return target.aim
    return None


def _published(indicator: str) -> float | None:
    known = {moment.indicator: moment.value_2020 for moment in moments()}
    return known.get(indicator)


def _title(rows: list[Row], speaker: Speaker) -> str:
    """The figure with its unit; a sum of money with its prices."""
    name, prices = rows[0]["indicator"], rows[0]["prices"]
    if "yuan" not in INDICATOR[name].unit:
        return speaker.named(name)
    return speaker.say("priced", figure=speaker.named(name), prices=speaker.say("prices_" + prices))


def _picture(rows: list[Row], speaker: Speaker) -> Picture:
    name = rows[0]["indicator"]
    figure = fan_figure(rows, plan_aim(name), _published(name), speaker.in_figures)
    return Picture(_title(rows, speaker), figure)


def _table(fans: list[list[Row]], speaker: Speaker) -> Table:
    keys = ("figure", "median_2020", "median_2025", "range_2025", "aim", "aim_lies", "last_value",
            "constant_growth", "logistic")  # fmt: skip
    return Table("projections", [speaker.say(key) for key in keys],
                 [_line(rows, speaker) for rows in fans])  # fmt: skip


def _line(rows: list[Row], speaker: Speaker) -> Line:
    name, prices = rows[0]["indicator"], rows[0]["prices"]
    by_year = {int(row["year"]): row for row in rows}
    first, last, aim = by_year[LAST_PUBLISHED_YEAR], by_year[LAST_YEAR], plan_aim(name)

    def cell(column: str, value: float | None) -> Cell:
        return Cell(column, figure_number(value, name))

    ends = span(figure_number(last["low"], name), figure_number(last["high"], name))
    return Line(f"{name} {prices}", [
        Cell("label", _title(rows, speaker), "label"), cell("median_2020", first["median"]),
        cell("median", last["median"]), Cell("range", ends), cell("aim", aim),
        Cell("aim_lies", _lies(aim, last, speaker), "word"),
        *(cell(rival, last[rival]) for rival in ("last_value", "constant_growth", "logistic")),
    ])  # fmt: skip


def _lies(aim: float | None, last: Row, speaker: Speaker) -> str:
    if aim is None or last["low"] is None or last["high"] is None:
        return NOTHING
    if aim < last["low"]:
        return speaker.say("aim_below")
    return speaker.say("aim_above" if aim > last["high"] else "aim_within")
