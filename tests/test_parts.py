"""Doses by sector, district and place: what they reach, how files say them, what is refused."""

from __future__ import annotations

import ast
import importlib
import json
import pickle
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import PACKAGE, defaults, digest, environment, twin
from jsonschema import Draft7Validator
from test_policy import strong
from test_scenario_forms import refusal, write  # noqa: F401  a fixture

import sim.city.settlement
import sim.firm
import sim.park.grading
from sim.base.errors import InputError
from sim.base.levers import LEVER
from sim.base.parameters import parameter_values
from sim.base.rules import Decision, _kind
from sim.base.state import State
from sim.city.mesa_view import CityModel
from sim.city.population.build import empty_state
from sim.city.record import Record
from sim.city.run import run_city
from sim.park.atlas import districts, places, sectors
from sim.policy.instrument import Instrument
from sim.policy.registry import instruments
from sim.policy.upgrade_subsidy import UpgradeSubsidy
from sim.scenario.draft import draft_of, toml_text
from sim.scenario.files import read_file
from sim.scenario.json_schema import schema
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.one_run import population
from sim.scenario.parts import scopes_of
from sim.scenario.schedule import Schedule
from sim.scenario.scheduled import scheduled
from sim.scenario.workbook import export_scenarios
from sim.scenario.workbook_import import import_scenarios

SECTORS = [sector.name for sector in sectors()]
PLACES = [place.name for place in places()]
DISTRICTS = [district.name for district in districts()]
AUTOMOBILES = SECTORS.index("automobiles")
SPREAD = {("land_supply", "mu_per_year"), ("land_reactivation", "mu_per_year")}
FREE = {"selected": 1.0, "queue": 0.0}  # of the subsidy: everyone who asks is served


def always(value: Any) -> Schedule:
    return Schedule(((0, value),))


def parted(kind: type[Instrument]) -> set[str]:
    """Doses of an instrument that may be given for parts of the city."""
    return {name for name, card in kind.doses().items() if scopes_of(card)}


def by_parts(kind: type[Instrument], doses: dict[str, Any], scope: str, names: list[str]) -> Any:
    """Doses for named parts; those that can't vary so stay plain."""
    found = {}
    for dose, value in doses.items():
        card = kind.doses()[dose]
        if scope in scopes_of(card) and (kind.name, dose) not in SPREAD:
            found |= {f"{dose}.{scope}.{name}": always(value) for name in names}
        else:
            found[dose] = always(value)
    return scheduled(kind, found)


# --- what they reach ----------------------------------------------------------------------------


def everywhere_and_one(tiny: State) -> dict[str, dict[str, str]]:
    """By instrument, digests of a tiny city: plain doses, the same by parts, and in two places.

    Sectors, districts and places take turns: a lever is read by cells of place and sector whatever
    the parts are called.

    Interpreted, in a process of its own: compiling a loop for each of them would take minutes.
    """
    parameters, usual = parameter_values(), load_scenario("full_plan").measures

    def run(measure: Any, last: int = 2017) -> str:
        others = [one for one in usual if one.name != measure.name]
        record = run_city(tiny, [*others, measure], parameters=parameters, seed=1, last_year=last)
        return digest(record)

    scopes = (("by_sector", SECTORS), ("by_district", DISTRICTS), ("by_place", PLACES))
    found: dict[str, dict[str, str]] = {}
    for kind in instruments().values():
        if parted(kind):
            doses = strong(kind)
            found[kind.name] = {
                "neutral": run(scheduled(kind, {}), 2018),
                "plain": run(scheduled(kind, {n: always(v) for n, v in doses.items()})),
                "parts": run(by_parts(kind, doses, *scopes[len(found) % 3])),
                "one": run(by_parts(kind, doses, "by_place", PLACES[3:5]), 2018),
            }
    return found


