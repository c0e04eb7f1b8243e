"""The annex of scenarios: every value with its source."""

from __future__ import annotations

from collections.abc import Iterator

from sim.base.levers import NO_LIMIT
from sim.policy.registry import instruments
from sim.report.paper import cells
from sim.report.paper.blocks import Block, Cell, Column, Paragraph, Section, Table
from sim.report.paper.view import View
from sim.report.scenarios import as_text, differing, sources_of, values_of
from sim.scenario.draft import card_of
from sim.scenario.load import Scenario
from sim.scenario.schedule import Schedule
from sim.scenario.sheet import labels_of

NEVER = Schedule(())


def values_annex(view: View) -> Section:
    """All values of the first scenario, and what the others set otherwise."""
    blocks: list[Block] = [Paragraph(view.say("values_plain", first=view.first))]
    first, *others = [one.scenario for one in view.stored.ensembles]
    blocks.append(_first_table(view, first))
    for other in others:
        blocks.append(_other_table(view, other, first))
    return Section(view.say("values"), blocks, annex=True)


def all_sources(view: View) -> Iterator[str]:
    """The source of each value of each scenario; what several scenarios share counts once."""
    found = {
        (key, span, sources_of(one.scenario, key, int(span[:4]), int(span[-4:])))
        for one in view.stored.ensembles for key, schedule in values_of(one.scenario).items()
        for span, _, _ in differing(schedule, NEVER)
    }  # fmt: skip
    return (text for _, _, text in found)


def _columns(view: View, *between: Column) -> list[Column]:
    return [
        Column(view.say("instrument"), "label", 1.5), Column(view.say("dose"), "text", 1.9),
        Column(view.say("period"), "word", 1.1), *between,
        Column(view.say("unit_column"), "text", 1.2), Column(view.say("source"), "text", 4.2),
    ]  # fmt: skip


def _first_table(view: View, first: Scenario) -> Block:
    rows = [
        [*_labels(key, view), cells.text(span), _value(key, schedule.at(int(span[:4])), view),
         cells.text(_unit(key, view)), _source(first, key, span)]
        for key, schedule in values_of(first).items() for span, _, _ in differing(schedule, NEVER)
    ]  # fmt: skip
    if not rows:
        return Paragraph(view.say("no_values", scenario=view.first))
    columns = _columns(view, Column(view.say("value"), "text", 1.7))
    return Table("values_first", view.say("values_caption", scenario=view.first), columns, rows,
                 "values_first", wide=True)  # fmt: skip


def _other_table(view: View, scenario: Scenario, first: Scenario) -> Block:
    title = view.titles[scenario.name]
    if not scenario.measures and not scenario.resolved["macro"] and not scenario.changes:
        return Paragraph(view.say("no_values", scenario=title))
    mine, theirs = values_of(scenario), values_of(first)
    rows = [
        [*_labels(key, view), cells.text(span), _value(key, own, view), _value(key, base, view),
         cells.text(_unit(key, view)),
         cells.text(view.say("no_value")) if own is None else _source(scenario, key, span)]
        for key in sorted(mine.keys() | theirs.keys())
        for span, own, base in differing(mine.get(key, NEVER), theirs.get(key, NEVER))
    ]  # fmt: skip
    if not rows:
        return Paragraph(view.say("no_other_values", scenario=title, first=view.first))
    columns = _columns(view, Column(view.say("value"), "text", 1.5),
                       Column(view.say("value_of_first"), "text", 1.5))  # fmt: skip
    caption = view.say("values_differ_caption", scenario=title, first=view.first)
    return Table(f"values_{scenario.name}", caption, columns, rows, "values_other", wide=True,
                 key=(view.say("scenario"), title))  # fmt: skip


def _labels(key: str, view: View) -> tuple[Cell, Cell]:
    """The instrument, and which of its doses."""
    group, _, rest = key.partition(".")
    label = str(labels_of(key)[0 if view.language == "zh" else 1])
    if group != "instruments":
        return cells.text(view.say("surroundings")), cells.text(label)
    owner = view.pick(instruments()[rest.partition(".")[0]])
    for mark in ("：", ": "):
        label = label.removeprefix(f"{owner}{mark}")
    return cells.text(owner), cells.text(label)


def _unit(key: str, view: View) -> str:
    return view.unit(labels_of(key)[2])


def _value(key: str, value: object, view: View) -> Cell:
    card = card_of(key)
    if isinstance(value, float | int) and value < NO_LIMIT and not (card and card.choices):
        return Cell(f"{value:,.10g}".replace("-", cells.MINUS), (float(value),), "General")
    shown = as_text(value, card, view.language)  # type: ignore[arg-type]
    return cells.text(cells.NOTHING if shown == "-" else shown)


def _source(scenario: Scenario, key: str, span: str) -> Cell:
    found = sources_of(scenario, key, int(span[:4]), int(span[-4:]))
    return cells.text(found.replace("\n", "; ") or cells.NOTHING)
