"""Scenario files: what is accepted, and that everything else is refused in a few words."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.base.errors import InputError
from sim.base.levers import GRADES, NO_LIMIT
from sim.base.parameters import parameters as declared_parameters
from sim.base.resources import folder
from sim.city.record import LAND_ACCOUNT, Record
from sim.park.atlas import places
from sim.policy.registry import instruments
from sim.scenario.load import LARGEST_FILE, Scenario, load_scenario, scenario_names

TITLE = '[title]\nzh = "试"\nen = "trial"\n'


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a scenario file and return its path."""

    def go(text: str | bytes, name: str = "trial.toml") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return go


def refusal(path: str) -> str:
    """The message with which a file is refused: one to three lines, not too long."""
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    text = str(caught.value)
    assert text.strip() and len(text.splitlines()) <= 3
    assert max(len(line) for line in text.splitlines()) < 600
    return text


def doses(scenario: Scenario, instrument: str, year: int) -> dict[str, Any]:
    """Doses in force in a year."""
    (one,) = [one for one in scenario.measures if one.name == instrument]
    return {name: schedule.at(year) for name, schedule in one.schedules.items()}


# --- the shipped ones ---------------------------------------------------------------------------


def test_shipped_scenarios_are_the_files(shipped: str) -> None:
    assert (folder("scenarios") / f"{shipped}.toml").is_file()
    assert {"baseline", "no_policy"} <= set(scenario_names())


def test_a_shipped_scenario_has_title_and_question(shipped: str) -> None:
    scenario = load_scenario(shipped)
    assert scenario.name == shipped and scenario.question is not None
    for text in (scenario.title, scenario.question):
        assert text.en.strip() and any("一" <= c <= "鿿" for c in text.zh)
        assert not any("一" <= c <= "鿿" for c in text.en)


def test_a_shipped_scenario_runs_to_the_end(shipped: str, run: Callable[..., Record]) -> None:
    record = run(load_scenario(shipped).measures, last_year=2025)
    assert record.years == list(range(2015, 2026))
    for figures in record.indicators:
        assert all(math.isfinite(value) for value in figures.values())
    booked = {row.instrument for row in record.ledger}
    booking = {one.name for one in load_scenario(shipped).measures if one.ledger}
    assert booked == booking | {LAND_ACCOUNT}


def test_only_the_scenario_without_measures_has_none() -> None:
    assert load_scenario("no_policy").measures == ()
    assert load_scenario("baseline").measures


# --- what a file may say ------------------------------------------------------------------------


def test_a_chain_of_extends_overrides_dose_by_dose(write: Callable[..., str]) -> None:
    write(TITLE + "[instruments.clearing]\nthreshold = 1\nquota = 10\n", "a.toml")
    write(f'extends = "a.toml"\n{TITLE}[instruments.clearing]\nquota = 20\n', "b.toml")
    last = write(f'extends = "./b.toml"\n{TITLE}[instruments.low_efficiency]\nquota = 5\n')
    scenario = load_scenario(last)
    assert doses(scenario, "clearing", 2016) == {"threshold": 1.0, "quota": 20.0}
    assert doses(scenario, "low_efficiency", 2016) == {"quota": 5.0}
    assert scenario.name == "trial"


