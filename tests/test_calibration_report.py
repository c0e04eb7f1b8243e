"""The calibration report: every row and number of the posterior's folder, in both languages."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from helpers import PACKAGE

from sim.base.errors import InputError
from sim.base.fitted import fitted
from sim.base.indicators import INDICATOR
from sim.base.moments import moments
from sim.base.parameters import parameters
from sim.base.units import LAST_PUBLISHED_YEAR, LAST_YEAR, UNITS_ZH
from sim.calibrate.identify import EXPECTED
from sim.calibrate.tables import PROJECTED, TABLES
from sim.calibrate.targets import in_likelihood, targets
from sim.report import figures
from sim.report.calibration import names, words
from sim.report.calibration.ahead import plan_aim
from sim.report.calibration.page import write_pages
from sim.report.calibration.read import OPTIONAL, REQUIRED
from sim.report.calibration.speaker import figure_number, short

LANGUAGES = ("zh", "en")
CHINESE = re.compile("[一-鿿]")


# --- a posterior's folder, made up ---------------------------------------------------------------


def _fit_rows(rng):
    for target in targets():
        away = target.moment.tolerance * np.array([-0.6, 0.1, 0.7])
        low, middle, high = target.published + away * rng.uniform(0.5, 3.0)
        yield {
            "indicator": target.name, "year": 2020, "published": target.published, "low": low,
            "median": middle, "high": high, "within_90": 1, "moment": target.moment.name,
            "role": target.role, "published_2015": target.moment.value_2015,
            "tolerance": target.moment.tolerance,
            "inside": int(abs(middle - target.published) <= target.moment.tolerance),
            "members_inside": rng.uniform(),
        }  # fmt: skip


def _check_rows(rng):
    for name, kind, year in (("revenue", "check", 2020), ("tax_per_mu", "level", 2020),
                             ("value_added_growth_rate", "between", 2020),
                             ("tax_per_mu", "between", 2018)):  # fmt: skip
        value = rng.uniform(5, 50)
        yield {
            "indicator": name, "year": year, "published": value, "low": 0.9 * value,
            "median": 1.01 * value, "high": 1.1 * value, "within_90": 1, "kind": kind,
            "tolerance": "", "inside": "", "last_value": 0.8 * value, "constant_growth": "",
        }  # fmt: skip


def _parameter_rows(rng):
    for k, item in enumerate(p for p in parameters().values() if p.high > p.low):
        width = item.high - item.low
        gone = 0.1 + 0.8 * rng.uniform() if item.name in fitted().all and k % 5 else 0.01
        middle = item.low + width * rng.uniform(0.35, 0.65)
        half = 0.45 * width * np.sqrt(1 - gone)
        yield {
            "parameter": item.name, "group": item.group, "unit": item.unit,
            "standing": item.standing, "figure": fitted().all.get(item.name, ""), "active": 1,
            "prior_low": item.low + 0.05 * width, "prior_median": item.low + 0.5 * width,
            "prior_high": item.high - 0.05 * width, "low": middle - half, "median": middle,
            "high": middle + half, "shrinkage": gone, "gap_to_sample": rng.normal(),
            "disciplined": int(gone >= 0.1),
        }  # fmt: skip


def _ridge_rows(rng):
    for first, second in EXPECTED:
        yield {"first": first, "second": second, "correlation": rng.uniform(-1, 1), "expected": 1}
    yield {"first": "size_slope", "second": "renewal_rate", "correlation": -0.55, "expected": 0}


def _emulator_rows(rng):
    for target in in_likelihood():
        yield {
            "moment": target.moment.name, "relative": int(target.relative),
            "observation": target.observation, "discrepancy": target.discrepancy,
            **{key: target.error * rng.uniform(0.1, 0.5) for key in (
                "luck", "left_one_out", "emulator_alone", "spread_of_last_wave")},
        }  # fmt: skip


def _wave_rows(rng):
    for wave in (1, 2, 3, 4):
        yield {"wave": wave, "runs": 2000, "failed": 2, "not_ruled_out_before": 0.5**wave,
               "active_parameters": 40, "acceptance": 0.31}  # fmt: skip


def _coverage_rows(rng):
    for method, cities in (("emulator", 200), ("simulator", 20)):
        for name in fitted().all:
            yield {"method": method, "parameter": name, "cities": cities,
                   "inside": rng.binomial(cities, 0.9)}  # fmt: skip


def _rank_rows(rng):
    for method, cities in (("emulator", 200), ("simulator", 20)):
        for city in range(cities):
            for name in fitted().all:
                yield {"method": method, "city": city + 1, "parameter": name,
                       "rank": rng.integers(0, 201), "of": 200, "inside": 1}  # fmt: skip


def _crosscheck_rows(rng):
    for name in fitted().all:
        mine, other = rng.normal(size=2)
        yield {"parameter": name, "mean_emulator": mine, "mean_second": other,
               "spread_emulator": 0.4, "spread_second": 0.6, "gap": other - mine}  # fmt: skip


def _left_out_rows(rng):
    for target in targets():
        if target.role == "scored":
            last = target.moment.value_2015
            middle = target.published * rng.uniform(0.9, 1.1)
            yield {
                "moment": target.moment.name, "indicator": target.name,
                "published": target.published, "low": 0.9 * middle, "median": middle,
                "high": 1.1 * middle, "within_90": 1, "last_value": "" if last is None else last,
                "error": abs(middle - target.published),
                "error_last_value": "" if last is None else abs(last - target.published),
            }  # fmt: skip


def _projection_rows(rng):
    pairs = [(name, "current") for name in PROJECTED]
    for name, prices in [*pairs, *((name, "constant_2020") for name in PROJECTED[:2])]:
        start = next((m.value_2020 for m in moments() if m.indicator == name and m.value_2020), 5e3)
        for year in range(LAST_PUBLISHED_YEAR, LAST_YEAR + 1):
            middle, half = start * 1.04 ** (year - 2020), start * 0.01 * (year - 2019)
            current = prices == "current"
            yield {
                "indicator": name, "prices": prices, "year": year, "low": middle - half,
                "median": middle, "high": middle + half, "last_value": start if current else "",
                "constant_growth": middle * 1.02 if current else "", "logistic": "",
            }  # fmt: skip


MADE_UP = {
    "fit.csv": _fit_rows, "checks.csv": _check_rows, "parameters.csv": _parameter_rows,
    "ridges.csv": _ridge_rows, "emulator.csv": _emulator_rows, "waves.csv": _wave_rows,
    "coverage.csv": _coverage_rows, "ranks.csv": _rank_rows, "crosscheck.csv": _crosscheck_rows,
    "left_out.csv": _left_out_rows, "projections.csv": _projection_rows,
}  # fmt: skip


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: f"{value:.8g}" if isinstance(value, float) else value
                          for key, value in row.items()} for row in rows)  # fmt: skip


def _sign(folder: Path, **about: object) -> None:
    """Write posterior.json with the checksums of what lies in the folder."""
    content = {
        "source_hash": "s" * 64, "model_hash": "m" * 64, "question_hash": "q" * 64,
        "quick": False, "scenario": "baseline",
        "settings": {"seed": 20201231, "points": 1200, "repeats": 6}, "runs": 15200,
        "members": 280, "effective_sample": 412.5, "power_of_weights": 1.0, "acceptance": 0.2312,
        "chain_over_autocorrelation": 61.3, "versions": {"numpy": "2.4.0", "scipy": "1.16.0"},
        "python": "3.11.2", "check": {"member": 1, "figures": {"value_added": 1.0}},
        "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                  for path in sorted(folder.glob("*.csv"))},
    }  # fmt: skip
    (folder / "posterior.json").write_text(json.dumps(content | about), encoding="utf-8")


def make_up(folder: Path, *, quick: bool = False) -> Path:
    """A folder like the one that a fit leaves."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(7)
    for name, rows in MADE_UP.items():
        if not (quick and name in OPTIONAL):
            _write(folder / name, list(rows(rng)))
    _sign(folder, quick=quick)
    return folder


