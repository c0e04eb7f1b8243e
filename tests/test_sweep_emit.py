"""Job scripts for schedulers: what is refused, what they hold, and that they do run.

SLURM itself runs them in `test_sweep_slurm.py`; here stand-ins for `qsub` and `bsub` run each task
of the array and then the merge, as the manuals say.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import environment
from sweeps import PLAN, Typed, calm, plan_file, trial, typed  # noqa: F401  a fixture

from sim.base.errors import InputError
from sim.sweep.emit import emit, read_wishes
from sim.sweep.parts import parts
from sim.sweep.schedulers import DIALECTS, Job, spans
from sim.sweep.store import Store, create_store, open_store

GIVEN = {
    "time": "01:00:00", "memory": "2G", "warning": 120, "tasks": 1000, "partition": "",
    "account": "", "python": "", "setup": (),
}  # fmt: skip
bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def wishes(kind: str = "slurm", **changes: object):  # type: ignore[no-untyped-def]
    return read_wishes(kind, **{**GIVEN, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(("changes", "said"), [
    ({"kind": "slrum"}, "did you mean 'slurm'"),
    ({"time": "soon"}, "--time soon: give HH:MM:SS"),
    ({"time": "00:00:30"}, "from a minute"),
    ({"time": "99-00:00:00"}, "to 30 days"),
    ({"time": "00:03:00"}, "less than twice --warning"),
    ({"memory": "lots"}, "--memory lots"),
    ({"memory": "1M"}, "from 256M"),
    ({"tasks": 0}, "--tasks 0"),
    ({"warning": 5}, "--warning 5"),
    ({"partition": "a b"}, "--partition 'a b'"),
    ({"account": "x; rm -rf ~"}, "--account"),
    ({"account": "-x"}, "--account"),
    ({"setup": ("a\nb",)}, "one line"),
])  # fmt: skip
def test_silly_wishes_are_refused_in_one_line(changes: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as caught:
        wishes(**changes)  # type: ignore[arg-type]
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_times_and_memory_are_read() -> None:
    assert wishes(time="1-02:03:04").seconds == ((24 + 2) * 60 + 3) * 60 + 4
    assert wishes(time="90:00").seconds == 5400
    assert wishes(memory="900m").megabytes == 900 and wishes(memory="3GB").megabytes == 3072


def test_numbers_are_listed_by_spans() -> None:
    assert spans([1, 2, 3, 7, 9, 10]) == "1-3,7,9-10" and spans([4]) == "4" and spans([]) == ""


def test_only_what_is_missing_is_emitted(tmp_path: Path) -> None:
    store = open_store(shutil.copytree(calm(shards=6).path, tmp_path / "store"))
    with pytest.raises(InputError, match="nothing is missing"):
        emit(store, wishes(), per_shard=1.0, folder=tmp_path / "jobs")
    assert not (tmp_path / "jobs").exists()
    for part in parts(store.path):
        if part.shard in (2, 5, 6):
            part.path.unlink()
    one = emit(store, wishes(), per_shard=1.0, folder=tmp_path / "jobs")
    assert one.tasks == 3 and "#SBATCH --array=2,5-6\n" in text(one.folder)
    two = emit(store, wishes(tasks=4), per_shard=1.0, folder=tmp_path / "jobs")
    assert two.tasks == 2 and "#SBATCH --array=1-2\n" in text(two.folder)
    assert '--shard "${SLURM_ARRAY_TASK_ID:-1}/4"' in text(two.folder)


def test_tasks_run_the_city_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = create_store(tmp_path / "store", trial(tmp_path))
    emit(store, wishes(), per_shard=2.0, folder=tmp_path / "plain")
    (tmp_path / "my city").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YONGSIM_CITY", "my city")
    emit(store, wishes(), per_shard=2.0, folder=tmp_path / "other")
    for name in ("array.sh", "merge.sh"):
        assert "YONGSIM_CITY" not in (tmp_path / "plain" / name).read_text()
        text = (tmp_path / "other" / name).read_text()
        assert f"export YONGSIM_CITY='{tmp_path}/my city'\n" in text


def test_a_large_sweep_keeps_to_a_thousand_tasks(tmp_path: Path) -> None:
    sweep = trial(tmp_path, PLAN.replace("points = 3", "points = 4096"), 2500)
    store = create_store(tmp_path / "store", sweep)
    done = emit(store, wishes(time=""), per_shard=60.0, folder=tmp_path / "jobs")
    assert done.tasks == 1000 and "--array=1-1000\n" in text(done.folder)
    # Three shards of a minute, thrice that and the warning: whole quarters of an hour.
    assert done.seconds == 1800 and "--time=00:30:00\n" in text(done.folder)


def test_a_limit_too_short_for_a_shard_is_refused(tmp_path: Path) -> None:
    store = create_store(tmp_path / "store", trial(tmp_path))
    with pytest.raises(InputError, match="a shard takes about 61 s"):
        emit(store, wishes(time="00:04:00"), per_shard=61.0, folder=tmp_path / "jobs")
    assert not (tmp_path / "jobs").exists()


@pytest.mark.parametrize("kind", DIALECTS)
def test_scripts_are_plain_shell_with_every_option(tmp_path: Path, kind: str) -> None:
    store = create_store(tmp_path / "a 'store' 结果", trial(tmp_path))
    asked = wishes(kind, partition="long", account="prj_7", python="/opt/my python/bin/python",
                   setup=("source /opt/env/bin/activate",))  # fmt: skip
    done = emit(store, asked, per_shard=1.0, folder=tmp_path / "jobs")
    for name in ("array.sh", "merge.sh", "submit.sh"):
        content = (done.folder / name).read_bytes()
        assert b"\r" not in content and content.endswith(b"\n")
        if shutil.which("bash"):
            subprocess.run(["bash", "-n", done.folder / name], check=True)
    head, _, body = text(done.folder).partition("export OMP_NUM_THREADS=1")
    assert "long" in head and "prj_7" in head
    assert ("1:00\n" if kind == "lsf" else "01:00:00\n") in head
    assert "结果" not in head and "store'" not in head
    assert "source /opt/env/bin/activate\n" in body
    assert "'/opt/my python/bin/python' -m sim sweep work " in body
    assert "PYTHONPATH" not in body


def test_an_array_of_one_is_none_for_pbs() -> None:
    job = Job("x", 60, 256, 10, (1,))
    assert not [one for one in DIALECTS["pbs"].directives(job) if " -J" in one]
    assert "#PBS -J 1-7" in DIALECTS["pbs"].directives(replace(job, tasks=(2, 7)))


def text(folder: Path) -> str:
    return (folder / "array.sh").read_text(encoding="utf-8")


# What a scheduler does, in a few lines: the merge waits for the array, which runs when submitted.
STAND_INS = {
    "pbs": ("qsub", """
