"""Section 5: whether the method finds what is known, and agrees with another."""

from __future__ import annotations

from scipy import stats

from sim.report.calibration.blocks import Block, Cell, Line, Note, Picture, Section, Table
from sim.report.calibration.figures import ranks_figure, route_figure
from sim.report.calibration.fit import error_size, own_error
from sim.report.calibration.read import Fitted, Row
from sim.report.calibration.speaker import NOTHING, Speaker, number, percent
from sim.report.calibration.unseen import left_out_by_quick

NOMINAL = 0.9  # of the truths that a 90% interval should hold
LUCKY = 0.95  # of outcomes that count as normal


def trust_section(fitted: Fitted, speaker: Speaker) -> Section:
    """Section 5."""
    about = fitted.about
    blocks: list[Block] = [
        *_coverage(fitted.rows("coverage"), speaker), *_ranks(fitted.rows("ranks"), speaker),
        *_route(fitted.rows("crosscheck"), speaker),
        Note(speaker.say("emulator_note")), _emulator(fitted.rows("emulator"), speaker),
        Note(speaker.say("waves_note")), _waves(fitted.rows("waves"), speaker),
        Note(speaker.say("limits_note")),
    ]  # fmt: skip
    return Section(
        "trust", speaker.say("trust_title"), speaker.say("trust_plain"),
        speaker.say(
            "trust_research", chain=number(about["chain_over_autocorrelation"], 1),
            acceptance=percent(about["acceptance"]),
            effective=number(about["effective_sample"], 0),
            points=fitted.provenance.settings.get("points", "?"),
        ), blocks,
    )  # fmt: skip


def _coverage(rows: list[Row], speaker: Speaker) -> list[Block]:
    on = {method: {row["parameter"]: row for row in rows if row["method"] == method}
          for method in ("emulator", "simulator")}  # fmt: skip
    if not on["emulator"] or not on["simulator"]:
        return [left_out_by_quick("cities", speaker)]
    made = list(on["emulator"].values())
    pooled = sum(row["inside"] for row in made) / sum(row["cities"] for row in made)
    cities = int(next(iter(on["simulator"].values()))["cities"])
    low, high = _normal(cities)
    keys = ("parameter", "coverage_emulator", "coverage_simulator", "normal")
    lines = [_coverage_line(row, on["simulator"].get(name), speaker)
             for name, row in on["emulator"].items()]  # fmt: skip
    said = speaker.say(
        "coverage_note", pooled=percent(pooled, 1), cities=cities, low=low, high=high
    )  # fmt: skip
    return [Note(said), Table("coverage", [speaker.say(key) for key in keys], lines)]


def _normal(cities: int) -> tuple[int, int]:
    """How many of the truths the intervals hold if all is well, luck allowed for."""
    low, high = stats.binom.interval(LUCKY, cities, NOMINAL)
    return int(low), int(high)


def _coverage_line(made: Row, run: Row | None, speaker: Speaker) -> Line:
    both = [row for row in (made, run) if row is not None]
    normal = all(low <= row["inside"] <= high
                 for row in both for low, high in [_normal(int(row["cities"]))])  # fmt: skip
    return Line(made["parameter"], [
        Cell("label", speaker.parameter(made["parameter"]), "label"),
        Cell("emulator", _held(made, speaker)),
        Cell("simulator", NOTHING if run is None else _held(run, speaker)),
        speaker.answer("normal", float(normal)),
    ])  # fmt: skip


def _held(row: Row, speaker: Speaker) -> str:
    return speaker.say("of", n=int(row["inside"]), m=int(row["cities"]))


def _ranks(rows: list[Row], speaker: Speaker) -> list[Block]:
    if not rows:
        return []  # said once, where coverage is missing
    figure = ranks_figure(rows, speaker.in_figures)
    return [Picture(speaker.say("ranks_picture"), figure, speaker.say("ranks_note"))]


def _route(rows: list[Row], speaker: Speaker) -> list[Block]:
    if not rows:
        return [left_out_by_quick("route", speaker)]
    by_gap = sorted(rows, key=lambda row: abs(row["gap"]))
    said = speaker.say(
        "route_note", typical=number(abs(by_gap[len(by_gap) // 2]["gap"]), 2),
        largest=number(abs(by_gap[-1]["gap"]), 2),
        name=speaker.parameter(by_gap[-1]["parameter"]),
    )  # fmt: skip
    return [Picture(speaker.say("route_picture"), route_figure(rows, speaker.in_figures), said)]


def _emulator(rows: list[Row], speaker: Speaker) -> Table:
    keys = ("figure", "left_one_out", "spread", "emulator_alone", "ratio")
    columns = ("left_one_out", "spread_of_last_wave", "emulator_alone")
    lines = [
        Line(row["moment"], [
            Cell("label", speaker.figure(row["moment"]), "label"),
            *(Cell(column, error_size(row, row[column], speaker)) for column in columns),
            Cell("ratio", number(row["emulator_alone"] / own_error(row), 2)),
        ])
        for row in rows
    ]  # fmt: skip
    return Table("emulator", [speaker.say(key) for key in keys], lines)


def _waves(rows: list[Row], speaker: Speaker) -> Table:
    keys = ("wave", "wave_runs", "failed", "ruled_out", "active", "acceptance")
    return Table("waves", [speaker.say(key) for key in keys],
                 [_wave_line(row, first=k == 0) for k, row in enumerate(rows)])  # fmt: skip


def _wave_line(row: Row, *, first: bool) -> Line:
    """The first wave is drawn from the prior: no emulator, no chain."""
    before = [
        percent(1.0 - row["not_ruled_out_before"], 2), number(row["active_parameters"], 0),
        percent(row["acceptance"]),
    ]  # fmt: skip
    if first:
        before = [NOTHING] * len(before)
    entries = [number(row["runs"], 0), number(row["failed"], 0), *before]
    columns = ("runs", "failed", "ruled_out", "active", "acceptance")
    return Line(number(row["wave"], 0), [
        Cell("label", number(row["wave"], 0), "label"),
        *(Cell(column, text) for column, text in zip(columns, entries, strict=True)),
    ])  # fmt: skip
