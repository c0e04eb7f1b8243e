"""A search that was killed goes on with the same answer, to the byte of every file it writes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers import REPOSITORY
from rich.console import Console
from sweeps import plan_file
from test_search import PLAN

from sim.base.indicators import INDICATORS
from sim.report.explore.search import session


def stand_in(scenario: Any, member: Any, **_: Any) -> Any:
    """A city whose tax and cost rise with the doses, with luck of the member's seed."""
    doses = {one.name: one.schedules for one in scenario.measures}
    rate = doses["upgrade_subsidy"]["rate"].at(2025)[0]
    quota = doses["clearing"]["quota"].at(2025)
    luck = (member.seed * 7919 % 1000) / 1000.0
    year = {item.name: 1.0 for item in INDICATORS} | {
        "tax_per_mu": 55.0 + 40.0 * rate + 0.01 * quota + 2.0 * luck,
        "public_cost": 100.0 * rate + 0.02 * quota + luck}  # fmt: skip
    return SimpleNamespace(indicators=[year] * 11, years=range(2015, 2026), ledger=[])


def go(plan: str, folder: Path, name: str) -> None:
    asked = session.Asked(folder / f"{name}-runs", folder / name, 1, quiet=True)
    session.run(plan, asked, firms=None, language="zh", screen=Console(file=io.StringIO()))


def killed_at(count: int, plan: str, folder: Path, name: str) -> int:
    """The search in a process of its own that is killed at a run; the signal it died of."""
    with warnings.catch_warnings():  # a process with threads should not be forked; this one may
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    done = 0

    def counted(*given: Any, **more: Any) -> Any:
        nonlocal done
        done += 1
        if done == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return stand_in(*given, **more)

    from sim.sweep import worker

    worker.run_member = counted
    go(plan, folder, name)
    os._exit(0)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_killed_search_goes_on_byte_by_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.sweep.worker.run_member", stand_in)
    monkeypatch.setattr(session, "is_cold", lambda: False)
    monkeypatch.setattr(session, "mark_warm", lambda: None)
    monkeypatch.setattr(session, "_write_figures", lambda *_: None)
    plan = plan_file(tmp_path, PLAN)
    go(plan, tmp_path, "whole")
    for count in (5, 16):
        assert killed_at(count, plan, tmp_path, "killed") == signal.SIGKILL
        assert not (tmp_path / "killed").exists()
    go(plan, tmp_path, "killed")
    assert files_of(tmp_path / "killed") == files_of(tmp_path / "whole")
    assert files_of(tmp_path / "killed")


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_search_of_the_city_goes_on_byte_by_byte(tmp_path: Path) -> None:
    text = PLAN.replace("population = 4", "population = 8").replace("members = 3", "members = 6")
    plan = plan_file(tmp_path, text)

    def command(name: str) -> subprocess.Popen[bytes]:
        asked = [sys.executable, "-m", "sim", "search", plan, "--work", str(tmp_path / name / "w"),
                 "--out", str(tmp_path / f"{name}-found"), "--workers", "2", "--quiet",
                 "--lang", "en"]  # fmt: skip
        return subprocess.Popen(asked, cwd=REPOSITORY, start_new_session=True,
                                stdout=subprocess.DEVNULL)  # fmt: skip

    assert command("whole").wait(timeout=900) == 0
    for stores in (1, 2, 3):  # while each generation runs, and while the fresh members do
        running, waited = command("killed"), 0.0
        while len(list((tmp_path / "killed").glob("w/*/manifest.json"))) < stores:
            time.sleep(0.05)
            waited += 0.05
            assert waited < 300.0 and running.poll() is None
        os.killpg(running.pid, signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    assert command("killed").wait(timeout=900) == 0
    assert files_of(tmp_path / "killed-found") == files_of(tmp_path / "whole-found")
