"""Another city, defined by files alone, through the commands; what its folder lacks is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from helpers import REPOSITORY, environment, yongsim

from sim.base.resources import folder, table

CITY = REPOSITORY / "tests" / "cities" / "three_parks"
GROUPS = (
    "--group land=land_priority,low_efficiency,land_supply,land_reactivation "
    "--group rest=upgrade_subsidy,subsidy_veto,grade_charges,smart_diagnosis"
)
FEW = "--firms 0.2 --seeds 2 --workers 1 --quiet"

# One process for all commands. The shipped folders are replaced by the files that the city shares:
# a command that reads any other figure of the shipped city fails.
SCRIPT = """
import sys
from pathlib import Path
from sim.base import resources
resources.shipped = lambda name: Path("shared") / name
from sim.cli import main
for line in Path("commands").read_text(encoding="utf-8").splitlines():
    print("$", line, flush=True)
    sys.argv = ["yongsim", *line.split()]
    main()
"""
PLAN = """scenarios = ["baseline", "no_policy"]
seeds = 2
[title]
zh = "试"
en = "A try"
[[design]]
kind = "grid"
[design.axes]
"instruments.upgrade_subsidy.rate" = { values = [0.0, 0.2], years = "2021" }
"""
COMMANDS = """\
population
parameters
rules
scenario list
scenario show baseline
scenario diff baseline no_policy
scenario new mine
scenario check mine.toml
run baseline FEW --out run
run mine.toml FEW --draws prior --detail --lang zh --out prior
compare baseline no_policy FEW --out compared
firm 12 --scenario baseline --seed 1
explain --scenario baseline --seed 1 --year 2022 --firm 12 --against no_policy
attribute baseline --against no_policy FEW GROUPS --out attributed
frontier baseline FEW --out frontier
facts FEW --out facts
causal FEW --lang zh --out causal
sweep run plan.toml --firms 0.2 --workers 1 --quiet --out store
sweep verify store
sweep merge store
"""


def names(where: Path, column: str, file: str) -> set[str]:
    return set(pd.read_csv(where / file)[column])


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Every command on the other city: the folder, and what they printed."""
    here = tmp_path_factory.mktemp("city")
    (here / "shared" / "calibration").mkdir(parents=True)
    for name in tomllib.loads((CITY / "city.toml").read_text(encoding="utf-8"))["shared"]:
        shutil.copy(folder("calibration") / name, here / "shared" / "calibration")
    (here / "plan.toml").write_text(PLAN, encoding="utf-8")
    (here / "commands").write_text(
        COMMANDS.replace("FEW", FEW).replace("GROUPS", GROUPS), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=here, env=environment(YONGSIM_CITY=str(CITY)),
        capture_output=True, timeout=300, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-300:] + done.stderr
    return here, done.stdout


def test_every_command_runs_on_another_city(ran: tuple[Path, str]) -> None:
    here, printed = ran
    assert printed.count("\n$ ") == len(COMMANDS.splitlines()) - 1
    found = pd.read_parquet(here / "run" / "places.parquet")
    assert set(found["place"]) == names(CITY / "calibration", "place", "places.csv")
    indicators = pd.read_parquet(here / "run" / "indicators.parquet")
    start = indicators.query("indicator == 'above_scale_firms' and year == 2015")["value"]
    assert start.between(0.98 * 700, 1.02 * 700).all()


def test_nothing_of_the_shipped_city_is_said(ran: tuple[Path, str]) -> None:
    here, printed = ran
    shipped = {
        row[language] for file in ("places.csv", "districts.csv") for row in table(file)
        for language in ("zh", "en")
    } | {"宁波"}  # fmt: skip
    manifests = "".join(path.read_text(encoding="utf-8")
                        for path in here.glob("*/manifest.json"))  # fmt: skip
    assert not {name for name in shipped if name in printed + manifests}
    for manifest in here.glob("*/manifest.json"):
        assert json.loads(manifest.read_text(encoding="utf-8"))["city"]["en"] == "Qinglan"


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
