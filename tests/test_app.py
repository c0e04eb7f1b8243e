"""The page of `yongsim app`: its guards, its plan, what it shows and writes."""

from __future__ import annotations

import io
import json
import math
import re
import string
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from helpers import PACKAGE

pytest.importorskip("dash", reason="the extra 'app' is not installed")

from sim.app import acts, city, guard, jobs, page, words
from sim.app.build import build
from sim.app.doses import Written, choice_label, controls, read_text
from sim.app.fan import fan
from sim.app.files import file_of
from sim.app.jobs import Job, Jobs, hear, numbers_of
from sim.app.panels import choose, edit, money, results, run, targets
from sim.app.plan import BASELINE, MOST_OPTIONS, Option, Plan, read_plan, refusal, toml_of
from sim.app.serve import listen
from sim.app.tableau import FIGURES, grade_shares, tableau
from sim.app.workbook import workbook
from sim.app.worker import Found, find
from sim.app_cli import app as open_page
from sim.base.errors import InputError
from sim.base.levers import NO_LIMIT
from sim.compare.paths import place_medians
from sim.park.atlas import places
from sim.policy.registry import instruments
from sim.report.compare.labels import signed
from sim.report.compare.write import finding_tables
from sim.report.paper import cells
from sim.report.words import Language
from sim.scenario.load import load_scenario, scenario_names

LANGUAGES: tuple[Language, Language] = ("zh", "en")
EDITED = Option(1, "full_plan", "", 2022, {
    "upgrade_subsidy.rate": Written(("0.2", "0.1", "0.05", "0")),
    "clearing.quota": Written(("100",)),
})  # fmt: skip
PLAN = Plan((EDITED, Option(2, "no_policy")), "0.01", "3")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What a comparison finds on a tiny city."""
    folder = tmp_path_factory.mktemp("job")
    scenarios = [BASELINE, *(jobs.scenario_of(one, folder) for one in PLAN.options)]
    return find({"scenarios": scenarios, "firms": 0.01, "draws": 3, "kind": "posterior",
                 "workers": 1})  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    pool = Jobs()
    app = build(pool, "zh", Plan())
    yield app.server.test_client()
    pool.close()


def texts(component: Any) -> str:
    """Every text of a component, tags left out."""
    if component is None or isinstance(component, bool):
        return ""
    if isinstance(component, str | int | float):
        return f"{component}\n"
    if isinstance(component, list | tuple):
        return "".join(texts(one) for one in component)
    own = [getattr(component, name, None) for name in ("children", "options", "placeholder")]
    return "".join(texts([one["label"] for one in each] if isinstance(each, list) and each
                         and isinstance(each[0], dict) else each) for each in own)  # fmt: skip


# --- words --------------------------------------------------------------------------------------


def test_every_text_is_there_in_both_languages() -> None:
    for key, (zh, en) in words.WORDS.items():
        blanks = [{name for _, name, _, _ in string.Formatter().parse(text) if name}
                  for text in (zh, en)]  # fmt: skip
        assert zh and en and blanks[0] == blanks[1], key
        assert re.search("[一-鿿]", zh) and not re.search("[一-鿿]", en), key


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (PACKAGE / "app").rglob("*.py")
               if path.name != "words.py"]  # fmt: skip
    text = "\n".join([*sources, (PACKAGE / "app_cli.py").read_text(encoding="utf-8")])
    made = re.findall(r"""f["']([a-z_]+_)\{""", text)  # keys put together from two parts
    for key in words.WORDS:
        made_up = any(key.startswith(head) for head in made)
        assert made_up or re.search(f"[\"']{key}[\"']", text), key
    for key in re.findall(r'\bsay\("([a-z_]+)"', text):
        assert key in words.WORDS, key
    choices = {name for kind in instruments().values() for card in kind.doses().values()
               for name in card.choices}  # fmt: skip
    assert all(choice_label(name, one) for name in choices for one in LANGUAGES)