def test_a_path_is_found_beside_the_file_that_names_it(
    write: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    write(TITLE + "[instruments.clearing]\nquota = 7\n", "deep/base.toml")
    path = write(f'extends = "base.toml"\n{TITLE}', "deep/top.toml")
    monkeypatch.chdir(tmp_path.parent)
    assert doses(load_scenario(path), "clearing", 2016) == {"quota": 7.0}


def test_a_table_of_years_takes_force_year_by_year(write: Callable[..., str]) -> None:
    path = write(TITLE + "[instruments.clearing]\nquota = { 2021 = 30, 2018 = 10 }\n")
    scenario = load_scenario(path)
    found = [doses(scenario, "clearing", year)["quota"] for year in (2017, 2018, 2020, 2021, 2025)]
    assert found == [None, 10.0, 10.0, 30.0, 30.0]


@pytest.mark.parametrize("written", ["[0.1, 0.2, 0.3, 0]", "{ A = 0.1, B = 0.2, C = 0.3, D = 0 }"])
def test_grades_are_given_as_a_list_or_by_name(write: Callable[..., str], written: str) -> None:
    path = write(TITLE + f"[instruments.upgrade_subsidy]\nrate = {written}\n")
    assert doses(load_scenario(path), "upgrade_subsidy", 2016)["rate"] == (0.1, 0.2, 0.3, 0.0)


def test_one_number_goes_for_all_grades(write: Callable[..., str]) -> None:
    path = write(TITLE + "[instruments.upgrade_subsidy]\nrate = { 2020 = 0.1 }\n")
    assert doses(load_scenario(path), "upgrade_subsidy", 2020)["rate"] == (0.1,) * len(GRADES)


def test_places_are_given_as_a_list_or_by_name(write: Callable[..., str]) -> None:
    names = [place.name for place in places()]
    for written in (f'["{names[3]}", "{names[0]}"]', f"{{ {names[3]} = 1, {names[0]} = 1 }}",
                    f'{{ 2020 = ["{names[3]}", "{names[0]}"] }}'):  # fmt: skip
        scenario = load_scenario(write(TITLE + f"[instruments.park_clearance]\nplaces = {written}"))
        assert dict(doses(scenario, "park_clearance", 2020)["places"]) == {3: 1.0, 0: 1.0}


def test_choices_and_no_limit_are_words(write: Callable[..., str]) -> None:
    path = write(TITLE + '[instruments.upgrade_subsidy]\nqueue = "small_first"\nbudget = inf\n')
    found = doses(load_scenario(path), "upgrade_subsidy", 2016)
    assert found == {"queue": 2.0, "budget": NO_LIMIT}


def test_a_parameter_may_be_changed_within_its_bounds(write: Callable[..., str]) -> None:
    item = next(item for item in declared_parameters().values() if item.low < item.high)
    path = write(f"{TITLE}[parameters]\n{item.name} = {item.high}\n")
    assert load_scenario(path).parameters[item.name] == item.high
    assert load_scenario("baseline").parameters[item.name] == item.value


def test_a_byte_order_mark_and_windows_lines_are_read(write: Callable[..., str]) -> None:
    text = (TITLE + "[instruments.clearing]\nquota = 3\n").replace("\n", "\r\n")
    path = write(b"\xef\xbb\xbf" + text.encode())
    assert doses(load_scenario(path), "clearing", 2016) == {"quota": 3.0}


# --- what is refused ----------------------------------------------------------------------------

PLACE = places()[0].name
NEAREST = [
    ("[instruments.upgrade_subsidi]\nrate = 0.1\n", "upgrade_subsidy"),
    ("[instruments.upgrade_subsidy]\nrates = 0.1\n", "rate"),
    ('[instruments.upgrade_subsidy]\nqueue = "scores"\n', "score"),
    ("[instrument.upgrade_subsidy]\nrate = 0.1\n", "instruments"),
    (f'[instruments.park_clearance]\nplaces = ["{PLACE[:-1]}"]\n', PLACE),
    ("[parameters]\nhurdle_spred = 0.1\n", "hurdle_spread"),
]


@pytest.mark.parametrize(("text", "nearest"), NEAREST)
def test_an_unknown_name_is_answered_with_the_nearest(
    write: Callable[..., str], text: str, nearest: str
) -> None:
    assert f"'{nearest}'" in refusal(write(TITLE + text))


def test_an_unknown_key_of_the_title_is_answered(write: Callable[..., str]) -> None:
    assert "zh" in refusal(write('[title]\nzh = "试"\nen = "trial"\nzhh = "x"\n'))


def test_an_unknown_scenario_is_answered(write: Callable[..., str]) -> None:
    assert "'baseline'" in refusal("baselin")
    assert "'baseline'" in refusal(write(f'extends = "baselin"\n{TITLE}'))


REFUSED = {
    "empty": "",
    "no title": "[instruments.clearing]\nquota = 1\n",
    "half a title": '[title]\nzh = "试"\n',
    "empty title": '[title]\nzh = ""\nen = ""\n',
    "title as text": 'title = "x"\n',
    "not TOML": "title == 3\n",
    "a key twice": TITLE + "[instruments.clearing]\nquota = 1\nquota = 2\n",
    "a table twice": TITLE + "[instruments.clearing]\n[instruments.clearing]\n",
    "instruments as list": TITLE + 'instruments = ["clearing"]\n',
    "dose below": TITLE + "[instruments.clearing]\nquota = -1\n",
    "dose above": TITLE + "[instruments.clearing]\nquota = 1e9\n",
    "dose nan": TITLE + "[instruments.clearing]\nquota = nan\n",
    "dose inf": TITLE + "[instruments.clearing]\nquota = inf\n",
    "dose -inf": TITLE + "[instruments.upgrade_subsidy]\nbudget = -inf\n",
    "dose true": TITLE + "[instruments.clearing]\nquota = true\n",
    "dose text": TITLE + '[instruments.clearing]\nquota = "many"\n',
    "dose date": TITLE + "[instruments.clearing]\nquota = 2020-01-01\n",
    "dose huge": TITLE + f"[instruments.clearing]\nquota = {'9' * 400}\n",
    "dose empty table": TITLE + "[instruments.clearing]\nquota = {}\n",
    "dose by wrong year": TITLE + "[instruments.clearing]\nquota = { 218 = 1 }\n",
    "dose by far year": TITLE + "[instruments.clearing]\nquota = { 1066 = 1 }\n",
    "dose by year, text": TITLE + '[instruments.clearing]\nquota = { 2018 = "x" }\n',
    "dose by year by year": TITLE + "[instruments.clearing]\nquota = { 2018 = { 2019 = 1 } }\n",
    "grades short": TITLE + "[instruments.upgrade_subsidy]\nrate = [0.1, 0.1, 0.1]\n",
    "grades long": TITLE + "[instruments.upgrade_subsidy]\nrate = [0.1, 0.1, 0.1, 0, 0]\n",
    "grades named short": TITLE + "[instruments.upgrade_subsidy]\nrate = { A = 0.1 }\n",
    "grades misnamed": TITLE + "[instruments.upgrade_subsidy]\nrate = {A=0,B=0,C=0,E=0}\n",
    "grade nan": TITLE + "[instruments.upgrade_subsidy]\nrate = [nan, 0, 0, 0]\n",
    "grade true": TITLE + "[instruments.upgrade_subsidy]\nrate = [true, 0, 0, 0]\n",
    "grade nested": TITLE + "[instruments.upgrade_subsidy]\nrate = [[0.1], 0, 0, 0]\n",
    "choice out": TITLE + "[instruments.upgrade_subsidy]\nqueue = 7\n",
    "choice between": TITLE + "[instruments.upgrade_subsidy]\nqueue = 0.5\n",
    "places as number": TITLE + "[instruments.park_clearance]\nplaces = 3\n",
    "places of numbers": TITLE + "[instruments.park_clearance]\nplaces = [3]\n",
    "places nested": TITLE + '[instruments.park_clearance]\nplaces = [["a"]]\n',
    "places of tables": TITLE + '[instruments.park_clearance]\nplaces = [{ a = "b" }]\n',
    "parameter below": TITLE + "[parameters]\nhurdle_spread = -1\n",
    "parameter huge": TITLE + f"[parameters]\nhurdle_spread = {'9' * 400}\n",
    "parameter nan": TITLE + "[parameters]\nhurdle_spread = nan\n",
    "parameter true": TITLE + "[parameters]\nhurdle_spread = true\n",
    "parameter text": TITLE + '[parameters]\nhurdle_spread = "0.1"\n',
    "extends a number": f"extends = 3\n{TITLE}",
    "extends nothing": f'extends = ""\n{TITLE}',
    "extends a missing file": f'extends = "missing.toml"\n{TITLE}',
    "extends a folder": f'extends = "../"\n{TITLE}',
    "extends another kind of file": f'extends = "/etc/passwd"\n{TITLE}',
    "extends a null": f'extends = "a\\u0000b.toml"\n{TITLE}',
    "extends a long name": f'extends = "{"x" * 5000}.toml"\n{TITLE}',
    "deep arrays": TITLE + f"x = {'[' * 5000}{']' * 5000}\n",
    "deep tables": TITLE + f"[instruments.{'.'.join('a' * 1500)}]\n",
    "control character": TITLE.replace("trial", "tri\x00al"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_bad_file_is_refused(write: Callable[..., str], case: str) -> None:
    refusal(write(REFUSED[case]))


def test_values_out_of_bounds_name_key_value_and_bounds(write: Callable[..., str]) -> None:
    text = refusal(write(TITLE + "[instruments.clearing]\nquota = 1e9\n"))
    card = instruments()["clearing"].doses()["quota"]
    assert all(part in text for part in ("clearing.quota", "1e+09", f"{card.high:g}", card.unit))


def test_a_cycle_is_refused(write: Callable[..., str]) -> None:
    write(f'extends = "b.toml"\n{TITLE}', "a.toml")
    path = write(f'extends = "a.toml"\n{TITLE}', "b.toml")
    assert "extends itself" in refusal(path)
    assert "extends itself" in refusal(write(f'extends = "self.toml"\n{TITLE}', "self.toml"))


def test_a_very_long_chain_is_refused(write: Callable[..., str]) -> None:
    write(TITLE, "s0.toml")
    for k in range(1, 40):
        path = write(f'extends = "s{k - 1}.toml"\n{TITLE}', f"s{k}.toml")
    assert "extend" in refusal(path)


def test_a_large_file_is_refused_before_it_is_read(write: Callable[..., str]) -> None:
    assert "1 MB" in refusal(write(TITLE + "#" * (2 * LARGEST_FILE)))


def test_other_encodings_are_refused(write: Callable[..., str]) -> None:
    assert "UTF-8" in refusal(write(TITLE.encode("gbk")))
    refusal(write(TITLE.encode("utf-16")))
    refusal(write(bytes(range(256))))


@pytest.mark.parametrize("name", ["", ".", "..", "/", "~", "trial", "a\0b.toml", "x" * 5000,
                                  "../../etc/passwd", "/dev/null", "/proc/self/mem", "con.toml/"])
def test_no_other_name_opens_anything(name: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    refusal(name)


def test_a_folder_or_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    refusal(str(tmp_path / "folder.toml"))
    (tmp_path / "link.toml").symlink_to(tmp_path / "nowhere.toml")
    refusal(str(tmp_path / "link.toml"))


def test_loading_changes_no_file(tmp_path: Path) -> None:
    shutil.copytree(folder("scenarios"), tmp_path / "s")
    before = {path: path.read_bytes() for path in (tmp_path / "s").rglob("*.toml")}
    for path in (tmp_path / "s").glob("*.toml"):
        load_scenario(str(path))
    assert {path: path.read_bytes() for path in (tmp_path / "s").rglob("*.toml")} == before


# --- anything else ------------------------------------------------------------------------------

SEED_TEXTS = [(folder("scenarios") / f"{name}.toml").read_bytes() for name in scenario_names()]
PIECES = [b"nan", b"inf", b"-1", b"1e400", b"true", b'"x"', b"[", b"]", b"{", b"}", b"=", b"\n",
          b"[[title]]", b"[instruments.clearing]\n", b"2018", b"\x00", b"\xff", b"'", b'"""', b"#",
          b"9" * 30, b"1979-05-27", b"extends = 'no_policy'\n", b"0x10", b"{ 2018 = [] }", b"[]",
          "目标".encode(), b".", b"[title.zh]\n", b"rate = 0.1\n", b"\\u0000"]  # fmt: skip


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A shipped scenario with a few pieces cut out, doubled, or put in."""
    text = draw(st.sampled_from(SEED_TEXTS))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text)))
        to = min(at + draw(st.integers(0, 12)), len(text))
        way = draw(st.sampled_from(["cut", "double", "put", "swap"]))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
        middle = {"cut": b"", "double": text[at:to] * 2, "put": piece + text[at:to],
                  "swap": piece}[way]  # fmt: skip
        text = text[:at] + middle + text[to:]
    return text


@settings(max_examples=500, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(text=mutilated())
def test_any_file_is_accepted_or_refused(text: bytes, tmp_path: Path) -> None:
    for name in scenario_names():
        target = tmp_path / f"{name}.toml"
        if not target.exists():
            shutil.copy(folder("scenarios") / f"{name}.toml", target)
    path = tmp_path / "mutilated.toml"
    path.write_bytes(text)
    try:
        scenario = load_scenario(str(path))
    except InputError as error:
        assert 1 <= len(str(error).splitlines()) <= 3
        return
    known = declared_parameters()
    assert all(known[name].low <= value <= known[name].high
               for name, value in scenario.parameters.items())  # fmt: skip
    for one in scenario.measures:
        for year in (2016, 2025):
            for dose, value in doses(scenario, one.name, year).items():
                card = one.kind.doses()[dose]
                if value is not None and card.over != "place":
                    numbers = np.ravel(np.array(value, dtype=float))
                    assert ((numbers >= card.low) & (numbers <= card.high)).all()


def test_a_dose_from_a_later_year_leaves_the_inherited_one_before_it(tmp_path: Path) -> None:
    path = tmp_path / "later.toml"
    path.write_text(
        'extends = "baseline"\n[title]\nzh = "测试"\nen = "test"\n'
        "[instruments.upgrade_subsidy]\nrate = { 2021 = [0.2, 0.15, 0.1, 0.0] }\n",
        encoding="utf-8",
    )

    def rate(scenario: Scenario, year: int) -> object:
        one = next(one for one in scenario.measures if one.name == "upgrade_subsidy")
        return one.schedules["rate"].at(year)

    changed, base = load_scenario(str(path)), load_scenario("baseline")
    assert rate(changed, 2020) == rate(base, 2020)
    assert rate(changed, 2021) == (0.2, 0.15, 0.1, 0.0)
    assert changed.resolved["instruments"]["upgrade_subsidy"]["rate"].keys() == {"2016", "2021"}
