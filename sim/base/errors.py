"""The one exception that a user's mistake raises, and the nearest-name helper."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal


class InputError(Exception):
    """Something the user gave cannot be used; the message names it and the remedy.

    The command line prints the message (at most three lines) and exits with status 2.

    Attributes:
        zh: the same in Chinese; where that is not written, in English.
    """

    def __init__(self, message: str, zh: str = ""):
        super().__init__(message)
        self.zh = zh or message

    def within(self, where: str) -> InputError:
        """The same with the file or key it was found in before it."""
        return InputError(f"{where}{self}", f"{where}{self.zh}")

    def text(self, language: Literal["zh", "en"]) -> str:
        """The message in a language."""
        return self.zh if language == "zh" else str(self)


KINDS = {
    "choice": "选项", "instrument": "政策工具", "target or set of targets": "目标或目标组",
    "figure of [macro]": "[macro] 指标", "sector": "产业", "district": "区县（市）",
    "place": "片区", "key": "键", "value of this file": "本文件的数值", "scenario": "情景",
    "parameter": "参数", "indicator": "指标", "target": "目标", "firm variable": "企业变量",
    "kind of draws": "抽样方式", "format": "格式", "moment": "公布数", "role": "用途",
    "plan": "计划", "engine": "引擎", "kind": "类型", "value": "取值",
    "output of this sweep": "本次批量模拟的输出", "scenario of this sweep": "本次批量模拟的情景",
    "scenario of this plan": "本计划的情景", "scenario of this store": "该结果库中的情景",
    "search plan": "搜索方案", "choice of --inputs": "--inputs 选项",
}  # fmt: skip


class StoppedError(Exception):
    """Asked to stop, the work stopped where it can be gone on with; the message says how.

    Args:
        message: one line.
        signal: that asked for it; the exit status is 128 and this number, as shells have it.
    """

    def __init__(self, message: str, signal: int):
        super().__init__(message)
        self.status = 128 + signal


def unknown(kind: str, name: object, known: Iterable[str]) -> InputError:
    """An `InputError` for a name that does not exist, with the nearest known one.

    Args:
        kind: what the name stands for, for example ``scenario``.
        name: the name as given.
        known: the names that exist.
    """
    names = sorted(known)
    given = "".join(sign if sign.isprintable() else "?" for sign in str(name))[:80]
    near = difflib.get_close_matches(given, names, n=1, cutoff=0.4)
    some = ", ".join(names[:12])
    hint = f"did you mean '{near[0]}'?" if near else f"known: {some}"
    hint_zh = f"是否指“{near[0]}”？" if near else f"可用：{some}"
    of = kind.removeprefix("dose of ")
    kind_zh = KINDS.get(kind, kind) if of == kind else f"{of} 的剂量"
    return InputError(f"unknown {kind} '{given}'; {hint}", f"没有{kind_zh}“{given}”；{hint_zh}")
