"""A page from its prose (`prose/*.toml`, both languages side by side) and the generated parts."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from odd_parts.equations import called, decisions, equation
from odd_parts.facts import facts
from odd_parts.tables import (
    TABLES,
    Lines,
    holder,
    rule_link,
    schedule,
    source_link,
    variables,
)
from odd_parts.trace import TRACE_TABLES
from odd_parts.words import Speaker, code
from sim.base.rules import RULES, Decision, RuleCard

PROSE = Path(__file__).resolve().parent / "prose"


class Named(dict[str, str]):
    """Figures and links by name; a dotted module name is a link to its file."""

    def __missing__(self, name: str) -> str:
        if "/" in name:
            return source_link(name.replace("/", "."))
        raise KeyError(f"the prose names {{{name}}}, which docs/odd_parts/facts.py does not know")


@cache
def prose(name: str) -> dict[str, Any]:
    """A file of prose."""
    return tomllib.loads((PROSE / f"{name}.toml").read_text(encoding="utf-8"))


def page(name: str, language: str) -> str:
    """A whole page.

    Args:
        name: `odd`, `trace` or `extend`: its chapters are the files of that name, in order.
        language: zh or en.
    """
    speak = Speaker(language)
    chapters = [prose(path.stem) for path in sorted(PROSE.glob(f"{name}_*.toml"))]
    head = prose(name)
    lines = [f"# {speak.pick(**head['title'])}", "", speak.say("generated"), ""]
    lines += _filled(head["intro"], speak)
    lines += ["", f"**{speak.say('contents')}**", ""]
    titles = [speak.pick(**chapter["title"]) for chapter in chapters]
    lines += [f"{n}. [{title}](#chapter-{n})" for n, title in enumerate(titles, start=1)]
    for number, (title, chapter) in enumerate(zip(titles, chapters, strict=True), start=1):
        lines += ["", f'<a id="chapter-{number}"></a>', "", f"## {number}. {title}"]
        for block in chapter["block"]:
            lines += ["", *_block(block, chapter, speak)]
    return "\n".join(lines).rstrip() + "\n"


def _filled(pair: dict[str, str], speak: Speaker) -> Lines:
    text = speak.pick(pair["zh"], pair["en"]).strip()
    return text.format_map(Named(facts())).splitlines()


def _block(block: dict[str, Any], chapter: dict[str, Any], speak: Speaker) -> Lines:
    """Prose, a table, the schedule, or the equations of a source file."""
    if "zh" in block:
        return _filled(block, speak)
    if "edit" in block:
        return _edit(block, speak)
    if "copy" in block:
        return [speak.say("copy").format(folder=block["copy"], to=block["to"])]
    if "run" in block:
        return ["```", *block["run"], "```"]
    if "variables" in block:
        return variables(block["variables"], speak)
    if "rules" in block:
        return [line for card in rules_of(block["rules"]) for line in _rule(card, speak)][:-1]
    if block["table"] == "schedule":
        return schedule(speak, {**chapter["steps"], "stages": chapter["stages"]})
    return (TABLES | TRACE_TABLES)[block["table"]](speak)


def _edit(block: dict[str, Any], speak: Speaker) -> Lines:
    """An edit of a file: what goes where."""
    path, text = block["edit"], block["code"].strip("\n")
    kind = {"py": "python", "csv": "text"}.get(path.rpartition(".")[2], "toml")
    for place in ("after", "before", "replace"):
        if place in block:
            anchor = block[place].strip("\n")
            lines = [f"`{path}`: {speak.say(place)}", "", f"```{kind}", anchor, "```", "",
                     speak.say("with" if place == "replace" else "this"), ""]  # fmt: skip
            break
    else:
        lines = [f"`{path}`: {speak.say('new_file')}", ""]
    return [*lines, f"```{kind}", text, "```"]


def rules_of(module: str) -> list[RuleCard]:
    """The rules of a source file, as they stand in it."""
    found = [card for card in RULES.values() if card.function.__module__ == module]
    return sorted(found, key=lambda card: card.function.__code__.co_firstlineno)


def _rule(card: RuleCard, speak: Speaker) -> Iterator[str]:
    """A rule: what it says, where it stands, what it reads and writes, its equation."""
    decision = decisions().get(card.number)
    path = card.function.__module__.replace(".", "/") + ".py"
    stop, colon = speak.pick("。", "."), speak.pick("：", ": ")
    yield from (f'<a id="rule-{card.number.lower()}"></a>', "",
                f"#### {card.number} [`{card.name}`](../{path})", "")  # fmt: skip
    about = [f"**{_sentence(speak.of(card), stop)}** {speak.say('source')}{colon}"
             f"{_sentence(card.source, stop)}"]  # fmt: skip
    if decision is None:
        about.append(f"{speak.say('arguments')}{colon}{_arguments(card)}{stop}")
    else:
        about += [_reads(decision, speak), f"{speak.say('written')}{colon}"
                  f"{', '.join(map(code, decision.writes))}{stop}"]  # fmt: skip
    inner = called(card)
    if inner:
        about.append(f"{speak.say('calls')}{colon}{', '.join(map(rule_link, inner))}{stop}")
    if decision is not None and decision.answers:
        resting = ", ".join(map(code, decision.answers))
        about.append(f"{speak.say('rests')}{colon}{resting}{stop}")
    yield from ("  \n".join(about), "", "```math")
    yield equation(card, decision.writes if decision else ())
    yield from ("```", "")


def _sentence(text: str, stop: str) -> str:
    return text if text.endswith(stop) else text + stop


def _arguments(card: RuleCard) -> str:
    return ", ".join(map(code, inspect.signature(card.function).parameters))


def _reads(decision: Decision, speak: Speaker) -> str:
    """Everything that a decision reads, by what holds it."""
    held: dict[str, list[str]] = {}
    for name in decision.reads:
        held.setdefault(holder(name), []).append(code(name))
    colon, semicolon, stop = speak.pick("：", ": "), speak.pick("；", "; "), speak.pick("。", ".")
    parts = [f"*{speak.say(f'kind_{kind}')}* {', '.join(names)}" for kind, names in held.items()]
    return f"{speak.say('reads')}{colon}{semicolon.join(parts)}{stop}"
