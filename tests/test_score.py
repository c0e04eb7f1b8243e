"""Later figures against the model's ranges and naive rivals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from helpers import yongsim

from sim.base.errors import InputError
from sim.base.indicators import INDICATOR
from sim.base.moments import published_pair
from sim.base.rivals import rivals
from sim.city.record import PLACE_FIGURES
from sim.compare.outturns import Outturn, Score, figures_between, ranked_probability_score
from sim.compare.outturns import read_outturns as read
from sim.compare.park_shares import PARK_SHARES, park_share
from sim.park.atlas import places
from sim.report.calibration.read import read_folder
from sim.report.pictures.fans import fans
from sim.report.score import sentences
from sim.report.trust import files
from sim.report.trust.page import Ran
from sim.report.trust.rivals import rivals_page
from sim.scenario.ensemble import run_ensemble
from sim.scenario.posterior import posterior_folder

YEARS = range(2015, 2026)


def row(value: float, model: float, rival: float | None, year: int = 2022) -> Score:
    errors = {} if rival is None else {"last_value": rival + 5.0, "constant_growth": rival}
    return Score(Outturn("profit", year, value), (1.0, 2.0, 3.0, 4.0, 5.0), 0.5, model, errors)


def test_the_score_of_a_sure_answer_is_its_error() -> None:
    assert ranked_probability_score(np.full(7, 3.0), 5.5) == pytest.approx(2.5)


def test_the_score_by_its_definition() -> None:
    runs = np.random.default_rng(3).normal(size=40)
    apart = np.abs(runs[:, None] - runs[None, :]).mean()
    expected = np.abs(runs - 0.3).mean() - 0.5 * apart
    assert ranked_probability_score(runs, 0.3) == pytest.approx(expected, rel=1e-12)


def test_the_score_is_least_for_who_says_the_right_distribution() -> None:
    luck = np.random.default_rng(4)
    came = luck.normal(size=400)

    def mean(centre: float, spread: float) -> float:
        runs = centre + spread * luck.normal(size=300)
        return float(np.mean([ranked_probability_score(runs, value) for value in came]))

    assert mean(0.0, 1.0) < min(mean(0.0, 0.3), mean(0.0, 3.0), mean(0.7, 1.0))


@pytest.mark.parametrize(
    ("value", "inside"), [(2.0, 50), (4.0, 50), (4.01, 90), (1.0, 90), (0.99, 0), (5.01, 0)]
)
def test_where_a_figure_lies(value: float, inside: int) -> None:
    assert row(value, 1.0, None).inside == inside


def test_where_a_rival_is_nearer_it_is_said() -> None:
    said = sentences([row(3.0, 1.0, 0.4, 2021), row(3.0, 1.0, 1.1), row(9.0, 1.0, None)], "en")
    assert "Of 3 figures 2 lie in the 50% range and 2 in the 90% range" in said[0]
    assert said[1] == ("Of 2 with a rival the model was nearer in 1; "
                       "a naive rival was nearer in: profit 2021.")  # fmt: skip
    assert "利润总额 2021" in sentences([row(3.0, 1.0, 0.4, 2021)], "zh")[1]


def test_rivals_before_2020_lie_between_the_published_figures() -> None:
    pair = published_pair("numerical_control_rate")
    assert pair is not None
    found = rivals(*pair, 2018, share=True)
    assert found["last_value"] == pair[0]
    assert pair[0] < found["constant_growth"] < pair[1] and pair[0] < found["logistic"] < pair[1]
    for name in ("constant_growth", "logistic"):
        assert rivals(*pair, 2020, share=True)[name] == pytest.approx(pair[1])


def test_the_parks_share_is_that_of_their_places() -> None:
    """Two runs of a year: parks hold three quarters of the taxes, or all of them."""
    parks = np.array([place.is_park for place in places()])
    figures = np.zeros((2, len(PLACE_FIGURES), len(parks)))
    line = PLACE_FIGURES.index("tax")
    figures[0, line] = np.where(parks, 3.0 / parks.sum(), 1.0 / (~parks).sum())
    figures[1, line, np.flatnonzero(parks)[0]] = 5.0
    runs = SimpleNamespace(records=[SimpleNamespace(places=[one]) for one in figures])
    assert park_share(runs, "provincial_park_tax_share") == pytest.approx(  # type: ignore[arg-type]
        np.array([[75.0], [100.0]])
    )


def test_figures_between_hold_the_parks_of_2019() -> None:
    assert {item.indicator for item in figures_between() if item.year == 2019} == set(PARK_SHARES)


def test_figures_between_are_those_no_fit_is_shown() -> None:
    assert Outturn("tax_per_mu", 2018, 43.2) in figures_between()
    assert all(2015 < item.year < 2020 for item in figures_between())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indicator,year\nprofit,2021\n", "figures.csv: no column value"),
        ("indicator,year,value\n", "figures.csv: no figure"),
        ("indicator,year,value\nprofits,2021,1\n", "figures.csv:2: unknown indicator 'profits'"),
        ("indicator,year,value\nprofit,2031,1\n", "figures.csv:2: 2031 is not simulated"),
        ("indicator,year,value\nprofit,2021,1\nprofit,now,1\n", "csv:3: year and value must"),
        ("indicator,year,value\nprofit,2021,nan\n", "figures.csv:2: the value is not finite"),
        ("indicator,year,value\nprofit,2021\n", "figures.csv:2: year and value must"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read(tmp_path / "figures.csv", YEARS)
    assert said in str(refused.value) and refused.value.zh != str(refused.value)


def test_the_command_scores_a_users_table(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(
        "indicator,year,value,source\nvalue_added,2021,1,made up\n", encoding="utf-8-sig"
    )
    done = yongsim("score", "f.csv", "--seeds", 2, "--firms", 0.02, "--workers", 1, "--quiet",
                   "--lang", "zh", "--out", "out", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found = pd.read_parquet(tmp_path / "out" / "scores.parquet").iloc[0]
    assert (found["indicator"], found["year"], found["value"]) == ("value_added", 2021, 1.0)
    assert found["inside"] == 0 and found["below"] == 0.0
    assert found["last_value"] == pytest.approx(4042 - 1) and found["beaten"]
    assert "区间之外" in done.stdout.decode()


# --- the page and the picture of the rivals -------------------------------------------------------


def test_scores_come_back_from_their_file(tmp_path: Path) -> None:
    kept = [row(2.5, 1.0, 0.25), row(9.0, 2.0, None)]
    files.write_scores(kept, tmp_path / "scores.csv")
    assert files.read_scores(tmp_path / "scores.csv") == kept


@pytest.mark.parametrize(("language", "lost", "model"), [
    ("en", "a naive rival was nearer in: profit 2022", "**last value**"),
    ("zh", "不如简单外推的：利润总额 2022", "**沿用旧值**"),
])  # fmt: skip
def test_the_page_names_where_a_rival_was_nearer(language: str, lost: str, model: str) -> None:
    fitted = read_folder(posterior_folder())
    rows = fitted.rows("left_out")
    rows[0] = {**rows[0], "error": 2.0, "error_last_value": 1.0}
    rows[1] = {**rows[1], "error": 1.0, "error_last_value": 2.0}
    changed = replace(fitted, tables={**fitted.tables, "left_out.csv": rows[:2]})
    ran = Ran("yongsim score", 3, 1.0, "abc", "abc", "rivals.xx.md")
    page = rivals_page([row(2.5, 1.0, 0.25)], changed, ran, language)
    assert lost in page
    told = [line for line in page.splitlines() if model in line]
    assert len(told) == 1 and getattr(INDICATOR[rows[0]["indicator"]], language) in told[0]


def test_rivals_stand_beside_the_fans_after_2020() -> None:
    """Each line of a rival begins at the published figure of 2020 and ends where the rival does."""
    made = fans(run_ensemble("baseline", seeds=2, firms=0.02, draws="central"), "en")
    title = INDICATOR["networking_rate"].en
    axes = next(one for one in made.axes if one.get_title("left") == title)
    ends = {tuple(line.get_ydata()[[0, -1]]) for line in axes.lines if len(line.get_xdata()) == 6}
    pair = published_pair("networking_rate")
    assert pair is not None
    for value in rivals(*pair, 2025, share=True).values():
        assert any(first == pytest.approx(pair[1]) and last == pytest.approx(value)
                   for first, last in ends)  # fmt: skip
