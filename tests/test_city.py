"""Another city, defined by files alone, through every command; what its folder lacks is refused.

Every command of the application is either run here or stands in `NOT_RUN` with its reason: a new
command fails a test until somebody has decided.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from helpers import REPOSITORY, environment, yongsim
from typer.main import get_command

from sim.base.resources import folder, table
from sim.cli import app
from sim.policy.registry import instruments

CITY = REPOSITORY / "tests" / "cities" / "three_parks"
GROUPS = (
    "--group land=land_priority,low_efficiency,land_supply,land_reactivation "
    "--group rest=upgrade_subsidy,subsidy_veto,grade_charges,smart_diagnosis"
)
ALONE = "--workers 1 --quiet"
FEW = f"--firms 0.2 --seeds 2 --draws prior {ALONE}"
# Rules of the model, which every city takes from the package and none brings along.
OF_THE_MODEL = ("disclosure.toml",)

# One process for all commands. The shipped folders are replaced by the files that the city shares:
# a command that reads any other figure of the shipped city fails. `app` meets a server that builds
# the page, simulates and says what every panel holds instead of waiting for a browser.
SCRIPT = """
import os, sys
from pathlib import Path
from sim.base import resources
resources.shipped = lambda name: Path("shared") / name
from sim.cli import main

def serve(host, port, *, firms, draws, workers, language, browser, tell):
    from sim.app import city, page
    from sim.app.build import build
    from sim.app.jobs import Jobs
    from sim.app.panels import results
    from sim.app.plan import Option, Plan
    from sim.app.worker import find
    plan, jobs = Plan((Option(1, "no_policy"),), firms, draws), Jobs(workers)
    client = build(jobs, language, plan).server.test_client()
    assert client.get("/", headers={"Host": "127.0.0.1:8250"}).status_code == 200
    jobs.close()
    found = find({"scenarios": ["baseline", "no_policy"], "firms": float(firms),
                  "draws": int(draws), "kind": "prior", "workers": 1})
    for language in ("zh", "en"):
        print(page.heading(language))
        for view in page.VIEWS:
            print(page.panel(view, plan, {}, found, language))
        for name in results.SECTIONS:
            print(results.section(found, name, language))
        print(city.payload(found.traces["baseline"], language)["tiles"])

def replace(name):
    # What is replaced is imported late, as the commands do.
    if name == "app":
        import sim.app.serve
        sim.app.serve.serve = serve
    if name == "calibrate":
        from sim.calibrate import waves
        waves.CANDIDATES = 1_000  # draws of many priors take seconds

before = dict(os.environ)
for line in Path("commands").read_text(encoding="utf-8").splitlines():
    print("$", line, flush=True)
    sys.argv = ["yongsim", *line.split()]
    replace(sys.argv[1])
    main()
    os.environ.clear()
    os.environ.update(before)  # `firms totals` names its own firms there
"""
SMALL = 'firms = 0.2\n[title]\nzh = "试"\nen = "A try"\n'
FILES = {
    "plan.toml": f"""scenarios = ["baseline", "no_policy"]
seeds = 2
{SMALL}
[[design]]
kind = "grid"
[design.axes]
"instruments.upgrade_subsidy.rate" = {{ values = [0.0, 0.2], years = "2021" }}
""",
    "futures.toml": f"""scenarios = ["baseline", "no_policy"]
{SMALL}
[[design]]
kind = "prior"
points = 4
[[design]]
kind = "grid"
[design.axes]
"macro.energy_price" = {{ values = [0.0, 0.15], years = "2021" }}
""",
    "grid.toml": f"""scenarios = ["baseline"]
{SMALL}
[[design]]
kind = "prior"
points = 2
[[design]]
kind = "grid"
[design.axes]
"instruments.upgrade_subsidy.selected" = {{ values = [0.2, 1.0], years = "2021" }}
""",
    "drivers.toml": f"""scenarios = ["baseline"]
{SMALL}
[[design]]
kind = "morris"
trajectories = 2
[design.axes]
"parameters.hurdle_spread" = {{}}
"instruments.upgrade_subsidy.selected" = {{ low = 0.0, high = 0.6, years = "2021" }}
""",
    "search.toml": f"""scenario = "baseline"
