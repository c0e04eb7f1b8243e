"""The page of all instruments: complete, generated, and as committed."""

from __future__ import annotations

import pytest
from helpers import REPOSITORY, catalogue

from sim.base.resources import table
from sim.policy.registry import instruments


def test_every_row_has_a_file_or_a_reason() -> None:
    assert [row["number"] for row in table("instruments.csv")] == [f"P{n}" for n in range(1, 50)]
    assert list(catalogue().missing()) == []


def test_a_reason_is_given_in_both_languages_or_in_none() -> None:
    for row in table("instruments.csv"):
        zh, en = row["not_represented_zh"], row["not_represented_en"]
        assert bool(zh) == bool(en), row["number"]
        assert not any("一" <= c <= "鿿" for c in en)


def test_the_committed_page_is_the_generated_one() -> None:
    written = (REPOSITORY / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert written == catalogue().page(), "run make catalogue"


@pytest.mark.parametrize("name", sorted(instruments()))
def test_the_page_documents_every_dose_with_bounds_source_and_standing(name: str) -> None:
    kind, page = instruments()[name], catalogue().page()
    section = page.split(f'<a id="{name}"></a>')[1].split("<a id=")[0]
    assert kind.zh in section and kind.en in section
    for dose, card in kind.doses().items():
        (line,) = [line for line in section.splitlines() if line.startswith(f"| `{dose}` |")]
        for text in (card.zh, card.en, card.unit, card.source, card.standing):
            assert text in line
    assert all(f"`{lever}`" in section for lever in kind.writes)


def test_every_row_is_on_the_page_once_with_its_files() -> None:
    lines = catalogue().page().splitlines()
    for row in table("instruments.csv"):
        (line,) = [line for line in lines if line.startswith(f"| {row['number']} |")]
        assert row["zh"] in line and row["en"] in line
        for kind in instruments().values():
            assert (f"(#{kind.name})" in line) == (row["number"] in kind.evidence)
