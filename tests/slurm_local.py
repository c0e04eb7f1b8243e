"""SLURM on this one machine, for tests: munged, slurmctld and slurmd on loopback, in a folder.

    python tests/slurm_local.py start FOLDER     # prints the variables to set, as shell lines
    python tests/slurm_local.py stop FOLDER

Nothing outside the folder is written; daemons, keys, sockets, logs and ports are its own, so a
SLURM that is set up on the machine is left alone. Needs Debian's slurm-wlm and munge.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "scancel")
DAEMONS = ("slurmd", "slurmctld", "munged")  # in the order in which they are stopped
SYSTEM = "/usr/sbin"
PATIENCE = 40.0

CONFIGURATION = """\
ClusterName=yongsim-test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=5
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/jobcomp.log
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
ReturnToService=2
KillWait=10
MinJobAge=300
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} Boards=1 SocketsPerBoard=1 \
CoresPerSocket={cpus} ThreadsPerCore=1 RealMemory={memory} State=UNKNOWN
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def why_not() -> str:
    """Why SLURM cannot be started here; empty if it can."""
    if not sys.platform.startswith("linux"):
        return "SLURM runs on Linux"
    missing = [name for name in PROGRAMS if _program(name) is None]
    return f"{', '.join(missing)} not installed (Debian: slurm-wlm, munge)" if missing else ""


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SYSTEM}")


def variables(folder: Path) -> dict[str, str]:
    """What SLURM's commands need in their environment to find this one."""
    return {"SLURM_CONF": str(folder / "slurm.conf")}


def start(folder: Path) -> dict[str, str]:
    """Start everything and wait for the node; gives what `variables` gives.

    Args:
        folder: new or empty, with a short path: it holds a socket.

    Raises:
        RuntimeError: the node does not come up.
    """
    for name in ("munge", "state", "spool"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    (folder / "munge").chmod(0o755)
    _start_munge(folder / "munge")
    (folder / "slurm.conf").write_text(_configuration(folder), encoding="utf-8")
    found = variables(folder)
    for name in ("slurmctld", "slurmd"):
        _run([str(_program(name)), "-f", found["SLURM_CONF"]], found)
    try:
        _wait_for_node(found)
    except RuntimeError:
        stop(folder)
        raise
    return found


def _start_munge(folder: Path) -> None:
    key = folder / "key"
    key.touch(mode=0o600)
    key.write_bytes(secrets.token_bytes(128))
    _run([
        str(_program("munged")), "--force", f"--key-file={key}", f"--socket={folder}/socket",
        f"--pid-file={folder}/../munged.pid", f"--log-file={folder}/log",
        f"--seed-file={folder}/seed",
    ], {})  # fmt: skip


def _configuration(folder: Path) -> str:
    with contextlib.ExitStack() as open_ports:
        sockets = [open_ports.enter_context(socket.socket()) for _ in range(2)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        ports = [one.getsockname()[1] for one in sockets]
    bytes_of_memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return CONFIGURATION.format(
        host=socket.gethostname().split(".")[0], folder=folder, user=getpass.getuser(),
        cpus=os.cpu_count(), memory=bytes_of_memory * 9 // 10 // 2**20,
        controller_port=ports[0], node_port=ports[1],
    )  # fmt: skip


def _run(command: list[str], extra: dict[str, str]) -> str:
    done = subprocess.run(command, env={**os.environ, **extra}, capture_output=True, text=True,
                          check=False, timeout=PATIENCE)  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


def _wait_for_node(found: dict[str, str]) -> None:
    until, state = time.monotonic() + PATIENCE, ""
    while time.monotonic() < until:
        with contextlib.suppress(RuntimeError, subprocess.TimeoutExpired):
            state = _run(["sinfo", "-h", "-o", "%T"], found).strip()
        if state == "idle":
            return
        time.sleep(0.2)
    raise RuntimeError(f"the node of SLURM is '{state}' after {PATIENCE:g} s")


def stop(folder: Path) -> None:
    """Cancel what still runs and stop the daemons that were started in a folder, by their id."""
    with contextlib.suppress(RuntimeError, subprocess.TimeoutExpired, OSError):
        _run(["scancel", f"--user={getpass.getuser()}"], variables(folder))
        _wait(lambda: not _run(["squeue", "-h"], variables(folder)).strip())
    for name in DAEMONS:
        with contextlib.suppress(OSError, ValueError):
            number = int((folder / f"{name}.pid").read_text())
            os.kill(number, signal.SIGTERM)
            _wait(lambda number=number: gone(number))


def gone(number: int) -> bool:
    """Whether a process has ended; one that nobody has asked about yet has, too."""
    try:
        return ") Z " in Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except OSError:
        return True


def _wait(over: object) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not over():  # type: ignore[operator]
        time.sleep(0.1)


def main() -> None:
    """Start or stop, by hand."""
    action, folder = sys.argv[1], Path(sys.argv[2]).resolve()
    if reason := why_not():
        sys.exit(reason)
    if action == "start":
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in start(folder).items():
            print(f"export {name}={value}")
    else:
        stop(folder)


if __name__ == "__main__":
    main()