members = 3
fresh = 1
population = 4
generations = 1
targets = ["tax_per_mu"]
chance = 0.3
budget = 100000.0
{SMALL}
[objectives]
targets_attained = 0.01
"-public_cost" = 0.1
[axes]
"instruments.upgrade_subsidy.rate" = {{ years = "2021" }}
"instruments.low_efficiency.quota" = {{ low = 0.0, high = 50.0, years = "2021" }}
""",
}
COMMANDS = f"""\
population
parameters
rules
scenarios
scenario list
scenario show baseline
scenario diff baseline no_policy
scenario new mine
scenario check mine.toml
scenario schema
scenario export baseline no_policy --out scenarios.xlsx
scenario import scenarios.xlsx --out imported
migrate mine.toml
run baseline {FEW} --out run
run mine.toml {FEW} --detail --lang zh --out prior
compare baseline no_policy {FEW} --out compared
firm 12 --scenario baseline --seed 1
explain --scenario baseline --seed 1 --year 2022 --firm 12 --against no_policy --draws prior
attribute baseline --against no_policy {FEW} {GROUPS} --out attributed
frontier baseline {FEW} --out frontier
facts {FEW} --out facts
causal {FEW} --lang zh --out causal
score {FEW} --out scored
pictures baseline {FEW} --lang zh --out pictures
report baseline no_policy {FEW} --lang zh --out reported
app --no-browser --firms 0.2 --draws 2 --workers 1
sweep run plan.toml {ALONE} --out store
sweep status store
sweep extend store --seeds 3 {ALONE}
sweep resume store {ALONE}
sweep verify store --sample 1 {ALONE}
sweep merge store
sweep work plan.toml --shard 1/1 --out shared_store
sweep emit plan.toml --kind slurm --time 00:10:00 --out emitted --jobs jobs
discover futures.toml --miss tax_per_mu --store futures {ALONE} --out discovered
robust futures.toml --store futures {ALONE} --out robust
explorer grid.toml --store grid {ALONE} --out page.html
sensitivity drivers.toml --store drivers {ALONE} --out driven
firms columns
firms template --out own
firms check own/own_firms.toml
--show-own-firms firms totals own/own_firms.toml
"""
# A fit takes about as long as all others together. It is made in the city's own folder, so what
# comes after it draws from it, a search always.
FIT = f"""\
calibrate --quick {ALONE} --work fitting
calibration --report fitted
search search.toml --work searched {ALONE} --out found
run baseline --firms 0.2 --seeds 2 {ALONE} --out posterior
"""
TINY = """\
[quick]
waves = [100, 60]
widen = [0, 4]
points = 14
repeats = 2
fewest = 4
walkers = 110
steps = 300
last_steps = 300
"""
# Commands that another city is not taken through, each with its reason: none so far. Left out of
# those that run, and covered elsewhere on the shipped city: the server of `app` and a browser
# (test_app, test_app_browser), dask and schedulers under `sweep` (test_sweep_dask, test_sweep_emit,
# test_sweep_slurm), and the long checks of a full fit (test_calibrate_study).
NOT_RUN: dict[str, str] = {}


def names(where: Path, column: str, file: str) -> set[str]:
    return set(pd.read_csv(where / file)[column])


def leaves(command: object, before: tuple[str, ...] = ()) -> Iterator[str]:
    """The commands below a group, as they are typed."""
    below = getattr(command, "commands", None)
    if below is None:
        yield " ".join(before)
        return
    for name, one in below.items():
        yield from leaves(one, (*before, name))


def typed(lines: str) -> set[str]:
    """The commands that lines of them call; a group's name goes with its command's."""
    groups = {name.split()[0] for name in REGISTERED if " " in name}
    found = [line.removeprefix("--show-own-firms ").split() for line in lines.splitlines()]
    return {" ".join(words[:2]) if words[0] in groups else words[0] for words in found}


REGISTERED = frozenset(leaves(get_command(app)))


def go(here: Path, commands: str) -> str:
    """Commands on the other city, in a folder: what they print."""
    shutil.copytree(CITY, here / "city")
    shared = here / "shared" / "calibration"
    shared.mkdir(parents=True)
    said = tomllib.loads((CITY / "city.toml").read_text(encoding="utf-8"))["shared"]
    for name in (*said, *OF_THE_MODEL):
        (shared / name).parent.mkdir(exist_ok=True)
        shutil.copy(folder("calibration") / name, shared / name)
    effort = (shared / "fit.toml").read_text(encoding="utf-8")
    small, changed = re.subn(r"(?ms)^\[quick\].*?\n\n", f"{TINY}\n", effort)
    assert changed == 1
    (shared / "fit.toml").write_text(small, encoding="utf-8")
    for name, text in {**FILES, "commands": commands}.items():
        (here / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=here, env=environment(YONGSIM_CITY=str(here / "city")),
        capture_output=True, timeout=900, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-300:] + done.stderr[-3000:]
    assert re.findall(r"(?m)^\$ (.*)$", done.stdout) == commands.splitlines()
    return done.stdout


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Every command but the fit's on the other city: the folder, and what they printed."""
    here = tmp_path_factory.mktemp("city")
    return here, go(here, COMMANDS)


