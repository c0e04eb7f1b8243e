"""The equations as they stand in the committed model description, read back and computed.

What a reader finds there must be what the rule does: a mutant that computes otherwise is caught by
the document. Values are those of the laws (`samples.py`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from mutation.claims import Subject, near
from mutation.house import House, decisions
from sim.base.resources import PACKAGE
from sim.base.rules import RuleCard

PAGE = PACKAGE.parent / "docs" / "odd.en.md"
COUNT = 40
SIGNS = {
    r"\ln": "logarithm", r"\exp": "exponential", r"\max": "max", r"\min": "min",
    r"\Lambda": "logistic", r"\Phi^{-1}": "normal", r"\cdot": "*", r"\times": "*",
    r"\land": "and", r"\lor": "or", r"\lnot": "not", r"\left": "", r"\right": "",
    r"\le": "<=", r"\ge": ">=", r"\ast": "_", "[": "int(", "]": ")",
}  # fmt: skip
NAME = re.compile(r"\\mathrm\{((?:[^{}\\]|\\_)+)\}")
CASES = re.compile(r"\\begin\{cases\}((?:(?!\\begin).)*?)\\end\{cases\}", re.DOTALL)
BLOCK = re.compile(r'<a id="rule-(\w+)"></a>.*?```math\n(.*?)```', re.DOTALL)


@cache
def page() -> dict[str, str]:
    """Committed equations by number."""
    text = PAGE.read_text(encoding="utf-8")
    return {number.upper(): latex.strip() for number, latex in BLOCK.findall(text)}


def as_python(latex: str) -> str:
    """A printed expression as Python."""
    text = NAME.sub(lambda name: name[1].replace(r"\_", "_"), latex)
    text = text.replace(" & otherwise", " & True")
    while CASES.search(text):
        text = CASES.sub(_as_choice, text)
    for sign, python in sorted(SIGNS.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(sign, python)
    while r"\frac" in text or "^{" in text:
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
        text = re.sub(r"\^\{([^{}]*)\}", r"**(\1)", text)
    return re.sub(r"(?<![<>=!])=(?!=)", "==", text)


def _as_choice(cases: re.Match[str]) -> str:
    rows = [row.split(" & ") for row in cases[1].split(r" \\ ")]
    return "(" + " else ".join(f"({value}) if ({test})" for value, test in rows) + " else None)"


@cache
def _lines(number: str) -> tuple[tuple[tuple[str, ...], str, Any], ...]:
    """Names on the left, sign, and compiled right side of each line of an equation."""
    latex = page()[number].removeprefix("\\begin{aligned}\n").removesuffix("\n\\end{aligned}")
    found = []
    for line in latex.replace(" \\\\\n&\\quad ", " ").split(" \\\\\n"):
        left, sign, right = re.split(r" &(=|\\leftarrow|\\equiv) ", line, maxsplit=1)
        names = tuple(as_python(left).strip("()").split(", "))
        found.append((names, sign, compile(as_python(right), f"<equation {number}>", "eval")))
    return tuple(found)


def computed(
    number: str, values: dict[str, Any], house: House, decision: bool
) -> tuple[float, ...]:
    """What the printed equation gives."""
    held, written, found = dict(values), {}, None
    for names, sign, right in _lines(number):
        if sign == r"\equiv":  # the value of a constant, which stands in the house
            continue
        found = eval(right, house.space | {"int": int, "max": max, "min": min}, held)
        pairs = dict(zip(names, found, strict=True)) if len(names) > 1 else {names[0]: found}
        if sign == r"\leftarrow":
            written |= pairs
        else:
            held |= pairs
    results = tuple(written.values()) if decision and written else found
    return tuple(float(one) for one in (results if isinstance(results, tuple) else (results,)))


@cache
def _sound() -> House:
    """The rules without faults."""
    return House()


def differs(card: RuleCard, house: House) -> bool:
    """Whether a rule in this house computes something else than its printed equation."""
    try:
        subject = Subject(card.name, house)
        for values, base in list(zip(subject.samples, subject.base, strict=True))[:COUNT]:
            printed = computed(card.number, values, _sound(), card.name in decisions())
            if not all(near(a, b, 1e-12) for a, b in zip(printed, base, strict=True)):
                return True
    except Exception:
        return True
    return False
