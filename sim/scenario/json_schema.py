"""The published JSON Schema of scenario files: what editors complete and check as one types."""

from __future__ import annotations

import json
from typing import Any

from sim.base.futures import future_figures
from sim.base.indicators import INDICATOR
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.parameters import parameters
from sim.base.resources import table
from sim.park.atlas import places, sectors
from sim.policy.instrument import DoseCard
from sim.policy.registry import instruments
from sim.scenario.files import scenario_names
from sim.scenario.macro import macro_card
from sim.scenario.parts import ELSEWHERE, SCOPES, members, scopes_of
from sim.scenario.schedule import RAMP, YEARS
from sim.scenario.schema import ScenarioFile

SCHEMA_FILE = "scenario.schema.json"
Schema = dict[str, Any]


def schema() -> Schema:
    """The schema, from the form of the file and the cards of instruments, figures, parameters."""
    content = ScenarioFile.model_json_schema()
    own = content["properties"]
    own["instruments"] = _closed(
        {name: _closed({dose: _parted(f"{name}.{dose}", card)
                        for dose, card in kind.doses().items()})
         | _labels(kind.zh, kind.en, (kind.__doc__ or "").partition("\n")[0])
         for name, kind in instruments().items()}
    )  # fmt: skip
    own["macro"] = _closed({name: _figure(name) for name in future_figures()})
    own["parameters"] = _closed(
        {item.name: {"type": "number", "minimum": item.low, "maximum": item.high}
         | _labels(item.zh, item.en, f"{item.unit}; {item.source}")
         for item in parameters().values()}
    )  # fmt: skip
    known = list(dict.fromkeys(row[column] for column in ("set", "target")
                               for row in table("targets.csv")))  # fmt: skip
    own["targets"] = {"type": "array", "minItems": 1, "items": {"enum": known},
                      "description": own["targets"].get("description", "")}  # fmt: skip
    own["indicators"] |= {"items": {"enum": list(INDICATOR)}}
    for key in ("extends", "overlays"):
        own[key]["examples"] = _examples(key)
    content["$defs"] |= _definitions()
    content |= {
        "$schema": "http:" + "//json-schema.org/draft-07/schema#",  # what TOML editors know
        "title": "yongsim scenario 情景",
        "description": "A package of measures as data; `yongsim scenario new NAME` writes one.",
    }
    return content


def schema_text() -> str:
    """The schema as it lies in `docs/`."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _examples(key: str) -> list[Any]:
    names = scenario_names()
    return names if key == "extends" else [names[:2]]


def _labels(zh: str, en: str, text: str) -> Schema:
    return {"title": f"{zh} {en}", "description": text}


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _figure(name: str) -> Schema:
    item = future_figures()[name]
    dose = _dose(macro_card(item))
    if item.over == "city":
        return dose
    return _closed({one.name: dose | _labels(one.zh, one.en, item.en) for one in sectors()})


def _definitions() -> Schema:
    """Doses that may be given for parts of the city, and what those may be called."""
    doses = {f"{kind.name}.{dose}": _dose(card) for kind in instruments().values()
             for dose, card in kind.doses().items() if scopes_of(card)}  # fmt: skip
    return doses | {scope: {"enum": list(members(scope))} for scope in SCOPES}


def _parted(name: str, card: DoseCard) -> Schema:
    """A dose: one for all the city, or a table of its parts."""
    if not scopes_of(card):
        return _dose(card)
    own = {"$ref": f"#/$defs/{name}"}
    parts: Schema = {ELSEWHERE: own}
    for scope in scopes_of(card):
        parts[scope] = {"type": "object", "minProperties": 1, "additionalProperties": own,
                        "propertyNames": {"$ref": f"#/$defs/{scope}"}}  # fmt: skip
    dose = _dose(card)
    labels = {key: dose[key] for key in ("title", "description")}
    return {"anyOf": [own, _closed(parts) | {"minProperties": 1}]} | labels


def _dose(card: DoseCard) -> Schema:
    """A value, values by year or span of years, or a ramp."""
    value = _value(card)
    year = "|".join(str(year) for year in YEARS)
    by_year = {
        "type": "object", "additionalProperties": False, "minProperties": 1,
        "patternProperties": {f"^({year})(-({year}))?$": value},
    }  # fmt: skip
    forms = [value, by_year]
    if not card.choices and card.over != "place":
        point = {"type": "array", "minItems": 2, "maxItems": 2,
                 "items": [{"enum": list(YEARS)}, value]}  # fmt: skip
        ramp = _closed({RAMP: {"type": "array", "minItems": 2, "items": point}})
        forms.append(ramp | {"required": [RAMP]})
    high = "inf" if card.high >= NO_LIMIT else f"{card.high:g}"
    bounds = f"{card.low:g} - {high} {card.unit}; {card.source} ({card.standing})"
    return {"anyOf": forms} | _labels(card.zh, card.en, bounds)


def _number(card: DoseCard) -> Schema:
    if card.choices:
        return {"enum": [*card.choices, *range(len(card.choices))]}
    if card.high >= NO_LIMIT:
        return {"type": "number", "minimum": card.low}
    return {"type": "number", "minimum": card.low, "maximum": card.high}


def _value(card: DoseCard) -> Schema:
    one = _number(card)
    if card.over == "grade":
        four = {"type": "array", "items": one, "minItems": len(GRADES), "maxItems": len(GRADES)}
        named = _closed(dict.fromkeys(GRADES, one)) | {"required": list(GRADES)}
        return {"anyOf": [one, four, named]}
    if card.over == "place":
        names = [place.name for place in places()]
        return {"anyOf": [
            {"type": "array", "items": {"enum": names}},
            {"type": "object", "propertyNames": {"enum": names}, "additionalProperties": one},
        ]}  # fmt: skip
    return one
