"""Section 3: figures that the fit never saw, and scored ones predicted from all the others."""

from __future__ import annotations

from sim.report.calibration.blocks import Block, Cell, Line, Note, Section, Table
from sim.report.calibration.read import Fitted, Row
from sim.report.calibration.speaker import Speaker, figure_number, span

NOMINAL = 0.9  # of published figures that a 90% range should hold


def unseen_section(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 3."""
    rows = fitted.rows("checks")
    tests = [row for row in rows if not _given(row)]
    hits = sum(bool(row["within_90"]) for row in tests)
    blocks: list[Block] = [_checks(rows, speaker), *_left_out(fitted.rows("left_out"), speaker)]
    return Section(
        "unseen", speaker.say("unseen_title"),
        speaker.say("unseen_plain", n=hits, m=len(tests),
                    expected=round(NOMINAL * len(tests)), given=len(rows) - len(tests)),
        speaker.say("unseen_research"), blocks,
    )  # fmt: skip


def _checks(rows: list[Row], speaker: Speaker) -> Table:
    keys = ("figure", "year", "kind", "published", "predicted", "range", "within_90",
            "last_value", "constant_growth")  # fmt: skip
    return Table("checks", [speaker.say(key) for key in keys],
                 [_check_line(row, speaker) for row in rows])  # fmt: skip


def _check_line(row: Row, speaker: Speaker) -> Line:
    name = row["indicator"]
    return Line(f"{name} {row['year']:.0f}", [
        Cell("label", speaker.named(name), "label"), Cell("year", f"{row['year']:.0f}"),
        Cell("kind", speaker.say(_kind(row)), "word"),
        Cell("published", figure_number(row["published"], name)),
        Cell("median", figure_number(row["median"], name)), _range(row, name),
        speaker.answer("within_90", row["within_90"]),
        Cell("last_value", figure_number(row["last_value"], name)),
        Cell("constant_growth", figure_number(row["constant_growth"], name)),
    ], "aside" if _given(row) else "")  # fmt: skip


def _kind(row: Row) -> str:
    return "kind_given" if _given(row) and row["kind"] != "kin" else "kind_" + row["kind"]


def _given(row: Row) -> bool:
    """Whether a measure of the scenario sets the figure, or fitted figures all but fix it."""
    return row["kind"] == "kin" or bool(row["published"] == row["median"] == row["high"])


def _range(row: Row, name: str) -> Cell:
    return Cell("range", span(figure_number(row["low"], name), figure_number(row["high"], name)))


def _left_out(rows: list[Row], speaker: Speaker) -> list[Block]:
    if not rows:
        return [left_out_by_quick("left_out", speaker)]
    rivalled = [row for row in rows if row["last_value"] is not None]
    said = speaker.say(
        "left_out_note", m=len(rows), n=sum(bool(row["within_90"]) for row in rows),
        k=len(rivalled), better=sum(_nearer(row) for row in rivalled),
    )  # fmt: skip
    keys = ("figure", "published", "predicted", "range", "within_90", "last_value", "error",
            "error_last_value", "better")  # fmt: skip
    table = Table("left_out", [speaker.say(key) for key in keys],
                  [_left_out_line(row, speaker) for row in rows])  # fmt: skip
    return [Note(said), table]


def left_out_by_quick(check: str, speaker: Speaker) -> Note:
    """What stands where a quick fit has no table."""
    return Note(speaker.say("left_out_by_quick", check=speaker.say("check_" + check)))


def _nearer(row: Row) -> bool:
    return bool(row["error"] < row["error_last_value"])


def _left_out_line(row: Row, speaker: Speaker) -> Line:
    name = row["indicator"]

    def cell(column: str) -> Cell:
        return Cell(column, figure_number(row[column], name))

    better = None if row["error_last_value"] is None else float(_nearer(row))
    return Line(row["moment"], [
        Cell("label", speaker.named(name), "label"), cell("published"), cell("median"),
        _range(row, name), speaker.answer("within_90", row["within_90"]), cell("last_value"),
        cell("error"), cell("error_last_value"), speaker.answer("better", better),
    ])  # fmt: skip