def said_in(here: Path) -> str:
    """What the commands wrote as text, manifests and pages included, but for the input files."""
    kinds = {".json", ".csv", ".html", ".md", ".toml", ".txt", ".sh"}
    inputs = {here / "shared", here / "city"}
    return "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in sorted(here.rglob("*"))
        if path.suffix in kinds and not inputs & set(path.parents)
    )  # fmt: skip


def evidence() -> list[str]:
    """What the model stands on, wherever it runs, and names the shipped city's documents for."""
    cards = [card.source for kind in instruments().values() for card in kind.doses().values()]
    measures = [row["zh"] for row in table("instruments.csv")]
    return [*sorted({*cards, *measures}, key=len, reverse=True), "not Ningbo"]


def nothing_shipped(text: str) -> None:
    """No place, district or name of the shipped city is in a text, but for the evidence."""
    for source in evidence():
        text = text.replace(source, "")
    shipped = {
        row[column] for kind in ("place", "district") for row in table(f"{kind}s.csv")
        for column in (kind, "zh", "en")
    } | {"宁波", "Ningbo"}  # fmt: skip
    any_of_them = "|".join(map(re.escape, sorted(shipped, key=len, reverse=True)))
    assert set(re.findall(rf"(?<![A-Za-z])(?:{any_of_them})(?![A-Za-z])", text)) == set()


def test_every_registered_command_is_run_or_excepted() -> None:
    """A new command has to be taken through another city, or to say why it cannot be."""
    run = typed(COMMANDS + FIT)
    assert sorted(REGISTERED - run - set(NOT_RUN)) == []
    assert sorted((run | set(NOT_RUN)) - REGISTERED) == []  # no longer there
    assert sorted(run & set(NOT_RUN)) == [] and all(NOT_RUN.values())


@pytest.mark.slow
def test_every_command_runs_on_another_city(ran: tuple[Path, str]) -> None:
    here, _ = ran
    found = pd.read_parquet(here / "run" / "places.parquet")
    assert set(found["place"]) == names(CITY / "calibration", "place", "places.csv")
    indicators = pd.read_parquet(here / "run" / "indicators.parquet")
    start = indicators.query("indicator == 'above_scale_firms' and year == 2015")["value"]
    assert start.between(0.98 * 700, 1.02 * 700).all()


@pytest.mark.slow
def test_nothing_of_the_shipped_city_is_said(ran: tuple[Path, str]) -> None:
    here, printed = ran
    nothing_shipped(printed + said_in(here))
    manifests = list(here.glob("*/manifest.json"))
    assert len(manifests) > 10
    for manifest in manifests:
        city = json.loads(manifest.read_text(encoding="utf-8")).get("city")
        assert city is None or city["en"] == "Qinglan", manifest


@pytest.mark.slow
def test_another_city_is_fitted_and_draws_from_its_own_fit(tmp_path: Path) -> None:
    printed = go(tmp_path, FIT)
    nothing_shipped(printed + said_in(tmp_path))
    assert (tmp_path / "city" / "calibration" / "posterior" / "posterior.json").is_file()
    drawn = json.loads((tmp_path / "posterior" / "manifest.json").read_text(encoding="utf-8"))
    assert drawn["draws"] == "posterior"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda city: (city / "city.toml").unlink(), "has no city.toml"),
        (lambda city: (city / "city.toml").write_text('en = "City"'), "name of the city in both"),
        (lambda city: (city / "city.toml").write_text("zh = "), "not valid TOML"),
        (lambda city: (city / "calibration" / "moments.csv").unlink(),
         "has no calibration/moments.csv: write it, or name it under `shared`"),
        (lambda city: (city / "city.toml").write_text(
            (city / "city.toml").read_text(encoding="utf-8")
            + "nothing_like_it = { value = 1.0 }", encoding="utf-8"),
         "'nothing_like_it'"),
    ],
)  # fmt: skip
def test_a_city_with_something_missing_is_refused(
    fault: Callable[[Path], object], said: str, tmp_path: Path
) -> None:
    city = shutil.copytree(CITY, tmp_path / "city")
    fault(city)
    done = yongsim("--city", "city", "run", "baseline", "--seeds", 1, "--out", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr.decode().splitlines()[-1]
    assert not (tmp_path / "out").exists()
