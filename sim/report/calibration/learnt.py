"""Section 4: what the figures tell of each parameter, and which ones they cannot tell apart."""

from __future__ import annotations

from itertools import groupby

from sim.calibrate.identify import CORRELATED, DISCIPLINED
from sim.report.calibration.blocks import (
    Block,
    Cell,
    Line,
    Note,
    Picture,
    Section,
    Table,
    Terms,
)
from sim.report.calibration.figures import learnt_figure
from sim.report.calibration.names import GROUPS, RIDGES
from sim.report.calibration.read import Fitted, Row
from sim.report.calibration.speaker import NOTHING, Speaker, number, percent, short, span
from sim.report.words import STANDINGS


def learnt_section(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 4."""
    every = fitted.rows("parameters")
    told = sorted(fitted.rows("parameters", disciplined=1), key=lambda row: -row["shrinkage"])
    listed = told + [row for row in every if row["figure"] and not row["disciplined"]]
    blocks: list[Block] = [
        Picture(speaker.say("learnt_picture"), learnt_figure(told, speaker.in_figures),
                speaker.say("learnt_marks")),
        _parameters(listed, speaker),
        _gap(every, speaker),
        Note(speaker.say("ridges_note")),
        _ridges(fitted.rows("ridges"), speaker),
        Note(speaker.say("undisciplined_note")),
        Terms(_undisciplined(fitted.rows("parameters", disciplined=0), speaker)),
    ]  # fmt: skip
    return Section(
        "learnt", speaker.say("learnt_title"),
        speaker.say("learnt_plain", all=len(every), n=len(told)),
        speaker.say("learnt_research", limit=percent(DISCIPLINED)), blocks,
    )  # fmt: skip


def _parameters(rows: list[Row], speaker: Speaker) -> Table:
    keys = ("parameter", "unit", "disciplining", "prior", "posterior_median", "posterior",
            "shrinkage", "is_disciplined")  # fmt: skip
    return Table("parameters", [speaker.say(key) for key in keys],
                 [_parameter_line(row, speaker) for row in rows])  # fmt: skip


def _gap(rows: list[Row], speaker: Speaker) -> Note:
    """How far the sample that runs draw from lies from the chain that the table tells of."""
    by_gap = sorted(rows, key=lambda row: abs(row["gap_to_sample"]))
    return Note(speaker.say(
        "gap_note", typical=number(abs(by_gap[len(by_gap) // 2]["gap_to_sample"]), 2),
        largest=number(abs(by_gap[-1]["gap_to_sample"]), 2),
        name=speaker.parameter(by_gap[-1]["parameter"]),
    ))  # fmt: skip


def _parameter_line(row: Row, speaker: Speaker) -> Line:
    by = speaker.figure(row["figure"]) if row["figure"] else speaker.say("several")
    return Line(row["parameter"], [
        Cell("label", speaker.parameter(row["parameter"]), "label"),
        Cell("unit", speaker.unit(row["unit"]), "text"), Cell("figure", by, "text"),
        Cell("prior", span(short(row["prior_low"]), short(row["prior_high"]))),
        Cell("median", short(row["median"])),
        Cell("range", span(short(row["low"]), short(row["high"]))),
        Cell("shrinkage", percent(row["shrinkage"])),
        speaker.answer("disciplined", row["disciplined"]),
    ], "" if row["disciplined"] else "aside")  # fmt: skip


def _ridges(rows: list[Row], speaker: Speaker) -> Table:
    keys = ("first", "second", "correlation", "expected", "meaning")
    lines = [
        Line(f"{row['first']} {row['second']}", [
            Cell("first", speaker.parameter(row["first"]), "label"),
            Cell("second", speaker.parameter(row["second"]), "text"),
            Cell("correlation", number(row["correlation"], 2)),
            Cell("expected", speaker.say("yes" if row["expected"] else "no"), "word"),
            Cell("meaning", _meaning(row, speaker), "text"),
        ])
        for row in rows
    ]  # fmt: skip
    return Table("ridges", [speaker.say(key) for key in keys], lines)


def _meaning(row: Row, speaker: Speaker) -> str:
    key = RIDGES.get(frozenset((row["first"], row["second"])))
    if key:
        return speaker.say(key)
    tied = row["correlation"] is not None and abs(row["correlation"]) >= CORRELATED
    return speaker.say("ridge_seen") if tied else NOTHING


def _undisciplined(rows: list[Row], speaker: Speaker) -> list[tuple[str, list[str]]]:
    """Names by group, within a group by standing, best first."""
    order = list(STANDINGS)
    found = []
    for group, members in groupby(rows, key=lambda row: row["group"]):
        mine = sorted(members, key=lambda row: order.index(row["standing"]))
        title = speaker.say("group_count", group=speaker.pick(*GROUPS[group]), n=len(mine))
        parts = [
            speaker.say("standing_names", standing=speaker.pick(*STANDINGS[standing]),
                        names=speaker.listed(speaker.parameter(row["parameter"]) for row in some))
            for standing, some in groupby(mine, key=lambda row: row["standing"])
        ]  # fmt: skip
        found.append((title, parts))
    return found
