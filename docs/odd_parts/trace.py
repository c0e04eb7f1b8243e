"""Tables of the TRACE notes, from the tables that the shipped posterior carries."""

from __future__ import annotations

from collections.abc import Callable

from odd_parts.tables import Lines, posterior
from odd_parts.words import Speaker, code, short
from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.base.parameters import parameters
from sim.report.calibration.names import GROWTH


def _number(text: str) -> str:
    return short(float(text)) if text else "–"


def _range(row: dict[str, str]) -> str:
    return f"{_number(row['low'])} – {_number(row['high'])}"


def _figure(name: str, speak: Speaker) -> str:
    """The label of a moment or an indicator."""
    for moment in moments():
        if moment.name == name:
            return speak.of(moment)
    return speak.of(INDICATOR[name]) if name in INDICATOR else speak.pick(*GROWTH[name])


def _whether(text: str, speak: Speaker) -> str:
    return {"1": speak.say("yes"), "0": f"**{speak.say('no')}**"}.get(text, "–")


ROLES = {
    "scored": ("计分", "scored"), "imposed": ("外生趋势", "imposed trend"),
    "same": ("由其他行推出", "follows from others"), "level": ("水平", "level"),
}  # fmt: skip
KINDS = {
    "kin": ("由计分指标推出", "follows from scored figures"), "check": ("核对", "check"),
    "level": ("水平", "level"), "between": ("期间单年", "single year between"),
}  # fmt: skip


def fit(speak: Speaker) -> Lines:
    """The figures of 2020 that the fit reads."""
    return speak.table(("figure", "role", "published", "tolerance", "median", "range", "inside"), (
        (_figure(row["moment"], speak), speak.pick(*ROLES[row["role"]]), _number(row["published"]),
         _number(row["tolerance"]), _number(row["median"]), _range(row),
         _whether(row["inside"], speak))
        for row in posterior("fit")
    ))  # fmt: skip


def checks(speak: Speaker) -> Lines:
    """Figures that the fit never saw."""
    heads = ("figure", "year", "role", "published", "tolerance", "median", "range", "inside")
    return speak.table(heads, (
        (_figure(row["indicator"], speak), row["year"], speak.pick(*KINDS[row["kind"]]),
         _number(row["published"]), _number(row["tolerance"]), _number(row["median"]),
         _range(row), _whether(row["inside"] or row["within_90"], speak))
        for row in posterior("checks")
    ))  # fmt: skip


def left_out(speak: Speaker) -> Lines:
    """Each scored figure predicted from the others."""
    return speak.table(("figure", "published", "median", "predicted", "inside"), (
        (_figure(row["moment"], speak), _number(row["published"]), _number(row["median"]),
         _range(row), _whether(row["within_90"], speak))
        for row in posterior("left_out")
    ))  # fmt: skip


def _parameter(name: str, speak: Speaker) -> str:
    return f"{speak.of(parameters()[name])} {code(name)}"


def learnt(speak: Speaker) -> Lines:
    """The parameters that the figures moved, the most first."""
    told = sorted((row for row in posterior("parameters") if row["disciplined"] == "1"),
                  key=lambda row: -float(row["shrinkage"]))  # fmt: skip
    heads = ("parameter", "figure", "bounds", "median", "range", "shrinkage")
    return speak.table(heads, (
        (_parameter(row["parameter"], speak),
         _figure(row["figure"], speak) if row["figure"] else "–",
         f"{_number(row['prior_low'])} – {_number(row['prior_high'])}", _number(row["median"]),
         _range(row), f"{float(row['shrinkage']):.0%}")
        for row in told
    ))  # fmt: skip


def ridges(speak: Speaker) -> Lines:
    """Pairs that the figures cannot tell apart, or that theory expects them not to."""
    return speak.table(("first", "second", "correlation"), (
        (_parameter(row["first"], speak), _parameter(row["second"], speak),
         f"{float(row['correlation']):.2f}")
        for row in posterior("ridges")
    ))  # fmt: skip


def waves(speak: Speaker) -> Lines:
    """The waves of runs."""
    return speak.table(("wave", "runs", "left", "active"), (
        (row["wave"], f"{int(row['runs']):,}", f"{float(row['not_ruled_out_before']):.3%}",
         row["active_parameters"])
        for row in posterior("waves")
    ))  # fmt: skip


def coverage(speak: Speaker) -> Lines:
    """In how many known cities the 90% range holds the truth."""
    found: dict[str, dict[str, str]] = {}
    for row in posterior("coverage"):
        found.setdefault(row["parameter"], {})[row["method"]] = f"{row['inside']}/{row['cities']}"
    return speak.table(("parameter", "emulated", "simulated"), (
        (_parameter(name, speak), by.get("emulator", "–"), by.get("simulator", "–"))
        for name, by in found.items()
    ))  # fmt: skip


TRACE_TABLES: dict[str, Callable[[Speaker], Lines]] = {
    "fit": fit, "checks": checks, "left_out": left_out, "learnt": learnt, "ridges": ridges,
    "waves": waves, "coverage": coverage,
}  # fmt: skip
