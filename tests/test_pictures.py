"""The catalogue of pictures: texts, glyphs, numbers and bytes of every figure."""

import io
import re
import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from helpers import yongsim
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from sim.base.errors import InputError
from sim.base.parameters import parameters
from sim.city.record import PLACE_FIGURES, Record
from sim.compare.drivers import Drivers, drivers_of
from sim.compare.paths import ABSENT, adoption_shares, grade_moves, place_medians
from sim.compare.targets import audit
from sim.compare.together import load_all
from sim.park.atlas import districts, places
from sim.report import figures, palette
from sim.report.appraisal.frontier import appraise
from sim.report.appraisal.results import without_records
from sim.report.compare.session import compare_scenarios
from sim.report.notebooks import Attribution, Frontier, _no_bar
from sim.report.pictures import tornado as tornado_module
from sim.report.pictures import words
from sim.report.pictures.catalogue import PICTURES, pictures_of
from sim.report.pictures.given import Twins
from sim.report.pictures.page import columns, fold, plain
from sim.report.pictures.session import kinds_of
from sim.report.pictures.waterfall import signed
from sim.scenario.ensemble import Ensemble, run_ensembles, run_with_twin
from sim.scenario.load import load_scenario
from sim.scenario.member import Member
from sim.scenario.one_run import PATHS
from sim.scenario.sample import Origin, draw_members

QUICK = {"firms": 0.02, "workers": 1}
LANGUAGES = ("zh", "en")
OUTCOMES = ("value_added", "tax_per_mu")
PARTS = {"grade_charges": 30.0, "clearing": -12.0, "upgrade_subsidy": 7.5}


@pytest.fixture(scope="module")
def runs():
    return Twins(*run_with_twin("baseline", seeds=2, wanted=PATHS, **QUICK))


@pytest.fixture(scope="module")
def packages():
    return run_ensembles(["no_policy", "baseline", "plan_strict"], seeds=3, **QUICK)


@pytest.fixture(scope="module")
def given(runs, packages):
    """What each kind of picture is drawn from."""
    findings = compare_scenarios(
        load_all(["baseline", "plan_strict"]), seeds=2, draws="central", width=(), most=1000,
        own="", detail=False, twins=False, bar=_no_bar, **QUICK,
    )  # fmt: skip
    found = appraise(packages, "value_added", less=False, land=True, worth=None)
    return {
        "ensemble": runs, "comparison": findings, "attribution": split(packages),
        "frontier": Frontier({}, found, tuple(packages)), "drivers": driven(packages[1]),
    }  # fmt: skip


def split(packages):
    """An attribution whose parts are known."""
    rows = [
        {"instrument": name, "indicator": indicator, "seed": seed, "value": value + seed}
        for indicator in OUTCOMES for seed in (1, 2, 3)
        for name, value in (*PARTS.items(), ("total", sum(PARTS.values()) + 2 * seed))
    ]  # fmt: skip
    sample = draw_members("central", 3)
    about = [without_records(one.scenario, sample, 0.02) for one in (packages[2], packages[0])]
    return Attribution(pd.DataFrame(rows), pd.DataFrame(), 0.0, tuple(about))


def driven(ensemble):
    """Drivers whose swings are known."""
    names = tuple(parameters())[:12]
    swing = np.arange(24.0).reshape(2, 12)
    low = np.full(12, -0.25)
    return Drivers(OUTCOMES, names, low, low + 1.0, -swing, 2.0 * swing, swing > 5.0,
                   np.array([6000.0, 55.0]), ensemble)  # fmt: skip


@pytest.fixture(scope="module")
def drawn(given):
    """Every picture in a language, drawn once."""
    made = {}

    def draw(name, language):
        if (name, language) not in made:
            picture = next(one for one in PICTURES if one.name == name)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                made[name, language] = picture.draw(given[picture.needs], language)
        return made[name, language]

    return draw


def texts(figure):
    return [one.get_text() for one in figure.findobj(Text) if one.get_visible() and one.get_text()]


def bars(figure, prefix=""):
    """Bars by their identity."""
    return {one.get_gid(): one for one in figure.findobj(Rectangle)
            if (one.get_gid() or "").startswith(prefix) and one.get_gid()}  # fmt: skip


# --- the catalogue ------------------------------------------------------------------------------