case "$*" in
-W*) [ "$2" = "depend=afterany:17[].here" ] || exit 9; bash merge.sh 1>&2; echo 18.here ;;
*) last=$(sed -n 's/^#PBS -J 1-//p' array.sh)
   for k in $(seq "${last:-1}"); do PBS_ARRAY_INDEX=$k bash array.sh 1>&2; done
   echo '17[].here' ;;
esac
"""),
    "sge": ("qsub", """
case "$*" in
*-hold_jid*) [ "$3" = 17 ] || exit 9; bash merge.sh 1>&2; echo 18 ;;
*) last=$(sed -n 's/^#$ -t 1-//p' array.sh)
   for k in $(seq "$last"); do SGE_TASK_ID=$k bash array.sh 1>&2; done
   echo "17.1-$last:1" ;;
esac
"""),
    "lsf": ("bsub", """
cat > script
case "$*" in
-w*) [ "$2" = "numended(17, *)" ] || exit 9; bash script 1>&2; n=18 ;;
*) last=$(sed -n 's/^#BSUB -J ".*\\[1-\\([0-9]*\\)\\]"$/\\1/p' script)
   for k in $(seq "$last"); do LSB_JOBINDEX=$k bash script 1>&2; done; n=17 ;;
esac
echo "Job <$n> is submitted to default queue <normal>."
"""),
}  # fmt: skip


@bash
@pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")
@pytest.mark.parametrize("kind", STAND_INS)
def test_each_share_is_worked_on_and_then_merged(tmp_path: Path, kind: str) -> None:
    name, script = STAND_INS[kind]
    programs = tmp_path / "bin"
    programs.mkdir()
    runnable(programs / name, "set -e" + script)
    python = runnable(programs / "my python", f"printf '%s|' \"$@\" >> '{tmp_path}/told'")
    store = create_store(tmp_path / "甲 it's", trial(tmp_path, shards=3))
    done = emit(store, wishes(kind, tasks=2, python=str(python)), per_shard=1.0,
                folder=tmp_path / "甲 it's-jobs")  # fmt: skip
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    told = subprocess.run(["sh", done.folder / "submit.sh"], env=environment(PATH=path),
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "array 17" in told.stdout and "merge 18" in told.stdout
    begin = ["-m", "sim", "sweep"]
    assert (tmp_path / "told").read_text(encoding="utf-8").split("|")[:-1] == [
        *begin, "work", str(store.path), "--shard", "1/2",
        *begin, "work", str(store.path), "--shard", "2/2",
        *begin, "merge", str(store.path),
    ]  # fmt: skip


def runnable(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.slow
@bash
@pytest.mark.skipif(shutil.which("timeout") is None, reason="timeout is not installed")
@pytest.mark.parametrize(("kind", "status"), [("pbs", 124), ("sge", 99), ("lsf", 99)])
def test_before_the_limit_a_task_is_stopped_and_asks_to_be_queued_again(
    tmp_path: Path, kind: str, status: int
) -> None:
    program = runnable(tmp_path / "python",
                       "trap 'echo ended; exit 143' TERM\nwhile :; do sleep .1; done")  # fmt: skip
    store = create_store(tmp_path / "store", trial(tmp_path))
    asked = replace(wishes(kind, python=str(program)), seconds=11, warning=10)
    done = emit(store, asked, per_shard=0.1, folder=tmp_path / "jobs")
    told = subprocess.run(["bash", done.folder / "array.sh"], capture_output=True, text=True,
                          check=False, timeout=60)  # fmt: skip
    assert told.returncode == status and "ended" in told.stdout


def test_the_command_writes_scripts_and_a_store(
    tmp_path: Path, typed: Typed  # noqa: F811
) -> None:
    plan = plan_file(tmp_path)
    said = typed("sweep", "emit", plan, "--kind", "pbs", "--out", "s p", "--lang", "en")
    assert "submit: sh 's p-jobs/submit.sh'" in said
    store: Store = open_store(tmp_path / "s p")
    assert store.missing() == list(range(1, store.sweep.shards + 1))
    assert "s p" in typed("sweep", "emit", plan, "--kind", "pbs", "--out", "s p", status=2)
