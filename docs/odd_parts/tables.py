"""The tables of the model description: everything in them is declared or measured by the code."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache

from odd_parts.equations import decisions
from odd_parts.schedule import stages, steps
from odd_parts.words import TOTAL_WORDS, Speaker, code, short
from sim.base.draws import DRAWS
from sim.base.futures import future_figures
from sim.base.indicators import INDICATORS
from sim.base.levers import LEVER, LEVERS, NO_LIMIT
from sim.base.parameters import Parameter, ladder, macro, parameters
from sim.base.resources import folder
from sim.base.rules import BETTER, RULES
from sim.base.variables import (
    BOOKS,
    CHOICES,
    FIRM,
    FIRM_VARIABLES,
    FLOWS,
    IDENTITY,
    PLACE,
    PLACE_SECTOR,
    PLACE_SECTOR_VARIABLES,
    PLACE_VARIABLES,
    RUNG,
    RUNG_VARIABLES,
    SECTOR,
    SECTOR_VARIABLES,
    STATE,
)
from sim.park.atlas import places, sectors
from sim.policy.instrument import DoseCard, Instrument
from sim.policy.registry import instruments
from sim.report.calibration.names import GROUPS
from sim.scenario.checks import population_rows
from sim.scenario.parts import BY_SECTOR, scopes_of

Lines = list[str]
VARIABLES = {
    "identity": IDENTITY, "state": STATE, "books": BOOKS, "choices": CHOICES, "flows": FLOWS,
    "place": PLACE_VARIABLES, "sector": SECTOR_VARIABLES,
    "place_sector": PLACE_SECTOR_VARIABLES, "rung": RUNG_VARIABLES,
}  # fmt: skip


@cache
def posterior(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a table of the shipped posterior."""
    path = folder("calibration") / "posterior" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def rule_link(number: str) -> str:
    """A link to an equation of the same page."""
    return f"[{number}](#rule-{number.lower()})"


def source_link(module: str) -> str:
    """A link from a page of `docs` to a source file."""
    path = module.replace(".", "/") + ".py"
    return f"[`{path}`](../{path})"


def variables(group: str, speak: Speaker) -> Lines:
    """State variables of one kind."""
    return speak.table(("name", "meaning", "unit", "kind"), (
        (code(item.name), speak.of(item), speak.unit(item.unit),
         speak.say("whole" if item.whole else "real"))
        for item in VARIABLES[group]
    ))  # fmt: skip


def entities(speak: Speaker) -> Lines:
    """How many of each kind there are, and how many variables each carries."""
    inside = sum(place.is_park for place in places())
    rows = (
        ("规上企业（2015年）", "above-scale firms of 2015", _generated(0), FIRM_VARIABLES),
        ("规下参评企业（2015年）", "below-scale firms of 2015", _generated(1), FIRM_VARIABLES),
        ("园区片区", "sub-areas of parks", inside, PLACE_VARIABLES),
        ("镇街工业区块", "township blocks", len(places()) - inside, PLACE_VARIABLES),
        ("产业", "sectors", len(sectors()), SECTOR_VARIABLES),
        ("片区—产业格", "cells of place and sector", len(places()) * len(sectors()),
         PLACE_SECTOR_VARIABLES),
        ("改造阶梯（含未改造）", "rungs, none included", len(ladder()), RUNG_VARIABLES),
    )  # fmt: skip
    return speak.table(("entity", "count", "variables"), (
        (speak.pick(zh, en), f"{count:,}", len(held)) for zh, en, count, held in rows
    ))  # fmt: skip


def _generated(which: int) -> int:
    """Number of firms of the city of 2015: above scale, or below."""
    return round(_population("en")[0 if which == 0 else _derived_from()][3])


def _derived_from() -> int:
    labels = [row[0] for row in _population("en")]
    return labels.index("below-scale firms: number")


@cache
def _population(language: str) -> tuple[tuple[str, str, float, float, str], ...]:
    return tuple(population_rows(1.0, language))


def population(speak: Speaker) -> Lines:
    """The city of 2015 beside what is published of it, at central values."""
    return speak.table(("figure", "unit", "published", "generated", "standing"), (
        (label, speak.unit(unit), short(aim), short(found), speak.standing(standing))
        for label, unit, aim, found, standing in _population(speak.language)
    ))  # fmt: skip


def parks(speak: Speaker) -> Lines:
    """The parks with their sub-areas."""
    found: dict[str, list[str]] = {}
    labels = {place.park: speak.pick(place.park_zh, place.park_en) for place in places()}
    for place in places():
        if place.is_park:
            found.setdefault(place.park, []).append(speak.of(place))
    join = "、" if speak.language == "zh" else ", "
    return speak.table(("number", "park", "areas", "meaning"), (
        (n, labels[park], len(names), join.join(names))
        for n, (park, names) in enumerate(found.items(), start=1)
    ))  # fmt: skip


