"""Scenarios for readers: what one sets, on which sources, and where two differ."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from sim.base.indicators import INDICATOR
from sim.base.levers import NO_LIMIT
from sim.compare.targets import targets
from sim.park.atlas import places
from sim.policy.instrument import DoseCard
from sim.report.console import plain_table
from sim.report.words import Language, unit_label, word
from sim.scenario.doses import as_written
from sim.scenario.draft import card_of
from sim.scenario.load import Scenario
from sim.scenario.schedule import ALWAYS, YEARS, Schedule, Value
from sim.scenario.sheet import labels_of

FIRST, LAST = YEARS[1], YEARS[-1]  # the first year simulated and the last


def values_of(scenario: Scenario) -> dict[str, Schedule]:
    """Every value a scenario sets after all it builds on, by key."""
    found = {f"instruments.{one.name}.{dose}": schedule
             for one in scenario.measures for dose, schedule in one.schedules.items()}  # fmt: skip
    found |= {f"instruments.{one.name}.{part.key}": part.schedule
              for one in scenario.measures for part in one.parts}  # fmt: skip
    for key, steps in scenario.resolved["macro"].items():
        found[f"macro.{key}"] = Schedule(tuple((int(first), v) for first, v in steps.items()))
    for key, value in scenario.changes.items():
        found[f"parameters.{key}"] = Schedule(((ALWAYS, value),))
    return found


def show_scenario(screen: Console, scenario: Scenario, language: Language) -> None:
    """Print a scenario: question, values with sources, targets, what is not represented."""
    screen.print(f"{scenario.name}: {_one(scenario.title, language)}", markup=False)
    if scenario.question is not None:
        screen.print(_one(scenario.question, language), markup=False)
    for key, names in (("extends_word", [scenario.extends]), ("overlays_word", scenario.overlays)):
        if any(names):
            screen.print(f"{word(key, language)}: {', '.join(n for n in names if n)}",
                         markup=False)  # fmt: skip
    keys = ("name", "label", "years_word", "value", "unit", "source")
    table = plain_table(screen, "", [word(k, language) for k in keys], set())
    for key, schedule in values_of(scenario).items():
        label, unit, card = _label(key, language), _unit(key, language), card_of(key)
        for span, value in _spans(schedule):
            table.add_row(_short(key), label, span, as_text(value, card, language), unit,
                          sources_of(scenario, key, int(span[:4]), int(span[-4:])))  # fmt: skip
    screen.print(table)
    screen.print(f"{word('targets_audited', language)}: {', '.join(scenario.targets)}",
                 markup=False)  # fmt: skip
    if scenario.indicators:
        named = (_one(INDICATOR[name], language) for name in scenario.indicators)
        screen.print(f"{word('indicators_word', language)}: {', '.join(named)}", markup=False)
    print_missing(scenario, screen, language)


def print_missing(scenario: Scenario, screen: Console, language: Language) -> None:
    """What a scenario can't represent, a line each; nothing if it names nothing."""
    missing = missing_lines(scenario, language)
    if missing:
        screen.print(f"{word('not_represented', language)}:")
    for line in missing:
        screen.print(f"  - {line}", markup=False)


def missing_lines(scenario: Scenario, language: Language) -> list[str]:
    """What the scenario says it can't show, then its targets outside the model, by reason."""
    lines = [f"{item.instrument}: {_one(item, language)}" for item in scenario.not_represented]
    by_reason: dict[str, list[str]] = {}
    for target in targets():
        if not target.represented and {target.group, target.name} & set(scenario.targets):
            reason = target.reason_zh if language == "zh" else target.reason_en
            by_reason.setdefault(reason, []).append(_one(target, language))
    comma = "、" if language == "zh" else "; "
    return lines + [f"{reason} ({len(names)}): {comma.join(names)}"
                    for reason, names in by_reason.items()]  # fmt: skip


def difference_table(
    screen: Console, first: Scenario, second: Scenario, language: Language
) -> Table:
    """Where two scenarios differ: each value, the years, what it is in either."""
    headers = [word(key, language) for key in ("name", "label", "years_word")]
    table = plain_table(screen, "", [*headers, first.name, second.name, word("unit", language)],
                        set())  # fmt: skip
    mine, theirs = values_of(first), values_of(second)
    never = Schedule(())
    for key in sorted(mine.keys() | theirs.keys()):
        one, other = mine.get(key, never), theirs.get(key, never)
        card = card_of(key)
        for span, a, b in differing(one, other):
            texts = (as_text(value, card, language) for value in (a, b))
            table.add_row(_short(key), _label(key, language), span, *texts, _unit(key, language))
    if first.targets != second.targets:
        table.add_row("targets", word("targets_audited", language), "",
                      ", ".join(first.targets), ", ".join(second.targets), "")  # fmt: skip
    if not table.row_count:
        table.add_row("", word("no_difference", language), "", "", "", "")
    return table


def differing(
    one: Schedule, other: Schedule
) -> list[tuple[str, Value | None, Value | None]]:
    """Spans of simulated years in which two schedules differ, with both values."""
    found: list[tuple[int, int, Value | None, Value | None]] = []
    for year in range(FIRST, LAST + 1):
        a, b = one.at(year), other.at(year)
        if a == b:
            continue
        if found and found[-1][1:] == (year - 1, a, b):
            found[-1] = (found[-1][0], year, a, b)
        else:
            found.append((year, year, a, b))
    return [(_span(first, last), a, b) for first, last, a, b in found]


def summary(scenario: Scenario, language: Language) -> str:
    """One line on a file that is in order."""
    return (f"{scenario.name}: {word('in_order', language)} ({word('instruments_set', language)}: "
            f"{len(scenario.measures)})")  # fmt: skip


def _spans(schedule: Schedule) -> Iterator[tuple[str, Value]]:
    for span, value, _ in differing(schedule, Schedule(())):
        assert value is not None
        yield span, value


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def as_text(value: Value | None, card: DoseCard | None, language: Language) -> str:
    """A value as a reader sees it."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return _number(value, card, language)
    if card is not None and card.over == "place":
        named = ((getattr(places()[row], language), one) for row, one in value)  # type: ignore[misc]
        return ", ".join(f"{place} {one:g}" for place, one in named) or "-"
    return ", ".join(_number(one, card, language) for one in value)  # type: ignore[arg-type]


def _number(value: float, card: DoseCard | None, language: Language) -> str:
    if value >= NO_LIMIT:
        return word("no_limit", language)
    written = value if card is None else as_written(card, value)
    return written if isinstance(written, str) else f"{written:g}"


def sources_of(scenario: Scenario, key: str, first: int, last: int) -> str:
    """What a value stands on in a span of years, with the file that says so, a line each."""
    years = range(first, last + 1)
    files = {scenario.origins[key].get(year) for year in years}
    lines = []
    for name, notes in scenario.sources.items():
        year = name.removeprefix(f"{key}.")
        dated = year.isdigit() and int(year) in years
        lines += [f"{f'{year}: ' if dated else ''}{text} [{file}]" for file, text in notes
                  if file in files and (name == key or dated)]  # fmt: skip
    return "\n".join(lines)


def _label(key: str, language: Language) -> str:
    zh, en, *_ = labels_of(key)
    return zh if language == "zh" else en


def _unit(key: str, language: Language) -> str:
    return unit_label(labels_of(key)[2], language)


def _short(key: str) -> str:
    return key.removeprefix("instruments.")


def _one(item: object, language: Language) -> str:
    return str(getattr(item, language))