def test_the_catalogue_has_each_picture_once():
    names = [one.name for one in PICTURES]
    assert len(names) == len(set(names)) == 11
    assert {one.needs for one in PICTURES} == {
        "ensemble", "comparison", "attribution", "frontier", "drivers"
    }  # fmt: skip
    assert [one.name for one in pictures_of("ensemble")] == [
        "targets", "fans", "adoption", "grades", "land"
    ]  # fmt: skip
    assert all(one.title("zh") == one.zh and one.title("en") == one.en for one in PICTURES)


def test_texts_come_in_both_languages_with_the_same_blanks():
    for zh, en in words.WORDS.values():
        assert zh and en
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en))
        assert not re.search("[一-鿿]", en)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [one.name for one in PICTURES])
def test_a_picture_has_title_source_and_no_boxes(drawn, name, language):
    figure = drawn(name, language)
    shown = texts(figure)
    bundled = font_manager.get_font(figures.FONT)
    other = font_manager.get_font(font_manager.findfont(figures.PLAIN_FONT))
    for text in shown:
        for one in set(text) - {"\n"}:
            assert bundled.get_char_index(ord(one)) or other.get_char_index(ord(one)), text
    assert figure.get_suptitle() == figure.about["Title"]
    foot = next(text for text in shown if figures.source_hash()[:12] in text)
    assert figures.data_hash()[:12] in foot
    assert figures.source_hash()[:12] in figure.about["Source"]
    chinese = any("一" <= one <= "鿿" for text in shown for one in text)
    assert chinese == (language == "zh")
    assert not any("-" in text and text.lstrip("-").replace(",", "").replace(".", "").isdigit()
                   for text in shown if text.startswith("-"))  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_axes_name_their_units(drawn, language):
    unit = {"zh": ("亿元", "万元/亩", "家", "%"), "en": ("100m yuan", "10k yuan/mu", "firms", "%")}
    amount, per_mu, number, percent = unit[language]
    wanted = {"fans": (amount, per_mu), "adoption": (percent,), "grades": (number,),
              "land": (per_mu,), "targets": (percent, amount), "probabilities": (percent,),
              "differences": (amount,), "winners": (amount,), "frontier": (amount,),
              "waterfall": (amount, per_mu), "tornado": (amount, per_mu)}  # fmt: skip
    for name, needed in wanted.items():
        found = "\n".join(texts(drawn(name, language)))
        assert all(one in found for one in needed), name


# --- the numbers drawn are those given ----------------------------------------------------------


def test_the_dashboard_shows_what_the_audit_found(drawn, runs):
    figure = drawn("targets", "en")
    rows = [row for row in audit(runs.ensemble, runs.reference) if row.probability is not None]
    marks = {line.get_gid(): line.get_xdata()[0] for line in figure.axes[0].lines
             if line.get_gid()}  # fmt: skip
    assert set(marks) == {row.target.name for row in rows} and len(rows) == 24
    for row in rows:
        assert marks[row.target.name] == pytest.approx(
            min(max(100.0 * row.median / row.target.aim, 0.0), 200.0)
        )
    shown = [text.get_text() for text in figure.axes[1].texts]
    for row in rows:
        assert f"{row.probability:.0%}" in shown
        reached = f"{plain(row.median)} [{plain(row.five)}, {plain(row.ninety_five)}]"
        assert reached in shown


def test_the_verdicts_follow_the_interval(drawn, runs):
    figure = drawn("targets", "en")
    rows = [row for row in audit(runs.ensemble, None) if row.probability is not None]
    longest = [patch for patch in figure.axes[0].patches if patch.get_height() == 0.52]
    for row, patch in zip(rows, longest, strict=False):
        colour = (palette.BLUE if row.low >= 0.9 else
                  palette.ORANGE if row.high <= 0.1 else palette.AMBER)  # fmt: skip
        assert patch.get_facecolor()[:3] == pytest.approx(to_rgb(colour))