def test_no_panel_mixes_languages(found: Found) -> None:
    """English panels hold no Chinese but the language's own name; Chinese ones are Chinese."""
    for view in page.VIEWS:
        shown = texts(page.panel(view, PLAN, {}, found, "en"))
        assert shown.strip() and not re.search("[一-鿿]", shown), view
        assert re.search("[一-鿿]", texts(page.panel(view, PLAN, {}, found, "zh"))), view
    for name in results.SECTIONS:
        assert not re.search("[一-鿿]", texts(results.section(found, name, "en"))), name


# --- who may ask --------------------------------------------------------------------------------

HERE = {"Host": "127.0.0.1:8250"}
ASKED = "/_dash-update-component"


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 200), ({"Host": "localhost:1"}, 200), ({"Host": "[::1]:8250"}, 200),
    ({"Host": "evil.example:8250"}, 403), ({"Host": "127.0.0.1.evil.example"}, 403),
    ({"Host": "10.0.0.1:8250"}, 403), ({"Host": ""}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
    ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200),
])  # fmt: skip
def test_the_page_answers_to_its_own_name_only(
    client: Any, headers: dict[str, str], status: int
) -> None:
    assert client.get("/", headers={**HERE, **headers}).status_code == status


@pytest.mark.parametrize(("headers", "allowed"), [
    ({"Origin": "http://127.0.0.1:8250", "Sec-Fetch-Site": "same-origin"}, True),
    ({"Origin": "http://127.0.0.1:8250"}, True),
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({}, False),
    ({"Origin": "http://evil.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": "http://127.0.0.1:9999"}, False),
    ({"Origin": "http://127.0.0.1:8250", "Sec-Fetch-Site": "cross-site"}, False),
    ({"Origin": "http://127.0.0.1:8250", "Sec-Fetch-Site": "none"}, False),
    ({"Host": "evil.example", "Origin": "http://evil.example"}, False),
])  # fmt: skip
def test_nothing_is_changed_for_another_site(
    client: Any, headers: dict[str, str], allowed: bool
) -> None:
    answer = client.post(ASKED, headers={**HERE, **headers}, data="{}",
                         content_type="application/json")  # fmt: skip
    assert (answer.status_code != 403) == allowed


def test_another_host_lets_in_addresses_but_no_strange_names() -> None:
    names = guard.LOOPBACK | {"0.0.0.0", "office-pc"}
    assert guard.answers_to("192.168.1.7:8250", names, True)
    assert guard.answers_to("office-pc:8250", names, True)
    assert not guard.answers_to("evil.example:8250", names, True)
    assert not guard.answers_to("[::1", names, True)


def test_the_page_loads_nothing_from_elsewhere(client: Any) -> None:
    answer = client.get("/", headers=HERE)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy and "http" not in policy
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script and "'sha256-" in script
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    html = answer.get_data(as_text=True)
    assert re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', html) == []
    refused = client.get("/", headers={"Host": "evil.example"})
    assert refused.headers["Content-Security-Policy"]


def test_no_tool_for_developers_is_on(client: Any) -> None:
    assert client.get("/_mcp", headers=HERE).mimetype == "text/html"  # the page, and no tool
    settings = json.loads(re.search(
        r'id="_dash-config"[^>]*>(.*?)</script>', client.get("/", headers=HERE).get_data(True), re.S
    )[1])  # type: ignore[index]  # fmt: skip
    assert not settings.get("ui") and not settings.get("hot_reload")


def test_a_taken_port_is_refused_in_a_line() -> None:
    pool = Jobs()
    try:
        server = listen("127.0.0.1", 0, pool, "zh")
        assert server.server_port > 0
        with pytest.raises(InputError) as caught:
            listen("127.0.0.1", server.server_port, pool, "zh")
        assert f"--port {server.server_port}" in str(caught.value) and "端口" in caught.value.zh
        server.server_close()
        with pytest.raises(InputError, match="--port 70000"):
            listen("127.0.0.1", 70000, pool, "zh")
    finally:
        pool.close()
    assert not pool.folder.exists()


