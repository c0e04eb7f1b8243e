"""The words of the report: none beyond the intervals, all in both languages, in their order."""

from __future__ import annotations

import re

import numpy as np
import pytest
from helpers import PACKAGE
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import CHINESE, NAMES, SEEDS, Page, named, parsed

from sim.base.indicators import INDICATOR
from sim.compare.figures import Compared
from sim.compare.pairs import Difference, difference
from sim.compare.targets import told as verdict
from sim.compare.targets import wilson
from sim.report.paper import cells, words
from sim.report.paper.blocks import Paper
from sim.report.paper.heads import chinese
from sim.report.paper.sentences import sentence, told
from sim.report.paper.session import rendered
from sim.report.words import Language

pytest_plugins = ["papers"]


@st.composite
def made_up(draw: st.DrawFn) -> Difference:
    """Differences over a few pairs, near nought and far from it."""
    size, pairs = draw(st.sampled_from([1e-6, 1e-2, 1.0, 1e3])), draw(st.integers(1, 6))
    values = draw(st.lists(st.floats(-3, 3, allow_subnormal=False), min_size=pairs,
                           max_size=pairs))  # fmt: skip
    shift = draw(st.sampled_from([0.0, 0.0, 1.0, -4.0]))
    return difference(size * (np.array(values) + shift), np.zeros(pairs))


@settings(max_examples=150, deadline=None)
@given(found=made_up(), language=st.sampled_from(["zh", "en"]),
       name=st.sampled_from(["value_added", "employment", "numerical_control_rate"]))  # fmt: skip
def test_a_sentence_is_never_stronger_than_its_interval(
    found: Difference, language: Language, name: str
) -> None:
    unit = INDICATOR[name].unit
    said = sentence(Compared("a", name, unit, 2025, 2025, 0.0, found), "X", language)
    higher, lower = ("平均高", "平均低") if language == "zh" else ("higher", "lower")
    surely = found.low is not None and found.high is not None
    above, below = (surely and found.low > 0.0), (surely and found.high < 0.0)  # type: ignore[operator]
    assert (higher in said) == above and (lower in said) == below
    # What some runs say the other way is not kept back.
    other_way = ("逐次模拟有高有低" if language == "zh" else "either way") in said
    assert other_way == ((above or below) and found.five <= 0.0 <= found.ninety_five)
    if above or below:
        ends = re.search(r"(?:区间为|interval )(\S+?)(?:～| to )\S", said)
        assert ends is not None and parsed(ends[1]) > 0.0, said
    elif surely and (found.low or found.high):
        assert ("分不清" if language == "zh" else "not told apart") in said


@given(hits=st.integers(0, 200), runs=st.integers(1, 200))
def test_a_target_is_met_or_missed_only_by_its_whole_interval(hits: int, runs: int) -> None:
    hits = min(hits, runs)
    low, high = wilson(hits, runs)
    assert verdict(low, high) == (
        "met" if low >= 0.9 else "missed" if high <= 0.1 else "not_told")
    assert runs >= 30 or verdict(low, high) == "not_told"  # few runs settle nothing


def test_verdicts_and_conclusions_of_tables_follow_their_intervals(paper: Paper) -> None:
    say = words.say
    for scenario in NAMES:
        for row in named(paper, f"targets_{scenario}").rows:
            low, high = row[7].values
            assert row[8].text == say(verdict(low, high), paper.language)  # type: ignore[arg-type]
    for row in named(paper, "differences_full_plan").rows:
        low, high = row[5].values
        claims = row[7].text in (say("is_higher", paper.language), say("is_lower", paper.language))
        assert claims == (low > 0.0 or high < 0.0)  # type: ignore[operator]
    for row in named(paper, "groups_full_plan").rows:
        for cell in row[2:]:
            _, low, high = cell.values
            assert ("*" in cell.text) == (low > 0.0 or high < 0.0)  # type: ignore[operator]


def test_one_pair_says_nothing() -> None:
    found = difference(np.array([5.0]), np.array([1.0]))
    assert told(found) == "one_pair"
    assert told(difference(np.zeros(4), np.zeros(4))) == "equal"


def test_shares_never_read_as_all_or_none_when_they_are_not() -> None:
    assert [cells.percent(x) for x in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0%", "<1%", "50%", ">99%", "100%"]  # fmt: skip


@pytest.mark.parametrize("key", sorted(words.WORDS))
def test_words_exist_in_both_languages_with_the_same_blanks(key: str) -> None:
    zh, en = words.WORDS[key]
    bare = re.sub(r"\{\w+\}", "", en)
    assert CHINESE.search(zh) or not re.search("[A-Za-z]{3}", bare.replace("SHA", "")), key
    assert not CHINESE.search(en)
    assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en))


def test_every_word_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in
                   (PACKAGE / "report" / "paper").glob("*.py") if not path.name.startswith("words"))
    made = ("sheet_", "pays_", "cost_", "combine_", "draws_", "remark_")
    unused = [key for key in words.WORDS if not re.search(rf"""["']{key}["']""", text)
              and not key.startswith(made) and not key.endswith(("_figure", "_alt"))]  # fmt: skip
    assert unused == []


def test_the_english_report_has_no_chinese(papers: dict[Language, Paper]) -> None:
    page = rendered(papers["en"], "html").decode("utf-8").partition("</style>")[2]
    assert CHINESE.findall(page) == []


def test_sections_stand_in_their_order(papers: dict[Language, Paper]) -> None:
    page = Page(rendered(papers["zh"], "html").decode("utf-8"))
    heads = [head for head in page.heads if re.match("[一二三四五六七八九十]+、|附件", head)]
    assert [head[:2] for head in heads[:10]] == [f"{chinese(k)}、" for k in range(1, 11)]
    assert "主要结论" in heads[2] and "不能反映" in heads[7] and "参数" in heads[8]
    assert [head[:3] for head in heads[10:]] == [f"附件{k}" for k in range(1, 5)]


def test_uncertainty_names_runs_and_lists_what_is_not_shown(paper: Paper) -> None:
    text = rendered(paper, "html").decode("utf-8")
    few = words.say("few_draws", paper.language, runs=SEEDS, low="44%")
    assert few.split("44%")[0] in text
    assert words.WORDS["combine_central"][paper.language == "en"] in text
    assert len(named(paper, "limits_measures").rows) >= 10
    assert sum(int(row[1].values[0]) for row in named(paper, "limits_targets").rows) > 20  # type: ignore[arg-type]
