"""Sections 1 and 2: what was fitted, and how well."""

from __future__ import annotations

import math

from sim.base.indicators import INDICATOR
from sim.calibrate.targets import targets
from sim.report.calibration.blocks import (
    Block,
    Cell,
    Facts,
    Line,
    Note,
    Picture,
    Points,
    Section,
    Table,
)
from sim.report.calibration.figures import fit_figure
from sim.report.calibration.read import Fitted, Row
from sim.report.calibration.speaker import Speaker, figure_number, number, percent, span

ERRORS = ("observation", "discrepancy", "luck", "emulator_alone")


def in_short(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 1."""
    about = fitted.about
    return Section(
        "short", speaker.say("short_title"), speaker.say("short_plain"),
        speaker.say("short_research", acceptance=percent(about["acceptance"])),
        [
            Facts(_facts(fitted, speaker)),
            Points(speaker.say("not_known"), _unknown(fitted, speaker)),
        ],
    )  # fmt: skip


def _facts(fitted: Fitted, speaker: Speaker) -> list[tuple[str, str, str]]:
    about, scored = fitted.about, fitted.rows("fit", role="scored")
    inside = [row for row in scored if row["inside"]]
    outside = [speaker.figure(row["indicator"]) for row in scored if not row["inside"]]
    every = fitted.rows("parameters")
    told = [row for row in every if row["disciplined"]]
    meant = [row for row in every if row["figure"]]
    return [
        (speaker.say("runs"), number(about["runs"], 0), speaker.say("runs_note")),
        (
            speaker.say("effective"),
            speaker.say("effective_value", effective=number(about["effective_sample"], 0),
                        points=fitted.provenance.settings.get("points", "?")),
            speaker.say("effective_note", members=about["members"]),
        ),
        (
            speaker.say("scored_inside"), speaker.say("of", n=len(inside), m=len(scored)),
            speaker.say("out_are", names=speaker.listed(outside)),
        ),
        (
            speaker.say("disciplined"), speaker.say("of", n=len(told), m=len(every)),
            speaker.say("disciplined_note", fitted=len(meant),
                        fitted_in=len([row for row in meant if row["disciplined"]])),
        ),
    ]  # fmt: skip


def _unknown(fitted: Fitted, speaker: Speaker) -> list[str]:
    silent = fitted.rows("parameters", disciplined=0)
    judged = [row for row in silent if row["standing"] == "judgement"]
    meant = [speaker.parameter(row["parameter"]) for row in silent if row["figure"]]
    imposed = [speaker.figure(row["indicator"]) for row in fitted.rows("fit", role="imposed")]
    said = [speaker.say("unknown_priors", n=len(silent), judged=len(judged))]
    if meant:
        said.append(speaker.say("unknown_meant", names=speaker.listed(meant)))
    said.append(speaker.say("unknown_imposed", n=len(imposed), names=speaker.listed(imposed)))
    figures = [row for row in fitted.rows("fit") if row["role"] != "same"]
    freedom = [row for row in fitted.rows("parameters") if row["figure"]]
    said.append(speaker.say("unknown_freedom", parameters=len(freedom), figures=len(figures)))
    return [*said, *map(speaker.say, ("unknown_ridges", "unknown_policy", "unknown_places",
                                     "unknown_future"))]  # fmt: skip


def fit_section(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 2."""
    rows = fitted.rows("fit")
    scored = fitted.rows("fit", role="scored")
    hits = sum(bool(row["inside"]) for row in scored)
    blocks: list[Block] = [
        Picture(speaker.say("fit_picture"), fit_figure(rows, speaker.in_figures),
                speaker.say("fit_marks")),
        Table("fit", _headings(speaker), [_fit_line(row, speaker) for row in rows]),
        Note(speaker.say("errors_note")),
        _errors(fitted, speaker),
    ]  # fmt: skip
    return Section(
        "fit", speaker.say("fit_title"), speaker.say("fit_plain", n=hits, m=len(scored)),
        speaker.say("fit_research"), blocks,
    )  # fmt: skip


def _headings(speaker: Speaker) -> list[str]:
    return [speaker.say(key) for key in (
        "figure", "published_2015", "published_2020", "tolerance", "predicted", "range", "inside",
        "members_inside", "role",
    )]  # fmt: skip


def _fit_line(row: Row, speaker: Speaker) -> Line:
    name = row["indicator"]

    def cell(column: str) -> Cell:
        return Cell(column, figure_number(row[column], name))

    ends = span(figure_number(row["low"], name), figure_number(row["high"], name))
    return Line(row["moment"], [
        Cell("label", speaker.named(name), "label"), cell("published_2015"), cell("published"),
        Cell("tolerance", _tolerance(row)), cell("median"), Cell("range", ends),
        speaker.answer("inside", row["inside"]),
        Cell("members_inside", percent(row["members_inside"])),
        Cell("role", speaker.say("role_" + row["role"]), "role"),
    ], "" if row["role"] == "scored" else "aside")  # fmt: skip


def _tolerance(row: Row) -> str:
    """With one digit more where the figure's own decimals would swallow it."""
    name, value = row["indicator"], row["tolerance"]
    few = value is not None and value < 1.0 and INDICATOR[name].decimals < 2
    return "±" + number(value, 2) if few else "±" + figure_number(value, name)


def _errors(fitted: Fitted, speaker: Speaker) -> Table:
    known = {target.moment.name: target for target in targets()}
    lines = []
    for row in fitted.rows("emulator"):
        target = known.get(row["moment"])
        reason = speaker.pick(target.reason_zh, target.reason_en) if target else ""
        lines.append(Line(row["moment"], [
            Cell("label", speaker.figure(row["moment"]), "label"),
            *(Cell(column, error_size(row, row[column], speaker)) for column in ERRORS),
            Cell("reason", reason, "text"),
        ]))  # fmt: skip
    keys = ("figure", "observation", "discrepancy", "luck", "emulator", "reason")
    return Table("errors", [speaker.say(key) for key in keys], lines)


def error_size(row: Row, value: float | None, speaker: Speaker) -> str:
    """A standard error with its unit: percent where figures are compared in logs."""
    if row["relative"]:
        return percent(value, 2)
    unit = speaker.unit_of(row["moment"])
    return number(value, 2) + (unit if unit == "%" else f" {unit}")


def own_error(row: Row) -> float:
    """Observation and discrepancy of a figure together."""
    return math.hypot(row["observation"], row["discrepancy"])