def test_the_command_warns_of_another_host_and_refuses_a_wrong_port(
    capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError, match="--port 70000"):
        open_page(port=70000, host="0.0.0.0", lang="en")
    assert "0.0.0.0 can be reached from other machines" in capsys.readouterr().err
    with pytest.raises(InputError, match="firms = 7"):
        open_page(firms=7.0)


# --- the plan -----------------------------------------------------------------------------------


def test_a_plan_survives_the_browser() -> None:
    assert read_plan(json.loads(json.dumps(PLAN.stored()))) == PLAN


@pytest.mark.parametrize("stored", [
    None, [], "x", {"options": [None]}, {"options": [{"number": 1}]},
    {"options": [{"number": 9, "base": "full_plan", "title": "", "since": 2021, "changes": {}}]},
    {"options": [{"number": 1, "base": "../etc/x.toml", "title": "", "since": 2021,
                  "changes": {}}]},
    {"options": [{"number": 1, "base": "full_plan", "title": "", "since": 1999, "changes": {}}]},
])  # fmt: skip
def test_what_is_no_plan_is_left_out(stored: Any) -> None:
    assert read_plan(stored).options == ()


def test_a_strange_change_is_left_out() -> None:
    one = {"number": 1, "base": "full_plan", "title": "a\nb", "since": 2021, "changes": {
        "nothing.quota": {"texts": ["1"]}, "clearing.nothing": {"texts": ["1"]},
        "clearing.quota": {"texts": []}, "clearing.threshold": {"texts": ["１.5"]},
    }}  # fmt: skip
    (option,) = read_plan({"options": [one]}).options
    assert option.changes == {"clearing.threshold": Written(("1.5",))} and option.title == "ab"


def test_four_options_are_the_most() -> None:
    plan = Plan()
    for name in scenario_names()[:8]:
        plan = plan.added(name)
    assert len(plan.options) == MOST_OPTIONS
    assert {one.number for one in plan.without(2).added("no_policy").options} == {1, 2, 3, 4}
    boxes = choose.options(plan, "zh")
    assert all(box["disabled"] == (box["value"] not in choose.bases(plan)) for box in boxes)


def test_boxes_are_ticked_and_unticked() -> None:
    plan = choose.ticked(Plan(), ["full_plan", "no_policy", "baseline", "nothing"])
    assert [one.base for one in plan.options] == ["full_plan", "no_policy"]
    assert [one.base for one in choose.ticked(plan, ["no_policy"]).options] == ["no_policy"]
    copied = choose.copied(choose.copied(plan.with_option(EDITED), 1), 0)
    assert [one.base for one in copied.options] == ["full_plan", "no_policy", "full_plan", BASELINE]
    assert copied.options[2].changes == EDITED.changes


def test_what_runs_is_the_file_that_is_downloaded(tmp_path: Path) -> None:
    text = toml_of(EDITED)
    path = tmp_path / "option_1.toml"
    path.write_text(text, encoding="utf-8")
    scenario = load_scenario(str(path))
    assert jobs.scenario_of(EDITED, tmp_path) == str(path) and path.read_text() == text
    mine = {one.name: one for one in scenario.measures}
    base = {one.name: one for one in load_scenario("full_plan").measures}
    assert mine["upgrade_subsidy"].doses(2022)["rate"] == (0.2, 0.1, 0.05, 0.0)
    assert mine["upgrade_subsidy"].doses(2025)["rate"] == (0.2, 0.1, 0.05, 0.0)
    assert mine["upgrade_subsidy"].doses(2021) == base["upgrade_subsidy"].doses(2021)
    assert mine["clearing"].doses(2023)["quota"] == 100.0
    assert mine["energy_quota"].schedules == base["energy_quota"].schedules  # a ramp stays one
    written = tomllib.loads(text)
    assert written["extends"] == "full_plan" and "clearing.quota" in written["sources"]


