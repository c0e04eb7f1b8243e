"""The form of a scenario file, checked before anything else happens."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.base.errors import InputError, unknown

Dose = float | int | str | list[Any] | dict[str, Any]  # the instrument checks the parts


class Title(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", strict=True)
    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)


class NotRepresented(BaseModel):
    """A measure of the documents that this scenario cannot show, with the reason."""

    model_config = ConfigDict(extra="forbid", strict=True)
    instrument: str
    zh: str
    en: str


class ScenarioFile(BaseModel):
    """One scenario file as written.

    Attributes:
        extends: name or path of the scenario it builds on.
        title: zh and en.
        question: the policy question it answers.
        instruments: doses by instrument; a dose is a number, four numbers (grades A to D), a
            choice, or a table of these by first year in force.
        parameters: parameters set to other values.
        not_represented: what the scenario cannot show.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    extends: str | None = None
    title: Title
    question: Title | None = None
    instruments: dict[str, dict[str, Dose]] = Field(default_factory=dict)
    parameters: dict[str, float | int] = Field(default_factory=dict)
    not_represented: list[NotRepresented] = Field(default_factory=list)


def check(content: dict[str, Any], where: str) -> ScenarioFile:
    """Check the content of a scenario file.

    Args:
        content: the decoded TOML.
        where: the file's name for messages.

    Raises:
        InputError: naming the file, the key and the remedy in one line.
    """
    try:
        return ScenarioFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])[:80]
        if first["type"] == "extra_forbidden":
            last = str(first["loc"][-1])
            known = _known_keys(first["loc"])
            raise InputError(f"{where}: {unknown('key', last, known)}") from None
        raise InputError(f"{where}: {key}: {first['msg'][:120]}") from None


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    if location[0] in ("title", "question"):
        return ["zh", "en"]
    if location[0] == "not_represented" and len(location) > 1:
        return list(NotRepresented.model_fields)
    return list(ScenarioFile.model_fields)
