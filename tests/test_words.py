"""Everything that people read exists in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.base.futures import future_figures
from sim.base.indicators import INDICATORS
from sim.base.levers import LEVERS
from sim.base.moments import moments
from sim.base.parameters import ladder, macro, parameters
from sim.base.rules import RULES
from sim.base.variables import FIRM, PLACE, PLACE_SECTOR, RUNG, SECTOR
from sim.compare.targets import targets
from sim.park.atlas import districts, places, sectors
from sim.policy.registry import instruments
from sim.report import words
from sim.scenario.load import load_scenario, scenario_names

MESSAGES_IN_ENGLISH = {"no_console"}  # said where Chinese cannot be shown


def _pairs() -> Iterator[tuple[str, str, str]]:
    for key, (zh, en) in words.WORDS.items():
        if key not in MESSAGES_IN_ENGLISH:
            yield f"words: {key}", zh, en
    for declared in (FIRM, PLACE, SECTOR, PLACE_SECTOR, RUNG):
        for item in declared.values():
            yield f"variables: {item.name}", item.zh, item.en
    for group in (LEVERS, INDICATORS, parameters().values(), macro().values(), RULES.values(),
                  ladder(), sectors(), districts(), places(), moments(),
                  future_figures().values()):  # fmt: skip
        for entry in group:
            yield f"{type(entry).__name__}: {entry.zh}", entry.zh, entry.en
    for place in places():
        yield f"park: {place.park}", place.park_zh, place.park_en
    for kind in instruments().values():
        yield f"instrument: {kind.name}", kind.zh, kind.en
        for name, card in kind.doses().items():
            yield f"dose: {kind.name}.{name}", card.zh, card.en
    for target in targets():
        yield f"target: {target.name}", target.zh, target.en
    for name in scenario_names():
        title = load_scenario(name).title
        yield f"scenario: {name}", title.zh, title.en


def _chinese(text: str) -> bool:
    return any("一" <= c <= "鿿" for c in text)


@pytest.mark.parametrize(("where", "zh", "en"), sorted(set(_pairs())))
def test_a_label_exists_in_both_languages(where: str, zh: str, en: str) -> None:
    assert zh.strip() == zh and _chinese(zh)
    assert en.strip() == en and en and not _chinese(en)


@pytest.mark.parametrize("key", sorted(words.WORDS))
def test_a_word_is_looked_up_by_language(key: str) -> None:
    zh, en = words.WORDS[key]
    assert words.word(key, "zh") == zh and words.word(key, "en") == en
    assert zh.strip() and en.strip()


def test_labels_of_indicators_and_places_are_told_apart() -> None:
    for group in (INDICATORS, places(), sectors(), districts()):
        for language in ("zh", "en"):
            labels = [(getattr(item, language), getattr(item, "park", "")) for item in group]
            assert len(set(labels)) == len(labels)


def test_every_word_is_used() -> None:
    from test_evidence import SOURCES, _names

    used = set().union(*(_names(p) for p in SOURCES if not p.name.startswith("words")))
    # Reasons and verdicts come out of the tables by their own name.
    used |= {target.binding for target in targets()} | {moment.use for moment in moments()}
    assert [key for key in words.WORDS if key not in used] == []