def sector_list(speak: Speaker) -> Lines:
    """The sectors with their share of value added."""
    return speak.table(("sector", "name", "share"), (
        (speak.of(item), code(item.name), short(100.0 * item.value_added_share))
        for item in sectors()
    ))  # fmt: skip


def schedule(speak: Speaker, named: dict[str, dict[str, str]]) -> Lines:
    """The year, step by step.

    Args:
        named: what steps that are no decision do, in words of both languages.
    """
    lines: Lines = []
    for number, english in stages().items():
        title = speak.pick(named["stages"][str(number)]["zh"], english)
        rows = []
        for place, step in enumerate((s for s in steps() if s.stage == number), start=1):
            if step.decision:
                card = RULES[step.decision.number]
                about = f"{speak.of(card)}{_by_all(speak)}"
            else:
                about = speak.pick(named[step.name]["zh"], named[step.name]["en"])
            rows.append((f"{number}.{place}", code(step.name), about,
                         ", ".join(map(rule_link, step.rules)) or "–", source_link(step.module)))
        lines += [f"**{number}. {title}**", "",
                  *speak.table(("number", "step", "does", "rules", "file"), rows), ""]  # fmt: skip
    return lines[:-1]


def _by_all(speak: Speaker) -> str:
    text = speak.say("decision_of")
    return speak.pick(f"（{text}）", f" ({text})")


def rung_table(speak: Speaker) -> Lines:
    """The upgrade ladder."""
    heads = ("rung", "meaning", "cost", "gain", "saving", "least", "intercept", "standing",
             "source")  # fmt: skip
    return speak.table(heads, (
        (rung.number, speak.of(rung), short(rung.cost), short(rung.gain),
         short(rung.labour_saving), short(rung.minimum_revenue), short(rung.intercept),
         speak.standing(rung.standing), rung.source)
        for rung in ladder()
    ))  # fmt: skip


def parameter_table(speak: Speaker) -> Lines:
    """Every parameter, by group, with what the fit made of it."""
    learnt = {row["parameter"]: row for row in posterior("parameters")}
    heads = ("name", "meaning", "value", "bounds", "unit", "standing", "posterior", "moved",
             "source")  # fmt: skip
    lines: Lines = []
    groups: dict[str, list[Parameter]] = {}
    for item in parameters().values():
        groups.setdefault(item.group, []).append(item)
    for group, members in groups.items():
        title = speak.pick(*GROUPS[group])
        lines += [f"**{title}** (`{group}`)", ""]
        lines += speak.table(heads, (
            (code(item.name), speak.of(item), short(item.value),
             f"{short(item.low)} – {short(item.high)}", speak.unit(item.unit),
             speak.standing(item.standing), *_learnt(item, learnt.get(item.name), speak),
             item.source)
            for item in members
        ))  # fmt: skip
        lines.append("")
    return lines[:-1]


def _learnt(item: Parameter, row: dict[str, str] | None, speak: Speaker) -> tuple[str, str]:
    """Posterior, and whether the published figures moved it."""
    if row is None:
        return "–", speak.say("ledger" if item.read_by == "ledger" else "fixed")
    low, median, high = (short(float(row[key])) for key in ("low", "median", "high"))
    told = float(row["shrinkage"])
    moved = f"{speak.say('yes')}, {told:.0%}" if row["disciplined"] == "1" else "prior_rules"
    return f"{median} ({low} – {high})", moved if "%" in moved else speak.say(moved)


def levers(speak: Speaker) -> Lines:
    """Every lever."""
    return speak.table(("name", "meaning", "unit", "over", "neutral", "instrument", "used"), (
        (code(item.name), speak.of(item), speak.unit(item.unit), speak.say(item.over),
         speak.say("no_limit") if item.neutral >= NO_LIMIT else short(item.neutral),
         ", ".join(code(name) for name, kind in instruments().items() if item.name in kind.writes),
         ", ".join(map(rule_link, _readers(item.name))) or "–")
        for item in LEVERS
    ))  # fmt: skip


def _readers(name: str) -> Iterator[str]:
    """Decisions that read a lever by name."""
    for number, decision in decisions().items():
        if name in decision.reads or f"better_{name}" in decision.reads:
            yield number


