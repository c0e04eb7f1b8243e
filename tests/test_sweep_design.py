"""Plans and designs of sweeps: which runs they ask for, and what they refuse."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc
from sweeps import PLAN, TITLE, plan_file, trial

from sim.base.errors import InputError
from sim.base.parameters import parameters
from sim.scenario.load import load_scenario
from sim.scenario.pert import with_ledger_prices
from sim.scenario.posterior import posterior_folder, read_posterior
from sim.scenario.sample import batches
from sim.sweep.designs import Design, grown
from sim.sweep.extend import extended
from sim.sweep.identity import run_identity
from sim.sweep.plan import plan_names
from sim.sweep.setup import load_sweep
from sim.sweep.sweep import Sweep

CHINESE = re.compile("[一-鿿]")
SPREAD = parameters()["hurdle_spread"]
AXES = """
[design.axes]
"parameters.hurdle_spread" = {}
"parameters.capital_elasticity" = {}
"""


def with_design(folder: Path, design: str, head: str = 'scenarios = ["no_policy"]') -> Sweep:
    return load_sweep(plan_file(folder, f"{head}\nfirms = 0.02\n{TITLE}{design}"))


def one(folder: Path, design: str) -> Design:
    (found,) = with_design(folder, design).designs
    return found


def test_a_grid_is_every_combination(tmp_path: Path) -> None:
    design = one(tmp_path, """
[[design]]
kind = "grid"
[design.axes]
"parameters.hurdle_spread" = { levels = 3 }
"instruments.upgrade_subsidy.rate" = { values = [0.0, 0.1], years = "2021" }
""")
    wanted = itertools.product([SPREAD.low, (SPREAD.low + SPREAD.high) / 2, SPREAD.high],
                               [0.0, 0.1])
    assert design.rows(0, 6) == pytest.approx(np.array(list(wanted)))
    assert design.rows(2, 3).tolist() == design.rows(0, 6)[2:5].tolist()


def test_a_sobol_sequence_is_scipys_and_goes_on(tmp_path: Path) -> None:
    design = one(tmp_path, f'[[design]]\nkind = "sobol"\npoints = 8\nseed = 5\n{AXES}')
    longer = grown(design, 50)
    theirs = qmc.Sobol(2, rng=np.random.default_rng(5)).random(64)[:50]
    low, high = ([getattr(parameters()[axis.parameter or ""], bound) for axis in design.axes]
                 for bound in ("low", "high"))  # fmt: skip
    assert longer.rows(0, 50) == pytest.approx(qmc.scale(theirs, low, high))
    assert longer.rows(0, 8).tolist() == design.rows(0, 8).tolist()
    assert longer.rows(7, 30).tolist() == longer.rows(0, 50)[7:37].tolist()
    assert [longer.row(k).tolist() for k in (0, 13)] == longer.rows(0, 50)[[0, 13]].tolist()


def test_latin_hypercubes_fill_every_stratum_batch_by_batch(tmp_path: Path) -> None:
    design = one(tmp_path, f'[[design]]\nkind = "latin_hypercube"\npoints = 10\n{AXES}')
    with pytest.raises(InputError, match="10 at a time here; give 30"):
        grown(design, 25)
    longer = grown(design, 30)
    for batch in range(3):
        rows = longer.rows(10 * batch, 10)
        for k, axis in enumerate(design.axes):
            strata = np.floor(10 * (rows[:, k] - axis.low) / (axis.high - axis.low))
            assert sorted(strata) == list(range(10))
    assert longer.rows(5, 20).tolist() == longer.rows(0, 30)[5:25].tolist()
    assert longer.rows(0, 10).tolist() == design.rows(0, 10).tolist()
    assert longer.rows(10, 10).tolist() != longer.rows(0, 10).tolist()


def test_morris_changes_one_axis_at_a_time(tmp_path: Path) -> None:
    design = one(tmp_path, f'[[design]]\nkind = "morris"\ntrajectories = 4\n{AXES}')
    assert (design.size, design.batch) == (12, 3)
    rows = design.rows(0, 12).reshape(4, 3, 2)
    changes = (np.diff(rows, axis=1) != 0).sum(axis=2)
    assert (changes == 1).all()
    assert grown(design, 30).rows(0, 12).tolist() == design.rows(0, 12).tolist()


def test_posterior_points_are_those_of_other_runs(tmp_path: Path) -> None:
    sweep = with_design(tmp_path, '[[design]]\nkind = "posterior"\npoints = 40\n',
                        'scenarios = ["no_policy"]\nseeds = 2')  # fmt: skip
    posterior = read_posterior(posterior_folder())
    ours = [run.member for run in sweep.runs_of(1)]
    assert tuple(ours[::2]) == with_ledger_prices(posterior.draw(40))
    larger = extended(sweep, seeds=None, points=120)
    wanted = itertools.islice(batches("posterior", 40), 3)
    points = [larger.point(k)[1] for k in range(120)]
    assert points == [member for sample in wanted for member in sample.members]
    seeds = [(run.member.population_seed, run.member.seed)
             for shard in (1, 2) for run in larger.runs_of(shard)]  # fmt: skip
    assert len(set(seeds)) == len(seeds) == 240
    values = dict(zip(sweep.axes, sweep.point(3)[0], strict=True))
    assert {axis.parameter: value for axis, value in values.items()}.items() <= (
        ours[6].parameters.items())  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_gives_its_rows(tmp_path: Path, form: str) -> None:
    frame = pd.DataFrame({"parameters.hurdle_spread": np.linspace(0.1, 0.6, 3000),
                          "instruments.upgrade_subsidy.rate.A": np.linspace(0.0, 0.2, 3000)})
    if form == "csv":
        frame.to_csv(tmp_path / "points.csv", index=False)
    else:
        frame.to_parquet(tmp_path / "points.parquet")
    from sim.sweep.manifest import read_manifest
    from sim.sweep.store import create_store

    sweep = with_design(tmp_path, f'[[design]]\nkind = "table"\nfile = "points.{form}"\n')
    assert sweep.points == 3000
    store = create_store(tmp_path / "store", sweep)
    (tmp_path / f"points.{form}").unlink()
    kept = read_manifest(store.path)
    assert kept.designs[0].rows(1000, 100) == pytest.approx(frame.to_numpy()[1000:1100])
    assert kept.point(2999)[0] == pytest.approx((0.6, 0.2))


def test_crossed_designs_give_every_pair(tmp_path: Path) -> None:
    sweep = with_design(tmp_path, """