def test_the_waterfall_adds_up(drawn):
    figure = drawn("waterfall", "en")
    for indicator in OUTCOMES:
        own = bars(figure, f"{indicator}-")
        parts = {name.removeprefix(f"{indicator}-"): one for name, one in own.items()}
        assert list(parts) == ["grade_charges", "clearing", "upgrade_subsidy", "total"]
        at = 0.0
        for name, one in list(parts.items())[:-1]:
            assert one.get_width() == pytest.approx(PARTS[name] + 2.0)
            assert one.get_x() == pytest.approx(at)
            at += one.get_width()
        assert parts["total"].get_width() == pytest.approx(sum(PARTS.values()) + 6.0)
    assert {"+32", "−10", "+9.5"} <= set(texts(figure))


def test_the_frontier_stands_at_the_means(drawn, given):
    found = given["frontier"].appraisal
    lines = {line.get_gid(): line for line in drawn("frontier", "en").axes[0].lines}
    for k, name in enumerate(found.names):
        x, y = lines[f"mean-{name}"].get_data()
        assert (x[0], y[0]) == (found.cost[:, k].mean(), found.effect[:, k].mean())
    kept = [(step.cost, step.effect) for step in found.steps if step.status == "frontier"]
    assert list(zip(*lines["frontier"].get_data(), strict=True)) == kept


def test_the_tornado_shows_the_widest_swings(drawn, given):
    found = given["drivers"]
    own = bars(drawn("tornado", "en"))
    assert len(own) == 2 * 2 * tornado_module.BARS
    for k, indicator in enumerate(OUTCOMES):
        for one in range(2, 12):
            name = found.names[one]
            for end, value in (("low", found.at_low), ("high", found.at_high)):
                bar = own[f"{indicator}-{name}-{end}"]
                assert bar.get_width() == pytest.approx(value[k, one])
                pale = bar.get_facecolor()[:3] == pytest.approx(to_rgb(palette.PALE))
                assert pale == (not found.told[k, one])


def test_the_grades_stack_to_all_firms_that_are_there(drawn, runs):
    flows = grade_moves(runs.ensemble)
    firms = PLACE_FIGURES.index("firms")
    years = runs.ensemble.years
    own = bars(drawn("grades", "en"))
    for step, year in enumerate(years[1:-1]):
        there = np.mean([record.places[1 + step][firms].sum() for record in runs.ensemble.records])
        assert flows[step][:ABSENT].sum() == pytest.approx(there)
        stacked = sum(own[f"{year}-{k}"].get_height() for k in range(5))
        assert stacked == pytest.approx(there)


def test_tiles_are_shaded_by_price(drawn, runs):
    price = place_medians(runs.ensemble, "land_price", 2025)
    own = bars(drawn("land", "en"))
    assert len(own) == len(places())
    shade = {name: sum(bar.get_facecolor()[:3]) for name, bar in own.items()}
    dark = [shade[place.name] for place in places()]
    assert np.argmin(dark) == np.argmax(price) and np.argmax(dark) == np.argmin(price)
    assert {round(bar.get_y() + bar.get_height() / 2) for bar in own.values()} == set(
        range(len(districts()))
    )


# --- what the runs record -----------------------------------------------------------------------


def test_paths_agree_with_the_indicators(runs):
    ensemble = runs.ensemble
    _, networked = adoption_shares(ensemble, "networked")
    _, controlled = adoption_shares(ensemble, "numerical_control")
    assert networked == pytest.approx(ensemble.values("networking_rate"))
    assert controlled == pytest.approx(ensemble.values("numerical_control_rate"))
    _, workshops = adoption_shares(ensemble, "rung_3")
    counted = 100.0 * ensemble.values("digital_workshops") / ensemble.values("above_scale_firms")
    assert workshops == pytest.approx(counted)


def test_moves_between_grades_keep_every_firm(runs):
    for record in runs.ensemble.records:
        grades = record.details.paths.grades
        for before, now in pairwise(grades):
            assert before[:, :ABSENT].sum(axis=0) == pytest.approx(now[:ABSENT].sum(axis=1))
        left = [made["firms_left_market"] + made["firms_cleared"]
                + made["firms_bought_out"] for made in record.indicators[1:]]  # fmt: skip
        assert grades[:, :ABSENT, ABSENT].sum(axis=1) == pytest.approx(left)


def test_recording_paths_changes_no_run(runs):
    plain_runs = run_ensembles(["baseline"], seeds=2, **QUICK)[0]
    for one, other in zip(plain_runs.records, runs.ensemble.records, strict=True):
        assert one.indicators == other.indicators
        assert one.details is None