@pytest.mark.parametrize(("key", "texts"), [
    ("upgrade_subsidy.rate", ("0.9", "0", "0", "0")), ("clearing.quota", ("many",)),
    ("clearing.quota", ("-1",)), ("clearing.quota", ("",)), ("clearing.quota", ("nan",)),
    ("clearing.quota", ("inf",)), ("upgrade_subsidy.queue", ("first",)),
])  # fmt: skip
def test_a_wrong_value_is_refused_in_the_words_of_a_scenario_file(
    key: str, texts: tuple[str, ...], tmp_path: Path
) -> None:
    option = Option(1, "full_plan", changes={key: Written(texts)})
    said = refusal(key, option.changes[key], "option_1.toml")
    assert said is not None and key in str(said) and key in said.zh
    with pytest.raises(InputError) as caught:
        jobs.scenario_of(option, tmp_path)
    assert str(caught.value) == str(said) and caught.value.zh == said.zh
    assert list(tmp_path.iterdir()) == []  # nothing half-written


def test_no_limit_is_said_in_words() -> None:
    for text in ("不限", "no limit", "INF", "∞"):
        written = read_text({"texts": [text]})
        assert written is not None
        assert refusal("upgrade_subsidy.cap", written, "") is None
        option = Option(1, "full_plan", changes={"upgrade_subsidy.cap": written})
        assert "cap = { 2021 = inf }" in toml_of(option)


# --- the editor ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(instruments()))
def test_every_dose_can_be_set_within_its_bounds(kind: str) -> None:
    """A control per dose; a slider inside the bounds; what it starts from is accepted."""
    for base in (BASELINE, "full_plan"):
        found = {one.key: one for one in controls(load_scenario(base), kind, 2021)}
        assert set(found) == {f"{kind}.{dose}" for dose in instruments()[kind].doses()}
        for key, control in found.items():
            card = control.card
            assert control.low == card.low
            assert control.high is None or card.low < control.high <= card.high
            assert control.high == card.high or card.high >= NO_LIMIT
            assert 0.0 < control.step <= max(1.0, 0.05 * ((control.high or 1.0) - card.low))
            assert refusal(key, control.base, base) is None, key
    text = texts(edit.form(EDITED, kind, "zh"))
    for card in instruments()[kind].doses().values():
        assert card.zh in text and card.source in text


def test_only_what_differs_is_a_change() -> None:
    option = Option(1, "full_plan")
    same = {one.key: one.base for one in controls(load_scenario("full_plan"), "clearing", 2021)}
    assert edit.edited(option, same).changes == {}
    typed = {**same, "clearing.quota": Written(("7",))}
    assert edit.edited(option, typed).changes == {"clearing.quota": Written(("7",))}
    again = {**same, "clearing.quota": Written((f"{float(same['clearing.quota'].texts[0])}",))}
    assert edit.edited(edit.edited(option, typed), again).changes == {}


def test_all_boxes_together_make_the_option() -> None:
    """No box is forgotten when several change before the server has answered."""
    def box(role: str, dose: str, part: int, value: Any) -> dict[str, Any]:
        return {"id": {"role": role, "option": 1, "kind": "upgrade_subsidy", "dose": dose,
                       "part": part}, "value": value}  # fmt: skip

    boxes = [box("box", "rate", part, text) for part, text in enumerate(("0.3", "0.2", "0.1", "0"))]
    picks = [box("pick", "queue", 0, "lot")]
    titles = [{"id": {"role": "title", "option": 1}, "value": " mine "}]
    option = acts.typed_option(PLAN, [boxes, picks, []], titles)
    assert option is not None and option.title == "mine"
    assert option.changes["upgrade_subsidy.rate"] == Written(("0.3", "0.2", "0.1", "0"))
    assert option.changes["upgrade_subsidy.queue"] == Written(("lot",))
    assert option.changes["clearing.quota"] == EDITED.changes["clearing.quota"]
    assert acts.typed_option(Plan(), [boxes, picks, []], titles) is None


# --- running ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("firms", "draws", "kind"), [
    ("x", "3", "posterior"), ("0", "3", "posterior"), ("2", "3", "posterior"),
    ("0.1", "0", "posterior"), ("0.1", "1.5", "posterior"), ("0.1", "", "posterior"),
    ("0.1", "3", "guess"),
])  # fmt: skip
def test_numbers_of_a_run_are_refused_like_those_of_the_command(
    firms: str, draws: str, kind: str
) -> None:
    with pytest.raises(InputError) as caught:
        numbers_of(Plan(firms=firms, draws=draws, kind=kind))
    assert caught.value.zh != str(caught.value)