[[design]]
kind = "posterior"
points = 3
[[design]]
kind = "grid"
[design.axes]
"instruments.upgrade_subsidy.rate" = { values = [0.0, 0.1], years = "2021" }
""")
    runs = list(sweep.runs_of(1))
    posterior = read_posterior(posterior_folder())
    assert [run.member for run in runs] == [
        m for m in with_ledger_prices(posterior.draw(3)) for _ in range(2)]  # fmt: skip
    assert [run.values[-1] for run in runs] == [0.0, 0.1] * 3


# --- what a point does to a scenario --------------------------------------------------------------


def written(folder: Path, text: str) -> dict[str, object]:
    path = folder / "written.toml"
    path.write_text(f'extends = "baseline"\n{TITLE}{text}', encoding="utf-8")
    return load_scenario(str(path)).resolved


@pytest.mark.parametrize(("axis", "text"), [
    ('"instruments.upgrade_subsidy.rate" = { values = [0.15], years = "2021" }',
     "[instruments.upgrade_subsidy]\nrate = { 2021 = 0.15 }"),
    ('"instruments.upgrade_subsidy.rate" = [0.15]', "[instruments.upgrade_subsidy]\nrate = 0.15"),
    ('"instruments.clearing.quota" = { values = [70], years = "2022-2023" }',
     '[instruments.clearing]\nquota = { "2022-2023" = 70 }'),
    ('"instruments.upgrade_subsidy.queue" = { values = ["small_first"], years = "2021" }',
     '[instruments.upgrade_subsidy]\nqueue = { 2021 = "small_first" }'),
    ('"macro.energy_price" = { values = [0.1], years = "2022" }',
     "[macro]\nenergy_price = { 2022 = 0.1 }"),
    ('"macro.demand_growth" = { values = [-0.1], years = "2022-2023" }',
     '[macro]\ndemand_growth = { "2022-2023" = -0.1 }'),
    ('"macro.sector_demand.automobiles" = { values = [-0.1], years = "2022-2022" }',
     '[macro]\nsector_demand = { automobiles = { "2022-2022" = -0.1 } }'),
    ('"instruments.upgrade_subsidy.rate.A" = { values = [0.19], years = "2021" }',
     "[instruments.upgrade_subsidy]\nrate = { 2021 = [0.19, 0.10, 0.08, 0.08] }"),
])  # fmt: skip
def test_an_axis_says_what_a_scenario_file_would(tmp_path: Path, axis: str, text: str) -> None:
    sweep = with_design(tmp_path, f'[[design]]\nkind = "grid"\n[design.axes]\n{axis}\n',
                        'scenarios = ["baseline"]')  # fmt: skip
    (run,) = sweep.runs_of(1)
    file = tmp_path / "written.toml"
    resolved = written(tmp_path, text)
    loaded = load_scenario(str(file))

    def by_year(values: dict[str, object], group: str) -> object:
        from sim.scenario.resolved import _schedules

        tables = values[group] if group == "instruments" else {"": values[group]}
        return {kind: {name: [one.at(year) for year in range(2015, 2026)]
                       for name, one in _schedules(doses).items()}
                for kind, doses in tables.items()}  # type: ignore[attr-defined]  # fmt: skip

    for group in ("instruments", "macro"):
        assert by_year(run.scenario.resolved, group) == by_year(resolved, group)
    assert run.scenario.future == loaded.future
    assert resolved != load_scenario("baseline").resolved


def test_a_scenario_comes_back_from_its_resolved_form(shipped: str) -> None:
    import json

    from sim.scenario.resolved import from_resolved

    scenario = load_scenario(shipped)
    kept = json.loads(json.dumps(scenario.resolved))
    again = from_resolved(shipped, scenario.title.model_dump(), kept)
    assert again.measures == scenario.measures
    assert (again.parameters, again.future) == (scenario.parameters, scenario.future)


# --- runs and their names -------------------------------------------------------------------------


def test_every_run_is_in_one_shard_and_stays_there_when_extended(tmp_path: Path) -> None:
    sweep = trial(tmp_path, shards=5)
    larger = extended(extended(sweep, seeds=5, points=None), seeds=None, points=7)
    both = extended(sweep, seeds=5, points=7)
    for made in (sweep, larger, both):
        runs = [run for shard in range(1, made.shards + 1) for run in made.runs_of(shard)]
        cells = {(run.point, run.seed, run.place) for run in runs}
        assert len(runs) == len(cells) == made.runs == made.points * made.seeds * 2
    for shard in range(1, 6):
        assert [run_identity(sweep, a) for a in sweep.runs_of(shard)] == [
            run_identity(larger, b) for b in larger.runs_of(shard)]  # fmt: skip


def test_other_runs_have_other_names(tmp_path: Path) -> None:
    sweep = trial(tmp_path)
    names = [run_identity(sweep, run) for shard in (1, 2, 3, 4) for run in sweep.runs_of(shard)]
    assert len(set(names)) == len(names) == 12
    other = load_sweep(plan_file(tmp_path, PLAN), firms=0.03)
    assert not set(names) & {run_identity(other, run) for run in other.runs_of(1)}


def test_the_name_holds_code_and_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = trial(tmp_path)
    run = next(sweep.runs_of(1))
    before = run_identity(sweep, run)
    for name in ("source_hash", "data_hash"):
        with monkeypatch.context() as patch:
            patch.setattr(f"sim.sweep.identity.{name}", lambda: "another")
            assert run_identity(sweep, run) != before
    assert run_identity(sweep, run) == before


# --- plans --------------------------------------------------------------------------------------


def test_shipped_plans_load_and_the_first_is_quick() -> None:
    assert plan_names()
    for name in plan_names():
        sweep = load_sweep(name)
        assert sweep.runs > 0 and sweep.title.zh and sweep.title.en
    assert load_sweep(plan_names()[0]).runs <= 100


GRID = '[[design]]\nkind = "grid"\n[design.axes]\n'
REFUSED = [
    ('scenario = ["baseline"]\n' + TITLE, "did you mean 'scenarios'"),
    ('scenarios = []\n' + TITLE, "scenarios is empty"),
    ('scenarios = ["base"]\n' + TITLE, "did you mean 'baseline'"),
    ('scenarios = ["baseline", "baseline"]\n' + TITLE, "scenario 'baseline' stands twice"),
    ('scenarios = ["baseline"]\nseeds = 0\n' + TITLE, "seeds"),
    ('scenarios = ["baseline"]\nfirms = 3\n' + TITLE, "share between 0.01 and 1"),
    ('scenarios = ["baseline"]\nyears = [2025, 2020]\n' + TITLE, "years 2025-2020"),
    ('scenarios = ["baseline"]\noutputs = ["value_aded"]\n' + TITLE, "did you mean 'value_added'"),
    ('scenarios = ["baseline"]\n', "title is missing"),
    ("scenarios = [\n", "not valid TOML"),
    ('scenarios = ["baseline"]\n' + TITLE + '[[design]]\nkind = "gird"\n', "design"),
    ('scenarios = ["baseline"]\n' + TITLE + '[[design]]\nkind = "sobol"\n', "needs 'axes'"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID + '"hurdle_spread" = [0.2]\n', "names nothing"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID + '"parameters.hurdle" = [0.2]\n',
     "did you mean 'hurdle_spread'"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID + '"parameters.hurdle_spread" = [9.0]\n',
     "outside its bounds"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID + '"parameters.hurdle_spread" = {}\n',
     "either 'values' or 'levels'"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID
     + '"parameters.hurdle_spread" = { values = [0.2], years = "2021" }\n', "holds in all years"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID + '"parameters.hurdle_spread" = [0.2, 0.2]\n',
     "two values are equal"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID + '"instruments.upgrade_subsidy.rat" = [0.2]\n',
     "did you mean 'rate'"),
    ('scenarios = ["baseline"]\n' + TITLE + GRID + '"instruments.upgrade_subsidy.cap.A" = [1]\n',
     "has no part 'A'"),
    ('scenarios = ["baseline"]\n' + TITLE + '[[design]]\nkind = "sobol"\npoints = 4\n'
     '[design.axes]\n"instruments.upgrade_subsidy.budget" = { years = "2021" }\n', "finite 'high'"),
    ('scenarios = ["baseline"]\n' + TITLE + '[[design]]\nkind = "morris"\npoints = 4\n'
     'trajectories = 4\n[design.axes]\n"parameters.hurdle_spread" = {}\n', "'points' says nothing"),
    ('scenarios = ["baseline"]\n' + TITLE + '[[design]]\nkind = "table"\nfile = "no.csv"\n',
     "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_plan_that_cannot_be_run_is_refused_in_one_line(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_sweep(plan_file(tmp_path, text))
    message, chinese = str(caught.value), caught.value.zh
    assert said in message and "\n" not in message
    assert CHINESE.search(chinese) and "\n" not in chinese


def test_an_axis_that_a_scenario_sets_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        f'extends = "baseline"\n{TITLE}[parameters]\nhurdle_spread = 0.3\n', encoding="utf-8")
    text = f'scenarios = ["own.toml"]\n{TITLE}{GRID}"parameters.hurdle_spread" = [0.2]\n'
    with pytest.raises(InputError, match="itself sets hurdle_spread"):
        load_sweep(plan_file(tmp_path, text))


@pytest.mark.parametrize("rows", ["9.0\n", "x\n", ""])
def test_a_table_with_a_wrong_row_is_refused(tmp_path: Path, rows: str) -> None:
    (tmp_path / "points.csv").write_text("parameters.hurdle_spread\n0.2\n" + rows
                                         if rows else "parameters.hurdle_spread\n")
    with pytest.raises(InputError, match=r"bounds|row 2 is not a number|no points"):
        with_design(tmp_path, '[[design]]\nkind = "table"\nfile = "points.csv"\n')