@pytest.mark.slow
def test_doses_equal_in_all_parts_are_the_plain_dose_and_those_of_two_places_move() -> None:
    """Whatever reads the lever reads it for each firm, or some of these would differ."""
    work = ("import json, pickle, sys, test_parts; "
            "print(json.dumps(test_parts.everywhere_and_one(pickle.load(sys.stdin.buffer))))")
    done = subprocess.run(
        [sys.executable, "-c", work], input=pickle.dumps(population(parameter_values(), 0.005)),
        capture_output=True, timeout=3000, check=False, cwd=Path(__file__).parent,
        env=environment(YONGSIM_COMPILE="0"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    reached: dict[str, dict[str, str]] = json.loads(done.stdout)
    assert set(reached) == {name for name, kind in instruments().items() if parted(kind)}
    for name, found in reached.items():
        assert found["parts"] == found["plain"], name
    moved = {name for name, found in reached.items() if found["one"] != found["neutral"]}
    assert len(moved) >= 0.8 * len(reached), set(reached) - moved


def subsidy(**doses: Any) -> Any:
    return scheduled(UpgradeSubsidy, {
        name.replace("__", "."): always(value) for name, value in {**FREE, **doses}.items()
    })  # fmt: skip


RATE = (0.3, 0.3, 0.3, 0.1)


def test_a_rate_equal_for_all_sectors_is_the_plain_rate(run: Callable[..., Record]) -> None:
    """Compiled, where the loop over cells is another one than the plain loop."""
    each = subsidy(**{f"rate__by_sector__{name}": RATE for name in SECTORS})
    plain, none = digest(run([subsidy(rate=RATE)])), digest(run([subsidy()]))
    assert digest(run([each])) == plain != none


def test_a_null_dose_by_sector_changes_no_byte(
    run: Callable[..., Record], baseline: Scenario
) -> None:
    usual = digest(run(baseline.measures))
    nothing = defaults(UpgradeSubsidy)
    for doses in ({"rate__by_sector__automobiles": nothing["rate"]},
                  {"rate__by_place__cixi_xiaolin": nothing["rate"]}):  # fmt: skip
        null = subsidy(**doses)
        assert digest(run([null])) == digest(run([]))
    others = [one for one in baseline.measures if one.name != "upgrade_subsidy"]
    (own,) = [one for one in baseline.measures if one.name == "upgrade_subsidy"]
    again = scheduled(UpgradeSubsidy, {**own.schedules,
                                       "rate.by_sector.automobiles": own.schedules["rate"]})
    assert digest(run([*others, again])) == usual


def test_a_dose_for_one_sector_goes_to_its_firms_and_is_booked_there_alone(
    city: State, parameters: dict[str, float]
) -> None:
    due: list[np.ndarray] = []

    def look(state: State) -> None:
        due.append(np.bincount(state.firms["sector"], state.firms["subsidy_due"], len(SECTORS)))

    record = run_city(city, [subsidy(rate__by_sector__automobiles=RATE)], parameters=parameters,
                      seed=1, last_year=2018, after_year=look)  # fmt: skip
    total = np.sum(due, axis=0)
    assert total[AUTOMOBILES] > 0.0
    assert np.delete(total, AUTOMOBILES).max() == 0.0
    assert any(row.instrument == "upgrade_subsidy" and row.amount > 0.0 for row in record.ledger)


def test_agents_and_loops_agree_on_doses_of_parts(city: State) -> None:
    measures = [
        subsidy(rate__by_sector__automobiles=RATE, cap__by_sector__automobiles=50.0),
        scheduled(instruments()["land_price_by_grade"], {
            "factor.by_district.cixi": always((0.5, 0.6, 2.0, 4.0)),
            "factor.by_place.cixi_xiaolin": always((2.0, 2.0, 2.0, 2.0))}),
    ]  # fmt: skip
    models = [CityModel(measures, population=city, seed=1, by_agent=agents, rng=9)
              for agents in (True, False)]  # fmt: skip
    for model in models:
        model.step()
    first, second = (model.state for model in models)
    assert set(first.local) == {"subsidy_rate", "subsidy_cap", "land_price_factor"}
    order = [np.argsort(state.firms["key"]) for state in (first, second)]
    for name in first.firms:
        assert np.array_equal(first.firms[name][order[0]], second.firms[name][order[1]]), name


def test_an_amount_for_a_district_is_made_ready_there(
    city: State, parameters: dict[str, float]
) -> None:
    kind = instruments()["land_supply"]
    found = {}
    for name, parts in (("plain", {}), ("beilun", {"mu_per_year.by_district.beilun": 50.0})):
        doses = {"mu_per_year": 100.0, **parts}
        measure = scheduled(kind, {key: always(value) for key, value in doses.items()})
        state: list[State] = []
        run_city(city, [measure], parameters=parameters, seed=1, last_year=2016,
                 after_year=state.append)  # fmt: skip
        found[name] = state[0].places["land_supplied"].copy()
    there = np.array([place.district == "beilun" for place in places()])
    assert found["beilun"][there].sum() == pytest.approx(50.0)
    assert found["plain"].sum() == pytest.approx(100.0)
    assert np.array_equal(found["beilun"][~there], found["plain"][~there])


# --- how files say them -------------------------------------------------------------------------

BASE = ("[instruments.upgrade_subsidy]\nrate = { elsewhere = 0.05, by_sector = { automobiles = "
        "0.2 } }\n")  # fmt: skip


def rates(scenario: Scenario, sector: str, place: str = PLACES[0], year: int = 2022) -> float:
    """The rate for grade A that a firm of a place and sector meets."""
    (one,) = [one for one in scenario.measures if one.name == "upgrade_subsidy"]
    doses = one.doses(year, PLACES.index(place), SECTORS.index(sector))
    return float(doses.get("rate", (0.0,))[0])


def test_the_narrower_value_holds_and_years_stand_inside(write: Callable[..., str]) -> None:  # noqa: F811
    text = ("[instruments.upgrade_subsidy]\nrate = { elsewhere = { 2021 = 0.05 }, by_district = { "
            'cixi = { "2021-2022" = 0.1 } }, by_place = { cixi_xiaolin = { ramp = [[2021, 0.1], '
            "[2025, 0.3]] } } }\n")  # fmt: skip
    scenario = load_scenario(write(text))
    at = ["cixi_xiaolin", "qianwan_hangzhou_bay", "high_tech_zone_gaoxin"]
    assert [rates(scenario, "automobiles", one) for one in at] == [0.15, 0.1, 0.05]
    assert [rates(scenario, "automobiles", one, 2023) for one in at] == [0.2, 0.05, 0.05]
    assert rates(scenario, "automobiles", at[0], 2020) == 0.0


def test_a_plain_value_laid_over_holds_for_the_parts_too(write: Callable[..., str]) -> None:  # noqa: F811
    write(BASE + '[sources]\n"upgrade_subsidy.rate" = "why"\n', "base.toml")
    text = "[instruments.upgrade_subsidy]\nrate = { 2023 = 0.1 }\n"
    scenario = load_scenario(write(text, top='extends = "base.toml"'))
    assert [rates(scenario, "automobiles", year=year) for year in (2022, 2023)] == [0.2, 0.1]
    assert [rates(scenario, "biomedicine", year=year) for year in (2022, 2023)] == [0.05, 0.1]
    key = "instruments.upgrade_subsidy.rate.by_sector.automobiles"
    assert set(scenario.origins[key].values()) == {"base"} and max(scenario.origins[key]) == 2022
    assert scenario.sources[key] == (("base", "why"),)
    gone = load_scenario(write("[instruments.upgrade_subsidy]\nrate = 0.1\n",
                               top='extends = "base.toml"'))  # fmt: skip
    assert gone.measures[0].parts == () and key not in gone.sources


def test_overlays_that_differ_for_a_part_are_reported(write: Callable[..., str]) -> None:  # noqa: F811
    write(BASE, "one.toml")
    write("[instruments.upgrade_subsidy]\nrate = { 2023 = 0.05 }\n", "other.toml")
    top = 'overlays = ["one.toml", "other.toml"]'
    said = refusal(write("", top=top))
    assert "rate.by_sector.automobiles and instruments.upgrade_subsidy.rate" in said
    assert "2023-2025" in said and "write the value" in said
    own = "[instruments.upgrade_subsidy]\nrate = { by_sector = { automobiles = 0.3 } }\n"
    scenario = load_scenario(write(own, top=top))
    assert rates(scenario, "automobiles") == 0.3 and rates(scenario, "biomedicine") == 0.05


REFUSED = {
    "quota": ("clearing", "quota = { by_sector = { automobiles = 3 } }", "whole city"),
    "budget": ("upgrade_subsidy", "budget = { by_place = { cixi_xiaolin = 3 } }", "whole city"),
    "land by sector": ("land_supply", "mu_per_year = { by_sector = { automobiles = 3 } }",
                       "by_district or by_place"),
    "places of their own": ("park_clearance", "places = { by_place = { cixi_xiaolin = 1 } }",
                            "names its places itself"),
    "sector": ("upgrade_subsidy", "rate = { by_sector = { cars = 0.1 } }", "unknown sector 'cars'"),
    "district": ("upgrade_subsidy", "rate = { by_district = { cixy = 0.1 } }", "mean 'cixi'"),
    "kind": ("upgrade_subsidy", "rate = { by_town = { cixi = 0.1 } }", "unknown key 'by_town'"),
    "year beside": ("upgrade_subsidy", "rate = { 2021 = 0.1, by_sector = { automobiles = 0.1 } }",
                    "years stand inside"),
    "year around": ("upgrade_subsidy", "rate = { 2021 = { by_sector = { automobiles = 0.1 } } }",
                    "years stand inside"),
    "bounds": ("upgrade_subsidy", "rate = { by_sector = { automobiles = 0.9 } }",
               "by_sector.automobiles = 0.9 lies outside"),
    "empty": ("upgrade_subsidy", "rate = { by_sector = {} }", "name the parts"),
    "bare": ("upgrade_subsidy", "rate = { automobiles = 0.1 }", "by_sector = { automobiles"),
    "both": ("upgrade_subsidy", "rate = { by_sector = { automobiles = 0.1 }, by_place = { "
             "cixi_xiaolin = 0.1 } }", "not by both"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_cannot_be_is_refused_with_a_remedy(write: Callable[..., str], case: str) -> None:  # noqa: F811
    kind, text, remedy = REFUSED[case]
    said = refusal(write(f"[instruments.{kind}]\n{text}\n"))
    assert said.startswith("trial.toml: instruments.") and f"{kind}." in said and remedy in said


FULL = BASE + """cap = { by_sector = { automobiles = { "2021-2023" = 9000 } } }
[instruments.land_supply]
mu_per_year = { by_district = { beilun = { 2021 = 50 } }, by_place = { cixi_xiaolin = 10 } }
[instruments.standard_land]
leading_sectors_only = { by_place = { cixi_xiaolin = 1 } }
[sources]
"upgrade_subsidy.rate" = "why"
"upgrade_subsidy.rate.by_sector.automobiles" = "why automobiles"
"""


def test_places_of_a_clearance_are_named_as_before(write: Callable[..., str]) -> None:  # noqa: F811
    text = ("[instruments.park_clearance]\nplaces = { 2021 = { cixi_xiaolin = 0.5 }, 2023 = ["
            '"cixi_xiaolin"] }\n')  # fmt: skip
    (one,) = load_scenario(write(text)).measures
    row = PLACES.index("cixi_xiaolin")
    assert [one.schedules["places"].at(year) for year in (2020, 2021, 2023)] == [
        None, ((row, 0.5),), ((row, 1.0),)]  # fmt: skip
    said = refusal(write("[instruments.park_clearance]\nplaces = { 2021 = { automobiles = 1 } }\n"))
    assert "names its places itself" in said


def test_it_survives_the_workbook(write: Callable[..., str], tmp_path: Path) -> None:  # noqa: F811
    path = Path(write(FULL))
    export_scenarios([str(path)], tmp_path / "x.xlsx")
    (back,) = import_scenarios(tmp_path / "x.xlsx", tmp_path / "back")
    text = toml_text(draft_of(path, read_file(path)))
    assert back.read_text(encoding="utf-8") == text
    assert load_scenario(str(back)).resolved == load_scenario(str(path)).resolved
    assert "rate = { elsewhere = [0.05, 0.05, 0.05, 0.05], by_sector = { automobiles = " in text


def test_the_schema_knows_it_and_what_may_not_be(write: Callable[..., str]) -> None:  # noqa: F811
    import tomllib

    validator = Draft7Validator(schema())
    good = tomllib.loads(Path(write(FULL)).read_text(encoding="utf-8"))
    assert not list(validator.iter_errors(good))
    for case in ("quota", "budget", "land by sector", "sector", "district", "kind", "empty"):
        kind, text, _ = REFUSED[case]
        bad = tomllib.loads(Path(write(f"[instruments.{kind}]\n{text}\n")).read_text("utf-8"))
        assert list(validator.iter_errors(bad)), case


def test_every_lever_named_by_a_dose_is_one_that_its_instrument_writes() -> None:
    found = [(kind, card) for kind in instruments().values() for card in kind.doses().values()
             if card.lever]  # fmt: skip
    assert len(found) > 40
    for kind, card in found:
        assert card.lever in kind.writes and card.over == (
            "city" if LEVER[card.lever].over == "place" else LEVER[card.lever].over
        )


def test_parts_of_unknown_doses_are_refused() -> None:
    with pytest.raises(InputError, match="unknown dose"):
        from sim.scenario.parts import read_parts

        read_parts(UpgradeSubsidy, "rat", {"by_sector": {"automobiles": 1}}, "x")


# --- who reads a lever --------------------------------------------------------------------------

CARRIERS = {card.lever: kind.name for kind in instruments().values()
            for card in kind.doses().values() if card.lever}  # fmt: skip
BY_CELL = {name for name in CARRIERS if LEVER[name].over != "place"}


def _decisions() -> dict[str, Decision]:
    """Every decision that reads a lever which may be given by sector or place."""
    modules = [importlib.import_module(f"sim.firm.{one.name}")
               for one in pkgutil.iter_modules(sim.firm.__path__)]  # fmt: skip
    found = {one.name: one for module in (*modules, sim.park.grading, sim.city.settlement)
             for one in vars(module).values() if isinstance(one, Decision)}  # fmt: skip
    return {name: one for name, one in found.items() if levers_of(one)}


def levers_of(decided: Decision) -> list[str]:
    return sorted({name.removeprefix("better_") for name in decided.reads} & BY_CELL)


def handful(luck: np.random.Generator, rows: int = 40) -> State:
    """A few firms of any kind, in a city without a past."""
    state = empty_state(1, parameter_values(), rows)
    sizes = {"place": len(PLACES), "sector": len(SECTORS), "grade": 4, "candidate_rung": 6,
             "rung": 6, "gateway": len(PLACES), "origin": 7}  # fmt: skip
    for columns in (state.firms, state.places, state.sectors, state.place_sectors, state.rungs):
        for name, item in columns.declared.items():
            columns[name] = (luck.integers(sizes.get(name, 2), size=len(columns)) if item.whole
                             else luck.uniform(0.2, 3.0, len(columns)))  # fmt: skip
    state.firms["key"] = np.arange(1, rows + 1)
    state.firms["land_leased_wanted"][::2] = 0.0
    for lever in sorted(BY_CELL):  # all in force, so that none hides what another does
        if LEVER[lever].over == "grade":
            state.grades[lever] = luck.uniform(0.2, 2.0, 4)
        else:
            state.scalars[lever] = float(luck.uniform(0.2, 2.0))
    every = {name for one in DECISIONS.values() for name in one.reads if _kind(name) == "scalar"}
    for name in sorted(every - state.scalars.keys()):
        state.scalars[name] = float(luck.uniform(0.2, 1.0))
    state.scalars["move_intercept"] = 0.0  # else hardly one of so few would move
    state.year = 2020
    return state


DECISIONS = _decisions()


def outcome(decided: Decision, state: State, **local: np.ndarray) -> dict[str, np.ndarray]:
    mine = twin(state)
    mine.local = dict(local)
    decided.run(mine)
    one_by_one = twin(state)
    one_by_one.local = dict(local)
    for row in range(len(state.firms)):
        decided.run_one(one_by_one, row)
    for name in decided.writes:
        assert np.array_equal(mine.firms[name], one_by_one.firms[name]), (decided.name, name)
    return {name: mine.firms[name].copy() for name in decided.writes}


@pytest.mark.parametrize("name", sorted(DECISIONS))
def test_a_decision_reads_each_lever_from_the_cell(name: str, luck: np.random.Generator) -> None:
    """The same value in all cells is the plain value; another one in some cells stays in them."""
    # Not in every handful does some firm answer.
    assert any(_reads_its_cells(DECISIONS[name], handful(luck), luck) for _ in range(20)), name


def _reads_its_cells(decided: Decision, state: State, luck: np.random.Generator) -> bool:
    """Check each lever of a decision; whether any of them changed anything."""
    cells = len(state.place_sectors)
    own = state.firms["place"] * len(SECTORS) + state.firms["sector"]
    if decided.where:
        own = state.place_sectors[decided.where][own] * len(SECTORS) + state.firms["sector"]
    changed = False
    for lever in levers_of(decided):
        graded = LEVER[lever].over == "grade"
        value = luck.uniform(0.1, 3.0, 4 if graded else 1)
        plain = twin(state)
        if graded:
            plain.grades[lever] = value
        else:
            plain.scalars[lever] = float(value[0])
        wanted, neutral = outcome(decided, plain), outcome(decided, state)
        found = outcome(decided, state, **{lever: np.tile(value, cells)})
        some = np.tile(state.grades[lever] if graded else [state.scalars[lever]], (cells, 1))
        some[own[:10]] = value
        part = outcome(decided, state, **{lever: some.ravel()})
        inside = np.isin(own, own[:10])
        for column in decided.writes:
            assert np.array_equal(found[column], wanted[column]), (lever, column)
            meant = np.where(inside, wanted[column], neutral[column])
            assert np.array_equal(part[column], meant), (lever, column)
            changed |= bool(np.any(wanted[column] != neutral[column]))
    return changed


def test_nothing_reads_such_a_lever_past_the_cells() -> None:
    """Outside decisions it is read by `State.lever` or `State.local`, or not at all."""
    read_plainly = {
        ("surroundings.py", "leading_sectors_only"): "beside state.local",
        ("year.py", "crossing_award"): "whether there is any",
    }
    found = set()
    for folder in ("city", "park", "firm", "scenario"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                read = node.slice if isinstance(node, ast.Subscript) else None
                if isinstance(read, ast.Constant) and read.value in BY_CELL and (
                    "firms" not in ast.unparse(node.value)  # type: ignore[attr-defined]
                ):
                    found.add((path.name, read.value))
    assert found == set(read_plainly)