def test_drivers_find_what_moves_an_outcome():
    luck = np.random.default_rng(1)
    names = list(parameters())[:6]
    members = tuple(Member(k, dict(zip(names, luck.random(6), strict=True)), 1, k)
                    for k in range(1, 61))  # fmt: skip
    records = [Record(1, [2025], [{"value_added": 5.0 * member.parameters[names[2]]
                                   + 0.1 * luck.random()}]) for member in members]  # fmt: skip
    scenario = load_scenario("baseline")
    ensemble = Ensemble(scenario, records, tuple(range(1, 61)), members, Origin("prior"))
    found = drivers_of(ensemble, ("value_added",))
    assert [name for name, told in zip(found.names, found.told[0], strict=True) if told] == [
        names[2]
    ]
    swing = found.at_high[0] - found.at_low[0]
    width = found.high[2] - found.low[2]
    assert swing[2] == pytest.approx(5.0 * width, rel=0.02)
    with pytest.raises(InputError, match="30 runs"):
        drivers_of(replace(ensemble, records=records[:20], runs=tuple(range(1, 21))),
                   ("value_added",))  # fmt: skip


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_picture_is_the_same_file_and_says_where_it_comes_from(given, kind):
    picture = next(one for one in PICTURES if one.name == "waterfall")
    one, other = (figures.encoded(picture.draw(given["attribution"], "zh"), kind) for _ in "12")
    assert one == other
    if kind == "png":
        assert "scenario plan_strict no_policy" in Image.open(io.BytesIO(one)).text["Source"]
    if kind == "svg":
        text = one.decode()
        assert "scenario plan_strict no_policy" in text and "<text" not in text
    if kind == "pdf":
        assert b"plan_strict no_policy" in one


def test_what_pictures_need_is_said(runs):
    bare = run_ensembles(["no_policy"], seeds=1, years=(2015, 2018), **QUICK)[0]
    by_name = {one.name: one for one in PICTURES}
    with pytest.raises(InputError, match="runs to 2025") as told:
        by_name["targets"].draw(bare, "en")
    assert "2025" in told.value.zh
    with pytest.raises(InputError, match="wanted=PATHS"):
        by_name["adoption"].draw(bare, "en")
    with pytest.raises(InputError, match="read from a folder"):
        by_name["land"].draw(Twins(None), "en")
    with pytest.raises(InputError, match="--format"):
        kinds_of("png,gif")
    assert kinds_of("png, svg,png") == ("png", "svg")


def test_the_command_writes_all_that_runs_can_show(tmp_path):
    out = tmp_path / "pictures"
    done = yongsim("pictures", "no_policy", "--seeds", "1", "--firms", "0.02", "--out", out,
                   "--lang", "zh", "--quiet", "--workers", "1", cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {
        f"{one.name}.png" for one in pictures_of("ensemble")
    }


# --- texts on a page ----------------------------------------------------------------------------


def test_lines_are_folded_to_their_width():
    text = "夏普利值是各工具加入的所有次序的平均，五年的总量数不能识别 the parts of each one."
    lines = fold(text, 30)
    assert all(columns(line) <= 32 for line in lines) and len(lines) > 2
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(("，", "。")) for line in lines)
    assert fold("", 30) == []


def test_numbers_have_a_true_minus():
    assert (plain(-1234.5), plain(-0.25), plain(1e6), plain(0.0)) == (
        "−1,234", "−0.25", "1,000,000", "0")  # fmt: skip
    assert (signed(-12.345), signed(3.0), signed(1234.0)) == ("−12.3", "+3", "+1,234")


def test_series_differ_without_colour():
    looks = [palette.series(k) for k in range(7)]
    assert len({(one["linestyle"], one["marker"]) for one in looks}) == 7
    grey = [np.dot(to_rgb(one), (0.299, 0.587, 0.114)) for one in palette.GRADE_COLOURS[:4]]
    hatched = [bool(one) for one in palette.GRADE_HATCHES[:4]]
    for first in range(4):
        for second in range(first):
            assert (abs(grey[first] - grey[second]) > 0.12) or hatched[first] != hatched[second]
    shades = [sum(palette.ramp(part)) for part in np.linspace(0.0, 1.0, 9)]
    assert shades == sorted(shades, reverse=True)
