"""Scenarios as a sheet: one column per scenario, one row per value; blank is inherited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from sim.base.errors import InputError
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.parameters import parameters
from sim.base.units import LAST_YEAR
from sim.park.atlas import places
from sim.policy.instrument import DoseCard
from sim.policy.registry import instruments
from sim.scenario.doses import as_written
from sim.scenario.draft import Draft, card_of
from sim.scenario.macro import adds_up, macro_keys
from sim.scenario.parts import SCOPES, members, split_part
from sim.scenario.schedule import ALWAYS, Schedule, Step, Value

Cell: TypeAlias = float | str
Labels: TypeAlias = tuple[str, str, str, Cell, Cell]  # zh, en, unit, low, high

HEADINGS = ("key", "zh", "en", "unit", "low", "high")
INHERIT, NOWHERE = "inherit", "none"
GROUPS = ("instruments.", "macro.", "parameters.")
TEXT_LABELS = {
    "title": ("标题", "title"), "question": ("问题", "question"), "extends": ("继承", "extends"),
    "overlays": ("叠加", "laid over it"), "targets": ("检验目标", "targets audited"),
    "indicators": ("关注指标", "indicators of the question"),
    "sources": ("来源", "source"), "not_represented": ("模型未包含", "not represented"),
}  # fmt: skip


def cells_of(draft: Draft) -> dict[str, Cell]:
    """The cells of a scenario's column by the key of their row."""
    found: dict[str, Cell] = {}
    for name, pair in (("title", draft.title), ("question", draft.question)):
        if pair is not None:
            found |= {f"{name}.zh": pair.zh, f"{name}.en": pair.en}
    if draft.extends is not None:
        found["extends"] = draft.extends
    lists = (draft.overlays, draft.targets or (), draft.indicators)
    for name, texts in zip(("overlays", "targets", "indicators"), lists, strict=True):
        found |= {f"{name}.{k}": text for k, text in enumerate(texts, start=1)}
    for k, item in enumerate(draft.missing, start=1):
        found |= {f"not_represented.{k}.{part}": text for part, text in item.model_dump().items()}
    for key, schedule in draft.values.items():
        for first, value in _rows_needed(key, schedule):
            row = key if first == ALWAYS else f"{key}.{first}"
            found.update(_value_cells(row, value, card_of(key)))
    found |= {f"sources.{key}": text for key, text in draft.sources.items()}
    return found


def _rows_needed(key: str, schedule: Schedule) -> tuple[Step, ...]:
    """The steps; a change that holds to the end also says so in the last year."""
    last, value = schedule.steps[-1]
    if adds_up(key) and ALWAYS < last < LAST_YEAR and value not in (None, 0.0):
        return (*schedule.steps, (LAST_YEAR, value))
    return schedule.steps


def _value_cells(
    row: str, value: Value | None, card: DoseCard | None
) -> Iterator[tuple[str, Cell]]:
    over = card.over if card is not None else "city"
    if over == "grade":
        values = (None,) * len(GRADES) if value is None else value
        for grade, one in zip(GRADES, values, strict=True):  # type: ignore[arg-type]
            yield f"{row}.{grade}", _cell(one, card)  # type: ignore[arg-type]
    elif over == "place" and value:
        for place, one in value:  # type: ignore[union-attr,misc]
            yield f"{row}.{places()[place].name}", _cell(one, card)
    elif over == "place":
        yield row, INHERIT if value is None else NOWHERE
    else:
        yield row, _cell(value, card)  # type: ignore[arg-type]


def _cell(value: float | None, card: DoseCard | None) -> Cell:
    if value is None:
        return INHERIT
    if value >= NO_LIMIT:
        return "inf"
    return value if card is None else as_written(card, value)


def row_order(key: str) -> tuple[int, list[tuple[int, int, str]]]:
    """Order of the rows: texts, then values with years and places in their order, then sources."""
    groups = ("title", "question", "extends", "overlays", "targets", "indicators", "instruments",
              "macro", "parameters", "sources", "not_represented")  # fmt: skip
    head, *rest = key.split(".")
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in rest]
    return groups.index(head), parts


def labels_of(key: str) -> Labels:
    """What a reader sees beside a row's key: labels, unit and bounds."""
    head = key.partition(".")[0]
    if head in TEXT_LABELS:
        return (*TEXT_LABELS[head], "", "", "")
    plain, _, rest = split_key(key)
    suffix = f" {rest}".rstrip()
    if head == "parameters":
        item = parameters()[plain.partition(".")[2]]
        return item.zh, item.en, item.unit, item.low, item.high
    card = card_of(plain)
    assert card is not None
    high: Cell = "inf" if card.high >= NO_LIMIT else card.high
    if head == "macro":
        _, zh, en = macro_keys()[plain.partition(".")[2]]
        return zh, en, card.unit, card.low, high
    kind = instruments()[plain.split(".")[1]]
    _, scope, name = split_part(plain)
    if scope:
        part = members(scope)[name]
        zh, en = f"（{part.zh}）", f" ({part.en})"
    else:
        zh, en = "", ""
    return (f"{kind.zh}：{card.zh}{zh}{suffix}", f"{kind.en}: {card.en}{en}{suffix}", card.unit,
            card.low, high)  # fmt: skip


def split_key(key: str) -> tuple[str, int, str]:
    """A value's key with its part of the city, its first year (0 for always), grade or place.

    Raises:
        InputError: no such value.
    """
    known = _known_keys()
    for count in (3, 2, 4):
        parts = key.split(".")
        plain, rest = ".".join(parts[:count]), parts[count:]
        if plain in known:
            if len(rest) > 1 and rest[0] in SCOPES and rest[1] in members(rest[0]):
                plain, rest = ".".join((plain, *rest[:2])), rest[2:]
            year = ALWAYS
            if rest and re.fullmatch(r"\d{4}", rest[0], re.ASCII):
                year, rest = int(rest[0]), rest[1:]
            if len(rest) <= 1:
                return plain, year, "".join(rest)
    raise InputError(
        f"row '{key[:80]}': no such dose, figure or parameter; correct its key",
        f"行“{key[:80]}”：没有这样的剂量、指标或参数；请更正键名",
    )


def _known_keys() -> set[str]:
    doses = {f"instruments.{kind.name}.{dose}" for kind in instruments().values()
             for dose in kind.doses()}  # fmt: skip
    return doses | {f"macro.{key}" for key in macro_keys()} | {
        f"parameters.{name}" for name in parameters()}  # fmt: skip
