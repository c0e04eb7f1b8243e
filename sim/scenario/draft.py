"""One scenario file's own content, and its text as TOML in one settled form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from sim.base.futures import future_figures
from sim.base.levers import NO_LIMIT
from sim.base.units import FIRST_YEAR, LAST_YEAR
from sim.base.versions import SCENARIO
from sim.park.atlas import places
from sim.policy.instrument import DoseCard
from sim.policy.registry import instruments
from sim.scenario.doses import as_written
from sim.scenario.layers import read_layer
from sim.scenario.macro import adds_up, macro_card
from sim.scenario.parts import ELSEWHERE, SCOPES, split_part
from sim.scenario.schedule import ALWAYS, Schedule, Value
from sim.scenario.schema import NotRepresented, ScenarioFile, Title


@dataclass
class Draft:
    """What one file itself says; keys as in `layers.Layer`."""

    name: str
    title: Title
    question: Title | None = None
    extends: str | None = None
    overlays: list[str] = field(default_factory=list)
    targets: tuple[str, ...] | None = None
    values: dict[str, Schedule] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    missing: list[NotRepresented] = field(default_factory=list)
    indicators: tuple[str, ...] = ()


def draft_of(path: Path, content: ScenarioFile) -> Draft:
    """The content of a file, checked.

    Raises:
        InputError: a name, a form or a value cannot be used.
    """
    layer = read_layer(path, content)
    return Draft(
        path.stem, content.title, content.question, content.extends, list(content.overlays),
        layer.targets, layer.values, {key: notes[-1][1] for key, notes in layer.sources.items()},
        layer.missing, layer.indicators,
    )  # fmt: skip


def card_of(key: str) -> DoseCard | None:
    """The card of a value's key; None for a parameter."""
    group, _, rest = key.partition(".")
    name, _, part = rest.partition(".")
    if group == "instruments":
        return instruments()[name].doses()[split_part(part)[0]]
    return macro_card(future_figures()[name]) if group == "macro" else None


def toml_text(draft: Draft) -> str:
    """The draft as a scenario file; reading it gives the same content."""
    lines = [f"{SCENARIO.key} = {SCENARIO.current}"]
    if draft.extends is not None:
        lines.append(f"extends = {_text(draft.extends)}")
    lists = (draft.overlays, draft.targets or (), draft.indicators)
    for key, names in zip(("overlays", "targets", "indicators"), lists, strict=True):
        if names:
            lines.append(f"{key} = [{', '.join(_text(name) for name in names)}]")
    for key, pair in (("title", draft.title), ("question", draft.question)):
        if pair is not None:
            lines += ["", f"[{key}]", f"zh = {_text(pair.zh)}", f"en = {_text(pair.en)}"]
    table = ""
    for key in sorted({split_part(key)[0] for key in draft.values},
                      key=lambda key: key.rpartition(".")[::2]):  # fmt: skip
        head, _, name = key.rpartition(".")
        if head != table:
            lines += ["", f"[{head}]"]
            table = head
        lines.append(f"{name} = {_dose(draft.values, key)}")
    if draft.sources:
        lines += ["", "[sources]"]
        lines += [f"{_text(key.removeprefix('instruments.'))} = {_text(text)}"
                  for key, text in sorted(draft.sources.items())]  # fmt: skip
    for item in draft.missing:
        lines += ["", "[[not_represented]]", f"instrument = {_text(item.instrument)}",
                  f"zh = {_text(item.zh)}", f"en = {_text(item.en)}"]  # fmt: skip
    return "\n".join(lines).lstrip("\n") + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a basic string of TOML: texts are printable


def _dose(values: dict[str, Schedule], key: str) -> str:
    """All that is said of a dose: one schedule, or one for each part of the city."""
    own = {split_part(one)[1:]: _schedule(schedule, card_of(one), adds_up(one))
           for one, schedule in values.items() if split_part(one)[0] == key}  # fmt: skip
    plain = own.pop(("", ""), None)
    if not own:
        assert plain is not None
        return plain
    texts = [] if plain is None else [f"{ELSEWHERE} = {plain}"]
    for scope in SCOPES:
        named = [f"{name} = {text}" for (by, name), text in sorted(own.items()) if by == scope]
        texts += [f"{scope} = {{ {', '.join(named)} }}"] if named else []
    return "{ " + ", ".join(texts) + " }"


def _schedule(schedule: Schedule, card: DoseCard | None, each_year: bool) -> str:
    steps = schedule.steps
    if len(steps) == 1 and steps[0][0] == ALWAYS and steps[0][1] is not None:
        return _value(steps[0][1], card)
    ends = [first - 1 for first, _ in steps[1:]] + [LAST_YEAR]
    followed = [value is None for _, value in steps[1:]] + [False]
    closed = each_year or None in [value for _, value in steps]
    parts = []
    for k, (first, value) in enumerate(steps):
        if value is not None:
            begin = max(first, FIRST_YEAR)
            open_end = not closed or not (each_year or any(followed[k:]))
            key = str(begin) if open_end else f'"{begin}-{ends[k]}"'
            parts.append(f"{key} = {_value(value, card)}")
    return "{ " + ", ".join(parts) + " }"


def _value(value: Value, card: DoseCard | None) -> str:
    if isinstance(value, float):
        return _number(value, card)
    if card is not None and card.over == "place":
        return "{ " + ", ".join(
            f"{places()[row].name} = {_number(one, card)}" for row, one in value  # type: ignore[misc]
        ) + " }"  # fmt: skip
    return "[" + ", ".join(_number(one, card) for one in value) + "]"  # type: ignore[arg-type]


def _number(value: float, card: DoseCard | None) -> str:
    written = value if card is None else as_written(card, value)
    if isinstance(written, str):
        return _text(written)
    return "inf" if value >= NO_LIMIT else repr(value)