def test_a_plan_that_cannot_run_leaves_no_job() -> None:
    pool = Jobs()
    twice = Plan((Option(1, "no_policy"), Option(2, "no_policy")), "0.01", "2")
    wrong = Option(1, "no_policy", changes={"clearing.quota": Written(("-1",))})
    for plan in (Plan(firms="0.01"), twice, Plan((wrong,), "0.01", "2")):
        with pytest.raises(InputError):
            pool.start(plan)
    assert list(pool.folder.iterdir()) == []
    assert pool.get("x") is None and pool.found("x") is None
    pool.close()
    assert not pool.folder.exists()


def test_a_job_hears_its_process() -> None:
    job = Job("x", Path(), PLAN)
    hear(job, "not ours\n")
    hear(job, '{"total": 12, "cold": true}')
    assert (job.state, job.total, job.done) == (jobs.RUNNING, 12, 0)
    assert "编译" in run.state_text(job, "zh")
    hear(job, '{"done": 3}')
    assert job.left is not None and run.state_text(job, "en") == "running: 3 of 12"
    shown = texts(run.progress(job, False, "zh"))
    assert "3/12" in shown
    hear(job, '{"refused": {"zh": "不行", "en": "no"}}')
    assert job.state == jobs.REFUSED and "不行" in texts(run.progress(job, False, "zh"))
    assert "重新" in texts(run.progress(None, True, "zh")) and run.progress(None, False, "zh") == []


# --- results ------------------------------------------------------------------------------------


def test_the_target_table_shows_the_audit(found: Found) -> None:
    names = results.names_of(found, "en")
    shown = texts(targets.section(found.findings, names, "en"))
    rows = [row for row in found.findings.audits if row.plain.probability is not None]
    assert len(names) == 3 and rows
    for row in rows:
        assert row.plain.target.en in shown
        low, high = 100.0 * (row.plain.low or 0.0), 100.0 * (row.plain.high or 0.0)
        assert f"{low:.0f}–{high:.0f}%" in shown
    missing = [row.plain.target for row in found.findings.audits
               if not row.plain.target.represented]  # fmt: skip
    assert missing and all(one.reason_en in shown for one in missing)


def test_differences_and_costs_are_those_found(found: Found) -> None:
    shown = texts(results.section(found, "differences", "zh"))
    for row in found.findings.differences:
        if row.indicator == "value_added":
            assert row.difference.low is not None
            assert f"{signed(row.difference.low, 1)} … " in shown
    ledger = texts(money.section(found.findings, results.names_of(found, "zh"), "zh"))
    assert "土地收支" in ledger and "技改补助" in ledger and "无法判定" in ledger


def test_fans_draw_the_runs(found: Found) -> None:
    ensembles = found.findings.comparison.ensembles
    figure = fan(ensembles, results.names_of(found, "zh"), "value_added", "zh")
    medians = [line.y for line in figure.data if line.line.width == 2.4]
    assert len(medians) == len(ensembles)
    for drawn, one in zip(medians, ensembles, strict=True):
        assert np.allclose(drawn, np.median(one.values("value_added"), axis=0))


def test_the_tableau_holds_the_57_sub_areas(found: Found) -> None:
    parks = [place for place in places() if place.is_park]
    assert len(parks) == 57
    for figure in FIGURES:
        shown = texts(tableau(found, "no_policy", figure, 2020, "zh"))
        assert all(place.zh in shown for place in parks)
    ensemble = found.findings.comparison.ensembles[2]
    prices = place_medians(ensemble, "land_price", 2020)
    shown = texts(tableau(found, "no_policy", "land_price", 2020, "en"))
    assert all(f"{price:,.1f}" in shown for price, place in zip(prices, places(), strict=True)
               if place.is_park)  # fmt: skip


