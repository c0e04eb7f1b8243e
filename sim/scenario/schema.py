"""The form of a scenario file, checked before anything else happens."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sim.base.errors import InputError, unknown
from sim.base.versions import SCENARIO, brought_up

Dose = float | int | str | list[Any] | dict[str, Any]  # the instrument checks the parts
LONGEST_TEXT, MOST_OVERLAYS = 2000, 20

# Control characters, line separators and what no XML file may hold: texts are one printable line.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def _printable(text: str) -> str:
    if UNPRINTABLE.search(text) or not text.strip():
        raise ValueError("one line of printable text is needed")
    return text


Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_printable)]
Short = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]


class Title(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", strict=True)
    zh: Short
    en: Short


class NotRepresented(BaseModel):
    """A measure of the documents that this scenario cannot show, with the reason."""

    model_config = ConfigDict(extra="forbid", strict=True)
    instrument: Short
    zh: Text
    en: Text


class ScenarioFile(BaseModel):
    """One scenario file as written.

    Attributes:
        format: the version of this form; without it the first.
        extends: name or path of the scenario it builds on.
        overlays: names or paths of scenarios whose own values are laid over that one.
        title: zh and en.
        question: the policy question it answers.
        instruments: doses by instrument; a dose is a number, four numbers (grades A to D), a
            choice, or a table of these by first year in force, by span of years, or as a ramp.
        macro: the surroundings after 2020, in the same forms.
        parameters: parameters set to other values.
        sources: what the values written here stand on, by `instrument.dose`, `macro.figure` or
            `parameters.name`.
        targets: sets of targets, or single ones, that the scenario is audited against.
        indicators: what its question is about: comparisons show these beside the usual ones.
        not_represented: what the scenario cannot show.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    format: int | None = None
    extends: Short | None = None
    overlays: list[Short] = Field(default_factory=list, max_length=MOST_OVERLAYS)
    title: Title
    question: Title | None = None
    instruments: dict[str, dict[str, Dose]] = Field(default_factory=dict)
    macro: dict[str, Dose] = Field(default_factory=dict)
    parameters: dict[str, float | int] = Field(default_factory=dict)
    sources: dict[str, str | dict[str, Any]] = Field(default_factory=dict)
    targets: list[Short] | None = Field(default=None, min_length=1)
    indicators: list[Short] = Field(default_factory=list)
    not_represented: list[NotRepresented] = Field(default_factory=list)


REMEDIES = {
    "missing": ("is missing; add it", "缺失；请补上"),
    "bool_type": ("needs true or false", "须为 true 或 false，请更正"),
    "string_type": ("needs a text in quotation marks", "须为引号内的文字，请更正"),
    "string_too_short": ("is empty; write a text", "为空；请写上文字"),
    "string_too_long": ("is too long; shorten the text", "过长；请缩短"),
    "list_type": ("needs a list in [ ]", "须为 [ ] 内的列表，请更正"),
    "too_long": ("has too many entries; leave some out", "条目过多；请减少"),
    "too_short": ("is empty; leave the key out instead", "为空；请删去该键"),
    "dict_type": ("needs a table", "须为表，请更正"),
    "model_type": ("needs a table", "须为表，请更正"),
    "float_type": ("needs a number", "须为数字，请更正"),
    "int_type": ("needs a number", "须为数字，请更正"),
    "value_error": ("needs one line of printable text", "须为一行可显示的文字，请更正"),
}


def check(content: dict[str, Any], where: str) -> ScenarioFile:
    """Check the content of a scenario file.

    Args:
        content: the decoded TOML.
        where: the file's name for messages.

    Raises:
        InputError: naming the file, the key and the remedy in one line.
    """
    content, _ = brought_up(SCENARIO, content, where)
    try:
        return ScenarioFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "extra_forbidden":
            last = str(first["loc"][-1])
            raise unknown("key", last, _known(first["loc"])).within(f"{where}: ") from None
        key, (remedy, remedy_zh) = _key(first["loc"]), _remedy(first)
        raise InputError(f"{where}: {key} {remedy}", f"{where}：{key} {remedy_zh}") from None


def _key(location: tuple[int | str, ...]) -> str:
    """The key as one would write it; names of the alternatives tried are left out."""
    depth = {"instruments": 3, "macro": 2, "parameters": 2, "sources": 2}.get(str(location[0]), 9)
    return printable(".".join(str(part) for part in location[:depth]))[:80]


def printable(text: str) -> str:
    """A user's text without what would break a line of a message."""
    return UNPRINTABLE.sub("?", text)


def _remedy(error: Any) -> tuple[str, str]:
    if error["loc"][0] in ("instruments", "macro") and error["type"] != "dict_type":
        return ("needs a number, a text, a list or a table; see docs/scenarios.md",
                "须为数字、文字、列表或表；请见 docs/scenarios.md")  # fmt: skip
    message = error["msg"][:120]
    return REMEDIES.get(error["type"], (f"cannot be used: {message}", f"无法使用：{message}"))


def _known(location: tuple[int | str, ...]) -> list[str]:
    if location[0] in ("title", "question"):
        return ["zh", "en"]
    if location[0] == "not_represented" and len(location) > 1:
        return list(NotRepresented.model_fields)
    return list(ScenarioFile.model_fields)
