"""Plain words on what drives each target: they say what the tables say, and what can't be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.base.errors import InputError
from sim.report.sensitivity.plain import Study, plain_words, read_study

PLACES = (("no_policy", ""), ("full_plan", "no_policy"))


Rows = list[dict[str, Any]]


def index(method: str, key: str, value: float, told: str = "yes", **more: Any) -> Rows:
    return [{"method": method, "output": "tax_per_mu", "kind": "figure", "scenario": scenario,
             "against": against, "input": key, "value": value, "low": 0.8 * value,
             "high": 1.2 * value, "told_apart": told, **more}
            for scenario, against in PLACES]  # fmt: skip


def output(kind: str, mean: float, spread: float, explained: float) -> Rows:
    return [{"output": "tax_per_mu", "kind": kind, "scenario": scenario, "against": against,
             "mean": mean, "spread": spread, "emulator_explains": explained}
            for scenario, against in PLACES]  # fmt: skip


def said(language: Any, *, spread: float = 6.0, explained: float = 0.4) -> str:
    shares = Study(
        pd.DataFrame([
            *index("shapley_by_mechanism", "behaviour", 0.7),
            *index("shapley_by_mechanism", "macro", 0.2),
            *index("shapley_by_mechanism", "macro", 0.2, "no", kind="probability"),
            *index("shapley", "parameters.upgrade_intercept", 0.30),
            *index("shapley", "parameters.productivity_trend", 0.28),
            *index("shapley", "parameters.leverage", 0.01, "no"),
            *index("pawn", "parameters.productivity_trend", 0.25),
        ]),
        pd.DataFrame([*output("figure", 57.0, spread, explained),
                      *output("probability", 0.4, 0.5, 0.1)]),
    )  # fmt: skip
    screening = Study(
        pd.DataFrame([*index("morris", "parameters.productivity_trend", 30.0),
                      *index("morris", "parameters.leverage", 0.1, "no")]),
        pd.DataFrame([*output("figure", 57.0, spread, float("nan"))]),
    )  # fmt: skip
    return "\n".join(plain_words(screening, shares, language))


def test_plain_words_name_shares_intervals_and_what_is_open() -> None:
    text = said("en")
    assert "tax per mu (10k yuan/mu; aim 60)" in text
    assert "behaviour of firms 70% [56, 84]" in text
    assert "whether 'intercept of the upgrade decision' or 'trend" in text
    assert "explains 40% of the variance" in text and "more than half of the spread" in text
    assert "1 of 2 inputs told apart from luck" in text and "30 [24, 36]" in text
    assert "(40% of runs): on which mechanism can't be told" in text
    assert "'The whole plan carried out' adds to 'No policy'" in text
    assert "more than half" not in said("en", explained=0.8)
    assert "nothing to tell" in said("en", spread=0.0) and "70%" not in said("en", spread=0.0)


def test_a_screening_alone_says_what_it_cannot_tell() -> None:
    screening = Study(
        pd.DataFrame([*index("morris", "parameters.productivity_trend", 30.0),
                      *index("morris", "parameters.leverage", 0.1, "no")]),
        pd.DataFrame([*output("figure", 57.0, 6.0, float("nan"))]),
    )  # fmt: skip
    for language, open_end in (("en", "a screening alone can't tell"), ("zh", "单凭筛选说不清")):
        text = "\n".join(plain_words(screening, None, language))  # type: ignore[arg-type]
        assert "30 [24, 36]" in text and text.count(open_end) == 1


def test_plain_words_are_the_same_in_chinese() -> None:
    text = said("zh")
    assert "规上工业亩均税收" in text and "企业行为 70% [56, 84]" in text and "说不清" in text
    assert text.count("[") == said("en").count("[")
    assert not any(word in text for word in ("told", "mechanism", "nan"))


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finished sensitivity") as caught:
        read_study(tmp_path)
    assert "敏感性分析" in caught.value.zh