def instrument_table(speak: Speaker) -> Lines:
    """Every instrument with its doses and levers."""
    rows = []
    for name, kind in instruments().items():
        label = f'{speak.pick(kind.zh, kind.en)}<br>[`{name}`](../sim/policy/{_file(kind)})'
        rows.append((
            label, ", ".join(kind.evidence),
            "<br>".join(_dose(*one, speak) for one in kind.doses().items()),
            "<br>".join(f"{speak.of(LEVER[lever])} `{lever}`" for lever in kind.writes),
        ))  # fmt: skip
    return speak.table(("instrument", "evidence", "doses", "writes"), rows)


def _file(kind: type[Instrument]) -> str:
    return kind.__module__.rsplit(".", 1)[-1] + ".py"


def _dose(name: str, card: DoseCard, speak: Speaker) -> str:
    if card.choices:
        bounds = "/".join(card.choices)
    else:
        high = speak.say("no_limit") if card.high >= NO_LIMIT else short(card.high)
        bounds = f"{short(card.low)} – {high}"
    parts = [speak.unit(card.unit), bounds, speak.standing(card.standing)]
    if card.over != "city":
        parts.append(speak.say(card.over))
    scopes = scopes_of(card)
    if scopes:
        parts.append(speak.say("by_sector" if BY_SECTOR in scopes else "by_place"))
    return f"`{name}` {speak.of(card)} ({'; '.join(parts)})"


def indicators(speak: Speaker) -> Lines:
    """Every indicator of a year."""
    return speak.table(("name", "meaning", "unit", "imposed"), (
        (code(item.name), speak.of(item), speak.unit(item.unit),
         speak.say("yes") if item.imposed else "–")
        for item in INDICATORS
    ))  # fmt: skip


def draws(speak: Speaker) -> Lines:
    """Every draw with the decisions that use it; the population's and queues' have none."""
    held = decisions()
    return speak.table(("draw", "number", "used"), (
        (code(name), number,
         ", ".join(rule_link(n) for n, one in held.items() if name in one.reads) or "–")
        for name, number in DRAWS.items()
    ))  # fmt: skip


def surroundings(speak: Speaker) -> Lines:
    """What comes from outside, by year."""
    return speak.table(("name", "meaning", "unit", "years", "standing", "source"), (
        (code(item.name), speak.of(item), speak.unit(item.unit),
         "; ".join(f"{year}: {value:g}" for year, value in item.values.items()),
         speak.standing(item.standing), item.source)
        for item in macro().values()
    ))  # fmt: skip


def futures(speak: Speaker) -> Lines:
    """What a scenario may set of the surroundings after 2020."""
    return speak.table(("name", "future", "unit", "bounds", "standing", "source"), (
        (code(item.name), speak.of(item), speak.unit(item.unit),
         f"{item.low:g} – {item.high:g}", speak.standing(item.standing), item.source)
        for item in future_figures().values()
    ))  # fmt: skip


def totals(speak: Speaker) -> Lines:
    """Totals and indices of the city that decisions read."""
    read: dict[str, list[str]] = {}
    for number, decision in decisions().items():
        for name in decision.reads:
            if holder(name) == "total":
                read.setdefault(name, []).append(number)
    return speak.table(("name", "meaning", "unit", "used"), (
        (code(name), speak.pick(*TOTAL_WORDS[name][:2]), speak.unit(TOTAL_WORDS[name][2]),
         ", ".join(map(rule_link, numbers)))
        for name, numbers in read.items()
    ))  # fmt: skip


def holder(name: str) -> str:
    """What kind of thing an argument of a decision is."""
    kinds = (
        ("firm", FIRM), ("place", PLACE), ("sector", SECTOR), ("place_sector", PLACE_SECTOR),
        ("rung", RUNG), ("draw", DRAWS), ("parameter", parameters()), ("macro", macro()),
    )  # fmt: skip
    for kind, known in kinds:
        if name in known:
            return kind
    return "lever" if name.removeprefix(BETTER) in LEVER else "total"


def standings(speak: Speaker) -> Lines:
    """How many parameters stand on what."""
    found: dict[str, int] = {}
    for item in parameters().values():
        found[item.standing] = found.get(item.standing, 0) + 1
    return speak.table(("standing", "standing_count"), (
        (speak.standing(name), count) for name, count in
        sorted(found.items(), key=lambda pair: -pair[1])
    ))  # fmt: skip


TABLES: dict[str, Callable[[Speaker], Lines]] = {
    "entities": entities, "parks": parks, "sectors": sector_list, "population": population,
    "ladder": rung_table, "parameters": parameter_table, "levers": levers,
    "instruments": instrument_table, "indicators": indicators, "draws": draws,
    "surroundings": surroundings, "totals": totals, "futures": futures, "standings": standings,
}  # fmt: skip
