"""The pages of the stylised facts and the causal checks, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.base.units import FIRST_YEAR
from sim.explore.causal.experiments import Design
from sim.explore.causal.study import Causal
from sim.explore.expected import Found
from sim.park.atlas import places
from sim.policy.registry import instruments
from sim.report.trust import estimators
from sim.report.trust.rows import HEADS, cells, label, sentences, verdict
from sim.report.trust.words import say
from sim.report.words import Language, standing


@dataclass(frozen=True)
class Ran:
    """What a page stands on.

    Attributes:
        command: that was run.
        draws: members.
        firms: share of the smaller firms.
        posterior, shipped: beginnings of checksums: of the one used, of the one shipped now.
        other: file of the page in the other language.
    """

    command: str
    draws: int
    firms: float
    posterior: str
    shipped: str
    other: str


def facts_page(found: Sequence[Found], ran: Ran, language: Language) -> str:
    """The page of the stylised facts."""
    return as_text([
        *opening("facts_page", ran, language), *_figures(found, language, checks=False),
        *_bullets(sentences(found, language, checks=False), "rule", language),
        *_entries(found, language),
        f"## {say('beware', language)}", "", say("facts_beware", language),
    ])  # fmt: skip


def causal_page(causal: Causal, plan: Design, ran: Ran, language: Language) -> str:
    """The page of the causal checks."""
    return as_text([
        *opening("causal_page", ran, language), *_figures(causal.found, language, checks=True),
        *_bullets(sentences(causal.found, language, checks=True), "rule_checks", language),
        *_experiment(causal, plan, language), *_entries(causal.found, language),
        f"## {say('beware', language)}", "", say("causal_beware", language),
    ])  # fmt: skip


def as_text(lines: Iterable[str]) -> str:
    """Lines as a page."""
    return "\n".join(lines).rstrip() + "\n"


def opening(title: str, ran: Ran, language: Language) -> list[str]:
    """Title, what was run, and whether the posterior is the shipped one."""
    quick = say("quick", language, firms=ran.firms) if ran.firms < 1.0 else ""
    lines = [f"# {say(title, language)}", "",
             say("written", language, command=ran.command, draws=ran.draws, quick=quick,
                 posterior=ran.posterior, other=ran.other), ""]  # fmt: skip
    if ran.posterior != ran.shipped:
        lines += [say("older", language, shipped=ran.shipped), ""]
    return lines


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table with its heads."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def _headed(heads: Sequence[str], rows: Iterable[Sequence[str]], language: Language) -> list[str]:
    return table([say(key, language) for key in heads], rows)


def _figures(found: Sequence[Found], language: Language, *, checks: bool) -> list[str]:
    rows = (_marked(row, language, checks=checks) for row in found)
    return _headed(("check" if checks else "fact", *HEADS), rows, language)


def _marked(row: Found, language: Language, *, checks: bool) -> Sequence[str]:
    """A row whose failure stands out."""
    said = verdict(row, language, checks=checks)
    return [f"**{text}**" if row.verdict == "fails" and text == said else text
            for text in cells(row, language, checks=checks)]  # fmt: skip


def _bullets(lines: Sequence[str], rule: str, language: Language) -> list[str]:
    return [*(f"- {line}" for line in lines), "", say(rule, language), ""]


def _entries(found: Sequence[Found], language: Language) -> list[str]:
    """What each figure is, where its range comes from, why it is a test or none."""
    lines = [f"## {say('measured', language)}", ""]
    for row in found:
        one = row.expected
        zh = language == "zh"
        lines.append("- " + say(
            "entry", language, name=label(one, language), code=one.name,
            source=one.source_zh if zh else one.source,
            measure=one.measure_zh if zh else one.measure_en,
            standing=standing(one.standing, language),
            why=one.why_zh if zh else _sentence(one.why_en),
        ))  # fmt: skip
    return [*lines, ""]


def _sentence(text: str) -> str:
    """A text with a capital, unless it begins with a name of the code."""
    return text if "_" in text.split(maxsplit=1)[0] else text[:1].upper() + text[1:]


def _experiment(causal: Causal, plan: Design, language: Language) -> list[str]:
    blocks = sum(not place.is_park for place in places())
    text = say(
        "experiment_text", language, cohorts=_listed(map(str, plan.cohorts), language),
        last=plan.last_year, first=FIRST_YEAR, doses=plan.doses_of,
        rules=_named(plan.rules, language), orders=_named(plan.orders, language), blocks=blocks,
        areas=len(places()) - blocks,
    )  # fmt: skip
    checks = (estimators.check_cells(row, language) for row in causal.checks)
    since = (estimators.since_cells(row, language) for row in causal.since)
    return [
        f"## {say('experiment', language)}", "", text, "",
        f"### {say('estimators_title', language)}", "",
        *_headed(estimators.HEADS, checks, language), estimators.note(causal, language), "",
        f"### {say('since_title', language)}", "",
        *_headed(estimators.SINCE_HEADS, since, language),
    ]  # fmt: skip


def _listed(names: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)


def _named(names: Iterable[str], language: Language) -> str:
    known = instruments()
    return _listed((known[name].zh if language == "zh" else known[name].en for name in names),
                   language)  # fmt: skip
