"""A kind of file with its versions, and how content is carried from one to the next."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.base.errors import InputError

Content = dict[str, Any]  # of a manifest, or of a file
Tables = dict[str, Any]  # tables of a folder by name, as Arrow has them
Carry = Callable[[Content, Tables], tuple[Content, Tables]]


@dataclass(frozen=True)
class Step:
    """The way to a version from the one before.

    Attributes:
        zh, en: what changed.
        carry: makes content of the version before into this one's, without changing what it is
            given; None where that cannot be done.
    """

    zh: str
    en: str
    carry: Carry | None


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    Attributes:
        name, zh, en: what it is called.
        key: of its content that holds the version.
        steps: to version 2, 3, ...
        unmarked: the version of content without that key; None: there is no such content.
        remedy_zh, remedy: what to do where an old one cannot be carried forward.
    """

    name: str
    zh: str
    en: str
    key: str
    steps: tuple[Step, ...]
    unmarked: Callable[[Content], int] | None
    remedy_zh: str
    remedy: str

    @property
    def current(self) -> int:
        """The version that this program writes."""
        return 1 + len(self.steps)

    def news(self, version: int) -> list[Step]:
        """What changed after a version, in order."""
        return list(self.steps[version - 1 :])


KINDS: dict[str, Kind] = {}


def declared(kind: Kind) -> Kind:
    """Put a kind on the list of all."""
    KINDS[kind.name] = kind
    return kind


def version_of(kind: Kind, content: Content, where: str) -> int:
    """The version of some content.

    Args:
        kind: what it is.
        content: as read.
        where: the file, for messages.

    Raises:
        InputError: it carries none, one that never was, or a newer one than this program knows.
    """
    if kind.key not in content and kind.unmarked is not None:
        return kind.unmarked(content)
    version = content.get(kind.key)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        shown = str(version)[:20]
        raise InputError(
            f"{where}: '{kind.key}' is {shown}, no format of {kind.en}; {kind.remedy}",
            f"{where}：“{kind.key}”为 {shown}，不是{kind.zh}的格式版本；{kind.remedy_zh}",
        )
    if version > kind.current:
        raise InputError(
            f"{where}: {kind.en} of format {version}, and this program knows up to {kind.current}: "
            "a newer yongsim wrote it; use that, or update this one",
            f"{where}：{kind.zh}的格式版本为 {version}，本程序只到 {kind.current}："
            "由更新的 yongsim 写成；请使用那一版本，或升级本程序",
        )
    return version


def brought_up(
    kind: Kind, content: Content, where: str, tables: Tables | None = None
) -> tuple[Content, Tables]:
    """Content of any version as the current one would have it.

    Args:
        kind: what it is.
        content: as read; not changed.
        where: the file, for messages.
        tables: of the folder, where the kind has any; not changed.

    Raises:
        InputError: it is of a newer version, or too old to be carried forward: what changed.
    """
    version = version_of(kind, content, where)
    if version == kind.current:
        return content, dict(tables or {})
    found, kept = copy.deepcopy(content), dict(tables or {})
    for number, step in enumerate(kind.news(version), start=version + 1):
        if step.carry is None:
            raise InputError(
                f"{where}: {kind.en} of format {version} cannot be read: with format {number} "
                f"{step.en}; {kind.remedy}",
                f"{where}：无法读取格式版本为 {version} 的{kind.zh}：自版本 {number} 起{step.zh}；"
                f"{kind.remedy_zh}",
            )
        found, kept = step.carry(found, kept)
        found[kind.key] = number
    return found, kept