def test_grades_by_place_add_up_to_the_firms(found: Found) -> None:
    for k, ensemble in enumerate(found.findings.comparison.ensembles):
        name = ensemble.scenario.name
        firms = np.mean([record.places[-1][0] for record in ensemble.records], axis=0)
        assert np.allclose(grade_shares(found, name, 2025).sum(axis=1), firms), k
        trace = found.traces[name]
        counted = city.counts(trace, 2025, "grade"), city.counts(trace, 2025, "rung")
        assert np.isclose(sum(counted[0]), sum(counted[1]))
        assert trace.indicators[-1] == ensemble.records[0].indicators[-1]


def test_every_firm_has_room_in_its_tile(found: Found) -> None:
    trace = found.traces[BASELINE]
    content = json.loads(json.dumps(city.payload(trace, "zh")))
    margin = content["margin"]
    area = sum(tile["width"] * tile["height"] for tile in content["tiles"])
    assert np.isclose(area, city.WIDTH * city.HEIGHT) and len(content["tiles"]) == len(places())
    for year, firms in content["years"].items():
        assert len(firms["place"]) == trace.firms[int(year) - 2015].key.shape[0]
        for tile in content["tiles"]:
            side = tile["side"]
            across = int((tile["width"] - 2 * margin) / side)
            lines = -(-firms["place"].count(tile["place"]) // max(across, 1))
            room = tile["height"] - 2 * margin - content["heading"]
            assert lines == 0 or lines * side <= room + 1e-6


# --- files --------------------------------------------------------------------------------------


def test_the_workbook_holds_the_tables(found: Found) -> None:
    language: Language = "zh"
    content = workbook(found, language)
    assert content == workbook(found, language)  # no time, no chance
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 12
    for name, table in finding_tables(found.findings).items():
        sheet = book[words.say(f"sheet_{name}", language)]
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) - 1 == table.num_rows, name
        assert set(table.column_names) <= set(rows[0])
        for column in table.column_names:
            at = rows[0].index(column)
            for row, value in zip(rows[1:], table[column].to_pylist(), strict=True):
                held = row[at]
                if isinstance(value, float):
                    assert math.isclose(held, value) if math.isfinite(value) else held is None
                elif value not in (None, ""):
                    assert held == value
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_pictures_can_be_taken(found: Found) -> None:
    """Of all scenarios together, and of one; the catalogue's own tests draw the others."""
    for name in ("differences", "land.option_1"):
        called, content = file_of(found, PLAN, Path(), "png", name, "zh")
        assert called == f"{name}.png" and content.startswith(b"\x89PNG") and b"yongsim" in content


@pytest.mark.slow
def test_the_report_says_what_was_found(found: Found, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="the extra 'report' is not installed")
    called, content = file_of(found, PLAN, tmp_path, "docx", "", "zh")
    document = docx.Document(io.BytesIO(content))
    shown = {cell.text for table in document.tables for cell in table._cells}
    assert called.endswith(".docx") and any("规划全面实施（调整）" in text for text in shown)
    for row in found.findings.differences:
        if row.indicator in ("value_added", "gross_output"):
            one = row.difference
            decimals = cells.enough(cells.decimals_of(row.indicator), [one.low, one.high, one.mean])
            assert cells.plain(one.mean, decimals, sign=True) in shown


def test_scenario_files_are_what_was_compared(found: Found) -> None:
    assert file_of(found, PLAN, Path(), "toml", "option_1", "zh") == (
        "option_1.toml", toml_of(EDITED).encode())  # fmt: skip
    _, shipped = file_of(found, PLAN, Path(), "toml", "no_policy", "zh")
    assert tomllib.loads(shipped.decode())["title"]["en"] == load_scenario("no_policy").title.en


@pytest.mark.parametrize(("kind", "name"), [
    ("toml", "../../pyproject"), ("toml", "full_plan"), ("png", "nothing"),
    ("png", "targets.full_plan"),
])  # fmt: skip
def test_no_other_file_can_be_asked_for(found: Found, kind: str, name: str) -> None:
    with pytest.raises(InputError):
        file_of(found, PLAN, Path(), kind, name, "zh")
