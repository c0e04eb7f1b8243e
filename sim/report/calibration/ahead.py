"""Section 6: the years to 2025 as fans, beside the plan's targets and rivals without a model."""

from __future__ import annotations

from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR
from sim.compare.targets import Target, targets
from sim.report.calibration.blocks import (
    Block,
    Cell,
    Grid,
    Line,
    Note,
    Picture,
    Section,
    Table,
)
from sim.report.calibration.figures import fan_figure
from sim.report.calibration.read import Fitted, Row
from sim.report.calibration.speaker import NOTHING, Speaker, figure_number, span

PLAN = "plan_2025"
RIVALS = ("last_value", "constant_growth", "logistic")
SHOWN = ("low", "high", *RIVALS)
ROOM = 0.06  # above and below what a fan shows


def ahead_section(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 6."""
    rows = fitted.rows("projections")
    names = list(dict.fromkeys(row["indicator"] for row in rows))
    by_name = {name: _fans(fitted.rows("projections", indicator=name)) for name in names}
    pairs = [picture for fans in by_name.values() if len(fans) > 1
             for picture in _pictures(fans, speaker)]  # fmt: skip
    single = [picture for fans in by_name.values() if len(fans) == 1
              for picture in _pictures(fans, speaker)]  # fmt: skip
    blocks: list[Block] = [
        Note(speaker.say("ahead_marks")), Grid(pairs, pairs=True), Grid(single),
        _table([fan for fans in by_name.values() for fan in fans], speaker),
    ]  # fmt: skip
    return Section(
        "ahead", speaker.say("ahead_title"),
        speaker.say("ahead_plain", scenario=fitted.provenance.scenario),
        speaker.say("ahead_research"), blocks,
    )  # fmt: skip


def _fans(rows: list[Row]) -> list[list[Row]]:
    """Rows of one figure by the kind of prices, current ones first, and by year."""
    kinds = sorted({row["prices"] for row in rows}, key=lambda prices: prices != "current")
    return [sorted((row for row in rows if row["prices"] == prices), key=lambda row: row["year"])
            for prices in kinds]  # fmt: skip


def _plan(indicator: str) -> Target | None:
    """The plan's target for the figure itself, not for its growth."""
    wanted = (PLAN, indicator, LAST_YEAR)
    mine = [each for each in targets() if (each.group, each.indicator, each.last_year) == wanted]
    return mine[0] if mine else None


def plan_aim(indicator: str) -> float | None:
    """What the plan sets for 2025."""
    target = _plan(indicator)
    return target.aim if target else None


def _published(indicator: str) -> float | None:
    """The figure of 2020: of the moments, or else the base that the plan's target names."""
    known = {moment.indicator: moment.value_2020 for moment in moments()}
    target = _plan(indicator)
    base = float(target.base) if target and target.base else None
    return known.get(indicator) or base


def _pictures(fans: list[list[Row]], speaker: Speaker) -> list[Picture]:
    """The fans of one figure on one scale."""
    name = fans[0][0]["indicator"]
    aim, published = plan_aim(name), _published(name)
    ends = [row[column] for rows in fans for row in rows for column in SHOWN] + [aim, published]
    found = [value for value in ends if value is not None] or [0.0, 1.0]
    room = ROOM * (max(found) - min(found))
    limits = (min(found) - room, max(found) + room)
    return [
        Picture(_title(rows, speaker),
                fan_figure(rows, aim, published, limits, speaker.in_figures))
        for rows in fans
    ]  # fmt: skip


def _title(rows: list[Row], speaker: Speaker) -> str:
    """The figure with its unit; a sum of money with its prices."""
    name, prices = rows[0]["indicator"], rows[0]["prices"]
    if "yuan" not in INDICATOR[name].unit:
        return speaker.named(name)
    return speaker.say("priced", figure=speaker.named(name), prices=speaker.say("prices_" + prices))


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
        *(cell(rival, last[rival]) for rival in RIVALS),
    ])  # fmt: skip


def _lies(aim: float | None, last: Row, speaker: Speaker) -> str:
    if aim is None or last["low"] is None or last["high"] is None:
        return NOTHING
    if aim < last["low"]:
        return speaker.say("aim_below")
    return speaker.say("aim_above" if aim > last["high"] else "aim_within")
