"""Why one firm did what it did: the tables."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from sim.base.levers import GRADES
from sim.base.rules import RuleCard
from sim.report.appraisal.labels import (
    declared,
    input_label,
    place_label,
    sector_label,
    short,
)
from sim.report.appraisal.words import say, unit
from sim.report.console import plain_table
from sim.report.words import Language, named, word
from sim.scenario.explain import Explanation
from sim.scenario.flips import Flip
from sim.scenario.queues import Standing
from sim.scenario.tracing import Call, Chance, Trace

# What a reader asks about; the others are bookkeeping and show in what happened.
SHOWN = (
    "score_firm", "receive_diagnosis", "consider_rung", "decide_upgrade", "connect_machines",
    "decide_expansion", "apply_for_equipment", "decide_move", "decide_exit", "use_slack",
)  # fmt: skip


def title(found: Explanation, seed: int, language: Language) -> str:
    """Which firm, year, scenario and run."""
    name = named(found.scenario.title, language)
    return say(
        "firm_title", language, firm=found.key, sector=sector_label(found.sector, language),
        place=place_label(found.place, language), year=found.year, scenario=name, seed=seed,
    )  # fmt: skip


def _card_label(card: RuleCard, language: Language) -> str:
    return named(card, language)


def input_table(screen: Console, item: Trace, language: Language) -> Table:
    """What a decision read."""
    headers = [say("role", language), *(word(key, language) for key in ("label", "value", "unit"))]
    label = _card_label(item.card, language)
    heading = say("inputs", language, number=item.card.number, label=label)
    table = plain_table(screen, heading, headers, {2})
    for name, value in item.inputs.items():
        kind, _, _, of = declared(name)
        table.add_row(say(f"kind_{kind}", language), input_label(name, language),
                      short(float(value), language), unit(of, language))  # fmt: skip
    return table


def step_table(screen: Console, item: Trace, language: Language) -> Table:
    """The rules that a decision called, the chances it took, and what it wrote."""
    card = item.card
    label = _card_label(card, language)
    heading = say("steps", language, number=card.number, label=label, source=card.source)
    headers = [word("rule_number", language), word("label", language), say("given", language),
               say("answer", language), word("source", language)]  # fmt: skip
    table = plain_table(screen, heading, headers, {3})
    for step in item.steps:
        cells = _call(step, language) if isinstance(step, Call) else _chance(step, language)
        table.add_row(*cells)
    for name, value in item.outputs.items():
        table.add_row("", input_label(name, language), say("writes", language),
                      short(float(value), language), "")  # fmt: skip
    return table


def _call(step: Call, language: Language) -> tuple[str, ...]:
    given = ", ".join(f"{name} {short(float(value), language)}"
                      for name, value in step.arguments.items())  # fmt: skip
    card = step.card
    return (card.number, _card_label(card, language), given, short(float(step.answer), language),
            card.source)  # fmt: skip


def _chance(step: Chance, language: Language) -> tuple[str, ...]:
    verdict = word("yes" if step.happened else "no", language)
    text = say("chance", language, probability=f"{step.probability:.4f}", draw=f"{step.draw:.4f}",
               verdict=verdict)  # fmt: skip
    return "", say("chance_word", language), text, verdict, ""


def standing_table(screen: Console, standings: list[Standing], language: Language) -> Table:
    """How the firm stood in what the city decides for all."""
    headers = ["", word("label", language), word("value", language)]
    table = plain_table(screen, say("standings", language), headers, {2})
    for standing in standings:
        first = say(f"standing_{standing.kind}", language)
        for name, value in standing.figures.items():
            table.add_row(first, say(f"figure_{name}", language), short(value, language))
            first = ""
    return table


def flip_table(screen: Console, flips: list[Flip], language: Language) -> Table:
    """Changes of one dose that turn the upgrade decision, the smallest first."""
    keys = ("instrument", "dose_word", "part", "in_force", "turns_at", "change")
    headers = [say(key, language) for key in keys] + [word("unit", language)]
    headers += [word("source", language)]
    table = plain_table(screen, say("flips_title", language), headers, {3, 4, 5})
    for flip in flips:
        part = flip.part if flip.part in ("", *GRADES) else place_label(flip.part, language)
        card, zh = flip.card, language == "zh"
        table.add_row(
            flip.instrument.zh if zh else flip.instrument.en, card.zh if zh else card.en, part,
            short(flip.before, language), short(flip.after, language), f"{100 * flip.change:.1f}%",
            unit(card.unit, language), f"{card.source} ({card.standing})",
        )  # fmt: skip
    return table


# What a firm comes to in a year; a scenario may change any of it.
RESULTS = (
    "grade", "score", "candidate_rung", "upgrade_cost", "upgrade_payback", "would_upgrade",
    "would_upgrade_subsidised", "subsidy_granted", "equipment_granted", "treated", "upgraded",
    "connected", "capital_wanted", "land_wanted", "land_granted", "moves", "leaves", "rung",
    "value_added", "employment", "tax_paid", "land",
)  # fmt: skip


def twin_table(
    screen: Console, found: Explanation, other: Explanation, language: Language
) -> Table:
    """The firm's year under both scenarios; what was not kept of one that left stays empty."""
    both = (found, other)
    titles = [named(one.scenario.title, language) for one in both]
    headers = [word("label", language), *titles, word("unit", language)]
    table = plain_table(screen, "", headers, {1, 2})
    for name in RESULTS:
        cells = [short(one.end[name], language) if name in one.end else "" for one in both]
        table.add_row(input_label(name, language), *cells, unit(declared(name)[3], language))
    return table