# --- the pages as a reader sees them -------------------------------------------------------------


class Reader(HTMLParser):
    """Cells of tables by table, row and column; text, and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[tuple[str, str, str], str] = {}
        self.rows: list[tuple[str, str]] = []
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.table = self.row = ""
        self.column: str | None = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.addresses += [value for key, value in attrs if key in ("src", "href", "action")]
        self.table = found.get("data-name", self.table)
        if "data-row" in found:
            self.row = found["data-row"]
            self.rows.append((self.table, self.row))
        self.column = found.get("data-column") if tag == "td" else None

    def handle_data(self, data):
        self.text.append(data)
        if self.column is not None:
            self.cells[self.table, self.row, self.column] = data.strip()

    def handle_endtag(self, tag):
        if tag == "td":
            self.column = None

    def number(self, *key: str) -> float:
        return float(re.sub("[,%±]", "", self.cells[key]).replace("−", "-"))


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return make_up(tmp_path_factory.mktemp("full") / "posterior")


@pytest.fixture(scope="module")
def pages(folder, tmp_path_factory) -> dict[str, Path]:
    written = write_pages(folder, tmp_path_factory.mktemp("pages"))
    return dict(zip(LANGUAGES, written, strict=True))


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_made_up_folder_is_like_a_real_one():
    assert {*MADE_UP, "members.csv"} == set(TABLES) == {*REQUIRED, *OPTIONAL, "members.csv"}


def test_one_page_a_language(pages):
    assert [page.name for page in pages.values()] == ["calibration_zh.html", "calibration_en.html"]
    assert 'lang="zh-CN"' in pages["zh"].read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fit_row_is_there_in_the_page_s_language(pages, language):
    reader = read(pages[language])
    for target in targets():
        label = reader.cells["fit", target.moment.name, "label"]
        item = INDICATOR[target.name]
        assert label.startswith(item.zh if language == "zh" else item.en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fetched_from_outside(pages, language):
    text = pages[language].read_text(encoding="utf-8")
    assert "http" not in text and "url(" not in text and "@import" not in text
    addresses = read(pages[language]).addresses
    assert addresses and all(address.startswith("data:") for address in addresses)
    assert "<script" not in text and "<link" not in text


FIGURES = (
    ("fit", "fit.csv", "moment", ("published_2015", "published", "median")),
    ("left_out", "left_out.csv", "moment", ("published", "median", "error", "error_last_value")),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("table", "file", "key", "columns"), FIGURES)
def test_figures_are_those_of_the_tables(pages, folder, language, table, file, key, columns):
    reader = read(pages[language])
    for row in rows_of(folder, file):
        for column in columns:
            value = float(row[column]) if row[column] else None
            shown = figure_number(value, row["indicator"])
            assert reader.cells[table, row[key], column] == shown
        low, high = (figure_number(float(row[c]), row["indicator"]) for c in ("low", "high"))
        assert reader.cells[table, row[key], "range"] == f"{low} … {high}"


def test_each_table_has_a_line_for_each_row(pages, folder):
    rows = read(pages["en"]).rows
    for table in ("fit", "checks", "ridges", "emulator", "waves", "left_out"):
        assert len([row for row in rows if row[0] == table]) == len(rows_of(folder, f"{table}.csv"))
    assert len(set(rows)) == len(rows)


def test_numbers_of_the_other_tables(pages, folder):
    reader = read(pages["en"])
    for row in rows_of(folder, "checks.csv"):
        where = ("checks", f"{row['indicator']} {row['year']}")
        assert reader.number(*where, "median") == pytest.approx(float(row["median"]), abs=0.05)
        assert reader.number(*where, "last_value") == pytest.approx(
            float(row["last_value"]), abs=0.05)  # fmt: skip
    for row in rows_of(folder, "parameters.csv"):
        if row["figure"]:
            assert reader.cells["parameters", row["parameter"], "median"] == short(
                float(row["median"]))  # fmt: skip
            shrinkage = reader.number("parameters", row["parameter"], "shrinkage")
            assert shrinkage == pytest.approx(100 * float(row["shrinkage"]), abs=0.5)
    for row in rows_of(folder, "emulator.csv"):
        shown = reader.cells["errors", row["moment"], "observation"]
        value = float(row["observation"])
        assert shown.startswith(f"{100 * value:.2f}%" if row["relative"] == "1" else f"{value:.2f}")
    for row in rows_of(folder, "coverage.csv"):
        shown = reader.cells["coverage", row["parameter"], row["method"]]
        assert shown == f"{row['inside']} of {row['cities']}"


def test_projections_stand_beside_the_plan_s_targets(pages, folder):
    reader = read(pages["en"])
    last = [row for row in rows_of(folder, "projections.csv") if row["year"] == str(LAST_YEAR)]
    for row in last:
        where = ("projections", f"{row['indicator']} {row['prices']}")
        assert reader.number(*where, "median") == pytest.approx(float(row["median"]), abs=0.5)
    for prices in ("current", "constant_2020"):
        for name in PROJECTED[:2]:
            assert reader.number("projections", f"{name} {prices}", "aim") == plan_aim(name)
    assert reader.cells["projections", "above_scale_firms current", "aim"] == "–"


def test_what_a_measure_puts_in_is_no_test(tmp_path):
    folder = make_up(tmp_path / "posterior")
    rows = rows_of(folder, "checks.csv")
    rows[0] |= {"median": rows[0]["published"], "high": rows[0]["published"]}
    _write(folder / "checks.csv", rows)
    _sign(folder)
    reader = read(write_pages(folder, tmp_path)[1])
    assert reader.cells["checks", "revenue 2020", "kind"] == "put in"
    assert f"Of {len(rows) - 1}, {len(rows) - 1} lie within" in "".join(reader.text)


def test_the_summary_counts(pages, folder):
    scored = [row for row in rows_of(folder, "fit.csv") if row["role"] == "scored"]
    inside = [row for row in scored if row["inside"] == "1"]
    assert 0 < len(inside) <= len(scored)
    rows = rows_of(folder, "parameters.csv")
    told = [row for row in rows if row["disciplined"] == "1"]
    text = "".join(read(pages["en"]).text)
    assert f"{len(inside)} of {len(scored)} scored figures" in text
    assert f"discipline {len(told)} of {len(rows)} parameters" in text
    assert text.count(f"{len(told)} of {len(rows)}") == 2
    assert "No figure after 2020 was used." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_left_untranslated(pages, language):
    text = "\n".join(read(pages[language]).text)
    text = text.split("yongsim calibrate\n")[0]  # settings and files have their own names
    assert not re.search(r"{\w*}", text), "a blank that was not filled"
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", text), "a name where a label should stand"
    if language == "en":
        assert not CHINESE.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quick_fit_says_what_it_leaves_out(tmp_path, language):
    folder = make_up(tmp_path / "quick", quick=True)
    for page in write_pages(folder, tmp_path / "pages"):
        spoken = 0 if page.name.endswith("zh.html") else 1
        text = page.read_text(encoding="utf-8")
        for check in ("check_left_out", "check_cities", "check_route"):
            said = words.WORDS["left_out_by_quick"][spoken]
            assert said.format(check=words.WORDS[check][spoken]) in text
        assert words.WORDS["quick_fit"][spoken] in text
        assert 'data-name="coverage"' not in text and 'data-name="left_out"' not in text


def test_another_version_s_posterior_says_so(tmp_path, pages):
    folder = make_up(tmp_path / "posterior")
    page = write_pages(folder, tmp_path, stale=True)[1]
    assert words.WORDS["other_rules"][1] in page.read_text(encoding="utf-8")
    assert words.WORDS["other_rules"][1] not in pages["en"].read_text(encoding="utf-8")


def test_tempered_weights_are_told(tmp_path, pages):
    folder = make_up(tmp_path / "posterior")
    _sign(folder, power_of_weights=0.62)
    for page in write_pages(folder, tmp_path):
        assert "0.62" in page.read_text(encoding="utf-8").split("</header>")[0]
    assert "tempered" not in pages["en"].read_text(encoding="utf-8")


def test_without_a_chinese_font_figures_are_english_and_the_page_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "chinese_font", lambda: None)
    chinese, english = write_pages(make_up(tmp_path / "posterior"), tmp_path)
    assert "图中文字改用英文" in chinese.read_text(encoding="utf-8")
    assert read(chinese).addresses[0] == read(english).addresses[0]
    assert "figures use English" not in english.read_text(encoding="utf-8")


def test_the_same_folder_gives_the_same_page(folder, pages, tmp_path):
    for page in write_pages(folder, tmp_path):
        assert page.read_bytes() == (pages["zh"].parent / page.name).read_bytes()


@pytest.mark.parametrize("name", [*REQUIRED, "posterior.json"])
def test_a_missing_file_is_named(tmp_path, name):
    folder = make_up(tmp_path / "posterior")
    (folder / name).unlink()
    with pytest.raises(InputError, match=rf"{re.escape(name)}.*yongsim calibrate") as refused:
        write_pages(folder, tmp_path / "pages")
    assert len(str(refused.value).splitlines()) <= 3
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize("name", ["fit.csv", "ranks.csv"])
def test_a_damaged_table_is_refused(tmp_path, name):
    folder = make_up(tmp_path / "posterior")
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace("1", "2", 1), encoding="utf-8")
    with pytest.raises(InputError, match=f"{name}.*damaged"):
        write_pages(folder, tmp_path / "pages")


def _spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    _sign(folder)


SPOILT = [
    ("fit.csv", "members_inside", "members_within", "no column 'members_inside'"),
    ("waves.csv", "0.31", "often", "line 2: acceptance is 'often'; a number is needed"),
    ("parameters.csv", "productivity_trend", "productivity_tren", "did you mean 'productivity_tr"),
    ("emulator.csv", "gross_output", "gros_output", "did you mean 'gross_output'"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), SPOILT)
def test_a_strange_entry_is_refused_by_name(tmp_path, name, old, new, message):
    folder = make_up(tmp_path / "posterior")
    _spoil(folder, name, old, new)
    with pytest.raises(InputError, match=re.escape(message)):
        write_pages(folder, tmp_path / "pages")


def test_a_broken_posterior_json_is_refused(tmp_path):
    folder = make_up(tmp_path / "posterior")
    (folder / "posterior.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"posterior.json.*yongsim calibrate"):
        write_pages(folder, tmp_path / "pages")


# --- words ---------------------------------------------------------------------------------------

GROUPS = (words.WORDS, names.GROWTH, names.GROUPS)


@pytest.mark.parametrize(("key", "pair"), [pair for group in GROUPS for pair in group.items()])
def test_a_text_exists_in_both_languages_with_the_same_blanks(key, pair):
    zh, en = pair
    assert CHINESE.search(zh) or not re.search("[a-z]", re.sub(r"{\w*}", "", zh)), key
    assert en.strip() == en and en and not CHINESE.search(en)
    assert set(re.findall(r"{\w*}", zh)) == set(re.findall(r"{\w*}", en))


def test_every_text_is_used():
    paths = [path for path in (PACKAGE / "report" / "calibration").iterdir()
             if path.suffix in (".py", ".j2") and path.stem not in ("words", "names")]  # fmt: skip
    said = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    put_together = ("role_", "kind_", "prices_", "made_by_", "check_")
    unused = [key for key in words.WORDS if f'"{key}"' not in said
              and not key.startswith(put_together)
              and key not in names.RIDGES.values()]  # fmt: skip
    assert unused == []


def test_what_the_tables_name_has_words():
    assert {item.group for item in parameters().values()} <= set(names.GROUPS)
    assert {item.unit for item in parameters().values()} <= set(UNITS_ZH)
    assert {item.unit for item in INDICATOR.values()} <= set(UNITS_ZH)
    assert {frozenset(pair) for pair in EXPECTED} == set(names.RIDGES)
    assert {f"role_{target.role}" for target in targets()} <= set(words.WORDS)
